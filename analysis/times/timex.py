"""TIMEX3 values as closed intervals of days and back; arithmetic on calendar units; holidays."""

import calendar
import re
from datetime import date, timedelta

from dateutil.easter import easter

Interval = tuple[date, date]
QUARTER_MONTHS = {"Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12), "H1": (1, 6), "H2": (7, 12)}
SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11)}

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?")
_PART = re.compile(r"(\d{4})-(Q[1-4]|H[12]|SP|SU|FA|WI)")


def month_value(year: int, month: int) -> str:
    """TIMEX3 value of a month; months beyond 1 to 12 roll the year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return f"{year:04d}-{month:02d}"


def week_value(day: date) -> str:
    """TIMEX3 value of the ISO week of a day."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def quarter_value(year: int, quarter: int) -> str:
    """TIMEX3 value of a quarter; quarters beyond 1 to 4 roll the year."""
    year, quarter = year + (quarter - 1) // 4, (quarter - 1) % 4 + 1
    return f"{year:04d}-Q{quarter}"


def is_year(value: str) -> bool:
    """True for the value of a single year."""
    return len(value) == 4 and value.isdecimal()


def months_on(day: date, months: int) -> date:
    """The day `months` later, held within the month's length."""
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    year = min(max(year, 1), 9998)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def days_on(day: date, days: float) -> date:
    """The day `days` later, held within the calendar."""
    ordinal = min(max(day.toordinal() + int(days), 1), date.max.toordinal())
    return date.fromordinal(ordinal)


def _span(year: int, first: int, last: int) -> Interval:
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def interval(value: str) -> tuple[Interval, str] | None:
    """Closed day interval and precision of a TIMEX3 date value, or None where it has none."""
    if not value[:1].isdecimal() or not value[:2].isdecimal():
        return None
    try:
        return _interval(value)
    except (ValueError, OverflowError):
        return None


def _interval(value: str) -> tuple[Interval, str] | None:
    if hit := _WEEK.match(value):
        monday = date.fromisocalendar(int(hit[1]), int(hit[2]), 1)
        start = monday + timedelta(days=5) if hit[3] else monday
        return (start, monday + timedelta(days=6)), "week"
    if hit := _PART.match(value):
        return _part(int(hit[1]), hit[2])
    if hit := _DAY.match(value):
        day = date(int(hit[1]), int(hit[2]), int(hit[3]))
        return (day, day), "day"
    if hit := _MONTH.match(value):
        return _span(int(hit[1]), int(hit[2]), int(hit[2])), "month"
    digits = value.rstrip("X")
    if not digits.isdecimal() or len(digits) > 4:
        return None
    first, last = int(digits.ljust(4, "0")), int(digits.ljust(4, "9"))
    precision = {4: "year", 3: "decade"}.get(len(digits), "period")
    return (date(max(first, 1), 1, 1), date(last, 12, 31)), precision


def _part(year: int, name: str) -> tuple[Interval, str]:
    if name == "WI":
        return (date(year, 12, 1), days_on(date(year + 1, 3, 1), -1)), "season"
    months = QUARTER_MONTHS.get(name) or SEASON_MONTHS[name]
    return _span(year, *months), "quarter" if name in QUARTER_MONTHS else "season"


def shift(day: date, unit: str, number: int) -> str:
    """TIMEX3 value of the calendar unit that lies `number` units from the one that holds `day`.

    Units are those of `_vocabulary.UNITS`: D day, W week, F fortnight, M month,
    Q quarter, Y year, E decade, C century, L millennium.
    """
    if unit == "D":
        return days_on(day, number).isoformat()
    if unit in "WF":
        return week_value(days_on(day, number * (14 if unit == "F" else 7)))
    if unit == "M":
        return month_value(day.year, day.month + number)
    if unit == "Q":
        return quarter_value(day.year, (day.month - 1) // 3 + 1 + number)
    years = {"Y": 1, "E": 10, "C": 100, "L": 1000}[unit] * number
    value = f"{min(max(day.year + years, 0), 9998):04d}"
    return value[: {"Y": 4, "E": 3, "C": 2, "L": 1}[unit]]


_FIXED_HOLIDAYS = {
    "christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24), "boxing day": (12, 26),
    "new year's day": (1, 1), "new year's eve": (12, 31), "valentine's day": (2, 14), "halloween": (10, 31),
    "veterans day": (11, 11), "may day": (5, 1),
}  # fmt: skip
# Days from Easter Sunday.
_EASTER_HOLIDAYS = {"easter": 0, "easter sunday": 0, "easter monday": 1, "good friday": -2, "palm sunday": -7}
# The first such weekday (Monday is 0) on or after a month's day; all are holidays of the United States.
_WEEKDAY_HOLIDAYS = {
    "memorial day": (5, 25, 0), "labor day": (9, 1, 0), "thanksgiving": (11, 22, 3), "thanksgiving day": (11, 22, 3),
}  # fmt: skip
HOLIDAYS = frozenset({*_FIXED_HOLIDAYS, *_EASTER_HOLIDAYS, *_WEEKDAY_HOLIDAYS})


def holiday(name: str, year: int) -> date | None:
    """Day of one of `HOLIDAYS` in a year, or None for an unknown name or a year outside the calendar."""
    name = name.replace("’", "'")
    if not date.min.year <= year < date.max.year:
        return None
    if name in _FIXED_HOLIDAYS:
        return date(year, *_FIXED_HOLIDAYS[name])
    if name in _EASTER_HOLIDAYS:
        return days_on(easter(year), _EASTER_HOLIDAYS[name])
    if name in _WEEKDAY_HOLIDAYS:
        month, day, weekday = _WEEKDAY_HOLIDAYS[name]
        earliest = date(year, month, day)
        return days_on(earliest, (weekday - earliest.weekday()) % 7)
    return None
