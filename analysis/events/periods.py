"""Periods: their lengths, numbers and first days, the days that a user names, and the length that suits a corpus.

Weeks begin on Monday. "all" is one period that holds every day.
"""

import datetime as dt
import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import errors

COUNTED = ("D", "W", "M", "Q", "Y")
"""Lengths of the periods of a table of counts."""
MEASURED = ("W", "M", "Q", "Y", "all")
"""Lengths of the periods of the relations frame."""
CHOSEN = ("W", "M", "Q", "Y")
"""Lengths that a report may have."""
DAYS: Mapping[str, float] = {"D": 1.0, "W": 7.0, "M": 365.25 / 12, "Q": 365.25 / 4, "Y": 365.25}
"""Mean length of a period, in days."""
NAMES: Mapping[str, str] = {"D": "day", "W": "week", "M": "month", "Q": "quarter", "Y": "year"}
FINER: Mapping[str, str] = {"W": "W", "M": "W", "Q": "M", "Y": "Q"}
"""The length in which breaks are searched, where series are shown by another."""
_RULES = {"D": "D", "W": "W-SUN", "M": "M", "Q": "Q-DEC", "Y": "Y-DEC"}
_SPELLINGS = {
    "d": "D", "day": "D", "daily": "D", "w": "W", "week": "W", "weekly": "W", "m": "M", "month": "M", "monthly": "M",
    "me": "M", "ms": "M", "q": "Q", "quarter": "Q", "quarterly": "Q", "qe": "Q", "qs": "Q", "y": "Y", "a": "Y",
    "year": "Y", "yearly": "Y", "annual": "Y", "ye": "Y", "ys": "Y", "all": "all",
}  # fmt: skip
_OFFSET = 1 << 19  # makes the number of every period since the year 600 positive
_SHOWN_GAPS = 3
_EPOCH = pd.Timestamp("1970-01-01")
_EARLIEST, _LATEST = pd.Timestamp("0001-01-01"), pd.Timestamp("9999-12-31")
_YEAR = re.compile(r"\d{4}(?!\d)")
_FORMS = "a year (2023), a month (2023-06), a day (2023-06-30) or two of these (2023-01-01/2023-12-31)"

Days = tuple[pd.Timestamp, pd.Timestamp]
"""First and last day of a span of time, both included."""


def check_freq(freq: str, allowed: Collection[str] = MEASURED) -> str:
    """Return the length of a period that `freq` names: a letter, a pandas alias or a word ("monthly").

    Raises
    ------
    InputError
        If it is none of `allowed`.
    """
    found = _SPELLINGS.get(str(freq).strip().lower())
    if found in allowed:
        return str(found)
    near = get_close_matches(str(freq).lower(), [name for name, one in _SPELLINGS.items() if one in allowed], n=1)
    hint = f"; nearest: {_SPELLINGS[near[0]]} ({near[0]})" if near else ""
    raise errors.InputError(f"freq {freq!r} is none of {', '.join(allowed)}{hint}")


def period_number(days: npt.NDArray[np.datetime64] | pd.Series, freq: str) -> npt.NDArray[np.int64]:
    """Number of the period that holds each day; positive for every day since the year 600."""
    index = pd.PeriodIndex(pd.DatetimeIndex(days), freq=_RULES[check_freq(freq, COUNTED)])
    return np.asarray(index.asi8 + _OFFSET, dtype=np.int64)


def period_start(numbers: npt.NDArray[np.int64], freq: str) -> pd.DatetimeIndex:
    """First day of the periods that `period_number` counts."""
    ordinals = np.asarray(numbers, np.int64) - _OFFSET
    index = pd.PeriodIndex.from_ordinals(ordinals, freq=_RULES[check_freq(freq, COUNTED)])  # type: ignore[attr-defined]
    return pd.DatetimeIndex(index.start_time).as_unit("us")


def start_of_each(days: pd.Series, freq: str) -> pd.Series:
    """First day of the period that holds each of `days`; missing where the day is missing.

    For "all" every day, and every missing day, falls in one period that
    begins on the first day known.
    """
    if freq == "all":
        return pd.Series(first_day(days), index=days.index, dtype="datetime64[us]")
    found: pd.Series = days.dt.to_period(_RULES[freq]).dt.start_time.astype("datetime64[us]")
    return found


def first_day(days: pd.Series) -> pd.Timestamp:
    """The first day known, or 1 January 1970 where none is."""
    return _EPOCH if days.isna().all() else days.min()


def following(start: pd.Timestamp, freq: str) -> pd.Timestamp:
    """First day of the period after the one that holds `start`."""
    number = period_number(pd.Series([start]), freq)
    return pd.Timestamp(period_start(number + 1, freq)[0])


def gaps(published: pd.Series, freq: str) -> list[Days]:
    """First and last day of each stretch of whole periods in which nothing was published, the longest first.

    Parameters
    ----------
    published
        The days of publication.
    freq
        Length of a period.
    """
    numbers = np.unique(period_number(published.dropna(), freq))
    wide = np.diff(numbers) > 1
    firsts, beyonds = period_start(numbers[:-1][wide] + 1, freq), period_start(numbers[1:][wide], freq)
    found = [(first, beyond - pd.Timedelta(days=1)) for first, beyond in zip(firsts, beyonds, strict=True)]
    return sorted(found, key=lambda days: (days[0] - days[1], days[0]))


def span_told(published: pd.Series, freq: str) -> str:
    """The first and the last day of publication, and the times between them in which nothing was published."""
    days = published.dropna()
    if days.empty:
        return "no day"
    empty = gaps(days, freq)
    shown = [f"{first:%Y-%m-%d} to {last:%Y-%m-%d}" for first, last in sorted(empty[:_SHOWN_GAPS])]
    more = f" and {len(empty) - _SHOWN_GAPS} shorter times" if len(empty) > _SHOWN_GAPS + 1 else ""
    more = more or (" and one shorter time" if len(empty) > _SHOWN_GAPS else "")
    without = f", with no article from {', '.join(shown)}{more}" if shown else ""
    return f"{days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}{without}"


def freq_for(days: float) -> str:
    """The length that gives a corpus of so many days some 10 to 60 periods."""
    return "W" if days <= 200 else "M" if days <= 1500 else "Q" if days <= 5500 else "Y"


def parse_period(period: object) -> Days | None:
    """First and last day of the period that a user names; None where none is named.

    Parameters
    ----------
    period
        A year, month or day (`2023`, `"2023-06"`, a date, a pandas Period), or two
        of them, both included: as `FIRST/LAST` or as a pair. Either side of the
        slash may be empty. Empty text and None name no period.

    Raises
    ------
    InputError
        If it is neither, or if the first day is after the last.
    """
    if period is None or (isinstance(period, str) and not period.strip()):
        return None
    parts = _parts(period)
    if len(parts) > 2:
        raise errors.InputError(f"period {period!r} has {len(parts)} parts; give {_FORMS}")
    spans = [_span(part, period) for part in parts]
    first, last = spans[0][0], spans[-1][1]
    if first > last:
        raise errors.InputError(f"period {period!r} is not in order: {first.date()} is after {last.date()}")
    return first, last


def _parts(period: object) -> list[Any]:
    if isinstance(period, str):
        parts: list[Any] = [part.strip() for part in period.split("/")]
        return [part or edge for part, edge in zip(parts, (_EARLIEST, _LATEST), strict=False)] + parts[2:]
    return list(period) if isinstance(period, tuple | list) else [period]


def _span(part: object, whole: object) -> Days:
    """The days of one year, month or day."""
    if isinstance(part, pd.Timestamp | dt.date | np.datetime64):
        day = pd.Timestamp(part).normalize()
        return day, day
    try:
        # pandas would complete "June" by the year of today.
        span = part if isinstance(part, pd.Period) else pd.Period(str(part) if _YEAR.match(str(part)) else "none")
    except ValueError:
        raise errors.InputError(f"period {whole!r} cannot be read; give {_FORMS}") from None
    return span.start_time.normalize().as_unit("us"), span.end_time.normalize().as_unit("us")
