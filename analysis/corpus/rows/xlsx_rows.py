"""The rows of a workbook (XLSX): those of each sheet whose first row names the columns of articles.

Formulas count by the value that was saved with them. A sheet holds no text longer than 32,767 characters:
the program that wrote it has cut longer ones off.
"""

import io
import itertools
from collections.abc import Callable, Iterator, Sequence

Row = tuple[int | None, dict[str, object] | str]
"""Number of the row in its sheet, and the cells by column or the reason why there are none."""
MAX_ROWS = 4 * 2**20
"""Rows that are read of a workbook, the empty ones between others included; a sheet has a fourth of that at most."""
_NO_SHEET = "xlsx: no sheet has rows"


def read_sheets(
    data: bytes, *, accept: Callable[[Sequence[str]], str | None]
) -> Iterator[tuple[str, list[str], Iterator[Row]]]:
    """Yield each sheet that holds articles; where none does, one of a single reason.

    Parameters
    ----------
    data
        The file.
    accept
        Called with the names of the columns; what it returns is the reason to pass over a sheet.

    Yields
    ------
    title, columns, rows
        The sheet's title (empty where it is the only one), the names of its columns, and its rows, to be read
        before the next sheet.
    """
    import openpyxl  # noqa: PLC0415 - it takes long to load, and few corpora need it

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception as error:  # noqa: BLE001 - openpyxl passes on whatever its parts raise
        yield "", [], iter([(None, _reason(error))])
        return
    refusals: list[str] = []
    found = False
    left = iter(range(MAX_ROWS))  # of all sheets together
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what a sheet says of its size need not be true
        try:
            first, header = _header(sheet.iter_rows(values_only=True), left)
        except Exception as error:  # noqa: BLE001 - openpyxl passes on whatever its parts raise
            found = True
            yield sheet.title, [], iter([(None, _reason(error))])
            continue
        if not first:
            continue
        columns = ["" if cell is None else str(cell) for cell in header]
        refused = accept(columns)
        if refused:
            refusals.append(refused)
            continue
        found = True
        below = sheet.iter_rows(min_row=first + 1, max_col=len(columns), values_only=True)
        title = sheet.title if len(book.worksheets) > 1 else ""
        yield title, columns, _rows(enumerate(below, start=first + 1), columns, left)
    if next(left, None) is None:
        yield "", [], iter([(None, f"too long: a workbook of more than {MAX_ROWS:,} rows")])
    elif not found:
        yield "", [], iter([(None, refusals[0] if refusals else _NO_SHEET)])


def _header(rows: Iterator[Sequence[object]], left: Iterator[int]) -> tuple[int, Sequence[object]]:
    """The number and the cells of the first row that is not empty; 0 where there is none."""
    bounded = zip(itertools.count(1), rows, left, strict=False)
    return next(((n, cells) for n, cells, _ in bounded if any(cell is not None for cell in cells)), (0, ()))


def _rows(rows: Iterator[tuple[int, Sequence[object]]], columns: Sequence[str], left: Iterator[int]) -> Iterator[Row]:
    """The rows below the header that are not empty, while there is something left of what may be read."""
    number = 0
    try:
        for number, cells in rows:
            if next(left, None) is None:
                return
            if any(cell is not None for cell in cells):
                yield number, {name: cell for name, cell in zip(columns, cells, strict=False) if name}
    except Exception as error:  # noqa: BLE001 - a damaged part, of which openpyxl passes on whatever it raises
        yield number + 1, _reason(error)


def _reason(error: Exception) -> str:
    return f"xlsx: {(str(error).splitlines() or [''])[0][:120] or type(error).__name__}"
