"""Readings of days that are counted: from an anchor, among the weekdays of a month, by their number alone."""

import dataclasses
from datetime import date

from analysis.times import _ambiguity, _anchoring, _calendar_expressions, _durations, _slots, _vocabulary, timex
from analysis.times._context import ExpressionContext, Reading
from analysis.times._grammar import Token
from analysis.times._vocabulary import UNIT_KINDS, Kind

_DAYS = {"D": 1, "W": 7, "F": 14}
_MONTHS = {"M": 1, "Q": 3, "Y": 12, "E": 120}
_NO_ANCHOR = frozenset({Kind.THE, Kind.A, Kind.POSSESSIVE, Kind.WORD, Kind.IN, Kind.OF, Kind.COMMA})
# Before "two weeks from Monday" these make it a length of time.
_LASTING = frozenset("for within over during lasted lasting lasts every each spent takes took".split())


def offset(context: ExpressionContext) -> Reading | None:
    """Two days before the 9 January summit, two weeks from today, the Monday after Easter, two years ago today.

    After TimeML, "two days" and "9 January" are two expressions, but "the day
    before yesterday" is one.
    """
    tokens = context.tokens
    index = next(i for i, token in enumerate(tokens) if token.kind in _CONNECTORS)
    connector = tokens[index]
    if connector.kind == Kind.AGO:
        return _ago_on(context, index)
    if connector.word not in {"before", "after", "from", "eve"} or context.before in _LASTING:
        return None
    known = _anchor(context, index + 1, "future" if connector.word == "from" else "")
    if known is None:
        return None
    sign = -1 if connector.word in {"before", "eve"} else 1
    head = tokens[index] if connector.word == "eve" else tokens[index - 1]
    if head.kind in UNIT_KINDS:
        number = _number(tokens[: index - 1])
        reading = _counted(known, _durations.unit_of(head), sign * number, tokens) if number else None
    elif known[1] == "day":
        moved = timex.days_on(known[0], -1) if head is connector else _next_weekday(known[0], head, sign)
        reading = _on_day(moved)
    else:
        reading = None
    if reading is None or connector.word == "from" or tokens[-1].kind in {Kind.DEICTIC, Kind.REFERENCE}:
        return reading
    return _without_anchor(reading, tokens[: index + (head is connector)])


def _without_anchor(reading: Reading, own: list[Token]) -> Reading | None:
    """The reading of what stands before "before" or "after": a number of units is a DURATION, "the day" a DATE."""
    if own[0].kind == Kind.THE:
        return dataclasses.replace(reading, own=len(own))
    known = timex.interval(reading.value)
    length = _durations.length(own)
    if known is None or not length:
        return None
    return Reading("DURATION", length, reading.mod, *known[0], own=len(own), precision=known[1])


_CONNECTORS = frozenset({Kind.BEFORE, Kind.AFTER, Kind.IN, Kind.EVE, Kind.AGO})


def _anchor(context: ExpressionContext, index: int, side: str) -> tuple[date, str] | None:
    """First day and precision of the anchor, which begins at or behind the token `index` of the expression."""
    tokens = context.tokens
    event = tokens[index:][1:2] and tokens[index + 1].kind == Kind.WORD
    if event and not any(token.kind == Kind.IN and token.word in {"on", "in"} for token in tokens[index:]):
        return None  # "the vote from 9 January"
    start = next((i for i in range(index, len(tokens)) if tokens[i].kind not in _NO_ANCHOR), None)
    if start is None:
        return None
    tense = (lambda *_: side) if side else context.tense
    rest = dataclasses.replace(context, first=context.first + start, tense=tense)
    if rest.tokens[0].kind == Kind.REFERENCE:
        return (context.state.published, "now") if rest.tokens[0].word == "now" else None
    reader = (
        _calendar_expressions.numeric if rest.tokens[0].kind == Kind.NUMERIC_DATE else _calendar_expressions.calendar
    )
    reading = reader(rest)
    known = timex.interval(reading.value) if reading else None
    return (known[0][0], known[1]) if known else None


def _number(tokens: list[Token]) -> int:
    """The whole number of units that the tokens give; 0 where it is vague, or no whole number."""
    amounts = [token for token in tokens if token.kind in _durations.AMOUNT_KINDS]
    number, vague = _durations.number(amounts) if amounts else (1.0, False)
    return int(number) if number and not vague and number == int(number) else 0


_FINENESS = ("day", "week", "month", "quarter", "year", "decade")
_UNIT_NAMES = {"D": "day", "W": "week", "F": "week", "M": "month", "Q": "quarter", "Y": "year", "E": "decade"}


def _counted(known: tuple[date, str], unit: str, number: int, tokens: list[Token]) -> Reading | None:
    """The day, month or year that lies `number` units from a known one, by the coarser of the two."""
    day, precision = known
    mod = _durations.modifier(tokens)
    if unit not in _UNIT_NAMES:
        return None
    if precision == "now":
        return Reading("DATE", timex.shift(day, unit, number), mod)
    if precision not in _FINENESS or _FINENESS.index(precision) > _FINENESS.index(_UNIT_NAMES[unit]):
        return None  # two days after "2014" are no day
    if unit in _DAYS:
        moved = timex.days_on(day, number * _DAYS[unit])
        return Reading("DATE", moved.isoformat() if precision == "day" else timex.week_value(moved), mod)
    moved = timex.months_on(day, number * _MONTHS[unit])
    return Reading(
        "DATE", f"{moved.year:04d}" if precision == "year" else timex.month_value(moved.year, moved.month), mod
    )


def _on_day(day: date) -> Reading:
    return Reading("DATE", day.isoformat())


def _next_weekday(day: date, weekday: Token, sign: int) -> date:
    """The first such weekday after the day, or the last one before it."""
    ahead = (_vocabulary.WEEKDAYS[weekday.word] - day.weekday()) % 7
    return timex.days_on(day, (ahead or 7) if sign > 0 else -((7 - ahead) % 7 or 7))


def _ago_on(context: ExpressionContext, index: int) -> Reading | None:
    """Two years ago today, a year ago this week, a week ago Monday, a year ago on 3 March."""
    tokens = context.tokens
    number, unit = _number(tokens[: index - 1]), _durations.unit_of(tokens[index - 1])
    last = tokens[-1]
    if not number or unit not in {*_DAYS, *_MONTHS}:
        return None
    day, published = context.state.published, context.state.published
    if last.kind in {Kind.MONTH, Kind.SMALL_INTEGER}:
        return _day_years_ago(tokens[index + 1 :], published.year - number) if unit == "Y" else None
    if last.kind == Kind.DEICTIC:
        day = timex.days_on(day, _vocabulary.DEICTIC[last.word])
    if last.kind == Kind.WEEKDAY:
        day = timex.days_on(day, -((day.weekday() - _vocabulary.WEEKDAYS[last.word]) % 7))
    moved = (
        timex.days_on(day, -number * _DAYS[unit]) if unit in _DAYS else timex.months_on(day, -number * _MONTHS[unit])
    )
    if last.kind == Kind.UNIT:
        part = _durations.unit_of(last)
        return Reading("DATE", timex.shift(moved, part, 0)) if part in {"W", "M"} else None
    return _on_day(moved)


def _day_years_ago(tokens: list[Token], year: int) -> Reading | None:
    month = next((_vocabulary.MONTHS[token.word] for token in tokens if token.kind == Kind.MONTH), None)
    number = next((int(token.word) for token in tokens if token.kind == Kind.SMALL_INTEGER), None)
    day = _anchoring.existing_day(year, month, number) if month and number else None
    return _on_day(day) if day else None


def weekdays_ago(context: ExpressionContext) -> Reading | None:
    """Three Fridays ago."""
    number, published = _number(context.tokens[:-2]), context.state.published
    weekday = _vocabulary.WEEKDAYS[context.tokens[-2].word.removesuffix("s")]
    back = (published.weekday() - weekday) % 7 or 7
    return _on_day(timex.days_on(published, -back - 7 * (number - 1))) if number else None


def second_nearest(context: ExpressionContext) -> Reading | None:
    """The week before last, the Friday after next, the night before last."""
    tokens = [token for token in context.tokens if token.kind != Kind.THE]
    head, ahead = tokens[0], tokens[-1].word == "next"
    if tokens[-1].word not in {"last", "next"}:
        return None
    published, sign = context.state.published, 1 if ahead else -1
    if head.kind == Kind.DAY_PART:
        part = _vocabulary.DAY_PARTS[head.word.removesuffix("s")]
        return Reading("TIME", f"{timex.days_on(published, -2).isoformat()}T{part}")
    if head.kind in UNIT_KINDS:
        unit = _durations.unit_of(head)
        return Reading("DATE", timex.shift(published, unit, 2 * sign)) if unit in _UNIT_NAMES else None
    slots = _slots.Slots(context.state, shifts={_slots.shifted_part(head): "next" if ahead else "last"})
    _slots.put(slots, head, "")
    near = _anchoring.value(slots)
    if near is None:
        return None
    return Reading("DATE", _turned(near, head, sign))


def _turned(value: str, head: Token, sign: int) -> str:
    """The value one week (a weekday, a weekend) or one year (a month, a season) farther."""
    known = timex.interval(value)
    if head.kind == Kind.WEEKEND and known:
        return timex.week_value(timex.days_on(known[0][0], 7 * sign)) + "-WE"
    if head.kind == Kind.WEEKDAY and known:
        return timex.days_on(known[0][0], 7 * sign).isoformat()
    return f"{int(value[:4]) + sign:04d}{value[4:]}"


def week_after(context: ExpressionContext) -> Reading | None:
    """Monday week, tomorrow week, a week on Friday, two weeks today: weeks after the coming such day."""
    tokens, published = context.tokens, context.state.published
    unit = next(i for i, token in enumerate(tokens) if token.kind in UNIT_KINDS)
    letter, named = _durations.unit_of(tokens[unit]), tokens[0 if unit == len(tokens) - 1 else -1]
    first = named is tokens[0]
    lasting = not first and (context.before in _LASTING or context.side() == "past" or _durations.is_rate(context))
    if letter not in {"W", "F"} or lasting or (first and (letter == "F" or tokens[unit].text[0].isupper())):
        return None
    if not first and named.kind == Kind.WEEKDAY and tokens[-2].word != "on":
        return None
    if named.kind == Kind.DEICTIC:
        if named.word not in {"today", "tomorrow"}:
            return None
        day = timex.days_on(published, _vocabulary.DEICTIC[named.word])
    else:
        day = _next_weekday(published, named, 1)
    number = 1 if first else _number(tokens[:unit])
    return _on_day(timex.days_on(day, number * _DAYS[letter])) if number else None


def units_time(context: ExpressionContext) -> Reading | None:
    """In two weeks' time."""
    tokens = context.tokens
    number, unit = _number(tokens[:-3]), _durations.unit_of(tokens[-3])
    if tokens[-1].word != "time" or context.before not in {"in", "within"} or not number:
        return None
    return _counted((context.state.published, "now"), unit, number, tokens)


def nth(context: ExpressionContext) -> Reading | None:
    """The last day of March, the second week of May, the first Monday in March: parts of a month or year."""
    tokens = [token for token in context.tokens if token.kind != Kind.THE]
    number, head, link = tokens[:3]
    if link.word not in {"of", "in"} or (
        number.word not in {"last", *_vocabulary.ORDINALS} and not number.word[0].isdecimal()
    ):
        return None
    if tokens[3].kind == Kind.EACH:
        return Reading("SET", _durations.amount(1, _durations.unit_of(tokens[4])))
    bounds = _whole(context, tokens)
    if bounds is None:
        return None
    position = 0 if number.kind == Kind.LAST else _slots.ordinal(number.word)
    if head.kind == Kind.WEEKDAY:
        day = _nth_weekday(*bounds, head, position)
        return _on_day(day) if day else None
    return _nth_unit(*bounds, _durations.unit_of(head), position)


def _whole(context: ExpressionContext, tokens: list[Token]) -> timex.Interval | None:
    """The month or year that `nth` counts in."""
    unit = _durations.unit_of(tokens[3]) if tokens[3].kind in UNIT_KINDS else ""
    if unit:  # the first Monday of the month
        if unit not in {"M", "Y"}:
            return None
        known = timex.interval(timex.shift(_anchoring.known_start(context.state), unit, 0))
        return known[0] if known else None
    skipped = len(context.tokens) - len(tokens[3:])
    rest = dataclasses.replace(
        context,
        first=context.first + skipped,
        tense=lambda _first, last, reach: context.tense(context.first, last, reach),
    )
    whole = _calendar_expressions.calendar(rest)
    known = timex.interval(whole.value) if whole else None
    return known[0] if known and known[1] in {"month", "year"} else None


def _nth_weekday(first: date, last: date, weekday: Token, position: int) -> date | None:
    """The weekday at a position from the first (1) or the last (0) within an interval."""
    if not position:
        return _next_weekday(timex.days_on(last, 1), weekday, -1)
    day = timex.days_on(_next_weekday(timex.days_on(first, -1), weekday, 1), 7 * (position - 1))
    return day if day <= last else None


def _nth_unit(first: date, last: date, unit: str, position: int) -> Reading | None:
    if (unit == "M" or (unit == "Q" and not position)) and (first.month, last.month) == (1, 12):
        number = position or 12 // _MONTHS[unit]
        if number * _MONTHS[unit] > 12:
            return None
        value = timex.month_value if unit == "M" else timex.quarter_value
        return Reading("DATE", value(first.year, number))
    if unit not in {"D", "W"}:
        return None
    length = _DAYS[unit]
    start = timex.days_on(first, (position - 1) * length) if position else timex.days_on(last, 1 - length)
    if not first <= start <= last:
        return None
    end = min(timex.days_on(start, length - 1), last)
    found = start.isoformat() if unit == "D" else timex.week_value(timex.days_on(start, length // 2))
    return Reading("DATE", found, None, start, end)


_BEFORE_NUMBERED_DAYS = frozenset("on since until till by before after from between".split())
_BEHIND_NUMBERED_DAYS = frozenset({
    Kind.STOP, Kind.COMMA, Kind.BRACKET, Kind.IN, Kind.AND, Kind.OR, Kind.BEFORE, Kind.AFTER, Kind.AS,
})  # fmt: skip


def ordinals(context: ExpressionContext) -> Reading | None:
    """The 5th, the 15th of last month, Monday the 15th, the 28th to the 30th of January."""
    tokens = context.tokens
    numbers = [_slots.ordinal(token.word) for token in tokens if token.kind == Kind.ORDINAL]
    months = [token for token in tokens if token.kind == Kind.MONTH]
    weekday = next((token for token in tokens if token.kind == Kind.WEEKDAY), None)
    unit = next((token for token in tokens if token.kind in UNIT_KINDS), None)
    if unit is not None and _durations.unit_of(unit) != "M":
        return None
    if months:
        ends = [_with_month(context, number) for number in numbers]
    elif (unit is None and not (weekday or context.before in _BEFORE_NUMBERED_DAYS)) or not _is_bare(context, tokens):
        return None
    else:
        shifts = {Kind.LAST: -1, Kind.NEXT: 1}
        steps = [shifts.get(Kind(token.kind), 0) for token in tokens[-2:-1]] if unit else None
        ends = [_of_month(context, number, weekday, steps) for number in numbers]
    first, last = ends[0], ends[-1]
    if first is None or last is None or last < first:
        return None
    return Reading("DATE", first.isoformat(), None, first, last) if last != first else _on_day(first)


def _is_bare(context: ExpressionContext, tokens: list[Token]) -> bool:
    """True where the ordinals are in digits and number no noun: "the 5th brigade" is none."""
    if not all(token.word[0].isdecimal() for token in tokens if token.kind == Kind.ORDINAL):
        return False
    if context.last >= len(context.all_tokens):
        return True
    behind = context.all_tokens[context.last]
    if behind.kind == Kind.WORD:
        return not behind.text[0].isalnum() or _ambiguity.is_function_word(behind)
    return behind.kind in _BEHIND_NUMBERED_DAYS


def _with_month(context: ExpressionContext, number: int) -> date | None:
    """The day of the month that the expression names."""
    slots = _slots.fill(context)
    slots.day, slots.last_day = number, None
    found = _anchoring.day(slots)
    return date.fromisoformat(found) if found and len(found) == 10 else None


def _of_month(context: ExpressionContext, number: int, weekday: Token | None, steps: list[int] | None) -> date | None:
    """The day with this number nearest to the narrative's day or month, on the side that tense asks for."""
    published, state = context.state.published, context.state
    known = timex.interval(state.last)
    if steps:
        around, reach = published, [sum(steps)]
    elif known and known[1] in {"day", "month"}:
        around, reach = known[0][0], [0] if known[1] == "month" else [0, -1, 1]
    else:
        around, reach = published, [0, -1, 1]
    if weekday is not None:
        reach = sorted(range(-6, 7), key=abs)
    first = around.replace(day=1)
    starts = [timex.months_on(first, step) for step in reach]
    days = [day for one in starts if (day := _anchoring.existing_day(one.year, one.month, number))]
    if weekday is not None:
        days = [day for day in days if day.weekday() == _vocabulary.WEEKDAYS[weekday.word]]
    side = context.side() if len(reach) > 1 else ""
    if side:
        days = [day for day in days if (day <= published) == (side == "past") or day == published] or days
    return min(days, key=lambda day: abs((day - around).days), default=None)
