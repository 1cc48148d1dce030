"""Whether a noun phrase is a person or people: what can be arrested, released or received."""

import functools

from analysis.actions import lexicon
from analysis.actors import tables
from analysis.text.parsing import Tree

_PERSON_CLASSES = ("captive", "hostage", "person", "people")
_SECTOR_KINDS = frozenset({"office", "generic", "people"})
"""Kinds of rows of `data/actors/sectors.csv` whose nouns are persons."""
_PROPER = frozenset({"NNP", "NNPS"})


def is_person(tree: Tree, head: int, entity_type: str | None) -> bool:
    """Whether the phrase headed by a token is a person or people, by its mention, its noun or the noun's ending.

    Parameters
    ----------
    entity_type
        What the mention over the token is, as in `predicates.Reader`.
    """
    if entity_type in {"person", "people"}:
        return True
    if entity_type in {"state", "organisation"}:
        return False
    words = lexicon.default()
    word, lemma = tree.lower[head], tree.lemma[head]
    if word in words.marker("personal-pronoun") or lemma in _person_nouns():
        return True
    if tree.tag[head] in _PROPER:
        first_name = any(tree.tag[child] == "NNP" for child in tree.children(head, "compound"))
        return first_name or entity_type is not None
    return word.endswith(_suffixes()) and lemma not in words.noun_class("not-person")


@functools.cache
def _suffixes() -> tuple[str, ...]:
    return tuple(sorted(lexicon.default().marker("person-suffix")))


@functools.cache
def _person_nouns() -> frozenset[str]:
    """Nouns for persons: those of the lexicon's classes, and the offices and people of the sector table."""
    words = lexicon.default()
    nouns = {noun for name in _PERSON_CLASSES for noun in words.noun_class(name)} - words.noun_class("not-person")
    for row in tables.table("sectors.csv"):
        if row["kind"] in _SECTOR_KINDS:
            nouns |= {name for name in tables.cells(row["nouns"]) if " " not in name}
    return frozenset(nouns)
