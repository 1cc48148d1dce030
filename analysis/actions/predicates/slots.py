"""Slots of a clause: in which of its phrases the target of a row of the lexicon is looked for."""

from collections.abc import Iterable, Mapping, Sequence

from analysis.actions import lexicon
from analysis.actions.predicates import words as predicate_words
from analysis.actions.predicates.types import Heads, Reading, Slot
from analysis.text import clauses
from analysis.text.clauses import Clause
from analysis.text.parsing import Tree


def filled(slots: Mapping[str, Sequence[int]], names: Iterable[str]) -> tuple[Slot, ...]:
    """The slots of these names that hold a phrase, in the order of the names."""
    return tuple(Slot(name, tuple(slots[name])) for name in names if slots.get(name))


def heads_of(tree: Tree, name: str, clause: Clause, *, bound: bool) -> Heads:
    """The heads in a clause's slot.

    Parameters
    ----------
    bound
        Whether the object is part of the predicate, so that what hangs on it
        hangs on the verb: "imposed sanctions on Iran".
    """
    if name == "obj":
        return tuple(clause.objects)
    if name == "dat":
        return tuple(clause.datives)
    own = list(clause.slots.get(name, ()))
    if name == "by" and not clause.passive:
        own += clause.agents
    for noun in clause.objects if bound or (name in {"to", "from"} and not own) else ():
        own += clauses.noun_slots(tree, noun).get(name, ())
        if not own and name in {"to", "from"}:
            own += [kid for low in tree.subtree(noun) if tree.lower[low] == name for kid in tree.children(low, "pobj")]
    return tuple(head for head in own if tree.lemma[head] not in predicate_words.TIMES)


def targets(tree: Tree, row: lexicon.Row, clause: Clause) -> tuple[Slot, ...]:
    """The slots of a row that the clause fills: also those that hang on the object noun."""
    bound = bool(row.objects) and not row.preposition
    found = []
    for name in row.target:
        heads = heads_of(tree, name, clause, bound=bound)
        if name == "obj" and bound:
            # "declared Seoul an enemy": whom it is said of stands beside the noun, else inside its phrase.
            beside = tuple(head for head in (*clause.datives, *heads) if tree.lemma[head] not in row.objects)
            within = tuple(head for head in heads if head not in beside)
            found += [Slot("obj", beside), Slot("within", within)]
        else:
            found.append(Slot(name, heads))
    return tuple(slot for slot in found if slot.heads)


def inside(reading: Reading, verb: int) -> tuple[Slot, ...]:
    """Whom an unknown act is done to: its object, or whom it is done with."""
    clause = reading.clauses.at(verb)
    return filled({**clause.slots, "obj": clause.objects}, ("obj", "with", "to", "for", "against"))


def has_particle(tree: Tree, particle: str, clause: Clause) -> bool:
    """Whether a verb has its particle: "out" of "carried out", also before a noun or as its object."""
    words = particle.split()
    if words[0] in clause.particles or words[0] in clause.slots:
        return True
    after = tree.lower[clause.index + 1 : clause.index + 1 + len(words)]
    return after == words or words[-1] in predicate_words.lemmas(tree, clause.objects)
