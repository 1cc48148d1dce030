"""The calendar parts that an expression names, gathered from its tokens."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from analysis.times import _durations as amounts
from analysis.times import _vocabulary as words
from analysis.times._grammar import Token

_SHIFTS = {"l": "last", "k": "next", "h": "this", "j": "this", "H": "that", "J": "that"}
_IN_NARRATIVE = frozenset("following previous preceding succeeding".split())


@dataclass(slots=True)
class Slots:
    """Calendar parts; `shifts` tells for a head (unit or class letter) last, this, next, that."""

    state: amounts.State
    when: str = ""  # past or future, by the nearest cue
    told: str = ""  # the same, by a cue close by only
    year: int | None = None
    month: int | None = None
    day: int | None = None
    day_to: int | None = None  # of July 6-11
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
    behind: str = ""  # word behind the expression
    bare: bool = False  # a determiner without more: the quarter
    narrative: bool = False  # the following year: counted from the narrative's date
    compared: bool = False  # year-ago, year-earlier
    mod: str | None = None
    shifts: dict[str, str] = field(default_factory=dict)


def fill(phrase: amounts.Phrase) -> Slots:
    """Slots of an expression."""
    tokens = [token for token in phrase.tokens if token.code not in "i,"]
    slots = Slots(phrase.state, phrase.side(), phrase.side(amounts.CLOSE), behind=phrase.after)
    tokens = _without_comparison(tokens, slots)
    shift = ""
    for index, token in enumerate(tokens):
        if token.code in _SHIFTS:
            shift = _SHIFTS[token.code]
            # "the next day" is told from the narrative, "next week" from publication
            told = token.word == "next" and index > 0 and tokens[index - 1].code == "T"
            slots.narrative |= token.word in _IN_NARRATIVE or told
            continue
        _put(slots, token, tokens[index + 1].code if index + 1 < len(tokens) else "")
        if shift and token.code in "uUSDNMPWXLb":
            slots.shifts[_head(token)] = shift
            shift = ""
    slots.bare = bool(tokens) and not slots.shifts and any(token.code in "TEev" for token in tokens)
    _spoken_year(slots, tokens)
    if slots.year is None and slots.month:
        slots.year = _year_of_range(phrase)
    return slots


# the other end of a range, with its year: (30 June)–1 July 2014, (March) and April 2014
_RANGE_END = re.compile(r"[-~&][TDN,]*(?:o?1?O?M|M1|Mo|M),?(Y)")


def _year_of_range(phrase: amounts.Phrase) -> int | None:
    """Year of the other end of a range of days or months, which holds for this end too."""
    hit = _RANGE_END.match(phrase.codes, phrase.last)
    return year_of(phrase.text[hit.start(1)].word) if hit else None


def _without_comparison(tokens: list[Token], slots: Slots) -> list[Token]:
    """Take "year-ago" out of the tokens and note it."""
    codes = "".join(token.code for token in tokens)
    hit = re.search(r"u-[ge]", codes)
    if not hit or amounts.unit_of(tokens[hit.start()]) != "Y":
        return tokens
    slots.compared = True
    return [*tokens[: hit.start()], *tokens[hit.end() :]]


def _head(token: Token) -> str:
    return amounts.unit_of(token) if token.code in "uU" else "D" if token.code == "N" else token.code


def _put(slots: Slots, token: Token, following: str) -> None:
    word, code = token.word, token.code
    if code == "Y" and following != "Z":
        slots.year = year_of(word)
    elif code == "M":
        slots.month = words.MONTHS[word]
    elif code == "1" and slots.day is None and following not in {"A", "B", "Z"}:
        slots.day = int(word)
    elif code == "1" and following not in {"A", "B", "Z"}:
        slots.day_to = int(word)
    elif code == "o":
        value = ordinal(word)
        if following and following in "uUb-":
            slots.ordinal = value
        else:
            slots.day = value
    elif code == "5":
        slots.unit, slots.ordinal = "Q", int(word[1:])
    elif code in "uU":
        slots.unit = _larger(slots.unit, amounts.unit_of(token))
    else:
        _put_named(slots, word, code)


def _put_named(slots: Slots, word: str, code: str) -> None:
    if code in "DN":
        slots.weekday = words.WEEKDAYS[word]
    elif code == "S":
        slots.season = words.SEASONS[word]
    elif code == "P":
        slots.part = words.PARTS.get(word) or words.PARTS[word.removesuffix("s")]
    elif code == "t":
        slots.deictic = word
    elif code == "X":
        slots.holiday = word
    elif code == "s":
        slots.decade = re.sub(r"\D", "", word)
    elif code == "G":
        slots.decade = f"{words.DECADES[word]}0"
    elif code in "evE":
        slots.mod = {"e": "START", "v": "END"}.get(code) or words.EDGES[word]
    slots.weekend |= code == "W"
    slots.fiscal |= code == "F"
    slots.half |= code == "b"
    slots.period |= code == "L"


def _larger(old: str, new: str) -> str:
    """Of two units the one that the expression is about: the quarter in "last year's third quarter"."""
    return new if not old or old == "Y" else old


def ordinal(word: str) -> int:
    """Value of "third" or "3rd"."""
    return words.ORDINALS.get(word) or int(re.sub(r"\D", "", word) or 0)


def year_of(word: str) -> int:
    """Year of "1994" or "'94"."""
    digits = word.strip("'’")
    year = int(digits)
    return year if len(digits) > 2 else year + (1900 if year > 40 else 2000)


def _spoken_year(slots: Slots, tokens: Sequence[Token]) -> None:
    """Set the year from words: nineteen ninety-four, the year two thousand."""
    spoken = [token for token in tokens if token.code in "w9"]
    if slots.year is None and spoken and not any(token.code in "AB" for token in tokens):
        value, _ = amounts.number(spoken)
        slots.year = int(value) if value and 1000 <= value < 2200 else None
