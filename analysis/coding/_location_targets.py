"""In whose town or region an act of force strikes, where no actor is named: "bombed the outskirts of Homs"."""

import functools

from analysis.actions import Act
from analysis.actors import state_of, tables
from analysis.actors.mention import Mention
from analysis.coding.linking import Links
from analysis.text import clauses
from analysis.text.parsing import Tree
from analysis.times import MONTHS

SURE = 0.6
"""Confidence that who holds a town is the state in which it lies."""
_WHERE = ("in", "near", "at", "outside", "inside", "across")
_WATERS = frozenset("sea strait straits gulf ocean channel river bay peninsula lake canal".split())
_PROPER = frozenset({"NNP", "NNPS"})
_LONGEST = 8
"""Tokens from the first to the last word of a place's name."""


def struck(links: Links, act: Act) -> Mention | None:
    """The state in which an act's target lies, else the state in which it happens."""
    tree = links.tree
    for head in (head for slot in act.targets for head in slot.heads):
        found = _nation(tree, head) or _named(tree, head)
        if found is not None:
            return found
    for head in _near(tree, act):
        own = links.over.get(head)
        found = own[0] if own and own[0].state else _nation(tree, head) or _named(tree, head)
        if found is not None:
            return found
    return None


def _near(tree: Tree, act: Act) -> list[int]:
    """The names in the phrases of place that hang on a verb."""
    if not tree.is_verb(act.index):
        return []
    slots = clauses.Clauses(tree).at(act.index).slots
    return [head for name in _WHERE for head in slots.get(name, ()) if tree.tag[head] in _PROPER]


def _nation(tree: Tree, head: int) -> Mention | None:
    """The state of "a Danish bridge": by the adjective before a noun that is no agent."""
    for kid in tree.children(head, "amod", "compound", "nmod"):
        state = _demonyms().get(tree.text[tree.start[kid] : tree.end[kid]])
        if state is not None:
            return _mention(tree, tree.start[kid], tree.end[head], state, "demonym")
    return None


def _named(tree: Tree, head: int) -> Mention | None:
    """The state of a town or region in a phrase; waters belong to nobody."""
    words = sorted(one for one in tree.subtree(head) if tree.tag[one] in _PROPER and tree.lower[one] not in MONTHS)
    if not words or words[-1] - words[0] >= _LONGEST or _WATERS & set(tree.lower[words[0] : words[-1] + 1]):
        return None
    text = tree.phrase(words[0], words[-1])
    state = state_of(text)
    start = tree.start[words[0]]
    return _mention(tree, start, start + len(text), state, "name") if state is not None else None


def _mention(tree: Tree, start: int, end: int, state: str, how: str) -> Mention:
    return Mention(start, end, tree.text[start:end], state, state, (), None, how, SURE)


@functools.cache
def _demonyms() -> dict[str, str]:
    """State by adjective, those alone that mean one state."""
    found: dict[str, set[str]] = {}
    for row in tables.table("states.csv"):
        for word in tables.cells(row["demonyms"]):
            found.setdefault(word, set()).add(row["state"])
    return {word: next(iter(states)) for word, states in found.items() if len(states) == 1}
