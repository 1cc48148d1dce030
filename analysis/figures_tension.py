"""The figures of tension: the one door to all of them.

Each takes the gauges of a page and gives a `Plot` with its alt text, or, where
nothing is rated, the line that says so.
"""

from analysis.figures_heat import heat
from analysis.figures_lanes import table as telling_table
from analysis.figures_lanes import telling, timeline
from analysis.figures_mirror import mirrored
from analysis.figures_system import attention, choices, system, two_half_lives

__all__ = [
    "attention", "choices", "heat", "mirrored", "system", "telling", "telling_table", "timeline", "two_half_lives",
]  # fmt: skip
