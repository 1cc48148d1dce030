"""How much the cache holds, and keeping it within a size: what was not used for longest goes first."""

import contextlib
import math
import os
import time
from collections.abc import Container, Iterator
from pathlib import Path
from typing import NamedTuple

from analysis import errors
from analysis.store import shards

GB = 10**9
DEFAULT_MAX_BYTES = 4 * GB
"""Size of the cache: about a million coded articles."""
_SIZE_VARIABLE = "ENTENTE_CACHE_GB"
_STALE_S = 3600  # seconds after which a file that is being written is left over from a process that was killed
# Before there was a store, the frames of a whole corpus were kept in a folder named by a hash.
_FRAMES = ("documents", "sentences", "mentions", "events", "evidence", "rejects")
_OLD_FILES = frozenset((*(f"{name}.parquet" for name in _FRAMES), "run.json"))
_OLD_NAME = 24  # hex digits


class Usage(NamedTuple):
    """What a cache holds, or what was removed from it: coded documents, files, bytes."""

    documents: int
    files: int
    bytes: int


def max_bytes() -> int:
    """The size of the cache in bytes: `ENTENTE_CACHE_GB` in gigabytes, else 4 of them.

    Raises
    ------
    InputError
        If the variable is not a number of gigabytes.
    """
    given = os.environ.get(_SIZE_VARIABLE, "").strip()
    if not given:
        return DEFAULT_MAX_BYTES
    try:
        gigabytes = float(given)
    except ValueError:
        gigabytes = math.nan
    if not (math.isfinite(gigabytes) and gigabytes >= 0):
        raise errors.InputError(f"{_SIZE_VARIABLE} is {given!r}, which is not a number of gigabytes")
    return int(gigabytes * GB)


def usage(cache: Path) -> Usage:
    """What a cache holds, of all versions of the coder."""
    found = list(_files(cache))
    return Usage(sum(shards.n_documents(one.file) for one in found), len(found), sum(one.size for one in found))


def prune(cache: Path, max_bytes: int, *, keep: Container[Path] = ()) -> Usage:
    """Remove what is left over, then what was not used for longest, until the cache has its size; return what went.

    Parameters
    ----------
    cache
        The folder of the cache.
    max_bytes
        Its size in bytes.
    keep
        Files that stay whatever the size, since a run needs them.
    """
    removed = [one for one in _files(cache) if one.left_over and _remove(one.file)]
    found = sorted((one for one in _files(cache) if not one.left_over), key=lambda one: (one.used, one.file))
    size = sum(one.size for one in found)
    for one in found:
        if size <= max_bytes:
            break
        if one.file not in keep and _remove(one.file):
            size -= one.size
            removed.append(one)
    for folder in {one.file.parent for one in removed}:
        with contextlib.suppress(OSError):  # it still holds files
            folder.rmdir()
    return Usage(sum(shards.n_documents(one.file) for one in removed), len(removed), sum(one.size for one in removed))


class _Kept(NamedTuple):
    """One file of a cache: bytes, second of its last use, and whether no run will ever use it."""

    file: Path
    size: int
    used: float
    left_over: bool


def _files(cache: Path) -> Iterator[_Kept]:
    """The files that the package has put into a cache; what else lies there is not touched."""
    for folder in _entries(cache / "coded"):
        for file in _entries(folder):
            staged = file.name.startswith(shards.STAGING)
            if staged or file.name.endswith(shards.SUFFIX):
                yield from _kept(file, after=_STALE_S if staged else None)
    for folder in _entries(cache):
        if len(folder.name) == _OLD_NAME and set(folder.name) <= set("0123456789abcdef"):
            for file in _entries(folder):
                if file.name in _OLD_FILES:
                    yield from _kept(file, after=0)


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _kept(file: Path, *, after: float | None) -> Iterator[_Kept]:
    """A file with its size; it is left over if it is older than `after` seconds."""
    with contextlib.suppress(OSError):
        found = file.stat()
        yield _Kept(file, found.st_size, found.st_mtime, after is not None and time.time() - found.st_mtime > after)


def _remove(file: Path) -> bool:
    try:
        file.unlink()
    except OSError:
        return False
    return True
