"""What changed lately between pairs of actors: the recent past against the time before it.

A change is told only where the bands of the two do not overlap; what is not
clear stays so. It is an observation about what was reported, not a cause.
"""

from collections.abc import Sequence
from html import escape

import numpy as np
import pandas as pd

from analysis import errors
from analysis.tension import measures

RISES, FALLS, UNCLEAR = "rises", "falls", "no clear change"
ARROWS = {RISES: "\u25b2", FALLS: "\u25bc", UNCLEAR: "\u2013"}
COMPONENTS = ("direction", "intensity")
_PARTS = tuple(f"{name}{end}" for name in COMPONENTS for end in ("", "_low", "_high"))
COLUMNS = (
    "a", "b", "since", "n", "n_before", *_PARTS, *(f"{name}_before" for name in _PARTS),
    *(f"{name}_change" for name in COMPONENTS),
)  # fmt: skip


def table(
    counts: pd.DataFrame,
    *,
    freq: str,
    recent: int,
    before: int | None = None,
    only: Sequence[str] | None = None,
    least: float = 0,
    exposure: pd.Series | pd.DataFrame | str | None = None,
    level: float = 0.9,
) -> pd.DataFrame:
    """Compare the last `recent` periods of each pair with those before.

    Parameters
    ----------
    counts
        A table of counts, or an events frame.
    freq
        D, W, M, Q or Y.
    recent, before
        Periods of the recent past, and of the time before it (four times as many
        by default).
    only, least, exposure, level
        As for `tension.measure`, which gives levels and bands.

    Returns
    -------
    changes
        One row for each pair: `since`, the first day of the recent past; `n` and
        `n_before`, the acts of both; direction and intensity with their bands, and
        the same `_before`; `direction_change` and `intensity_change`, one of
        rises (more conflict), falls and no clear change. Pairs whose direction
        moved come first, then those whose intensity did, then the busiest. No rows where
        there is no time before the recent past.

    Raises
    ------
    InputError
        If a window is shorter than one period.
    """
    before = 4 * recent if before is None else before
    if recent < 1 or before < 1:
        msg = f"windows of {recent} and {before} periods are not both above 0"
        raise errors.InputError(msg)
    new, old = (
        measures.measure(counts, freq=freq, window=size, only=only, least=least, exposure=exposure, level=level)
        for size in (recent, before)
    )
    periods = np.sort(new.loc[new["complete"], "period"].unique())
    if len(periods) <= recent:
        return pd.DataFrame(columns=list(COLUMNS))
    since = pd.Timestamp(periods[-recent])
    now = _window(new, periods[-recent:])
    then = _window(old, periods[-recent - before : -recent])
    joined = now.join(then.add_suffix("_before")).reset_index().assign(since=since)
    for name in COMPONENTS:
        joined[f"{name}_change"] = _change(joined, name)
    joined["moved"] = 2 * (joined["direction_change"] != UNCLEAR) + (joined["intensity_change"] != UNCLEAR)
    joined = joined.sort_values(["moved", "n", "a", "b"], ascending=[False, False, True, True], kind="stable")
    return joined[list(COLUMNS)].reset_index(drop=True)


def _window(measured: pd.DataFrame, periods: np.ndarray) -> pd.DataFrame:
    """The measures at the last of `periods`, with the acts of all of them."""
    inside = measured[measured["period"].isin(periods)]
    at_end = inside[inside["period"] == periods[-1]].set_index(["a", "b"])[list(_PARTS)]
    window: pd.DataFrame = at_end.assign(n=inside.groupby(["a", "b"])["n"].sum())
    return window


def _change(rows: pd.DataFrame, name: str) -> np.ndarray:
    up = rows[f"{name}_low"] > rows[f"{name}_high_before"]
    down = rows[f"{name}_high"] < rows[f"{name}_low_before"]
    return np.select([up, down], [RISES, FALLS], UNCLEAR)


def spark(values: Sequence[float], *, title: str, top: float | None = None) -> str:
    """A small line as inline SVG above a dashed one at half height; a gap where a value is missing.

    Parameters
    ----------
    values
        The series, oldest first.
    title
        What it shows, for those who cannot see it.
    top
        The value at the upper edge; None takes the largest.
    """
    wide, high, known = 130.0, 30.0, [value for value in values if value == value]
    most = max(known, default=1.0) if top is None else top
    half = high - 1 - (high - 2) / 2
    step = wide / max(len(values) - 1, 1)
    pieces, pen = [], "M"
    for number, value in enumerate(values):
        if value != value:
            pen = "M"
            continue
        pieces.append(f"{pen}{number * step:.1f} {high - 1 - (high - 2) * value / (most or 1.0):.1f}")
        pen = "L"
    axis = f'<path d="M0 {half:.0f}H{wide:.0f}" stroke="#bbb" stroke-width=".7" stroke-dasharray="2 2"/>'
    line = f'<path d="{"".join(pieces)}" fill="none" stroke="#222" stroke-width="1.2" stroke-linecap="round"/>'
    return (
        f'<svg width="{wide:.0f}" height="{high:.0f}" viewBox="0 0 {wide:.0f} {high:.0f}" role="img" '
        f'aria-label="{escape(title)}">{axis}{line}</svg>'
    )
