"""From hits to mentions: a grammar of the noun phrases that name actors.

A hit of the automaton is a name; a mention is the phrase around it: "North
Korean leader Kim Jong-un" is one mention, PRK GOV. The reader takes the hits
once, from left to right. It joins a state to the titles, bodies, groups of
people and persons that follow it ("the Chinese foreign ministry"), or a title
to the state that follows it with "of" ("president of the Republic of Korea").
Only known modifiers may stand between them, because there is no parse yet.
"""

import datetime as dt
import re
from dataclasses import replace

from analysis.actors import _phrase_grammar as grammar
from analysis.actors import office_holders, tables
from analysis.actors.mention import Mention

_COORDINATED = frozenset({" and ", " or ", ", ", "-", "/"})
_BEFORE_HOST = frozenset({" to ", " to the ", " for ", " for the ", " on "})


class Reader:
    """Reads the hits of one sentence."""

    def __init__(
        self, text: str, plain: str, hits: list[grammar.Hit], on: dt.date, offices: office_holders.Offices
    ) -> None:
        self.text, self.plain, self.hits, self.on, self.offices = text, plain, hits, on, offices
        self._shared: dict[int, tuple[str, ...] | None] = {}

    def read(self, *, places: bool, generic: bool) -> list[Mention]:
        """The mentions in order; see `gazetteer.Gazetteer.find`."""
        found: list[Mention] = []
        index = 0
        while index < len(self.hits):
            kind = self.hits[index].name.kind
            if kind in grammar.STATES or kind in grammar.BODIES:
                mentions, index = self._from_actor(index, places=places)
            elif kind in grammar.HEADS:
                mentions, index = self._from_head(index, generic=generic)
            elif kind in {"person", "alias"}:
                mentions, index = self._from_person(index)
            else:
                mentions, index = [], index + 1
            found += mentions
        return found

    # -- from a state, an organisation, a body ------------------------------

    def _from_actor(self, index: int, *, places: bool) -> tuple[list[Mention], int]:
        hit = self.hits[index]
        if self._in_compound(hit, index):
            return [], index + 1
        phrase = grammar.Phrase(
            hit.start, hit.end, hit.name, hit.confidence or grammar.CONFIDENCE[hit.name.kind], index + 1
        )
        phrase.former = grammar.former_before(self.plain, hit.start)
        self._extend(phrase)
        if _is_place(phrase):
            town = hit.name.kind in {"city", "region"}
            return (self._bare(hit, index, places=places) if town else []), phrase.next
        of_state = hit.name.kind == "agency" and self._of_state(phrase)
        if of_state or phrase.heads or phrase.person or phrase.base is not hit.name:
            return [self._mention(phrase)], phrase.next
        return self._bare(hit, index, places=places), index + 1

    def _in_compound(self, hit: grammar.Hit, index: int) -> bool:
        """Whether the name is part of a compound that is not an actor: "anti-American", "Russian-backed".

        "The ex-German chancellor" is a former chancellor, "ex-Soviet Georgia" is no former Georgia.
        """
        suffix = grammar.SUFFIX.match(self.plain, hit.end)
        prefix = grammar.PREFIX.search(self.plain, max(0, hit.start - 6), hit.start)
        if prefix is not None and prefix[0].lower() == "ex-" and index + 1 < len(self.hits):
            after = self.hits[index + 1]
            if after.name.kind in grammar.TITLES and self._gap(hit.end, after.start) is not None:
                return False
        return prefix is not None or (suffix is not None and suffix[1] in tables.words("compound tails"))

    def _extend(self, phrase: grammar.Phrase) -> None:
        """Join what follows: titles, nouns, a body of the same state, a person."""
        while phrase.next < len(self.hits):
            after = self.hits[phrase.next]
            gap = self._gap(phrase.end, after.start)
            kind = after.name.kind
            if gap is None and kind in grammar.HEADS and self._is_compound(phrase, after.start):
                gap = False
            if gap is None:
                break
            if kind in grammar.HEADS:
                phrase.add(after.name)
            elif kind in {"person", "alias"} and (phrase.titled or self._may_own(phrase)):
                self._name_person(phrase, after)
            elif kind in grammar.BODIES and not phrase.heads and grammar.same_home(phrase.base, after.name):
                phrase.base = after.name
            elif phrase.base is not None and not phrase.heads and grammar.of_owner(phrase.base, after.name):
                phrase.base = replace(after.name, actor=phrase.base.actor, state=phrase.base.state)
            else:
                break
            phrase.end, phrase.next = after.end, phrase.next + 1
            phrase.former = phrase.former or gap
            if phrase.person or phrase.alias:
                return
        if phrase.titled:
            self._unknown_person(phrase)
            self._with_portfolio(phrase)

    def _of_state(self, phrase: grammar.Phrase) -> bool:
        """Take the state of a body from the name after "of": "the National Security Council of Peru"."""
        if phrase.person or phrase.next >= len(self.hits):
            return False
        after = self.hits[phrase.next]
        if after.name.kind != "name" or self.plain[phrase.end : after.start].lower() not in {" of ", " of the "}:
            return False
        if phrase.base is not None:
            phrase.base = replace(phrase.base, actor=after.name.actor, state=after.name.state)
        phrase.end, phrase.next = after.end, phrase.next + 1
        return True

    def _may_own(self, phrase: grammar.Phrase) -> bool:
        """Whether a person may follow without a title: "Russia's Putin", not "Iran Trump"."""
        return self.plain.startswith("'", phrase.end) or (phrase.base is not None and phrase.base.kind == "demonym")

    def _gap(self, end: int, start: int) -> bool | None:
        """None if the words between end the phrase; else whether they mark a former office-holder."""
        between = self.plain[end:start]
        if between in {" ", "'s ", "' "}:
            return False
        if start - end > 60:
            return None
        if between.startswith("'s "):
            between = between[2:]
        elif between.startswith("' "):
            between = between[1:]
        if not (between.startswith(" ") and between.endswith(" ")):
            return None
        words = between.lower().split()
        if len(words) > 3 or not all(word in grammar.modifiers() or word in tables.words("former") for word in words):
            return None
        return not tables.words("former").isdisjoint(words) and "then" not in words

    def _is_compound(self, phrase: grammar.Phrase, start: int) -> bool:
        """Whether one more noun stands between a demonym and its head: "Japanese virus expert"."""
        if phrase.heads or phrase.base is None or phrase.base.kind != "demonym":
            return False
        between = self.plain[phrase.end : start].split(" ")
        if len(between) != 3 or between[0] or between[2]:
            return False
        word = between[1]
        return (
            word.isalpha() and word.islower() and word not in tables.words("function words") and not word.endswith("ed")
        )

    def _name_person(self, phrase: grammar.Phrase, hit: grammar.Hit) -> None:
        if hit.name.kind == "alias":
            phrase.alias = hit.name
        else:
            phrase.status = self.offices.choose((hit.name.person or "").split("|"), on=self.on)
            phrase.person = phrase.status.person if phrase.status else self.text[hit.start : hit.end]

    def _unknown_person(self, phrase: grammar.Phrase) -> None:
        """Add a person whom no table has: the capitalised words after a title."""
        found = grammar.PERSON_NAME.match(self.plain, phrase.end)
        if found is None:
            return
        limit = self._boundary(phrase.next, found.end())
        words = []
        for word in re.finditer(r"\S+", found[1]):
            begin = found.start(1) + word.start()
            if begin >= limit or word[0].rstrip(".") in tables.words("person stop words"):
                break
            words.append((begin, word[0]))
            if word[0].endswith("'s"):
                break
        if not words or (
            grammar.headline(self.plain) and not self._is_known_surname(phrase, words[0][1].removesuffix("'s"))
        ):
            return
        end = words[-1][0] + len(words[-1][1])
        if end == len(self.plain) or (self.plain[end - 1] == "." and len(words[-1][1]) > 2):
            end -= self.plain[end - 1] == "."
        if self.plain[:end].endswith("'s"):
            end -= 2
        phrase.person = self.text[words[0][0] : end]
        phrase.end = end
        while phrase.next < len(self.hits) and self.hits[phrase.next].start < end:
            phrase.next += 1
        plain_name = self.offices.full_name(tables.fold(phrase.person))
        if plain_name is not None:
            phrase.status = self.offices.status(plain_name, on=self.on)
        elif len(words) == 1:
            phrase.status = self._by_surname(phrase)
        phrase.person = phrase.status.person if phrase.status else phrase.person

    def _boundary(self, index: int, end: int) -> int:
        """Where the first name that a person's name cannot contain begins, from a hit on; at most `end`."""
        while index < len(self.hits) and self.hits[index].start < end:
            if self.hits[index].name.kind in grammar.BOUNDARIES:
                return self.hits[index].start
            index += 1
        return end

    def _is_known_surname(self, phrase: grammar.Phrase, word: str) -> bool:
        state = phrase.base.state if phrase.base else None
        return self.offices.by_surname(tables.fold(word), on=self.on, state=state) is not None

    def _by_surname(self, phrase: grammar.Phrase) -> office_holders.Status | None:
        """The office-holder whom a title and a surname name, if there is only one."""
        surname = tables.fold(phrase.person or "")
        head = phrase.heads[-1] if phrase.heads else None
        title, sectors = (head.label, head.sectors) if head else ("", ())
        if phrase.former:
            return self.offices.past_by_surname(surname, on=self.on, title=title)
        state = phrase.base.state if phrase.base else None
        now = self.offices.by_surname(surname, on=self.on, sectors=sectors, state=state, title=title)
        past = (
            None
            if now or title not in tables.words("courtesy titles")
            else self.offices.past_by_surname(surname, on=self.on, title=title)
        )
        return now or (past if past and (state is None or past.state == state) else None)

    # -- a name that stands alone -------------------------------------------

    def _bare(self, hit: grammar.Hit, index: int, *, places: bool) -> list[Mention]:
        kind, confidence = hit.name.kind, hit.confidence
        after = self.hits[index + 1] if index + 1 < len(self.hits) else None
        if kind in {"city", "region"}:
            place = self._plain(hit, confidence or 0.5, ("CVL",) if kind == "city" else ())
            return [replace(place, how="place")] if places else []
        if kind == "demonym":
            return self._bare_demonym(hit, index)
        if kind == "people":
            definite = self.plain[max(0, hit.start - 4) : hit.start].lower() == "the "
            return [self._plain(hit, confidence or 0.8, hit.name.sectors if definite else ("CVL",))]
        if kind == "capital":
            before = self.plain[max(0, hit.start - 16) : hit.start]
            doubt = 0.3 if grammar.IN_BEFORE.search(before) else 0.5 if grammar.TO_BEFORE.search(before) else 0.75
            return [self._plain(hit, min(confidence or 1.0, doubt), hit.name.sectors)]
        sectors = hit.name.sectors
        if kind == "name" and after and after.name.kind == "deed" and self.plain[hit.end : after.start] == " ":
            sectors, confidence = grammar.event_noun_sectors(after), 0.7
        if kind == "name" and hit.name.exact and after and self.plain[hit.end : after.start] in _COORDINATED:
            # "U.S. and Iraqi forces": an abbreviation shares the noun as an adjective does
            shared = self._shared_head(index + 1) if after.name.kind in {"demonym", "name"} else None
            sectors = shared if shared is not None else sectors
        return [self._plain(hit, confidence or grammar.CONFIDENCE[kind], sectors)]

    def _bare_demonym(self, hit: grammar.Hit, index: int) -> list[Mention]:
        """A demonym alone is an actor before an event noun, beside another demonym, or as a people ("the French")."""
        after = self.hits[index + 1] if index + 1 < len(self.hits) else None
        if after is not None:
            between = self.plain[hit.end : after.start]
            if after.name.kind == "deed" and self._gap(hit.end, after.start) is not None:
                return [self._plain(hit, hit.confidence or 0.6, grammar.event_noun_sectors(after))]
            if between in _COORDINATED and after.name.kind in grammar.STATES | grammar.BODIES:
                sectors = self._shared_head(index + 1)
                if sectors is not None:
                    return [self._plain(hit, hit.confidence or 0.75, sectors)]
        definite = self.plain[max(0, hit.start - 4) : hit.start].lower() == "the "
        if definite and grammar.AFTER_PEOPLE.match(self.plain, hit.end):
            return [self._plain(hit, hit.confidence or 0.6, hit.name.sectors)]
        return []

    def _shared_head(self, index: int) -> tuple[str, ...] | None:
        """Sectors of the noun that two or more coordinated demonyms share: "Chinese and Russian ships"."""
        if index not in self._shared:
            sectors, last = self._find_shared_head(index)
            # All demonyms on the way share it: a long row of them is walked once.
            self._shared.update(dict.fromkeys(range(index, last + 1), sectors))
        return self._shared[index]

    def _find_shared_head(self, index: int) -> tuple[tuple[str, ...] | None, int]:
        """The sectors that the demonyms from a hit on share, and the index of the last of the demonyms."""
        last = index
        while index < len(self.hits) and self.hits[index].name.kind in grammar.STATES | grammar.BODIES:
            here, last, index = self.hits[index], index, index + 1
            if index == len(self.hits):
                break
            after = self.hits[index]
            if after.name.kind in grammar.HEADS and self._gap(here.end, after.start) is not None:
                return after.name.sectors, last
            if after.name.kind == "deed" and self._gap(here.end, after.start) is not None:
                return grammar.event_noun_sectors(after), last
            if self.plain[here.end : after.start] not in {" and ", " or ", ", ", ", and ", "-", "/"}:
                break
        return None, last

    # -- from a title or body -----------------------------------------------

    def _from_head(self, index: int, *, generic: bool) -> tuple[list[Mention], int]:
        hit = self.hits[index]
        phrase = grammar.Phrase(hit.start, hit.end, None, 0.9, index + 1)
        phrase.former = grammar.former_before(self.plain, hit.start)
        phrase.add(hit.name)
        self._same_phrase(phrase)
        if self._of_actor(phrase):
            return [self._mention(phrase)], phrase.next
        if phrase.person is None and phrase.alias is None and phrase.heads[-1].kind == "office":
            self._unknown_person(phrase)
        self._with_portfolio(phrase)
        if phrase.person or phrase.alias:
            return [self._mention(phrase)], phrase.next
        return ([self._mention(phrase)] if generic else []), phrase.next

    def _same_phrase(self, phrase: grammar.Phrase) -> None:
        while phrase.next < len(self.hits):
            after = self.hits[phrase.next]
            gap = self._gap(phrase.end, after.start)
            if gap is None:
                return
            if after.name.kind in grammar.HEADS:
                phrase.add(after.name)
            elif after.name.kind in {"person", "alias"} and phrase.titled:
                self._name_person(phrase, after)
            else:
                return
            phrase.end, phrase.next = after.end, phrase.next + 1
            phrase.former = phrase.former or gap
            if phrase.person or phrase.alias:
                return

    def _of_actor(self, phrase: grammar.Phrase) -> bool:
        """Join the actor after "of": "of China", "of the European Council"."""
        if phrase.next >= len(self.hits) or phrase.person or phrase.alias:
            return False
        after = self.hits[phrase.next]
        between = self.plain[phrase.end : after.start].lower()
        if not _joins(phrase.heads[-1], between, after.name):
            return False
        inner = grammar.Phrase(
            after.start,
            after.end,
            after.name,
            after.confidence or grammar.CONFIDENCE[after.name.kind],
            phrase.next + 1,
        )
        self._extend(inner)
        if after.name.kind == "demonym" and not inner.heads and inner.base is after.name:
            return False
        phrase.base, phrase.confidence = inner.base, inner.confidence
        bodies = after.name.kind == "agency" or (inner.heads and inner.heads[-1].kind == "body")
        if bodies:
            phrase.heads = [*phrase.heads, *(inner.heads or [after.name])]
            phrase.of_body = True
        phrase.end, phrase.next = inner.end, inner.next
        phrase.person, phrase.status, phrase.alias = inner.person, inner.status, inner.alias
        if phrase.person is None and phrase.heads[-1].kind in grammar.TITLES:
            self._after_of(phrase)
        return True

    def _after_of(self, phrase: grammar.Phrase) -> None:
        if phrase.next < len(self.hits):
            after = self.hits[phrase.next]
            if after.name.kind in {"person", "alias"} and self.plain[phrase.end : after.start] == " ":
                self._name_person(phrase, after)
                phrase.end, phrase.next = after.end, phrase.next + 1

    # -- from a person ------------------------------------------------------

    def _from_person(self, index: int) -> tuple[list[Mention], int]:
        hit = self.hits[index]
        phrase = grammar.Phrase(
            hit.start, hit.end, None, hit.confidence or grammar.CONFIDENCE[hit.name.kind], index + 1
        )
        phrase.former = grammar.former_before(self.plain, hit.start)
        self._name_person(phrase, hit)
        return [self._mention(phrase)], index + 1

    # -- making mentions ----------------------------------------------------

    def _plain(self, hit: grammar.Hit, confidence: float, sectors: tuple[str, ...]) -> Mention:
        name = hit.name
        how = grammar.HOW.get(name.kind, name.kind)
        if name.actor is None:
            how, confidence = "unresolved", min(confidence, 0.2)
        return Mention(hit.start, hit.end, self.text[hit.start : hit.end], name.actor, name.state, sectors, None, how,
                       confidence)  # fmt: skip

    def _mention(self, phrase: grammar.Phrase) -> Mention:
        end = self._with_object(phrase)
        actor, state, sectors, how = grammar.meaning(phrase)
        person = phrase.person
        if phrase.alias is not None:
            person = phrase.alias.person or person
        confidence = phrase.confidence if how != "unresolved" else 0.2
        noun = phrase.heads[-1].label if phrase.heads else None
        return Mention(phrase.start, end, self.text[phrase.start : end], actor, state, sectors, person, how, confidence,
                       noun)  # fmt: skip

    def _with_object(self, phrase: grammar.Phrase) -> int:
        """The end of the mention, which includes the host of an envoy ("to Japan"): the host is not an actor here."""
        if phrase.heads and phrase.person is None and phrase.heads[-1].label.rstrip("s") in tables.words("envoys"):
            while phrase.next < len(self.hits):
                after = self.hits[phrase.next]
                if self.plain[phrase.end : after.start].lower() not in _BEFORE_HOST:
                    break
                phrase.end, phrase.next = after.end, phrase.next + 1
                self._after_of(phrase)
                if phrase.person is None:
                    self._unknown_person(phrase)
        return phrase.end

    def _with_portfolio(self, phrase: grammar.Phrase) -> None:
        """Join the known person behind a field of work: "special envoy for Sahel Affairs Ann Lee"."""
        if not phrase.titled or phrase.person is not None or phrase.alias is not None:
            return
        field = grammar.PORTFOLIO.match(self.plain, phrase.end)
        if field is None:
            return
        index = phrase.next
        while index < len(self.hits) and self.hits[index].start < field.end():
            hit = self.hits[index]
            if hit.name.kind in grammar.TITLES:
                return  # "spokesman for President Vladimir Putin"
            if hit.name.kind == "person" and field.start(1) < hit.start and hit.end <= field.end():
                self._name_person(phrase, hit)
                phrase.end, phrase.next = hit.end, index + 1
                return
            index += 1
        topic = self.hits[phrase.next] if phrase.next < len(self.hits) else None
        if topic and topic.start == field.start(1) and topic.name.kind in grammar.STATES | grammar.BODIES:
            self._person_behind_topic(phrase, topic, phrase.next)

    def _person_behind_topic(self, phrase: grammar.Phrase, topic: grammar.Hit, index: int) -> None:
        """Join a person of whom no table tells, by two names or more: "special envoy for Mali Ann Lee"."""
        found = grammar.PERSON_NAME.match(self.plain, topic.end)
        words = found[1].split() if found else []
        behind = self.hits[index + 1 : index + 2]
        if found is None or len(words) == 1 or (behind and behind[0].start < found.end(1)):
            return
        if any(word.rstrip(".") in tables.words("person stop words") or word.endswith("'s") for word in words[:-1]):
            return
        end = found.end(1) - 2 * found[1].endswith("'s")
        phrase.person, phrase.end, phrase.next = self.text[found.start(1) : end], end, index + 1


def _joins(head: tables.Name, between: str, after: tables.Name) -> bool:
    """Whether a noun and the name after a preposition are one actor: "army of Chad", not "member of NATO"."""
    if after.kind not in (grammar.STATES | grammar.BODIES) - {"people"}:
        return False
    if between in {" of ", " of the "}:
        return after.kind not in grammar.BODIES or head.label.rstrip("s") not in tables.words("membership nouns")
    linked = between in {" for ", " for the ", " in the ", " at the "}
    return linked and head.kind in grammar.TITLES and after.kind in grammar.BODIES | {"demonym"}


def _is_place(phrase: grammar.Phrase) -> bool:
    """Whether the phrase is a place and not an actor: "the Chinese city", "Ibaraki prefecture"."""
    if phrase.base is None or not phrase.heads:
        return False
    if phrase.base.kind == "demonym":
        return phrase.heads[-1].label in tables.words("settlement nouns")
    towns = phrase.base.kind in {"city", "region"}
    return towns and len(phrase.heads) == 1 and phrase.heads[0].label in tables.words("place nouns")
