"""Which row of a verb fits a clause: its words, its slots, and who stands in them."""

from collections.abc import Callable

from analysis.actions import _animacy
from analysis.actions.lexicon import Row
from analysis.actions.predicates import slots, words
from analysis.actions.predicates.types import RECIPROCAL, Reading
from analysis.text.clauses import Clause


def row(reading: Reading, clause: Clause) -> Row | None:
    """The first row of the clause's verb that fits; rows with a target come before those done among the subjects."""
    tree = reading.tree
    fitting = [row for row in reading.book.verbs.get(tree.lemma[clause.index], ()) if _fits(reading, row, clause)]
    aimed = [row for row in fitting if slots.targets(tree, row, clause) or not row.flags & RECIPROCAL or row.objects]
    return next(iter(aimed or fitting), None)


def _fits(reading: Reading, row: Row, clause: Clause) -> bool:
    return (
        _worded(reading, row, clause)
        and _suits(reading, row, clause)
        and (
            bool(slots.targets(reading.tree, row, clause))
            or "solo" in row.flags
            or not row.target
            or bool(row.flags & RECIPROCAL)
        )
    )


def _worded(reading: Reading, row: Row, clause: Clause) -> bool:
    """Whether the particle, the object and the other nouns that a row asks for are there."""
    tree = reading.tree
    if row.particle and not slots.has_particle(tree, row.particle, clause):
        return False
    if not row.particle and not row.objects and tree.children(clause.index, "prt"):
        return False  # to strike down is not to strike
    heads = clause.slots.get(row.preposition, ()) if row.preposition else clause.objects
    if (row.preposition or row.objects) and not words.lemmas(tree, heads) & row.objects:
        return False
    return all(words.lemmas(tree, clause.slots.get(name, ())) & wanted for name, wanted in row.needs)


def _suits(reading: Reading, row: Row, clause: Clause) -> bool:
    """Whether subject and object are of the kind that the row's flags ask for: the first check that applies decides."""
    if row.word == "call" and "person" in row.flags and _named(reading, clause):
        return False
    check = next((check for applies, check in _CHECKS if applies(row)), None)
    return check is None or check(reading, row, clause)


def _named(reading: Reading, clause: Clause) -> bool:
    """Whether the object gets a name or a description: "called him a friend"."""
    return (
        len(clause.objects) > 1
        or bool(clause.datives)
        or bool(reading.tree.children(clause.index, "oprd", "ccomp", "acomp"))
    )


def _is_person(reading: Reading, head: int) -> bool:
    return _animacy.is_person(reading.tree, head, reading.kind(head))


def _crowd(reading: Reading, _: Row, clause: Clause) -> bool:
    return any(reading.kind(head) == "people" or reading.tree.lemma[head] in _animacy.CROWD for head in clause.subjects)


def _land(reading: Reading, _: Row, clause: Clause) -> bool:
    wanted = reading.book.classes["territory"] | reading.book.classes["asset"]
    return any(reading.tree.lemma[head] in wanted for head in clause.objects)


def _transitive(_: Reading, __: Row, clause: Clause) -> bool:
    return bool(clause.objects)


def _travels(reading: Reading, _: Row, clause: Clause) -> bool:
    """Whether the subject of a visit is somebody who can travel, and nothing is its object."""
    return not clause.objects and any(_is_person(reading, head) for head in clause.subjects)


def _person(reading: Reading, row: Row, clause: Clause) -> bool:
    return any(
        _is_person(reading, head) for head in (clause.objects if row.target[:1] == ("obj",) else clause.subjects)
    )


def _thing(reading: Reading, _: Row, clause: Clause) -> bool:
    return any(not _is_person(reading, head) and reading.kind(head) is None for head in clause.objects)


def _organised(reading: Reading, row: Row, clause: Clause) -> bool:
    heads = [head for slot in slots.targets(reading.tree, row, clause) for head in slot.heads]
    accords = reading.book.classes["accord"]
    return any(reading.kind(head) == "organisation" or reading.tree.lemma[head] in accords for head in heads)


def _given(reading: Reading, _: Row, clause: Clause) -> bool:
    given = words.lemmas(reading.tree, clause.objects) & reading.book.classes["aid"]
    return bool(clause.datives) and bool(given)


def _aimed(reading: Reading, row: Row, clause: Clause) -> bool:
    return bool(slots.targets(reading.tree, row, clause))


def _animate(reading: Reading, _: Row, clause: Clause) -> bool:
    return any(reading.kind(head) in {"person", "body"} for head in clause.subjects)


_CHECKS: tuple[tuple[Callable[[Row], bool], Callable[[Reading, Row, Clause], bool]], ...] = (
    (lambda row: "crowd" in row.flags, _crowd),
    (lambda row: "place" in row.flags, _land),
    (lambda row: "transitive" in row.flags, _transitive),
    (lambda row: "person" in row.flags and row.code == "042", _travels),
    (lambda row: "person" in row.flags, _person),
    (lambda row: "thing" in row.flags and "obj" in row.target, _thing),
    (lambda row: "org" in row.flags, _organised),
    (lambda row: "aid" in row.flags, _given),
    (lambda row: "weapons2" in row.flags, _aimed),
    (lambda row: "animate" in row.flags and row.target == ("to",), _animate),
)
