"""Sides that a sentence does not name, but its document makes plain."""

from analysis.coding.implied.deeds import Deeds, takes_up_deed

__all__ = ["Deeds", "takes_up_deed"]
