"""Good partitions of a signed graph by tabu search: the incumbents of the exact solver.

The cost of a partition is the weight of positive ties between blocks and of
negative ties within them. All randomness comes from a generator passed in.
"""

import time
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ties:
    """Ties of a graph on nodes 0 to n-1: ends `u`, `v` and signed weights `w`."""

    n: int
    u: Ints
    v: Ints
    w: Floats

    def violated(self, blocks: Ints) -> npt.NDArray[np.bool_]:
        """Which ties `blocks`, the block of each node, violates."""
        return np.asarray((blocks[self.u] == blocks[self.v]) == (self.w < 0))

    def cost(self, blocks: Ints) -> float:
        """Weight of the ties that `blocks` violates."""
        return float(np.abs(self.w[self.violated(blocks)]).sum())

    def adjacency(self) -> sparse.csr_array:
        """Symmetric matrix of the signed weights."""
        rows, columns = np.concatenate([self.u, self.v]), np.concatenate([self.v, self.u])
        return sparse.csr_array((np.concatenate([self.w, self.w]), (rows, columns)), shape=(self.n, self.n))


def tabu(
    ties: Ties, start: Ints, *, most_blocks: int, rng: np.random.Generator, rounds: int, deadline: float
) -> tuple[float, Ints]:
    """Improve `start` by moving one node at a time to its best block, recently moved ones excepted.

    Parameters
    ----------
    ties
        The graph.
    start
        Block of each node, below `most_blocks`.
    most_blocks
        Number of blocks allowed.
    rng
        Draws how long a node stays put.
    rounds
        Moves without a better partition after which the search ends.
    deadline
        Time of `time.monotonic` at which it ends in any case.

    Returns
    -------
    cost, blocks
        The best partition found.
    """
    pull, adjacency = _pulls(ties, start, most_blocks)
    blocks, everyone = start.copy(), np.arange(ties.n)
    cost = ties.cost(blocks)
    best, best_blocks = cost, blocks.copy()
    free_from, stale, step = np.zeros(ties.n, dtype=np.int64), 0, 0
    indptr, indices, data = adjacency.indptr, adjacency.indices, adjacency.data
    while stale < rounds and best > 0 and (step % 64 or time.monotonic() < deadline):
        gain = pull - pull[everyone, blocks][:, None]
        gain[everyone, blocks] = -np.inf
        to = gain.argmax(axis=1)
        value = gain[everyone, to]
        value[(free_from > step) & (value <= cost - best)] = -np.inf
        node = int(value.argmax())
        if value[node] == -np.inf:
            node = int(free_from.argmin())
        block, old = int(to[node]), int(blocks[node])
        cost -= float(gain[node, block])
        around, weight = indices[indptr[node] : indptr[node + 1]], data[indptr[node] : indptr[node + 1]]
        pull[around, old] -= weight
        pull[around, block] += weight
        blocks[node] = block
        step += 1
        free_from[node] = step + 3 + int(rng.integers(0, 4 + ties.n // 10))
        stale += 1
        if cost < best - 1e-9:
            best, best_blocks, stale = cost, blocks.copy(), 0
    return ties.cost(best_blocks), best_blocks


def _pulls(ties: Ties, blocks: Ints, most_blocks: int) -> tuple[Floats, sparse.csr_array]:
    """Signed weight of each node's ties into each block."""
    adjacency = ties.adjacency()
    member = np.zeros((ties.n, most_blocks))
    member[np.arange(ties.n), blocks] = 1.0
    return np.asarray(adjacency @ member), adjacency


def descend(ties: Ties, start: Ints, *, most_blocks: int) -> tuple[float, Ints]:
    """Move nodes to better blocks until no single move helps."""
    pull, adjacency = _pulls(ties, start, most_blocks)
    blocks = start.copy()
    indptr, indices, data = adjacency.indptr, adjacency.indices, adjacency.data
    for _ in range(20 * ties.n + 20):
        gain = pull - pull[np.arange(ties.n), blocks][:, None]
        node, block = divmod(int(gain.argmax()), most_blocks)
        if gain[node, block] <= 1e-9:
            break
        around, weight = indices[indptr[node] : indptr[node + 1]], data[indptr[node] : indptr[node + 1]]
        pull[around, int(blocks[node])] -= weight
        pull[around, block] += weight
        blocks[node] = block
    return ties.cost(blocks), blocks


def spectral(ties: Ties, rng: np.random.Generator) -> Ints:
    """Two blocks by the sign of the signed Laplacian's eigenvector of the least eigenvalue."""
    if ties.n < 3 or len(ties.w) == 0:
        return np.zeros(ties.n, dtype=np.int64)
    adjacency = ties.adjacency()
    degree = np.abs(adjacency).sum(axis=1)
    if ties.n <= 400:
        _, vectors = np.linalg.eigh(np.diag(degree) - adjacency.toarray())
        return np.asarray(vectors[:, 0] < 0, dtype=np.int64)
    shifted = sparse.diags_array(2 * degree.max() - degree) + adjacency
    vector = rng.standard_normal(ties.n)
    for _ in range(200):
        vector = shifted @ vector
        vector /= np.linalg.norm(vector)
    return np.asarray(vector < 0, dtype=np.int64)
