"""From a parsed sentence to acts: which words tell of an act, of which class, with which phrases as source and target.

Verbs are read by their rows in the lexicon; light verbs ("hold talks") and
events that one undergoes ("face sanctions") by the noun; verbs of will over an
act ("threatened to cut aid") by composition; nouns of doing ("Moscow's attack
on Kyiv") by their own slots. Which actor a phrase names is not decided here.
"""

from collections.abc import Callable
from dataclasses import replace

from analysis.actions import lexicon
from analysis.actions.predicates import adjectives, embedding, matching, nominal, sayings
from analysis.actions.predicates import verbal as predicate_verbs
from analysis.actions.predicates.types import RECIPROCAL, Act, Reading, Slot
from analysis.text.clauses import Clause
from analysis.text.parsing import Tree

__all__ = ["RECIPROCAL", "Act", "Reader", "Slot"]


class Reader(Reading):
    """Reads the acts of one sentence, each word by the rooms that know its kind."""

    def __init__(self, tree: Tree, kind: Callable[[int], str | None], book: lexicon.Lexicon | None = None) -> None:
        super().__init__(tree, kind, book)
        self._known: dict[int, list[Act]] = {}

    def acts(self) -> list[Act]:
        """The acts of the sentence in order; what an operator took up is not told again."""
        embedding.settle_controllers(self)
        found = [act for place in range(len(self.tree)) for act in self.at(place)]
        kept = [act for act in found if act.place not in self.swallowed or act.path[0] != act.place]
        return [_peaceful(self.tree, act) for act in kept]

    def at(self, place: int) -> list[Act]:
        """The acts whose highest word is the token at a place."""
        known = self._known.get(place)
        if known is None:
            self._known[place] = []  # a loop in a broken parse ends here
            tag = self.tree.tag[place][0]
            verbal = tag == "V" and self.tree.dep[place] not in {"aux", "auxpass"}
            known = self._verb(self.clauses.at(place)) if verbal else []
            if tag == "N":
                known = nominal.acts(self, place)
            self._known[place] = known
        return known

    def _verb(self, clause: Clause) -> list[Act]:
        if adjectives.is_copula(self.tree, clause.index):
            return adjectives.acts(self, clause)
        operators = embedding.fitting(self, clause)
        found = sayings.acts(self, clause) or embedding.over_clause(self, clause, operators)
        if found:
            return found
        row = matching.row(self, clause)
        if row is not None and "troops" in row.flags and (act := predicate_verbs.joint(self, clause, row)) is not None:
            return [act]
        if row is None or not (row.objects or row.needs):
            found = embedding.over_noun(self, clause, operators)
            found = found or predicate_verbs.by_noun(self, clause, operators)
        if found or row is None:
            return found or embedding.bare(self, clause, operators)
        return [predicate_verbs.act(self, clause, row)]


def _peaceful(tree: Tree, act: Act) -> Act:
    """Troops that are sent to keep the peace protect (CAMEO 074) and threaten nobody."""
    code = {"154": "074", "150": "074", "138": "0334"}.get(act.code[:3])
    if code is None or not any(tree.lower[place].startswith("peacekeep") for place in tree.subtree(act.path[0])):
        return act
    return replace(act, code=code, mode="", solo=False)
