"""Deeds told before: "the launch" stands for whose launch it is, where the document has told it.

"The envoy condemned the launch" names nobody who launched. Who did stands in an
earlier sentence or in the title, and mentions of one event share their
participants (Gerber and Chai 2010, "Beyond NomBank"; Silberer and Frank 2012, "Casting implicit role
linking as an anaphora resolution task"). A noun for a deed with "the" or "this", but
without a doer, is therefore a mention of the doer of the same deed, if the
document knows only one; else it stays open.
"""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis import ontology
from analysis.actions import Act, lexicon
from analysis.actors import Mention
from analysis.coding.linking import ArgumentLinker
from analysis.text import clauses
from analysis.text.parsing import Tree

SAME_WORD, SAME_KIND, ANY_DEED = 0.7, 0.5, 0.5
"""Confidence of the doer of a deed that was told by the same word, by another of its kind, by whatever word."""
NEAR = 2
"""Sentences back in which the same kind of deed must have been told; the title counts as near the first ones."""
_DEED = "deed"
"""The class of nouns that may mean any deed."""
_NOUNS = frozenset({"NN", "NNS"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "such"})
_ASIDE = frozenset({"on", "against", "at", "in", "near", "upon", "into", "over", "across", "to", "toward", "towards"})
"""Prepositions behind a deed that lead to others than its doer."""
_STEM = 4
"""First letters that a verb shares with the noun of the same deed: "invaded", "the invasion"."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A deed of one actor: its words, its PLOVER roots, its doer, whom it befell, and the number of its sentence."""

    lemmas: frozenset[str]
    roots: frozenset[str]
    doer: Mention
    targets: frozenset[str]
    sentence: int


class Deeds:
    """The deeds that a document has told, sentence by sentence."""

    def __init__(self) -> None:
        self._told: list[Telling] = []
        self._sentence = 0
        """The number of the sentence that is read."""

    def mentions(self, tree: Tree, mentions: Sequence[Mention], number: int) -> list[Mention]:
        """The nouns of the sentence of a number that stand for the doer of a deed told before, as mentions of him.

        An actor whom the sentence names by itself is none of them.
        """
        self._sentence = number
        named = {one.actor for one in mentions if one.actor is not None}
        covered = {index for one in mentions for index in tree.tokens_in(one.start, one.end)}
        found = []
        for index in range(len(tree)):
            if tree.tag[index] not in _NOUNS or index in covered or not _is_bare(tree, index, covered):
                continue
            known = self._doer(tree.lemma[index], _victims(tree, index, mentions))
            if known is not None and known[0].actor not in named:
                found.append(_standing_for(*known, tree, index))
        return found

    def note(self, linker: ArgumentLinker, acts: Sequence[Act]) -> None:
        """Remember the deeds of the sentence that is read."""
        self._told += _tellings(linker, acts, self._sentence)

    def _doer(self, lemma: str, victims: frozenset[str]) -> tuple[Mention, float] | None:
        """The doer of the deed that a noun takes up, if only one is plausible, and how surely it is he."""
        roots = _roots(lemma)
        if lemma in lexicon.default().noun_class(_DEED):
            return _only([one for one in self._told if self._sentence - one.sentence <= 1], ANY_DEED)
        if not roots:
            return None
        fitting = [one for one in self._told if not (victims and one.targets and victims.isdisjoint(one.targets))]
        near = [one for one in fitting if self._sentence - one.sentence <= NEAR]
        for told in (near, fitting):
            same = [one for one in told if _is_same_deed(lemma, roots, one)]
            if same:
                return _only(same, SAME_WORD)
        return _only([one for one in near if roots & one.roots], SAME_KIND)


def takes_up_deed(text: str) -> bool:
    """Whether a sentence may speak of a deed told before: "the raid", "this decision"."""
    return _definite_deed().search(text) is not None


@functools.cache
def _definite_deed() -> re.Pattern[str]:
    words = lexicon.default()
    nouns = sorted(words.noun_class(_DEED) | {noun for noun in words.nouns if _roots(noun)})
    before = "|".join(sorted(_DEFINITE))
    return re.compile(
        rf"\b(?:{before})(?: (?!an? )[\w-]+){{0,2}} (?:{'|'.join(map(re.escape, nouns))})s?\b", re.IGNORECASE
    )


def _only(told: Sequence[Telling], confidence: float) -> tuple[Mention, float] | None:
    """The doer of all these deeds, none where they have several."""
    return (told[-1].doer, confidence) if len({one.doer.actor for one in told}) == 1 else None


def _is_same_deed(lemma: str, roots: frozenset[str], told: Telling) -> bool:
    """Whether a noun may mean the deed that was told: by its own word, or by the verb of the same stem and kind."""
    if lemma in told.lemmas:
        return True
    return bool(roots & told.roots) and any(one[:_STEM] == lemma[:_STEM] for one in told.lemmas if len(one) >= _STEM)


def _roots(lemma: str) -> frozenset[str]:
    """The PLOVER roots of a noun for what one does alone; none for "talks", which two hold."""
    rows = lexicon.default().nouns.get(lemma, ())
    if any("recip" in row.flags for row in rows):
        return frozenset()
    return frozenset(root for row in rows if (root := ontology.plover_of(row.code)))


def _is_bare(tree: Tree, index: int, covered: set[int]) -> bool:
    """Whether a noun is definite, and its phrase names neither a doer nor another deed than the one told before."""
    if tree.dep[index] in {"compound", "amod", "nmod"}:
        return False
    if not any(tree.lower[child] in _DEFINITE for child in tree.children(index, "det", "predet", "amod")):
        return False
    for child in tree.children(index):
        below = tree.subtree(child)
        if tree.dep[child] in {"relcl", "acl"}:
            if below[0] and tree.lower[below[0] - 1] != ",":
                return False  # "the attack that killed ten" may be any
        elif tree.dep[child] != "prep" or tree.lower[child] not in _ASIDE:
            if not covered.isdisjoint(below) or any(tree.tag[one] in {"CD", "NNP", "NNPS"} for one in below):
                return False
            if tree.dep[child] in {"poss", "conj"}:
                return False
    return True


def _victims(tree: Tree, index: int, mentions: Sequence[Mention]) -> frozenset[str]:
    """The actors behind a deed's prepositions: of "the strike on Odesa" whoever is named there."""
    below = {
        one
        for child in tree.children(index, "prep")
        if tree.lower[child] in _ASIDE
        for one in clauses.noun_phrase(tree, child)
    }
    return frozenset(
        one.actor for one in mentions if one.actor and not below.isdisjoint(tree.tokens_in(one.start, one.end))
    )


def _standing_for(doer: Mention, confidence: float, tree: Tree, index: int) -> Mention:
    """The noun at a token as a mention of the doer of the deed that it takes up."""
    first = min([index, *tree.children(index, "det", "predet", "amod", "compound")])
    start, end = tree.start[first], tree.end[index]
    return Mention(
        start, end, tree.text[start:end], doer.actor, doer.state, (), None, "deed",
        round(min(confidence, doer.confidence), 2),
    )  # fmt: skip


def _doers(linker: ArgumentLinker, index: int) -> Iterator[Mention]:
    """Who does the deed of a noun; before a noun for sanctions an adjective may name either side."""
    slots = clauses.noun_slots(linker.tree, index)
    two_ways = linker.tree.lemma[index] in lexicon.default().noun_class("sanction")
    return linker.doers(index) if not two_ways or slots.keys() & {"poss", "by", "from"} else iter(())


def _tellings(linker: ArgumentLinker, acts: Sequence[Act], number: int) -> Iterator[Telling]:
    """The deeds of one actor each that a sentence tells: by nouns with a doer, and by acts."""
    tree = linker.tree
    for index in range(len(tree)):
        roots = _roots(tree.lemma[index]) if tree.tag[index][0] == "N" else frozenset()
        if roots:
            own = {one.actor: one for one in _doers(linker, index) if one.actor and not one.reports}
            if len(own) == 1:
                victims = _victims(tree, index, [one for at in linker.mentions_at.values() for one in at])
                (doer,) = own.values()
                yield Telling(frozenset({tree.lemma[index]}), roots, doer, victims, number)
    for act in acts:
        root = ontology.plover_of(act.code)
        if act.nominal or act.mutual or root is None:
            continue
        sources = linker.sources(act)
        if len(sources) == 1 and sources[0].actor:
            targets = frozenset(one.actor for one in linker.targets(act, sources) if one.actor)
            lemmas = frozenset(tree.lemma[one] for one in {act.index, act.path[-1]})
            yield Telling(lemmas, frozenset({root}), sources[0], targets, number)
