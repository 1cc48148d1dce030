"""Clauses of a parsed sentence: each verb with its subjects, objects and prepositional objects.

In passives, relative clauses, participles, coordinated verbs and infinitives
an argument stands elsewhere in the sentence; here the verb gets it back.
Arguments are indices of tokens that head noun phrases; the other heads of a
coordinated phrase are found by `conjuncts`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from analysis.text.parsing import Tree

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
OBJECTS = ("dobj", "attr", "oprd")
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_PREPOSITIONS = ("prep", "agent")
_CLAUSES = ("xcomp", "ccomp", "advcl", "acl", "relcl", "pcomp", "conj", "csubj", "parataxis", "dep")
# Participles that stand for a preposition behind a noun, and the slot that their object fills: "talks involving Iran".
_PARTICIPLE_SLOTS = {"targeting": "against", "involving": "between", "including": "between", "aimed": "between"}
_PRONOUNS = frozenset({"he", "she", "it", "they", "we", "i"})
SAYING = frozenset(
    "say tell announce state declare add note claim insist stress report confirm reveal disclose indicate warn assert "
    "argue maintain explain write vow promise pledge admit acknowledge suggest believe think hope signal".split()
)


@dataclass(slots=True)
class Clause:
    """A verb (or a predicate adjective's copula) with its arguments.

    `index` is the verb's token. `slots` are prepositional objects by
    preposition, those of "from ... to" chains included; `gerunds` are gerunds
    by preposition ("accused of attacking"); `complements` are the clauses below
    it with their form (see `Clauses.form`). Where the clause's own subject is a
    pronoun, `speakers` are the subjects of the reporting verb above: "Paris said it
    would withdraw". A passive clause has its agents as subjects.
    """

    index: int
    passive: bool
    subjects: list[int] = field(default_factory=list)
    speakers: list[int] = field(default_factory=list)
    objects: list[int] = field(default_factory=list)
    datives: list[int] = field(default_factory=list)
    agents: list[int] = field(default_factory=list)
    slots: dict[str, list[int]] = field(default_factory=dict)
    gerunds: dict[str, list[int]] = field(default_factory=dict)
    particles: frozenset[str] = frozenset()
    complements: list[tuple[str, int]] = field(default_factory=list)


class Clauses:
    """The clauses of one sentence, each made when it is first asked for."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._known: dict[int, Clause] = {}
        # Subjects of infinitives, which depend on the verb above; whoever knows the embedding verbs fills this in.
        self.controllers: dict[int, list[int]] = {}

    def at(self, index: int) -> Clause:
        """The clause of the verb at a token's index."""
        found = self._known.get(index)
        if found is None:
            found = self._known[index] = Clause(index, self.is_passive(index))
            self._fill(found)
        return found

    def is_passive(self, index: int) -> bool:
        """Whether a verb stands in the passive: by its auxiliary, or as a participle after a noun."""
        tree = self.tree
        if tree.children(index, "auxpass", "nsubjpass"):
            return True
        if tree.tag[index] != "VBN":
            return False
        if tree.dep[index] in {"acl", "amod", "advcl", "oprd"} and not tree.children(index, "nsubj", "aux", "dobj"):
            return True
        above = tree.head[index]
        shared = tree.dep[index] == "conj" and tree.is_verb(above) and not tree.children(index, "aux", "nsubj", "dobj")
        return shared and tree.tag[above] == "VBN" and self.is_passive(above)

    def _fill(self, clause: Clause) -> None:
        tree = self.tree
        particles = set()
        for child in tree.children(clause.index):
            label = tree.dep[child]
            if label in _PREPOSITIONS:
                self._preposition(clause, child, by=label == "agent")
            elif label in OBJECTS and (label == "dobj" or tree.tag[child][0] != "J"):
                clause.objects.append(child)
            elif label == "dative":
                self._dative(clause, child)
            elif label in {"prt", "advmod"}:
                particles.add(tree.lower[child])
            elif label in {"xcomp", "ccomp"}:
                clause.complements.append((self.form(child), child))
            elif label == "acomp" or (label == "oprd" and tree.tag[child][0] == "J"):
                particles.add(tree.lower[child])
        clause.particles = frozenset(particles)
        if clause.datives and not clause.objects:
            clause.objects += [child for one in clause.datives for child in tree.children(one, "appos", "oprd")]
        self._share(clause)
        clause.subjects = self._subjects(clause.index)
        clause.speakers = self._speakers(clause)
        if clause.passive:
            clause.objects = [*clause.subjects, *clause.objects]
            clause.subjects = list(clause.agents)
        self._moved(clause)

    def _speakers(self, clause: Clause) -> list[int]:
        tree = self.tree
        if not any(tree.lower[subject] in _PRONOUNS for subject in clause.subjects):
            return []
        for now in list(tree.path_to_root(clause.index)):
            if tree.dep[now] == "ccomp" and tree.lemma[tree.head[now]] in SAYING:
                return [one for one in self._subjects(tree.head[now]) if tree.lower[one] not in _PRONOUNS]
            if tree.dep[now] not in {"xcomp", "conj", "ccomp"}:
                return []
        return []

    def _preposition(self, clause: Clause, index: int, *, by: bool) -> None:
        tree = self.tree
        word = tree.lower[index]
        for child in tree.children(index):
            if tree.dep[child] == "pobj":
                (
                    clause.agents if by or (word == "by" and clause.passive) else clause.slots.setdefault(word, [])
                ).append(child)
            elif tree.dep[child] == "pcomp":
                clause.gerunds.setdefault(word, []).append(child)
            elif tree.dep[child] in _PREPOSITIONS:
                self._preposition(clause, child, by=False)
            elif tree.dep[child] == "advcl" and tree.is_verb(child):
                clause.gerunds.setdefault(word, []).append(child)

    def _dative(self, clause: Clause, index: int) -> None:
        inner = self.tree.children(index, "pobj")
        if inner:
            clause.slots.setdefault(self.tree.lower[index], []).extend(inner)
        else:
            clause.datives.append(index)

    def _share(self, clause: Clause) -> None:
        """Give a verb the object of the verb coordinated with it: "condemned and sanctioned Iran"."""
        tree = self.tree
        if clause.objects or clause.slots or clause.passive:
            return
        for child in tree.children(clause.index, "conj"):
            between = tree.lower[clause.index + 1 : child]
            if tree.is_verb(child) and tree.tag[child] == tree.tag[clause.index] and len(between) <= 2:
                clause.objects += tree.children(child, "dobj")

    def _moved(self, clause: Clause) -> None:
        """Find the object of a relative clause before it: "the sanctions that Russia imposed"."""
        tree = self.tree
        if tree.dep[clause.index] == "relcl":
            antecedent = tree.head[clause.index]
            clause.objects = [antecedent if tree.lower[child] in _RELATIVE else child for child in clause.objects]
            if not clause.objects and self._gap(clause) and antecedent not in clause.subjects:
                clause.objects.append(antecedent)
            for children in clause.slots.values():
                children[:] = [antecedent if tree.lower[child] in _RELATIVE else child for child in children]

    def _gap(self, clause: Clause) -> bool:
        """Whether a relative clause lacks its object: "the ban Seoul imposed", not "whose leader agreed"."""
        tree = self.tree
        words = {tree.lower[child] for child in tree.subtree(clause.index)}
        return not clause.passive and not clause.complements and words.isdisjoint({"whose", "where", "when"})

    def _subjects(self, index: int, depth: int = 0) -> list[int]:
        tree = self.tree
        own = [self._referred(child, index) for child in tree.children(index, *SUBJECTS)]
        if own or depth > 6:
            return own
        if index in self.controllers:
            return self.controllers[index]
        label, above = tree.dep[index], tree.head[index]
        if label in {"acl", "relcl", "amod"}:
            return self._of_noun(index, above)
        if label == "pcomp":
            return self._of_gerund(index, depth)
        finite = label == "ccomp" and self.form(index) == "that"
        shares = label in {"conj", "xcomp", "advcl", "ccomp", "dep", "oprd"} and above != index and not finite
        return self._above(above, depth) if shares else []

    def _of_gerund(self, index: int, depth: int) -> list[int]:
        """Subject of a gerund behind a preposition: who is blamed for it, else the subject of its governor."""
        tree = self.tree
        above = tree.head[index]
        governor = tree.head[above]
        blamed = tree.children(governor, "dobj", "nsubjpass") if tree.lower[above] in {"for", "of", "from"} else []
        if blamed and tree.is_verb(governor) and tree.tag[index] == "VBG":
            return blamed  # "criticised Iran for arming rebels", "barred firms from selling"
        if tree.is_verb(governor) or tree.tag[governor] == "JJ":
            return self._above(governor, depth)
        return self._doers(governor)

    def _above(self, index: int, depth: int) -> list[int]:
        """The surface subject of a governor: of a passive it is the one acted on."""
        tree = self.tree
        if not tree.is_verb(index) and tree.tag[index][0] != "J":
            return [index] if tree.dep[index] in SUBJECTS else self._doers(index)
        return self._subjects(index, depth + 1)

    def _of_noun(self, index: int, noun: int) -> list[int]:
        """Subject of a clause on a noun: the noun, whoever "was the first" to act, the doer of "a plan to attack"."""
        tree = self.tree
        if "to" in self._marks(index):
            chosen = tree.head[tree.head[noun]] if tree.lower[tree.head[noun]] == "of" else noun
            if tree.dep[chosen] == "attr":  # "Kenya was the last of the states to sign"
                return self._subjects(tree.head[chosen], 4)
            if tree.dep[index] == "acl" and not self.is_passive(index):
                return self._doers(noun)
        return [noun]

    def _doers(self, noun: int) -> list[int]:
        """Who does what a noun names: its possessor, or the subject of the verb that it is an object of."""
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

    def _referred(self, index: int, verb: int) -> int:
        """The antecedent of a relative pronoun."""
        tree = self.tree
        if tree.lower[index] in _RELATIVE and tree.dep[verb] == "relcl":
            return tree.head[verb]
        if tree.lower[index] in _RELATIVE and tree.dep[verb] == "conj" and tree.dep[tree.head[verb]] == "relcl":
            return tree.head[tree.head[verb]]
        return index

    def _marks(self, index: int) -> set[str]:
        return {self.tree.lower[child] for child in self.tree.children(index, "aux", "mark")}

    def form(self, index: int) -> str:
        """The form of a clause: "to" infinitive, "ing", "that" (finite), "bare"."""
        tree = self.tree
        marks = self._marks(index)
        if "to" in marks and tree.tag[index] in {"VB", "VBN", "VBG"}:
            return "to"
        if tree.tag[index] == "VBG" and not tree.children(index, "aux"):
            return "ing"
        if tree.tag[index] == "VB" and not marks - {"not"}:
            return "bare" if not tree.children(index, *SUBJECTS) else "that"
        return "that"


def noun_slots(tree: Tree, noun: int) -> dict[str, list[int]]:
    """Prepositional objects of a noun by preposition; "poss" for its possessors."""
    found: dict[str, list[int]] = {}
    for child in tree.children(noun):
        if tree.dep[child] == "poss":
            found.setdefault("poss", []).append(child)
        elif tree.dep[child] in _PREPOSITIONS:
            for name, head in _objects_of(tree, child):
                found.setdefault(name, []).append(head)
        elif tree.dep[child] == "acl" and tree.tag[child] == "VBN" and tree.children(child, "agent"):
            found.setdefault("by", []).extend(
                inner for agent in tree.children(child, "agent") for inner in tree.children(agent, "pobj")
            )
        elif tree.dep[child] in {"acl", "relcl"} and tree.lower[child] in {
            "targeting",
            "involving",
            "including",
            "aimed",
        }:
            for inner in tree.children(child, "dobj"):
                found.setdefault("against" if tree.lower[child] == "targeting" else "between", []).append(inner)
    return found


def _objects_of(tree: Tree, preposition: int) -> Iterator[tuple[str, int]]:
    for child in tree.children(preposition):
        if tree.dep[child] == "pobj":
            yield tree.lower[preposition], child
        elif tree.dep[child] in _PREPOSITIONS:
            yield from _objects_of(tree, child)


def conjuncts(tree: Tree, index: int) -> list[int]:
    """The heads of a coordinated phrase, that at `index` included: "the US, South Korea and Japan"."""
    found, rest = [], [index]
    while rest:
        now = rest.pop(0)
        found.append(now)
        rest += [child for child in tree.children(now, "conj") if not tree.is_verb(child) or tree.tag[now][0] == "V"]
    return sorted(set(found))


def noun_phrase(tree: Tree, head: int) -> set[int]:
    """The tokens of a noun phrase: all below its head except clauses, appositions and coordinated phrases."""
    found: set[int] = set()
    rest = [head]
    while rest:
        now = rest.pop()
        found.add(now)
        rest += [
            child
            for child in tree.children(now)
            if tree.dep[child] not in {"relcl", "acl", "conj", "advcl", "ccomp", "appos", "parataxis"}
        ]
    return found
