"""Whom a verb may reach though no rule says so: the actors in its slots, for pairs that the model is asked about."""

from analysis.actors.mention import Mention
from analysis.coding.linking import Links, distinct
from analysis.text import clauses
from analysis.text.parsing import Tree

_REACHING = ("to", "with", "against", "on", "for", "from", "of", "toward", "towards", "into", "upon", "at")
_WITHIN = ("poss", "of", "against", "to", "with", "on", "from")
_MUTE = clauses.SAYING | {"be", "have"}
_ASIDE = frozenset(
    "after before amid during since despite because like unlike as than about until following under without "
    "besides".split()
)
_OCCASIONS = frozenset("response reaction retaliation protest addition contrast light wake course face view".split())


def verb_of(tree: Tree, mention: Mention) -> int | None:
    """The verb whose subject a mention is, also as a member of a coordinated subject; None for any other mention."""
    inside = [place for place in range(len(tree)) if mention.start <= tree.start[place] < mention.end]
    top = next((place for place in inside if tree.head[place] not in inside), None)
    if top is None:
        return None
    while tree.dep[top] == "conj" and tree.tag[tree.head[top]][0] in "NP":
        top = tree.head[top]
    return tree.head[top] if tree.dep[top] == "nsubj" and tree.is_verb(tree.head[top]) else None


def reached(links: Links, verb: int) -> list[Mention]:
    """The actors in a verb's own slots and in those of the infinitives below it; its place, time and topic are none.

    Where a sentence names but two actors, the other one is reached wherever it stands in the verb's clause.
    """
    tree, reader = links.tree, clauses.Clauses(links.tree)
    if tree.lemma[verb] in _MUTE:
        return []
    found: list[Mention] = []
    for place in [verb, *(kid for kid in tree.children(verb, "xcomp") if tree.is_verb(kid))]:
        clause = reader.at(place)
        slotted = [head for name in _REACHING for head in clause.slots.get(name, ())]
        for head in (*clause.objects, *clause.datives, *slotted):
            found += links.covering(head) or list(links.first(head, _WITHIN, any_modifier=True))
    known = {one.actor for own in links.over.values() for one in own if one.actor}
    if not found and len(known) == 2:
        found = [one for place in _clause(tree, verb) for one in links.over.get(place, ())]
    return distinct(found)


def _clause(tree: Tree, verb: int) -> list[int]:
    """The tokens of a verb's clause, without the clauses in it; those of infinitives and participles are its own."""
    found, rest = [], [verb]
    while rest:
        now = rest.pop()
        found.append(now)
        rest += [kid for kid in tree.children(now) if not _apart(tree, kid)]
    return sorted(found)


def _apart(tree: Tree, place: int) -> bool:
    """Whether a part of a clause tells of something else: its occasion, its reason, another subject's deed."""
    label = tree.dep[place]
    if label in {"relcl", "ccomp", "parataxis", "appos"}:
        return True
    if label == "prep":
        return tree.lower[place] in _ASIDE or any(tree.lemma[kid] in _OCCASIONS for kid in tree.children(place, "pobj"))
    return label in {"advcl", "conj"} and bool(tree.children(place, *clauses.SUBJECTS))
