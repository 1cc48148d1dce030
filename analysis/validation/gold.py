"""Read gold files into records; `timeml` reads those for dates.

`docs/gold_format.md` describes each format. Errors name file, row and column.
Offsets are character offsets in the sentence of the record, `end` exclusive.
"""

import csv
import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from analysis import _package, ontology
from analysis.validation import _rows

Offsets = tuple[int, int]
YIELD = "YIELD"
"""CONCEDE and RETREAT as one root, as in PLOVER before 2021."""


@dataclass(frozen=True, slots=True)
class MarkedPair:
    """A sentence with a marked source and target (None: not marked); without a `root` it is a mere statement."""

    id: str
    sentence: str
    source: Offsets | None
    target: Offsets | None
    root: str | None


@dataclass(frozen=True, slots=True)
class SpanSentence:
    """A sentence with the spans of its sources and targets.

    `pentacode` is 0 for a statement, 1 to 4 for a quad class, None if the gold has none.
    """

    id: str
    sentence: str
    sources: tuple[Offsets, ...]
    targets: tuple[Offsets, ...]
    pentacode: int | None


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
class CodedSentence:
    """A sentence with its events."""

    id: str
    sentence: str
    published: dt.date | None
    events: tuple[GoldEvent, ...]


@dataclass(frozen=True, slots=True)
class Coding:
    """One coder's coding of a sentence; `pentacode` is that of the first event."""

    relevant: bool
    sources: tuple[Offsets, ...]
    targets: tuple[Offsets, ...]
    pentacode: int | None


@dataclass(frozen=True, slots=True)
class AnnotatedSentence:
    """A sentence with its codings by (round, coder)."""

    id: str
    sentence: str
    codings: Mapping[tuple[str, str], Coding]


@dataclass(frozen=True, slots=True)
class ActorString:
    """A string that names an actor, with the actor's country ("" for none) and sectors."""

    id: str
    text: str
    on: dt.date | None
    country: str
    sectors: tuple[str, ...]


def read_plv(path: Path) -> list[MarkedPair]:
    """Read `marked_sentence` (<s>source</s>, <t>target</t>) and `gold_root` from tab-separated rows."""
    return [_marked_pair(row) for row in _rows.read_table(path, "\t", ("marked_sentence", "gold_root"))]


def _marked_pair(row: _rows.Row) -> MarkedPair:
    sentence, spans = _remove_marks(row)
    root = row.text("gold_root") or None
    if root is not None and root not in {YIELD, *ontology.ROOTS}:
        raise row.bad("gold_root", f"no root {root!r}")
    return MarkedPair(row.get("sentence_id") or row.name, sentence, spans.get("s"), spans.get("t"), root)


def _remove_marks(row: _rows.Row) -> tuple[str, dict[str, Offsets]]:
    """The sentence without its marks, and the offsets of source and target in it."""
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
        raise row.bad("marked_sentence", "no <s>...</s> or <t>...</t>")
    return plain + marked[position:], spans


_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "``": '"', "''": '"'}
_NO_SPACE_BEFORE = frozenset([",", ".", ";", ":", "?", "!", ")", "%", "'s", "’s", "n't", "'re", "'ve", "'ll", "'d"])


def read_coped(path: Path) -> list[SpanSentence]:
    """Read `tokens`, `spans` (role, start, end in tokens) and `pentacode` from JSON lines.

    Tokens are those of the Penn Treebank; they are joined as text is written,
    without a space before a comma. A `reciprocal` span is both source and target.
    """
    return [_span_sentence(row) for row in _rows.read_json_lines(path, ("tokens", "spans", "pentacode"))]


def _span_sentence(row: _rows.Row) -> SpanSentence:
    tokens = [_BRACKETS.get(str(token), str(token)) for token in row.values("tokens")]
    sentence, starts = _join_tokens(tokens)
    found: dict[str, list[Offsets]] = {"source": [], "target": []}
    for span in row.values("spans"):
        try:
            first, last, role = int(span["start"]), int(span["end"]), span["role"]
            offsets = (starts[first], starts[last - 1] + len(tokens[last - 1]))
            for name in ("source", "target") if role == "reciprocal" else (role,):
                found[name].append(offsets)
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise row.bad("spans", f"{span!r} is not a role with start and end within the tokens") from error
    codes = row.values("pentacode")
    pentacode = _pentacode(row, "pentacode", str(codes[0])) if codes else None
    return SpanSentence(row.name, sentence, tuple(found["source"]), tuple(found["target"]), pentacode)


def _join_tokens(tokens: list[str]) -> tuple[str, list[int]]:
    """The sentence that the tokens make, and the offset at which each begins."""
    sentence, starts = "", []
    for token in tokens:
        if sentence and token not in _NO_SPACE_BEFORE and not sentence.endswith(("(", "$")):
            sentence += " "
        starts.append(len(sentence))
        sentence += token
    return sentence, starts


def _pentacode(row: _rows.Row, column: str, text: str) -> int:
    if text[:1] not in set("01234") or not text:
        raise row.bad(column, f"{text!r} does not begin with a digit from 0 to 4")
    return int(text[0])


def read_triples(path: Path) -> list[CodedSentence]:
    """Read `sentence`, `published` and `events` as [source, root, target] from JSON lines."""
    return [_coded_sentence(row, _triple) for row in _rows.read_json_lines(path, ("sentence", "events"))]


def read_entente(path: Path) -> list[CodedSentence]:
    """Read our own format: `sentence`, `published`, `events` as objects, from JSON lines."""
    return [_coded_sentence(row, _event) for row in _rows.read_json_lines(path, ("sentence", "events"))]


def _coded_sentence(row: _rows.Row, reader: Callable[[_rows.Row, Any], GoldEvent | None]) -> CodedSentence:
    events = [event for item in row.values("events") if (event := reader(row, item)) is not None]
    return CodedSentence(row.get("id") or row.name, row.text("sentence"), row.day("published"), tuple(events))


def _triple(row: _rows.Row, item: Any) -> GoldEvent | None:
    if not isinstance(item, list) or len(item) != 3:
        raise row.bad("events", f"{item!r} is not [source, root, target]")
    source, root, target = item
    return _gold_event(row, source, root, target)


@cache
def _older_roots() -> dict[str, str]:
    """Roots of PLOVER before 2021 and those that replaced them."""
    with (_package.DATA / "ontology" / "plover_older_roots.csv").open(encoding="utf-8", newline="") as file:
        return {row["older"]: row["root"] for row in csv.DictReader(file)}


def _gold_event(row: _rows.Row, source: Any, root: Any, target: Any, **attributes: Any) -> GoldEvent | None:
    """The event, or None for a mere statement."""
    if root is None or root == "":
        return None
    root = _older_roots().get(str(root), str(root))
    if root not in ontology.ROOTS and root != YIELD:
        raise row.bad("events", f"no root {root!r}")
    return GoldEvent(str(source) if source else None, root, str(target) if target else None, **attributes)


def _event(row: _rows.Row, item: Any) -> GoldEvent | None:
    if not isinstance(item, dict) or "root" not in item:
        raise row.bad("events", f"{item!r} is not an object with source, target and root")
    days = {name: row.as_day("events", item.get(name)) for name in ("first", "last")}
    source, target, modality = (item.get(key) for key in ("source", "target", "modality"))
    return _gold_event(row, source, item["root"], target, modality=modality, **days)


def read_annotators(path: Path) -> list[AnnotatedSentence]:
    """Read JSON lines, each the coding of a sentence by one coder; sentences stay in order of appearance."""
    codings_by_sentence: dict[str, dict[tuple[str, str], Coding]] = {}
    for row in _rows.read_json_lines(path, ("round", "coder", "sentence", "relevant", "events")):
        key = (str(row.cells["round"]), str(row.cells["coder"]))
        codings_by_sentence.setdefault(row.text("sentence"), {})[key] = _coding(row)
    return [
        AnnotatedSentence(f"sentence {n}", sentence, codings)
        for n, (sentence, codings) in enumerate(codings_by_sentence.items(), start=1)
    ]


def _coding(row: _rows.Row) -> Coding:
    found: dict[str, list[Offsets]] = {"source": [], "target": []}
    pentacode = None
    for event in row.values("events"):
        try:
            for role, spans in found.items():
                spans += [(int(start), int(start) + len(text)) for text, start in event[role]]
            code = event["penta"]
        except (KeyError, TypeError, ValueError) as error:
            raise row.bad("events", f"{event!r} lacks penta, or source and target as [text, start]") from error
        if pentacode is None and code:
            pentacode = _pentacode(row, "events", str(code))
    sources, targets = (tuple(dict.fromkeys(found[role])) for role in ("source", "target"))
    return Coding(bool(row.cells["relevant"]), sources, targets, pentacode)


def read_actors(path: Path) -> list[ActorString]:
    """Read `text`, `query_date`, `country`, `code_1`, `code_2` from comma-separated rows."""
    rows = _rows.read_table(path, ",", ("text", "query_date", "country", "code_1"))
    return [
        ActorString(
            row.name,
            row.text("text"),
            row.day("query_date"),
            row.get("country"),
            tuple(code for code in (row.get("code_1"), row.get("code_2")) if code),
        )
        for row in rows
    ]
