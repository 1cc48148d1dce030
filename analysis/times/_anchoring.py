"""TIMEX3 values of the calendar parts that an expression names, anchored at publication or in the narrative."""

from datetime import date

from analysis.times import _slots, _vocabulary, timex
from analysis.times._context import NarrativeState

_NEAR_DAYS = 120  # days within which a date without year is taken for the nearest, whatever the tense


def known_day(state: NarrativeState) -> date:
    """The day that the narrative is at, or the day of publication."""
    known = timex.interval(state.last)
    return known[0][0] if known and known[1] == "day" else state.published


def known_start(state: NarrativeState) -> date:
    """The first day of the last date in the narrative, or the day of publication."""
    known = timex.interval(state.last)
    return known[0][0] if known else state.published


def value(slots: _slots.Slots) -> str | None:
    """TIMEX3 value of the calendar parts, by the most particular of them; None where they name no date."""
    for reader in (day, _holiday, _quarter, _half, _season, _month, weekday, deictic, _weekend, _decade, _unit):
        found = reader(slots)
        if found is not None:
            return found
    return f"{slots.year:04d}" if slots.year is not None else None


def _years(slots: _slots.Slots) -> list[int]:
    if slots.year is not None:
        return [slots.year]
    if slots.state.year is not None and slots.side != "future":
        return [slots.state.year]
    return [slots.state.published.year + step for step in (0, -1, 1)]


def _nearest(candidates: list[date], slots: _slots.Slots, part: str) -> date:
    """Of days in several years the one nearest to publication, on the side that "last", "next" or tense asks for."""
    published, shift = slots.state.published, slots.shifts.get(part, "")
    best = min(candidates, key=lambda one: abs((one - published).days))
    ahead = (best - published).days
    side = {"last": "past", "next": "future"}.get(shift, "")
    if not side and (abs(ahead) > _NEAR_DAYS or (ahead > _NEAR_DAYS // 2 and slots.near_side == "past")):
        side = slots.side
    fitting = [one for one in candidates if (one <= published if side == "past" else one >= published)] if side else []
    return min(fitting or candidates, key=lambda one: abs((one - published).days))


def day(slots: _slots.Slots) -> str | None:
    """Value of a day with its month."""
    if not slots.month or not slots.day:
        return None
    years = _years(slots)
    if slots.year is None and (named := _named_year(slots)):
        years = [named]
    days = [found for year in years if (found := existing_day(year, slots.month, slots.day))]
    if not days:
        return timex.month_value(years[0], slots.month) if slots.year is not None else None
    return _nearest(days, slots, "M").isoformat()


def _named_year(slots: _slots.Slots) -> int | None:
    """Year of a day that the word behind it makes known ("the October 7 attacks"), unless it is still to come."""
    for named in _vocabulary.NAMED_DAYS:
        same = (named.day.month, named.day.day) == (slots.month, slots.day)
        if same and slots.follower.startswith(named.followers) and named.day.year <= slots.state.published.year:
            return named.day.year
    return None


def existing_day(year: int, month: int, number: int) -> date | None:
    """The day, or None where the calendar has no such day."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _holiday(slots: _slots.Slots) -> str | None:
    days = [found for year in _years(slots) if (found := timex.holiday(slots.holiday, year))] if slots.holiday else []
    return _nearest(days, slots, "holiday").isoformat() if days else None


def _month(slots: _slots.Slots) -> str | None:
    if not slots.month:
        return None
    if slots.year is not None:
        return timex.month_value(slots.year, slots.month)
    if "M" not in slots.shifts and slots.state.year is not None and slots.side != "future":
        return timex.month_value(slots.state.year, slots.month)
    this = slots.state.published.year * 12 + slots.state.published.month
    own = slots.state.published.year * 12 + slots.month
    own += _turn(own - this, 12, slots.shifts.get("M", ""), _side(own - this, slots))
    return timex.month_value((own - 1) // 12, (own - 1) % 12 + 1)


def _side(distance: int, slots: _slots.Slots) -> str:
    """Side that tense asks for; a distant marker of tense does not outweigh a month that is close by."""
    if slots.near_side:
        return "" if slots.near_side == "past" and distance == 1 else slots.near_side
    nearer = (slots.side == "past" and 0 < distance <= 4) or (slots.side == "future" and -4 <= distance < 0)
    return "" if nearer else slots.side


def _turn(distance: int, cycle: int, shift: str, side: str) -> int:
    """Step that moves a recurring unit, now `distance` units away, to the side of publication that is meant.

    `cycle` is the number of such units in a year; `shift` is "last", "next",
    "this" or "", `side` what tense asks for.
    """
    if shift == "last":
        return -cycle if distance >= 0 else 0
    if shift == "next":
        return cycle if distance <= 0 else 0
    if shift == "this":
        return 0
    if side == "past":
        return -cycle if distance > 0 else 0
    if side == "future":
        return cycle if distance < 0 else 0
    return -cycle if distance > cycle // 4 else cycle if distance < -3 * cycle // 4 else 0


def _quarter(slots: _slots.Slots) -> str | None:
    """Value of a quarter, or of the period that the text reports on."""
    state = slots.state
    if slots.unit != "Q" and not slots.period:
        return _year_before(state) if slots.compared else None
    if slots.ordinal in {1, 2, 3, 4}:
        return _numbered_quarter(slots, slots.ordinal)
    if slots.compared:
        return _year_before(state)
    if slots.shifts.get("Q") in {"this", "next"}:
        return timex.shift(state.published, "Q", int(slots.shifts["Q"] == "next"))
    known = state.quarter or timex.shift(state.published, "Q", -1)
    if slots.year is None:
        return known
    return f"{slots.year:04d}{known[4:]}" if state.quarter or slots.unit == "Q" else f"{slots.year:04d}"


def _numbered_quarter(slots: _slots.Slots, number: int) -> str:
    published = slots.state.published
    distance = number - (published.month - 1) // 3 - 1
    turn = 0 if slots.side == "future" and abs(distance) < 2 else _turn(distance, 4, "", slots.side or "past")
    year = slots.year if slots.year is not None else published.year + turn // 4 - slots.compared
    return f"{year:04d}-Q{number}"


def _year_before(state: NarrativeState) -> str:
    """The quarter a year before the one that the text reports on, or the year before publication."""
    if state.quarter:
        return f"{int(state.quarter[:4]) - 1:04d}{state.quarter[4:]}"
    return f"{state.published.year - 1:04d}"


def _half(slots: _slots.Slots) -> str | None:
    if slots.half and slots.year is None and slots.unit == "Y":
        slots.year = slots.state.published.year
    if not slots.half or slots.year is None:
        return None
    number = slots.ordinal or (2 if slots.shifts.get("half") == "last" else 1)
    return f"{slots.year:04d}-H{number}" if number in {1, 2} else None


_SEASON_START = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def _season(slots: _slots.Slots) -> str | None:
    if not slots.season:
        return None
    if slots.year is not None:
        return f"{slots.year:04d}-{slots.season}"
    year, month = slots.state.published.year, slots.state.published.month
    start, shift = _SEASON_START[slots.season], slots.shifts.get("season", "")
    if slots.season == "WI" and month < 3 and shift != "next":
        year -= 2 if shift == "last" else 1
    elif shift == "last" or (not shift and slots.side == "past"):
        year -= 1 if start + (2 if shift else 0) >= month + (0 if shift else 1) else 0
    elif shift == "next" or (not shift and slots.side == "future"):
        year += 1 if start + (0 if shift else 2) <= month - (0 if shift else 1) else 0
    return f"{year:04d}-{slots.season}"


def weekday(slots: _slots.Slots) -> str | None:
    """Value of a day of the week; the day of publication itself counts, except with "last" or "next"."""
    if slots.weekday is None:
        return None
    shift = slots.shifts.get("D", "")
    anchor = slots.state.published
    if "W" in slots.shifts:  # Monday last week
        weeks = {"last": -7, "next": 7}.get(slots.shifts["W"], 0)
        return timex.days_on(anchor, weeks - anchor.weekday() + slots.weekday).isoformat()
    if shift == "that" or slots.narrative:
        anchor = known_day(slots.state)
    back = (anchor.weekday() - slots.weekday) % 7
    if shift == "last":
        return timex.days_on(anchor, -(back or 7)).isoformat()
    if shift == "next":
        return timex.days_on(anchor, 7 - back).isoformat()
    ahead = shift == "that" or slots.side == "future" or (shift == "this" and slots.side != "past")
    return timex.days_on(anchor, (7 - back) % 7 if ahead else -back).isoformat()


def deictic(slots: _slots.Slots) -> str | None:
    """Value of today, yesterday, tomorrow."""
    if not slots.deictic:
        return None
    return timex.days_on(slots.state.published, _vocabulary.DEICTIC[slots.deictic]).isoformat()


def _weekend(slots: _slots.Slots) -> str | None:
    if not slots.weekend:
        return None
    today, shift = slots.state.published, slots.shifts.get("W", "")
    weekday_now = today.weekday()
    if shift == "next":
        step = 7 if weekday_now >= 5 else 0
    elif shift == "last":
        step = -7
    elif shift == "this":
        step = -7 if weekday_now == 0 and slots.side == "past" else 0
    else:
        step = 0 if weekday_now >= 5 or (slots.side == "future" and weekday_now >= 2) else -7
    return timex.week_value(timex.days_on(today, step)) + "-WE"


def _decade(slots: _slots.Slots) -> str | None:
    digits = slots.decade
    if not digits:
        return None
    if len(digits) == 4:
        century = digits.endswith("00") and not digits.startswith("2")  # the 1900s, but the 2000s are a decade
        return digits[:2] if century else digits[:3]
    return ("20" if int(digits) < 30 else "19") + digits[0]


def _unit(slots: _slots.Slots) -> str | None:
    unit = slots.unit
    if slots.ordinal and unit == "C":
        return f"{slots.ordinal - 1:02d}"
    if slots.compared:
        return _year_before(slots.state)
    if unit not in slots.shifts or unit not in "DWMQYEC" or not unit:
        return None
    shift = slots.shifts[unit]
    known = timex.interval(slots.state.last)
    if shift == "that" and (known is None or (unit == "D" and known[1] != "day")):
        return None
    anchor = slots.state.published
    if slots.narrative or shift == "that":
        anchor = known_day(slots.state) if unit == "D" else known_start(slots.state)
    return timex.shift(anchor, unit, {"last": -1, "next": 1}.get(shift, 0))
