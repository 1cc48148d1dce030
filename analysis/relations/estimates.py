"""Shares and rates with bands: Beta-shrunk conflict share, Gamma-Poisson intensity, bootstrap.

The sign convention of the package holds: a share of 1 is all conflict, 0 all
cooperation. Bands are equal-tailed credible intervals at `level`.

References
----------
Gelman and others, Bayesian Data Analysis (3rd edition 2013), sections 2.4 and
2.6, for the Beta-binomial and the Gamma-Poisson pair; Chamandy and others
(2012) for the Poisson bootstrap, which draws each cluster's weight from
Poisson(1) in place of a multinomial.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from analysis import errors

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its band, one entry for each row asked about."""

    value: Floats
    low: Floats
    high: Floats


def beta_share(
    conflict: npt.ArrayLike, acts: npt.ArrayLike, *, strength: float, base: float, level: float = 0.9
) -> Estimate:
    """Conflict share (m + k*pi) / (n + k) with a band from Beta(m + k*pi, n - m + k*(1 - pi)).

    Parameters
    ----------
    conflict, acts
        m and n; weighted sums are welcome.
    strength
        k, the prior's worth in acts, above 0.
    base
        pi, the share that k acts of prior hold, between 0 and 1.
    level
        Mass of the band.

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
    m, n = np.asarray(conflict, float), np.asarray(acts, float)
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
    """Intensity (y + a) / (E + b), times `per`, with a band from Gamma(y + a, E + b).

    Where the exposure is 0 nothing was read and the intensity is missing.

    Parameters
    ----------
    counts, exposure
        y and E.
    shape, rate
        a and b of the prior.
    level
        Mass of the band.
    per
        Units of exposure that the rate is told for.
    """
    _within("level", level)
    y, seen = np.asarray(counts, float), np.asarray(exposure, float)
    tail, scale = (1 - level) / 2, per / (seen + rate)
    value = np.where(seen > 0, (y + shape) * scale, np.nan)
    low, high = (np.where(seen > 0, stats.gamma.ppf(q, y + shape) * scale, np.nan) for q in (tail, 1 - tail))
    return Estimate(value, low, high)


def rate_prior(counts: npt.ArrayLike, exposure: npt.ArrayLike, *, worth: float = 0.5) -> tuple[float, float]:
    """Shape and rate of a prior worth `worth` acts whose mean is the mean rate of all the rows.

    Without any act the rate is the mean exposure, which says: less than one
    act in all that was read.
    """
    y, seen = np.asarray(counts, float), np.asarray(exposure, float)
    total, read = float(y.sum()), float(seen.sum())
    if total > 0 and read > 0:
        return worth, worth * read / total
    return worth, float(seen.mean()) if read > 0 else 1.0


def effective(weights: npt.ArrayLike) -> float:
    """Kish's effective number (sum w)^2 / sum w^2; 0 without weights."""
    w = np.asarray(weights, float)
    squares = float((w**2).sum())
    return float(w.sum()) ** 2 / squares if squares > 0 else 0.0


def decay(days: npt.ArrayLike, half_life: float) -> Floats:
    """Weight 2^(-days / half_life) of acts that lie `days` back; acts still to come weigh 1."""
    if not half_life > 0:
        msg = f"half-life {half_life!r} is not above 0 days"
        raise errors.InputError(msg)
    return np.asarray(np.exp2(-np.maximum(np.asarray(days, float), 0.0) / half_life))


def _within(name: str, value: float) -> None:
    if not 0 < value < 1:
        msg = f"{name} {value!r} is not between 0 and 1"
        raise errors.InputError(msg)
