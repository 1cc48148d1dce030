"""Slots of a predicate: which phrases fill them, and what the words in these phrases are."""

from collections.abc import Iterable, Mapping, Sequence

from analysis.actions.lexicon import Entry
from analysis.actions.predicates.types import BaseReader, Heads, Slot
from analysis.text import clauses
from analysis.text.clauses import Clause
from analysis.text.parsing import Tree

_NEAR = 2
"""How many tokens before a noun are looked at for the words that tell its sense."""


def filled(slots: Mapping[str, Sequence[int]], names: Iterable[str]) -> tuple[Slot, ...]:
    """The slots of these names that hold a phrase, in the order of the names."""
    return tuple(Slot(name, tuple(slots[name])) for name in names if slots.get(name))


def heads_of(reader: BaseReader, name: str, clause: Clause, *, bound: bool) -> Heads:
    """The heads of the phrases in a clause's slot; expressions of time are left out.

    Parameters
    ----------
    bound
        Whether the object is part of the predicate, so that what depends on it
        depends on the verb: "imposed sanctions on Iran".
    """
    if name == "obj":
        return tuple(clause.objects)
    if name == "dat":
        return tuple(clause.datives)
    tree = reader.tree
    own = list(clause.slots.get(name, ()))
    if name == "by" and not clause.passive:
        own += clause.agents
    for noun in clause.objects if bound or (name in {"to", "from"} and not own) else ():
        own += clauses.noun_slots(tree, noun).get(name, ())
        if not own and name in {"to", "from"}:
            prepositions = [inner for inner in tree.subtree(noun) if tree.lower[inner] == name]
            own += [child for inner in prepositions for child in tree.children(inner, "pobj")]
    if not own:
        return ()
    times = reader.lexicon.noun_class("time")
    return tuple(head for head in own if tree.lemma[head] not in times)


def targets(reader: BaseReader, entry: Entry, clause: Clause) -> tuple[Slot, ...]:
    """The target slots of an entry that the clause fills, also those that depend on the object."""
    tree = reader.tree
    bound = bool(entry.objects) and not entry.preposition
    behind = clause.slots.get(entry.preposition, ()) if entry.objects else ()
    found = []
    for name in entry.target:
        heads = heads_of(reader, name, clause, bound=bound)
        if not heads:  # "walked out of talks with Ecuador"
            heads = tuple(head for noun in behind for head in clauses.noun_slots(tree, noun).get(name, ()))
        if name == "obj" and bound:
            # "declared Seoul an enemy": the target stands beside the noun, else inside its phrase.
            beside = tuple(head for head in (*clause.datives, *heads) if tree.lemma[head] not in entry.objects)
            within = tuple(head for head in heads if head not in beside)
            found += [Slot("obj", beside), Slot("within", within)]
        else:
            found.append(Slot(name, heads))
    return tuple(slot for slot in found if slot.heads)


def of_unknown_act(reader: BaseReader, verb: int) -> tuple[Slot, ...]:
    """The target slots of a verb that is in no entry: its object, or whom it is done with."""
    clause = reader.clauses.at(verb)
    return filled({**clause.slots, "obj": clause.objects}, ("obj", "with", "to", "for", "against"))


def has_particle(reader: BaseReader, particle: str, clause: Clause) -> bool:
    """Whether a verb has its particle: "out" of "carried out", also before a noun or as its object."""
    words = particle.split()
    if words[0] in clause.particles or words[0] in clause.slots:
        return True
    after = reader.tree.lower[clause.index + 1 : clause.index + 1 + len(words)]
    return after == words or words[-1] in lemmas(reader, clause.objects)


def sense(reader: BaseReader, noun: int) -> str:
    """The lemma of a noun, or that of its sense beside certain words: "hunger strike", "verbal attack"."""
    lemma = reader.tree.lemma[noun]
    senses = reader.lexicon.senses.get(lemma)
    if senses is None:
        return lemma
    near = words_before(reader.tree, noun, _NEAR)
    return next((other for words, other in senses if near & words), lemma)


def words_before(tree: Tree, noun: int, distance: int) -> set[str]:
    """Lemmas of a noun's modifiers, and the words at most `distance` tokens before it."""
    modifiers = {tree.lemma[child] for child in tree.children(noun, "compound", "amod", "nmod")}
    return modifiers | set(tree.lower[max(0, noun - distance) : noun])


def lemmas(reader: BaseReader, heads: Sequence[int]) -> set[str]:
    """Lemmas of coordinated heads; of "aid deliveries" also that of what is delivered."""
    if not heads:
        return set()
    tree, containers = reader.tree, reader.lexicon.noun_class("container")
    found = set()
    for noun in (one for head in heads for one in clauses.conjuncts(tree, head)):
        found.add(sense(reader, noun))
        if tree.lemma[noun] in containers:
            found |= {tree.lemma[child] for child in (*tree.children(noun, "compound"), *_contained(tree, noun))}
    return found


def content(reader: BaseReader, noun: int) -> int:
    """The noun that a container holds: of "a round of exercises" the exercises; else the noun itself."""
    tree = reader.tree
    if tree.lemma[noun] not in reader.lexicon.noun_class("container"):
        return noun
    inner = _contained(tree, noun)
    return inner[0] if inner and tree.tag[inner[0]][0] == "N" else noun


def _contained(tree: Tree, noun: int) -> list[int]:
    prepositions = [child for child in tree.children(noun, "prep") if tree.lower[child] == "of"]
    return [child for preposition in prepositions for child in tree.children(preposition, "pobj")]
