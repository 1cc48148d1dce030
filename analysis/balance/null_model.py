"""The null model of balance: the same ties with shuffled signs.

Every index of balance is reported with its z score and percentile against it,
because size, density and the share of positive ties determine most of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import networkx as nx
import numpy as np
import pandas as pd

from analysis import errors
from analysis.balance import indices, signed_edges
from analysis.balance.frustration import frustration
from analysis.balance.triads import triad_census

Statistic = Callable[[nx.Graph], float]


@dataclass(frozen=True, slots=True)
class NullModel:
    """Statistics of a network against shuffled signs.

    Attributes
    ----------
    table
        `statistic`, `observed`, `mean` and `sd` of the shuffles, `z` (missing where
        they do not vary) and `percentile` (share of shuffles below the observed
        value, plus half of those equal to it).
    draws
        One row for each shuffle, one column for each statistic.
    n, seed
        Number of shuffles and their seed.
    """

    table: pd.DataFrame
    draws: pd.DataFrame
    n: int
    seed: int


def shuffle_signs(
    graph: nx.Graph, statistics: Mapping[str, Statistic] | Statistic | None = None, *, n: int = 500, seed: int = 0
) -> NullModel:
    """Compare statistics of a graph with those after shuffling its signs over its ties `n` times.

    Parameters
    ----------
    graph
        Graph with signs. Ties of sign 0 are left out.
    statistics
        Functions of a graph by name; by default `balance_statistics`.
    n
        Number of shuffles.
    seed
        Seed of the shuffles.

    Raises
    ------
    GraphError
        If a sign is missing or not valid.
    InputError
        If `n` is below 2.
    """
    if n < 2:
        msg = f"n is {n!r}: too few shuffles; 500 are usual"
        raise errors.InputError(msg)
    chosen = _by_name(graph, statistics)
    found = signed_edges.edges(graph)
    rng = np.random.default_rng(seed)
    drawn = nx.DiGraph() if graph.is_directed() else nx.Graph()
    drawn.add_nodes_from(graph)
    drawn.add_edges_from(found.names)
    observed = _all(_with(drawn, found, found.sign), chosen)
    rows = [_all(_with(drawn, found, rng.permutation(found.sign)), chosen) for _ in range(n)]
    draws = pd.DataFrame(rows, columns=list(chosen))
    table = pd.DataFrame([_compared(name, observed[name], draws[name].to_numpy()) for name in chosen])
    return NullModel(table, draws, n, seed)


def balance_statistics(*, directed: bool) -> dict[str, Statistic]:
    """Return the statistics that are compared by default.

    "frustration" is the exact index where it is proven within half a second, else
    the best found in that time, for the network and for its shuffles alike.
    """
    quick: dict[str, Statistic] = {"frustration": lambda graph: frustration(graph, time_limit=0.5).index}
    if directed:
        return {
            "share balanced (transitive triads)": indices.share_balanced,
            "share balanced (semicycles)": indices.share_semicycles,
            **quick,
        }
    kinds: dict[str, Statistic] = {f"triangles {kind}": _kind(kind) for kind in ("+++", "++-", "+--", "---")}
    return {
        "share balanced": indices.share_balanced,
        "share weakly balanced": lambda graph: indices.share_balanced(graph, weak=True),
        **kinds,
        "walk balance": indices.walk_balance,
        "least eigenvalue": lambda graph: indices.spectral(graph).smallest,
        **quick,
    }


def _kind(kind: str) -> Statistic:
    return lambda graph: float(triad_census(graph).counts[kind])


def _by_name(graph: nx.Graph, statistics: Mapping[str, Statistic] | Statistic | None) -> dict[str, Statistic]:
    if statistics is None:
        return balance_statistics(directed=graph.is_directed())
    if callable(statistics):
        return {getattr(statistics, "__name__", "statistic"): statistics}
    return dict(statistics)


def _with(graph: nx.Graph, found: signed_edges.Edges, signs: np.ndarray) -> nx.Graph:
    for (a, b), sign in zip(found.names, signs.tolist(), strict=True):
        graph.edges[a, b]["sign"] = sign
    return graph


def _all(graph: nx.Graph, statistics: Mapping[str, Statistic]) -> dict[str, float]:
    return {name: float(statistic(graph)) for name, statistic in statistics.items()}


def _compared(name: str, observed: float, draws: np.ndarray) -> dict[str, object]:
    mean, sd = float(draws.mean()), float(draws.std(ddof=1))
    tolerance = 1e-9 * max(1.0, abs(observed))
    below, equal = (draws < observed - tolerance).mean(), (np.abs(draws - observed) <= tolerance).mean()
    z = (observed - mean) / sd if sd > tolerance else float("nan")
    known = observed == observed  # NaN where the statistic is not defined
    percentile = 100 * float(below + equal / 2) if known else float("nan")
    return {"statistic": name, "observed": observed, "mean": mean, "sd": sd, "z": z, "percentile": percentile}
