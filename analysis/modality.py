"""Whether an act is asserted, planned, hypothetical or denied, and by which word.

Read off the words above and around the predicate: negation, modal verbs,
conditions, verbs of doubt and attempt, nouns of speculation, questions, and
the future. The strongest reading wins: denied, hypothetical, planned, asserted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis import clauses, lexicon
from analysis.parse import Tree

_RANK = {"asserted": 0, "planned": 1, "hypothetical": 2, "denied": 3}
_NEGATIONS = frozenset({"not", "n't", "never", "no", "neither", "nor", "without"})
_POSSIBLE = frozenset({"could", "might", "may", "would", "should", "can", "must", "ought", "need"})
_CONDITIONS = frozenset({"if", "unless", "whether", "lest", "until"})
_DOUBT_NOUNS = frozenset(
    "speculation fear concern possibility prospect risk rumor rumour suspicion likelihood chance scenario hope question worry danger "
    "hypothesis talk suggestion idea proposal".split()
)
_DOUBT_WORDS = frozenset(
    "potential possible possibly perhaps hypothetical reportedly likely alleged allegedly feared eventual would-be".split()
)
_PLAN_WORDS = frozenset(
    {"planned", "upcoming", "forthcoming", "scheduled", "expected", "proposed", "impending", "imminent", "future"}
)
_PLAN_VERBS = frozenset({"due", "set", "slated", "scheduled", "expected", "poised", "going", "about"})
_UNSURE = frozenset({"believe", "think", "doubt", "wonder", "suppose", "assume", "suspect"})
_OPERATORS = {"consider": "hypothetical", "deny": "denied", "fail": "denied", "try": "planned", "prevent": "denied"}


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
    for kid in tree.kids[place]:
        word, label = tree.low[kid], tree.dep[kid]
        if label == "neg" or (word in _NEGATIONS and label in {"det", "advmod", "preconj", "cc"}):
            future = any(tree.low[other] in {"will", "would", "wo"} for other in tree.children(place, "aux"))
            yield Modality("denied", "will not" if future and label == "neg" else word)
        elif label == "aux" and word in {"would", "will", "'ll"} and _conditional(tree, place):
            yield Modality("hypothetical", "would if")
        elif label == "aux" and word == "would" and _reported(tree, place):
            yield Modality("planned", word)
        elif label == "aux" and word in _POSSIBLE:
            yield Modality("hypothetical", word)
        elif label == "aux" and word in {"will", "'ll", "wo", "shall"}:
            yield Modality("planned", word)
        elif (label == "mark" and word in _CONDITIONS - {"until"}) or (
            word in _DOUBT_WORDS
            and label in {"amod", "advmod"}
            and (nominal or word in {"possibly", "perhaps", "allegedly"})
        ):
            yield Modality("hypothetical", word)
        elif word in _PLAN_WORDS and label == "amod" and nominal:
            yield Modality("planned", word)
        elif label in {"nsubj", "nsubjpass"} and any(tree.low[low] == "no" for low in tree.children(kid, "det")):
            yield Modality("denied", "no")
    if (
        not nominal
        and tree.dep[place] in {"acl", "advcl", "relcl"}
        and any(tree.low[kid] == "to" for kid in tree.children(place, "aux"))
    ):
        yield Modality("planned", "in order to")
    if nominal and any(tree.low[kid] in {"any", "such"} and tree.dep[kid] == "det" for kid in tree.kids[place]):
        yield Modality("hypothetical", "any")
    above = tree.head[place]
    if (
        nominal
        and tree.dep[place] in {"nsubj", "nsubjpass"}
        and any(tree.low[kid] in _POSSIBLE for kid in tree.children(above, "aux"))
    ):
        yield Modality("hypothetical", "would")
    if (
        not nominal
        and tree.dep[place] == "ROOT"
        and tree.tag[place] == "VB"
        and any(tree.low[kid] == "to" for kid in tree.children(place, "aux"))
    ):
        yield Modality("planned", "to")  # a headline's future: "Putin to visit Pyongyang"


def _reported(tree: Tree, place: int) -> bool:
    """Whether "would" is the future of reported speech: "said it would withdraw"."""
    above = tree.head[place]
    return tree.dep[place] == "ccomp" and tree.lemma[above] in clauses.SAYING and tree.tag[above] in {"VBD", "VBN"}


def _conditional(tree: Tree, place: int) -> bool:
    """Whether a condition hangs on a verb: "would strike if ..."."""
    return any(
        tree.low[low] in {"if", "unless"} for kid in tree.children(place, "advcl") for low in tree.children(kid, "mark")
    )


def _above(tree: Tree, place: int) -> Iterator[Modality]:
    """What the words above say: operators without a class of their own, conditions, doubt, plans."""
    operators = lexicon.default().operators
    below = place
    for now in list(tree.up(place))[1:]:
        label = tree.dep[below]
        if label in {"relcl", "parataxis"}:
            return
        if tree.tag[now][0] == "N" and label in {"acl", "ccomp", "prep", "pobj"} and tree.lemma[now] in _DOUBT_NOUNS:
            yield Modality("hypothetical", tree.low[now])
        if (
            label == "prep"
            and tree.tag[now][0] == "N"
            and now != place
            and any(tree.dep[kid] == "pcomp" for kid in tree.kids[below])
        ):
            yield Modality("hypothetical", tree.low[now])  # "pessimism over holding talks"
        if label == "prep" and tree.low[below] in {"without"}:
            yield Modality("denied", "without")
        if label in {"xcomp", "ccomp", "pcomp", "dobj", "prep", "nsubjpass"} and (
            tree.is_verb(now) or tree.tag[now][0] == "J"
        ):
            yield from _governed(tree, now, below, operators)
        if label in {"advcl", "nsubj"}:
            return
        below = now


def _governed(
    tree: Tree, verb: int, below: int, operators: Mapping[str, Sequence[lexicon.Operator]]
) -> Iterator[Modality]:
    lemma, word, label = tree.lemma[verb], tree.low[verb], tree.dep[below]
    kinds = {one.kind for one in operators.get(lemma, ()) if not one.particle and not one.objects}
    if label in {"xcomp", "ccomp", "pcomp"}:
        if lemma == "look" and label == "pcomp":
            yield Modality("planned", "look forward to")
        if word in _PLAN_VERBS and label == "xcomp":
            yield Modality("planned", word)
        for kind, value in _OPERATORS.items():
            if kind in kinds and not (kind == "prevent" and label == "ccomp") and kinds.isdisjoint({"agree", "do"}):
                yield Modality(value, word)
        if label == "pcomp" and any(
            row.code[:2] in {"09", "11", "17"} for row in lexicon.default().verbs.get(lemma, ())
        ):
            yield Modality("hypothetical", word)  # what one is blamed or jailed for
        if lemma in _UNSURE or (label == "xcomp" and lemma in {"need", "have"}):
            yield Modality("hypothetical", word)
        told = label == "ccomp" and tree.tag[below] in {"VBD", "VBZ", "VBP", "VBN"}  # what one is told has happened
        if kinds & {"agree", "request", "threaten", "refuse"} and "do" not in kinds and not told:
            yield Modality("planned" if "agree" in kinds else "hypothetical", word)
    elif label in {"dobj", "prep"} and kinds & {"request", "refuse", "threaten", "consider"} and not kinds & {"do"}:
        yield Modality("hypothetical", word)
    if any(tree.dep[kid] == "neg" for kid in tree.kids[verb]) and label in {"xcomp", "dobj"}:
        yield Modality("denied", "not")
    if any(tree.low[kid] in _POSSIBLE and tree.dep[kid] == "aux" for kid in tree.kids[verb]) and label in {
        "xcomp",
        "dobj",
        "nsubjpass",
    }:
        yield Modality("hypothetical", "would")
    if any(tree.low[kid] in {"will", "'ll"} and tree.dep[kid] == "aux" for kid in tree.kids[verb]) and label in {
        "xcomp",
        "dobj",
    }:
        yield Modality("planned", "will")
    if any(tree.low[kid] in {"if", "unless"} and tree.dep[kid] == "mark" for kid in tree.kids[verb]):
        yield Modality("hypothetical", "if")
