"""Readings of calendar expressions; their values come from `analysis.times._anchoring`."""

import dataclasses
import re
from datetime import date

from analysis.times import _alone, _slots
from analysis.times import _anchoring as values
from analysis.times import _durations as amounts
from analysis.times import _vocabulary as words
from analysis.times import timex as cal


def calendar(phrase: amounts.Phrase) -> amounts.Reading | None:
    """Reading of a date, month, quarter, season, week, year, decade or century."""
    tokens = phrase.tokens
    if (len(tokens) == 1 and not _alone.stands(phrase)) or _title(phrase):
        return None
    slots = _slots.fill(phrase)
    if tokens[0].code == "w" and not 1700 <= (slots.year or 0) <= 2100:
        return None
    finer = slots.unit != "Y" or slots.month or slots.season or slots.half or slots.weekday is not None
    if "Y" in slots.shifts and finer:
        slots.year = _shifted_year(slots)
    if slots.unit in _ROLLING and tokens[-2:-1] and tokens[-2].word == "past":
        return _rolling(slots)
    plain = _plain_unit(slots, phrase) if slots.bare and (slots.unit or slots.period) else None
    return _valued(slots) if plain is None else plain if plain.value else None


def _valued(slots: _slots.Slots) -> amounts.Reading | None:
    found = values.value(slots)
    if found and slots.day_to and (ends := cal.interval(found[:8] + f"{slots.day_to:02d}")):
        return amounts.Reading("DATE", found, slots.mod, date.fromisoformat(found), ends[0][1])
    return amounts.Reading("DATE", found, slots.mod) if found else None


def nth(phrase: amounts.Phrase) -> amounts.Reading | None:
    """The last day of March, the second week of May: days and weeks of a month or year."""
    tokens = phrase.tokens
    unit = amounts.unit_of(tokens[2])
    rest = dataclasses.replace(
        phrase, first=phrase.first + 4, tense=lambda _first, last, reach: phrase.tense(phrase.first, last, reach)
    )
    whole = calendar(rest)
    bounds = cal.interval(whole.value) if whole else None
    if bounds is None or unit not in _LENGTHS or bounds[1] not in {"month", "year"}:
        return None
    (first, last), length = bounds[0], _LENGTHS[unit]
    if tokens[1].code == "l":
        start = cal.days_on(last, 1 - length)
    else:
        start = cal.days_on(first, (_slots.ordinal(tokens[1].word) - 1) * length)
    if not first <= start <= last:
        return None
    end = min(cal.days_on(start, length - 1), last)
    found = start.isoformat() if unit == "D" else cal.week_value(cal.days_on(start, length // 2))
    return amounts.Reading("DATE", found, None, start, end)


_LENGTHS = {"D": 1, "W": 7}
UNKNOWN = "XXXX-XX-XX"
_ON_THE_DAY = frozenset("on by before after since until of".split())


def anniversary(phrase: amounts.Phrase) -> amounts.Reading | None:
    """The 70th anniversary of the 1953 armistice: dated where the first date is said behind."""
    number = _slots.ordinal(phrase.tokens[1].word)
    behind = phrase.text[phrase.last : phrase.last + 8]
    year = next((_slots.year_of(token.word) for token in behind if token.code == "Y"), None)
    if year is None or not behind or behind[0].code != "O":
        return amounts.Reading("DATE", UNKNOWN) if phrase.before in _ON_THE_DAY else None
    month = next((words.MONTHS[token.word] for token in behind if token.code == "M"), None)
    number_of_day = next((int(token.word) for token in behind if token.code == "1"), None)
    if month and number_of_day and values.existing_day(year + number, month, number_of_day):
        return amounts.Reading("DATE", f"{year + number:04d}-{month:02d}-{number_of_day:02d}")
    return amounts.Reading("DATE", cal.month_value(year + number, month) if month else f"{year + number:04d}")


def _shifted_year(slots: _slots.Slots) -> int:
    if slots.shifts["Y"] == "that":
        return values.known_start(slots.state).year
    return slots.state.published.year + {"last": -1, "next": 1}.get(slots.shifts["Y"], 0)


def _title(phrase: amounts.Phrase) -> bool:
    """True for a capitalised unit ("This Week", a programme) in a text that is not all capitals."""
    return any(t.code in "uU" and t.text[0].isupper() and not t.text.isupper() for t in phrase.tokens[1:])


_ROLLING = {"W": -7, "M": -30, "Y": -365, "E": -3652}  # days


def _rolling(slots: _slots.Slots) -> amounts.Reading:
    """The past year: by TimeML the calendar unit before, by its days the span up to publication."""
    published = slots.state.published
    bounds = cal.days_on(published, _ROLLING[slots.unit]), published
    if slots.unit == "E":
        return amounts.Reading("DURATION", "P10Y", None, *bounds)
    return amounts.Reading("DATE", cal.shift(published, slots.unit, -1), None, *bounds)


def _plain_unit(slots: _slots.Slots, phrase: amounts.Phrase) -> amounts.Reading | None:
    """The quarter, the year, the end of the month: a unit with nothing but its article."""
    if slots.ordinal or slots.year is not None or slots.compared or slots.month or slots.decade:
        return None
    state, unit = slots.state, slots.unit or "Q"
    bounded = phrase.after in {"ended", "ending", "through"}
    if unit == "Q":
        return amounts.Reading("DATE", state.quarter or cal.shift(state.published, "Q", -1), slots.mod)
    if unit == "Y" and (bounded or slots.fiscal):
        return amounts.Reading("DURATION", "P1Y")
    if (
        unit == "Y"
        or (unit == "E" and slots.mod)
        or (unit in "MW" and (slots.mod or phrase.before in {"of", "in", "for", "during"}))
    ):
        return amounts.Reading("DATE", cal.shift(state.published, unit, 0), slots.mod)
    if unit == "D" and slots.mod and phrase.before != "of":
        return amounts.Reading("DATE", values.known_day(state).isoformat(), slots.mod)
    return amounts.Reading("DATE", "")


def numeric(phrase: amounts.Phrase) -> amounts.Reading | None:
    """A date in digits; 3/4/2014 is read month first, 3.4.2014 day first."""
    text = phrase.tokens[0].text
    if text == "9/11":
        return amounts.Reading("DATE", "2001-09-11")
    if text[:4].isdigit():
        text = text.replace("/", "-")
    if text[4:5] == "-":
        kind = "TIME" if "T" in text else "DATE"
        return amounts.Reading(kind, text.rstrip("Z")) if cal.interval(text) else None
    left, middle, year = (int(part) for part in re.split(r"[/.]", text))
    year += 0 if year > 99 else 1900 if year > 40 else 2000
    month, number = (middle, left) if "." in text or left > 12 else (left, middle)
    found = values.existing_day(year, month, number)
    return amounts.Reading("DATE", found.isoformat()) if found else None


def years(phrase: amounts.Phrase) -> amounts.Reading | None:
    """2014-15, 1990-1994."""
    text = phrase.tokens[0].text
    low, high = int(text[:4]), int(text[5:])
    high += low // 100 * 100 if high < 100 else 0
    if not 1700 <= low < high <= 2100:
        return None
    return amounts.Reading("DURATION", f"P{high - low}Y", None, date(low, 1, 1), date(high, 12, 31))
