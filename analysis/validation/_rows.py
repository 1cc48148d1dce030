"""Rows of gold files with their file and row number, so that every error names both."""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis import errors


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a gold file, with the file and its number there."""

    file: Path
    number: int
    cells: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The row's number as text."""
        return f"row {self.number}"

    def bad(self, column: str, reason: str) -> errors.InputError:
        """An error that names file, row and column."""
        return errors.InputError(f"{self.file}, row {self.number}, column {column!r}: {reason}")

    def get(self, column: str) -> str:
        """Text of a cell, empty if it is missing."""
        value = self.cells.get(column)
        return "" if value is None else str(value).strip()

    def text(self, column: str) -> str:
        """Text of a cell that must not be missing."""
        value = self.cells.get(column)
        if not isinstance(value, str):
            raise self.bad(column, f"{value!r} is not text")
        return value

    def values(self, column: str) -> list[Any]:
        """A list that must not be missing."""
        value = self.cells.get(column)
        if not isinstance(value, list):
            raise self.bad(column, f"{value!r} is not a list")
        return value

    def day(self, column: str) -> dt.date | None:
        """Day of a cell, None if it is empty."""
        return self.as_day(column, self.cells.get(column))

    def as_day(self, column: str, value: Any) -> dt.date | None:
        """A day from ISO text, None if it is empty."""
        if value is None or value == "":
            return None
        try:
            return dt.date.fromisoformat(str(value)[:10])
        except ValueError as error:
            raise self.bad(column, f"{value!r} is not a day such as 2024-01-19") from error


def read_table(path: Path, delimiter: str, columns: tuple[str, ...]) -> Iterator[Row]:
    """Rows of a delimited file with a header; in a tab-separated file quotes are text.

    Raises
    ------
    InputError
        If the file cannot be read or lacks one of the `columns`.
    """
    text = io.StringIO(_read(path))
    if delimiter == "\t":
        reader = csv.DictReader(text, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    else:
        reader = csv.DictReader(text, delimiter=delimiter)
    missing = [name for name in columns if name not in (reader.fieldnames or [])]
    if missing:
        raise errors.InputError(f"{path}, row 1: missing {errors.columns(missing)}")
    for number, cells in enumerate(reader, start=2):
        yield Row(path, number, cells)


def read_json_lines(path: Path, keys: tuple[str, ...]) -> Iterator[Row]:
    """Rows of a file with one JSON object a line; empty lines are skipped.

    Raises
    ------
    InputError
        If the file or a line cannot be read or lacks one of the `keys`.
    """
    for number, line in enumerate(_read(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            cells = json.loads(line)
        except json.JSONDecodeError as error:
            raise errors.InputError(f"{path}, row {number}: not JSON ({error.msg})") from error
        if not isinstance(cells, dict):
            raise errors.InputError(f"{path}, row {number}: not an object but a {type(cells).__name__}")
        row = Row(path, number, cells)
        for key in keys:
            if key not in cells:
                raise row.bad(key, "is missing")
        yield row


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise errors.InputError(f"{path}: cannot be read ({error})") from error
