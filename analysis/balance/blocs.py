"""Blocs of a signed network, found fast by Leiden, and how far they are friends within and foes between."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import igraph
import networkx as nx
import numpy as np

from analysis import errors
from analysis.balance import signed_edges
from analysis.balance._exact import leiden

_RUNS = 20


@dataclass(frozen=True, slots=True)
class Blocs:
    """Blocs of a signed network.

    Attributes
    ----------
    partition
        Bloc of each node, the largest bloc 0. A node without ties is a bloc of its own.
    violated
        Weight of positive ties between blocs and of negative ties within them.
    cohesiveness, divisiveness
        See `cohesion`.
    """

    partition: dict[Hashable, int]
    violated: float
    cohesiveness: float
    divisiveness: float

    @property
    def members(self) -> list[list[Hashable]]:
        """Nodes of each bloc."""
        found: list[list[Hashable]] = [[] for _ in set(self.partition.values())]
        for node, bloc in self.partition.items():
            found[bloc].append(node)
        return found


def find_blocs(graph: nx.Graph, seed: int = 0, *, weight: str | None = None) -> Blocs:
    """Find blocs that violate little weight: positive ties between blocs and negative ties within them.

    Uses Leiden on two layers, positive ties drawing nodes together and negative
    ones apart. The objective is that of `frustration(graph, blocks=None)`; it is
    fast, but proves nothing (Traag, Van Dooren and Nesterov 2011; Traag, Waltman
    and van Eck 2019).

    Parameters
    ----------
    graph
        Graph with signs; both directions of a pair count.
    seed
        Seed of the runs, of which the best is taken.
    weight
        Attribute that weighs the ties.

    Raises
    ------
    GraphError
        If a sign or weight is missing or not valid.
    """
    found = signed_edges.edges(graph, weight=weight)
    size = len(found.nodes)
    ends = np.column_stack([found.u, found.v]).tolist()
    whole = igraph.Graph(n=size, edges=ends)
    best, lowest = np.arange(size), np.inf
    rng = np.random.default_rng(seed)
    for _ in range(_RUNS if size else 0):
        seed_of_run = int(rng.integers(1, 2**31 - 1))
        blocks = leiden(whole, found.sign * found.weight, seed=seed_of_run, n_iterations=-1)
        violated = float(found.weight[(blocks[found.u] == blocks[found.v]) == (found.sign < 0)].sum())
        if violated < lowest - 1e-9:
            best, lowest = blocks, violated
    partition = _numbered(found.nodes, best.tolist())
    cohesive, divisive = cohesion(graph, partition)
    return Blocs(partition, lowest if size else 0.0, cohesive, divisive)


def _numbered(nodes: list[Hashable], blocks: list[int]) -> dict[Hashable, int]:
    """Blocs numbered by size, the largest first, then by their first node."""
    members: dict[int, list[int]] = {}
    for index, block in enumerate(blocks):
        members.setdefault(block, []).append(index)
    order = sorted(members.values(), key=lambda own: (-len(own), own[0]))
    number = {index: bloc for bloc, own in enumerate(order) for index in own}
    return {node: number[index] for index, node in enumerate(nodes)}


def cohesion(graph: nx.Graph, partition: Mapping[Hashable, int]) -> tuple[float, float]:
    """Cohesiveness and divisiveness of a partition.

    The share of ties within blocs that are positive, and the share of ties
    between blocs that are negative; NaN where there are no such ties (Aref, Dinh,
    Rezapour and Diesner 2020).

    Raises
    ------
    GraphError
        If a sign is not valid or a node has no bloc.
    """
    found = signed_edges.edges(graph)
    lacking = [node for node in found.nodes if node not in partition]
    if lacking:
        msg = f"node {lacking[0]!r} has no bloc in the partition"
        raise errors.GraphError(msg)
    member = np.array([partition[node] for node in found.nodes], dtype=np.int64)
    within = member[found.u] == member[found.v] if len(found) else np.zeros(0, dtype=bool)
    inside, outside = found.sign[within], found.sign[~within]
    return (
        float((inside > 0).mean()) if len(inside) else float("nan"),
        float((outside < 0).mean()) if len(outside) else float("nan"),
    )
