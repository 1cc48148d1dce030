"""Frustrated cycles, and the search for those whose constraint a fractional solution violates.

A cycle is frustrated if every partition violates one of its ties: with two
blocks each cycle with an odd number of negative ties, with any number of blocks
each cycle with exactly one. In a fractional solution `f` each tie is violated
by 0 to 1; the constraint of a cycle is that its ties add up to at least 1.
"""

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse import csgraph

from analysis.balance._exact.ties import Floats, Ints, Ties

_LENGTH = 1e-6  # added to each tie, so that a path of fewer ties is the shorter one
_MET = 1 - 1e-4  # a constraint is violated where its ties add up to less


def triangles(ties: Ties) -> Ints:
    """Ties of every triangle, one row each."""
    around: list[dict[int, int]] = [{} for _ in range(ties.n)]
    for tie, (u, v) in enumerate(zip(ties.u.tolist(), ties.v.tolist(), strict=True)):
        around[u][v] = around[v][u] = tie
    order = sorted(range(ties.n), key=lambda node: (len(around[node]), node))
    rank = {node: position for position, node in enumerate(order)}
    later = [{other: tie for other, tie in around[node].items() if rank[other] > rank[node]} for node in range(ties.n)]
    found = [
        (tie, other_tie, later[u][w])
        for node in order
        for u, tie in later[node].items()
        for w, other_tie in later[node].items()
        if w in later[u]
    ]
    return np.array(found, dtype=np.int64).reshape(-1, 3)


def frustrated_triangles(ties: Ties, *, two_blocks: bool) -> Ints:
    """Ties of every frustrated triangle, one row each."""
    found = triangles(ties)
    negative = (ties.w[found] < 0).sum(axis=1)
    return np.asarray(found[(negative % 2 == 1) if two_blocks else (negative == 1)])


def first_rows(ties: Ties, triangles: Ints, max_rows: int) -> list[tuple[int, ...]]:
    """Triangles to begin with: all, or so many of them that every tie has its share."""
    if len(triangles) <= max_rows:
        return [tuple(map(int, row)) for row in np.sort(triangles, axis=1)]
    used, chosen = np.zeros(len(ties.w)), []
    share = 3 * max_rows / len(ties.w) + 1
    for row in np.sort(triangles, axis=1):
        if used[row].max() < share:
            used[row] += 1
            chosen.append(tuple(map(int, row)))
    return chosen[:max_rows]


def separate_triangles(triangles: Ints, f: Floats, max_rows: int) -> list[tuple[int, ...]]:
    """Up to `max_rows` triangles whose constraint `f` violates, the most violated first."""
    total = f[triangles].sum(axis=1)
    order = np.argsort(total, kind="stable")[:max_rows]
    return [tuple(map(int, triangles[row])) for row in order[total[order] < _MET]]


def separate_odd_cycles(ties: Ties, f: Floats, sources: Ints, max_rows: int) -> list[tuple[int, ...]]:
    """Up to `max_rows` cycles with an odd number of negative ties whose constraint `f` violates.

    They are shortest paths from a node to its copy in the doubled graph, in which
    a positive tie stays on its level and a negative one changes it (Barahona and
    Mahjoub 1986).
    """
    n = ties.n
    shift = np.where(ties.w > 0, 0, n)
    rows = np.concatenate([ties.u, ties.v, ties.u + n, ties.v + n])
    columns = np.concatenate([ties.v + shift, ties.u + shift, ties.v + n - shift, ties.u + n - shift])
    lengths = np.tile(f + _LENGTH, 4)
    graph = sparse.csr_array((lengths, (rows, columns)), shape=(2 * n, 2 * n))
    tie_of = sparse.csr_array((np.tile(np.arange(1, len(f) + 1), 4), (rows, columns)), shape=(2 * n, 2 * n))
    return _package(graph, tie_of, sources, sources + n, n, f, max_rows)


def separate_single_cycles(ties: Ties, f: Floats, max_rows: int) -> list[tuple[int, ...]]:
    """Up to `max_rows` cycles with exactly one negative tie whose constraint `f` violates.

    They are shortest positive paths between the ends of a negative tie.
    """
    positive, negative = np.flatnonzero(ties.w > 0), np.flatnonzero((ties.w < 0) & (f < _MET))
    if len(positive) == 0 or len(negative) == 0:
        return []
    n, u, v = ties.n, ties.u[positive], ties.v[positive]
    rows, columns = np.concatenate([u, v]), np.concatenate([v, u])
    graph = sparse.csr_array((np.tile(f[positive] + _LENGTH, 2), (rows, columns)), shape=(n, n))
    tie_of = sparse.csr_array((np.tile(positive + 1, 2), (rows, columns)), shape=(n, n))
    return _package(graph, tie_of, ties.u[negative], ties.v[negative], n, f, max_rows, closing=negative)


def _package(
    graph: sparse.csr_array, tie_of: sparse.csr_array, starts: Ints, ends: Ints, n: int, f: Floats, max_rows: int,
    closing: Ints | None = None,
) -> list[tuple[int, ...]]:  # fmt: skip
    """Shortest paths from `starts` to `ends`, each closed by its tie of `closing`, whose constraint `f` violates."""
    unique, row_of = np.unique(starts, return_inverse=True)
    length, before = csgraph.dijkstra(graph, indices=unique, return_predecessors=True, limit=1.0)
    total = length[row_of, ends] + (0.0 if closing is None else f[closing])
    found: dict[frozenset[int], tuple[int, ...]] = {}
    for pair in np.argsort(total, kind="stable"):
        if total[pair] >= _MET or len(found) >= max_rows:
            break
        path = _walk(before[row_of[pair]], int(starts[pair]), int(ends[pair]))
        if len({node % n for node in path}) < len(path) - (closing is None):
            continue
        cycle = [int(tie_of[a, b]) - 1 for a, b in zip(path[1:], path, strict=False)]
        cycle += [] if closing is None else [int(closing[pair])]
        if f[cycle].sum() < _MET:
            found.setdefault(frozenset(cycle), tuple(sorted(cycle)))
    return list(found.values())


def _walk(before: npt.NDArray[np.int32], start: int, end: int) -> list[int]:
    path = [end]
    while path[-1] != start:
        path.append(int(before[path[-1]]))
    return path
