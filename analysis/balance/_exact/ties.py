"""The problem that the exact solvers work on: a graph with one signed weight for each pair of nodes."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Pairs = dict[tuple[int, int], float]
"""Signed weight of each pair of nodes, the lower node first."""
UNIT = 2.0**-20
"""Weights that are whole multiples of it are computed without rounding."""
_MAX_UNITS = 2.0**50


@dataclass(frozen=True, slots=True)
class Ties:
    """Ties of a graph on nodes 0 to n-1: ends `u`, `v` and signed weights `w`."""

    n: int
    u: Ints
    v: Ints
    w: Floats

    def violated(self, blocks: Ints) -> npt.NDArray[np.bool_]:
        """Which ties a partition violates; `blocks` has the block of each node."""
        return np.asarray((blocks[self.u] == blocks[self.v]) == (self.w < 0))

    def cost(self, blocks: Ints) -> float:
        """Weight of the ties that a partition violates."""
        return float(np.abs(self.w[self.violated(blocks)]).sum())

    def adjacency(self) -> sparse.csr_array:
        """Symmetric matrix of the signed weights."""
        rows, columns = np.concatenate([self.u, self.v]), np.concatenate([self.v, self.u])
        return sparse.csr_array((np.concatenate([self.w, self.w]), (rows, columns)), shape=(self.n, self.n))


def as_ties(pairs: Pairs) -> tuple[Ties, list[int]]:
    """Ties on nodes 0 to n-1, and the node that each number stands for."""
    names = sorted({node for pair in pairs for node in pair})
    number = {node: index for index, node in enumerate(names)}
    ends = np.array([(number[u], number[v]) for u, v in pairs], dtype=np.int64).reshape(-1, 2)
    return Ties(len(names), ends[:, 0], ends[:, 1], np.array(list(pairs.values()), dtype=np.float64)), names


def objective_step(ties: Ties, *, two_blocks: bool) -> float:
    """A number of which the costs of any two partitions differ by a multiple; 0 if none is known.

    That is the greatest common divisor of the weights. With two blocks it can be
    twice as much: moving a node changes the cost by the signed sum of its ties,
    which is its weighted degree minus twice a multiple of the divisor.
    """
    scaled = np.abs(ties.w) / UNIT
    if len(scaled) == 0 or scaled.max() > _MAX_UNITS or not np.equal(scaled, np.round(scaled)).all():
        return 0.0
    whole = np.round(scaled).astype(np.int64)
    divisor = int(np.gcd.reduce(whole))
    if not two_blocks:
        return divisor * UNIT
    degree = np.zeros(ties.n, dtype=np.int64)
    np.add.at(degree, ties.u, whole)
    np.add.at(degree, ties.v, whole)
    return math.gcd(2 * divisor, *map(int, degree)) * UNIT
