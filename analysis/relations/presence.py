"""Who is seen at all, for corpora too small to rate pairs.

Nothing here is a sign. Actors, events and groups are counted as they were
reported, so that even a single article can be described.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import networkx as nx
import pandas as pd

from analysis.actors import labels
from analysis.events import CodedCorpus
from analysis.events.selection import asserted
from analysis.relations import rating

_MAX_GROUPS, _MAX_OTHERS = 200, 6
_COLUMNS = ["actor", "named", "acts", "with", "one_sided", "status"]


def presence(corpus: CodedCorpus, *, max_rows: int = 15) -> pd.DataFrame:
    """How often each actor is named, and how many acts it has with others.

    Parameters
    ----------
    corpus
        A coded corpus.
    max_rows
        How many actors to return at most.

    Returns
    -------
    table
        The actors named most often, first those named most: `actor`; `named`,
        sentences that name it; `acts`, the measured acts with another actor, as
        source or target, those of both together once; `with`, the names of those actors, with numbers of acts;
        `one_sided`, asserted events whose other side is not a known actor; `status`,
        in words.
    """
    named = corpus.mentions.dropna(subset=["actor"]).groupby("actor")["sentence_id"].nunique()
    acts = corpus.measured_acts()
    both = pd.concat([
        acts[["source", "target"]].set_axis(["actor", "other"], axis=1),
        acts[["target", "source"]].set_axis(["actor", "other"], axis=1),
    ])  # fmt: skip
    acts_told = corpus.events[asserted(corpus.events)]
    half = acts_told[acts_told["source"].isna() ^ acts_told["target"].isna()]
    one_sided = pd.concat([half["source"], half["target"]]).dropna().value_counts().to_dict()
    rows = [_present(str(actor), int(number), both, one_sided) for actor, number in named.items()]
    table = pd.DataFrame(rows, columns=_COLUMNS)
    table = table.sort_values(["named", "acts", "actor"], ascending=[False, False, True], kind="stable")
    return table.head(max_rows).reset_index(drop=True)


def _present(actor: str, named: int, both: pd.DataFrame, one_sided: Mapping[str, int]) -> dict[str, object]:
    others = both.loc[both["actor"] == actor, "other"].value_counts().rename_axis("other").reset_index(name="n")
    others = others.sort_values(["n", "other"], ascending=[False, True], kind="stable")
    names = [f"{labels.short(other)} {n}" for other, n in zip(others["other"], others["n"], strict=True)]
    listed = ", ".join(names[:_MAX_OTHERS]) + (", ..." if len(names) > _MAX_OTHERS else "")
    n_acts, n_one_sided = int(others["n"].sum()), int(one_sided.get(actor, 0))
    if n_acts:
        status = "acts with others"
    else:
        status = "apart: acts, but with no other named" if n_one_sided else "apart: named only"
    return dict(zip(_COLUMNS, (actor, named, n_acts, listed, n_one_sided, status), strict=True))


def cooperating_groups(measured: pd.DataFrame) -> pd.DataFrame:
    """Find groups in which every two actors have acts, all of cooperation, but too few to rate.

    They are the maximal cliques of the graph of such pairs.

    Parameters
    ----------
    measured
        The frame `relations` of one period; only the rows of pairs are used.

    Returns
    -------
    groups
        `members`, a list; `acts`, the cooperative acts among them; `towards`, in
        words, the acts that at least two members have with the same outsider. Large
        groups first, then those with most acts.
    """
    rows = measured[~measured["directed"] & (measured["n"] > 0)]
    few = rows[(rows["standing"] == rating.TOO_FEW) & (rows["n_vf"] + rows["n_mf"] == 0)]
    graph = nx.Graph()
    for row in few.sort_values(["a", "b"], kind="stable").to_dict("records"):
        graph.add_edge(row["a"], row["b"], n=int(row["n"]))
    cliques = sorted((sorted(clique) for clique in nx.find_cliques(graph)), key=lambda clique: (-len(clique), clique))
    table: list[dict[str, Any]] = [
        {"members": clique, "acts": _within(graph, clique), "towards": _towards(rows, clique)}
        for clique in cliques[:_MAX_GROUPS]
    ]
    table.sort(key=lambda row: (-len(row["members"]), -row["acts"], row["members"]))
    return pd.DataFrame(table, columns=["members", "acts", "towards"])


def _within(graph: nx.Graph, members: Sequence[str]) -> int:
    return int(sum(data["n"] for _, _, data in graph.subgraph(members).edges(data=True)))


def _towards(rows: pd.DataFrame, members: Sequence[str]) -> str:
    """The outsiders with whom at least two members have events, and how many are of cooperation and of conflict."""
    inside = set(members)
    one = rows["a"].isin(inside) ^ rows["b"].isin(inside)
    outer = rows.assign(other=rows["b"].where(rows["a"].isin(inside), rows["a"]))[one]
    texts = []
    for other, own in outer.groupby("other", sort=True):
        if len(own) > 1:
            good, bad = int((own["n_vc"] + own["n_mc"]).sum()), int((own["n_vf"] + own["n_mf"]).sum())
            texts.append((good + bad, f"{labels.short(other)}: {good} of cooperation, {bad} of conflict"))
    return "; ".join(text for _, text in sorted(texts, key=lambda pair: (-pair[0], pair[1]))[:_MAX_OTHERS])
