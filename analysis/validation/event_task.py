"""The result of a task, and the task of whole events: source, root and target as sets per sentence."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis import ontology
from analysis.validation import metrics, systems
from analysis.validation.gold import YIELD, CodedSentence, GoldEvent

System = Callable[[Sequence[Any]], Sequence[Any]]
"""A system: a list of questions in, a list of answers in the same order out."""
Triple = tuple[str | None, str, str | None]
"""Source, root, target; a side is None where the sentence does not name it."""


@dataclass(frozen=True, slots=True)
class TaskResult:
    """How a system did on the items of one gold file, before intervals are computed.

    Attributes
    ----------
    n
        Number of items.
    measures
        The measures, with their counts by item.
    confusion
        Gold classes in rows, answers in columns; None where the task has no classes.
    errors
        Wrong answers, as `error_row` makes them.
    """

    n: int
    measures: list[metrics.Measure]
    confusion: pd.DataFrame | None
    errors: list[dict[str, Any]]


def error_row(item: Any, text: str, gold: object, found: object, answer: Any = None) -> dict[str, Any]:
    """A row of the table of errors; confidence and rule are those of the answer, if it has them."""
    return {
        "id": item.id, "text": text, "gold": _as_text(gold), "found": _as_text(found),
        "confidence": getattr(answer, "confidence", None), "decided_by": getattr(answer, "decided_by", None),
    }  # fmt: skip


def _as_text(value: object) -> str:
    if value is None:
        return "none"
    return " ".join(_as_text(part) for part in value) if isinstance(value, tuple) else str(value)


def main_event(events: Sequence[Any]) -> Any:
    """The event that stands for a sentence: the one of highest confidence, the first of equals; None without events."""
    return max(events, key=lambda event: event.confidence or 0.0, default=None)


def pentacode(events: Sequence[Any]) -> int:
    """The pentacode of a sentence: the quad class of its main event, 0 without events."""
    main = main_event(events)
    return ontology.quad_of(main.root) if main is not None else 0


def role_spans(events: Iterable[Any], role: str) -> list[tuple[int, int]]:
    """The distinct spans of a role, `source` or `target`, in order."""
    spans = (getattr(event.spans, role) for event in events)
    return sorted({(int(span[0]), int(span[1])) for span in spans if span is not None})


def measure_events(items: Sequence[CodedSentence], ask: System) -> TaskResult:
    """Sources, targets, pairs, roots and whole triples as sets per sentence: micro F1."""
    answers = ask([(item.sentence, item.published) for item in items])
    merged = any(event.root == YIELD for item in items for event in item.events)
    rows = [
        (_gold_triples(item), _found_triples(events, merged=merged))
        for item, events in zip(items, answers, strict=True)
    ]
    measures = [metrics.f1(name, [_set_counts(*row, part) for row in rows]) for name, part in _PARTS]
    triples = [_set_counts(*row, _PARTS[-1][1]) for row in rows]
    measures += [metrics.precision("triple_precision", triples), metrics.recall("triple_recall", triples)]
    measures += _attributes(rows)
    errors = [
        error for item, (gold, found) in zip(items, rows, strict=True) for error in _event_errors(item, gold, found)
    ]
    return TaskResult(len(items), measures, _root_confusion(rows), errors)


def _gold_triples(item: CodedSentence) -> dict[Triple, GoldEvent]:
    return {
        (systems.state_or_organisation(event.source), event.root, systems.state_or_organisation(event.target)): event
        for event in item.events
    }


def _found_triples(events: Iterable[Any], *, merged: bool) -> dict[Triple, Any]:
    """The event of highest confidence for each triple, without statements; `merged` makes CONCEDE and RETREAT one."""
    triples: dict[Triple, Any] = {}
    for event in sorted(events, key=lambda one: -(one.confidence or 0.0)):
        if event.root is not None:
            root = YIELD if merged and event.root in {"CONCEDE", "RETREAT"} else event.root
            source, target = (systems.state_or_organisation(side) for side in (event.source, event.target))
            triples.setdefault((source, root, target), event)
    return triples


_PARTS: tuple[tuple[str, Callable[[Triple], object]], ...] = (
    ("source_f1", lambda triple: triple[0]),
    ("target_f1", lambda triple: triple[2]),
    ("pair_f1", lambda triple: (triple[0], triple[2]) if triple[0] and triple[2] else None),
    ("root_f1", lambda triple: triple[1]),
    ("quad_triple_f1", lambda triple: (triple[0], _quad(triple[1]), triple[2])),
    ("triple_f1", lambda triple: triple),
)
"""The part of a triple that each measure compares; None is not counted."""


def _quad(root: str) -> int:
    return 2 if root == YIELD else ontology.quad_of(root)


def _set_counts(
    gold: Iterable[Triple], found: Iterable[Triple], part: Callable[[Triple], object]
) -> tuple[int, int, int]:
    gold_parts, found_parts = ({value for one in side if (value := part(one)) is not None} for side in (gold, found))
    return len(gold_parts & found_parts), len(gold_parts), len(found_parts)


Rows = Sequence[tuple[Mapping[Triple, GoldEvent], Mapping[Triple, Any]]]
"""Gold and answer of each sentence, by triple."""


def _attributes(rows: Rows) -> list[metrics.Measure]:
    """Modality and days of the events found, where the gold has them."""
    modality, days = [], []
    for gold, found in rows:
        shared = [(gold[triple], found[triple]) for triple in gold if triple in found]
        with_modality = [(one, other) for one, other in shared if one.modality]
        with_days = [(one, other) for one, other in shared if one.first is not None]
        modality.append((sum(one.modality == other.modality for one, other in with_modality), len(with_modality)))
        days.append((sum(_same_days(one, other) for one, other in with_days), len(with_days)))
    measures = []
    if any(asked for _, asked in modality):
        measures.append(metrics.share("modality_accuracy", modality))
    answers_have_days = any(hasattr(event, "first") for _, found in rows for event in found.values())
    if answers_have_days and any(asked for _, asked in days):
        measures.append(metrics.share("date_accuracy", days))
    return measures


def _same_days(gold: GoldEvent, event: Any) -> bool:
    found = (_day(getattr(event, "first", None)), _day(getattr(event, "last", None)))
    return found == (gold.first, gold.last or gold.first)


def _day(value: Any) -> dt.date | None:
    if value is None or value != value:  # NaT
        return None
    return value.date() if isinstance(value, dt.datetime) else value


def _event_errors(
    item: CodedSentence, gold: Mapping[Triple, GoldEvent], found: Mapping[Triple, Any]
) -> list[dict[str, Any]]:
    """False events, beside the gold event of the same pair if there is one, and missed events."""
    errors = []
    for triple, event in found.items():
        if triple not in gold:
            same_pair = next((one for one in gold if (one[0], one[2]) == (triple[0], triple[2])), None)
            errors.append(error_row(item, item.sentence, same_pair, triple, event))
    return errors + [error_row(item, item.sentence, triple, None) for triple in gold if triple not in found]


def _root_confusion(rows: Rows) -> pd.DataFrame | None:
    """Gold and answered roots of the pairs that both have."""
    gold_roots, found_roots = [], []
    for gold, found in rows:
        for source, root, target in gold:
            roots = [other[1] for other in found if (other[0], other[2]) == (source, target)]
            if roots:
                gold_roots.append(root)
                found_roots.append(root if root in roots else roots[0])
    return metrics.confusion(gold_roots, found_roots) if gold_roots else None
