"""Levels of escalation, climbs and descents between them, and the events behind a break.

The level of a pair in a period is the worst that the two did to each other,
from cooperation to force, by PLOVER root. What matters is not one act but a climb
or descent of several levels that holds. The order follows the quad classes and,
within them, the PLOVER scores (`data/ontology`); a published ladder with the
same idea is Kahn's (On Escalation, 1965), with 44 rungs for nuclear powers.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.events import pairs, periods
from analysis.events.coded import CodedCorpus
from analysis.tension.measures import Source, counted_events

LEVELS = ("quiet", "cooperation", "complaint", "threat", "pressure", "coercion", "force")
LEVEL_OF: Mapping[str, int] = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"), 1),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT"), 2),
    "THREATEN": 3,
    **dict.fromkeys(("PROTEST", "SANCTION"), 4),
    **dict.fromkeys(("MOBILIZE", "COERCE"), 5),
    "ASSAULT": 6,
}
MIN_EVENTS = 2
NEW_LEVEL_PERIODS = 4
_BEHIND = ("a", "b", "component", "break_period", "event_id", "source", "target", "root", "quad", "goldstein", "day")
_LEVEL_COLUMNS = ["a", "b", "period", "level", "name", "n", "step"]
_CLIMB_COLUMNS = ["a", "b", "kind", "start", "period", "from_level", "to_level", "path"]


def escalation(
    source: Source, *, freq: str = "W", min_events: int = MIN_EVENTS, modality: Sequence[str] = ("asserted",),
    min_levels: int = 2, window: int = 4, holds: int = 2,
) -> pd.DataFrame:  # fmt: skip
    """Climbs and descents of every pair: `climbs` of its `levels`.

    Parameters
    ----------
    source
        A coded corpus or an events frame.
    freq, min_events, modality
        As for `levels`.
    min_levels, window, holds
        As for `climbs`.

    Returns
    -------
    climbs
        As `climbs` returns them.
    """
    events = source.events if isinstance(source, CodedCorpus) else source
    table = levels(events, freq=freq, min_events=min_events, modality=modality)
    return climbs(table, min_levels=min_levels, window=window, holds=holds)


def levels(
    events: pd.DataFrame, *, freq: str = "W", min_events: int = MIN_EVENTS, modality: Sequence[str] = ("asserted",)
) -> pd.DataFrame:
    """The level of every pair and period, both directions together.

    Parameters
    ----------
    events
        The events frame.
    freq
        D, W, M, Q or Y.
    min_events
        Acts on a level or above it that are needed to reach it: one report may be an
        error. With fewer acts in all, the pair is on the highest level that all its acts reach.
    modality
        Modalities that count.

    Returns
    -------
    levels
        `a`, `b`, `period`, `level` (a number, its name is `LEVELS[level]`), `name`,
        `n`, and `step`, the difference from the period before; every period from
        the first to the last of the data.

    Raises
    ------
    InputError
        If a column is missing or `freq` is unknown.
    """
    acts = counted_events(events, freq=freq, modality=modality)
    acts = acts[acts["root"].notna()]
    if acts.empty:
        return pd.DataFrame(columns=_LEVEL_COLUMNS)
    acts = acts.assign(level=acts["root"].map(LEVEL_OF), number=periods.period_number(acts["day"], freq))
    first, last = int(acts["number"].min()), int(acts["number"].max())
    starts = periods.period_start(np.arange(first, last + 1), freq)
    parts = []
    for (a, b), of_pair in acts.groupby(["a", "b"], sort=True):
        level = np.zeros(last - first + 1, dtype=np.int64)
        n = np.bincount(of_pair["number"] - first, minlength=len(level))
        for number, of_period in of_pair.groupby("number"):
            ordered = np.sort(of_period["level"].to_numpy())[::-1]
            level[int(str(number)) - first] = ordered[min(min_events, len(ordered)) - 1]
        parts.append(pd.DataFrame({
            "a": a, "b": b, "period": starts, "level": level, "name": np.array(LEVELS)[level], "n": n,
            "step": np.diff(level, prepend=level[0]),
        }))  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def climbs(table: pd.DataFrame, *, min_levels: int = 2, window: int = 4, holds: int = 2) -> pd.DataFrame:
    """Climbs and descents of several levels within a few periods, from a level that held to one that holds.

    Parameters
    ----------
    table
        What `levels` returns.
    min_levels
        Fewest levels.
    window
        Most periods from the level left to the level reached.
    holds
        Periods for which the pair stays there (or goes on), that of arrival
        among them, and for which it had not been further off before it left.

    Returns
    -------
    climbs
        `a`, `b`, `kind` (escalation or de-escalation), `start` (last period on the
        old level), `period` (arrival), `from_level`, `to_level`, `path` (the levels
        passed, by name).
    """
    rows: list[dict[str, object]] = []
    for (a, b), of_pair in table.groupby(["a", "b"], sort=True):
        level, days = of_pair["level"].to_numpy(dtype=np.int64), of_pair["period"].to_numpy()
        start = 0
        while start < len(level) - holds:
            end = _arrival(level, start, min_levels, window, holds)
            if end is None:
                start += 1
                continue
            rows.append({
                "a": a, "b": b, "kind": "escalation" if level[end] > level[start] else "de-escalation",
                "start": days[start], "period": days[end],
                "from_level": int(level[start]), "to_level": int(level[end]),
                "path": " > ".join(LEVELS[step] for step in level[start : end + 1]),
            })  # fmt: skip
            start = end
    return pd.DataFrame(rows, columns=_CLIMB_COLUMNS)


def break_events(breaks: pd.DataFrame, events: pd.DataFrame, *, freq: str = "W", max_rows: int = 5) -> pd.DataFrame:
    """The events behind each break: those of the pair that make the new level, the heaviest first.

    Where tension rises they are conflict acts (for intensity material ones)
    of the first four periods of the new level; where it falls, the cooperation that came
    in with it. A fall because acts ceased has no event to show.

    Parameters
    ----------
    breaks
        `Breaks.breaks`.
    events
        The events frame that was measured.
    freq
        That of the breaks.
    max_rows
        Events for each break.

    Returns
    -------
    events
        `a`, `b`, `component`, `break_period`, `event_id`, `source`, `target`,
        `root`, `quad`, `goldstein`, `day`: join the evidence by `event_id`.

    Raises
    ------
    InputError
        If a column is missing or `freq` is unknown.
    """
    acts = counted_events(events, freq=freq)
    parts = []
    for row in breaks.to_dict("records"):
        start = pd.Series([row["period"]])
        end = periods.period_start(periods.period_number(start, freq) + NEW_LEVEL_PERIODS, freq)[0]
        quads = ((4,) if row["component"] == "intensity" else (3, 4)) if row["kind"] == "rise" else (1, 2)
        of_pair = acts[pairs.between(acts, str(row["a"]), str(row["b"]), sides=("a", "b")) & acts["quad"].isin(quads)]
        new = of_pair[(of_pair["day"] >= row["period"]) & (of_pair["day"] < end)]
        ordered = new.assign(weight=new["goldstein"].abs()).sort_values(
            ["weight", "n_reports", "day", "event_id"], ascending=[False, False, True, True]
        )
        key = {"a": row["a"], "b": row["b"], "component": row["component"], "break_period": row["period"]}
        parts.append(pd.DataFrame(ordered.head(max_rows).assign(**key))[list(_BEHIND)])
    if not parts:
        return pd.DataFrame(columns=list(_BEHIND))
    behind: pd.DataFrame = pd.concat(parts, ignore_index=True)
    return behind


def _arrival(level: npt.NDArray[np.int64], start: int, min_levels: int, window: int, holds: int) -> int | None:
    """Where a climb or descent that begins at `start` arrives, if the old level held and the pair then leaves it."""
    direction = np.sign(level[start + 1] - level[start])
    if direction == 0 or (direction * (level[max(start - holds + 1, 0) : start] - level[start]) > 0).any():
        return None
    arrived = None
    for end in range(start + 1, min(start + window, len(level) - holds) + 1):
        if direction * (level[end] - level[end - 1]) < 0:
            break
        reference, fewest = (start, min_levels) if arrived is None else (arrived, 1)
        further = direction * (level[end] - level[reference]) >= fewest
        if further and (direction * (level[end : end + holds] - level[end]) >= 0).all():
            arrived = end
    return arrived
