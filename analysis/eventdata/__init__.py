"""Event data sets of the field: read into the events frame, counted by dyad and period, and written.

`reading` holds the three functions. `files` yields chunks of rows, `filters`
decides which are kept, `mapping` turns them into events by the tables of
`codebooks` and `actors`, `aggregation` counts them, and `writing` goes the
other way; `entente_csv` reads our own format.
"""

from analysis.eventdata.reading import FORMATS, DyadCounts, EventDataset, aggregate, read, tried, write
from analysis.eventdata.writing import harmless

__all__ = ["FORMATS", "DyadCounts", "EventDataset", "aggregate", "harmless", "read", "tried", "write"]
