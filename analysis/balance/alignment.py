"""Who behaves alike towards third states, and who moves between blocs.

Likeness is Signorino and Ritter's S and its chance-corrected kin, Scott's pi
and Cohen's kappa, after Häge (2011): S takes any agreement for likeness, also
that which follows from everybody being on good terms.
"""

from collections.abc import Hashable, Mapping
from itertools import combinations

import networkx as nx
import numpy as np
import pandas as pd
from scipy import optimize

from analysis import errors
from analysis.balance import blocs, signed_edges
from analysis.relations import graphs, measures

_DRAWS = 4000


def similarity(measured: nx.Graph | pd.DataFrame | measures.Relations, period: object = None) -> pd.DataFrame:
    """Likeness of every two actors by their standing towards the others.

    Parameters
    ----------
    measured
        A signed graph (of a directed one, how each acts), or relations.
    period
        As for `graphs.signed_graph`.

    Returns
    -------
    table
        `a`, `b`, `n` (third actors towards whom both have a known standing),
        `s`, `pi`, `kappa`. Values run from -1 to 1 (pi and kappa can be lower);
        they are missing without a third actor, and pi and kappa where chance
        allows no difference.

    Notes
    -----
    Standings are -1, 0 (neutral by much evidence) and 1; unclear ones are left
    out. With d the mean absolute difference, S = 1 - d (half the range is 1),
    pi and kappa = 1 - d / e, where e is the difference expected of the pooled
    or of the two own distributions of standings.
    """
    graph = measured if isinstance(measured, nx.Graph) else graphs.signed_graph(measured, period)
    signed_edges.edges(graph)
    stands = {node: _stands(graph, node) for node in graph}
    rows = []
    for a, b in combinations(graph, 2):
        common = [third for third in stands[a] if third in stands[b] and third not in {a, b}]
        rows.append(
            {
                "a": a,
                "b": b,
                "n": len(common),
                **_likeness([stands[a][t] for t in common], [stands[b][t] for t in common]),
            }
        )
    return pd.DataFrame(rows, columns=["a", "b", "n", "s", "pi", "kappa"])


def _stands(graph: nx.Graph, node: Hashable) -> dict[Hashable, int]:
    return {
        other: int(data["sign"])
        for other, data in graph[node].items()
        if data["sign"] != 0 or data.get("standing") == "neutral"
    }


def _likeness(one: list[int], other: list[int]) -> dict[str, float]:
    if not one:
        return dict.fromkeys(("s", "pi", "kappa"), float("nan"))
    x, y = np.array(one, dtype=np.float64), np.array(other, dtype=np.float64)
    seen = float(np.abs(x - y).mean())
    pooled = np.concatenate([x, y])
    by_chance = float(np.abs(pooled[:, None] - pooled[None, :]).mean())
    own = float(np.abs(x[:, None] - y[None, :]).mean())
    corrected = [1 - seen / expected if expected > 0 else float("nan") for expected in (by_chance, own)]
    return {"s": 1 - seen, "pi": corrected[0], "kappa": corrected[1]}


def over_periods(
    measured: pd.DataFrame | measures.Relations, *, seed: int = 0, weight: str | None = None
) -> pd.DataFrame:
    """Blocs in each period with labels that stay: `period`, `actor`, `bloc`, `moved`.

    Only clear ties make blocs; actors without one are left out of a period. See
    `stable` for the labels.
    """
    frame = measured.frame if isinstance(measured, measures.Relations) else measured
    found = {}
    for period in sorted(frame.loc[~frame["directed"], "period"].unique()):
        graph = graphs.signed_graph(frame, period, clear=True)
        graph.remove_nodes_from([node for node, degree in list(graph.degree) if degree == 0])
        found[period] = blocs.find(graph, seed, weight=weight).partition
    return stable(found)


def stable(partitions: Mapping[object, Mapping[Hashable, int]]) -> pd.DataFrame:
    """Give blocs of successive partitions labels that stay: `period`, `actor`, `bloc`, `moved`.

    Each partition's blocs are matched with the blocs that their members were
    last in, so that as many actors as can be keep their label (assignment
    problem); a bloc without match has a new label. `moved` is whether an
    actor's label is not the one it last had.
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


def drift(measured: pd.DataFrame | measures.Relations, actor: str, blocs_by_period: pd.DataFrame) -> pd.DataFrame:
    """How an actor stands to each bloc over the periods: `period`, `bloc`, `share`, `n`, `ties`, `own`.

    `share` is the conflict share of all its acts with the bloc's other members,
    `n` the number of acts, `ties` the number of members it deals with, `own`
    whether the actor is counted to the bloc.

    Raises
    ------
    InputError
        If the actor is in no row.
    """
    frame = measured.frame if isinstance(measured, measures.Relations) else measured
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


def moved(measured: measures.Relations, first: object, last: object, *, seed: int = 0) -> pd.DataFrame:
    """Which pairs' conflict share changed between two periods, and how surely.

    Parameters
    ----------
    measured
        What `relations.measure` returned.
    first, last
        First days of the two periods.
    seed
        Seed of the draws for the band.

    Returns
    -------
    table
        `a`, `b`, `before`, `after`, `change`, `change_low`, `change_high`,
        `n_before`, `n_after`, `arrow` ("worse", "better", or "unclear" where the
        band holds 0), the largest change first. Only pairs seen in both periods.
    """
    rows = measured.pairs()
    pair = ["a", "b"]
    days = [pd.Timestamp(str(day)) for day in (first, last)]
    known = set(rows["period"])
    absent = [day for day in days if day not in known]
    if absent:
        msg = f"no period {absent[0].date()} in the relations"
        raise errors.InputError(msg)
    both = rows[rows["period"] == days[0]].merge(
        rows[rows["period"] == days[1]], on=pair, suffixes=("_before", "_after")
    )
    rng = np.random.default_rng(seed)
    k, tail = float(measured.parameters["prior_strength"]), (1 - float(measured.parameters["level"])) / 2
    found = both[pair].copy()
    found["before"], found["after"] = both["share_before"], both["share_after"]
    found["change"] = found["after"] - found["before"]
    drawn = _drawn(both, "after", k, rng) - _drawn(both, "before", k, rng)
    found["change_low"], found["change_high"] = np.quantile(drawn, [tail, 1 - tail], axis=0)
    found["n_before"], found["n_after"] = both["n_before"], both["n_after"]
    found["arrow"] = np.select([found["change_low"] > 0, found["change_high"] < 0], ["worse", "better"], "unclear")
    order = found["change"].abs().sort_values(ascending=False, kind="stable").index
    return found.loc[order].reset_index(drop=True)


def _drawn(both: pd.DataFrame, when: str, strength: float, rng: np.random.Generator) -> np.ndarray:
    """Draws of each pair's share from its posterior."""
    share, acts = both[f"share_{when}"].to_numpy(), both[f"n_weighted_{when}"].to_numpy()
    return rng.beta(share * (acts + strength), (1 - share) * (acts + strength), size=(_DRAWS, len(both)))
