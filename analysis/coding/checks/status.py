"""Acts that a sentence takes as known: it tells of something else, of which they are reason, time or topic.

"Since Russia's invasion", "during his visit" and "condemned the raids" say of
the noun only that there was such a thing; what is news stands in the verb. Such
a noun is definite: it has an owner, a state before it, or "the" or "this".
"""

from analysis.actions import lexicon
from analysis.text import clauses
from analysis.text.parsing import Tree

_COMMON_NOUNS = frozenset({"NN", "NNS"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_ABOUT = frozenset({"051", "040"})
"""CAMEO codes of verbs whose object is known: praise, and discuss; those of blame begin with `_BLAME`."""
_BLAME = "11"


def is_taken_as_known(tree: Tree, index: int) -> bool:
    """Whether the act that a token tells of is known to the reader: a definite noun below another verb.

    The object of a verb that only carries a noun is told as news: "launched its offensive", "renewed their pledge".
    """
    if tree.tag[index] not in _COMMON_NOUNS:
        return False
    definite, below = _is_definite(tree, index), index
    for above in list(tree.path_to_root(index))[1:]:
        label = tree.dep[below]
        if tree.is_verb(above):
            if label == "prep":
                return definite
            if label in {"dobj", "nsubjpass"}:
                verb = tree.lemma[above]
                return verb in lexicon.default().marker("presupposing") or (definite and _judges(verb))
            return label == "nsubj" and bool(tree.children(index, "poss"))
        below = above
    return False


def _is_definite(tree: Tree, index: int) -> bool:
    if tree.children(index, "poss"):
        return True
    return any(tree.lower[child] in _DEFINITE for child in tree.children(index, "det"))


def _judges(verb: str) -> bool:
    """Whether the object of a verb is there before the verb's act: "condemned", "praised", "discussed"."""
    codes = {row.code for row in lexicon.default().verbs.get(verb, ()) if not row.objects}
    return verb not in clauses.SAYING and any(code in _ABOUT or code.startswith(_BLAME) for code in codes)
