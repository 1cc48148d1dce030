"""Tables that are written row by row and read in order, on the disk: no more than a part of them is in memory."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis import schemas

BATCH_ROWS = 5000
"""Rows that are read at a time."""
MEMORY = "400MB"
"""What DuckDB may take before it goes on on the disk."""


def connection(scratch: Path, *, threads: int = 2) -> duckdb.DuckDBPyConnection:
    """A connection to no database, which keeps to its memory and writes what is more into a folder.

    It loads no extension and reads nothing that is not asked for. Each thread holds what it reads of a file, which
    is not counted as its memory.
    """
    opened = duckdb.connect(
        config={
            "memory_limit": MEMORY, "threads": threads, "temp_directory": str(scratch),
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False, "autoload_known_extensions": False,
        }
    )  # fmt: skip
    opened.execute("SET enable_progress_bar = false")  # it would stand among what a command prints
    return opened


def schema_of(name: str, *further: pa.Field) -> pa.Schema:
    """The Arrow schema of a frame as it is written, with further columns after its own."""
    schema = pa.Table.from_pandas(schemas.empty(name), preserve_index=False).schema
    return pa.schema([*schema, *further], metadata=schema.metadata)


class FrameFile:
    """A Parquet file of one frame, written part by part.

    Parameters
    ----------
    file
        Where it is written.
    name
        The frame (`analysis.schemas`), by whose schema each part is checked.
    further
        Columns after those of the frame.
    """

    def __init__(self, file: Path, name: str, *further: pa.Field) -> None:
        self.file, self.name, self.rows = file, name, 0
        self._further, self._schema = further, schema_of(name, *further)
        self._writer = pq.ParquetWriter(file, self._schema, compression="zstd")

    def write(self, frame: pd.DataFrame) -> None:
        """Append the rows of a frame."""
        own = schemas.check(self.name, frame)
        for column in self._further:
            own[column.name] = frame[column.name].to_numpy()
        self.write_table(pa.Table.from_pandas(own, schema=self._schema, preserve_index=False))

    def write_table(self, table: pa.Table) -> None:
        """Append the rows of a table with the columns of the file, which was checked before."""
        if len(table):
            self._writer.write_table(table.select(self._schema.names).cast(self._schema))
            self.rows += len(table)

    def close(self) -> None:
        """Finish the file."""
        self._writer.close()

    def __enter__(self) -> Self:
        """The file."""
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        """Finish the file."""
        self.close()


def in_order(file: Path, by: Sequence[str], scratch: Path) -> Iterator[pa.Table]:
    """Yield the rows of a Parquet file in an order, a part at a time.

    Parameters
    ----------
    file
        The file.
    by
        SQL expressions of its columns; texts have the order of their letters' numbers, as in Python.
    scratch
        A folder for what does not fit into memory.
    """
    with connection(scratch) as opened:
        found: Any = opened.sql(f"SELECT * FROM read_parquet({quoted(str(file))}) ORDER BY {', '.join(by)}")  # noqa: S608
        for batch in found.to_arrow_reader(BATCH_ROWS):  # it may give more
            table = pa.Table.from_batches([batch])
            yield from (table.slice(start, BATCH_ROWS) for start in range(0, len(table), BATCH_ROWS))


def quoted(text: str) -> str:
    """A text as it stands in SQL."""
    return "'" + text.replace("'", "''") + "'"
