"""Nouns of doing, by their own slots: "Moscow's attack on Kyiv", "a promise to withdraw"."""

from collections.abc import Sequence
from dataclasses import replace

from analysis.actions import lexicon
from analysis.actions.predicates import slots as predicate_slots
from analysis.actions.predicates import words
from analysis.actions.predicates.types import Act, Reading, Slot
from analysis.text import clauses
from analysis.text.clauses import Clause

_WILLS = {"intent": "agree", "request": "request", "reject": "refuse"}
"""Kind of operator by the flag of a noun of will."""


def acts(reading: Reading, place: int) -> list[Act]:
    """The act that a noun names, if any; proper nouns and nouns before another one name none."""
    tree = reading.tree
    if tree.tag[place][:2] not in {"NN", "VB"} or tree.tag[place] == "NNP" or tree.dep[place] == "compound":
        return []
    for row in _rows(reading, place):
        # "of" may stand further from the noun than its modifiers do
        if words.near_by(tree, place, 3) >= set(row.modifiers) - {"of"}:
            return _willed(reading, row, _named(reading, place, row))
    return []


def _named(reading: Reading, place: int, row: lexicon.Row) -> Act:
    slots = _slots(reading, place)
    sources = predicate_slots.filled(slots, (name for name in row.source if name != "of" or "of" not in row.target))
    code, recip, solo = row.code, "recip" in row.flags, "solo" in row.flags
    several = any(len(clauses.conjuncts(reading.tree, head)) > 1 for slot in sources for head in slot.heads)
    if "joint" in row.flags and row.code == "150" and several:
        code, recip, solo = "062", True, False  # a drill of several is cooperation
    weak = "weak" in row.flags and code == row.code
    return Act(
        place, (place,), code, row.mode, row.context, (*sources, Slot("mod", (place,))),
        predicate_slots.filled(slots, row.target), mutual=recip, among=recip, solo=solo, sure=0.45 if weak else 0.65,
        rule=row.id, nominal=True,
    )  # fmt: skip


def flags(reading: Reading, noun: int) -> frozenset[str]:
    """The flags of all rows of a noun."""
    return frozenset().union(*(row.flags for row in reading.book.nouns.get(reading.tree.lemma[noun], ())))


def owners(reading: Reading, noun: int) -> tuple[Slot, ...]:
    """Whose deed a noun may be."""
    slots = clauses.noun_slots(reading.tree, noun)
    return predicate_slots.filled(slots, (name for name in slots if name in {"poss", "by", "from", "of"}))


def loose(reading: Reading, act: Act, clause: Clause) -> tuple[Slot, ...]:
    """Slots of the act's noun that hang on the verb: "cut off aid to Egypt"."""
    rows = reading.book.nouns.get(reading.tree.lemma[act.place], ())
    row = next((row for row in rows if row.id == act.rule), None)
    return predicate_slots.filled(clause.slots, row.target if row is not None else ())


def _slots(reading: Reading, noun: int) -> dict[str, list[int]]:
    """The slots of a noun, with those of nouns coordinated with it: "praise and support for"."""
    tree = reading.tree
    found = clauses.noun_slots(tree, noun)
    for other in clauses.conjuncts(tree, noun)[1:] if tree.children(noun, "conj") else ():
        for name, heads in clauses.noun_slots(tree, other).items():
            found.setdefault(name, heads)
    return found


def _rows(reading: Reading, place: int) -> Sequence[lexicon.Row]:
    """Rows of a noun; of "the dialogue process", "aid deliveries" those of the noun within."""
    tree, nouns = reading.tree, reading.book.nouns
    lemma = words.sense(tree, place) if tree.tag[place][0] == "N" else tree.lower[place]
    rows = nouns.get(lemma, ())
    if rows or lemma not in words.CONTAINERS:
        return rows
    for kid in tree.children(place, "compound"):
        if tree.tag[kid] in {"NN", "NNS"} and (inner := nouns.get(tree.lemma[kid], ())):
            return inner
    return ()


def _willed(reading: Reading, row: lexicon.Row, act: Act) -> list[Act]:
    """A noun of will over a clause: "a promise to withdraw", "the demand that Iran stop"."""
    kind = next((operator for flag, operator in _WILLS.items() if flag in row.flags), None)
    if kind is None:
        return [act]
    tree = reading.tree
    for kid in tree.children(act.place, "acl"):
        for inner in reading.below(kid) if tree.is_verb(kid) else ():
            reading.swallowed.add(kid)
            made = reading.composed(kind, inner)
            if made is not None:
                targets = act.targets if kind == "request" else (*inner.targets, *act.targets)
                return [
                    replace(
                        act, path=(act.place, *inner.path), code=made[0], modality=made[1], targets=targets,
                        rule=f"{row.id} + {inner.rule}", among=False, mutual=inner.mutual,
                    )
                ]  # fmt: skip
    return [act]
