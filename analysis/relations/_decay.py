"""Sum acts into rows of pair and period, with or without decay.

Without decay a row holds the acts of its own period. With a half-life it looks
back from the end of its period on all acts so far, each worth
2^(-age / half-life); exposure fades in the same way, so that a rate stays a
rate.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.events.periods import start_of_each
from analysis.relations import estimates

DYAD = ["a", "b", "directed"]
FAINT = 0.5
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cells:
    """Rows to be filled (`rows`) and how acts are summed into them.

    Attributes
    ----------
    code, weight
        Row, or place in the grid of pairs and periods, and weight of each act.
    fades
        What is left of a period's sum in the next; None without a grid.
    size, width
        Places in all, and periods in the grid.
    """

    rows: pd.DataFrame
    code: npt.NDArray[np.int64]
    weight: Floats
    fades: Floats | None = None
    size: int = 0
    width: int = 1

    def total(self, values: npt.NDArray[Any]) -> Floats:
        """Weighted sum of `values`, one for each act, by row."""
        return self._sum(values * self.weight, 1)

    def squares(self, values: npt.NDArray[Any]) -> Floats:
        """Sum of `values` times the squared weights, by row."""
        return self._sum(values * self.weight**2, 2)

    def raw(self, values: npt.NDArray[Any]) -> Floats:
        """Sum of `values` of the row's own period, without decay."""
        dense = _summed(self.code, values, self.size)
        return dense if self.fades is None else dense[self.rows["cell"]]

    def _sum(self, values: npt.NDArray[Any], power: int) -> Floats:
        dense = _summed(self.code, values, self.size)
        if self.fades is None:
            return dense
        faded = _accumulate(dense.reshape(-1, self.width), self.fades**power)
        return np.asarray(faded.ravel()[self.rows["cell"]])


def _summed(code: npt.NDArray[np.int64], values: npt.NDArray[Any], size: int) -> Floats:
    return np.asarray(np.bincount(code, values, minlength=size), dtype=np.float64)


def _accumulate(sums: Floats, fades: Floats) -> Floats:
    """Let each column fade into the next: S_j = s_j + fade_j * S_(j-1)."""
    for column in range(1, sums.shape[1]):
        sums[:, column] += fades[column] * sums[:, column - 1]
    return sums


def cells(long: pd.DataFrame, freq: str, half_life: float | None, seen: pd.Series) -> Cells:
    """The rows that `long` fills, one for each pair or direction and period.

    Parameters
    ----------
    long
        Acts with `a`, `b`, `directed`, `day`, `period`.
    freq
        W, M, Q, Y or all.
    half_life
        In days; None for no decay.
    seen
        Exposure by day; its last day is the present of a single period.
    """
    if half_life is not None and freq != "all":
        return _faded_cells(long, freq, half_life)
    grouped = long.groupby([*DYAD, "period"], sort=True)
    rows = grouped.size().index.to_frame(index=False)
    weight = np.ones(len(long))
    if half_life is not None:
        now = max(long["day"].max(), seen.index.max()) if len(seen) else long["day"].max()
        weight = estimates.decay((now - long["day"]).dt.days.fillna(np.inf), half_life)
    return Cells(rows, np.asarray(grouped.ngroup(), np.int64), weight, size=len(rows))


def _faded_cells(long: pd.DataFrame, freq: str, half_life: float) -> Cells:
    """Rows for every period in which a pair acts or its acts so far still weigh `FAINT`."""
    spans = pd.period_range(long["period"].min(), long["period"].max(), freq=freq)
    column = _places(spans, long["period"], freq)
    grouped = long.groupby(DYAD, sort=True)
    pairs = grouped.size().index.to_frame(index=False)
    width = len(spans)
    code = np.asarray(grouped.ngroup(), np.int64) * width + column
    weight, fades = _own_decay(spans, column, long["day"], half_life), _fades(spans, half_life)
    count = long["count"].to_numpy()
    weighed = _accumulate(_summed(code, count * weight, len(pairs) * width).reshape(-1, width), fades).ravel()
    cell = np.flatnonzero((weighed >= FAINT) | (_summed(code, count, len(pairs) * width) > 0))
    rows = pairs.iloc[cell // width].assign(period=spans.start_time[cell % width].astype("datetime64[us]"), cell=cell)
    return Cells(rows.reset_index(drop=True), code, weight, fades, len(pairs) * width, width)


def _places(spans: pd.PeriodIndex, days: pd.Series, freq: str) -> npt.NDArray[np.int64]:
    return np.asarray(spans.get_indexer(pd.PeriodIndex(days.dt.to_period(freq))), dtype=np.int64)


def _own_decay(spans: pd.PeriodIndex, column: npt.NDArray[np.int64], days: pd.Series, half_life: float) -> Floats:
    """Weight of each day at the end of its own period."""
    lag = (spans.end_time.normalize()[column] - pd.DatetimeIndex(days)).days
    return estimates.decay(lag, half_life)


def _fades(spans: pd.PeriodIndex, half_life: float) -> Floats:
    """What is left of each period's sum at the end of the next."""
    ends = spans.end_time.normalize().to_numpy()
    return np.concatenate([[0.0], estimates.decay(np.diff(ends) / np.timedelta64(1, "D"), half_life)])


def exposures(periods: pd.Series, seen: pd.Series, freq: str, half_life: float | None) -> tuple[Floats, Floats]:
    """Exposure of each row's period as it was, and faded as the acts are.

    Parameters
    ----------
    periods
        First day of each row's period.
    seen
        Exposure by day.
    freq, half_life
        As for `cells`.
    """
    days, amount = pd.Series(seen.index, dtype="datetime64[us]"), seen.to_numpy(dtype=np.float64)
    if freq == "all":
        ages = (days.max() - days).dt.days
        faded = amount if half_life is None else amount * estimates.decay(ages, half_life)
        return np.full(len(periods), amount.sum()), np.full(len(periods), faded.sum())
    first = min([periods.min(), *start_of_each(days, freq)])
    spans = pd.period_range(first, periods.max(), freq=freq)
    at = _places(spans, days, freq)
    at, days, amount = at[at >= 0], days[at >= 0], amount[at >= 0]
    whole = _summed(at, amount, len(spans))
    place = _places(spans, periods, freq)
    if half_life is None:
        return whole[place], whole[place]
    own = _summed(at, amount * _own_decay(spans, at, days, half_life), len(spans))
    return whole[place], _accumulate(own.reshape(1, -1), _fades(spans, half_life)).ravel()[place]
