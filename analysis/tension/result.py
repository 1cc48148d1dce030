"""Tension as users meet it: `measure` and its result, which answers for breaks, recent changes and alerts.

Direction and intensity are two components that are never mixed; the columns
and their sources are described in `analysis.tension.measures`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any, Self

import pandas as pd

from analysis import errors
from analysis.events import counts, periods
from analysis.events.coded import CodedCorpus
from analysis.tension import measures, recent_change
from analysis.tension.alerts import EarlyWarning, beyond_usual, describe
from analysis.tension.measures import Source, TensionOptions
from analysis.tension.turns import breaks as change_points
from analysis.tension.turns.breaks import BreakOptions, Breaks

_LATEST = ("direction", "direction_low", "direction_high", "intensity", "intensity_low", "intensity_high", "threats")
_SHOWN = 8


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Tension:
    """Direction and intensity of pairs over time.

    Attributes
    ----------
    frame
        One row for each pair and period; the columns are those of `analysis.tension.measures`.
    options
        The options that it was measured with.
    source
        What was measured: a coded corpus, an events frame or a table of counts.

    Examples
    --------
    >>> tension = measure(table, freq="W")  # doctest: +SKIP
    >>> tension.frame, tension.pairs(), tension.breaks(), tension.alerts()  # doctest: +SKIP
    """

    frame: pd.DataFrame
    options: TensionOptions
    source: Source
    _breaks: dict[str, Breaks] = field(default_factory=dict, init=False)

    @property
    def parameters(self) -> Mapping[str, Any]:
        """All options as used, with what was estimated: prior strength, overdispersion, typical exposure."""
        parameters: Mapping[str, Any] = self.frame.attrs["parameters"]
        return parameters

    def pairs(self) -> pd.DataFrame:
        """The pairs (or actors, triads) with their totals and their latest level, busiest first.

        Returns
        -------
        pairs
            `a`, `b`; `n_vc`, `n_mc`, `n_vf`, `n_mf`, `n` over all periods; `period`, the last
            complete period, and direction, intensity and threats at its end (missing
            where no period is complete).
        """
        totals = self.frame.groupby(["a", "b"])[[*counts.QUADS, "n"]].sum()
        complete = self.frame[self.frame["complete"].astype(bool)]
        latest = complete.groupby(["a", "b"]).tail(1).set_index(["a", "b"])[["period", *_LATEST]]
        table = totals.join(latest).reset_index()
        return table.sort_values(["n", "a", "b"], ascending=[False, True, True], kind="stable").reset_index(drop=True)

    def select(self, pairs: pd.DataFrame) -> Self:
        """The same measures for some pairs only (columns `a` and `b`): breaks are then searched in these alone."""
        wanted = pd.MultiIndex.from_frame(pairs[["a", "b"]])
        return replace(self, frame=self.frame[pd.MultiIndex.from_frame(self.frame[["a", "b"]]).isin(wanted)])

    def breaks(self, options: BreakOptions = change_points.DEFAULTS, **overrides: Any) -> Breaks:
        """The breaks and episodes of every pair, computed once for the same options.

        Parameters
        ----------
        options
            See `BreakOptions`.
        **overrides
            Options by name.

        Raises
        ------
        InputError
            If an option is unknown or out of range.
        """
        chosen = options.changed(**overrides)
        key = repr(chosen)
        if key not in self._breaks:
            self._breaks[key] = change_points.find(self.frame, chosen)
        return self._breaks[key]

    def episodes(self, options: BreakOptions = change_points.DEFAULTS, **overrides: Any) -> pd.DataFrame:
        """The short crises and openings of every pair: `Breaks.episodes` for these options.

        Parameters
        ----------
        options
            See `BreakOptions`.
        **overrides
            Options by name, such as `episode_gain=25`.

        Raises
        ------
        InputError
            If an option is unknown or out of range.
        """
        return self.breaks(options, **overrides).episodes

    def changes(self, *, recent: int | None = None, before: int | None = None) -> pd.DataFrame:
        """The last periods of each pair against those before.

        Parameters
        ----------
        recent, before
            Numbers of periods, as for `recent_change.recent_changes`.

        Returns
        -------
        changes
            As `recent_changes` returns them; of events with `event_id` and `n_articles`
            (see `recent_change.with_evidence`).

        Raises
        ------
        InputError
            If what was measured are not undirected pairs, or a window is shorter than one period.
        """
        self._check_pairs()
        found = recent_change.recent_changes(self.source, self.options, recent=recent, before=before)
        acts = self._acts()
        evidence = self.source.evidence if isinstance(self.source, CodedCorpus) else None
        return found if acts is None else recent_change.with_evidence(found, acts, evidence)

    def alerts(self, *, recent: int | None = None, before: int | None = None) -> pd.DataFrame:
        """What stands out in the recent past: changes, breaks and climbs, in sentences.

        Parameters
        ----------
        recent, before
            Numbers of periods, as for `changes`.

        Returns
        -------
        alerts
            `kind` (change, break, escalation, new, silent), `pair`, `observed` (a sentence),
            `event_id` (the act that shows it, missing without one).

        Raises
        ------
        InputError
            As for `changes`.
        """
        found = self.changes(recent=recent, before=before)
        return describe(found, self.breaks().breaks, self._acts(), freq=self.options.freq)

    def early_warning(self, *, level: float = 0.95) -> EarlyWarning:
        """The pairs (or directions) beyond their own usual range in the last complete period.

        Parameters
        ----------
        level
            Probability mass of the ranges.

        Returns
        -------
        early_warning
            Its `frame` has a row for each pair and component, its `expected_false` says how many
            would be beyond their range by chance.

        Raises
        ------
        InputError
            If `level` is not between 0 and 1.
        """
        return beyond_usual(self.frame, freq=self.options.freq, level=level)

    def _acts(self) -> pd.DataFrame | None:
        """The events that were counted; None for a table of counts."""
        events = self.source.events if isinstance(self.source, CodedCorpus) else self.source
        if counts.is_counts(events):
            return None
        return measures.counted_events(
            events, freq=self.options.freq, modality=self.options.modality, status=self.options.status
        )

    def _check_pairs(self) -> None:
        if self.options.by != "dyad" or self.options.directed:
            msg = "changes and alerts are those of undirected pairs; measure with by='dyad' and directed=False"
            raise errors.InputError(msg)

    def __repr__(self) -> str:
        """Pairs, periods and acts, and the busiest pairs."""
        return f"<Tension: {self._summary()}>"

    def _summary(self) -> str:
        table, days = self.pairs(), self.frame["period"]
        if table.empty:
            return "no acts"
        busiest = ", ".join(f"{a}-{b}" for a, b in zip(table["a"].head(3), table["b"].head(3), strict=True))
        return (
            f"{len(table)} {self.options.by}s, {days.nunique()} {periods.NAMES[self.options.freq]}s from "
            f"{days.min().date()}, {table['n'].sum():.0f} acts, exposure {self.parameters['exposure_kind']}; "
            f"busiest {busiest}"
        )

    def _repr_html_(self) -> str:
        shown = self.pairs()[["a", "b", "n", "period", *_LATEST]].head(_SHOWN)
        return f"<p>Tension: {escape(self._summary())}</p>{shown.to_html(index=False, float_format='{:.2f}'.format)}"


def measure(source: Source, options: TensionOptions = measures.DEFAULTS, **overrides: Any) -> Tension:
    """Measure direction and intensity of pairs by period.

    Parameters
    ----------
    source
        A coded corpus (its documents are the exposure), an events frame, or a table of
        counts (`analysis.events.counts`) in which a acts on b.
    options
        See `TensionOptions`.
    **overrides
        Options by name, such as `freq="W"` or `half_life=28`.

    Returns
    -------
    tension
        `tension.frame` has the columns of `analysis.tension.measures`.

    Raises
    ------
    InputError
        If a column is missing, or an option is unknown (the message names the
        nearest) or out of range.

    Examples
    --------
    >>> measure(corpus, freq="W", half_life=28, actors=["Russia", "PRK"])  # doctest: +SKIP
    """
    chosen = options.changed(**overrides)
    if isinstance(source, CodedCorpus) and chosen.actors is not None:
        chosen = chosen.changed(actors=tuple(source.find_actor(one) for one in chosen.actors))
    return Tension(measures.measure_frame(source, chosen), chosen, source)


def compare(
    source: Source, options: TensionOptions = measures.DEFAULTS, *, half_lives: Sequence[float] = (28.0, 182.0),
    **overrides: Any,
) -> pd.DataFrame:  # fmt: skip
    """Measure with several half-lives side by side: the rows of `measure` with a first column `half_life`.

    The default pair suits a crisis (four weeks) and a relation (half a year).
    What is inferred may change with the aggregation (Shellman 2004), so look at both.

    Parameters
    ----------
    source, options, **overrides
        As for `measure`.
    half_lives
        In days.
    """
    chosen = options.changed(**overrides)
    parts = [measure(source, chosen.changed(half_life=days)).frame.assign(half_life=days) for days in half_lives]
    joined = pd.concat(parts, ignore_index=True)
    return joined[["half_life", *(name for name in joined.columns if name != "half_life")]]


def find_breaks(
    source: Tension | Source, options: BreakOptions = change_points.DEFAULTS, *, freq: str = "", **overrides: Any
) -> Breaks:
    """Find the breaks of every pair.

    Parameters
    ----------
    source
        What `measure` returned, or its frame (whole pairs of it are enough); or a coded corpus,
        an events frame or a table of counts, which are then measured by `freq`, undirected.
    options
        See `BreakOptions`.
    freq
        D, W, M, Q or Y, for what is not measured yet; empty takes W.
    **overrides
        Options by name, such as `penalty=5`.

    Raises
    ------
    InputError
        If an option is unknown (the message names the nearest) or out of range, or if
        periods are missing between the first and the last.
    """
    chosen = options.changed(**overrides)
    if isinstance(source, pd.DataFrame) and change_points.is_measured(source):
        return change_points.find(source, chosen, freq=freq)
    if isinstance(source, Tension):
        return source.breaks(chosen)
    return measure(source, freq=freq or "W", min_events=chosen.min_events).breaks(chosen)


def alerts(source: Tension | Source, options: TensionOptions = measures.DEFAULTS, **overrides: Any) -> pd.DataFrame:
    """What stands out in the recent past: `Tension.alerts` of what `measure` returned, or of a source.

    Parameters
    ----------
    source
        What `measure` returned, or a source as for `measure`.
    options, **overrides
        As for `measure`, for a source.

    Returns
    -------
    alerts
        As `Tension.alerts` returns them.
    """
    return (source if isinstance(source, Tension) else measure(source, options, **overrides)).alerts()
