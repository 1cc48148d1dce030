"""The exact frustration of two blocks: reduce, decompose, enumerate or search, cut, branch.

Works on nodes 0 to n-1 with one signed weight for each pair.
"""

import time
from collections import deque
from functools import cache, partial

import networkx as nx
import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from analysis.balance._exact import cutting_planes, cycle_packing, cycles, local_search, presolve
from analysis.balance._exact.ties import Floats, Ints, Pairs, Ties, as_ties, objective_step

MAX_ENUMERATED = 14
"""Up to so many nodes all splits are tried: 8,192 of them, faster than any program."""
_FIRST_ROWS = 4000
_ROUND_ROWS = 1500


def solve_two_blocks(
    pairs: Pairs, nodes: list[int], *, deadline: float, rng: np.random.Generator
) -> tuple[dict[int, int], float]:
    """Return a side (+1 or -1) for each of `nodes` and a proven lower bound of the weight violated.

    The sides are optimal if the bound equals their cost.
    """
    left = presolve.reduce(pairs, nodes)
    rest = {(u, v): weight for u, ties in left.ties.items() for v, weight in ties.items() if u < v}
    pieces = _pieces(rest)
    side: dict[int, int] = {}
    bound = left.constant
    if len(pieces) == 1:
        side, bound_left = _core(rest, deadline, rng)
        bound += bound_left
    else:
        answers = []
        for number, piece in enumerate(pieces):
            # divide the time that is left among the pieces that are left
            until = time.monotonic() + max(0.0, deadline - time.monotonic()) * _portion(pieces, number)
            own = sorted({node for pair in piece for node in pair})
            answer, own_bound = solve_two_blocks(piece, own, deadline=until, rng=rng)
            answers.append(answer)
            bound += own_bound
        side = _joined(answers)
    return left.restore(side), bound


def _portion(pieces: list[Pairs], number: int) -> float:
    return len(pieces[number]) / sum(map(len, pieces[number:]))


def _pieces(pairs: Pairs) -> list[Pairs]:
    """The biconnected components, largest first: no cycle runs through two of them."""
    graph = nx.Graph(sorted(pairs))
    parts = [[tuple(sorted(edge)) for edge in part] for part in nx.biconnected_component_edges(graph)]
    pieces = [{(u, v): pairs[u, v] for u, v in sorted(part)} for part in parts]
    return sorted(pieces, key=lambda piece: (-len(piece), next(iter(piece))))


def _joined(answers: list[dict[int, int]]) -> dict[int, int]:
    """Sides of all nodes from those in each part, with sides swapped so that parts agree where they meet."""
    relative: nx.Graph = nx.Graph()
    for answer in answers:
        first = next(iter(answer))
        relative.add_edges_from(
            (first, node, {"same": answer[first] * answer[node]}) for node in answer if node != first
        )
    side: dict[int, int] = {}
    for start in relative:
        side.setdefault(start, 1)
        waiting = deque([start])
        while waiting:
            node = waiting.popleft()
            for other, data in relative[node].items():
                if other not in side:
                    side[other] = side[node] * data["same"]
                    waiting.append(other)
    return side


def _best_split(ties: Ties) -> Ints:
    """The side (+1 or -1) of each node that violates the least weight, found by trying all splits.

    Weight w between u and v is violated where w * s(u) * s(v) < 0, so that the best
    sides have the largest quadratic form s' W s. Of several the first in a fixed
    order is taken.
    """
    weight = np.zeros((ties.n, ties.n))
    np.add.at(weight, (ties.u, ties.v), ties.w)
    sides = _splits(ties.n)
    satisfied = np.einsum("ij,ij->i", sides @ weight, sides)
    # sums of the same weights in another order may differ in the last digits
    tolerance = 1e-9 * max(1.0, float(np.abs(ties.w).sum()))
    first = int(np.flatnonzero(satisfied >= satisfied.max() - tolerance)[0])
    return np.asarray(sides[first], dtype=np.int64)


@cache
def _splits(n: int) -> Floats:
    """Every split of n nodes into two sides, one a row, the first node always on side +1."""
    numbers = np.arange(2 ** (n - 1))[:, None]
    others = 1.0 - 2.0 * ((numbers >> np.arange(n - 1)) & 1)
    return np.hstack([np.ones((len(numbers), 1)), others])


def _core(pairs: Pairs, deadline: float, rng: np.random.Generator) -> tuple[dict[int, int], float]:
    ties, names = as_ties(pairs)
    if 0 < ties.n <= MAX_ENUMERATED:
        sides = _best_split(ties)
        return dict(zip(names, sides.tolist(), strict=True)), float(ties.cost((1 - sides) // 2))
    blocks = _incumbent(ties, deadline, rng)
    # switch the signs around one side, so that exactly the violated ties are negative
    switch = 1 - 2 * blocks
    switched = Ties(ties.n, ties.u, ties.v, ties.w * switch[ties.u] * switch[ties.v])
    start = np.zeros(ties.n, dtype=np.int64)
    odd = cycles.frustrated_triangles(switched, two_blocks=True)
    sources = _cover_of_negative(switched)
    cover = cutting_planes.CycleCover(
        np.abs(ties.w), partial(_separate, switched, odd, sources), partial(_round, switched),
        switched.cost(start), start, objective_step(ties, two_blocks=True), deadline,
    )  # fmt: skip
    if cover.cost > 0:
        cover.bound, packed = cycle_packing.pack(switched, switched.w < 0, deadline=deadline)
        cutting_planes.solve(cover, list(dict.fromkeys([*packed, *cycles.first_rows(switched, odd, _FIRST_ROWS)])))
    sides = switch * (1 - 2 * cover.blocks)
    return {name: int(value) for name, value in zip(names, sides, strict=True)}, cover.bound


def _incumbent(ties: Ties, deadline: float, rng: np.random.Generator) -> Ints:
    starts = [local_search.spectral(ties, rng)]
    starts += [rng.integers(0, 2, ties.n) for _ in range(1 + min(4, ties.n // 25))]
    budget = time.monotonic() + 0.3 * max(0.0, deadline - time.monotonic())
    found = [
        local_search.tabu(ties, start, max_blocks=2, rng=rng, rounds=20 + 10 * ties.n, deadline=budget)
        for start in starts
    ]
    return min(found, key=lambda pair: pair[0])[1]


def _cover_of_negative(ties: Ties) -> Ints:
    """A vertex cover of the negative ties: every frustrated cycle runs through one of these nodes."""
    ends = list(zip(ties.u[ties.w < 0].tolist(), ties.v[ties.w < 0].tolist(), strict=True))
    chosen: set[int] = set()
    degree = np.bincount(np.array(ends, dtype=np.int64).ravel(), minlength=ties.n)
    for u, v in sorted(ends, key=lambda pair: -max(degree[pair[0]], degree[pair[1]])):
        if u not in chosen and v not in chosen:
            chosen.add(u if degree[u] >= degree[v] else v)
    return np.array(sorted(chosen), dtype=np.int64)


def _separate(ties: Ties, odd: Ints, sources: Ints, f: Floats) -> list[tuple[int, ...]]:
    found = cycles.separate_triangles(np.sort(odd, axis=1), f, _ROUND_ROWS)
    if len(found) < 50:
        found += cycles.separate_odd_cycles(ties, f, sources, _ROUND_ROWS)
    return list(dict.fromkeys(found))


def _round(ties: Ties, f: Floats) -> tuple[float, Ints]:
    """Sides along the spanning tree of the ties least violated, then improved by single moves."""
    tree = csgraph.minimum_spanning_tree(sparse.csr_array((f + 1e-6, (ties.u, ties.v)), shape=(ties.n, ties.n)))
    signs = sparse.csr_array((ties.w, (ties.u, ties.v)), shape=(ties.n, ties.n))
    order, before = csgraph.breadth_first_order(tree, 0, directed=False)
    side = np.zeros(ties.n, dtype=np.int64)
    for node in order[1:]:
        other = int(before[node])
        sign = signs[other, node] + signs[node, other]
        side[node] = side[other] if sign > 0 else 1 - side[other]
    return local_search.descend(ties, side, max_blocks=2)
