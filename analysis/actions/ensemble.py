"""Lexicon and model put together: probabilities of the classes from what each says, and how sure the two were before.

The model's log-probabilities are weighed, and the lexicon's root is read as a
noisy witness: how often it was right, and what it was mistaken for, was
counted on our own exemplars (`training/blend.py`), which it was not made
from. Weight and temperature were chosen by likelihood on exemplars that the
model had not seen.
"""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from analysis import ontology
from analysis.actions import model

Floats = npt.NDArray[np.float64]
Said = tuple[str | None, float, str]
CLASSES = (*ontology.ROOTS, model.NOTHING)
SILENT = "-"
TIERS = ("exact", "close", "near", "far")
"""How well the syntax ties the lexicon's act to the pair; see `tier`."""
_CLOSE, _NEAR = 0.8, 0.5


def tier(fit: float, rule: str) -> str:
    """How much a reading rests on: a demanding rule and a close fit, or less.

    Parameters
    ----------
    fit
        As in `pairing.Paired`: both spans on the act's slots ("close"), inside
        their phrases ("near"), or further off ("far").
    rule
        The rows that decided. "exact" are those that ask for more than a word:
        an object, a modifier, a verb of will above.
    """
    if fit < _NEAR:
        return "far"
    if " " in rule:
        return "exact"
    return "close" if fit >= _CLOSE else "near"


class Blend:
    """What was learnt of both: `witness` maps (root or `SILENT`, tier) to log-likelihoods of the classes."""

    def __init__(self, *, weight: float, witness: dict[str, list[float]]) -> None:
        """Keep the model's weight and the witness table."""
        self.weight = weight
        self.witness = {key: np.array(values) for key, values in witness.items()}

    @classmethod
    def load(cls, file: Path) -> "Blend":
        """Read what `training/blend.py` wrote."""
        stored = json.loads(file.read_text(encoding="utf-8"))
        if stored["classes"] != list(CLASSES):
            msg = f"{file}: its classes are not those of this version; run make train"
            raise ValueError(msg)
        return cls(weight=float(stored["weight"]), witness=stored["witness"])

    def probabilities(self, from_model: Floats | None, said: Sequence[Said]) -> Floats:
        """Probabilities of `CLASSES`, a row an item.

        Parameters
        ----------
        from_model
            The model's probabilities in the order of `CLASSES`, or None to ask the lexicon alone.
        said
            The lexicon's root (None where it is silent), the fit of its act, and its rule.
        """
        scores = np.stack([self.witness[key(one)] for one in said]) if said else np.zeros((0, len(CLASSES)))
        if from_model is not None:
            scores = scores + self.weight * np.log(np.clip(from_model, 1e-9, 1.0))
        grown = np.exp(scores - scores.max(axis=1, keepdims=True)) if len(scores) else scores
        return np.asarray(grown / grown.sum(axis=1, keepdims=True))

    def trust(self, said: Said) -> float:
        """How likely the lexicon's root is by its own record, without the model; 0 where it is silent."""
        root = said[0]
        if root is None:
            return 0.0
        grown = np.exp(self.witness[key(said)])
        return float(grown[CLASSES.index(root)] / grown.sum())


def key(said: Said) -> str:
    """Key of the witness table."""
    root, fit, rule = said
    return SILENT if root is None else f"{root} {tier(fit, rule)}"


@cache
def default() -> Blend:
    """The shipped blend, read once."""
    return Blend.load(model.FOLDER / "blend.json")
