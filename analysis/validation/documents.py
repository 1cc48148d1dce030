"""Whole documents: gold of running news, and how many of its acts the coder finds, by kind of act.

Read from JSON lines (`read`), or from passages in which every act is annotated
(`read_passages`). Each document is coded whole, so that titles, earlier
sentences and coreference count.
"""

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from analysis import errors, ontology, schemas
from analysis.actions import passages
from analysis.validation import _rows, metrics, systems
from analysis.validation.event_task import System, TaskResult, error_row

SURE = 2
"""From this `sure` on, an act of the gold must be found; one below may be found, and costs nothing."""


@dataclass(frozen=True, slots=True)
class GoldAct:
    """An act of a sentence; `first` and `last` are None where the gold gives no days."""

    source: str | None
    root: str
    target: str | None
    modality: str | None
    status: str | None
    first: dt.date | None
    last: dt.date | None
    sure: int = SURE


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A document: its day, its sentences with whether each is the title, and the acts of each sentence."""

    id: str
    published: dt.date
    sentences: tuple[tuple[str, bool], ...]
    acts: tuple[tuple[GoldAct, ...], ...]


def read(path: Path) -> list[GoldDocument]:
    """Read JSON lines: `id`, `published`, `title`, `sentences` (`n`, `text`), `events` (`sentence`, `source`, ...)."""
    return [_document(row) for row in _rows.read_json_lines(path, ("published", "sentences", "events"))]


def _document(row: _rows.Row) -> GoldDocument:
    published = row.day("published")
    if published is None:
        raise row.bad("published", "a document needs its day")
    title = str(row.get("title"))
    numbers: dict[int, int] = {}
    sentences: list[tuple[str, bool]] = []
    for one in row.values("sentences"):
        try:
            numbers[int(one["n"])] = len(sentences)
            sentences.append((str(one["text"]), bool(title) and str(one["text"]) == title and not sentences))
        except (KeyError, TypeError, ValueError) as error:
            raise row.bad("sentences", f"{one!r} is not an object with n and text") from error
    acts: list[list[GoldAct]] = [[] for _ in sentences]
    for one in row.values("events"):
        if not isinstance(one, dict) or one.get("sentence") not in numbers:
            raise row.bad("events", f"{one!r} is not an object with sentence, one of the document's n")
        acts[numbers[one["sentence"]]] += _acts(row, one)
    return GoldDocument(str(row.get("id") or row.name), published, tuple(sentences), tuple(map(tuple, acts)))


def _acts(row: _rows.Row, item: dict[str, Any]) -> list[GoldAct]:
    """The act, and where it is mutual its other direction."""
    root = item.get("root")
    if root not in ontology.ROOTS:
        raise row.bad("events", f"no root {root!r}")
    first, last = (row.as_day("events", item.get(name)) for name in ("first", "last"))
    source, target = (str(item[name]) if item.get(name) else None for name in ("source", "target"))
    sure = int(item.get("sure", SURE))
    act = GoldAct(source, str(root), target, item.get("modality"), item.get("status"), first, last or first, sure)
    back = GoldAct(target, str(root), source, act.modality, act.status, first, act.last, sure)
    return [act, back] if item.get("mutual") and source and target else [act]


def read_passages(path: Path) -> list[GoldDocument]:
    """Read the held-out passages of a folder (`data/actions/passages/README.md`).

    Raises
    ------
    InputError
        If it is no folder, or a passage does not keep the form.
    """
    if not path.is_dir():
        raise errors.InputError(f"{path}: passages are a folder of .txt files")
    _, rest = passages.held_out(passages.load(path))
    return [_passage(one) for one in rest]


def _passage(one: passages.Passage) -> GoldDocument:
    sentences = tuple((sentence.text, sentence.title) for sentence in one.sentences)
    acts = tuple(tuple(_annotated(sentence)) for sentence in one.sentences)
    return GoldDocument(f"{one.file}:{one.line}", one.published, sentences, acts)


def _annotated(sentence: passages.PassageSentence) -> Iterable[GoldAct]:
    for act in sentence.acts:
        ends = [
            (None,) if side is None or not sentence.sides[side].actors else sentence.sides[side].actors
            for side in (act.source, act.target)
        ]
        first, last = act.days or (None, None)
        for source, target in itertools.product(*ends):
            if source is None and target is None:
                continue
            yield GoldAct(source, act.root, target, act.modality, act.status, first, last)
            if act.mutual:
                yield GoldAct(target, act.root, source, act.modality, act.status, first, last)


class _Act(NamedTuple):
    """What is compared: the sentence's number, the sides as states or organisations, and the root."""

    sentence: int
    source: str | None
    root: str
    target: str | None

    @property
    def is_between(self) -> bool:
        return self.source is not None and self.target is not None and self.source != self.target

    @property
    def is_domestic(self) -> bool:
        return self.source is not None and self.source == self.target


Scope = Callable[[_Act], bool]


def _any(_: _Act) -> bool:
    return True


_SCOPES: tuple[tuple[str, Scope], ...] = (
    ("", _any),
    ("between_", lambda act: act.is_between),
    ("domestic_", lambda act: act.is_domestic),
    ("one_sided_", lambda act: act.source is None or act.target is None),
)
_PARTS: tuple[tuple[str, Callable[[_Act], object]], ...] = (
    ("triple", lambda act: (act.source, act.root, act.target)),
    ("pair", lambda act: (act.source, act.target)),
)
"""What of an act is compared; acts of one document with the same part are one."""


def measure_documents(documents: Sequence[GoldDocument], ask: System) -> TaskResult:
    """Events of whole documents: precision, recall and F1 of triples and pairs, by scope and by modality.

    Acts are compared by document; `sentence` asks only which sentences hold an act.
    """
    answers = ask([(one.published, one.sentences) for one in documents])
    rows = [(_gold(one), _found(own)) for one, own in zip(documents, answers, strict=True)]
    measures = []
    for prefix, scope in _SCOPES:
        for name, part in _PARTS:
            measures += _measures(f"{prefix}{name}", [_counts(*row, part, scope) for row in rows])
    measures += _measures("sentence", [_counts(*row, lambda act: act.sentence, _any) for row in rows])
    for modality in schemas.MODALITIES:
        own = [
            ({act: one for act, one in gold.items() if one.modality == modality},
             {act: one for act, one in found.items() if one.modality == modality})
            for gold, found in rows
        ]  # fmt: skip
        if any(gold for gold, _ in own):
            measures += _measures(f"{modality}_triple", [_counts(*row, _PARTS[0][1], _any) for row in own])
    measures += _attributes(rows)
    wrong = [
        error
        for one, row in zip(documents, rows, strict=True)
        for error in _errors(one, *row)
    ]  # fmt: skip
    return TaskResult(len(documents), measures, None, wrong)


def _gold(document: GoldDocument) -> dict[_Act, GoldAct]:
    found: dict[_Act, GoldAct] = {}
    for number, acts in enumerate(document.acts):
        for one in acts:
            sides = (systems.state_or_organisation(side) for side in (one.source, one.target))
            source, target = sides
            key = _Act(number, source, one.root, target)
            if key not in found or one.sure > found[key].sure:
                found[key] = one
    return found


def _found(answer: Sequence[Sequence[Any]]) -> dict[_Act, Any]:
    """The event of highest confidence for each act, without statements."""
    found: dict[_Act, Any] = {}
    for number, events in enumerate(answer):
        for event in sorted(events, key=lambda one: -(one.confidence or 0.0)):
            if event.root is not None:
                source, target = (systems.state_or_organisation(side) for side in (event.source, event.target))
                found.setdefault(_Act(number, source, event.root, target), event)
    return found


def _counts(
    gold: dict[_Act, GoldAct], found: dict[_Act, Any], part: Callable[[_Act], object], scope: Scope
) -> tuple[int, int, int, int]:
    """Answers that are right, answers, acts that must be found and are, acts that must be found."""
    may = {part(act) for act in gold if scope(act)}
    must = {part(act) for act, one in gold.items() if scope(act) and one.sure >= SURE}
    got = {part(act) for act in found if scope(act)}
    return len(got & may), len(got), len(must & got), len(must)


def _measures(name: str, rows: Sequence[tuple[int, int, int, int]]) -> list[metrics.Measure]:
    counts = np.array(rows, dtype=np.float64)
    n = int(counts[:, 3].sum())
    return [
        metrics.Measure(f"{name}_precision", counts, lambda sums: metrics.divide(sums[..., 0], sums[..., 1]), n),
        metrics.Measure(f"{name}_recall", counts, lambda sums: metrics.divide(sums[..., 2], sums[..., 3]), n),
        metrics.Measure(f"{name}_f1", counts, _f1, n),
    ]


def _f1(sums: metrics.Floats) -> metrics.Floats:
    precision = metrics.divide(sums[..., 0], sums[..., 1])
    recall = metrics.divide(sums[..., 2], sums[..., 3])
    return metrics.divide(2 * precision * recall, precision + recall)


def _attributes(rows: Sequence[tuple[dict[_Act, GoldAct], dict[_Act, Any]]]) -> list[metrics.Measure]:
    """Modality, status and days of the acts found in their sentence, where the gold has them."""
    shared = [[(gold[act], found[act]) for act in gold if act in found] for gold, found in rows]
    kinds: tuple[tuple[str, Callable[[Any], object], Callable[[Any], object]], ...] = (
        ("modality_accuracy", lambda one: one.modality, lambda one: one.modality),
        ("status_accuracy", lambda one: one.status, lambda one: one.status),
        ("date_accuracy", lambda one: one.first and (one.first, one.last), lambda one: (one.first, one.last)),
    )
    measures = []
    for name, of_gold, of_answer in kinds:
        asked = [[(of_gold(one), of_answer(other)) for one, other in own if of_gold(one)] for own in shared]
        if any(asked):
            measures.append(metrics.share(name, [(sum(a == b for a, b in own), len(own)) for own in asked]))
    return measures


def _errors(document: GoldDocument, gold: dict[_Act, GoldAct], found: dict[_Act, Any]) -> list[dict[str, Any]]:
    """False events, and acts that must be found and are not, with their sentences."""
    text = [words for words, _ in document.sentences]
    wrong = [error_row(document, text[act[0]], None, act[1:], one) for act, one in found.items() if act not in gold]
    missed = [act for act, one in gold.items() if one.sure >= SURE and act not in found]
    return wrong + [error_row(document, text[act[0]], act[1:], None) for act in missed]
