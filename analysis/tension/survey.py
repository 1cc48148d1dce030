"""The tension between a set of actors: which pairs are shown, from which acts, and whether there is enough to rate.

Acts older than the first article, and acts that cannot be dated to one period,
are set aside and counted: what newspapers recall of the past is no series.
Below the minimum nothing is measured; the acts are shown instead.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

import pandas as pd

from analysis.events import selection
from analysis.events.coded import CodedCorpus
from analysis.events.periods import period_number, period_start
from analysis.events.scope import Scope
from analysis.relations.rating import MIN_EVENTS, TOO_FEW
from analysis.tension import breaks
from analysis.tension import measures as tension

HALF_LIVES: Mapping[str, float] = {"W": 28.0, "M": 91.0, "Q": 365.0, "Y": 730.0}
SHORT_AND_LONG: Mapping[str, tuple[float, float]] = {
    "W": (28.0, 182.0), "M": (28.0, 182.0), "Q": (91.0, 365.0), "Y": (365.0, 1461.0),
}  # fmt: skip
FINER: Mapping[str, str] = {"W": "W", "M": "W", "Q": "M", "Y": "Q"}
NAMES: Mapping[str, str] = {"D": "day", "W": "week", "M": "month", "Q": "quarter", "Y": "year"}
MIN_PERIODS = 4
MAX_ACTORS = 12
ASSERTED = ("asserted",)
Pair = tuple[str, str]


class Note(str):
    """A line of text that a notebook shows in grey, in the place of a figure or a table."""

    __slots__ = ()

    def __repr__(self) -> str:
        """The line itself."""
        return str(self)

    def _repr_html_(self) -> str:
        return f'<p style="color:#666">{escape(self)}</p>'


@dataclass(frozen=True, slots=True)
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
    acts
        The asserted acts among them that `tension.measure` counts.
    pairs
        Pairs with at least `relations.N_MIN` acts, busiest first; none if the
        articles cover too short a time.
    measured
        `tension.measure` of these pairs, with `half_life`.
    articles
        Number of articles by first day of the period.
    set_aside
        `reason`, `n`: events that are in no series.
    half_life
        Half-life of the series, in days.
    reason
        Why nothing is measured; empty where something is.
    """

    corpus: CodedCorpus
    freq: str
    actors: tuple[str, ...]
    reported: pd.DataFrame
    events: pd.DataFrame
    acts: pd.DataFrame
    pairs: tuple[Pair, ...]
    measured: pd.DataFrame
    articles: pd.Series
    set_aside: pd.DataFrame
    half_life: float
    reason: str

    @property
    def rated(self) -> bool:
        """Whether there is enough to measure."""
        return not self.reason

    @property
    def note(self) -> Note | None:
        """The line that stands in the place of a figure where nothing is measured; None where something is."""
        if self.rated:
            return None
        return Note(f"{TOO_FEW.capitalize()}; the acts and their sentences stand in the first section.")

    @property
    def contested(self) -> tuple[Pair, ...]:
        """The pairs, those with most acts of conflict first."""
        conflict = self.acts[self.acts["quad"] >= 3].groupby(["a", "b"]).size().to_dict()
        return tuple(sorted(self.pairs, key=lambda pair: (-conflict.get(pair, 0), self.pairs.index(pair))))

    def series(self, pair: Pair) -> pd.DataFrame:
        """The series of one pair."""
        return self.measured[(self.measured["a"] == pair[0]) & (self.measured["b"] == pair[1])]

    def acts_between(self, pair: Pair) -> pd.DataFrame:
        """The acts of one pair, in either direction."""
        return self.acts[(self.acts["a"] == pair[0]) & (self.acts["b"] == pair[1])]

    def __str__(self) -> str:
        """What was read and measured, in a few lines."""
        days = self.corpus.documents["published"]
        read = f"{len(self.corpus.documents)} article(s), {days.min().date()} to {days.max().date()}"
        enough = f"{len(self.pairs)} pairs have {MIN_EVENTS} acts or more and are measured"
        return "\n".join([
            f"{read}; one period is a {NAMES[self.freq]}",
            f"{len(self.acts)} asserted acts between {len(self.actors)} actors",
            f"{TOO_FEW}: {self.reason}" if self.reason else enough,
            f"series look back with a half-life of {self.half_life:g} days; bands hold 90 %",
        ])  # fmt: skip


def survey(coded: CodedCorpus, *, actors: str = "", freq: str = "") -> TensionSurvey:
    """Measure the pairs of the actors asked for, by `freq` or a fitting one.

    `RUS,PRK,CHN` gives the pairs among these, `RUS` alone those of Russia with
    its busiest partners, an empty string those of the busiest actors.

    Raises
    ------
    InputError
        If an actor takes part in no act, or `freq` is unknown.
    """
    coded = replace(coded, scope=Scope.parse(actors=actors, freq=freq))
    freq = coded.freq()
    chosen, reported = _between(coded, coded.actors())
    articles = articles_by_period(coded.documents, freq)
    first, beyond = articles.index[0], _following(articles.index[-1], freq)
    events = reported[(reported["day"] >= first) & (reported["day"] < beyond)].reset_index(drop=True)
    own = counted_events(events, freq)
    measured = tension.measure(
        events, freq=freq, half_life=HALF_LIVES[freq], least=MIN_EVENTS, exposure=coded.documents, only=chosen
    )
    why = _too_few(own, measured, coded.documents, freq)
    pairs = () if why else _busiest(own)
    return TensionSurvey(
        coded,
        freq,
        tuple(chosen),
        reported,
        events,
        own,
        pairs,
        measured,
        articles,
        _aside(coded, freq, first),
        HALF_LIVES[freq],
        why,
    )


def _between(coded: CodedCorpus, asked: Sequence[str]) -> tuple[list[str], pd.DataFrame]:
    """The actors and the events between two of them; one actor alone brings its busiest partners."""
    events = with_days(coded.events)
    if len(asked) > 1:
        return list(asked), events[events["source"].isin(asked) & events["target"].isin(asked)]
    own = events[events["a"].isin(asked) | events["b"].isin(asked)]
    acts_of = own[(own["quad"] > 0) & own["a"].notna() & own["b"].notna() & (own["a"] != own["b"])]
    sides = pd.concat([acts_of["a"], acts_of["b"]])
    partners = sides[~sides.isin(asked)].value_counts().rename_axis("actor").reset_index(name="n")
    partners = partners.sort_values(["n", "actor"], ascending=[False, True], kind="stable").head(MAX_ACTORS - 1)
    chosen = [*asked, *partners["actor"]]
    return chosen, own[own["source"].isin(chosen) & own["target"].isin(chosen)]


def articles_by_period(documents: pd.DataFrame, freq: str) -> pd.Series:
    """Articles read by first day of the period, every period from the first to the last."""
    number = period_number(documents["published"], freq)
    starts = period_start(pd.RangeIndex(number.min(), number.max() + 1).to_numpy(), freq)
    return (
        pd.Series(number).value_counts().reindex(range(number.min(), number.max() + 1), fill_value=0).set_axis(starts)
    )


def with_days(events: pd.DataFrame) -> pd.DataFrame:
    """Events with `day`, the middle of their days (missing where undated), and their pair `a`, `b`, sorted."""
    middle = events["when_first"] + (events["when_last"] - events["when_first"]) / 2
    forth = (events["source"] < events["target"]).to_numpy()
    a, b = events["source"].where(forth, events["target"]), events["target"].where(forth, events["source"])
    return events.assign(a=a, b=b, day=middle.dt.normalize().astype("datetime64[us]"))


def counted_events(events: pd.DataFrame, freq: str, modality: Sequence[str] = ASSERTED) -> pd.DataFrame:
    """The events that `tension.measure` counts, by day: the rules are those of `acts.select`."""
    rows = selection.select_acts(events, freq=freq, modality=modality).rows
    found: pd.DataFrame = events.iloc[rows].sort_values(["day", "event_id"], kind="stable")
    return found.reset_index(drop=True)


def _following(start: pd.Timestamp, freq: str) -> pd.Timestamp:
    number = period_number(pd.Series([start]), freq)
    return pd.Timestamp(period_start(number + 1, freq)[0])


def _too_few(own: pd.DataFrame, measured: pd.DataFrame, documents: pd.DataFrame, freq: str) -> str:
    """Why nothing can be rated, or an empty string."""
    most = int(own.groupby(["a", "b"]).size().max()) if len(own) else 0
    if most < MIN_EVENTS:
        return f"at most {most} acts between two actors, {MIN_EVENTS} are needed"
    complete = measured.loc[measured["complete"].astype(bool), "period"].nunique()
    if complete < MIN_PERIODS:
        read = f"{len(documents)} article(s) read, acts in {complete} complete {NAMES[freq]}(s)"
        return f"{read}; a series needs {MIN_PERIODS}"
    return ""


def _busiest(own: pd.DataFrame) -> tuple[Pair, ...]:
    totals = own.groupby(["a", "b"]).size().rename("n").reset_index()
    totals = totals[totals["n"] >= MIN_EVENTS].sort_values(
        ["n", "a", "b"], ascending=[False, True, True], kind="stable"
    )
    return tuple(zip(totals["a"], totals["b"], strict=True))


def _aside(coded: CodedCorpus, freq: str, first: pd.Timestamp) -> pd.DataFrame:
    return selection.select_acts(coded.events, freq=freq, not_before=first).set_aside


def find_breaks(g: TensionSurvey) -> breaks.Found | None:
    """The breaks of the pairs shown, by the finer period (months are too few points); None where nothing is rated."""
    if not g.rated:
        return None
    freq = FINER[g.freq]
    events = counted_events(g.events, freq)
    measured = tension.measure(events, freq=freq, exposure=g.corpus.documents, least=MIN_EVENTS, only=g.actors)
    return breaks.find(measured)


def observed_events(g: TensionSurvey) -> pd.DataFrame:
    """The asserted acts between two different actors, of any time: busiest pair first, then by day.

    Returns
    -------
    acts
        Rows of `reported`, with `size`, the number of acts of the pair.
    """
    own = g.reported[(g.reported["quad"] > 0) & (g.reported["modality"] == "asserted")]
    own = own[own["a"] != own["b"]]
    own = own.assign(size=own.groupby(["a", "b"])["event_id"].transform("size"))
    ordered: pd.DataFrame = own.sort_values(
        ["size", "a", "b", "when_first", "event_id"], ascending=[False, True, True, True, True], kind="stable"
    )
    return ordered


def by_quad(acts: pd.DataFrame, periods: pd.Index, freq: str) -> pd.DataFrame:
    """Acts by first day of the period and quad class (columns 1 to 4), every one of `periods`."""
    start = period_start(period_number(acts["day"], freq), freq)
    table = pd.crosstab(pd.Series(start, name="period"), acts["quad"].reset_index(drop=True))
    return table.reindex(index=periods, columns=[1, 2, 3, 4], fill_value=0)
