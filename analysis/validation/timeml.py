"""Gold for temporal expressions: TimeML documents, or JSON lines."""

import datetime as dt
import re
from dataclasses import dataclass, field
from pathlib import Path

from analysis import errors
from analysis.validation import _rows


@dataclass(frozen=True, slots=True)
class Timex:
    """A temporal expression of the gold."""

    id: str
    start: int
    end: int
    type: str
    value: str


@dataclass(frozen=True, slots=True)
class Dated:
    """A document with its day and its temporal expressions."""

    id: str
    text: str
    published: dt.date
    timexes: tuple[Timex, ...] = field(default=())


def read(path: Path) -> list[Dated]:
    """Read a folder of TimeML files, one such file, or JSON lines with `text` and `timexes`.

    JSON lines that are one expression each (`doc`, `tid`, `dct`, `start`,
    `end`, `type`, `value`) need the TimeML files below the same folder for the text.
    """
    if path.is_dir():
        files = sorted(path.rglob("*.tml"))
        if not files:
            raise errors.InputError(f"{path}: no .tml file in the folder")
        return [_timeml(file) for file in files]
    return [_timeml(path)] if path.suffix == ".tml" else _timex_lines(path)


def _timex_lines(path: Path) -> list[Dated]:
    rows = list(_rows.lines(path, ()))
    if rows and "timexes" in rows[0].cells:
        return [_dated(row) for row in rows]
    names = dict.fromkeys(row.text("doc") for row in rows)
    documents = []
    for name in names:
        file = next(iter(sorted(path.parent.rglob(name))), None)
        if file is None:
            raise errors.InputError(
                f"{path}: the text of document {name!r} is needed; no such file below {path.parent}"
            )
        documents.append(_timeml(file))
    return documents


def _dated(row: _rows.Row) -> Dated:
    published = row.day("published") or row.day("dct")
    if published is None:
        raise row.bad("published", "a day is needed")
    found = []
    for number, item in enumerate(row.values("timexes")):
        try:
            found.append(
                Timex(str(item.get("tid", number)), int(item["start"]), int(item["end"]), item["type"], item["value"])
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise row.bad("timexes", f"{item!r}: start, end, type and value are needed") from error
    return Dated(row.get("id") or row.get("doc") or row.name, row.text("text"), published, tuple(found))


_TAG = re.compile(r"<(/?)([A-Za-z0-9-]+)([^>]*)>")
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}


def _timeml(file: Path) -> Dated:
    """One TimeML document: the text of <TEXT> without its tags, the day of <DCT>."""
    raw = file.read_text(encoding="utf-8", errors="replace")
    created = re.search(r'<DCT>.*?value="(\d{4}-\d\d-\d\d)', raw, re.DOTALL)
    body = re.search(r"<TEXT>(.*?)</TEXT>", raw, re.DOTALL)
    if created is None or body is None:
        raise errors.InputError(f"{file}: <DCT> with a day as value and <TEXT> are needed")
    text, found, position = "", [], 0
    opened: tuple[int, dict[str, str]] | None = None
    for tag in _TAG.finditer(body[1]):
        text += _unescaped(body[1][position : tag.start()])
        position = tag.end()
        if tag[2] != "TIMEX3":
            continue
        if not tag[1]:
            opened = (len(text), dict(re.findall(r'(\w+)="([^"]*)"', tag[3])))
        elif opened is not None:
            start, cells = opened
            found.append(Timex(cells.get("tid", ""), start, len(text), cells.get("type", ""), cells.get("value", "")))
    text += _unescaped(body[1][position:])
    return Dated(file.name, text, dt.date.fromisoformat(created[1]), tuple(found))


def _unescaped(text: str) -> str:
    return re.sub("|".join(_ENTITIES), lambda hit: _ENTITIES[hit[0]], text)
