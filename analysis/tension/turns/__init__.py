"""When the standing of a pair turned: breaks, which last, and episodes, which pass.

`breaks` gives the options and the result of both searches; `episodes` finds short
crises and openings. `_partition` searches and dates the breaks of one series and
`_costs` says what a stretch of one level costs.
"""

from analysis.tension.turns.breaks import BreakOptions, Breaks
from analysis.tension.turns.episodes import Episode

__all__ = ["BreakOptions", "Breaks", "Episode"]
