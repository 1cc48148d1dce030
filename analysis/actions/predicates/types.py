"""What is read in a sentence: acts with their slots, and what the readers of the single kinds of predicates share."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

from analysis import ontology
from analysis.actions.lexicon import Lexicon
from analysis.actions.lexicon import default as default_lexicon
from analysis.text import clauses
from analysis.text.clauses import Clause
from analysis.text.parsing import Tree

RECIPROCAL = frozenset({"recip", "recip1"})
"""Flags of the lexicon: the members of one side may do it to each other."""
_YIELD, _REFUSE = "035", "120"
"""CAMEO codes for the intent to yield and for refusal."""
_CONFLICT_QUAD = 3
"""The lower of the two quad classes of conflict."""
_MAX_DEPTH = 3
"""How many verbs without an act may stand between an embedding verb and the act below it."""

Heads = tuple[int, ...]
EntityType = Callable[[int], str | None]
"""Gives the kind of the mention that covers a token: "state", "person", "people", "body", "organisation" or None."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot of a predicate ("obj", "with", ...) and the tokens that head the phrases in it."""

    name: str
    heads: Heads


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What a predicate says: an act, with the slots in which its two sides are looked for.

    Attributes
    ----------
    index
        Token of the predicate.
    path
        Tokens from the highest embedding verb down to the predicate.
    code, mode, context
        CAMEO code; PLOVER mode and context where the lexicon's entry gives one, else empty.
    sources, targets
        Slots of the two sides, in the order in which they are tried.
    mutual
        Whether the act goes both ways.
    among
        Whether the members of one side may do it to each other.
    solo
        Whether the act needs no target.
    confidence
        How surely the predicate means this act, in 0 to 1.
    rule
        Ids of the lexicon's rows that were used.
    modality
        What an embedding verb says of the act, as in `schemas.MODALITIES`.
    nominal
        Whether the predicate is a noun.
    """

    index: int
    path: Heads
    code: str
    sources: tuple[Slot, ...]
    targets: tuple[Slot, ...]
    confidence: float
    rule: str
    mode: str = ""
    context: str = ""
    mutual: bool = False
    among: bool = False
    solo: bool = False
    modality: str = "asserted"
    nominal: bool = False


class BaseReader(ABC):
    """A sentence that is being read.

    `consumed` are the tokens whose acts have become part of the act of a
    higher word.
    """

    def __init__(self, tree: Tree, entity_type: EntityType, lexicon: Lexicon | None = None) -> None:
        self.tree = tree
        self.entity_type = entity_type
        self.lexicon = lexicon if lexicon is not None else default_lexicon()
        self.clauses = clauses.Clauses(tree)
        self.consumed: set[int] = set()

    @abstractmethod
    def acts_at(self, index: int) -> list[Act]:
        """The acts whose highest word is the token at `index`."""

    def acts_below(self, verb: int, depth: int = 0) -> list[Act]:
        """The acts of the clause below an embedding verb, also through verbs without an act ("use force to retake")."""
        tree = self.tree
        found = list(self.acts_at(verb))
        has_target = any(act.targets for act in found)
        if depth < _MAX_DEPTH and not has_target:
            for child in tree.children(verb, "xcomp", "advcl", "conj", "ccomp"):
                if tree.is_verb(child) and self.clauses.form(child) != "that":
                    deeper = self.acts_below(child, depth + 1)
                    found = [act for act in deeper if act.targets] or found or deeper
        for child in tree.children(verb, "conj"):
            if tree.is_verb(child) and has_target:
                self.consumed.add(child)
                found += self.acts_at(child)
        return found

    def compose(self, kind: str, act: Act, verb: str = "") -> tuple[str, str] | None:
        """Code and modality of an act below an embedding predicate (`Lexicon.compose`), its own negation included.

        Who agrees not to attack yields; who is keen not to help refuses.
        """
        if kind == "agree" and self.tree.children(act.path[0], "neg"):
            hostile = ontology.quad_of(ontology.plover_of(act.code)) >= _CONFLICT_QUAD
            return (_YIELD if hostile else _REFUSE), "asserted"
        return self.lexicon.compose(kind, act.code, verb)


def clause_act(clause: Clause, code: str, targets: tuple[Slot, ...], confidence: float, rule: str) -> Act:
    """An act of a clause's verb, done by its subject; what else holds of it is set by `dataclasses.replace`."""
    return Act(
        index=clause.index, path=(clause.index,), code=code, sources=subject_slots(clause), targets=targets,
        confidence=confidence, rule=rule,
    )  # fmt: skip


def subject_slots(clause: Clause) -> tuple[Slot, ...]:
    """The slots of who does what a clause says: its subject, then the speaker for whom a pronoun stands."""
    own = (Slot("subj", tuple(clause.subjects)),) if clause.subjects else ()
    return (*own, Slot("speaker", tuple(clause.speakers))) if clause.speakers and not clause.passive else own
