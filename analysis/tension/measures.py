"""Direction and intensity of each pair and period, with bands: what `tension.measure` computes.

Direction is the conflict share of what two actors do to each other, shrunk
towards a prior: 0 is all cooperation, 1 all conflict. Intensity is material
conflict per unit of exposure on a log scale. Summed Goldstein weights are no
tension index, since the volume of cooperation swamps them
(`docs/methods_tension.md` has the figures). Conflict is the hostile, in
weights the negative, side throughout.

The frame has one row for each pair and period from the first to the last,
empty periods included, with the columns

- `a`, `b`, `period` (its first day);
- `direction`, `direction_low`, `direction_high`: missing where nothing happened;
- `intensity` with its band: log(1 + r), where r is the number of material conflict acts
  in a period of typical exposure;
- `threats` with its band: the same for verbal conflict, words apart from deeds;
- `hostility` with its band: a composite, the conflict against the acts of this and of usual periods, threats
  and use of force in full and other conflict by a quarter (`dispersion.hostility`); 1 where a usual period is all
  force. Of a table of counts without `n_force` deeds count in full and words by half;
- `verbal_share`, `material_share`, which add up to the direction;
- `n_vc`, `n_mc`, `n_vf`, `n_mf`, `n`: the counts of the period itself, and `n_force`, those of conflict that
  threaten, show or use force (missing where a table of counts does not tell);
- `n_eff`, the effective number of acts behind the direction;
- `exposure`, `exposure_kind` (articles, events, periods);
- `complete`: false where the period reaches beyond the last day of the source.

Share (m + k pi) / (n + k) with a Beta band, rate (y + a) / (E + b) with a
Gamma band: Gelman and others, Bayesian Data Analysis (2013), 2.4 and 2.6.
Exposure as a number of articles: Caldara and Iacoviello (2022).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import signal

from analysis import errors
from analysis.events import counts, pairs, periods, selection
from analysis.events.coded import CodedCorpus
from analysis.relations.options import override
from analysis.tension import dispersion

Floats = npt.NDArray[np.float64]
Source = CodedCorpus | pd.DataFrame
LEVELS = counts.LEVELS
EXPOSURES = ("periods", "events")
HALF_LIVES: Mapping[str, float] = {"D": 28.0, "W": 28.0, "M": 91.0, "Q": 365.0, "Y": 730.0}
"""Half-life in days that suits a length of period: what `half_life="auto"` takes."""
PAST_HALF_LIFE = 182.0
"""Half-life in days of a pair's own past in the prior of its direction."""
COMPONENTS = ("direction", "intensity")
FORCE_WEIGHTS: Mapping[str, float] = {"cooperation": 0.0, "other conflict": 0.25, "force": 1.0}
CLASS_WEIGHTS: Mapping[str, float] = {"cooperation": 0.0, "threats": 0.5, "intensity": 1.0}
"""What an act weighs in the hostility where it is known whether it threatens or uses force, and where only its
quad class is. Chosen in `docs/research/choice_of_prior.md`."""
COLUMNS = (
    "a", "b", "period", "direction", "direction_low", "direction_high",
    "intensity", "intensity_low", "intensity_high", "threats", "threats_low", "threats_high",
    "hostility", "hostility_low", "hostility_high", "verbal_share", "material_share",
    *counts.QUADS, counts.FORCE, "n", "n_eff", "exposure", "exposure_kind", "complete",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class TensionOptions:
    """The options of `tension.measure`; each may also be given to it by keyword.

    Attributes
    ----------
    freq
        Length of a period: D, W (from Monday), M, Q or Y.
    by
        `dyad`; `actor` (all that an actor does and suffers; b is "*");
        `triad` (three actors of `actors`, each pair of which has acted; b joins two
        of them by "+"); `system` (all; a and b are "*").
    directed
        Keep what a does to b apart from what b does to a (for `actor`: only what
        the actor does). An act of both together then counts in both directions, else
        once.
    half_life
        In days: acts of earlier periods weigh 2^(-age / half-life). None counts
        each period alone. By keyword, "auto" takes that of `HALF_LIVES`.
    window
        In periods: each row sums the last `window` periods. Not with a half-life.
    prior_strength
        k, the weight of the prior in acts. None estimates it, between 2 and 25
        (`parameters` of the result has the estimate).
    base_share
        The prior's conflict share. None takes the typical share, the mean over all rows
        and periods with acts, moved by what happened in the row's own past: acts of earlier
        periods with a half-life of `PAST_HALF_LIFE`, against 10 acts of the typical share. With
        a half-life or a window, which hold the past already, it is moved by the row's
        long-run share, against 20 acts.
    exposure
        All articles read: the documents frame, or the number of articles by day or
        period. "events" takes all acts of the period in the source, "periods" mere
        time: use it where what was read did not change, or is not known. None takes
        the documents of a coded corpus, and "periods" for a frame.
    modality
        Modalities that count, of an events frame.
    status
        Which events count: "now", events of their time; "state", standing states and habits;
        "reference", what a sentence only refers to.
    level
        Probability mass of the bands.
    actors
        Actors to keep: both sides of a dyad must be among them. None keeps all.
    min_events
        Rows whose history holds fewer acts are left out: every dyad gets every period.
    until
        Last day of the source. By default the last day of the documents or events; a
        table of counts is taken to be complete.

    Raises
    ------
    InputError
        If a value is unknown or out of range.
    """

    freq: str = "W"
    by: str = "dyad"
    directed: bool = False
    half_life: float | None = None
    window: int | None = None
    prior_strength: float | None = None
    base_share: float | None = None
    exposure: pd.Series | pd.DataFrame | str | None = None
    modality: Sequence[str] = ("asserted",)
    status: Sequence[str] = ("now",)
    level: float = 0.9
    actors: Sequence[str] | None = None
    min_events: float = 0
    until: str | pd.Timestamp | None = None

    def __post_init__(self) -> None:
        """Check the options that stand by themselves."""
        object.__setattr__(self, "freq", periods.check_freq(self.freq, periods.COUNTED))
        for name in ("modality", "status"):
            value = getattr(self, name)
            object.__setattr__(self, name, (value,) if isinstance(value, str) else tuple(value))
        if self.by not in LEVELS:
            raise errors.unknown("by", self.by, LEVELS)
        if isinstance(self.exposure, str) and self.exposure not in EXPOSURES:
            msg = f"exposure {self.exposure!r} is neither 'events' nor 'periods' nor articles"
            raise errors.InputError(msg)
        if self.half_life is not None and self.window is not None:
            raise errors.InputError("half_life and window exclude each other")
        if (self.half_life is not None and not self.half_life > 0) or (self.window is not None and self.window < 1):
            msg = f"half_life {self.half_life!r} days or window {self.window!r} periods is not above 0"
            raise errors.InputError(msg)

    def changed(self, **overrides: Any) -> "TensionOptions":
        """These options with some of them changed.

        Raises
        ------
        InputError
            If an option is unknown, which the message answers with the nearest one, or
            if a value is out of range.
        """
        if overrides.get("half_life") == "auto":
            overrides["half_life"] = HALF_LIVES[periods.check_freq(overrides.get("freq", self.freq), periods.COUNTED)]
        return override(self, overrides)


DEFAULTS = TensionOptions()


@dataclass(frozen=True, slots=True)
class Counted:
    """A source as counts: the directed table of counts, its last day, and the exposure by period."""

    table: pd.DataFrame
    until: pd.Timestamp | None
    exposure: pd.Series
    exposure_kind: str


def count(source: Source, options: TensionOptions) -> Counted:
    """Count the acts of a corpus, an events frame or a table of counts, and the exposure of each period."""
    events = source.events if isinstance(source, CodedCorpus) else source
    exposure = options.exposure
    if exposure is None and isinstance(source, CodedCorpus):
        exposure = source.documents
    if counts.is_counts(events):
        table, last = counts.check(events, options.freq), None
    else:
        once = not options.directed
        table = counts.count_acts(
            events, freq=options.freq, modality=options.modality, status=options.status, once=once
        )
        last = events["when_last"].max()
    if table.empty:
        return Counted(table, None, pd.Series(dtype=float), "periods")
    ends = pd.Series([table["period"].min(), table["period"].max()])
    first_number, last_number = (int(number) for number in periods.period_number(ends, options.freq))
    starts = periods.period_start(np.arange(first_number, last_number + 1), options.freq)
    if exposure is None or (isinstance(exposure, str) and exposure == "periods"):
        seen, kind = pd.Series(1.0, index=starts), "periods"
    elif isinstance(exposure, str):
        seen, kind = table.groupby("period")["n"].sum().reindex(starts, fill_value=0.0), "events"
    else:
        articles = selection.articles(exposure)
        days = pd.Series(articles.index)
        seen = articles.groupby(periods.period_start(periods.period_number(days, options.freq), options.freq)).sum()
        seen, kind = seen.reindex(starts, fill_value=0.0), "articles"
        last = days.max() if isinstance(exposure, pd.DataFrame) else last
    return Counted(table, last if options.until is None else pd.Timestamp(options.until), seen, kind)


def counted_events(
    events: pd.DataFrame, *, freq: str = "W", modality: Sequence[str] = ("asserted",), status: Sequence[str] = ("now",)
) -> pd.DataFrame:
    """The events that `tension.measure` counts as acts, oldest first, by the rules of `events.select_acts`.

    Returns
    -------
    acts
        Rows of the events frame with `a`, `b` (source and target in alphabetical
        order), `day`, the middle of the event's days, and `again`, whether an earlier
        row is the other direction of the same act.

    Raises
    ------
    InputError
        If a column is missing or `freq` is unknown.
    """
    freq = periods.check_freq(freq, periods.COUNTED)
    rows = selection.select_acts(events, freq="W" if freq == "D" else freq, modality=modality, status=status).rows
    acts = pairs.with_pair(events.iloc[rows])
    acts["day"] = pairs.middle_day(acts)
    acts["again"] = acts.duplicated("act_id") if "act_id" in acts.columns else False
    ordered: pd.DataFrame = acts.sort_values(["day", "event_id"], kind="stable").reset_index(drop=True)
    return ordered


def measure_frame(source: Source, options: TensionOptions = DEFAULTS) -> pd.DataFrame:
    """The frame of `tension.measure`, with all parameters in `attrs["parameters"]`.

    Raises
    ------
    InputError
        If a column is missing or a parameter is out of range.
    """
    return measure_counted(count(source, options), options)


def measure_counted(counted: Counted, options: TensionOptions) -> pd.DataFrame:
    """The frame of `tension.measure` for what `count` gave, by the same `freq`."""
    table = counts.gather(counted.table, by=options.by, directed=options.directed, actors=options.actors)
    table = table[table.groupby(["a", "b"])["n"].transform("sum") >= options.min_events]
    chosen = {
        "freq": options.freq, "by": options.by, "directed": options.directed, "half_life": options.half_life,
        "window": options.window, "modality": tuple(options.modality), "status": tuple(options.status),
        "level": options.level, "exposure_kind": counted.exposure_kind,
    }  # fmt: skip
    if table.empty:
        return _empty(chosen)
    frame, estimated = _columns(counted, table, options)
    frame.attrs["parameters"] = {**chosen, **estimated}
    return frame


def _columns(counted: Counted, table: pd.DataFrame, options: TensionOptions) -> tuple[pd.DataFrame, dict[str, float]]:
    """All columns of the pairs of `table`, and the parameters that were estimated on the way."""
    first, last = counted.table["period"].min(), counted.table["period"].max()
    grid = counts.add_empty_periods(table, options.freq, first=first, last=last)
    own = cube(grid)
    seen = counted.exposure.reindex(grid["period"].unique()).fillna(0.0).to_numpy(dtype=np.float64)
    smooth, level = _Smoother(options.freq, options.half_life, options.window), options.level
    sums, earlier = (smooth.sums, smooth.squares), smooth.earlier
    strength, base = options.prior_strength, options.base_share
    direction = dispersion.direction(own, *sums, earlier=earlier, strength=strength, base=base, level=level)
    rates = {
        name: dispersion.intensity(acts, seen, *sums, earlier=earlier, level=level, name=name)
        for name, acts in (
            ("cooperation", own[:, :, 0] + own[:, :, 1]), ("threats", own[:, :, 2]), ("intensity", own[:, :, 3]),
            *_by_force(grid, own),
        )
    }  # fmt: skip
    usual = own.sum(axis=(1, 2)) / max(float(seen.sum()), 1e-9) * rates["intensity"].estimated["typical_exposure"]
    weights = FORCE_WEIGHTS if "force" in rates else CLASS_WEIGHTS
    hostility = dispersion.hostility([(weight, rates[name]) for name, weight in weights.items()], usual)
    parts = (direction, rates["intensity"], rates["threats"], hostility)
    frame = grid if counts.FORCE in grid.columns else grid.assign(**{counts.FORCE: np.nan})
    frame = frame.assign(
        exposure=np.tile(seen, len(own)),
        exposure_kind=counted.exposure_kind,
        complete=_complete(grid["period"], options.freq, counted.until),
        **{name: values.ravel() for part in parts for name, values in part.columns.items()},
    )
    estimated = {name: value for part in parts for name, value in part.estimated.items()}
    return frame[list(COLUMNS)].reset_index(drop=True), estimated


def _by_force(grid: pd.DataFrame, own: Floats) -> tuple[tuple[str, Floats], ...]:
    """Conflict with and without threat or use of force (pairs by periods), where the counts tell it."""
    if counts.FORCE not in grid.columns:
        return ()
    force = grid[counts.FORCE].to_numpy(dtype=np.float64).reshape(len(own), -1)
    return ("force", force), ("other conflict", own[:, :, 2] + own[:, :, 3] - force)


def _complete(starts: pd.Series, freq: str, until: pd.Timestamp | None) -> pd.Series:
    if until is None or pd.isna(until):
        return pd.Series(data=True, index=starts.index)
    following = periods.period_start(periods.period_number(starts, freq) + 1, freq)
    return pd.Series(following <= until.normalize() + pd.Timedelta(days=1), index=starts.index)


def cube(grid: pd.DataFrame) -> Floats:
    """Counts of a frame with every period of each pair, as pairs by periods by quad classes."""
    number = len(grid[["a", "b"]].drop_duplicates())
    return np.asarray(grid[list(counts.QUADS)].to_numpy(dtype=np.float64).reshape(number, -1, 4))


def earlier_periods(freq: str) -> Callable[[Floats], Floats]:
    """Sums over the periods before each one, along the last axis, with `PAST_HALF_LIFE`."""
    remaining = 2.0 ** (-periods.DAYS[freq] / PAST_HALF_LIFE)
    return lambda values: np.asarray(signal.lfilter([0.0, remaining], [1.0, -remaining], values, axis=-1))


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

    @property
    def earlier(self) -> Callable[[Floats], Floats] | None:
        """Sums over the periods before each one for its prior; None where `sums` hold the past already."""
        return earlier_periods(self.freq) if self.half_life is None and self.window is None else None

    def _sum(self, values: Floats, power: int) -> Floats:
        if self.half_life is not None:
            remaining = 2.0 ** (-power * periods.DAYS[self.freq] / self.half_life)
            return np.asarray(signal.lfilter([1.0], [1.0, -remaining], values, axis=-1))
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
