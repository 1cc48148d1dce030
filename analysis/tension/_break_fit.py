"""Breaks of one series: found, kept if they matter, dated, and set against what was known at the time."""

import itertools
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import stats

from analysis.tension import _break_costs as costs

Cost = costs.Counts | costs.Shares
Ints = npt.NDArray[np.int64]
Cell = tuple[int, int, int]
_LAGS = 8
_ROUNDS = 10
_SLACK = 2


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
    """A break seen from the end of row `known` on and no more at the end of row `dropped`."""

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
    least
        Smallest change that counts, in shares or in logarithms of rates.
    """

    def __init__(self, cost: Cost, *, penalty: float, least: float) -> None:
        self.cost = cost
        self._last = costs.search(cost, penalty)
        self._at = self._settle(costs.breaks_of(self._last, len(cost.signal)), least)
        self.inflation = _inflation(cost, self._at)
        self.p_value = min((self._weigh(cell)[1] for cell in self._cells()), default=1.0)

    def breaks(self, *, level: float, year: int) -> Fitted:
        """The breaks, dated at `level`, and the alarms withdrawn; `year` in periods."""
        seen = [costs.breaks_of(self._last, end) for end in range(len(self.cost.signal) + 1)]
        found = []
        for cell in self._cells():
            start, middle, end = cell
            low, high = _interval(self.cost, cell, self.inflation, level)
            known, known_as = _first_seen(seen, middle, low, high)
            before, after = self.cost.level(start, middle), self.cost.level(middle, end)
            change = _change(self.cost, cell)
            found.append(Break(middle, low, high, known - 1, known_as, before, after, change, *self._weigh(cell)))
        return Fitted(_episodes(found, year), _withdrawn(seen, found))

    def _cells(self, at: list[int] | None = None) -> list[Cell]:
        at = self._at if at is None else at
        edges = [0, *at, len(self.cost.signal)]
        return list(zip(edges[:-2], at, edges[2:], strict=True))

    def _gain(self, cell: Cell) -> float:
        start, middle, end = cell
        return self.cost.error(start, end) - self.cost.error(start, middle) - self.cost.error(middle, end)

    def _weigh(self, cell: Cell) -> tuple[float, float]:
        """Likelihood ratio of a break, and its p-value over all the places where it might be."""
        gain = self._gain(cell)
        return gain, min(1.0, len(self.cost.signal) * float(stats.chi2.sf(gain / self.inflation, 1)))

    def _settle(self, at: list[int], least: float) -> list[int]:
        """Leave out changes that are too small to matter, the weakest first, and place the others anew."""
        at = _placed(self.cost, at)
        while small := [cell for cell in self._cells(at) if abs(_change(self.cost, cell)) < least]:
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


def _change(cost: Cost, cell: Cell) -> float:
    start, middle, end = cell
    before, after = cost.level(start, middle), cost.level(middle, end)
    return float(np.log(after / before)) if isinstance(cost, costs.Counts) else after - before


def _placed(cost: Cost, at: list[int]) -> list[int]:
    """Move each break to its likeliest place between its neighbours until none moves."""
    at = list(at)
    for _ in range(_ROUNDS):
        before = list(at)
        for number in range(len(at)):
            start = at[number - 1] if number else 0
            end = at[number + 1] if number + 1 < len(at) else len(cost.signal)
            places, total = _profile(cost, start, end)
            at[number] = int(places[int(np.argmin(total))])
        if at == before:
            break
    return at


def _profile(cost: Cost, start: int, end: int) -> tuple[Ints, npt.NDArray[np.float64]]:
    """Places for a break between two others, and the cost of each."""
    places = np.arange(start + cost.min_size, end - cost.min_size + 1)
    return places, cost.errors(np.array([start]), places) + cost.errors(places, end)


def _interval(cost: Cost, cell: Cell, inflation: float, level: float) -> tuple[int, int]:
    """First and last of the likeliest places that together hold `level` of the posterior, all places alike before."""
    start, middle, end = cell
    places, total = _profile(cost, start, end)
    mass = np.exp(-(total - total.min()) / (2 * inflation))
    order = np.argsort(-mass, kind="stable")
    number = int(np.searchsorted(np.cumsum(mass[order]) / mass.sum(), level)) + 1
    chosen = places[order[:number]]
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
    """End of the first stretch that has the break, and the place that it gave."""
    for end in range(middle + 1, len(seen)):
        near = [one for one in seen[end] if low - _SLACK <= one <= high + _SLACK]
        if near:
            return end, min(near, key=lambda one: abs(one - middle))
    return len(seen) - 1, middle


def _withdrawn(seen: list[list[int]], found: list[Break]) -> list[Alarm]:
    """Breaks shown at some time, near none that is kept; runs of neighbouring places are one alarm."""
    alarms: list[Alarm] = []
    opened: dict[int, tuple[int, int]] = {}
    for end, places in enumerate(seen):
        stray = [one for one in places if not any(kept.low - _SLACK <= one <= kept.high + _SLACK for kept in found)]
        held: dict[int, tuple[int, int]] = {}
        for one in stray:
            old = next((key for key in opened if abs(key - one) <= _SLACK), None)
            held[one] = opened.pop(old) if old is not None else (one, end)
        alarms += [Alarm(place, known - 1, end - 1) for place, known in opened.values()]
        opened = held
    alarms += [Alarm(place, known - 1, len(seen) - 2) for place, known in opened.values()]
    return sorted(alarms, key=lambda one: (one.known, one.at))
