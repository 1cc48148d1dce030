"""Which act of a sentence holds between two marked spans, and how well the syntax says so."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analysis.actions import Act, Slot, read_acts
from analysis.text import clauses
from analysis.text.parsing import Tree

Span = tuple[int, int]
HEAD, INSIDE, UNDER, NOWHERE = 3.0, 2.0, 1.0, 0.0
"""How a span stands to a slot: over its head, inside its phrase, somewhere below the predicate, not at all."""


@dataclass(frozen=True, slots=True)
class Paired:
    """An act between two spans; `fit` is 1 where both stand over the heads of its slots."""

    act: Act
    fit: float


def best(tree: Tree, acts: Sequence[Act], source: Span | None, target: Span | None) -> Paired | None:
    """The act that fits two spans best, or None where none has the source on its side.

    Parameters
    ----------
    source, target
        Character offsets in the tree's text; None for a side that is not marked.
    """
    rated = [(fit, -place, act) for place, act in enumerate(acts) if (fit := _fit(tree, act, source, target)) > 0]
    if not rated:
        return None
    fit, _, act = max(rated, key=lambda one: one[:2])
    return Paired(act, fit)


def _fit(tree: Tree, act: Act, source: Span | None, target: Span | None) -> float:
    forth = _side(tree, act.sources, source) * _other(tree, act, act.targets, target)
    if act.mutual or act.among:
        back = _side(tree, act.targets, source) * _other(tree, act, act.sources, target)
        both = _side(tree, act.sources, source) * _side(tree, act.sources, target) if act.among else 0.0
        forth = max(forth, back, both)
    return forth / (HEAD * HEAD)


def _side(tree: Tree, slots: Sequence[Slot], span: Span | None) -> float:
    if span is None:
        return INSIDE
    return max((_stands(tree, slot, span) - 0.1 * min(rank, 5) for rank, slot in enumerate(slots)), default=NOWHERE)


def _other(tree: Tree, act: Act, slots: Sequence[Slot], target: Span | None) -> float:
    found = _side(tree, slots, target)
    if found >= INSIDE - 0.5 or target is None:
        return found
    below = {place for top in act.path for place in tree.subtree(top)}
    mine = {place for slot in act.sources for head in slot.heads for place in tree.subtree(head)}
    return UNDER if _tokens(tree, target) & (below - mine) else max(found, NOWHERE)


def _stands(tree: Tree, slot: Slot, span: Span) -> float:
    tokens = _tokens(tree, span)
    for head in slot.heads:
        if slot.name == "mod":
            if tokens & (clauses.noun_phrase(tree, head) - {head}):
                return INSIDE
            continue
        heads = clauses.conjuncts(tree, head)
        if tokens & set(heads):
            return HEAD
        if any(tokens & clauses.noun_phrase(tree, one) for one in heads):
            return INSIDE
        if tokens & set(tree.subtree(head)):
            return UNDER
    return NOWHERE


def _tokens(tree: Tree, span: Span) -> set[int]:
    return {place for place in range(len(tree)) if tree.start[place] < span[1] and span[0] < tree.end[place]}


def kinds(tree: Tree, spans: Sequence[tuple[Span, str]]) -> Callable[[int], str | None]:
    """What `predicates.Reader` asks of a token, from spans with their kinds."""
    over = {place: kind for span, kind in spans for place in _tokens(tree, span)}
    return over.get


def acts_of(tree: Tree, spans: Sequence[tuple[Span, str]]) -> list[Act]:
    """The acts of a sentence, its mentions given as spans with their kinds."""
    return read_acts(tree, kinds(tree, spans))
