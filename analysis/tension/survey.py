"""The tension between a set of actors: which pairs are shown, from which acts, and whether there is enough to rate.

Acts older than the first article, and acts that cannot be dated to one period,
are set aside and counted: what newspapers recall of the past is no series.
Below the minimum nothing is rated; the acts are shown instead.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any, Self

import pandas as pd

from analysis.actors import labels
from analysis.events import counts, pairs, periods, selection
from analysis.events.coded import CodedCorpus
from analysis.events.pairs import Pair
from analysis.events.scope import MAX_ACTORS, Scope, busiest
from analysis.relations.rating import MIN_EVENTS, TOO_FEW
from analysis.tension import measures, recent_change, reciprocity
from analysis.tension.alerts import EarlyWarning, describe
from analysis.tension.attention import attention_index
from analysis.tension.measures import HALF_LIVES
from analysis.tension.result import Tension, compare, measure
from analysis.tension.sensitivity import whole_shares
from analysis.tension.turns.breaks import Breaks

SHORT_AND_LONG: Mapping[str, tuple[float, float]] = {
    "W": (28.0, 182.0), "M": (28.0, 182.0), "Q": (91.0, 365.0), "Y": (365.0, 1461.0),
}  # fmt: skip
"""Two half-lives to compare, in days, by the length of a period."""
MIN_PERIODS = 4
MIN_RESPONSES = 20


class Note(str):
    """A line of text that a notebook shows in grey, in the place of a figure or a table."""

    __slots__ = ()

    def __repr__(self) -> str:
        """The line itself."""
        return str(self)

    def _repr_html_(self) -> str:
        return f'<p style="opacity:.75">{escape(self)}</p>'


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class TensionSurvey:
    """The tension between a set of actors, with all that its figures and tables rest on.

    Attributes
    ----------
    corpus
        The coded corpus.
    freq
        Length of a period: W, M, Q or Y.
    actors
        The actors, busiest first.
    reported
        All events between two of the actors, of any time and modality, with `a`, `b` (a
        before b in the alphabet) and `day`, the middle of the event's days.
    events
        Those dated to the time of the articles.
    directed_acts
        The asserted events among them that `tension.measure` counts, in each direction.
    acts
        The same with each act once, also one of both actors together.
    pairs
        Pairs with at least `relations.rating.MIN_EVENTS` acts, busiest first; none if the
        articles cover too short a time.
    tension
        `tension.measure` of these pairs, with `half_life`.
    articles
        Number of articles by first day of the period.
    set_aside
        `reason`, `n`: events that are in no series.
    half_life
        Half-life of the series, in days.
    reason
        Why nothing is rated; empty where something is.
    among
        The survey of all pairs, where this one shows a single pair of it (`of_pair`).
    """

    corpus: CodedCorpus
    freq: str
    actors: tuple[str, ...]
    reported: pd.DataFrame
    events: pd.DataFrame
    directed_acts: pd.DataFrame
    acts: pd.DataFrame
    pairs: tuple[Pair, ...]
    tension: Tension
    articles: pd.Series
    set_aside: pd.DataFrame
    half_life: float
    reason: str
    among: "TensionSurvey | None" = None
    _kept: dict[str, Breaks] = field(default_factory=dict, init=False)

    @property
    def rated(self) -> bool:
        """Whether there is enough to rate."""
        return not self.reason

    @property
    def note(self) -> Note | None:
        """The line that stands in the place of a figure where nothing is rated; None where something is."""
        if self.rated:
            return None
        return Note(f"{TOO_FEW.capitalize()}; the acts and their sentences stand in the first section.")

    @property
    def contested(self) -> tuple[Pair, ...]:
        """The pairs, those with most acts of conflict first."""
        conflict = self.acts[self.acts["quad"] >= 3].groupby(["a", "b"]).size().to_dict()
        return tuple(sorted(self.pairs, key=lambda pair: (-conflict.get(pair, 0), self.pairs.index(pair))))

    def of_pair(self, pair: Pair) -> Self:
        """The same survey with one pair alone to show: its series and breaks are those that it has among all pairs."""
        pair = pairs.unordered(*pair)
        reason, n = self.reason, len(self.acts_between(pair))
        if not reason and pair not in self.pairs:
            reason = f"{labels.counted(n, 'act')} between the two with a day, {MIN_EVENTS} are needed"
        return replace(self, pairs=(pair,) if pair in self.pairs else (), reason=reason, among=self)

    def series(self, pair: Pair) -> pd.DataFrame:
        """The measured rows of one pair."""
        frame = self.tension.frame
        rows: pd.DataFrame = frame[pairs.between(frame, *pair, sides=("a", "b"))]
        return rows

    def acts_between(self, pair: Pair, *, directed: bool = False) -> pd.DataFrame:
        """The acts of one pair, each once, or each in every direction that it has."""
        acts = self.directed_acts if directed else self.acts
        rows: pd.DataFrame = acts[pairs.between(acts, *pair, sides=("a", "b"))]
        return rows

    def observed(self) -> pd.DataFrame:
        """The asserted acts between two different actors, of any time: busiest pair first, then by day.

        Returns
        -------
        acts
            Rows of `reported`, with `size`, the number of acts of the pair.
        """
        own = self.reported[selection.asserted(self.reported)]
        own = own[own["a"] != own["b"]]
        own = own.assign(size=own.groupby(["a", "b"])["event_id"].transform("size"))
        ordered: pd.DataFrame = own.sort_values(
            ["size", "a", "b", "when_first", "event_id"], ascending=[False, True, True, True, True], kind="stable"
        )
        return ordered

    def breaks(self) -> Breaks | None:
        """The breaks of the pairs, by the finer period (months are too few points); None where nothing is rated."""
        if not self.rated:
            return None
        if self.among is not None:
            found = self.among.breaks()
            return None if found is None else found.of_pair(*self.pairs[0])
        if not self._kept:
            freq = periods.FINER[self.freq]
            events = measures.counted_events(self.events, freq=freq)
            self._kept["breaks"] = self._measure(events, freq=freq).breaks()
        return self._kept["breaks"]

    def changes(self) -> pd.DataFrame:
        """The last periods of each pair against those before, with the acts behind the changes.

        Returns
        -------
        changes
            As `Tension.changes` returns them; empty where nothing is rated.
        """
        if not self.rated:
            return pd.DataFrame(columns=[*recent_change.COLUMNS, "n_articles", "event_id"])
        found = recent_change.recent_changes(
            self.acts, freq=self.freq, min_events=MIN_EVENTS, exposure=self.corpus.documents
        )
        return recent_change.with_evidence(found, self.acts, self.corpus.evidence)

    def alerts(self) -> pd.DataFrame:
        """What stands out in the recent past: changes, breaks and climbs, in sentences.

        Returns
        -------
        alerts
            As `Tension.alerts` returns them; empty where nothing is rated.
        """
        found = self.breaks()
        breaks = pd.DataFrame() if found is None else found.breaks
        return describe(self.changes(), breaks, self.acts, freq=self.freq)

    def undecayed(self) -> Tension:
        """The pairs measured period by period, without memory."""
        return self._measure(self.events, freq=self.freq)

    def system(self, *, decay: bool = True) -> Tension:
        """All acts between the actors together, with the survey's half-life or each period alone."""
        half_life = self.half_life if decay else None
        return self._measure(self.events, freq=self.freq, by="system", half_life=half_life, min_events=0)

    def short_and_long(self, pair: Pair) -> pd.DataFrame:
        """One pair with a short and a long half-life, each measured and shrunk among all pairs as in `series`.

        Returns
        -------
        rows
            Rows of `tension.measure` with a first column `half_life`, in days.
        """
        measured = compare(
            self.events, half_lives=SHORT_AND_LONG[self.freq], freq=self.freq, exposure=self.corpus.documents,
            actors=self.actors, min_events=MIN_EVENTS,
        )  # fmt: skip
        own: pd.DataFrame = measured[pairs.between(measured, *pair, sides=("a", "b"))]
        return own

    def responses(self, pair: Pair) -> pd.DataFrame:
        """How each side of a pair responds to the other's conflict acts, in words and deeds, by the finer period.

        Returns
        -------
        responses
            As `reciprocity.responses` returns them; a side that never varies has none.
        """
        freq = periods.FINER[self.freq]
        found = reciprocity.responses(self._conflict(pair, freq), freq=freq, quad="n_vf", min_events=MIN_RESPONSES)
        return found.dropna(subset="correlation")

    def answers(self, pair: Pair) -> pd.DataFrame:
        """Whether the conflict acts of each side of a pair are answered by the other's, and how much later.

        Returns
        -------
        answers
            As `reciprocity.answers` returns them, by the finer period.
        """
        freq = periods.FINER[self.freq]
        return reciprocity.answers(self._conflict(pair, freq), freq=freq, quad="n_vf", min_events=MIN_RESPONSES)

    def conflict_of_both(self, pair: Pair) -> int:
        """How many acts of conflict the two of a pair do together, which answers and responses leave out."""
        own = self.acts_between(pair, directed=True)
        own = own[own["quad"] >= 3]
        return own.loc[own["again"], "act_id"].nunique() if "act_id" in own.columns else 0

    def early_warning(self) -> EarlyWarning | None:
        """The rated pairs beyond their own usual range in the last complete period; None where nothing is rated."""
        return self.tension.early_warning() if self.rated else None

    def _conflict(self, pair: Pair, freq: str) -> pd.DataFrame:
        """Conflict acts of each side of a pair on the other, words and deeds counted as one class (`n_vf`)."""
        acts = reciprocity.one_way(measures.counted_events(self.events, freq=freq), quads=(3, 4))
        table = counts.count_acts(acts, freq=freq)
        table = counts.finish(table.assign(n_vf=table["n_vf"] + table["n_mf"], n_mf=0.0))
        own: pd.DataFrame = table[pairs.between(table, *pair, sides=("a", "b"))]
        return own

    def variants(self) -> pd.DataFrame:
        """The conflict share of each pair over the whole time, as `relations.measure` gives it, under other choices.

        Returns
        -------
        variants
            As `sensitivity.whole_shares` returns them. Outlets are tried only if the
            articles name two or more. Empty where nothing is rated.
        """
        if not self.rated:
            return pd.DataFrame(columns=["variant", "a", "b"])
        rows = whole_shares(self.corpus)
        return rows[pd.MultiIndex.from_frame(rows[["a", "b"]]).isin(list(self.pairs))].reset_index(drop=True)

    def attention(self) -> pd.DataFrame:
        """The attention index of all articles and of the pairs, by the names that the corpus was coded with."""
        return attention_index(self.corpus, freq=self.freq, pairs=self.pairs)

    def _measure(self, events: pd.DataFrame, **options: Any) -> Tension:
        chosen: dict[str, Any] = {
            "exposure": self.corpus.documents,
            "min_events": MIN_EVENTS,
            "actors": self.actors,
            **options,
        }
        return measure(events, **chosen)

    def __str__(self) -> str:
        """What was read and measured, in a few lines."""
        documents = self.corpus.documents
        span = periods.span_told(documents["published"], self.freq)
        read = f"{labels.counted(len(documents), 'article')}, {span}"
        dated = f"dated to one {periods.NAMES[self.freq]}"
        pairs_with = f"{labels.counted(len(self.pairs), 'pair')} with {MIN_EVENTS} acts or more"
        enough = f"{pairs_with}, enough for a series; a sign needs more"
        return "\n".join([
            f"{read}; one period is a {periods.NAMES[self.freq]}",
            f"{labels.counted(len(self.acts), 'asserted act')} between {len(self.actors)} actors, {dated}",
            f"{TOO_FEW}: {self.reason}" if self.reason else enough,
            f"series look back with a half-life of {self.half_life:g} days; bands hold 90 %",
        ])  # fmt: skip

    def __repr__(self) -> str:
        """The same, on one line."""
        return f"<TensionSurvey: {'; '.join(str(self).splitlines())}>"


def survey(corpus: CodedCorpus, *, actors: str | Sequence[str] = "", freq: str = "") -> TensionSurvey:
    """Measure the pairs of the actors asked for.

    Parameters
    ----------
    corpus
        A coded corpus.
    actors
        Ids, names or demonyms, as a list or as text with commas. Several give the pairs
        among them, one those with its busiest partners, none those of the
        corpus's scope or of the busiest actors.
    freq
        W, M, Q or Y; empty for the length that suits the corpus.

    Raises
    ------
    InputError
        If an actor takes part in no act, or `freq` is unknown.
    """
    asked = Scope.parse(actors=actors, freq=freq)
    scope = replace(corpus.scope, actors=asked.actors or corpus.scope.actors, freq=asked.freq or corpus.scope.freq)
    corpus = replace(corpus, scope=scope)
    freq = corpus.freq()
    chosen, reported = _between(corpus, corpus.actors())
    articles = articles_by_period(corpus.documents, freq)
    first, beyond = articles.index[0], periods.following(articles.index[-1], freq)
    events = reported[(reported["day"] >= first) & (reported["day"] < beyond)].reset_index(drop=True)
    directed_acts = measures.counted_events(events, freq=freq)
    acts = directed_acts[~directed_acts["again"]].reset_index(drop=True)
    tension = measure(
        events, freq=freq, half_life=HALF_LIVES[freq], min_events=MIN_EVENTS, exposure=corpus.documents, actors=chosen
    )
    reason = _too_few(acts, tension, corpus.documents)
    return TensionSurvey(
        corpus=corpus, freq=freq, actors=chosen, reported=reported, events=events, directed_acts=directed_acts,
        acts=acts,
        pairs=() if reason else _busiest(acts), tension=tension, articles=articles,
        set_aside=selection.select_acts(corpus.events, freq=freq, not_before=first).set_aside,
        half_life=HALF_LIVES[freq], reason=reason,
    )  # fmt: skip


def _between(corpus: CodedCorpus, asked: Sequence[str]) -> tuple[tuple[str, ...], pd.DataFrame]:
    """The actors and the events between two of them; one actor alone brings its busiest partners."""
    events = pairs.with_pair(corpus.events).assign(day=pairs.middle_day(corpus.events))
    if len(asked) > 1:
        return tuple(asked), events[events["source"].isin(asked) & events["target"].isin(asked)]
    own = events[events["a"].isin(asked) | events["b"].isin(asked)]
    acts = own[(own["quad"] > 0) & own["a"].notna() & own["b"].notna() & (own["a"] != own["b"])]
    sides = pd.concat([acts["a"], acts["b"]])
    partners = busiest(sides[~sides.isin(asked)].value_counts())[: MAX_ACTORS - 1]
    chosen = (*asked, *partners)
    return chosen, own[own["source"].isin(chosen) & own["target"].isin(chosen)]


def articles_by_period(documents: pd.DataFrame, freq: str) -> pd.Series:
    """Number of articles by first day of the period, every period from the first to the last."""
    number = pd.Series(periods.period_number(documents["published"], freq))
    every = pd.RangeIndex(number.min(), number.max() + 1)
    starts = periods.period_start(every.to_numpy(), freq)
    return number.value_counts().reindex(every, fill_value=0).set_axis(starts)


def by_quad(acts: pd.DataFrame, starts: pd.Index, freq: str) -> pd.DataFrame:
    """Acts by first day of the period and quad class (columns 1 to 4), every one of `starts`."""
    start = periods.period_start(periods.period_number(acts["day"], freq), freq)
    table = pd.crosstab(pd.Series(start, name="period"), acts["quad"].reset_index(drop=True))
    return table.reindex(index=starts, columns=[1, 2, 3, 4], fill_value=0)


def _too_few(acts: pd.DataFrame, tension: Tension, documents: pd.DataFrame) -> str:
    """Why nothing can be rated, or an empty string."""
    most = int(acts.groupby(["a", "b"]).size().max()) if len(acts) else 0
    if most < MIN_EVENTS:
        return f"at most {labels.counted(most, 'act')} between two actors, {MIN_EVENTS} are needed"
    frame = tension.frame
    complete = frame.loc[frame["complete"].astype(bool), "period"].nunique()
    if complete < MIN_PERIODS:
        period = periods.NAMES[tension.options.freq]
        return (
            f"{labels.counted(len(documents), 'article')} read, acts in "
            f"{labels.counted(complete, f'complete {period}')}; a series needs {MIN_PERIODS}"
        )
    return ""


def _busiest(acts: pd.DataFrame) -> tuple[Pair, ...]:
    totals = acts.groupby(["a", "b"]).size().rename("n").reset_index()
    totals = totals[totals["n"] >= MIN_EVENTS].sort_values(
        ["n", "a", "b"], ascending=[False, True, True], kind="stable"
    )
    return tuple(zip(totals["a"], totals["b"], strict=True))
