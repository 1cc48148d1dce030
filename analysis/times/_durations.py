"""Numbers of units: durations, spans up to or from publication, recurring times (TIMEX3 type SET)."""

import re
from collections.abc import Sequence

from analysis.times import _vocabulary, timex
from analysis.times._context import ExpressionContext, Reading
from analysis.times._grammar import Token, pattern
from analysis.times._vocabulary import UNIT_KINDS, Kind

_NUMBER_KINDS = frozenset({
    Kind.SMALL_INTEGER, Kind.INTEGER, Kind.YEAR, Kind.FRACTION, Kind.NUMBER_WORD, Kind.SCALE, Kind.VAGUE_NUMBER,
})  # fmt: skip
AMOUNT_KINDS = _NUMBER_KINDS | {Kind.HALF, Kind.A}


def number(tokens: Sequence[Token]) -> tuple[float | None, bool]:
    """The value of number tokens, None where there is none, and whether they are vague ("several")."""
    total, current, half, seen = 0.0, 0.0, 0.0, False
    for token in tokens:
        if token.kind == Kind.VAGUE_NUMBER and token.word not in {"couple", "dozen"}:
            return None, True
        if token.kind == Kind.HALF:
            half = 0.5
            continue
        if token.kind not in _NUMBER_KINDS:
            continue
        seen = True
        if token.kind == Kind.SCALE:
            current = max(current, 1) * _vocabulary.SCALES[token.word]
            if token.word == "thousand":
                total, current = total + current, 0.0
        elif token.kind == Kind.VAGUE_NUMBER:
            current = max(current, 1) * {"couple": 2, "dozen": 12}[token.word]
        else:
            current = _joined(current, _digits(token))
    if not seen and not half:
        return (1.0, False) if any(token.kind == Kind.A for token in tokens) else (None, False)
    return total + current + half, False


def _joined(current: float, step: float) -> float:
    """Two numbers in a row: "twenty four" adds, "nineteen ninety" is a year."""
    return current * 100 + step if 10 <= current < 100 and step >= 10 else current + step


def _digits(token: Token) -> float:
    if token.kind == Kind.NUMBER_WORD:
        return float(_vocabulary.NUMBERS[token.word])
    if "/" in token.word:
        top, bottom = token.word.split("/")
        return int(top) / max(int(bottom), 1)
    text = token.word.strip("'’").replace(",", "")
    return float(text) if text.count(".") <= 1 else 0.0


def unit_of(token: Token) -> str:
    """Letter of a unit word, by `_vocabulary.UNITS`."""
    return _vocabulary.UNITS.get(token.word) or _vocabulary.PLURALS.get(token.word, "")


# Units without a letter in TIMEX3: how many of which unit they are.
_SCALED = {"F": (2, "W"), "Q": (3, "M"), "E": (10, "Y"), "C": (100, "Y"), "L": (1000, "Y")}
# Durations of a vague number of such units.
_VAGUE = {"E": "PXDE", "C": "PXCE", "L": "PXML", "F": "PXW"}
# For a fraction of a unit ("2.5 years"): what stands before the unit, what between it and the smaller one, how many
# smaller ones make one, and their letter.
_FRACTIONS = {"Y": ("P", "", 12, "M"), "D": ("P", "T", 24, "H"), "h": ("PT", "", 60, "M"), "m": ("PT", "", 60, "S")}


def amount(value: float | None, unit: str) -> str:
    """TIMEX3 duration of a number of units, with X where the number is vague."""
    clock = unit in "hms"
    if value is None:
        return f"PTX{unit.upper()}" if clock else _VAGUE.get(unit, f"PX{unit}")
    factor, letter = _SCALED.get(unit, (1, unit))
    value *= factor
    whole, rest = int(value), value - int(value)
    if not rest or letter not in _FRACTIONS:
        return f"P{'T' if clock else ''}{value:.10g}{letter.upper()}"
    lead, middle, per_unit, smaller = _FRACTIONS[letter]
    larger = f"{whole}{letter.upper()}" if whole else ""
    return f"{lead}{larger}{middle}{round(rest * per_unit)}{smaller}"


_COMPARISONS = {
    "no more than": "EQUAL_OR_LESS", "more than": "MORE_THAN", "less than": "LESS_THAN", "fewer than": "LESS_THAN",
    "at least": "EQUAL_OR_MORE", "at most": "EQUAL_OR_LESS", "up to": "EQUAL_OR_LESS",
}  # fmt: skip


def modifier(tokens: Sequence[Token]) -> str | None:
    """TIMEX3 modifier that the words around a number ask for."""
    text = " ".join(token.word for token in tokens)
    for comparison, name in _COMPARISONS.items():
        if text.startswith(comparison):
            return name
    if tokens[0].kind == Kind.APPROXIMATOR:
        return _vocabulary.APPROXIMATORS[tokens[0].word]
    return "APPROX" if text.endswith("or so") or "couple" in text else None


def duration(context: ExpressionContext) -> Reading | None:
    """Two days, nearly a year, a minute and a half, months."""
    tokens = context.tokens
    if _is_no_time(context):
        return None
    value = length(tokens)
    return Reading("DURATION", value, modifier(tokens)) if value else None


def _is_no_time(context: ExpressionContext) -> bool:
    """Quarters of something, rates per unit and a lone "seconds" are no durations."""
    tokens = context.tokens
    unit = unit_of(tokens[-1])
    share = len(tokens) == 1 or tokens[-1].kind == Kind.UNIT or any(token.kind == Kind.HYPHEN for token in tokens)
    if unit == "Q" and share:
        return True
    if tokens[0].kind == Kind.A and len(tokens) == 2:
        return is_rate(context)
    return unit == "s" and len(tokens) == 1


def is_rate(context: ExpressionContext) -> bool:
    """True where a number or a price stands shortly before: four flights a week."""
    return bool(_RATE.search(context.kinds[: context.first]))


# A number or a price shortly before "a week" makes it a rate: four flights a week, $5 a day.
_RATE = pattern("[small_integer integer fraction number_word money year scale] [^ stop comma]{0,2} $")


def length(tokens: Sequence[Token]) -> str:
    heads = [index for index, token in enumerate(tokens) if token.kind in UNIT_KINDS]
    if not heads:
        return ""
    at = heads[0]
    counted = [token for token in tokens[:at] if token.kind in AMOUNT_KINDS or token.kind == Kind.OR]
    while counted and counted[0].kind == Kind.OR:
        counted.pop(0)
    stop = next((index for index, token in enumerate(counted) if token.kind == Kind.OR), len(counted))
    value, vague = number(counted[:stop])
    value = 1.0 if value is None and not vague and tokens[at].kind == Kind.UNIT else value
    if tokens[-1].kind == Kind.HALF and value is not None:
        return amount(value + 0.5, unit_of(tokens[at]))
    total = amount(value, unit_of(tokens[at]))
    if len(heads) > 1 and any(token.kind == Kind.AND for token in tokens[at : heads[1]]):
        more, _ = number([token for token in tokens[at + 1 : heads[1]] if token.kind in AMOUNT_KINDS])
        total += amount(more, unit_of(tokens[heads[1]])).removeprefix("P") if more else ""
    return total


def age(context: ExpressionContext) -> Reading | None:
    """Eight-month-old, 35 years old."""
    value = length(context.tokens[:-1])
    return Reading("DURATION", value, modifier(context.tokens)) if value else None


def between(context: ExpressionContext) -> Reading | None:
    """Two to three weeks: the lower bound counts."""
    tokens = context.tokens
    at = next(index for index, token in enumerate(tokens) if token.kind in {Kind.OR, Kind.HYPHEN})
    value = length([*tokens[:at], tokens[-1]])
    return Reading("DURATION", value, modifier(tokens)) if value else None


def window(context: ExpressionContext) -> Reading | None:
    """The past two months, the next few days: a duration that ends or begins on the day of publication."""
    tokens = context.tokens
    shift = next(token for token in tokens if token.kind in {Kind.LAST, Kind.NEXT})
    core = [token for token in tokens if token.kind not in {Kind.LAST, Kind.NEXT, Kind.THE, Kind.THIS, Kind.POSSESSIVE}]
    if core[0].kind in UNIT_KINDS and shift.word in {"recent", "past", "coming", "upcoming", "future"}:
        return Reading("DATE", "PAST_REF" if shift.kind == Kind.LAST else "FUTURE_REF")
    value = length(core)
    if not value:
        return None
    days = _days(value)
    if days is None:
        return Reading("DURATION", value, modifier(tokens))
    day = context.state.published
    bounds = (timex.days_on(day, -days), day) if shift.kind == Kind.LAST else (day, timex.days_on(day, days))
    return Reading("DURATION", value, modifier(tokens), *bounds)


def _days(length: str) -> float | None:
    """Length in days of a TIMEX3 duration, None where it is vague."""
    hit = re.fullmatch(r"P(\d+)([DWMY])|PT(\d+)H", length)
    if not hit:
        return None
    if hit[3]:
        return int(hit[3]) / 24
    return int(hit[1]) * {"D": 1, "W": 7, "M": 30.44, "Y": 365.25}[hit[2]]


_RECURRING_KINDS = UNIT_KINDS | {
    Kind.WEEKDAY, Kind.WEEKDAYS, Kind.MONTH, Kind.SEASON, Kind.DAY_PART, Kind.WEEKEND,
}  # fmt: skip


def each(context: ExpressionContext) -> Reading | None:
    """Every Friday, each year, Tuesdays."""
    tokens = context.tokens
    head = next(token for token in tokens if token.kind in _RECURRING_KINDS)
    part = _vocabulary.DAY_PARTS.get(tokens[-1].word.removesuffix("s"), "") if tokens[-1].kind == Kind.DAY_PART else ""
    part = f"T{part}" if part.isalpha() else ""
    if head.kind in {Kind.WEEKDAY, Kind.WEEKDAYS}:
        if tokens[0].kind == Kind.WEEKDAY and not (tokens[-1].kind == Kind.DAY_PART and tokens[-1].word.endswith("s")):
            return None
        day = _vocabulary.WEEKDAYS[head.word.removesuffix("s") if head.kind == Kind.WEEKDAYS else head.word] + 1
        return Reading("SET", f"XXXX-WXX-{day}{part}")
    fixed = {
        Kind.MONTH: f"XXXX-{_vocabulary.MONTHS.get(head.word, 0):02d}",
        Kind.SEASON: f"XXXX-{_vocabulary.SEASONS.get(head.word)}",
        Kind.DAY_PART: f"XXXX-XX-XX{part}",
        Kind.WEEKEND: "XXXX-WXX-WE",
    }.get(Kind(head.kind))
    if fixed:
        return Reading("SET", fixed)
    value, _ = number([token for token in tokens if token.kind in _NUMBER_KINDS - {Kind.YEAR}])
    value = 2 if value is None and any(token.word in {"second", "other"} for token in tokens) else value
    return Reading("SET", amount(value or 1, unit_of(head)))


_BEHIND_ADVERBS = frozenset({Kind.IN, Kind.STOP, Kind.COMMA, Kind.OR, Kind.AND})


def frequency(context: ExpressionContext) -> Reading | None:
    """Annually, daily; not as an adjective before a noun ("a daily paper")."""
    word = context.tokens[0].word
    following = context.kinds[context.last : context.last + 1]
    if context.tokens[0].text[0].isupper() and context.first:
        return None
    if not word.endswith("ually") and following and following not in _BEHIND_ADVERBS:
        return None
    return Reading("SET", _vocabulary.FREQUENT[word])
