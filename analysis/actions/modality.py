"""Whether an act is asserted, planned, hypothetical or denied, and by which word.

Read off the words above and around the predicate: negation, modal verbs,
conditions, verbs of doubt and attempt, nouns of speculation, questions, and
the future. The strongest reading wins: denied, hypothetical, planned, asserted.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from analysis.actions import lexicon
from analysis.text import clauses
from analysis.text.parsing import Tree

_FALSE = frozenset({"falsely", "wrongly", "baselessly", "erroneously", "untruthfully"})
_RANK = {"asserted": 0, "planned": 1, "hypothetical": 2, "denied": 3}
_NEGATIONS = frozenset({"not", "n't", "never", "no", "neither", "nor", "without"})
_POSSIBLE = frozenset({"could", "might", "may", "would", "should", "can", "must", "ought", "need"})
_FUTURE = frozenset({"will", "'ll", "wo", "shall"})
_CONDITIONS = frozenset({"if", "unless", "whether", "lest"})
_DOUBT_NOUNS = frozenset(
    "speculation fear concern possibility prospect risk rumor rumour suspicion likelihood chance scenario hope "
    "question worry danger hypothesis talk suggestion idea proposal".split()
)
_DOUBT_WORDS = frozenset(
    "potential possible possibly perhaps hypothetical reportedly likely alleged allegedly feared eventual "
    "would-be".split()
)
_DOUBT_OF_VERBS = frozenset({"possibly", "perhaps", "allegedly"})
_PLAN_WORDS = frozenset(
    {"planned", "upcoming", "forthcoming", "scheduled", "expected", "proposed", "impending", "imminent", "future"}
)
_PLAN_VERBS = frozenset({"due", "set", "slated", "scheduled", "expected", "poised", "going", "about"})
_UNSURE = frozenset({"believe", "think", "doubt", "wonder", "suppose", "assume", "suspect"})
_OPERATORS = {"consider": "hypothetical", "deny": "denied", "fail": "denied", "try": "planned", "prevent": "denied"}
_WILLING = frozenset({"agree", "request", "threaten", "refuse"})
_OPEN_KINDS = frozenset({"request", "refuse", "threaten", "consider"})
_JUDGING = frozenset({"09", "11", "17"})
"""CAMEO classes of verbs whose object is blamed or punished."""
_COMPLEMENTS = frozenset({"xcomp", "ccomp", "pcomp"})
_GOVERNED = _COMPLEMENTS | {"dobj", "prep", "nsubjpass"}


@dataclass(frozen=True, slots=True)
class Modality:
    """The modality of an act (as in `frames.MODALITIES`) and the word that says so, if any."""

    value: str
    cue: str


ASSERTED = Modality("asserted", "")


def of(tree: Tree, path: tuple[int, ...], *, nominal: bool) -> Modality:
    """The modality of an act by the words above and beside the highest word of its path.

    Parameters
    ----------
    path
        Tokens from the act's highest word to its predicate; only the highest
        word's surroundings count, since an operator's own meaning is in the code.
    nominal
        Whether the highest word is a noun of doing.
    """
    top = path[0]
    found = [ASSERTED, *_beside(tree, top, nominal=nominal), *_above(tree, top)]
    if tree.text.rstrip(" \"'").endswith("?"):
        found.append(Modality("hypothetical", "?"))
    return max(found, key=lambda one: _RANK[one.value])


def _beside(tree: Tree, place: int, *, nominal: bool) -> Iterator[Modality]:
    """What the words that hang on the highest word say, then its own place in the sentence."""
    for kid in tree.children(place):
        found = _negated(tree, place, kid) or _auxiliary(tree, place, kid) or _marked(tree, kid, nominal=nominal)
        if found is not None:
            yield found
    first = tree.head[place]
    if tree.dep[place] == "conj" and tree.tag[place] == tree.tag[first] == "VB" and not tree.children(place, "aux"):
        # "will sign the pact, open a bridge and review troops": one auxiliary for all
        yield from (one for kid in tree.children(first, "aux") if (one := _auxiliary(tree, first, kid)) is not None)
    yield from _noun_itself(tree, place) if nominal else _verb_itself(tree, place)


def _negated(tree: Tree, place: int, kid: int) -> Modality | None:
    word, label = tree.lower[kid], tree.dep[kid]
    if label == "neg" or (word in _NEGATIONS and label in {"det", "advmod", "preconj", "cc"}):
        future = any(tree.lower[other] in {"will", "would", "wo"} for other in tree.children(place, "aux"))
        return Modality("denied", "will not" if future and label == "neg" else word)
    if label in {"nsubj", "nsubjpass"} and any(tree.lower[low] == "no" for low in tree.children(kid, "det")):
        return Modality("denied", "no")
    return None


def _auxiliary(tree: Tree, place: int, kid: int) -> Modality | None:
    word = tree.lower[kid]
    if tree.dep[kid] != "aux":
        return None
    if word in {"would", "will", "'ll"} and _conditional(tree, place):
        return Modality("hypothetical", "would if")
    if word in _FUTURE or (word == "would" and _reported(tree, place)):
        return Modality("planned", word)
    return Modality("hypothetical", word) if word in _POSSIBLE else None


def _marked(tree: Tree, kid: int, *, nominal: bool) -> Modality | None:
    """Conditions, and words of doubt and plan before a noun or beside a verb."""
    word, label = tree.lower[kid], tree.dep[kid]
    doubted = word in _DOUBT_WORDS and label in {"amod", "advmod"} and (nominal or word in _DOUBT_OF_VERBS)
    if doubted or (label == "mark" and word in _CONDITIONS):
        return Modality("hypothetical", word)
    if word in _PLAN_WORDS and label == "amod" and nominal:
        return Modality("planned", word)
    return None


def _noun_itself(tree: Tree, place: int) -> Iterator[Modality]:
    if any(tree.lower[kid] in {"any", "such"} and tree.dep[kid] == "det" for kid in tree.children(place)):
        yield Modality("hypothetical", "any")
    if tree.dep[place] in {"nsubj", "nsubjpass"} and _has(tree, tree.head[place], "aux", _POSSIBLE):
        yield Modality("hypothetical", "would")


def _verb_itself(tree: Tree, place: int) -> Iterator[Modality]:
    if not _has(tree, place, "aux", {"to"}):
        return
    if tree.dep[place] in {"acl", "advcl", "relcl"}:
        yield Modality("planned", "in order to")
    if tree.dep[place] == "ROOT" and tree.tag[place] == "VB":
        yield Modality("planned", "to")  # a headline's future: "Putin to visit Pyongyang"


def _has(tree: Tree, place: int, label: str, words: AbstractSet[str]) -> bool:
    """Whether one of the words hangs on a token with that label."""
    return any(tree.lower[kid] in words for kid in tree.children(place, label))


def _reported(tree: Tree, place: int) -> bool:
    """Whether "would" is the future of reported speech: "said it would withdraw"."""
    above = tree.head[place]
    return tree.dep[place] == "ccomp" and tree.lemma[above] in clauses.SAYING and tree.tag[above] in {"VBD", "VBN"}


def _conditional(tree: Tree, place: int) -> bool:
    """Whether a condition hangs on a verb: "would strike if ..."."""
    return any(
        tree.lower[low] in {"if", "unless"}
        for kid in tree.children(place, "advcl")
        for low in tree.children(kid, "mark")
    )


def _above(tree: Tree, place: int) -> Iterator[Modality]:
    """What the words above say: operators without a class of their own, conditions, doubt, plans."""
    below = place
    for now in list(tree.path_to_root(place))[1:]:
        label = tree.dep[below]
        if label in {"relcl", "parataxis"}:
            return
        if tree.tag[now][0] == "N":
            yield from _under_noun(tree, now, below)
        if label == "prep" and tree.lower[below] == "without":
            yield Modality("denied", "without")
        if _has(tree, now, "advmod", _FALSE):
            yield Modality("denied", "falsely")
        if label in _GOVERNED and (tree.is_verb(now) or tree.tag[now][0] == "J"):
            yield from _governed(tree, now, below)
        if label in {"advcl", "nsubj"}:
            return
        below = now


def _under_noun(tree: Tree, noun: int, below: int) -> Iterator[Modality]:
    label = tree.dep[below]
    if label in {"acl", "ccomp", "prep", "pobj"} and tree.lemma[noun] in _DOUBT_NOUNS:
        yield Modality("hypothetical", tree.lower[noun])
    if label == "prep" and any(tree.dep[kid] == "pcomp" for kid in tree.children(below)):
        yield Modality("hypothetical", tree.lower[noun])  # "doubts about sending aid"


def _governed(tree: Tree, verb: int, below: int) -> Iterator[Modality]:
    """What a verb or adjective says of the clause or noun below it, by its meaning and by its own auxiliaries."""
    label = tree.dep[below]
    operators = lexicon.default().operators.get(tree.lemma[verb], ())
    kinds = {one.kind for one in operators if not one.particle and not one.objects}
    if label in _COMPLEMENTS:
        yield from _over_clause(tree, verb, below, kinds)
    elif label in {"dobj", "prep"} and kinds & _OPEN_KINDS and "do" not in kinds:
        yield Modality("hypothetical", tree.lower[verb])
    if label in {"xcomp", "dobj"} and tree.children(verb, "neg"):
        yield Modality("denied", "not")
    if label in {"xcomp", "dobj", "nsubjpass"} and _has(tree, verb, "aux", _POSSIBLE):
        yield Modality("hypothetical", "would")
    if label in {"xcomp", "dobj"} and _has(tree, verb, "aux", {"will", "'ll"}):
        yield Modality("planned", "will")
    if _has(tree, verb, "mark", {"if", "unless"}):
        yield Modality("hypothetical", "if")


def _over_clause(tree: Tree, verb: int, below: int, kinds: AbstractSet[str]) -> Iterator[Modality]:
    lemma, word, label = tree.lemma[verb], tree.lower[verb], tree.dep[below]
    if lemma == "look" and label == "pcomp":
        yield Modality("planned", "look forward to")
    if word in _PLAN_VERBS and label == "xcomp":
        yield Modality("planned", word)
    if kinds.isdisjoint({"agree", "do"}):
        said = kinds - {"prevent"} if label == "ccomp" else kinds
        yield from (Modality(value, word) for kind, value in _OPERATORS.items() if kind in said)
    if label == "pcomp" and any(row.code[:2] in _JUDGING for row in lexicon.default().verbs.get(lemma, ())):
        yield Modality("hypothetical", word)  # what one is blamed or jailed for
    if lemma in _UNSURE or (label == "xcomp" and lemma in {"need", "have"}):
        yield Modality("hypothetical", word)
    told = label == "ccomp" and tree.tag[below] in {"VBD", "VBZ", "VBP", "VBN"}  # what one is told has happened
    if kinds & _WILLING and "do" not in kinds and not told:
        yield Modality("planned" if "agree" in kinds else "hypothetical", word)
