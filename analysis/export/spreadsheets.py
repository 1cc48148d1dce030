"""Tables as CSV and XLSX, with cells that no spreadsheet takes for a formula.

The same tables give the same bytes: an XLSX file, which is a zip of XML files, carries no time of writing.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pandas as pd
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from analysis.eventdata import harmless

MAX_ROWS = 1_048_575
"""Rows below the header that a sheet holds."""
MAX_CELL = 32_767
"""Characters that a cell of a sheet holds."""
_CHANGED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first time that a zip can hold
_WIDEST, _NARROWEST = 60, 8  # characters
_SAMPLE = 200  # rows by which the width of a column is chosen


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV (RFC 4180) in UTF-8 with a byte order mark, by which spreadsheets know it.

    Days are YYYY-MM-DD.
    """
    harmless(_with_days_as_text(table)).to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\r\n")


def write_xlsx(sheets: Mapping[str, pd.DataFrame], path: Path) -> dict[str, str]:
    """Write tables as the sheets of one workbook, with a header that stays in sight and a filter.

    Returns
    -------
    left_out
        By the name of a table, why it has no sheet: it has more rows than a sheet holds.
    """
    book = openpyxl.Workbook(write_only=True)
    left_out = {}
    for name, table in sheets.items():
        if len(table) > MAX_ROWS:
            left_out[name] = f"{len(table):,} rows are more than the {MAX_ROWS:,} of a sheet"
            continue
        _add_sheet(book, name, table)
    buffer = io.BytesIO()
    book.save(buffer)
    path.write_bytes(_without_times(buffer.getvalue()))
    return left_out


def _add_sheet(book: openpyxl.Workbook, name: str, table: pd.DataFrame) -> None:
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(1, len(table.columns)))}{len(table) + 1}"
    cells = harmless(table)
    for number, column in enumerate(cells.columns, start=1):
        longest = max((len(str(value)) for value in cells[column].head(_SAMPLE)), default=0)
        width = min(_WIDEST, max(_NARROWEST, len(str(column)) + 2, longest))
        sheet.column_dimensions[get_column_letter(number)].width = width
    header = [WriteOnlyCell(sheet, value=str(column)) for column in cells.columns]
    for cell in header:
        cell.font = Font(bold=True)
    sheet.append(header)
    for row in cells.astype("object").itertuples(index=False, name=None):
        sheet.append([_cell(value) for value in row])


def _cell(value: object) -> object:
    """A value as a sheet holds it: no character that XML forbids, no longer than a cell."""
    if pd.isna(value):  # type: ignore[call-overload]
        return None
    if isinstance(value, str):
        return ILLEGAL_CHARACTERS_RE.sub("", value)[:MAX_CELL]
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value


def _with_days_as_text(table: pd.DataFrame) -> pd.DataFrame:
    days = table.select_dtypes("datetime").columns
    return table.assign(**{column: table[column].dt.strftime("%Y-%m-%d") for column in days})


def _without_times(data: bytes) -> bytes:
    """The same workbook without the times at which it and its parts were written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "docProps/core.xml":
                content = _CHANGED.sub(rb"\g<1>2000-01-01T00:00:00Z", content)
            entry = zipfile.ZipInfo(info.filename, date_time=_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return out.getvalue()
