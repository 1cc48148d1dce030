"""What a stretch of one level costs: of counts and of shares, and how much both vary beyond chance.

Both costs are deviances (-2 log-likelihood) that allow for overdispersion.
Counts are negative binomial with variance mean * (1 + rate / size): Poisson while
little happens, proportional once much does (Hilbe, Negative Binomial
Regression, 2011, 8.1). Shares are binomial with correlated acts: n acts of one
period count as n / (1 + (n - 1) * rho) (Williams 1982, Applied Statistics 31).
"""

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_SIZES = 2.0 ** np.arange(-5, 7.25, 0.25)
_USUAL_SIZE, _USUAL_SPREAD = 3.0, 0.5
_USUAL_RHO, _RHO_STRENGTH = 0.1, 20.0
_PRIOR = 0.25  # of an act in each class: keeps rates above 0 and shares between 0 and 1


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
        count, seen = self.sums(starts, end).T
        rate = (count + _PRIOR) / np.maximum(seen, 1e-9)
        size = self.size * seen
        likelihood = count * np.log(rate) - (count + size) * np.log(rate + self.size) + size * np.log(self.size)
        return np.asarray(-2.0 * likelihood)

    def sums(self, starts: Ints, end: Ints | int) -> Floats:
        """Acts and exposure of the segments that begin at each of `starts` and end before `end`."""
        return np.asarray(self._sums[end] - self._sums[starts])

    def rate(self, count: Floats, seen: Floats) -> Floats:
        """Acts in a period of typical exposure, kept above 0."""
        return np.asarray((count + _PRIOR) / (seen + _PRIOR))

    def level(self, start: int, end: int) -> float:
        """Acts in a period of typical exposure, of one segment."""
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


def size_of(count: Floats, exposure: Floats, *, spread: float = _USUAL_SPREAD) -> float:
    """Size of the negative binomial, from how neighbouring periods share their sum.

    Given the sum of two periods of one rate, the first is Beta-binomial whatever the
    rate, so that breaks hardly touch the estimate. A log-normal prior about 3, with that
    spread of the logarithm, steadies short series.
    """
    first, second = count[:-1], count[1:]
    both = (first + second > 0) & (exposure[:-1] > 0) & (exposure[1:] > 0)
    one, two = (_SIZES[:, None] * part[both] for part in (exposure[:-1], exposure[1:]))
    fit = (special.betaln(first[both] + one, second[both] + two) - special.betaln(one, two)).sum(axis=1)
    prior = -0.5 * (np.log(_SIZES / _USUAL_SIZE) / spread) ** 2
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
