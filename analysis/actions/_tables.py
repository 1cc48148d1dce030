"""Reading the CSV tables under `data/actions/lexicon/`, with errors that name file, line and column."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis import _package, errors

FOLDER = _package.DATA / "actions" / "lexicon"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its cells by column, and where it stands."""

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """The text of a cell."""
        return self.cells[column]

    def words(self, column: str) -> tuple[str, ...]:
        """The words of a cell that are separated by blanks."""
        return tuple(self.cells[column].split())

    def choices(self, column: str) -> tuple[str, ...]:
        """The alternatives of a cell that are separated by "|"; none for an empty cell."""
        return tuple(self.cells[column].split("|")) if self.cells[column] else ()

    def error(self, column: str, complaint: str) -> errors.InputError:
        """An error about one cell, to be raised by the caller."""
        name = f" ({self.cells['id']})" if self.cells.get("id") else ""
        return errors.InputError(f"{self.file}, line {self.line}{name}, column {column}: {complaint}")


def read(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """Read the rows of a table in order.

    Raises
    ------
    InputError
        If a column is missing from the header or a row has too few or too many cells.
    """
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, restkey="")
        for column in columns:
            if column not in (reader.fieldnames or ()):
                raise errors.InputError(f"{path.name}: the column {column!r} is missing")
        for line, cells in enumerate(reader, start=2):
            if None in cells.values() or "" in cells:
                raise errors.InputError(f"{path.name}, line {line}: not as many cells as the header has")
            yield Row(path.name, line, cells)
