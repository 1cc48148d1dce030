"""How one file of event data is written: delimiter, columns, header, found in its first lines.

Files of one format differ from year to year and from export to export: with or
without a header, in capitals, with blank lines or a title before the first row,
with one column more or less.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analysis import errors
from analysis.eventdata import codebooks

_SHORT_WIDTHS = {"gdelt1": 57}  # GDELT 1.0 before April 2013 lacks the last column, the address
HEAD_SIZE = 64 * 1024
_LONGEST_HEAD = 16 * 1024**2
_HEAD_LINES = 50
"""Lines among which the header, or a row of the right width, is looked for."""


@dataclass(frozen=True, slots=True)
class Variant:
    """How one file is written.

    Attributes
    ----------
    delimiter
        The character between cells.
    names
        The columns.
    skip
        Lines before the first row: the header, and what stands before it.
    quote
        Whether cells may be quoted.
    before
        The lines before the header that say nothing, with the reason why they are rejected.
    other
        The columns of rows of the other width, where a format has two.
    """

    delimiter: str
    names: list[str]
    skip: int
    quote: bool
    before: tuple[tuple[int, str], ...] = ()
    other: tuple[str, ...] = ()


def first_lines(stream: Any) -> list[str]:
    """The first lines of a file, as many as stand in `HEAD_SIZE`, but at least one that is not blank and is whole."""
    head = b""
    while True:
        more = stream.read(HEAD_SIZE)
        head += more
        whole = head.rpartition(b"\n")[0]
        if not more or whole.strip() or len(head) > _LONGEST_HEAD:
            break
    if more and whole.strip():
        head = whole
    end = b"\n" if b"\n" in head else b"\r"
    lines = [line.decode("utf-8", "replace").strip("\r") for line in head.split(end)[:_HEAD_LINES]]
    return [lines[0].removeprefix("\ufeff"), *lines[1:]]


def detect_variant(lines: list[str], layout: codebooks.Layout, name: str) -> Variant | None:
    """Find the header, or the first row of the right width; None for an empty file.

    Raises
    ------
    InputError
        If none of the lines is a header or a row of the format.
    """
    faults: list[errors.InputError] = []
    before: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            before.append((number, "blank line before the first row"))
            continue
        try:
            return _variant_of(line, number, tuple(before), layout, name)
        except errors.InputError as fault:
            faults.append(fault)
            before.append((number, "not a row of this format"))
    if faults:
        raise faults[0]
    return None


def _cells(line: str, number: int, layout: codebooks.Layout, name: str) -> list[str]:
    if not layout.quote:
        return line.split(layout.delimiter)
    try:
        return next(csv.reader([line], delimiter=layout.delimiter))
    except csv.Error as error:
        raise errors.InputError(f"{name}, line {number}: {error}") from error


def _variant_of(
    line: str, number: int, before: tuple[tuple[int, str], ...], layout: codebooks.Layout, name: str
) -> Variant:
    """How a file is written whose line `number` is its header or its first row."""
    if layout.name.startswith("keds"):
        return _keds(line, number, before, layout, name)
    if layout.header:
        names = _as_published(_cells(line, number, layout, name), layout)
        _check_header(names, number, layout, name)
        return Variant(layout.delimiter, names, number, layout.quote, before)
    names, width = list(layout.columns), line.count(layout.delimiter) + 1
    short = names[: _SHORT_WIDTHS.get(layout.name, 0)]
    if width == len(names):
        return Variant(layout.delimiter, names, 0, layout.quote, other=tuple(short))
    if short and width == len(short):
        return Variant(layout.delimiter, short, 0, layout.quote, other=tuple(names))
    msg = f"{name}, line {number}: {width} columns, where format {layout.name!r} has {len(names)}"
    raise errors.InputError(msg)


def _as_published(names: Sequence[str], layout: codebooks.Layout) -> list[str]:
    """The columns of a header, spelled as the tables spell them: exports differ in capitals and blanks."""
    known = {column.casefold(): column for column in layout.fields.values()}
    return [known.get(column.strip().casefold(), column.strip()) for column in names]


def _keds(line: str, number: int, before: tuple[tuple[int, str], ...], layout: codebooks.Layout, name: str) -> Variant:
    """The first KEDS lists have tabs and no header, later ones commas and a header; mixtures occur."""
    delimiter = "\t" if "\t" in line else ","
    names = [cell.strip() for cell in next(csv.reader([line.lower()], delimiter=delimiter))]
    if "date" not in names:
        names = _keds_names(line.count(delimiter) + 1, line, number, name)
        return Variant(delimiter, names, 0, quote=False)
    _check_header(names, number, layout, name)
    return Variant(delimiter, names, number, layout.quote, before)


def _keds_names(width: int, line: str, number: int, name: str) -> list[str]:
    """Column names of a list without a header: date, source, target, code, and further columns that are skipped."""
    if width < 4:
        msg = f"{name}, line {number}: a list without a header needs date, source, target and code, not {line[:80]!r}"
        raise errors.InputError(msg)
    return ["date", "source", "target", "code", *(f"more{i}" for i in range(width - 4))]


def _check_header(names: Sequence[str], number: int, layout: codebooks.Layout, name: str) -> None:
    needed = [layout.fields.get(key, key) for key in ("date", "source", "target", "code")]
    if layout.fields.get("text") in names:  # the code can be read from the text of the event
        needed.remove(layout.fields["code"])
    if layout.name == "entente":
        needed = ["when_first", "source", "target", "root" if "cameo" not in names else "cameo"]
    missing = [column for column in needed if column not in names]
    if missing:
        msg = f"{name}, line {number}: no column {', '.join(map(repr, missing))}, which format {layout.name!r} has"
        raise errors.InputError(msg)
