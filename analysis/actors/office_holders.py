"""Dated office-holders: who held which office on a day.

The table `data/actors/office_holders.csv` has one row for each term. Dates are
days, months or years; the day on which an office changes hands belongs to both
holders. A person without an office on the day keeps the state of the last
office and gets the sector ELI: a former president is not the state's government.
"""

import datetime as dt
import functools
import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis import _package, errors
from analysis.actors import tables

TABLE = _package.DATA / "actors" / "office_holders.csv"
COLUMNS = ("state", "office", "sectors", "person", "variants", "from", "to", "note")
FORMER = ("ELI",)
"""Sector of former office-holders: elites."""


@dataclass(frozen=True, slots=True)
class Term:
    """One term of one person in one office; `first` and `last` are days, both included.

    `closed` is whether the table gives an end; `slack` is the uncertainty of the dates in days; `row` is the row in the
    table.
    """

    state: str
    office: str
    sectors: tuple[str, ...]
    person: str
    variants: tuple[str, ...]
    first: dt.date
    last: dt.date
    closed: bool
    slack: int
    row: int

    def covers(self, on: dt.date) -> bool:
        """Whether the person held the office on that day."""
        return self.first <= on <= self.last


@dataclass(frozen=True, slots=True)
class Status:
    """What a person was on a day: `office` is None without an office; `home` is the actor of the last office."""

    person: str
    actor: str | None
    state: str | None
    sectors: tuple[str, ...]
    office: str | None
    home: str


def load(path: Path = TABLE) -> list[Term]:
    """The table of office-holders, in its order.

    Raises
    ------
    InputError
        If a column is missing, a date cannot be read or a term ends before it
        begins; the message names file, row, column and value.
    """
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    missing = [column for column in COLUMNS if column not in frame.columns]
    if missing:
        msg = f"{path.name}: lacks the {errors.columns(missing)}"
        raise errors.InputError(msg)
    rows = zip(*(frame[column] for column in COLUMNS), strict=True)
    return [_term(path.name, number, row) for number, row in enumerate(rows, start=2)]


def _term(name: str, number: int, row: tuple[str, ...]) -> Term:
    state, office, sectors, person, variants, begin, end, _ = (cell.strip() for cell in row)
    for column, value in (("state", state), ("office", office), ("person", person), ("from", begin)):
        if not value:
            msg = f"{name}, row {number}, column {column!r}: empty"
            raise errors.InputError(msg)
    first, first_slack = tables.parse_day(begin, end=False, where=f"{name}, row {number}, column 'from'")
    last, last_slack = tables.parse_day(end, end=True, where=f"{name}, row {number}, column 'to'")
    if last < first:
        msg = f"{name}, row {number}: {person!r} leaves on {end!r}, before the term begins on {begin!r}"
        raise errors.InputError(msg)
    return Term(
        state, office, tuple(filter(None, sectors.split("/"))), person,
        tuple(filter(None, variants.split(";"))), first, last, bool(end), max(first_slack, last_slack), number,
    )  # fmt: skip


def overlaps(terms: Iterable[Term]) -> list[str]:
    """Terms of one office that overlap, in words; an empty list for a sound table.

    Terms may share the day of hand-over, and as many days as an imprecise
    date leaves open. Offices that several people hold at once are exempt.
    """
    shared = tables.words("shared offices")
    offices: dict[tuple[str, str], list[Term]] = {}
    for term in terms:
        if term.office not in shared:
            offices.setdefault((term.state, term.office), []).append(term)
    found = []
    for (state, office), own in sorted(offices.items()):
        ordered = sorted(own, key=lambda term: (term.first, term.last))
        for one, two in itertools.pairwise(ordered):
            if (one.last - two.first).days > max(one.slack, two.slack):
                found.append(
                    f"{state} {office}: {one.person} (row {one.row}) overlaps {two.person} (row {two.row}) "
                    f"from {two.first} to {min(one.last, two.last)}"
                )
    return found


def surname(person: str, state: str) -> str:
    """The surname: the first word where family names stand first (China, Korea, ...), else the last."""
    words = person.split()
    if state in tables.words("family name first") and len(words) <= 3 and words[-1][:1].isupper():
        return words[0]
    while len(words) > 1 and words[-1].rstrip(".").lower() in {"jr", "sr", "ii", "iii", "iv", "vi", "xvi"}:
        words.pop()
    return words[-1]


class Offices:
    """The table indexed by person and by surname."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms: dict[str, list[Term]] = {}
        self.surnames: dict[str, list[Term]] = {}
        self.variants: dict[str, str] = {}
        for term in terms:
            self.terms.setdefault(term.person, []).append(term)
            self.variants |= dict.fromkeys(term.variants, term.person)
            self.surnames.setdefault(surname(term.person, term.state).lower(), []).append(term)

    def full_name(self, text: str) -> str | None:
        """The person of the table whom a name with initials names: "Antony J. Blinken"."""
        words = [word for word in text.split() if len(word.rstrip(".")) > 1 and word.rstrip(".,") not in {"Jr", "Sr"}]
        if len(words) < 2:
            return None
        found = " ".join(words)
        if found in self.terms:
            return found
        same = {
            term.person for term in self.surnames.get(words[-1].lower(), ())
            if term.person.split()[0] == words[0] and len(term.person.split()) != len(words)
        }  # fmt: skip
        return self.variants.get(found) or (same.pop() if len(same) == 1 else None)

    def status(self, person: str, *, on: dt.date | None) -> Status:
        """What `person` was on the day; without a day, by the terms that have no end."""
        return _status(self.terms[person], on)

    def choose(self, persons: Iterable[str], *, on: dt.date | None) -> Status | None:
        """The status of the only one of several namesakes who held an office on the day; None if that is unclear."""
        found = [self.status(person, on=on) for person in persons]
        held = [one for one in found if one.office is not None]
        if len(found) == 1 or len(held) == 1:
            return (held or found)[0]
        return None

    def by_surname(
        self, name: str, *, on: dt.date, sectors: tuple[str, ...] = (), state: str | None = None, title: str = ""
    ) -> Status | None:
        """The only office-holder of that surname on the day, of the state and sectors given.

        Among several the `title` ("foreign minister") decides.
        """
        held = [term for term in self.surnames.get(name.lower(), ()) if term.covers(on)]
        held = [term for term in held if state in {None, term.state}]
        if sectors:
            held = [term for term in held if set(term.sectors) & set(sectors)]
        held = [term for term in held if term.office == title] or held
        return _status(held, on) if len({term.person for term in held}) == 1 else None

    def past_by_surname(self, name: str, *, on: dt.date, title: str = "") -> Status | None:
        """The only person of that surname whose terms had all ended by the day.

        Among several the `title` ("former president") decides.
        """
        ended = [
            term for term in self.surnames.get(name.lower(), ())
            if term.last < on and not any(one.covers(on) for one in self.terms[term.person])
        ]  # fmt: skip
        named = [term for term in ended if title.endswith(term.office)]
        ended = named or ended
        return _status(ended, on) if len({term.person for term in ended}) == 1 else None


def _status(terms: list[Term], on: dt.date | None) -> Status:
    held = [term for term in terms if (term.covers(on) if on else not term.closed)]
    if held:
        term = held[0]
        sectors = tuple(dict.fromkeys(code for one in held for code in one.sectors))
        state = None if ":" in term.state else term.state
        return Status(term.person, term.state, state, sectors, term.office, term.state)
    past = [term for term in terms if on is None or term.last < on]
    term = max(past, key=lambda one: one.last) if past else min(terms, key=lambda one: one.first)
    return Status(term.person, None, None if ":" in term.state else term.state, FORMER, None, term.state)


@functools.cache
def default() -> Offices:
    """The shipped table, read once."""
    return Offices(load())
