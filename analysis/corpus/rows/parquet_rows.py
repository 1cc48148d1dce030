"""The rows of a Parquet file, batch by batch: only the columns of an article, no cell above a limit.

A small file may unpack to more than the memory holds. Row groups are read in turn, equal texts are
held once, and a cell that is too long is measured before it becomes a Python object.
"""

import datetime as dt
import io
from collections.abc import Callable, Container, Iterator, Sequence
from typing import IO, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

Row = tuple[int | None, dict[str, object] | str]
"""Number of the row, and the cells by column or the reason why there are none."""
MAX_GROUP_BYTES = 128 * 1024**2
"""Bytes that a group of rows may unpack to, whatever it takes packed: one text may be as long as its group."""
_MAX_RATIO = 200  # unpacked to packed, above that; text packs ten to twenty times
_MAX_ROW_BYTES = 4_000_000  # in the mean, above that
_MAX_VALUES = 1_000_000  # of a group in its longest column; a list has many in a row
_MAX_VALUES_A_ROW = 10_000  # in the mean, above that
_BATCH_ROWS = 32
_ALWAYS_READ = 100_000  # rows, however few bytes they take
_MAX_BYTES_OF_CHARACTER = 4
_EPOCH = dt.date(1970, 1, 1)
_UNITS_A_DAY = {"s": 86_400, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}


class _Size(NamedTuple):
    """Rows of a group, the values of its longest column that is wanted, and the bytes of all that are."""

    rows: int
    values: int
    packed: int
    unpacked: int


def read_rows(
    source: IO[bytes],
    wants: Callable[[str], bool],
    *,
    max_characters: int,
    accept: Callable[[Sequence[str]], str | None],
) -> Iterator[Row]:
    """Yield the rows of a file, counted from 1, and a reason for each row or group of rows that cannot be read.

    Parameters
    ----------
    source
        The opened file.
    wants
        Whether the column of a name is wanted; no other is read.
    max_characters
        A row with a longer text is not read.
    accept
        Called with the names of the columns; what it returns is the reason to refuse the file.
    """
    try:
        file = pq.ParquetFile(source)
        schema = file.schema_arrow
        refused = accept(schema.names)
        if refused:
            yield None, refused
            return
        wanted = [name for name in schema.names if wants(name)]
        texts = [name for name in wanted if _is_text(schema.field(name).type)]
        file = pq.ParquetFile(source, read_dictionary=texts)
        groups = [_size_of(file.metadata.row_group(group), set(wanted)) for group in range(file.num_row_groups)]
        size = source.seek(0, io.SEEK_END)
    except (pa.ArrowException, OSError, ValueError, KeyError) as error:
        yield None, _reason(error)
        return
    total = sum(group.rows for group in groups)
    if total > max(_ALWAYS_READ, size):  # rows that differ take more than a byte each
        yield None, f"too long: {total:,} rows in {size:,} bytes"
        return
    first = 1
    for group, (n_rows, n_values, packed, unpacked) in enumerate(groups):
        number = first
        first += n_rows
        if unpacked > MAX_GROUP_BYTES and unpacked > min(_MAX_RATIO * packed, _MAX_ROW_BYTES * n_rows):
            yield number, f"too long: rows {number} to {first - 1} unpack to {unpacked:,} bytes"
            continue
        if n_values > max(_MAX_VALUES, _MAX_VALUES_A_ROW * n_rows):
            yield number, f"too long: rows {number} to {first - 1} have {n_values:,} values"
            continue
        try:
            for batch in file.iter_batches(batch_size=_BATCH_ROWS, row_groups=[group], columns=wanted):
                for row in _rows(batch, max_characters):
                    yield number, row
                    number += 1
        except (pa.ArrowException, OSError, ValueError) as error:
            yield number, _reason(error)


def _size_of(group: pq.RowGroupMetaData, wanted: Container[str]) -> _Size:
    """How many rows a group has, and how large its wanted columns are."""
    columns = [group.column(number) for number in range(group.num_columns)]
    own = [one for one in columns if one.path_in_schema.split(".")[0] in wanted]
    packed, unpacked = (
        sum(getattr(one, f"total_{kind}_size") for one in own) for kind in ("compressed", "uncompressed")
    )
    return _Size(group.num_rows, max((one.num_values for one in own), default=0), packed, unpacked)


def _is_text(kind: pa.DataType) -> bool:
    return any(check(kind) for check in (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary))


def _reason(error: Exception) -> str:
    return f"parquet: {(str(error).splitlines() or [type(error).__name__])[0][:120]}"


def _rows(batch: pa.RecordBatch, max_characters: int) -> Iterator[dict[str, object] | str]:
    columns = {name: _cells(batch.column(name), max_characters) for name in batch.schema.names}
    for index in range(batch.num_rows):
        row: dict[str, object] = {}
        reason = None
        for name, cell in columns.items():
            try:
                row[name] = cell(index)
            except (ArithmeticError, LookupError, ValueError, pa.ArrowException) as error:
                reason = reason or f"{name}: {str(error).splitlines()[0][:120]}"
        yield reason or row


def _cells(column: pa.Array, max_characters: int) -> Callable[[int], object]:
    """The function that gives the cell of a row as a Python object, or raises the reason why it does not."""
    kind = column.type
    if pa.types.is_timestamp(kind):
        return _days(_local(column).cast(pa.int64()), _UNITS_A_DAY[kind.unit])
    if pa.types.is_date64(kind):
        return _days(column.cast(pa.int64()), _UNITS_A_DAY["ms"])
    if pa.types.is_date32(kind):
        return _days(column.cast(pa.int32()), 1)
    if pa.types.is_dictionary(kind) and _is_text(kind.value_type):
        lengths = pc.binary_length(column.dictionary)
        known: dict[int, object] = {}

        def text(index: int) -> object:
            code = column.indices[index].as_py()
            if code is None:
                return None
            length = lengths[code].as_py()
            if length is not None and length > max_characters * _MAX_BYTES_OF_CHARACTER:
                raise ValueError(f"too long: {length:,} bytes, at most {max_characters:,} characters")
            if code not in known:
                known[code] = column.dictionary[code].as_py()
            return known[code]

        return text

    def other(index: int) -> object:
        size = _bytes_of(column.slice(index, 1))  # a list of texts, say
        if size > max_characters * _MAX_BYTES_OF_CHARACTER:
            raise ValueError(f"too long: {size:,} bytes, at most {max_characters:,} characters")
        return column[index].as_py()

    return other


def _bytes_of(column: pa.Array) -> int:
    """Bytes of all that a column holds, also where equal texts are held once."""
    if isinstance(column, pa.StructArray):
        return sum(map(_bytes_of, column.flatten()))
    if isinstance(column, pa.ListArray | pa.LargeListArray | pa.FixedSizeListArray):
        return _bytes_of(column.flatten())
    if isinstance(column, pa.DictionaryArray) and _is_text(column.type.value_type):
        return pc.sum(pc.binary_length(column.dictionary).take(column.indices)).as_py() or 0
    return int(column.nbytes)


def _local(column: pa.Array) -> pa.Array:
    """The time on the clock of the column's zone; where its zone is not known on this machine, that of UTC."""
    if column.type.tz is None:
        return column
    try:
        return pc.local_timestamp(column)
    except pa.ArrowException:
        return column.cast(pa.timestamp(column.type.unit))


def _days(units: pa.Array, units_a_day: int) -> Callable[[int], object]:
    def day(index: int) -> object:
        value = units[index].as_py()
        if value is None:
            return None
        try:
            return _EPOCH + dt.timedelta(days=value // units_a_day)
        except OverflowError:
            raise ValueError("impossible date: out of range") from None

    return day
