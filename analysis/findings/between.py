"""Who stands between: actors between two hostile blocs, or on good terms with both sides of a hostile pair."""

from collections.abc import Mapping, Sequence
from typing import Any

import networkx as nx
import pandas as pd

from analysis import balance, schemas
from analysis.actors import labels
from analysis.balance import CoreBlocs
from analysis.events import filters
from analysis.findings.finding import CONFLICT, LEVEL, Answer, Finding, Level, example_of, interval
from analysis.relations import Relations
from analysis.relations.rating import RatingRule, rate

_QUESTION = "between"
_UNIT = "conflict share"


def find(measured: Relations, blocs: CoreBlocs, acts: pd.DataFrame) -> Answer:
    """Look for actors that stand between others.

    Parameters
    ----------
    measured
        Relations over one period.
    blocs
        The blocs of that period, as `balance.find_core_blocs` gives them.
    acts
        The measured acts, as `finding.counted_acts` gives them.
    """
    graph = measured.graph(clear=True)
    hostile = [(a, b) for a, b, data in graph.edges(data=True) if data["sign"] < 0]
    if not hostile:
        return Answer(
            _QUESTION, (), "Whether an actor stands between others cannot be said: no pair is clearly hostile."
        )
    found = [_between(actor, two, measured, blocs, acts) for actor, two in blocs.between.items()]
    known = {one.actors[0] for one in found}
    found += [
        one for row in schemas.records(balance.brokers(graph)) if row["node"] not in known
        for one in [_friend_of_both(row["node"], graph, acts)]
    ]  # fmt: skip
    text = (
        f"No actor stands between two blocs, or on good terms with both sides of one of the {len(hostile)} clearly "
        "hostile pairs."
    )
    return Answer(_QUESTION, tuple(found), "" if found else text)


def _between(actor: str, two: tuple[int, int], measured: Relations, blocs: CoreBlocs, acts: pd.DataFrame) -> Finding:
    home, other = (blocs.members[number] for number in two)
    names = [_names(members) for members in (home, other)]
    with_home, with_other = (_stance([actor], members, measured) for members in (home, other))
    apart = _stance(home, other, measured)
    levels = (
        _level("with the one side", with_home), _level("with the other", with_other),
        _level("the two with each other", apart),
    )  # fmt: skip
    shares = [f"{one.value:.2f} ({interval(one.low, one.high)}, {labels.counted(one.n, 'act')})" for one in levels]
    detail = (
        f"Its conflict share is {shares[0]} with the one and {shares[1]} with the other, while that of the two with "
        f"each other is {shares[2]}; {LEVEL:.0%} intervals."
    )
    where = {"pair": filters.of_pairs(*((actor, one) for one in (*home, *other))), **filters.COUNTED}
    own = acts[(acts["a"] == actor) | (acts["b"] == actor)]
    own = own[own["a"].isin([*home, *other]) | own["b"].isin([*home, *other])]
    return Finding(
        question=_QUESTION, kind="between", certain=True, actors=(actor, *home, *other),
        n=levels[0].n + levels[1].n,
        claim=f"{labels.in_sentence(actor, first=True)} stands between {names[0]} on one side and {names[1]} on the "
              "other.",
        detail=detail, unit=_UNIT, levels=levels, where=where, example=example_of(own[own["quad"] < CONFLICT]),
    )  # fmt: skip


def _friend_of_both(actor: str, graph: nx.Graph, acts: pd.DataFrame) -> Finding:
    friends = sorted(other for other, data in graph[actor].items() if data["sign"] > 0)
    a, b = next((a, b) for a in friends for b in friends if a < b and graph.get_edge_data(a, b, {}).get("sign", 0) < 0)
    ties = [(f"with {labels.in_sentence(a)}", graph[actor][a]), (f"with {labels.in_sentence(b)}", graph[actor][b]),
            ("the two with each other", graph[a][b])]  # fmt: skip
    levels = tuple(_level(name, data) for name, data in ties)
    shares = [f"{one.value:.2f} ({interval(one.low, one.high)}, {labels.counted(one.n, 'act')})" for one in levels]
    detail = (
        f"Its conflict share is {shares[0]} with the one and {shares[1]} with the other, who are at odds: "
        f"{shares[2]}; {LEVEL:.0%} intervals."
    )
    own = acts[((acts["a"] == actor) & acts["b"].isin([a, b])) | ((acts["b"] == actor) & acts["a"].isin([a, b]))]
    return Finding(
        question=_QUESTION, kind="friend of both", certain=True, actors=(actor, a, b), n=levels[0].n + levels[1].n,
        claim=f"{labels.in_sentence(actor, first=True)} is on good terms with both {labels.in_sentence(a)} and "
              f"{labels.in_sentence(b)}, who are at odds.",
        detail=detail, unit=_UNIT, levels=levels,
        where={"pair": filters.of_pairs((actor, a), (actor, b)), **filters.COUNTED},
        example=example_of(own[own["quad"] < CONFLICT]),
    )  # fmt: skip


def _names(members: Sequence[str]) -> str:
    names = [labels.in_sentence(one) for one in members]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _stance(some: Sequence[str], others: Sequence[str], measured: Relations) -> Mapping[str, Any]:
    """The conflict share of two groups by all acts between them, rated like that of a pair."""
    rows = measured.pairs()
    across = (rows["a"].isin(some) & rows["b"].isin(others)) | (rows["b"].isin(some) & rows["a"].isin(others))
    own = rows[across]
    n, conflict = float(own["n_weighted"].sum()), float(own["conflict_weighted"].sum())
    effect = n / float((own["n_weighted"] / own["design_effect"]).sum()) if n else 1.0
    rated = rate([conflict], [n], RatingRule.of(measured.parameters), design_effect=effect)
    return {"n": n, **{str(name): value for name, value in rated.to_dict("records")[0].items()}}


def _level(name: str, row: Mapping[str, Any]) -> Level:
    return Level(name, float(row["share"]), float(row["share_low"]), float(row["share_high"]), int(row["n"]))
