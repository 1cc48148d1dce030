"""Measure the coder, or any part of it, against a gold file by the field's measures.

`docs/gold_format.md` lists formats and measures. Intervals are 95 per cent
percentile bootstraps over sentences or documents. Mere statements (root null,
quad 0) are in no denominator; a missing answer is wrong.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import errors
from analysis.validation import documents, event_task, gold, metrics, part_tasks, systems, timeml
from analysis.validation.event_task import System, TaskResult

FORMATS = ("entente", "plv", "coped", "triples", "annotators", "actors", "timex", "documents", "passages")
MAX_ERRORS = 20
ERROR_COLUMNS = ["id", "text", "gold", "found", "confidence", "decided_by"]


@dataclass(frozen=True, slots=True)
class Validation:
    """How a system did on a gold file.

    Attributes
    ----------
    format
        Format of the gold file.
    n
        Number of items: sentences, strings or documents.
    measures
        `measure`, `value`, `low`, `high` (95 per cent interval), `n` (gold answers).
    confusion
        Gold classes in rows, answers in columns; None where the format has no classes.
    errors
        The errors of highest confidence: `id`, `text`, `gold`, `found`,
        `confidence`, `decided_by`.
    """

    format: str
    n: int
    measures: pd.DataFrame
    confusion: pd.DataFrame | None
    errors: pd.DataFrame

    def to_dict(self) -> dict[str, Any]:
        """Each measure by its name, with `format`, `n`, `intervals`, `counts`, `confusion` and `errors`."""
        out: dict[str, Any] = {"format": self.format, "n": self.n, "intervals": {}, "counts": {}}
        for name, value, low, high, n in self.measures.itertuples(index=False):
            out[str(name)] = _as_json(value)
            out["intervals"][str(name)] = [_as_json(low), _as_json(high)]
            out["counts"][str(name)] = int(n)
        out["confusion"] = None if self.confusion is None else _nested(self.confusion)
        out["errors"] = [
            {str(key): _as_json(cell) for key, cell in row.items()} for row in self.errors.to_dict(orient="records")
        ]
        return out


def _as_json(value: Any) -> Any:
    """A value that JSON can hold: null for NaN."""
    if isinstance(value, float):
        return None if value != value else round(value, 6)
    return value


def _nested(frame: pd.DataFrame) -> dict[str, dict[str, int]]:
    return {str(row): {str(column): int(frame.loc[row, column]) for column in frame.columns} for row in frame.index}


def evaluate(
    path: Path | str,
    format: str = "entente",  # noqa: A002 - the word that users type
    *,
    system: System | None = None,
    seed: int = 0,
    n_boot: int = 1000,
) -> Validation:
    """Measure a system's answers against a gold file.

    Parameters
    ----------
    path
        The gold file; for `timex` it may be a folder of TimeML files, for `passages` it is a folder.
    format
        One of `FORMATS`.
    system
        The system to measure, a function of the shape described in
        `analysis.validation.systems`. By default the project's own.
    seed, n_boot
        Seed and number of bootstrap draws; 0 draws give no intervals.

    Raises
    ------
    InputError
        If the format is unknown, or the gold file cannot be read; the message names
        file, row and column.
    """
    if format not in FORMATS:
        raise errors.InputError(f"no gold format {format!r}; there are {', '.join(FORMATS)}")
    path = Path(path)
    if not path.exists():
        raise errors.InputError(f"{path}: no such gold file")
    reader, task = _TASKS[format]
    items = reader(path)
    if not items:
        raise errors.InputError(f"{path}: no rows in the gold file")
    result = task(items, _checked(system or systems.default_system(format)))
    table = metrics.table(result.measures, seed=seed, n_boot=n_boot)
    return Validation(format, result.n, table, result.confusion, _most_confident(result.errors))


def _checked(system: System) -> System:
    """The system, refused if it does not give one answer to each question."""

    def ask(questions: Sequence[Any]) -> Sequence[Any]:
        answers = list(system(questions))
        if len(answers) != len(questions):
            raise errors.InputError(f"{len(answers)} answers to {len(questions)} questions of the gold")
        return answers

    return ask


def _most_confident(rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=ERROR_COLUMNS)
    frame["confidence"] = frame["confidence"].astype("float64")
    ranked = frame.sort_values("confidence", ascending=False, kind="stable", na_position="last")
    return ranked.head(MAX_ERRORS).reset_index(drop=True)


_TASKS: dict[str, tuple[Callable[[Path], Sequence[Any]], Callable[[Any, System], TaskResult]]] = {
    "entente": (gold.read_entente, event_task.measure_events),
    "plv": (gold.read_plv, part_tasks.measure_pairs),
    "coped": (gold.read_coped, part_tasks.measure_spans),
    "triples": (gold.read_triples, event_task.measure_events),
    "annotators": (gold.read_annotators, part_tasks.measure_coders),
    "actors": (gold.read_actors, part_tasks.measure_actors),
    "timex": (timeml.read, part_tasks.measure_dates),
    "documents": (documents.read, documents.measure_documents),
    "passages": (documents.read_passages, documents.measure_documents),
}
