"""What stands out in the recent past, in sentences that observe and never explain.

A change carries its size with a band, its volume, and the act that weighs most
on the side it moved to, with the sentence. Nothing here is a cause or a
forecast: what is not reported is not seen.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.actors import labels
from analysis.events import pairs, periods
from analysis.relations.rating import MIN_EVENTS
from analysis.tension.escalation import LEVEL_OF, LEVELS, climbs, levels
from analysis.tension.recent_change import CERTAIN, HOSTILE, NEW, SILENT, heaviest

COLUMNS = ("kind", "pair", "observed", "event_id")
# A climb to mere complaint is everyday diplomacy.
MIN_LEVEL = LEVELS.index("threat")
_NAMES = {"direction": "the conflict share", "intensity": "material conflict (log scale)"}


def describe(
    changes: pd.DataFrame, breaks: pd.DataFrame, acts: pd.DataFrame | None = None, *, freq: str = "W"
) -> pd.DataFrame:
    """Describe changes, breaks and climbs of the recent past in sentences, clear ones first.

    Parameters
    ----------
    changes
        What `recent_changes` returns, with or without evidence.
    breaks
        `Breaks.breaks` of the same pairs.
    acts
        What `counted_events` returns, of the same pairs; None where there are only counts.
    freq
        Length of the periods of the climbs.

    Returns
    -------
    alerts
        `kind` (change, break, escalation, new, silent), `pair`, `observed` (a sentence),
        `event_id` (the act that shows it, missing without one).
    """
    rows: list[dict[str, object]] = []
    if len(changes):
        since = changes["since"].iloc[0]
        rows += [one for row in changes.to_dict("records") for one in _changed(row)]
        rows += [_broken(row) for row in breaks[breaks["known"] >= since].to_dict("records")]
        rows += [] if acts is None else _climbed(acts, changes, freq)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def size_text(row: Mapping[Any, Any], name: str) -> str:
    """The size of a change with its band; empty where one side has no act."""
    size, low, high = (row[f"{name}_size{end}"] for end in ("", "_low", "_high"))
    return "" if pd.isna(size) else f"{size:+.2f} [{low:+.2f}, {high:+.2f}]"


def _changed(row: Mapping[Any, Any]) -> list[dict[str, object]]:
    key = {"pair": labels.pair(row["a"], row["b"]), "event_id": row.get("event_id")}
    since, n, before = row["since"].date(), f"{row['n']:.0f}", f"{row['n_before']:.0f}"
    articles = f" in {row['n_articles']} article(s)" if row.get("n_articles") else ""
    rows: list[dict[str, object]] = []
    for name, title in _NAMES.items():
        change = row[f"{name}_change"]
        if change in HOSTILE and row["n"]:  # a fall into silence is described as silence
            certainty = "" if change in CERTAIN else "perhaps "
            side = "higher" if HOSTILE[change] else "lower"
            volume = f"{n} act(s){articles}, {before} act(s) before"
            text = f"Since {since} {title} was {certainty}{side} than before: {size_text(row, name)}; {volume}."
            rows.append({**key, "kind": "change", "observed": text})
    if row["direction_change"] == NEW and row["n"] >= MIN_EVENTS:
        text = f"{n} acts since {since}, none seen in the time before."
        rows.append({**key, "kind": "new", "observed": text})
    if row["direction_change"] == SILENT and row["n_before"] >= MIN_EVENTS:
        text = f"No act seen since {since}, {before} in the time before."
        rows.append({**key, "kind": "silent", "observed": text})
    return rows


def _broken(row: Mapping[Any, Any]) -> dict[str, object]:
    component = "conflict share" if row["component"] == "direction" else "material conflict"
    verb = "rose" if row["kind"] == "rise" else "fell"
    text = (
        f"The level of the {component} {verb} from {row['before']:.2f} to {row['after']:.2f} between "
        f"{row['period_low'].date()} and {row['period_high'].date()}; "
        f"the series showed it from {row['known'].date()} on."
    )
    return {"kind": "break", "pair": labels.pair(row["a"], row["b"]), "observed": text, "event_id": None}


def _climbed(acts: pd.DataFrame, changes: pd.DataFrame, freq: str) -> list[dict[str, object]]:
    """Climbs of the recent past; a descent into silence is described as silence, not as peace."""
    shown = pd.MultiIndex.from_frame(acts[["a", "b"]]).isin(list(zip(changes["a"], changes["b"], strict=True)))
    acts = acts[shown]
    steps = climbs(levels(acts, freq=freq))
    recent = steps["period"] >= changes["since"].iloc[0]
    rows: list[dict[str, object]] = []
    for row in steps[recent & (steps["kind"] == "escalation") & (steps["to_level"] >= MIN_LEVEL)].to_dict("records"):
        of_pair = acts[pairs.between(acts, row["a"], row["b"], sides=("a", "b")) & (acts["day"] >= row["period"])]
        top = heaviest(of_pair[of_pair["root"].map(LEVEL_OF) >= row["to_level"]])
        text = (
            f"In the {periods.NAMES[freq]} of {row['period'].date()} the gravest acts escalated "
            f"({row['path']}) and stayed at that level for another."
        )
        event_id = top["event_id"].iloc[0] if len(top) else None
        rows.append({
            "kind": "escalation", "pair": labels.pair(row["a"], row["b"]), "observed": text, "event_id": event_id,
        })  # fmt: skip
    return rows
