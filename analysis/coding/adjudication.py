"""A second opinion on what sentences tell of: lexicon and model weighed, pair by pair.

The lexicon's reading of a pair is kept where the two together find its root
the likeliest, gives way where another root is clearly likelier, and is
dropped where the pair very likely does nothing to each other. Pairs that no
rule ties are taken where the model is sure. What decided stands in
`decided_by`; the confidence is that of the root, calibrated.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from analysis import ontology
from analysis.actions import LexiconVote, ensemble
from analysis.coding import document, marked_pairs
from analysis.coding.candidates import Found

TAKE = 0.5
"""Probability from which the model's root for an open pair is taken."""
TURN = 0.2
"""How much likelier another root must be for the lexicon's to give way."""
TRUST = 0.85
"""How often the lexicon must have been right with such a reading for the model not to be asked."""
DROP = 0.75
"""Probability of doing nothing to each other from which a reading is dropped."""

Row = npt.NDArray[np.float64]


def settle(coded: Sequence[tuple[str, Sequence[Found]]]) -> list[list[Found]]:
    """The acts of sentences after the second opinion, in the order of the sentences.

    Parameters
    ----------
    coded
        A sentence's text and its rows from `coding.code`, open pairs included.
    """
    asked = [(text, one) for text, found in coded for one in found if _asked(one, found) and _trust(one) < TRUST]
    items = [(text, one.source_span, one.target_span) for text, one in asked]
    said = [_said(one) for _, one in asked]
    answers = {}
    if items:
        scores = marked_pairs.scores(items)
        rated = ensemble.default().probabilities(scores, said)
        answers = {id(one): (row, own) for (_, one), row, own in zip(asked, rated, scores, strict=True)}
    return [_settled(found, answers) for _, found in coded]


def _asked(one: Found, found: Sequence[Found]) -> bool:
    """Whether the model can be asked: both sides are named apart, and the sentence tells of one act between them.

    Of two acts of one pair ("met and agreed") the model could not know which is meant.
    """
    if sum((other.source, other.target) == (one.source, one.target) for other in found) > 1:
        return False
    if one.source_span is None or one.target_span is None or (one.root is None and one.fit):
        return False
    return one.source_span[1] <= one.target_span[0] or one.target_span[1] <= one.source_span[0]


def _said(one: Found) -> LexiconVote:
    return LexiconVote(one.root if one.fit else None, one.fit, one.decided_by)


def _trust(one: Found) -> float:
    return ensemble.default().lexicon_confidence(_said(one))


def _settled(found: Sequence[Found], answers: dict[int, tuple[Row, Row]]) -> list[Found]:
    kept = []
    for one in found:
        answer = answers.get(id(one))
        made = (_unasked(one) if one.fit else None) if answer is None else _judged(one, *answer)
        if made is not None:
            kept.append(made)
    return document.surest(kept)


def _unasked(one: Found) -> Found:
    """A reading that the model was not asked about: as sure as the lexicon's record and its actors are."""
    return replace(one, confidence=round(one.confidence**0.5 * (_trust(one) or one.confidence), 3))


def _judged(one: Found, row: Row, scores: Row) -> Found | None:
    best = int(row[:-1].argmax())
    likeliest = ensemble.CLASSES[best]
    note = f"model {ensemble.CLASSES[int(scores.argmax())]} {scores.max():.2f}"
    if not one.fit:
        return _with_root(one, likeliest, float(row[best]), note) if row[best] >= TAKE else None
    if row[-1] >= DROP:
        return None
    own = float(row[ensemble.CLASSES.index(str(one.root))])
    if likeliest != one.root and row[best] >= own + TURN:
        return _with_root(one, likeliest, float(row[best]), f"{note} against {one.decided_by}")
    return replace(one, confidence=round(own * one.confidence**0.5, 3), decided_by=f"{one.decided_by}; {note}")


def _with_root(one: Found, root: str, sure: float, decided_by: str) -> Found:
    code = ontology.code_of(root)
    return replace(
        one, root=root, cameo=code, quad=ontology.quad_of(root), goldstein=ontology.goldstein(None, root), mode=None,
        confidence=round(sure, 3), decided_by=decided_by,
    )  # fmt: skip
