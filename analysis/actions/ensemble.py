"""Lexicon and model put together: probabilities of the classes from what each says.

The model's log-probabilities are weighted, and the lexicon's root is treated
as a noisy label: how often it was right, and what it was confused with, was
counted on our own exemplars (`training/ensemble.py`), from which the lexicon
was not made. Weight and temperature were chosen by likelihood on exemplars
that the model had not seen.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analysis.actions import pair_model

Floats = npt.NDArray[np.float64]
CLASSES = pair_model.CLASSES
SILENT = "-"
"""Key of what a silent lexicon says."""
TIERS = ("exact", "close", "near", "far")
"""How closely the syntax ties the lexicon's act to the pair; see `LexiconVote.tier`."""
FILE = pair_model.FOLDER / "ensemble.json"
_CLOSE, _NEAR = 0.8, 0.5


class LexiconVote(NamedTuple):
    """What the lexicon says of a pair.

    Attributes
    ----------
    root
        PLOVER root, or None where the lexicon is silent.
    fit
        As in `marked_pairs.MatchedAct`: 1 where both spans stand over the heads of the act's slots, less further off.
    rule
        Ids of the lexicon's rows that were used.
    """

    root: str | None
    fit: float
    rule: str

    @property
    def tier(self) -> str:
        """How much the vote rests on.

        "far" where the pair stands outside the phrases of the act's slots;
        else "exact" where the rule asks for more than a word (an object, a
        modifier, an embedding verb), "close" where both stand over the heads
        of the slots, "near" where they stand inside their phrases.
        """
        if self.fit < _NEAR:
            return "far"
        if " " in self.rule:
            return "exact"
        return "close" if self.fit >= _CLOSE else "near"

    @property
    def key(self) -> str:
        """Key of the table of likelihoods."""
        return SILENT if self.root is None else f"{self.root} {self.tier}"


class Ensemble:
    """Weighs the lexicon's vote and the model's probabilities.

    Parameters
    ----------
    weight
        Weight of the model's log-probabilities.
    log_likelihoods
        For each key of a vote the log-likelihoods of that vote under each of `CLASSES`.
    """

    def __init__(self, *, weight: float, log_likelihoods: Mapping[str, Sequence[float]]) -> None:
        self.weight = weight
        self.log_likelihoods = {key: np.array(values) for key, values in log_likelihoods.items()}

    @classmethod
    def load(cls, file: Path) -> "Ensemble":
        """Read what `training/ensemble.py` wrote.

        Raises
        ------
        ValueError
            If the file was made for other classes than this version has.
        """
        stored = json.loads(file.read_text(encoding="utf-8"))
        if stored["classes"] != list(CLASSES):
            msg = f"{file}: its classes are not those of this version; run make train"
            raise ValueError(msg)
        return cls(weight=float(stored["weight"]), log_likelihoods=stored["log_likelihoods"])

    def probabilities(self, from_model: Floats | None, votes: Sequence[LexiconVote]) -> Floats:
        """Probabilities of `CLASSES`, one row for each vote.

        Parameters
        ----------
        from_model
            The model's probabilities in the order of `CLASSES`, or None to ask the lexicon alone.
        votes
            What the lexicon says of each pair.
        """
        scores = np.stack([self.log_likelihoods[vote.key] for vote in votes]) if votes else np.zeros((0, len(CLASSES)))
        if from_model is not None:
            scores = scores + self.weight * np.log(np.clip(from_model, 1e-9, 1.0))
        powers = np.exp(scores - scores.max(axis=1, keepdims=True)) if len(scores) else scores
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))

    def lexicon_confidence(self, vote: LexiconVote) -> float:
        """How likely the lexicon's root is by its own record, without the model; 0 where it is silent."""
        if vote.root is None:
            return 0.0
        likelihoods = np.exp(self.log_likelihoods[vote.key])
        return float(likelihoods[CLASSES.index(vote.root)] / likelihoods.sum())


@cache
def default() -> Ensemble:
    """The ensemble that comes with the package, read once."""
    return Ensemble.load(FILE)
