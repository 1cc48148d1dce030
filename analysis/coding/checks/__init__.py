"""Checks by the parse: pairs of sides between which nothing happens, and acts that a sentence takes as known."""

from analysis.coding.checks.pairs import are_apart, is_victim, topics_of_offices
from analysis.coding.checks.status import is_taken_as_known, is_to_come

__all__ = ["are_apart", "is_taken_as_known", "is_to_come", "is_victim", "topics_of_offices"]
