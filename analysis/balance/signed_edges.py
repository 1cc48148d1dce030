"""Read signed networkx graphs as arrays, and check their signs.

An edge's `sign` is +1, -1 or 0; an edge of sign 0 is unclear and counts as
absent. Anything else is an error that names the edge.
"""

import math
import numbers
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt

from analysis import errors

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Edges:
    """The signed edges of a graph.

    Attributes
    ----------
    nodes
        All nodes of the graph, in its order.
    u, v, sign, weight
        Ends (as positions in `nodes`), sign (+1 or -1) and weight (above 0) of each edge that has a sign.
    names
        The edges as the graph names them.
    """

    nodes: list[Hashable]
    u: Ints
    v: Ints
    sign: Ints
    weight: Floats
    names: list[tuple[Hashable, Hashable]]

    def __len__(self) -> int:
        """Number of edges that have a sign."""
        return len(self.u)

    def matrix(self) -> Floats:
        """Symmetric matrix of sign times weight; both directions of a pair are added."""
        size = len(self.nodes)
        found = np.zeros((size, size))
        np.add.at(found, (self.u, self.v), self.sign * self.weight)
        np.add.at(found, (self.v, self.u), self.sign * self.weight)
        return found


def edges(graph: nx.Graph, *, weight: str | None = None) -> Edges:
    """Read the signed edges of a graph, weighted by an attribute, or by 1 without `weight`.

    Raises
    ------
    GraphError
        If a sign is missing or none of +1, -1, 0, if a weight is missing or not
        above 0, or if a node is tied to itself.
    """
    nodes = list(graph)
    index = {node: number for number, node in enumerate(nodes)}
    rows, names = [], []
    for a, b, data in graph.edges(data=True):
        if a == b:
            msg = f"node {a!r} is tied to itself; a tie has two ends"
            raise errors.GraphError(msg)
        sign = _sign(a, b, data)
        if sign != 0:
            rows.append((index[a], index[b], sign, 1.0 if weight is None else _weight(a, b, data, weight)))
            names.append((a, b))
    table = np.array(rows, dtype=np.float64).reshape(-1, 4)
    u, v, signs = table[:, :3].astype(np.int64).T
    return Edges(nodes, u, v, signs, table[:, 3], names)


def _sign(a: Hashable, b: Hashable, data: dict[str, Any]) -> int:
    if "sign" not in data:
        msg = f"edge ({a!r}, {b!r}) has no attribute 'sign'; it must be 1, -1 or 0"
        raise errors.GraphError(msg)
    value = data["sign"]
    wrong = isinstance(value, bool | np.bool_) or not isinstance(value, numbers.Real)
    if wrong or value not in (1, -1, 0):
        msg = f"edge ({a!r}, {b!r}) has sign {value!r}; it must be 1, -1 or 0"
        raise errors.GraphError(msg)
    return int(value)


def _weight(a: Hashable, b: Hashable, data: dict[str, Any], name: str) -> float:
    value: Any = data.get(name)
    wrong = isinstance(value, bool | np.bool_) or not isinstance(value, numbers.Real)
    if wrong or not 0 < float(value) < math.inf:
        msg = f"edge ({a!r}, {b!r}) has {name} {value!r}; it must be a number above 0"
        raise errors.GraphError(msg)
    return float(value)


def undirected(graph: nx.Graph, measure: str) -> Edges:
    """The edges of a simple undirected graph.

    Raises
    ------
    GraphError
        If the graph is directed or has parallel edges, for which `measure` is not defined.
    """
    if graph.is_directed() or graph.is_multigraph():
        kind = "directed" if graph.is_directed() else "a multigraph"
        msg = f"{measure} is defined on simple undirected graphs; this one is {kind}"
        raise errors.GraphError(msg)
    return edges(graph)


def collapse(found: Edges) -> tuple[dict[tuple[int, int], float], float]:
    """Return one signed weight for each pair, and the weight that every partition violates.

    If a pair has ties of both signs, every partition violates the lesser weight;
    the difference remains.
    """
    sums: dict[tuple[int, int], list[float]] = {}
    for u, v, sign, weight in zip(
        found.u.tolist(), found.v.tolist(), found.sign.tolist(), found.weight.tolist(), strict=True
    ):
        both = sums.setdefault((min(u, v), max(u, v)), [0.0, 0.0])
        both[0 if sign > 0 else 1] += weight
    always = sum(min(both) for both in sums.values())
    return {pair: plus - minus for pair, (plus, minus) in sums.items() if plus != minus}, always
