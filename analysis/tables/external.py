"""What notebook 07 shows of an imported data set: its busiest actors and pairs, changes and their acts.

Everything works on the counts that `eventdata.aggregate` gives; only the acts
of the pairs that are shown are read again, one by one.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis import errors
from analysis.actors import labels
from analysis.eventdata import EventDataset, aggregate
from analysis.events import counts
from analysis.events.periods import DAYS
from analysis.tables import html
from analysis.tables.changes import ARROWS
from analysis.tension.recent_change import HOSTILE
from analysis.viz.sparklines import sparkline

MOST_PERIODS = 530
_PROVENANCE = ("story", "publisher", "path", "line")


def choose_actors(table: pd.DataFrame, actors: str = "", *, most: int = 12) -> list[str]:
    """The actors asked for as `USA,RUS`, or the `most` that take part in most acts, busiest first.

    Raises
    ------
    InputError
        If an actor asked for takes part in no act.
    """
    sides = pd.concat([table[[side, "n"]].set_axis(["actor", "n"], axis=1) for side in ("a", "b")])
    totals = sides.groupby("actor")[["n"]].sum().reset_index()
    totals = totals.sort_values(["n", "actor"], ascending=[False, True], kind="stable")
    asked = [actor.strip() for actor in actors.split(",") if actor.strip()]
    absent = [actor for actor in asked if actor not in set(totals["actor"])]
    if absent:
        msg = f"no act with {', '.join(absent)}; the busiest actors are {', '.join(totals['actor'].head(20))}"
        raise errors.InputError(msg)
    return asked or totals["actor"].head(most).tolist()


def busiest_pairs(measured: pd.DataFrame, most: int) -> list[tuple[str, str]]:
    """The `most` pairs of `tension.measure` with most acts, busiest first."""
    totals = measured.groupby(["a", "b"])[["n"]].sum().reset_index()
    totals = totals.sort_values(["n", "a", "b"], ascending=[False, True, True], kind="stable").head(most)
    return list(zip(totals["a"], totals["b"], strict=True))


def pair_names(rows: pd.DataFrame) -> list[str]:
    """The names of the pairs in columns `a` and `b`."""
    return [labels.pair(a, b) for a, b in zip(rows["a"], rows["b"], strict=True)]


def pairs_table(pairs: pd.DataFrame) -> html.Table:
    """Rows of the relations frame without sentences: acts by quad class, conflict share with its band, standing."""
    quads = {
        "n": "acts",
        "n_vc": "verbal coop.",
        "n_mc": "material coop.",
        "n_vf": "verbal conf.",
        "n_mf": "material conf.",
    }
    shown = pairs[list(quads)].astype(int).rename(columns=quads)
    shown.insert(0, "pair", pair_names(pairs))
    bands = zip(pairs["share"], pairs["share_low"], pairs["share_high"], strict=True)
    shown["conflict share"] = [f"{value:.2f} [{low:.2f}, {high:.2f}]" for value, low, high in bands]
    return html.frame_table(shown.assign(standing=pairs["standing"]), numbers=quads.values())


def choose_freq(path: str, format: str, freq: str = "", *, period: str = "") -> str:  # noqa: A002 - as in eventdata
    """The granularity asked for, else the finest of W, M, Q, Y that suits the data.

    It suits if there are at most `MOST_PERIODS` periods, and the busiest pair
    has on average an act in each.
    """
    if freq:
        return freq
    by_year = aggregate(path, format, "Y", period=period).table
    if by_year.empty:
        return "Y"
    days = (by_year["period"].max() - by_year["period"].min()).days + DAYS["Y"]
    busiest = counts.undirected(by_year).groupby(["a", "b"])[list(counts.QUADS)].sum().sum(axis=1).max()
    for name in ("W", "M", "Q"):
        periods = days / DAYS[name]
        if periods <= min(MOST_PERIODS, busiest):
            return name
    return "Y"


def acts_table(read: EventDataset, pair: tuple[str, str], *, most: int = 15) -> html.Table:
    """The last acts between a pair, with the place in the file where each stands."""
    rows = between(read, pair).tail(most).iloc[::-1]
    shown = pd.DataFrame({
        "when": [html.when({str(k): v for k, v in row.items()}) for row in rows.to_dict("records")],
        "who": rows["source"].map(labels.label), "did": [_act(row) for row in rows.to_dict("records")],
        "to whom": rows["target"].map(labels.label), "weight": rows["goldstein"],
        "story": rows["story"].fillna(""), "file": rows["path"], "line": rows["line"],
    })  # fmt: skip
    return html.frame_table(shown, numbers=["weight", "line"])


def _act(row: Mapping[Any, Any]) -> str:
    """The class of the act, with the code as published where there is one."""
    code = str(row["decided_by"]).partition(":")[2]
    return f"{html.act(row)} {code}".strip()


def between(read: EventDataset, pair: tuple[str, str]) -> pd.DataFrame:
    """The acts between a pair in either direction, by day, with their provenance; statements apart."""
    events = read.events.join(read.provenance[list(_PROVENANCE)])
    inside = events["source"].isin(pair) & events["target"].isin(pair) & (events["source"] != events["target"])
    return events[inside & (events["quad"] > 0)].sort_values(["when_first", "line"], kind="stable")


def reasons(read: EventDataset, moved: pd.DataFrame) -> list[str]:
    """For each row of `recent_changes` the commonest classes of act since: on the side that the direction moved to.

    Where the intensity alone moved, the acts of material conflict.
    """
    return [_reason(between(read, (row["a"], row["b"])), row) for row in moved.to_dict("records")]


def _reason(acts: pd.DataFrame, row: Mapping[Any, Any]) -> str:
    acts = acts[acts["when_first"] >= row["since"]]
    hostile = HOSTILE.get(row["direction_change"])
    if hostile is not None:
        side = acts[acts["quad"].ge(3) == hostile]
    elif row["intensity_change"] in HOSTILE:
        side = acts[acts["quad"] == 4]
    else:
        return ""
    if side.empty:
        return "no material conflict" if hostile is None else "none"
    common = side["root"].value_counts().rename_axis("root").reset_index(name="n")
    common = common.sort_values(["n", "root"], ascending=[False, True], kind="stable").head(3)
    told = ", ".join(f"{root} {number}" for root, number in zip(common["root"], common["n"], strict=True))
    last = side.iloc[-1]
    return f"{told}; last {last['when_first'].date()}, line {last['line']}"


def change_view(moved: pd.DataFrame, measured: pd.DataFrame, why: Sequence[str]) -> html.Table:
    """The change table as it is read: arrows and levels with bands, acts, a line of the direction, acts since."""
    series = dict(iter(measured.groupby(["a", "b"])))
    rows = []
    for row, reason in zip(moved.to_dict("records"), why, strict=True):
        own = series[row["a"], row["b"]]
        pair = labels.pair(row["a"], row["b"])
        rows.append({
            "pair": pair, "direction": _told(row, "direction"), "intensity": _told(row, "intensity"),
            "acts before": int(row["n_before"]), "acts": int(row["n"]),
            "direction, all the time": sparkline(own["direction"].tolist(), title=f"direction of {pair}", top=1.0),
            "acts since": reason,
        })  # fmt: skip
    return html.frame_table(pd.DataFrame(rows), raw=["direction, all the time"], numbers=["acts", "acts before"])


def _told(row: Mapping[Any, Any], name: str) -> str:
    change = row[f"{name}_change"]
    return f"{ARROWS[change]} {change}: {_band(row, name, '_before')} to {_band(row, name)}"


def _band(row: Mapping[Any, Any], name: str, end: str = "") -> str:
    value, low, high = (row[f"{name}{part}{end}"] for part in ("", "_low", "_high"))
    return "none" if pd.isna(value) else f"{value:.2f} [{low:.2f}, {high:.2f}]"
