"""From a rule's match to its reading: distances from a day, hours, vague references, dispatch."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from analysis.times import _anchoring as values
from analysis.times import _calendar_expressions as dates
from analysis.times import _durations as amounts
from analysis.times import _slots
from analysis.times import _vocabulary as words
from analysis.times import timex as cal
from analysis.times._grammar import Token

Reading = amounts.Reading
Phrase = amounts.Phrase


def read(rule: str, phrase: Phrase) -> Reading | None:
    """Reading of a phrase under a rule, or None where the words turn out to be no time."""
    return _READERS[rule](phrase)


_RANKS = {
    name: rank for rank, name in enumerate(("day", "week", "month", "quarter", "season", "year", "decade", "period"))
}
_UNIT_NAMES = {"D": "day", "W": "week", "F": "week", "M": "month", "Q": "quarter", "Y": "year", "E": "decade"}


def _ago(phrase: Phrase) -> Reading | None:
    """Two days ago, a week later, a year earlier."""
    tokens = phrase.tokens
    if tokens[0].code == "U":
        return Reading("DATE", "PAST_REF")
    if tokens[-1].code == "Q":
        return _before(phrase)
    head = next(index for index, token in enumerate(tokens) if token.code in "uU")
    sign = 1 if tokens[-1].code == "v" else -1
    unit = amounts.unit_of(tokens[head])
    number, vague = amounts.number([token for token in tokens[:head] if token.code in amounts.NUMERIC])
    if unit in "hms" or vague or number is None:
        return Reading("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF")
    state = phrase.state
    known = cal.interval(state.last) if tokens[-1].code != "g" else None
    if unit == "Y" and sign < 0 and number == 1 and (compared := _a_year_before(state, known)):
        return Reading("DATE", compared)
    if known and _RANKS[known[1]] > _RANKS[_UNIT_NAMES.get(unit, "period")]:
        known = None  # two days after "2014" is no day
    if known is None and sign > 0:
        return Reading("DATE", dates.UNKNOWN)
    day = known[0][0] if known else state.published
    if number != int(number):
        unit, number = _finer(unit, number)
    return Reading("DATE", cal.shift(day, unit, int(sign * number)), amounts.mod(tokens))


def _a_year_before(state: amounts.State, known: tuple[cal.Interval, str] | None) -> str:
    """The quarter or month a year before the one that figures are compared with, or nothing."""
    if state.quarter:
        return f"{int(state.quarter[:4]) - 1:04d}{state.quarter[4:]}"
    if known and known[1] == "month":
        return cal.month_value(known[0][0].year - 1, known[0][0].month)
    return ""


def _before(phrase: Phrase) -> Reading:
    """The day before, the night before: counted from the narrative's date."""
    head, state = phrase.tokens[1], phrase.state
    known = cal.interval(state.last)
    day = known[0][0] if known else state.published
    if head.code == "P":
        part = words.PARTS[head.word.removesuffix("s")]
        return Reading("TIME", f"{cal.days_on(day, -1).isoformat()}T{part}")
    return Reading("DATE", cal.shift(day, amounts.unit_of(head), -1))


def _finer(unit: str, number: float) -> tuple[str, float]:
    """A broken number of units in whole smaller ones."""
    smaller = {"C": ("Y", 100), "E": ("Y", 10), "Y": ("M", 12), "Q": ("M", 3), "M": ("D", 30), "F": ("D", 14)}
    letter, factor = smaller.get(unit, ("D", 7 if unit == "W" else 1))
    return letter, round(number * factor)


_FORESEEN = frozenset("near foreseeable distant immediate".split())


def _reference(phrase: Phrase) -> Reading | None:
    """Now, recently, in the past, the near future, current, these days."""
    tokens = phrase.tokens
    word = tokens[-1].word
    if tokens[0].code == "h":
        return Reading("DATE", "PRESENT_REF") if word == "days" else None
    named = _alone(phrase, word) if len(tokens) == 1 else _with_article(phrase, word)
    return Reading("DATE", words.REFERENCES[word]) if named and word in words.REFERENCES else None


def _alone(phrase: Phrase, word: str) -> bool:
    """True for a vague reference that needs no article; "as soon as" is none."""
    if word == "soon":
        return phrase.before not in {"as", "so", "too"} and phrase.after not in {"after", "as"}
    if word == "present":
        return phrase.before == "at"
    return word not in {"past", "moment", "future"}


def _with_article(phrase: Phrase, word: str) -> bool:
    """True for "in the past", "at the moment", "in the near future"."""
    if len(phrase.tokens) == 3:
        return phrase.tokens[1].word in _FORESEEN
    if word == "future" and phrase.after == "of":
        return False
    leads = {"past": {"in", "from"}, "future": {"in", "into", "from", "for", "about"}, "moment": {"at"}}
    return phrase.before in leads.get(word, set())


def _clock(phrase: Phrase) -> Reading | None:
    """A day with an hour or a part of the day; today and its kin."""
    slots = _slots.fill(phrase)
    hour = hour_of(phrase.tokens)
    if slots.deictic in {"today", "yesterday", "tomorrow"} and not slots.part and not hour:
        found = values.deictic(slots)
        return Reading("DATE", found, slots.mod) if found else None
    part = hour or slots.part or ("NI" if slots.deictic in {"tonight", "overnight"} else "")
    if not part or phrase.tokens[-1].word.endswith("s"):
        return None
    day = values.day(slots) or values.weekday(slots) or values.deictic(slots) or _same_day(slots)
    moved = _moved(day, hour, phrase)
    return Reading("TIME", f"{day}T{part}", slots.mod or amounts.mod(phrase.tokens), moved, moved)


def _moved(day: str, hour: str, phrase: Phrase) -> date | None:
    """Day of an hour with a time zone in the zone in which days are counted, None where nothing moves."""
    zone = next((words.ZONES[token.word] for token in phrase.tokens if token.code == "Z"), None)
    if zone is None or phrase.state.zone is None or not hour:
        return None
    moment = datetime.fromisoformat(f"{day}T{hour}".replace("T24:", "T23:")) + timedelta(hours=phrase.state.zone - zone)
    return moment.date()


def _same_day(slots: _slots.Slots) -> str:
    """Day of "this morning", "last night", "the evening"."""
    shift = slots.shifts.get("P", "")
    if slots.narrative and (told := cal.interval(slots.state.last)) and told[1] == "day":
        return cal.days_on(told[0][0], 1 if shift == "next" else -1).isoformat()
    known = cal.interval(slots.state.last)
    if shift in {"", "that"} and known and known[1] == "day":
        return known[0][0].isoformat()
    return cal.days_on(slots.state.published, {"last": -1, "next": 1}.get(shift, 0)).isoformat()


def hour_of(tokens: Sequence[Token]) -> str:
    """24-hour clock "HH:MM" that the tokens name, or nothing."""
    for index, token in enumerate(tokens):
        following = tokens[index + 1].code if index + 1 < len(tokens) else ""
        if token.code == "c" or (token.code in "1w" and following in ("A", "B")):
            return _from_clock(token.word, tokens[index + 1].word if following == "A" else "")
        if token.code in "Y2" and following == "Z" and re.fullmatch(r"([01]\d|2[0-3])[0-5]\d", token.word):
            return f"{token.word[:2]}:{token.word[2:]}"
    return ""


def _from_clock(word: str, half: str) -> str:
    half = half or (word[-2:] if word[-2:] in {"am", "pm"} else "")
    hour, _, minute = word.removesuffix("am").removesuffix("pm").partition(":")
    value = words.NUMBERS[hour] if hour in words.NUMBERS else int(hour)
    if value > 24 or int(minute[:2] or 0) > 59:
        return ""
    if half:
        value = value % 12 + (12 if half[0] == "p" else 0)
    return f"{value % 24:02d}:{minute[:2] or '00'}"


def _time(phrase: Phrase) -> Reading | None:
    hour = hour_of(phrase.tokens)
    if phrase.tokens[-1].code == "P":
        hour = words.PARTS.get(phrase.tokens[-1].word, "")
        hour = hour if hour[:1].isdigit() else ""  # noon and midnight alone
    day = _same_day(_slots.Slots(phrase.state))
    if not hour:
        return None
    moved = _moved(day, hour, phrase)
    return Reading("TIME", f"{day}T{hour}", amounts.mod(phrase.tokens), moved, moved)


_READERS: dict[str, Callable[[Phrase], Reading | None]] = {
    "numeric": dates.numeric, "years": dates.years, "clock": _clock, "ago": _ago, "window": amounts.window,
    "age": amounts.age, "edge": dates.calendar, "calendar": dates.calendar, "nth": dates.nth, "each": amounts.each,
    "frequency": amounts.frequency, "range": amounts.between, "duration": amounts.duration,
    "anniversary": dates.anniversary, "reference": _reference, "time": _time,
}  # fmt: skip
