"""The gauges of notebook 04: whose series are shown, from which acts, and whether there is enough to rate.

Acts older than the first article read, and acts that the reading cannot date
to one period, are set aside and counted: what newspapers recall of the past
is no series. Below the minimum nothing is rated; the acts are shown instead.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.actors import labels
from analysis.coding import loading
from analysis.events import coded as store
from analysis.events import counts, selection
from analysis.relations import measures
from analysis.tables import html
from analysis.tension import breaks
from analysis.tension import measures as tension

FADES: Mapping[str, float] = {"W": 28.0, "M": 91.0, "Q": 365.0, "Y": 730.0}
TWO_FADES: Mapping[str, tuple[float, float]] = {
    "W": (28.0, 182.0), "M": (28.0, 182.0), "Q": (91.0, 365.0), "Y": (365.0, 1461.0),
}  # fmt: skip
FINER: Mapping[str, str] = {"W": "W", "M": "W", "Q": "M", "Y": "Q"}
NAMES: Mapping[str, str] = {"D": "day", "W": "week", "M": "month", "Q": "quarter", "Y": "year"}
FEWEST_PERIODS = 4
MOST_ACTORS = 12
TOO_FEW = measures.TOO_FEW
ASSERTED = ("asserted",)
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Gauges:
    """What the page rests on.

    Attributes
    ----------
    coded
        The coded corpus.
    freq
        Length of a period: W, M, Q or Y.
    actors
        Those looked at, busiest first.
    told
        All events between two of the actors, of any time and modality, with `a`, `b` (a
        before b in the alphabet) and `day`, the middle of the event's days.
    events
        Those of the time that was read.
    acts
        The asserted acts among them that `tension.measure` counts.
    pairs
        Pairs with at least `relations.N_MIN` acts, busiest first; none if the
        time read is too short.
    measured
        `tension.measure` of these pairs, with the half-life `fade` (days).
    articles
        Articles read by first day of the period.
    aside
        `reason`, `n`: events that are in no gauge.
    fade
        Half-life of the series, in days.
    why
        Why nothing is rated; empty where something is.
    """

    coded: store.Coded
    freq: str
    actors: tuple[str, ...]
    told: pd.DataFrame
    events: pd.DataFrame
    acts: pd.DataFrame
    pairs: tuple[Pair, ...]
    measured: pd.DataFrame
    articles: pd.Series
    aside: pd.DataFrame
    fade: float
    why: str

    @property
    def rated(self) -> bool:
        """Whether there is enough for a gauge."""
        return not self.why

    @property
    def note(self) -> html.Table | None:
        """What stands in the place of a figure where nothing is rated; None where something is."""
        if self.rated:
            return None
        text = f"{TOO_FEW.capitalize()}; the acts and their sentences stand in the first section."
        return html.Table(f'<p style="color:#666">{text}</p>', text)

    @property
    def contested(self) -> tuple[Pair, ...]:
        """The pairs, those with most acts of conflict first."""
        conflict = self.acts[self.acts["quad"] >= 3].groupby(["a", "b"]).size().to_dict()
        return tuple(sorted(self.pairs, key=lambda pair: (-conflict.get(pair, 0), self.pairs.index(pair))))

    def of(self, pair: Pair) -> pd.DataFrame:
        """The series of one pair."""
        return self.measured[(self.measured["a"] == pair[0]) & (self.measured["b"] == pair[1])]

    def acts_of(self, pair: Pair) -> pd.DataFrame:
        """The acts of one pair, in either direction."""
        return self.acts[(self.acts["a"] == pair[0]) & (self.acts["b"] == pair[1])]

    def __str__(self) -> str:
        """What was read and measured, in a few lines."""
        days = self.coded.documents["published"]
        read = f"{len(self.coded.documents)} article(s), {days.min().date()} to {days.max().date()}"
        enough = f"{len(self.pairs)} pairs have {measures.N_MIN} acts or more and are rated"
        return "\n".join([
            f"{read}; one period is a {NAMES[self.freq]}",
            f"{len(self.acts)} asserted acts between {len(self.actors)} actors",
            f"{TOO_FEW}: {self.why}" if self.why else enough,
            f"series look back with a half-life of {self.fade:g} days; bands hold 90 %",
        ])  # fmt: skip


def gauge(coded: store.Coded, *, actors: str = "", freq: str = "") -> Gauges:
    """Measure the pairs of the actors asked for, by `freq` or a fitting one.

    `RUS,PRK,CHN` gives the pairs among these, `RUS` alone those of Russia with
    its busiest partners, an empty string those of the busiest actors.

    Raises
    ------
    InputError
        If an actor takes part in no act, or `freq` is unknown.
    """
    freq = loading.choose_freq(coded, freq)
    chosen, told = _between(coded, loading.choose_actors(coded, actors))
    articles = read_by_period(coded.documents, freq)
    first, beyond = articles.index[0], _following(articles.index[-1], freq)
    events = told[(told["day"] >= first) & (told["day"] < beyond)].reset_index(drop=True)
    own = rateable(events, freq)
    measured = tension.measure(
        events, freq=freq, half_life=FADES[freq], least=measures.N_MIN, exposure=coded.documents, only=chosen
    )
    why = _too_few(own, measured, coded.documents, freq)
    pairs = () if why else _busiest(own)
    return Gauges(
        coded,
        freq,
        tuple(chosen),
        told,
        events,
        own,
        pairs,
        measured,
        articles,
        _aside(coded, freq, first),
        FADES[freq],
        why,
    )


def _between(coded: store.Coded, asked: Sequence[str]) -> tuple[list[str], pd.DataFrame]:
    """The actors and the events between two of them; one actor alone brings its busiest partners."""
    events = with_days(coded.events)
    if len(asked) > 1:
        return list(asked), events[events["source"].isin(asked) & events["target"].isin(asked)]
    own = events[events["a"].isin(asked) | events["b"].isin(asked)]
    acts_of = own[(own["quad"] > 0) & own["a"].notna() & own["b"].notna() & (own["a"] != own["b"])]
    sides = pd.concat([acts_of["a"], acts_of["b"]])
    partners = sides[~sides.isin(asked)].value_counts().rename_axis("actor").reset_index(name="n")
    partners = partners.sort_values(["n", "actor"], ascending=[False, True], kind="stable").head(MOST_ACTORS - 1)
    chosen = [*asked, *partners["actor"]]
    return chosen, own[own["source"].isin(chosen) & own["target"].isin(chosen)]


def read_by_period(documents: pd.DataFrame, freq: str) -> pd.Series:
    """Articles read by first day of the period, every period from the first to the last."""
    number = counts.period_number(documents["published"], freq)
    starts = counts.period_start(pd.RangeIndex(number.min(), number.max() + 1).to_numpy(), freq)
    return (
        pd.Series(number).value_counts().reindex(range(number.min(), number.max() + 1), fill_value=0).set_axis(starts)
    )


def with_days(events: pd.DataFrame) -> pd.DataFrame:
    """Events with `day`, the middle of their days (missing where undated), and their pair `a`, `b`, sorted."""
    middle = events["when_first"] + (events["when_last"] - events["when_first"]) / 2
    forth = (events["source"] < events["target"]).to_numpy()
    a, b = events["source"].where(forth, events["target"]), events["target"].where(forth, events["source"])
    return events.assign(a=a, b=b, day=middle.dt.normalize().astype("datetime64[us]"))


def rateable(events: pd.DataFrame, freq: str, modality: Sequence[str] = ASSERTED) -> pd.DataFrame:
    """The events that `tension.measure` counts, by day: the rules are those of `acts.select`."""
    rows = selection.select(events, freq=freq, modality=modality).rows
    found: pd.DataFrame = events.iloc[rows].sort_values(["day", "event_id"], kind="stable")
    return found.reset_index(drop=True)


def _following(start: pd.Timestamp, freq: str) -> pd.Timestamp:
    number = counts.period_number(pd.Series([start]), freq)
    return pd.Timestamp(counts.period_start(number + 1, freq)[0])


def _too_few(own: pd.DataFrame, measured: pd.DataFrame, documents: pd.DataFrame, freq: str) -> str:
    """Why nothing can be rated, or an empty string."""
    most = int(own.groupby(["a", "b"]).size().max()) if len(own) else 0
    if most < measures.N_MIN:
        return f"at most {most} acts between two actors, {measures.N_MIN} are needed"
    complete = measured.loc[measured["complete"].astype(bool), "period"].nunique()
    if complete < FEWEST_PERIODS:
        read = f"{len(documents)} article(s) read, acts in {complete} complete {NAMES[freq]}(s)"
        return f"{read}; a series needs {FEWEST_PERIODS}"
    return ""


def _busiest(own: pd.DataFrame) -> tuple[Pair, ...]:
    totals = own.groupby(["a", "b"]).size().rename("n").reset_index()
    totals = totals[totals["n"] >= measures.N_MIN].sort_values(
        ["n", "a", "b"], ascending=[False, True, True], kind="stable"
    )
    return tuple(zip(totals["a"], totals["b"], strict=True))


def _aside(coded: store.Coded, freq: str, first: pd.Timestamp) -> pd.DataFrame:
    return selection.select(coded.events, freq=freq, not_before=first).set_aside


def turns(g: Gauges) -> breaks.Found | None:
    """The breaks of the pairs shown, by the finer period (months are too few points); None where nothing is rated."""
    if not g.rated:
        return None
    freq = FINER[g.freq]
    events = rateable(g.events, freq)
    measured = tension.measure(events, freq=freq, exposure=g.coded.documents, least=measures.N_MIN, only=g.actors)
    return breaks.find(measured)


def observed(g: Gauges, *, evidence_pages: str = "", most: int = 40) -> html.Table:
    """The acts themselves, by pair, headed by why they are not rated."""
    own = g.told[(g.told["quad"] > 0) & (g.told["modality"] == "asserted") & (g.told["a"] != g.told["b"])]
    size = own.groupby(["a", "b"])["event_id"].transform("size")
    own = own.assign(size=size).sort_values(
        ["size", "a", "b", "when_first", "event_id"], ascending=[False, True, True, True, True], kind="stable"
    )
    table = html.events_table(g.coded, own, evidence_pages=evidence_pages, most=most)
    head = f"<h3>{TOO_FEW.capitalize()}</h3><p>{g.why}. {_sums(own)}</p>"
    return html.Table(head + table.html, f"{TOO_FEW}: {g.why}\n{_sums(own)}\n{table.text}")


def _sums(own: pd.DataFrame) -> str:
    parts = []
    for (a, b), rows in sorted(own.groupby(["a", "b"]), key=lambda item: (-len(item[1]), item[0])):
        cooperation = int((rows["quad"] <= 2).sum())
        parts.append(f"{labels.pair(a, b)}: {cooperation} of cooperation, {len(rows) - cooperation} of conflict")
    return "; ".join(parts) + "." if parts else "No act between two of the actors."


def by_quad(acts: pd.DataFrame, periods: pd.Index, freq: str) -> pd.DataFrame:
    """Acts by first day of the period and quad class (columns 1 to 4), every one of `periods`."""
    start = counts.period_start(counts.period_number(acts["day"], freq), freq)
    table = pd.crosstab(pd.Series(start, name="period"), acts["quad"].reset_index(drop=True))
    return table.reindex(index=periods, columns=[1, 2, 3, 4], fill_value=0)
