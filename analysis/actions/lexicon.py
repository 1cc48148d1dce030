"""The lexicon of acts: predicates with their argument frames, and how verbs of will compose with acts.

The tables lie in `data/actions/lexicon/` and are explained in its README. A
row says which word, with which particle, object or preposition, means which
CAMEO code, and in which slots its target is looked for. An operator
("threaten", "agree", "stop") takes the act below it; `composed` looks up what
comes out.
"""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pandas as pd

from analysis import _paths, errors, ontology

FOLDER = _paths.DATA / "actions" / "lexicon"
T = TypeVar("T", "Row", "Operator")
_MODALITIES = ("asserted", "planned", "hypothetical", "denied")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the lexicon.

    `word` is the lemma; `particle`, `preposition` and `objects` (lemmas, empty
    for any) must be there; `target` and `source` are slots in the order in
    which they are tried; `needs` are lemmas that a slot "with:@aid" must hold.
    """

    id: str
    word: str
    particle: str
    preposition: str
    objects: frozenset[str]
    target: tuple[str, ...]
    source: tuple[str, ...]
    needs: tuple[tuple[str, frozenset[str]], ...]
    modifiers: tuple[str, ...]
    code: str
    mode: str
    context: str
    flags: frozenset[str]


@dataclass(frozen=True, slots=True)
class Operator:
    """A verb that takes an act as its complement: `kind` says what it makes of it (`composed`)."""

    id: str
    word: str
    particle: str
    objects: frozenset[str]
    kind: str
    addressee: tuple[str, ...]
    complement: frozenset[str]
    code: str
    flags: frozenset[str]


@dataclass(frozen=True)
class Lexicon:
    """All rows by word, each list with the most demanding rows first."""

    verbs: Mapping[str, Sequence[Row]]
    nouns: Mapping[str, Sequence[Row]]
    adjectives: Mapping[str, Sequence[Row]]
    operators: Mapping[str, Sequence[Operator]]
    composition: Mapping[tuple[str, str], tuple[str, str]]
    classes: Mapping[str, frozenset[str]]

    def composed(self, kind: str, code: str) -> tuple[str, str] | None:
        """CAMEO code and modality of an operator over an act, by the act's code, its parents, its PLOVER root.

        None where the table has nothing: the operator then says nothing of the act.
        """
        keys = [code[:end] for end in range(len(code), 2, -1)]
        for key in (*keys, ontology.plover_of(code) or ""):
            found = self.composition.get((kind, key))
            if found is not None:
                return (code if found[0] == "=" else found[0]), found[1]
        return None


@functools.cache
def default() -> Lexicon:
    """The shipped lexicon, read once."""
    return load(FOLDER)


def load(folder: Path) -> Lexicon:
    """Read the tables of a folder.

    Raises
    ------
    InputError
        Naming table, row and value of an unknown class, code or modality.
    """
    classes = {row["class"]: frozenset(row["nouns"].split("|")) for row in _table(folder, "classes")}
    composition = {}
    for row in _table(folder, "composition"):
        if row["modality"] not in _MODALITIES:
            raise errors.InputError(
                f"composition.csv, {row['operator']} {row['base']}: no modality {row['modality']!r}"
            )
        composition[row["operator"], row["base"]] = (row["code"], row["modality"])
    return Lexicon(
        verbs=_by_word([_verb(row, classes) for row in _table(folder, "verbs")]),
        nouns=_by_word([_noun(row) for row in _table(folder, "nouns")]),
        adjectives=_by_word([_adjective(row) for row in _table(folder, "adjectives")]),
        operators=_by_word([_operator(row, classes) for row in _table(folder, "operators")]),
        composition=composition,
        classes=classes,
    )


def _table(folder: Path, name: str) -> list[dict[str, str]]:
    frame = pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)
    rows = [{str(key): str(value) for key, value in row.items()} for row in frame.to_dict("records")]
    for row in rows:
        code = row.get("code", "")
        if code and name != "composition" and ontology.plover_of(code) is None and not code.startswith(("01", "02")):
            raise errors.InputError(f"{name}.csv, {row.get('id')}: no CAMEO code {code!r}")
    return rows


def _verb(row: dict[str, str], classes: Mapping[str, frozenset[str]]) -> Row:
    plain, needs = [], []
    for slot in row["target"].split():
        name, _, wanted = slot.partition(":")
        if wanted:
            needs.append((name, _nouns(wanted, classes, row["id"])))
        else:
            plain.append(name)
    return Row(
        row["id"], row["verb"], row["particle"], row["preposition"], _nouns(row["object"], classes, row["id"]),
        tuple(slot for slot in plain if slot != "-"), (), tuple(needs), (), row["code"], row["mode"], row["context"],
        frozenset(row["flags"].split()),
    )  # fmt: skip


def _noun(row: dict[str, str]) -> Row:
    slots = tuple(slot for slot in row["target"].split() if slot != "-")
    return Row(
        row["id"], row["noun"], "", "", frozenset(), slots, tuple(row["source"].split()), (),
        tuple(row["modifiers"].split()), row["code"], row["mode"], row["context"], frozenset(row["flags"].split()),
    )  # fmt: skip


def _adjective(row: dict[str, str]) -> Row:
    return Row(
        row["id"], row["adjective"], "", "", frozenset(), tuple(row["target"].split()), (), (), (), row["code"], "", "",
        frozenset(row["flags"].split()),
    )  # fmt: skip


def _operator(row: dict[str, str], classes: Mapping[str, frozenset[str]]) -> Operator:
    return Operator(
        row["id"], row["verb"], row["particle"], _nouns(row["object"], classes, row["id"]), row["operator"],
        tuple(row["addressee"].split()), frozenset(row["complement"].split()), row["code"],
        frozenset(row["flags"].split()),
    )  # fmt: skip


def _nouns(cell: str, classes: Mapping[str, frozenset[str]], where: str) -> frozenset[str]:
    """The lemmas of an object cell: nouns joined by "|", "@" before the name of a class."""
    found: set[str] = set()
    for part in filter(None, cell.split("|")):
        if part.startswith("@"):
            if part[1:] not in classes and "@" + part[1:].split("|")[0] == part:
                raise errors.InputError(f"{where}: no class {part!r} in classes.csv")
            found |= classes[part[1:]]
        else:
            found.add(part)
    return frozenset(found)


def _by_word(rows: Sequence[T]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for row in rows:
        found.setdefault(row.word, []).append(row)
    for own in found.values():
        own.sort(key=_demands, reverse=True)
    return found


def _demands(row: Row | Operator) -> tuple[int, int, int]:
    """How much a row asks for; rows that ask for more are tried first."""
    if isinstance(row, Operator):
        return bool(row.objects), bool(row.particle), 0
    asked = bool(row.objects) + bool(row.preposition) + len(row.needs) + len(row.modifiers)
    return asked, bool(row.particle), "weapons2" in row.flags
