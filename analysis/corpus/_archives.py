"""Files within files: gzip and zip, unpacked in memory and within bounds.

A small archive may unpack to more than the memory holds. How much a member may unpack to is
bounded, in itself and against what it takes packed; no member is written to the disk, and its name is
a name alone, never a path that is followed.
"""

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Container, Iterator
from pathlib import PurePosixPath
from typing import IO, Any, cast

MAX_BYTES = 512 * 1024**2
"""Bytes that one member may unpack to; also the bytes of all members of a zip of documents such as .docx."""
MAX_MEMBERS = 100_000
"""Members of a zip that are read."""
_MAX_RATIO = 200  # unpacked to packed; text packs ten to twenty times, an archive made to overflow a thousand times
_ALWAYS_READ = 16 * 1024**2  # bytes unpacked below which no ratio is too high
PACKED = frozenset({".gz", ".zip"})
"""The endings of archives."""

Member = tuple[str, bytes | str]
"""Name of a member, and its bytes or the reason why it is not read."""


def members(data: bytes, name: str, *, skip: Container[str] = ()) -> Iterator[Member]:
    """Yield the members of an archive in order of name; an archive within an archive is not opened.

    Parameters
    ----------
    data
        The archive.
    name
        Its name; its ending says which kind it is. A member's is this, a slash, and its own.
    skip
        Names of files to pass over; hidden ones and those of `__MACOSX` are passed over as well.
    """
    if name.lower().endswith(".gz"):
        yield name[: -len(".gz")], _gunzipped(data)
        return
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = sorted((info for info in archive.infolist() if not info.is_dir()), key=lambda info: info.filename)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        yield name, f"zip: {error}"
        return
    if len(infos) > MAX_MEMBERS:
        yield name, f"zip: {len(infos):,} members, at most {MAX_MEMBERS:,}"
        return
    for info in infos:
        parts = [part for part in PurePosixPath(info.filename).parts if part not in {"/", ".."}]
        if not parts or "__MACOSX" in parts or any(part.startswith(".") for part in parts) or parts[-1] in skip:
            continue
        printable = "/".join(parts).encode("utf-8", "replace").decode()
        nested = PurePosixPath(parts[-1]).suffix.lower() in PACKED
        reason = "archive in an archive, not opened" if nested else _too_large(info.file_size, info.compress_size)
        yield f"{name}/{printable}", reason or _unzipped(archive, info)


class BrokenArchiveError(ValueError):
    """An archive that cannot be unpacked further; the message is the reason."""


def opened(file: IO[bytes], name: str) -> IO[bytes]:
    """A file of lines that is unpacked while it is read, by gzip if its name says so.

    Its reader gets a `BrokenArchiveError` where it is damaged, or unpacks to too much against its size.
    """
    if not name.lower().endswith(".gz"):
        return file
    packed = file.seek(0, io.SEEK_END)
    file.seek(0)
    return cast("IO[bytes]", _Unpacked(file, limit=max(_ALWAYS_READ, _MAX_RATIO * packed)))


class _Unpacked(gzip.GzipFile):
    """A file packed by gzip, whose reading breaks off when more has come out than `limit` bytes."""

    def __init__(self, file: IO[bytes], *, limit: int) -> None:
        super().__init__(fileobj=file, mode="rb")
        self._limit = limit

    def readline(self, size: int | None = -1) -> bytes:
        return self._bounded(super().readline, -1 if size is None else size)

    def read(self, size: int | None = -1) -> bytes:
        return self._bounded(super().read, size)

    def read1(self, size: int = -1) -> bytes:
        return self._bounded(super().read1, size)

    def _bounded(self, read: Callable[[Any], bytes], size: int | None) -> bytes:
        try:
            data = read(size)
        except (OSError, EOFError, zlib.error) as error:
            raise BrokenArchiveError(f"gzip: {error}") from None
        if self.tell() > self._limit:
            raise BrokenArchiveError(f"too long: unpacks to more than {_MAX_RATIO} times its size")
        return data


def unpacks_to_too_much(data: bytes) -> str | None:
    """The reason not to open a document that is a zip of parts, such as .docx; None if its parts are small enough."""
    try:
        infos = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        return f"zip: {error}"
    return _too_large(sum(info.file_size for info in infos), sum(info.compress_size for info in infos))


def _too_large(unpacked: int, packed: int) -> str | None:
    if unpacked > MAX_BYTES:
        return f"too long: unpacks to more than {MAX_BYTES // 1024**2} MB"
    if unpacked > _ALWAYS_READ and unpacked > _MAX_RATIO * packed:
        return f"too long: unpacks to more than {_MAX_RATIO} times its size"
    return None


def _unzipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes | str:
    """The bytes of a member: no more than its head says, which was checked; the rest is checked against its sum."""
    try:
        return archive.read(info)
    except RuntimeError:  # what zipfile raises where a password is needed
        return "zip: encrypted"
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError) as error:
        return f"zip: {error}"


def _gunzipped(data: bytes) -> bytes | str:
    limit = min(MAX_BYTES, max(_ALWAYS_READ, _MAX_RATIO * len(data)))
    try:
        with gzip.open(io.BytesIO(data)) as stream:
            unpacked = stream.read(limit + 1)
    except (OSError, EOFError, zlib.error) as error:
        return f"gzip: {error}"
    return _too_large(len(unpacked), len(data)) or unpacked
