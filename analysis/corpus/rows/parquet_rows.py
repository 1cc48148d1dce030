"""The rows of a Parquet file, batch by batch: only the columns of an article, no cell above a limit.

A small file may unpack to more than the memory holds. Row groups are read in turn, equal texts are
held once, and a cell that is too long is measured before it becomes a Python object.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import IO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

Row = tuple[int | None, dict[str, object] | str]
"""Number of the row, and the cells by column or the reason why there are none."""
_BATCH_ROWS = 32
_MAX_BYTES_OF_CHARACTER = 4
_EPOCH = dt.date(1970, 1, 1)
_UNITS_A_DAY = {"s": 86_400, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}


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
        groups = [file.metadata.row_group(group).num_rows for group in range(file.num_row_groups)]
    except (pa.ArrowException, OSError, ValueError, KeyError) as error:
        yield None, _reason(error)
        return
    first = 1
    for group, n_rows in enumerate(groups):
        number = first
        try:
            for batch in file.iter_batches(batch_size=_BATCH_ROWS, row_groups=[group], columns=wanted):
                for row in _rows(batch, max_characters):
                    yield number, row
                    number += 1
        except (pa.ArrowException, OSError, ValueError) as error:
            yield number, _reason(error)
        first += n_rows


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
    return lambda index: column[index].as_py()


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
