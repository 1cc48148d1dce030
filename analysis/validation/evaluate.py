"""Measure the coder, or any part of it, against gold files, by the field's measures.

Formats and measures are listed in `docs/gold_format.md`. Intervals are 95 per
cent percentile bootstraps over sentences or documents. Mere statements (root
null, quad 0) stay out of every denominator; a missing answer is wrong.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import errors
from analysis.validation import event_task, gold, metrics, outcomes, part_tasks, systems, timeml

FORMATS = ("entente", "plv", "coped", "triples", "annotators", "actors", "timex")
SHOWN = 20
ERROR_COLUMNS = ["id", "text", "gold", "found", "confidence", "decided_by"]


@dataclass(frozen=True, slots=True)
class Validation:
    """What a gold file says of the answers.

    Attributes
    ----------
    format
        Format of the gold.
    n
        Items of the gold: sentences, strings or documents.
    measures
        `measure`, `value`, `low`, `high` (95 per cent), `n` (gold answers).
    confusion
        Rows gold, columns answers, or None where the format has no classes.
    errors
        The most telling errors, confident ones first: `id`, `text`, `gold`,
        `found`, `confidence`, `decided_by`.
    """

    format: str
    n: int
    measures: pd.DataFrame
    confusion: pd.DataFrame | None
    errors: pd.DataFrame

    def to_dict(self) -> dict[str, Any]:
        """Measures by name at the top, beside `format`, `n`, `intervals`, `counts`, `confusion`, `errors`."""
        rows = self.measures.itertuples(index=False)
        out: dict[str, Any] = {"format": self.format, "n": self.n, "intervals": {}, "counts": {}}
        for name, value, low, high, n in rows:
            out[str(name)] = _plain(value)
            out["intervals"][str(name)] = [_plain(low), _plain(high)]
            out["counts"][str(name)] = int(n)
        out["confusion"] = None if self.confusion is None else _nested(self.confusion)
        out["errors"] = [
            {str(key): _plain(cell) for key, cell in row.items()} for row in self.errors.to_dict(orient="records")
        ]
        return out


def _plain(value: Any) -> Any:
    """A value that JSON knows: no NaN."""
    if isinstance(value, float):
        return None if value != value else round(value, 6)
    return value


def _nested(frame: pd.DataFrame) -> dict[str, dict[str, int]]:
    return {str(row): {str(column): int(frame.loc[row, column]) for column in frame.columns} for row in frame.index}


def run(
    path: Path | str, form: str, *, predictor: outcomes.Predictor | None = None, seed: int = 0, n_boot: int = 1000
) -> Validation:
    """Measure answers against a gold file.

    Parameters
    ----------
    path
        The gold file, or for "timex" also a folder of TimeML files.
    form
        One of `FORMATS`.
    predictor
        Another system: a function as in `analysis.validation.systems`. Default: the project's own.
    seed, n_boot
        Seed and number of bootstrap draws; 0 draws give no intervals.

    Raises
    ------
    InputError
        If the format is unknown, or the gold cannot be read, naming file, row and column.
    """
    if form not in FORMATS:
        raise errors.InputError(f"no gold format {form!r}; there are {', '.join(FORMATS)}")
    path = Path(path)
    if not path.exists():
        raise errors.InputError(f"{path}: no such gold file")
    reader, measure = _FORMATS[form]
    items = reader(path)
    if not items:
        raise errors.InputError(f"{path}: no rows in the gold file")
    outcome = measure(items, _counted(predictor or systems.of(form)))
    table = metrics.table(outcome.measures, seed=seed, n_boot=n_boot)
    return Validation(form, outcome.n, table, outcome.confusion, _ranked(outcome.errors))


def _counted(predictor: outcomes.Predictor) -> outcomes.Predictor:
    """The predictor, held to one answer a question."""

    def ask(questions: Sequence[Any]) -> Sequence[Any]:
        answers = list(predictor(questions))
        if len(answers) != len(questions):
            raise errors.InputError(f"{len(answers)} answers to {len(questions)} questions of the gold")
        return answers

    return ask


def _ranked(rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=ERROR_COLUMNS)
    frame["confidence"] = frame["confidence"].astype("float64")
    ranked = frame.sort_values("confidence", ascending=False, kind="stable", na_position="last")
    return ranked.head(SHOWN).reset_index(drop=True)


_FORMATS: dict[str, tuple[Callable[[Path], Sequence[Any]], Callable[[Any, outcomes.Predictor], outcomes.Outcome]]] = {
    "entente": (gold.entente, event_task.measure),
    "plv": (gold.plv, part_tasks.pairs),
    "coped": (gold.coped, part_tasks.spans),
    "triples": (gold.triples, event_task.measure),
    "annotators": (gold.annotators, part_tasks.coders),
    "actors": (gold.actors, part_tasks.names),
    "timex": (timeml.read, part_tasks.dates),
}
