"""The best two blocks of a small network, by trying all: for few nodes nothing is faster or surer."""

from functools import cache

import numpy as np
import numpy.typing as npt

from analysis.balance._exact import local_search

MOST_NODES = 14


def best(ties: local_search.Ties) -> npt.NDArray[np.int64]:
    """The side (+1 or -1) of each node that violates the least weight; of several the first in a fixed order.

    Weight w between u and v is violated where w * s(u) * s(v) < 0, so the best
    sides have the largest quadratic form s' W s. `MOST_NODES` nodes have 8,192
    splits.
    """
    weight = np.zeros((ties.n, ties.n))
    np.add.at(weight, (ties.u, ties.v), ties.w)
    sides = _splits(ties.n)
    kept = np.einsum("ij,ij->i", sides @ weight, sides)
    # sums of the same weights in another order may differ in the last digits
    first = int(np.flatnonzero(kept >= kept.max() - 1e-9 * max(1.0, float(np.abs(ties.w).sum())))[0])
    return np.asarray(sides[first], dtype=np.int64)


@cache
def _splits(n: int) -> npt.NDArray[np.float64]:
    """Every split of n nodes into two sides, one a row, the first node always on side +1."""
    numbers = np.arange(2 ** (n - 1))[:, None]
    others = 1.0 - 2.0 * ((numbers >> np.arange(n - 1)) & 1)
    return np.hstack([np.ones((len(numbers), 1)), others])
