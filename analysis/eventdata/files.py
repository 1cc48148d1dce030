"""Read files of event data by chunks, plain, gzipped or zipped, without trusting them.

Rows with a wrong number of columns go to the rejects with their line. Memory
holds one chunk; text is kept as codes into its distinct values, since actors,
codes and days repeat a thousandfold.
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
from analysis.eventdata import codebooks as tables

BLOCK = 1 << 24
EXAMPLE = "example"
_SHORT = {"gdelt1": 57}
_HEAD = 1 << 16


@dataclass(slots=True)
class Rejects:
    """Rows that were refused: dictionaries as the frame `rejects` wants them."""

    rows: list[dict[str, object]] = field(default_factory=list)

    def add(self, path: str, lines: Iterable[int], reasons: Iterable[str]) -> None:
        """Add a row for each line and reason."""
        pairs = zip(lines, reasons, strict=True)
        self.rows += [{"path": path, "line": int(n), "stage": "eventdata", "reason": why} for n, why in pairs]


def paths_of(source: str | Path | Sequence[str | Path]) -> list[Path]:
    """The files meant by a path, a folder (its files by name), several paths, or the name `example`.

    Raises
    ------
    InputError
        If one of them does not exist.
    """
    found: list[Path] = []
    for item in [source] if isinstance(source, str | Path) else source:
        path = tables.FOLDER / "example.csv" if str(item) == EXAMPLE else Path(item)
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
    """Some rows of a file: its `name`, the `lines` that they stand on, and binary `columns` by our field."""

    name: str
    lines: npt.NDArray[np.int64]
    columns: Mapping[str, pa.Array]

    def coded(self, field_name: str) -> tuple[npt.NDArray[np.int64], list[str]]:
        """Codes and distinct values of a field, stripped; a field that the file lacks is empty throughout."""
        if field_name not in self.columns:
            return np.zeros(len(self.lines), np.int64), [""]
        encoded = self.columns[field_name].dictionary_encode()
        values = [value.decode("utf-8", "replace").strip() for value in encoded.dictionary.to_pylist()]
        return encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64), values

    def joint(self, names: Sequence[str]) -> tuple[npt.NDArray[np.int64], list[tuple[str, ...]]]:
        """Codes and distinct tuples of several fields."""
        codes, values = zip(*(self.coded(name) for name in names), strict=True)
        joined = np.zeros(len(self.lines), np.int64)
        for code, value in zip(codes, values, strict=True):
            joined = joined * max(len(value), 1) + code
        _, first, inverse = np.unique(joined, return_index=True, return_inverse=True)
        pairs = list(zip(codes, values, strict=True))
        return inverse.astype(np.int64), [tuple(value[code[at]] for code, value in pairs) for at in first]

    def text(self, field_name: str) -> npt.NDArray[np.object_]:
        """The values of a field."""
        codes, values = self.coded(field_name)
        return np.asarray(values, dtype=object)[codes] if values else np.empty(0, dtype=object)


def chunks(
    path: Path, layout: tables.Layout, wanted: Sequence[str], rejects: Rejects, *, block: int = BLOCK
) -> Iterator[Chunk]:
    """Yield the rows of `path`, some at a time.

    Parameters
    ----------
    path
        A text file, `.gz` or `.zip` (all members, by name).
    layout
        Its format.
    wanted
        Fields to read; those that the file lacks are passed over.
    rejects
        Takes the rows that cannot be parsed.
    block
        Bytes read at a time.

    Raises
    ------
    InputError
        If the file lacks a column that the format must have, or is no such text.
    """
    for name, opened in _members(path):
        with opened() as raw:
            variant = _sniff(raw.read(_HEAD), layout, name)
        if variant is None:
            continue
        with opened() as stream:
            yield from _stream(stream, name, variant, _outer(layout, wanted), rejects, block)


def all_chunks(
    paths: Iterable[Path], layout: tables.Layout, wanted: Sequence[str], rejects: Rejects, *, block: int = BLOCK
) -> Iterator[Chunk]:
    """Yield the rows of several files, one file after the other (see `chunks`)."""
    for path in paths:
        yield from chunks(path, layout, wanted, rejects, block=block)


def _members(path: Path) -> Iterator[tuple[str, Callable[[], Any]]]:
    if path.suffix != ".zip":
        yield path.name, lambda: pa.input_stream(str(path), compression="gzip" if path.suffix == ".gz" else None)
        return
    with zipfile.ZipFile(path) as archive:
        for member in sorted(info.filename for info in archive.infolist() if not info.is_dir()):
            yield f"{path.name}:{member}", partial(archive.open, member)


@dataclass(frozen=True, slots=True)
class _Variant:
    """How this very file is written: delimiter, column names, whether the first line is a header, and quoted."""

    delimiter: str
    names: list[str]
    header: bool
    quote: bool


def _sniff(head: bytes, layout: tables.Layout, name: str) -> _Variant | None:
    """Look at the first line; None for an empty file."""
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
    if width == _SHORT.get(layout.name):
        names = names[:width]
    if width != len(names):
        msg = f"{name}, line 1: {width} columns, where format {layout.name!r} has {len(names)}"
        raise errors.InputError(msg)
    return _Variant(layout.delimiter, names, header=False, quote=layout.quote)


def _keds(first: str, layout: tables.Layout, name: str) -> _Variant:
    """Lists of the project have tabs and no header, later ones commas and a header; either may be mixed."""
    delimiter = "\t" if "\t" in first else ","
    names = [cell.strip() for cell in next(csv.reader([first.lower()], delimiter=delimiter))]
    if "date" not in names:
        return _Variant(delimiter, _keds_names(first.count(delimiter) + 1, first, name), header=False, quote=False)
    _check_header(names, layout, name)
    return _Variant(delimiter, names, header=True, quote=layout.quote)


def _keds_names(width: int, first: str, name: str) -> list[str]:
    """A list without a header: date, source, target, code, and further columns that are passed over."""
    if width < 4:
        msg = f"{name}, line 1: a list without a header needs date, source, target and code, not {first[:80]!r}"
        raise errors.InputError(msg)
    return ["date", "source", "target", "code", *(f"more{number}" for number in range(width - 4))]


def _check_header(names: Sequence[str], layout: tables.Layout, name: str) -> None:
    needed = [layout.fields.get(key, key) for key in ("date", "source", "target", "code")]
    if layout.name == "entente":
        needed = ["when_first", "source", "target", "root" if "cameo" not in names else "cameo"]
    missing = [column for column in needed if column not in names]
    if missing:
        msg = f"{name}, line 1: no column {', '.join(map(repr, missing))}, which format {layout.name!r} has"
        raise errors.InputError(msg)


def _outer(layout: tables.Layout, wanted: Sequence[str]) -> dict[str, list[str]]:
    """Our fields by the file's column; one column may serve two fields."""
    named: dict[str, list[str]] = {}
    for key in wanted:
        column = layout.fields.get(key) if layout.fields else key
        if column is not None:
            named.setdefault(column, []).append(key)
    return named


def _stream(
    stream: Any, name: str, variant: _Variant, outer: Mapping[str, list[str]], rejects: Rejects, block: int
) -> Iterator[Chunk]:
    bad: list[int] = []

    def refuse(row: Any) -> str:
        bad.append(row.number)
        rejects.add(name, [row.number], [f"{row.actual_columns} columns, not {row.expected_columns}"])
        return "skip"

    done = 1 if variant.header else 0
    try:
        for batch in _open(stream, variant, [column for column in variant.names if column in outer], refuse, block):
            arrays = {
                key: batch.column(column)
                for column, keys in outer.items()
                if column in batch.schema.names
                for key in keys
            }
            yield Chunk(name, _lines(batch.num_rows, done, bad), arrays)
            done += batch.num_rows
    except pa.ArrowInvalid as error:
        msg = f"{name}: {str(error).splitlines()[0]}"
        raise errors.InputError(msg) from error


def _open(
    stream: Any, variant: _Variant, keep: list[str], refuse: Callable[[Any], str], block: int
) -> pc.CSVStreamingReader:
    return pc.open_csv(
        stream,
        read_options=pc.ReadOptions(
            use_threads=False, block_size=block, column_names=variant.names, skip_rows=1 if variant.header else 0
        ),
        parse_options=pc.ParseOptions(
            delimiter=variant.delimiter, quote_char='"' if variant.quote else False,
            newlines_in_values=variant.quote, invalid_row_handler=refuse, ignore_empty_lines=False,
        ),
        convert_options=pc.ConvertOptions(
            include_columns=keep, column_types={column: pa.binary() for column in keep}, strings_can_be_null=False
        ),
    )  # fmt: skip


def _lines(number: int, done: int, bad: Sequence[int]) -> npt.NDArray[np.int64]:
    """Lines of the next `number` good rows after `done` lines of header and good rows; `bad` are the refused lines."""
    rank = np.arange(done + 1, done + number + 1, dtype=np.int64)
    refused = np.sort(np.asarray(bad, dtype=np.int64))
    return rank + np.searchsorted(refused - np.arange(len(refused)), rank, side="right")
