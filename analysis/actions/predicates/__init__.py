"""Predicates to acts: `reader` goes through the words of a sentence and asks the file for each kind of predicate.

`verbal` reads verbs, light verbs, adjectives and reporting verbs, `embedding`
verbs over another act, `nominal` nouns; `matching` and `slots` say which entry
of the lexicon fits and which phrases fill its slots.
"""

from analysis.actions.predicates.reader import Reader, read_acts
from analysis.actions.predicates.types import Act, EntityType, Slot

__all__ = ["Act", "EntityType", "Reader", "Slot", "read_acts"]
