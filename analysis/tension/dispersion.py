"""Direction and intensity with bands that allow for overdispersion.

Acts of one day and one story are not independent, so that counts vary more
than Beta-binomial and Poisson bands allow. A factor phi, estimated from how much
neighbouring periods differ (quasi-likelihood: McCullagh and Nelder, Generalized
Linear Models, 1989, 4.5 and 6.2), makes n acts count as n / phi. The prior of the
share is empirical: its mean is the typical share of the data, moved towards
what the pair did of late, and its strength is estimated from how shares vary
around that mean (moments of the Beta-binomial: Kleinman 1973, Journal of the
American Statistical Association 68, 46-54), so that bands hold on average over
a data set.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import special, stats

from analysis import errors

Floats = npt.NDArray[np.float64]
MIN_STRENGTH, MAX_STRENGTH = 2.0, 25.0
PRIOR_ACTS = 0.5
ANCHOR_ACTS, LONG_RUN_ANCHOR, ANCHOR_RATE = 10.0, 20.0, 1.0
"""What the typical share is worth in acts where the prior follows a pair's recent past, and where it follows its
long run; and what its mean rate is worth where the prior of the rate follows the recent past.

Chosen in `docs/research/choice_of_prior.md`.
"""
USUAL_WEIGHT = 3.0
"""In the hostility: what a usual period weighs against the one measured."""
_MAX_OVERDISPERSION = 20.0
_POOL = 50.0


@dataclass(frozen=True, slots=True)
class Estimates:
    """Columns, each an array of pairs by periods, and the parameters that were estimated."""

    columns: Mapping[str, Floats]
    estimated: Mapping[str, float]


def direction(
    own: Floats, sums: Callable[[Floats], Floats], squares: Callable[[Floats], Floats], *,
    earlier: Callable[[Floats], Floats] | None, strength: float | None, base: float | None, level: float,
) -> Estimates:  # fmt: skip
    """Shrunk conflict share of counts (pairs by periods by quad classes), verbal and material apart.

    `sums` and `squares` add up past periods with their weights and squared weights;
    `earlier` adds up the periods before each one for its prior, and is None where `sums`
    reach into the past already. The direction is missing where no act is in reach.
    """
    _within("level", level)
    n, conflict = own.sum(axis=2), own[:, :, 2:].sum(axis=2)
    phi = _share_overdispersion(conflict, n)
    total = sums(n)
    squared = squares(n)
    effective = np.divide(total**2, squared, out=np.zeros_like(total), where=squared > 0)
    effective = effective / phi[:, None]
    scale = np.divide(effective, total, out=np.zeros_like(total), where=total > 0)
    bases = _bases(own / phi[:, None, None], earlier, base)
    k = _strength(sums(conflict) * scale, effective, bases.sum(axis=2)) if strength is None else strength
    if not k > 0:
        msg = f"prior strength {strength!r} is not above 0"
        raise errors.InputError(msg)
    verbal, material = (
        (sums(own[:, :, quad]) * scale + k * bases[:, :, at]) / (effective + k) for at, quad in enumerate((2, 3))
    )
    above = (verbal + material) * (effective + k)
    below = np.maximum(effective + k - above, 1e-9)
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
    columns["n_eff"] = effective
    return Estimates(columns, {"prior_strength": float(k), "direction_overdispersion": float(np.median(phi))})


def intensity(
    acts: Floats, exposure: Floats, sums: Callable[[Floats], Floats], squares: Callable[[Floats], Floats], *,
    earlier: Callable[[Floats], Floats] | None, level: float, name: str = "intensity",
) -> Estimates:  # fmt: skip
    """Acts of one kind (pairs by periods) per unit of exposure, as log(1 + acts in a period of typical exposure).

    Weighted sums vary less than counts of their size: count and exposure are both
    scaled to their effective number, as for the direction. The prior counts as half
    an act at the rate of the periods before (with decay, which holds them already, at the
    pair's mean rate, itself shrunk towards that of all). The intensity is missing where
    nothing was read.
    """
    _within("level", level)
    phi = _count_overdispersion(acts, exposure)
    typical = float(np.median(exposure[exposure > 0])) if (exposure > 0).any() else 1.0
    read = float(exposure.sum())
    pooled = (acts.sum() + PRIOR_ACTS) / (read * len(acts) + 1e-9)
    means = (acts.sum(axis=1) + PRIOR_ACTS) / (read + PRIOR_ACTS / pooled)
    before = (0.0, 0.0) if earlier is None else (earlier(acts / phi[:, None]), earlier(exposure) / phi[:, None])
    expected = (before[0] + ANCHOR_RATE) / (before[1] + ANCHOR_RATE / means[:, None])
    total, squared = sums(exposure), squares(exposure)
    scale = np.divide(total, squared, out=np.zeros_like(total), where=squared > 0)
    rate = PRIOR_ACTS / expected
    seen, count = total * scale, sums(acts) * scale
    phi_at = _at_level(phi, acts, exposure, (count + PRIOR_ACTS) / (seen + rate))
    seen, count = seen / phi_at, count / phi_at
    tail = (1 - level) / 2
    columns = {
        name: (count + PRIOR_ACTS) / (seen + rate),
        f"{name}_low": special.gammaincinv(count + PRIOR_ACTS, tail) / (seen + rate),
        f"{name}_high": special.gammaincinv(count + PRIOR_ACTS, 1 - tail) / (seen + rate),
    }
    columns = {key: np.where(seen > 0, np.log1p(values * typical), np.nan) for key, values in columns.items()}
    return Estimates(columns, {"typical_exposure": typical, f"{name}_overdispersion": float(np.median(phi))})


def hostility(rates: Sequence[tuple[float, Estimates]], usual: Floats) -> Estimates:
    """Conflict against the usual number of acts: what a period has of it, relative to one of mere force.

    (1 + c) sum(w r) / (sum(r) + c u), where r are the rates of all kinds of acts as `intensity` estimates
    them, w their weights, and u the usual number of acts of the pair (`usual`, at typical exposure). The
    band puts those of the rates together (square-and-add: Zou and Donner 2008, Statistics in Medicine 27,
    1693-1710).
    """
    weights = [weight for weight, _ in rates]
    ends = [{end: np.expm1(values) for end, values in zip(("", "_low", "_high"), part.columns.values(), strict=True)}
            for _, part in rates]  # fmt: skip

    def value(acts: Sequence[Floats]) -> Floats:
        conflict = sum(weight * part for weight, part in zip(weights, acts, strict=True))
        return np.asarray((1 + USUAL_WEIGHT) * conflict / (sum(acts) + USUAL_WEIGHT * usual[:, None]))

    centre = [rate[""] for rate in ends]
    middle = value(centre)
    below, above = np.zeros_like(middle), np.zeros_like(middle)
    for at, rate in enumerate(ends):
        off = [value([*centre[:at], rate[end], *centre[at + 1 :]]) - middle for end in ("_low", "_high")]
        below += np.minimum(*off).clip(max=0) ** 2
        above += np.maximum(*off).clip(min=0) ** 2
    columns = {
        "hostility": middle,
        "hostility_low": np.maximum(middle - np.sqrt(below), 0),
        "hostility_high": np.minimum(middle + np.sqrt(above), 1 + USUAL_WEIGHT),
    }
    return Estimates(columns, {})


@dataclass(frozen=True, slots=True)
class UsualRange:
    """What each pair's past lets expect of its last period, and where the last period lies in it; one entry a pair.

    `observed`, `expected`, `low` and `high` are acts; `chance` is the probability beyond `low`
    to `high`, `p_value` that of a value as far out as the observed one, on either side.
    """

    observed: Floats
    expected: Floats
    low: Floats
    high: Floats
    chance: Floats
    p_value: Floats


def usual_conflict(own: Floats, earlier: Callable[[Floats], Floats], level: float) -> UsualRange:
    """The range of conflict acts among the acts of the last period: Beta-binomial, from all periods before.

    The share is expected where the prior of `direction` stands; it varies around that as it
    did in the past (prior strength k) and acts come in stories (phi), which together give
    n acts a variance of (n + phi k) / (k + 1) times the binomial one.
    """
    _within("level", level)
    past, (n, conflict) = own[:, :-1], (own[:, -1].sum(axis=1).round(), own[:, -1, 2:].sum(axis=1).round())
    whole, hostile = past.sum(axis=2), past[:, :, 2:].sum(axis=2)
    phi = _share_overdispersion(hostile, whole)
    known = np.concatenate([past, np.zeros_like(own[:, -1:])], axis=1) / phi[:, None, None]
    bases = _bases(known, earlier, None).sum(axis=2)
    k = _strength(hostile / phi[:, None], whole / phi[:, None], bases[:, :-1])
    design = (n + phi * k) / (k + 1)
    size = np.clip((n - design) / np.maximum(design - 1, 1e-9), 0.1, 1e6)
    pi = bases[:, -1]
    return _placed(conflict, n * pi, stats.betabinom(n.astype(int), size * pi, size * (1 - pi)), level)


def usual_acts(acts: Floats, exposure: Floats, earlier: Callable[[Floats], Floats], level: float) -> UsualRange:
    """The range of acts of one kind in the last period: negative binomial, from all periods before.

    The rate is expected where the prior of `intensity` stands. The variance is phi times the
    mean, and grows with its square as much as the forecasts of the past, each from the periods
    before it, were off.
    """
    _within("level", level)
    past, read = acts[:, :-1], exposure[:-1]
    phi = _count_overdispersion(past, read)
    means = (past.sum(axis=1) + PRIOR_ACTS) / max(float(read.sum()), 1e-9)
    known = np.concatenate([past, np.zeros_like(acts[:, -1:])], axis=1)
    rate = (earlier(known / phi[:, None]) + ANCHOR_RATE) / (
        earlier(exposure) / phi[:, None] + ANCHOR_RATE / means[:, None]
    )
    expected, spread = rate * exposure, _at_level(phi, past, read, rate) * rate * exposure
    off = ((past - expected[:, :-1]) ** 2 - spread[:, :-1]).sum() / max(float((expected[:, :-1] ** 2).sum()), 1e-9)
    mean = np.maximum(expected[:, -1], 1e-9)
    variance = np.maximum(spread[:, -1] + max(off, 0.0) * mean**2, mean * (1 + 1e-6))
    size = mean**2 / (variance - mean)
    return _placed(acts[:, -1].round(), mean, stats.nbinom(size, size / (size + mean)), level)


def _placed(observed: Floats, expected: Floats, law: Any, level: float) -> UsualRange:
    """The central range of a discrete law and its two tails; the range holds at least `level`."""
    low, high = law.ppf((1 - level) / 2), law.ppf((1 + level) / 2)
    below, above = law.cdf(observed), law.sf(observed - 1)
    p_value = np.minimum(1.0, 2 * np.minimum(below, above))
    return UsualRange(observed, expected, low, high, law.cdf(low - 1) + law.sf(high), p_value)


def _at_level(phi: Floats, acts: Floats, exposure: Floats, rate: Floats) -> Floats:
    """Overdispersion by rate: that of the pair at its usual rate, less where little happens.

    Half of the excess over 1 is the same at every rate, as repeated reports and stories of several
    acts make it; half grows with the rate, as for the negative binomial. The usual rate is the mean
    of the rates, each weighed by itself, without what chance and bursts (phi) add to that.
    """
    known = np.where(exposure > 0, exposure, 1.0)
    mean = acts.sum(axis=1) / known.sum()
    squares = (acts * acts / known).sum(axis=1) / np.maximum(acts.sum(axis=1), 1.0)
    usual = np.maximum(squares - phi / known.mean(), mean)
    ratio = np.minimum(rate / np.maximum(usual, 1e-9)[:, None], 2.0)
    return np.asarray(1 + (phi[:, None] - 1) * (1 + ratio) / 2)


def _bases(own: Floats, earlier: Callable[[Floats], Floats] | None, base: float | None) -> Floats:
    """Verbal and material conflict share of the prior, for each pair and period.

    It is the typical share, moved by the pair's recent past, or, where there is no `earlier`,
    by its long run. The typical share is the mean over all pairs and periods in which
    something happened: as a share of all acts it would be that of the few busiest pairs.
    """
    n = own.sum(axis=2)
    acted = n > 0
    shares = own[acted][:, 2:] / n[acted][:, None]
    typical = (shares.sum(axis=0) + 0.25) / (len(shares) + 1.0)
    if base is not None:
        _within("base share", base)
        return np.asarray(np.broadcast_to(base * typical / typical.sum(), (*n.shape, 2)))
    acts, whole, anchor = own[:, :, 2:], n, ANCHOR_ACTS
    if earlier is None:
        acts, whole, anchor = acts.sum(axis=1, keepdims=True), whole.sum(axis=1, keepdims=True), LONG_RUN_ANCHOR
    else:
        acts, whole = np.stack([earlier(acts[:, :, at]) for at in (0, 1)], axis=2), earlier(whole)
    followed = (acts + anchor * typical) / (whole + anchor)[:, :, None]
    return np.asarray(np.broadcast_to(followed, (*n.shape, 2)))


def _share_overdispersion(conflict: Floats, n: Floats) -> Floats:
    """How much more the shares of neighbouring periods differ than binomial shares would, by pair, at least 1."""
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


def _count_overdispersion(count: Floats, exposure: Floats) -> Floats:
    """How much more the counts of neighbouring periods differ than Poisson counts would, by pair, at least 1."""
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
    """Ratio by pair, shrunk towards that of all pairs by `_POOL` comparisons, between 1 and 20."""
    whole = top.sum() / bottom.sum() if bottom.sum() > 0 else 1.0
    own = np.divide(top, bottom, out=np.full_like(top, whole), where=bottom > 0)
    mixed = (number * own + _POOL * whole) / (number + _POOL)
    return np.asarray(np.clip(mixed, 1.0, _MAX_OVERDISPERSION))


def _strength(conflict: Floats, n: Floats, pi: Floats) -> float:
    """The prior strength k from the moments of the Beta-binomial, weighed by acts, between 2 and 25."""
    acted = n > 0
    n, pi = n[acted], pi[acted]
    spread = ((conflict[acted] - n * pi) ** 2 / n - pi * (1 - pi)).sum()
    room = ((n - 1) * pi * (1 - pi)).sum()
    if room <= 0 or spread <= 0:
        return MAX_STRENGTH
    return float(np.clip(room / spread - 1, MIN_STRENGTH, MAX_STRENGTH))


def _within(name: str, value: float) -> None:
    if not 0 < value < 1:
        msg = f"{name} {value!r} is not between 0 and 1"
        raise errors.InputError(msg)
