"""The exact frustration of any number of blocks: clusterability.

Positive ties between blocks and negative ties within them are violated (Davis
1967; Doreian and Mrvar 1996). With a free number of blocks this is correlation
clustering, in which the frustrated cycles are those with exactly one negative
tie.
"""

import time
from functools import partial

import igraph
import networkx as nx
import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse import csgraph

from analysis.balance._exact import cutting_planes, cycle_packing, cycles, local_search
from analysis.balance._exact.ties import Floats, Ints, Pairs, Ties, as_ties, objective_step

_ROUND_ROWS = 1500
_FIRST_ROWS = 4000
_MAX_DESCENT = 50_000  # blocks times nodes up to which rounded partitions are improved


def solve_any_blocks(
    pairs: Pairs, nodes: list[int], *, deadline: float, rng: np.random.Generator
) -> tuple[dict[int, int], float]:
    """Return a block for each of `nodes` and a proven lower bound of the weight violated."""
    waiting, bound = _pieces(pairs), 0.0
    violated: set[tuple[int, int]] = set()
    while waiting:
        portion = len(waiting[0]) / sum(map(len, waiting))
        piece, waiting = waiting[0], waiting[1:]
        until = time.monotonic() + portion * max(0.0, deadline - time.monotonic())
        out, own = _core(piece, until, rng)
        violated |= out
        bound += own
    return _blocks(pairs, violated, nodes), bound


def _pieces(pairs: Pairs) -> list[Pairs]:
    """Parts that can be solved one by one, largest first: biconnected, and within one positive component."""
    done, waiting = [], [pairs]
    while waiting:
        piece = waiting.pop()
        positive = nx.Graph([pair for pair, weight in piece.items() if weight > 0])
        home = {node: number for number, part in enumerate(nx.connected_components(positive)) for node in part}
        kept = [(u, v) for u, v in piece if u in home and v in home and home[u] == home[v]]
        parts = [[tuple(sorted(e)) for e in part] for part in nx.biconnected_component_edges(nx.Graph(kept))]
        if len(parts) == 1 and len(parts[0]) == len(piece):
            done.append(piece)
        else:
            waiting += [{(u, v): piece[u, v] for u, v in sorted(part)} for part in parts]
    mixed = [piece for piece in done if min(piece.values()) < 0 < max(piece.values())]
    return sorted(mixed, key=lambda piece: (-len(piece), next(iter(piece))))


def _core(pairs: Pairs, deadline: float, rng: np.random.Generator) -> tuple[set[tuple[int, int]], float]:
    ties, names = as_ties(pairs)
    cost, blocks = _incumbent(ties, deadline, rng)
    single = cycles.frustrated_triangles(ties, two_blocks=False)
    cover = cutting_planes.CycleCover(
        np.abs(ties.w),
        partial(_separate, ties, np.sort(single, axis=1)),
        partial(_round, ties),
        cost,
        blocks,
        objective_step(ties, two_blocks=False),
        deadline,
    )
    if cost > 0:
        cover.bound, packed = cycle_packing.pack(ties, ties.violated(blocks), deadline=deadline)
        cutting_planes.solve(cover, list(dict.fromkeys([*packed, *cycles.first_rows(ties, single, _FIRST_ROWS)])))
    out = np.flatnonzero(ties.violated(cover.blocks))
    ends = zip(ties.u[out].tolist(), ties.v[out].tolist(), strict=True)
    return {(min(names[u], names[v]), max(names[u], names[v])) for u, v in ends}, cover.bound


def _incumbent(ties: Ties, deadline: float, rng: np.random.Generator) -> tuple[float, Ints]:
    """The best of several runs of Leiden, each improved by tabu search."""
    budget = time.monotonic() + 0.3 * max(0.0, deadline - time.monotonic())
    graph = igraph.Graph(n=ties.n, edges=np.column_stack([ties.u, ties.v]).tolist())
    found = []
    for _ in range(2 + min(4, ties.n // 25)):
        blocks = local_search.leiden(graph, ties.w, seed=int(rng.integers(1, 2**31 - 1)), n_iterations=4)
        max_blocks = min(ties.n, int(blocks.max()) + 2)
        found.append(
            local_search.tabu(ties, blocks, max_blocks=max_blocks, rng=rng, rounds=20 + 5 * ties.n, deadline=budget)
        )
    return min(found, key=lambda pair: pair[0])


def _separate(ties: Ties, single: Ints, f: Floats) -> list[tuple[int, ...]]:
    found = cycles.separate_triangles(single, f, _ROUND_ROWS)
    if len(found) < 50:
        found += cycles.separate_single_cycles(ties, f, _ROUND_ROWS)
    return list(dict.fromkeys(found))


def _round(ties: Ties, f: Floats) -> tuple[float, Ints]:
    """Blocks connected by positive ties that are little violated, then improved by single moves."""
    found = []
    for threshold in (0.5, 0.05):
        blocks = _components(ties, (ties.w > 0) & (f < threshold))
        n_blocks = int(blocks.max()) + 1
        small = n_blocks * ties.n <= _MAX_DESCENT
        found.append(local_search.descend(ties, blocks, max_blocks=n_blocks) if small else (ties.cost(blocks), blocks))
    return min(found, key=lambda pair: pair[0])


def _components(ties: Ties, kept: npt.NDArray[np.bool_]) -> Ints:
    links = sparse.csr_array((np.ones(int(kept.sum())), (ties.u[kept], ties.v[kept])), shape=(ties.n, ties.n))
    return np.asarray(csgraph.connected_components(links, directed=False)[1], dtype=np.int64)


def _blocks(pairs: Pairs, violated: set[tuple[int, int]], nodes: list[int]) -> dict[int, int]:
    """Blocks connected by the positive pairs that are not violated."""
    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(pair for pair, weight in pairs.items() if weight > 0 and pair not in violated)
    return {node: number for number, part in enumerate(nx.connected_components(graph)) for node in part}
