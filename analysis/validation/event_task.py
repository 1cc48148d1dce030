"""Whole events against the gold: actors as states or organisations, sets per sentence."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pandas as pd

from analysis import ontology
from analysis.validation import gold as goldfiles
from analysis.validation import metrics, outcomes, systems

Triple = tuple[str | None, str, str | None]


def _gold_triples(item: goldfiles.Coded) -> dict[Triple, goldfiles.GoldEvent]:
    return {(systems.party(event.source), event.root, systems.party(event.target)): event for event in item.events}


def _found_triples(events: Iterable[Any], *, merged: bool) -> dict[Triple, Any]:
    """The most confident event of each triple; statements are none; `merged` makes CONCEDE and RETREAT one."""
    out: dict[Triple, Any] = {}
    for event in sorted(events, key=lambda one: -(one.confidence or 0.0)):
        if event.root is not None:
            root = goldfiles.YIELD if merged and event.root in {"CONCEDE", "RETREAT"} else event.root
            out.setdefault((systems.party(event.source), root, systems.party(event.target)), event)
    return out


_PARTS: tuple[tuple[str, Callable[[Triple], object]], ...] = (
    ("source_f1", lambda triple: triple[0]),
    ("target_f1", lambda triple: triple[2]),
    ("pair_f1", lambda triple: (triple[0], triple[2]) if triple[0] and triple[2] else None),
    ("root_f1", lambda triple: triple[1]),
    ("quad_triple_f1", lambda triple: (triple[0], _quad(triple[1]), triple[2])),
    ("triple_f1", lambda triple: triple),
)


def _quad(root: str) -> int:
    return 2 if root == goldfiles.YIELD else ontology.quad_of(root)


def measure(items: Sequence[goldfiles.Coded], ask: outcomes.Predictor) -> outcomes.Outcome:
    """Sources, targets, pairs, roots and whole triples as sets per sentence; micro F1."""
    answers = ask([(item.sentence, item.published) for item in items])
    merged = any(event.root == goldfiles.YIELD for item in items for event in item.events)
    rows = [
        (_gold_triples(item), _found_triples(events, merged=merged))
        for item, events in zip(items, answers, strict=True)
    ]
    measures = [metrics.f1(name, [_set_counts(*row, part) for row in rows]) for name, part in _PARTS]
    triples = [_set_counts(*row, _PARTS[-1][1]) for row in rows]
    measures += [metrics.precision("triple_precision", triples), metrics.recall("triple_recall", triples)]
    measures += _attributes(rows)
    wrong = [
        error for item, (gold, found) in zip(items, rows, strict=True) for error in _event_errors(item, gold, found)
    ]
    return outcomes.Outcome(len(items), measures, _root_confusion(rows), wrong)


def _set_counts(
    gold: Iterable[Triple], found: Iterable[Triple], part: Callable[[Triple], object]
) -> tuple[int, int, int]:
    one, other = ({value for triple in side if (value := part(triple)) is not None} for side in (gold, found))
    return len(one & other), len(one), len(other)


def _attributes(rows: Sequence[tuple[dict[Triple, Any], dict[Triple, Any]]]) -> list[metrics.Measure]:
    """Modality and days of the events that were found, where the gold has them."""
    modality, days = [], []
    for gold, found in rows:
        both = [(gold[triple], found[triple]) for triple in gold if triple in found]
        stated = [(one, other) for one, other in both if one.modality]
        dated = [(one, other) for one, other in both if one.first is not None]
        modality.append((sum(one.modality == other.modality for one, other in stated), len(stated)))
        days.append((sum(_same_days(one, other) for one, other in dated), len(dated)))
    measures = []
    if any(asked for _, asked in modality):
        measures.append(metrics.share("modality_accuracy", modality))
    if any(asked for _, asked in days) and any(
        hasattr(event, "first") for _, found in rows for event in found.values()
    ):
        measures.append(metrics.share("date_accuracy", days))
    return measures


def _same_days(gold: goldfiles.GoldEvent, event: Any) -> bool:
    found = (_day(getattr(event, "first", None)), _day(getattr(event, "last", None)))
    return found == (gold.first, gold.last or gold.first)


def _day(value: Any) -> dt.date | None:
    if value is None or value != value:  # NaT
        return None
    return value.date() if isinstance(value, dt.datetime) else value


def _event_errors(item: goldfiles.Coded, gold: dict[Triple, Any], found: dict[Triple, Any]) -> list[dict[str, Any]]:
    """False events beside the gold of the same pair, and missed ones."""
    out = []
    for triple, event in found.items():
        if triple not in gold:
            beside = next((one for one in gold if (one[0], one[2]) == (triple[0], triple[2])), None)
            out.append(outcomes.error(item, item.sentence, beside, triple, event))
    out += [outcomes.error(item, item.sentence, triple, None) for triple in gold if triple not in found]
    return out


def _root_confusion(rows: Sequence[tuple[dict[Triple, Any], dict[Triple, Any]]]) -> pd.DataFrame | None:
    """Roots of the pairs that gold and answer share."""
    gold_roots, found_roots = [], []
    for gold, found in rows:
        for source, root, target in gold:
            roots = [other[1] for other in found if (other[0], other[2]) == (source, target)]
            if roots:
                gold_roots.append(root)
                found_roots.append(root if root in roots else roots[0])
    return metrics.confusion(gold_roots, found_roots) if gold_roots else None
