"""Readers of gold files into small records; `analysis.validation.timeml` reads those for dates.

Bad rows are named by file, row and column. `docs/gold_format.md` describes each format. Offsets are character offsets
into the record's sentence or text, `end` exclusive.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis import ontology
from analysis.validation import _rows

Offsets = tuple[int, int]
YIELD = "YIELD"  # CONCEDE and RETREAT in one, as older PLOVER has it


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence with a marked source and target, None where it names none; `root` null is a mere statement."""

    id: str
    sentence: str
    source: Offsets | None
    target: Offsets | None
    root: str | None


@dataclass(frozen=True, slots=True)
class Spans:
    """A sentence with source and target spans and a pentacode (0 statement, 1 to 4 quad class) or None."""

    id: str
    sentence: str
    sources: tuple[Offsets, ...]
    targets: tuple[Offsets, ...]
    penta: int | None


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """An event of a sentence; `first` and `last` are None where the gold gives no days."""

    source: str | None
    root: str
    target: str | None
    modality: str | None = None
    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Coded:
    """A sentence with its events."""

    id: str
    sentence: str
    published: dt.date | None
    events: tuple[GoldEvent, ...]


@dataclass(frozen=True, slots=True)
class Coding:
    """What one coder made of a sentence; `penta` is that of the first event."""

    relevant: bool
    sources: tuple[Offsets, ...]
    targets: tuple[Offsets, ...]
    penta: int | None


@dataclass(frozen=True, slots=True)
class Annotated:
    """A sentence with codings by (round, coder)."""

    id: str
    sentence: str
    codings: Mapping[tuple[str, str], Coding]


@dataclass(frozen=True, slots=True)
class Name:
    """An actor string with its country ("" for none) and sectors."""

    id: str
    text: str
    on: dt.date | None
    country: str
    sectors: tuple[str, ...]


def plv(path: Path) -> list[Pair]:
    """Read `marked_sentence` (<s>source</s>, <t>target</t>) and `gold_root` from tab-separated rows."""
    return [_pair(row) for row in _rows.table(path, "\t", ("marked_sentence", "gold_root"))]


def _pair(row: _rows.Row) -> Pair:
    sentence, spans = _unmark(row)
    root = row.text("gold_root") or None
    known = {YIELD, *ontology.ROOTS}
    if root is not None and root not in known:
        raise row.bad("gold_root", f"no root {root!r}")
    return Pair(row.get("sentence_id") or row.name, sentence, spans.get("s"), spans.get("t"), root)


def _unmark(row: _rows.Row) -> tuple[str, dict[str, Offsets]]:
    """Sentence without its marks, and where source and target stand in it."""
    marked, plain, position = row.text("marked_sentence"), "", 0
    opened: dict[str, int] = {}
    spans: dict[str, Offsets] = {}
    for mark in re.finditer(r"<(/?)([st])>", marked):
        plain += marked[position : mark.start()]
        position = mark.end()
        if not mark[1]:
            opened[mark[2]] = len(plain)
        elif mark[2] in opened:
            start = opened[mark[2]]
            spans[mark[2]] = (start, start + len(plain[start:].rstrip()))
    if not spans:
        raise row.bad("marked_sentence", "needs <s>...</s> or <t>...</t>")
    return plain + marked[position:], spans


_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "``": '"', "''": '"'}
_CLINGING = frozenset([",", ".", ";", ":", "?", "!", ")", "%", "'s", "’s", "n't", "'re", "'ve", "'ll", "'d"])


def coped(path: Path) -> list[Spans]:
    """Read `tokens`, `spans` (role, start, end in tokens) and `pentacode` from JSON lines.

    The sentence is put together as it is written: commas cling to the word
    before. A `reciprocal` span is source and target.
    """
    return [_spans(row) for row in _rows.lines(path, ("tokens", "spans", "pentacode"))]


def _spans(row: _rows.Row) -> Spans:
    tokens = [_BRACKETS.get(str(token), str(token)) for token in row.values("tokens")]
    starts, sentence = [], ""
    for token in tokens:
        apart = sentence and token not in _CLINGING and not sentence.endswith(("(", "$"))
        sentence += " " if apart else ""
        starts.append(len(sentence))
        sentence += token
    found: dict[str, list[Offsets]] = {"source": [], "target": []}
    for span in row.values("spans"):
        try:
            first, last, role = int(span["start"]), int(span["end"]), span["role"]
            offsets = (starts[first], starts[last - 1] + len(tokens[last - 1]))
            for name in ("source", "target") if role == "reciprocal" else (role,):
                found[name].append(offsets)
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise row.bad("spans", f"{span!r}: role, start and end within the tokens are needed") from error
    codes = row.values("pentacode")
    penta = _penta(row, "pentacode", str(codes[0])) if codes else None
    return Spans(row.name, sentence, tuple(found["source"]), tuple(found["target"]), penta)


def _penta(row: _rows.Row, column: str, text: str) -> int:
    if text[:1] not in set("01234") or not text:
        raise row.bad(column, f"{text!r} does not begin with a digit from 0 to 4")
    return int(text[0])


def triples(path: Path) -> list[Coded]:
    """Read `sentence`, `published` and `events` as [source, root, target] from JSON lines."""
    return [_coded(row, _triple) for row in _rows.lines(path, ("sentence", "events"))]


def entente(path: Path) -> list[Coded]:
    """Read our own format: `sentence`, `published`, `events` as objects, from JSON lines."""
    return [_coded(row, _event) for row in _rows.lines(path, ("sentence", "events"))]


def _coded(row: _rows.Row, reader: Any) -> Coded:
    events = [event for item in row.values("events") if (event := reader(row, item)) is not None]
    return Coded(row.get("id") or row.name, row.text("sentence"), row.day("published"), tuple(events))


def _triple(row: _rows.Row, item: Any) -> GoldEvent | None:
    if not isinstance(item, list) or len(item) != 3:
        raise row.bad("events", f"{item!r} is not [source, root, target]")
    source, root, target = item
    return _checked(row, source, root, target)


# roots of PLOVER before 2021, by the CAMEO roots that they stand for
_OLDER = {
    "DEMAND": "REQUEST",
    "DISAPPROVE": "ACCUSE",
    "INVESTIGATE": "ACCUSE",
    "REDUCE": "SANCTION",
    "FIGHT": "ASSAULT",
}


def _checked(row: _rows.Row, source: Any, root: Any, target: Any, **more: Any) -> GoldEvent | None:
    """The event, or None for a mere statement."""
    if root is None or root == "":
        return None
    root = _OLDER.get(str(root), str(root))
    if root not in ontology.ROOTS and root != YIELD:
        raise row.bad("events", f"no root {root!r}")
    return GoldEvent(str(source) if source else None, root, str(target) if target else None, **more)


def _event(row: _rows.Row, item: Any) -> GoldEvent | None:
    if not isinstance(item, dict) or "root" not in item:
        raise row.bad("events", f"{item!r} is not an object with source, target and root")
    days = {name: row.as_day("events", item.get(name)) for name in ("first", "last")}
    return _checked(row, item.get("source"), item["root"], item.get("target"), modality=item.get("modality"), **days)


def annotators(path: Path) -> list[Annotated]:
    """Read one coding of a sentence by one coder in each JSON line; sentences in order of appearance."""
    gathered: dict[str, dict[tuple[str, str], Coding]] = {}
    for row in _rows.lines(path, ("round", "coder", "sentence", "relevant", "events")):
        key = (str(row.cells["round"]), str(row.cells["coder"]))
        gathered.setdefault(row.text("sentence"), {})[key] = _coding(row)
    return [Annotated(f"sentence {n}", text, codings) for n, (text, codings) in enumerate(gathered.items(), start=1)]


def _coding(row: _rows.Row) -> Coding:
    found: dict[str, list[Offsets]] = {"source": [], "target": []}
    penta = None
    for event in row.values("events"):
        try:
            for role, spans in found.items():
                spans += [(int(start), int(start) + len(text)) for text, start in event[role]]
            code = event["penta"]
        except (KeyError, TypeError, ValueError) as error:
            raise row.bad("events", f"{event!r}: source, target as [text, start] and penta are needed") from error
        if penta is None and code:
            penta = _penta(row, "events", str(code))
    sources, targets = (tuple(dict.fromkeys(found[role])) for role in ("source", "target"))
    return Coding(bool(row.cells["relevant"]), sources, targets, penta)


def actors(path: Path) -> list[Name]:
    """Read `text`, `query_date`, `country`, `code_1`, `code_2` from comma-separated rows."""
    rows = _rows.table(path, ",", ("text", "query_date", "country", "code_1"))
    return [
        Name(
            row.name,
            row.text("text"),
            row.day("query_date"),
            row.get("country"),
            tuple(code for code in (row.get("code_1"), row.get("code_2")) if code),
        )
        for row in rows
    ]
