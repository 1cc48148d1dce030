"""Find files of event data, plain, gzipped or zipped, and read them in chunks.

Memory holds one chunk; its columns are read as codes into their distinct values,
because the same actors, event codes and days recur thousands of times. A file
in UTF-16, as spreadsheets save it, is read as such, with its mark or without.
"""

import codecs
import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from analysis import errors
from analysis.eventdata import codebooks
from analysis.eventdata.parsing import Chunk, NeedsMendingError, Rejects, parse
from analysis.eventdata.variants import detect_variant, first_lines

BLOCK_SIZE = 16 * 1024**2
"""Bytes read at a time."""
EXAMPLE = "example"
_UTF16_MARKS = {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}


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

    Among several files, one that is not of this format, as a codebook or a note beside
    the data, is a reject.

    Raises
    ------
    InputError
        If no file is of this format, or one is damaged.
    """
    foreign: list[_ForeignFileError] = []
    readable = False
    for path in paths:
        for name, open_stream in _members(path):
            try:
                open_stream = _as_utf8(open_stream)  # noqa: PLW2901 - the same file, decoded
                yield from _read_file(name, open_stream, layout, fields, rejects, block_size)
                readable = True
            except _ForeignFileError as fault:
                foreign.append(fault)
                rejects.add(name, [1], [f"the whole file: {str(fault).removeprefix(f'{name}, ')}"])
            except (pa.ArrowInvalid, OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
                msg = f"{name}: {str(error).splitlines()[0]}"
                raise errors.InputError(msg) from error
    if foreign and not readable:
        raise errors.InputError(str(foreign[0]))


class _ForeignFileError(errors.InputError):
    """A file that is not of the format."""


def _read_file(
    name: str, open_stream: Callable[[], Any], layout: codebooks.Layout, fields: Sequence[str], rejects: Rejects,
    block_size: int,
) -> Iterator[Chunk]:  # fmt: skip
    with open_stream() as stream:
        try:
            variant = detect_variant(first_lines(stream), layout, name)
        except errors.InputError as fault:
            raise _ForeignFileError(str(fault)) from fault
    if variant is None:
        return
    for line, reason in variant.before:
        rejects.add(name, [line], [reason])

    @cache
    def whole_file(field_name: str) -> frozenset[str]:
        chunks = _read_file(name, open_stream, layout, [field_name], Rejects(), block_size)
        return frozenset().union(*(chunk.factorize(field_name)[1] for chunk in chunks))

    columns, done = _fields_by_column(layout, fields), 0
    found = Rejects()
    mend = variant.quote and _has_open_lines(open_stream)
    if not mend:
        try:
            with open_stream() as stream:
                for chunk in parse(stream, name, variant, columns, found, block_size, whole_file):
                    yield chunk
                    done = max(done, int(chunk.lines[-1])) if len(chunk.lines) else done
        except NeedsMendingError:
            mend = True
    if mend:
        found = Rejects()
        with open_stream() as stream:
            for chunk in parse(stream, name, variant, columns, found, block_size, whole_file, mend=True):
                if len(chunk.lines) and chunk.lines[-1] > done:
                    yield chunk.after(done)
    rejects.rows += found.rows


def _as_utf8(open_stream: Callable[[], Any]) -> Callable[[], Any]:
    """The file as UTF-8, if it is UTF-16, with its mark or without; else as it is."""
    with open_stream() as stream:
        encoding = _utf16(stream.read(64))
    return open_stream if encoding is None else lambda: io.BufferedReader(_FromUtf16(open_stream(), encoding))


def _utf16(head: bytes) -> str | None:
    """Which UTF-16 a file is by its first bytes: its mark, or every other byte 0, as in a header of Latin letters."""
    if head[:2] in _UTF16_MARKS:
        return "utf-16"
    even, odd = head[::2], head[1::2]
    if not odd or any(even) == any(odd):
        return None
    zeros, letters, name = (odd, even, "utf-16-le") if any(even) else (even, odd, "utf-16-be")
    return name if not any(zeros) and all(letters) else None


class _FromUtf16(io.RawIOBase):
    """A UTF-16 file as a stream of UTF-8; what is no character becomes the replacement character."""

    def __init__(self, stream: Any, encoding: str) -> None:
        super().__init__()
        self._stream, self._left = stream, b""
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")

    def readable(self) -> bool:
        """The stream can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` with the next characters."""
        while not self._left:
            block = self._stream.read(BLOCK_SIZE)
            self._left = self._decoder.decode(block, final=not block).encode()
            if not block:
                break
        n = min(len(buffer), len(self._left))
        buffer[:n], self._left = self._left[:n], self._left[n:]
        return n

    def close(self) -> None:
        """Close the file as well."""
        self._stream.close()
        super().close()


def _has_open_lines(open_stream: Callable[[], Any]) -> bool:
    """Whether a quote opened in one line ends in another, or never: the parser would take the lines for one row."""
    left = b""
    with open_stream() as stream:
        while block := stream.read(BLOCK_SIZE):
            *lines, left = (left + block).split(b"\n") if b'"' in block or b'"' in left else (b"",)
            if any(line.count(b'"') % 2 for line in lines):
                return True
    return bool(left.count(b'"') % 2)


def _members(path: Path) -> Iterator[tuple[str, Callable[[], Any]]]:
    """The file itself, or the members of a zip; hidden ones are passed over, as in a folder."""
    if path.suffix != ".zip":
        yield path.name, lambda: pa.input_stream(str(path), compression="gzip" if path.suffix == ".gz" else None)
        return
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise errors.InputError(f"{path.name}: {error}") from error
    with archive:
        for member in sorted(info.filename for info in archive.infolist() if not info.is_dir()):
            parts = member.split("/")
            if "__MACOSX" not in parts and not parts[-1].startswith("."):
                yield f"{path.name}:{member}", partial(archive.open, member)


def _fields_by_column(layout: codebooks.Layout, fields: Sequence[str]) -> dict[str, list[str]]:
    """Our fields by the column of the file; one column may serve two fields."""
    by_column: dict[str, list[str]] = {}
    for key in fields:
        column = layout.fields.get(key) if layout.fields else key
        if column is not None:
            by_column.setdefault(column, []).append(key)
    return by_column
