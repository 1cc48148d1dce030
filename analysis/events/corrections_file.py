"""The file `corrections.csv`: what a reader of the events found wrong or right, one decision a row.

It lies beside the articles, or in the folder of frames or of a report, and is edited by hand, in a spreadsheet or by
`CodedCorpus.correct`. A row names an event, or a sentence, and says what holds of it:

| field | value | effect |
|---|---|---|
| `reject` | empty, or `direction` | the event is none; `direction`: only this direction of an act of both is none |
| `confirm` | empty | the event is right as it stands |
| `root` | a PLOVER root, or `STATEMENT` | the class of the act |
| `cameo` | a CAMEO code | the code, and with it the class |
| `modality` | asserted, planned, hypothetical or denied | |
| `status` | now, state or reference | whether it is an act of its time, a standing state, or only referred to |
| `day` | a day, a month, a year, or FIRST/LAST | when it happened |
| `source`, `target` | an id or a name; empty for nobody | who acted, and on whom |
| `source_role`, `target_role` | sector codes joined by `/`; empty for none | |
| `actor` | an id or a name; empty for nobody | whom the `words` in the sentence name, in all its events |
| `join` | the id of another event | both are reports of one act |
| `part` | empty | what the sentence reports is another act than the event's other sentences |
| `add` | SOURCE ROOT TARGET, then modality, day, `mutual` where they hold; `-` for nobody | a missed event |

An act of two actors together is two events with one `act_id`: what is said of one direction holds of both.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

from analysis import errors, ontology, schemas
from analysis.actors.lookup import find_actor
from analysis.events.periods import parse_period

NAME = "corrections.csv"
COLUMNS = ("event", "sentence", "words", "field", "value", "author", "day", "reason", "was")
"""The columns of the file; only `field` and one of `event` and `sentence` must be there."""
STATEMENT = "STATEMENT"
"""The value of `root` for mere words, which are no act."""
DIRECTION = "direction"
MUTUAL = "mutual"
NOBODY = "-"
"""A side that nobody fills, in a missed event."""
_OTHER_ACTOR = re.compile(r"(?:IGO|ARM):[A-Z0-9][A-Z0-9-]*\Z")
_DAMAGED = re.compile(r"\d(?:[.,]\d+)?E[+-]?\d+\Z", re.IGNORECASE)
_ROLE = re.compile(r"[A-Z]{3}(?:/[A-Z]{3})*\Z")


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision on an event or a sentence.

    Attributes
    ----------
    event, sentence, words, field, value, author, day, reason, was
        The columns of the file; empty where there is nothing. `was` says what the coder had found, so that
        the event is known by its sentence where more articles have given it another id.
    file, line
        Where it stands.
    """

    event: str = ""
    sentence: str = ""
    words: str = ""
    field: str = ""
    value: str = ""
    author: str = ""
    day: str = ""
    reason: str = ""
    was: str = ""
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class MissedEvent:
    """What the value of `add` says; `days` is None for the day of publication."""

    source: str | None
    root: str
    target: str | None
    modality: str = "asserted"
    days: str = ""
    mutual: bool = False


def read_corrections(path: Path, *, known: Iterable[str] = ()) -> list[Correction]:
    """Read the corrections of a file, in its order.

    Parameters
    ----------
    path
        A table in UTF-8 with commas, semicolons or tabs, and the columns `COLUMNS` in any order.
    known
        Ids of actors beside those of the tables, such as those of the user's aliases.

    Raises
    ------
    InputError
        If the file or a row cannot be used; the message names file, line, column and value.
    """
    header, rows = _table(path)
    ids = frozenset(known)
    found = []
    for line, cells in rows:
        if len(cells) > len(header):
            raise errors.InputError(
                f"{path}, line {line}: {len(cells)} cells for {len(header)} columns; put text with commas in quotes"
            )
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if name in COLUMNS}
        if any(row.values()):
            found.append(checked(Correction(**row, file=path.name, line=line), where=f"{path}, line {line}", known=ids))
    return found


def _table(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The names of the columns, and each further row with its line in the file."""
    text = _text(path)
    first = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(first), strict=True)
    rows = []
    try:
        before = 0
        for cells in reader:
            rows.append((before + 1, cells))
            before = reader.line_num
    except csv.Error as error:
        raise errors.InputError(f"{path}, line {reader.line_num}: not a table ({error})") from error
    rows = [(line, cells) for line, cells in rows if any(cell.strip() for cell in cells)]
    header = [cell.strip().lower() for cell in rows[0][1]] if rows else []
    if "field" not in header or not {"event", "sentence"} & set(header):
        raise errors.InputError(f"{path}: lacks its first line, the columns {','.join(COLUMNS)}")
    return header, rows[1:]


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise errors.InputError(f"{path}: not in UTF-8; save it as CSV in UTF-8 ({error.reason})") from error
    except OSError as error:
        raise errors.InputError(f"{path}: cannot be read: {error.strerror}") from error


def _delimiter(line: str) -> str:
    """What parts the cells of a header: spreadsheets of many countries write semicolons."""
    return max(",;\t", key=line.count)


def checked(one: Correction, *, where: str, known: frozenset[str] = frozenset()) -> Correction:
    """The correction with its value as the frames have it: ids for names, first and last day, codes in capitals.

    Raises
    ------
    InputError
        If it cannot be used; the message begins with `where` and names the column.
    """

    def bad(column: str, reason: str) -> NoReturn:
        raise errors.InputError(f"{where}, column {column!r}: {reason}")

    if one.field not in _CHECKS:
        raise errors.InputError(f"{where}: {errors.unknown('field', one.field, _CHECKS)}")
    for column in ("event", "sentence", *(["value"] if one.field == "join" else [])):
        if _DAMAGED.fullmatch(getattr(one, column)):
            bad(column, f"{getattr(one, column)!r} is a number that a spreadsheet made of an id; enter the id as text")
    if not one.event and not one.sentence:
        bad("event", "names no event, and the row no sentence")
    if one.field in {"actor", "add", "part"} and not one.sentence:
        bad("sentence", f"empty; {one.field} needs the id of a sentence")
    if one.field == "actor" and not one.words:
        bad("words", "empty; actor needs the words of the sentence that name somebody")
    try:
        return replace(one, value=_CHECKS[one.field](one.value, known))
    except errors.InputError as error:
        bad("value", str(error))


def _one_of(*allowed: str, upper: bool = False) -> Callable[[str, frozenset[str]], str]:
    def check(value: str, known: frozenset[str]) -> str:
        del known
        found = value.upper() if upper else value.lower()
        if found not in allowed:
            if allowed == ("",):
                raise errors.InputError(f"{value!r}, but this field takes no value")
            raise errors.unknown("value", value, filter(None, allowed))
        return found

    return check


def _actor(value: str, known: frozenset[str]) -> str:
    if value in {"", NOBODY} or _OTHER_ACTOR.match(value):
        return value.removeprefix(NOBODY)
    return find_actor(value, known=known)


def _code(value: str, known: frozenset[str]) -> str:
    del known
    if value not in set(ontology.cameo()["code"]):
        raise errors.InputError(f"no CAMEO code {value!r}; codes have two to four digits, such as 036 or 190")
    return value


def _days(value: str, known: frozenset[str]) -> str:
    del known
    days = parse_period(value)
    if days is None:
        raise errors.InputError("empty; give a day (2023-06-30), a month, a year, or FIRST/LAST")
    first, last = (day.date().isoformat() for day in days)
    return first if first == last else f"{first}/{last}"


def _role(value: str, known: frozenset[str]) -> str:
    del known
    if value and not _ROLE.match(value):
        raise errors.InputError(f"{value!r} is not sector codes joined by '/', such as GOV or GOV/MIL")
    return value


def _other_event(value: str, known: frozenset[str]) -> str:
    del known
    if not value:
        raise errors.InputError("empty; give the id of the other event")
    return value


def _missed(value: str, known: frozenset[str]) -> str:
    event = missed_event(value, known=known)
    words = [event.source or NOBODY, event.root, event.target or NOBODY, event.modality, event.days]
    return " ".join([word for word in words if word] + [MUTUAL] * event.mutual)


def missed_event(value: str, *, known: Iterable[str] = ()) -> MissedEvent:
    """What the value of `add` says, such as "RUS ACCUSE UKR" or "PRK THREATEN KOR planned 2024-01-19".

    Raises
    ------
    InputError
        If it lacks a side or a root, or holds a word that is none of these.
    """
    words = value.split()
    if len(words) < 3:
        raise errors.InputError(f"{value!r} is not SOURCE ROOT TARGET, such as RUS ACCUSE UKR")
    ids = frozenset(known)
    source, target = (_actor(side, ids) or None for side in (words[0], words[2]))
    event = MissedEvent(source, _one_of(*ontology.ROOTS, upper=True)(words[1], ids), target)
    for word in words[3:]:
        if word in schemas.MODALITIES:
            event = replace(event, modality=word)
        elif word == MUTUAL:
            event = replace(event, mutual=True)
        else:
            event = replace(event, days=_days(word, ids))
    return event


_CHECKS: dict[str, Callable[[str, frozenset[str]], str]] = {
    "reject": _one_of("", DIRECTION), "confirm": _one_of(""), "root": _one_of(STATEMENT, *ontology.ROOTS, upper=True),
    "cameo": _code, "modality": _one_of(*schemas.MODALITIES), "status": _one_of(*schemas.STATUSES), "day": _days,
    "source": _actor, "target": _actor, "source_role": _role, "target_role": _role, "actor": _actor,
    "join": _other_event, "part": _one_of(""), "add": _missed,
}  # fmt: skip
FIELDS = tuple(_CHECKS)
"""What a row can say; the table at the head of this file has them."""


def write_corrections(path: Path, rows: Iterable[Correction]) -> list[Correction]:
    """Write corrections behind those of a file, which is made if it is absent; return them with their lines.

    Columns of the user's own are kept, and columns that the file lacks are added.

    Raises
    ------
    InputError
        If the file is there and is not a table of corrections, or it cannot be written.
    """
    try:
        return _written(path, list(rows))
    except OSError as error:
        raise errors.InputError(f"{path}: cannot be written: {error.strerror}; name another file") from error


def _written(path: Path, new: Sequence[Correction]) -> list[Correction]:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, _lines([list(COLUMNS)], ","))
    header, old = _table(path)
    text = _text(path)
    delimiter = _delimiter(next(line for line in text.splitlines() if line.strip()))
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        header += missing
        _replace(path, _lines([header, *(cells for _, cells in old)], delimiter))
        text = _text(path)
    start = "" if text.endswith("\n") else "\n"
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write(start + _lines([[getattr(one, name, "") for name in header] for one in new], delimiter))
    written = _table(path)[1][-len(new) :]
    return [replace(one, file=path.name, line=line) for one, (line, _) in zip(new, written, strict=True)]


def _lines(rows: Iterable[list[str]], delimiter: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(
        [" ".join(str(cell).split()) for cell in row] for row in rows
    )
    return out.getvalue()


def _replace(path: Path, text: str) -> None:
    """Write a file beside and let it take the place of the old one."""
    made = path.with_name(f".{path.name}.part")
    made.write_text(text, encoding="utf-8", newline="")
    made.replace(path)
