"""Figures of a report, as `Plot` objects that carry their own alt text: the one door to all of them."""

from analysis.figures_base import COOPERATIVE, DIRECTION, HOSTILE, INK, UNCLEAR, Plot, empty
from analysis.figures_flow import alluvial
from analysis.figures_pairs import TIES, matrix, network
from analysis.figures_time import coverage, series, timeline

__all__ = [
    "COOPERATIVE", "DIRECTION", "HOSTILE", "INK", "TIES", "UNCLEAR", "Plot",
    "alluvial", "coverage", "empty", "matrix", "network", "series", "timeline",
]  # fmt: skip
