"""Sides that a sentence does not name, but its document makes plain."""

from analysis.coding.implied.deeds import Deeds, takes_up_deed
from analysis.coding.implied.voices import MIN_SAID, SPOKEN, in_sentence, question_of, unnamed

__all__ = ["MIN_SAID", "SPOKEN", "Deeds", "in_sentence", "question_of", "takes_up_deed", "unnamed"]
