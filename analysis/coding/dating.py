"""When an act was: the date expression that belongs to its predicate by syntax, and where it happened.

An expression belongs to the verb or noun of doing that it modifies, not to
the nearest one. A verb without one takes that of the verb it shares a clause
with: a verb of saying above it, the verb that it is coordinated with, the main
verb of a participle. Else the narrative's date holds where the story is told
in the past, and at last the day of publication, flagged as such.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.actions import lexicon
from analysis.actors import state_of
from analysis.text import clauses
from analysis.text.parsing import Tree
from analysis.times import MONTHS, Timex

_TYPES = frozenset({"DATE", "TIME"})
_BOUNDED = frozenset({"since", "until", "till", "before", "after"})
_FAR_DAYS = 45
"""A narrative date older than this is history, and holds for the sentences that go on with it."""
_PLACES = ("in", "at", "near", "outside", "inside")
_LEAPS = frozenset(
    {"ccomp", "xcomp", "conj", "advcl", "pcomp", "prep", "pobj", "dobj", "nsubj", "nsubjpass", "acl", "agent"}
)


@dataclass(frozen=True, slots=True)
class When:
    """A closed interval of days, its precision as in `frames.PRECISIONS`, and the words that say so."""

    first: dt.date
    last: dt.date
    precision: str
    text: str | None


def when(
    tree: Tree,
    path: tuple[int, ...],
    spans: Sequence[Timex],
    published: dt.date,
    *,
    narrative: When | None = None,
) -> When:
    """The days of the act with that path, from the sentence's temporal expressions.

    Parameters
    ----------
    spans
        As `times.resolve` gives them for the sentence.
    narrative
        The last date that the story was at, for sentences in the past tense that name none.
    """
    owned = _owners(tree, spans)
    for place in _line(tree, path):
        if place in owned:
            span = owned[place]
            return When(span.first or published, span.last or published, span.precision, span.text)
    if narrative is not None and not spans and (published - narrative.last).days > _FAR_DAYS and _past(tree, path[0]):
        return When(narrative.first, narrative.last, "period", narrative.text)
    return When(published, published, "published", None)


def _owners(tree: Tree, spans: Sequence[Timex]) -> dict[int, Timex]:
    """For each verb or noun the expression that modifies it."""
    owned: dict[int, Timex] = {}
    for span in spans:
        if span.type not in _TYPES or span.first is None or span.attributive or span.relation in _BOUNDED:
            continue
        token = _head(tree, span)
        if token is None:
            continue
        owner = _owner(tree, token, span)
        if not tree.is_verb(owner) and any(
            tree.lower[place] == "of" for place in tree.path_to_root(token) if tree.head[place] == owner
        ):
            continue  # "the treaty of 1998" names a thing
        known = owned.get(owner)
        if known is None or _width(span) < _width(known):
            owned[owner] = span
    return owned


def _head(tree: Tree, span: Timex) -> int | None:
    """The token of the expression whose governor lies outside it."""
    inside = [place for place in range(len(tree)) if span.start <= tree.start[place] < span.end]
    outer = [place for place in inside if tree.head[place] not in inside or tree.head[place] == place]
    return outer[-1] if outer else None


def _owner(tree: Tree, token: int, span: Timex) -> int:
    """The word that an expression modifies: through prepositions, to a verb or noun."""
    for place in list(tree.path_to_root(token))[1:]:
        if tree.dep[place] in {"prep", "agent"} or tree.tag[place] in {"IN", "TO"}:
            continue
        if span.start <= tree.start[place] < span.end:
            continue
        if tree.is_verb(place) or tree.head[place] == place or tree.lemma[place] in lexicon.default().nouns:
            return place
    return token


def _width(span: Timex) -> int:
    return (span.last - span.first).days if span.first and span.last else 99999


def _line(tree: Tree, path: tuple[int, ...]) -> list[int]:
    """The words whose date is the act's: its own, then those above it that it shares a clause with."""
    found = list(path)
    for place in list(found):
        found += [kid for kid in tree.children(place, "dobj", "prep", "nsubj", "nsubjpass") if tree.tag[kid][0] == "N"]
    # "arrived and signed the treaty in Lima on Friday": the later verb's date holds for both.
    found += [
        kid
        for place in path
        for kid in tree.children(place, "conj")
        if tree.is_verb(kid) and not tree.children(kid, "nsubj", "nsubjpass")
    ]
    below = path[0]
    for place in list(tree.path_to_root(path[0]))[1:]:
        label = tree.dep[below]
        if label not in _LEAPS or (label == "advcl" and _has_mark(tree, below)):
            break
        found.append(place)
        below = place
    return found


def _has_mark(tree: Tree, place: int) -> bool:
    """Whether a clause has its own time: "after North Korea launched ..."."""
    return bool(tree.children(place, "mark", "advmod")) or bool(tree.children(place, "nsubj", "nsubjpass"))


def _past(tree: Tree, place: int) -> bool:
    return tree.tag[place] in {"VBD", "VBN"} or not tree.is_verb(place)


def where(tree: Tree, path: tuple[int, ...], taken: set[int]) -> tuple[str, str | None] | None:
    """Place and state of an act, where a place is tied to it by syntax: "met in Seoul"; else None.

    Parameters
    ----------
    taken
        Tokens that stand for the act's actors: a target is no place.
    """
    reader = clauses.Clauses(tree)
    for place in path:
        slots = reader.at(place).slots if tree.is_verb(place) else clauses.noun_slots(tree, place)
        for name in _PLACES:
            for head in slots.get(name, ()):
                if head in taken or tree.tag[head] not in {"NNP", "NNPS"} or tree.lower[head] in MONTHS:
                    continue
                tokens = sorted(one for one in clauses.noun_phrase(tree, head) if tree.tag[one] in {"NNP", "NNPS"})
                text = tree.phrase(tokens[0], tokens[-1])
                state = state_of(text)
                if state is not None:
                    return text, state
    return None
