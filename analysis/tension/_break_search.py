"""Breaks of one series: the cost of a segment, the exact search, the date of each break, and what was known when.

Both costs are deviances (-2 log-likelihood) that allow for overdispersion.
Counts are negative binomial with variance mean * (1 + rate / size): Poisson while
little happens, proportional once much does (Hilbe, Negative Binomial
Regression, 2011, 8.1). Shares are binomial with correlated acts: n acts of one
period count as n / (1 + (n - 1) * rho) (Williams 1982, Applied Statistics 31).

`search` is optimal partitioning (Jackson and others 2005, IEEE Signal
Processing Letters 12), which PELT speeds up by pruning. Done in one array
operation per period it is faster here, and it keeps the best breaks of every
stretch from the first period on: what could be known at the time.
"""

import itertools
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import special, stats

from analysis import errors

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Split = tuple[int, int, int]
"""A break between its neighbours: first row of the segment before, of the segment after, and the end of that."""

_SIZES = 2.0 ** np.arange(-3, 7.25, 0.25)
_USUAL_SIZE, _USUAL_SPREAD = 3.0, 0.5
_USUAL_RHO, _RHO_STRENGTH = 0.1, 20.0
_PRIOR = 0.25  # of an act in each class: keeps rates above 0 and shares between 0 and 1
_LAGS = 8
_MAX_ROUNDS = 10
_SLACK = 2  # rows by which a break may move and still be the same


class Counts:
    """Cost of one rate: counts and exposure in the two columns of the signal."""

    def __init__(self, size: float, min_size: int = 2) -> None:
        self.size, self.min_size = size, min_size

    def fit(self, signal: Floats) -> "Counts":
        """Take the signal; the exposure is in units of its typical period."""
        self.signal, self.acts = signal, signal[:, 0]
        self._sums = np.vstack([np.zeros((1, 2)), np.cumsum(signal, axis=0)])
        return self

    def errors(self, starts: Ints, end: Ints | int) -> Floats:
        """Costs of the segments that begin at each of `starts` and end before `end`, one or as many."""
        count, seen = (self._sums[end] - self._sums[starts]).T
        rate = (count + _PRIOR) / np.maximum(seen, 1e-9)
        size = self.size * seen
        likelihood = count * np.log(rate) - (count + size) * np.log(rate + self.size) + size * np.log(self.size)
        return np.asarray(-2.0 * likelihood)

    def level(self, start: int, end: int) -> float:
        """Acts in a period of typical exposure."""
        count, seen = self._sums[end] - self._sums[start]
        return float((count + _PRIOR) / (seen + _PRIOR))

    def change(self, before: float, after: float) -> float:
        """Logarithm of the ratio of two levels."""
        return float(np.log(after / before))

    def residuals(self, start: int, end: int) -> Floats:
        """Pearson residuals of a segment about its own rate."""
        count, seen = self.signal[start:end].T
        mean = np.maximum(self.level(start, end), 1e-9) * seen
        deviation = np.sqrt(np.maximum(mean * (1 + self.level(start, end) / self.size), 1e-9))
        return np.asarray((count - mean) / deviation)


class Shares:
    """Cost of one share: conflict acts and all acts in the two columns of the signal."""

    def __init__(self, rho: float, min_size: int = 2) -> None:
        self.rho, self.min_size = rho, min_size

    def fit(self, signal: Floats) -> "Shares":
        """Take the signal; periods without an act carry no information."""
        self.signal, self.acts = signal, signal.sum(axis=1)
        conflict, n = signal.T
        self._effective = n / (1 + np.maximum(n - 1, 0) * self.rho)
        share = np.divide(conflict, n, out=np.zeros_like(n), where=n > 0)
        weighted = np.column_stack([share * self._effective, self._effective])
        self._sums = np.vstack([np.zeros((1, 2)), np.cumsum(weighted, axis=0)])
        return self

    def errors(self, starts: Ints, end: Ints | int) -> Floats:
        """Costs of the segments that begin at each of `starts` and end before `end`, one or as many."""
        conflict, n = (self._sums[end] - self._sums[starts]).T
        share = (conflict + _PRIOR) / (n + 2 * _PRIOR)
        return np.asarray(-2.0 * (conflict * np.log(share) + (n - conflict) * np.log1p(-share)))

    def level(self, start: int, end: int) -> float:
        """Conflict share of a segment."""
        conflict, n = self._sums[end] - self._sums[start]
        return float((conflict + _PRIOR) / (n + 2 * _PRIOR))

    def change(self, before: float, after: float) -> float:
        """Difference of two levels."""
        return after - before

    def residuals(self, start: int, end: int) -> Floats:
        """Pearson residuals of the periods with acts about the segment's own share."""
        conflict, n = self.signal[start:end].T
        share, effective = self.level(start, end), self._effective[start:end]
        observed = np.divide(conflict, n, out=np.zeros_like(n), where=n > 0)
        return np.asarray(((observed - share) * np.sqrt(effective / (share * (1 - share))))[n > 0])


Cost = Counts | Shares


def size_of(count: Floats, exposure: Floats) -> float:
    """Size of the negative binomial, from how neighbouring periods share their sum.

    Given the sum of two periods of one rate, the first is Beta-binomial whatever the
    rate, so that breaks hardly touch the estimate. A log-normal prior about 3 steadies short series.
    """
    first, second = count[:-1], count[1:]
    both = (first + second > 0) & (exposure[:-1] > 0) & (exposure[1:] > 0)
    one, two = (_SIZES[:, None] * part[both] for part in (exposure[:-1], exposure[1:]))
    fit = (special.betaln(first[both] + one, second[both] + two) - special.betaln(one, two)).sum(axis=1)
    prior = -0.5 * (np.log(_SIZES / _USUAL_SIZE) / _USUAL_SPREAD) ** 2
    return float(_SIZES[int(np.argmax(fit + prior))])


def rho_of(conflict: Floats, n: Floats) -> float:
    """Correlation of the acts of one period, from how the shares of neighbouring periods differ; 0 to 0.5."""
    both = (n[:-1] > 0) & (n[1:] > 0)
    before, after = n[:-1][both], n[1:][both]
    if not len(before):
        return _USUAL_RHO
    one, two = conflict[:-1][both] / before, conflict[1:][both] / after
    within = (one * (1 - two) + two * (1 - one)) / 2
    weight = before * after / (before + after)
    excess = (weight * ((one - two) ** 2 - within * (1 / before + 1 / after))).sum()
    room = (weight * within * (2 - 1 / before - 1 / after)).sum()
    usual = _RHO_STRENGTH * float(np.mean(weight)) * 0.25
    return float(np.clip((excess + usual * _USUAL_RHO) / (room + usual), 0.0, 0.5))


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
