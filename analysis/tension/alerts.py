"""What the gauges tell of late, in sentences that observe and never explain.

A change carries its size with a band, its volume, and the act that weighs most
on the side it moved to, with the sentence. Nothing here is a cause or a
forecast: what is not reported is not seen.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.actors import labels
from analysis.relations.rating import MIN_EVENTS
from analysis.tension import breaks, escalation, recent_change, survey

RECENT: Mapping[str, int] = {"W": 13, "M": 12, "Q": 12, "Y": 5}
PERHAPS_RISES, PERHAPS_FALLS = "perhaps rises", "perhaps falls"
NEW, SILENT = "not seen before", "no act lately"
# A climb to mere complaint is the daily bread of diplomacy.
LEAST_RUNG = escalation.RUNGS.index("threat")
TONES = {recent_change.RISES: "conf", PERHAPS_RISES: "conf", recent_change.FALLS: "coop", PERHAPS_FALLS: "coop"}
CERTAIN = (recent_change.RISES, recent_change.FALLS)
PERHAPS = (PERHAPS_RISES, PERHAPS_FALLS)


def recent_changes(g: survey.TensionSurvey) -> pd.DataFrame:
    """The last periods of each pair against those before: `changes.table` with sizes, standing and the act that tells.

    Returns
    -------
    moved
        Its rows, with `direction_size` and `intensity_size`, each with `_low` and
        `_high`: the difference, with a band of the same mass made of the two bands
        (square-and-add: Newcombe 1998, Statistics in Medicine 17, 873-890; Zou
        and Donner 2008, the same journal 27, 1693-1710). `direction_told` and
        `intensity_told`: rises or falls where the two bands do not overlap, perhaps rises or
        perhaps falls where only the band of the difference lies on one side of 0,
        not seen before and no act lately where one side has no act, else no clear
        change. `n_articles`, articles behind the recent acts; `event_id`, the act
        that tells (missing without one); `until`, first day not counted.
        Empty where nothing is rated.
    """
    if not g.rated:
        return pd.DataFrame(columns=[*recent_change.COLUMNS, "until", "n_articles", "event_id"])
    events = survey.counted_events(g.events, g.freq)
    complete = len(g.measured.loc[g.measured["complete"], "period"].unique())
    recent = max(1, min(RECENT[g.freq], complete // 2))
    moved = recent_change.table(events, freq=g.freq, recent=recent, least=MIN_EVENTS, exposure=g.corpus.documents)
    moved["until"] = _until(g)
    for name in recent_change.COMPONENTS:
        _size(moved, name)
        moved[f"{name}_told"] = [_told(row, name) for row in moved.to_dict("records")]
    acts = [_since(g, row) for row in moved.to_dict("records")]
    documents = g.corpus.evidence.groupby("event_id")["doc_id"].agg(set)
    moved["n_articles"] = [len(set().union(*documents.reindex(own["event_id"]).dropna())) for own in acts]
    moved["event_id"] = [_telling(own, row) for own, row in zip(acts, moved.to_dict("records"), strict=True)]
    return _ordered(moved)


def _until(g: survey.TensionSurvey) -> pd.Timestamp:
    """First day after the last complete period."""
    open_ended = g.measured.loc[~g.measured["complete"], "period"]
    return pd.Timestamp(open_ended.min() if len(open_ended) else g.acts["day"].max() + pd.Timedelta(days=1))


def _size(moved: pd.DataFrame, name: str) -> None:
    """Add the difference of two measures with a band from their own bands."""
    new, low, high = (moved[f"{name}{end}"] for end in ("", "_low", "_high"))
    old, old_low, old_high = (moved[f"{name}{end}_before"] for end in ("", "_low", "_high"))
    moved[f"{name}_size"] = new - old
    moved[f"{name}_size_low"] = new - old - np.hypot(new - low, old_high - old)
    moved[f"{name}_size_high"] = new - old + np.hypot(high - new, old - old_low)


def _told(row: Mapping[Any, Any], name: str) -> str:
    if row[f"{name}_change"] != recent_change.UNCLEAR:
        return str(row[f"{name}_change"])
    if name == "direction" and row["n"] == 0:
        return SILENT
    if name == "direction" and row["n_before"] == 0:
        return NEW
    if row[f"{name}_size_low"] > 0:
        return PERHAPS_RISES
    return PERHAPS_FALLS if row[f"{name}_size_high"] < 0 else recent_change.UNCLEAR


def _since(g: survey.TensionSurvey, row: Mapping[Any, Any]) -> pd.DataFrame:
    own = g.acts_between((row["a"], row["b"]))
    recent: pd.DataFrame = own[(own["day"] >= row["since"]) & (own["day"] < row["until"])]
    return recent


def _telling(acts: pd.DataFrame, row: Mapping[Any, Any]) -> str | None:
    """The act that weighs most on the side moved to; with no clear move, on the side with more acts."""
    if acts.empty:
        return None
    conflict = acts["quad"] >= 3
    tone = TONES.get(row["direction_told"]) or TONES.get(row["intensity_told"])
    hostile = bool(conflict.mean() >= 0.5) if tone is None else tone == "conf"
    side = acts[conflict == hostile]
    side = acts if side.empty else side
    return str(heaviest(side)["event_id"].iloc[0])


def heaviest(acts: pd.DataFrame) -> pd.DataFrame:
    """Acts in the order of what they tell: most articles, largest weight, surest, oldest."""
    ordered: pd.DataFrame = acts.assign(size=acts["goldstein"].abs()).sort_values(
        ["n_reports", "size", "confidence", "day", "event_id"],
        ascending=[False, False, False, True, True], kind="stable",
    )  # fmt: skip
    return ordered.drop(columns="size")


def _ordered(moved: pd.DataFrame) -> pd.DataFrame:
    weight = {
        recent_change.UNCLEAR: 0,
        SILENT: 0,
        NEW: 1,
        PERHAPS_FALLS: 2,
        PERHAPS_RISES: 2,
        recent_change.FALLS: 4,
        recent_change.RISES: 4,
    }
    rank = 2 * moved["direction_told"].map(weight) + moved["intensity_told"].map(weight)
    ordered = moved.assign(rank=rank).sort_values(
        ["rank", "n", "n_before", "a", "b"], ascending=[False, False, False, True, True], kind="stable"
    )
    return ordered.drop(columns="rank").reset_index(drop=True)


def sized(row: Mapping[Any, Any], name: str) -> str:
    """The size of a change with its band; empty where one side has no act."""
    size, low, high = (row[f"{name}_size{end}"] for end in ("", "_low", "_high"))
    return "" if pd.isna(size) else f"{size:+.2f} [{low:+.2f}, {high:+.2f}]"


def alerts(g: survey.TensionSurvey, moved: pd.DataFrame, found: breaks.Found | None) -> pd.DataFrame:
    """Observations of the recent past, clear ones first.

    Parameters
    ----------
    g
        The gauges.
    moved
        What `recent_changes` gives.
    found
        Breaks of the same pairs; None where nothing is rated.

    Returns
    -------
    alerts
        `kind` (change, break, ladder, new, silent), `pair`, `observed` (a sentence),
        `event_id` (the act that tells, missing without one).
    """
    rows: list[dict[str, object]] = []
    if len(moved) and found is not None:
        rows += [one for row in moved.to_dict("records") for one in _changed(row)]
        rows += [
            _broken(row) for row in found.breaks[found.breaks["known"] >= moved["since"].iloc[0]].to_dict("records")
        ]
        rows += _climbed(g, moved)
    return pd.DataFrame(rows, columns=["kind", "pair", "observed", "event_id"])


def _changed(row: Mapping[Any, Any]) -> list[dict[str, object]]:
    key = {"pair": labels.pair(row["a"], row["b"]), "event_id": row["event_id"]}
    since, n, before = row["since"].date(), f"{row['n']:.0f}", f"{row['n_before']:.0f}"
    rows: list[dict[str, object]] = []
    for name, what in (("direction", "the conflict share"), ("intensity", "material conflict (log scale)")):
        told = row[f"{name}_told"]
        if told in TONES and row["n"]:  # a fall into silence is told as silence
            sure = "" if told in CERTAIN else "perhaps "
            side = "higher" if TONES[told] == "conf" else "lower"
            volume = f"{n} act(s) in {row['n_articles']} article(s), {before} act(s) before"
            text = f"Since {since} {what} was {sure}{side} than before: {sized(row, name)}; {volume}."
            rows.append({**key, "kind": "change", "observed": text})
    if row["direction_told"] == NEW and row["n"] >= MIN_EVENTS:
        text = f"{n} acts since {since}, none seen in the time before."
        rows.append({**key, "kind": "new", "observed": text})
    if row["direction_told"] == SILENT and row["n_before"] >= MIN_EVENTS:
        text = f"No act seen since {since}, {before} in the time before."
        rows.append({**key, "kind": "silent", "observed": text})
    return rows


def _broken(row: Mapping[Any, Any]) -> dict[str, object]:
    what = "conflict share" if row["component"] == "direction" else "material conflict"
    moved = "rose" if row["kind"] == "rise" else "fell"
    text = (
        f"The level of the {what} {moved} from {row['before']:.2f} to {row['after']:.2f} between "
        f"{row['period_low'].date()} and {row['period_high'].date()}; "
        f"the series showed it from {row['known'].date()} on."
    )
    return {"kind": "break", "pair": labels.pair(row["a"], row["b"]), "observed": text, "event_id": None}


def _climbed(g: survey.TensionSurvey, moved: pd.DataFrame) -> list[dict[str, object]]:
    """Climbs of the recent past; a descent into silence is told as silence, not as peace."""
    pairs, since = set(zip(moved["a"], moved["b"], strict=True)), moved["since"].iloc[0]
    own = g.acts[[pair in pairs for pair in zip(g.acts["a"], g.acts["b"], strict=True)]]
    steps = escalation.climbs(escalation.rungs(own, freq=g.freq))
    rows: list[dict[str, object]] = []
    told = (steps["period"] >= since) & (steps["kind"] == "escalation") & (steps["to_rung"] >= LEAST_RUNG)
    for row in steps[told].to_dict("records"):
        reached = own[(own["a"] == row["a"]) & (own["b"] == row["b"]) & (own["day"] >= row["period"])]
        top = heaviest(reached[reached["root"].map(escalation.RUNG_OF) >= row["to_rung"]])
        text = (
            f"In the {survey.NAMES[g.freq]} of {row['period'].date()} the gravest acts went up the ladder "
            f"({row['path']}) and stayed there for another."
        )
        event_id = top["event_id"].iloc[0] if len(top) else None
        pair = labels.pair(row["a"], row["b"])
        rows.append({"kind": "ladder", "pair": pair, "observed": text, "event_id": event_id})
    return rows
