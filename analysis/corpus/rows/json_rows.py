"""The objects of a JSON file: one a line, a list, a single article, or an answer that holds a list of articles."""

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO

Row = tuple[int | None, Mapping[str, object] | str]
"""Number of the line or of the object in its list, and the object or the reason why there is none."""
MAX_LINE_BYTES = 64 * 1024**2
"""Bytes of the longest line that is read of a file of lines: an article of the greatest length, however escaped."""
_NOT_AN_OBJECT = "bad row: not an object"
_MARK = b"\xef\xbb\xbf"  # by which some programs begin a file in UTF-8


def read_rows(
    text: str,
    *,
    is_article: Callable[[Mapping[str, object]], bool],
    articles_in: Callable[[object], list[object] | None],
    lines: bool,
) -> Iterator[Row]:
    """Yield the objects of a text, each under its number, counted from 1, and a reason for each that is none.

    Parameters
    ----------
    text
        The file's text.
    is_article
        Whether an object is an article by itself.
    articles_in
        The list of articles that a list or an object holds; None where it holds none.
    lines
        Whether the file's name says that each line is an object by itself. Other files are read so where
        their first line is one.
    """
    content = _whole(text, lines=lines)
    if isinstance(content, ValueError):
        yield None, f"bad JSON: {str(content)[:80]}"
    elif content is None:
        yield from _by_line(enumerate(text.split("\n"), start=1))
    elif isinstance(content, Mapping) and is_article(content):
        yield 1, content
    else:
        found = articles_in(content)
        if found is None:
            keys = ", ".join(list(map(str, content))[:12]) if isinstance(content, Mapping) else type(content).__name__
            yield None, f"columns: no article and no list of articles; there are {keys or 'no columns'}"
            return
        for number, row in enumerate(found, start=1):
            yield number, row if isinstance(row, Mapping) else _NOT_AN_OBJECT


def _whole(text: str, *, lines: bool) -> object | ValueError | None:
    """What the whole text holds; None where its lines are to be read one by one, an error where it cannot be read."""
    first, _, rest = text.lstrip().partition("\n")
    opens_list = first.startswith("[")
    if (lines and not opens_list) or (rest.strip() and _is_object(first)):
        return None
    try:
        content: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        return None if lines else ValueError(str(error))
    return content if content is not None else ValueError("nothing but null")


def _is_object(line: str) -> bool:
    try:
        return line.startswith("{") and isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def begin_with_object(stream: IO[bytes]) -> bool:
    """Whether a file of lines begins as an object does; the stream stands at its beginning again.

    What cannot be unpacked begins with nothing.
    """
    try:
        head = stream.read(1024)
        stream.seek(0)
    except (OSError, EOFError, ValueError, zlib.error):
        return False
    return 0 not in head and head.removeprefix(_MARK).lstrip().startswith(b"{")  # UTF-16 without its mark has NULs


def read_lines(stream: IO[bytes]) -> Iterator[Row]:
    """Yield the objects of a file with one a line, whatever its size: no more than a line of it is held.

    Raises
    ------
    OSError, EOFError
        If the stream breaks off.
    """
    yield from _by_line(_lines(stream))


def _lines(stream: IO[bytes]) -> Iterator[tuple[int, str | None]]:
    """The lines with their numbers; None for one that is too long, which is passed over."""
    number = 0
    while line := stream.readline(MAX_LINE_BYTES):
        number += 1
        if len(line) == MAX_LINE_BYTES and not line.endswith(b"\n"):
            while (rest := stream.readline(MAX_LINE_BYTES)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        else:
            yield number, (line.removeprefix(_MARK) if number == 1 else line).decode("utf-8", "surrogateescape")


def _by_line(lines: Iterable[tuple[int, str | None]]) -> Iterator[Row]:
    for number, line in lines:
        if line is None:
            yield number, f"too long: a line of more than {MAX_LINE_BYTES:,} bytes"
            continue
        if not line.strip():
            continue
        try:
            line.encode()
            row = json.loads(line)
        except UnicodeEncodeError:
            yield number, "encoding: not UTF-8"
        except (ValueError, RecursionError) as error:
            yield number, f"bad row: {str(error)[:80]}"
        else:
            yield number, row if isinstance(row, dict) else _NOT_AN_OBJECT
