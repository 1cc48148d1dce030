"""What a segment without a break costs: counts against exposure, conflict shares; and the exact search.

Both costs are deviances (-2 log-likelihood) that allow for acts that come in
clumps, and both are `ruptures` costs, for use with any of its searches. Counts
are negative binomial with variance mean * (1 + rate / size): Poisson while
little happens, proportional once much does (Hilbe, Negative Binomial
Regression, 2011, 8.1). Shares are binomial with correlated acts: n acts of one
period are worth n / (1 + (n - 1) * rho) (Williams 1982, Applied Statistics 31).

`search` is the recursion of Jackson and others (2005, IEEE Signal Processing
Letters 12) that `ruptures.Pelt` speeds up by pruning; done in one array
operation for each period it is faster here, and it keeps the best breaks of
every stretch from the first period on: what could be known at the time.
"""

import numpy as np
import numpy.typing as npt
from ruptures.base import BaseCost
from scipy import special

from analysis import errors

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_SIZES = 2.0 ** np.arange(-3, 7.25, 0.25)
_USUAL_SIZE, _USUAL_SPREAD = 3.0, 0.5
_USUAL_RHO, _RHO_WORTH = 0.1, 20.0
_HALF = 0.25


class Counts(BaseCost):  # type: ignore[misc]
    """Cost of one rate: counts and exposure in the two columns of the signal."""

    model = "counts"

    def __init__(self, size: float, min_size: int = 2) -> None:
        self.size, self.min_size = size, min_size

    def fit(self, signal: Floats) -> "Counts":
        """Take the signal; the exposure is in units of its typical period."""
        self.signal = signal
        self._sums = np.vstack([np.zeros((1, 2)), np.cumsum(signal, axis=0)])
        return self

    def error(self, start: int, end: int) -> float:
        """Cost of the periods from `start` up to `end`, not included."""
        return float(self.errors(np.array([start]), end)[0])

    def errors(self, starts: Ints, end: Ints | int) -> Floats:
        """Costs of the stretches that begin at each of `starts` and end before `end`, one or as many."""
        count, seen = (self._sums[end] - self._sums[starts]).T
        rate = (count + _HALF) / np.maximum(seen, 1e-9)
        worth = self.size * seen
        own = count * np.log(rate) - (count + worth) * np.log(rate + self.size) + worth * np.log(self.size)
        return np.asarray(-2.0 * own)

    def level(self, start: int, end: int) -> float:
        """Acts in a period of typical exposure."""
        count, seen = self._sums[end] - self._sums[start]
        return float((count + _HALF) / (seen + _HALF))

    def residuals(self, start: int, end: int) -> Floats:
        """Pearson residuals of a stretch about its own rate."""
        count, seen = self.signal[start:end].T
        mean = np.maximum(self.level(start, end), 1e-9) * seen
        spread = np.sqrt(np.maximum(mean * (1 + self.level(start, end) / self.size), 1e-9))
        return np.asarray((count - mean) / spread)


class Shares(BaseCost):  # type: ignore[misc]
    """Cost of one share: conflict acts and all acts in the two columns of the signal."""

    model = "shares"

    def __init__(self, rho: float, min_size: int = 2) -> None:
        self.rho, self.min_size = rho, min_size

    def fit(self, signal: Floats) -> "Shares":
        """Take the signal; periods without an act say nothing."""
        self.signal = signal
        conflict, n = signal.T
        self._worth = n / (1 + np.maximum(n - 1, 0) * self.rho)
        share = np.divide(conflict, n, out=np.zeros_like(n), where=n > 0)
        weighed = np.column_stack([share * self._worth, self._worth])
        self._sums = np.vstack([np.zeros((1, 2)), np.cumsum(weighed, axis=0)])
        return self

    def error(self, start: int, end: int) -> float:
        """Cost of the periods from `start` up to `end`, not included."""
        return float(self.errors(np.array([start]), end)[0])

    def errors(self, starts: Ints, end: Ints | int) -> Floats:
        """Costs of the stretches that begin at each of `starts` and end before `end`, one or as many."""
        conflict, worth = (self._sums[end] - self._sums[starts]).T
        share = (conflict + _HALF) / (worth + 2 * _HALF)
        return np.asarray(-2.0 * (conflict * np.log(share) + (worth - conflict) * np.log1p(-share)))

    def level(self, start: int, end: int) -> float:
        """Conflict share of a stretch."""
        conflict, worth = self._sums[end] - self._sums[start]
        return float((conflict + _HALF) / (worth + 2 * _HALF))

    def residuals(self, start: int, end: int) -> Floats:
        """Pearson residuals of the periods with acts about the stretch's own share."""
        conflict, n = self.signal[start:end].T
        share, worth = self.level(start, end), self._worth[start:end]
        own = np.divide(conflict, n, out=np.zeros_like(n), where=n > 0)
        return np.asarray(((own - share) * np.sqrt(worth / (share * (1 - share))))[n > 0])


def size_of(count: Floats, exposure: Floats) -> float:
    """Size of the negative binomial, from how neighbouring periods share their sum.

    Given the sum of two periods of one rate the first is Beta-binomial, whatever the
    rate: breaks hardly touch the estimate. A log-normal prior about 3 steadies short series.
    """
    first, second = count[:-1], count[1:]
    both = (first + second > 0) & (exposure[:-1] > 0) & (exposure[1:] > 0)
    one, two = (_SIZES[:, None] * part[both] for part in (exposure[:-1], exposure[1:]))
    fit = (special.betaln(first[both] + one, second[both] + two) - special.betaln(one, two)).sum(axis=1)
    prior = -0.5 * (np.log(_SIZES / _USUAL_SIZE) / _USUAL_SPREAD) ** 2
    return float(_SIZES[int(np.argmax(fit + prior))])


def rho_of(conflict: Floats, n: Floats) -> float:
    """Correlation of acts of one period, from how the shares of neighbouring periods differ; 0 to 0.5."""
    both = (n[:-1] > 0) & (n[1:] > 0)
    before, after = n[:-1][both], n[1:][both]
    if not len(before):
        return _USUAL_RHO
    one, two = conflict[:-1][both] / before, conflict[1:][both] / after
    within = (one * (1 - two) + two * (1 - one)) / 2
    weight = before * after / (before + after)
    excess = (weight * ((one - two) ** 2 - within * (1 / before + 1 / after))).sum()
    room = (weight * within * (2 - 1 / before - 1 / after)).sum()
    usual = _RHO_WORTH * float(np.mean(weight)) * 0.25
    return float(np.clip((excess + usual * _USUAL_RHO) / (room + usual), 0.0, 0.5))


def search(cost: Counts | Shares, penalty: float) -> Ints:
    """Last break before each end, for the cheapest segments up to there; `breaks_of` reads it.

    Raises
    ------
    InputError
        If the penalty is not above 0.
    """
    if not penalty > 0:
        msg = f"penalty {penalty!r} is not above 0"
        raise errors.InputError(msg)
    length, shortest = len(cost.signal), cost.min_size
    places = _places(cost.signal[:, 0] + cost.signal[:, 1] * (cost.model == "shares"), shortest)
    best = np.full(length + 1, np.inf)
    best[0] = -penalty
    last = np.zeros(length + 1, dtype=np.int64)
    reach = np.searchsorted(places, np.arange(length + 1) - shortest, side="right")
    for end in range(shortest, length + 1):
        starts = places[: reach[end]]
        total = best[starts] + cost.errors(starts, end)
        at = int(total.argmin())
        best[end], last[end] = total[at] + penalty, starts[at]
    return last


def _places(acts: Floats, shortest: int) -> Ints:
    """Where a segment may begin: first, and near a period with acts.

    Within a stretch without acts the cost is concave in the place of a break, so
    that its ends are cheapest; the shortest length on both sides leaves room for breaks
    that another one keeps from the very end.
    """
    busy = np.convolve(acts > 0, np.ones(2 * shortest), mode="full")[shortest : shortest + len(acts)] > 0
    return np.concatenate([[0], shortest + np.flatnonzero(busy[shortest:])])


def breaks_of(last: Ints, end: int) -> list[int]:
    """The breaks of the stretch from the first period up to `end`: where a new level begins."""
    found: list[int] = []
    while end > 0:
        end = int(last[end])
        if end > 0:
            found.append(end)
    return found[::-1]
