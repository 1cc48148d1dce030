"""How one file of event data is written: delimiter, columns, header, found in its first lines.

Files of one format differ from year to year and from export to export: with or
without a header, in capitals, with blank lines or a title before the first row,
with one column more or less.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from analysis import errors, schemas
from analysis.eventdata import codebooks

_SHORT_WIDTHS = {"gdelt1": 57}  # GDELT 1.0 before April 2013 lacks the last column, the address
HEAD_SIZE = 64 * 1024
_LONGEST_HEAD = 16 * 1024**2
_DELIMITERS = ("\t", ",", ";")
_HEAD_LINES = 50
"""Lines among which the header, or a row of the right width, is looked for."""
_QUOTED_CELLS = 3
_OTHER_NAMES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "entente": {"when_first": ("date", "day", "eventdate"), "when_last": ("enddate",)},
    "keds": {
        "date": ("eventdate", "storydate"),
        "source": ("sourceactor", "sourcecode", "actor1", "actor1code"),
        "target": ("targetactor", "targetcode", "actor2", "actor2code"),
        "code": ("eventcode", "cameo", "cameocode", "weis", "weiscode"),
    },
    "phoenix": {  # the historical files of the Cline Center have commas, a header and other names
        "EventID": ("eid",), "Date": ("storydate",), "SourceActorFull": ("source",), "TargetActorFull": ("target",),
        "EventCode": ("code",), "GoldsteinScore": ("goldstein",), "LocationName": ("placename",),
    },
}  # fmt: skip
"""Other names of columns by format, in small letters and without marks."""


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
    """The first lines of a file, as many as stand in `HEAD_SIZE`, but at least one that is not blank and is whole.

    A line longer than can be read stands among them by its beginning.
    """
    before, head = b"", b""
    while True:
        more = stream.read(HEAD_SIZE)
        head += more
        whole = head.rpartition(b"\n")[0]
        if not more or whole.strip():
            break
        if len(head) > _LONGEST_HEAD:
            if b"\r" in head:  # the end of a line in the files of old spreadsheets
                break
            before, head = before + head[:HEAD_SIZE] + b"\n", _after_line(stream)
    head = before + (whole if more and whole.strip() else head)
    end = b"\n" if b"\n" in head else b"\r"
    lines = [line.decode("utf-8", "replace").strip("\r") for line in head.split(end)[:_HEAD_LINES]]
    return [lines[0].removeprefix("\ufeff"), *lines[1:]]


def _after_line(stream: Any) -> bytes:
    """What stands behind the end of the line in which a stream is, as far as it was read."""
    while more := stream.read(HEAD_SIZE):
        _, end, rest = more.partition(b"\n")
        if end:
            return bytes(rest)
    return b""


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
            found = _variant_of(line, number, tuple(before), layout, name)
            return replace(found, quote=True) if _are_quoted(lines[number:], found) else found
        except errors.InputError as fault:
            faults.append(fault)
            before.append((number, "not a row of this format"))
    if faults:
        raise faults[0]
    return None


def _cells(line: str, delimiter: str, *, quote: bool = True) -> list[str]:
    """The cells of a line; one that cannot be quoted, as with a carriage return inside, is cut at each delimiter."""
    try:
        return next(csv.reader([line], delimiter=delimiter)) if quote else line.split(delimiter)
    except csv.Error:
        return line.split(delimiter)


def _variant_of(
    line: str, number: int, before: tuple[tuple[int, str], ...], layout: codebooks.Layout, name: str
) -> Variant:
    """How a file is written whose line `number` is its header or its first row."""
    if layout.name.startswith("keds"):
        return _keds(line, number, before, layout, name)
    if layout.header or layout.fields["date"] in _as_published(re.split(r"[\t,;]", line), layout):
        return _with_header(line, number, before, layout, name)
    names, width = list(layout.columns), line.count(layout.delimiter) + 1
    short = names[: _SHORT_WIDTHS.get(layout.name, 0)]
    for delimiter in dict.fromkeys([layout.delimiter, *_DELIMITERS]):
        quote = layout.quote or delimiter != layout.delimiter
        cells = len(_cells(line, delimiter, quote=quote))
        if cells == len(names):
            return Variant(delimiter, names, 0, quote, other=tuple(short))
        if short and cells == len(short):
            return Variant(delimiter, short, 0, quote, other=tuple(names))
    msg = f"{name}, line {number}: {width} columns, where format {layout.name!r} has {len(names)}"
    raise errors.InputError(msg + "".join(f"; {other!r} has {width}" for other in _formats_of(width)))


def _are_quoted(lines: Sequence[str], variant: Variant) -> bool:
    """Whether the cells of the first rows stand in quotes, where the format has none: R and archives save them so."""
    rows = [_cells(line, variant.delimiter, quote=False) for line in lines if line.strip()]
    wrapped = [sum(len(cell) > 1 and cell[0] == cell[-1] == '"' for cell in row) >= _QUOTED_CELLS for row in rows]
    return bool(wrapped) and sum(wrapped) > len(wrapped) / 2


def _formats_of(width: int) -> list[str]:
    """The formats without a header whose rows have so many cells."""
    widths = {name: {len(one.columns), _SHORT_WIDTHS.get(name)} for name, one in codebooks.layouts().items()}
    return [name for name, own in widths.items() if width in own and not codebooks.layout(name).header]


def _with_header(
    line: str, number: int, before: tuple[tuple[int, str], ...], layout: codebooks.Layout, name: str
) -> Variant:
    """A file with a header, by the delimiter of the format or, as spreadsheets save it, by another.

    Raises
    ------
    InputError
        If the header lacks a column by either of them.
    """
    faults = []
    for delimiter in dict.fromkeys([layout.delimiter, *_DELIMITERS]):
        quote = layout.quote or delimiter != layout.delimiter
        names = _as_published(_cells(line, delimiter, quote=quote), layout)
        try:
            _check_header(names, number, layout, name)
        except errors.InputError as fault:
            faults.append(fault)
        else:
            return Variant(delimiter, names, number, quote, before)
    raise faults[0]


def _as_published(names: Sequence[str], layout: codebooks.Layout) -> list[str]:
    """The columns of a header, spelled as the tables spell them: exports differ in capitals, blanks, dots and lines."""
    own_names = layout.fields.values() if layout.fields else schemas.columns("events")
    known = {_letters(column): column for column in own_names}
    others = _OTHER_NAMES.get("keds" if layout.name.startswith("keds") else layout.name, {})
    plain = [_letters(name) for name in names]
    for own, also in others.items():
        if _letters(own) not in plain and (spelled := next((name for name in also if name in plain), "")):
            known[spelled] = own
    return [known.get(name, column.strip()) for name, column in zip(plain, names, strict=True)]


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _keds(line: str, number: int, before: tuple[tuple[int, str], ...], layout: codebooks.Layout, name: str) -> Variant:
    """The first KEDS lists have tabs and no header, later ones commas and a header; mixtures occur."""
    delimiter = next((mark for mark in ("\t", ",", ";") if line.count(mark) > 2), ",")
    names = _as_published(_cells(line.lower(), delimiter), layout)
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
