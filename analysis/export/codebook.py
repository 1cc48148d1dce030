"""The codebook: what each column of the exported tables is, made from the schemas of the frames.

Types and allowed values come from `analysis.schemas`, meanings from `data/codebook/columns.csv`.
"""

import csv
import functools
from collections.abc import Iterable, Mapping

import pandas as pd
import pandera.pandas as pa

from analysis import _package, schemas
from analysis.export.tables import FRAMES

TABLE = _package.DATA / "codebook" / "columns.csv"
_TYPES = (
    ("str", "text"), ("int", "whole number"), ("Int", "whole number"), ("float", "number"), ("bool", "true or false"),
    ("datetime", "day, YYYY-MM-DD"),
)  # fmt: skip
_TEXT = "text"
_FROM_FRAMES = {
    "event_id": ("evidence", "event_id"), "doc_id": ("evidence", "doc_id"), "sentence_id": ("evidence", "sentence_id"),
    "published": ("evidence", "published"), "when_text": ("evidence", "when_text"), "outlet": ("documents", "source"),
    "title": ("documents", "title"), "sentence": ("sentences", "text"),
}  # fmt: skip
"""Columns of `reports`, which has no schema of its own, by the frame and the column that they are taken from."""


@functools.cache
def meanings() -> Mapping[tuple[str, str], str]:
    """What a column means, by frame and column."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {(row["frame"], row["column"]): row["meaning"] for row in csv.DictReader(file)}


def codebook(columns: Mapping[str, Iterable[str]]) -> pd.DataFrame:
    """A row for each column of the exported tables.

    Parameters
    ----------
    columns
        The columns by table (see `tables.FRAMES`).

    Returns
    -------
    codebook
        `table`, `column`, `type`, `may_be_empty`, `values` (those that are allowed, where they are listed)
        and `meaning`.
    """
    rows = [{"table": table, **describe(FRAMES[table], column)} for table, names in columns.items() for column in names]
    return pd.DataFrame(rows, columns=["table", "column", "type", "may_be_empty", "values", "meaning"])


def describe(frame: str, column: str) -> dict[str, str]:
    """Type, allowed values and meaning of a column of a frame, or of `reports`."""
    origin, name = _FROM_FRAMES.get(column, (frame, column)) if frame == "reports" else (frame, column)
    schema = schemas.SCHEMAS.get(origin)
    spec = schema.columns.get(name) if schema is not None else None
    listed = [] if spec is None else _allowed(spec)
    return {
        "column": column, "type": _TEXT if spec is None else _type(str(spec.dtype)),
        "may_be_empty": "yes" if spec is None or spec.nullable else "no", "values": ", ".join(listed),
        "meaning": meanings().get((frame, column), ""),
    }  # fmt: skip


def _type(dtype: str) -> str:
    return next((name for start, name in _TYPES if dtype.startswith(start)), _TEXT)


def _allowed(spec: pa.Column) -> list[str]:
    """The values that a column may have, or the bounds of its numbers."""
    for check in spec.checks:
        given = check.statistics or {}
        if "allowed_values" in given:
            return [str(value) for value in given["allowed_values"]]
        if "min_value" in given and "max_value" in given:
            return [f"from {given['min_value']} to {given['max_value']}"]
    return []
