"""The day of publication, from whatever form a file gives it in.

Read are dates as data frames and Parquet hold them, seconds or milliseconds since 1970, and texts such as
2024-01-17, 20240117T100000Z, 17 January 2024, January 17, 2024 Wednesday, Wed, 17 Jan 2024 10:00:00 GMT,
17-Jan-24 and 17/01/2024. With a time of day the day is the one that is written, in the zone in which it is
written: the day at the source. Seconds since 1970 have no zone; their day is that of UTC.
"""

import datetime as dt
import re
from collections.abc import Mapping
from numbers import Real

FIRST_YEAR = 1800
DAY_FIRST = "day first"
MONTH_FIRST = "month first"
EITHER = "either"
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]?\s*)?"
_DAY_OF_MONTH = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4}|\d{2})(?![\d:])"
_ISO = re.compile(r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?P<year>(?:1[89]|20)\d\d)(?P<month>0\d|1[0-2])(?P<day>\d\d)(?:T?\d{4}(?:\d\d)?Z?)?(?!\d)")
_NAMED = (
    re.compile(rf"{_WEEKDAY}{_DAY_OF_MONTH}[\s/-]*{_MONTH}[\s,/-]*{_YEAR}", re.IGNORECASE),
    re.compile(rf"{_WEEKDAY}{_MONTH}\s*{_DAY_OF_MONTH}[\s,]+(?P<year>\d{{4}})(?!\d)", re.IGNORECASE),
    # Wed Jan 17 10:00:00 +0000 2024
    re.compile(rf"{_WEEKDAY}{_MONTH}\s+{_DAY_OF_MONTH}\s+[\d:]{{5,8}}\s+\S{{1,6}}\s+(?P<year>\d{{4}})", re.IGNORECASE),
)
_NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|(?<!-)\d{2})(?!\d)")
_SECONDS = re.compile(r"-?\d{9,10}(?:\.\d+)?$")
_MILLISECONDS = re.compile(r"-?\d{12,13}$")
_LONGEST = 100  # characters of a text that are looked at
_SHOWN = 40
_MONTHS_A_YEAR = 12
_CENTURY = 100


def parse_day(value: object, *, order: str | None = None) -> dt.date:
    """Read a day.

    Parameters
    ----------
    value
        A date, a number of seconds or milliseconds since 1970, or a text that begins with a day.
    order
        `DAY_FIRST` or `MONTH_FIRST`: how 01/02/2024 is meant. Without it such a text is no day.

    Raises
    ------
    ValueError
        If there is none, or it does not lie between 1800 and the end of next year; the message is the
        reason given in `rejects`.
    """
    day = _day(value, order)
    last_year = _this_year() + 1
    if not FIRST_YEAR <= day.year <= last_year:
        raise ValueError(f"impossible date: {day.isoformat()} is not between {FIRST_YEAR} and {last_year}")
    return day


def order_of(value: object) -> str | None:
    """What a day in numbers tells of its order: `DAY_FIRST`, `MONTH_FIRST`, or `EITHER`; None for other forms.

    The 31/01/2024 of one row tells how the 01/02/2024 of another in the same file is meant. Between dots
    the day comes first in every country that writes dots.
    """
    found = _NUMBERS.match(value[:_LONGEST].strip()) if isinstance(value, str) else None
    if found is None:
        return None
    first, second = int(found[1]), int(found[3])
    if found[2] == "." or first > _MONTHS_A_YEAR:
        return DAY_FIRST
    if second > _MONTHS_A_YEAR:
        return MONTH_FIRST
    return EITHER if first != second else None


def begins_with_day(text: str) -> bool:
    """Whether a line begins with a day whose month has a name, as the lines of dates in exports do."""
    return any(pattern.match(text[:_LONGEST].strip()) for pattern in _NAMED)


def _day(value: object, order: str | None) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, Mapping) and len(value) == 1:  # {"$date": "2024-01-17T10:00:00Z"}, as of a document store
        return _day(next(iter(value.values())), order)
    text = "" if value is None else str(value)[:_LONGEST].strip()
    if isinstance(value, Real) and text.endswith(".0"):
        text = text[:-2]
    if text.lower() in {"", "nan", "nat", "none", "null"}:
        raise ValueError("no date")
    for pattern in (_ISO, _COMPACT, *_NAMED):
        found = pattern.match(text)
        if found:
            month = found["month"].lower()[:3]
            number = int(month) if month.isdigit() else _MONTHS.index(month) + 1
            return _date(found["year"], number, int(found["day"]), text)
    if _SECONDS.match(text) or _MILLISECONDS.match(text):
        return _since_1970(float(text) / (1000 if _MILLISECONDS.match(text) else 1), text)
    return _in_numbers(text, order)


def _in_numbers(text: str, order: str | None) -> dt.date:
    """The day of a text such as 17/01/2024, or the reason why it is none."""
    found = _NUMBERS.match(text)
    if found is None:
        raise ValueError(f"no date: {text[:_SHOWN]!r} is in no form that is known; write YYYY-MM-DD")
    told = order_of(text) or DAY_FIRST  # if neither is told, day and month are one number
    order = order if told == EITHER else told
    if order is None:
        raise ValueError(f"no date: {text[:_SHOWN]!r} does not tell day from month; write YYYY-MM-DD")
    first, second = int(found[1]), int(found[3])
    day, month = (first, second) if order == DAY_FIRST else (second, first)
    return _date(found[4], month, day, text)


def _date(year: str, month: int, day: int, text: str) -> dt.date:
    full = int(year)
    if len(year) == 2:  # the latest year that is not after the next
        full += _this_year() + 1 - (_this_year() + 1 - full) % _CENTURY - full
    try:
        return dt.date(full, month, day)
    except ValueError:
        raise ValueError(f"impossible date: {text[:_SHOWN]}") from None


def _since_1970(seconds: float, text: str) -> dt.date:
    try:
        return dt.datetime.fromtimestamp(seconds, tz=dt.UTC).date()
    except (OverflowError, OSError, ValueError):
        raise ValueError(f"impossible date: {text[:_SHOWN]}") from None


def _this_year() -> int:
    return dt.datetime.now(tz=dt.UTC).year
