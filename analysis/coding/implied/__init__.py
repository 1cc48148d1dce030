"""Sides that a sentence does not name, but its document makes plain."""

from analysis.coding.implied.deeds import Deeds, takes_up_deed
from analysis.coding.implied.voices import MIN_SAID, SPOKEN, said_of_others, unnamed

__all__ = ["MIN_SAID", "SPOKEN", "Deeds", "said_of_others", "takes_up_deed", "unnamed"]
