"""Temporal expressions in news text, as TIMEX3 values and closed intervals of days.

Expressions are anchored at the day of publication. Weekdays, months and days
of a month without a year are taken on the side of publication that the tense
of the sentence asks for, the same day included; tense comes from the verbs
around the expression, where the caller has no parse. Types and values follow
TimeML 1.2.1 (Pustejovsky et al. 2003) as used in TempEval-3 (UzZaman et al.
2013).
"""

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from analysis.times import _grammar, _readings, timex
from analysis.times._context import ExpressionContext, NarrativeState, Reading
from analysis.times._grammar import Token
from analysis.times._vocabulary import Kind

Tense = Callable[[int, int], str | None]


@dataclass(frozen=True, slots=True)
class Timex:
    """A temporal expression with its days.

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
        One of `schemas.PRECISIONS`.
    direction
        "past", "present" or "future" as seen from publication, "" where unknown.
    attributive
        True where the date describes a noun ("the 1994 agreement", "the March
        3 launch") or another day is counted from it ("two days after Monday"),
        and it does not say when the sentence's main event happened.
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


def resolve(text: str, published: date | str, *, tense: Tense | None = None, zone: float | None = None) -> list[Timex]:
    """Find the temporal expressions of a text, and the days that each means.

    Parameters
    ----------
    text
        A sentence or a paragraph.
    published
        Day of publication: a date, ISO text, or a `datetime`, of which the day counts.
    tense
        Called with the character offsets of an expression; answers "past",
        "present" or "future" from a parse, or None. Where it answers None or is
        not given, the verbs close to the expression decide.
    zone
        Hours from UTC of the place whose days are meant: an hour with a time
        zone ("11 p.m. EST") is then moved to its day there. None leaves the
        days as the text has them.

    Returns
    -------
    list of Timex
        In order of appearance; they do not overlap.
    """
    return _resolve(text, _state(published, zone), tense)


def resolve_document(texts: Iterable[str], published: date | str, *, zone: float | None = None) -> list[list[Timex]]:
    """Find the temporal expressions of each sentence of a document.

    What a sentence dates is remembered for the next: "two days later", "the
    day before", "that year" count from there. For `published` and `zone` see
    `resolve`.
    """
    state = _state(published, zone)
    return [_resolve(text, state, None) for text in texts]


def _state(published: date | str, zone: float | None) -> NarrativeState:
    if isinstance(published, str):
        published = date.fromisoformat(published[:10])
    day = published.date() if isinstance(published, datetime) else published
    return NarrativeState(published=day, zone=zone)


def _resolve(text: str, state: NarrativeState, tense: Tense | None) -> list[Timex]:
    kinds = _grammar.kinds_of(text)
    state.year = None
    if not kinds or _grammar.search(kinds, 0) is None:
        return []
    tokens = _grammar.tokenize(text, kinds)

    def tense_of(first: int, last: int, reach: int) -> str:
        answer = tense(tokens[first].start, tokens[last - 1].end) if tense is not None else None
        return answer or _tense(tokens, first, last, reach)

    found: list[Timex] = []
    position = anchors_end = 0
    while (start := _grammar.search(kinds, position)) is not None:
        if Kind.STOP in kinds[position:start]:
            state.year = None  # a year named in one sentence does not hold for the next
        position = start + 1
        for match in _grammar.matches(kinds, start):
            context = ExpressionContext(tokens, kinds, match.first, match.last, state, tense_of)
            reading = _readings.read(match.rule, context)
            if reading is not None:
                if reading.own:
                    context = dataclasses.replace(context, last=match.first + reading.own)
                found.append(_timex(text, context, reading, match.rule, is_anchor=match.first < anchors_end))
                position, anchors_end = context.last, max(anchors_end, match.last)
                break
    return found


_BOUNDS = {"since": "since", "until": "until", "till": "until", "by": "by", "before": "before", "after": "after"}


def _timex(text: str, context: ExpressionContext, reading: Reading, rule: str, *, is_anchor: bool) -> Timex:
    tokens, state = context.tokens, context.state
    start, end = tokens[0].start, tokens[-1].end
    first, last, precision = reading.first, reading.last, "period"
    if first is not None and last is not None:
        precision = reading.precision or ("day" if first == last else "week" if reading.value[5:6] == "W" else "period")
    if first is None and reading.type in {"DATE", "TIME"} and (known := timex.interval(reading.value)):
        (first, last), precision = known
    if reading.type == "DATE" and first is not None:
        _remember(reading, state, rule)
    first, last = _clipped(first, last, tokens[0].kind, state.published)
    relation = _BOUNDS.get(context.before, "")
    if relation == "since" and first is not None and first <= state.published:
        last, precision = state.published, "period"
    return Timex(
        start=start, end=end, text=text[start:end], type=reading.type, value=reading.value, mod=reading.mod,
        first=first, last=last, precision=precision, direction=_direction(reading, first, last, state.published),
        attributive=is_anchor or _attributive(context), relation=relation,
    )  # fmt: skip


def _clipped(first: date | None, last: date | None, kind: str, day: date) -> tuple[date | None, date | None]:
    """Interval of an expression that begins with a token of `kind`: "earlier" ends and "later" begins on `day`."""
    if first is None or last is None or not first <= day <= last:
        return first, last
    if kind == Kind.EARLIER:
        return first, day
    return (day, last) if kind == Kind.LATER else (first, last)


def _remember(reading: Reading, state: NarrativeState, rule: str) -> None:
    """Record a date as the one that the narrative is at."""
    state.last = reading.value
    if timex.is_year(reading.value):
        state.year = int(reading.value) if int(reading.value) < state.published.year else None
    if reading.value[5:6] == "Q" and rule == "calendar":
        state.quarter = _reported_quarter(reading.value, state)


def _reported_quarter(quarter: str, state: NarrativeState) -> str:
    """The quarter that figures report on: neither one to come nor the one they are compared with."""
    to_come = quarter > timex.shift(state.published, "Q", 0)
    compared = bool(state.quarter) and quarter[:4] < state.quarter[:4]
    return state.quarter if to_come or compared else quarter


def _direction(reading: Reading, first: date | None, last: date | None, published: date) -> str:
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


_DETERMINED = _grammar.pattern("[the a possessive apostrophe] word? $")


def _attributive(context: ExpressionContext) -> bool:
    """True for "the 1994 agreement", "its March 2014 vote": a determiner before it, a noun behind it."""
    if context.last >= len(context.all_tokens) or not context.first:
        return False
    own, after = context.tokens[0], context.all_tokens[context.last]
    noun = after.kind == Kind.WORD and after.word.isalpha() and after.word not in _NO_NOUN
    dated = own.kind in {Kind.YEAR, Kind.YEAR_RANGE, Kind.MONTH} or any(
        token.kind == Kind.MONTH for token in context.tokens
    )
    return dated and noun and bool(_DETERMINED.search(context.kinds[: context.first]))


_FUTURE_MARKERS = frozenset(
    "will shall 'll ’ll wo plans plan planned planning expects expect expected scheduled due set intends hopes slated "
    "would could may might should can payable effective upcoming expire expires begins effect".split()
)
_PAST_MARKERS = frozenset(
    "was were had did said told met fell rose made took began went came held saw won lost left sent gave shot been "
    "has have spoke flew struck broke drew hit put became found called showed brought grew sold paid spent "
    "since".split()
)


# Verbs whose infinitive is done with them: "appeared to be", "managed to leave".
_REALISED = frozenset(
    "appeared seemed managed failed began started continued refused used forced tried attempted helped proceeded "
    "happened rushed went came".split()
)


def _tense(tokens: Sequence[Token], first: int, last: int, reach: int) -> str:
    """Tense at the tokens `first` to `last` by the nearest marker within `reach` tokens: "past", "future" or "".

    A marker on the left counts first, since a date mostly follows its verb;
    but in "Tuesday, when it fired" the verb is on the right.
    """
    if any(token.word == "when" for token in tokens[last : last + 2]) and (found := _right_tense(tokens, last, reach)):
        return found
    for index in range(first - 1, max(-1, first - 1 - reach), -1):
        if _is_border(tokens, index):
            break
        if found := _marker(tokens, index):
            pluperfect = found == "future" and any(token.word == "had" for token in tokens[max(0, index - 4) : index])
            return "past" if pluperfect else found
    return _right_tense(tokens, last, reach)


def _right_tense(tokens: Sequence[Token], last: int, reach: int) -> str:
    for index in range(last, min(len(tokens), last + reach)):
        if _is_border(tokens, index):
            break
        if found := _marker(tokens, index):
            return found
    return ""


def _is_border(tokens: Sequence[Token], index: int) -> bool:
    """True at the border of a sentence."""
    token = tokens[index]
    if token.text in {";", "?", "!"} or token.text[0] == "\n":
        return True
    return token.text == "." and not (index and len(tokens[index - 1].text) <= 3)


def _marker(tokens: Sequence[Token], index: int) -> str:
    word = tokens[index].word
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    a_name = index and tokens[index].text == "May"
    a_record = word == "set" and (following is None or following.word not in {"to", "for"})
    if a_name or a_record:
        return ""
    if word in _FUTURE_MARKERS:
        return "future"
    if word in _PAST_MARKERS:
        return "past"
    if word.endswith("ed") and len(word) > 4:
        return "" if index and tokens[index - 1].word in {"be", "being"} else "past"
    if word == "to" and following is not None and following.kind == Kind.WORD and following.text.islower():
        return "past" if index and tokens[index - 1].word in _REALISED else "future"
    return ""
