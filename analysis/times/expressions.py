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

from analysis.times import _durations, _grammar, _readings, _tense, timex

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
        True where the date names a thing ("the 1994 agreement", "the March 3
        launch") and does not say when the sentence's main event was.
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


def resolve(text: str, published: date | str, *, tense: Tense | None = None, zone: float | None = None) -> list[Span]:
    """Temporal expressions of a text, in order of appearance.

    Parameters
    ----------
    text
        A sentence or a paragraph.
    published
        Day of publication, also as ISO text; of a `datetime` the day is taken.
    tense
        Called with character offsets of an expression; may answer "past",
        "present" or "future" from a parse. Where it answers None, or is not
        given, cues in the words decide.
    zone
        Hours from UTC at which days are counted: an hour with a time zone
        ("11 p.m. EST") is then moved to its day there. None leaves days as
        the text has them.

    Returns
    -------
    list of Span
        Not overlapping.
    """
    return _resolve(text, _state(published, zone), tense)


def resolve_document(texts: Iterable[str], published: date | str, *, zone: float | None = None) -> list[list[Span]]:
    """Temporal expressions of a document's sentences, with the narrative's date carried on."""
    state = _state(published, zone)
    return [_resolve(text, state, None) for text in texts]


def _state(published: date | str, zone: float | None) -> _durations.State:
    if isinstance(published, str):
        published = date.fromisoformat(published[:10])
    day = published.date() if isinstance(published, datetime) else published
    return _durations.State(published=day, zone=zone)


def _resolve(text: str, state: _durations.State, tense: Tense | None) -> list[Span]:
    codes = _grammar.classes(text)
    state.year = None
    if not codes or _grammar.search(codes, 0) is None:
        return []
    tokens = _grammar.tokenize(text, codes)

    def told(first: int, last: int, reach: int) -> str:
        answer = tense(tokens[first].start, tokens[last - 1].end) if tense is not None else None
        return answer or _tense.guess(tokens, first, last, reach)

    out: list[Span] = []
    position = 0
    while (hit := _grammar.search(codes, position)) is not None:
        if "_" in codes[position:hit]:
            state.year = None  # a year named in one sentence does not hold for the next
        position = hit + 1
        for match in _grammar.matches(codes, hit):
            phrase = _durations.Phrase(tokens, codes, match.first, match.last, state, told)
            reading = _readings.read(match.rule, phrase)
            if reading is not None:
                out.append(_span(text, phrase, reading, match.rule))
                position = match.last
                break
    return out


_BOUNDS = {"since": "since", "until": "until", "till": "until", "by": "by", "before": "before", "after": "after"}


def _span(text: str, phrase: _durations.Phrase, reading: _durations.Reading, rule: str) -> Span:
    tokens, state = phrase.tokens, phrase.state
    start, end = tokens[0].start, tokens[-1].end
    first, last, precision = reading.first, reading.last, "period"
    if first is not None and last is not None:
        precision = "day" if first == last else "week" if reading.value[5:6] == "W" else "period"
    if first is None and reading.type in {"DATE", "TIME"} and (known := timex.interval(reading.value)):
        (first, last), precision = known
    if reading.type == "DATE" and first is not None:
        _remember(reading, state, rule)
    first, last = _clipped(first, last, tokens[0].code, state.published)
    relation = _BOUNDS.get(phrase.before, "")
    if relation == "since" and first is not None and first <= state.published:
        last, precision = state.published, "period"
    return Span(
        start, end, text[start:end], reading.type, reading.value, reading.mod, first, last, precision,
        _direction(reading, first, last, state.published), _attributive(phrase), relation,
    )  # fmt: skip


def _clipped(first: date | None, last: date | None, code: str, day: date) -> tuple[date | None, date | None]:
    """Interval of an expression that begins with a word of class `code`: earlier ends, later begins on `day`."""
    if first is None or last is None or not first <= day <= last:
        return first, last
    if code == "e":
        return first, day
    return (day, last) if code == "v" else (first, last)


def _remember(reading: _durations.Reading, state: _durations.State, rule: str) -> None:
    """Move the narrative to a date."""
    state.last = reading.value
    if timex.is_year(reading.value):
        state.year = int(reading.value) if int(reading.value) < state.published.year else None
    if reading.value[5:6] == "Q" and rule == "calendar":
        state.quarter = _spoken_of(reading.value, state)


def _spoken_of(quarter: str, state: _durations.State) -> str:
    """The quarter that figures are about: not one to come, nor the one they are compared with."""
    to_come = quarter > timex.shift(state.published, "Q", 0)
    compared = bool(state.quarter) and quarter[:4] < state.quarter[:4]
    return state.quarter if to_come or compared else quarter


def _direction(reading: _durations.Reading, first: date | None, last: date | None, published: date) -> str:
    if reading.value.endswith("_REF"):
        return reading.value.removesuffix("_REF").lower()
    if first is None or last is None:
        return ""
    if last < published:
        return "past"
    return "future" if first > published else "present"


_NO_NOUN = frozenset(
    "as but because when while where which who whose with for by was is were are said says has had have been will "
    "would than if nor he she it they we you i not also".split()
)


def _attributive(phrase: _durations.Phrase) -> bool:
    """True for "the 1994 agreement", "its March 2014 vote": a determiner before, a noun behind."""
    if phrase.last >= len(phrase.text) or not phrase.first:
        return False
    own, after = phrase.tokens[0], phrase.text[phrase.last]
    led = phrase.codes[max(0, phrase.first - 2) : phrase.first]
    determined = led[-1:] in "Tap'" or (len(led) == 2 and led[0] in "Tap'" and led[1] == "z")
    return own.code in "YM" and determined and after.code == "z" and after.word.isalpha() and after.word not in _NO_NOUN
