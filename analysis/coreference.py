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

from analysis import gazetteer, names, offices, places
from analysis.mentions import Mention

Parsed = Sequence[tuple[Any, list[Mention], str]]
REACH = 3
"""How many sentences back an antecedent may lie."""
PRONOUN, NEUTER, COUNTRY, PAIR, OFFICE, SURNAME, PLURAL = 0.7, 0.5, 0.65, 0.75, 0.7, 0.85, 0.4
_HE = re.compile(r"\b(?:he|she|him|his|her|himself|herself)\b", re.IGNORECASE)
_IT = re.compile(r"\b(?:it|its|itself)\b(?!'s (?:not |un)?(?:clear|likely|important|possible))", re.IGNORECASE)
_THEY = re.compile(r"\b(?:they|them|their|themselves)\b", re.IGNORECASE)
_EMPTY_IT = re.compile(
    r"it (?:is|was|would be|will be|remains|seems|appears|has been|may be|might be|'s)\b"
    r"(?: (?:not|un|still|also|now|widely|immediately|yet|very|so))* ?\w+ (?:that|to|whether|if|how|when|for|what|who|why)\b",
    re.IGNORECASE,
)
_COUNTRY = re.compile(
    r"\b(?:the|this|that) ((?:[\w'-]+ ){0,3}?)(country|nation|state|kingdom|republic|island|bloc|alliance|emirate|sultanate|"
    r"archipelago|world's [\w-]+ economy|regime|cartel)\b(?!-| of | [A-Z])(?:'s)?",
)
_PAIR = re.compile(
    r"\b(?:the|these|those|both|all|two|three)(?: (?:two|three|four))?"
    r"(?: (?!(?:of|and|or|the|that|in|on|at|with|for|to|by|from|between|two|three|as|is|are|was|were|has|have|had)\b)[\w-]+){0,3}?"
    r" (?:sides|countries|nations|states|leaders|neighbou?rs|parties|governments|presidents|ministers|premiers|allies|rivals|"
    r"powers|capitals|foes|adversaries|enemies|partners|men|armies|militaries|diplomats|officials|delegations|koreas|superpowers|"
    r"trio|pair|duo|economies|heads of state|republics|kingdoms|negotiators|envoys)\b",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"\b(?:both|the pair|the duo|the trio|the two|all three|each other|one another)\b(?! [a-z]+s\b)", re.IGNORECASE
)
_OFFICES = (
    "foreign minister|defense minister|defence minister|prime minister|finance minister|interior minister|vice president|"
    "president|premier|chancellor|king|queen|emir|crown prince|secretary of state|defense secretary|defence secretary|"
    "foreign secretary|foreign ministry|defense ministry|defence ministry|state department|pope|pontiff|secretary general|"
    "secretary-general|supreme leader|leader|dictator|minister|envoy|ambassador|spokesman|spokeswoman|spokesperson|"
    "general|governor|speaker|senator|diplomat|chief"
)
_OFFICE = re.compile(
    rf"\b[Tt]he ((?:[a-z][\w-]+ ){{0,2}}?)({_OFFICES})\b(?! (?:of|for|to|in) |[ -](?:[a-z]+ )?(?:{_OFFICES})\b| [A-Z])"
)
_BODY = re.compile(
    r"\b[Tt]he (government|military|army|navy|air force|parliament|foreign ministry|defen[cs]e ministry|ministry|regime|"
    r"administration|authorities|junta|central bank|supreme court|police|security forces|armed forces)\b(?! of | [A-Z])"
)
_SIDE = re.compile(r"\b([Tt]he )?(North|South)\b(?!-| [A-Z]| (?:of|and|coast|pole|side|east|west|wind)\b)")
_NAME = re.compile(r"\b(?:Mr|Ms|Mrs|Dr)\.? [A-Z][\w'-]+|\b[A-Z][a-z][\w-]*(?: [A-Z][\w-]+)*")
_CARDINAL = {"two": 2, "both": 2, "pair": 2, "duo": 2, "three": 3, "trio": 3, "four": 4}
_WOMEN = re.compile(
    r"\b(?:queen|princess|spokeswoman|chairwoman|congresswoman|mrs|ms|lady|woman|mother|daughter|wife|empress|baroness)\b",
    re.IGNORECASE,
)
_MEN = re.compile(
    r"\b(?:king|prince|spokesman|chairman|congressman|mr|man|father|son|husband|emir|sultan|pope|emperor|sheikh|imam|bishop)\b",
    re.IGNORECASE,
)
_SHE = frozenset({"she", "her", "herself"})


def link(parsed: Parsed, *, on: dt.date) -> list[list[Mention]]:
    """Further mentions of each sentence of one document, by coreference.

    Parameters
    ----------
    parsed
        In document order: the spaCy Doc or Span of one sentence (None if it
        was not parsed), its mentions by name, its text.
    on
        The day of the document.

    Returns
    -------
    list[list[Mention]]
        For each sentence, mentions with `how` "coreference" and their
        confidence, and persons that stay unknown with `how` "unresolved" and
        no actor. Expressions for several ("the two sides") give one mention
        for each actor, all with the same span.
    """
    discourse = _Discourse(on)
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

    def __init__(self, on: dt.date) -> None:
        self.on = on
        self.before: list[Sentence] = []
        self.seen: Counter[str] = Counter()
        self.people: dict[str, Mention] = {}

    def read(self, now: Sentence) -> list[Mention]:
        """Link the anaphors of the next sentence, and remember it."""
        for rule in (self._surnames, self._sides, self._pairs, self._offices, self._countries, self._bodies, self._he,
                     self._it, self._they, self._unknown):  # fmt: skip
            for mention in rule(now):
                if not now.covered(mention.start, mention.end) or _twin(now.added, mention):
                    now.added.append(mention)
        self._remember(now)
        return sorted(now.added, key=lambda one: (one.start, one.end, one.actor or ""))

    def _remember(self, now: Sentence) -> None:
        for mention in [*now.named, *now.added]:
            if mention.actor:
                self.seen[mention.actor] += 1
        for mention in now.named:
            if mention.person:
                for family in _families(mention):
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
            known = self.people.get(names.fold(found[1]).lower())
            end = found.end(1)
            if known is None or now.covered(found.start(), end) or _longer_name(now.text, found.start(), end):
                continue
            yield _linked(known, now.text, found.start(), end, SURNAME, person=known.person)

    def _he(self, now: Sentence) -> Iterator[Mention]:
        for found in _HE.finditer(now.text):
            she = found[0].lower() in _SHE
            pool = self._candidates(now, found.start(), reach=2)
            known = self._best(pool, lambda one, she=she: one.person is not None and _may_be(one, she=she))
            if known is not None:
                yield _linked(known, now.text, found.start(), found.end(), PRONOUN, person=known.person)

    def _it(self, now: Sentence) -> Iterator[Mention]:
        for found in _IT.finditer(now.text):
            if _EMPTY_IT.match(now.text, found.start()) or now.heads.get(found.start()) == "expl":
                continue
            known = self._best(self._candidates(now, found.start(), reach=1), _is_whole)
            if known is None or self._other_subject(now, found.start()):
                continue
            yield _linked(known, now.text, found.start(), found.end(), NEUTER)

    def _other_subject(self, now: Sentence, start: int) -> bool:
        """Whether a nearer subject that is no actor is the likelier antecedent of "it"."""
        if now.doc is None:
            return False
        marks = [place for place, label in now.heads.items() if place < start and label.startswith("nsubj")]
        return bool(marks) and not now.covered(max(marks), max(marks) + 1)

    def _they(self, now: Sentence) -> Iterator[Mention]:
        for found in _THEY.finditer(now.text):
            known = self._best(self._candidates(now, found.start(), reach=1), _is_many)
            if known is not None:
                yield _linked(known, now.text, found.start(), found.end(), PLURAL)

    def _countries(self, now: Sentence) -> Iterator[Mention]:
        for found in _COUNTRY.finditer(now.text):
            allowed = _allowed(found[1], found[2])
            pool = self._candidates(now, found.start())
            known = self._best(pool, lambda one, allowed=allowed, noun=found[2]: _fits(one, allowed, noun))
            if known is not None:
                sure = COUNTRY + 0.15 * (allowed is not None)
                yield _linked(known, now.text, found.start(), found.end(2), sure, state=True)

    def _sides(self, now: Sentence) -> Iterator[Mention]:
        if not {"PRK", "KOR"} & set(self.seen) and not re.search(r"\bKorea|Pyongyang|Seoul", now.text):
            return
        for found in _SIDE.finditer(now.text):
            state = "PRK" if found[2] == "North" else "KOR"
            sure = 0.8 if found[1] else 0.6
            yield Mention(found.start(), found.end(), found[0], state, state, (), None, "coreference", sure)

    def _pairs(self, now: Sentence) -> Iterator[Mention]:
        for found in _PAIR.finditer(now.text):
            number = _number(found)
            if number is not None:
                yield from self._several(now, found.start(), found.end(), number, found[0].lower())
        for found in _BOTH.finditer(now.text):
            if not now.covered(found.start(), found.end()):
                number = 3 if "three" in found[0].lower() or "trio" in found[0].lower() else 2
                yield from self._several(now, found.start(), found.end(), number, found[0].lower())

    def _several(self, now: Sentence, start: int, end: int, number: int, words: str) -> Iterator[Mention]:
        if now.covered(start, end):
            return
        members = _KOREAS if "koreas" in words else self._members(now, start, number, words)
        sectors = (
            ("GOV",) if re.search(r"leader|minister|president|premier|diplomat|official|envoy|heads", words) else ()
        )
        sectors = ("MIL",) if re.search(r"armies|militar", words) else sectors
        for known in members:
            person = known.person if sectors == ("GOV",) else None
            yield replace(_linked(known, now.text, start, end, PAIR, person=person), sectors=sectors)

    def _members(self, now: Sentence, start: int, number: int, words: str) -> list[Mention]:
        """The actors of "the two sides": named before in the sentence, else in the last with as many."""
        here = _distinct(one for one in now.named if one.end <= start)
        after = _distinct(one for one in now.named if one.start >= end_of(words, start))
        if len(here) == number:
            return here
        if len(here) > number:
            return here[-number:]
        for sentence in reversed(self.before[-REACH:]):
            there = _distinct(sentence.named)
            if len(there) == number:
                return there
            others = [one for one in there if one.actor not in {mine.actor for mine in here}]
            if (
                len(there) > number
                and here
                and len(others) == number
                and re.search(r"\b(?:with|between)\b", now.text[:start])
            ):
                return others
            joined = _distinct([*there, *here])
            if len(joined) == number:
                return joined
            if len(there) > number:
                return there[:number]
        return after if len(after) == number and not here else []

    def _offices(self, now: Sentence) -> Iterator[Mention]:
        for found in _OFFICE.finditer(now.text):
            office = found[2].replace("-", " ").replace("defence", "defense")
            if "former" in found[1] or now.covered(found.start(), found.end()):
                continue
            pool = self._candidates(now, found.start(), reach=8)
            known = self._best(pool, lambda one, office=office: _held(one, office, self.on))
            if known is not None:
                yield _linked(known, now.text, found.start(), found.end(), OFFICE, person=known.person)

    def _bodies(self, now: Sentence) -> Iterator[Mention]:
        for found in _BODY.finditer(now.text):
            if now.covered(found.start(), found.end()):
                continue
            known = self._best(self._candidates(now, found.start()), lambda one: one.state is not None)
            if known is not None:
                link_ = _linked(known, now.text, found.start(), found.end(), 0.45, state=True)
                yield replace(link_, sectors=_body_sectors(found[1]))

    def _unknown(self, now: Sentence) -> Iterator[Mention]:
        """Persons that nothing resolves: proper nouns that act or are acted on."""
        if now.doc is None:
            return
        base = now.doc[0].idx if len(now.doc) else 0
        taken = -1
        masks: list[tuple[int, int]] | None = None
        for token in now.doc:
            start = token.idx - base
            if start < taken or token.pos_ != "PROPN" or token.dep_ not in _ROLES or not token.text[:1].isupper():
                continue
            first, last = _name_around(now.doc, token)
            begin, end = first.idx - base, last.idx - base + len(last.text)
            taken = end
            text = now.text[begin:end]
            if now.covered(begin, end) or not _may_be_person(text):
                continue
            if masks is None:
                masks = gazetteer.default().silent(now.text, on=self.on)
            if not any(begin < last_ and first_ < end for first_, last_ in masks):
                yield Mention(begin, end, text, None, None, (), text, "unresolved", 0.2)


_ROLES = frozenset({"nsubj", "nsubjpass", "dobj", "poss", "conj", "pobj", "appos", "dative"})
_NO_NAMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december god internet english christmas easter ramadan covid-19 covid earth "
    "constitution state foreign".split()
)
_KOREAS = [Mention(0, 0, "", one, one, (), None, "name", 0.9) for one in ("PRK", "KOR")]


def end_of(words: str, start: int) -> int:
    """Where an expression ends that begins at `start`."""
    return start + len(words)


def _linked(
    known: Mention, text: str, start: int, end: int, sure: float, *, person: str | None = None, state: bool = False
) -> Mention:
    actor = known.state if state and known.state and not (known.actor or "").startswith("ARM:") else known.actor
    sectors = () if state else known.sectors
    return Mention(start, end, text[start:end], actor, known.state, sectors, person, "coreference",
                   round(min(sure, known.confidence + 0.2), 2))  # fmt: skip


def _twin(added: list[Mention], mention: Mention) -> bool:
    same = [one for one in added if (one.start, one.end) == (mention.start, mention.end)]
    return bool(same) and all(one.actor != mention.actor for one in same)


def _families(mention: Mention) -> list[str]:
    person = names.fold(mention.person or "")
    words = [word for word in person.split() if word[:1].isupper()]
    if not words:
        return []
    if mention.state in offices.FAMILY_FIRST and len(words) > 1:
        return [words[0].lower()]
    return [offices.surname(" ".join(words), mention.state or "").lower()]


def _longer_name(text: str, start: int, end: int) -> bool:
    """Whether the surname is part of another person's name: "Hunter Biden", "Biden Jr"."""
    before = re.search(r"([A-Z][a-z]+) \Z", text[:start])
    after = re.match(r" (?:Jr|Sr|Street|Foundation|Tower|Airport|University|Hotel)\b", text[end:])
    given = before is not None and before.start() > 0 and not re.search(r"[.!?:\"“]\s*\Z", text[: before.start()])
    return bool(after) or given


def _may_be(known: Mention, *, she: bool) -> bool:
    against = _MEN if she else _WOMEN
    return against.search(known.text) is None


def _is_whole(known: Mention) -> bool:
    """Whether "it" may stand for the mention: a state or organisation, no person, no people."""
    return (
        known.person is None
        and known.actor is not None
        and not set(known.sectors) & {"CVL", "ELI", "JRN"}
        and not (_is_many(known))
    )


def _is_many(known: Mention) -> bool:
    last = known.text.rsplit(" ", 1)[-1].lower()
    plural = last.endswith("s") and not last.endswith(("ss", "us", "is", "u.s.", "states", "emirates", "nations"))
    plural = plural or last in {"troops", "police", "people", "men", "militia", "taliban"}
    return known.person is None and plural and known.how != "name" and known.text != "US"


def _allowed(adjectives: str, noun: str) -> frozenset[str] | None:
    """The actors that an epithet permits; None if it says nothing."""
    epithets = _epithets()
    words = f"{adjectives}{noun}".lower()
    for epithet in sorted(epithets, key=len, reverse=True):
        if re.search(rf"(?<!\w){re.escape(epithet)}(?!\w)", words):
            return epithets[epithet]
    return None


def _epithets() -> dict[str, frozenset[str]]:
    if not _TABLE:
        _TABLE.update({row["word"]: frozenset(names.cells(row["states"])) for row in names.table("epithets.csv")})
    return _TABLE


_TABLE: dict[str, frozenset[str]] = {}


def _fits(known: Mention, allowed: frozenset[str] | None, noun: str) -> bool:
    if known.confidence < 0.3 or set(known.sectors) & {"JRN"}:
        return False
    if allowed is not None:
        return known.actor in allowed or known.state in allowed
    return known.state is not None and noun not in {"bloc", "alliance", "cartel", "island"}


def _number(found: re.Match[str]) -> int | None:
    words = found[0].lower().split()
    if words[-1] == "koreas":
        return 2 if len(words) > 1 and words[0] in {"the", "two", "both"} else None
    determined = words[0] in {"the", "both", "these", "those", "all", "two"}
    for word in words:
        if word in _CARDINAL:
            return _CARDINAL[word] if determined or word == "both" else None
    rival = re.search(
        r"\b(?:neighbou?ring|rival|warring|opposing)\b|\b(?:neighbou?rs|rivals|foes|adversaries)\Z", found[0].lower()
    )
    return 2 if rival and words[0] == "the" else None


def _distinct(mentions: Any) -> list[Mention]:
    """One mention for each actor, first come first; no media, no mere places."""
    chosen: dict[str, Mention] = {}
    for one in mentions:
        if one.actor and not one.reports and one.confidence >= 0.4 and "CVL" not in one.sectors:
            chosen.setdefault(one.actor, one)
    return list(chosen.values())


def _held(known: Mention, office: str, on: dt.date) -> bool:
    """Whether the mention is, or is called, the holder of that office."""
    text = known.text.lower().replace("-", " ").replace("defence", "defense")
    if office in {"pope", "pontiff"}:
        return known.state == "VAT"
    if re.search(rf"\b{office}\b", text):
        return not (office == "president" and "vice president" in text)
    terms = offices.default().terms.get(known.person or "", ())
    held = {term.office.replace("-", " ").replace("defence", "defense") for term in terms if term.covers(on)}
    if office in {"leader", "minister", "chief", "diplomat", "general"}:
        return office == "leader" and bool(
            held & {"president", "prime minister", "leader", "supreme leader", "chancellor"}
        )
    return office in held


def _body_sectors(body: str) -> tuple[str, ...]:
    if re.search(r"military|army|navy|force|defen", body):
        return ("MIL",)
    if body == "police":
        return ("COP",)
    if body == "parliament":
        return ("LEG",)
    return ("JUD",) if "court" in body else ("GOV",)


def _name_around(doc: Any, token: Any) -> tuple[Any, Any]:
    """The run of proper nouns around a token, compounds included."""
    first = last = token
    base = doc[0].i
    while first.i > base and doc[first.i - base - 1].pos_ == "PROPN" and first.i - token.i > -4:
        first = doc[first.i - base - 1]
    while last.i - base + 1 < len(doc) and doc[last.i - base + 1].pos_ == "PROPN" and last.i - token.i < 4:
        last = doc[last.i - base + 1]
    return first, last


def _may_be_person(text: str) -> bool:
    words = text.split()
    if len(words) > 4 or any(word.lower() in _NO_NAMES for word in words) or not re.match(r"[A-Z][\w'’.-]+", text):
        return False
    if not all(word[:1].isupper() or word.lower() in {"al", "bin", "de", "van", "von", "el"} for word in words):
        return False
    return (
        not (text.isupper() and len(text) > 3) and not any(c.isdigit() for c in text) and places.state_of(text) is None
    )
