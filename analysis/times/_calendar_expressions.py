"""Readings of calendar expressions: dates, months, quarters, years; whether a lone word is a date at all.

Their values come from `analysis.times._anchoring`.
"""

import dataclasses
import re
from datetime import date

from analysis.times import _anchoring, _durations, _slots, _vocabulary, timex
from analysis.times._context import ExpressionContext, Reading
from analysis.times._vocabulary import UNIT_KINDS, Kind


def calendar(context: ExpressionContext) -> Reading | None:
    """Reading of a date, month, quarter, season, week, year, decade or century."""
    tokens = context.tokens
    if (len(tokens) == 1 and not _is_date(context)) or _title(context):
        return None
    slots = _slots.fill(context)
    if tokens[0].kind == Kind.NUMBER_WORD and not 1700 <= (slots.year or 0) <= 2100:
        return None
    finer = slots.unit != "Y" or slots.month or slots.season or slots.half or slots.weekday is not None
    if "Y" in slots.shifts and finer:
        slots.year = _shifted_year(slots)
    if slots.unit in _ROLLING and tokens[-2:-1] and tokens[-2].word == "past":
        return _rolling(slots)
    plain = _plain_unit(slots, context) if slots.bare and (slots.unit or slots.period) else None
    return _valued(slots) if plain is None else plain if plain.value else None


def _valued(slots: _slots.Slots) -> Reading | None:
    found = _anchoring.value(slots)
    if found and slots.last_day and (ends := timex.interval(found[:8] + f"{slots.last_day:02d}")):
        return Reading("DATE", found, slots.mod, date.fromisoformat(found), ends[0][1])
    return Reading("DATE", found, slots.mod) if found else None


def nth(context: ExpressionContext) -> Reading | None:
    """The last day of March, the second week of May: days and weeks of a month or year."""
    tokens = context.tokens
    unit = _durations.unit_of(tokens[2])
    rest = dataclasses.replace(
        context, first=context.first + 4, tense=lambda _first, last, reach: context.tense(context.first, last, reach)
    )
    whole = calendar(rest)
    bounds = timex.interval(whole.value) if whole else None
    if bounds is None or unit not in _LENGTHS or bounds[1] not in {"month", "year"}:
        return None
    (first, last), length = bounds[0], _LENGTHS[unit]
    if tokens[1].kind == Kind.LAST:
        start = timex.days_on(last, 1 - length)
    else:
        start = timex.days_on(first, (_slots.ordinal(tokens[1].word) - 1) * length)
    if not first <= start <= last:
        return None
    end = min(timex.days_on(start, length - 1), last)
    found = start.isoformat() if unit == "D" else timex.week_value(timex.days_on(start, length // 2))
    return Reading("DATE", found, None, start, end)


_LENGTHS = {"D": 1, "W": 7}
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
    if text[:4].isdigit():
        text = text.replace("/", "-")
    if text[4:5] == "-":
        kind = "TIME" if "T" in text else "DATE"
        return Reading(kind, text.rstrip("Z")) if timex.interval(text) else None
    left, middle, year = (int(part) for part in re.split(r"[/.]", text))
    year += 0 if year > 99 else 1900 if year > 40 else 2000
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


_DETERMINERS = frozenset({Kind.THE, Kind.A, Kind.POSSESSIVE, Kind.APOSTROPHE})
_WORDS_BEFORE_DATES = frozenset(
    "in since by during from between after before until till through for of and or to into late early mid around "
    "about the a an , ( - – — ; : that summer spring autumn fall winter".split()
)
_WORDS_BEFORE_COUNTS = frozenset("about around of for to from and or".split())
_WORDS_BEFORE_NUMBERS = frozenset("$ £ € # no. no than nearly almost some number".split())
_NUMBER_SIGNS = frozenset({"No", "no", "."})
_BETWEEN_NUMBERS = frozenset({Kind.YEAR, Kind.SMALL_INTEGER, Kind.INTEGER, Kind.AND, Kind.COMMA, Kind.OR})
# Nouns that are numbered: resolution 1718, flight 1549.
_NUMBERED = frozenset(
    "resolution resolutions flight flights article articles section paragraph order decree directive route room act "
    "regulation law number nos page pages brigade regiment squadron model type block".split()
)
_PEOPLE = frozenset("people men women children police personnel staff".split())
_FUNCTION = frozenset(
    "as but because when while where which who whose with for by was is were are said says has had have been will "
    "would than if nor he she it they we you i not also that there this his her its against under over amid despite "
    "without until unless although though only".split()
)
_WORDS_BEFORE_MONTHS = (_WORDS_BEFORE_DATES - {"that"}) | frozenset("last next this each every on past".split())
_DAYS_WITH_A_NAME = frozenset("black bloody super ash holy maundy cyber".split())


def _is_date(context: ExpressionContext) -> bool:
    """True if an expression of one token is a date: a year among numbers, a month among names, a season among verbs."""
    token = context.tokens[0]
    if token.kind == Kind.YEAR:
        return _is_year(context)
    if token.kind == Kind.DECADE:
        return len(token.word) > 4 or token.text[0] in "'’"
    if token.kind == Kind.SEASON and token.word in {"fall", "spring"}:
        return context.before in {"in", "by", "since", "until", "during", "from", "before", "after", "this"}
    if token.kind == Kind.WEEKDAY:
        return context.before not in _DAYS_WITH_A_NAME
    if token.kind == Kind.MONTH:
        return _is_month(context)
    return token.kind not in {Kind.UNIT, Kind.NUMBER_WORD, Kind.WEEKDAY_SHORT}


def _is_month(context: ExpressionContext) -> bool:
    """May and March are words, and with April, June and August names of persons; "Mar-a-Lago" is a place."""
    word = context.tokens[0].word
    behind = context.all_tokens[context.last : context.last + 2]
    if len(behind) == 2 and behind[0].kind == Kind.HYPHEN and behind[1].text[0].isalpha():
        return behind[1].kind == Kind.MONTH  # "the March-May session"
    if word in {"may", "march"}:
        return context.before in _WORDS_BEFORE_MONTHS
    if word in {"april", "june", "august"} and context.first:
        lead = context.all_tokens[context.first - 1]
        return not (lead.kind == Kind.WORD and lead.text[:1].isupper() and lead.word not in _WORDS_BEFORE_DATES)
    return True


def _is_year(context: ExpressionContext) -> bool:
    token, before, after = context.tokens[0], context.before, context.after
    if token.text[0] not in "'’" and not 1700 <= int(token.word) <= 2100:
        return False
    if before in _WORDS_BEFORE_NUMBERS or after in {"%", "percent", "per"} or _numbered(context):
        return False
    noun = _is_noun(context)
    many = noun and (after in _PEOPLE or (after.endswith("s") and not after.endswith("ss")))
    if before in _WORDS_BEFORE_DATES or not context.first:
        return not (many and (before in _WORDS_BEFORE_COUNTS or not context.first))
    lead = context.all_tokens[context.first - 1]
    if lead.kind != Kind.WORD:
        return True
    if lead.text[:1].isupper():
        return False
    # a number before a noun counts it, unless an article stands before both: the disputed 2009 vote
    return not noun or context.kinds[max(0, context.first - 2) : context.first - 1] in _DETERMINERS


def _is_noun(context: ExpressionContext) -> bool:
    """True if the word behind is likely a noun in lower case."""
    if context.last >= len(context.all_tokens) or context.kinds[context.last] != Kind.WORD:
        return False
    word = context.all_tokens[context.last]
    return word.text.isalpha() and word.text.islower() and word.word not in _FUNCTION


def _numbered(context: ExpressionContext) -> bool:
    """True for resolutions 1718 and 1874: a numbered noun before, with nothing but numbers between."""
    index = context.first - 1
    while index >= 0 and (context.kinds[index] in _BETWEEN_NUMBERS or context.all_tokens[index].text in _NUMBER_SIGNS):
        index -= 1
    return index >= 0 and context.all_tokens[index].word in _NUMBERED
