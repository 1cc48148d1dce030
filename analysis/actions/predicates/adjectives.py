"""Adjectives and phrases after "be": "is ready to talk", "is critical of", "is at war with"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from analysis.actions import lexicon
from analysis.actions.predicates import slots as predicate_slots
from analysis.actions.predicates import types
from analysis.actions.predicates.types import Act, Reading, Slot
from analysis.text import clauses
from analysis.text.clauses import Clause
from analysis.text.parsing import Tree

_COPULAS = frozenset({"feel", "remain", "seem", "appear", "become", "grow"})
_PHRASES = {("at", "war"): "at war", ("to", "blame"): "to blame"}


def is_copula(tree: Tree, place: int) -> bool:
    """Whether a verb only ties its subject to what is said of it."""
    lemma = tree.lemma[place]
    return lemma == "be" or (lemma in _COPULAS and bool(tree.children(place, "acomp")))


def acts(reading: Reading, clause: Clause) -> list[Act]:
    """The act that is said of a copula's subject, if any."""
    tree = reading.tree
    for word in _predicatives(tree, clause.index):
        slots = {name: list(heads) for name, heads in clause.slots.items()}
        verbs = [kid for _, kid in clause.complements if tree.is_verb(kid)]
        if isinstance(word, int):
            for name, heads in clauses.noun_slots(tree, word).items():
                slots.setdefault(name, []).extend(heads)
            verbs += filter(tree.is_verb, tree.children(word, "xcomp", "ccomp"))
        for row in reading.book.adjectives.get(word if isinstance(word, str) else tree.lower[word], ()):
            found = _said(reading, clause, row, predicate_slots.filled(slots, row.target), verbs)
            if found is not None:
                return [found]
    return []


def _predicatives(tree: Tree, place: int) -> Iterator[int | str]:
    yield from tree.children(place, "acomp")
    for words, phrase in _PHRASES.items():
        if tuple(tree.lower[place + 1 : place + 3]) == words:
            yield phrase
    yield from tree.children(place, "prep")


def _said(
    reading: Reading, clause: Clause, row: lexicon.Row, targets: tuple[Slot, ...], verbs: Sequence[int]
) -> Act | None:
    """The act of a row, by itself or over the verbs below the adjective."""
    kind = next((flag[3:] for flag in row.flags if flag.startswith("op:")), None)
    recip = "recip" in row.flags
    if kind is None:
        plain = types.plain(clause, row.code, targets, 0.7, row.id)
        return replace(plain, mutual=recip, among=recip) if targets or recip else None
    composed = _composed(reading, clause, row, kind, targets, verbs)
    if composed is not None:
        return composed
    for inner in verbs:
        found = predicate_slots.inside(reading, inner)
        if found:
            return replace(types.plain(clause, row.code, found, 0.55, row.id), path=(clause.index, inner))
    return None


def _composed(
    reading: Reading, clause: Clause, row: lexicon.Row, kind: str, targets: tuple[Slot, ...], verbs: Sequence[int]
) -> Act | None:
    for verb in verbs:
        for act in reading.below(verb):
            reading.swallowed.update((verb, act.place))
            made = reading.composed(kind, act)
            if made is not None:
                return replace(
                    act, place=clause.index, path=(clause.index, *act.path), code=made[0], modality=made[1],
                    sources=types.subject(clause), targets=(*act.targets, *targets),
                    rule=f"{row.id} + {act.rule}", nominal=False, sure=0.7,
                )  # fmt: skip
    return None
