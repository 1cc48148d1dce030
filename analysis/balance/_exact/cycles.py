"""Cycles that a partition must violate, found where a fractional solution falls short of them.

Every cycle with an odd number of negative ties has a tie that any two blocks
violate; every cycle with exactly one negative tie has one that any blocks
violate. `f` holds for each tie how far it counts as violated, 0 to 1; a cycle
is short of its due where its ties add up to less than 1.
"""

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse import csgraph

from analysis.balance._exact.local_search import Ties

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_STEP = 1e-6


def triangles(ties: Ties) -> Ints:
    """Ties of every triangle, one row each."""
    around: list[dict[int, int]] = [{} for _ in range(ties.n)]
    for tie, (u, v) in enumerate(zip(ties.u.tolist(), ties.v.tolist(), strict=True)):
        around[u][v] = around[v][u] = tie
    order = sorted(range(ties.n), key=lambda node: (len(around[node]), node))
    rank = {node: place for place, node in enumerate(order)}
    later = [{other: tie for other, tie in around[node].items() if rank[other] > rank[node]} for node in range(ties.n)]
    found = [
        (tie, other_tie, later[u][w])
        for node in order
        for u, tie in later[node].items()
        for w, other_tie in later[node].items()
        if w in later[u]
    ]
    return np.array(found, dtype=np.int64).reshape(-1, 3)


def due(ties: Ties, found: Ints, *, two: bool) -> Ints:
    """Those triangles that must be violated: an odd number of negative ties, or exactly one."""
    negative = (ties.w[found] < 0).sum(axis=1)
    return np.asarray(found[(negative % 2 == 1) if two else (negative == 1)])


def short_triangles(found: Ints, f: Floats, most: int) -> list[tuple[int, ...]]:
    """Up to `most` triangles that fall short, the shortest first."""
    total = f[found].sum(axis=1)
    order = np.argsort(total, kind="stable")[:most]
    return [tuple(map(int, found[row])) for row in order[total[order] < 1 - 1e-4]]


def short_odd_cycles(ties: Ties, f: Floats, sources: Ints, most: int) -> list[tuple[int, ...]]:
    """Up to `most` cycles with an odd number of negative ties that fall short.

    They are shortest paths in the doubled graph, in which a positive tie stays
    on its level and a negative one changes it, from a node to its twin
    (Barahona and Mahjoub 1986).
    """
    n = ties.n
    far = np.where(ties.w > 0, 0, n)
    rows = np.concatenate([ties.u, ties.v, ties.u + n, ties.v + n])
    columns = np.concatenate([ties.v + far, ties.u + far, ties.v + n - far, ties.u + n - far])
    lengths = np.tile(f + _STEP, 4)
    graph = sparse.csr_array((lengths, (rows, columns)), shape=(2 * n, 2 * n))
    tie_of = sparse.csr_array((np.tile(np.arange(1, len(f) + 1), 4), (rows, columns)), shape=(2 * n, 2 * n))
    return _paths(graph, tie_of, sources, sources + n, n, f, most)


def short_single_cycles(ties: Ties, f: Floats, most: int) -> list[tuple[int, ...]]:
    """Up to `most` cycles with exactly one negative tie that fall short: the tie and a positive path around it."""
    positive, negative = np.flatnonzero(ties.w > 0), np.flatnonzero((ties.w < 0) & (f < 1 - 1e-4))
    if len(positive) == 0 or len(negative) == 0:
        return []
    n, u, v = ties.n, ties.u[positive], ties.v[positive]
    rows, columns = np.concatenate([u, v]), np.concatenate([v, u])
    graph = sparse.csr_array((np.tile(f[positive] + _STEP, 2), (rows, columns)), shape=(n, n))
    tie_of = sparse.csr_array((np.tile(positive + 1, 2), (rows, columns)), shape=(n, n))
    return _paths(graph, tie_of, ties.u[negative], ties.v[negative], n, f, most, closing=negative)


def _paths(
    graph: sparse.csr_array, tie_of: sparse.csr_array, starts: Ints, ends: Ints, n: int, f: Floats, most: int,
    closing: Ints | None = None,
) -> list[tuple[int, ...]]:  # fmt: skip
    """Shortest paths from `starts` to `ends` as tuples of ties, each closed by its tie of `closing`, if short of 1."""
    unique, place = np.unique(starts, return_inverse=True)
    length, before = csgraph.dijkstra(graph, indices=unique, return_predecessors=True, limit=1.0)
    total = length[place, ends] + (0.0 if closing is None else f[closing])
    ties: dict[frozenset[int], tuple[int, ...]] = {}
    for pair in np.argsort(total, kind="stable"):
        if total[pair] >= 1 - 1e-4 or len(ties) >= most:
            break
        path = _walk(before[place[pair]], int(starts[pair]), int(ends[pair]))
        if len({node % n for node in path}) < len(path) - (closing is None):
            continue
        cycle = [int(tie_of[a, b]) - 1 for a, b in zip(path[1:], path, strict=False)]
        cycle += [] if closing is None else [int(closing[pair])]
        if f[cycle].sum() < 1 - 1e-4:
            ties.setdefault(frozenset(cycle), tuple(sorted(cycle)))
    return list(ties.values())


def _walk(before: npt.NDArray[np.int32], start: int, end: int) -> list[int]:
    path = [end]
    while path[-1] != start:
        path.append(int(before[path[-1]]))
    return path
