"""Shards: files of some hundred coded documents each, which are whole or not there.

A shard is a Parquet file with the columns `key` and `content`. Its name holds a hash of its bytes and the number of
its documents, so that a file that was cut short, or changed by a faulty disk, is known when it is read. It is
written beside, forced to the disk and renamed: whenever a process or the machine ends, a shard is there as a whole or
not at all.
"""

import contextlib
import hashlib
import os
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

SUFFIX = ".parquet"
STAGING = ".new-"
"""How the name of a file begins that is being written."""


class DamagedError(ValueError):
    """A shard whose bytes are not those that were written."""


def write_shard(folder: Path, entries: Mapping[str, bytes]) -> Path:
    """Write documents as one shard; the same documents in the same order give the same file.

    Parameters
    ----------
    folder
        Where the shard goes; it must be there.
    entries
        What was coded, by key.

    Raises
    ------
    OSError
        If the disk is full or the folder cannot be written; nothing is left of the shard then.
    """
    table = pa.table({"key": list(entries), "content": pa.array(entries.values(), pa.large_binary())})
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", use_dictionary=False, write_statistics=False)
    data = sink.getvalue()
    shard = folder / f"{_digest(data)}-{len(entries)}{SUFFIX}"
    made = folder / f"{STAGING}{uuid.uuid4().hex}"
    try:
        with made.open("xb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        made.replace(shard)
    except BaseException:
        with contextlib.suppress(OSError):
            made.unlink()
        raise
    _sync_folder(folder)
    return shard


def _sync_folder(folder: Path) -> None:
    """Force the names in a folder to the disk, where the system can do that."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def read_keys(shard: Path) -> list[str]:
    """The keys of a shard, without its content.

    Raises
    ------
    OSError
        If it cannot be opened, or another process has merged it with others.
    DamagedError
        If the file is no shard any more.
    """
    with shard.open("rb") as opened, _damage_told():
        keys: list[str] = pq.read_table(opened, columns=["key"])["key"].to_pylist()
    return keys


def read_shard(shard: Path) -> dict[str, bytes]:
    """All documents of a shard, after its bytes were compared with the hash in its name.

    Raises
    ------
    OSError
        If it cannot be opened, or another process has merged it with others.
    DamagedError
        If the bytes are not those that were written.
    """
    data = shard.read_bytes()
    if _digest(data) != shard.name.partition("-")[0]:
        raise DamagedError("its bytes are not those that were written")
    with _damage_told():
        table = pq.read_table(pa.BufferReader(data))
    return dict(zip(table["key"].to_pylist(), table["content"].to_pylist(), strict=True))


@contextlib.contextmanager
def _damage_told() -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, KeyError, pa.ArrowException) as error:
        raise DamagedError(f"{type(error).__name__}: {error}".splitlines()[0]) from error


def n_documents(shard: Path) -> int:
    """The number of documents of a shard, by its name."""
    number = shard.stem.rpartition("-")[2]
    return int(number) if number.isdecimal() else 0


def _digest(data: bytes | pa.Buffer) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()
