"""The rows of a workbook (XLSX): those of each sheet whose first row names the columns of articles.

Formulas count by the value that was saved with them. A sheet holds no text longer than 32,767 characters:
the program that wrote it has cut longer ones off.
"""

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence

import openpyxl

Row = tuple[int | None, dict[str, object] | str]
"""Number of the row in its sheet, and the cells by column or the reason why there are none."""
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
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception as error:  # noqa: BLE001 - openpyxl passes on whatever its parts raise
        yield "", [], iter([(None, _reason(error))])
        return
    refusals: list[str] = []
    found = False
    for sheet in book.worksheets:
        rows = enumerate(sheet.iter_rows(values_only=True), start=1)
        header = next((cells for _, cells in rows if any(cell is not None for cell in cells)), None)
        if header is None:
            continue
        columns = ["" if cell is None else str(cell) for cell in header]
        refused = accept(columns)
        if refused:
            refusals.append(refused)
            continue
        found = True
        yield sheet.title if len(book.worksheets) > 1 else "", columns, _rows(rows, columns)
    if not found:
        yield "", [], iter([(None, refusals[0] if refusals else _NO_SHEET)])


def _rows(rows: Iterator[tuple[int, Sequence[object]]], columns: Sequence[str]) -> Iterator[Row]:
    """The rows below the header that are not empty."""
    number = 0
    try:
        for number, cells in rows:
            if any(cell is not None for cell in cells):
                yield number, {name: cell for name, cell in zip(columns, cells, strict=False) if name}
    except (ValueError, KeyError, SyntaxError, OSError, EOFError, zipfile.BadZipFile) as error:  # a damaged part
        yield number + 1, _reason(error)


def _reason(error: Exception) -> str:
    return f"xlsx: {(str(error).splitlines() or [''])[0][:120] or type(error).__name__}"
