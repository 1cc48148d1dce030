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
from collections.abc import Iterator
from dataclasses import dataclass, field

from analysis import names, offices
from analysis.mentions import Mention

HOW = {"people": "demonym", "agency": "organisation", "media": "organisation", "region": "name", "city": "name",
       "person": "office"}  # fmt: skip
SURE = {"name": 0.9, "demonym": 0.9, "people": 0.8, "capital": 0.75, "seat": 0.9, "organisation": 0.9, "group": 0.9,
        "agency": 0.9, "media": 0.9, "person": 0.9, "alias": 1.0, "region": 0.7, "city": 0.7}  # fmt: skip
STATES = frozenset({"name", "demonym", "people", "capital", "seat", "region", "city"})
BODIES = frozenset({"organisation", "group", "agency", "media"})
_PARTING = (STATES | BODIES | {"person", "mask", "alias"}) - {"city", "region"}
HEADS = frozenset({"office", "generic", "body", "crowd", "thing"})
TITLES = frozenset({"office", "generic"})
FORMER_WORDS = frozenset({"former", "ex", "late", "deposed", "ousted", "then", "onetime", "erstwhile"})
_BYGONE = ("former", "ex-", "deposed", "ousted")
TIED = frozenset(
    "backed led born made based style speaking held controlled funded trained occupied owned allied sponsored supplied "
    "brokered proposed linked aligned imposed administered run built designed supported dominated financed educated "
    "mediated registered flagged listed friendly bound armed drafted inspired assisted manufactured affiliated".split()
)
_PLACE_BEFORE = re.compile(r"\b(?:in|at|near|around|outside|inside|across|throughout|downtown|central) (?:the )?\Z")
_WAY_BEFORE = re.compile(r"\b(?:to|from|into|toward|towards|for|via|through|over|of|visited|visit|left) (?:the )?\Z")
_AGAINST = re.compile(r"\b(?:pro|anti|ex|non|post|pre)-\Z", re.IGNORECASE)
_TAIL = re.compile(r"-([a-z]+)")
_PERSON = re.compile(
    r" ((?:[A-Z][\w'.-]*[\w.]|[A-Z]|al-[A-Z]\w+)"
    r"(?: (?:(?:bin|ibn|al|el|de|da|dos|del|von|van|der|la|bint|abu|ul|ur|uz) )?(?:[A-Z][\w'-]*\w|[A-Z]\.|al-[A-Z][\w-]+)){0,3})"
)
_NO_PERSON = frozenset(
    "The A An In On At For And But As If He She It They We I Monday Tuesday Wednesday Thursday Friday Saturday Sunday "
    "January February March April May June July August September October November December Says Said Will To Of From "
    "With After Before Over By Is Was Has Had Tells Told Meets Visits Calls Warns Urges Vows Mr Ms Mrs Dr North South "
    "East West".split()
)
_THE_PEOPLE = re.compile(
    r"(?:$|[.,;:!?)\"]| (?:and|or|have|has|are|were|will|would|had|said|say|who|to|in|on|at|from|with|must|want|did|do|"
    r"[a-z]+ed|also|could|should|may|might|for|by|never|now|still|can|into|over|against|as|that|but)\b)"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern found: `start` and `end` in the text, its meaning, and how sure if a rule doubts it."""

    start: int
    end: int
    name: names.Name
    confidence: float | None = None


@dataclass(slots=True)
class _Chain:
    """What has been joined so far, from the first hit on."""

    start: int
    end: int
    base: names.Name | None
    sure: float
    following: int
    heads: list[names.Name] = field(default_factory=list)
    former: bool = False
    person: str | None = None
    standing: offices.Standing | None = None
    alias: names.Name | None = None
    of_body: bool = False

    def add(self, head: names.Name) -> None:
        """Take a further title or noun; "former president" marks the whole phrase."""
        self.heads.append(head)
        self.former = self.former or (head.sectors == offices.FORMER and head.label.startswith(_BYGONE))

    @property
    def titled(self) -> bool:
        return bool(self.heads) and (self.heads[-1].kind in TITLES or self.of_body)


class Reader:
    """Reads the hits of one sentence."""

    def __init__(self, text: str, plain: str, hits: list[Hit], on: dt.date, held: offices.Offices) -> None:
        self.text, self.plain, self.hits, self.on, self.held = text, plain, hits, on, held

    def read(self, *, places: bool, generic: bool) -> list[Mention]:
        """The mentions in order; see `gazetteer.Gazetteer.find`."""
        found: list[Mention] = []
        place = 0
        while place < len(self.hits):
            kind = self.hits[place].name.kind
            if kind in STATES or kind in BODIES:
                mentions, place = self._from_actor(place, places=places)
            elif kind in HEADS:
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
        if _AGAINST.search(self.plain, max(0, hit.start - 6), hit.start):
            return [], place + 1
        tail = _TAIL.match(self.plain, hit.end)
        if tail and tail[1] in TIED:
            return [], place + 1
        chain = _Chain(hit.start, hit.end, hit.name, hit.confidence or SURE[hit.name.kind], place + 1)
        chain.former = self._former_before(hit.start)
        self._extend(chain)
        if hit.name.kind in {"city", "region"} and len(chain.heads) == 1 and chain.heads[0].label in _PLACE_NOUNS:
            return self._bare(hit, place, places=places), chain.following
        if chain.heads or chain.person or chain.base is not hit.name:
            return [self._mention(chain)], chain.following
        return self._bare(hit, place, places=places), place + 1

    def _extend(self, chain: _Chain) -> None:
        """Join what follows: titles, bodies, people, an inner body of the same state, a person."""
        while chain.following < len(self.hits):
            after = self.hits[chain.following]
            gap = self._gap(chain.end, after.start)
            if gap is None:
                break
            kind = after.name.kind
            if kind in HEADS:
                chain.add(after.name)
            elif kind in {"person", "alias"} and (chain.titled or self._may_own(chain)):
                self._name_person(chain, after)
            elif kind in BODIES and not chain.heads and _same_home(chain.base, after.name):
                chain.base = after.name
            elif kind == "mask" or kind in STATES or kind in BODIES or kind == "deed":
                break
            else:
                break
            chain.end, chain.following = after.end, chain.following + 1
            chain.former = chain.former or gap
            if chain.person or chain.alias:
                return
        if chain.titled:
            self._unknown_person(chain)

    def _may_own(self, chain: _Chain) -> bool:
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
        if len(words) > 3 or not all(word in _modifiers() or word in FORMER_WORDS for word in words):
            return None
        return not FORMER_WORDS.isdisjoint(words) and "then" not in words

    def _name_person(self, chain: _Chain, hit: Hit) -> None:
        if hit.name.kind == "alias":
            chain.alias = hit.name
        else:
            chain.standing = self.held.choose((hit.name.person or "").split("|"), on=self.on)
            chain.person = chain.standing.person if chain.standing else self.text[hit.start : hit.end]

    def _unknown_person(self, chain: _Chain) -> None:
        """A name that no table has, after a title: it is the person, and part of the mention."""
        found = _PERSON.match(self.plain, chain.end)
        if found is None:
            return
        later = (hit.start for hit in self.hits[chain.following :] if hit.name.kind in _PARTING)
        reach = next(later, len(self.plain))
        words = []
        for word in re.finditer(r"\S+", found[1]):
            begin = found.start(1) + word.start()
            if begin >= reach or word[0].rstrip(".") in _NO_PERSON:
                break
            words.append((begin, word[0]))
        if not words or (self._headline() and not self._known_family(chain, words[0][1])):
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
        if len(words) == 1:
            chain.standing = self._by_family(chain)
            chain.person = chain.standing.person if chain.standing else chain.person

    def _known_family(self, chain: _Chain, word: str) -> bool:
        state = chain.base.state if chain.base else None
        return self.held.by_family(names.fold(word), on=self.on, state=state) is not None

    def _by_family(self, chain: _Chain) -> offices.Standing | None:
        """The office-holder whom a title and a family name mean, if only one can be meant."""
        family = names.fold(chain.person or "")
        head = chain.heads[-1] if chain.heads else None
        title, sectors = (head.label, head.sectors) if head else ("", ())
        if chain.former:
            return self.held.past_family(family, on=self.on, title=title)
        state = chain.base.state if chain.base else None
        return self.held.by_family(family, on=self.on, sectors=sectors, state=state, title=title)

    def _headline(self) -> bool:
        words = re.findall(r"[A-Za-z]{4,}", self.plain)
        return len(words) > 4 and sum(word[0].isupper() for word in words) > 0.8 * len(words)

    def _former_before(self, start: int) -> bool:
        found = re.search(r"([A-Za-z]+)[ -]\Z", self.plain[max(0, start - 14) : start])
        return found is not None and found[1].lower() in FORMER_WORDS - {"then"}

    # -- a name that stands alone -------------------------------------------

    def _bare(self, hit: Hit, place: int, *, places: bool) -> list[Mention]:
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
            doubt = 0.3 if _PLACE_BEFORE.search(before) else 0.5 if _WAY_BEFORE.search(before) else 0.75
            return [self._plain(hit, min(sure or 1.0, doubt), hit.name.sectors)]
        sectors = hit.name.sectors
        if kind == "name" and after and after.name.kind == "deed" and self.plain[hit.end : after.start] == " ":
            sectors, sure = _deed_sectors(after), 0.7
        return [self._plain(hit, sure or SURE[kind], sectors)]

    def _bare_demonym(self, hit: Hit, place: int) -> list[Mention]:
        """A demonym acts only in its plural sense, beside a second one, or with a noun of doing."""
        after = self.hits[place + 1] if place + 1 < len(self.hits) else None
        if after is not None:
            between = self.plain[hit.end : after.start]
            if after.name.kind == "deed" and self._gap(hit.end, after.start) is not None:
                return [self._plain(hit, hit.confidence or 0.6, _deed_sectors(after))]
            if between in {" and ", " or ", ", ", "-", "/"} and after.name.kind in STATES | BODIES:
                sectors = self._shared_head(place + 1)
                if sectors is not None:
                    return [self._plain(hit, hit.confidence or 0.75, sectors)]
        whole = self.plain[max(0, hit.start - 4) : hit.start].lower() == "the "
        if whole and _THE_PEOPLE.match(self.plain, hit.end):
            return [self._plain(hit, hit.confidence or 0.6, hit.name.sectors)]
        return []

    def _shared_head(self, place: int) -> tuple[str, ...] | None:
        """Sectors of the noun that two or more coordinated demonyms share: "Chinese and Russian ships"."""
        while place < len(self.hits) and self.hits[place].name.kind in STATES | BODIES:
            here, place = self.hits[place], place + 1
            if place == len(self.hits):
                return None
            after = self.hits[place]
            if after.name.kind in HEADS and self._gap(here.end, after.start) is not None:
                return after.name.sectors
            if after.name.kind == "deed" and self._gap(here.end, after.start) is not None:
                return _deed_sectors(after)
            if self.plain[here.end : after.start] not in {" and ", " or ", ", ", ", and ", "-", "/"}:
                return None
        return None

    # -- from a title or body -----------------------------------------------

    def _from_head(self, place: int, *, generic: bool) -> tuple[list[Mention], int]:
        hit = self.hits[place]
        chain = _Chain(hit.start, hit.end, None, 0.9, place + 1)
        chain.former = self._former_before(hit.start)
        chain.add(hit.name)
        self._same_phrase(chain)
        if self._of_actor(chain):
            return [self._mention(chain)], chain.following
        if chain.person is None and chain.alias is None and chain.heads[-1].kind == "office":
            self._unknown_person(chain)
        if chain.person or chain.alias:
            return [self._mention(chain)], chain.following
        return ([self._mention(chain)] if generic else []), chain.following

    def _same_phrase(self, chain: _Chain) -> None:
        while chain.following < len(self.hits):
            after = self.hits[chain.following]
            gap = self._gap(chain.end, after.start)
            if gap is None:
                return
            if after.name.kind in HEADS:
                chain.add(after.name)
            elif after.name.kind in {"person", "alias"} and chain.titled:
                self._name_person(chain, after)
            else:
                return
            chain.end, chain.following = after.end, chain.following + 1
            chain.former = chain.former or gap
            if chain.person or chain.alias:
                return

    def _of_actor(self, chain: _Chain) -> bool:
        """Join "of China", "of the European Council"; swallow "to China" after an ambassador."""
        if chain.following >= len(self.hits) or chain.person or chain.alias:
            return False
        after = self.hits[chain.following]
        between = self.plain[chain.end : after.start].lower()
        if after.name.kind not in STATES | BODIES or after.name.kind == "people":
            return False
        if after.name.kind in BODIES and chain.heads[-1].label.rstrip("s") in _MEMBERS:
            return False
        if between not in {" of ", " of the ", " for ", " for the ", " in the ", " at the "} or (
            " of" not in between and after.name.kind not in BODIES | {"demonym"}
        ):
            return False
        inner = _Chain(
            after.start, after.end, after.name, after.confidence or SURE[after.name.kind], chain.following + 1
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
        if chain.person is None and chain.heads[-1].kind in TITLES:
            self._after_of(chain)
        return True

    def _after_of(self, chain: _Chain) -> None:
        if chain.following < len(self.hits):
            after = self.hits[chain.following]
            if after.name.kind in {"person", "alias"} and self.plain[chain.end : after.start] == " ":
                self._name_person(chain, after)
                chain.end, chain.following = after.end, chain.following + 1

    # -- from a person ------------------------------------------------------

    def _from_person(self, place: int) -> tuple[list[Mention], int]:
        hit = self.hits[place]
        chain = _Chain(hit.start, hit.end, None, hit.confidence or SURE[hit.name.kind], place + 1)
        chain.former = self._former_before(hit.start)
        self._name_person(chain, hit)
        return [self._mention(chain)], place + 1

    # -- making mentions ----------------------------------------------------

    def _plain(self, hit: Hit, sure: float, sectors: tuple[str, ...]) -> Mention:
        name = hit.name
        how = HOW.get(name.kind, name.kind)
        if name.actor is None:
            how, sure = "unresolved", min(sure, 0.2)
        return Mention(hit.start, hit.end, self.text[hit.start : hit.end], name.actor, name.state, sectors, None, how,
                       sure)  # fmt: skip

    def _mention(self, chain: _Chain) -> Mention:
        actor, state, sectors, how = self._meaning(chain)
        person = chain.person
        if chain.alias is not None:
            person = chain.alias.person or person
        sure = chain.sure if how != "unresolved" else 0.2
        end = self._with_object(chain)
        return Mention(chain.start, end, self.text[chain.start : end], actor, state, sectors, person, how, sure)

    def _meaning(self, chain: _Chain) -> tuple[str | None, str | None, tuple[str, ...], str]:
        if chain.alias is not None:
            own = chain.alias
            return own.actor, own.state, own.sectors or _sectors(chain), "alias"
        sectors, base, standing = _sectors(chain), chain.base, chain.standing
        if standing is not None and (base is None or standing.state in {None, base.state} or base.state is None):
            former = chain.former or (standing.office is None and not self._claims(chain))
            state = standing.state or (base.state if base else None)
            if former:
                return None, state, offices.FORMER, "office"
            if standing.office is None:
                return standing.home, state, sectors, "office"
            titled = sectors if chain.heads and base is not None else standing.sectors
            return standing.actor, state, titled or standing.sectors, "office"
        if base is None:
            return None, None, offices.FORMER if chain.former else sectors, "unresolved"
        if chain.former and any(head.kind in TITLES or head.kind == "crowd" for head in chain.heads):
            return None, base.state, offices.FORMER, HOW.get(base.kind, base.kind)
        if base.actor is None:
            return None, None, sectors, "unresolved"
        return base.actor, base.state, sectors, HOW.get(base.kind, base.kind)

    def _claims(self, chain: _Chain) -> bool:
        """Whether the text gives a title that the table does not know of, and that is no mere courtesy."""
        titles = [head.label for head in chain.heads if head.kind == "office"]
        return bool(titles) and titles[-1] not in _COURTESY

    def _with_object(self, chain: _Chain) -> int:
        """The end with "to Japan" after an envoy, which names the host and not an actor."""
        if chain.heads and chain.person is None and chain.heads[-1].label.rstrip("s") in _ENVOYS:
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


_MEMBERS = frozenset({"member", "member state", "state", "supporter", "ally", "nation", "victim", "side"})
_PLACE_NOUNS = frozenset({"prefecture", "state", "city", "governorate", "municipality", "village", "town", "market",
                          "community", "nation", "neighborhood", "neighbourhood", "campus", "checkpoint"})  # fmt: skip
_COURTESY = frozenset({"president", "prime minister", "senator", "governor", "secretary", "mayor", "king", "premier"})
_ENVOYS = frozenset({"ambassador", "envoy", "special envoy", "special representative", "permanent representative",
                     "high commissioner", "charge d'affaire", "consul general", "consul", "envoys"})  # fmt: skip


def _sectors(chain: _Chain) -> tuple[str, ...]:
    """The codes of the phrase: those of its head noun first, unless it is as general as "official"."""
    heads = [head.sectors for head in reversed(chain.heads) if head.kind != "generic"]
    general = [head.sectors for head in reversed(chain.heads) if head.kind == "generic"]
    base = chain.base.sectors if chain.base is not None and chain.base.kind not in {"capital", "seat"} else ()
    if chain.heads and chain.heads[-1].kind == "generic" and base:
        ordered = [base, *heads]
    else:
        ordered = [*heads, base] if heads or base else general
    if chain.base is not None and chain.base.kind in {"seat", "capital"} and not (heads or general):
        ordered = [chain.base.sectors]
    return tuple(dict.fromkeys(code for one in ordered for code in one))


def _deed_sectors(hit: Hit) -> tuple[str, ...]:
    return hit.name.sectors if hit.name.sectors == ("MIL",) else ()


def _same_home(base: names.Name | None, inner: names.Name) -> bool:
    return base is not None and base.kind in STATES and (inner.state in {None, base.state})


def _modifiers() -> frozenset[str]:
    if not _CACHE:
        _CACHE.append(frozenset(row["word"] for row in names.table("modifiers.csv")))
    return _CACHE[0]


_CACHE: list[frozenset[str]] = []


def spans(mentions: list[Mention]) -> Iterator[tuple[int, int]]:
    """Start and end of each mention."""
    return ((mention.start, mention.end) for mention in mentions)
