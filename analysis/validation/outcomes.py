"""What one gold format yields: measures, confusion, errors."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.validation import metrics

Predictor = Callable[[Sequence[Any]], Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Measures, confusion and errors of one format, before intervals."""

    n: int
    measures: list[metrics.Measure]
    confusion: pd.DataFrame | None
    errors: list[dict[str, Any]]


def error(item: Any, text: str, gold: object, found: object, answer: Any = None) -> dict[str, Any]:
    """A row of the table of errors; confidence and rule are the answer's, if it has them."""
    return {
        "id": item.id, "text": text, "gold": _shown(gold), "found": _shown(found),
        "confidence": getattr(answer, "confidence", None), "decided_by": getattr(answer, "decided_by", None),
    }  # fmt: skip


def _shown(value: object) -> str:
    if value is None:
        return "none"
    return " ".join(_shown(part) for part in value) if isinstance(value, tuple) else str(value)


def main(events: Sequence[Any]) -> Any:
    """The event that a sentence is coded for: the most confident, the first of equals; None without events."""
    return max(events, key=lambda event: event.confidence or 0.0, default=None)


def penta(events: Sequence[Any]) -> int:
    """Pentacode of a sentence's events: the quad class of the main one, 0 without events."""
    chosen = main(events)
    return int(chosen.quad) if chosen is not None else 0


def spans(events: Iterable[Any], role: str) -> list[tuple[int, int]]:
    """Distinct spans of a role, in order."""
    found = (getattr(event, f"{role}_span", None) for event in events)
    return sorted({(int(span[0]), int(span[1])) for span in found if span is not None})
