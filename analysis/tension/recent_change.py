"""What changed recently between pairs of actors: the last periods against those before.

A change is clear only where the bands of the two do not overlap; where only the
band of the difference lies on one side of 0, it is marked "perhaps". It is an
observation about what was reported, not a cause.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis import errors
from analysis.events import pairs, periods
from analysis.events.selection import SURE
from analysis.tension.measures import COMPONENTS, DEFAULTS, Source, TensionOptions, count, measure_counted

RECENT: Mapping[str, int] = {"D": 28, "W": 13, "M": 12, "Q": 12, "Y": 5}
"""Number of recent periods, by their length, if the source is long enough."""
_MATERIAL = 4
RISES, FALLS, UNCLEAR = "rises", "falls", "no clear change"
PERHAPS_RISES, PERHAPS_FALLS = "perhaps rises", "perhaps falls"
NEW, SILENT = "not seen before", "no act lately"
CERTAIN, PERHAPS = (RISES, FALLS), (PERHAPS_RISES, PERHAPS_FALLS)
HOSTILE: Mapping[str, bool] = {RISES: True, PERHAPS_RISES: True, FALLS: False, PERHAPS_FALLS: False}
"""Whether a change is towards conflict."""
_RANK: Mapping[str, int] = {
    UNCLEAR: 0, SILENT: 0, NEW: 1, PERHAPS_FALLS: 2, PERHAPS_RISES: 2, FALLS: 4, RISES: 4,
}  # fmt: skip
_BANDS = tuple(f"{name}{end}" for name in COMPONENTS for end in ("", "_low", "_high"))
COLUMNS = (
    "a", "b", "since", "until", "n", "n_before", *_BANDS, *(f"{name}_before" for name in _BANDS),
    *(f"{name}_size{end}" for name in COMPONENTS for end in ("", "_low", "_high")),
    *(f"{name}_change" for name in COMPONENTS),
)  # fmt: skip


def recent_changes(
    source: Source,
    options: TensionOptions = DEFAULTS,
    *,
    recent: int | None = None,
    before: int | None = None,
    **overrides: Any,
) -> pd.DataFrame:
    """Compare the last `recent` periods of each pair with those before.

    Parameters
    ----------
    source
        A coded corpus, an events frame or a table of counts.
    options
        See `TensionOptions`; pairs are undirected, and decay plays no part.
    recent, before
        Periods of the recent past, and of the time before it. By default as many as
        `RECENT` says, but at most half of all, and four times as many.
    **overrides
        Options by name.

    Returns
    -------
    changes
        One row for each pair: `since`, the first day of the recent past, and `until`, the
        first day after it; `n` and `n_before`, the acts of both; direction and intensity
        with their bands, and the same `_before`. `direction_size` and `intensity_size`,
        each with `_low` and `_high`, are the differences, with a band of the same mass
        made of the two bands (square-and-add: Newcombe 1998, Statistics in Medicine 17,
        873-890; Zou and Donner 2008, the same journal 27, 1693-1710).
        `direction_change` and `intensity_change` say: rises (more conflict) or falls where
        the two bands do not overlap; perhaps rises or perhaps falls where only the band of
        the difference lies on one side of 0; for the direction, not seen before or no act
        lately where one side has no act; else no clear change. The clearest
        changes come first, then the busiest pairs. No rows where there is no
        time before the recent past.

    Raises
    ------
    InputError
        If a window is shorter than one period, or an option is unknown or out of range.
    """
    chosen = options.changed(**overrides).changed(by="dyad", directed=False, half_life=None, window=None)
    counted = count(source, chosen)
    complete = _complete_periods(measure_counted(counted, chosen))
    recent = max(1, min(RECENT[chosen.freq], len(complete) // 2)) if recent is None else recent
    before = 4 * recent if before is None else before
    if recent < 1 or before < 1:
        msg = f"windows of {recent} and {before} periods are not both above 0"
        raise errors.InputError(msg)
    if len(complete) <= recent:
        return pd.DataFrame(columns=list(COLUMNS))
    new, old = (measure_counted(counted, chosen.changed(window=size)) for size in (recent, before))
    now = _window(new, complete[-recent:])
    then = _window(old, complete[-recent - before : -recent])
    changes = now.join(then.add_suffix("_before")).reset_index()
    changes["since"] = pd.Timestamp(complete[-recent])
    changes["until"] = periods.following(pd.Timestamp(complete[-1]), chosen.freq)
    for name in COMPONENTS:
        _add_size(changes, name)
        changes[f"{name}_change"] = [_change(row, name) for row in changes.to_dict("records")]
    return _ordered(changes[list(COLUMNS)])


def with_evidence(changes: pd.DataFrame, acts: pd.DataFrame, evidence: pd.DataFrame | None = None) -> pd.DataFrame:
    """The changes with the acts behind them.

    Parameters
    ----------
    changes
        What `recent_changes` returns.
    acts
        What `counted_events` returns, of the same pairs.
    evidence
        The evidence frame; None where there is none.

    Returns
    -------
    changes
        The rows with `event_id`, the recent act that weighs most on the side of the
        change (missing where none is of at least `SURE`), and `n_articles`, the number of articles behind the
        recent acts (0 without evidence).
    """
    documents = pd.Series(dtype=object) if evidence is None else evidence.groupby("event_id")["doc_id"].agg(set)
    recent = [acts_since(acts, row) for row in changes.to_dict("records")]
    articles = [len(set().union(*documents.reindex(own["event_id"]).dropna())) for own in recent]
    heaviest_act = [_act_behind(own, row) for own, row in zip(recent, changes.to_dict("records"), strict=True)]
    return changes.assign(n_articles=articles, event_id=pd.Series(heaviest_act, index=changes.index, dtype="str"))


def acts_since(acts: pd.DataFrame, row: Mapping[Any, Any]) -> pd.DataFrame:
    """The acts of a pair in the recent past of its row of `recent_changes`."""
    of_pair = acts[pairs.between(acts, row["a"], row["b"], sides=("a", "b"))]
    recent: pd.DataFrame = of_pair[(of_pair["day"] >= row["since"]) & (of_pair["day"] < row["until"])]
    return recent


def heaviest(acts: pd.DataFrame) -> pd.DataFrame:
    """The acts that may stand for others on a page, by weight: most articles, largest Goldstein weight, surest, oldest.

    What is shown must be what its sentence says, so that an act of less than `SURE` is not
    among them; one whose source states no confidence counts as sure.
    """
    sure = acts[~(acts["confidence"] < SURE)]
    ordered: pd.DataFrame = sure.assign(weight=sure["goldstein"].abs()).sort_values(
        ["n_reports", "weight", "confidence", "day", "event_id"],
        ascending=[False, False, False, True, True], kind="stable",
    )  # fmt: skip
    return ordered.drop(columns="weight")


def _complete_periods(measured: pd.DataFrame) -> np.ndarray:
    return np.sort(measured.loc[measured["complete"].astype(bool), "period"].unique())


def _window(measured: pd.DataFrame, starts: np.ndarray) -> pd.DataFrame:
    """The measures at the last of some periods, with the acts of all of them."""
    inside = measured[measured["period"].isin(starts)]
    at_end = inside[inside["period"] == starts[-1]].set_index(["a", "b"])[list(_BANDS)]
    window: pd.DataFrame = at_end.assign(n=inside.groupby(["a", "b"])["n"].sum())
    return window


def _add_size(changes: pd.DataFrame, name: str) -> None:
    """Add the difference of two measures, with a band from their own bands."""
    new, low, high = (changes[f"{name}{end}"] for end in ("", "_low", "_high"))
    old, old_low, old_high = (changes[f"{name}{end}_before"] for end in ("", "_low", "_high"))
    changes[f"{name}_size"] = new - old
    changes[f"{name}_size_low"] = new - old - np.hypot(new - low, old_high - old)
    changes[f"{name}_size_high"] = new - old + np.hypot(high - new, old - old_low)


def _change(row: Mapping[Any, Any], name: str) -> str:
    if row[f"{name}_low"] > row[f"{name}_high_before"]:
        return RISES
    if row[f"{name}_high"] < row[f"{name}_low_before"]:
        return FALLS
    if name == "direction" and row["n"] == 0:
        return SILENT
    if name == "direction" and row["n_before"] == 0:
        return NEW
    if row[f"{name}_size_low"] > 0:
        return PERHAPS_RISES
    return PERHAPS_FALLS if row[f"{name}_size_high"] < 0 else UNCLEAR


def _ordered(changes: pd.DataFrame) -> pd.DataFrame:
    rank = 2 * changes["direction_change"].map(_RANK) + changes["intensity_change"].map(_RANK)
    ordered = changes.assign(rank=rank).sort_values(
        ["rank", "n", "n_before", "a", "b"], ascending=[False, False, False, True, True], kind="stable"
    )
    return ordered.drop(columns="rank").reset_index(drop=True)


def _act_behind(acts: pd.DataFrame, row: Mapping[Any, Any]) -> str | None:
    """The act that weighs most on the side of the change; with no change, on the side with more acts.

    None where no act there may stand for others.
    """
    if acts.empty:
        return None
    conflict = acts["quad"] >= 3
    changed = [(name, side) for name in COMPONENTS if (side := HOSTILE.get(row[f"{name}_change"])) is not None]
    name, hostile = changed[0] if changed else (None, bool(conflict.mean() >= 0.5))
    of_force = name == "intensity" and hostile  # a rise of material conflict is shown by an act of it
    chosen = acts[acts["quad"] == _MATERIAL] if of_force else acts[conflict == hostile]
    weighty = heaviest(acts if chosen.empty and not of_force else chosen)
    return None if weighty.empty else str(weighty["event_id"].iloc[0])
