"""Rate pairs: cooperative, hostile, neutral, unclear, or too few events to rate.

A rating needs enough events, and a credible interval of the conflict share
that lies where it should: see `docs/methods_relations.md`, section 4. A
negative sign is hostile.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.relations import estimates

COOPERATIVE, HOSTILE, NEUTRAL = "cooperative", "hostile", "neutral"
UNCLEAR, TOO_FEW = "unclear", "observed, too few to rate"
TURNED = "turned"
STANDINGS = (COOPERATIVE, HOSTILE, NEUTRAL, TURNED, UNCLEAR, TOO_FEW)
"""Values of the column `standing`."""
MIN_EVENTS = 5
"""Fewest events for a rating."""
_MAX_TRIED = 1000


def in_words(standing: str, *, directed: bool) -> str:
    """A standing for readers: a direction has not turned itself, but has no sign since its pair turned."""
    return "no sign: the pair turned" if directed and standing == TURNED else standing


@dataclass(frozen=True, slots=True)
class RatingRule:
    """What a rating rests on: the options of `relations.measure` of the same names."""

    prior_strength: float = 10.0
    base_share: float = 0.5
    neutral_share: float = 0.5
    neutral_zone: float = 0.15
    min_events: float = MIN_EVENTS
    level: float = 0.9

    @classmethod
    def of(cls, parameters: Mapping[str, Any]) -> "RatingRule":
        """The rule among the parameters of a measurement."""
        return cls(**{name: float(parameters[name]) for name in cls.__slots__})


def rate(
    conflict: npt.ArrayLike, events: npt.ArrayLike, rule: RatingRule, *, design_effect: npt.ArrayLike = 1.0
) -> pd.DataFrame:
    """Rate rows of counts.

    Parameters
    ----------
    conflict, events
        Number of events of conflict, and of all events, in each row; weighted sums are allowed.
    rule
        The rule.
    design_effect
        So many events tell as much as one that is independent of the others (`dependence`).

    Returns
    -------
    table
        `share`, `share_low`, `share_high`, `sign`, `standing`, in the order of the rows.
    """
    effect = np.asarray(design_effect, dtype=np.float64)
    n, hostile_acts = (np.asarray(values, dtype=np.float64) / effect for values in (events, conflict))
    share = estimates.beta_share(hostile_acts, n, strength=rule.prior_strength, base=rule.base_share, level=rule.level)
    enough = n >= min_for_sign(rule)
    hostile, cooperative = enough & (share.low > rule.neutral_share), enough & (share.high < rule.neutral_share)
    low, high = rule.neutral_share - rule.neutral_zone, rule.neutral_share + rule.neutral_zone
    balanced = enough & (share.low >= low) & (share.high <= high) & ~hostile & ~cooperative
    standing = np.select([~enough, hostile, cooperative, balanced], [TOO_FEW, HOSTILE, COOPERATIVE, NEUTRAL], UNCLEAR)
    sign = np.select([hostile, cooperative], [-1, 1], 0)
    return pd.DataFrame(
        {"share": share.value, "share_low": share.low, "share_high": share.high, "sign": sign, "standing": standing}
    )


@cache
def min_for_sign(rule: RatingRule) -> float:
    """Fewest events that are rated: `min_events`, or as many as give a sign if all of them are of one kind."""
    n = np.arange(1.0, _MAX_TRIED)
    prior = {"strength": rule.prior_strength, "base": rule.base_share, "level": rule.level}
    decided = estimates.beta_share(np.zeros(len(n)), n, **prior).high < rule.neutral_share
    decided |= estimates.beta_share(n, n, **prior).low > rule.neutral_share
    return max(rule.min_events, float(n[decided][0]) if decided.any() else float("inf"))
