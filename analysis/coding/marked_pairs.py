"""Marked pairs: what a given source does to a given target in a sentence.

The lexicon reads the parse and gives a code with its rule; the small model
reads the words; `analysis.actions.ensemble` weighs the two. Every answer says
what decided: the rule, and the model's class and score.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analysis import ontology
from analysis.actions import (
    Act,
    LexiconVote,
    Modality,
    Slot,
    contexts_of,
    ensemble,
    modality_of,
    mode_of,
    pair_model,
    read_acts,
)  # fmt: skip
from analysis.actions.modality import ASSERTED
from analysis.actions.pair_model import Span
from analysis.actors import gazetteer
from analysis.actors.resolution import LATEST
from analysis.coding import candidates, linking
from analysis.text import clauses, parsing, straighten
from analysis.text.parsing import Tree

LOW_CONFIDENCE = 0.5
"""Confidence below which an answer is shown as uncertain."""
NOTHING_AT = 0.6
"""Probability of "nothing between the two" from which a marked pair is said to have no act."""
AT_HEAD, INSIDE, BELOW, NOWHERE = 3.0, 2.0, 1.0, 0.0
"""How close a span is to a slot: over its head, inside its phrase, somewhere below the predicate, not at all."""
_MAX_RANK_PENALTY = 5
"""Slots after the sixth are no worse than the sixth."""
_RANK_PENALTY = 0.1


class MarkedPair(NamedTuple):
    """A sentence with the character offsets of source and target; None for a side that is not marked."""

    sentence: str
    source: Span | None
    target: Span | None


@dataclass(frozen=True, slots=True)
class PairClass:
    """What the source of a marked pair does to the target.

    `root` is a PLOVER root, None where the pair does nothing to each other;
    `quad` its quad class (0 for none); `cameo` the lexicon's code where it
    agrees with the root, else None; `confidence` the calibrated probability of
    the root; `decided_by` names the rule, the model's class and its score.
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
        """Whether the confidence is below `LOW_CONFIDENCE`."""
        return self.confidence < LOW_CONFIDENCE


@dataclass(frozen=True, slots=True)
class LexiconReading:
    """What the lexicon alone says of a pair; `root` is None where it is silent, `fit` as in `MatchedAct`."""

    root: str | None
    cameo: str | None
    mode: str | None
    context: str | None
    modality: Modality
    fit: float
    rule: str


@dataclass(frozen=True, slots=True)
class MatchedAct:
    """An act between two spans; `fit` is 1 where both stand over the heads of its slots."""

    act: Act
    fit: float


def classify_pairs(pairs: Sequence[tuple[str, Span | None, Span | None]], *, use: str = "both") -> list[PairClass]:
    """The classes of marked pairs, in the order of the pairs.

    Parameters
    ----------
    pairs
        Sentence, source and target as in `MarkedPair`; where the two overlap, the target counts as not marked.
    use
        "both", or "lexicon" or "model" alone, to compare them.

    Raises
    ------
    InputError
        If a span is empty or lies outside its sentence.
    """
    marked = [MarkedPair(straighten(words), source, target) for words, source, target in pairs]
    readings = [lexicon_reading(tree, one.source, one.target) for tree, one in zip(parse(marked), marked, strict=True)]
    scores = model_scores(marked) if use != "lexicon" else None
    if use == "model" and scores is not None:
        probabilities = scores
    else:
        probabilities = ensemble.default().probabilities(
            scores, [LexiconVote(one.root, one.fit, one.rule) for one in readings]
        )
    return [
        _pair_class(reading, row, scores[number] if scores is not None else None, cite_rule=use != "model")
        for number, (reading, row) in enumerate(zip(readings, probabilities, strict=True))
    ]


def parse(pairs: Sequence[tuple[str, Span | None, Span | None]]) -> list[Tree]:
    """The parsed sentences of marked pairs."""
    return [Tree.from_doc(doc) for doc in parsing.parse([sentence for sentence, _, _ in pairs])]


def lexicon_reading(tree: Tree, source: Span | None, target: Span | None) -> LexiconReading:
    """What the lexicon alone says of a marked pair."""
    linker = linking.ArgumentLinker(tree, gazetteer.default().find(tree.text, on=LATEST, generic=True))
    matched = best_act(tree, read_acts(tree, linker.entity_type), source, target)
    if matched is None:
        return LexiconReading(None, None, None, contexts_of(tree, None), ASSERTED, 0.0, "")
    act = matched.act
    code, modal, rule = candidates.qualify(act, modality_of(tree, act))
    return LexiconReading(
        root=ontology.plover_of(code),
        cameo=code,
        mode=mode_of(tree, act, code),
        context=contexts_of(tree, act),
        modality=modal,
        fit=matched.fit,
        rule=rule,
    )


def model_scores(pairs: Sequence[tuple[str, Span | None, Span | None]]) -> npt.NDArray[np.float64]:
    """The model's probabilities of `ensemble.CLASSES`, a row for each pair.

    A side that is not marked is open; so is a target that overlaps the source.
    """
    rows = []
    for sentence, source, target in pairs:
        apart = source is None or target is None or source[1] <= target[0] or target[1] <= source[0]
        rows.append(pair_model.default().judge_pair(sentence, source, target if apart else None).roots)
    return np.array(rows).reshape(len(pairs), len(ensemble.CLASSES))


def _pair_class(
    reading: LexiconReading,
    probabilities: npt.NDArray[np.float64],
    scores: npt.NDArray[np.float64] | None,
    *,
    cite_rule: bool,
) -> PairClass:
    best = int(probabilities[:-1].argmax())
    root: str | None = ensemble.CLASSES[best]
    confidence = float(probabilities[best])
    if probabilities[-1] > max(NOTHING_AT, confidence):
        root, confidence = None, float(probabilities[-1])
    agrees = root is not None and reading.root == root
    reasons = [reading.rule] if agrees and reading.rule and cite_rule else []
    if scores is not None:
        top = int(scores.argmax())
        reasons.append(f"model {ensemble.CLASSES[top]} {scores[top]:.2f}")
    return PairClass(
        root=root,
        mode=reading.mode if agrees else None,
        context=reading.context,
        quad=ontology.quad_of(root),
        cameo=reading.cameo if agrees else None,
        modality=reading.modality.value,
        confidence=round(confidence, 3),
        decided_by="; ".join(reasons) or "nothing",
    )


def best_act(tree: Tree, acts: Sequence[Act], source: Span | None, target: Span | None) -> MatchedAct | None:
    """The act that fits two spans best, or None where none has the source on its side.

    Parameters
    ----------
    source, target
        Character offsets in the tree's text; None for a side that is not marked.
    """
    matched = [MatchedAct(act, fit) for act in acts if (fit := _fit(tree, act, source, target)) > 0]
    return max(matched, key=lambda one: one.fit, default=None)


def _fit(tree: Tree, act: Act, source: Span | None, target: Span | None) -> float:
    fit = _closeness(tree, act.sources, source) * _target_closeness(tree, act, act.targets, target)
    if act.mutual or act.among:
        reverse = _closeness(tree, act.targets, source) * _target_closeness(tree, act, act.sources, target)
        fit = max(fit, reverse)
    if act.among:
        fit = max(fit, _closeness(tree, act.sources, source) * _closeness(tree, act.sources, target))
    return fit / (AT_HEAD * AT_HEAD)


def _closeness(tree: Tree, slots: Sequence[Slot], span: Span | None) -> float:
    """How close a span is to the best of some slots; an unmarked side may be anybody."""
    if span is None:
        return INSIDE
    return max(
        (
            _closeness_to_slot(tree, slot, span) - _RANK_PENALTY * min(rank, _MAX_RANK_PENALTY)
            for rank, slot in enumerate(slots)
        ),
        default=NOWHERE,
    )


def _target_closeness(tree: Tree, act: Act, slots: Sequence[Slot], target: Span | None) -> float:
    """How close a target is to an act: to its slots, else anywhere below the predicate but in the source's phrase."""
    closeness = _closeness(tree, slots, target)
    if closeness >= INSIDE - _RANK_PENALTY * _MAX_RANK_PENALTY or target is None:
        return closeness
    below = {index for top in act.path for index in tree.subtree(top)}
    of_source = {index for slot in act.sources for head in slot.heads for index in tree.subtree(head)}
    return BELOW if _tokens(tree, target) & (below - of_source) else max(closeness, NOWHERE)


def _closeness_to_slot(tree: Tree, slot: Slot, span: Span) -> float:
    tokens = _tokens(tree, span)
    for head in slot.heads:
        if slot.name == "mod":
            if tokens & (clauses.noun_phrase(tree, head) - {head}):
                return INSIDE
            continue
        heads = clauses.conjuncts(tree, head)
        if tokens & set(heads):
            return AT_HEAD
        if any(tokens & clauses.noun_phrase(tree, one) for one in heads):
            return INSIDE
        if tokens & set(tree.subtree(head)):
            return BELOW
    return NOWHERE


def _tokens(tree: Tree, span: Span) -> set[int]:
    return {index for index in range(len(tree)) if tree.start[index] < span[1] and span[0] < tree.end[index]}
