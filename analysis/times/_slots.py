"""The calendar parts that an expression names, gathered from its tokens."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from analysis.times import _durations, _vocabulary
from analysis.times._context import NEAR, ExpressionContext, NarrativeState
from analysis.times._grammar import Token, pattern
from analysis.times._vocabulary import UNIT_KINDS, Kind

_SHIFTS: dict[str, str] = {
    Kind.LAST: "last", Kind.NEXT: "next", Kind.THIS: "this", Kind.CURRENT: "this", Kind.THAT: "that", Kind.SAME: "that",
}  # fmt: skip
# What a named part of the calendar is called in `Slots.shifts`; a unit is called by its letter.
_SHIFTED_PARTS: dict[str, str] = {
    Kind.WEEKDAY: "D", Kind.WEEKDAY_SHORT: "D", Kind.WEEKEND: "W", Kind.MONTH: "M", Kind.SEASON: "season",
    Kind.DAY_PART: "day part", Kind.HOLIDAY: "holiday", Kind.HALF: "half", Kind.PERIOD: "period",
}  # fmt: skip
_PASSED_OVER = frozenset({Kind.IN, Kind.COMMA})
_DETERMINERS = frozenset({Kind.THE, Kind.EDGE, Kind.EARLIER, Kind.LATER})
_IN_NARRATIVE = frozenset("following previous preceding succeeding".split())


@dataclass(slots=True)
class Slots:
    """The calendar parts of an expression.

    `shifts` holds for each part with a determiner, called by the letter of its
    unit or as in `_SHIFTED_PARTS`, whether it is the "last", "this", "next" or
    "that" one.
    """

    state: NarrativeState
    side: str = ""  # "past" or "future", by the nearest marker of tense
    near_side: str = ""  # the same, by a marker close by only
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None  # of July 6-11
    weekday: int | None = None
    ordinal: int | None = None
    season: str = ""
    part: str = ""
    unit: str = ""
    deictic: str = ""
    holiday: str = ""
    decade: str = ""
    half: bool = False
    weekend: bool = False
    fiscal: bool = False
    period: bool = False
    follower: str = ""  # the word behind the expression
    bare: bool = False  # with a determiner and nothing else: the quarter
    narrative: bool = False  # the following year: counted from the narrative's date
    compared: bool = False  # year-ago, year-earlier
    mod: str | None = None
    shifts: dict[str, str] = field(default_factory=dict)


def fill(context: ExpressionContext) -> Slots:
    """The calendar parts that the tokens of an expression name."""
    tokens = [token for token in context.tokens if token.kind not in _PASSED_OVER]
    slots = Slots(context.state, context.side(), context.side(NEAR), follower=context.after)
    tokens = _without_comparison(tokens, slots)
    shift = ""
    for index, token in enumerate(tokens):
        if token.kind in _SHIFTS:
            shift = _SHIFTS[token.kind]
            # "the next day" is counted from the narrative's day, "next week" from publication
            the_next = token.word == "next" and index > 0 and tokens[index - 1].kind == Kind.THE
            slots.narrative |= token.word in _IN_NARRATIVE or the_next
            continue
        put(slots, token, tokens[index + 1].kind if index + 1 < len(tokens) else "")
        if shift and (part := shifted_part(token)):
            slots.shifts[part] = shift
            shift = ""
    determined = any(token.kind in _DETERMINERS for token in tokens)
    slots.bare = not slots.shifts and determined
    _spoken_year(slots, tokens)
    if slots.year is None and slots.month:
        slots.year = _year_of_range(context)
    return slots


# The other end of a range, with its year: (30 June)–1 July 2014, (March) and April 2014.
_RANGE_END = pattern(
    "[hyphen or and] [the weekday weekday_short comma]*"
    "(?: ordinal? small_integer? of? month | month small_integer | month ordinal | month ) comma? (year)"
)


def _year_of_range(context: ExpressionContext) -> int | None:
    """Year of the other end of a range of days or months, which holds for this end too."""
    hit = _RANGE_END.match(context.kinds, context.last)
    return year_of(context.all_tokens[hit.start(1)].word) if hit else None


_COMPARISON = pattern("unit hyphen [ago earlier]")


def _without_comparison(tokens: list[Token], slots: Slots) -> list[Token]:
    """Take "year-ago" out of the tokens and record it."""
    hit = _COMPARISON.search("".join(token.kind for token in tokens))
    if not hit or _durations.unit_of(tokens[hit.start()]) != "Y":
        return tokens
    slots.compared = True
    return [*tokens[: hit.start()], *tokens[hit.end() :]]


def shifted_part(token: Token) -> str:
    """What a token is called in `Slots.shifts`, or "" if it is no part of the calendar."""
    return _durations.unit_of(token) if token.kind in UNIT_KINDS else _SHIFTED_PARTS.get(token.kind, "")


_HOURS = frozenset({Kind.AM_PM, Kind.OCLOCK})
_CLOCK_WORDS = _HOURS | {Kind.ZONE}  # behind a number they make it an hour
_COUNTED = UNIT_KINDS | {Kind.HALF, Kind.HYPHEN}  # what an ordinal counts: the third quarter
_SPOKEN_NUMBERS = frozenset({Kind.NUMBER_WORD, Kind.SCALE})


def put(slots: Slots, token: Token, following: str) -> None:
    """Put what a token names into its slot; `following` is the kind of the next token, or ""."""
    word, kind = token.word, token.kind
    if kind == Kind.YEAR and following != Kind.ZONE:
        slots.year = year_of(word)
    elif kind == Kind.MONTH:
        slots.month = _vocabulary.MONTHS[word]
    elif kind == Kind.SMALL_INTEGER and following not in _CLOCK_WORDS:
        if slots.day is None:
            slots.day = int(word)
        else:
            slots.last_day = int(word)
    elif kind == Kind.ORDINAL:
        if following in _COUNTED:
            slots.ordinal = ordinal(word)
        else:
            slots.day = ordinal(word)
    elif kind == Kind.QUARTER:
        slots.unit, slots.ordinal = "Q", int(word[1:])
    elif kind in UNIT_KINDS:
        slots.unit = _more_particular(slots.unit, _durations.unit_of(token))
    else:
        _put_named(slots, word, kind)


def _put_named(slots: Slots, word: str, kind: str) -> None:
    if kind in {Kind.WEEKDAY, Kind.WEEKDAY_SHORT}:
        slots.weekday = _vocabulary.WEEKDAYS[word]
    elif kind == Kind.SEASON:
        slots.season = _vocabulary.SEASONS[word]
    elif kind == Kind.DAY_PART:
        slots.part = _vocabulary.DAY_PARTS.get(word) or _vocabulary.DAY_PARTS[word.removesuffix("s")]
    elif kind == Kind.DEICTIC:
        slots.deictic = word
    elif kind == Kind.HOLIDAY:
        slots.holiday = word
    elif kind == Kind.DECADE:
        slots.decade = re.sub(r"\D", "", word)
    elif kind == Kind.DECADE_WORD:
        slots.decade = f"{_vocabulary.DECADES[word]}0"
    elif kind == Kind.EARLIER:
        slots.mod = "START"
    elif kind == Kind.LATER:
        slots.mod = "END"
    elif kind == Kind.EDGE:
        slots.mod = _vocabulary.EDGES[word]
    slots.weekend |= kind == Kind.WEEKEND
    slots.fiscal |= kind == Kind.FISCAL
    slots.half |= kind == Kind.HALF
    slots.period |= kind == Kind.PERIOD


def _more_particular(old: str, new: str) -> str:
    """Of two units the one that the expression is about: the quarter in "last year's third quarter"."""
    return new if not old or old == "Y" else old


def ordinal(word: str) -> int:
    """Value of "third" or "3rd"."""
    return _vocabulary.ORDINALS.get(word) or int(re.sub(r"\D", "", word) or 0)


def year_of(word: str) -> int:
    """Year of "1994" or "'94"."""
    digits = word.strip("'’")
    year = int(digits)
    return year if len(digits) > 2 else year + (1900 if year > 40 else 2000)


def _spoken_year(slots: Slots, tokens: Sequence[Token]) -> None:
    """Set the year from words: nineteen ninety-four, the year two thousand."""
    spoken = [token for token in tokens if token.kind in _SPOKEN_NUMBERS]
    if slots.year is None and spoken and not any(token.kind in _HOURS for token in tokens):
        value, _ = _durations.number(spoken)
        slots.year = int(value) if value and 1000 <= value < 2200 else None
