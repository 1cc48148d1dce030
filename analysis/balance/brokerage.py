"""Brokerage in signed networks: how nodes stand to pairs of others, and their roles in triangles."""

from collections.abc import Mapping

import networkx as nx
import numpy as np
import pandas as pd

from analysis.balance import signed_edges

_KINDS = {(1, 1): "bridges", (-1, 1): "sides", (0, 0): "distance", (-1, -1): "opposes"}
_POSITIONS = ("bridges", "sides", "leans", "distance", "opposes", "unknown")


def positions(graph: nx.Graph) -> pd.DataFrame:
    """Count how each node stands to the hostile pairs among the others.

    Parameters
    ----------
    graph
        An undirected graph with signs. A tie is neutral if its `standing` is
        "neutral" (see `analysis.relations.rating`); any other sign of 0 is unclear.

    Returns
    -------
    table
        `node`; `pairs`, hostile pairs among the others. The other columns count those
        of them to which the node is positive to both (`bridges`: a broker), positive
        to one and negative to the other (`sides`), positive or negative to one and
        neutral to the other (`leans`), neutral to both (`distance`), negative to both
        (`opposes`), or to one of which its tie is missing or unclear (`unknown`).

    Raises
    ------
    GraphError
        If a sign is missing or not valid, or the graph is directed.
    """
    signed_edges.undirected(graph, "the position between opponents")
    hostile = [(a, b) for a, b, data in graph.edges(data=True) if data["sign"] == -1]
    rows = []
    for node in graph:
        signs = {other: _known_sign(data) for other, data in graph[node].items()}
        counts = dict.fromkeys(_POSITIONS, 0)
        others = [pair for pair in hostile if node not in pair]
        for a, b in others:
            counts[_position(signs.get(a), signs.get(b))] += 1
        rows.append({"node": node, "pairs": len(others), **counts})
    return pd.DataFrame(rows, columns=["node", "pairs", *_POSITIONS])


def _known_sign(data: Mapping[str, object]) -> int | None:
    """The sign of a tie, 0 where it is neutral; None where it is unclear."""
    sign = int(str(data["sign"]).split(".")[0])
    return sign if sign or data.get("standing") == "neutral" else None


def _position(one: int | None, other: int | None) -> str:
    if one is None or other is None:
        return "unknown"
    return _KINDS.get((min(one, other), max(one, other)), "leans")


def brokers(graph: nx.Graph) -> pd.DataFrame:
    """Find brokers: nodes with positive ties to both ends of a negative tie.

    Returns
    -------
    table
        `node`, `bridges` (pairs that it connects), `pairs` (hostile pairs among the
        others) and `share` (bridges / pairs), most bridges first.

    Raises
    ------
    GraphError
        If a sign is missing or not valid, or the graph is directed.
    """
    table = positions(graph)[["node", "bridges", "pairs"]]
    table["share"] = table["bridges"] / table["pairs"].where(table["pairs"] > 0)
    kept = table[table["bridges"] > 0]
    return kept.sort_values("bridges", ascending=False, kind="stable").reset_index(drop=True)


def pivots(graph: nx.Graph) -> pd.DataFrame:
    """Count the roles of each node in triangles of mixed signs (Dittmer 1981).

    Returns
    -------
    table
        `node`; `pivot` and `wing`, the roles in ++- (the friend of two who are at
        odds, and those two); `outsider` and `partner`, the roles in +-- (the one
        against two friends, and those two); `triangles`, all that the node is in.
        Most often pivots first.

    Raises
    ------
    GraphError
        If a sign is missing or not valid, or the graph is directed.
    """
    found = signed_edges.undirected(graph, "the role in triangles")
    plus, minus = ((found.matrix() == sign).astype(np.float64) for sign in (1, -1))
    pivot = ((plus @ minus) * plus).sum(axis=1) / 2
    wing = ((plus @ plus) * minus).sum(axis=1)
    outsider = ((minus @ plus) * minus).sum(axis=1) / 2
    partner = ((minus @ minus) * plus).sum(axis=1)
    ties = plus + minus
    table = pd.DataFrame({"node": pd.Series(found.nodes, dtype="object")})
    roles = {
        "pivot": pivot,
        "wing": wing,
        "outsider": outsider,
        "partner": partner,
        "triangles": ((ties @ ties) * ties).sum(axis=1) / 2,
    }
    for name, values in roles.items():
        table[name] = np.round(values).astype(np.int64)
    return table.sort_values(["pivot", "triangles"], ascending=False, kind="stable").reset_index(drop=True)
