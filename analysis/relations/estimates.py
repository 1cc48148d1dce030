"""Shares and rates with credible intervals: Beta-binomial conflict share, Gamma-Poisson intensity, decay.

The sign convention of the package holds: a share of 1 is all conflict, 0 all
cooperation. Credible intervals are equal-tailed, at `level`.

References
----------
Gelman and others, Bayesian Data Analysis (3rd edition 2013), sections 2.4 and
2.6, for the Beta-binomial and the Gamma-Poisson model.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from analysis import errors

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its credible interval, one entry for each row."""

    value: Floats
    low: Floats
    high: Floats


def beta_share(
    conflict: npt.ArrayLike, events: npt.ArrayLike, *, strength: float, base: float, level: float = 0.9
) -> Estimate:
    """Conflict share (m + k*pi) / (n + k), with an interval from Beta(m + k*pi, n - m + k*(1 - pi)).

    Parameters
    ----------
    conflict, events
        m and n; weighted sums are allowed.
    strength
        k, what the prior is worth in events, above 0.
    base
        pi, the conflict share of the prior, between 0 and 1.
    level
        Mass of the interval.

    Raises
    ------
    InputError
        If strength, base or level are out of range.
    """
    _within("level", level)
    _within("base share", base)
    if not strength > 0:
        msg = f"prior strength {strength!r} is not above 0"
        raise errors.InputError(msg)
    m, n = np.asarray(conflict, float), np.asarray(events, float)
    above, below = m + strength * base, np.maximum(n - m, 0.0) + strength * (1 - base)
    tail = (1 - level) / 2
    return Estimate(above / (above + below), stats.beta.ppf(tail, above, below), stats.beta.ppf(1 - tail, above, below))


def gamma_rate(
    counts: npt.ArrayLike,
    exposure: npt.ArrayLike,
    *,
    shape: float,
    rate: float,
    level: float = 0.9,
    per: float = 1000.0,
) -> Estimate:
    """Intensity (y + a) / (E + b), times `per`, with an interval from Gamma(y + a, E + b).

    The intensity is missing where the exposure is 0, because nothing was read.

    Parameters
    ----------
    counts, exposure
        y and E.
    shape, rate
        a and b of the prior.
    level
        Mass of the interval.
    per
        Units of exposure that the rate refers to.
    """
    _within("level", level)
    y, seen = np.asarray(counts, float), np.asarray(exposure, float)
    tail, scale = (1 - level) / 2, per / (seen + rate)
    value = np.where(seen > 0, (y + shape) * scale, np.nan)
    low, high = (np.where(seen > 0, stats.gamma.ppf(q, y + shape) * scale, np.nan) for q in (tail, 1 - tail))
    return Estimate(value, low, high)


def rate_prior(counts: npt.ArrayLike, exposure: npt.ArrayLike, *, worth: float = 0.5) -> tuple[float, float]:
    """Shape and rate of a Gamma prior worth `worth` events, whose mean is the mean rate of all rows.

    Without any event the rate is the mean exposure: fewer than one event in all
    that was read.
    """
    y, seen = np.asarray(counts, float), np.asarray(exposure, float)
    total, read = float(y.sum()), float(seen.sum())
    if total > 0 and read > 0:
        return worth, worth * read / total
    return worth, float(seen.mean()) if read > 0 else 1.0


def decay(days: npt.ArrayLike, half_life: float) -> Floats:
    """Weight 2^(-days / half_life) of events `days` ago; 1 for events still to come."""
    if not half_life > 0:
        msg = f"half-life {half_life!r} is not above 0 days"
        raise errors.InputError(msg)
    return np.asarray(np.exp2(-np.maximum(np.asarray(days, float), 0.0) / half_life))


def _within(name: str, value: float) -> None:
    if not 0 < value < 1:
        msg = f"{name} {value!r} is not between 0 and 1"
        raise errors.InputError(msg)
