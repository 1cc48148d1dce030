"""Dated office-holders: who held which office on a day.

The table `data/actors/office_holders.csv` has one row for one term. Dates are
days, months or years; a day on which an office changes hands belongs to both
holders. Who holds no office on the day is named with the state of the last
office, the sector ELI and no actor: a former president is not the state.
"""

import datetime as dt
import functools
import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis import _paths, errors

TABLE = _paths.DATA / "actors" / "office_holders.csv"
COLUMNS = ("state", "office", "sectors", "person", "variants", "from", "to", "note")
FORMER = ("ELI",)
FAMILY_FIRST = frozenset({"CHN", "KOR", "PRK", "TWN", "VNM", "KHM", "HKG", "MAC"})
SHARED_OFFICES = frozenset({
    "spokesperson", "senator", "governor", "regional governor", "supreme court justice", "deputy prime minister",
    "white house adviser", "standing committee member", "opposition leader", "opposition figure", "party leader",
    "fatah figure", "presidency member", "businessperson", "tycoon", "activist", "royal",
})  # fmt: skip
"""Offices that several hold at once."""
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?\Z")


@dataclass(frozen=True, slots=True)
class Holder:
    """One term of one person in one office; `first` and `last` are days, both included."""

    state: str
    office: str
    sectors: tuple[str, ...]
    person: str
    variants: tuple[str, ...]
    first: dt.date
    last: dt.date
    closed: bool
    loose: int
    row: int

    def covers(self, on: dt.date) -> bool:
        """Whether the person held the office on that day."""
        return self.first <= on <= self.last


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person was on a day: `office` is None for who held none; `home` is the id of the last office."""

    person: str
    actor: str | None
    state: str | None
    sectors: tuple[str, ...]
    office: str | None
    home: str


def load(path: Path = TABLE) -> list[Holder]:
    """The table of office-holders, in its order.

    Raises
    ------
    InputError
        Naming file, row, column and value of a missing column, a date that
        cannot be read or a term that ends before it begins.
    """
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    missing = [column for column in COLUMNS if column not in frame.columns]
    if missing:
        msg = f"{path.name}: lacks the column(s) {', '.join(missing)}"
        raise errors.InputError(msg)
    rows = zip(*(frame[column] for column in COLUMNS), strict=True)
    return [_holder(path.name, number, row) for number, row in enumerate(rows, start=2)]


def _holder(name: str, number: int, row: tuple[str, ...]) -> Holder:
    state, office, sectors, person, variants, begin, end, _ = (cell.strip() for cell in row)
    for column, value in (("state", state), ("office", office), ("person", person), ("from", begin)):
        if not value:
            msg = f"{name}, row {number}, column {column!r}: empty"
            raise errors.InputError(msg)
    first, slack = day(begin, end=False, where=f"{name}, row {number}, column 'from'")
    last, more = day(end, end=True, where=f"{name}, row {number}, column 'to'")
    if last < first:
        msg = f"{name}, row {number}: {person!r} leaves on {end!r} before the beginning on {begin!r}"
        raise errors.InputError(msg)
    return Holder(
        state, office, tuple(filter(None, sectors.split("/"))), person,
        tuple(filter(None, variants.split(";"))), first, last, bool(end), max(slack, more), number,
    )  # fmt: skip


def day(value: str, *, end: bool, where: str) -> tuple[dt.date, int]:
    """A day from `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, and its slack in days; empty is open.

    A partial date is its first day, or its last day for `end`.

    Raises
    ------
    InputError
        If `value` is no date; the message begins with `where`.
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
        msg = f"{where}: {value!r} is no date (YYYY, YYYY-MM or YYYY-MM-DD)"
        raise errors.InputError(msg) from None
    length = (after - first).days
    return (first + dt.timedelta(length - 1) if end else first), length


def problems(holders: Iterable[Holder]) -> list[str]:
    """Overlaps of one office, in words; empty for a sound table.

    Terms may share the day of hand-over, and as many days as an imprecise
    date leaves open. Offices that several hold at once are exempt.
    """
    offices: dict[tuple[str, str], list[Holder]] = {}
    for holder in holders:
        if holder.office not in SHARED_OFFICES:
            offices.setdefault((holder.state, holder.office), []).append(holder)
    found = []
    for (state, office), terms in sorted(offices.items()):
        ordered = sorted(terms, key=lambda term: (term.first, term.last))
        for one, two in itertools.pairwise(ordered):
            if (one.last - two.first).days > max(one.loose, two.loose):
                found.append(
                    f"{state} {office}: {one.person} (row {one.row}) overlaps {two.person} (row {two.row}) "
                    f"from {two.first} to {min(one.last, two.last)}"
                )
    return found


def surname(person: str, state: str) -> str:
    """The family name: the first word where it stands first (China, Korea, ...), else the last."""
    words = person.split()
    if state in FAMILY_FIRST and len(words) <= 3 and words[-1][:1].isupper():
        return words[0]
    while len(words) > 1 and words[-1].rstrip(".").lower() in {"jr", "sr", "ii", "iii", "iv", "vi", "xvi"}:
        words.pop()
    return words[-1]


class Offices:
    """The table indexed by person and by family name."""

    def __init__(self, holders: Iterable[Holder]) -> None:
        self.terms: dict[str, list[Holder]] = {}
        self.families: dict[str, list[Holder]] = {}
        self.variants: dict[str, str] = {}
        for holder in holders:
            self.terms.setdefault(holder.person, []).append(holder)
            self.variants |= dict.fromkeys(holder.variants, holder.person)
            self.families.setdefault(surname(holder.person, holder.state).lower(), []).append(holder)

    def full_name(self, text: str) -> str | None:
        """The person of the table whom a name with initials means: "Antony J. Blinken"."""
        words = [word for word in text.split() if len(word.rstrip(".")) > 1 and word.rstrip(".,") not in {"Jr", "Sr"}]
        if len(words) < 2:
            return None
        found = " ".join(words)
        if found in self.terms:
            return found
        same = {
            term.person for term in self.families.get(words[-1].lower(), ())
            if term.person.split()[0] == words[0] and len(term.person.split()) != len(words)
        }  # fmt: skip
        return self.variants.get(found) or (same.pop() if len(same) == 1 else None)

    def standing(self, person: str, *, on: dt.date | None) -> Standing:
        """What `person` was on the day; without a day, what the open rows of the table say."""
        return _standing(self.terms[person], on)

    def choose(self, persons: Iterable[str], *, on: dt.date | None) -> Standing | None:
        """The standing of the one of several namesakes who held an office on the day; None if undecided."""
        found = [self.standing(person, on=on) for person in persons]
        held = [one for one in found if one.office is not None]
        if len(found) == 1 or len(held) == 1:
            return (held or found)[0]
        return None

    def by_family(
        self, family: str, *, on: dt.date, sectors: tuple[str, ...] = (), state: str | None = None, title: str = ""
    ) -> Standing | None:
        """The only holder of that family name on the day, among those of the state and sectors given.

        Where several are, the `title` ("foreign minister") decides.
        """
        held = [term for term in self.families.get(family.lower(), ()) if term.covers(on)]
        held = [term for term in held if state in {None, term.state}]
        if sectors:
            held = [term for term in held if set(term.sectors) & set(sectors)]
        held = [term for term in held if term.office == title] or held
        return _standing(held, on) if len({term.person for term in held}) == 1 else None

    def past_family(self, family: str, *, on: dt.date, title: str = "") -> Standing | None:
        """The only person of that family name whose terms were all over on the day.

        Where several are, the `title` ("former president") decides.
        """
        gone = [
            term for term in self.families.get(family.lower(), ())
            if term.last < on and not any(one.covers(on) for one in self.terms[term.person])
        ]  # fmt: skip
        named = [term for term in gone if title.endswith(term.office)]
        gone = named or gone
        return _standing(gone, on) if len({term.person for term in gone}) == 1 else None


def _standing(terms: list[Holder], on: dt.date | None) -> Standing:
    held = [term for term in terms if (term.covers(on) if on else not term.closed)]
    if held:
        term = held[0]
        sectors = tuple(dict.fromkeys(code for one in held for code in one.sectors))
        state = None if ":" in term.state else term.state
        return Standing(term.person, term.state, state, sectors, term.office, term.state)
    past = [term for term in terms if on is None or term.last < on]
    term = max(past, key=lambda one: one.last) if past else min(terms, key=lambda one: one.first)
    return Standing(term.person, None, None if ":" in term.state else term.state, FORMER, None, term.state)


@functools.cache
def default() -> Offices:
    """The shipped table, read once."""
    return Offices(load())
