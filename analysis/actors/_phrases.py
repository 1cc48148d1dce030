"""From hits to mentions: the grammar of the noun phrases that name actors.

A hit of the automaton is a word; a mention is the phrase around it: "North
Korean leader Kim Jong-un" is one, PRK GOV. The reader walks the hits once, from
left to right, and joins a state to the titles, bodies, people and persons
that follow it ("the Chinese foreign ministry"), or a title to the state that
follows it with "of" ("president of the Republic of Korea"). The words between
must be known modifiers, since there is no parse here.
"""

import datetime as dt
import re
from dataclasses import replace

from analysis.actors import _phrase_grammar, office_holders, tables
from analysis.actors.mention import Mention


class Reader:
    """Reads the hits of one sentence."""

    def __init__(
        self, text: str, plain: str, hits: list[_phrase_grammar.Hit], on: dt.date, held: office_holders.Offices
    ) -> None:
        self.text, self.plain, self.hits, self.on, self.held = text, plain, hits, on, held

    def read(self, *, places: bool, generic: bool) -> list[Mention]:
        """The mentions in order; see `gazetteer.Gazetteer.find`."""
        found: list[Mention] = []
        place = 0
        while place < len(self.hits):
            kind = self.hits[place].name.kind
            if kind in _phrase_grammar.STATES or kind in _phrase_grammar.BODIES:
                mentions, place = self._from_actor(place, places=places)
            elif kind in _phrase_grammar.HEADS:
                mentions, place = self._from_head(place, generic=generic)
            elif kind in {"person", "alias"}:
                mentions, place = self._from_person(place)
            else:
                mentions, place = [], place + 1
            found += mentions
        return found

    # -- from a state, an organisation, a body ------------------------------

    def _from_actor(self, place: int, *, places: bool) -> tuple[list[Mention], int]:
        hit = self.hits[place]
        if self._tied(hit):
            return [], place + 1
        chain = _phrase_grammar.Chain(
            hit.start, hit.end, hit.name, hit.confidence or _phrase_grammar.SURE[hit.name.kind], place + 1
        )
        chain.former = _phrase_grammar.former_before(self.plain, hit.start)
        self._extend(chain)
        if _is_place(chain):
            town = hit.name.kind in {"city", "region"}
            return (self._bare(hit, place, places=places) if town else []), chain.following
        of_state = hit.name.kind == "agency" and self._of_state(chain)
        if of_state or chain.heads or chain.person or chain.base is not hit.name:
            return [self._mention(chain)], chain.following
        return self._bare(hit, place, places=places), place + 1

    def _tied(self, hit: _phrase_grammar.Hit) -> bool:
        """Whether the name is half of "anti-American" or "Russian-backed"."""
        tail = _phrase_grammar.TAIL.match(self.plain, hit.end)
        against = _phrase_grammar.AGAINST.search(self.plain, max(0, hit.start - 6), hit.start)
        return against is not None or (tail is not None and tail[1] in _phrase_grammar.TIED)

    def _extend(self, chain: _phrase_grammar.Chain) -> None:
        """Join what follows: titles, bodies, people, an inner body of the same state, a person."""
        while chain.following < len(self.hits):
            after = self.hits[chain.following]
            gap = self._gap(chain.end, after.start)
            kind = after.name.kind
            if gap is None and kind in _phrase_grammar.HEADS and self._compound(chain, after.start):
                gap = False
            if gap is None:
                break
            if kind in _phrase_grammar.HEADS:
                chain.add(after.name)
            elif kind in {"person", "alias"} and (chain.titled or self._may_own(chain)):
                self._name_person(chain, after)
            elif (
                kind in _phrase_grammar.BODIES and not chain.heads and _phrase_grammar.same_home(chain.base, after.name)
            ):
                chain.base = after.name
            elif kind == "mask" or kind in _phrase_grammar.STATES or kind in _phrase_grammar.BODIES or kind == "deed":
                break
            else:
                break
            chain.end, chain.following = after.end, chain.following + 1
            chain.former = chain.former or gap
            if chain.person or chain.alias:
                return
        if chain.titled:
            self._unknown_person(chain)

    def _of_state(self, chain: _phrase_grammar.Chain) -> bool:
        """Give a body to the state that is named after it: "the National Security Council of Peru"."""
        if chain.person or chain.following >= len(self.hits):
            return False
        after = self.hits[chain.following]
        if after.name.kind != "name" or self.plain[chain.end : after.start].lower() not in {" of ", " of the "}:
            return False
        if chain.base is not None:
            chain.base = replace(chain.base, actor=after.name.actor, state=after.name.state)
        chain.end, chain.following = after.end, chain.following + 1
        return True

    def _may_own(self, chain: _phrase_grammar.Chain) -> bool:
        """Whether a person may follow directly: "Russia's Putin", not "Iran Trump"."""
        return self.plain.startswith("'", chain.end) or (chain.base is not None and chain.base.kind == "demonym")

    def _gap(self, end: int, start: int) -> bool | None:
        """None if the words between part the phrase; else whether they say "former"."""
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
        if len(words) > 3 or not all(
            word in _phrase_grammar.modifiers() or word in _phrase_grammar.FORMER_WORDS for word in words
        ):
            return None
        return not _phrase_grammar.FORMER_WORDS.isdisjoint(words) and "then" not in words

    def _compound(self, chain: _phrase_grammar.Chain, start: int) -> bool:
        """Whether one more noun stands between a demonym and its head: "Japanese virus expert"."""
        if chain.heads or chain.base is None or chain.base.kind != "demonym":
            return False
        between = self.plain[chain.end : start].split(" ")
        if len(between) != 3 or between[0] or between[2]:
            return False
        word = between[1]
        return (
            word.isalpha() and word.islower() and word not in _phrase_grammar.FUNCTION_WORDS and not word.endswith("ed")
        )

    def _name_person(self, chain: _phrase_grammar.Chain, hit: _phrase_grammar.Hit) -> None:
        if hit.name.kind == "alias":
            chain.alias = hit.name
        else:
            chain.standing = self.held.choose((hit.name.person or "").split("|"), on=self.on)
            chain.person = chain.standing.person if chain.standing else self.text[hit.start : hit.end]

    def _unknown_person(self, chain: _phrase_grammar.Chain) -> None:
        """A name that no table has, after a title: it is the person, and part of the mention."""
        found = _phrase_grammar.PERSON.match(self.plain, chain.end)
        if found is None:
            return
        later = (hit.start for hit in self.hits[chain.following :] if hit.name.kind in _phrase_grammar.PARTING)
        reach = next(later, len(self.plain))
        words = []
        for word in re.finditer(r"\S+", found[1]):
            begin = found.start(1) + word.start()
            if begin >= reach or word[0].rstrip(".") in _phrase_grammar.NO_PERSON:
                break
            words.append((begin, word[0]))
        if not words or (_phrase_grammar.headline(self.plain) and not self._known_family(chain, words[0][1])):
            return
        end = words[-1][0] + len(words[-1][1])
        if end == len(self.plain) or (self.plain[end - 1] == "." and len(words[-1][1]) > 2):
            end -= self.plain[end - 1] == "."
        if self.plain[:end].endswith("'s"):
            end -= 2
        chain.person = self.text[words[0][0] : end]
        chain.end = end
        while chain.following < len(self.hits) and self.hits[chain.following].start < end:
            chain.following += 1
        plain_name = self.held.full_name(tables.fold(chain.person))
        if plain_name is not None:
            chain.standing = self.held.standing(plain_name, on=self.on)
        elif len(words) == 1:
            chain.standing = self._by_family(chain)
        chain.person = chain.standing.person if chain.standing else chain.person

    def _known_family(self, chain: _phrase_grammar.Chain, word: str) -> bool:
        state = chain.base.state if chain.base else None
        return self.held.by_family(tables.fold(word), on=self.on, state=state) is not None

    def _by_family(self, chain: _phrase_grammar.Chain) -> office_holders.Standing | None:
        """The office-holder whom a title and a family name mean, if only one can be meant."""
        family = tables.fold(chain.person or "")
        head = chain.heads[-1] if chain.heads else None
        title, sectors = (head.label, head.sectors) if head else ("", ())
        if chain.former:
            return self.held.past_family(family, on=self.on, title=title)
        state = chain.base.state if chain.base else None
        now = self.held.by_family(family, on=self.on, sectors=sectors, state=state, title=title)
        past = (
            None
            if now or title not in _phrase_grammar.COURTESY
            else self.held.past_family(family, on=self.on, title=title)
        )
        return now or (past if past and (state is None or past.state == state) else None)

    # -- a name that stands alone -------------------------------------------

    def _bare(self, hit: _phrase_grammar.Hit, place: int, *, places: bool) -> list[Mention]:
        kind, sure = hit.name.kind, hit.confidence
        after = self.hits[place + 1] if place + 1 < len(self.hits) else None
        if kind in {"city", "region"}:
            return [self._plain(hit, sure or 0.5, ("CVL",) if kind == "city" else ())] if places else []
        if kind == "demonym":
            return self._bare_demonym(hit, place)
        if kind == "people":
            whole = self.plain[max(0, hit.start - 4) : hit.start].lower() == "the "
            return [self._plain(hit, sure or 0.8, hit.name.sectors if whole else ("CVL",))]
        if kind == "capital":
            before = self.plain[max(0, hit.start - 16) : hit.start]
            doubt = (
                0.3
                if _phrase_grammar.PLACE_BEFORE.search(before)
                else 0.5
                if _phrase_grammar.WAY_BEFORE.search(before)
                else 0.75
            )
            return [self._plain(hit, min(sure or 1.0, doubt), hit.name.sectors)]
        sectors = hit.name.sectors
        if kind == "name" and after and after.name.kind == "deed" and self.plain[hit.end : after.start] == " ":
            sectors, sure = _phrase_grammar.deed_sectors(after), 0.7
        return [self._plain(hit, sure or _phrase_grammar.SURE[kind], sectors)]

    def _bare_demonym(self, hit: _phrase_grammar.Hit, place: int) -> list[Mention]:
        """A demonym acts only in its plural sense, beside a second one, or with a noun of doing."""
        after = self.hits[place + 1] if place + 1 < len(self.hits) else None
        if after is not None:
            between = self.plain[hit.end : after.start]
            if after.name.kind == "deed" and self._gap(hit.end, after.start) is not None:
                return [self._plain(hit, hit.confidence or 0.6, _phrase_grammar.deed_sectors(after))]
            if (
                between in {" and ", " or ", ", ", "-", "/"}
                and after.name.kind in _phrase_grammar.STATES | _phrase_grammar.BODIES
            ):
                sectors = self._shared_head(place + 1)
                if sectors is not None:
                    return [self._plain(hit, hit.confidence or 0.75, sectors)]
        whole = self.plain[max(0, hit.start - 4) : hit.start].lower() == "the "
        if whole and _phrase_grammar.THE_PEOPLE.match(self.plain, hit.end):
            return [self._plain(hit, hit.confidence or 0.6, hit.name.sectors)]
        return []

    def _shared_head(self, place: int) -> tuple[str, ...] | None:
        """Sectors of the noun that two or more coordinated demonyms share: "Chinese and Russian ships"."""
        while place < len(self.hits) and self.hits[place].name.kind in _phrase_grammar.STATES | _phrase_grammar.BODIES:
            here, place = self.hits[place], place + 1
            if place == len(self.hits):
                return None
            after = self.hits[place]
            if after.name.kind in _phrase_grammar.HEADS and self._gap(here.end, after.start) is not None:
                return after.name.sectors
            if after.name.kind == "deed" and self._gap(here.end, after.start) is not None:
                return _phrase_grammar.deed_sectors(after)
            if self.plain[here.end : after.start] not in {" and ", " or ", ", ", ", and ", "-", "/"}:
                return None
        return None

    # -- from a title or body -----------------------------------------------

    def _from_head(self, place: int, *, generic: bool) -> tuple[list[Mention], int]:
        hit = self.hits[place]
        chain = _phrase_grammar.Chain(hit.start, hit.end, None, 0.9, place + 1)
        chain.former = _phrase_grammar.former_before(self.plain, hit.start)
        chain.add(hit.name)
        self._same_phrase(chain)
        if self._of_actor(chain):
            return [self._mention(chain)], chain.following
        if chain.person is None and chain.alias is None and chain.heads[-1].kind == "office":
            self._unknown_person(chain)
        if chain.person or chain.alias:
            return [self._mention(chain)], chain.following
        return ([self._mention(chain)] if generic else []), chain.following

    def _same_phrase(self, chain: _phrase_grammar.Chain) -> None:
        while chain.following < len(self.hits):
            after = self.hits[chain.following]
            gap = self._gap(chain.end, after.start)
            if gap is None:
                return
            if after.name.kind in _phrase_grammar.HEADS:
                chain.add(after.name)
            elif after.name.kind in {"person", "alias"} and chain.titled:
                self._name_person(chain, after)
            else:
                return
            chain.end, chain.following = after.end, chain.following + 1
            chain.former = chain.former or gap
            if chain.person or chain.alias:
                return

    def _of_actor(self, chain: _phrase_grammar.Chain) -> bool:
        """Join "of China", "of the European Council"; swallow "to China" after an ambassador."""
        if chain.following >= len(self.hits) or chain.person or chain.alias:
            return False
        after = self.hits[chain.following]
        between = self.plain[chain.end : after.start].lower()
        if not _joins(chain.heads[-1], between, after.name):
            return False
        inner = _phrase_grammar.Chain(
            after.start,
            after.end,
            after.name,
            after.confidence or _phrase_grammar.SURE[after.name.kind],
            chain.following + 1,
        )
        self._extend(inner)
        if after.name.kind == "demonym" and not inner.heads and inner.base is after.name:
            return False
        chain.base, chain.sure = inner.base, inner.sure
        bodies = after.name.kind == "agency" or (inner.heads and inner.heads[-1].kind == "body")
        if bodies:
            chain.heads = [*chain.heads, *(inner.heads or [after.name])]
            chain.of_body = True
        chain.end, chain.following = inner.end, inner.following
        chain.person, chain.standing, chain.alias = inner.person, inner.standing, inner.alias
        if chain.person is None and chain.heads[-1].kind in _phrase_grammar.TITLES:
            self._after_of(chain)
        return True

    def _after_of(self, chain: _phrase_grammar.Chain) -> None:
        if chain.following < len(self.hits):
            after = self.hits[chain.following]
            if after.name.kind in {"person", "alias"} and self.plain[chain.end : after.start] == " ":
                self._name_person(chain, after)
                chain.end, chain.following = after.end, chain.following + 1

    # -- from a person ------------------------------------------------------

    def _from_person(self, place: int) -> tuple[list[Mention], int]:
        hit = self.hits[place]
        chain = _phrase_grammar.Chain(
            hit.start, hit.end, None, hit.confidence or _phrase_grammar.SURE[hit.name.kind], place + 1
        )
        chain.former = _phrase_grammar.former_before(self.plain, hit.start)
        self._name_person(chain, hit)
        return [self._mention(chain)], place + 1

    # -- making mentions ----------------------------------------------------

    def _plain(self, hit: _phrase_grammar.Hit, sure: float, sectors: tuple[str, ...]) -> Mention:
        name = hit.name
        how = _phrase_grammar.HOW.get(name.kind, name.kind)
        if name.actor is None:
            how, sure = "unresolved", min(sure, 0.2)
        return Mention(hit.start, hit.end, self.text[hit.start : hit.end], name.actor, name.state, sectors, None, how,
                       sure)  # fmt: skip

    def _mention(self, chain: _phrase_grammar.Chain) -> Mention:
        actor, state, sectors, how = _phrase_grammar.meaning(chain)
        person = chain.person
        if chain.alias is not None:
            person = chain.alias.person or person
        sure = chain.sure if how != "unresolved" else 0.2
        end = self._with_object(chain)
        return Mention(chain.start, end, self.text[chain.start : end], actor, state, sectors, person, how, sure)

    def _with_object(self, chain: _phrase_grammar.Chain) -> int:
        """The end with "to Japan" after an envoy, which names the host and not an actor."""
        if chain.heads and chain.person is None and chain.heads[-1].label.rstrip("s") in _phrase_grammar.ENVOYS:
            while chain.following < len(self.hits):
                after = self.hits[chain.following]
                if self.plain[chain.end : after.start].lower() not in {
                    " to ",
                    " to the ",
                    " for ",
                    " for the ",
                    " on ",
                }:
                    break
                chain.end, chain.following = after.end, chain.following + 1
                self._after_of(chain)
                if chain.person is None:
                    self._unknown_person(chain)
        return chain.end


def _joins(head: tables.Name, between: str, after: tables.Name) -> bool:
    """Whether a noun and the name after a preposition are one actor: "army of Chad", not "member of NATO"."""
    if after.kind not in (_phrase_grammar.STATES | _phrase_grammar.BODIES) - {"people"}:
        return False
    if between in {" of ", " of the "}:
        return after.kind not in _phrase_grammar.BODIES or head.label.rstrip("s") not in _phrase_grammar.MEMBERS
    linked = between in {" for ", " for the ", " in the ", " at the "}
    return linked and head.kind in _phrase_grammar.TITLES and after.kind in _phrase_grammar.BODIES | {"demonym"}


def _is_place(chain: _phrase_grammar.Chain) -> bool:
    """Whether the phrase is a settlement and no actor: "the Chinese city", "Ibaraki prefecture"."""
    if chain.base is None or not chain.heads:
        return False
    if chain.base.kind == "demonym":
        return chain.heads[-1].label in _phrase_grammar.SETTLEMENTS
    towns = chain.base.kind in {"city", "region"}
    return towns and len(chain.heads) == 1 and chain.heads[0].label in _phrase_grammar.PLACE_NOUNS
