"""The rows of a CSV text, with quotes that are never closed found and told.

A quote that is not closed would swallow the rows that follow it into one cell. A record that
is not well-formed is therefore given up where one of its further lines is a row of its own, and
reading goes on with the line after its first. Lines within a cell whose quotes are right are text.
"""

import csv
import functools
import re
from collections.abc import Callable, Iterator, Sequence

from analysis.corpus.rows import text_lines
from analysis.corpus.rows.text_lines import Lines, is_text

Row = tuple[int, dict[str, str] | str]
"""Number of the line, and the cells by column or the reason why there are none."""
_FIELD_LIMIT = 2**31 - 1  # characters; how long an article may be is not for the reader of rows to say
_READ_AGAIN = 1_000_000  # characters
_SHARE_READ_AGAIN = 5
_WRONG_COUNT = "bad row: not as many cells as columns"
_DELIMITERS = ",;\t|^~"
_SAID = re.compile(r"\s*sep=([^\"\s])\r?\n?$")  # how a spreadsheet says its delimiter in the first line


def find_delimiter(lines: Lines, *, is_table: Callable[[Sequence[str]], bool]) -> str | None:
    """The delimiter of a table: the one that it names, or the one that its header shows.

    Parameters
    ----------
    lines
        The lines of the file, at its beginning; a first line that only names the delimiter is passed over.
    is_table
        Whether the columns of a table with these names are those that are sought.

    Returns
    -------
    delimiter
        Of several the one by which the columns that are sought are found, else the one that makes most columns;
        None where there are only blanks.
    """
    csv.field_size_limit(_FIELD_LIMIT)
    while not lines.is_at_end():
        lines.begin()
        first = next(lines)
        said = _SAID.match(first)
        if said:
            return said[1]
        if first.strip():
            headers = {delimiter: _header(lines, delimiter) for delimiter in _DELIMITERS}
            lines.go_back(lines.at - 1)
            return max(_DELIMITERS, key=lambda delimiter: (is_table(headers[delimiter]), len(headers[delimiter])))
    return None


def _header(lines: Lines, delimiter: str) -> list[str]:
    """The row that begins with the line that was given out last."""
    start = lines.at - 1
    lines.go_back(start)
    found = next(csv.reader(lines, delimiter=delimiter), [])
    lines.go_back(start + 1)
    return found


def read_rows(
    lines: Lines,
    delimiter: str,
    *,
    accept: Callable[[Sequence[str]], str | None],
    is_row: Callable[[dict[str, str]], bool],
) -> Iterator[Row]:
    """Yield the rows of a text, each under the number of its last line, and a reason for each that is none.

    No more is held than the lines of one row. A row that has not ended after `MAX_RECORD` characters ends there.

    Parameters
    ----------
    lines
        The lines of the file, from its header on.
    delimiter
        What stands between two cells.
    accept
        Called with the names of the columns; what it returns is the reason to refuse the file.
    is_row
        Whether cells read from one line are those of a row, and no line of a longer text.
    """
    lines.begin()
    strict, lenient = (csv.reader(lines, delimiter=delimiter, strict=strict) for strict in (True, False))
    try:
        columns = next((row for row in strict if row), [])
    except csv.Error as error:
        yield 1, "too long: the header" if lines.is_full else f"bad header: {error}"
        return
    refused = accept(columns) if all(map(is_text, columns)) else "encoding: the header is not UTF-8"
    if refused:
        yield 1, refused
        return
    is_alone = functools.partial(_is_row, columns=columns, delimiter=delimiter, is_row=is_row)
    again = 0  # characters that were read again, which no file may drive up without bound
    while not lines.is_at_end():
        lines.begin()
        start = lines.at
        reason = _WRONG_COUNT
        try:
            cells = next(strict, [])
            well_formed = True
        except csv.Error as error:
            reason, well_formed = f"bad row: {error}", False
            lines.go_back(start)
            cells = next(lenient, [])
        whole, cut = len(cells) == len(columns), lines.is_full or lines.is_cut()
        if well_formed and not cut and (whole or not cells):
            if whole:
                yield lines.at, _row(columns, cells)
            continue
        further = lines.since(start + 1)
        again += sum(map(len, further))
        may_go_back = further and again < _SHARE_READ_AGAIN * lines.read + _READ_AGAIN
        if may_go_back and any(map(is_alone, further)):
            yield start + 1, f"unclosed quote: lines {start + 1} to {lines.at}"
            lines.go_back(start + 1)
        elif cut:
            if lines.is_full:
                _pass_over(lines, is_alone)
            yield start + 1, f"too long: a row of more than {text_lines.MAX_RECORD:,} characters, to line {lines.at}"
        elif "unexpected end" in reason:
            yield start + 1, f"unclosed quote: lines {start + 1} to {lines.at}" if further else "unclosed quote"
        elif whole:  # quotes within quotes, but each cell in its place
            yield lines.at, _row(columns, cells)
        else:
            yield lines.at, reason


def _row(columns: Sequence[str], cells: Sequence[str]) -> dict[str, str] | str:
    return dict(zip(columns, cells, strict=True)) if all(map(is_text, cells)) else "encoding: not UTF-8"


def _is_row(line: str, columns: Sequence[str], delimiter: str, is_row: Callable[[dict[str, str]], bool]) -> bool:
    """Whether a line is a row by itself."""
    cells = next(csv.reader([line], delimiter=delimiter), [])
    return len(cells) == len(columns) and is_row(dict(zip(columns, cells, strict=True)))


def _pass_over(lines: Lines, is_row: Callable[[str], bool]) -> None:
    """Go on to the next line that is a row by itself, or to the end."""
    while not lines.is_at_end():
        lines.begin()
        if is_row(next(lines)):
            lines.go_back(lines.at - 1)
            return
