"""The exact frustration of any number of blocks: clusterability.

Positive ties between blocks and negative ties within them are violated (Davis
1967; Doreian and Mrvar 1996). With a free number this is correlation
clustering: only cycles with exactly one negative tie are due a violation.
"""

import time
from functools import partial

import igraph
import leidenalg
import networkx as nx
import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse import csgraph

from analysis.balance._exact import cutting_planes, cycle_packing, cycles, local_search, two_blocks

_ROUND_ROWS = 1500
_FIRST_ROWS = 4000


def solve(pairs: two_blocks.Pairs, *, deadline: float, rng: np.random.Generator) -> tuple[set[tuple[int, int]], float]:
    """Return the pairs that a best partition violates, and a proven lower bound of their weight."""
    waiting, violated, bound = _pieces(pairs), set(), 0.0
    while waiting:
        portion = len(waiting[0]) / sum(map(len, waiting))
        piece, waiting = waiting[0], waiting[1:]
        until = time.monotonic() + portion * max(0.0, deadline - time.monotonic())
        out, own = _core(piece, until, rng)
        violated |= out
        bound += own
    return violated, bound


def _pieces(pairs: two_blocks.Pairs) -> list[two_blocks.Pairs]:
    """Parts that can be solved apart, largest first: within one positive component, and biconnected."""
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


def _core(pairs: two_blocks.Pairs, deadline: float, rng: np.random.Generator) -> tuple[set[tuple[int, int]], float]:
    ties, names = two_blocks.as_ties(pairs)
    cost, blocks = _incumbent(ties, deadline, rng)
    single = cycles.due(ties, cycles.triangles(ties), two=False)
    cover = cutting_planes.Cover(
        np.abs(ties.w),
        partial(_oracle, ties, np.sort(single, axis=1)),
        partial(_round, ties),
        cost,
        blocks,
        grain(ties),
        deadline,
    )
    if cost > 0:
        cover.bound, packed = cycle_packing.pack(ties, ties.violated(blocks), deadline=deadline)
        cutting_planes.solve(cover, list(dict.fromkeys([*packed, *two_blocks.first_rows(ties, single, _FIRST_ROWS)])))
    out = np.flatnonzero(ties.violated(cover.blocks))
    ends = zip(ties.u[out].tolist(), ties.v[out].tolist(), strict=True)
    return {(min(names[u], names[v]), max(names[u], names[v])) for u, v in ends}, cover.bound


def _incumbent(ties: local_search.Ties, deadline: float, rng: np.random.Generator) -> tuple[float, local_search.Ints]:
    """The best of several runs of Leiden on the constant Potts model without resolution, each improved by tabu."""
    budget = time.monotonic() + 0.3 * max(0.0, deadline - time.monotonic())
    graph = igraph.Graph(n=ties.n, edges=np.column_stack([ties.u, ties.v]).tolist())
    found = []
    for _ in range(2 + min(4, ties.n // 25)):
        blocks = _leiden(graph, ties, int(rng.integers(1, 2**31 - 1)))
        most = min(ties.n, int(blocks.max()) + 2)
        found.append(
            local_search.tabu(ties, blocks, most_blocks=most, rng=rng, rounds=20 + 5 * ties.n, deadline=budget)
        )
    return min(found, key=lambda pair: pair[0])


def _leiden(graph: igraph.Graph, ties: local_search.Ties, seed: int) -> local_search.Ints:
    optimiser = leidenalg.Optimiser()
    optimiser.set_rng_seed(seed)
    positive = leidenalg.CPMVertexPartition(graph, weights=np.maximum(ties.w, 0).tolist(), resolution_parameter=0.0)
    negative = leidenalg.CPMVertexPartition(graph, weights=np.maximum(-ties.w, 0).tolist(), resolution_parameter=0.0)
    optimiser.optimise_partition_multiplex([positive, negative], layer_weights=[1, -1], n_iterations=4)
    return np.array(positive.membership, dtype=np.int64)


def _oracle(ties: local_search.Ties, single: local_search.Ints, f: local_search.Floats) -> list[tuple[int, ...]]:
    found = cycles.short_triangles(single, f, _ROUND_ROWS)
    if len(found) < 50:
        found += cycles.short_single_cycles(ties, f, _ROUND_ROWS)
    return list(dict.fromkeys(found))


def _round(ties: local_search.Ties, f: local_search.Floats) -> tuple[float, local_search.Ints]:
    """Blocks that hang together by positive ties little violated, then moves that help."""
    found = []
    for threshold in (0.5, 0.05):
        blocks = _components(ties, (ties.w > 0) & (f < threshold))
        most = int(blocks.max()) + 1
        small = most * ties.n <= 50_000
        found.append(local_search.descend(ties, blocks, most_blocks=most) if small else (ties.cost(blocks), blocks))
    return min(found, key=lambda pair: pair[0])


def _components(ties: local_search.Ties, kept: npt.NDArray[np.bool_]) -> local_search.Ints:
    links = sparse.csr_array((np.ones(int(kept.sum())), (ties.u[kept], ties.v[kept])), shape=(ties.n, ties.n))
    return np.asarray(csgraph.connected_components(links, directed=False)[1], dtype=np.int64)


def grain(ties: local_search.Ties) -> float:
    """Greatest common divisor of the weights; 0 if they have none."""
    scaled = np.abs(ties.w) * 2.0**20
    if scaled.max() > 2.0**50 or not np.equal(scaled, np.round(scaled)).all():
        return 0.0
    return float(np.gcd.reduce(np.round(scaled).astype(np.int64))) / 2.0**20


def blocks_of(pairs: two_blocks.Pairs, violated: set[tuple[int, int]], nodes: list[int]) -> dict[int, int]:
    """Blocks that hang together by the positive pairs not violated."""
    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(pair for pair, weight in pairs.items() if weight > 0 and pair not in violated)
    return {node: number for number, part in enumerate(nx.connected_components(graph)) for node in part}
