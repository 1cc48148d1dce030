"""PLOVER modes: by which means an act is done, from its CAMEO code and the words of its clause.

The rows of `data/actions/lexicon/modes.csv` are tried in their order, and the
first that fits decides: a row with words needs one of them in the act's
clause, a row with a number needs that many actors, a row with neither is what
the code itself says. Codes follow the PLOVER manual's appendix (2021), modes
the list of the POLECAT coder (2025); where the appendix has a mode that the
list lacks, the nearest of the list stands in the table.
"""

import csv
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis import _package, ontology
from analysis.actions import _tables, contexts
from analysis.actions.predicates.types import Act
from analysis.text import clauses
from analysis.text.parsing import Tree

FILE = _tables.FOLDER / "modes.csv"
_PARTY_SLOTS = ("of", "from", "between", "among", "with")
"""Slots of a noun that hold the parties: "talks between", "envoys of"."""


@dataclass(frozen=True, slots=True)
class ModeRule:
    """A row of the table.

    It fits codes that begin with one of `codes`; `has_words` says that it asks
    for its words, `actors` for how many names (0 for any number).
    """

    codes: tuple[str, ...]
    mode: str
    actors: int
    has_words: bool


@dataclass(frozen=True)
class ModeTable:
    """The rows in order, and the finder of their words, whose labels are the numbers of the rows."""

    rules: Sequence[ModeRule]
    finder: contexts.PhraseFinder


def mode_of(tree: Tree, act: Act, code: str) -> str | None:
    """The mode of an act with a CAMEO code, or None where its root has no modes or nothing gives one.

    Parameters
    ----------
    code
        The code after tense and negation; `act.code` may differ.
    """
    known = allowed_modes().get(ontology.plover_of(code) or "", frozenset())
    table = _table()
    fitting = [(k, rule) for k, rule in enumerate(table.rules) if rule.mode in known and code.startswith(rule.codes)]
    own = act.mode if act.mode in known else None
    if not fitting:
        return own
    found = {int(label) for label in table.finder.labels(tree, contexts.clause_tokens(tree, act))}
    for k, rule in fitting:
        if rule.has_words:
            if k in found:
                return rule.mode
        elif not rule.actors:
            return own or rule.mode
        elif count_parties(tree, act) >= rule.actors:
            return rule.mode
    return own


def count_parties(tree: Tree, act: Act) -> int:
    """How many names stand on the two sides of an act together."""
    sides = (act.sources, act.targets)
    return sum(_count_names(tree, [slot.heads for slot in side if slot.name != "mod"]) for side in sides)


def _count_names(tree: Tree, slots: Sequence[tuple[int, ...]]) -> int:
    """The number of names in the first slot that holds any: its heads, or those inside them."""
    for heads in slots:
        nouns = [one for head in heads for one in clauses.conjuncts(tree, head)]
        found = sum(1 if tree.tag[noun] in {"NNP", "NNPS"} else _count_inside(tree, noun) for noun in nouns)
        if found:
            return found
    return 0


def _count_inside(tree: Tree, noun: int) -> int:
    """Names that a common noun holds: "the leaders of Egypt and Iraq", "Russia's envoy", "Turkish officials"."""
    slots = clauses.noun_slots(tree, noun)
    for name in _PARTY_SLOTS:
        nouns = [one for head in slots.get(name, ()) for one in clauses.conjuncts(tree, head)]
        names = [one for one in nouns if _is_capitalised(tree, one)]
        if names:
            return len(names)
    modifiers = tree.children(noun, "poss", "amod", "compound", "nmod")
    return int(any(_is_capitalised(tree, child) for child in modifiers))


def _is_capitalised(tree: Tree, index: int) -> bool:
    return tree.text[tree.start[index]].isupper()


@functools.cache
def allowed_modes() -> dict[str, frozenset[str]]:
    """The modes of each root (2025)."""
    found: dict[str, set[str]] = {}
    with (_package.DATA / "ontology" / "plover_modes_2025.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            found.setdefault(row["event"], set()).add(row["mode"])
    return {root: frozenset(own) for root, own in found.items()}


@functools.cache
def _table() -> ModeTable:
    return load(FILE)


def load(path: Path) -> ModeTable:
    """Read a table of modes.

    Raises
    ------
    InputError
        Naming file, line and column of a mode that none of its codes may have, or of a bad number of actors.
    """
    rules: list[ModeRule] = []
    words: dict[str, list[str]] = {}
    for row in _tables.read(path, ("codes", "mode", "actors", "words")):
        codes, mode, actors = row.words("codes"), row["mode"], row["actors"] or "0"
        if not codes:
            raise row.error("codes", "at least one code is needed")
        if not actors.isdecimal():
            raise row.error("actors", f"no number: {actors!r}")
        if not any(mode in allowed_modes().get(ontology.plover_of(code) or "", ()) for code in _codes_under(codes)):
            raise row.error("mode", f"{mode!r} is no mode of {row['codes']!r}")
        if row["words"]:
            words[str(len(rules))] = list(row.choices("words"))
        rules.append(ModeRule(codes, mode, int(actors), bool(row["words"])))
    return ModeTable(rules, contexts.PhraseFinder(words))


def _codes_under(codes: tuple[str, ...]) -> list[str]:
    """The codes of the codebook that begin with one of `codes`."""
    return [code for code in ontology.cameo()["code"] if code.startswith(codes)]
