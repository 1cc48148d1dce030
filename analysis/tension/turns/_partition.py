"""Breaks of one series: the exact search, the date of each break, and what was known when.

`search` is optimal partitioning (Jackson and others 2005, IEEE Signal
Processing Letters 12), which PELT speeds up by pruning. Done in one array
operation per period it is faster here, and it keeps the best breaks of every
stretch from the first period on: what could be known at the time.
"""

import itertools
from dataclasses import dataclass, replace

import numpy as np
from scipy import stats

from analysis import errors
from analysis.tension.turns._costs import Cost, Floats, Ints

Split = tuple[int, int, int]
"""A break between its neighbours: first row of the segment before, of the segment after, and the end of that."""

_LAGS = 8
_MAX_ROUNDS = 10
_SLACK = 2  # rows by which a break may move and still be the same


def search(cost: Cost, penalty: float) -> Ints:
    """Last break before each end in the cheapest segmentation up to there; `breaks_of` reads it.

    Raises
    ------
    InputError
        If the penalty is not above 0.
    """
    if not penalty > 0:
        msg = f"penalty {penalty!r} is not above 0"
        raise errors.InputError(msg)
    length, min_size = len(cost.signal), cost.min_size
    candidates = _candidates(cost.acts, min_size)
    best = np.full(length + 1, np.inf)
    best[0] = -penalty
    last = np.zeros(length + 1, dtype=np.int64)
    reach = np.searchsorted(candidates, np.arange(length + 1) - min_size, side="right")
    for end in range(min_size, length + 1):
        starts = candidates[: reach[end]]
        total = best[starts] + cost.errors(starts, end)
        cheapest = int(total.argmin())
        best[end], last[end] = total[cheapest] + penalty, starts[cheapest]
    return last


def _candidates(acts: Floats, min_size: int) -> Ints:
    """Where a segment may begin: at the first row, and near a period with acts.

    Within a stretch without acts the cost is concave in the position of a break, so
    that the ends of the stretch are cheapest. The margin of the shortest segment on both
    sides leaves room for breaks that a neighbour keeps from the very end.
    """
    busy = np.convolve(acts > 0, np.ones(2 * min_size), mode="full")[min_size : min_size + len(acts)] > 0
    return np.concatenate([[0], min_size + np.flatnonzero(busy[min_size:])])


def breaks_of(last: Ints, end: int) -> list[int]:
    """The breaks of the stretch from the first row up to `end`: the rows at which a new level begins."""
    found: list[int] = []
    while end > 0:
        end = int(last[end])
        if end > 0:
            found.append(end)
    return found[::-1]


@dataclass(frozen=True, slots=True)
class Break:
    """A break by row numbers: where the new level begins, its interval, when it was first seen and as what."""

    at: int
    low: int
    high: int
    known: int
    known_as: int
    before: float
    after: float
    change: float
    gain: float
    p_value: float
    episode: str = ""


@dataclass(frozen=True, slots=True)
class Alarm:
    """A break that was seen at the end of row `known` and no longer at the end of row `dropped`."""

    at: int
    known: int
    dropped: int


@dataclass(frozen=True, slots=True)
class Fitted:
    """Breaks, and alarms that were withdrawn."""

    breaks: list[Break]
    withdrawn: list[Alarm]


class Series:
    """One series and its breaks.

    Parameters
    ----------
    cost
        The cost, fitted to the series.
    penalty
        What a break must gain.
    min_change
        Smallest change that counts, as a difference of shares or a logarithm of a ratio of rates.
    """

    def __init__(self, cost: Cost, *, penalty: float, min_change: float) -> None:
        self.cost = cost
        self._last = search(cost, penalty)
        self._at = self._settle(breaks_of(self._last, len(cost.signal)), min_change)
        self.inflation = _inflation(cost, self._at)
        self.p_value = min((self._test(split)[1] for split in self._splits()), default=1.0)

    def breaks(self, *, level: float, year: int) -> Fitted:
        """The breaks, dated at `level`, and the alarms withdrawn; `year` is a year's number of periods."""
        seen = [breaks_of(self._last, end) for end in range(len(self.cost.signal) + 1)]
        found = []
        for split in self._splits():
            start, middle, end = split
            low, high = _interval(self.cost, split, self.inflation, level)
            known, known_as = _first_seen(seen, middle, low, high)
            before, after = self.cost.level(start, middle), self.cost.level(middle, end)
            change = _change(self.cost, split)
            found.append(Break(middle, low, high, known - 1, known_as, before, after, change, *self._test(split)))
        return Fitted(_episodes(found, year), _withdrawn(seen, found))

    def _splits(self, at: list[int] | None = None) -> list[Split]:
        at = self._at if at is None else at
        edges = [0, *at, len(self.cost.signal)]
        return list(zip(edges[:-2], at, edges[2:], strict=True))

    def _gain(self, split: Split) -> float:
        start, middle, end = split
        whole, before, after = self.cost.errors(np.array([start, start, middle]), np.array([end, middle, end]))
        return float(whole - before - after)

    def _test(self, split: Split) -> tuple[float, float]:
        """Likelihood ratio of a break, and its p-value over all the rows where it might be."""
        gain = self._gain(split)
        return gain, min(1.0, len(self.cost.signal) * float(stats.chi2.sf(gain / self.inflation, 1)))

    def _settle(self, at: list[int], min_change: float) -> list[int]:
        """Leave out changes that are too small to matter, the weakest first, and place the others anew."""
        at = _placed(self.cost, at)
        while small := [split for split in self._splits(at) if abs(_change(self.cost, split)) < min_change]:
            weakest = min(small, key=self._gain)[1]
            at = _placed(self.cost, [one for one in at if one != weakest])
        return at


def _episodes(found: list[Break], year: int) -> list[Break]:
    """Mark rises and falls that bound a high stretch of less than a year between lower ones."""
    out = list(found)
    for number in range(len(found) - 1):
        first, second = found[number], found[number + 1]
        if first.change > 0 > second.change and second.at - first.at < year:
            out[number] = replace(out[number], episode="begins")
            out[number + 1] = replace(out[number + 1], episode="ends")
    return out


def _change(cost: Cost, split: Split) -> float:
    start, middle, end = split
    return cost.change(cost.level(start, middle), cost.level(middle, end))


def _placed(cost: Cost, at: list[int]) -> list[int]:
    """Move each break to its likeliest row between its neighbours until none moves."""
    at = list(at)
    for _ in range(_MAX_ROUNDS):
        before = list(at)
        for number in range(len(at)):
            start = at[number - 1] if number else 0
            end = at[number + 1] if number + 1 < len(at) else len(cost.signal)
            rows, total = _profile(cost, start, end)
            at[number] = int(rows[int(np.argmin(total))])
        if at == before:
            break
    return at


def _profile(cost: Cost, start: int, end: int) -> tuple[Ints, Floats]:
    """Rows for a break between two others, and the cost of each."""
    rows = np.arange(start + cost.min_size, end - cost.min_size + 1)
    return rows, cost.errors(np.array([start]), rows) + cost.errors(rows, end)


def _interval(cost: Cost, split: Split, inflation: float, level: float) -> tuple[int, int]:
    """First and last of the likeliest rows that together hold `level` of the posterior, under a flat prior."""
    start, middle, end = split
    rows, total = _profile(cost, start, end)
    mass = np.exp(-(total - total.min()) / (2 * inflation))
    order = np.argsort(-mass, kind="stable")
    number = int(np.searchsorted(np.cumsum(mass[order]) / mass.sum(), level)) + 1
    chosen = rows[order[:number]]
    return min(int(chosen.min()), middle), max(int(chosen.max()), middle)


def _inflation(cost: Cost, at: list[int]) -> float:
    """Long-run variance of the residuals about the segments' levels (Newey and West 1987), at least 1."""
    edges = [0, *at, len(cost.signal)]
    z = np.concatenate([cost.residuals(start, end) for start, end in itertools.pairwise(edges)])
    if len(z) <= _LAGS:
        return 1.0
    total = float((z**2).mean())
    for lag in range(1, _LAGS + 1):
        total += 2 * (1 - lag / (_LAGS + 1)) * float((z[lag:] * z[:-lag]).mean())
    return max(1.0, total)


def _first_seen(seen: list[list[int]], middle: int, low: int, high: int) -> tuple[int, int]:
    """End of the first stretch that has the break, and the row that it gave."""
    for end in range(middle + 1, len(seen)):
        near = [one for one in seen[end] if low - _SLACK <= one <= high + _SLACK]
        if near:
            return end, min(near, key=lambda one: abs(one - middle))
    return len(seen) - 1, middle


def _withdrawn(seen: list[list[int]], found: list[Break]) -> list[Alarm]:
    """Breaks that were shown at some time and are near none that is kept; neighbouring rows are one alarm."""
    alarms: list[Alarm] = []
    open_alarms: dict[int, tuple[int, int]] = {}
    for end, rows in enumerate(seen):
        stray = [one for one in rows if not any(kept.low - _SLACK <= one <= kept.high + _SLACK for kept in found)]
        still_open: dict[int, tuple[int, int]] = {}
        for one in stray:
            old = next((row for row in open_alarms if abs(row - one) <= _SLACK), None)
            still_open[one] = open_alarms.pop(old) if old is not None else (one, end)
        alarms += [Alarm(row, known - 1, end - 1) for row, known in open_alarms.values()]
        open_alarms = still_open
    alarms += [Alarm(row, known - 1, len(seen) - 2) for row, known in open_alarms.values()]
    return sorted(alarms, key=lambda one: (one.known, one.at))


def p_value_bound(p_values: Floats, false_discovery_rate: float) -> float:
    """Largest p-value of a break that stands when all the series searched are weighed together.

    A series' p-value is that of its clearest break. Series are chosen after
    Benjamini and Hochberg (1995, Journal of the Royal Statistical Society B 57);
    within the chosen ones a break stays if its p-value is at most the rate times
    the share of series chosen (Benjamini and Bogomolov 2014, same journal, 76).
    With no series chosen the bound is 0.
    """
    known = p_values[~np.isnan(p_values)]
    if not len(known):
        return 0.0
    chosen = int((stats.false_discovery_control(known) <= false_discovery_rate).sum())
    return false_discovery_rate * chosen / len(known)
