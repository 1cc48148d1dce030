"""Adjudication: the lexicon's reading of each candidate event is weighed against the small model.

A reading is kept where the ensemble of the two finds its root the most
probable. It is replaced where another root is clearly more probable, and
dropped where the pair very probably does nothing to each other. Uncoded pairs
are taken where the ensemble is confident. `decided_by` says what decided; the
confidence is the calibrated probability of the root.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from analysis.actions import LexiconVote, ensemble
from analysis.coding import marked_pairs
from analysis.coding.candidates import CandidateEvent, most_confident
from analysis.coding.document import AnnotatedSentence
from analysis.coding.marked_pairs import MarkedPair

MIN_PROBABILITY = 0.5
"""Ensemble probability from which the most probable root of an uncoded pair is taken."""
MIN_LEAD = 0.2
"""By how much another root must be more probable to replace the lexicon's."""
RELIABLE = 0.85
"""Accuracy of the lexicon with such a reading (on the exemplars) from which the model is not asked."""
DROP_AT = 0.75
"""Ensemble probability of "nothing between the two" from which a reading is dropped."""

Probabilities = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Verdict:
    """Probabilities of `ensemble.CLASSES` for one candidate: the model's own, and those of the ensemble."""

    model: Probabilities
    ensemble: Probabilities


def adjudicate(sentences: Sequence[AnnotatedSentence]) -> list[AnnotatedSentence]:
    """The same sentences with the candidate events that remain, their classes and confidences settled.

    Parameters
    ----------
    sentences
        As `document.code_document` gives them, uncoded pairs included.
    """
    asked = [
        (sentence.text, one)
        for sentence in sentences
        for one in sentence.candidates
        if _can_be_asked(one, sentence.candidates) and _lexicon_confidence(one) < RELIABLE
    ]
    verdicts = {}
    if asked:
        scores = marked_pairs.model_scores(
            [MarkedPair(text, one.spans.source, one.spans.target) for text, one in asked]
        )
        weighed = ensemble.default().probabilities(scores, [_lexicon_vote(one) for _, one in asked])
        verdicts = {id(one): _Verdict(*rows) for (_, one), *rows in zip(asked, scores, weighed, strict=True)}
    return [replace(sentence, candidates=_remaining(sentence.candidates, verdicts)) for sentence in sentences]


def _can_be_asked(one: CandidateEvent, all_of_sentence: Sequence[CandidateEvent]) -> bool:
    """Whether the model can be asked: both sides are named apart, and the sentence has one act between them.

    Of two acts of one pair ("met and agreed") the model could not know which is meant.
    """
    if sum((other.source, other.target) == (one.source, one.target) for other in all_of_sentence) > 1:
        return False
    source, target = one.spans.source, one.spans.target
    if source is None or target is None or (one.root is None and not one.is_uncoded):
        return False
    return source[1] <= target[0] or target[1] <= source[0]


def _lexicon_vote(one: CandidateEvent) -> LexiconVote:
    return LexiconVote(None if one.is_uncoded else one.root, one.fit, one.decided_by)


def _lexicon_confidence(one: CandidateEvent) -> float:
    """How often the lexicon was right with such a reading on the exemplars; 0 where it is silent."""
    return ensemble.default().lexicon_confidence(_lexicon_vote(one))


def _remaining(found: Sequence[CandidateEvent], verdicts: dict[int, _Verdict]) -> list[CandidateEvent]:
    remaining = []
    for one in found:
        verdict = verdicts.get(id(one))
        if verdict is not None:
            settled = _settle(one, verdict)
        else:
            settled = None if one.is_uncoded else _with_lexicon_confidence(one)
        if settled is not None:
            remaining.append(settled)
    return most_confident(remaining)


def _with_lexicon_confidence(one: CandidateEvent) -> CandidateEvent:
    """A reading without a verdict of the model: its confidence is the lexicon's accuracy times that of its actors."""
    return replace(one, confidence=round(one.confidence**0.5 * (_lexicon_confidence(one) or one.confidence), 3))


def _settle(one: CandidateEvent, verdict: _Verdict) -> CandidateEvent | None:
    """The candidate with the root that the ensemble supports, or None where it supports none."""
    best = int(verdict.ensemble[:-1].argmax())
    root, probability = ensemble.CLASSES[best], float(verdict.ensemble[best])
    model_class = ensemble.CLASSES[int(verdict.model.argmax())]
    note = f"model {model_class} {verdict.model.max():.2f}"
    if one.is_uncoded:
        return _with_root(one, root, probability, note) if probability >= MIN_PROBABILITY else None
    if verdict.ensemble[-1] >= DROP_AT:
        return None
    own = float(verdict.ensemble[ensemble.CLASSES.index(str(one.root))])
    if root != one.root and probability >= own + MIN_LEAD:
        return _with_root(one, root, probability, f"{note} against {one.decided_by}")
    return replace(one, confidence=round(own * one.confidence**0.5, 3), decided_by=f"{one.decided_by}; {note}")


def _with_root(one: CandidateEvent, root: str, probability: float, decided_by: str) -> CandidateEvent:
    return replace(
        one, event_class=one.event_class.with_root(root), confidence=round(probability, 3), decided_by=decided_by
    )
