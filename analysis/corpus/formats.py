"""Read one article file, by its format, into raw articles and rejects.

Formats: plain text whose first line is ` date YYYY-MM-DD Title`, text with
YAML front matter (`date`, `title`, `source`), JSON Lines, CSV or TSV, Parquet,
and a table in memory. `COLUMN_NAMES` lists the names under which a field is found.
"""

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import yaml

COLUMN_NAMES = {
    "published": ("published", "date", "pubdate", "publication_date", "published_at", "day"),
    "body": ("body", "text", "content", "article"),
    "title": ("title", "headline"),
    "source": ("source", "outlet", "publisher"),
}
MAX_CHARACTERS = 1_000_000
_FIRST_LINE = re.compile(r"^\s*date\s+(\S+)[ \t]*(.*)$")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?![\d])")
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
    yield from reader(data, name)


def parse_day(value: object) -> dt.date:
    """Read a day from a date, a datetime or a text that starts with YYYY-MM-DD.

    Raises
    ------
    ValueError
        If there is none; the message is the reason given in `rejects`.
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    text = str(value or "").strip()
    found = _DAY.match(text)
    if found is None:
        raise ValueError("no date" if not text else f"no date: {text[:40]!r} is not YYYY-MM-DD")
    try:
        return dt.date(*map(int, found.groups()))
    except ValueError:
        raise ValueError(f"impossible date: {text[:10]}") from None


def _decode(data: bytes) -> str:
    """Decode UTF-8, or UTF-16 with a byte order mark; the ValueError of others carries the reason."""
    if data.startswith(_UTF16):
        return data.decode("utf-16")
    if b"\x00" in data[:65536]:
        raise ValueError("binary")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ValueError(f"encoding: not UTF-8 at line {line}") from None


def _article(name: str, line: int | None, fields: Mapping[str, object]) -> Article | Reject:
    try:
        published = parse_day(fields.get("published"))
    except ValueError as error:
        return Reject(name, line, str(error))
    body = _as_text(fields.get("body"))
    if not body:
        return Reject(name, line, "no text")
    if len(body) > MAX_CHARACTERS:
        return Reject(name, line, f"too long: {len(body):,} characters, at most {MAX_CHARACTERS:,}")
    return Article(name, line, published, _as_text(fields.get("title")), _as_text(fields.get("source")) or None, body)


def _as_text(value: object) -> str:
    """Text of a cell: nulls are empty; NUL is removed and lone surrogates replaced, since no frame can hold them."""
    if value is None or value != value:  # NaN is not equal to itself
        return ""
    return str(value).replace("\x00", "").encode("utf-8", "replace").decode("utf-8").strip()


def _read_text(data: bytes, name: str) -> Iterator[Article | Reject]:
    try:
        text = _decode(data)
    except ValueError as error:
        yield Reject(name, None, str(error))
        return
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.startswith("---\n"):
        yield _front_matter(text, name)
        return
    first, _, rest = text.lstrip("\n").partition("\n")
    found = _FIRST_LINE.match(first)
    if found is None:
        yield Reject(name, 1, "no date: the first line is not ' date YYYY-MM-DD Title'")
        return
    yield _article(name, 1, {"published": found[1], "title": found[2], "body": rest})


def _front_matter(text: str, name: str) -> Article | Reject:
    head, mark, body = text[4:].partition("\n---")
    if not mark:
        return Reject(name, 1, "front matter: no closing ---")
    try:
        fields = yaml.safe_load(head)
    except (yaml.YAMLError, ValueError) as error:
        return Reject(name, 1, f"front matter: {str(error).splitlines()[0]}")
    if not isinstance(fields, dict):
        return Reject(name, 1, "front matter: no fields")
    return _article(name, 1, {**_fields({str(key): value for key, value in fields.items()}), "body": body.lstrip("-")})


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
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    missing = _missing_columns(rows.fieldnames or [])
    if missing:
        yield Reject(name, 1, f"columns: none for {' and '.join(missing)}")
        return
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Reject(name, rows.line_num, f"bad row: {error}")
            continue
        yield _csv_row(row, name, rows.line_num)


def _csv_row(row: Mapping[object, object], name: str, line: int) -> Article | Reject:
    if None in row or None in row.values():
        return Reject(name, line, "bad row: not as many cells as columns")
    return _article(name, line, _fields({str(key): value for key, value in row.items()}))


def _read_parquet(data: bytes, name: str) -> Iterator[Article | Reject]:
    try:
        table = pq.read_table(pa.BufferReader(data))
    except (pa.ArrowException, OSError, ValueError) as error:
        yield Reject(name, None, f"parquet: {str(error).splitlines()[0][:120]}")
        return
    missing = _missing_columns(table.column_names)
    if missing:
        yield Reject(name, None, f"columns: none for {' and '.join(missing)}")
        return
    for number, row in enumerate(table.to_pylist(), start=1):
        yield _article(name, number, _fields(row))


def read_table(table: pd.DataFrame, *, name: str) -> Iterator[Article | Reject]:
    """Yield the articles of a table in memory, one a row, and a reject for each row that cannot be read.

    `name` stands in the frames in place of a path; rows are counted from 1.
    """
    missing = _missing_columns(table.columns)
    if missing:
        yield Reject(name, None, f"columns: none for {' and '.join(missing)}")
        return
    for number, row in enumerate(table.astype("object").where(table.notna(), None).to_dict("records"), start=1):
        yield _article(name, number, _fields({str(key): value for key, value in row.items()}))


def _missing_columns(names: Iterable[object]) -> list[str]:
    """The fields that an article needs and no column holds."""
    found = {str(name).strip().lower() for name in names}
    return [field for field in ("published", "body") if not found & set(COLUMN_NAMES[field])]


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
