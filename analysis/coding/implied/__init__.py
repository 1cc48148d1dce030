"""Sides and days that a sentence does not give, but its document makes plain."""

from analysis.coding.implied.days import dated_by_article, day_of_article
from analysis.coding.implied.deeds import Deeds, takes_up_deed
from analysis.coding.implied.voices import MIN_SAID, SPOKEN, in_sentence, question_of, unnamed

__all__ = [
    "MIN_SAID",
    "SPOKEN",
    "Deeds",
    "dated_by_article",
    "day_of_article",
    "in_sentence",
    "question_of",
    "takes_up_deed",
    "unnamed",
]
