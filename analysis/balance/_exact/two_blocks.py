"""The exact frustration of two blocks: reduce, take apart, search, cut, branch.

Everything here works on nodes 0 to n-1 with one signed weight for each pair.
"""

import math
import time
from collections import deque
from functools import partial

import networkx as nx
import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from analysis.balance._exact import cutting_planes, cycle_packing, cycles, enumeration, local_search, presolve

_FIRST_ROWS = 4000
_ROUND_ROWS = 1500
Pairs = dict[tuple[int, int], float]


def solve(pairs: Pairs, nodes: list[int], *, deadline: float, rng: np.random.Generator) -> tuple[dict[int, int], float]:
    """Return a side (+1 or -1) for each of `nodes` and a proven lower bound of the weight violated.

    The sides are optimal where the bound equals their cost.
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
            # share what time is left among the pieces to come
            until = time.monotonic() + max(0.0, deadline - time.monotonic()) * _portion(pieces, number)
            own = sorted({node for pair in piece for node in pair})
            answer, own_bound = solve(piece, own, deadline=until, rng=rng)
            answers.append(answer)
            bound += own_bound
        side = _joined(answers)
    return left.restore(side), bound


def _portion(pieces: list[Pairs], number: int) -> float:
    return len(pieces[number]) / sum(map(len, pieces[number:]))


def _pieces(pairs: Pairs) -> list[Pairs]:
    """The biconnected parts, largest first: no cycle runs through two of them."""
    graph = nx.Graph(sorted(pairs))
    parts = [[tuple(sorted(edge)) for edge in part] for part in nx.biconnected_component_edges(graph)]
    pieces = [{(u, v): pairs[u, v] for u, v in sorted(part)} for part in parts]
    return sorted(pieces, key=lambda piece: (-len(piece), next(iter(piece))))


def _joined(answers: list[dict[int, int]]) -> dict[int, int]:
    """Sides of all nodes from the sides in each part, turned so that parts agree where they meet."""
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


def as_ties(pairs: Pairs) -> tuple[local_search.Ties, list[int]]:
    """Ties on 0 to n-1, and the node that each number stands for."""
    names = sorted({node for pair in pairs for node in pair})
    place = {node: number for number, node in enumerate(names)}
    ends = np.array([(place[u], place[v]) for u, v in pairs], dtype=np.int64).reshape(-1, 2)
    return local_search.Ties(
        len(names), ends[:, 0], ends[:, 1], np.array(list(pairs.values()), dtype=np.float64)
    ), names


def _core(pairs: Pairs, deadline: float, rng: np.random.Generator) -> tuple[dict[int, int], float]:
    ties, names = as_ties(pairs)
    if 0 < ties.n <= enumeration.MOST_NODES:
        sides = enumeration.best(ties)
        return dict(zip(names, sides.tolist(), strict=True)), float(ties.cost((1 - sides) // 2))
    blocks = _incumbent(ties, deadline, rng)
    # turn one side round, so that just the violated ties are negative
    turn = 1 - 2 * blocks
    turned = local_search.Ties(ties.n, ties.u, ties.v, ties.w * turn[ties.u] * turn[ties.v])
    start = np.zeros(ties.n, dtype=np.int64)
    odd = cycles.due(turned, cycles.triangles(turned), two=True)
    sources = _cover_of_negative(turned)
    cover = cutting_planes.Cover(
        np.abs(ties.w), partial(_oracle, turned, odd, sources), partial(_round, turned), turned.cost(start), start,
        grain(ties), deadline,
    )  # fmt: skip
    if cover.cost > 0:
        cover.bound, packed = cycle_packing.pack(turned, turned.w < 0, deadline=deadline)
        cutting_planes.solve(cover, list(dict.fromkeys([*packed, *first_rows(turned, odd, _FIRST_ROWS)])))
    sides = turn * (1 - 2 * cover.blocks)
    return {name: int(value) for name, value in zip(names, sides, strict=True)}, cover.bound


def _incumbent(ties: local_search.Ties, deadline: float, rng: np.random.Generator) -> local_search.Ints:
    starts = [local_search.spectral(ties, rng)]
    starts += [rng.integers(0, 2, ties.n) for _ in range(1 + min(4, ties.n // 25))]
    budget = time.monotonic() + 0.3 * max(0.0, deadline - time.monotonic())
    found = [
        local_search.tabu(ties, start, most_blocks=2, rng=rng, rounds=20 + 10 * ties.n, deadline=budget)
        for start in starts
    ]
    return min(found, key=lambda pair: pair[0])[1]


def _cover_of_negative(ties: local_search.Ties) -> local_search.Ints:
    """Nodes such that every negative tie has one of them: every due cycle runs through one."""
    ends = list(zip(ties.u[ties.w < 0].tolist(), ties.v[ties.w < 0].tolist(), strict=True))
    chosen: set[int] = set()
    degree = np.bincount(np.array(ends, dtype=np.int64).ravel(), minlength=ties.n)
    for u, v in sorted(ends, key=lambda pair: -max(degree[pair[0]], degree[pair[1]])):
        if u not in chosen and v not in chosen:
            chosen.add(u if degree[u] >= degree[v] else v)
    return np.array(sorted(chosen), dtype=np.int64)


def first_rows(ties: local_search.Ties, due: local_search.Ints, most: int) -> list[tuple[int, ...]]:
    """Triangles to begin with: all, or so many of them that every tie has its share."""
    if len(due) <= most:
        return [tuple(map(int, row)) for row in np.sort(due, axis=1)]
    used, chosen = np.zeros(len(ties.w)), []
    share = 3 * most / len(ties.w) + 1
    for row in np.sort(due, axis=1):
        if used[row].max() < share:
            used[row] += 1
            chosen.append(tuple(map(int, row)))
    return chosen[:most]


def _oracle(
    ties: local_search.Ties, odd: local_search.Ints, sources: local_search.Ints, f: local_search.Floats
) -> list[tuple[int, ...]]:
    found = cycles.short_triangles(np.sort(odd, axis=1), f, _ROUND_ROWS)
    if len(found) < 50:
        found += cycles.short_odd_cycles(ties, f, sources, _ROUND_ROWS)
    return list(dict.fromkeys(found))


def _round(ties: local_search.Ties, f: local_search.Floats) -> tuple[float, local_search.Ints]:
    """Sides along the spanning tree of the ties least violated, then moves that help."""
    tree = csgraph.minimum_spanning_tree(sparse.csr_array((f + 1e-6, (ties.u, ties.v)), shape=(ties.n, ties.n)))
    signs = sparse.csr_array((ties.w, (ties.u, ties.v)), shape=(ties.n, ties.n))
    order, before = csgraph.breadth_first_order(tree, 0, directed=False)
    side = np.zeros(ties.n, dtype=np.int64)
    for node in order[1:]:
        other = int(before[node])
        sign = signs[other, node] + signs[node, other]
        side[node] = side[other] if sign > 0 else 1 - side[other]
    return local_search.descend(ties, side, most_blocks=2)


def grain(ties: local_search.Ties) -> float:
    """A number of which the costs of any two partitions into two blocks differ by a multiple; 0 if none is known.

    Moving a node changes the cost by a sum of its ties with signs, which is
    its weighted degree but for twice a multiple of the weights' divisor.
    """
    scaled = np.abs(ties.w) * 2.0**20
    if len(scaled) == 0 or scaled.max() > 2.0**50 or not np.equal(scaled, np.round(scaled)).all():
        return 0.0
    whole = np.round(scaled).astype(np.int64)
    degree = np.zeros(ties.n, dtype=np.int64)
    np.add.at(degree, ties.u, whole)
    np.add.at(degree, ties.v, whole)
    return math.gcd(2 * int(np.gcd.reduce(whole)), *map(int, degree)) / 2.0**20
