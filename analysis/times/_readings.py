"""The reader of each rule; here those of distances from a day, clock times and vague references."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from analysis.times import _anchoring, _calendar_expressions, _durations, _offsets, _slots, _vocabulary, timex
from analysis.times._context import ExpressionContext, NarrativeState, Reading
from analysis.times._grammar import Token
from analysis.times._vocabulary import UNIT_KINDS, Kind


def read(rule: str, context: ExpressionContext) -> Reading | None:
    """The reading of an expression under a rule, or None where the words turn out to be no time."""
    return _READERS[rule](context)


_RANKS = {
    name: rank for rank, name in enumerate(("day", "week", "month", "quarter", "season", "year", "decade", "period"))
}
_UNIT_NAMES = {"D": "day", "W": "week", "F": "week", "M": "month", "Q": "quarter", "Y": "year", "E": "decade"}


def _ago(context: ExpressionContext) -> Reading | None:
    """Two days ago, a week later, a year earlier."""
    tokens = context.tokens
    if tokens[0].kind == Kind.UNITS:
        return Reading("DATE", "PAST_REF")
    if tokens[-1].kind == Kind.BEFORE:
        return _before(context)
    head = next(index for index, token in enumerate(tokens) if token.kind in UNIT_KINDS)
    sign = 1 if tokens[-1].kind == Kind.LATER else -1
    unit = _durations.unit_of(tokens[head])
    number, vague = _durations.number([token for token in tokens[:head] if token.kind in _durations.AMOUNT_KINDS])
    if unit in "hms" or vague or number is None:
        return Reading("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF")
    state = context.state
    known = timex.interval(state.last) if tokens[-1].kind != Kind.AGO else None
    if unit == "Y" and sign < 0 and number == 1 and (compared := _a_year_before(state, known)):
        return Reading("DATE", compared)
    if known and _RANKS[known[1]] > _RANKS[_UNIT_NAMES.get(unit, "period")]:
        known = None  # two days after "2014" is no day
    if known is None and sign > 0:
        return Reading("DATE", _calendar_expressions.UNKNOWN)
    day = known[0][0] if known else state.published
    if number != int(number):
        unit, number = _finer(unit, number)
    return Reading("DATE", timex.shift(day, unit, int(sign * number)), _durations.modifier(tokens))


def _a_year_before(state: NarrativeState, known: tuple[timex.Interval, str] | None) -> str:
    """The quarter or month a year before the one that figures are compared with, or nothing."""
    if state.quarter:
        return f"{int(state.quarter[:4]) - 1:04d}{state.quarter[4:]}"
    if known and known[1] == "month":
        return timex.month_value(known[0][0].year - 1, known[0][0].month)
    return ""


def _before(context: ExpressionContext) -> Reading | None:
    """The day before, the night before: counted from the narrative's date; an hour before gives no day."""
    head, state = context.tokens[1], context.state
    known = timex.interval(state.last)
    day = known[0][0] if known else state.published
    if head.kind == Kind.DAY_PART:
        part = _vocabulary.DAY_PARTS[head.word.removesuffix("s")]
        return Reading("TIME", f"{timex.days_on(day, -1).isoformat()}T{part}")
    unit = _durations.unit_of(head)
    return Reading("DATE", timex.shift(day, unit, -1)) if unit.isupper() else None


def _finer(unit: str, number: float) -> tuple[str, float]:
    """A fraction of units as a whole number of smaller ones: a year and a half is 18 months."""
    smaller = {"C": ("Y", 100), "E": ("Y", 10), "Y": ("M", 12), "Q": ("M", 3), "M": ("D", 30), "F": ("D", 14)}
    letter, factor = smaller.get(unit, ("D", 7 if unit == "W" else 1))
    return letter, round(number * factor)


_FORESEEN = frozenset("near foreseeable distant immediate".split())


def _reference(context: ExpressionContext) -> Reading | None:
    """Now, recently, in the past, the near future, current, these days."""
    tokens = context.tokens
    word = tokens[-1].word
    if tokens[0].kind == Kind.THIS:
        return Reading("DATE", "PRESENT_REF") if word == "days" else None
    named = _without_article(context, word) if len(tokens) == 1 else _with_article(context, word)
    return Reading("DATE", _vocabulary.REFERENCES[word]) if named and word in _vocabulary.REFERENCES else None


def _without_article(context: ExpressionContext, word: str) -> bool:
    """True for a vague reference that needs no article; "as soon as" is none."""
    if word == "soon":
        return context.before not in {"as", "so", "too"} and context.after not in {"after", "as"}
    if word == "present":
        return context.before == "at"
    return word not in {"past", "moment", "future"}


def _with_article(context: ExpressionContext, word: str) -> bool:
    """True for "in the past", "at the moment", "in the near future"."""
    if len(context.tokens) == 3:
        return context.tokens[1].word in _FORESEEN
    if word == "future" and context.after == "of":
        return False
    leads = {"past": {"in", "from"}, "future": {"in", "into", "from", "for", "about"}, "moment": {"at"}}
    return context.before in leads.get(word, set())


def _clock(context: ExpressionContext) -> Reading | None:
    """A day with a clock time or a part of the day; today, yesterday, tonight."""
    slots = _slots.fill(context)
    hour = hour_of(context.tokens)
    if slots.deictic in {"today", "yesterday", "tomorrow"} and not slots.part and not hour:
        found = _anchoring.deictic(slots)
        return Reading("DATE", found, slots.mod) if found else None
    part = hour or slots.part or ("NI" if slots.deictic in {"tonight", "overnight"} else "")
    if not part or context.tokens[-1].word.endswith("s"):
        return None
    day = _anchoring.day(slots) or _anchoring.weekday(slots) or _anchoring.deictic(slots) or _same_day(slots)
    moved = _moved(day, hour, context)
    return Reading("TIME", f"{day}T{part}", slots.mod or _durations.modifier(context.tokens), moved, moved)


def _moved(day: str, hour: str, context: ExpressionContext) -> date | None:
    """Day of a clock time with a zone, counted in the zone of the state; None where either has no zone."""
    zone = next((_vocabulary.ZONES[token.word] for token in context.tokens if token.kind == Kind.ZONE), None)
    if zone is None or context.state.zone is None or not hour:
        return None
    moment = datetime.fromisoformat(f"{day}T{hour}".replace("T24:", "T23:")) + timedelta(
        hours=context.state.zone - zone
    )
    return moment.date()


def _same_day(slots: _slots.Slots) -> str:
    """Day of "this morning", "last night", "the evening"."""
    shift = slots.shifts.get("day part", "")
    known = timex.interval(slots.state.last)
    if known and known[1] == "day":
        if slots.narrative:
            return timex.days_on(known[0][0], 1 if shift == "next" else -1).isoformat()
        if shift in {"", "that"}:
            return known[0][0].isoformat()
    return timex.days_on(slots.state.published, {"last": -1, "next": 1}.get(shift, 0)).isoformat()


_FOUR_DIGIT_CLOCK = re.compile(r"([01]\d|2[0-3])[0-5]\d")  # 0630 GMT


def hour_of(tokens: Sequence[Token]) -> str:
    """The clock time of the tokens as "HH:MM" of 24 hours, or ""."""
    for index, token in enumerate(tokens):
        following = tokens[index + 1].kind if index + 1 < len(tokens) else ""
        number = token.kind in {Kind.SMALL_INTEGER, Kind.NUMBER_WORD}
        if token.kind == Kind.CLOCK or (number and following in {Kind.AM_PM, Kind.OCLOCK}):
            return _from_clock(token.word, tokens[index + 1].word if following == Kind.AM_PM else "")
        digits = token.kind in {Kind.YEAR, Kind.INTEGER} and following == Kind.ZONE
        if digits and _FOUR_DIGIT_CLOCK.fullmatch(token.word):
            return f"{token.word[:2]}:{token.word[2:]}"
    return ""


def _from_clock(word: str, half: str) -> str:
    half = half or (word[-2:] if word[-2:] in {"am", "pm"} else "")
    hour, _, minute = word.removesuffix("am").removesuffix("pm").partition(":")
    value = _vocabulary.NUMBERS[hour] if hour in _vocabulary.NUMBERS else int(hour)
    if value > 24 or int(minute[:2] or 0) > 59:
        return ""
    if half:
        value = value % 12 + (12 if half[0] == "p" else 0)
    return f"{value % 24:02d}:{minute[:2] or '00'}"


def _time(context: ExpressionContext) -> Reading | None:
    hour = hour_of(context.tokens)
    if context.tokens[-1].kind == Kind.DAY_PART:
        hour = _vocabulary.DAY_PARTS.get(context.tokens[-1].word, "")
        hour = hour if hour[:1].isdecimal() else ""  # only noon and midnight are clock times
    day = _same_day(_slots.Slots(context.state))
    if not hour:
        return None
    moved = _moved(day, hour, context)
    return Reading("TIME", f"{day}T{hour}", _durations.modifier(context.tokens), moved, moved)


_READERS: dict[str, Callable[[ExpressionContext], Reading | None]] = {
    "numeric": _calendar_expressions.numeric,
    "years": _calendar_expressions.years,
    "clock": _clock,
    "ago": _ago,
    "anniversary": _calendar_expressions.anniversary,
    "window": _durations.window,
    "age": _durations.age,
    "edge": _calendar_expressions.calendar,
    "calendar": _calendar_expressions.calendar,
    "nth": _offsets.nth,
    "offset": _offsets.offset,
    "weekdays_ago": _offsets.weekdays_ago,
    "second_nearest": _offsets.second_nearest,
    "week_after": _offsets.week_after,
    "units_time": _offsets.units_time,
    "ordinals": _offsets.ordinals,
    "short_year": _calendar_expressions.short_year,
    "each": _durations.each,
    "frequency": _durations.frequency,
    "range": _durations.between,
    "duration": _durations.duration,
    "time": _time,
    "reference": _reference,
}
