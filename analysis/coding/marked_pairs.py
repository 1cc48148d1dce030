"""What a marked source does to a marked target in a sentence: PLOVER root, mode, context, CAMEO code, modality.

The lexicon reads the parse and gives a code with its reasons; the small model
reads the words; `analysis.actions.ensemble` weighs the two. What decided stands in every
answer: the rule and the model's score.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from analysis import ontology
from analysis.actions import LexiconVote, contexts_of, ensemble, modality, modality_of, mode_of, model, read_acts
from analysis.actors import gazetteer
from analysis.coding import candidates, linking, pairing
from analysis.coding.pairing import Paired, Span
from analysis.text import parsing, straighten
from analysis.text.parsing import Tree

Item = tuple[str, Span | None, Span | None]
USES = ("both", "lexicon", "model")
LOW = 0.5
"""Confidence below which an answer is shown as uncertain."""
_ON = dt.date(2025, 12, 31)


@dataclass(frozen=True, slots=True)
class Action:
    """What a pair's act is.

    `root` is a PLOVER root, None where the pair does nothing to each other;
    `quad` its quad class (0 for none); `cameo` the lexicon's code where it
    agrees with the root, else None; `confidence` the calibrated probability of
    the root; `decided_by` names the rule, the model's class and score.
    """

    root: str | None
    mode: str | None
    context: str | None
    quad: int
    cameo: str | None
    modality: str
    confidence: float
    decided_by: str

    @property
    def uncertain(self) -> bool:
        """Whether the confidence is below `LOW`."""
        return self.confidence < LOW


def classify(sentence: str, source: Span | None, target: Span | None) -> Action:
    """The act of one marked pair; see `classify_many`."""
    return classify_many([(sentence, source, target)])[0]


def classify_many(items: Sequence[Item], *, use: str = "both") -> list[Action]:
    """The acts of marked pairs, in the order of the items.

    Parameters
    ----------
    items
        Sentence, source and target as character offsets; None for a side that is not marked.
    use
        "both", or "lexicon" or "model" alone, to compare them.

    Raises
    ------
    InputError
        If a span is empty, lies outside its sentence, or the two overlap.
    """
    items = [(straighten(words), source, target) for words, source, target in items]
    read = [read_pair(tree, source, target) for tree, (_, source, target) in zip(trees(items), items, strict=True)]
    said = [LexiconVote(one.root if use != "model" else None, one.fit, one.rule) for one in read]
    from_model = scores(items) if use != "lexicon" else None
    rated = (
        from_model if use == "model" and from_model is not None else ensemble.default().probabilities(from_model, said)
    )
    return [
        _answer(one, row, from_model[k] if from_model is not None else None, use)
        for k, (one, row) in enumerate(zip(read, rated, strict=True))
    ]


@dataclass(frozen=True, slots=True)
class Reading:
    """The lexicon's reading of a pair."""

    paired: Paired | None
    root: str | None
    cameo: str | None
    fit: float
    mood: modality.Modality
    rule: str
    context: str | None
    mode: str | None


def trees(items: Sequence[Item]) -> list[Tree]:
    """The parsed sentences of the items."""
    return [parsing.Tree.from_doc(doc) for doc in parsing.parse([words for words, _, _ in items])]


def read_pair(tree: Tree, source: Span | None, target: Span | None) -> Reading:
    """What the lexicon alone says of a marked pair."""
    links = linking.Links(tree, gazetteer.default().find(tree.text, on=_ON, generic=True))
    acts = read_acts(tree, links.kind)
    paired = pairing.best(tree, acts, source, target)
    if paired is None:
        return Reading(None, None, None, 0.0, modality.ASSERTED, "", contexts_of(tree, None), None)
    mood = modality_of(tree, paired.act)
    code, mood, rule = candidates.told(paired.act, mood)
    return Reading(
        paired,
        ontology.plover_of(code),
        code,
        paired.fit,
        mood,
        rule,
        contexts_of(tree, paired.act),
        mode_of(tree, paired.act, code),
    )


def scores(items: Sequence[Item]) -> npt.NDArray[np.float64]:
    """The model's probabilities in the order of `ensemble.CLASSES`; a side not marked is the sentence's far end."""
    small = _model()
    order = [small.classes.index(name) for name in ensemble.CLASSES]
    return small.predict([_marked(item) for item in items])[:, order]


@cache
def _model() -> model.Model:
    return model.Model()


def _marked(item: Item) -> model.Item:
    words, source, target = item
    if source is None:
        source = (0, 1) if target is None or target[0] > 0 else (len(words) - 1, len(words))
    if target is None or (source[0] < target[1] and target[0] < source[1]):
        target = _outside(words, source)
    return words, source, target


def _outside(words: str, source: Span) -> Span:
    """A span beside the source, for a target that is not marked or lies inside it."""
    return (len(words) - 1, len(words)) if source[1] < len(words) else (0, 1)


def _answer(one: Reading, row: npt.NDArray[np.float64], scores: npt.NDArray[np.float64] | None, use: str) -> Action:
    best = int(row[:-1].argmax())
    root: str | None = ensemble.CLASSES[best]
    sure = float(row[best])
    if row[-1] > max(NONE_AT, sure):
        root, sure = None, float(row[-1])
    agrees = root is not None and one.root == root
    parts = [one.rule] if agrees and one.rule and use != "model" else []
    if scores is not None:
        top = int(scores.argmax())
        parts.append(f"model {ensemble.CLASSES[top]} {scores[top]:.2f}")
    return Action(
        root, one.mode if agrees else None, one.context, ontology.quad_of(root), one.cameo if agrees else None,
        one.mood.value, round(sure, 3), "; ".join(parts) or "nothing",
    )  # fmt: skip


NONE_AT = 0.9
"""Probability of doing nothing to each other from which a marked pair is said to have no act."""
