"""Numbers of units: durations, windows before and after publication, sets.

Holds also what all readers of expressions share: `Phrase`, `State`, `Reading`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from analysis.times import _vocabulary as words
from analysis.times import timex as cal
from analysis.times._grammar import Token

_DEADLINES = frozenset({"by", "until", "till"})
FAR, CLOSE = 14, 4  # tokens within which a cue of tense counts, and counts for much


@dataclass(slots=True)
class State:
    """What is known while a document is read: publication and where the narrative stands."""

    published: date
    zone: float | None = None  # hours from UTC at which days are counted; None is the text's own
    last: str = ""  # value of the last calendar expression
    quarter: str = ""  # value of the quarter that is spoken of
    year: int | None = None  # year that the narrative has moved to by name


@dataclass(frozen=True, slots=True)
class Phrase:
    """A matched expression with its surroundings: all tokens, their letters, the match's borders."""

    text: Sequence[Token]
    codes: str
    first: int
    last: int
    state: State
    tense: Callable[[int, int, int], str]

    @property
    def tokens(self) -> list[Token]:
        """Tokens of the expression."""
        return list(self.text[self.first : self.last])

    def side(self, reach: int = FAR) -> str:
        """Side of publication, "past" or "future", that a cue within `reach` tokens asks for, or nothing."""
        if self.before == "since":
            return "past"
        if self.before in _DEADLINES and self.after not in {"'s", "’s"}:
            return self._deadline()
        return self.tense(self.first, self.last, reach)

    def _deadline(self) -> str:
        """By and until look ahead; with a past verb close by, "until March" is the nearest March."""
        if self.tense(self.first, self.last, CLOSE) != "past":
            return "future"
        if any(token.code == "D" for token in self.tokens):
            return "past" if self.before == "by" else "future"
        return ""

    @property
    def before(self) -> str:
        """Word before the expression in lower case, or nothing."""
        return self.text[self.first - 1].word if self.first else ""

    @property
    def after(self) -> str:
        """Word behind the expression in lower case, or nothing."""
        return self.text[self.last].word if self.last < len(self.text) else ""


@dataclass(frozen=True, slots=True)
class Reading:
    """Type, value, modifier of an expression; `first` and `last` only where the value does not give them."""

    type: str
    value: str
    mod: str | None = None
    first: date | None = None
    last: date | None = None


NUMERIC = "12Yfw9qba"


def number(tokens: Sequence[Token]) -> tuple[float | None, bool]:
    """Value of number tokens, and whether they are vague ("several")."""
    total, current, half, seen = 0.0, 0.0, 0.0, False
    for token in tokens:
        if token.code == "q" and token.word not in {"couple", "dozen"}:
            return None, True
        if token.code == "b":
            half = 0.5
            continue
        if token.code not in "12Yfw9q":
            continue
        seen = True
        if token.code == "9":
            current = max(current, 1) * words.SCALES[token.word]
            if token.word == "thousand":
                total, current = total + current, 0.0
        elif token.code == "q":
            current = max(current, 1) * {"couple": 2, "dozen": 12}[token.word]
        else:
            current = _joined(current, _digits(token))
    if not seen and not half:
        return (1.0, False) if any(token.code == "a" for token in tokens) else (None, False)
    return total + current + half, False


def _joined(current: float, step: float) -> float:
    """Two numbers in a row: "twenty four" adds, "nineteen ninety" is a year."""
    return current * 100 + step if 10 <= current < 100 and step >= 10 else current + step


def _digits(token: Token) -> float:
    if token.code == "w":
        return float(words.NUMBERS[token.word])
    if "/" in token.word:
        top, bottom = token.word.split("/")
        return int(top) / max(int(bottom), 1)
    text = token.word.strip("'’").replace(",", "")
    return float(text) if text.count(".") <= 1 else 0.0


def unit_of(token: Token) -> str:
    """Letter of a unit word: s m h D W F M Q Y E C L."""
    return words.UNITS.get(token.word) or words.PLURALS.get(token.word, "")


_SCALED = {"F": (2, "W"), "Q": (3, "M"), "E": (10, "Y"), "C": (100, "Y"), "L": (1000, "Y")}
_VAGUE = {"E": "PXDE", "C": "PXCE", "L": "PXML", "F": "PXW"}
_PARTS = {"Y": ("P", "", 12, "M"), "D": ("P", "T", 24, "H"), "h": ("PT", "", 60, "M"), "m": ("PT", "", 60, "S")}


def amount(value: float | None, unit: str) -> str:
    """TIMEX3 duration of a number of units, with X where the number is vague."""
    clock = unit in "hms"
    if value is None:
        return f"PTX{unit.upper()}" if clock else _VAGUE.get(unit, f"PX{unit}")
    factor, letter = _SCALED.get(unit, (1, unit))
    value *= factor
    whole, rest = int(value), value - int(value)
    if not rest or letter not in _PARTS:
        return f"P{'T' if clock else ''}{value:.10g}{letter.upper()}"
    lead, middle, small, letter_small = _PARTS[letter]
    big = f"{whole}{letter.upper()}" if whole else ""
    return f"{lead}{big}{middle}{round(rest * small)}{letter_small}"


def mod(tokens: Sequence[Token]) -> str | None:
    """TIMEX3 modifier that the words around a number ask for."""
    text = " ".join(token.word for token in tokens)
    for phrase, name in (
        ("no more than", "EQUAL_OR_LESS"), ("more than", "MORE_THAN"), ("less than", "LESS_THAN"),
        ("fewer than", "LESS_THAN"), ("at least", "EQUAL_OR_MORE"), ("at most", "EQUAL_OR_LESS"),
        ("up to", "EQUAL_OR_LESS"),
    ):  # fmt: skip
        if text.startswith(phrase):
            return name
    if tokens[0].code == "m":
        return words.APPROXIMATORS[tokens[0].word]
    return "APPROX" if text.endswith("or so") or "couple" in text else None


def duration(phrase: Phrase) -> Reading | None:
    """Two days, nearly a year, a minute and a half, months."""
    tokens = phrase.tokens
    if _is_no_time(phrase):
        return None
    value = _length(tokens)
    return Reading("DURATION", value, mod(tokens)) if value else None


def _is_no_time(phrase: Phrase) -> bool:
    """Quarters of something, rates per unit and titles are no durations."""
    tokens = phrase.tokens
    unit = unit_of(tokens[-1])
    if unit == "Q" and (len(tokens) == 1 or tokens[-1].code == "u" or any(token.code == "-" for token in tokens)):
        return True
    if tokens[0].code == "a" and len(tokens) == 2:
        return bool(re.search(r"[12fw%Y9](?:[^_,]{0,2})$", phrase.codes[: phrase.first]))
    return unit == "s" and len(tokens) == 1


def _length(tokens: Sequence[Token]) -> str:
    heads = [index for index, token in enumerate(tokens) if token.code in "uU"]
    if not heads:
        return ""
    at = heads[0]
    counted = [token for token in tokens[:at] if token.code in NUMERIC or token.code == "~"]
    while counted and counted[0].code == "~":
        counted.pop(0)
    stop = next((index for index, token in enumerate(counted) if token.code == "~"), len(counted))
    value, vague = number(counted[:stop])
    value = 1.0 if value is None and not vague and tokens[at].code == "u" else value
    if tokens[-1].code == "b" and value is not None:
        return amount(value + 0.5, unit_of(tokens[at]))
    length = amount(value, unit_of(tokens[at]))
    if len(heads) > 1 and any(token.code == "&" for token in tokens[at : heads[1]]):
        more, _ = number([token for token in tokens[at + 1 : heads[1]] if token.code in NUMERIC])
        length += amount(more, unit_of(tokens[heads[1]])).removeprefix("P") if more else ""
    return length


def age(phrase: Phrase) -> Reading | None:
    """Eight-month-old, 35 years old."""
    value = _length(phrase.tokens[:-1])
    return Reading("DURATION", value, mod(phrase.tokens)) if value else None


def between(phrase: Phrase) -> Reading | None:
    """Two to three weeks: the lower bound counts."""
    tokens = phrase.tokens
    at = next(index for index, token in enumerate(tokens) if token.code in "~-")
    value = _length([*tokens[:at], tokens[-1]])
    return Reading("DURATION", value, mod(tokens)) if value else None


def window(phrase: Phrase) -> Reading | None:
    """The past two months, the next few days: a duration that ends or begins at publication."""
    tokens = phrase.tokens
    shift = next(token for token in tokens if token.code in "lk")
    core = [token for token in tokens if token.code not in "lkThp"]
    if core[0].code in "uU" and shift.word in {"recent", "past", "coming", "upcoming", "future"}:
        return Reading("DATE", "PAST_REF" if shift.code == "l" else "FUTURE_REF")
    value = _length(core)
    if not value:
        return None
    days = _days(value)
    if days is None:
        return Reading("DURATION", value, mod(tokens))
    day = phrase.state.published
    bounds = (cal.days_on(day, -days), day) if shift.code == "l" else (day, cal.days_on(day, days))
    return Reading("DURATION", value, mod(tokens), *bounds)


def _days(length: str) -> float | None:
    """Length in days of a TIMEX3 duration, None where it is vague."""
    hit = re.fullmatch(r"P(\d+)([DWMY])|PT(\d+)H", length)
    if not hit:
        return None
    if hit[3]:
        return int(hit[3]) / 24
    return int(hit[1]) * {"D": 1, "W": 7, "M": 30.44, "Y": 365.25}[hit[2]]


def each(phrase: Phrase) -> Reading | None:
    """Every Friday, each year, Tuesdays."""
    tokens = phrase.tokens
    head = next(token for token in tokens if token.code in "uUDdMSPW")
    part = words.PARTS.get(tokens[-1].word.removesuffix("s"), "") if tokens[-1].code == "P" else ""
    part = f"T{part}" if part.isalpha() else ""
    if head.code in "Dd":
        if tokens[0].code == "D" and not (tokens[-1].code == "P" and tokens[-1].word.endswith("s")):
            return None
        day = words.WEEKDAYS[head.word.removesuffix("s") if head.code == "d" else head.word] + 1
        return Reading("SET", f"XXXX-WXX-{day}{part}")
    fixed = {
        "M": f"XXXX-{words.MONTHS.get(head.word, 0):02d}", "S": f"XXXX-{words.SEASONS.get(head.word)}",
        "P": f"XXXX-XX-XX{part}", "W": "XXXX-WXX-WE",
    }.get(head.code)  # fmt: skip
    if fixed:
        return Reading("SET", fixed)
    value, _ = number([token for token in tokens if token.code in "12w9qf"])
    value = 2 if value is None and any(token.word in {"second", "other"} for token in tokens) else value
    return Reading("SET", amount(value or 1, unit_of(head)))


def frequency(phrase: Phrase) -> Reading | None:
    """Annually, daily; not as an adjective before a noun ("a daily paper")."""
    word = phrase.tokens[0].word
    following = phrase.codes[phrase.last : phrase.last + 1]
    if phrase.tokens[0].text[0].isupper() and phrase.first:
        return None
    if not word.endswith("ually") and following and following not in "i_,~&":
        return None
    return Reading("SET", words.FREQUENT[word])
