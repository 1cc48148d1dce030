"""Where the standing of a pair turned inside a time that is rated as one, from its counts by month."""

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import xlogy
from scipy.stats import chi2

from analysis.events.periods import start_of_each
from analysis.relations import rating

COLUMNS = ("a", "b", "period", "turned", "before", "after", "n_before", "n_after", "share_before", "share_after")
LONG_DAYS = 3 * 366
"""Longer times are also looked at year by year: a pair may turn more than once."""
_SURE = 0.99  # that the shares of the years of a long time differ
_PAIR = ["a", "b", "period"]
_COUNTS = ["n", "n_weighted", "conflict_weighted"]


def find(rows: pd.DataFrame, rule: rating.RatingRule, freq: str) -> pd.DataFrame:
    """The pairs that turned inside a period: see `turning.turned_inside`.

    Parameters
    ----------
    rows
        Rows of pairs by the finer period, as `measure` gives them without decay.
    rule
        By which parts are rated.
    freq
        Length of the periods that are rated.
    """
    rows = rows.sort_values(["a", "b", "period"], kind="stable", ignore_index=True)
    if rows.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    finer = rows[["a", "b", *_COUNTS]].assign(finer=rows["period"])
    finer["period"] = start_of_each(rows["period"], freq)
    for name in _COUNTS[1:]:  # acts of one story tell less than as many others
        finer[name] /= rows["design_effect"]
    found = _cut_in_two(finer, rule)
    if freq == "all" and (rows["period"].max() - rows["period"].min()).days > LONG_DAYS:
        known = pd.MultiIndex.from_frame(found[["a", "b"]])
        by_year = _between_years(finer, rule)
        by_year = by_year[~pd.MultiIndex.from_frame(by_year[["a", "b"]]).isin(known)]
        found = pd.concat([found, by_year]) if len(found) else by_year
    return found.sort_values(["period", "a", "b"], ignore_index=True)[list(COLUMNS)]


def _cut_in_two(finer: pd.DataFrame, rule: rating.RatingRule) -> pd.DataFrame:
    """The pairs of which two parts of a period have opposite signs, with the likeliest cut."""
    keys = [finer[key] for key in _PAIR]
    before = finer[_COUNTS].groupby(keys).cumsum()
    after = (finer[_COUNTS].groupby(keys).transform("sum") - before).clip(lower=0.0)
    found = finer[_PAIR].copy()
    signs: list[pd.Series] = []
    for name, part in (("before", before), ("after", after)):
        rated = rating.rate(part["conflict_weighted"], part["n_weighted"], rule)
        found[name], found[f"share_{name}"], found[f"n_{name}"] = rated["standing"], rated["share"], part["n"]
        signs.append(rated["sign"])
    found["turned"] = finer.groupby(_PAIR)["finer"].shift(-1)
    found["gain"] = _log_likelihood(before) + _log_likelihood(after)
    turned = found[signs[0] * signs[1] < 0].sort_values("gain", ascending=False, kind="stable")
    return turned.drop_duplicates(_PAIR)


def _between_years(finer: pd.DataFrame, rule: rating.RatingRule) -> pd.DataFrame:
    """The pairs of which two years have opposite signs and whose years differ beyond chance: the last such turn.

    `turned` is the first of the later two years; the parts are these two years.
    """
    keys = [finer["a"], finer["b"], finer["period"], start_of_each(finer["finer"], "Y").rename("year")]
    years = finer[_COUNTS].groupby(keys).sum().reset_index()
    alone = pd.Series(_log_likelihood(years))
    whole = years.groupby(_PAIR)[_COUNTS].sum()
    free = (years.groupby(_PAIR).size() - 1).clip(lower=1)
    gain = 2 * (alone.groupby([years[key] for key in _PAIR]).sum() - _log_likelihood(whole))
    sure = gain[gain.to_numpy() > chi2.ppf(_SURE, free.loc[gain.index])].index
    rated = rating.rate(years["conflict_weighted"], years["n_weighted"], rule)
    signed = years.join(rated)[(rated["sign"] != 0) & pd.MultiIndex.from_frame(years[_PAIR]).isin(sure)]
    earlier = signed.groupby(_PAIR)[["sign", "standing", "share", "n"]].shift(1)
    turned = signed.assign(before=earlier["standing"], share_before=earlier["share"], n_before=earlier["n"])
    turned = turned[turned["sign"] * earlier["sign"] < 0].groupby(_PAIR).tail(1)
    return turned.rename(columns={"year": "turned", "standing": "after", "share": "share_after", "n": "n_after"})


def _log_likelihood(part: pd.DataFrame) -> npt.NDArray[np.float64]:
    """Of a binomial share at its best."""
    conflict, n = (part[name].to_numpy(np.float64) for name in ("conflict_weighted", "n_weighted"))
    share = np.divide(conflict, n, out=np.zeros(len(n)), where=n > 0)
    return np.asarray(xlogy(conflict, share) + xlogy(n - conflict, 1 - share))
