"""Adjudication: which of the acts that lexicon and model propose stand, and how surely.

Each proposal gets a probability that its source, target and root are all
right. It rests on what the model says of the pair, on how often the lexicon is
right with such a reading, on whether the two agree and on how surely the sides
are known: a logistic regression whose weights `training/acceptance.py` fits on
passages that the model has not seen. A proposal stands from `MIN_CONFIDENCE`.
Modality and status are the model's where it was asked.
"""

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from analysis import errors
from analysis.actions import Act, LexiconVote, ensemble, pair_model
from analysis.coding import _location_targets, candidates, proposals
from analysis.coding.candidates import UNCODED, CandidateEvent, SidePair, most_confident
from analysis.coding.document import AnnotatedSentence
from analysis.coding.linking import ArgumentLinker
from analysis.coding.proposals import Proposal

MIN_CONFIDENCE = 0.5
"""Probability from which a proposal stands."""
FILE = pair_model.FOLDER / "acceptance.json"
FEATURES = (
    "constant", "model: act", "model: root of the act", "model not asked", "lexicon: its record", "lexicon silent",
    "lexicon contradicts", "second root", "open side", "inside one actor", "side by coreference", "sides: confidence",
    "sides in the sentence",
)  # fmt: skip
"""What the probability rests on; the weights stand in `acceptance.json` under these names."""
_CLIP = 0.001
_FORCE = "ASSAULT"
"""The root whose target may be given by the place alone."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The weights of `FEATURES`."""

    weights: npt.NDArray[np.float64]

    @classmethod
    def load(cls, file: Path = FILE) -> "Acceptance":
        """Read what `training/acceptance.py` wrote.

        Raises
        ------
        InputError
            If the file was made for other features than this version has.
        """
        stored = json.loads(file.read_text(encoding="utf-8"))["weights"]
        if list(stored) != list(FEATURES):
            raise errors.InputError(f"{file}: its features are not those of this version; run make train")
        return cls(np.array([float(stored[name]) for name in FEATURES]))

    def probability(self, features: Sequence[float]) -> float:
        """The probability that source, target and root are right."""
        return float(1 / (1 + np.exp(-(np.array(features) @ self.weights))))


@functools.cache
def default() -> Acceptance:
    """The weights that come with the package, read once."""
    return Acceptance.load()


def features(one: Proposal, n_sides: int) -> list[float]:
    """The values of `FEATURES` for a proposal in a sentence of so many sides."""
    known = [side for side in one.sides if side is not None]
    judgement, coded = one.judgement, one.coded
    act = judgement.act if judgement else 0.5
    return [
        1.0,
        _logit(act),
        float(np.log(max(_CLIP, one.probability / max(_CLIP, act)))) if judgement and one.root else 0.0,
        float(judgement is None),
        _logit(ensemble.default().lexicon_confidence(_vote(coded))) if coded else 0.0,
        float(coded is None),
        float(one.contradicted),
        float(one.second),
        float(len(known) < 2),
        float(len(known) == 2 and known[0].actor == known[1].actor),
        float(any(side.how == "coreference" for side in known)),
        float(sum(np.log(max(_CLIP, side.confidence)) for side in known)),
        float(np.log(max(1, n_sides))),
    ]


def _logit(probability: float) -> float:
    clipped = min(max(probability, _CLIP), 1 - _CLIP)
    return float(np.log(clipped / (1 - clipped)))


def _vote(one: CandidateEvent) -> LexiconVote:
    return LexiconVote(one.root, one.fit, one.decided_by)


def adjudicate(sentences: Sequence[AnnotatedSentence]) -> list[AnnotatedSentence]:
    """The same sentences with the candidate events that stand, their classes and confidences settled.

    Parameters
    ----------
    sentences
        As `document.code_document` gives them.
    """
    return [replace(sentence, candidates=_standing(sentence)) for sentence in sentences]


def proposals_of(sentence: AnnotatedSentence) -> list[tuple[Proposal, list[float]]]:
    """The proposals of a sentence with their features; none where it was not parsed."""
    if sentence.tree is None:
        return []
    found = proposals.propose(sentence.text, sentence.mentions, sentence.candidates, sentence.context)
    n_sides = len(proposals.sides_of(sentence.mentions))
    return [(one, features(one, n_sides)) for one in found]


def _standing(sentence: AnnotatedSentence) -> list[CandidateEvent]:
    found = []
    for one, values in proposals_of(sentence):
        confidence = round(default().probability(values), 3)
        if confidence >= MIN_CONFIDENCE:
            found.append(_candidate(one, sentence, confidence))
    return most_confident(found)


def _candidate(one: Proposal, sentence: AnnotatedSentence, confidence: float) -> CandidateEvent:
    """The event of a proposal that stands."""
    judgement = one.judgement
    coded = one.coded or _from_trigger(one, sentence)
    if judgement is None:
        return replace(coded, confidence=confidence)
    says = f"model {judgement.root} {float(judgement.roots[:-1].max()):.2f}"
    return replace(
        coded,
        confidence=confidence,
        modality=judgement.modality,
        modality_marker=coded.modality_marker if coded.modality == judgement.modality else "",
        status=judgement.status,
        decided_by=f"{coded.decided_by}; {says}" if one.coded else says,
    )


def _from_trigger(one: Proposal, sentence: AnnotatedSentence) -> CandidateEvent:
    """The event that the model alone sees, dated and placed by the word that it takes for the act."""
    if sentence.tree is None or sentence.dating is None or one.judgement is None or one.root is None:
        raise errors.FrameError("an act that the model sees needs a parsed sentence")
    tree = sentence.tree
    index = next(iter(tree.tokens_in(*one.judgement.trigger)), 0)
    act = Act(index=index, path=(index,), code=UNCODED, sources=(), targets=(), confidence=1.0, rule="model")
    linker = ArgumentLinker(tree, sentence.mentions)
    sides = one.sides
    if one.root == _FORCE and sides.source is not None and sides.target is None:
        hit = _location_targets.state_hit_by(linker, index)
        sides = SidePair(sides.source, hit if hit and hit.actor != sides.source.actor else None)
    (found,) = candidates.candidate_events(tree, linker, act, [sides], sentence.dating)
    return replace(found, event_class=found.event_class.with_root(one.root), fit=0.0)
