"""Alignment: who is similar towards third actors, and who moves between blocs over time.

Similarity is measured by Signorino and Ritter's S, and with a correction for
chance by Scott's pi and Cohen's kappa, after Häge (2011): S counts any agreement
as similarity, even that which follows from everybody being on good terms.
"""

from collections.abc import Hashable, Mapping
from itertools import combinations

import networkx as nx
import numpy as np
import pandas as pd
from scipy import optimize

from analysis import errors
from analysis.balance import signed_edges
from analysis.balance.blocs import find_blocs
from analysis.relations import Relations, signed_graph


def similarity(measured: nx.Graph | pd.DataFrame | Relations, period: object = None) -> pd.DataFrame:
    """Similarity of every two actors, by how they stand towards the others.

    Parameters
    ----------
    measured
        A signed graph, or relations. Of a directed graph the outgoing ties count.
    period
        As for `graphs.signed_graph`.

    Returns
    -------
    table
        `a`, `b`, `n` (third actors towards whom both have a known standing),
        `s`, `pi`, `kappa`. Values run from -1 to 1 (pi and kappa can be lower). They
        are missing if there is no third actor; pi and kappa also if no difference is
        expected by chance.

    Notes
    -----
    Standings are -1, 0 (neutral) and 1; unclear ones are left out. With d the mean
    absolute difference, S = 1 - d (half the range is 1), and pi and kappa are
    1 - d / e, where e is the difference expected from the pooled distribution of
    standings (pi) or from the two separate ones (kappa).
    """
    graph = measured if isinstance(measured, nx.Graph) else signed_graph(measured, period)
    signed_edges.edges(graph)
    standings = {node: _standings(graph, node) for node in graph}
    rows = []
    for a, b in combinations(graph, 2):
        common = [third for third in standings[a] if third in standings[b] and third not in {a, b}]
        own, other = ([standings[node][third] for third in common] for node in (a, b))
        rows.append({"a": a, "b": b, "n": len(common), **_coefficients(own, other)})
    return pd.DataFrame(rows, columns=["a", "b", "n", "s", "pi", "kappa"])


def _standings(graph: nx.Graph, node: Hashable) -> dict[Hashable, int]:
    return {
        other: int(data["sign"])
        for other, data in graph[node].items()
        if data["sign"] != 0 or data.get("standing") == "neutral"
    }


def _coefficients(one: list[int], other: list[int]) -> dict[str, float]:
    if not one:
        return dict.fromkeys(("s", "pi", "kappa"), float("nan"))
    x, y = np.array(one, dtype=np.float64), np.array(other, dtype=np.float64)
    observed = float(np.abs(x - y).mean())
    both = np.concatenate([x, y])
    pooled = float(np.abs(both[:, None] - both[None, :]).mean())
    separate = float(np.abs(x[:, None] - y[None, :]).mean())
    corrected = [1 - observed / expected if expected > 0 else float("nan") for expected in (pooled, separate)]
    return {"s": 1 - observed, "pi": corrected[0], "kappa": corrected[1]}


def blocs_over_periods(measured: pd.DataFrame | Relations, *, seed: int = 0, weight: str | None = None) -> pd.DataFrame:
    """Blocs in each period, with stable labels: `period`, `actor`, `bloc`, `moved`.

    Only ties with a sign make blocs; actors without one are left out of a period.
    See `stable_labels`.
    """
    frame = measured.frame if isinstance(measured, Relations) else measured
    found = {}
    for period in sorted(frame.loc[~frame["directed"], "period"].unique()):
        graph = signed_graph(frame, period, clear=True)
        graph.remove_nodes_from([node for node, degree in list(graph.degree) if degree == 0])
        found[period] = find_blocs(graph, seed, weight=weight).partition
    return stable_labels(found)


def stable_labels(partitions: Mapping[object, Mapping[Hashable, int]]) -> pd.DataFrame:
    """Label the blocs of successive partitions so that as many actors as possible keep their label.

    The blocs of each partition are matched with those that their members were in
    last (an assignment problem); a bloc without a match gets a new label.

    Returns
    -------
    table
        `period`, `actor`, `bloc` (the label), and `moved`: whether the actor's label
        differs from the one it had last.
    """
    last: dict[Hashable, int] = {}
    fresh, rows = 0, []
    for period, partition in partitions.items():
        label, fresh = _matched(partition, last, fresh)
        for actor in sorted(partition, key=str):
            bloc = label[partition[actor]]
            rows.append(
                {"period": period, "actor": actor, "bloc": bloc, "moved": actor in last and last[actor] != bloc}
            )
        last |= {actor: label[bloc] for actor, bloc in partition.items()}
    return pd.DataFrame(rows, columns=["period", "actor", "bloc", "moved"])


def _matched(partition: Mapping[Hashable, int], last: Mapping[Hashable, int], fresh: int) -> tuple[dict[int, int], int]:
    new, old = sorted(set(partition.values())), sorted(set(last.values()))
    shared = np.zeros((len(new), len(old)))
    for actor, bloc in partition.items():
        if actor in last:
            shared[new.index(bloc), old.index(last[actor])] += 1
    label: dict[int, int] = {}
    for row, column in zip(*optimize.linear_sum_assignment(-shared), strict=True):
        if shared[row, column] > 0:
            label[new[row]] = old[column]
    for bloc in new:
        if bloc not in label:
            label[bloc], fresh = fresh, fresh + 1
    return label, fresh


def drift(measured: pd.DataFrame | Relations, actor: str, blocs_by_period: pd.DataFrame) -> pd.DataFrame:
    """How an actor stands to each bloc over the periods.

    Returns
    -------
    table
        `period`, `bloc`, `share` (conflict share, not shrunk, of all events with the
        other members of the bloc), `n` (events), `ties` (members with whom it has
        events), `own` (whether the actor is in the bloc).

    Raises
    ------
    InputError
        If the actor has no relation.
    """
    frame = measured.frame if isinstance(measured, Relations) else measured
    rows = frame[~frame["directed"] & ((frame["a"] == actor) | (frame["b"] == actor))].copy()
    if rows.empty:
        msg = f"no relation of {actor!r}"
        raise errors.InputError(msg)
    rows["actor"] = rows["b"].where(rows["a"] == actor, rows["a"])
    rows["conflict"] = rows["n_vf"] + rows["n_mf"]
    rows = rows[["period", "actor", "n", "conflict"]].merge(blocs_by_period, on=["period", "actor"])
    table = rows.groupby(["period", "bloc"], sort=True).agg(
        conflict=("conflict", "sum"), n=("n", "sum"), ties=("actor", "nunique")
    )
    table = table.reset_index()
    table["share"] = table["conflict"] / table["n"].where(table["n"] > 0)
    home = blocs_by_period[blocs_by_period["actor"] == actor].set_index("period")["bloc"]
    table["own"] = table["period"].map(home) == table["bloc"]
    return table[["period", "bloc", "share", "n", "ties", "own"]]
