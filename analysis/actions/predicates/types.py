"""What is read in a sentence: acts with their slots, and the sentence that is being read."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

from analysis import ontology
from analysis.actions import lexicon
from analysis.text import clauses
from analysis.text.clauses import Clause
from analysis.text.parsing import Tree

RECIPROCAL = frozenset({"recip", "recip1"})
"""Flags of the lexicon: the members of one side may do it among themselves."""
_DEPTH = 3
"""Verbs without an act through which one below a verb of will is sought."""

Heads = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """Phrases (by their head tokens) in which a side of an act is looked for, and by which name ("obj", "with")."""

    name: str
    heads: Heads


@dataclass(frozen=True, slots=True)
class Act:
    """An act that a sentence tells of.

    `place` is the token of the predicate, `path` the tokens from the highest
    verb of will down to it; `sources` and `targets` are tried in order.
    `mutual` acts go both ways; `among` acts may hold among the members of one
    side; `solo` acts need no target. `sure` lies in 0 to 1, `rule` names rows
    of the lexicon, `modality` is what an operator says of the act.
    """

    place: int
    path: Heads
    code: str
    mode: str
    context: str
    sources: tuple[Slot, ...]
    targets: tuple[Slot, ...]
    mutual: bool
    among: bool
    solo: bool
    sure: float
    rule: str
    modality: str = "asserted"
    nominal: bool = False


class Reading(ABC):
    """A sentence while it is read.

    `kind` tells of a token what the mention over it is ("state", "person",
    "body", "organisation"), or None where there is none. `swallowed` are the
    tokens whose acts a higher word has taken up.
    """

    def __init__(self, tree: Tree, kind: Callable[[int], str | None], book: lexicon.Lexicon | None = None) -> None:
        self.tree = tree
        self.kind = kind
        self.book = book if book is not None else lexicon.default()
        self.clauses = clauses.Clauses(tree)
        self.swallowed: set[int] = set()

    @abstractmethod
    def at(self, place: int) -> list[Act]:
        """The acts whose highest word is the token at a place."""

    def below(self, verb: int, depth: int = 0) -> list[Act]:
        """Acts of the clause below an operator, through verbs that tell of none ("to use force to retake")."""
        tree = self.tree
        found = list(self.at(verb))
        reached = any(act.targets for act in found)
        if depth < _DEPTH and not reached:
            for kid in tree.children(verb, "xcomp", "advcl", "conj", "ccomp"):
                if tree.is_verb(kid) and self.clauses.form(kid) != "that":
                    deeper = self.below(kid, depth + 1)
                    found = [act for act in deeper if act.targets] or found or deeper
        for kid in tree.children(verb, "conj"):
            if tree.is_verb(kid) and reached:
                self.swallowed.add(kid)
                found += self.at(kid)
        return found

    def composed(self, kind: str, act: Act) -> tuple[str, str] | None:
        """Code and modality of an operator over an act (`Lexicon.composed`), its negation counted in.

        Who agrees not to attack yields, who is keen not to help refuses.
        """
        if kind == "agree" and self.tree.children(act.path[0], "neg"):
            hostile = ontology.quad_of(ontology.plover_of(act.code)) > 2
            return ("035" if hostile else "120"), "asserted"
        return self.book.composed(kind, act.code)


def plain(clause: Clause, code: str, targets: tuple[Slot, ...], sure: float, rule: str) -> Act:
    """An act of a clause's verb, done by its subject; what else holds of it is set with `replace`."""
    return Act(
        clause.index, (clause.index,), code, "", "", subject(clause), targets,
        mutual=False, among=False, solo=False, sure=sure, rule=rule,
    )  # fmt: skip


def subject(clause: Clause) -> tuple[Slot, ...]:
    """The slots of who does what a clause tells: its subject, then who says so of "it"."""
    own = (Slot("subj", tuple(clause.subjects)),) if clause.subjects else ()
    return (*own, Slot("speaker", tuple(clause.speakers))) if clause.speakers and not clause.passive else own
