"""The tables of `data/actors/` as names to look for: what a string means, and how it must be written."""

import datetime as dt
import functools
import io
import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypeVar

import pandas as pd

from analysis import _package, errors

Choice = TypeVar("Choice")
FOLDER = _package.DATA / "actors"
KINDS = (
    "alias", "ignore", "region", "mask", "name", "demonym", "people", "capital", "seat", "organisation", "group",
    "agency", "media", "person", "city", "office", "generic", "body", "crowd", "thing", "deed",
)  # fmt: skip
RANK = {kind: number for number, kind in enumerate(KINDS)}
CITY_SIZE = 100
"""Thousands of inhabitants from which a town is looked for in running text."""
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?\Z")
_ACTOR = re.compile(r"[A-Z]{3}\Z|(?:IGO|ARM):[A-Z0-9][A-Z0-9-]*\Z")


@dataclass(frozen=True, slots=True)
class Name:
    """One name with one meaning: `label` is what stands in the text, the rest is what it means.

    `kind` is one of `KINDS`; `first` and `last` are the days from and to which it
    holds; `path` limits it to one document. `exact` asks for the same letters
    (abbreviations); `capitals` are the offsets where the text must have a capital.
    """

    label: str
    kind: str
    actor: str | None = None
    state: str | None = None
    sectors: tuple[str, ...] = ()
    person: str | None = None
    first: dt.date = dt.date.min
    last: dt.date = dt.date.max
    path: str | None = None
    exact: bool = False
    capitals: tuple[int, ...] = ()

    def on(self, day: dt.date) -> bool:
        """Whether the name has this meaning on that day."""
        return self.first <= day <= self.last


def fold(text: str) -> str:
    """`text` with ASCII letters and quotes, of the same length and case."""
    return text if text.isascii() else text.translate(_FOLD)


def key(label: str) -> str:
    """The key by which the automaton finds a label: folded, lower case, a space for every separator."""
    return " " + lower(fold(label)).translate(SPACES)


def lower(plain: str) -> str:
    """`plain` in lower case, of the same length."""
    lowered = plain.lower()
    return lowered if len(lowered) == len(plain) else "".join(c if len(c.lower()) != 1 else c.lower() for c in plain)


def _foldings() -> dict[int, str]:
    table = {}
    for code in [*range(0xA0, 0x250), *range(0x1E00, 0x1F00)]:
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii():
            table[code] = base
    table |= {ord(c): "'" for c in "’‘ʼ`´′ʻ"} | {ord(c): '"' for c in "“”„«»"} | {ord(c): "-" for c in "‐‑‒–—−"}
    return table | {ord("ø"): "o", ord("Ø"): "O", ord("ł"): "l", ord("Ł"): "L", ord("đ"): "d", ord("ı"): "i", 0xA0: " "}


_FOLD = _foldings()
SPACES = {ord(c): " " for c in '-"()[]{},;:/!?*_|\t\n\r<>'}


def name(label: str, kind: str, **meaning: object) -> Name:
    """A name that must be written as `label` is: with its capitals, and abbreviations letter by letter."""
    plain = fold(label)
    short = plain.replace(".", "").replace(" ", "").replace("-", "").replace("+", "").replace("&", "")
    exact = short.isupper() and len(short) <= 7 and (" " not in plain or "." in plain)
    starts = tuple(m.start() for m in re.finditer(r"(?<![A-Za-z])[A-Z]", plain))
    free = kind in {"office", "generic", "body", "crowd", "thing", "deed"}
    return Name(plain, kind, exact=exact, capitals=() if free else starts, **meaning)  # type: ignore[arg-type]


def table(file: str, *, folder: Path = FOLDER) -> list[dict[str, str]]:
    """The rows of a table of `data/actors/` as text; empty cells are empty strings ("NA" is text)."""
    frame = pd.read_csv(folder / file, dtype=str, keep_default_na=False)
    return [{str(k): str(v).strip() for k, v in row.items()} for row in frame.to_dict("records")]


@functools.cache
def _homes() -> dict[str, str]:
    rows = [*table("groups.csv"), *table("regions.csv")]
    return {row.get("id", ""): row["state"] for row in rows if row.get("id")}


def home_of(actor: str) -> str | None:
    """The home state of an `ARM:` id; None for other ids."""
    return _homes().get(actor)


def cells(cell: str) -> list[str]:
    """The names of a cell that holds several, separated by ";"."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def codes(cell: str) -> tuple[str, ...]:
    """The sector codes of a cell, separated by "/"."""
    return tuple(filter(None, cell.split("/")))


@functools.cache
def words(name: str) -> frozenset[str]:
    """One list of `words.csv`, by its name; "*" at the end of a word stands for any ending."""
    return _lists()[name]


@functools.cache
def pattern(name: str) -> re.Pattern[str]:
    """A regular expression that finds any word of a list of `words.csv`, at word boundaries."""
    longest_first = sorted(words(name), key=lambda word: (-len(word), word))
    parts = [re.escape(word.removesuffix("*")) + r"\w*" * word.endswith("*") for word in longest_first]
    return re.compile(rf"\b(?:{'|'.join(parts)})\b")


@functools.cache
def _lists() -> dict[str, frozenset[str]]:
    return {row["list"]: frozenset(cells(row["words"])) for row in table("words.csv")}


@functools.cache
def weights(file: str) -> dict[tuple[str, str], float]:
    """The weights of a table of signs, by sign and form: `all` counts for every form."""
    return {(row["sign"], form): float(value) for row in table(file) for form, value in row.items() if form != "sign"}


def probabilities(
    found: Mapping[Choice, Mapping[str, float]], form: str, weights: Mapping[tuple[str, str], float]
) -> dict[Choice, float]:
    """The probability of each candidate by its signs: a conditional logit."""
    scores = {
        one: sum(
            value * (weights.get((sign, "all"), 0.0) + weights.get((sign, form), 0.0)) for sign, value in values.items()
        )
        for one, values in found.items()
    }
    top = max(scores.values(), default=0.0)
    odds = {one: math.exp(score - top) for one, score in scores.items()}
    return {one: odd / sum(odds.values()) for one, odd in odds.items()}


def parse_day(value: str, *, end: bool, where: str) -> tuple[dt.date, int]:
    """The day of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, and its uncertainty in days; an empty value is open.

    A year or month gives its first day, or its last day for `end`.

    Raises
    ------
    InputError
        If `value` is not a date; the message begins with `where`.
    """
    if not value:
        return (dt.date.max if end else dt.date.min), 0
    found = _DATE.match(value)
    try:
        year, month, number = (int(part) if part else None for part in (found.groups() if found else (None,) * 3))
        first = dt.date(year or 0, month or 1, number or 1)
        if number:
            return first, 0
        after = dt.date(first.year + 1, 1, 1) if not month else (first + dt.timedelta(32)).replace(day=1)
    except ValueError:
        msg = f"{where}: {value!r} is not a date (YYYY, YYYY-MM or YYYY-MM-DD)"
        raise errors.InputError(msg) from None
    length = (after - first).days
    return (first + dt.timedelta(length - 1) if end else first), length


def shipped_names() -> Iterator[Name]:
    """Every name of the shipped tables but those of persons."""
    yield from _former_states()
    yield from _states()
    yield from _ambiguous()
    yield from _regions()
    for row in table("organisations.csv"):
        for label in cells(row["names"]):
            yield name(label, "organisation", actor=row["id"], sectors=codes(row["sectors"]))
    for row in table("groups.csv"):
        first, _ = parse_day(row["from"], end=False, where="groups.csv, column 'from'")
        last, _ = parse_day(row["to"], end=True, where="groups.csv, column 'to'")
        for label in cells(row["names"]):
            yield name(label, "group", actor=row["id"], state=row["state"], sectors=codes(row["sectors"]),
                       first=first, last=last)  # fmt: skip
    for row in table("agencies.csv"):
        for label in cells(row["names"]):
            yield name(label, "agency", actor=row["state"], state=row["state"], sectors=codes(row["sectors"]))
    for row in table("media.csv"):
        for label in cells(row["names"]):
            yield name(label, "media", actor=row["state"], state=row["state"], sectors=("JRN",))
    for row in table("masks.csv"):
        for label in cells(row["names"]):
            yield name(label, "mask")
    yield from _nouns()


def _states() -> Iterator[Name]:
    for row in table("states.csv"):
        state = row["state"]
        columns = {"names": "name", "demonyms": "demonym", "people": "people", "capital": "capital", "seats": "seat"}
        taken = set(cells(row["names"]))
        for column, kind in columns.items():
            sectors = ("GOV",) if kind in {"seat", "capital"} else ()
            for label in cells(row[column]):
                if kind == "name" or label not in taken:
                    yield name(label, kind, actor=state, state=state, sectors=sectors)


def _former_states() -> Iterator[Name]:
    """Names of states that are no more, with their days: they come before the states that bear the name after them."""
    columns = {"names": "name", "demonyms": "demonym", "people": "people", "capital": "capital"}
    for row in table("former_states.csv"):
        first, _ = parse_day(row["from"], end=False, where="former_states.csv, column 'from'")
        last, _ = parse_day(row["to"], end=True, where="former_states.csv, column 'to'")
        for column, kind in columns.items():
            sectors = ("GOV",) if kind == "capital" else ()
            for label in cells(row[column]):
                yield name(label, kind, actor=row["state"], state=row["state"], sectors=sectors, first=first, last=last)


def _ambiguous() -> Iterator[Name]:
    for row in table("ambiguous.csv"):
        state = None if ":" in row["state"] else row["state"]
        yield name(row["name"], row["kind"], actor=row["state"], state=state)


def _regions() -> Iterator[Name]:
    for row in table("regions.csv"):
        whole, actor = bool(row["id"]), row["id"] or row["state"]
        for column, kind in {"names": "name", "demonyms": "demonym", "people": "people", "seats": "seat"}.items():
            for label in cells(row[column]):
                used = kind if whole or kind in {"demonym", "people"} else "region"
                yield name(label, used, actor=actor, state=row["state"], sectors=codes(row["sectors"]))
    for row in table("cities.csv"):
        if int(row["thousands"]) >= CITY_SIZE:
            yield name(row["name"], "city", actor=row["state"], state=row["state"])
    for row in table("subdivisions.csv"):
        for label in cells(row["names"]):
            yield name(label, "region", actor=row["state"], state=row["state"])


def _nouns() -> Iterator[Name]:
    nouns: dict[str, tuple[str, tuple[str, ...]]] = {}
    for row in table("sectors.csv"):
        kind = "crowd" if row["kind"] == "people" else row["kind"]
        for label in cells(row["nouns"]):
            for form in (label, plural(label)):
                if kind == "generic" or form not in nouns:
                    nouns[form] = kind, codes(row["sectors"])
    for label, (kind, sectors) in nouns.items():
        yield name(label, kind, sectors=sectors)


def plural(noun: str) -> str:
    """The plural of an English noun; of the first one in "chief of staff"."""
    first, of, rest = noun.partition(" of ")
    if of:
        return f"{plural(first)} of {rest}"
    irregular = {"man": "men", "woman": "women", "person": "people", "child": "children", "thief": "thieves"}
    for ending, many in irregular.items():
        if first.endswith(ending) and not first.endswith(("human", "german")):
            return first.removesuffix(ending) + many
    if first.endswith((".", "s", "people", "men", "police", "personnel")):
        return first + "es" if first.endswith("ss") else first
    if first.endswith("y") and first[-2:-1] not in "aeiou":
        return first[:-1] + "ies"
    return first + ("es" if first.endswith(("x", "ch", "sh")) else "s")


@dataclass(frozen=True, slots=True)
class Aliases:
    """The user's own table of names: its bytes, read once.

    The coding and the key of the cache rest on the same bytes, even if the file
    is edited meanwhile. `file` is the path, for messages.
    """

    file: str
    content: bytes

    @classmethod
    def read(cls, path: Path | str) -> Self:
        """Read the file.

        Raises
        ------
        InputError
            If it cannot be read.
        """
        try:
            return cls(str(path), Path(path).read_bytes())
        except OSError as error:
            msg = f"{path}: cannot be read as a table: {error.strerror}"
            raise errors.InputError(msg) from error

    def names(self) -> Iterator[Name]:
        """The names of the table, whose columns are `alias`, `actor`, `role`, `person`, `from`, `to`, `path`.

        All columns but `alias` may be absent or empty. An alias without actor,
        role and person is a phrase to ignore. `path` limits a row to documents
        whose path ends with it.

        Raises
        ------
        InputError
            If a row cannot be used; the message names file, row, column and value.
        """
        try:
            frame = pd.read_csv(io.BytesIO(self.content), dtype=str, keep_default_na=False)
        except ValueError as error:
            msg = f"{self.file}: cannot be read as a table: {error}"
            raise errors.InputError(msg) from error
        if "alias" not in frame.columns:
            msg = f"{self.file}: lacks the column 'alias'"
            raise errors.InputError(msg)
        for number, record in enumerate(frame.to_dict("records"), start=2):
            row = {str(column): str(value).strip() for column, value in record.items()}
            yield _alias(f"{self.file}, row {number}", row)


def _alias(where: str, row: dict[str, str]) -> Name:
    actor, role, person = (row.get(column) or None for column in ("actor", "role", "person"))
    if not row["alias"]:
        msg = f"{where}, column 'alias': empty"
        raise errors.InputError(msg)
    if actor and not _ACTOR.match(actor):
        msg = f"{where}, column 'actor': {actor!r} is neither a three-letter state nor an IGO: or ARM: id"
        raise errors.InputError(msg)
    if role and not all(re.fullmatch("[A-Z]{3}", code) for code in codes(role)):
        msg = f"{where}, column 'role': {role!r} is not sector codes joined by '/'"
        raise errors.InputError(msg)
    first, _ = parse_day(row.get("from", ""), end=False, where=f"{where}, column 'from'")
    last, _ = parse_day(row.get("to", ""), end=True, where=f"{where}, column 'to'")
    if last < first:
        msg = f"{where}, column 'to': {row['to']!r} lies before {row['from']!r}"
        raise errors.InputError(msg)
    kind = "alias" if actor or role or person else "ignore"
    state = actor if actor and ":" not in actor else None
    return name(row["alias"], kind, actor=actor, state=state, sectors=codes(role or ""), person=person,
                first=first, last=last, path=row.get("path") or None)  # fmt: skip
