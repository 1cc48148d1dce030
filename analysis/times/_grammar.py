"""The grammar of temporal expressions, matched on one letter per token.

`tokenize` turns a text into tokens and a string of their class letters (see
`time_words.CLASSES`); `RULES` are regular expressions over such strings.
What a match means is the business of `analysis.times._readings`. Extents follow
the TimeML annotation guidelines 1.2.1: prepositions are out, determiners and
modifiers ("earlier this week", "the last two days", "nearly a year") are in;
a determiner that belongs to a noun behind ("a two-week trip") is out.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from analysis.times import _vocabulary

_WORDS = _vocabulary.lexicon()

_NUMBER = r"(?:a9w*|[w9](?:-?[w9]|&w)*|[12fY]9?f?)"
_COUNT = rf"(?:{_NUMBER}(?:-?&-?a?-?b)?|a?qO?|ab|ba?)"
_ROUGH = r"(?:m|rr?n|in|n~)"
_SPOKEN = r"(?:w-?w(?:-?w)?|w9(?:w-?w?)?)"  # nineteen ninety-four
_YEAR = rf"(?:Y|{_SPOKEN}|9)"
_OF_YEAR = rf"(?:,?O?(?:T?F?u?)?{_YEAR}|O?[hlkHj]u(?!'))"
_OWNER = r"(?:(?:T?F?Y|T?[hlkj]u)'?)"
_SHIFTED = r"(?:T?[lk]|h[lk]?|(?<=i)H|TJ|p[lk])?"
_DAY = (
    rf"(?:(?:{_SHIFTED}[DN][,<]?)?{_SHIFTED}MT?(?:1[-~]1|1&1(?=[,_i]|\Z)|1(?!,?[2f])|o)(?!-?[uUA])(?:,?{_YEAR}|O?[hlk]u)?"
    rf"|(?:{_SHIFTED}[DN][,<]?T?)?(?:T?o|1[-~&]1|1)O?M{_OF_YEAR}?"
    rf"|[hlk]u,?iD|{_SHIFTED}D(?:O?[hlk]u(?!'))?)"
)
_QUARTER = (
    rf"(?:{_OWNER}F?o-?u|TF?o-?u{_OF_YEAR}?|F?o-?u{_OF_YEAR}?|[hlkj]F?o-?u"
    rf"|{_OWNER}[lo]b|T?[lo]b(?:{_OF_YEAR}|OTu)|{_OWNER}[uL]|5,?O?Y?)"
)
_CALENDAR = (
    rf"(?:{_DAY}|T?u-[ge]-?o?-?[uL]?|{_SHIFTED}M{_OF_YEAR}?|{_QUARTER}|(?:T|{_SHIFTED})S{_OF_YEAR}?|T?YFu|(?:T?Fu?|Tu)?Y|Tu{_SPOKEN}|w-?w(?:-?w)?"
    rf"|(?:T?E-?|T)?s|TG|T?o-?u|{_SHIFTED}X{_OF_YEAR}?|[hlk]u,?i?M"
    rf"|T?(?:h?[lk]|h|H|j|J)F?[uWL]|T[FV]*u|p[FV]u|TW|TL|t)"
)
_EDGE = r"(?:T?E(?:O|-)?|[ev](?:iT?)?)"
_HOUR = r"(?:(?:cA?|[1w]B|[1w]A|[Y2](?=Z))(?:Z|<Z)?|T?E?-?P)"

RULES: dict[str, str] = {
    "numeric": r"I",
    "years": r"y",
    "clock": rf"(?:{_ROUGH}?{_HOUR},?i?(?:{_EDGE})?(?:{_DAY}|t)|(?:{_DAY}|t),?i?{_HOUR}"
    rf"|(?:{_EDGE})?(?:h|T?[lk]|H)P|(?:{_EDGE})?DP|t|T?E?-?PO{_DAY}|DP|TP(?!O)|T?E-?P)",
    "ago": rf"{_ROUGH}?(?:a|{_COUNT})[rV]?-?[uU](?:~V|~{_COUNT}[uU]?)?-?[gev]|Ug|[Ta][uP]Q(?=[_,]|\Z)",
    "anniversary": r"To@",
    "window": rf"{_ROUGH}?[Thp]?[lk](?:{_COUNT}[~-])?{_COUNT}?r?V?U(?:~V|&U)?|T?[lk]{_COUNT}-?u(?!-)(?:~V)?|Tku~V",
    "age": rf"{_COUNT}-?[uU]-?x",
    "edge": rf"{_EDGE}{_CALENDAR}|u'?-?E",
    "calendar": _CALENDAR,
    "nth": rf"T[lo]uO(?:{_SHIFTED}M{_OF_YEAR}?|Y|[hlk]u)",
    "each": rf"CV?(?:{_COUNT})?(?:[uUDMSPW]P?|o[uU])|dP?|DP",
    "frequency": r"K",
    "range": rf"{_ROUGH}?(?:{_COUNT}~{_COUNT}|[12f]-[12f])-?[uU]",
    "duration": rf"{_ROUGH}?(?:a|{_COUNT})[rV]?-?V?[uU](?:&{_COUNT}[uU]|&ab|-&-a-b)?(?:~V)?|aVu|To?{_COUNT}?U|U(?:~U)?",
    "time": rf"{_ROUGH}?(?:P|cA?Z?|[1w]AZ?|[1w]B|[Y2]Z)",
    "reference": r"Tz?k|hU|Tl|TR|R|j|l",
}
_COMPILED = {name: re.compile(pattern) for name, pattern in RULES.items()}
# letters at which no rule begins are passed over at once
_ANY = re.compile("(?=[^z_,<%!O&'~V-])(?:" + "|".join(RULES.values()) + ")")
_HEAD = re.compile(r"[IyYcswuUMDdSPtWFbXKRGjlkLZAB5@]")


class Token(NamedTuple):
    """A token: its text, its lower-case word, class letter and character offsets."""

    text: str
    word: str
    code: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Match:
    """A rule's name and the tokens `first` to `last` (exclusive) that it took."""

    rule: str
    first: int
    last: int


def code_of(token: str) -> str:
    """Class letter of a token."""
    if token[0].isdigit() or (token[0] in "'’" and token[1:2].isdigit()):
        return _vocabulary.numeric(token)
    if token[0] == "\n":
        return "_"  # a paragraph ends a sentence
    word = token.lower()
    code = _WORDS.get(word, "z")
    if code in "MNZS" and word in _vocabulary.CAPITAL and not token[0].isupper():
        return "z"
    return code


def classes(text: str) -> str:
    """Class letters of a text's tokens as one string; empty where no token can head an expression."""
    codes = "".join([code_of(word) for word in _vocabulary.TOKEN.findall(text)])
    return codes if _HEAD.search(codes) else ""


def tokenize(text: str, codes: str) -> list[Token]:
    """Tokens of a text whose class letters are `codes`."""
    found = zip(_vocabulary.TOKEN.finditer(text), codes, strict=True)
    return [Token(hit.group(), hit.group().lower(), code, hit.start(), hit.end()) for hit, code in found]


def search(codes: str, position: int) -> int | None:
    """First token from `position` on at which some rule may match, or None."""
    hit = _ANY.search(codes, position)
    return hit.start() if hit else None


def matches(codes: str, start: int) -> list[Match]:
    """Every rule's match at a token, longest first; the order of `RULES` breaks ties."""
    found = [
        Match(name, start, hit.end())
        for name, pattern in _COMPILED.items()
        if (hit := pattern.match(codes, start)) and hit.end() > start
    ]
    return sorted(found, key=lambda match: -match.last)
