"""Pairs whose standing changed inside a period, so that one sign for the whole of it misleads."""

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import xlogy

from analysis.events import CodedCorpus, check_freq
from analysis.events.periods import start_of_each
from analysis.relations import rating
from analysis.relations.measures import measure
from analysis.relations.options import DEFAULTS, RelationOptions

COLUMNS = ("a", "b", "period", "turned", "before", "after", "n_before", "n_after", "share_before", "share_after")


def turned_inside(
    source: CodedCorpus | pd.DataFrame, *, freq: str, finer: str = "M", options: RelationOptions = DEFAULTS
) -> pd.DataFrame:
    """The pairs that were cooperative in one part of a period and hostile in the other.

    Each period of a pair is cut in two at the beginning of each finer period. A pair
    turned if both parts would be rated by the rule of `measure`, with opposite signs;
    where several cuts are such, that of the highest binomial likelihood is told. Of
    planted pairs that never change at most one in twenty is told so.

    Parameters
    ----------
    source
        A coded corpus, an events frame or a table of counts, as for `measure`.
    freq
        Length of the periods that are rated.
    finer
        Length of the periods at whose beginning a pair may turn.
    options
        As for `measure`; a half-life is left out, since it mixes the two parts.

    Returns
    -------
    turned
        `a`, `b`, `period`; `turned`, the first finer period after the cut; `before` and
        `after`, the standing of the parts; `n_before` and `n_after`, their events;
        `share_before` and `share_after`, their conflict share, shrunk. In the order of
        period and pair.

    Raises
    ------
    InputError
        As for `measure`.
    """
    measured = measure(source, freq=finer, directed=False, options=options.changed(half_life=None))
    rows = measured.pairs().sort_values(["a", "b", "period"], kind="stable", ignore_index=True)
    if rows.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    found = rows[["a", "b"]].assign(period=start_of_each(rows["period"], check_freq(freq)))
    sums = rows[["n", "n_weighted", "conflict_weighted"]].copy()
    for name in ("n_weighted", "conflict_weighted"):  # acts of one story tell less than as many others
        sums[name] /= rows["design_effect"]
    keys = [found[key] for key in ("a", "b", "period")]
    before = sums.groupby(keys).cumsum()
    after = (sums.groupby(keys).transform("sum") - before).clip(lower=0.0)
    rule = rating.RatingRule.of(measured.parameters)
    parts = [rating.rate(part["conflict_weighted"], part["n_weighted"], rule) for part in (before, after)]
    for name, part, rated in zip(("before", "after"), (before, after), parts, strict=True):
        found[name], found[f"share_{name}"], found[f"n_{name}"] = rated["standing"], rated["share"], part["n"]
    found["turned"] = rows.groupby(keys)["period"].shift(-1)
    found["gain"] = _log_likelihood(before) + _log_likelihood(after)
    turned = found[parts[0]["sign"] * parts[1]["sign"] < 0].sort_values("gain", ascending=False, kind="stable")
    turned = turned.drop_duplicates(["a", "b", "period"]).sort_values(["period", "a", "b"], ignore_index=True)
    return turned[list(COLUMNS)]


def _log_likelihood(part: pd.DataFrame) -> npt.NDArray[np.float64]:
    """Of a binomial share at its best."""
    conflict, n = (part[name].to_numpy(np.float64) for name in ("conflict_weighted", "n_weighted"))
    share = np.divide(conflict, n, out=np.zeros(len(n)), where=n > 0)
    return np.asarray(xlogy(conflict, share) + xlogy(n - conflict, 1 - share))
