"""Read files of event data in chunks: plain, gzipped or zipped, well-formed or not.

Rows with a wrong number of columns go to the rejects with their line number.
Memory holds one chunk; its columns are read as codes into their distinct
values, because the same actors, event codes and days recur thousands of times.
"""

import csv
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pc

from analysis import errors
from analysis.eventdata import codebooks

BLOCK_SIZE = 16 * 1024**2
"""Bytes read at a time."""
EXAMPLE = "example"
_SHORT_WIDTHS = {"gdelt1": 57}  # GDELT 1.0 before April 2013 lacks the last column, the address
_HEAD_SIZE = 64 * 1024


@dataclass(slots=True)
class Rejects:
    """Rows that could not be read, as the records of the frame `rejects`."""

    rows: list[dict[str, object]] = field(default_factory=list)

    def add(self, path: str, lines: Iterable[int], reasons: Iterable[str]) -> None:
        """Add a record for each line and its reason."""
        self.rows += [
            {"path": path, "line": int(line), "stage": "eventdata", "reason": reason}
            for line, reason in zip(lines, reasons, strict=True)
        ]


def find_files(source: str | Path | Sequence[str | Path]) -> list[Path]:
    """The files that a path, a folder (in order of name), several paths or the word `example` stand for.

    Raises
    ------
    InputError
        If one of them does not exist.
    """
    found: list[Path] = []
    for item in [source] if isinstance(source, str | Path) else source:
        path = codebooks.FOLDER / "example.csv" if str(item) == EXAMPLE else Path(item)
        if path.is_dir():
            found += sorted(file for file in path.iterdir() if file.is_file() and not file.name.startswith("."))
        elif path.is_file():
            found.append(path)
        else:
            msg = f"no file or folder {str(path)!r} of event data"
            raise errors.InputError(msg)
    return found


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of a file.

    Attributes
    ----------
    name
        Name of the file; of a zipped file, archive and member.
    lines
        Line number of each row.
    columns
        The cells as bytes, by our name for the field.
    """

    name: str
    lines: npt.NDArray[np.int64]
    columns: Mapping[str, pa.Array]

    def factorize(self, field_name: str) -> tuple[npt.NDArray[np.int64], list[str]]:
        """Codes and distinct values of a field, stripped; a field that the file lacks is empty in every row."""
        if field_name not in self.columns:
            return np.zeros(len(self.lines), np.int64), [""]
        encoded = self.columns[field_name].dictionary_encode()
        values = [value.decode("utf-8", "replace").strip() for value in encoded.dictionary.to_pylist()]
        return encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64), values

    def factorize_together(self, names: Sequence[str]) -> tuple[npt.NDArray[np.int64], list[tuple[str, ...]]]:
        """Codes and distinct combinations of values of several fields."""
        codes, values = zip(*(self.factorize(name) for name in names), strict=True)
        shape = [max(len(distinct), 1) for distinct in values]
        joint = np.ravel_multi_index(codes, shape)
        _, first, inverse = np.unique(joint, return_index=True, return_inverse=True)
        columns = list(zip(codes, values, strict=True))
        return inverse.astype(np.int64), [tuple(value[code[i]] for code, value in columns) for i in first]

    def values(self, field_name: str) -> npt.NDArray[np.object_]:
        """The value of a field in each row."""
        codes, values = self.factorize(field_name)
        return np.asarray(values, dtype=object)[codes] if values else np.empty(0, dtype=object)


def read_chunks(
    paths: Iterable[Path], layout: codebooks.Layout, fields: Sequence[str], rejects: Rejects, *,
    block_size: int = BLOCK_SIZE,
) -> Iterator[Chunk]:  # fmt: skip
    """Yield the rows of files in chunks, one file after the other.

    Parameters
    ----------
    paths
        Text files, `.gz` or `.zip` (all members, in order of name).
    layout
        Their format.
    fields
        Fields to read; those that a file lacks are skipped.
    rejects
        Rows that cannot be parsed are added here.
    block_size
        Bytes read at a time.

    Raises
    ------
    InputError
        If a file lacks a column that the format requires, or is not text of this format.
    """
    for path in paths:
        for name, open_stream in _members(path):
            with open_stream() as stream:
                variant = _detect_variant(stream.read(_HEAD_SIZE), layout, name)
            if variant is None:
                continue
            with open_stream() as stream:
                yield from _parse(stream, name, variant, _fields_by_column(layout, fields), rejects, block_size)


def _members(path: Path) -> Iterator[tuple[str, Callable[[], Any]]]:
    if path.suffix != ".zip":
        yield path.name, lambda: pa.input_stream(str(path), compression="gzip" if path.suffix == ".gz" else None)
        return
    with zipfile.ZipFile(path) as archive:
        for member in sorted(info.filename for info in archive.infolist() if not info.is_dir()):
            yield f"{path.name}:{member}", partial(archive.open, member)


@dataclass(frozen=True, slots=True)
class _Variant:
    """How one file is written: delimiter, column names, whether it has a header, whether cells may be quoted."""

    delimiter: str
    names: list[str]
    header: bool
    quote: bool


def _detect_variant(head: bytes, layout: codebooks.Layout, name: str) -> _Variant | None:
    """Read the first line; None for an empty file."""
    first = next(iter(head.splitlines()), b"").decode("utf-8", "replace").lstrip("\ufeff")
    if not first.strip():
        return None
    if layout.name.startswith("keds"):
        return _keds(first, layout, name)
    if layout.header:
        names = next(csv.reader([first], delimiter=layout.delimiter)) if layout.quote else first.split(layout.delimiter)
        _check_header(names, layout, name)
        return _Variant(layout.delimiter, names, header=True, quote=layout.quote)
    width = first.count(layout.delimiter) + 1
    names = list(layout.columns)
    if width == _SHORT_WIDTHS.get(layout.name):
        names = names[:width]
    if width != len(names):
        msg = f"{name}, line 1: {width} columns, where format {layout.name!r} has {len(names)}"
        raise errors.InputError(msg)
    return _Variant(layout.delimiter, names, header=False, quote=layout.quote)


def _keds(first: str, layout: codebooks.Layout, name: str) -> _Variant:
    """The first KEDS lists have tabs and no header, later ones commas and a header; mixtures occur."""
    delimiter = "\t" if "\t" in first else ","
    names = [cell.strip() for cell in next(csv.reader([first.lower()], delimiter=delimiter))]
    if "date" not in names:
        return _Variant(delimiter, _keds_names(first.count(delimiter) + 1, first, name), header=False, quote=False)
    _check_header(names, layout, name)
    return _Variant(delimiter, names, header=True, quote=layout.quote)


def _keds_names(width: int, first: str, name: str) -> list[str]:
    """Column names of a list without a header: date, source, target, code, and further columns that are skipped."""
    if width < 4:
        msg = f"{name}, line 1: a list without a header needs date, source, target and code, not {first[:80]!r}"
        raise errors.InputError(msg)
    return ["date", "source", "target", "code", *(f"more{number}" for number in range(width - 4))]


def _check_header(names: Sequence[str], layout: codebooks.Layout, name: str) -> None:
    needed = [layout.fields.get(key, key) for key in ("date", "source", "target", "code")]
    if layout.name == "entente":
        needed = ["when_first", "source", "target", "root" if "cameo" not in names else "cameo"]
    missing = [column for column in needed if column not in names]
    if missing:
        msg = f"{name}, line 1: no column {', '.join(map(repr, missing))}, which format {layout.name!r} has"
        raise errors.InputError(msg)


def _fields_by_column(layout: codebooks.Layout, fields: Sequence[str]) -> dict[str, list[str]]:
    """Our fields by the column of the file; one column may serve two fields."""
    by_column: dict[str, list[str]] = {}
    for key in fields:
        column = layout.fields.get(key) if layout.fields else key
        if column is not None:
            by_column.setdefault(column, []).append(key)
    return by_column


def _parse(
    stream: Any, name: str, variant: _Variant, by_column: Mapping[str, list[str]], rejects: Rejects, block_size: int
) -> Iterator[Chunk]:
    bad: list[int] = []

    def reject(row: Any) -> str:
        bad.append(row.number)
        rejects.add(name, [row.number], [f"{row.actual_columns} columns, not {row.expected_columns}"])
        return "skip"

    done = 1 if variant.header else 0
    try:
        kept = [column for column in variant.names if column in by_column]
        for batch in _open_csv(stream, variant, kept, reject, block_size):
            arrays = {
                key: batch.column(column)
                for column, keys in by_column.items()
                if column in batch.schema.names
                for key in keys
            }
            yield Chunk(name, _line_numbers(batch.num_rows, done, bad), arrays)
            done += batch.num_rows
    except pa.ArrowInvalid as error:
        msg = f"{name}: {str(error).splitlines()[0]}"
        raise errors.InputError(msg) from error


def _open_csv(
    stream: Any, variant: _Variant, kept: list[str], reject: Callable[[Any], str], block_size: int
) -> pc.CSVStreamingReader:
    return pc.open_csv(
        stream,
        read_options=pc.ReadOptions(
            use_threads=False, block_size=block_size, column_names=variant.names, skip_rows=1 if variant.header else 0
        ),
        parse_options=pc.ParseOptions(
            delimiter=variant.delimiter, quote_char='"' if variant.quote else False,
            newlines_in_values=variant.quote, invalid_row_handler=reject, ignore_empty_lines=False,
        ),
        convert_options=pc.ConvertOptions(
            include_columns=kept, column_types={column: pa.binary() for column in kept}, strings_can_be_null=False
        ),
    )  # fmt: skip


def _line_numbers(n_rows: int, done: int, bad: Sequence[int]) -> npt.NDArray[np.int64]:
    """Line numbers of the next `n_rows` good rows.

    `done` lines of header and good rows precede them; `bad` are the lines of
    rows that were rejected, which stand somewhere between.
    """
    rank = np.arange(done + 1, done + n_rows + 1, dtype=np.int64)
    rejected = np.sort(np.asarray(bad, dtype=np.int64))
    return rank + np.searchsorted(rejected - np.arange(len(rejected)), rank, side="right")
