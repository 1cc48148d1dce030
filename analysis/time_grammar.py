"""The grammar of temporal expressions, matched on one letter per token.

`scan` turns a text into `Match` objects: which rule, which tokens. What a
match means is the business of `analysis.time_resolve`. Extents follow the
TimeML annotation guidelines 1.2.1: prepositions are out, determiners and
modifiers ("earlier this week", "the last two days", "nearly a year") are in.
"""

import re
from dataclasses import dataclass

from analysis import time_words

_WORDS = time_words.lexicon()

_NUM = r"(?:(?:a?w(?:-?w|&w)*|[12fY])(?:f|&ab)?|a?qO?|a)"
_ROUGH = r"(?:m|rr?n|in|n~)"
_MON = r"M_?"
_OF_YEAR = r"(?:,?O?(?:T?F?u?)?Y|,?O?[hlkHj]u(?!'))"
_YEAR_OWNER = r"(?:(?:T?F?Y|T?[hlkj]u)(?:')?)"
_DAY = (
    rf"(?:(?:[hlk]*D_?,?)?{_MON}T?(?:1(?![,_]?[2f])|o)(?!-?[uU])(?:,?Y|O?[hlk]u)?"
    rf"|(?:[hlk]*D_?,?T?)?(?:T?o|1)O?{_MON}{_OF_YEAR}?"
    rf"|(?:T?[hlkH]*D_?)(?:O[hlk]u)?)"
)
_QUARTER = (
    rf"(?:{_YEAR_OWNER}[TF]*-?o-?u|(?:[Tphlkj]?F?F?-?o-?u|[Tp]F?[lk]?b)(?:{_OF_YEAR})?"
    rf"|{_YEAR_OWNER}[lo]b|T[lo]b{_OF_YEAR}|T(?:Y)(?:u|L)|oU{_OF_YEAR})"
)
_CALENDAR = (
    rf"(?:{_DAY}|(?:[Thlk]*){_MON}{_OF_YEAR}?|{_QUARTER}|[Thlkp]*S{_OF_YEAR}?|(?:T?F?Fu?|Tu)Y|Tuw(?:-?w)*|Y"
    rf"|T?s|TG|T?o-u|[TphlkHJj]*X(?:z)?{_OF_YEAR}?"
    rf"|T?[hlkHj]+F?[uWL]|TJ[uL]|T[FV]u|p?F[uU]|TW|t)"
)
_EDGE = r"(?:T?E(?:O|-)?(?=[^-])|[ev])(?:iT?)?"
_CLOCK = r"(?:(?:c|[1w]B|[1w](?=A))A?(?:Z|<Z)?|[Y2]Z|T?E?-?P)"

RULES: dict[str, str] = {
    "numeric": r"I",
    "years": r"y",
    "clock": rf"(?:{_ROUGH}?{_CLOCK},?i?{_DAY}|{_ROUGH}?{_CLOCK}[i,]*(?:t|(?:{_EDGE})?{_DAY})|{_DAY},?i?{_CLOCK}"
    rf"|(?:{_EDGE})?[hlkH]P|(?:{_EDGE})?tP?|T?PO{_DAY}|d?DP)",
    "ago": rf"{_ROUGH}?{_NUM}[rV]?-?(?:[uU])(?:~V|~{_NUM}(?:u|U)?)?-?[gev]|T?u-[ge](?:o-?)?[uL]?|TzT?u-g[uL]"
    rf"|T[uU]-[ge](?:{_NUM})?(?:o-?)?[uUL]",
    "window": rf"{_ROUGH}?(?:T|h|p)?[lk](?:{_NUM}[~]?)?(?:{_NUM})?r?V?U(?:~V)?|T[lk]{_NUM}[uU](?:~V)?|T?kwu~V",
    "age": rf"{_ROUGH}?{_NUM}-?[uU]-?x",
    "edge": rf"{_EDGE}{_CALENDAR}|u'?-?E|T(?:E)OTu",
    "calendar": rf"{_CALENDAR}",
    "each": rf"C(?:{_NUM})?(?:[uUDMSPW]P?|o[uU])|dP?",
    "frequency": r"K",
    "range": rf"{_ROUGH}?{_NUM}[~-]{_NUM}-?[uU]",
    "duration": rf"{_ROUGH}?T?[lk]?{_NUM}[rV]?-?[rV]?(?:[uU])(?:&{_NUM}[uU]|&ab)?(?:~V)?|aVu|T?[wo]?U|T[o]{_NUM}U",
    "reference": r"TR|R(?:R)?|j|l",
    "time": rf"{_ROUGH}?(?:cA?Z?|[1w]A[Z]?|[1w]B|[Y2]Z)",
}
_COMPILED = {name: re.compile(pattern) for name, pattern in RULES.items()}
_ANY = re.compile("|".join(f"(?:{pattern})" for pattern in RULES.values()))
_HEAD = re.compile(r"[IyYcswuUMDdSPtWFbXKRGjlL]")


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its text, class letter and character offsets."""

    text: str
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
        return time_words.numeric(token)
    lower = token.lower()
    code = _WORDS.get(lower, "z")
    if lower in time_words.CAPITAL and not token[0].isupper():
        return "z"
    return code


def tokenize(text: str) -> tuple[list[Token], str]:
    """Tokens of a text and their class letters as a string; empty where no token can head an expression."""
    words = time_words.TOKEN.findall(text)
    codes = "".join([code_of(word) for word in words])
    if not _HEAD.search(codes):
        return [], ""
    tokens = [
        Token(found.group(), code, found.start(), found.end())
        for found, code in zip(time_words.TOKEN.finditer(text), codes, strict=True)
    ]
    return tokens, codes


def matches(codes: str, start: int) -> list[Match]:
    """Every rule's match at a token, longest first; the order of `RULES` breaks ties."""
    found = [
        Match(name, start, hit.end())
        for name, pattern in _COMPILED.items()
        if (hit := pattern.match(codes, start)) and hit.end() > start
    ]
    return sorted(found, key=lambda match: -match.last)


def search(codes: str, position: int) -> int | None:
    """First token from `position` on at which some rule may match, or None."""
    hit = _ANY.search(codes, position)
    return hit.start() if hit else None
