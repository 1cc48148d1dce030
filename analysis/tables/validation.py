"""What a validation shows: measures with their intervals, and the errors behind them."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis import _package, schemas
from analysis.tables import html
from analysis.validation import StoryValidation, Validation

SHIPPED = {name: _package.DATA / "gold" / f"{name}.jsonl" for name in ("seed", "sentences")}
"""The gold files that ship with the package, in the format `entente`."""
PASSAGES = _package.DATA / "actions" / "passages"
"""Our own annotated passages, of which `validation` reads the held-out part."""
MEANING = {
    "source_f1": "who acts",
    "target_f1": "on whom",
    "pair_f1": "who on whom, in this direction",
    "root_f1": "class of the event",
    "quad_triple_f1": "source, quad class, target",
    "triple_f1": "source, class, target: the whole event",
    "triple_precision": "share of the coder's events that are in the gold",
    "triple_recall": "share of the gold's events that were found",
    "modality_accuracy": "modality, of the events found",
    "status_accuracy": "event of its time, standing state or reference, of the events found",
    "date_accuracy": "first and last day, of the events found that have a date in the gold",
    "root_macro_f1": "class, mean over classes",
    "quad_macro_f1": "quad class, mean over classes",
    "binary_macro_f1": "cooperation or conflict",
    "root_accuracy": "share with the right class",
    "answered": "share with an answer",
    "value_f1": "date expressions with the right value",
    "extent_f1": "date expressions found",
    "story_precision": "share of the linked pairs that are one event",
    "story_recall": "share of the pairs of one event that are linked",
    "story_f1": "F1 of the two",
    "story_f1_where_read": "the same, where the coder has an event in both sentences",
    "story_read": "share of the pairs with a coded event in both sentences",
}


def validation_measures(results: Mapping[str, Validation]) -> html.Table:
    """A row for each measure and gold file: value, 95 per cent interval, number of gold answers, meaning."""
    rows = [(name, *row) for name, result in results.items() for row in _rows(result.measures)]
    return _table(rows, ("gold", "measure", "value", "interval", "n", "meaning"))


_COMPARED = {
    "triple": "the whole event: source, class, target",
    "pair": "who acts on whom",
    "between_triple": "the whole event, between two states or organisations",
    "between_pair": "who acts on whom, between two",
    "domestic_triple": "the whole event, inside one state",
    "domestic_pair": "both sides, inside one state",
    "one_sided_triple": "an act of which one side is nobody known",
    "sentence": "sentences that hold an act",
    "asserted_triple": "the whole event, asserted",
    "planned_triple": "the whole event, planned",
    "hypothetical_triple": "the whole event, hypothetical",
    "denied_triple": "the whole event, denied",
}
"""What `validation.documents` compares, in words."""


def document_measures(result: Validation) -> html.Table:
    """A row for each kind of act: precision, recall, F1 with its 95 per cent interval, number of acts in the gold."""
    measured = {row["measure"]: row for row in schemas.records(result.measures)}
    rows = []
    for name, meaning in _COMPARED.items():
        if f1 := measured.get(f"{name}_f1"):
            values = [measured[f"{name}_{part}"]["value"] for part in ("precision", "recall")]
            rows.append((meaning, *values, f1["value"], _interval(f1["low"], f1["high"]), f1["n"]))
    heads = ["what is compared", "precision", "recall", "F1", "interval of F1", "n"]
    return html.frame(pd.DataFrame(rows, columns=heads), numbers=tuple(heads[1:]))


def attribute_measures(result: Validation) -> html.Table:
    """Modality, status and days of the events that were found: share right, interval, number of answers."""
    own = result.measures[result.measures["measure"].isin(("modality_accuracy", "status_accuracy", "date_accuracy"))]
    return _table(_rows(own), ("measure", "value", "interval", "n", "meaning"))


def story_measures(check: StoryValidation) -> html.Table:
    """The measures of event coreference: whether two sentences report one event."""
    return _table(_rows(check.measures), ("measure", "value", "interval", "n", "meaning"))


def story_errors(check: StoryValidation) -> html.Table:
    """The pairs of sentences with a wrong answer, one event or two, as gold and coder have it."""
    return html.frame(check.errors)


def _rows(table: pd.DataFrame) -> list[tuple[str, float, str, int, str]]:
    rows = zip(*(table[name] for name in ("measure", "value", "low", "high", "n")), strict=True)
    return [
        (str(name), float(value), _interval(low, high), int(n), MEANING.get(str(name), "see docs/gold_format.md"))
        for name, value, low, high, n in rows
    ]


def _interval(low: float, high: float) -> str:
    return "" if np.isnan(low) else f"{low:.2f} to {high:.2f}"


def _table(rows: Sequence[tuple[object, ...]], heads: Sequence[str]) -> html.Table:
    return html.frame(pd.DataFrame(rows, columns=list(heads)), numbers=("value", "interval", "n"))


def validation_errors(result: Validation) -> html.Table:
    """The errors, those of highest confidence first: gold and answer as source, class, target."""
    shown = result.errors.rename(columns={"text": "sentence", "found": "coder", "decided_by": "decided by"})
    return html.frame(shown, numbers=("confidence",))
