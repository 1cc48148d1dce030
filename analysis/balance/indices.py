"""Indices of structural balance: how far friends of friends are friends.

They take any networkx graph whose edges have `sign` +1, -1 or 0 (unclear,
counts as absent). None of them can be read without its null model
(`analysis.balance.null_model`): a network of many positive ties is largely
balanced by chance.
"""

from collections.abc import Hashable
from dataclasses import dataclass

import networkx as nx
import numpy as np
from scipy import special

from analysis import errors
from analysis.balance import signed_edges
from analysis.balance.triads import Triads, triad_census


@dataclass(frozen=True, slots=True)
class Spectral:
    """The signed Laplacian D - A, D the number of a node's ties.

    Attributes
    ----------
    smallest
        Least eigenvalue; 0 if and only if some component is balanced (Kunegis and others 2010).
    by_component
        Least eigenvalue of each component, in the order of `components`.
    components
        Nodes of each component, the largest first.
    side
        For each node the sign (+1 or -1) of its entry in its component's eigenvector.
    """

    smallest: float
    by_component: list[float]
    components: list[list[Hashable]]
    side: dict[Hashable, int]


def share_balanced(graph: nx.Graph, *, weak: bool = False) -> float:
    """Share of triangles (of a directed graph: of transitive triads) that are balanced; NaN if there are none.

    Parameters
    ----------
    graph
        Graph with signs.
    weak
        Count triangles of three negative ties as balanced too (Davis 1967). Undirected graphs only.

    Raises
    ------
    GraphError
        If a sign is missing or not valid, or if `weak` is used with a directed graph.
    """
    if weak:
        signed_edges.undirected(graph, "weak balance")
    found = triad_census(graph)
    return found.share_weak if weak and isinstance(found, Triads) else found.share


def share_semicycles(graph: nx.DiGraph) -> float:
    """Share of the semicycles of three arcs of a directed graph that are balanced; NaN if there are none.

    Raises
    ------
    GraphError
        If a sign is missing or not valid, or the graph is not directed.
    """
    found = triad_census(graph)
    if isinstance(found, Triads):
        msg = "semicycles are counted in directed graphs; this one is undirected"
        raise errors.GraphError(msg)
    return found.share_semicycles


def walk_balance(graph: nx.Graph) -> float:
    """Balance of closed walks, tr exp(A) / tr exp(|A|): 1 if balanced, else less; NaN without nodes.

    Short walks count most. It falls with size and density, so that networks of
    different size cannot be compared by it (Estrada and Benzi 2014).

    Raises
    ------
    GraphError
        If a sign is missing or not valid, or the graph is directed.
    """
    matrix = signed_edges.undirected(graph, "walk balance").matrix()
    if not len(matrix):
        return float("nan")
    with_signs, without = np.linalg.eigvalsh(matrix), np.linalg.eigvalsh(np.abs(matrix))
    return float(np.exp(special.logsumexp(with_signs) - special.logsumexp(without)))


def spectral(graph: nx.Graph) -> Spectral:
    """Least eigenvalues of the signed Laplacian, for the graph and its components.

    Raises
    ------
    GraphError
        If a sign is missing or not valid, or the graph is directed.
    """
    found = signed_edges.undirected(graph, "the signed Laplacian")
    matrix = found.matrix()
    index = {node: number for number, node in enumerate(found.nodes)}
    ties: nx.Graph = nx.Graph()
    ties.add_nodes_from(found.nodes)
    ties.add_edges_from(found.names)
    parts = [sorted(part, key=index.__getitem__) for part in nx.connected_components(ties)]
    parts.sort(key=lambda part: (-len(part), index[part[0]]))
    values: list[float] = []
    side: dict[Hashable, int] = {}
    for part in parts:
        rows = [index[node] for node in part]
        own = matrix[np.ix_(rows, rows)]
        eigenvalues, vectors = np.linalg.eigh(np.diag(np.abs(own).sum(axis=1)) - own)
        turn = -1.0 if vectors[0, 0] < 0 else 1.0
        values.append(max(0.0, float(eigenvalues[0])))
        side |= {node: 1 if entry * turn >= 0 else -1 for node, entry in zip(part, vectors[:, 0], strict=True)}
    return Spectral(min(values, default=float("nan")), values, parts, side)
