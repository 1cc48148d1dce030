"""Which actors stand in the slots of an act: from head tokens to mentions.

A phrase is its mention where one covers its head; else the actor is sought
inside it, where the noun and the act allow: the possessor, the adjective of
nationality, "of", "by", "from", and for targets the place ("targets in
Syria"). Whose deed is condemned is its doer, not its victim.
"""

from collections.abc import Callable, Iterator, Sequence

from analysis import ontology
from analysis.actions import Act, Slot, is_person, lexicon
from analysis.actors.mention import Mention
from analysis.text import clauses
from analysis.text.parsing import Tree

_DOER = ("poss", "by", "from", "of")
_VICTIM = ("of", "in", "at", "on", "against", "to", "with", "from", "near", "inside", "for", "across", "between", "by")
_DEMONYMS = frozenset({"demonym", "organisation", "group", "coreference"})
_SHORT = frozenset({"us", "u.s.", "uk", "u.k.", "un", "u.n.", "eu", "uae", "dprk", "rok", "prc", "us-led", "nato"})
_OWN = frozenset({"it", "him", "them", "its", "his", "her", "their", "itself", "himself", "herself", "themselves"})
_PRIVATE = frozenset({"CVL", "JRN"})


class Links:
    """The mentions of one sentence by token, and the actors of slots."""

    def __init__(self, tree: Tree, mentions: Sequence[Mention]) -> None:
        self.tree = tree
        self.over: dict[int, list[Mention]] = {}
        for mention in mentions:
            for place in range(len(tree)):
                if mention.start <= tree.start[place] < mention.end:
                    self.over.setdefault(place, []).append(mention)

    def kind(self, place: int) -> str | None:
        """What `predicates.Reader` asks of a token: the kind of the mention over it."""
        own = self.over.get(place)
        if not own:
            return None
        mention = own[0]
        if mention.person:
            return "person"
        if (mention.actor or "").startswith("IGO:"):
            return "organisation"
        if not _PRIVATE.isdisjoint(mention.sectors):
            return "people"
        return "body" if mention.sectors else "state"

    def sources(self, act: Act) -> list[Mention]:
        """The mentions on the acting side: of the first slot that has any."""
        for number, slot in enumerate(act.sources):
            found = [one for one in self._slot(slot, self._doer) if not one.reports]
            if found:
                spoken = [
                    one
                    for later in act.sources[number + 1 :]
                    if later.name == "speaker"
                    for one in self._slot(later, self._doer)
                ]
                same = {one.actor for one in found} == {one.actor for one in spoken}
                return spoken if same else found  # the name says more than "it"
        return []

    def targets(self, act: Act, sources: Sequence[Mention]) -> list[Mention]:
        """The mentions acted on: of the first slot that has any but the acting ones alone."""
        seek = self._blamed if _judges(act.code) else self._victim
        actors = {one.actor for one in sources}
        own: list[Mention] = []
        for slot in act.targets:
            found = [
                one
                for one in self._slot(slot, seek)
                if not one.reports and not (one.actor in actors and one.text.lower() in _OWN)
            ]
            others = [one for one in found if one.actor not in actors]
            if others:
                return others if len(actors) > 1 or act.mutual else found
            own = own or found
        return own

    def reciprocal(self, act: Act) -> bool:
        """Whether the acting ones do it to each other, in so many words."""
        low = self.tree.lower
        heads = [head for slot in act.targets for head in slot.heads]
        return any(
            head > 0 and low[head] in {"other", "another"} and low[head - 1] in {"each", "one"} for head in heads
        )

    def somebody(self, act: Act, slots: Sequence[Slot]) -> bool:
        """Whether a side that is no known actor is somebody, or the deed of somebody; "hit a low" hits nobody."""
        if act.nominal:
            return False
        heads = [one for slot in slots for head in slot.heads for one in clauses.conjuncts(self.tree, head)]
        if any(is_person(self.tree, head, self.kind(head)) for head in heads):
            return True
        return _judges(act.code) and any(_is_deed(self.tree, head) for head in heads)

    def _slot(self, slot: Slot, seek: Callable[[int], Iterator[Mention]]) -> list[Mention]:
        found: list[Mention] = []
        for head in slot.heads:
            if slot.name == "mod":
                found += self._modifiers(head)
                continue
            for one in self._members(head):
                covering = [] if slot.name == "within" else self.covering(one)
                found += covering + self._coordinated(one) if covering else list(seek(one))
        return distinct(found)

    def covering(self, head: int) -> list[Mention]:
        """The mentions over a head; where it is a name without a country, those of the words that explain it."""
        own = self.over.get(head, [])
        if any(one.actor for one in own):
            return own
        explained = [
            mention for kid in self.tree.children(head, "appos") for mention in self.over.get(kid, ()) if mention.actor
        ]
        return explained or own

    def _coordinated(self, head: int) -> list[Mention]:
        """The other nationality of "Cambodian and Thai troops"."""
        tree = self.tree
        groups = (
            clauses.conjuncts(tree, kid)
            for kid in tree.children(head, "amod", "compound", "nmod")
            if tree.children(kid, "conj")
        )
        return [
            mention
            for group in groups
            for one in group
            for mention in self.over.get(one, ())
            if mention.how in _DEMONYMS
        ]

    def _members(self, head: int) -> list[int]:
        """A coordinated phrase's heads; of "envoys of the US, South Korea and Japan" also those inside the mention."""
        tree = self.tree
        found = clauses.conjuncts(tree, head)
        for one in list(found):
            for mention in self.over.get(one, [])[:1]:
                for place in clauses.noun_phrase(tree, one):
                    if mention.start <= tree.start[place] < mention.end and place != one:
                        found += [kid for kid in clauses.conjuncts(tree, place) if kid != place]
        return list(dict.fromkeys(found))

    def _doer(self, head: int) -> Iterator[Mention]:
        yield from self.first(head, _DOER, any_modifier=False)

    def _victim(self, head: int) -> Iterator[Mention]:
        found = list(self.first(head, ("poss",), any_modifier=True))
        yield from found or self.first(head, _VICTIM, any_modifier=True)

    def _blamed(self, head: int) -> Iterator[Mention]:
        """Whose deed or thing it is: of "the attack on Kyiv by Russia" Russia, of "the rights record of Iran" Iran."""
        if not _is_deed(self.tree, head):
            yield from self.first(head, ("poss", "of", "by", "from", "in"), any_modifier=True)
            return
        rows = lexicon.default().nouns[self.tree.lemma[head]]
        wanted = ("poss", "by", "from") if any("of" in row.target for row in rows) else _DOER
        yield from self.first(head, wanted, any_modifier=False)

    def first(self, head: int, wanted: Sequence[str], *, any_modifier: bool) -> Iterator[Mention]:
        """The mentions inside a phrase, in the first of the wanted slots that holds any.

        Parameters
        ----------
        any_modifier
            Whether any name before the noun will do, not only one of nationality.
        """
        slots = clauses.noun_slots(self.tree, head)
        for name in wanted:
            for inner in slots.get(name, ()):
                own = [mention for one in self._members(inner) for mention in self.over.get(one, ())]
                own = own or list(self.first(inner, ("poss", "of", "in"), any_modifier=True))
                if own:
                    yield from own
                    return
            if name == "poss" and (own := self._modifiers(head, strict=not any_modifier)):
                yield from own
                return

    def _modifiers(self, head: int, *, strict: bool = True) -> list[Mention]:
        """Nationality before a noun: "Russian missiles", "U.S. forces"; strictly no "China visit"."""
        tree = self.tree
        found = []
        for kid in tree.children(head):
            if tree.dep[kid] in {"amod", "compound", "nmod"}:
                near = [
                    one for one in self.over.get(kid, ()) if not strict or one.sectors[:1] not in {("BUS",), ("CVL",)}
                ]
                found += [
                    one
                    for one in near
                    if not strict or one.how in _DEMONYMS or one.text.lower().removeprefix("the ") in _SHORT
                ]
                found += self._modifiers(kid, strict=strict) if not near else []
        return found


def _judges(code: str) -> bool:
    """Whether an act is about somebody's deed: praise, blame, demand, refusal."""
    return code[:2] in {"05", "09", "10", "11", "12"} and code not in {"057", "0311"}


def _is_deed(tree: Tree, head: int) -> bool:
    """Whether a noun tells of an act with a victim of its own."""
    rows = lexicon.default().nouns.get(tree.lemma[head], ())
    return any(ontology.quad_of(ontology.plover_of(row.code)) == 4 for row in rows)


def distinct(found: Sequence[Mention]) -> list[Mention]:
    """One mention an actor (or unresolved span), in order."""
    kept: dict[object, Mention] = {}
    for one in found:
        kept.setdefault(one.actor or (one.start, one.end), one)
    return list(kept.values())
