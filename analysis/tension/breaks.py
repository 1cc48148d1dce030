"""Change points of direction and intensity, with honest dates and few false alarms.

A break is a period at which a pair's level changes and stays changed for at
least the shortest length. It has an interval of dates, and two clocks: when
it began in hindsight, and when the series first told of it. One default
setting serves all series; whatever it rests on is in `Found.parameters`.
Methods, tests and limits: `docs/methods_tension.md`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import errors
from analysis.events import counts
from analysis.events.periods import COUNTED, DAYS, check_freq, period_number
from analysis.tension import _break_costs as costs
from analysis.tension import _break_fit as fit
from analysis.tension import _breaks_many, measures

COMPONENTS = ("direction", "intensity")
SHORTEST: Mapping[str, int] = {"D": 14, "W": 4, "M": 3, "Q": 2, "Y": 2}
PENALTY = 4.0
LEAST_FACTOR, LEAST_SHARE = 1.5, 0.1
FEWEST_PERIODS, FEWEST_ACTS = 30, 30
WIDEST_DAYS = 183.0
DRIFT, CHANCE = "a drift: its date is too wide", "may be chance among so many series"
COLUMNS = (
    "a", "b", "component", "period", "period_low", "period_high", "known", "known_as", "before", "after",
    "change", "kind", "episode", "gain", "p_value",
)  # fmt: skip
_MEASURED = {"a", "b", "period", *counts.QUADS, "n", "exposure", "complete"}


@dataclass(frozen=True, slots=True)
class Found:
    """The breaks of many series.

    Attributes
    ----------
    breaks
        One row for each break. `a`, `b`, `component` (direction or intensity);
        `period` in which the new level begins, between `period_low` and
        `period_high`; `known`, the period at whose end the series as read until
        then first showed the break, and `known_as`, the period that it would
        have named; `before` and `after`, the levels (conflict share, or material
        conflict acts in a period of typical exposure); `change`, their
        difference (shares) or the logarithm of their ratio (acts), positive
        where tension rises; `kind` (rise or fall); `episode` (begins, ends, or
        empty for a lasting change): a high stretch of less than a year between
        lower ones; `gain`, the likelihood ratio statistic; `p_value`.
    doubtful
        The same, with `reason`, for changes that are not told as breaks: those
        that cannot be dated closely (drifts), and those that may be chance among so
        many series.
    withdrawn
        `a`, `b`, `component`, `known_as`, `known`, `dropped`: breaks that were
        shown at the time and that hindsight does not keep.
    series
        One row for each series: `a`, `b`, `component`, `n_periods`, `n_acts`,
        `clumping` (size of the negative binomial, or correlation of acts),
        `inflation` of its likelihood ratios, `p_value`, and `note` where it was not
        searched.
    parameters
        Penalty, shortest length and all other choices.
    """

    breaks: pd.DataFrame
    doubtful: pd.DataFrame
    withdrawn: pd.DataFrame
    series: pd.DataFrame
    parameters: Mapping[str, Any]


def find(  # noqa: PLR0913 - one call takes every choice, by keyword
    x: pd.DataFrame,
    *,
    freq: str = "W",
    components: Sequence[str] = COMPONENTS,
    penalty: float = PENALTY,
    shortest: int | None = None,
    least_factor: float = LEAST_FACTOR,
    least_share: float = LEAST_SHARE,
    false_rate: float = 0.1,
    level: float = 0.9,
    widest: float = WIDEST_DAYS,
    least: float = FEWEST_ACTS,
) -> Found:
    """Find the breaks of every pair.

    Parameters
    ----------
    x
        What `tension.measure` gives (its exposure and levels are taken over;
        decay and window play no part), or an events frame or table of counts,
        which are then measured by `freq`, undirected.
    freq
        D, W, M, Q or Y, for what is not measured yet.
    components
        Of direction and intensity.
    penalty
        What a break must gain in likelihood ratio, times the logarithm of the
        number of periods.
    shortest
        Fewest periods between breaks; None takes 14 days, 4 weeks, 3 months, 2
        quarters, 2 years.
    least_factor, least_share
        Smallest ratio of rates and smallest difference of shares that is told as a break.
    false_rate
        Share of series without a break that may stand among those with one
        (Benjamini and Hochberg 1995; within series after Benjamini and Bogomolov 2014).
    level
        Mass of the intervals of dates.
    widest
        In days (but never under three periods): changes whose interval of dates is
        wider are drifts, not breaks.
    least
        Series with fewer acts are not searched.

    Raises
    ------
    InputError
        If a parameter is out of range, or periods are missing between the first and the last.
    """
    _check(components, penalty, least_factor, least_share, false_rate, level)
    measured = x if set(x.columns) >= _MEASURED else measures.measure(x, freq=freq, least=least)
    freq = str(measured.attrs.get("parameters", {}).get("freq", freq))
    size = SHORTEST[check_freq(freq, COUNTED)] if shortest is None else shortest
    if size < 1:
        msg = f"shortest {shortest!r} periods is not above 0"
        raise errors.InputError(msg)
    options = {
        "freq": freq, "components": tuple(components), "penalty": penalty, "shortest": size,
        "least_factor": least_factor, "least_share": least_share, "false_rate": false_rate, "level": level,
        "widest": max(3, round(widest / DAYS[freq])),
        "least": least, "fewest_periods": FEWEST_PERIODS, "search": "exact, every period",
    }  # fmt: skip
    searched = [
        _search(own, a, b, component, options) for (a, b), own in _pairs(measured, freq) for component in components
    ]
    series = pd.DataFrame([one.about for one in searched], columns=list(_SERIES))
    bound = _breaks_many.bound(series["p_value"].to_numpy(dtype=np.float64), false_rate)
    tables = [_rows(one, options) for one in searched if one.series is not None]
    changes = _table([row for found, _ in tables for row in found], COLUMNS)
    withdrawn = _table([row for _, dropped in tables for row in dropped], _WITHDRAWN)
    options["p_value_bound"] = bound
    reason = _doubts(changes, options)
    firm, doubtful = changes[reason == ""], changes.assign(reason=reason)[reason != ""]
    return Found(firm.reset_index(drop=True), doubtful.reset_index(drop=True), withdrawn, series, options)


_SERIES = ("a", "b", "component", "n_periods", "n_acts", "clumping", "inflation", "p_value", "note")
_WITHDRAWN = ("a", "b", "component", "known_as", "known", "dropped")
_Row = dict[str, object]
_DAYS = ("period", "period_low", "period_high", "known", "known_as", "dropped")


def _check(
    components: Sequence[str], penalty: float, factor: float, share: float, false_rate: float, level: float
) -> None:
    wrong = [name for name in components if name not in COMPONENTS]
    if wrong:
        msg = f"component {wrong[0]!r} is none of {', '.join(COMPONENTS)}"
        raise errors.InputError(msg)
    for name, value, good in (
        ("penalty", penalty, penalty > 0),
        ("least_factor", factor, factor >= 1),
        ("least_share", share, 0 <= share < 1),
        ("false_rate", false_rate, 0 < false_rate < 1),
        ("level", level, 0 < level < 1),
    ):
        if not good:
            msg = f"{name} {value!r} is out of range"
            raise errors.InputError(msg)


@dataclass(frozen=True, slots=True)
class _Searched:
    """A series of a component, what to tell about it, and its days; without a series where it was not searched."""

    about: Mapping[str, object]
    days: npt.NDArray[np.datetime64]
    series: fit.Series | None


def _pairs(measured: pd.DataFrame, freq: str) -> Iterator[tuple[tuple[str, str], pd.DataFrame]]:
    """The closed periods of each pair, in order and without a gap."""
    for (a, b), own in measured.groupby(["a", "b"], sort=True):
        closed = own[own["complete"].astype(bool)].sort_values("period")
        number = period_number(closed["period"], freq)
        if (np.diff(number) != 1).any():
            msg = f"the periods of {a} and {b} are not every {freq} from first to last"
            raise errors.InputError(msg)
        yield (str(a), str(b)), closed


def _search(own: pd.DataFrame, a: str, b: str, component: str, options: Mapping[str, Any]) -> _Searched:
    about = {"a": a, "b": b, "component": component, "n_periods": len(own), "n_acts": float(own["n"].sum())}
    days = own["period"].to_numpy()
    note = _too_short(own, component, float(options["least"]))
    if note:
        return _Searched({**about, "note": note}, days, None)
    cost, clumping = _cost(own, component, int(options["shortest"]))
    least = float(np.log(options["least_factor"])) if component == "intensity" else float(options["least_share"])
    series = fit.Series(cost, penalty=float(options["penalty"]) * float(np.log(len(own))), least=least)
    more = {"clumping": clumping, "inflation": series.inflation, "p_value": series.p_value, "note": ""}
    return _Searched({**about, **more}, days, series)


def _rows(one: _Searched, options: Mapping[str, Any]) -> tuple[list[_Row], list[_Row]]:
    key = {name: one.about[name] for name in ("a", "b", "component")}
    year = round(365.25 / DAYS[str(options["freq"])])
    assert one.series is not None
    fitted = one.series.breaks(level=float(options["level"]), year=year)
    dropped = [
        {**key, "known_as": one.days[alarm.at], "known": one.days[alarm.known], "dropped": one.days[alarm.dropped]}
        for alarm in fitted.withdrawn
    ]
    return [{**key, **_row(found, one.days)} for found in fitted.breaks], dropped


def _doubts(changes: pd.DataFrame, options: Mapping[str, Any]) -> pd.Series:
    """Why a change is not told as a break, or an empty string."""
    low, high = (period_number(changes[name], options["freq"]) for name in ("period_low", "period_high"))
    reason = pd.Series("", index=changes.index, dtype="object")
    reason[high - low > options["widest"]] = DRIFT
    reason[changes["p_value"] > options["p_value_bound"]] = CHANCE
    return reason


def _too_short(own: pd.DataFrame, component: str, least: float) -> str:
    if len(own) < FEWEST_PERIODS:
        return f"fewer than {FEWEST_PERIODS} periods"
    if own["n"].sum() < least:
        return f"fewer than {least:g} acts"
    if component == "intensity" and not (own["exposure"] > 0).any():
        return "nothing read"
    return ""


def _cost(own: pd.DataFrame, component: str, shortest: int) -> tuple[costs.Counts | costs.Shares, float]:
    if component == "intensity":
        exposure = own["exposure"].to_numpy(dtype=np.float64)
        exposure = exposure / np.median(exposure[exposure > 0])
        acts = own["n_mf"].to_numpy(dtype=np.float64)
        size = costs.size_of(acts, exposure)
        return costs.Counts(size, shortest).fit(np.column_stack([acts, exposure])), size
    conflict, n = (own["n_vf"] + own["n_mf"]).to_numpy(dtype=np.float64), own["n"].to_numpy(dtype=np.float64)
    rho = costs.rho_of(conflict, n)
    return costs.Shares(rho, shortest).fit(np.column_stack([conflict, n])), rho


def _row(one: fit.Break, days: npt.NDArray[np.datetime64]) -> dict[str, object]:
    return {
        "period": days[one.at], "period_low": days[one.low], "period_high": days[one.high],
        "known": days[one.known], "known_as": days[one.known_as], "before": one.before, "after": one.after,
        "change": one.change, "kind": "rise" if one.change > 0 else "fall", "episode": one.episode,
        "gain": one.gain, "p_value": one.p_value,
    }  # fmt: skip


def _table(rows: list[_Row], columns: Sequence[str]) -> pd.DataFrame:
    days = {name: "datetime64[us]" for name in _DAYS if name in columns}
    return pd.DataFrame(rows, columns=list(columns)).astype({"a": "str", "b": "str", "component": "str", **days})
