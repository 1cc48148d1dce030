"""The cores of blocs, and who stands between two blocs that are at odds.

Blocs by signs put everybody somewhere. An actor that is on good terms with one
bloc, and not hostile to opponents that the rest of it is hostile to, is not of
that bloc as the others are: it stands between. Such actors are taken out, one
after another, by the acts that they share with each bloc as a whole.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from analysis import errors
from analysis.balance import alignment, blocs
from analysis.events.periods import check_freq
from analysis.relations import graphs, measures, standings

CORE, BETWEEN, ALONE = "core", "between", "alone"
_QUARTERS_DAYS = 2200
_STANCE = ("actor", "bloc", "n", "conflict", "share", "share_low", "share_high", "standing")


@dataclass(frozen=True, slots=True)
class Cores:
    """Blocs without those who stand between.

    Attributes
    ----------
    members
        Actors of each bloc of at least two, the largest first.
    between
        Actors that stand between, each with the blocs (numbers in `members`).
    stances
        How each actor stands to each bloc as a whole: `actor`, `bloc`, `n`,
        `conflict`, `share` with its band, `standing` (as for a pair). The acts with
        all members but itself are added up; blocs that an actor has no act with
        are left out.
    found
        The blocs before that.
    """

    members: list[list[str]]
    between: dict[str, tuple[int, int]]
    stances: pd.DataFrame
    found: blocs.Blocs

    def names(self) -> list[str]:
        """A name for each bloc: the ids of its members."""
        return ["-".join(members) for members in self.members]

    def groups(self) -> list[list[str]]:
        """The blocs, and each actor between them as a group of its own, for a layout."""
        return [*self.members, *([actor] for actor in self.between)]


def find(measured: measures.Relations, period: object = None, *, seed: int = 0) -> Cores:
    """Find the blocs of one period and who stands between them.

    An actor stands between its own bloc and another where (1) the others of its
    bloc, taken together, are hostile to the other bloc, (2) it is not, by enough
    acts to be rated, and the band of its share lies wholly below theirs, and (3)
    two members stay. The one with the least conflict share goes first, then all
    stances are measured anew.

    Parameters
    ----------
    measured
        What `relations.measure` returned.
    period
        First day of the period; may be left out where there is one only.
    seed
        Seed of `blocs.find`.

    Raises
    ------
    InputError
        If the period is not in the frame, or left out where there are several.
    """
    graph = graphs.signed_graph(measured, period, clear=True)
    graph.remove_nodes_from([node for node, degree in list(graph.degree) if degree == 0])
    found = blocs.find(graph, seed)
    members = [[str(node) for node in own] for own in found.members if len(own) > 1]
    pairs = _acts(measured, period)
    rule = standings.Rule.of(measured.parameters)
    left: list[tuple[str, int, str]] = []
    while (one := _candidate(members, pairs, rule)) is not None:
        left.append((one[0], one[1], members[one[2]][0]))
        members[one[1]].remove(one[0])
    order = sorted(range(len(members)), key=lambda number: (-len(members[number]), number))
    ranked = [members[number] for number in order]
    between = {actor: (order.index(home), _home(ranked, other)) for actor, home, other in left}
    return Cores(ranked, between, stances(ranked, pairs, rule), found)


def _home(members: Sequence[Sequence[str]], actor: str) -> int:
    """The number of the bloc that holds `actor`; -1 if it has left all since."""
    return next((number for number, own in enumerate(members) if actor in own), -1)


def _acts(measured: measures.Relations, period: object) -> nx.Graph:
    """All pairs with acts, with `n` (after decay) and `conflict`."""
    graph = graphs.signed_graph(measured, period)
    rows = measured.pairs()
    if period is not None:
        rows = rows[rows["period"] == pd.Timestamp(str(period))]
    strength, base = float(measured.parameters["prior_strength"]), float(measured.parameters["base_share"])
    weighted = rows["n_weighted"].to_numpy()
    conflict = rows["share"].to_numpy() * (weighted + strength) - strength * base
    for a, b, n, m in zip(rows["a"], rows["b"], weighted, conflict, strict=True):
        graph.edges[a, b].update(n=float(n), conflict=max(0.0, float(m)))
    return graph


def _candidate(members: list[list[str]], pairs: nx.Graph, rule: standings.Rule) -> tuple[str, int, int] | None:
    """The actor that stands most between, its bloc and the other; None if nobody does."""
    best: tuple[float, str, int, int] | None = None
    for home, own in enumerate(members):
        for other in range(len(members)):
            if other == home or len(own) < 3:
                continue
            for actor in own:
                rest = _stand([one for one in own if one != actor], members[other], pairs, rule)
                stance = _stand([actor], members[other], pairs, rule)
                if _is_between(stance, rest):
                    best = min(best or (np.inf, "", 0, 0), (stance["share"], actor, home, other))
    return None if best is None else best[1:]


def _is_between(stance: Mapping[str, Any], rest: Mapping[str, Any]) -> bool:
    """Whether an actor deals with a bloc that the rest of its own is hostile to, and clearly otherwise than they."""
    if rest["standing"] != standings.HOSTILE or stance["standing"] in (standings.HOSTILE, standings.TOO_FEW):
        return False
    return bool(stance["share_high"] < rest["share_low"])


def stances(members: Sequence[Sequence[str]], pairs: nx.Graph, rule: standings.Rule) -> pd.DataFrame:
    """How each actor stands to each bloc: see `Cores`."""
    rows = []
    for actor in pairs:
        for number, own in enumerate(members):
            stance = _stand([actor], [one for one in own if one != actor], pairs, rule)
            if stance["n"]:
                rows.append({"actor": actor, "bloc": number, **stance})
    return pd.DataFrame(rows, columns=list(_STANCE))


def _stand(some: Sequence[str], others: Sequence[str], pairs: nx.Graph, rule: standings.Rule) -> dict[str, Any]:
    """The standing of two sets of actors, by all acts between them, as of a pair."""
    ties = [pairs.edges[a, b] for a in some for b in others if pairs.has_edge(a, b)]
    n, conflict = sum(tie["n"] for tie in ties), sum(tie["conflict"] for tie in ties)
    rated = standings.rate([conflict], [n], rule).drop(columns="sign")
    return {"n": n, "conflict": conflict, **{str(name): value for name, value in rated.to_dict("records")[0].items()}}


def choose_focus(found: Cores, network: nx.Graph, actors: Sequence[str], focus: str = "") -> str:
    """The actor asked for; else one that stands between; else the first of `actors`; empty where there is none.

    Raises
    ------
    InputError
        If the actor asked for has no act with another.
    """
    asked = focus.strip().upper()
    if asked and asked not in network:
        msg = f"focus {focus!r} has no act with another actor; {', '.join(map(str, list(network)[:20]))} have"
        raise errors.InputError(msg)
    return asked or next(iter(found.between), next((actor for actor in actors if actor in network), ""))


def choose_freq(days: pd.Series, freq: str = "") -> str:
    """The length of a period that is asked for; else quarters for up to six years of days, and years above."""
    if freq:
        return check_freq(freq)
    return "Q" if (days.max() - days.min()).days <= _QUARTERS_DAYS else "Y"


def over_periods(measured: measures.Relations, *, seed: int = 0) -> pd.DataFrame:
    """Blocs in each period with labels that stay: `period`, `actor`, `bloc`, `place` (core, between, alone), `moved`.

    See `alignment.stable` for the labels; who stands between or alone has a label of its own.
    """
    partitions: dict[object, dict[Hashable, int]] = {}
    place: dict[tuple[object, str], str] = {}
    for period in sorted(measured.pairs()["period"].unique()):
        found = find(measured, period, seed=seed)
        own: dict[Hashable, int] = {actor: number for number, members in enumerate(found.members) for actor in members}
        for actor in sorted(str(node) for node in found.found.partition):
            place[period, actor] = CORE if actor in own else BETWEEN if actor in found.between else ALONE
            own.setdefault(actor, len(found.members) + len(own))
        partitions[period] = own
    table = alignment.stable(partitions)
    keys = zip(table["period"], table["actor"], strict=True)
    table["place"] = pd.Series([place[key] for key in keys], dtype="object")
    return table[["period", "actor", "bloc", "place", "moved"]]
