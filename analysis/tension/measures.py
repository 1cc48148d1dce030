"""Tension as two components that are never mixed: direction and intensity, each with a band.

Direction is the conflict share of what two actors do to each other, shrunk:
0 is all cooperation, 1 all conflict. Intensity is material conflict against
exposure on a log scale. Summed Goldstein weights are no tension index, since
the volume of cooperation swamps them (`docs/methods_tension.md` has the
figures). Conflict is the hostile, in weights the negative, side throughout.

Every table measured has one row for each pair and period from the first to
the last, also the empty ones, with the columns

- `a`, `b`, `period` (its first day);
- `direction`, `direction_low`, `direction_high`: missing where nothing happened;
- `intensity` with its band: log(1 + r), where r is the material conflict acts
  that a period of typical exposure holds;
- `threats` with its band: the same for verbal conflict, words apart from deeds;
- `verbal_share`, `material_share`, which add up to the direction;
- `n_vc`, `n_mc`, `n_vf`, `n_mf`, `n`: the counts of the period itself;
- `n_eff`, the effective number of acts behind the direction;
- `exposure`, `exposure_kind` (articles, events, periods);
- `complete`: false where the period reaches beyond what was read.

Share (m + k pi) / (n + k) with a Beta band, rate (y + a) / (E + b) with a
Gamma band: Gelman and others, Bayesian Data Analysis (2013), 2.4 and 2.6.
Exposure as a share of articles: Caldara and Iacoviello (2022).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import signal

from analysis import errors
from analysis.events import counts, selection
from analysis.events.periods import COUNTED, DAYS, check_freq, period_number, period_start
from analysis.tension import dispersion as bands

Floats = npt.NDArray[np.float64]
LEVELS = counts.LEVELS
KINDS = ("periods", "events", "articles")
COLUMNS = (
    "a", "b", "period", "direction", "direction_low", "direction_high",
    "intensity", "intensity_low", "intensity_high", "threats", "threats_low", "threats_high",
    "verbal_share", "material_share", *counts.QUADS, "n", "n_eff", "exposure", "exposure_kind", "complete",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Read:
    """What there is to measure: the grid of counts, the last day read, and exposure by period where known."""

    table: pd.DataFrame
    until: pd.Timestamp | None
    exposure: pd.Series
    kind: str


def measure(  # noqa: PLR0913 - one call takes every choice, by keyword
    x: pd.DataFrame,
    *,
    freq: str = "W",
    by: str = "dyad",
    directed: bool = False,
    half_life: float | None = None,
    window: int | None = None,
    prior_strength: float | None = None,
    base_share: float | None = None,
    exposure: pd.Series | pd.DataFrame | str | None = None,
    modality: Sequence[str] = ("asserted",),
    level: float = 0.9,
    only: Sequence[str] | None = None,
    least: float = 0,
    until: str | pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Measure direction and intensity by period.

    Parameters
    ----------
    x
        An events frame, or a table of counts (`analysis.events.counts`) in which a acts on b.
    freq
        D, W (from Monday), M, Q or Y.
    by
        `dyad`; `actor` (all that an actor does and suffers; b is "*");
        `triad` (three actors of `only`, each pair of which has acted; b joins two
        of them by "+"); `system` (all; a and b are "*").
    directed
        Keep what a does to b apart from what b does to a (for `actor`: what it
        does alone, without what it suffers).
    half_life
        In days: acts of earlier periods weigh 2^(-age / half-life). None counts
        each period alone.
    window
        In periods: each row sums the last `window` periods. Not with a half-life.
    prior_strength
        k, the prior's worth in acts. None estimates it, between 2 and 20 (`attrs` tells it).
    base_share
        The prior's conflict share. None takes each row's own long-run share,
        itself shrunk to that of all acts.
    exposure
        All articles read: the documents frame, or articles by day or period.
        "events" takes all acts of the period in `x`, "periods" or None mere time:
        use it where what was read did not change, or is not known.
    modality
        Modalities that count, of an events frame.
    level
        Mass of the bands.
    only
        Actors to keep: both sides of a dyad must be among them.
    least
        Rows whose history holds fewer acts are left out: every dyad gets every period.
    until
        Last day read. By default the last day of the events or documents; a
        table of counts is taken to be complete.

    Returns
    -------
    measured
        The columns are told at the head of this module; `attrs["parameters"]` holds
        all choices.

    Raises
    ------
    InputError
        If a column is missing or a parameter is out of range.
    """
    _check(freq, by, half_life, window)
    got = _read(x, freq, exposure, modality, until)
    table = counts.gather(got.table, by=by, directed=directed, actors=only)
    table = table[table.groupby(["a", "b"])["n"].transform("sum") >= least]
    if table.empty:
        return _empty({"freq": freq, "by": by})
    frame, found = _columns(got, table, _Smoother(freq, half_life, window), (prior_strength, base_share, level))
    frame.attrs["parameters"] = {
        "freq": freq, "by": by, "directed": directed, "half_life": half_life, "window": window,
        "modality": tuple(modality), "level": level, "exposure_kind": got.kind, **found,
    }  # fmt: skip
    return frame


def compare(x: pd.DataFrame, *, half_lives: Sequence[float] = (28.0, 182.0), **choices: object) -> pd.DataFrame:
    """Measure with several half-lives side by side: the rows of `measure` with a first column `half_life`.

    The default pair is a crisis (four weeks) and a relation (half a year).
    What is inferred may change with the aggregation (Shellman 2004), so look at two.
    """
    parts = [measure(x, half_life=days, **choices).assign(half_life=days) for days in half_lives]  # type: ignore[arg-type]
    joined = pd.concat(parts, ignore_index=True)
    return joined[["half_life", *(name for name in joined.columns if name != "half_life")]]


def _check(freq: str, by: str, half_life: float | None, window: int | None) -> None:
    check_freq(freq, COUNTED)
    if by not in LEVELS:
        msg = f"by {by!r} is none of {', '.join(LEVELS)}"
        raise errors.InputError(msg)
    if half_life is not None and window is not None:
        msg = "half_life and window exclude each other"
        raise errors.InputError(msg)
    if (half_life is not None and not half_life > 0) or (window is not None and window < 1):
        msg = f"half_life {half_life!r} days or window {window!r} periods is not above 0"
        raise errors.InputError(msg)


def _read(
    x: pd.DataFrame, freq: str, exposure: pd.Series | pd.DataFrame | str | None, modality: Sequence[str],
    until: str | pd.Timestamp | None,
) -> _Read:  # fmt: skip
    if counts.is_counts(x):
        table, last = counts.check(x, freq), None
    else:
        table = counts.count_acts(x, freq=freq, modality=modality)
        last = x["when_last"].max()
    if table.empty:
        return _Read(table, None, pd.Series(dtype=float), "periods")
    first_day, last_day = table["period"].min(), table["period"].max()
    low, high = (int(number) for number in period_number(pd.Series([first_day, last_day]), freq))
    spans = period_start(np.arange(low, high + 1), freq)
    if exposure is None or (isinstance(exposure, str) and exposure == "periods"):
        seen, kind = pd.Series(1.0, index=spans), "periods"
    elif isinstance(exposure, str):
        if exposure != "events":
            msg = f"exposure {exposure!r} is neither 'events' nor 'periods' nor articles"
            raise errors.InputError(msg)
        seen, kind = table.groupby("period")["n"].sum().reindex(spans, fill_value=0.0), "events"
    else:
        articles = selection.articles(exposure)
        days = pd.Series(articles.index)
        seen = articles.groupby(period_start(period_number(days, freq), freq)).sum()
        seen, kind = seen.reindex(spans, fill_value=0.0), "articles"
        last = days.max() if isinstance(exposure, pd.DataFrame) else last
    return _Read(table, last if until is None else pd.Timestamp(until), seen, kind)


def _columns(
    got: _Read, table: pd.DataFrame, smooth: "_Smoother", choices: tuple[float | None, float | None, float]
) -> tuple[pd.DataFrame, dict[str, float]]:
    """All columns of the pairs of `table`, and what was estimated on the way."""
    strength, base, level = choices
    first, last = got.table["period"].min(), got.table["period"].max()
    grid = counts.add_empty_periods(table, smooth.freq, first=first, last=last)
    own = _cube(grid)
    seen = got.exposure.reindex(grid["period"].unique()).fillna(0.0).to_numpy(dtype=np.float64)
    sums = (smooth.sums, smooth.squares)
    parts = (
        bands.direction(own, *sums, strength=strength, base=base, level=level),
        bands.intensity(own, seen, *sums, level=level),
        bands.intensity(own, seen, *sums, level=level, quad=3, name="threats"),
    )
    frame = grid.assign(
        exposure=np.tile(seen, len(own)),
        exposure_kind=got.kind,
        complete=_complete(grid["period"], smooth.freq, got.until),
        **{name: values.ravel() for part in parts for name, values in part.columns.items()},
    )
    chosen = {name: value for part in parts for name, value in part.chosen.items()}
    return frame[list(COLUMNS)].reset_index(drop=True), chosen


def _complete(periods: pd.Series, freq: str, until: pd.Timestamp | None) -> pd.Series:
    if until is None or pd.isna(until):
        return pd.Series(data=True, index=periods.index)
    following = period_start(period_number(periods, freq) + 1, freq)
    return pd.Series(following <= until.normalize() + pd.Timedelta(days=1), index=periods.index)


def _cube(grid: pd.DataFrame) -> Floats:
    """Counts as pairs by periods by quad classes."""
    pairs = len(grid[["a", "b"]].drop_duplicates())
    return np.asarray(grid[list(counts.QUADS)].to_numpy(dtype=np.float64).reshape(pairs, -1, 4))


@dataclass(frozen=True, slots=True)
class _Smoother:
    """Sums over past periods: none, a window, or exponential decay."""

    freq: str
    half_life: float | None
    window: int | None

    def sums(self, values: Floats) -> Floats:
        """Weighted sums along the periods, the last axis."""
        return self._sum(values, 1)

    def squares(self, values: Floats) -> Floats:
        """Sums with squared weights, for effective numbers."""
        return self._sum(values, 2)

    def _sum(self, values: Floats, power: int) -> Floats:
        if self.half_life is not None:
            left = 2.0 ** (-power * DAYS[self.freq] / self.half_life)
            return np.asarray(signal.lfilter([1.0], [1.0, -left], values, axis=-1))
        if self.window is not None:
            total = np.cumsum(values, axis=-1)
            total[..., self.window :] -= total[..., : -self.window].copy()
            return np.asarray(total)
        return values


def _empty(parameters: dict[str, object]) -> pd.DataFrame:
    out = pd.DataFrame({name: pd.Series(dtype="float64") for name in COLUMNS})
    out = out.astype({"a": "str", "b": "str", "exposure_kind": "str", "period": "datetime64[us]", "complete": "bool"})
    out.attrs["parameters"] = parameters
    return out
