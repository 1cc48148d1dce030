"""Temporal expressions in news text, as TIMEX3 values and closed day intervals.

`resolve` reads one text, `resolve_document` a sequence of sentences and
carries the narrative's date from one to the next. Expressions are anchored at
publication; bare weekdays, months and days of a month go to the side of
publication that the sentence's tense asks for, the same day included. Types
and values follow TimeML 1.2.1 (Pustejovsky et al. 2003) as used in
TempEval-3 (UzZaman et al. 2013).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from analysis import time_calendar, time_grammar, time_resolve

Tense = Callable[[int, int], str | None]


@dataclass(frozen=True, slots=True)
class Span:
    """A temporal expression.

    Attributes
    ----------
    start, end
        Character offsets, `end` exclusive.
    text
        The expression as it stands.
    type
        DATE, TIME, DURATION or SET.
    value
        TIMEX3 value.
    mod
        TIMEX3 modifier (START, MID, END, APPROX, MORE_THAN, ...) or None.
    first, last
        Closed day interval, None where the expression has none.
    precision
        One of `frames.PRECISIONS`.
    direction
        "past", "present", "future" as seen from publication, "" where unknown.
    attributive
        True where the date names a thing ("the 1994 agreement") and does not
        say when the sentence's event was.
    relation
        The preposition before it that bounds it ("since", "until", "by",
        "before", "after"), or "".
    """

    start: int
    end: int
    text: str
    type: str
    value: str
    mod: str | None
    first: date | None
    last: date | None
    precision: str
    direction: str
    attributive: bool = False
    relation: str = ""


def resolve(text: str, published: date, *, tense: Tense | None = None) -> list[Span]:
    """Temporal expressions of a text, in order of appearance.

    Parameters
    ----------
    text
        A sentence or a paragraph.
    published
        Day of publication; of a `datetime` the day is taken.
    tense
        Called with character offsets of an expression; may answer "past",
        "present" or "future" from a parse. Where it answers None, or is not
        given, cues in the words decide.

    Returns
    -------
    list of Span
        Not overlapping.
    """
    return _resolve(text, _state(published), tense)


def resolve_document(texts: Iterable[str], published: date) -> list[list[Span]]:
    """Temporal expressions of a document's sentences, with the narrative's date carried on."""
    state = _state(published)
    return [_resolve(text, state, None) for text in texts]


def _state(published: date) -> time_resolve.State:
    day = published.date() if isinstance(published, datetime) else published
    return time_resolve.State(published=day)


_FUTURE = frozenset(
    "will shall 'll ’ll plans plan planned planning expects expect expected scheduled due set intends hopes slated "
    "would could may might should payable".split()
)
_PAST = frozenset(
    "was were had did said told met fell rose made took began went came held saw won lost left sent gave shot been "
    "has have reported announced".split()
)
_STOP = frozenset("_;")


def _cue(tokens: list[time_grammar.Token], index: int) -> str:
    word = tokens[index].text.lower()
    if word in _FUTURE:
        return "future"
    if word in _PAST or (word.endswith("ed") and len(word) > 4):
        return "past"
    if word == "to" and index + 1 < len(tokens) and tokens[index + 1].code == "z" and tokens[index + 1].text.islower():
        return "future"
    return ""


def _guess_tense(tokens: list[time_grammar.Token], first: int, last: int) -> str:
    for index in range(first - 1, max(-1, first - 15), -1):
        if tokens[index].text in ";":
            break
        if cue := _cue(tokens, index):
            return cue
    for index in range(last, min(len(tokens), last + 15)):
        if tokens[index].text in ";":
            break
        if cue := _cue(tokens, index):
            return cue
    return ""


def _resolve(text: str, state: time_resolve.State, tense: Tense | None) -> list[Span]:
    tokens, codes = time_grammar.tokenize(text)
    if not tokens:
        return []
    state.codes = codes

    def told(first: int, last: int) -> str:
        if tense is not None and (answer := tense(tokens[first].start, tokens[last - 1].end)):
            return answer
        return _guess_tense(tokens, first, last)

    state.tense = told
    out: list[Span] = []
    position = 0
    while (hit := time_grammar.search(codes, position)) is not None:
        position = hit + 1
        for match in time_grammar.matches(codes, hit):
            reading = time_resolve.read(match.rule, tokens[match.first : match.last], state, match.first, match.last)
            if reading is not None:
                out.append(_span(text, tokens, match, reading, state))
                position = match.last
                break
    return out


_BOUNDS = {"since": "since", "until": "until", "till": "until", "by": "by", "before": "before", "after": "after"}


def _span(
    text: str,
    tokens: list[time_grammar.Token],
    match: time_grammar.Match,
    reading: time_resolve.Reading,
    state: time_resolve.State,
) -> Span:
    start, end = tokens[match.first].start, tokens[match.last - 1].end
    first, last, precision = reading.first, reading.last, "period"
    if first is None and reading.type in {"DATE", "TIME"} and (known := time_calendar.interval(reading.value)):
        (first, last), precision = known
    if reading.type == "DATE" and first is not None:
        _remember(reading, state)
    relation = _BOUNDS.get(tokens[match.first - 1].text.lower(), "") if match.first else ""
    return Span(
        start, end, text[start:end], reading.type, reading.value, reading.mod, first, last, precision,
        _direction(reading, first, last, state.published), _attributive(tokens, match), relation,
    )  # fmt: skip


def _remember(reading: time_resolve.Reading, state: time_resolve.State) -> None:
    state.last = reading.value
    if reading.value[5:6] == "Q":
        state.quarter = reading.value


def _direction(reading: time_resolve.Reading, first: date | None, last: date | None, published: date) -> str:
    if reading.value.endswith("_REF"):
        return reading.value.removesuffix("_REF").lower()
    if first is None or last is None:
        return ""
    if last < published:
        return "past"
    return "future" if first > published else "present"


def _attributive(tokens: list[time_grammar.Token], match: time_grammar.Match) -> bool:
    if match.last >= len(tokens) or match.first == 0:
        return False
    before, after = tokens[match.first - 1], tokens[match.last]
    named = tokens[match.first].code in "YM" or tokens[match.first].code == "T"
    return named and before.code in "Tap'" and after.code == "z" and after.text[0].isalpha()
