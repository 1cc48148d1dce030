"""Read one article file, by its format, into raw articles and rejects.

Formats: plain text whose first line is ` date YYYY-MM-DD Title` or whose name holds the day, text with
YAML front matter (`date`, `title`, `source`), JSON and JSON Lines, CSV with any delimiter, Excel workbooks,
Parquet, a table in memory, Word, RTF and HTML, in which the exports of news archives are recognised, and gzip
and zip of these. `data/corpus/columns.csv` lists the names under which a field is found.
"""

import datetime as dt
import io
import json
import logging
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import IO

import pandas as pd
from bs4.dammit import EncodingDetector
from striprtf.striprtf import rtf_to_text

from analysis.corpus import _archives, _front_matter, _markup, _services
from analysis.corpus._cells import as_text
from analysis.corpus._columns import Columns, list_of_articles
from analysis.corpus._days import DAY_FIRST, EITHER, order_of, parse_day
from analysis.corpus._places import File
from analysis.corpus.rows import csv_rows, json_rows, parquet_rows, text_lines, xlsx_rows
from analysis.text.cleaning import PARAGRAPH

MAX_CHARACTERS = 1_000_000
"""Characters of the longest body that is read."""
MAX_TITLE_CHARACTERS = 2_000
"""Characters of the longest title that is read."""
_FIRST_LINE = re.compile(r"^\s*date\s+(\S+)[ \t]*(.*)$")
_DAY_IN_NAME = re.compile(r"(?<!\d)(\d{4})([-_./]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
_CUT = re.compile(
    r"(?:…|\.\.\.|(?<!\s))\s*\[\+\d+ chars\]\s*$"
)  # how NewsAPI ends a text that it gives the beginning of
_LINK_OF_RTF = re.compile(r'\("https?://[^"\s]*"\)|\(https?://[^\s()]*\)')  # what striprtf writes after a link
_MAX_NUL_SHARE = 0.01  # of the first bytes; a text may hold a stray NUL, which is removed
_MAX_NULS = 3
_HEAD_BYTES = 65_536
_MAX_RTF_BYTES = 50_000_000
_JOINED = {"text": PARAGRAPH, "title": " ", "source": ", "}  # what stands between the parts of a cell that has several
_MAX_WAITING = 16 * 1024**2  # characters of rows whose day is ambiguous that wait in memory
_BY_LINE = (".jsonl", ".ndjson")
_TABLES = (".csv", ".tsv", ".tab")
_LOG = logging.getLogger(__name__)
_CURES = {
    ".xls": "save it as .xlsx", ".ods": "save it as .xlsx", ".doc": "save it as .docx", ".odt": "save it as .docx",
    ".pdf": "save its text as .txt, or ask the service for another format", ".epub": "save it as .html",
}  # fmt: skip
_UTF16 = "utf-16"
_MARKS_OF_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_NOT_UTF16 = "encoding: not UTF-16, as its first bytes say"


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it stands in a file, before cleaning; its body is empty where the file has headlines alone."""

    path: str
    line: int | None
    published: dt.date
    title: str
    source: str | None
    body: str


@dataclass(frozen=True, slots=True)
class Reject:
    """A file or row that could not be read, and the reason."""

    path: str
    line: int | None
    reason: str


Items = Iterator[Article | Reject]
_Row = tuple[int | None, Mapping[str, object] | str]
_NO_COLUMNS = Columns()


def read_file(file: File, *, name: str, columns: Columns = _NO_COLUMNS, skip: Container[str] = ()) -> Items:
    """Yield the articles of `file`, and a reject for each part that cannot be read.

    Parquet, CSV and JSON Lines, the last two also packed by gzip, are read piece by piece; other files as a whole.

    Parameters
    ----------
    file
        The file.
    name
        The path that the frames give for the file; its ending decides on the format (`READERS`).
    columns
        The columns that the user has given.
    skip
        Names of files that are passed over in an archive.
    """
    try:
        with file.open("rb") as opened:
            yield from _read_opened(opened, name, columns, skip)
    except OSError as error:
        yield Reject(name, None, f"unreadable: {error.strerror or str(error)[:200]}")
    except Exception as error:  # noqa: BLE001 - what a file system of another package raises
        yield unforeseen(error, name, None)


def _read_opened(opened: IO[bytes], name: str, columns: Columns, skip: Container[str]) -> Items:
    path = PurePosixPath(name)
    packed = path.suffix.lower() in _archives.PACKED
    if not packed and path.suffix.lower() == ".parquet":
        yield from _guarded(_of_parquet(opened, name, columns), name)
        return
    if path.name.lower().removesuffix(".gz").endswith(_BY_LINE):
        lines = _archives.opened(opened, name)
        if json_rows.begin_with_object(lines):
            rows = json_rows.read_lines(lines)
            yield from _guarded(_articles(name.removesuffix(".gz"), _with_columns(rows, columns), columns), name)
            return
        opened.seek(0)
    elif path.name.lower().removesuffix(".gz").endswith(_TABLES):
        table = _of_csv(_archives.opened(opened, name), name.removesuffix(".gz"), columns)
        yield from _guarded(table, name.removesuffix(".gz"))
        return
    data = opened.read()
    if not packed:
        yield from _read(data, name, name, columns)
        return
    for member, content in _archives.members(data, name, skip=skip):
        if isinstance(content, str):
            yield Reject(member, None, content)
        else:
            yield from _read(content, member, member.removesuffix(".gz"), columns)


def _read(data: bytes, name: str, plain_name: str, columns: Columns) -> Items:
    """The articles of a file that is in memory; the ending of its plain name decides on the format."""
    suffix = PurePosixPath(plain_name).suffix.lower()
    reader = READERS.get(suffix)
    if reader is None:
        known = f"read are {', '.join((*READERS, *sorted(_archives.PACKED)))}"
        cure = _CURES.get(suffix, known)
        yield Reject(name, None, f"format: no reader for {suffix or 'a file without ending'}; {cure}")
    elif not data.strip():
        yield Reject(name, None, "empty")
    else:
        yield from _guarded(reader(data, name, columns), name)


def _guarded(items: Items, name: str) -> Items:
    """The items of a file; whatever ends them early is a reject."""
    try:
        yield from items
    except (_UnreadableError, _archives.BrokenArchiveError) as error:
        yield Reject(name, None, str(error))
    except Exception as error:  # noqa: BLE001 - a file that nobody foresaw never stops a run
        yield unforeseen(error, name, None)


class _UnreadableError(ValueError):
    """A file that cannot be read; the message is the reason."""


def unforeseen(error: Exception, name: str, line: int | None) -> Reject:
    """The reject for an error that no rule foresaw; it is logged with the document and its traceback."""
    _LOG.warning("%s, line %s: %s", name, line, error, exc_info=error)
    return Reject(name, line, f"unforeseen: {type(error).__name__}: {str(error)[:200]}")


def _decode(data: bytes) -> str:
    """Decode UTF-8, or UTF-16 with a byte order mark; the error of others carries the reason."""
    encoding = _encoding(data[:_HEAD_BYTES])
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == _UTF16:
            raise _UnreadableError(_NOT_UTF16) from None
        if 0 in data[:_HEAD_BYTES]:
            raise _UnreadableError("binary") from None
        line = data.count(b"\n", 0, error.start) + 1
        raise _UnreadableError(f"encoding: not UTF-8 at line {line}") from None


def _encoding(head: bytes) -> str:
    """The encoding of a text by its first bytes."""
    if head.startswith(_MARKS_OF_UTF16):
        return _UTF16
    if head.count(0) > max(_MAX_NULS, _MAX_NUL_SHARE * len(head)):
        raise _UnreadableError("binary")
    return "utf-8-sig"


def _article(
    name: str, line: int | None, fields: Mapping[str, object], *, order: str | None = None, headline: bool = False
) -> Article | Reject:
    try:
        return _checked(name, line, fields, order=order, headline=headline)
    except ValueError as error:
        return Reject(name, line, str(error))
    except Exception as error:  # noqa: BLE001 - a row that nobody foresaw costs no other row
        return unforeseen(error, name, line)


def _checked(
    name: str, line: int | None, fields: Mapping[str, object], *, order: str | None = None, headline: bool = False
) -> Article:
    """The article of a row, or, where a table has no texts, its headline; the ValueError carries the reason."""
    published = parse_day(fields.get("date"), order=order)
    body, title, source = _texts(fields).values()
    if not body and not (headline and title):
        raise ValueError("no text")
    if len(body) > MAX_CHARACTERS:
        raise ValueError(f"too long: {len(body):,} characters, at most {MAX_CHARACTERS:,}")
    for what, text in (("title", title), ("source", source)):
        if len(text) > MAX_TITLE_CHARACTERS:
            raise ValueError(f"too long: a {what} of {len(text):,} characters, at most {MAX_TITLE_CHARACTERS:,}")
    title, source = (" ".join(_markup.plain(text).split()) for text in (title, source))
    title = _without_source(title, source)
    return Article(name, line, published, title, source or None, _CUT.sub("", _markup.plain(body)))


def _texts(fields: Mapping[str, object]) -> dict[str, str]:
    """The text, the title and the source of a row, whatever its cells hold; the ValueError carries the reason."""
    return {name: as_text(fields.get(name), join=join) for name, join in _JOINED.items()}


def _without_source(title: str, source: str) -> str:
    """A headline without the name of its source at the end, as news searches write it: "Talks end - The Daily"."""
    head, mark, tail = title.rpartition(" | ") if " | " in title else title.rpartition(" - ")
    return head.rstrip() if mark and source and tail.strip().casefold() == source.casefold() else title


def _articles(name: str, rows: Iterable[_Row], columns: Columns, *, headlines: bool | None = None) -> Items:
    """The articles of a table's rows.

    A day such as 01/02/2024 waits for another row of the table to tell day from month; what waits goes to the disk
    where it is much.
    """
    told: set[str] = set()
    with SpooledTemporaryFile(max_size=_MAX_WAITING, mode="w+", encoding="utf-8") as waiting:
        for number, row in rows:
            if isinstance(row, str):
                yield Reject(name, number, row)
                continue
            fields = columns.fields(row)
            headline = columns.headlines_only(row) if headlines is None else headlines
            order = order_of(fields["date"])
            if order == EITHER:
                try:
                    waiting.write(json.dumps([number, {**fields, **_texts(fields)}, headline]) + "\n")
                except ValueError as error:
                    yield Reject(name, number, str(error))
                continue
            if order:
                told.add(order)
            yield _article(name, number, fields, headline=headline)
        order = next(iter(told)) if len(told) == 1 else None
        waiting.seek(0)
        for number, fields, headline in map(json.loads, waiting):
            yield _article(name, number, fields, order=order, headline=headline)


def _read_text(data: bytes, name: str, _: Columns) -> Items:
    text = _decode(data).replace("\r\n", "\n").replace("\r", "\n")
    if text.startswith("---\n"):
        yield _with_front_matter(text, name)
    else:
        yield from _of_lines(text.split("\n"), name)


def _of_lines(lines: Sequence[str], name: str) -> Items:
    """The articles of a document's lines: those of an export, else one, dated in its first line or in its name."""
    exported = _services.split(lines)
    if exported is not None:
        yield from _exported(exported, name)
        return
    first = next((index for index, line in enumerate(lines) if line.strip()), 0)
    head, rest = lines[first], "\n".join(lines[first + 1 :])
    found = _FIRST_LINE.match(head)
    if found:
        yield _article(name, 1, {"date": found[1], "title": found[2], "text": rest})
        return
    day = _day_in_name(name)
    if day is None:
        yield Reject(
            name, 1, "no date: the first line is not ' date YYYY-MM-DD Title', nor is there a day in the file's name"
        )
    elif rest.strip():
        yield _article(name, 1, {"date": day, "title": head, "text": rest})
    else:
        yield _article(name, 1, {"date": day, "text": head})


def _exported(articles: Iterable[_services.Fields], name: str) -> Items:
    for number, fields in enumerate(articles, start=1):
        reason = fields.get("reason")
        yield Reject(name, number, str(reason)) if reason else _article(name, number, fields)


def _day_in_name(name: str) -> str | None:
    """The day in a path such as `2024/01/17/a.txt` or `2024-01-17_a.txt`: the last that it holds."""
    found = None
    for found in _DAY_IN_NAME.finditer(name):  # noqa: B007 - the last is used
        pass
    return found and f"{found[1]}-{found[3]}-{found[4]}"


def _with_front_matter(text: str, name: str) -> Article | Reject:
    head, mark, body = text[4:].partition("\n---")
    if not mark:
        return Reject(name, 1, "front matter: no closing ---")
    try:
        fields = _front_matter.read_fields(head)
    except ValueError as error:
        return Reject(name, 1, str(error))
    return _article(name, 1, {**_NO_COLUMNS.fields(fields), "text": body.lstrip("-")})


def _read_json(data: bytes, name: str, columns: Columns) -> Items:
    rows = json_rows.read_rows(
        _decode(data),
        is_article=lambda row: columns.refusal(row) is None,
        articles_in=list_of_articles,
        lines=".jsonl" in name.lower() or ".ndjson" in name.lower(),
    )
    yield from _articles(name, _with_columns(rows, columns), columns)


def _with_columns(rows: Iterable[_Row], columns: Columns) -> Iterator[_Row]:
    """The objects; in place of one that has no date or no text under any name, the reason, as a table's header has."""
    for number, row in rows:
        refused = None if isinstance(row, str) else columns.refusal(row)
        yield number, refused or row


def _read_csv(data: bytes, name: str, columns: Columns) -> Items:
    yield from _of_csv(io.BytesIO(data), name, columns)


def _of_csv(file: IO[bytes], name: str, columns: Columns) -> Items:
    """The articles of a table, of which no more than a row is held."""
    header: list[str] = []

    def accept(names: Sequence[str]) -> str | None:
        header[:] = names
        return columns.refusal(names)

    def is_row(row: Mapping[str, str]) -> bool:
        day = columns.fields(row)["date"]
        try:
            parse_day(day, order=DAY_FIRST if order_of(day) == EITHER else None)
        except ValueError:
            return False
        return True

    encoding = _encoding(file.read(_HEAD_BYTES))
    file.seek(0)
    lines = text_lines.Lines(file, encoding)
    try:
        delimiter = csv_rows.find_delimiter(lines, is_table=lambda names: columns.refusal(names) is None)
        if delimiter is None:
            raise _UnreadableError("empty")
        rows = csv_rows.read_rows(lines, delimiter, accept=accept, is_row=is_row)
        first = next(rows, None)
        if first is not None:
            yield from _articles(name, _chain(first, rows), columns, headlines=columns.headlines_only(header))
    except UnicodeDecodeError:  # of UTF-16 alone; in UTF-8 such a row is a reject by itself
        raise _UnreadableError(_NOT_UTF16) from None


def _chain(first: _Row, rest: Iterable[_Row]) -> Iterator[_Row]:
    yield first
    yield from rest


def _read_parquet(data: bytes, name: str, columns: Columns) -> Items:
    yield from _of_parquet(io.BytesIO(data), name, columns)


def _of_parquet(file: IO[bytes], name: str, columns: Columns) -> Items:
    if not file.read(1):
        raise _UnreadableError("empty")
    header: list[str] = []

    def accept(names: Sequence[str]) -> str | None:
        header[:] = names
        return columns.refusal(names)

    rows = parquet_rows.read_rows(file, columns.wants, max_characters=MAX_CHARACTERS, accept=accept)
    first = next(rows, None)
    if first is not None:
        yield from _articles(name, _chain(first, rows), columns, headlines=columns.headlines_only(header))


def _read_xlsx(data: bytes, name: str, columns: Columns) -> Items:
    reason = _archives.unpacks_to_too_much(data)
    if reason:
        raise _UnreadableError(reason)
    for title, header, rows in xlsx_rows.read_sheets(data, accept=columns.refusal):
        place = f"{name}/{title}" if title else name
        yield from _articles(place, rows, columns, headlines=columns.headlines_only(header))


def read_table(table: pd.DataFrame, *, name: str, columns: Columns = _NO_COLUMNS) -> Items:
    """Yield the articles of a table in memory, one a row, and a reject for each row that cannot be read.

    `name` stands in the frames in place of a path; rows are counted from 1.
    """
    refused = columns.refusal(table.columns)
    if refused:
        yield Reject(name, None, refused)
        return
    cells = table.astype("object").where(table.notna(), None).to_dict("records")
    rows = ((number, {str(key): value for key, value in row.items()}) for number, row in enumerate(cells, start=1))
    yield from _articles(name, rows, columns, headlines=columns.headlines_only(table.columns))


def _read_html(data: bytes, name: str, _: Columns) -> Items:
    html = _decode_html(data)
    exported = _services.split(_markup.lines(html))
    if exported is not None:
        yield from _exported(exported, name)
        return
    fields = _NO_COLUMNS.fields(_markup.read_page(html))
    fields["date"] = fields["date"] or _day_in_name(name)
    yield _article(name, 1, fields)


def _decode_html(data: bytes) -> str:
    """Decode a page by its byte order mark, as UTF-8, or by the encoding that it declares."""
    try:
        return _decode(data)
    except _UnreadableError:
        declared = EncodingDetector.find_declared_encoding(data, is_html=True)
        if declared is None:
            raise
    try:
        return data.decode(declared)
    except (LookupError, UnicodeDecodeError):
        raise _UnreadableError(f"encoding: not {declared[:40]}, as the page says") from None


def _read_docx(data: bytes, name: str, _: Columns) -> Items:
    reason = _archives.unpacks_to_too_much(data)
    if reason:
        raise _UnreadableError(reason)
    import docx  # noqa: PLC0415 - it takes long to load, and few corpora need it

    try:
        document = docx.Document(io.BytesIO(data))
    except Exception as error:  # noqa: BLE001 - python-docx passes on whatever its parts raise
        raise _UnreadableError(f"docx: {str(error)[:120] or type(error).__name__}") from None
    blocks = document.iter_inner_content()
    lines = [line for block in blocks for line in _lines_of_block(block)]
    yield from _of_lines(lines, name)


def _lines_of_block(block: object) -> list[str]:
    """The lines of a paragraph, or of a table, the cells of which tabs part."""
    rows = getattr(block, "rows", None)
    if rows is None:
        return str(getattr(block, "text", "")).split("\n")
    return ["\t".join(cell.text for cell in row.cells) for row in rows]


def _read_rtf(data: bytes, name: str, _: Columns) -> Items:
    if not data.lstrip().startswith(b"{\\rtf"):
        raise _UnreadableError("rtf: the file does not begin as RTF does")
    if len(data) > _MAX_RTF_BYTES:
        raise _UnreadableError(f"too long: {len(data):,} bytes of RTF, at most {_MAX_RTF_BYTES:,}")
    text = rtf_to_text(data.decode("latin-1"), errors="replace")  # RTF is ASCII; other letters are escaped in it
    yield from _of_lines(_LINK_OF_RTF.sub("", text).split("\n"), name)


READERS: dict[str, Callable[[bytes, str, Columns], Items]] = {
    ".txt": _read_text,
    ".md": _read_text,
    ".jsonl": _read_json,
    ".ndjson": _read_json,
    ".json": _read_json,
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".tab": _read_csv,
    ".xlsx": _read_xlsx,
    ".parquet": _read_parquet,
    ".html": _read_html,
    ".htm": _read_html,
    ".docx": _read_docx,
    ".rtf": _read_rtf,
}
