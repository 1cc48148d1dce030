"""Acts: which words of a sentence say that somebody does something to somebody, and what else holds of it.

`lexicon` holds the tables of words, `predicates` reads a parsed sentence by
them, `modality`, `contexts` and `modes` look at the words around each act.
`pair_model` judges pairs by a small network, `ensemble` weighs it against the
lexicon; `exemplars` are the sentences that both learn from.
"""

from analysis.actions.animacy import is_person
from analysis.actions.contexts import contexts_of
from analysis.actions.ensemble import Ensemble, LexiconVote
from analysis.actions.lexicon import EmbeddingVerb, Entry, Lexicon
from analysis.actions.modality import Modality, modality_of
from analysis.actions.modes import mode_of
from analysis.actions.predicates import Act, EntityType, Reader, Slot, read_acts

__all__ = [
    "Act",
    "EmbeddingVerb",
    "Ensemble",
    "EntityType",
    "Entry",
    "Lexicon",
    "LexiconVote",
    "Modality",
    "Reader",
    "Slot",
    "contexts_of",
    "is_person",
    "modality_of",
    "mode_of",
    "read_acts",
]
