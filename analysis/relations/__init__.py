"""How pairs of actors stand.

`options` says what a measurement rests on; `measures` sums events into rows (`_decay`),
estimates shares and rates (`estimates`) and rates them (`rating`). From there it goes on to
networks (`graphs`), to changes (`before_after`, and `turning` inside one period) and, where
there is too little to rate, to what was seen at all (`presence`).
"""

from analysis.relations.before_after import before_after, compare_periods
from analysis.relations.graphs import event_graph, signed_graph
from analysis.relations.measures import Relations, measure
from analysis.relations.options import RelationOptions
from analysis.relations.presence import cooperating_groups
from analysis.relations.turning import turned_inside

__all__ = [
    "RelationOptions",
    "Relations",
    "before_after",
    "compare_periods",
    "cooperating_groups",
    "event_graph",
    "measure",
    "signed_graph",
    "turned_inside",
]
