"""What a document says about the home of a phrase that names no state.

A candidate is a state that the document names. For each candidate `Story.evidence` says which signs speak for it: the
place beside the phrase ("rebels in X"), the last and the first state of the sentence, those of the sentences around,
an earlier phrase with the same noun, the share of the document that is about the candidate.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from analysis.actors import Mention, tables
from analysis.actors.resolution import state_of

REACH = 4
"""Sentences after which a mention counts half for what the story is about."""
WINDOW = 30
"""Sentences before and after that count at all for what the story is about."""
_PLACE_AFTER = re.compile(r" (?:in|at|near|from|outside|around|across|inside|of) (?:the )?((?:[A-Z][\w'-]*[ -]?){1,3})")
_POSSESSIVE = re.compile(r"\b(?:its|his|her|their)(?: [\w-]+){0,3} ?\Z", re.IGNORECASE)
_DEFINITE = re.compile(r"\b(?:the|this|that|these|those)(?: [\w-]+){0,3} ?\Z", re.IGNORECASE)
_INDEFINITE = re.compile(r"\b(?:an?|some|several|many|two|three|four|five|\d+)(?: [\w-]+){0,3} ?\Z", re.IGNORECASE)
_LOOK_BACK = 40
_MAX_WORDS = 6


@dataclass(frozen=True, slots=True)
class Naming:
    """Where a sentence names a state: an actor, or a place that is none."""

    start: int
    end: int
    state: str
    place: bool
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with a title, a state and perhaps a name; `own` if the text gives the title without the state."""

    start: int
    noun: str
    person: str | None
    state: str
    own: bool


@dataclass(slots=True)
class Told:
    """A sentence of the story: its text, the states and holders that it names, and the phrases that got a home."""

    text: str
    namings: list[Naming]
    title: bool = False
    holders: list[Holder] = field(default_factory=list)
    given: list[tuple[Mention, str]] = field(default_factory=list)


class Story:
    """The sentences of one document, of which each phrase without a state asks for its home."""

    def __init__(self, told: Sequence[Told], dateline: str | None, author: str | None = None) -> None:
        self.told, self.dateline, self.author = told, dateline, author
        self._nouns: dict[str, str] = {}
        self._sectors: dict[str, str] = {}
        self._counts = [Counter(one.state for one in sentence.namings) for sentence in told]
        self._states = list(dict.fromkeys(one.state for sentence in told for one in sentence.namings))
        self._states += dict.fromkeys(one for one in (dateline, author) if one and one not in self._states)
        own = Counter(one.state for sentence in told for one in sentence.holders if one.own)
        self._own = own.most_common(1)[0][0] if own else None
        self._shares: dict[int, dict[str, float]] = {}

    def names(self, state: str) -> bool:
        """Whether the document names a state, or reports from it."""
        return state in self._states

    def group_of(self, state: str, number: int) -> str | None:
        """The armed group of a state that the document named last, up to a sentence; None without one."""
        for sentence in reversed(self.told[: number + 1]):
            for one in reversed(sentence.namings):
                if one.state == state and (one.actor or "").startswith("ARM:"):
                    return one.actor
        return None

    def note(self, phrase: Mention, state: str, number: int) -> None:
        """Remember the home that a phrase of a sentence got, for those that come after it."""
        self.told[number].given.append((phrase, state))
        if phrase.person is not None:
            self.told[number].holders.append(Holder(phrase.start, phrase.noun or "", phrase.person, state, own=False))
        self._nouns[phrase.noun or ""] = state
        for sector in phrase.sectors[:1]:
            self._sectors[sector] = state

    def shares(self, number: int) -> dict[str, float]:
        """The share of each state among those named, sentences near the one that asks counting most."""
        if number not in self._shares:
            weights: Counter[str] = Counter()
            first = max(0, number - WINDOW)
            for other, counts in enumerate(self._counts[first : number + WINDOW + 1], start=first):
                weight = (1 + self.told[other].title) / (1 + abs(other - number) / REACH)
                for state, count in counts.items():
                    weights[state] += weight * min(count, 3)  # type: ignore[assignment]
            if self.dateline is not None:
                weights[self.dateline] += 2
            whole = sum(weights.values())
            self._shares[number] = {state: weight / whole for state, weight in weights.items()}
        return self._shares[number]

    def evidence(self, phrase: Mention, number: int) -> dict[str, list[str]]:
        """For each candidate the signs that speak for it as the home of a phrase of a sentence."""
        found: dict[str, list[str]] = {state: [] for state in self._states}
        for sign, state in self._signs(phrase, number):
            found[state].append(sign)
        return found

    def _signs(self, phrase: Mention, number: int) -> Iterator[tuple[str, str]]:
        sentence = self.told[number]
        beside = self._place_beside(sentence, phrase)
        if beside is not None:
            yield "beside", beside
        yield from _signs_here(sentence, phrase)
        if number:
            yield from _signs_before(self.told[number - 1])
        if phrase.noun in self._nouns:
            yield "same noun", self._nouns[phrase.noun]
        if phrase.sectors[:1] and phrase.sectors[0] in self._sectors:
            yield "same sector", self._sectors[phrase.sectors[0]]
        if self.dateline is not None:
            yield "dateline", self.dateline
        titled = self._titled(phrase, number) if phrase.person is None else None
        if titled is not None:
            yield "same title", titled.state
        if self._own in self._states:
            yield "own officials", self._own
        if self.author is not None:
            yield "author", self.author

    def person(self, phrase: Mention, number: int) -> Holder | None:
        """The known holder whom the name in a phrase of a sentence means: the last before it, else the next.

        If people of several states bear the name, the title must be the same too.
        """
        called = [[one for one in sentence.holders if _is_called(one, phrase)] for sentence in self.told]
        if len({one.state for own in called for one in own}) > 1:
            called = [[one for one in own if one.noun == phrase.noun] for own in called]
        before = [one for own in called[: number + 1] for one in own]
        after = [one for own in called[number + 1 :] for one in own]
        return before[-1] if before else after[0] if after else None

    def _titled(self, phrase: Mention, number: int) -> Holder | None:
        """The holder whom a title without a name may mean: the last before it, for a title of the document the next."""
        here = self.told[number]
        before = [one for sentence in self.told[:number] for one in sentence.holders]
        before += [one for one in here.holders if one.start < phrase.start]
        found = next((one for one in reversed(before) if _bears(one, phrase)), None)
        if found is None and here.title:
            after = (one for sentence in self.told[number:] for one in sentence.holders)
            found = next((one for one in after if _bears(one, phrase)), None)
        return found

    def _place_beside(self, sentence: Told, phrase: Mention) -> str | None:
        """The state of the place that follows: "rebels in X", "workers of the port of Y"."""
        for one in sentence.namings:
            if one.start >= phrase.end:
                if _leads_to_place(sentence.text[phrase.end : one.start]):
                    return one.state
                break
        found = _PLACE_AFTER.match(sentence.text, phrase.end)
        state = state_of(found[1].strip()) if found else None
        return state if state in self._states else None


def _is_called(holder: Holder, phrase: Mention) -> bool:
    """Whether the shorter of two names is part of the longer: "Kim" and "Sung Kim"."""
    one, other = set((holder.person or "").split()), set((phrase.person or "").split())
    return bool(one and other) and (one <= other or other <= one)


def _bears(holder: Holder, phrase: Mention) -> bool:
    """Whether a title is that of a holder, or the beginning or end of it: "deputy secretary" of "... of state"."""
    noun = (phrase.noun or "").removesuffix("s")
    return f" {holder.noun} ".startswith(f" {noun} ") or f" {holder.noun} ".endswith(f" {noun} ")


def _signs_here(sentence: Told, phrase: Mention) -> Iterator[tuple[str, str]]:
    """What the sentence of a phrase says: who is named before and after it, where, and whose the last phrase was."""
    before = [one for one in sentence.namings if one.end <= phrase.start]
    after = [one for one in sentence.namings if one.start >= phrase.end]
    actors = [one.state for one in before if not one.place]
    places = dict.fromkeys(one.state for one in before + after if one.place)
    if actors:
        yield "first before", actors[0]
        yield "last before", actors[-1]
    if after:
        yield "next after", after[0].state
    for sign, states in (("place in sentence", places), ("before", actors), ("after", [one.state for one in after])):
        for state in dict.fromkeys(states):
            yield sign, state
    if sentence.given:
        yield "last given here", sentence.given[-1][1]


def _signs_before(earlier: Told) -> Iterator[tuple[str, str]]:
    """What the sentence before says: the first and last state that it names, and whose its last phrase was."""
    states = [one.state for one in earlier.namings]
    if states:
        yield "first of last sentence", states[0]
        yield "last of last sentence", states[-1]
    for state in dict.fromkeys(states):
        yield "in last sentence", state
    if earlier.given:
        yield "last given before", earlier.given[-1][1]


def _leads_to_place(between: str) -> bool:
    """Whether only "in", "of the port of" and the like stand between a phrase and a place."""
    words = between.lower().split()
    known = tables.words("words before a place")
    return (
        0 < len(words) <= 6 and words[0] in tables.words("prepositions of place") and all(one in known for one in words)
    )


def form(phrase: Mention, text: str) -> str:
    """How a phrase is determined: "possessive", "definite", "indefinite" or "bare"."""
    before = text[max(0, phrase.start - _LOOK_BACK) : phrase.start]
    if phrase.person is not None:
        return "named"
    for name, pattern in (("possessive", _POSSESSIVE), ("definite", _DEFINITE), ("indefinite", _INDEFINITE)):
        if pattern.search(before):
            return name
    return "bare"
