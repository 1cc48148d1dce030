"""Coreference within one document, by rules with a confidence each.

The sentences are read in order. Each rule looks for one kind of anaphor that
no mention covers yet and links it to an antecedent: surnames to full names,
"he" to the last person, "it" and "the country" to the most salient state,
"the two sides" to the likeliest pair, "the foreign minister" to the last
person who held that office. Salience is recency, then being a subject, then
frequency (after Lappin and Leass 1994, with fewer factors). An anaphor
without an antecedent gives no mention; persons whom no rule resolves are
listed as unresolved.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from analysis.actors import _anaphors, tables
from analysis.actors.gazetteer import Gazetteer, default
from analysis.actors.mention import Mention

Parsed = Sequence[tuple[Any, list[Mention], str]]
"""Sentences of a document: spaCy Doc or Span (None if it was not parsed), mentions by name, text."""
MAX_DISTANCE = 3
"""How many sentences back an antecedent may stand."""
PAIR_DISTANCE = 2
"""The same for "the two sides", which soon refers to others."""
SCENE = 4
"""Sentences back in which the actors of "the two sides" are looked for, beside the head."""
HEAD = 2
"""Sentences of the head of a document, its title among them, whose actors may be meant all along."""
MAX_AHEAD = 6
"""Sentences after the first that may introduce in full whom it has by surname."""
MAX_EXPRESSIONS = 16
"""Expressions for two of one kind in a sentence that are read; what has more is no prose."""
LEAST_PAIR = 0.3
"""Probability that two actors must have to be taken up together."""
OFFICE_DISTANCE = 8
"""The same for "the foreign minister", which refers to one person for long."""
PRONOUN, NEUTER, COUNTRY, PAIR, OFFICE, SURNAME, PLURAL, JOINT = 0.7, 0.5, 0.65, 0.75, 0.7, 0.85, 0.4, 0.6
"""Confidence of a link by kind of anaphor."""


def link_coreference(
    parsed: Parsed, *, on: dt.date, gazetteer: Gazetteer | None = None, path: str | None = None
) -> list[list[Mention]]:
    """The mentions that coreference adds to each sentence of one document.

    Parameters
    ----------
    parsed
        In document order, for each sentence: its spaCy Doc or Span (None if it
        was not parsed), the mentions that `Gazetteer.find` gives, and its text.
    on
        The day of publication.
    gazetteer
        The gazetteer that found the mentions, unless it is the shipped one. What
        its aliases ignore is not linked either.
    path
        The path of the document, for aliases that hold in one document only.

    Returns
    -------
    list[list[Mention]]
        For each sentence, mentions with `how` "coreference" and a confidence, and
        persons without an actor with `how` "unresolved". Expressions for several
        actors ("the two sides") give one mention for each, all with one span.
    """
    discourse = Discourse(on, gazetteer if gazetteer is not None else default(), path)
    return [discourse.read(ReadSentence(doc, mentions, text)) for doc, mentions, text in parsed]


def introduced_later(text: str, mentions: Sequence[Mention], later: Sequence[Sequence[Mention]]) -> list[Mention]:
    """The surnames in the first sentence of a document, as mentions of persons whom the next ones introduce in full.

    A headline has the surname, the lead title and full name: "Ohlsson meets envoys". A surname of two persons is
    nobody's.

    Parameters
    ----------
    text, mentions
        The first sentence and its mentions by name.
    later
        The mentions by name of the sentences after it.
    """
    people: dict[str, list[Mention]] = {}
    for mention in (one for own in later[:MAX_AHEAD] for one in own if " " in (one.person or "")):
        for family in _anaphors.surnames(mention):
            people.setdefault(family, []).append(mention)
    found = []
    for family, own in people.items():
        if len({one.person for one in own}) > 1 or not own[0].actor or own[0].how == "context":
            continue
        for word in re.finditer(rf"\b{re.escape(family)}\b", tables.fold(text).lower()):
            start, end = word.span()
            named = any(start < one.end and one.start < end for one in mentions if one.actor)
            behind = any(one.end == start - 1 or one.end >= end for one in mentions if one.start < start)  # a title
            longer = not behind and _anaphors.is_longer_name(text, start, end)
            if text[start].isupper() and not (named or longer):
                found.append(_anaphors.link_to(own[0], text, start, end, SURNAME, person=own[0].person))
    return found


def refers_back(text: str) -> bool:
    """Whether a sentence has a pronoun, "the country", "the two sides" or the like, which may have an antecedent."""
    return any(pattern.search(text) for pattern in _anaphors.ACTOR_ANAPHORS)


def refers_to_several(text: str) -> bool:
    """Whether a sentence may take up two actors again without a name: "the two sides", "both", "the latter"."""
    pairs = any(_anaphors.cardinality(found) for found in _anaphors.PAIR.finditer(text))
    others = (_anaphors.BOTH, _anaphors.PLURAL, _anaphors.LATTER, _anaphors.OPENING_THEY)
    return pairs or any(one.search(text) for one in others)


def pairs_in(text: str) -> list[tuple[int, int]]:
    """The spans of expressions for several actors: "the two ministers", "both sides"."""
    found = [one.span() for one in _anaphors.PAIR.finditer(text) if _anaphors.cardinality(one) is not None]
    return found + [one.span() for one in _anaphors.BOTH.finditer(text)]


@dataclass(slots=True)
class ReadSentence:
    """One sentence with its mentions, those by name first."""

    doc: Any
    named: list[Mention]
    text: str
    added: list[Mention] = field(default_factory=list)
    dependencies: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Note the dependency label at the start of each token."""
        if self.doc is not None:
            base = self.doc[0].idx if len(self.doc) else 0
            self.dependencies = {token.idx - base: token.dep_ for token in self.doc}

    def covered(self, start: int, end: int) -> bool:
        """Whether a mention covers any of these characters."""
        return any(start < one.end and one.start < end for one in self.named + self.added)

    def is_subject(self, mention: Mention) -> bool:
        """Whether a token of the mention is a subject; the first mention where there is no parse."""
        if self.doc is None:
            return bool(self.named) and mention.start == min(one.start for one in self.named)
        return any(self.dependencies.get(index, "").startswith("nsubj") for index in range(mention.start, mention.end))


class Discourse:
    """The document up to the sentence that is read: sentences, frequencies of actors, persons by surname."""

    def __init__(self, on: dt.date, gazetteer: Gazetteer, path: str | None) -> None:
        self.on, self.gazetteer, self.path = on, gazetteer, path
        self.before: list[ReadSentence] = []
        self.seen: Counter[str] = Counter()
        self.people: dict[str, Mention] = {}
        self.pair: frozenset[str] = _anaphors.NOBODY
        """The two actors that were taken up last."""

    def read(self, sentence: ReadSentence) -> list[Mention]:
        """Link the anaphors of the next sentence; later sentences may refer to it."""
        ignored = self.gazetteer.ignored(sentence.text, on=self.on, path=self.path)
        rules = (
            self._surnames, self._korean_sides, self._latter, self._pairs, self._offices, self._countries, self._bodies,
            self._he, self._it, self._they, self._unresolved_persons,
        )  # fmt: skip
        for rule in rules:
            for mention in rule(sentence):
                if any(mention.start < end and start < mention.end for start, end in ignored):
                    continue
                if not sentence.covered(mention.start, mention.end) or _anaphors.is_joint(sentence.added, mention):
                    sentence.added.append(mention)
        self._remember(sentence)
        return sorted(sentence.added, key=lambda one: (one.start, one.end, one.actor or ""))

    def _remember(self, sentence: ReadSentence) -> None:
        for mention in [*sentence.named, *sentence.added]:
            if mention.actor:
                self.seen[mention.actor] += 1
        for mention in sentence.named:
            if mention.person:
                for family in _anaphors.surnames(mention):
                    self.people[family] = mention
        self.before.append(sentence)

    # -- candidates -----------------------------------------------------------

    def _candidates(
        self, sentence: ReadSentence, start: int, *, distance: int = MAX_DISTANCE
    ) -> Iterator[tuple[float, Mention]]:
        """Mentions before `start`, each with its salience."""
        for back, earlier in enumerate([sentence, *reversed(self.before[-distance:])]):
            for mention in [*earlier.named, *(one for one in earlier.added if one.how == "coreference")]:
                if (back == 0 and mention.end > start) or (mention.actor is None and mention.state is None):
                    continue
                yield self._salience(earlier, mention, back), mention

    def _salience(self, sentence: ReadSentence, mention: Mention, back: int) -> float:
        share = self.seen[mention.actor or ""] / max(1, self.seen.total())
        weight = 3.0 - back + 1.5 * sentence.is_subject(mention) + share
        return weight - 1.0 * (mention.confidence < 0.4) - 1.5 * mention.reports

    def _best(self, pool: Iterator[tuple[float, Mention]], keep: Any) -> Mention | None:
        scored = [(score, mention) for score, mention in pool if keep(mention)]
        return max(scored, key=lambda pair: pair[0])[1] if scored else None

    # -- rules ----------------------------------------------------------------

    def _surnames(self, sentence: ReadSentence) -> Iterator[Mention]:
        for found in re.finditer(r"\b(?:(?:Mr|Ms|Mrs|Dr)\.? )?([A-Z][\w-]+)(?:'s|’s)?", sentence.text):
            antecedent = self.people.get(tables.fold(found[1]).lower())
            end = found.end(1)
            if (
                antecedent is None
                or sentence.covered(found.start(), end)
                or _anaphors.is_longer_name(sentence.text, found.start(), end)
            ):
                continue
            yield _anaphors.link_to(antecedent, sentence.text, found.start(), end, SURNAME, person=antecedent.person)

    def _he(self, sentence: ReadSentence) -> Iterator[Mention]:
        for found in _anaphors.HE.finditer(sentence.text):
            female = found[0].lower() in _anaphors.SHE
            doer = self._doer(sentence, found.start())
            pool = (
                (score, one)
                for score, one in self._candidates(sentence, found.start(), distance=2)
                if doer is None or one.person != doer.person
            )
            antecedent = self._best(
                pool,
                lambda one, female=female: one.person is not None and _anaphors.agrees_in_gender(one, female=female),
            )
            if antecedent is not None:
                yield _anaphors.link_to(
                    antecedent, sentence.text, found.start(), found.end(), PRONOUN, person=antecedent.person
                )

    @staticmethod
    def _doer(sentence: ReadSentence, start: int) -> Mention | None:
        """The person who does what is done to "him": not he himself ("A called B to congratulate him")."""
        if sentence.doc is None:
            return None
        base = sentence.doc[0].idx
        pronoun = next((token for token in sentence.doc if token.idx - base == start), None)
        if pronoun is None or pronoun.dep_ not in {"dobj", "dative"} or pronoun.lower_.endswith("self"):
            return None
        verb = pronoun.head
        while verb.dep_ in {"xcomp", "advcl", "conj"} and not any(
            one.dep_.startswith("nsubj") for one in verb.children
        ):
            verb = verb.head
        subjects = [one.idx - base for one in verb.children if one.dep_ == "nsubj"]
        over = (one for one in sentence.named for at in subjects if one.start <= at < one.end)
        return next((one for one in over if one.person is not None), None)

    def _it(self, sentence: ReadSentence) -> Iterator[Mention]:
        for found in _anaphors.IT.finditer(sentence.text):
            if (
                found[0] == "IT"
                or _anaphors.EMPTY_IT.match(sentence.text, found.start())
                or sentence.dependencies.get(found.start()) == "expl"
            ):
                continue
            antecedent = self._best(self._candidates(sentence, found.start(), distance=1), _anaphors.is_it)
            if antecedent is None or self._other_subject(sentence, found.start()):
                continue
            antecedent = self._speaker(sentence, found.start()) or antecedent
            yield _anaphors.link_to(antecedent, sentence.text, found.start(), found.end(), NEUTER)

    def _other_subject(self, sentence: ReadSentence, start: int) -> bool:
        """Whether a nearer subject, which is not an actor, is the likelier antecedent of "it"."""
        if sentence.doc is None:
            return False
        subjects = [at for at, label in sentence.dependencies.items() if at < start and label.startswith("nsubj")]
        return bool(subjects) and not sentence.covered(max(subjects), max(subjects) + 1)

    @staticmethod
    def _speaker(sentence: ReadSentence, start: int) -> Mention | None:
        """Who says two things, the second about "it": "Peru said that Chile erred and that it would protest"."""
        if sentence.doc is None:
            return None
        base = sentence.doc[0].idx
        pronoun = next((token for token in sentence.doc if token.idx - base == start), None)
        verb = pronoun.head if pronoun is not None and pronoun.dep_.startswith("nsubj") else None
        if verb is None or verb.dep_ != "conj" or not any(child.dep_ == "mark" for child in verb.children):
            return None
        while verb.dep_ == "conj":
            verb = verb.head
        if verb.dep_ != "ccomp":
            return None
        said = [child.idx - base for child in verb.head.children if child.dep_ == "nsubj"]
        over = (one for one in sentence.named for at in said if one.start <= at < one.end)
        return next((one for one in over if _anaphors.is_it(one)), None)

    def _latter(self, sentence: ReadSentence) -> Iterator[Mention]:
        """Link "the former" and "the latter" to the first and the second of two actors."""
        for found in _anaphors.LATTER.finditer(sentence.text):
            word = found.start(1)
            if sentence.dependencies.get(word) not in _anaphors.ROLES:
                continue  # "the former president"
            members = self._members(sentence, found.start(), 2, found[0].lower())
            if len(members) == 2 and self._coordinated(members):
                chosen = members[found[1].lower() == "latter"]
                yield _anaphors.link_to(chosen, sentence.text, found.start(), found.end(), PAIR)

    def _coordinated(self, members: list[Mention]) -> bool:
        """Whether an earlier sentence names two actors as a pair: "A and B", "between A and B", "A with B"."""
        one, other = members
        return any(
            earlier.text[one.start : one.end] == one.text
            and earlier.text[other.start : other.end] == other.text
            and earlier.text[one.end : other.start] in _anaphors.COORDINATION
            for earlier in self.before[-PAIR_DISTANCE:]
        )

    def _joint_subject(self, sentence: ReadSentence, start: int) -> list[Mention]:
        """The actors of the coordinated subject of the sentence before: "A and B held talks. They agreed ..."."""
        earlier = self.before[-1] if self.before else None
        if earlier is None or sentence.dependencies.get(start) != "nsubj":
            return []
        if any(one.end <= start and one.actor for one in sentence.named):
            return []
        named = sorted((one for one in earlier.named if one.actor and not one.reports), key=lambda one: one.start)
        first = next((number for number, one in enumerate(named) if earlier.is_subject(one)), None)
        if first is None:
            return []
        group = named[first : first + 1]
        for one in named[first + 1 :]:
            if earlier.text[group[-1].end : one.start] not in _anaphors.COORDINATION:
                break
            group.append(one)
        return _anaphors.distinct(group) if len(_anaphors.distinct(group)) > 1 else []

    def _they(self, sentence: ReadSentence) -> Iterator[Mention]:
        for found in _anaphors.THEY.finditer(sentence.text):
            joint, confidence = self._joint_subject(sentence, found.start()), JOINT
            if not joint and found[0] == "They":
                joint, confidence = self._two(sentence, found.start(), found.end(), "they")
            if joint:
                for one in joint:
                    yield _anaphors.link_to(one, sentence.text, found.start(), found.end(), confidence)
                continue
            antecedent = self._best(self._candidates(sentence, found.start(), distance=1), _anaphors.is_they)
            if antecedent is not None:
                yield _anaphors.link_to(antecedent, sentence.text, found.start(), found.end(), PLURAL)

    def _countries(self, sentence: ReadSentence) -> Iterator[Mention]:
        for found in _anaphors.COUNTRY.finditer(sentence.text):
            actors = _anaphors.actors_of_epithet(found[1], found[2])
            pool = self._candidates(sentence, found.start())
            antecedent = self._best(pool, lambda one, actors=actors, noun=found[2]: _anaphors.fits(one, actors, noun))
            if antecedent is not None:
                confidence = COUNTRY + 0.15 * (actors is not None)
                yield _anaphors.link_to(antecedent, sentence.text, found.start(), found.end(2), confidence, state=True)

    def _korean_sides(self, sentence: ReadSentence) -> Iterator[Mention]:
        if not {"PRK", "KOR"} & set(self.seen) and not re.search(r"\bKorea|Pyongyang|Seoul", sentence.text):
            return
        for found in _anaphors.SIDE.finditer(sentence.text):
            state = "PRK" if found[2] == "North" else "KOR"
            confidence = 0.8 if found[1] else 0.6
            yield Mention(found.start(), found.end(), found[0], state, state, (), None, "coreference", confidence)

    def _pairs(self, sentence: ReadSentence) -> Iterator[Mention]:
        for found in islice(_anaphors.PAIR.finditer(sentence.text), MAX_EXPRESSIONS):
            number = _anaphors.cardinality(found)
            if number is not None:
                yield from self._several(sentence, found.start(), found.end(), number, found[0].lower())
        for found in islice(_anaphors.BOTH.finditer(sentence.text), MAX_EXPRESSIONS):
            if not sentence.covered(found.start(), found.end()):
                number = 3 if "three" in found[0].lower() or "trio" in found[0].lower() else 2
                yield from self._several(sentence, found.start(), found.end(), number, found[0].lower())
        for found in islice(_anaphors.PLURAL.finditer(sentence.text), MAX_EXPRESSIONS):
            yield from self._plural(sentence, found)

    def _plural(self, sentence: ReadSentence, found: re.Match[str]) -> Iterator[Mention]:
        """Link "the ministers" to two who were named, rather than to a state that the document suggests."""
        guessed = [one for one in sentence.named if one.how == "context" and one.person is None]
        overlapped = [one for one in guessed if found.start() < one.end and one.start < found.end()]
        others = [one for one in sentence.named + sentence.added if one not in overlapped]
        if any(found.start() < one.end and one.start < found.end() for one in others):
            return
        members, confidence = self._two(sentence, found.start(), found.end(), _anaphors.form(found[0], counted=False))
        if members:
            sentence.named = [one for one in sentence.named if one not in overlapped]
        for one in members:
            yield _anaphors.link_to(one, sentence.text, found.start(), found.end(), confidence)

    def _several(self, sentence: ReadSentence, start: int, end: int, number: int, words: str) -> Iterator[Mention]:
        if sentence.covered(start, end):
            return
        confidence = PAIR
        if "koreas" in words:
            members = _anaphors.KOREAS
        elif number == 2 and "other" not in words:
            members, confidence = self._two(sentence, start, end, _anaphors.form(words, counted=True))
        else:
            members = self._members(sentence, start, number, words)
        if _anaphors.OF_STATES.search(words) and any(":" in (one.actor or "") for one in members):
            return  # "the two presidents" are not an organisation and a state
        sectors = (
            ("GOV",) if re.search(r"leader|minister|president|premier|diplomat|official|envoy|heads", words) else ()
        )
        sectors = ("MIL",) if re.search(r"armies|militar", words) else sectors
        for antecedent in members:
            person = antecedent.person if sectors == ("GOV",) else None
            yield replace(
                _anaphors.link_to(antecedent, sentence.text, start, end, confidence, person=person), sectors=sectors
            )

    def _two(self, sentence: ReadSentence, start: int, end: int, form: str) -> tuple[list[Mention], float]:
        """The two actors that an expression takes up, by their ids, and how surely."""
        scene = self._scene(sentence, start, end)
        pair, probability = self.choose(_anaphors.pair_signs(scene), form)
        if not pair:
            return [], 0.0
        self.pair = pair
        near = [one for _, own in scene.spans for one in own]
        head = [one for early in self.before[:HEAD] for one in early.named]
        members = _anaphors.distinct(one for one in [*near, *head] if one.actor in pair)
        return sorted(members, key=lambda one: one.actor or ""), probability

    def choose(self, signs: dict[frozenset[str], dict[str, float]], form: str) -> tuple[frozenset[str], float]:
        """The likeliest two actors, if they are likely enough, and their probability."""
        likely = tables.probabilities(signs, form, tables.weights("pair_signs.csv"))
        pairs = (one for one in likely if one)
        pair = max(pairs, key=lambda one: likely[one], default=_anaphors.NOBODY)
        return (pair, round(likely[pair], 2)) if pair and likely[pair] >= LEAST_PAIR else (_anaphors.NOBODY, 0.0)

    def _scene(self, sentence: ReadSentence, start: int, end: int) -> _anaphors.Scene:
        """What stands before an expression for two actors."""
        here = [one for one in [*sentence.named, *sentence.added] if one.end <= start]
        earlier = [(one.text, [*one.named, *one.added]) for one in reversed(self.before[-SCENE:])]
        spans = [(text, sorted(own, key=lambda one: one.start)) for text, own in [(sentence.text, here), *earlier]]
        head = _anaphors.distinct(one for early in self.before[:HEAD] for one in early.named)
        last = self.before[-1] if self.before else None
        subjects = [one for one in last.named if last.is_subject(one)] if last else []
        after = [one for one in sentence.named if one.start >= end]
        ids = [frozenset(one.actor for one in own if one.actor) for own in (after, head, subjects)]
        return _anaphors.Scene(spans, ids[0], ids[1], self.pair, ids[2], self.seen)

    def _members(self, sentence: ReadSentence, start: int, number: int, words: str) -> list[Mention]:
        """The actors of "the two sides": those named before it here, else those of the last sentence with as many."""
        here = _anaphors.distinct(one for one in sentence.named if one.end <= start)
        if len(here) >= number:
            return here[-number:]
        for earlier in reversed(self.before[-PAIR_DISTANCE:]):
            there = _anaphors.distinct(earlier.named)
            members = self._joint(here, there, number, before=sentence.text[:start])
            if members:
                return members
        after = _anaphors.distinct(one for one in sentence.named if one.start >= start + len(words))
        return after if len(after) == number and not here else []

    @staticmethod
    def _joint(here: list[Mention], there: list[Mention], number: int, *, before: str) -> list[Mention]:
        """As many actors as are meant, from an earlier sentence alone or together with those of this one."""
        if len(there) == number:
            return there
        mine = {one.actor for one in here}
        others = [one for one in there if one.actor not in mine]
        if here and len(others) == number and re.search(r"\b(?:with|between)\b", before):
            return others
        joined = _anaphors.distinct([*there, *here])
        return joined if len(joined) == number else []

    def _offices(self, sentence: ReadSentence) -> Iterator[Mention]:
        for found in _anaphors.OFFICE.finditer(sentence.text):
            office = found[2].replace("-", " ").replace("defence", "defense")
            if "former" in found[1] or sentence.covered(found.start(), found.end()):
                continue
            pool = self._candidates(sentence, found.start(), distance=OFFICE_DISTANCE)
            antecedent = self._best(pool, lambda one, office=office: _anaphors.holds_office(one, office, self.on))
            if antecedent is not None:
                yield _anaphors.link_to(
                    antecedent, sentence.text, found.start(), found.end(), OFFICE, person=antecedent.person
                )

    def _bodies(self, sentence: ReadSentence) -> Iterator[Mention]:
        for found in _anaphors.BODY.finditer(sentence.text):
            if (
                sentence.covered(found.start(), found.end())
                or sentence.dependencies.get(found.end() - len(found[1].split()[-1])) == "compound"
            ):
                continue
            antecedent = self._best(self._candidates(sentence, found.start()), lambda one: one.state is not None)
            if antecedent is not None:
                linked = _anaphors.link_to(antecedent, sentence.text, found.start(), found.end(), 0.45, state=True)
                yield replace(linked, sectors=_anaphors.body_sectors(found[1]))

    def _unresolved_persons(self, sentence: ReadSentence) -> Iterator[Mention]:
        """Persons whom no rule resolves: proper nouns in the place of a subject or an object."""
        if sentence.doc is None:
            return
        base = sentence.doc[0].idx if len(sentence.doc) else 0
        taken = -1
        masks: list[tuple[int, int]] | None = None
        for token in sentence.doc:
            start = token.idx - base
            if (
                start < taken
                or token.pos_ != "PROPN"
                or token.dep_ not in _anaphors.ROLES
                or not token.text[:1].isupper()
            ):
                continue
            first, last = _anaphors.name_around(sentence.doc, token)
            begin, end = first.idx - base, last.idx - base + len(last.text)
            taken = end
            text = sentence.text[begin:end]
            if sentence.covered(begin, end) or not _anaphors.may_be_person(text):
                continue
            if masks is None:
                masks = self.gazetteer.not_actors(sentence.text, on=self.on, path=self.path)
            if not any(begin < last_ and first_ < end for first_, last_ in masks):
                yield Mention(begin, end, text, None, None, (), text, "unresolved", 0.2)
