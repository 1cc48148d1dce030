"""What was observed where there is too little to rate: who is named, who acts with whom, who acts as one.

Nothing here is a sign. It counts the acts that were seen, so that a single
article can be read through its acts before any rating is possible.
"""

from collections.abc import Sequence
from typing import Any

import networkx as nx
import pandas as pd

from analysis.actors import labels
from analysis.events import selection
from analysis.events.coded import CodedCorpus
from analysis.relations import standings

_MOST_GROUPS, _MOST_OTHERS = 200, 6


def presence(coded: CodedCorpus, *, most: int = 15) -> pd.DataFrame:
    """How often each actor is named, and how much of that are acts with another.

    Returns
    -------
    table
        `actor`; `named`, sentences that name it; `acts`, asserted acts with another
        actor, done or suffered; `with`, names of those others, by number of acts;
        `alone`, asserted acts that name no other side; `reads`, in words. Most often
        named first.
    """
    named = coded.mentions.dropna(subset=["actor"]).groupby("actor")["sentence_id"].nunique()
    done = selection.select_acts(coded.events, freq="all", evidence=coded.evidence).frame
    asserted = coded.events[(coded.events["quad"] > 0) & (coded.events["modality"] == "asserted")]
    lone = asserted[asserted["source"].isna() ^ asserted["target"].isna()]
    alone = pd.concat([lone["source"], lone["target"]]).dropna().value_counts()
    both = pd.concat([
        done[["source", "target"]].set_axis(["actor", "other"], axis=1),
        done[["target", "source"]].set_axis(["actor", "other"], axis=1),
    ])  # fmt: skip
    rows = [_present(str(actor), int(number), both, alone) for actor, number in named.items()]
    table = pd.DataFrame(rows, columns=["actor", "named", "acts", "with", "alone", "reads"])
    table = table.sort_values(["named", "acts", "actor"], ascending=[False, False, True], kind="stable")
    return table.head(most).reset_index(drop=True)


def _present(actor: str, named: int, both: pd.DataFrame, alone: pd.Series) -> dict[str, object]:
    others = both.loc[both["actor"] == actor, "other"].value_counts().rename_axis("other").reset_index(name="n")
    others = others.sort_values(["n", "other"], ascending=[False, True], kind="stable")
    names = [f"{labels.short(other)} {n}" for other, n in zip(others["other"], others["n"], strict=True)]
    told = ", ".join(names[:_MOST_OTHERS]) + (", ..." if len(names) > _MOST_OTHERS else "")
    lone = int(alone.get(actor, 0))
    number = int(others["n"].sum())
    reads = "acts with others" if number else "apart: acts, but with no other named" if lone else "apart: named only"
    return {"actor": actor, "named": named, "acts": number, "with": told, "alone": lone, "reads": reads}


def together(measured: pd.DataFrame) -> pd.DataFrame:
    """Groups whose members have only cooperated with each other, in the pairs that are too few to rate.

    Parameters
    ----------
    measured
        The frame `relations` of one period, undirected rows.

    Returns
    -------
    groups
        `members`, a list, largest groups and most acts first, a pair's group only
        once; `acts`, cooperative acts within; `towards`, the acts of at least two
        members with the same outsider, counted by class.
    """
    rows = measured[~measured["directed"] & (measured["n"] > 0)]
    few = rows[(rows["standing"] == standings.TOO_FEW) & (rows["n_vf"] + rows["n_mf"] == 0)]
    graph = nx.Graph()
    for row in few.sort_values(["a", "b"], kind="stable").to_dict("records"):
        graph.add_edge(row["a"], row["b"], n=int(row["n"]))
    found = sorted((sorted(clique) for clique in nx.find_cliques(graph)), key=lambda own: (-len(own), own))
    table: list[dict[str, Any]] = [
        {"members": own, "acts": _within(graph, own), "towards": _towards(rows, own)} for own in found[:_MOST_GROUPS]
    ]
    table.sort(key=lambda row: (-len(row["members"]), -row["acts"], row["members"]))
    return pd.DataFrame(table, columns=["members", "acts", "towards"])


def _within(graph: nx.Graph, members: Sequence[str]) -> int:
    return int(sum(data["n"] for _, _, data in graph.subgraph(members).edges(data=True)))


def _towards(rows: pd.DataFrame, members: Sequence[str]) -> str:
    """The outsiders with whom at least two members have acts, and how many of cooperation and conflict."""
    inside = set(members)
    one = rows["a"].isin(inside) ^ rows["b"].isin(inside)
    outer = rows.assign(other=rows["b"].where(rows["a"].isin(inside), rows["a"]))[one]
    told = []
    for other, own in outer.groupby("other", sort=True):
        if len(own) > 1:
            good, bad = int((own["n_vc"] + own["n_mc"]).sum()), int((own["n_vf"] + own["n_mf"]).sum())
            told.append((good + bad, f"{labels.short(other)}: {good} of cooperation, {bad} of conflict"))
    return "; ".join(text for _, text in sorted(told, key=lambda pair: (-pair[0], pair[1]))[:_MOST_OTHERS])
