"""Argument linking: which actors fill the slots of an act, from head tokens to mentions.

A phrase stands for the mention over its head. Where there is none, the actor
is sought inside the phrase, as far as the noun and the act allow: the
possessor, the adjective of nationality, "of", "by", "from", and for targets
the place ("targets in Syria"). Whoever condemns a deed condemns its agent, not
its victim.
"""

import functools
from collections.abc import Callable, Iterator, Sequence

from analysis import ontology
from analysis.actions import Act, Slot, is_person, lexicon
from analysis.actors import Mention
from analysis.text import clauses
from analysis.text.parsing import Tree

_AGENT_SLOTS = ("poss", "by", "from", "of")
_PATIENT_SLOTS = (
    "of", "in", "at", "on", "against", "to", "with", "from", "near", "inside", "for", "across", "between", "by",
)  # fmt: skip
_ADJECTIVAL = frozenset({"demonym", "organisation", "group", "coreference"})
"""How a mention must name its actor to count before a noun: "Russian missiles", but not "China visit"."""
_PRONOUNS = frozenset({"it", "him", "them", "its", "his", "her", "their", "itself", "himself", "herself", "themselves"})
_JOINTS = frozenset({"-", "/", "\u2013"})
"""What joins the names of a compound."""
_MIN_COMPOUND = 2
"""A compound of more names than this is put together here; the parser reads two by itself."""
_PRIVATE_SECTORS = frozenset({"CVL", "JRN"})
_JUDGING_CODES = frozenset({"05", "09", "10", "11", "12", "14"})
"""CAMEO classes that are about somebody's deed: praise, investigation, demand, blame, refusal, protest."""
_FAVOURING = frozenset({"in", "on", "for"})
"""Prepositions before a noun of the class `benefit`: "in support of", "on behalf of"."""
_NOT_JUDGING = frozenset({"057", "0311"})


def _token_around(tree: Tree, mention: Mention) -> range:
    """The token inside which a mention begins: "Japan" in "U.S.-Japan", which the parser may leave in one piece."""
    before = tree.tokens_in(0, mention.start)
    return before[-1:] if before and tree.end[before[-1]] > mention.start else before[:0]


class ArgumentLinker:
    """The mentions of one sentence by token, and the actors that fill the slots of its acts."""

    def __init__(self, tree: Tree, mentions: Sequence[Mention]) -> None:
        self.tree = tree
        self.mentions_at: dict[int, list[Mention]] = {}
        for mention in mentions:
            for index in tree.tokens_in(mention.start, mention.end) or _token_around(tree, mention):
                self.mentions_at.setdefault(index, []).append(mention)
        self._join_compounds(mentions)

    def _join_compounds(self, mentions: Sequence[Mention]) -> None:
        """Let each member of "U.S.-Japan-India" stand for all, however the parser divides the compound."""
        groups: list[list[Mention]] = [[]]
        for one in mentions:
            before = groups[-1][-1] if groups[-1] else None
            if before is None or self.tree.text[before.end : one.start] not in _JOINTS or one.actor is None:
                groups.append([])
            groups[-1].append(one)
        self.compounded: set[Mention] = set()
        for group in groups:
            members = group if len(group) > _MIN_COMPOUND else []
            self.compounded.update(members)
            for one in members:
                for index in self.tree.tokens_in(one.start, one.end) or _token_around(self.tree, one):
                    self.mentions_at[index] = list(members)

    def entity_type(self, index: int) -> str | None:
        """The entity type of the mention over a token, as `actions.Reader` asks for it; None where there is none."""
        own = self.mentions_at.get(index)
        if not own:
            return None
        mention = own[0]
        if mention.person:
            return "person"
        if (mention.actor or "").startswith("IGO:"):
            return "organisation"
        if not _PRIVATE_SECTORS.isdisjoint(mention.sectors):
            return "people"
        return "body" if mention.sectors else "state"

    def sources(self, act: Act) -> list[Mention]:
        """The mentions on the acting side: those of the first slot that has any."""
        for number, slot in enumerate(act.sources):
            found = [one for one in self._in_slot(slot, self._agents) if not one.reports]
            if found:
                speakers = [
                    one
                    for later in act.sources[number + 1 :]
                    if later.name == "speaker"
                    for one in self._in_slot(later, self._agents)
                ]
                same = {one.actor for one in found} == {one.actor for one in speakers}
                return speakers if same else found  # the name says more than "it"
        return []

    def targets(self, act: Act, sources: Sequence[Mention]) -> list[Mention]:
        """The mentions acted on: those of the first slot that has any besides the acting ones."""
        search = self._blamed if _is_judging(act.code) else self._patients
        if ontology.quad_of(ontology.plover_of(act.code)) > 2:
            search = functools.partial(self._not_benefiting, search)
        actors = {one.actor for one in sources}
        only_actors: list[Mention] = []
        for slot in act.targets:
            found = [
                one
                for one in self._in_slot(slot, search)
                if not one.reports and not (one.actor in actors and one.text.lower() in _PRONOUNS)
            ]
            others = [one for one in found if one.actor not in actors]
            if others:
                return others if len(actors) > 1 or act.mutual else found
            only_actors = only_actors or found
        return only_actors

    def is_reciprocal(self, act: Act) -> bool:
        """Whether the text says that those who act do it to "each other"."""
        words = self.tree.lower
        heads = [head for slot in act.targets for head in slot.heads]
        return any(
            head > 0 and words[head] in {"other", "another"} and words[head - 1] in {"each", "one"} for head in heads
        )

    def names_somebody(self, act: Act, slots: Sequence[Slot]) -> bool:
        """Whether a side without a known actor is a person or somebody's deed; "hit a low" hits nobody."""
        if act.nominal:
            return False
        heads = [one for slot in slots for head in slot.heads for one in clauses.conjuncts(self.tree, head)]
        if any(is_person(self.tree, head, self.entity_type(head)) for head in heads):
            return True
        return _is_judging(act.code) and any(_is_hostile_deed(self.tree, head) for head in heads)

    def _in_slot(self, slot: Slot, search: Callable[[int], Iterator[Mention]]) -> list[Mention]:
        found: list[Mention] = []
        for head in slot.heads:
            if slot.name == "mod":
                found += self._modifiers(head)
                continue
            for member in self._members(head):
                covering = [] if slot.name == "within" else self.covering(member)
                found += covering + self._coordinated_nationalities(member) if covering else list(search(member))
        return distinct(found)

    def covering(self, head: int) -> list[Mention]:
        """The mentions over a head; those of the apposition that explains a name without a country, or names a noun."""
        own = self.mentions_at.get(head, [])
        if any(one.actor and one.how != "context" for one in own):
            return own
        explained = [
            mention
            for child in self.tree.children(head, "appos")
            for mention in self.mentions_at.get(child, ())
            if mention.actor
        ]
        return explained or own

    def _coordinated_nationalities(self, head: int) -> list[Mention]:
        """The other nationality of "Cambodian and Thai troops"."""
        tree = self.tree
        groups = (
            clauses.conjuncts(tree, child)
            for child in tree.children(head, "amod", "compound", "nmod")
            if tree.children(child, "conj")
        )
        return [
            mention
            for group in groups
            for index in group
            for mention in self.mentions_at.get(index, ())
            if _is_adjectival(mention)
        ]

    def _members(self, head: int) -> list[int]:
        """The heads of a coordinated phrase; of "envoys of the US, South Korea and Japan" also those in the mention."""
        tree = self.tree
        members = clauses.conjuncts(tree, head)
        for member in list(members):
            for mention in self.mentions_at.get(member, [])[:1]:
                tokens = tree.tokens_in(mention.start, mention.end)
                for index in clauses.noun_phrase(tree, member):
                    if index in tokens and index != member:
                        members += [child for child in clauses.conjuncts(tree, index) if child != index]
        return list(dict.fromkeys(members))

    def _agents(self, head: int) -> Iterator[Mention]:
        """Who does the deed that a noun names, or whose person or thing it is."""
        yield from self.inside(head, _AGENT_SLOTS, any_modifier=False)

    def _not_benefiting(self, search: Callable[[int], Iterator[Mention]], head: int) -> Iterator[Mention]:
        """The mentions of a search, none behind "in support of": what is done for somebody is not done to him."""
        above = self.tree.head[head]
        favour = self.tree.lemma[head] in lexicon.default().noun_class("benefit")
        if not (favour and self.tree.dep[head] == "pobj" and self.tree.lower[above] in _FAVOURING):
            yield from search(head)

    def _patients(self, head: int) -> Iterator[Mention]:
        """Who is hit where a noun is: its possessor first."""
        found = list(self.inside(head, ("poss",), any_modifier=True))
        yield from found or self.inside(head, _PATIENT_SLOTS, any_modifier=True)

    def _blamed(self, head: int) -> Iterator[Mention]:
        """Whose deed or thing it is: of "the attack on Kyiv by Russia" Russia, of "the rights record of Iran" Iran."""
        if not _is_hostile_deed(self.tree, head):
            by_agent = clauses.noun_slots(self.tree, head).get("by")
            order = ("by", "poss") if by_agent else ("poss", "of", "by", "from", "in")  # "the return of X by Y"
            yield from self.inside(head, order, any_modifier=True)
            return
        yield from self.doers(head)

    def doers(self, head: int) -> Iterator[Mention]:
        """Who does the deed that a noun names, as far as its phrase says so; whom it befell is none of them."""
        rows = lexicon.default().nouns.get(self.tree.lemma[head], ())
        slots = tuple(name for name in _AGENT_SLOTS if name != "of" or not any("of" in row.target for row in rows))
        if "of" not in clauses.noun_slots(self.tree, head) and self.tree.lemma[head] in _suffered():
            slots = ("by", "from")  # "condemned his killing" is about who killed him
        yield from self.inside(head, slots, any_modifier=False)

    def inside(self, head: int, slot_names: Sequence[str], *, any_modifier: bool) -> Iterator[Mention]:
        """The mentions inside a noun phrase, in the first of the named slots that holds any.

        Parameters
        ----------
        any_modifier
            Whether any name before the noun counts, not only one of nationality.
        """
        slots = clauses.noun_slots(self.tree, head)
        for name in slot_names:
            for inner in slots.get(name, ()):
                own = [mention for one in self._members(inner) for mention in self.mentions_at.get(one, ())]
                own = own or list(self.inside(inner, ("poss", "of", "in"), any_modifier=True))
                if own:
                    yield from own
                    return
            if name == "poss" and (own := self._modifiers(head, strict=not any_modifier)):
                yield from own
                return

    def _modifiers(self, head: int, *, strict: bool = True) -> list[Mention]:
        """Nationality before a noun: "Russian missiles", "U.S. forces"; "China visit" only where not `strict`."""
        tree = self.tree
        found = []
        for child in tree.children(head):
            if tree.dep[child] in {"amod", "compound", "nmod"}:
                own = [
                    one
                    for one in self.mentions_at.get(child, ())
                    if not strict or one.sectors[:1] not in {("BUS",), ("CVL",)}
                ]
                found += [one for one in own if not strict or _is_adjectival(one) or one in self.compounded]
                found += self._modifiers(child, strict=strict) if not own else []
        return found


def _suffered() -> frozenset[str]:
    """Nouns of deeds whose owner is whom they befell, unless "of" names him."""
    return lexicon.default().noun_class("suffered")


def _is_adjectival(mention: Mention) -> bool:
    """Whether a name tells nationality before a noun: "Russian", "U.S.", but not "China"."""
    names = lexicon.default().marker("adjectival-name")
    return mention.how in _ADJECTIVAL or mention.text.lower().removeprefix("the ") in names


def _is_judging(code: str) -> bool:
    """Whether an act is about somebody's deed: praise, blame, demand, refusal."""
    return code[:2] in _JUDGING_CODES and code not in _NOT_JUDGING


def _is_hostile_deed(tree: Tree, head: int) -> bool:
    """Whether a noun names an act with a victim of its own."""
    rows = lexicon.default().nouns.get(tree.lemma[head], ())
    return any(ontology.quad_of(ontology.plover_of(row.code)) == 4 for row in rows)


def distinct(mentions: Sequence[Mention]) -> list[Mention]:
    """One mention for each actor (or unresolved span), in order."""
    kept: dict[object, Mention] = {}
    for one in mentions:
        kept.setdefault(one.actor or (one.start, one.end), one)
    return list(kept.values())
