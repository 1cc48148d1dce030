"""Ladders of escalation, and the events that carry a break.

A rung is the worst that two actors did to each other in a period, from
cooperation to force, by PLOVER root; what matters is not one act but a climb
or descent of several rungs that holds. The order follows the quad classes and,
within them, the PLOVER scores (`data/ontology`); a published ladder with the
same idea is Kahn's (On Escalation, 1965), with 44 rungs for nuclear powers.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import errors, schemas
from analysis.events.periods import COUNTED, DAYS, check_freq, period_number, period_start

RUNGS = ("quiet", "cooperation", "complaint", "threat", "pressure", "coercion", "force")
RUNG_OF: Mapping[str, int] = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"), 1),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT"), 2),
    "THREATEN": 3,
    **dict.fromkeys(("PROTEST", "SANCTION"), 4),
    **dict.fromkeys(("MOBILIZE", "COERCE"), 5),
    "ASSAULT": 6,
}
LEAST_ACTS = 2
FOCUS = 4
_CARRIED = ("a", "b", "component", "break_period", "event_id", "source", "target", "root", "quad", "goldstein", "day")


def rungs(
    events: pd.DataFrame, *, freq: str = "W", least: int = LEAST_ACTS, modality: Sequence[str] = ("asserted",)
) -> pd.DataFrame:
    """The rung of every pair and period, both directions together.

    Parameters
    ----------
    events
        The events frame.
    freq
        W, M, Q or Y.
    least
        Acts on a rung or above it that it takes to stand there: one report may be an
        error. With fewer acts in all, the pair stands on the highest rung that all reach.
    modality
        Modalities that count.

    Returns
    -------
    rungs
        `a`, `b`, `period`, `rung` (a number, its name is `RUNGS[rung]`), `name`,
        `n`, and `step`, the difference from the period before; every period from
        the first to the last of the data.
    """
    table = _rooted(events, modality, freq)
    if table.empty:
        return pd.DataFrame(columns=["a", "b", "period", "rung", "name", "n", "step"])
    table["rung"] = table["root"].map(RUNG_OF)
    table["number"] = period_number(table["day"], freq)
    low, high = int(table["number"].min()), int(table["number"].max())
    parts = []
    for (a, b), own in table.groupby(["a", "b"], sort=True):
        standing = np.zeros(high - low + 1, dtype=np.int64)
        number = np.bincount(own["number"] - low, minlength=len(standing))
        for period, part in own.groupby("number"):
            ordered = np.sort(part["rung"].to_numpy())[::-1]
            standing[int(str(period)) - low] = ordered[min(least, len(ordered)) - 1]
        parts.append(pd.DataFrame({
            "a": a, "b": b, "period": period_start(np.arange(low, high + 1), freq), "rung": standing,
            "name": np.array(RUNGS)[standing], "n": number, "step": np.diff(standing, prepend=standing[0]),
        }))  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def climbs(table: pd.DataFrame, *, least: int = 2, window: int = 4, holds: int = 2) -> pd.DataFrame:
    """Climbs and descents of at least `least` rungs within `window` periods, from a rung that held to one that holds.

    Parameters
    ----------
    table
        What `rungs` gives.
    least
        Fewest rungs.
    window
        Most periods from the rung left to the rung reached.
    holds
        Periods for which the pair stays there (or goes on), that of arrival
        among them, and for which it had not been further off before it left.

    Returns
    -------
    climbs
        `a`, `b`, `kind` (escalation or de-escalation), `start` (last period on the
        old rung), `period` (arrival), `from_rung`, `to_rung`, `path` (the rungs
        passed, by name).
    """
    rows: list[dict[str, object]] = []
    for (a, b), own in table.groupby(["a", "b"], sort=True):
        rung, days = own["rung"].to_numpy(dtype=np.int64), own["period"].to_numpy()
        at = 0
        while at < len(rung) - holds:
            end = _arrival(rung, at, least, window, holds)
            if end is None:
                at += 1
                continue
            rows.append({
                "a": a, "b": b, "kind": "escalation" if rung[end] > rung[at] else "de-escalation", "start": days[at],
                "period": days[end], "from_rung": int(rung[at]), "to_rung": int(rung[end]),
                "path": " > ".join(RUNGS[step] for step in rung[at : end + 1]),
            })  # fmt: skip
            at = end
    return pd.DataFrame(rows, columns=["a", "b", "kind", "start", "period", "from_rung", "to_rung", "path"])


def carriers(found: pd.DataFrame, events: pd.DataFrame, *, freq: str = "W", most: int = 5) -> pd.DataFrame:
    """The events that carry each break: those of the pair that make the new level, the heaviest first.

    Where tension rises they are conflict acts (for intensity material ones)
    of the first periods of the new level; where it falls, the cooperation that came
    in with it. A fall because acts ceased has no event to show.

    Parameters
    ----------
    found
        `breaks.Found.breaks`.
    events
        The events frame that was measured.
    freq
        That of the breaks.
    most
        Events for each break.

    Returns
    -------
    carriers
        `a`, `b`, `component`, `break_period`, `event_id`, `source`, `target`,
        `root`, `quad`, `goldstein`, `day`: join the evidence by `event_id`.
    """
    table = _rooted(events, ("asserted",), freq)
    parts = []
    for row in found.to_dict("records"):
        reach = period_start(period_number(pd.Series([row["period"]]), freq) + FOCUS, freq)[0]
        quads = ((4,) if row["component"] == "intensity" else (3, 4)) if row["kind"] == "rise" else (1, 2)
        pair = sorted((str(row["a"]), str(row["b"])))
        own = table[(table["a"] == pair[0]) & (table["b"] == pair[1]) & table["quad"].isin(quads)]
        own = own[(own["day"] >= row["period"]) & (own["day"] < reach)]
        chosen = own.assign(size=own["goldstein"].abs()).sort_values(
            ["size", "n_reports", "day", "event_id"], ascending=[False, False, True, True]
        )
        key = {"a": row["a"], "b": row["b"], "component": row["component"], "break_period": row["period"]}
        parts.append(pd.DataFrame(chosen.head(most).assign(**key))[list(_CARRIED)])
    if not parts:
        return pd.DataFrame(columns=list(_CARRIED))
    carried: pd.DataFrame = pd.concat(parts, ignore_index=True)
    return carried


def _arrival(rung: npt.NDArray[np.int64], at: int, least: int, window: int, holds: int) -> int | None:
    """Where a climb or descent that begins at `at` arrives, if the old rung held and the first step is one of it."""
    first = np.sign(rung[at + 1] - rung[at])
    if first == 0 or (first * (rung[max(at - holds + 1, 0) : at] - rung[at]) > 0).any():
        return None
    arrived = None
    for end in range(at + 1, min(at + window, len(rung) - holds) + 1):
        if first * (rung[end] - rung[end - 1]) < 0:
            break
        higher = first * (rung[end] - rung[at if arrived is None else arrived]) >= (least if arrived is None else 1)
        if higher and (first * (rung[end : end + holds] - rung[end]) >= 0).all():
            arrived = end
    return arrived


def _rooted(events: pd.DataFrame, modality: Sequence[str], freq: str) -> pd.DataFrame:
    """The acts of an events frame with their roots and days, `a` before `b`."""
    missing = [name for name in schemas.columns("events") if name not in events.columns]
    if missing:
        msg = f"the events lack the column(s) {', '.join(missing)}"
        raise errors.InputError(msg)
    both = events["source"].notna() & events["target"].notna() & (events["source"] != events["target"])
    dated = (events["when_last"] - events["when_first"]).dt.days < np.ceil(DAYS[check_freq(freq, COUNTED)])
    kept = events[both & dated & events["root"].notna() & events["modality"].isin(list(modality))]
    middle = kept["when_first"] + (kept["when_last"] - kept["when_first"]) / 2
    kept = kept.assign(day=middle.dt.normalize().astype("datetime64[us]"))
    forth = (kept["source"] < kept["target"]).to_numpy()
    a = kept["source"].where(forth, kept["target"])
    table: pd.DataFrame = kept.assign(a=a, b=kept["target"].where(forth, kept["source"])).reset_index(drop=True)
    return table
