"""The rule by which acts become a standing: cooperative, hostile, neutral, unclear, or too few to rate.

A standing needs enough acts and a band of the conflict share that lies where
it should: see `docs/methods_relations.md`, section 4. Negative is hostile.
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
STANDINGS = (COOPERATIVE, HOSTILE, NEUTRAL, UNCLEAR, TOO_FEW)
N_MIN = 5
_MOST = 1000


@dataclass(frozen=True, slots=True)
class Rule:
    """What a standing rests on: see the parameters of `relations.measure`, which have the same names."""

    prior_strength: float = 10.0
    base_share: float = 0.5
    neutral_share: float = 0.5
    neutral_zone: float = 0.15
    n_min: float = N_MIN
    level: float = 0.9

    @classmethod
    def of(cls, parameters: Mapping[str, Any]) -> "Rule":
        """The rule among the parameters of a measurement."""
        return cls(**{name: float(parameters[name]) for name in cls.__slots__})


def rate(conflict: npt.ArrayLike, acts: npt.ArrayLike, rule: Rule) -> pd.DataFrame:
    """Share, band, sign and standing: `share`, `share_low`, `share_high`, `sign`, `standing`, a row for each entry.

    Parameters
    ----------
    conflict, acts
        Acts of conflict and all acts; weighted sums are welcome.
    rule
        The rule.
    """
    n = np.asarray(acts, dtype=np.float64)
    share = estimates.beta_share(conflict, n, strength=rule.prior_strength, base=rule.base_share, level=rule.level)
    enough = n >= fewest(rule)
    hostile, cooperative = enough & (share.low > rule.neutral_share), enough & (share.high < rule.neutral_share)
    low, high = rule.neutral_share - rule.neutral_zone, rule.neutral_share + rule.neutral_zone
    balanced = enough & (share.low >= low) & (share.high <= high) & ~hostile & ~cooperative
    standing = np.select([~enough, hostile, cooperative, balanced], [TOO_FEW, HOSTILE, COOPERATIVE, NEUTRAL], UNCLEAR)
    sign = np.select([hostile, cooperative], [-1, 1], 0)
    return pd.DataFrame(
        {"share": share.value, "share_low": share.low, "share_high": share.high, "sign": sign, "standing": standing}
    )


@cache
def fewest(rule: Rule) -> float:
    """The fewest acts that are rated: `n_min`, or as many as give a sign if all of them are of one kind."""
    n = np.arange(1.0, _MOST)
    shape = {"strength": rule.prior_strength, "base": rule.base_share, "level": rule.level}
    able = estimates.beta_share(np.zeros(len(n)), n, **shape).high < rule.neutral_share
    able |= estimates.beta_share(n, n, **shape).low > rule.neutral_share
    return max(rule.n_min, float(n[able][0]) if able.any() else float("inf"))
