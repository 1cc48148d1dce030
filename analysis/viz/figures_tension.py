"""The figures of tension: the one door to all of them.

Each takes the survey of a page and gives a `Plot` with its alt text, or, where
nothing is rated, the line that says so.
"""

from analysis.viz.act_lanes import table as telling_table
from analysis.viz.act_lanes import telling, timeline
from analysis.viz.heatmap import heat
from analysis.viz.reciprocity import mirrored
from analysis.viz.system import attention, choices, system, two_half_lives

__all__ = [
    "attention", "choices", "heat", "mirrored", "system", "telling", "telling_table", "timeline", "two_half_lives",
]  # fmt: skip
