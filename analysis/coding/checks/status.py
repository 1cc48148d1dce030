"""Acts that a sentence takes as known: it tells of something else, of which they are reason, time or topic.

"Since Russia's invasion", "during his visit" and "condemned the raids" say of
the noun only that there was such a thing; what is news stands in the verb. Such
a noun is definite: it has an owner, or "the" or "this".
"""

from analysis.actions import lexicon
from analysis.text import clauses
from analysis.text.parsing import Tree

_COMMON_NOUNS = frozenset({"NN", "NNS"})
_ADJECTIVES = frozenset({"JJ", "VBN"})
_PROPER_NOUNS = frozenset({"NNP", "NNPS"})
_BOUNDS = frozenset({"before", "since"})
"""What opens a clause that only says when something else was: "before X invaded Y"."""
_TAKING_PART = frozenset({"participate", "take", "engage", "join", "gather", "meet", "appear"})
"""Verbs that tell of what stands behind their preposition: "took part in the talks"."""
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_WILL = frozenset({"will", "shall", "'ll", "wo"})
_WITHIN_ONE_PLAN = frozenset({"dobj", "xcomp", "advcl", "attr", "conj"})
"""How a word hangs on another that tells of the same plan; a relative clause or "after his visit" does not."""
_ABOUT = frozenset({"051", "040"})
"""CAMEO codes of verbs whose object is known: praise, and discuss; those of blame begin with `_BLAME`."""
_BLAME = "11"


def is_taken_as_known(tree: Tree, index: int) -> bool:
    """Whether the act that a token tells of is known: a definite noun below another verb, a bound in time.

    The object of a verb that only carries a noun is told as news: "launched its offensive", "renewed their pledge".
    """
    if tree.is_verb(index) and tree.dep[index] in {"advcl", "pcomp"}:
        openers = [tree.head[index], *tree.children(index, "mark", "prep", "advmod")]
        return any(tree.lower[one] in _BOUNDS for one in openers)
    while tree.tag[index] in _ADJECTIVES and tree.dep[index] in {"amod", "conj"} and tree.head[index] != index:
        index = tree.head[index]  # "their unprovoked and brutal war"
    if not _is_noun_of_act(tree, index):
        return False
    definite, below, inside = _is_definite(tree, index), index, False
    for above in list(tree.path_to_root(index))[1:]:
        label = tree.dep[below]
        if tree.is_verb(above):
            if label == "prep" or (inside and label == "attr"):
                taking_part = below == tree.head[index] and tree.lemma[above] in _TAKING_PART
                return definite and not taking_part
            if label in {"dobj", "nsubjpass"}:
                verb = tree.lemma[above]
                return verb in lexicon.default().marker("presupposing") or (definite and _judges(verb))
            return label == "nsubj" and bool(tree.children(index, "poss"))
        inside |= label == "prep"
        below = above
    return False


def is_to_come(tree: Tree, index: int) -> bool:
    """Whether the act that a token tells of belongs to what somebody will do: "will meet B to show support for C"."""
    for above in tree.path_to_root(index):
        if tree.is_verb(above):
            if any(tree.lower[child] in _WILL for child in tree.children(above, "aux")):
                return True
            if tree.tag[above] == "VBD":
                return False
        if tree.dep[above] not in _WITHIN_ONE_PLAN:
            return False
    return False


def _is_noun_of_act(tree: Tree, index: int) -> bool:
    """Whether a token is a common noun, or one of an act in capitals: "the November Summit"."""
    tag = tree.tag[index]
    return tag in _COMMON_NOUNS or (tag in _PROPER_NOUNS and tree.lower[index] in lexicon.default().nouns)


def _is_definite(tree: Tree, index: int) -> bool:
    if tree.children(index, "poss"):
        return True
    return any(tree.lower[child] in _DEFINITE for child in tree.children(index, "det"))


def _judges(verb: str) -> bool:
    """Whether the object of a verb is there before the verb's act: "condemned", "praised", "discussed"."""
    codes = {row.code for row in lexicon.default().verbs.get(verb, ()) if not row.objects}
    return verb not in clauses.SAYING and any(code in _ABOUT or code.startswith(_BLAME) for code in codes)
