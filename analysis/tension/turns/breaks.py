"""Breaks of direction and intensity and episodes of every pair, with honest dates and few false alarms.

A break is a period at which a pair's level changes and stays changed for at
least the shortest segment. It has an interval of dates, and two clocks: when
it began in hindsight, and when the series first showed it. An episode is a short
crisis or opening with a beginning, a peak and an end. One default
setting serves all series; `Breaks.parameters` records it. Methods, tests and
limits: `docs/methods_tension.md`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import errors, schemas
from analysis.events import counts, periods
from analysis.events.pairs import between
from analysis.tension.measures import COMPONENTS
from analysis.tension.turns import _costs, episodes
from analysis.tension.turns import _partition as segments
from analysis.tension.turns._bursts import ECHO_DAYS

MIN_SIZE: Mapping[str, int] = {"D": 14, "W": 4, "M": 3, "Q": 2, "Y": 2}
MIN_PERIODS = 30
DRIFT, CHANCE = "a drift: its date is too wide", "may be chance among so many series"
COLUMNS = (
    "a", "b", "component", "period", "period_low", "period_high", "known", "known_as", "before", "after",
    "change", "kind", "episode", "gain", "p_value",
)  # fmt: skip
_MEASURED = {"a", "b", "period", *counts.QUADS, "n", "exposure", "complete"}
_SERIES = ("a", "b", "component", "n_periods", "n_acts", "overdispersion", "inflation", "p_value", "note")
_WITHDRAWN = ("a", "b", "component", "known_as", "known", "dropped")
_DAYS = ("period", "period_low", "period_high", "known", "known_as", "dropped")
_Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class BreakOptions:
    """The options of `tension.find_breaks`; each may also be given to it by keyword.

    Attributes
    ----------
    components
        Of direction and intensity.
    penalty
        What a break must gain in likelihood ratio, times the logarithm of the
        number of periods.
    min_size
        Fewest periods between breaks; None takes 14 days, 4 weeks, 3 months, 2
        quarters, 2 years.
    min_ratio, min_difference
        Smallest ratio of rates and smallest difference of shares that counts as a break.
    false_discovery_rate
        Share of series without a break that may stand among those with one
        (Benjamini and Hochberg 1995; within series after Benjamini and Bogomolov 2014).
    level
        Probability mass of the intervals of dates.
    max_interval
        In days (but never under three periods): changes whose interval of dates is
        wider are drifts, not breaks.
    min_events
        Series with fewer acts are not searched.
    episode_gain
        What an episode must gain in likelihood ratio against the time before and against
        the time after. It must also hold a stretch that the pair's own bursts do not explain. The
        default keeps false alarms at `episodes.FALSE_IN_TEN_YEARS` for a pair in ten years.
    episode_ratio
        Smallest ratio of an episode's rate to that before and to that after.
    episode_acts
        Fewest acts in an episode.

    Raises
    ------
    InputError
        If a value is out of range.
    """

    components: Sequence[str] = COMPONENTS
    penalty: float = 4.0
    min_size: int | None = None
    min_ratio: float = 1.5
    min_difference: float = 0.1
    false_discovery_rate: float = 0.1
    level: float = 0.9
    max_interval: float = 183.0
    min_events: float = 30
    episode_gain: float = 15.0
    episode_ratio: float = 3.0
    episode_acts: float = 4

    def __post_init__(self) -> None:
        """Check every value."""
        for name in self.components:
            if name not in COMPONENTS:
                raise errors.unknown("component", name, COMPONENTS)
        for name, good in (
            ("penalty", self.penalty > 0),
            ("min_size", self.min_size is None or self.min_size >= 1),
            ("min_ratio", self.min_ratio >= 1),
            ("min_difference", 0 <= self.min_difference < 1),
            ("false_discovery_rate", 0 < self.false_discovery_rate < 1),
            ("level", 0 < self.level < 1),
            ("episode_gain", self.episode_gain > 0),
            ("episode_ratio", self.episode_ratio >= 1),
        ):
            if not good:
                msg = f"{name} {getattr(self, name)!r} is out of range"
                raise errors.InputError(msg)

    def changed(self, **overrides: Any) -> "BreakOptions":
        """These options with some of them changed.

        Raises
        ------
        InputError
            If an option is unknown, which the message answers with the nearest one, or
            if a value is out of range.
        """
        known = [field.name for field in fields(self)]
        for name in overrides:
            if name not in known:
                raise errors.unknown("option", name, known)
        return replace(self, **overrides)


DEFAULTS = BreakOptions()


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Breaks:
    """The breaks and episodes of many pairs.

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
        The same, with `reason`, for changes that are not counted as breaks: those
        that cannot be dated closely (drifts), and those that may be chance among so
        many series.
    episodes
        One row for each episode of the pairs searched: `a`, `b`, `component` (conflict,
        or cooperation for an opening); `begin`, `peak` and `end`, its first, busiest and
        last period; `known`, the period at whose end the series first showed it
        against the time before; `over`, false where the time after is too short to tell;
        `n` and `n_peak`, the acts in all and at the peak; `level`, `before` and `after`, the acts in a
        period of typical exposure within, before and after; `gain`, the likelihood
        ratio statistic. `expected_false` in the parameters is how many to expect by
        chance.
    withdrawn
        `a`, `b`, `component`, `known_as`, `known`, `dropped`: breaks that were
        shown at the time and that hindsight does not keep.
    series
        One row for each series: `a`, `b`, `component`, `n_periods`, `n_acts`,
        `overdispersion` (size of the negative binomial, or correlation of acts),
        `inflation` of its likelihood ratios, `p_value`, and `note` where it was not
        searched.
    parameters
        All options as used, with `freq` and `p_value_bound`.
    """

    breaks: pd.DataFrame
    doubtful: pd.DataFrame
    episodes: pd.DataFrame
    withdrawn: pd.DataFrame
    series: pd.DataFrame
    parameters: Mapping[str, Any]

    def of_pair(self, a: str, b: str) -> "Breaks":
        """What was found for one pair, in either order, among all that were searched."""
        names = ("breaks", "doubtful", "episodes", "withdrawn", "series")
        own = {
            name: rows[between(rows, a, b, sides=("a", "b"))].reset_index(drop=True)
            for name, rows in ((name, getattr(self, name)) for name in names)
        }
        searched, every = own["series"]["n_periods"].sum(), self.series["n_periods"].sum()
        part = self.parameters["expected_false"] * float(searched / every if every else 0.0)
        return replace(self, **own, parameters={**self.parameters, "expected_false": part})

    def __repr__(self) -> str:
        """The numbers of breaks and series."""
        searched = int((self.series["note"] == "").sum())
        return (
            f"<Breaks: {len(self.breaks)} breaks, {len(self.doubtful)} doubtful, {len(self.withdrawn)} withdrawn, "
            f"{len(self.episodes)} episodes, in {searched} searched of {len(self.series)} series "
            f"by {periods.NAMES[self.parameters['freq']]}>"
        )

    def _repr_html_(self) -> str:
        shown = self.breaks[["a", "b", "component", "kind", "period", "period_low", "period_high", "known"]]
        return f"<p>{repr(self)[1:-1]}</p>{shown.head(10).to_html(index=False)}"


def is_measured(frame: pd.DataFrame) -> bool:
    """Tell whether a frame has the columns of `tension.measure` that breaks are searched in."""
    return set(frame.columns) >= _MEASURED


def find(measured: pd.DataFrame, options: BreakOptions = DEFAULTS, *, freq: str = "") -> Breaks:
    """Find the breaks and episodes of every pair of a frame of `tension.measure`.

    Exposure and levels are those of the frame; decay and window play no part.

    Parameters
    ----------
    measured
        The frame, with every period from the first to the last.
    options
        See `BreakOptions`.
    freq
        D, W, M, Q or Y; empty takes that of the frame's parameters.

    Raises
    ------
    InputError
        If `freq` is unknown, or periods are missing between the first and the last.
    """
    freq = periods.check_freq(freq or str(measured.attrs.get("parameters", {}).get("freq", "W")), periods.COUNTED)
    chosen = {
        "freq": freq, "components": tuple(options.components), "penalty": options.penalty,
        "min_size": MIN_SIZE[freq] if options.min_size is None else options.min_size,
        "min_ratio": options.min_ratio, "min_difference": options.min_difference,
        "false_discovery_rate": options.false_discovery_rate, "level": options.level,
        "max_interval": max(3, round(options.max_interval / periods.DAYS[freq])),
        "min_events": options.min_events, "min_periods": MIN_PERIODS, "search": "exact, every period",
        "episode_gain": options.episode_gain, "episode_ratio": options.episode_ratio,
        "episode_acts": options.episode_acts, "longest_episode": episodes.LONGEST[freq],
    }  # fmt: skip
    complete = list(_pairs(measured, freq))
    searched = [_search(rows, a, b, component, chosen) for (a, b), rows in complete for component in options.components]
    found_episodes, years = _episodes(complete, chosen)
    chosen["expected_false"] = episodes.FALSE_IN_TEN_YEARS * years / 10
    series = pd.DataFrame([one.summary for one in searched], columns=list(_SERIES))
    p_values = series["p_value"].to_numpy(dtype=np.float64)
    chosen["p_value_bound"] = segments.p_value_bound(p_values, options.false_discovery_rate)
    tables = [_rows(one, chosen) for one in searched if one.series is not None]
    changes = _table([row for found, _ in tables for row in found], COLUMNS)
    withdrawn = _table([row for _, dropped in tables for row in dropped], _WITHDRAWN)
    reason = _doubts(changes, chosen)
    firm, doubtful = changes[reason == ""], changes.assign(reason=reason)[reason != ""]
    return Breaks(
        firm.reset_index(drop=True), doubtful.reset_index(drop=True), found_episodes, withdrawn, series, chosen
    )


@dataclass(frozen=True, slots=True)
class _Searched:
    """One component of a pair: its row in `Breaks.series`, its days, and the series unless it was not searched."""

    summary: Mapping[str, object]
    days: npt.NDArray[np.datetime64]
    series: segments.Series | None


def _pairs(measured: pd.DataFrame, freq: str) -> Iterator[tuple[tuple[str, str], pd.DataFrame]]:
    """The complete periods of each pair, in order and without a gap."""
    for (a, b), rows in measured.groupby(["a", "b"], sort=True):
        complete = rows[rows["complete"].astype(bool)].sort_values("period")
        number = periods.period_number(complete["period"], freq)
        if (np.diff(number) != 1).any():
            msg = f"the periods of {a} and {b} are not every {freq} from first to last"
            raise errors.InputError(msg)
        yield (str(a), str(b)), complete


def _search(rows: pd.DataFrame, a: str, b: str, component: str, chosen: Mapping[str, Any]) -> _Searched:
    summary = {"a": a, "b": b, "component": component, "n_periods": len(rows), "n_acts": float(rows["n"].sum())}
    days = rows["period"].to_numpy()
    note = _too_short(rows, component, float(chosen["min_events"]))
    if note:
        return _Searched({**summary, "note": note}, days, None)
    cost, overdispersion = _cost(rows, component, int(chosen["min_size"]))
    smallest = np.log(chosen["min_ratio"]) if component == "intensity" else chosen["min_difference"]
    penalty = float(chosen["penalty"]) * float(np.log(len(rows)))
    series = segments.Series(cost, penalty=penalty, min_change=float(smallest))
    more = {"overdispersion": overdispersion, "inflation": series.inflation, "p_value": series.p_value, "note": ""}
    return _Searched({**summary, **more}, days, series)


def _episodes(
    complete: list[tuple[tuple[str, str], pd.DataFrame]], chosen: Mapping[str, Any]
) -> tuple[pd.DataFrame, float]:
    """The episodes of the pairs with enough acts, and the years that were searched, summed over the pairs."""
    freq = str(chosen["freq"])
    scan = episodes.Scan(
        longest=episodes.LONGEST[freq], around=episodes.AROUND[freq], least_around=episodes.LEAST_AROUND[freq],
        echo=ECHO_DAYS / periods.DAYS[freq],
        min_gain=float(chosen["episode_gain"]), min_ratio=float(chosen["episode_ratio"]),
        min_acts=float(chosen["episode_acts"]),
    )  # fmt: skip
    rows: list[_Row] = []
    years = 0.0
    for (a, b), own in complete:
        if _too_short(own, "intensity", float(chosen["min_events"])):
            continue
        years += len(own) * periods.DAYS[freq] / 365.25
        exposure, days = _typical(own), own["period"].to_numpy()
        for component, quads in episodes.COMPONENTS.items():
            acts = own[list(quads)].sum(axis=1).to_numpy(dtype=np.float64)
            key = {"a": a, "b": b, "component": component}
            rows += [{**key, **episodes.day_columns(one, days)} for one in scan.episodes(acts, exposure)]
    return schemas.from_rows("episodes", rows), years


def _typical(rows: pd.DataFrame) -> npt.NDArray[np.float64]:
    """The exposure in units of its typical period."""
    exposure = rows["exposure"].to_numpy(dtype=np.float64)
    return exposure / float(np.median(exposure[exposure > 0]))


def _rows(one: _Searched, chosen: Mapping[str, Any]) -> tuple[list[_Row], list[_Row]]:
    key = {name: one.summary[name] for name in ("a", "b", "component")}
    year = round(365.25 / periods.DAYS[str(chosen["freq"])])
    assert one.series is not None
    fitted = one.series.breaks(level=float(chosen["level"]), year=year)
    dropped = [
        {**key, "known_as": one.days[alarm.at], "known": one.days[alarm.known], "dropped": one.days[alarm.dropped]}
        for alarm in fitted.withdrawn
    ]
    return [{**key, **_row(found, one.days)} for found in fitted.breaks], dropped


def _doubts(changes: pd.DataFrame, chosen: Mapping[str, Any]) -> pd.Series:
    """Why a change does not count as a break, or an empty string."""
    low, high = (periods.period_number(changes[name], chosen["freq"]) for name in ("period_low", "period_high"))
    reason = pd.Series("", index=changes.index, dtype="object")
    reason[high - low > chosen["max_interval"]] = DRIFT
    reason[changes["p_value"] > chosen["p_value_bound"]] = CHANCE
    return reason


def _too_short(rows: pd.DataFrame, component: str, min_events: float) -> str:
    if len(rows) < MIN_PERIODS:
        return f"fewer than {MIN_PERIODS} periods"
    if rows["n"].sum() < min_events:
        return f"fewer than {min_events:g} acts"
    if component == "intensity" and not (rows["exposure"] > 0).any():
        return "nothing read"
    return ""


def _cost(rows: pd.DataFrame, component: str, min_size: int) -> tuple[_costs.Cost, float]:
    if component == "intensity":
        exposure = _typical(rows)
        acts = rows["n_mf"].to_numpy(dtype=np.float64)
        size = _costs.size_of(acts, exposure)
        return _costs.Counts(size, min_size).fit(np.column_stack([acts, exposure])), size
    conflict, n = (rows["n_vf"] + rows["n_mf"]).to_numpy(dtype=np.float64), rows["n"].to_numpy(dtype=np.float64)
    rho = _costs.rho_of(conflict, n)
    return _costs.Shares(rho, min_size).fit(np.column_stack([conflict, n])), rho


def _row(one: segments.Break, days: npt.NDArray[np.datetime64]) -> _Row:
    return {
        "period": days[one.at], "period_low": days[one.low], "period_high": days[one.high],
        "known": days[one.known], "known_as": days[one.known_as], "before": one.before, "after": one.after,
        "change": one.change, "kind": "rise" if one.change > 0 else "fall", "episode": one.episode,
        "gain": one.gain, "p_value": one.p_value,
    }  # fmt: skip


def _table(rows: list[_Row], columns: Sequence[str]) -> pd.DataFrame:
    days = {name: "datetime64[us]" for name in _DAYS if name in columns}
    return pd.DataFrame(rows, columns=list(columns)).astype({"a": "str", "b": "str", "component": "str", **days})
