"""Which entry of a verb fits a clause: its words, its slots, and who stands in them."""

from collections.abc import Callable, Mapping

from analysis.actions import animacy
from analysis.actions.lexicon import Entry
from analysis.actions.predicates import slots
from analysis.actions.predicates.types import RECIPROCAL, BaseReader
from analysis.text.clauses import Clause

Constraint = Callable[[BaseReader, Entry, Clause], bool]


def fitting_entry(reader: BaseReader, clause: Clause) -> Entry | None:
    """The first entry of the clause's verb that fits; entries with a target come before those among the subjects."""
    lemma = reader.tree.lemma[clause.index]
    fitting = [one for one in reader.lexicon.verbs.get(lemma, ()) if _fits(reader, one, clause)]
    with_target = [
        one for one in fitting if slots.targets(reader, one, clause) or not one.flags & RECIPROCAL or one.objects
    ]
    return next(iter(with_target or fitting), None)


def _fits(reader: BaseReader, entry: Entry, clause: Clause) -> bool:
    return (
        _has_words(reader, entry, clause)
        and all(_CONSTRAINTS[flag](reader, entry, clause) for flag in entry.flags if flag in _CONSTRAINTS)
        and (
            bool(slots.targets(reader, entry, clause))
            or "solo" in entry.flags
            or not entry.target
            or bool(entry.flags & RECIPROCAL)
        )
    )


def _has_words(reader: BaseReader, entry: Entry, clause: Clause) -> bool:
    """Whether the particle, the object and the other nouns that an entry asks for are there."""
    if entry.particle and not slots.has_particle(reader, entry.particle, clause):
        return False
    if not entry.particle and _has_another_particle(reader, entry, clause):
        return False  # to strike down is not to strike
    heads = clause.slots.get(entry.preposition, ()) if entry.preposition else clause.objects
    if (entry.preposition or entry.objects) and not slots.lemmas(reader, heads) & entry.objects:
        return False
    return all(slots.lemmas(reader, clause.slots.get(name, ())) & wanted for name, wanted in entry.needs)


def _has_another_particle(reader: BaseReader, entry: Entry, clause: Clause) -> bool:
    """Whether the verb has a particle that an entry does not ask for.

    An entry that asks for an object bears any particle but one that gives the
    verb an entry of its own: to shoot down a drone is not to shoot one.
    """
    particles = {reader.tree.lower[child] for child in reader.tree.children(clause.index, "prt")}
    if entry.objects and particles:
        particles &= {other.particle for other in reader.lexicon.verbs.get(entry.word, ())}
    return bool(particles)


def _is_person(reader: BaseReader, head: int) -> bool:
    return animacy.is_person(reader.tree, head, reader.entity_type(head))


def _object_without_name(reader: BaseReader, _: Entry, clause: Clause) -> bool:
    """No name or description is given to the object: not "called him a friend"."""
    described = reader.tree.children(clause.index, "oprd", "ccomp", "acomp")
    return len(clause.objects) <= 1 and not clause.datives and not described


def _crowd_subject(reader: BaseReader, _: Entry, clause: Clause) -> bool:
    crowd = reader.lexicon.noun_class("crowd")
    return any(reader.entity_type(head) == "people" or reader.tree.lemma[head] in crowd for head in clause.subjects)


def _territory_object(reader: BaseReader, _: Entry, clause: Clause) -> bool:
    wanted = reader.lexicon.noun_class("territory") | reader.lexicon.noun_class("asset")
    return any(reader.tree.lemma[head] in wanted for head in clause.objects)


def _has_object(_: BaseReader, __: Entry, clause: Clause) -> bool:
    return bool(clause.objects)


def _traveller_subject(reader: BaseReader, _: Entry, clause: Clause) -> bool:
    """The subject of a visit is somebody who can travel, and there is no object."""
    return not clause.objects and any(_is_person(reader, head) for head in clause.subjects)


def _person(reader: BaseReader, entry: Entry, clause: Clause) -> bool:
    heads = clause.objects if entry.target[:1] == ("obj",) else clause.subjects
    return any(_is_person(reader, head) for head in heads)


def _person_target(reader: BaseReader, entry: Entry, clause: Clause) -> bool:
    """Who is called on is a person: a call on a government asks it for something."""
    return any(_is_person(reader, head) for slot in slots.targets(reader, entry, clause) for head in slot.heads)


def _thing_object(reader: BaseReader, _: Entry, clause: Clause) -> bool:
    return any(not _is_person(reader, head) and reader.entity_type(head) is None for head in clause.objects)


def _organisation_target(reader: BaseReader, entry: Entry, clause: Clause) -> bool:
    heads = [head for slot in slots.targets(reader, entry, clause) for head in slot.heads]
    accords = reader.lexicon.noun_class("accord")
    return any(reader.entity_type(head) == "organisation" or reader.tree.lemma[head] in accords for head in heads)


def _gives_aid(reader: BaseReader, _: Entry, clause: Clause) -> bool:
    given = slots.lemmas(reader, clause.objects) & reader.lexicon.noun_class("aid")
    return bool(clause.datives) and bool(given)


def _has_target(reader: BaseReader, entry: Entry, clause: Clause) -> bool:
    return bool(slots.targets(reader, entry, clause))


def _animate_subject(reader: BaseReader, _: Entry, clause: Clause) -> bool:
    return any(reader.entity_type(head) in {"person", "body"} for head in clause.subjects)


def _names_no_act(reader: BaseReader, _: Entry, clause: Clause) -> bool:
    """The object is somebody or something, not a deed: to sanction a raid is to approve of it."""
    return not any(
        reader.tree.lemma[head] in reader.lexicon.nouns and reader.entity_type(head) is None for head in clause.objects
    )


def _has_giver(_: BaseReader, __: Entry, clause: Clause) -> bool:
    """Who receives is the subject, and the text says from whom."""
    return bool(clause.subjects) and not clause.passive


_CONSTRAINTS: Mapping[str, Constraint] = {
    "crowd": _crowd_subject,
    "territory": _territory_object,
    "transitive": _has_object,
    "traveller": _traveller_subject,
    "person": _person,
    "host": _person_target,
    "thing": _thing_object,
    "organisation": _organisation_target,
    "aid": _gives_aid,
    "targeted": _has_target,
    "animate": _animate_subject,
    "unnamed": _object_without_name,
    "concrete": _names_no_act,
    "received": _has_giver,
}
"""Flags of the lexicon that ask something of a clause; all that an entry has must hold."""
