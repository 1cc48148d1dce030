"""When: the temporal expressions of a text as closed intervals of days, anchored at the day of publication.

`expressions` finds them by `_grammar` over the words of `_vocabulary`; `_readings` gives each match its TIMEX3 value
(dates from `_calendar_expressions`, `_offsets`, `_slots` and `_anchoring`, amounts from `_durations`; `_ambiguity` says
which words are none), `timex` the days of a value.
"""

from analysis.times._vocabulary import MONTHS, WEEKDAYS
from analysis.times.expressions import Timex, resolve, resolve_document

__all__ = ["MONTHS", "WEEKDAYS", "Timex", "resolve", "resolve_document"]
