"""Whether an act is asserted, planned, hypothetical or denied, and by which word.

Read off the words above and around the predicate: negation, modal verbs,
conditions, verbs of doubt and attempt, nouns of speculation, questions, and
the future. The strongest reading wins: denied, hypothetical, planned,
asserted. The words stand in `data/actions/lexicon/markers.csv`.
"""

import functools
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from analysis.actions import lexicon
from analysis.actions.predicates.types import Act
from analysis.text import clauses
from analysis.text.parsing import Tree

_STRENGTH = {"asserted": 0, "planned": 1, "hypothetical": 2, "denied": 3}
_OF_KIND = {"consider": "hypothetical", "deny": "denied", "fail": "denied", "try": "planned", "prevent": "denied"}
"""What embedding verbs of a kind say of the act below them."""
_WILLING = frozenset({"agree", "request", "threaten", "refuse"})
_LEAVE_NOUN_OPEN = frozenset({"request", "refuse", "threaten", "consider"})
_JUDGING = frozenset({"09", "11", "17"})
"""CAMEO classes of verbs whose object is blamed or punished."""
_COMPLEMENTS = frozenset({"xcomp", "ccomp", "pcomp"})
_GOVERNED = _COMPLEMENTS | {"dobj", "prep", "nsubjpass"}
_FINITE = frozenset({"VBD", "VBZ", "VBP", "VBN"})


@dataclass(frozen=True, slots=True)
class Modality:
    """The modality of an act (as in `schemas.MODALITIES`), and the word that marks it, if any."""

    value: str
    marker: str


ASSERTED = Modality("asserted", "")


def modality_of(tree: Tree, act: Act) -> Modality:
    """The modality of an act by the words above and beside the highest word of its path.

    Only the surroundings of the highest word count, since what an embedding
    verb means is already in the act's code.
    """
    top = act.path[0]
    found = [ASSERTED, *_beside(tree, top, nominal=act.nominal), *_above(tree, top)]
    if tree.text.rstrip(" \"'").endswith("?"):
        found.append(Modality("hypothetical", "?"))
    return max(found, key=lambda one: _STRENGTH[one.value])


@functools.cache
def _marker(group: str) -> frozenset[str]:
    return lexicon.default().marker(group)


def _beside(tree: Tree, index: int, *, nominal: bool) -> Iterator[Modality]:
    """What the dependents of the highest word say, then its own position in the sentence."""
    for child in tree.children(index):
        found = _negated(tree, index, child) or _auxiliary(tree, index, child) or _marked(tree, child, nominal=nominal)
        if found is not None:
            yield found
    first = _first_of_list(tree, index)
    if first != index:
        yield from (one for aux in tree.children(first, "aux") if (one := _auxiliary(tree, first, aux)) is not None)
    yield from _noun_itself(tree, index) if nominal else _verb_itself(tree, index)


def _first_of_list(tree: Tree, verb: int) -> int:
    """The verb whose auxiliary is that of all: "will sign the pact, open a bridge and review troops"."""
    while tree.dep[verb] == "conj" and tree.tag[verb] == tree.tag[tree.head[verb]] == "VB":
        if tree.children(verb, "aux"):
            break
        verb = tree.head[verb]
    return verb


def _negated(tree: Tree, index: int, child: int) -> Modality | None:
    word, label = tree.lower[child], tree.dep[child]
    if label == "neg" or (word in _marker("negation") and label in {"det", "advmod", "preconj", "cc"}):
        refused = label == "neg" and _has(tree, index, "aux", _marker("refusal"))
        return Modality("denied", "will not" if refused else word)
    if label in {"nsubj", "nsubjpass", "dobj"} and _has(tree, child, "det", {"no"}):
        return Modality("denied", "no")
    return None


def _auxiliary(tree: Tree, index: int, child: int) -> Modality | None:
    word = tree.lower[child]
    if tree.dep[child] != "aux":
        return None
    if word in _marker("conditional") and _has_condition(tree, index):
        return Modality("hypothetical", "would if")
    if word in _marker("future") or (word == "would" and _is_reported(tree, index)):
        return Modality("planned", word)
    return Modality("hypothetical", word) if word in _marker("modal") else None


def _marked(tree: Tree, child: int, *, nominal: bool) -> Modality | None:
    """Conditions, and words of doubt and plan before a noun or beside a verb."""
    word, label = tree.lower[child], tree.dep[child]
    doubt = label in {"amod", "advmod"} and word in _marker("doubt") and (nominal or word in _marker("doubt-adverb"))
    if doubt or (label == "mark" and word in _marker("condition")):
        return Modality("hypothetical", word)
    if word in _marker("plan") and label == "amod" and nominal:
        return Modality("planned", word)
    return None


def _noun_itself(tree: Tree, noun: int) -> Iterator[Modality]:
    if _has(tree, noun, "det", _marker("indefinite")):
        yield Modality("hypothetical", "any")
    if tree.dep[noun] in {"nsubj", "nsubjpass"} and _has(tree, tree.head[noun], "aux", _marker("modal")):
        yield Modality("hypothetical", "would")


def _verb_itself(tree: Tree, verb: int) -> Iterator[Modality]:
    if not _has(tree, verb, "aux", {"to"}):
        return
    if tree.dep[verb] in {"acl", "advcl", "relcl"}:
        yield Modality("planned", "in order to")
    if tree.dep[verb] == "ROOT" and tree.tag[verb] == "VB":
        yield Modality("planned", "to")  # a headline's future: "Putin to visit Pyongyang"


def _has(tree: Tree, index: int, label: str, words: AbstractSet[str]) -> bool:
    """Whether a dependent with that label is one of the words."""
    return any(tree.lower[child] in words for child in tree.children(index, label))


def _is_reported(tree: Tree, verb: int) -> bool:
    """Whether "would" is the future of reported speech: "said it would withdraw"."""
    while tree.dep[verb] == "conj" and tree.is_verb(tree.head[verb]):
        verb = tree.head[verb]
    above = tree.head[verb]
    return tree.dep[verb] == "ccomp" and tree.lemma[above] in clauses.SAYING and tree.tag[above] in {"VBD", "VBN"}


def _has_condition(tree: Tree, verb: int) -> bool:
    """Whether a condition depends on a verb: "would strike if ..."."""
    return any(_has(tree, child, "mark", _marker("hypothesis")) for child in tree.children(verb, "advcl"))


def _above(tree: Tree, top: int) -> Iterator[Modality]:
    """What the words above say: embedding verbs without a class of their own, conditions, doubt, plans."""
    below = top
    for index in list(tree.path_to_root(top))[1:]:
        label = tree.dep[below]
        if label in {"relcl", "parataxis"}:
            return
        if tree.tag[index][0] == "N":
            yield from _under_noun(tree, index, below)
        if label == "prep" and tree.lower[below] == "without":
            yield Modality("denied", "without")
        if _has(tree, index, "advmod", _marker("falsely")):
            yield Modality("denied", "falsely")
        if label == "xcomp" and tree.is_verb(index):
            yield from _verb_itself(tree, index)  # "permission to use its aircraft to strike"
        if label in _GOVERNED and (tree.is_verb(index) or tree.tag[index][0] == "J"):
            yield from _governed(tree, index, below)
        if label in {"advcl", "nsubj"}:
            return
        below = index


def _under_noun(tree: Tree, noun: int, below: int) -> Iterator[Modality]:
    label = tree.dep[below]
    if label in {"acl", "ccomp", "relcl"} and _is_missing_evidence(tree, noun):
        yield Modality("denied", f"no {tree.lower[noun]}")
    if label in {"acl", "ccomp", "prep", "pobj"} and tree.lemma[noun] in _marker("doubt-noun"):
        yield Modality("hypothetical", tree.lower[noun])
    if label == "prep" and tree.children(below, "pcomp"):
        yield Modality("hypothetical", tree.lower[noun])  # "doubts about sending aid"


def _is_missing_evidence(tree: Tree, noun: int) -> bool:
    return tree.lemma[noun] in _marker("evidence") and _has(tree, noun, "det", {"no"})


def _governed(tree: Tree, verb: int, below: int) -> Iterator[Modality]:
    """What a verb or adjective says of the clause or noun below it, by its meaning and by its own auxiliaries."""
    label = tree.dep[below]
    if label == "ccomp" and any(_is_missing_evidence(tree, one) for one in tree.children(verb, "nsubj", "nsubjpass")):
        yield Modality("denied", "no")
    embedding = lexicon.default().embedding_verbs.get(tree.lemma[verb], ())
    kinds = {one.kind for one in embedding if not one.particle and not one.objects}
    if label in _COMPLEMENTS:
        yield from _over_clause(tree, verb, below, kinds)
    elif label in {"dobj", "prep"} and kinds & _LEAVE_NOUN_OPEN and "do" not in kinds:
        yield Modality("hypothetical", tree.lower[verb])
    if label in {"xcomp", "dobj"} and tree.children(verb, "neg"):
        yield Modality("denied", "not")
    first = _first_of_list(tree, verb)
    if label in {"xcomp", "dobj", "nsubjpass"} and _has(tree, first, "aux", _marker("modal")):
        yield Modality("hypothetical", "would")
    if label in {"xcomp", "dobj"} and _has(tree, first, "aux", _marker("governing-future")):
        yield Modality("planned", "will")
    if _has(tree, verb, "mark", _marker("hypothesis")):
        yield Modality("hypothetical", "if")


def _over_clause(tree: Tree, verb: int, below: int, kinds: AbstractSet[str]) -> Iterator[Modality]:
    lemma, word, label = tree.lemma[verb], tree.lower[verb], tree.dep[below]
    if lemma in _marker("looking-forward") and label == "pcomp":
        yield Modality("planned", "look forward to")
    if word in _marker("plan-predicate") and label == "xcomp":
        yield Modality("planned", word)
    if kinds.isdisjoint({"agree", "do"}):
        own = kinds - {"prevent"} if label == "ccomp" else kinds
        yield from (Modality(value, word) for kind, value in _OF_KIND.items() if kind in own)
    if label == "pcomp" and any(entry.code[:2] in _JUDGING for entry in lexicon.default().verbs.get(lemma, ())):
        yield Modality("hypothetical", word)  # what somebody is blamed or jailed for
    if lemma in _marker("belief") or (label == "xcomp" and lemma in _marker("necessity")):
        yield Modality("hypothetical", word)
    has_happened = label == "ccomp" and tree.tag[below] in _FINITE  # "told them that it had attacked"
    if kinds & _WILLING and "do" not in kinds and not has_happened:
        yield Modality("planned" if "agree" in kinds else "hypothetical", word)
