"""Pictures for pages that work offline: inline SVG, to explore by mouse and by keyboard."""

from analysis.viz.svg.intervals import intervals
from analysis.viz.svg.matrix import svg_matrix
from analysis.viz.svg.network import svg_network
from analysis.viz.svg.picture import Svg
from analysis.viz.svg.world_map import svg_world_map

__all__ = ["Svg", "intervals", "svg_matrix", "svg_network", "svg_world_map"]
