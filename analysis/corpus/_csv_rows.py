"""The rows of a CSV text, with quotes that are never closed found and told.

A quote that is not closed would swallow the rows that follow it into one cell. A record that
is not well-formed is therefore given up where one of its further lines is a row of its own, and
reading goes on with the line after its first. Lines within a cell whose quotes are right are text.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence

Row = tuple[int, dict[str, str] | str]
"""Number of the line, and the cells by column or the reason why there are none."""
_FIELD_LIMIT = 2**31 - 1  # characters; how long an article may be is not for the reader of rows to say
_READ_AGAIN = 1_000_000  # characters
_SHARE_READ_AGAIN = 5
_WRONG_COUNT = "bad row: not as many cells as columns"


class _Lines:
    """The lines of a text, to which a reader can be led back."""

    def __init__(self, text: str) -> None:
        self.all = list(io.StringIO(text, newline=""))
        self.at = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self.at >= len(self.all):
            raise StopIteration
        self.at += 1
        return self.all[self.at - 1]


def read_rows(
    text: str,
    delimiter: str,
    *,
    accept: Callable[[Sequence[str]], str | None],
    is_row: Callable[[dict[str, str]], bool],
) -> Iterator[Row]:
    """Yield the rows of a text, each under the number of its last line, and a reason for each that is none.

    Parameters
    ----------
    text
        The file's text.
    delimiter
        What stands between two cells.
    accept
        Called with the names of the columns; what it returns is the reason to refuse the file.
    is_row
        Whether cells read from one line are those of a row, and no line of a longer text.
    """
    csv.field_size_limit(_FIELD_LIMIT)
    lines = _Lines(text.replace("\x00", ""))
    strict, lenient = (csv.reader(lines, delimiter=delimiter, strict=strict) for strict in (True, False))
    try:
        columns = next((row for row in strict if row), [])
    except csv.Error as error:
        yield 1, f"bad header: {error}"
        return
    refused = accept(columns)
    if refused:
        yield 1, refused
        return
    again = 0  # characters that were read again, which no file may drive up without bound
    while lines.at < len(lines.all):
        start = lines.at
        reason = _WRONG_COUNT
        try:
            cells = next(strict, [])
            well_formed = True
        except csv.Error as error:
            reason, well_formed = f"bad row: {error}", False
            lines.at = start
            cells = next(lenient, [])
        whole = len(cells) == len(columns)
        if well_formed and (whole or not cells):
            if whole:
                yield lines.at, dict(zip(columns, cells, strict=True))
            continue
        end = lines.at
        again += sum(map(len, lines.all[start:end]))
        may_go_back = end > start + 1 and again < _SHARE_READ_AGAIN * len(text) + _READ_AGAIN
        swallowed = may_go_back and _holds_row(lines.all[start + 1 : end], columns, delimiter, is_row)
        if swallowed or "unexpected end" in reason:
            yield start + 1, f"unclosed quote: lines {start + 1} to {end}" if end > start + 1 else "unclosed quote"
            lines.at = start + 1 if swallowed else end
        elif whole:  # quotes within quotes, but each cell in its place
            yield end, dict(zip(columns, cells, strict=True))
        else:
            yield end, reason


def _holds_row(
    lines: Sequence[str], columns: Sequence[str], delimiter: str, is_row: Callable[[dict[str, str]], bool]
) -> bool:
    for line in lines:
        cells = next(csv.reader([line], delimiter=delimiter), [])
        if len(cells) == len(columns) and is_row(dict(zip(columns, cells, strict=True))):
            return True
    return False
