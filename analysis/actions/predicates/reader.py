"""From a parsed sentence to acts: which words name an act, of which class, and which phrases are its two sides.

Verbs are read by their entries in the lexicon; light verbs ("hold talks") and
what somebody undergoes ("face sanctions") by the noun; embedding verbs over an
act ("threatened to cut aid") by composition; nominal predicates ("Moscow's
attack on Kyiv") by their own slots. Which actor a phrase names is not decided
here.
"""

from dataclasses import replace

from analysis.actions.lexicon import Lexicon
from analysis.actions.predicates import embedding, matching, nominal, verbal
from analysis.actions.predicates.types import Act, BaseReader, EntityType
from analysis.text.clauses import Clause
from analysis.text.parsing import Tree


class Reader(BaseReader):
    """Reads the acts of one sentence.

    Parameters
    ----------
    tree
        The parsed sentence.
    entity_type
        Gives the kind of the mention that covers a token: "state", "person",
        "people", "body", "organisation" or None where there is no mention.
    lexicon
        The lexicon to read by; the one that comes with the package if None.
    """

    def __init__(self, tree: Tree, entity_type: EntityType, lexicon: Lexicon | None = None) -> None:
        super().__init__(tree, entity_type, lexicon)
        self._known: dict[int, list[Act]] = {}

    def acts(self) -> list[Act]:
        """The acts of the sentence in order; an act that an embedding verb has taken up is not repeated."""
        embedding.assign_controllers(self)
        found = [act for index in range(len(self.tree)) for act in self.acts_at(index)]
        kept = [act for act in found if act.index not in self.consumed or act.path[0] != act.index]
        return [self._recoded(act) for act in kept]

    def acts_at(self, index: int) -> list[Act]:
        """The acts whose highest word is the token at `index`."""
        known = self._known.get(index)
        if known is None:
            self._known[index] = []  # a loop in a broken parse ends here
            tag = self.tree.tag[index][0]
            known = []
            if tag == "N":
                known = nominal.acts(self, index)
            elif tag == "V" and self.tree.dep[index] not in {"aux", "auxpass"}:
                known = self._verb(self.clauses.at(index))
            self._known[index] = known
        return known

    def _verb(self, clause: Clause) -> list[Act]:
        if verbal.is_copula(self, clause.index):
            return verbal.by_adjective(self, clause)
        verbs = embedding.fitting(self, clause)
        found = (
            verbal.by_saying(self, clause)
            or embedding.over_clause(self, clause, verbs)
            or embedding.over_subject(self, clause, verbs)
        )
        if found:
            return found
        entry = matching.fitting_entry(self, clause)
        if entry is not None and "troops" in entry.flags:
            exercise = verbal.joint_exercise(self, clause, entry)
            if exercise is not None:
                return [exercise]
        if entry is None or not (entry.objects or entry.needs):
            found = embedding.over_noun(self, clause, verbs) or verbal.by_noun(self, clause, verbs)
        if found or entry is None:
            return found or embedding.without_act(self, clause, verbs)
        return [verbal.act(self, clause, entry)]

    def _recoded(self, act: Act) -> Act:
        """An act with the code that it has beside certain words: troops sent to keep the peace threaten nobody."""
        for (beginning, word), code in self.lexicon.recodings.items():
            if act.code.startswith(beginning) and any(
                self.tree.lower[index].startswith(word) for index in self.tree.subtree(act.path[0])
            ):
                return replace(act, code=code, mode="", solo=False)
        return act


def read_acts(tree: Tree, entity_type: EntityType, lexicon: Lexicon | None = None) -> list[Act]:
    """Read the acts of a parsed sentence; the parameters are those of `Reader`."""
    return Reader(tree, entity_type, lexicon).acts()
