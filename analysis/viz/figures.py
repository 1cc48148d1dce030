"""Figures of a report, as `Plot` objects that carry their own alt text: the one door to all of them."""

from analysis.viz.alluvial import alluvial
from analysis.viz.networks import TIES, matrix, network
from analysis.viz.style import COOPERATIVE, DIRECTION, HOSTILE, INK, UNCLEAR, Plot, empty
from analysis.viz.timelines import coverage, series, timeline

__all__ = [
    "COOPERATIVE", "DIRECTION", "HOSTILE", "INK", "TIES", "UNCLEAR", "Plot",
    "alluvial", "coverage", "empty", "matrix", "network", "series", "timeline",
]  # fmt: skip
