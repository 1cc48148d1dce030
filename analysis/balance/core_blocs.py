"""Core blocs, and the intermediaries between two blocs that are hostile to each other.

Blocs by signs put every actor somewhere. An actor that is on good terms with
one bloc, and not hostile to opponents to which the rest of that bloc is hostile,
does not belong to it in the same way: it stands between the two. Such actors
are taken out one after another, by their events with each bloc as a whole.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from analysis import errors
from analysis.balance.alignment import stable_labels
from analysis.balance.blocs import Blocs, find_blocs
from analysis.events.scope import Scope
from analysis.relations import Relations, graphs, rating

CORE, BETWEEN, ALONE = "core", "between", "alone"
_STANCE = ("actor", "bloc", "n", "conflict", "share", "share_low", "share_high", "standing")


@dataclass(frozen=True, slots=True)
class CoreBlocs:
    """Blocs without their intermediaries.

    Attributes
    ----------
    members
        Actors of each bloc of at least two, the largest first.
    between
        The intermediaries, each with the two blocs (numbers in `members`) that it stands between.
    stances
        How each actor stands to each bloc as a whole, by all events with the members
        other than itself: `actor`, `bloc`, `n`, `conflict` (events), `share` with its
        interval, `standing` (rated as that of a pair). There is no row for a bloc
        with which the actor has no event.
    blocs
        The blocs before intermediaries were taken out.
    """

    members: list[list[str]]
    between: dict[str, tuple[int, int]]
    stances: pd.DataFrame
    blocs: Blocs

    def names(self) -> list[str]:
        """A name for each bloc: the ids of its members."""
        return ["-".join(members) for members in self.members]

    def groups(self) -> list[list[str]]:
        """The blocs, and each intermediary as a group of its own, for a layout."""
        return [*self.members, *([actor] for actor in self.between)]


def find_core_blocs(measured: Relations, period: object = None, *, seed: int = 0) -> CoreBlocs:
    """Find the blocs of one period, and the intermediaries between them.

    An actor is an intermediary between its own bloc and another if (1) the rest of
    its bloc, taken together, is hostile to the other bloc, (2) it is not hostile
    itself, by enough events to be rated, and the interval of its conflict share lies
    wholly below theirs, and (3) two members stay. The one with the lowest conflict
    share is taken out first; then all stances are measured anew.

    Parameters
    ----------
    measured
        What `relations.measure` returned.
    period
        First day of the period; not needed where there is only one.
    seed
        Seed of `find_blocs`.

    Raises
    ------
    InputError
        If the period is not in the relations, or is needed and not given.
    """
    graph = measured.graph(period, clear=True)
    graph.remove_nodes_from([node for node, degree in list(graph.degree) if degree == 0])
    blocs = find_blocs(graph, seed)
    members = [[str(node) for node in own] for own in blocs.members if len(own) > 1]
    pairs = _pair_counts(measured, period)
    rule = rating.RatingRule.of(measured.parameters)
    taken_out: list[tuple[str, int, str]] = []
    while (one := _candidate(members, pairs, rule)) is not None:
        actor, home, other = one
        taken_out.append((actor, home, members[other][0]))
        members[home].remove(actor)
    order = sorted(range(len(members)), key=lambda number: (-len(members[number]), number))
    ranked = [members[number] for number in order]
    between = {actor: (order.index(home), _bloc_of(ranked, other)) for actor, home, other in taken_out}
    return CoreBlocs(ranked, between, stances(ranked, pairs, rule), blocs)


def _bloc_of(members: Sequence[Sequence[str]], actor: str) -> int:
    """The number of the bloc that holds an actor; -1 if none does."""
    return next((number for number, own in enumerate(members) if actor in own), -1)


def _pair_counts(measured: Relations, period: object) -> nx.Graph:
    """The graph of all pairs with events; edges have `n` and `conflict`, both after decay, and `independent`."""
    rows = graphs.of_period(measured.pairs(), period)
    graph = nx.Graph()
    graph.add_nodes_from(sorted(set(rows["a"]) | set(rows["b"])))
    counts = rows[["a", "b", "n_weighted", "conflict_weighted", "design_effect"]].itertuples(index=False)
    graph.add_edges_from(
        (a, b, {"n": float(n), "conflict": float(conflict), "independent": float(n / effect)})
        for a, b, n, conflict, effect in counts
    )
    return graph


def _candidate(members: list[list[str]], pairs: nx.Graph, rule: rating.RatingRule) -> tuple[str, int, int] | None:
    """The clearest intermediary, its bloc and the other; None if there is none."""
    best: tuple[float, str, int, int] | None = None
    for home, own in enumerate(members):
        for other in range(len(members)):
            if other == home or len(own) < 3:
                continue
            for actor in own:
                rest = _stance([one for one in own if one != actor], members[other], pairs, rule)
                stance = _stance([actor], members[other], pairs, rule)
                if _is_between(stance, rest):
                    best = min(best or (np.inf, "", 0, 0), (stance["share"], actor, home, other))
    return None if best is None else best[1:]


def _is_between(stance: Mapping[str, Any], rest: Mapping[str, Any]) -> bool:
    """Whether an actor is clearly less hostile to a bloc than the rest of its own, which is hostile to it."""
    if rest["standing"] != rating.HOSTILE or stance["standing"] in (rating.HOSTILE, rating.TOO_FEW):
        return False
    return bool(stance["share_high"] < rest["share_low"])


def stances(members: Sequence[Sequence[str]], pairs: nx.Graph, rule: rating.RatingRule) -> pd.DataFrame:
    """How each actor stands to each bloc: see `CoreBlocs`."""
    rows = []
    for actor in pairs:
        for number, own in enumerate(members):
            stance = _stance([actor], [one for one in own if one != actor], pairs, rule)
            if stance["n"]:
                rows.append({"actor": actor, "bloc": number, **stance})
    return pd.DataFrame(rows, columns=list(_STANCE))


def _stance(some: Sequence[str], others: Sequence[str], pairs: nx.Graph, rule: rating.RatingRule) -> dict[str, Any]:
    """The rating of two sets of actors by all events between them, as if they were a pair."""
    ties = [pairs.edges[a, b] for a in some for b in others if pairs.has_edge(a, b)]
    n, conflict = sum(tie["n"] for tie in ties), sum(tie["conflict"] for tie in ties)
    effect = n / sum(tie["independent"] for tie in ties) if n else 1.0
    rated = rating.rate([conflict], [n], rule, design_effect=effect).drop(columns="sign")
    return {"n": n, "conflict": conflict, **{str(name): value for name, value in rated.to_dict("records")[0].items()}}


def choose_focus(found: CoreBlocs, network: nx.Graph, actors: Sequence[str], focus: str = "") -> str:
    """Choose the actor in the middle of a picture: the one asked for, an intermediary, or the first of `actors`.

    Empty where no actor has an event.

    Raises
    ------
    InputError
        If the actor asked for has no event with another.
    """
    asked = Scope.parse(focus=focus, known=map(str, network)).focus
    if asked and asked not in network:
        msg = f"focus {focus!r} has no act with another actor; {', '.join(map(str, list(network)[:20]))} have"
        raise errors.InputError(msg)
    return asked or next(iter(found.between), next((actor for actor in actors if actor in network), ""))


def blocs_over_periods(measured: Relations, *, seed: int = 0, max_periods: int = 12) -> pd.DataFrame:
    """Core blocs in each period, with stable labels.

    With more than `max_periods` periods, those are taken that lie evenly apart and end with the last.

    Returns
    -------
    table
        `period`, `actor`, `bloc`, `place` (core, between or alone), `moved`. See
        `alignment.stable_labels`; an actor that stands between or alone has a label of
        its own.
    """
    partitions: dict[object, dict[Hashable, int]] = {}
    place: dict[tuple[object, str], str] = {}
    periods = sorted(measured.pairs()["period"].unique())
    step = max(1, -(-len(periods) // max_periods))
    for period in periods[::-1][::step][::-1]:
        found = find_core_blocs(measured, period, seed=seed)
        own: dict[Hashable, int] = {actor: number for number, members in enumerate(found.members) for actor in members}
        for actor in sorted(str(node) for node in found.blocs.partition):
            place[period, actor] = CORE if actor in own else BETWEEN if actor in found.between else ALONE
            own.setdefault(actor, len(found.members) + len(own))
        partitions[period] = own
    table = stable_labels(partitions)
    keys = zip(table["period"], table["actor"], strict=True)
    table["place"] = pd.Series([place[key] for key in keys], dtype="object")
    return table[["period", "actor", "bloc", "place", "moved"]]
