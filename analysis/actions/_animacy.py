"""Whether a noun phrase is a person or persons: what can be arrested, freed or received."""

import functools

from analysis.actions import lexicon
from analysis.actors import tables
from analysis.text.parsing import Tree

_ENDINGS = (
    "er",
    "ers",
    "or",
    "ors",
    "ist",
    "ists",
    "ian",
    "ians",
    "man",
    "men",
    "woman",
    "women",
    "ee",
    "ees",
    "ant",
    "ants",
)
_THINGS = frozenset(
    "number border order power water paper letter chapter matter quarter center centre sector factor tanker fighter "
    "cruiser destroyer weather summer winter computer server car war committee referee".split()
)
CROWD = frozenset(
    "protester demonstrator student worker teacher farmer activist crowd thousand hundred dozen people resident "
    "villager citizen marcher striker trader opposition supporter employee nurse doctor lawyer miner driver refugee "
    "migrant".split()
)
_PERSONAL = frozenset(
    {"he", "him", "she", "they", "them", "those", "who", "whom", "someone", "us", "me", "himself", "others"}
)


def is_person(tree: Tree, head: int, kind: str | None) -> bool:
    """Whether the phrase headed by a token is a person or people, by its mention's kind, its noun or its form.

    Parameters
    ----------
    kind
        What the mention over the token is, as in `predicates.Reader`.
    """
    if kind in {"person", "people"}:
        return True
    if kind in {"state", "organisation"}:
        return False
    word, lemma = tree.lower[head], tree.lemma[head]
    if word in _PERSONAL or lemma in _nouns():
        return True
    if tree.tag[head] in {"NNP", "NNPS"}:
        return (
            any(tree.dep[kid] == "compound" and tree.tag[kid] == "NNP" for kid in tree.children(head))
            or kind is not None
        )
    return word.endswith(_ENDINGS) and lemma not in _THINGS


@functools.cache
def _nouns() -> frozenset[str]:
    """Nouns for persons: those of the lexicon's classes, and the offices and people of the sector table."""
    classes = lexicon.default().classes
    words = set(classes["captive"] | classes["hostage"] | classes["person"] | classes["people"]) - {
        "body",
        "remain",
        "community",
    }
    for row in tables.table("sectors.csv"):
        if row["kind"] in {"office", "generic", "people"}:
            words |= {name for name in tables.cells(row["nouns"]) if " " not in name}
    return frozenset(words)
