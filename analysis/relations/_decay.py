"""Sum events into rows of pair and period, with or without exponential decay.

Without decay a row holds the events of its own period. With a half-life it
looks back from the end of its period on all events so far, each weighted by
2^(-age / half-life). Exposure decays in the same way, so that a rate stays a
rate.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.events.periods import period_number, period_start
from analysis.relations import estimates

DYAD = ["a", "b", "directed"]
MIN_WEIGHT = 0.5
"""A row is kept while the events so far weigh at least this much."""
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class DecayedCounts:
    """The rows to be filled, and how events are summed into them.

    With decay over several periods the sums run over a grid of all pairs and
    all periods, of which `rows` are the cells that are kept. Without, each
    event belongs to one row.

    Attributes
    ----------
    rows
        `a`, `b`, `directed`, `period`; on a grid also `cell`, the row's position in it.
    cell
        Row, or cell of the grid, of each event.
    weight
        Weight of each event at the end of its own period.
    carry
        Factor by which the sum of each period decays until the end of the next;
        None where there is no grid.
    size
        Number of rows, or of cells in the grid.
    n_periods
        Periods in the grid.
    """

    rows: pd.DataFrame
    cell: Ints
    weight: Floats
    carry: Floats | None = None
    size: int = 0
    n_periods: int = 1

    def total(self, values: npt.NDArray[Any]) -> Floats:
        """Weighted sum of `values`, one for each event, by row."""
        return self._sum(values * self.weight, 1)

    def squared_weights(self, values: npt.NDArray[Any]) -> Floats:
        """Sum of `values` times the squared weights, by row."""
        return self._sum(values * self.weight**2, 2)

    def squared_sums(self, values: npt.NDArray[Any], clusters: Ints) -> Floats:
        """The square of the weighted sum of `values` of each cluster, summed by row.

        A cluster counts apart in each period that it reaches.
        """
        number = int(clusters.max()) + 1 if len(clusters) else 1
        parts, part = np.unique(self.cell * number + clusters, return_inverse=True)
        sums = np.bincount(part, values * self.weight, minlength=len(parts))
        return self._carried(_summed(parts // number, sums**2, self.size), 2)

    def undecayed(self, values: npt.NDArray[Any]) -> Floats:
        """Sum of `values` in the row's own period, without decay."""
        sums = _summed(self.cell, values, self.size)
        return sums if self.carry is None else sums[self.rows["cell"]]

    def _sum(self, values: npt.NDArray[Any], power: int) -> Floats:
        return self._carried(_summed(self.cell, values, self.size), power)

    def _carried(self, sums: Floats, power: int) -> Floats:
        """Sums by cell, each carried over into the periods after it, by row."""
        if self.carry is None:
            return sums
        decayed = _accumulate(sums.reshape(-1, self.n_periods), self.carry**power)
        return np.asarray(decayed.ravel()[self.rows["cell"]])


def _summed(cell: Ints, values: npt.NDArray[Any], size: int) -> Floats:
    return np.asarray(np.bincount(cell, values, minlength=size), dtype=np.float64)


def _accumulate(sums: Floats, carry: Floats) -> Floats:
    """Carry each column over into the next: S_j = s_j + carry_j * S_(j-1)."""
    for column in range(1, sums.shape[1]):
        sums[:, column] += carry[column] * sums[:, column - 1]
    return sums


def decayed_counts(long: pd.DataFrame, freq: str, half_life: float | None, seen: pd.Series) -> DecayedCounts:
    """Lay out the rows of `long`: one for each pair or direction and period.

    Parameters
    ----------
    long
        Events with `a`, `b`, `directed`, `day`, `period`, `count`.
    freq
        W, M, Q, Y or all.
    half_life
        In days; None for no decay.
    seen
        Exposure by day; its last day is the present of a single period.
    """
    if half_life is not None and freq != "all":
        return _on_grid(long, freq, half_life)
    grouped = long.groupby([*DYAD, "period"], sort=True)
    rows = grouped.size().index.to_frame(index=False)
    weight = np.ones(len(long))
    if half_life is not None:
        now = max(long["day"].max(), seen.index.max()) if len(seen) else long["day"].max()
        weight = estimates.decay((now - long["day"]).dt.days.fillna(np.inf), half_life)
    return DecayedCounts(rows, np.asarray(grouped.ngroup(), np.int64), weight, size=len(rows))


def _on_grid(long: pd.DataFrame, freq: str, half_life: float) -> DecayedCounts:
    """Rows for every period in which a pair acts, or its events so far still weigh `MIN_WEIGHT`."""
    number = period_number(long["day"], freq)
    first, width = number.min(), int(number.max() - number.min()) + 1
    grouped = long.groupby(DYAD, sort=True)
    pairs = grouped.size().index.to_frame(index=False)
    size = len(pairs) * width
    cell = np.asarray(grouped.ngroup(), np.int64) * width + (number - first)
    weight, carry = _weight_at_end(number, long["day"], freq, half_life), _carry(first, width, freq, half_life)
    count = long["count"].to_numpy()
    decayed = _accumulate(_summed(cell, count * weight, size).reshape(-1, width), carry).ravel()
    kept = np.flatnonzero((decayed >= MIN_WEIGHT) | (_summed(cell, count, size) > 0))
    rows = pairs.iloc[kept // width].assign(period=period_start(first + kept % width, freq), cell=kept)
    return DecayedCounts(rows.reset_index(drop=True), cell, weight, carry, size, width)


def _last_day(number: Ints, freq: str) -> pd.DatetimeIndex:
    return period_start(number + 1, freq) - pd.Timedelta(days=1)


def _weight_at_end(number: Ints, days: pd.Series, freq: str, half_life: float) -> Floats:
    """Weight of each day at the end of its own period."""
    return estimates.decay((_last_day(number, freq) - pd.DatetimeIndex(days)).days, half_life)


def _carry(first: int, width: int, freq: str, half_life: float) -> Floats:
    """Factor by which the sum of each period decays until the end of the next; 0 into the first."""
    lengths = np.diff(_last_day(np.arange(first, first + width), freq)) / np.timedelta64(1, "D")
    return np.concatenate([[0.0], estimates.decay(lengths, half_life)])


def exposures(starts: pd.Series, seen: pd.Series, freq: str, half_life: float | None) -> tuple[Floats, Floats]:
    """Exposure of each row's period as it was, and decayed as the events are.

    Parameters
    ----------
    starts
        First day of each row's period.
    seen
        Exposure by day.
    freq, half_life
        As for `decayed_counts`.
    """
    days, amount = pd.Series(seen.index, dtype="datetime64[us]"), seen.to_numpy(dtype=np.float64)
    if freq == "all":
        age = (days.max() - days).dt.days
        decayed = amount if half_life is None else amount * estimates.decay(age, half_life)
        return np.full(len(starts), amount.sum()), np.full(len(starts), decayed.sum())
    number, row_number = period_number(days, freq), period_number(starts, freq)
    kept = number <= row_number.max()
    number, days, amount = number[kept], days[kept], amount[kept]
    first = min([row_number.min(), *number])
    width = int(row_number.max() - first) + 1
    column, row_column = number - first, row_number - first
    read = _summed(column, amount, width)
    if half_life is None:
        return read[row_column], read[row_column]
    at_end = _summed(column, amount * _weight_at_end(number, days, freq, half_life), width).reshape(1, -1)
    return read[row_column], _accumulate(at_end, _carry(first, width, freq, half_life)).ravel()[row_column]
