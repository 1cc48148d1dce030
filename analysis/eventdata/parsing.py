"""Parse a file of event data into chunks of rows, whatever stands in it.

Rows with a wrong number of columns go to the rejects with their line number;
a row that a line break inside a cell has torn in two is one reject. The parser
of pyarrow reads a file as it is. Where it cannot get over a row, the rest of the
file is read through `_Mended`, which makes such a row one reject. Bytes that are
not UTF-8 are read as Windows-1252 and counted.
"""

import codecs
import csv
import io
import itertools
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute
import pyarrow.csv as pc

from analysis.eventdata.variants import HEAD_SIZE, Variant

_MAX_LINES_OF_A_CELL = 100
_TELLING = frozenset({
    "date", "source", "target", "source_name", "target_name", "code", "text", "when_first", "root", "cameo"
})  # fmt: skip
"""Fields of which a row has at least one, unless it is blank."""


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that are not UTF-8, and only these, as Windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("eventdata-windows-1252", _as_windows_1252)


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
    not_utf8
        Number of rows by field whose cell is not UTF-8, filled as fields are read.
    whole_file
        The distinct values of a field in the whole file.
    """

    name: str
    lines: npt.NDArray[np.int64]
    columns: Mapping[str, pa.Array]
    not_utf8: dict[str, int]
    whole_file: Callable[[str], frozenset[str]]

    def factorize(self, field_name: str) -> tuple[npt.NDArray[np.int64], list[str]]:
        """Codes and distinct values of a field, stripped; a field that the file lacks is empty in every row."""
        if field_name not in self.columns:
            return np.zeros(len(self.lines), np.int64), [""]
        encoded = self.columns[field_name].dictionary_encode()
        index = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        values, broken = [], []
        for number, value in enumerate(encoded.dictionary.to_pylist()):
            try:
                values.append(value.decode("utf-8").replace("\x00", "").strip())
            except UnicodeDecodeError:
                values.append(value.decode("utf-8", "eventdata-windows-1252").replace("\x00", "").strip())
                broken.append(number)
        if broken:
            self.not_utf8[field_name] = int(np.isin(index, broken).sum())
        return index, values

    def factorize_together(self, names: Sequence[str]) -> tuple[npt.NDArray[np.int64], list[tuple[str, ...]]]:
        """Codes and distinct combinations of values of several fields."""
        codes, values = zip(*(self.factorize(name) for name in names), strict=True)
        shape = [max(len(distinct), 1) for distinct in values]
        joint = np.ravel_multi_index(codes, shape)
        _, first, inverse = np.unique(joint, return_index=True, return_inverse=True)
        columns = list(zip(codes, values, strict=True))
        return inverse.astype(np.int64), [tuple(value[code[i]] for code, value in columns) for i in first]

    def after(self, line: int) -> Self:
        """The rows after a line."""
        return self.only(self.lines > line)

    def only(self, kept: npt.NDArray[np.bool_]) -> Self:
        """Some of the rows."""
        columns = {key: column.filter(pa.array(kept)) for key, column in self.columns.items()}
        return replace(self, lines=self.lines[kept], columns=columns)

    def values(self, field_name: str) -> npt.NDArray[np.object_]:
        """The value of a field in each row."""
        codes, values = self.factorize(field_name)
        return np.asarray(values, dtype=object)[codes] if values else np.empty(0, dtype=object)


class NeedsMendingError(Exception):
    """The parser cannot read a file as it is."""


def parse(
    stream: Any, name: str, variant: Variant, by_column: Mapping[str, list[str]], rejects: Rejects, block_size: int,
    whole_file: Callable[[str], frozenset[str]], *, mend: bool = False,
) -> Iterator[Chunk]:  # fmt: skip
    """Parse a file.

    Raises
    ------
    NeedsMendingError
        If the parser cannot get over a row, or takes several for one, and `mend` is false.
    """
    torn = _TornRows(name, rejects, variant, mend=mend)
    done = variant.skip
    kept = [column for column in variant.names if column in by_column]
    if mend:
        stream = io.BufferedReader(_Mended(stream, variant, block_size // 2, torn.reasons))
    for batch in _batches(stream, variant, kept, torn, block_size):
        lines = _line_numbers(batch.num_rows, done, torn.lines)
        done += batch.num_rows
        arrays = _by_field(batch, by_column)
        if torn.rescued:
            lines, arrays = torn.merge(lines, arrays, by_column, until=lines[-1] if len(lines) else None)
        yield _without_blank_lines(Chunk(name, lines, arrays, {}, whole_file), rejects)
    torn.flush()
    if torn.rescued:
        yield Chunk(name, *torn.merge(np.empty(0, np.int64), {}, by_column), {}, whole_file)


def _without_blank_lines(chunk: Chunk, rejects: Rejects) -> Chunk:
    """The rows that say something; the others are rejects."""
    telling = _TELLING & chunk.columns.keys()
    filled = np.full(len(chunk.lines), not telling)
    for key in telling:
        filled |= pa.compute.binary_length(chunk.columns[key]).to_numpy(zero_copy_only=False) > 0
    if filled.all():
        return chunk
    blank = chunk.lines[~filled].tolist()
    rejects.add(chunk.name, blank, ["blank line"] * len(blank))
    return chunk.only(filled)


def _batches(stream: Any, variant: Variant, kept: list[str], torn: "_TornRows", block_size: int) -> Iterator[Any]:
    """The batches of the parser.

    The parser calls `_TornRows.reject` with text and fails at a row of a wrong
    width that is not UTF-8; Python would print that failure.
    """
    reader = None
    while True:
        hook, sys.unraisablehook = sys.unraisablehook, lambda _: None
        try:
            reader = reader or _open_csv(stream, variant, kept, torn.reject, block_size)
            batch = reader.read_next_batch()
        except StopIteration:
            return
        except pa.ArrowInvalid as error:
            if torn.mend or "Empty CSV" in str(error):
                raise
            raise NeedsMendingError from error
        finally:
            sys.unraisablehook = hook
        if torn.swallowed:
            raise NeedsMendingError
        yield batch


class _Mended(io.RawIOBase):
    """A file that the parser can read whatever stands in it, made row by row.

    Bytes that are not UTF-8 are read as Windows-1252. A row that cannot be read
    (a carriage return inside a cell, an unclosed quote, a length beyond
    `longest`) becomes a row of a wrong width, with its reason in `reasons` by
    the number of the row.
    """

    def __init__(self, stream: Any, variant: Variant, longest: int, reasons: dict[int, str]) -> None:
        super().__init__()
        self._variant, self._longest, self._reasons = variant, max(longest, 16), reasons
        self._rows = self._mend(self._lines(stream))
        self._left = b""

    def readable(self) -> bool:
        """The stream can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` with the next mended rows."""
        while len(self._left) < len(buffer):
            more = b"".join(itertools.islice(self._rows, 10_000))
            if not more:
                break
            self._left += more
        n = min(len(buffer), len(self._left))
        buffer[:n], self._left = self._left[:n], self._left[n:]
        return n

    def _lines(self, stream: Any) -> Iterator[bytes]:
        left, end = b"", None
        while block := stream.read(HEAD_SIZE):
            end = end or (b"\r" if b"\r" in block and b"\n" not in block else b"\n")
            *lines, left = (left + block).split(end)
            yield from lines
            if len(left) > self._longest + 2 * HEAD_SIZE:  # enough to know that the row is too long
                left = left[: self._longest + 1]
        if left:
            yield left

    def _mend(self, lines: Iterator[bytes]) -> Iterator[bytes]:
        wide = self._variant.delimiter.encode() * (2 * len(self._variant.names)) + b"\n"
        waiting: list[bytes] = []
        number = 0
        while True:
            line = waiting.pop(0) if waiting else next(lines, None)
            if line is None:
                return
            number += 1
            row = line.decode("utf-8", "eventdata-windows-1252").encode().removesuffix(b"\r")
            if number > self._variant.skip and self._variant.quote and row.count(b'"') % 2:
                closed = self._until_closed(row, lines, waiting)
                row = row if closed is None else closed
                reason = "a quote that is not closed" if closed is None else ""
            else:
                reason = "a carriage return inside a cell" if b"\r" in row else ""
            if len(row) > self._longest:
                reason = f"longer than {self._longest} bytes"
            if reason and number > self._variant.skip:
                self._reasons[number] = reason
            yield wide if reason else row + b"\n"

    def _until_closed(self, row: bytes, lines: Iterator[bytes], waiting: list[bytes]) -> bytes | None:
        """The row with the lines that belong to its open cell, or None if that cell does not end soon.

        The lines that do not belong to the row are left in `waiting`.
        """
        while len(waiting) < _MAX_LINES_OF_A_CELL and (more := next(lines, None)) is not None:
            waiting.append(more)
        for n in range(1, len(waiting) + 1):
            text = b"\n".join([row, *waiting[:n]]).decode("utf-8", "eventdata-windows-1252")
            if text.count('"') % 2 == 0:
                if _width(text, self._variant.delimiter) == len(self._variant.names):
                    del waiting[:n]
                    return text.encode()
                return None
        return None


def _width(text: str, delimiter: str) -> int:
    """The number of cells of a quoted row, 0 if it is not one row."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return 0
    return len(rows[0]) if len(rows) == 1 else 0


def _by_field(batch: Any, by_column: Mapping[str, list[str]]) -> dict[str, pa.Array]:
    return {
        key: batch.column(column) for column, keys in by_column.items() if column in batch.schema.names for key in keys
    }


class _TornRows:
    """Rows of an unexpected width: those of the format's other width are read, the others rejected.

    A line break inside a cell makes two lines of one row. If two lines that
    follow each other have together the cells of one row, they are one reject.
    """

    def __init__(self, name: str, rejects: Rejects, variant: Variant, *, mend: bool) -> None:
        self.name, self.rejects, self.variant, self.mend = name, rejects, variant, mend
        self.reasons: dict[int, str] = {}
        self.swallowed = False
        self.lines: list[int] = []
        self.rescued: list[tuple[int, str]] = []
        self._half: tuple[int, int] | None = None

    def reject(self, row: Any) -> str:
        """Take a row of an unexpected width from the parser."""
        self.lines.append(row.number)
        if self.variant.quote and '"' in row.text:
            self.swallowed = not self.mend  # an open quote may have made one row of several
        if row.number in self.reasons:
            self.flush()
            self.rejects.add(self.name, [row.number], [self.reasons[row.number]])
        elif row.actual_columns == len(self.variant.other):
            self.flush()
            self.rescued.append((row.number, row.text))
        elif (
            self._half
            and self._half[0] == row.number - 1
            and (self._half[1] + row.actual_columns - 1 in {row.expected_columns, len(self.variant.other)})
        ):
            self.rejects.add(self.name, [row.number - 1], ["torn by a line break inside a cell"])
            self._half = None
        else:
            self.flush()
            self._half = row.number, row.actual_columns
        return "skip"

    def flush(self) -> None:
        """Reject the last row, whose other half has not come."""
        if self._half:
            number, width = self._half
            self.rejects.add(self.name, [number], [f"{width} columns, not {len(self.variant.names)}"])
            self._half = None

    def merge(
        self, lines: npt.NDArray[np.int64], arrays: dict[str, pa.Array], by_column: Mapping[str, list[str]],
        until: int | None = None,
    ) -> tuple[npt.NDArray[np.int64], dict[str, pa.Array]]:  # fmt: skip
        """Add the rescued rows up to the line `until`, in the order of the file."""
        now = [item for item in self.rescued if until is None or item[0] < until]
        self.rescued = [item for item in self.rescued if until is not None and item[0] >= until]
        if not now:
            return lines, arrays
        variant = Variant(self.variant.delimiter, list(self.variant.other), 0, self.variant.quote)
        kept = [column for column in variant.names if column in by_column]
        text = "\n".join(row for _, row in now).encode("utf-8", "surrogateescape") + b"\n"
        batch = _open_csv(io.BytesIO(text), variant, kept, lambda _: "skip", len(text) + 1).read_all().combine_chunks()
        extra = {key: column.combine_chunks() for key, column in _by_field(batch, by_column).items()}
        extra_lines = np.array([number for number, _ in now], np.int64)
        order = np.argsort(np.concatenate([lines, extra_lines]), kind="stable")
        merged = {}
        for key in {**arrays, **extra}:
            parts = [
                source.get(key, pa.array([b""] * n, pa.binary()))
                for source, n in ((arrays, len(lines)), (extra, len(extra_lines)))
            ]
            merged[key] = pa.concat_arrays(parts).take(pa.array(order))
        return np.concatenate([lines, extra_lines])[order], merged


def _open_csv(
    stream: Any, variant: Variant, kept: list[str], reject: Callable[[Any], str], block_size: int
) -> pc.CSVStreamingReader:
    return pc.open_csv(
        stream,
        read_options=pc.ReadOptions(
            use_threads=False, block_size=block_size, column_names=variant.names, skip_rows=variant.skip
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
