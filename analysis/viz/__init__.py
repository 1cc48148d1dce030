"""Figures: frames and results in, `Plot` or `Svg` with alt text out.

`style` holds colours, axes and panels; `layout` places the nodes of a network; each
other file draws figures of one subject.
"""

from analysis.viz.act_lanes import key_events, pair_panels
from analysis.viz.alluvial import alluvial
from analysis.viz.confusion import confusion_matrix
from analysis.viz.heatmap import heatmap
from analysis.viz.layout import circle
from analysis.viz.networks import ego_network, matrix, network
from analysis.viz.reciprocity import reciprocity
from analysis.viz.sparklines import sparkbars, sparkline
from analysis.viz.style import Plot
from analysis.viz.svg import Svg, intervals, svg_matrix, svg_network, svg_world_map
from analysis.viz.system import attention, robustness, system, two_half_lives
from analysis.viz.timelines import coverage, series, timeline

__all__ = [
    "Plot", "Svg", "alluvial", "attention", "circle", "confusion_matrix", "coverage", "ego_network", "heatmap",
    "intervals", "key_events", "matrix", "network", "pair_panels", "reciprocity", "robustness", "series", "sparkbars",
    "sparkline", "svg_matrix", "svg_network", "svg_world_map", "system", "timeline", "two_half_lives",
]  # fmt: skip
