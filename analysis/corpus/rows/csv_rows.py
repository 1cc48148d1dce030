"""The rows of a CSV text, with quotes that are never closed found and told.

A quote that is not closed would swallow the rows that follow it into one cell. A record that
is not well-formed is therefore given up where one of its further lines is a row of its own, and
reading goes on with the line after its first. Lines within a cell whose quotes are right are text.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence

Row = tuple[int, dict[str, str] | str]
"""Number of the line, and the cells by column or the reason why there are none."""
_FIELD_LIMIT = 2**31 - 1  # characters; how long an article may be is not for the reader of rows to say
_READ_AGAIN = 1_000_000  # characters
_SHARE_READ_AGAIN = 5
_WRONG_COUNT = "bad row: not as many cells as columns"
_DELIMITERS = ",;\t|^~"
_SAID = re.compile(r"\s*sep=(.)\r?\n")  # how a spreadsheet says its delimiter in the first line


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


def delimiter_of(text: str, *, is_table: Callable[[Sequence[str]], bool]) -> tuple[str, str]:
    """The text of a table, and its delimiter: the one that it names, or the one that its header shows.

    Parameters
    ----------
    text
        The file's text.
    is_table
        Whether the columns of a table with these names are those that are sought.

    Returns
    -------
    text, delimiter
        The text, in which a first line that only names the delimiter is blank. Of several the delimiter is
        the one by which the columns that are sought are found, else the one that makes most columns.
    """
    said = _SAID.match(text)
    if said:
        return "\n" + text[said.end() :], said[1]
    csv.field_size_limit(_FIELD_LIMIT)
    headers = {delimiter: _header(text, delimiter) for delimiter in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda delimiter: (is_table(headers[delimiter]), len(headers[delimiter])))
    return text, best


def _header(text: str, delimiter: str) -> list[str]:
    """The first row that is not empty."""
    lines = io.StringIO(text.replace("\x00", ""), newline="")
    return next((row for row in csv.reader(lines, delimiter=delimiter) if row), [])


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
