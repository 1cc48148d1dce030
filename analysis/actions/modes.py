"""PLOVER modes: by which means an act is done, from its CAMEO code and the words of its clause.

The rows of `data/actions/lexicon/modes.csv` are tried in their order, and the
first that fits decides: a row with words needs one of them in the act's
clause, a row with a number that many actors, a row with neither is what the
code itself says. Codes follow the PLOVER manual's appendix (2021), modes the
list of the POLECAT coder (2025); where the appendix has a mode that the list
lacks, the nearest of the list stands in the table.
"""

import csv
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis import _paths, errors, ontology
from analysis.actions import contexts
from analysis.actions.predicates.reader import Act
from analysis.text import clauses
from analysis.text.parsing import Tree

FILE = _paths.DATA / "actions" / "lexicon" / "modes.csv"
_HOLDING = ("of", "from", "between", "among", "with")
"""Prepositions by which a noun holds the parties: "talks between", "envoys of"."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A row: it fits codes that begin with one of `codes`; `worded` asks for its words, `actors` for so many names."""

    codes: tuple[str, ...]
    mode: str
    actors: int
    worded: bool


@dataclass(frozen=True)
class Table:
    """The rows in order, and the finder of their words, whose labels are the rows' numbers."""

    rules: Sequence[Rule]
    finder: contexts.Finder


def of(code: str, tree: Tree, act: Act) -> str | None:
    """Mode of an act with a CAMEO code, or None where the list has none for its root or nothing tells.

    Parameters
    ----------
    code
        The code that counts, after tense and negation; `act.code` may differ.
    """
    known = allowed().get(ontology.plover_of(code) or "", frozenset())
    table = _table()
    fitting = [(k, rule) for k, rule in enumerate(table.rules) if rule.mode in known and code.startswith(rule.codes)]
    own = act.mode if act.mode in known else None
    if not fitting:
        return own
    said = {int(label) for label in table.finder.labels(tree, contexts.clause(tree, act))}
    for k, rule in fitting:
        if rule.worded:
            if k in said:
                return rule.mode
        elif not rule.actors:
            return own or rule.mode
        elif parties(tree, act) >= rule.actors:
            return rule.mode
    return own


def parties(tree: Tree, act: Act) -> int:
    """How many names stand on the two sides of an act together."""
    return sum(_named(tree, [slot.heads for slot in side if slot.name != "mod"]) for side in (act.sources, act.targets))


def _named(tree: Tree, slots: Sequence[tuple[int, ...]]) -> int:
    """The number of names in the first slot that holds any: its heads, or those inside them."""
    for heads in slots:
        members = [one for head in heads for one in clauses.conjuncts(tree, head)]
        found = sum(1 if tree.tag[one] in {"NNP", "NNPS"} else _inside(tree, one) for one in members)
        if found:
            return found
    return 0


def _inside(tree: Tree, noun: int) -> int:
    """Names that a common noun holds: "the leaders of Egypt and Iraq", "Russia's envoy", "Turkish officials"."""
    slots = clauses.noun_slots(tree, noun)
    for name in _HOLDING:
        held = [one for head in slots.get(name, ()) for one in clauses.conjuncts(tree, head) if _capital(tree, one)]
        if held:
            return len(held)
    return int(any(_capital(tree, kid) for kid in tree.children(noun, "poss", "amod", "compound", "nmod")))


def _capital(tree: Tree, place: int) -> bool:
    return tree.text[tree.start[place]].isupper()


@functools.cache
def allowed() -> dict[str, frozenset[str]]:
    """The modes of each root (2025)."""
    found: dict[str, set[str]] = {}
    with (_paths.DATA / "ontology" / "plover_modes_2025.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            found.setdefault(row["event"], set()).add(row["mode"])
    return {root: frozenset(own) for root, own in found.items()}


@functools.cache
def _table() -> Table:
    return load(FILE)


def load(path: Path) -> Table:
    """Read a table of modes.

    Raises
    ------
    InputError
        Naming line and value of a mode that none of its codes may have, or of a bad number of actors.
    """
    rules: list[Rule] = []
    words: dict[str, list[str]] = {}
    with path.open(encoding="utf-8", newline="") as rows:
        for line, row in enumerate(csv.DictReader(rows), start=2):
            codes, mode, actors = tuple(row["codes"].split()), row["mode"], row["actors"] or "0"
            if not codes or not actors.isdecimal():
                raise errors.InputError(
                    f"{path.name}, line {line}: bad codes {row['codes']!r} or actors {row['actors']!r}"
                )
            if not any(mode in allowed().get(ontology.plover_of(code) or "", ()) for code in _under(codes)):
                raise errors.InputError(f"{path.name}, line {line}: {mode!r} is no mode of {row['codes']!r}")
            if row["words"]:
                words[str(len(rules))] = row["words"].split("|")
            rules.append(Rule(codes, mode, int(actors), bool(row["words"])))
    return Table(rules, contexts.Finder(words))


def _under(codes: tuple[str, ...]) -> list[str]:
    """The codes of the codebook that begin with one of `codes`."""
    return [code for code in ontology.cameo()["code"] if code.startswith(codes)]
