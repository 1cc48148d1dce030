"""Direction and intensity with bands that allow for acts that come in clumps.

Acts of one day and one story are not independent, so that counts spread more
than Beta-binomial and Poisson bands say. A factor phi, estimated from how much
neighbouring periods differ (quasi-likelihood: McCullagh and Nelder, Generalized
Linear Models, 1989, 4.5 and 6.2), makes n acts worth n / phi. The prior's
strength is estimated from how shares vary within histories (moments of the
Beta-binomial), so that bands hold on average over a data set.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from analysis import errors

Floats = npt.NDArray[np.float64]
WEAKEST, STRONGEST = 2.0, 20.0
WORTH = 0.5
_CLUMPED_MOST = 20.0
_POOL = 50.0


@dataclass(frozen=True, slots=True)
class Banded:
    """Columns, pairs by periods each, and the choices that they rest on."""

    columns: Mapping[str, Floats]
    chosen: Mapping[str, float]


def direction(
    own: Floats, sums: Callable[[Floats], Floats], squares: Callable[[Floats], Floats], *,
    strength: float | None, base: float | None, level: float,
) -> Banded:  # fmt: skip
    """Shrunk conflict share of counts (pairs by periods by quad classes), verbal and material apart.

    `sums` and `squares` weigh past periods. Without an act in reach the
    direction is missing.
    """
    _within("level", level)
    n, conflict = own.sum(axis=2), own[:, :, 2:].sum(axis=2)
    clump = _share_clumps(conflict, n)
    total = sums(n)
    squared = squares(n)
    worth = np.divide(total**2, squared, out=np.zeros_like(total), where=squared > 0)
    worth = worth / clump[:, None]
    scale = np.divide(worth, total, out=np.zeros_like(total), where=total > 0)
    bases = _bases(own, base)
    k = _strength(conflict / clump[:, None], n / clump[:, None], bases.sum(axis=1)) if strength is None else strength
    if not k > 0:
        msg = f"prior strength {strength!r} is not above 0"
        raise errors.InputError(msg)
    verbal, material = (
        (sums(own[:, :, quad]) * scale + k * bases[:, [at]]) / (worth + k) for at, quad in enumerate((2, 3))
    )
    above = (verbal + material) * (worth + k)
    below = np.maximum(worth + k - above, 1e-9)
    tail = (1 - level) / 2
    columns = {
        "direction": verbal + material,
        "direction_low": special.betaincinv(above, below, tail),
        "direction_high": special.betaincinv(above, below, 1 - tail),
        "verbal_share": verbal,
        "material_share": material,
    }
    for values in columns.values():
        values[total <= 0] = np.nan
    columns["n_eff"] = worth
    return Banded(columns, {"prior_strength": float(k), "direction_clumping": float(np.median(clump))})


def intensity(
    own: Floats, exposure: Floats, sums: Callable[[Floats], Floats], squares: Callable[[Floats], Floats], *,
    level: float, quad: int = 4, name: str = "intensity",
) -> Banded:  # fmt: skip
    """Acts of one quad class against exposure as log(1 + acts in a period of typical exposure).

    Weighted sums spread less than counts of their size: both count and exposure
    are scaled to their effective number, as for the direction. The prior of each
    pair is worth half an act at its own mean rate, shrunk to that of all. Where
    nothing was read the intensity is missing.
    """
    _within("level", level)
    acts = own[:, :, quad - 1]
    clump = _count_clumps(acts, exposure)
    typical = float(np.median(exposure[exposure > 0])) if (exposure > 0).any() else 1.0
    read = float(exposure.sum())
    pooled = (acts.sum() + WORTH) / (read * len(acts) + 1e-9)
    means = (acts.sum(axis=1) + WORTH) / (read + WORTH / pooled)
    total, squared = sums(exposure), squares(exposure)
    scale = np.divide(total, squared, out=np.zeros_like(total), where=squared > 0)
    rate = WORTH / means[:, None]
    seen, count = total * scale, sums(acts) * scale
    clumps = _at_level(clump, acts, exposure, (count + WORTH) / (seen + rate))
    seen, count = seen / clumps, count / clumps
    tail = (1 - level) / 2
    columns = {
        name: (count + WORTH) / (seen + rate),
        f"{name}_low": special.gammaincinv(count + WORTH, tail) / (seen + rate),
        f"{name}_high": special.gammaincinv(count + WORTH, 1 - tail) / (seen + rate),
    }
    columns = {key: np.where(seen > 0, np.log1p(values * typical), np.nan) for key, values in columns.items()}
    return Banded(columns, {"typical_exposure": typical, f"{name}_clumping": float(np.median(clump))})


def _at_level(clump: Floats, count: Floats, exposure: Floats, rate: Floats) -> Floats:
    """Clumping of periods by their rate: that of the pair where its acts are, less where little happens.

    Half of the excess over 1 is the same at every rate, as repeated reports make it; half
    grows with the rate, as for the negative binomial.
    """
    known = np.where(exposure > 0, exposure, 1.0)
    usual = (count * count / known).sum(axis=1) / np.maximum(count.sum(axis=1), 1.0)
    ratio = np.minimum(rate / np.maximum(usual, 1e-9)[:, None], 2.0)
    return np.asarray(1 + (clump[:, None] - 1) * (1 + ratio) / 2)


def _bases(own: Floats, base: float | None) -> Floats:
    """Verbal and material conflict share that the prior holds, for each pair."""
    total = own.sum(axis=(0, 1))
    pooled = (total[2:] + 0.5) / (total.sum() + 2.0)
    if base is not None:
        _within("base share", base)
        return np.tile(base * pooled / pooled.sum(), (len(own), 1))
    summed = own.sum(axis=1)
    return np.asarray((summed[:, 2:] + STRONGEST * pooled) / (summed.sum(axis=1, keepdims=True) + STRONGEST))


def _share_clumps(conflict: Floats, n: Floats) -> Floats:
    """How much more the shares of neighbouring periods differ than binomial ones, by pair, at least 1."""
    before, after = n[:, :-1], n[:, 1:]
    both = (before > 0) & (after > 0)
    whole = np.where(both, before + after, 1.0)
    pooled = np.where(both, (conflict[:, :-1] + conflict[:, 1:]) / whole, 0.0)
    expected = pooled * (1 - pooled) * whole / np.where(both, before * after, 1.0) * whole / np.maximum(whole - 1, 1)
    shares = [
        part / np.where(size > 0, size, 1.0) for part, size in ((conflict[:, :-1], before), (conflict[:, 1:], after))
    ]
    weight = np.where(both, before * after / whole, 0.0)
    return _pooled(
        (weight * (shares[1] - shares[0]) ** 2).sum(axis=1), (weight * expected).sum(axis=1), both.sum(axis=1)
    )


def _count_clumps(count: Floats, exposure: Floats) -> Floats:
    """How much more the counts of neighbouring periods differ than Poisson ones, by pair, at least 1."""
    before, after = exposure[:-1], exposure[1:]
    both = (before > 0) & (after > 0)
    safe = np.where(both, after, 1.0)
    expected = (count[:, :-1] + count[:, 1:]) * np.where(both, before, 1.0) * safe / 1.0
    differ = (count[:, 1:] * before - count[:, :-1] * after) ** 2
    scale = np.where(both, (before + after) ** 2, 1.0)
    active = both & ((count[:, :-1] + count[:, 1:]) > 0)
    top = np.where(active, differ / scale, 0.0).sum(axis=1)
    bottom = np.where(active, expected / scale, 0.0).sum(axis=1)
    return _pooled(top, bottom, active.sum(axis=1))


def _pooled(top: Floats, bottom: Floats, number: npt.NDArray[np.int64]) -> Floats:
    """Ratio by pair, pulled to that of all pairs by the worth of `_POOL` comparisons, between 1 and 20."""
    whole = top.sum() / bottom.sum() if bottom.sum() > 0 else 1.0
    own = np.divide(top, bottom, out=np.full_like(top, whole), where=bottom > 0)
    mixed = (number * own + _POOL * whole) / (number + _POOL)
    return np.asarray(np.clip(mixed, 1.0, _CLUMPED_MOST))


def _strength(conflict: Floats, n: Floats, bases: Floats) -> float:
    """The prior worth k from the moments of the Beta-binomial over all pairs and periods, between 2 and 20."""
    pi = bases[:, None]
    spread = ((conflict - n * pi) ** 2 - n * pi * (1 - pi)).sum()
    room = (np.maximum(n * (n - 1), 0) * pi * (1 - pi)).sum()
    if room <= 0 or spread <= 0:
        return STRONGEST
    return float(np.clip(room / spread - 1, WEAKEST, STRONGEST))


def _within(name: str, value: float) -> None:
    if not 0 < value < 1:
        msg = f"{name} {value!r} is not between 0 and 1"
        raise errors.InputError(msg)
