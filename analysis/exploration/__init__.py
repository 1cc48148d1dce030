"""Exploring: one part of a corpus seen from four sides, as still pictures (`view`) or with controls (`panel`)."""

from analysis.exploration.panel import panel
from analysis.exploration.view import CLASSES, View, view

__all__ = ["CLASSES", "View", "panel", "view"]
