"""Measures from counts, with bootstrap intervals.

A measure holds the counts of each item (a sentence or a document) and a
function from their sum to a value. An interval needs no second prediction:
items are drawn with replacement and their counts summed (percentile
bootstrap, Efron and Tibshirani 1993).
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Measure:
    """A named measure.

    Attributes
    ----------
    name
        Its name in reports.
    counts
        One row for each item; the columns depend on the measure.
    value
        From counts summed over items, shape (..., columns), to values, shape (...).
    n
        Number of gold answers that the measure rests on.
    """

    name: str
    counts: Floats
    value: Callable[[Floats], Floats]
    n: int


def table(measures: Sequence[Measure], *, seed: int, n_boot: int) -> pd.DataFrame:
    """A frame of `measure`, `value`, `low`, `high` (95 per cent interval, NaN without draws) and `n`."""
    rows = []
    for measure in measures:
        value = float(measure.value(measure.counts.sum(axis=0)))
        low, high = _interval(measure, np.random.default_rng(seed), n_boot)
        rows.append((measure.name, value, low, high, measure.n))
    return pd.DataFrame(rows, columns=["measure", "value", "low", "high", "n"])


def _interval(measure: Measure, rng: np.random.Generator, n_boot: int) -> tuple[float, float]:
    items = len(measure.counts)
    if not items or n_boot < 1:
        return float("nan"), float("nan")
    weights = rng.multinomial(items, np.full(items, 1 / items), size=n_boot)
    values = measure.value(weights @ measure.counts)
    values = values[~np.isnan(values)]
    if not len(values):
        return float("nan"), float("nan")
    low, high = np.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def divide(top: Floats, bottom: Floats) -> Floats:
    """The ratio, NaN where the lower value is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(bottom > 0, top / bottom, np.nan)


def _as_counts(rows: Iterable[Sequence[float]], width: int) -> Floats:
    listed = list(rows)
    return np.asarray(listed, dtype=np.float64) if listed else np.zeros((0, width))


def share(name: str, rows: Iterable[tuple[float, float]]) -> Measure:
    """Share of right answers from (right, asked) of each item."""
    counts = _as_counts(rows, 2)
    return Measure(name, counts, lambda sums: divide(sums[..., 0], sums[..., 1]), int(counts[:, 1].sum()))


def f1(name: str, rows: Iterable[tuple[float, float, float]]) -> Measure:
    """Micro F1 from (hits, gold, found) of each item: 2 hits / (gold + found)."""
    counts = _as_counts(rows, 3)
    return Measure(
        name, counts, lambda sums: divide(2 * sums[..., 0], sums[..., 1] + sums[..., 2]), int(counts[:, 1].sum())
    )


def precision(name: str, rows: Iterable[tuple[float, float, float]]) -> Measure:
    """Micro precision from (hits, gold, found) of each item."""
    counts = _as_counts(rows, 3)
    return Measure(name, counts, lambda sums: divide(sums[..., 0], sums[..., 2]), int(counts[:, 2].sum()))


def recall(name: str, rows: Iterable[tuple[float, float, float]]) -> Measure:
    """Micro recall from (hits, gold, found) of each item."""
    counts = _as_counts(rows, 3)
    return Measure(name, counts, lambda sums: divide(sums[..., 0], sums[..., 1]), int(counts[:, 1].sum()))


def macro_f1(name: str, gold: Sequence[Hashable], found: Sequence[Hashable]) -> Measure:
    """Mean F1 over the classes of the gold; an answer outside these classes is wrong like any other."""
    classes = sorted(set(gold), key=str)
    counts = np.zeros((len(gold), 3 * len(classes)))
    for index, label in enumerate(classes):
        is_gold = np.asarray([one == label for one in gold], dtype=bool)
        is_found = np.asarray([one == label for one in found], dtype=bool)
        counts[:, 3 * index] = is_gold & is_found
        counts[:, 3 * index + 1] = is_gold
        counts[:, 3 * index + 2] = is_found

    def value(sums: Floats) -> Floats:
        parts = sums.reshape(*sums.shape[:-1], len(classes), 3)
        both = parts[..., 1] + parts[..., 2]
        each = np.where(both > 0, 2 * parts[..., 0] / np.where(both > 0, both, 1), 0.0)
        present = parts[..., 1] > 0  # a class that is missing from a bootstrap draw is left out of its mean
        return divide((each * present).sum(axis=-1), present.sum(axis=-1).astype(float))

    return Measure(name, counts, value, len(gold))


def kappa(name: str, rows: Iterable[tuple[float, float, float, float]]) -> Measure:
    """Kappa (Cohen 1960) of two coders on a yes-no question.

    Each item has the counts (both yes, only the first yes, only the second yes, both no).
    """
    counts = _as_counts(rows, 4)

    def value(sums: Floats) -> Floats:
        both, first, second, neither = (sums[..., index] for index in range(4))
        total = both + first + second + neither
        agreed = divide(both + neither, total)
        chance = divide((both + first) * (both + second) + (second + neither) * (first + neither), total**2)
        return divide(agreed - chance, 1 - chance)

    return Measure(name, counts, value, int(counts.sum()))


def confusion(gold: Sequence[object], found: Sequence[object]) -> pd.DataFrame:
    """Counts with gold classes in rows and answers in columns; "none" is a missing answer."""
    return pd.crosstab(
        pd.Series([_label(one) for one in gold], name="gold"),
        pd.Series([_label(one) for one in found], name="found"),
        dropna=False,
    )


def _label(one: object) -> str:
    return "none" if one is None else str(one)


def overlaps(
    gold: Sequence[tuple[int, int]], found: Sequence[tuple[int, int]], *, exact: bool = False
) -> list[tuple[int, int]]:
    """Match spans one to one, in order, by overlap or, if `exact`, by equal borders: indices of gold and found."""
    matched: set[int] = set()
    pairs = []
    for i, (start, end) in enumerate(gold):
        for j, (other_start, other_end) in enumerate(found):
            fits = (other_start, other_end) == (start, end) if exact else other_start < end and start < other_end
            if j not in matched and fits:
                matched.add(j)
                pairs.append((i, j))
                break
    return pairs
