"""Read gold for temporal expressions: TimeML documents (Pustejovsky et al. 2003), or JSON lines."""

import datetime as dt
import re
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree

from analysis import errors
from analysis.validation import _rows


@dataclass(frozen=True, slots=True)
class GoldTimex:
    """A temporal expression of the gold, with its character offsets in the text of the document."""

    id: str
    start: int
    end: int
    type: str
    value: str


@dataclass(frozen=True, slots=True)
class TimexDocument:
    """A document with its day of publication and its temporal expressions."""

    id: str
    text: str
    published: dt.date
    timexes: tuple[GoldTimex, ...] = field(default=())


_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def read(path: Path) -> list[TimexDocument]:
    """Read a folder of TimeML files, one such file, or JSON lines with `text` and `timexes`.

    JSON lines may also hold one expression each, with the name of its document in
    `doc`; text and expressions are then read from the TimeML files of these names
    in the same folder or below it.

    Raises
    ------
    InputError
        If a file is missing, is not well-formed XML, or lacks text or day.
    """
    if path.is_dir():
        files = sorted(path.rglob("*.tml"))
        if not files:
            raise errors.InputError(f"{path}: no .tml file in the folder")
        return [_read_timeml(file) for file in files]
    return [_read_timeml(path)] if path.suffix == ".tml" else _read_json_lines(path)


def _read_json_lines(path: Path) -> list[TimexDocument]:
    rows = list(_rows.read_json_lines(path, ()))
    if rows and "timexes" in rows[0].cells:
        return [_document(row) for row in rows]
    names = dict.fromkeys(row.text("doc") for row in rows)
    documents = []
    for name in names:
        file = next(iter(sorted(path.parent.rglob(name))), None)
        if file is None:
            raise errors.InputError(
                f"{path}: the text of document {name!r} is needed; no such file below {path.parent}"
            )
        documents.append(_read_timeml(file))
    return documents


def _document(row: _rows.Row) -> TimexDocument:
    published = row.day("published") or row.day("dct")
    if published is None:
        raise row.bad("published", "a day is needed")
    timexes = []
    for number, item in enumerate(row.values("timexes")):
        try:
            start, end = int(item["start"]), int(item["end"])
            timexes.append(GoldTimex(str(item.get("tid", number)), start, end, item["type"], item["value"]))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise row.bad("timexes", f"{item!r} lacks start, end, type or value") from error
    return TimexDocument(row.get("id") or row.get("doc") or row.name, row.text("text"), published, tuple(timexes))


def _read_timeml(file: Path) -> TimexDocument:
    """One TimeML document: the text of <TEXT> without its tags, the day of <DCT>."""
    try:
        root = ElementTree.parse(file).getroot()
    except (ParseError, UnicodeDecodeError) as error:
        raise errors.InputError(f"{file}: not well-formed XML ({error})") from error
    body = root.find(".//TEXT")
    days = [day[0] for one in root.iterfind(".//DCT//TIMEX3") if (day := _DAY.match(one.get("value", "")))]
    if body is None or not days:
        raise errors.InputError(f"{file}: <DCT> with a day as value and <TEXT> are needed")
    text, timexes = _text_of(body, 0)
    return TimexDocument(file.name, text, dt.date.fromisoformat(days[0]), tuple(timexes))


def _text_of(element: Element, offset: int) -> tuple[str, list[GoldTimex]]:
    """The text of an element that begins at `offset`, and the temporal expressions in it."""
    text, timexes = element.text or "", []
    for child in element:
        inner, found = _text_of(child, offset + len(text))
        timexes += found
        text += inner + (child.tail or "")
    if element.tag == "TIMEX3" and text:  # an empty one stands for a time that the text does not mention
        tid, type_, value = (element.get(name, "") for name in ("tid", "type", "value"))
        timexes.append(GoldTimex(tid, offset, offset + len(text), type_, value))
    return text, timexes
