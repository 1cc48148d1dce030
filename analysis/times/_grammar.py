"""The grammar of temporal expressions: regular expressions over the kinds of tokens.

A rule is a regular expression whose words are the names of `Kind` in lower
case, so "the? [last next] unit" matches "last week" and "the next month". To
match it, `kinds_of` writes a text as a string with one letter for each token,
and `pattern` puts the letters in place of the names. What a match means is
decided in `analysis.times._readings`.

Extents follow the TimeML annotation guidelines 1.2.1: prepositions stand
outside; determiners and modifiers ("earlier this week", "the last two days",
"nearly a year") inside; a determiner of a following noun ("a two-week trip")
outside.
"""

import functools
import re
from dataclasses import dataclass
from typing import NamedTuple

from analysis.times import _vocabulary
from analysis.times._vocabulary import Kind

_WORDS: dict[str, str] = {word: kind.value for word, kind in _vocabulary.lexicon().items()}
_OTHER = Kind.WORD.value

# Parts of rules: amounts, years, days, quarters, hours.
# A number in words has an end, so that a long row of such words takes no time that grows with its square.
_NUMBER = """(?: a scale number_word{0,12}
    | [number_word scale] (?: hyphen? [number_word scale] | and number_word ){0,24}
    | [small_integer integer fraction year] scale? fraction? )"""
_COUNT = f"(?: {_NUMBER} (?: hyphen? and hyphen? a? hyphen? half )? | a? vague_number of? | a half | half a? )"
_ROUGHLY = "(?: approximator | more more? than | in than | than or )"  # about, no more than, at least, up to
_SPOKEN_YEAR = """(?: number_word hyphen? number_word (?: hyphen? number_word )?
    | number_word scale (?: number_word hyphen? number_word? )? )"""  # nineteen ninety-four
_YEAR = f"(?: year | {_SPOKEN_YEAR} | scale )"
_OF_YEAR = f"""(?: comma? of? (?: the? fiscal? unit? )? {_YEAR}
    | of? [this last next that current] unit (?! apostrophe ) )"""
_YEAR_POSSESSIVE = "(?: (?: the? fiscal? year | the? [this last next current] unit ) apostrophe? )"  # last year's
_SHIFT = """(?: the? [last next] | this [last next]? | (?<= in ) that | the same | possessive [last next] )?"""
_DAY = f"""(?:
      (?: {_SHIFT} [weekday weekday_short] [comma bracket]? )? {_SHIFT} month the?
      (?: small_integer [hyphen or] small_integer
        | small_integer and small_integer (?= [comma stop in] | $ )
        | small_integer (?! comma? [integer fraction] )
        | ordinal )
      (?! hyphen? [unit units am_pm] ) (?: comma? {_YEAR} | of? [this last next] unit )?
    | (?: {_SHIFT} [weekday weekday_short] [comma bracket]? the? )?
      (?: the? ordinal | small_integer [hyphen or and] small_integer | small_integer )
      of? month {_OF_YEAR}?
    | [this last next] unit comma? in weekday
    | {_SHIFT} weekday (?: of? [this last next] unit (?! apostrophe ) )? )"""
_QUARTER = f"""(?: {_YEAR_POSSESSIVE} fiscal? ordinal hyphen? unit
    | the fiscal? ordinal hyphen? unit {_OF_YEAR}?
    | fiscal? ordinal hyphen? unit {_OF_YEAR}?
    | [this last next current] fiscal? ordinal hyphen? unit
    | {_YEAR_POSSESSIVE} [last ordinal] half
    | the? [last ordinal] half (?: {_OF_YEAR} | of the unit )
    | {_YEAR_POSSESSIVE} [unit period]
    | quarter comma? of? year? )"""
_CALENDAR = f"""(?: {_DAY}
    | the? unit hyphen [ago earlier] hyphen? ordinal? hyphen? [unit period]?
    | {_SHIFT} month {_OF_YEAR}?
    | {_QUARTER}
    | (?: the | {_SHIFT} ) season {_OF_YEAR}?
    | the? year fiscal unit
    | (?: the? fiscal unit? | the unit )? year
    | the unit {_SPOKEN_YEAR}
    | number_word hyphen? number_word (?: hyphen? number_word )?
    | (?: the? edge hyphen? | the )? decade
    | the decade_word
    | the? ordinal hyphen? unit
    | {_SHIFT} holiday {_OF_YEAR}?
    | [this last next] unit comma? in? month
    | the? (?: this? [last next] | this | that | current | same ) fiscal? [unit weekend period]
    | the [fiscal further]* unit
    | possessive [fiscal further] unit
    | the weekend
    | the period
    | deictic )"""
# A day that another is counted from: "(two days before) the 9 January", "Monday", "the vote on 9 January".
_ANCHOR = f"""(?: [the a possessive] word word? in )? [the a possessive]?
    (?: {_DAY} | numeric_date | {_SHIFT} holiday {_OF_YEAR}? | {_SHIFT} month {_OF_YEAR}? | deictic | reference
      | year (?! hyphen? [unit units] ) )"""
# What follows "last" and "next" in "before last week", which is no "week before last".
_NO_NAMED_PART = """(?! [unit units weekday weekday_short weekend month season holiday day_part fiscal ordinal half
    small_integer integer number_word vague_number ] )"""
_MONTH_OR_YEAR = (
    f"""(?: {_SHIFT} month {_OF_YEAR}? | the? year | [this last next current] unit | the unit | each unit )"""
)
_EDGE = "(?: the? edge (?: of | hyphen )? | [earlier later] (?: in the? )? )"  # early in, the end of, later
_HOUR = """(?: (?: clock am_pm? | [small_integer number_word] oclock | [small_integer number_word] am_pm
      | [year integer] (?= zone ) ) (?: zone | bracket zone )?
    | the? edge? hyphen? day_part )"""

RULES: dict[str, str] = {
    "numeric": "numeric_date",
    "years": "year_range",
    "clock": f"""(?: {_ROUGHLY}? {_HOUR} comma? in? (?: {_EDGE} )? (?: {_DAY} | deictic )
        | (?: {_DAY} | deictic ) comma? in? {_HOUR}
        | (?: {_EDGE} )? (?: this | the? [last next] | that ) day_part
        | (?: {_EDGE} )? weekday day_part
        | deictic
        | the? edge? hyphen? day_part of {_DAY}
        | weekday day_part
        | the day_part (?! of )
        | the? edge hyphen? day_part )""",
    "ago": f"""{_ROUGHLY}? (?: a | {_COUNT} ) [more further]? hyphen? [unit units]
          (?: or further | or {_COUNT} [unit units]? )? hyphen? [ago earlier later]
        | units ago
        | [the a] [unit day_part] before (?= [stop comma] | $ )""",
    "anniversary": "the ordinal anniversary",
    "window": f"""{_ROUGHLY}? [the this possessive]? [last next] (?: {_COUNT} [or hyphen] )? {_COUNT}? more? further?
          units (?: or further | and units )?
        | the? [last next] {_COUNT} hyphen? unit (?! hyphen ) (?: or further )?
        | the next unit or further""",
    "age": f"{_COUNT} hyphen? [unit units] hyphen? old",
    "edge": f"{_EDGE} {_CALENDAR} | unit apostrophe? hyphen? edge",
    "nth": f"the? [last ordinal] [unit weekday] [of in] {_MONTH_OR_YEAR}",
    "calendar": _CALENDAR,
    "offset": f"""(?: {_ROUGHLY}? (?: the | a | {_COUNT} ) [more further]? [unit units] | the weekday )
          [before after in] {_ANCHOR}
        | the eve of {_ANCHOR}
        | {_ROUGHLY}? (?: a | {_COUNT} ) [unit units] ago
          (?: deictic | this unit | weekday | comma? in [small_integer month] [month small_integer] )""",
    "weekdays_ago": f"{_COUNT} weekdays [ago earlier]",
    "second_nearest": f"""the? [unit weekday weekend month season day_part] before last {_NO_NAMED_PART}
        | the? [unit weekday weekend month season] after next {_NO_NAMED_PART}""",
    "week_after": f"""[weekday deictic] unit (?! [apostrophe hyphen unit units] )
        | (?: a | {_COUNT} ) [unit units] (?: in weekday | deictic ) (?! [apostrophe day_part] )""",
    "units_time": f"{_ROUGHLY}? (?: a | {_COUNT} ) [unit units] apostrophe word",
    "ordinals": f"""the? ordinal [or and hyphen] the? ordinal
          (?: of? month {_OF_YEAR}? | of [this last next current the] unit )?
        | month ordinal [or and hyphen] the? ordinal (?: comma? {_YEAR} )?
        | (?: weekday comma? )? the ordinal (?: of [this last next current the] unit )?""",
    "short_year": "small_integer month [small_integer integer] (?= [stop comma bracket] | $ )",
    "each": f"""each further? (?: {_COUNT} )?
          (?: [unit units weekday month season day_part weekend] day_part? | ordinal [unit units] )
        | weekdays day_part?
        | weekday day_part""",
    "frequency": "frequency",
    "range": f"""{_ROUGHLY}?
          (?: {_COUNT} or {_COUNT} | [small_integer integer fraction] hyphen [small_integer integer fraction] )
          hyphen? [unit units]""",
    "duration": f"""{_ROUGHLY}? (?: a | {_COUNT} ) [more further]? hyphen? further? [unit units]
          (?: and {_COUNT} [unit units] | and a half | hyphen and hyphen a hyphen half )? (?: or further )?
        | a further unit
        | the ordinal? {_COUNT}? units
        | units (?: or units )?""",
    "time": f"""{_ROUGHLY}? (?: day_part | clock am_pm? zone? | [small_integer number_word] am_pm zone?
          | [small_integer number_word] oclock | [year integer] zone )""",
    "reference": "the word? next | this units | the last | the reference | reference | current | last",
}


def pattern(rule: str) -> re.Pattern[str]:
    """Compile a rule: names of kinds become their letters, spaces are for the reader only."""
    return re.compile(re.sub(r"[a-z_]+|\s+", _letter, rule))


def _letter(name: re.Match[str]) -> str:
    return "" if name[0].isspace() else re.escape(Kind[name[0].upper()].value)


_COMPILED = {name: pattern(rule) for name, rule in RULES.items()}
# Wherever one of these rules matches, a shorter one does too ("two days" of "two days before the 9 January"), or the
# words that `_START` adds.
_LONGER = frozenset({"offset", "second_nearest", "week_after", "units_time", "short_year"})
# Kinds with which no rule begins are passed over at once.
_START = pattern(
    "(?= [^ word stop comma bracket money as of and apostrophe or further hyphen before after ] ) (?:"
    + "|".join(rule for name, rule in RULES.items() if name not in _LONGER)
    + "| the [weekday eve] )"
)
# Only a text with one of these kinds can hold an expression.
_HEAD = pattern(
    "[numeric_date year_range year clock decade number_word unit units month weekday weekdays season day_part"
    " deictic weekend fiscal half holiday frequency reference decade_word current last next period zone am_pm oclock"
    " quarter anniversary] | the ordinal (?! [word unit units] )"
)


class Token(NamedTuple):
    """A token: its text, its lower-case form, the letter of its kind, and character offsets."""

    text: str
    word: str
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Match:
    """The name of a rule and the tokens that it matched, `first` to `last` (exclusive)."""

    rule: str
    first: int
    last: int


_AMBIGUOUS_ABBREVIATIONS = frozenset({Kind.MONTH, Kind.WEEKDAY_SHORT, Kind.ZONE, Kind.SEASON})


@functools.lru_cache(maxsize=16384)  # most tokens of a corpus are few words
def kind_of(token: str) -> str:
    """The kind of a token."""
    if token[0].isdecimal() or (token[0] in "'’" and token[1:2].isdecimal()):
        return _vocabulary.numeric(token)
    if token[0] == "\n":
        return Kind.STOP  # the end of a paragraph ends a sentence
    word = token.lower()
    kind = _WORDS.get(word, _OTHER)
    if kind in _AMBIGUOUS_ABBREVIATIONS and word in _vocabulary.CAPITALISED and not token[0].isupper():
        return _OTHER
    return kind


def kinds_of(text: str) -> str:
    """The kinds of a text's tokens, one letter each; empty if the text can hold no temporal expression."""
    kinds = "".join([kind_of(token) for token in _vocabulary.TOKEN.findall(text)])
    return kinds if _HEAD.search(kinds) else ""


def tokenize(text: str, kinds: str) -> list[Token]:
    """The tokens of a text whose kinds are `kinds`."""
    found = zip(_vocabulary.TOKEN.finditer(text), kinds, strict=True)
    return [Token(hit.group(), hit.group().lower(), kind, hit.start(), hit.end()) for hit, kind in found]


def search(kinds: str, position: int) -> int | None:
    """The first token from `position` on at which a rule may match, or None."""
    hit = _START.search(kinds, position)
    return hit.start() if hit else None


def matches(kinds: str, start: int) -> list[Match]:
    """Every rule's match at a token, longest first; of equal matches the order of `RULES` decides."""
    found = [
        Match(name, start, hit.end())
        for name, compiled in _COMPILED.items()
        if (hit := compiled.match(kinds, start)) and hit.end() > start
    ]
    return sorted(found, key=lambda match: -match.last)
