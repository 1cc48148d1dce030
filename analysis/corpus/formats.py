"""Read one article file, by its format, into raw articles and rejects.

Formats: plain text whose first line is ` date YYYY-MM-DD Title`, text with
YAML front matter (`date`, `title`, `source`), JSON Lines, CSV or TSV, Parquet,
and a table in memory. `COLUMN_NAMES` lists the names under which a field is found.
"""

import datetime as dt
import json
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.corpus import _csv_rows, _front_matter, _parquet_rows
from analysis.corpus._cells import as_text, parse_day
from analysis.text.cleaning import PARAGRAPH

COLUMN_NAMES = {
    "published": ("published", "date", "pubdate", "publication_date", "published_at", "day"),
    "body": ("body", "text", "content", "article"),
    "title": ("title", "headline"),
    "source": ("source", "outlet", "publisher"),
}
MAX_CHARACTERS = 1_000_000
"""Characters of the longest body that is read."""
MAX_TITLE_CHARACTERS = 2_000
"""Characters of the longest title that is read."""
_FIRST_LINE = re.compile(r"^\s*date\s+(\S+)[ \t]*(.*)$")
_MAX_NUL_SHARE = 0.01  # of the first bytes; a text may hold a stray NUL, which is removed
_MAX_NULS = 3
_HEAD_BYTES = 65_536
_LOG = logging.getLogger(__name__)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it stands in a file, before cleaning."""

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


def read_file(file: Path, *, name: str) -> Iterator[Article | Reject]:
    """Yield the articles of `file`, and a reject for each part that cannot be read.

    `name` is the path that the frames give for the file; the file's ending
    decides on the format (`READERS`).
    """
    reader = READERS.get(file.suffix.lower())
    if reader is None:
        yield Reject(name, None, f"format: no reader for {file.suffix or 'a file without ending'}")
        return
    try:
        data = file.read_bytes()
    except OSError as error:
        yield Reject(name, None, f"unreadable: {error.strerror}")
        return
    if not data.strip():
        yield Reject(name, None, "empty")
        return
    try:
        yield from reader(data, name)
    except Exception as error:  # noqa: BLE001 - a file that nobody foresaw never stops a run
        yield unforeseen(error, name, None)


def unforeseen(error: Exception, name: str, line: int | None) -> Reject:
    """The reject for an error that no rule foresaw; it is logged with the document and its traceback."""
    _LOG.warning("%s, line %s: %s", name, line, error, exc_info=error)
    return Reject(name, line, f"unforeseen: {type(error).__name__}: {str(error)[:200]}")


def _decode(data: bytes) -> str:
    """Decode UTF-8, or UTF-16 with a byte order mark; the ValueError of others carries the reason."""
    if data.startswith(_UTF16):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise ValueError("encoding: not UTF-16, as its first bytes say") from None
    head = data[:_HEAD_BYTES]
    if head.count(0) > max(_MAX_NULS, _MAX_NUL_SHARE * len(head)):
        raise ValueError("binary")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if 0 in head:
            raise ValueError("binary") from None
        line = data.count(b"\n", 0, error.start) + 1
        raise ValueError(f"encoding: not UTF-8 at line {line}") from None


def _article(name: str, line: int | None, fields: Mapping[str, object]) -> Article | Reject:
    try:
        return _checked(name, line, fields)
    except ValueError as error:
        return Reject(name, line, str(error))
    except Exception as error:  # noqa: BLE001 - a row that nobody foresaw costs no other row
        return unforeseen(error, name, line)


def _checked(name: str, line: int | None, fields: Mapping[str, object]) -> Article:
    """The article of a row; the ValueError of a row that holds none carries the reason."""
    published = parse_day(fields.get("published"))
    body = as_text(fields.get("body"), join=PARAGRAPH)
    title = as_text(fields.get("title"), join=" ")
    source = as_text(fields.get("source"), join=", ")
    if not body:
        raise ValueError("no text")
    if len(body) > MAX_CHARACTERS:
        raise ValueError(f"too long: {len(body):,} characters, at most {MAX_CHARACTERS:,}")
    for what, text in (("title", title), ("source", source)):
        if len(text) > MAX_TITLE_CHARACTERS:
            raise ValueError(f"too long: a {what} of {len(text):,} characters, at most {MAX_TITLE_CHARACTERS:,}")
    return Article(name, line, published, title, source or None, body)


def _read_text(data: bytes, name: str) -> Iterator[Article | Reject]:
    try:
        text = _decode(data)
    except ValueError as error:
        yield Reject(name, None, str(error))
        return
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.startswith("---\n"):
        yield _with_front_matter(text, name)
        return
    first, _, rest = text.lstrip("\n").partition("\n")
    found = _FIRST_LINE.match(first)
    if found is None:
        yield Reject(name, 1, "no date: the first line is not ' date YYYY-MM-DD Title'")
        return
    yield _article(name, 1, {"published": found[1], "title": found[2], "body": rest})


def _with_front_matter(text: str, name: str) -> Article | Reject:
    head, mark, body = text[4:].partition("\n---")
    if not mark:
        return Reject(name, 1, "front matter: no closing ---")
    try:
        fields = _front_matter.read_fields(head)
    except ValueError as error:
        return Reject(name, 1, str(error))
    return _article(name, 1, {**_fields(fields), "body": body.lstrip("-")})


def _read_jsonl(data: bytes, name: str) -> Iterator[Article | Reject]:
    try:
        text = _decode(data)
    except ValueError as error:
        yield Reject(name, None, str(error))
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Reject(name, number, f"bad row: {str(error)[:80]}")
            continue
        if isinstance(row, dict):
            yield _article(name, number, _fields(row))
        else:
            yield Reject(name, number, "bad row: not an object")


def _read_csv(data: bytes, name: str) -> Iterator[Article | Reject]:
    try:
        text = _decode(data)
    except ValueError as error:
        yield Reject(name, None, str(error))
        return
    delimiter = "\t" if name.lower().endswith(".tsv") else ","
    for line, row in _csv_rows.read_rows(text, delimiter, accept=_refused, is_row=_has_day):
        yield Reject(name, line, row) if isinstance(row, str) else _article(name, line, _fields(row))


def _has_day(row: Mapping[str, str]) -> bool:
    try:
        parse_day(_fields(row)["published"])
    except ValueError:
        return False
    return True


def _read_parquet(data: bytes, name: str) -> Iterator[Article | Reject]:
    names = {alias for aliases in COLUMN_NAMES.values() for alias in aliases}
    rows = _parquet_rows.read_rows(data, names, max_characters=MAX_CHARACTERS, accept=_refused)
    for number, row in rows:
        yield Reject(name, number, row) if isinstance(row, str) else _article(name, number, _fields(row))


def read_table(table: pd.DataFrame, *, name: str) -> Iterator[Article | Reject]:
    """Yield the articles of a table in memory, one a row, and a reject for each row that cannot be read.

    `name` stands in the frames in place of a path; rows are counted from 1.
    """
    refused = _refused(table.columns)
    if refused:
        yield Reject(name, None, refused)
        return
    for number, row in enumerate(table.astype("object").where(table.notna(), None).to_dict("records"), start=1):
        yield _article(name, number, _fields({str(key): value for key, value in row.items()}))


def _refused(names: Iterable[object]) -> str | None:
    """The reason why a table with these columns holds no articles: a field that they need has no column."""
    found = {str(name).strip().lower() for name in names}
    missing = [field for field in ("published", "body") if not found & set(COLUMN_NAMES[field])]
    return f"columns: none for {' and '.join(missing)}" if missing else None


def _fields(row: Mapping[str, object]) -> dict[str, object]:
    """The fields of an article from a row, under whichever of their names they stand."""
    lower = {str(key).strip().lower(): value for key, value in row.items()}
    fields: dict[str, object] = {}
    for field, names in COLUMN_NAMES.items():
        fields[field] = next((lower[name] for name in names if lower.get(name) is not None), None)
    return fields


READERS: dict[str, Callable[[bytes, str], Iterator[Article | Reject]]] = {
    ".txt": _read_text,
    ".md": _read_text,
    ".jsonl": _read_jsonl,
    ".ndjson": _read_jsonl,
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".parquet": _read_parquet,
}
