"""Coreference in one document, by rules that say how sure they are.

The sentences are read in order. Each rule looks for one kind of anaphor that
no mention covers yet and links it to what was said before: surnames to full
names, "he" to the last person, "it" and "the country" to the most salient
state, "the two sides" to both of a pair, "the foreign minister" to the last
holder so called. Salience is recency, then being a subject, then frequency
(after Lappin and Leass 1994, with fewer factors). What finds no antecedent is
no mention; names of persons that nothing resolves are listed as unresolved.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from analysis.actors import _anaphors, tables
from analysis.actors.gazetteer import Gazetteer, default
from analysis.actors.mention import Mention

Parsed = Sequence[tuple[Any, list[Mention], str]]
REACH = 3
"""How many sentences back an antecedent may lie."""
PAIR_REACH = 2
"""The same for "the two sides", which soon means others."""
PRONOUN, NEUTER, COUNTRY, PAIR, OFFICE, SURNAME, PLURAL = 0.7, 0.5, 0.65, 0.75, 0.7, 0.85, 0.4


def link(
    parsed: Parsed, *, on: dt.date, gazetteer: Gazetteer | None = None, path: str | None = None
) -> list[list[Mention]]:
    """Further mentions of each sentence of one document, by coreference.

    Parameters
    ----------
    parsed
        In document order: the spaCy Doc or Span of one sentence (None if it
        was not parsed), its mentions by name, its text.
    on
        The day of the document.
    gazetteer
        The gazetteer that found the mentions, if it is another than the shipped
        one: what its aliases ignore is nobody here either.
    path
        Path of the document, for aliases of one document.

    Returns
    -------
    list[list[Mention]]
        For each sentence, mentions with `how` "coreference" and their
        confidence, and persons that stay unknown with `how` "unresolved" and
        no actor. Expressions for several ("the two sides") give one mention
        for each actor, all with the same span.
    """
    discourse = _Discourse(on, gazetteer if gazetteer is not None else default(), path)
    return [discourse.read(Sentence(doc, mentions, text)) for doc, mentions, text in parsed]


@dataclass(slots=True)
class Sentence:
    """One sentence with its mentions, those by name first."""

    doc: Any
    named: list[Mention]
    text: str
    added: list[Mention] = field(default_factory=list)
    heads: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Note the dependency label at the start of each token."""
        if self.doc is not None:
            base = self.doc[0].idx if len(self.doc) else 0
            self.heads = {token.idx - base: token.dep_ for token in self.doc}

    def covered(self, start: int, end: int) -> bool:
        """Whether a mention lies over any of these characters."""
        return any(start < one.end and one.start < end for one in self.named + self.added)

    def is_subject(self, mention: Mention) -> bool:
        """Whether a token of the mention is a subject; the first mention where there is no parse."""
        if self.doc is None:
            return bool(self.named) and mention.start == min(one.start for one in self.named)
        return any(self.heads.get(place, "").startswith("nsubj") for place in range(mention.start, mention.end))


class _Discourse:
    """What has been said so far in the document."""

    def __init__(self, on: dt.date, gazetteer: Gazetteer, path: str | None) -> None:
        self.on, self.gazetteer, self.path = on, gazetteer, path
        self.before: list[Sentence] = []
        self.seen: Counter[str] = Counter()
        self.people: dict[str, Mention] = {}

    def read(self, now: Sentence) -> list[Mention]:
        """Link the anaphors of the next sentence, and remember it."""
        ignored = self.gazetteer.ignored(now.text, on=self.on, path=self.path)
        for rule in (self._surnames, self._sides, self._pairs, self._offices, self._countries, self._bodies, self._he,
                     self._it, self._they, self._unknown):  # fmt: skip
            for mention in rule(now):
                if any(mention.start < end and start < mention.end for start, end in ignored):
                    continue
                if not now.covered(mention.start, mention.end) or _anaphors.twin(now.added, mention):
                    now.added.append(mention)
        self._remember(now)
        return sorted(now.added, key=lambda one: (one.start, one.end, one.actor or ""))

    def _remember(self, now: Sentence) -> None:
        for mention in [*now.named, *now.added]:
            if mention.actor:
                self.seen[mention.actor] += 1
        for mention in now.named:
            if mention.person:
                for family in _anaphors.families(mention):
                    self.people[family] = mention
        self.before.append(now)

    # -- candidates -----------------------------------------------------------

    def _candidates(self, now: Sentence, start: int, *, reach: int = REACH) -> Iterator[tuple[float, Mention]]:
        """Mentions before `start`, each with its salience."""
        for back, sentence in enumerate([now, *reversed(self.before[-reach:])]):
            for mention in [*sentence.named, *(one for one in sentence.added if one.how == "coreference")]:
                if (back == 0 and mention.end > start) or (mention.actor is None and mention.state is None):
                    continue
                yield self._salience(sentence, mention, back), mention

    def _salience(self, sentence: Sentence, mention: Mention, back: int) -> float:
        share = self.seen[mention.actor or ""] / max(1, self.seen.total())
        weight = 3.0 - back + 1.5 * sentence.is_subject(mention) + share
        return weight - 1.0 * (mention.confidence < 0.4) - 1.5 * mention.reports

    def _best(self, pool: Iterator[tuple[float, Mention]], keep: Any) -> Mention | None:
        scored = [(score, mention) for score, mention in pool if keep(mention)]
        return max(scored, key=lambda pair: pair[0])[1] if scored else None

    # -- rules ----------------------------------------------------------------

    def _surnames(self, now: Sentence) -> Iterator[Mention]:
        for found in re.finditer(r"\b(?:(?:Mr|Ms|Mrs|Dr)\.? )?([A-Z][\w-]+)(?:'s|’s)?", now.text):
            known = self.people.get(tables.fold(found[1]).lower())
            end = found.end(1)
            if known is None or now.covered(found.start(), end) or _anaphors.longer_name(now.text, found.start(), end):
                continue
            yield _anaphors.linked(known, now.text, found.start(), end, SURNAME, person=known.person)

    def _he(self, now: Sentence) -> Iterator[Mention]:
        for found in _anaphors.HE.finditer(now.text):
            she = found[0].lower() in _anaphors.SHE
            pool = self._candidates(now, found.start(), reach=2)
            known = self._best(pool, lambda one, she=she: one.person is not None and _anaphors.may_be(one, she=she))
            if known is not None:
                yield _anaphors.linked(known, now.text, found.start(), found.end(), PRONOUN, person=known.person)

    def _it(self, now: Sentence) -> Iterator[Mention]:
        for found in _anaphors.IT.finditer(now.text):
            if (
                found[0] == "IT"
                or _anaphors.EMPTY_IT.match(now.text, found.start())
                or now.heads.get(found.start()) == "expl"
            ):
                continue
            known = self._best(self._candidates(now, found.start(), reach=1), _anaphors.is_whole)
            if known is None or self._other_subject(now, found.start()):
                continue
            yield _anaphors.linked(known, now.text, found.start(), found.end(), NEUTER)

    def _other_subject(self, now: Sentence, start: int) -> bool:
        """Whether a nearer subject that is no actor is the likelier antecedent of "it"."""
        if now.doc is None:
            return False
        marks = [place for place, label in now.heads.items() if place < start and label.startswith("nsubj")]
        return bool(marks) and not now.covered(max(marks), max(marks) + 1)

    def _they(self, now: Sentence) -> Iterator[Mention]:
        for found in _anaphors.THEY.finditer(now.text):
            known = self._best(self._candidates(now, found.start(), reach=1), _anaphors.is_many)
            if known is not None:
                yield _anaphors.linked(known, now.text, found.start(), found.end(), PLURAL)

    def _countries(self, now: Sentence) -> Iterator[Mention]:
        for found in _anaphors.COUNTRY.finditer(now.text):
            allowed = _anaphors.allowed(found[1], found[2])
            pool = self._candidates(now, found.start())
            known = self._best(pool, lambda one, allowed=allowed, noun=found[2]: _anaphors.fits(one, allowed, noun))
            if known is not None:
                sure = COUNTRY + 0.15 * (allowed is not None)
                yield _anaphors.linked(known, now.text, found.start(), found.end(2), sure, state=True)

    def _sides(self, now: Sentence) -> Iterator[Mention]:
        if not {"PRK", "KOR"} & set(self.seen) and not re.search(r"\bKorea|Pyongyang|Seoul", now.text):
            return
        for found in _anaphors.SIDE.finditer(now.text):
            state = "PRK" if found[2] == "North" else "KOR"
            sure = 0.8 if found[1] else 0.6
            yield Mention(found.start(), found.end(), found[0], state, state, (), None, "coreference", sure)

    def _pairs(self, now: Sentence) -> Iterator[Mention]:
        for found in _anaphors.PAIR.finditer(now.text):
            number = _anaphors.number(found)
            if number is not None:
                yield from self._several(now, found.start(), found.end(), number, found[0].lower())
        for found in _anaphors.BOTH.finditer(now.text):
            if not now.covered(found.start(), found.end()):
                number = 3 if "three" in found[0].lower() or "trio" in found[0].lower() else 2
                yield from self._several(now, found.start(), found.end(), number, found[0].lower())

    def _several(self, now: Sentence, start: int, end: int, number: int, words: str) -> Iterator[Mention]:
        if now.covered(start, end):
            return
        members = _anaphors.KOREAS if "koreas" in words else self._members(now, start, number, words)
        sectors = (
            ("GOV",) if re.search(r"leader|minister|president|premier|diplomat|official|envoy|heads", words) else ()
        )
        sectors = ("MIL",) if re.search(r"armies|militar", words) else sectors
        for known in members:
            person = known.person if sectors == ("GOV",) else None
            yield replace(_anaphors.linked(known, now.text, start, end, PAIR, person=person), sectors=sectors)

    def _members(self, now: Sentence, start: int, number: int, words: str) -> list[Mention]:
        """The actors of "the two sides": named before in the sentence, else in the last with as many."""
        here = _anaphors.distinct(one for one in now.named if one.end <= start)
        if len(here) >= number:
            return here[-number:]
        for sentence in reversed(self.before[-PAIR_REACH:]):
            there = _anaphors.distinct(sentence.named)
            members = self._joint(here, there, number, before=now.text[:start])
            if members:
                return members
        after = _anaphors.distinct(one for one in now.named if one.start >= start + len(words))
        return after if len(after) == number and not here else []

    @staticmethod
    def _joint(here: list[Mention], there: list[Mention], number: int, *, before: str) -> list[Mention]:
        """As many actors as wanted, of an earlier sentence alone or with those of this one."""
        if len(there) == number:
            return there
        mine = {one.actor for one in here}
        others = [one for one in there if one.actor not in mine]
        if here and len(others) == number and re.search(r"\b(?:with|between)\b", before):
            return others
        joined = _anaphors.distinct([*there, *here])
        return joined if len(joined) == number else []

    def _offices(self, now: Sentence) -> Iterator[Mention]:
        for found in _anaphors.OFFICE.finditer(now.text):
            office = found[2].replace("-", " ").replace("defence", "defense")
            if "former" in found[1] or now.covered(found.start(), found.end()):
                continue
            pool = self._candidates(now, found.start(), reach=8)
            known = self._best(pool, lambda one, office=office: _anaphors.held(one, office, self.on))
            if known is not None:
                yield _anaphors.linked(known, now.text, found.start(), found.end(), OFFICE, person=known.person)

    def _bodies(self, now: Sentence) -> Iterator[Mention]:
        for found in _anaphors.BODY.finditer(now.text):
            if (
                now.covered(found.start(), found.end())
                or now.heads.get(found.end() - len(found[1].split()[-1])) == "compound"
            ):
                continue
            known = self._best(self._candidates(now, found.start()), lambda one: one.state is not None)
            if known is not None:
                link_ = _anaphors.linked(known, now.text, found.start(), found.end(), 0.45, state=True)
                yield replace(link_, sectors=_anaphors.body_sectors(found[1]))

    def _unknown(self, now: Sentence) -> Iterator[Mention]:
        """Persons that nothing resolves: proper nouns that act or are acted on."""
        if now.doc is None:
            return
        base = now.doc[0].idx if len(now.doc) else 0
        taken = -1
        masks: list[tuple[int, int]] | None = None
        for token in now.doc:
            start = token.idx - base
            if (
                start < taken
                or token.pos_ != "PROPN"
                or token.dep_ not in _anaphors.ROLES
                or not token.text[:1].isupper()
            ):
                continue
            first, last = _anaphors.name_around(now.doc, token)
            begin, end = first.idx - base, last.idx - base + len(last.text)
            taken = end
            text = now.text[begin:end]
            if now.covered(begin, end) or not _anaphors.may_be_person(text):
                continue
            if masks is None:
                masks = self.gazetteer.silent(now.text, on=self.on, path=self.path)
            if not any(begin < last_ and first_ < end for first_, last_ in masks):
                yield Mention(begin, end, text, None, None, (), text, "unresolved", 0.2)
