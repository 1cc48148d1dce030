"""The state on whose ground an act of force or a visit takes place, where no actor is named.

"Bombed the outskirts of Homs", "marched in Karachi", "toured the museum here".
"""

import functools
import re
from dataclasses import replace

from analysis.actions import Act, lexicon
from analysis.actors import Mention, state_of, tables
from analysis.coding.linking import ArgumentLinker
from analysis.text import clauses
from analysis.text.parsing import Tree
from analysis.times import MONTHS

_CONFIDENCE = 0.6
"""Confidence that whoever holds a place is the state in which it lies."""
_HIT_SLOTS = ("on", "at", "against", "of", "into", "in")
_LOCATION_SLOTS = ("in", "near", "at", "outside", "inside", "across")
_PROPER_NOUNS = frozenset({"NNP", "NNPS"})
_CAPITALISED = re.compile(r"\b[A-Z][a-z]+")
_HERE = "here"
_MAX_NAME_TOKENS = 8
"""Tokens from the first to the last word of a place's name."""


def state_hit(linker: ArgumentLinker, act: Act) -> Mention | None:
    """The state in which an act's target lies, else the state in which the act happens."""
    tree = linker.tree
    for head in (head for slot in act.targets for head in slot.heads):
        found = _by_demonym(tree, head) or _by_place_name(tree, head)
        if found is not None:
            return found
    for head in _locations(tree, act):
        own = linker.mentions_at.get(head)
        found = own[0] if own and own[0].state else _by_demonym(tree, head) or _by_place_name(tree, head)
        if found is not None:
            return found
    return None


def state_hit_by(linker: ArgumentLinker, index: int) -> Mention | None:
    """The state whose thing or place is hit by the act of force that a word reports: "the strike on Odesa"."""
    tree = linker.tree
    if tree.is_verb(index):
        clause = clauses.Clauses(tree).at(index)
        heads = [*clause.objects, *(head for name in _HIT_SLOTS for head in clause.slots.get(name, ()))]
    else:
        slots = clauses.noun_slots(tree, index)
        heads = [head for name in _HIT_SLOTS for head in slots.get(name, ())]
    found = (_by_demonym(tree, head) or _by_place_name(tree, head) for head in heads)
    return next((one for one in found if one is not None), None)


def host_of(linker: ArgumentLinker, act: Act, home: str | None) -> Mention | None:
    """The state that receives a visitor: that of the place which he visits, else that of the dateline.

    "The delegation visited the museum" tells no state; the museum is where the article was written, unless its name
    says otherwise.
    """
    tree = linker.tree
    for head in (head for slot in act.targets for head in slot.heads):
        own = [one for one in linker.mentions_at.get(head, ()) if one.state]
        found = own[0] if own else _by_demonym(tree, head) or _by_place_name(tree, head)
        if found is not None:
            return found
        if home is not None and (tree.tag[head] in _PROPER_NOUNS or _is_told_here(tree, head)):
            tokens = clauses.noun_phrase(tree, head)
            return _mention(tree, tree.start[min(tokens)], tree.end[head], home, "place")
    here = [child for child in tree.children(act.index, "advmod") if tree.lower[child] == _HERE]
    return _mention(tree, tree.start[here[0]], tree.end[here[0]], home, "place") if here and home else None


def _is_told_here(tree: Tree, head: int) -> bool:
    """Whether a phrase means a thing of this place: "the museum", "several places here"."""
    return any(tree.lower[child] in {"the", _HERE} for child in tree.children(head))


def home_of_crowd(linker: ArgumentLinker, act: Act) -> Mention | None:
    """The state in whose town a crowd protests: "protesters in Karachi", "thousands marched in London"."""
    tree = linker.tree
    heads = [head for slot in act.sources if slot.name == "subj" for head in slot.heads]
    for head in heads:
        state = _demonyms().get(tree.text[tree.start[head] : tree.end[head]])
        if state is not None:  # "angry Lebanese burned a flag"
            return replace(_mention(tree, tree.start[head], tree.end[head], state, "demonym"), sectors=("CVL",))
    crowds = [head for head in heads if tree.lemma[head] in lexicon.default().noun_class("crowd")]
    if not crowds:
        return None
    places = [place for head in crowds for place in clauses.noun_slots(tree, head).get("in", ())]
    if tree.is_verb(act.path[0]):
        places += clauses.Clauses(tree).at(act.path[0]).slots.get("in", [])
    for place in places:
        if tree.tag[place] in _PROPER_NOUNS:
            own = [one for one in linker.mentions_at.get(place, ()) if one.state]
            known = _mention(tree, own[0].start, own[0].end, str(own[0].state), "name") if own else None
            found = known or _by_place_name(tree, place)
            if found is not None:
                return replace(found, sectors=("CVL",))
    return None


def states_of_things(text: str) -> set[str]:
    """The states whose adjectives a sentence holds: SYR for "bombed a Syrian airfield"."""
    known = _demonyms()
    return {known[word] for word in _CAPITALISED.findall(text) if word in known}


def _locations(tree: Tree, act: Act) -> list[int]:
    """The names in the phrases of place that depend on a verb."""
    if not tree.is_verb(act.index):
        return []
    slots = clauses.Clauses(tree).at(act.index).slots
    return [head for name in _LOCATION_SLOTS for head in slots.get(name, ()) if tree.tag[head] in _PROPER_NOUNS]


def _by_demonym(tree: Tree, head: int) -> Mention | None:
    """The state of "a Danish bridge": by the adjective before a noun that is no agent."""
    for child in tree.children(head, "amod", "compound", "nmod"):
        state = _demonyms().get(tree.text[tree.start[child] : tree.end[child]])
        if state is not None:
            return _mention(tree, tree.start[child], tree.end[head], state, "demonym")
    return None


def _by_place_name(tree: Tree, head: int) -> Mention | None:
    """The state of a town or region in a phrase; waters belong to nobody."""
    words = sorted(
        index for index in tree.subtree(head) if tree.tag[index] in _PROPER_NOUNS and tree.lower[index] not in MONTHS
    )
    if not words or words[-1] - words[0] >= _MAX_NAME_TOKENS:
        return None
    if not lexicon.default().noun_class("water").isdisjoint(tree.lower[words[0] : words[-1] + 1]):
        return None
    text = tree.phrase(words[0], words[-1])
    state = state_of(text)
    start = tree.start[words[0]]
    return _mention(tree, start, start + len(text), state, "name") if state is not None else None


def _mention(tree: Tree, start: int, end: int, state: str, how: str) -> Mention:
    return Mention(
        start=start,
        end=end,
        text=tree.text[start:end],
        actor=state,
        state=state,
        sectors=(),
        person=None,
        how=how,
        confidence=_CONFIDENCE,
    )


@functools.cache
def _demonyms() -> dict[str, str]:
    """State by adjective, only for adjectives that mean one state."""
    states: dict[str, set[str]] = {}
    for row in tables.table("states.csv"):
        for word in tables.cells(row["demonyms"]):
            states.setdefault(word, set()).add(row["state"])
    return {word: next(iter(own)) for word, own in states.items() if len(own) == 1}
