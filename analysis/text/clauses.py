"""Clauses of a parsed sentence: who is subject, object, in which prepositional slot, also where it stands elsewhere.

Passives, relative clauses, participles, coordinated verbs and infinitives
share their arguments with words above them; here they get them back. All
places are tokens that head noun phrases; coordination inside a phrase is left
to `members`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from analysis.text.parsing import Tree

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
OBJECTS = ("dobj", "attr", "oprd")
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_PREPOSITIONS = ("prep", "agent")
_CLAUSES = ("xcomp", "ccomp", "advcl", "acl", "relcl", "pcomp", "conj", "csubj", "parataxis", "dep")
_PRONOUNS = frozenset({"he", "she", "it", "they", "we", "i"})
SAYING = frozenset(
    "say tell announce state declare add note claim insist stress report confirm reveal disclose indicate warn assert "
    "argue maintain explain write vow promise pledge admit acknowledge suggest believe think hope signal".split()
)


@dataclass(slots=True)
class Clause:
    """A verb (or a predicate adjective's copula) with its arguments.

    `slots` are prepositional objects by preposition, those of "from ... to"
    chains included; `verbal` are gerunds by preposition; `complements` are
    clauses below it with their form: "to", "ing", "that", "bare". `speakers`
    are the subject of a verb of saying above, where the clause's own subject
    is a pronoun: "Paris said it would withdraw".
    """

    place: int
    passive: bool
    subjects: list[int] = field(default_factory=list)
    speakers: list[int] = field(default_factory=list)
    objects: list[int] = field(default_factory=list)
    datives: list[int] = field(default_factory=list)
    agents: list[int] = field(default_factory=list)
    slots: dict[str, list[int]] = field(default_factory=dict)
    verbal: dict[str, list[int]] = field(default_factory=dict)
    particles: frozenset[str] = frozenset()
    complements: list[tuple[str, int]] = field(default_factory=list)


class Clauses:
    """The clauses of one sentence, made when asked for."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._known: dict[int, Clause] = {}
        # Who an infinitive's subject is depends on the verb above; the reader of operators says so.
        self.controllers: dict[int, list[int]] = {}

    def at(self, place: int) -> Clause:
        """The clause of the verb at a place."""
        found = self._known.get(place)
        if found is None:
            found = self._known[place] = Clause(place, self.is_passive(place))
            self._fill(found)
        return found

    def is_passive(self, place: int) -> bool:
        """Whether a verb stands in the passive: by its auxiliary, or as a participle after a noun."""
        tree = self.tree
        if tree.children(place, "auxpass", "nsubjpass"):
            return True
        if tree.tag[place] != "VBN":
            return False
        if tree.dep[place] in {"acl", "amod", "advcl", "oprd"} and not tree.children(place, "nsubj", "aux", "dobj"):
            return True
        above = tree.head[place]
        shared = tree.dep[place] == "conj" and tree.is_verb(above) and not tree.children(place, "aux", "nsubj", "dobj")
        return shared and tree.tag[above] == "VBN" and self.is_passive(above)

    def _fill(self, clause: Clause) -> None:
        tree = self.tree
        particles = set()
        for kid in tree.kids[clause.place]:
            label = tree.dep[kid]
            if label in _PREPOSITIONS:
                self._preposition(clause, kid, by=label == "agent")
            elif label in OBJECTS and (label == "dobj" or tree.tag[kid][0] != "J"):
                clause.objects.append(kid)
            elif label == "dative":
                self._dative(clause, kid)
            elif label in {"prt", "advmod"}:
                particles.add(tree.low[kid])
            elif label in {"xcomp", "ccomp"}:
                clause.complements.append((self.form(kid), kid))
            elif label == "acomp" or (label == "oprd" and tree.tag[kid][0] == "J"):
                particles.add(tree.low[kid])
        clause.particles = frozenset(particles)
        if clause.datives and not clause.objects:
            clause.objects += [kid for one in clause.datives for kid in tree.children(one, "appos", "oprd")]
        self._share(clause)
        clause.subjects = self._subjects(clause.place)
        clause.speakers = self._speakers(clause)
        if clause.passive:
            clause.objects = [*clause.subjects, *clause.objects]
            clause.subjects = list(clause.agents)
        self._moved(clause)

    def _speakers(self, clause: Clause) -> list[int]:
        tree = self.tree
        if not any(tree.low[subject] in _PRONOUNS for subject in clause.subjects):
            return []
        for now in list(tree.up(clause.place)):
            if tree.dep[now] == "ccomp" and tree.lemma[tree.head[now]] in SAYING:
                return [one for one in self._subjects(tree.head[now]) if tree.low[one] not in _PRONOUNS]
            if tree.dep[now] not in {"xcomp", "conj", "ccomp"}:
                return []
        return []

    def _preposition(self, clause: Clause, place: int, *, by: bool) -> None:
        tree = self.tree
        word = tree.low[place]
        for kid in tree.kids[place]:
            if tree.dep[kid] == "pobj":
                (
                    clause.agents if by or (word == "by" and clause.passive) else clause.slots.setdefault(word, [])
                ).append(kid)
            elif tree.dep[kid] == "pcomp":
                clause.verbal.setdefault(word, []).append(kid)
            elif tree.dep[kid] in _PREPOSITIONS:
                self._preposition(clause, kid, by=False)
            elif tree.dep[kid] == "advcl" and tree.is_verb(kid):
                clause.verbal.setdefault(word, []).append(kid)

    def _dative(self, clause: Clause, place: int) -> None:
        inner = self.tree.children(place, "pobj")
        if inner:
            clause.slots.setdefault(self.tree.low[place], []).extend(inner)
        else:
            clause.datives.append(place)

    def _share(self, clause: Clause) -> None:
        """A verb coordinated with a later one shares its object: "condemned and sanctioned Iran"."""
        tree = self.tree
        if clause.objects or clause.slots or clause.passive:
            return
        for kid in tree.children(clause.place, "conj"):
            between = tree.low[clause.place + 1 : kid]
            if tree.is_verb(kid) and tree.tag[kid] == tree.tag[clause.place] and len(between) <= 2:
                clause.objects += tree.children(kid, "dobj")

    def _moved(self, clause: Clause) -> None:
        """The object of a relative clause stands before it: "the sanctions that Russia imposed"."""
        tree = self.tree
        if tree.dep[clause.place] == "relcl":
            antecedent = tree.head[clause.place]
            clause.objects = [antecedent if tree.low[kid] in _RELATIVE else kid for kid in clause.objects]
            if not clause.objects and self._gap(clause) and antecedent not in clause.subjects:
                clause.objects.append(antecedent)
            for kids in clause.slots.values():
                kids[:] = [antecedent if tree.low[kid] in _RELATIVE else kid for kid in kids]

    def _gap(self, clause: Clause) -> bool:
        """Whether a relative clause lacks its object: "the ban Seoul imposed", not "whose leader agreed"."""
        tree = self.tree
        words = {tree.low[kid] for kid in tree.under(clause.place)}
        return not clause.passive and not clause.complements and words.isdisjoint({"whose", "where", "when"})

    def _subjects(self, place: int, depth: int = 0) -> list[int]:
        tree = self.tree
        own = [self._referred(kid, place) for kid in tree.children(place, *SUBJECTS)]
        if own or depth > 6:
            return own
        if place in self.controllers:
            return self.controllers[place]
        label, above = tree.dep[place], tree.head[place]
        if label in {"acl", "relcl", "amod"}:
            return self._of_noun(place, above)
        if label == "pcomp":
            return self._of_gerund(place, depth)
        finite = label == "ccomp" and self.form(place) == "that"
        shares = label in {"conj", "xcomp", "advcl", "ccomp", "dep", "oprd"} and above != place and not finite
        return self._above(above, depth) if shares else []

    def _of_gerund(self, place: int, depth: int) -> list[int]:
        """Subject of a gerund behind a preposition: who is blamed for it, else who does what governs it."""
        tree = self.tree
        above = tree.head[place]
        governor = tree.head[above]
        blamed = tree.children(governor, "dobj", "nsubjpass") if tree.low[above] in {"for", "of", "from"} else []
        if blamed and tree.is_verb(governor) and tree.tag[place] == "VBG":
            return blamed  # "criticised Iran for arming rebels", "barred firms from selling"
        if tree.is_verb(governor) or tree.tag[governor] == "JJ":
            return self._above(governor, depth)
        return self._doers(governor)

    def _above(self, place: int, depth: int) -> list[int]:
        """The surface subject of a governor: of a passive it is the one acted on."""
        tree = self.tree
        if not tree.is_verb(place) and tree.tag[place][0] != "J":
            return [place] if tree.dep[place] in SUBJECTS else self._doers(place)
        return self._subjects(place, depth + 1)

    def _of_noun(self, place: int, noun: int) -> list[int]:
        """Subject of a clause on a noun: the noun itself, or the doer of "a plan to attack"."""
        tree = self.tree
        if tree.dep[place] == "acl" and "to" in self._marks(place) and not self.is_passive(place):
            return self._doers(noun)
        return [noun]

    def _doers(self, noun: int) -> list[int]:
        """Who is behind a noun: its possessor, or the subject of the verb that it is an object of."""
        tree = self.tree
        owners = tree.children(noun, "poss")
        if owners:
            return owners
        above = tree.head[noun]
        if tree.dep[noun] in {"dobj", "attr", "pobj"}:
            while tree.dep[above] in _PREPOSITIONS:
                above = tree.head[above]
            if tree.is_verb(above):
                return self._subjects(above, 4)
        return []

    def _referred(self, place: int, verb: int) -> int:
        """The antecedent of a relative pronoun."""
        tree = self.tree
        if tree.low[place] in _RELATIVE and tree.dep[verb] == "relcl":
            return tree.head[verb]
        if tree.low[place] in _RELATIVE and tree.dep[verb] == "conj" and tree.dep[tree.head[verb]] == "relcl":
            return tree.head[tree.head[verb]]
        return place

    def _marks(self, place: int) -> set[str]:
        return {self.tree.low[kid] for kid in self.tree.children(place, "aux", "mark")}

    def form(self, place: int) -> str:
        """The form of a clause: "to" infinitive, "ing", "that" (finite), "bare"."""
        tree = self.tree
        marks = self._marks(place)
        if "to" in marks and tree.tag[place] in {"VB", "VBN", "VBG"}:
            return "to"
        if tree.tag[place] == "VBG" and not tree.children(place, "aux"):
            return "ing"
        if tree.tag[place] == "VB" and not marks - {"not"}:
            return "bare" if not tree.children(place, *SUBJECTS) else "that"
        return "that"


def noun_slots(tree: Tree, noun: int) -> dict[str, list[int]]:
    """Prepositional objects of a noun by preposition; "poss" for its possessors."""
    found: dict[str, list[int]] = {}
    for kid in tree.kids[noun]:
        if tree.dep[kid] == "poss":
            found.setdefault("poss", []).append(kid)
        elif tree.dep[kid] in _PREPOSITIONS:
            for name, head in _objects_of(tree, kid):
                found.setdefault(name, []).append(head)
        elif tree.dep[kid] == "acl" and tree.tag[kid] == "VBN" and tree.children(kid, "agent"):
            found.setdefault("by", []).extend(
                low for agent in tree.children(kid, "agent") for low in tree.children(agent, "pobj")
            )
        elif tree.dep[kid] in {"acl", "relcl"} and tree.low[kid] in {"targeting", "involving", "including", "aimed"}:
            for inner in tree.children(kid, "dobj"):
                found.setdefault("against" if tree.low[kid] == "targeting" else "between", []).append(inner)
    return found


def _objects_of(tree: Tree, preposition: int) -> Iterator[tuple[str, int]]:
    for kid in tree.kids[preposition]:
        if tree.dep[kid] == "pobj":
            yield tree.low[preposition], kid
        elif tree.dep[kid] in _PREPOSITIONS:
            yield from _objects_of(tree, kid)


def members(tree: Tree, place: int) -> list[int]:
    """The heads of a coordinated phrase, the first included: "the US, South Korea and Japan"."""
    found, rest = [], [place]
    while rest:
        now = rest.pop(0)
        found.append(now)
        rest += [kid for kid in tree.children(now, "conj") if not tree.is_verb(kid) or tree.tag[now][0] == "V"]
    return sorted(set(found))


def within(tree: Tree, place: int) -> set[int]:
    """The tokens of a noun phrase: all below its head but clauses and coordinated phrases."""
    found: set[int] = set()
    rest = [place]
    while rest:
        now = rest.pop()
        found.add(now)
        rest += [
            kid
            for kid in tree.kids[now]
            if tree.dep[kid] not in {"relcl", "acl", "conj", "advcl", "ccomp", "appos", "parataxis"}
        ]
    return found
