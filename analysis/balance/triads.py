"""The triad census of signed graphs: four kinds of undirected triangles, 138 of directed triads.

The name of a directed kind is its type after Holland and Leinhardt (1970) and
the signs of its six possible arcs, a to b, b to a, a to c, c to a, b to c and
c to b, as in "030T:+0+0-0". Of the orders that its nodes can take the one with
the first name in the alphabet is used.
"""

import itertools
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cache

import networkx as nx
import numpy as np
import pandas as pd
from scipy import sparse

from analysis import errors
from analysis.balance import signed_edges

NAMES = {"+++": "ménage à trois", "++-": "romantic triangle", "+--": "stable marriage", "---": "unit veto"}
KINDS = tuple(NAMES)
BALANCED = ("+++", "+--")
TYPES = (
    "003", "012", "102", "021D", "021U", "021C", "111D", "111U",
    "030T", "030C", "201", "120D", "120U", "120C", "210", "300",
)  # fmt: skip
TRANSITIVE = ("030T", "120D", "120U", "300")
_ARCS = ((0, 1), (1, 0), (0, 2), (2, 0), (1, 2), (2, 1))


@dataclass(frozen=True, slots=True)
class Triads:
    """Triangles of an undirected signed graph by kind.

    Attributes
    ----------
    counts
        Number of triangles of the kinds +++, ++-, +--, ---.
    """

    counts: dict[str, int]

    @property
    def total(self) -> int:
        """Number of triangles."""
        return sum(self.counts.values())

    @property
    def balanced(self) -> int:
        """Triangles with an even number of negative ties: +++ and +-- (Cartwright and Harary 1956)."""
        return sum(self.counts[kind] for kind in BALANCED)

    @property
    def weakly_balanced(self) -> int:
        """Triangles without exactly one negative tie: --- is admitted too (Davis 1967)."""
        return self.balanced + self.counts["---"]

    @property
    def share(self) -> float:
        """Share balanced; NaN without triangles."""
        return self.balanced / self.total if self.total else float("nan")

    @property
    def share_weak(self) -> float:
        """Share weakly balanced; NaN without triangles."""
        return self.weakly_balanced / self.total if self.total else float("nan")


@dataclass(frozen=True, slots=True)
class DirectedTriads:
    """Triads of a directed signed graph.

    Attributes
    ----------
    counts
        Number of triads of each of the 16 types.
    signed
        Number of triads of each of the 138 signed kinds that occur.
    transitive, balanced
        Triads of the types 030T, 120D, 120U and 300, in which every semicycle is
        transitive, and those of them all of whose transitive semicycles have an
        even number of negative arcs (Aref, Dinh, Rezapour and Diesner 2020).
    transitive_semicycles, balanced_transitive_semicycles
        Sets of arcs a to b, b to c, a to c, and those of them with an even number of negative arcs.
    semicycles, balanced_semicycles
        Sets of three arcs, one between each two of three nodes, whatever their
        directions, and those of them with an even number of negative arcs.
    """

    counts: dict[str, int]
    signed: dict[str, int]
    transitive: int
    balanced: int
    transitive_semicycles: int
    balanced_transitive_semicycles: int
    semicycles: int
    balanced_semicycles: int

    @property
    def share(self) -> float:
        """Share of transitive triads that are balanced; NaN without any."""
        return self.balanced / self.transitive if self.transitive else float("nan")

    @property
    def share_semicycles(self) -> float:
        """Share of semicycles that are balanced; NaN without any."""
        return self.balanced_semicycles / self.semicycles if self.semicycles else float("nan")


def triad_census(graph: nx.Graph) -> Triads | DirectedTriads:
    """Count the triads of a graph by kind; edges of sign 0 count as absent.

    Raises
    ------
    GraphError
        If a sign is missing or not valid, or the graph has parallel edges.
    """
    return _directed(graph) if graph.is_directed() else _undirected(graph)


def _undirected(graph: nx.Graph) -> Triads:
    found = signed_edges.undirected(graph, "the triad census")
    plus, minus = _layer(found, 1), _layer(found, -1)
    plus_two, minus_two = plus @ plus, minus @ minus
    counts = {
        "+++": round(plus_two.multiply(plus).sum() / 6),
        "++-": round(plus_two.multiply(minus).sum() / 2),
        "+--": round(minus_two.multiply(plus).sum() / 2),
        "---": round(minus_two.multiply(minus).sum() / 6),
    }
    return Triads(counts)


def _layer(found: signed_edges.Edges, sign: int) -> sparse.csr_array:
    """Symmetric 0-1 matrix of the ties of one sign."""
    kept = found.sign == sign
    u, v, size = found.u[kept], found.v[kept], len(found.nodes)
    ones = np.ones(2 * len(u))
    return sparse.csr_array((ones, (np.concatenate([u, v]), np.concatenate([v, u]))), shape=(size, size))


def list_triangles(graph: nx.Graph) -> pd.DataFrame:
    """List the triangles of an undirected graph: `a`, `b`, `c`, `kind`, `name`, `balanced`.

    `a` is the node that differs: in ++- the pivot (the friend of two who are at
    odds), in +-- the third party; else the nodes are in the order of the graph.
    Names are after Dittmer (1981, and 1987 for the unit veto).
    """
    signed_edges.undirected(graph, "the list of triangles")
    rows = [_named(graph, trio) for trio in _triangles(graph)]
    return pd.DataFrame(rows, columns=["a", "b", "c", "kind", "name", "balanced"])


def _triangles(graph: nx.Graph) -> Iterator[tuple[Hashable, Hashable, Hashable]]:
    index = {node: number for number, node in enumerate(graph)}
    later = {
        node: {other for other, data in graph[node].items() if data["sign"] != 0 and index[other] > index[node]}
        for node in graph
    }
    for a in graph:
        for b in sorted(later[a], key=index.__getitem__):
            for c in sorted(later[a] & later[b], key=index.__getitem__):
                yield a, b, c


def _named(graph: nx.Graph, trio: tuple[Hashable, Hashable, Hashable]) -> dict[str, object]:
    a, b, c = trio
    opposite = {a: graph[b][c]["sign"], b: graph[a][c]["sign"], c: graph[a][b]["sign"]}
    negative = sum(sign < 0 for sign in opposite.values())
    kind = KINDS[negative]
    odd = [node for node in trio if opposite[node] == (-1 if negative == 1 else 1)] if negative in (1, 2) else []
    order = odd + [node for node in trio if node not in odd]
    return {
        "a": order[0], "b": order[1], "c": order[2], "kind": kind, "name": NAMES[kind], "balanced": kind in BALANCED,
    }  # fmt: skip


@cache
def _kinds() -> tuple[list[str], list[str], np.ndarray]:
    """Type, signed kind and contributions to the counts of `DirectedTriads`, for each of the 729 codes of a triad."""
    types, names, figures = [], [], np.zeros((729, 6), dtype=np.int64)
    for code in range(729):
        signs = _signs(code)
        types.append(_type(signs))
        names.append(f"{types[-1]}:{_canonical(signs)}")
        transitive = [_parity(signs, arcs) for arcs in _semicycles(signs, transitive=True)]
        anyhow = [_parity(signs, arcs) for arcs in _semicycles(signs, transitive=False)]
        whole = types[-1] in TRANSITIVE
        figures[code] = (whole, whole and all(transitive), len(transitive), sum(transitive), len(anyhow), sum(anyhow))
    return types, names, figures


def _signs(code: int) -> dict[tuple[int, int], int]:
    """Signs of the six arcs of a code, which has a digit to the base 3 for each arc: 0 none, 1 positive, 2 negative."""
    digits = [(code // 3**power) % 3 for power in range(6)]
    return {arc: (0, 1, -1)[digit] for arc, digit in zip(_ARCS, digits, strict=True)}


def _type(signs: dict[tuple[int, int], int]) -> str:
    graph = nx.DiGraph()
    graph.add_nodes_from(range(3))
    graph.add_edges_from(arc for arc, sign in signs.items() if sign)
    return str(nx.triad_type(graph))


def _canonical(signs: dict[tuple[int, int], int]) -> str:
    orders = itertools.permutations(range(3))
    return min("".join("0+-"[signs[order[a], order[b]]] for a, b in _ARCS) for order in orders)


def _semicycles(signs: dict[tuple[int, int], int], *, transitive: bool) -> Iterator[tuple[tuple[int, int], ...]]:
    for arcs in itertools.product(((0, 1), (1, 0)), ((1, 2), (2, 1)), ((0, 2), (2, 0))):
        cyclic = arcs in {((0, 1), (1, 2), (2, 0)), ((1, 0), (2, 1), (0, 2))}
        if all(signs[arc] for arc in arcs) and not (transitive and cyclic):
            yield arcs


def _parity(signs: dict[tuple[int, int], int], arcs: tuple[tuple[int, int], ...]) -> bool:
    return bool(np.prod([signs[arc] for arc in arcs]) > 0)


def _directed(graph: nx.Graph) -> DirectedTriads:
    codes = _codes(_dyads(graph))
    types, names, figures = _kinds()
    counts, kinds = dict.fromkeys(TYPES, 0), dict.fromkeys(sorted(set(names)), 0)
    for code in np.flatnonzero(codes).tolist():
        counts[types[code]] += int(codes[code])
        kinds[names[code]] += int(codes[code])
    size = len(graph)
    none = size * (size - 1) * (size - 2) // 6 - sum(counts.values())
    counts["003"] += none
    kinds["003:000000"] += none
    present = {kind: number for kind, number in kinds.items() if number}
    return DirectedTriads(counts, present, *(int(value) for value in codes @ figures))


def _dyads(graph: nx.Graph) -> np.ndarray:
    """State of each ordered pair: digit of the arc out (0 none, 1 positive, 2 negative) plus 3 times the arc in."""
    if graph.is_multigraph():
        msg = "the triad census is defined on simple graphs; this one is a multigraph"
        raise errors.GraphError(msg)
    found = signed_edges.edges(graph)
    state = np.zeros((len(found.nodes), len(found.nodes)), dtype=np.int16)
    digit = np.where(found.sign > 0, 1, 2)
    np.add.at(state, (found.u, found.v), digit)
    np.add.at(state, (found.v, found.u), 3 * digit)
    return state


def _codes(state: np.ndarray) -> np.ndarray:
    """Number of triads of each code, except those without any arc (Batagelj and Mrvar 2001)."""
    size = len(state)
    codes = np.zeros(729, dtype=np.int64)
    index = np.arange(size)
    for u, v in zip(*np.nonzero(np.triu(state, 1)), strict=True):
        row, other, own = state[u], state[v], int(state[u, v])
        tied = (row > 0) | (other > 0)
        tied[[u, v]] = False
        codes[own] += size - 2 - int(tied.sum())
        third = np.flatnonzero(tied & ((index > v) | ((index > u) & (row == 0))))
        codes += np.bincount(own + 9 * row[third] + 81 * other[third], minlength=729)
    return codes
