"""Good partitions of a signed graph by Leiden, tabu search and descent: the incumbents of the exact solvers.

The cost of a partition is the weight of positive ties between blocks and of
negative ties within them. All randomness comes from a generator or seed passed
in.
"""

import time

import igraph
import leidenalg
import numpy as np
from scipy import sparse

from analysis.balance._exact.ties import Floats, Ints, Ties


def tabu(
    ties: Ties, start: Ints, *, max_blocks: int, rng: np.random.Generator, rounds: int, deadline: float
) -> tuple[float, Ints]:
    """Improve a partition by moving one node at a time to its best block; nodes moved recently have to wait (tabu).

    Parameters
    ----------
    ties
        The graph.
    start
        Block of each node, 0 to `max_blocks` - 1.
    max_blocks
        Number of blocks allowed.
    rng
        Draws how long a node has to wait.
    rounds
        Number of moves without improvement after which the search ends.
    deadline
        Time of `time.monotonic` at which it ends in any case.

    Returns
    -------
    cost, blocks
        The best partition found.
    """
    pull, adjacency = _pulls(ties, start, max_blocks)
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


def _pulls(ties: Ties, blocks: Ints, max_blocks: int) -> tuple[Floats, sparse.csr_array]:
    """Signed weight of each node's ties into each block, and the adjacency matrix."""
    adjacency = ties.adjacency()
    member = np.zeros((ties.n, max_blocks))
    member[np.arange(ties.n), blocks] = 1.0
    return np.asarray(adjacency @ member), adjacency


def descend(ties: Ties, start: Ints, *, max_blocks: int) -> tuple[float, Ints]:
    """Move nodes to better blocks until no single move is an improvement."""
    pull, adjacency = _pulls(ties, start, max_blocks)
    blocks = start.copy()
    indptr, indices, data = adjacency.indptr, adjacency.indices, adjacency.data
    for _ in range(20 * ties.n + 20):
        gain = pull - pull[np.arange(ties.n), blocks][:, None]
        node, block = divmod(int(gain.argmax()), max_blocks)
        if gain[node, block] <= 1e-9:
            break
        around, weight = indices[indptr[node] : indptr[node + 1]], data[indptr[node] : indptr[node + 1]]
        pull[around, int(blocks[node])] -= weight
        pull[around, block] += weight
        blocks[node] = block
    return ties.cost(blocks), blocks


def spectral(ties: Ties, rng: np.random.Generator) -> Ints:
    """Two blocks by the signs of the eigenvector of the signed Laplacian's least eigenvalue."""
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


def leiden(graph: igraph.Graph, weight: Floats, *, seed: int, n_iterations: int) -> Ints:
    """Blocks by Leiden on two layers, positive ties drawing nodes together and negative ones apart.

    The quality is the constant Potts model without resolution, which is the cost
    of the partition up to a constant (Traag, Van Dooren and Nesterov 2011; Traag,
    Waltman and van Eck 2019).

    Parameters
    ----------
    graph
        The ties, without attributes.
    weight
        Signed weight of each tie.
    seed
        Seed of the run.
    n_iterations
        Iterations; below 0 until there is no further improvement.
    """
    optimiser = leidenalg.Optimiser()
    optimiser.set_rng_seed(seed)
    layers = [
        leidenalg.CPMVertexPartition(graph, weights=np.maximum(part, 0.0).tolist(), resolution_parameter=0.0)
        for part in (weight, -weight)
    ]
    optimiser.optimise_partition_multiplex(layers, layer_weights=[1, -1], n_iterations=n_iterations)
    return np.array(layers[0].membership, dtype=np.int64)
