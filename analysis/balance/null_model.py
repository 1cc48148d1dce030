"""What balance would be by chance: the same ties with their signs shuffled.

Every figure of balance is told with its z score and percentile against this,
because density, size and the share of positive ties fix most of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import networkx as nx
import numpy as np
import pandas as pd

from analysis import errors
from analysis.balance import frustration, indices, signed_edges

Statistic = Callable[[nx.Graph], float]


@dataclass(frozen=True, slots=True)
class NullModel:
    """Figures of a network against shuffled signs.

    Attributes
    ----------
    table
        `statistic`, `observed`, `mean`, `sd`, `z` (missing where chance never
        varies) and `percentile` (of draws below the observed figure, half of
        those equal to it).
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
    """Compare figures of `graph` with those of `n` shuffles of its signs on its ties.

    Parameters
    ----------
    graph
        Graph with signs. Ties of sign 0 stay as they are.
    statistics
        Functions of a graph by name; by default `figures` of the graph.
    n
        Number of shuffles.
    seed
        Seed of the shuffles.

    Raises
    ------
    GraphError
        If a sign is missing or odd.
    InputError
        If `n` is below 2.
    """
    if n < 2:
        msg = f"n {n!r} is too few shuffles; take 500"
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


def figures(*, directed: bool) -> dict[str, Statistic]:
    """The figures of balance that are compared by default.

    "frustration" is the exact index where it is proven within half a second,
    else the best found in that time, in the network and in its shuffles alike.
    """
    quick: dict[str, Statistic] = {"frustration": lambda graph: frustration.frustration(graph, time_limit=0.5).index}
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
    return lambda graph: float(indices.triad_census(graph).counts[kind])


def _by_name(graph: nx.Graph, statistics: Mapping[str, Statistic] | Statistic | None) -> dict[str, Statistic]:
    if statistics is None:
        return figures(directed=graph.is_directed())
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
    known = observed == observed  # NaN where the figure is not defined
    percentile = 100 * float(below + equal / 2) if known else float("nan")
    return {"statistic": name, "observed": observed, "mean": mean, "sd": sd, "z": z, "percentile": percentile}
