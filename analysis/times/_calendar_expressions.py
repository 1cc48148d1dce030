"""Readings of calendar expressions: dates, months, quarters, years.

Their values come from `analysis.times._anchoring`.
"""

import re
from datetime import date

from analysis.times import _ambiguity, _anchoring, _slots, _vocabulary, timex
from analysis.times._context import ExpressionContext, Reading
from analysis.times._vocabulary import UNIT_KINDS, Kind


def calendar(context: ExpressionContext) -> Reading | None:
    """Reading of a date, month, quarter, season, week, year, decade or century."""
    tokens = context.tokens
    if (len(tokens) == 1 and not _ambiguity.is_date(context)) or _ambiguity.is_part_of_name(context) or _title(context):
        return None
    slots = _slots.fill(context)
    if tokens[0].kind == Kind.NUMBER_WORD and not 1700 <= (slots.year or 0) <= 2100:
        return None
    finer = slots.unit != "Y" or slots.month or slots.season or slots.half or slots.weekday is not None
    if "Y" in slots.shifts and finer:
        slots.year = _shifted_year(slots)
    if slots.unit == "F" and slots.shifts.get("F") in {"last", "next"}:
        return _fortnight(slots)
    if slots.unit in _ROLLING and tokens[-2:-1] and tokens[-2].word == "past":
        return _rolling(slots)
    if slots.weekday is not None and slots.shifts.get("D") == "last" and context.after == "of":
        return Reading("DATE", UNKNOWN)  # the last Friday of a time that has no month
    plain = _plain_unit(slots, context) if slots.bare and (slots.unit or slots.period) else None
    return _valued(slots) if plain is None else plain if plain.value else None


def _valued(slots: _slots.Slots) -> Reading | None:
    found = _anchoring.value(slots)
    if found and slots.last_day and (ends := timex.interval(found[:8] + f"{slots.last_day:02d}")):
        return Reading("DATE", found, slots.mod, date.fromisoformat(found), ends[0][1])
    return Reading("DATE", found, slots.mod) if found else None


UNKNOWN = "XXXX-XX-XX"
_ON_THE_DAY = frozenset("on by before after since until of".split())


def anniversary(context: ExpressionContext) -> Reading | None:
    """The 70th anniversary of the 1953 armistice: dated where the date of the armistice follows."""
    number = _slots.ordinal(context.tokens[1].word)
    behind = context.all_tokens[context.last : context.last + 8]
    year = next((_slots.year_of(token.word) for token in behind if token.kind == Kind.YEAR), None)
    if year is None or not behind or behind[0].kind != Kind.OF:
        return Reading("DATE", UNKNOWN) if context.before in _ON_THE_DAY else None
    month = next((_vocabulary.MONTHS[token.word] for token in behind if token.kind == Kind.MONTH), None)
    number_of_day = next((int(token.word) for token in behind if token.kind == Kind.SMALL_INTEGER), None)
    if month and number_of_day and _anchoring.existing_day(year + number, month, number_of_day):
        return Reading("DATE", f"{year + number:04d}-{month:02d}-{number_of_day:02d}")
    return Reading("DATE", timex.month_value(year + number, month) if month else f"{year + number:04d}")


def _shifted_year(slots: _slots.Slots) -> int:
    if slots.shifts["Y"] == "that":
        return _anchoring.known_start(slots.state).year
    return slots.state.published.year + {"last": -1, "next": 1}.get(slots.shifts["Y"], 0)


def _title(context: ExpressionContext) -> bool:
    """True for a capitalised unit ("This Week", a programme) in a text that is not all capitals."""
    return any(
        token.kind in UNIT_KINDS and token.text[0].isupper() and not token.text.isupper()
        for token in context.tokens[1:]
    )


def _fortnight(slots: _slots.Slots) -> Reading:
    """The last fortnight, next fortnight: two weeks up to or from the day of publication."""
    published = slots.state.published
    other = timex.days_on(published, -14 if slots.shifts["F"] == "last" else 14)
    return Reading("DURATION", "P2W", None, min(published, other), max(published, other))


_ROLLING = {"W": -7, "M": -30, "Y": -365, "E": -3652}  # days


def _rolling(slots: _slots.Slots) -> Reading:
    """The past year: its value is, after TimeML, the calendar unit before; its days are those up to publication."""
    published = slots.state.published
    bounds = timex.days_on(published, _ROLLING[slots.unit]), published
    if slots.unit == "E":
        return Reading("DURATION", "P10Y", None, *bounds)
    return Reading("DATE", timex.shift(published, slots.unit, -1), None, *bounds)


def _plain_unit(slots: _slots.Slots, context: ExpressionContext) -> Reading | None:
    """The quarter, the year, the end of the month: a unit with its article only."""
    if slots.ordinal or slots.year is not None or slots.compared or slots.month or slots.decade:
        return None
    state, unit = slots.state, slots.unit or "Q"
    bounded = context.after in {"ended", "ending", "through"}
    if unit == "Q":
        return Reading("DATE", state.quarter or timex.shift(state.published, "Q", -1), slots.mod)
    if unit == "Y" and (bounded or slots.fiscal):
        return Reading("DURATION", "P1Y")
    if (
        unit == "Y"
        or (unit == "E" and slots.mod)
        or (unit in {"M", "W"} and (slots.mod or context.before in {"of", "in", "for", "during"}))
    ):
        return Reading("DATE", timex.shift(state.published, unit, 0), slots.mod)
    if unit == "D" and slots.mod and context.before != "of":
        return Reading("DATE", _anchoring.known_day(state).isoformat(), slots.mod)
    return Reading("DATE", "")


def numeric(context: ExpressionContext) -> Reading | None:
    """A date in digits; 3/4/2014 is read month first, 3.4.2014 day first."""
    text = context.tokens[0].text
    if text in _vocabulary.SHORT_NAMES:
        return Reading("DATE", _vocabulary.SHORT_NAMES[text].isoformat())
    if text[:4].isdecimal():
        text = text.replace("/", "-")
    if text[4:5] == "-":
        kind = "TIME" if "T" in text else "DATE"
        return Reading(kind, text.rstrip("Z")) if timex.interval(text) else None
    left, middle, year = re.split(r"[/.-]", text)
    if not middle.isdecimal():
        return short_date(int(left), middle, year)
    return _in_digits(text, int(left), int(middle), _slots.year_of(year))


def short_year(context: ExpressionContext) -> Reading | None:
    """19 Nov 12: a day, an abbreviated month and two digits of a year."""
    day, month, year = (token.text for token in context.tokens)
    full = len(month.strip(".")) > 4 or month.islower() or len(year) != 2
    return None if full else short_date(int(day), month, year)


def short_date(number: int, month: str, year: str) -> Reading | None:
    """Reading of a day that is written with the name of its month and a year of two or four digits."""
    found = _anchoring.existing_day(_slots.year_of(year), _vocabulary.MONTHS[month.lower()], number)
    return Reading("DATE", found.isoformat()) if found else None


def _in_digits(text: str, left: int, middle: int, year: int) -> Reading | None:
    month, number = (middle, left) if "." in text or left > 12 else (left, middle)
    found = _anchoring.existing_day(year, month, number)
    return Reading("DATE", found.isoformat()) if found else None


def years(context: ExpressionContext) -> Reading | None:
    """2014-15, 1990-1994."""
    text = context.tokens[0].text
    first, last = int(text[:4]), int(text[5:])
    last += first // 100 * 100 if last < 100 else 0
    if not 1700 <= first < last <= 2100:
        return None
    return Reading("DURATION", f"P{last - first}Y", None, date(first, 1, 1), date(last, 12, 31))
