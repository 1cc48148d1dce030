"""Keep false alarms rare where many series are searched at once."""

import numpy as np
import numpy.typing as npt


def bound(p_values: npt.NDArray[np.float64], false_rate: float) -> float:
    """Largest p-value of a break that stands when all the series searched are weighed together.

    A series' p-value is that of its clearest break. Series are chosen after
    Benjamini and Hochberg (1995, Journal of the Royal Statistical Society B 57);
    within the chosen ones a break stays if its p-value is at most the rate times
    the share of series chosen (Benjamini and Bogomolov 2014, same journal, 76).
    With no series chosen the bound is 0.
    """
    known = np.sort(p_values[~np.isnan(p_values)])
    chosen = np.flatnonzero(known <= false_rate * np.arange(1, len(known) + 1) / max(len(known), 1))
    return false_rate * (int(chosen[-1]) + 1) / len(known) if len(chosen) else 0.0
