"""Blocs of a signed network, and the places of those who stand between them."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import igraph
import leidenalg
import networkx as nx
import numpy as np
import pandas as pd

from analysis import errors
from analysis.balance import signed_edges

_RUNS = 20


@dataclass(frozen=True, slots=True)
class Blocs:
    """Blocs that leave the least weight violated.

    Attributes
    ----------
    partition
        Bloc of each node, the largest bloc 0; a node without ties is a bloc of its own.
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


def find(graph: nx.Graph, seed: int = 0, *, weight: str | None = None) -> Blocs:
    """Find blocs by Leiden on two layers, positive ties drawing together and negative ones apart.

    The quality is the constant Potts model without resolution, which is the
    weight violated but for a constant: the aim is that of
    `balance.frustration(graph, blocks=None)`, found fast and without proof
    (Traag, Van Dooren and Nesterov 2011; Traag, Waltman and van Eck 2019).

    Parameters
    ----------
    graph
        Graph with signs; both directions of a pair count.
    seed
        Seed of the runs, of which the best counts.
    weight
        Attribute that weighs the ties.

    Raises
    ------
    GraphError
        If a sign or weight is missing or odd.
    """
    found = signed_edges.edges(graph, weight=weight)
    size = len(found.nodes)
    ends = np.column_stack([found.u, found.v]).tolist()
    whole = igraph.Graph(n=size, edges=ends)
    best, least = np.arange(size), np.inf
    rng = np.random.default_rng(seed)
    for _ in range(_RUNS if size else 0):
        blocks = _leiden(whole, found, int(rng.integers(1, 2**31 - 1)))
        violated = float(found.weight[(blocks[found.u] == blocks[found.v]) == (found.sign < 0)].sum())
        if violated < least - 1e-9:
            best, least = blocks, violated
    partition = _numbered(found.nodes, best.tolist())
    cohesive, divisive = cohesion(graph, partition)
    return Blocs(partition, least if size else 0.0, cohesive, divisive)


def _leiden(whole: igraph.Graph, found: signed_edges.Edges, seed: int) -> np.ndarray:
    optimiser = leidenalg.Optimiser()
    optimiser.set_rng_seed(seed)
    layers = [
        leidenalg.CPMVertexPartition(
            whole, weights=(found.weight * (found.sign == sign)).tolist(), resolution_parameter=0.0
        )
        for sign in (1, -1)
    ]
    optimiser.optimise_partition_multiplex(layers, layer_weights=[1, -1], n_iterations=-1)
    return np.array(layers[0].membership, dtype=np.int64)


def _numbered(nodes: list[Hashable], blocks: list[int]) -> dict[Hashable, int]:
    members: dict[int, list[int]] = {}
    for place, block in enumerate(blocks):
        members.setdefault(block, []).append(place)
    order = sorted(members.values(), key=lambda places: (-len(places), places[0]))
    number = {place: bloc for bloc, places in enumerate(order) for place in places}
    return {node: number[place] for place, node in enumerate(nodes)}


def cohesion(graph: nx.Graph, partition: Mapping[Hashable, int]) -> tuple[float, float]:
    """Cohesiveness and divisiveness of a partition.

    The share of ties within blocs that are positive, and the share of ties
    between blocs that are negative; NaN where there are no such ties. (Aref, Dinh, Rezapour and Diesner 2020.)

    Raises
    ------
    GraphError
        If a sign is odd or a node has no bloc.
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


def positions(graph: nx.Graph) -> pd.DataFrame:
    """Where each node stands to every pair of others who are at odds.

    Columns
    -------
    node
    pairs
        Hostile pairs among the others.
    bridges
        Pairs with both of whom it has a positive tie: a broker.
    sides
        Positive to one, negative to the other.
    leans
        Positive or negative to one, neutral to the other.
    distance
        Neutral to both, by much evidence: it keeps its distance.
    opposes
        Negative to both.
    unknown
        The tie to one of them is missing or unclear: not the same as distance.

    A tie is neutral where its `standing` is "neutral" (see `analysis.relations.measures`);
    a sign of 0 without that is unclear.

    Raises
    ------
    GraphError
        If a sign is missing or odd, or the graph is directed.
    """
    signed_edges.undirected(graph, "the position between opponents")
    hostile = [(a, b) for a, b, data in graph.edges(data=True) if data["sign"] == -1]
    names = ["bridges", "sides", "leans", "distance", "opposes", "unknown"]
    rows = []
    for node in graph:
        stands = {other: _stand(data) for other, data in graph[node].items()}
        counts = dict.fromkeys(names, 0)
        others = [pair for pair in hostile if node not in pair]
        for a, b in others:
            counts[_position(stands.get(a), stands.get(b))] += 1
        rows.append({"node": node, "pairs": len(others), **counts})
    return pd.DataFrame(rows, columns=["node", "pairs", *names])


def _stand(data: Mapping[str, object]) -> int | None:
    sign = int(str(data["sign"]).split(".")[0])
    return sign if sign or data.get("standing") == "neutral" else None


def _position(one: int | None, other: int | None) -> str:
    if one is None or other is None:
        return "unknown"
    kinds = {(1, 1): "bridges", (-1, 1): "sides", (0, 0): "distance", (-1, -1): "opposes"}
    return kinds.get((min(one, other), max(one, other)), "leans")


def brokers(graph: nx.Graph) -> pd.DataFrame:
    """Nodes with positive ties to both ends of a negative tie: `node`, `bridges`, `pairs`, `share`, most bridges first.

    `pairs` counts the negative ties among the others, `share` is bridges by pairs.

    Raises
    ------
    GraphError
        If a sign is missing or odd, or the graph is directed.
    """
    table = positions(graph)[["node", "bridges", "pairs"]]
    table["share"] = table["bridges"] / table["pairs"].where(table["pairs"] > 0)
    kept = table[table["bridges"] > 0]
    return kept.sort_values("bridges", ascending=False, kind="stable").reset_index(drop=True)


def pivots(graph: nx.Graph) -> pd.DataFrame:
    """The parts that nodes play in triangles of mixed signs, most often pivots first.

    `pivot` and `wing` are the parts in ++- (the friend of two who are at odds,
    and those two), `outsider` and `partner` in +-- (the one against two
    friends, and those two); `triangles` counts all that the node is in. Parts
    after Dittmer (1981).

    Raises
    ------
    GraphError
        If a sign is missing or odd, or the graph is directed.
    """
    found = signed_edges.undirected(graph, "the part in triangles")
    plus, minus = ((found.matrix() == sign).astype(np.float64) for sign in (1, -1))
    pivot = ((plus @ minus) * plus).sum(axis=1) / 2
    wing = ((plus @ plus) * minus).sum(axis=1)
    outsider = ((minus @ plus) * minus).sum(axis=1) / 2
    partner = ((minus @ minus) * plus).sum(axis=1)
    ties = plus + minus
    table = pd.DataFrame({"node": pd.Series(found.nodes, dtype="object")})
    parts = {
        "pivot": pivot,
        "wing": wing,
        "outsider": outsider,
        "partner": partner,
        "triangles": ((ties @ ties) * ties).sum(axis=1) / 2,
    }
    for name, values in parts.items():
        table[name] = np.round(values).astype(np.int64)
    return table.sort_values(["pivot", "triangles"], ascending=False, kind="stable").reset_index(drop=True)
