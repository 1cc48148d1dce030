"""A view: the events that a choice of actors, days, classes and confidence leaves, and what they look like."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analysis import errors, ontology, relations, tables, viz
from analysis.actors import labels
from analysis.events import CodedCorpus, Scope
from analysis.events.selection import asserted
from analysis.relations import graphs
from analysis.viz.style import empty

CLASSES = tuple(name for quad, name in ontology.QUAD_NAMES.items() if quad)
"""The quad classes by name, in the order of their numbers from 1."""
MAX_ACTORS = 12
MAX_SENTENCES = 12


@dataclass(frozen=True, slots=True)
class View:
    """A part of a corpus: its asserted acts of some actors, days and classes from a confidence on.

    Attributes
    ----------
    corpus
        The corpus with the chosen events alone.
    measured
        Its relations over the whole of the days chosen.
    actors
        The ids shown, at most twelve: those asked for, then those with most acts.
    words
        What was chosen and how many events it leaves, in a sentence.
    """

    corpus: CodedCorpus
    measured: relations.Relations
    actors: tuple[str, ...]
    words: str

    @property
    def events(self) -> pd.DataFrame:
        """The chosen events, newest first."""
        return tables.newest(self.corpus.events)

    def matrix(self) -> viz.Plot:
        """Who acts on whom: colour is the conflict share, size the number of events."""
        rows = self.measured.pairs(directed=True)
        return viz.matrix(rows, actors=self.actors) if len(rows) else _nothing()

    def network(self) -> viz.Plot:
        """The signed network of the actors shown."""
        if self.measured.frame.empty:
            return _nothing()
        return viz.network(graphs.signed_graph(self.measured).subgraph(self.actors))

    def timeline(self) -> viz.Plot:
        """The events by day on lanes: cooperation above, conflict beneath."""
        shown = self.corpus.events
        named = shown["source"].isin(self.actors) | shown["target"].isin(self.actors)
        return viz.timeline(shown[named], title="Acts of those shown")

    def sentences(self) -> tables.Table:
        """The newest events, each opening to its sentences."""
        return tables.events(self.corpus, self.events, max_rows=MAX_SENTENCES)

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
        data, metadata = self.matrix()._repr_mimebundle_(**options)
        return {**data, "text/plain": self.words}, metadata


def view(
    corpus: CodedCorpus, *, actors: str | Iterable[str] | None = None, period: object = None,
    classes: Sequence[str] = CLASSES, min_confidence: float = 0.0,
) -> View:  # fmt: skip
    """The view of a part of a corpus.

    Parameters
    ----------
    corpus
        A coded corpus.
    actors
        Ids, names or demonyms: events with at least one of them. None takes all.
    period
        A year, month or day, or first and last day: events whose middle day lies in it.
    classes
        Names of quad classes (`CLASSES`).
    min_confidence
        Events from this confidence on, in 0 to 1; those without one stay.

    Raises
    ------
    InputError
        If an actor, a class or a period is unknown, or the confidence is no share.
    """
    unknown = [name for name in classes if name not in CLASSES]
    if unknown:
        raise errors.unknown("class", unknown[0], CLASSES)
    if not 0 <= min_confidence <= 1:
        raise errors.InputError(f"min_confidence is {min_confidence!r}; it must lie between 0 and 1")
    known = pd.concat([corpus.events["source"], corpus.events["target"]]).dropna().unique()
    asked = Scope.parse(actors=actors, period=period, known=known)
    events = corpus.events
    kept = asserted(events) & events["quad"].isin([1 + CLASSES.index(name) for name in classes])
    kept &= ~(events["confidence"] < min_confidence)
    if asked.actors:
        kept &= events["source"].isin(asked.actors) | events["target"].isin(asked.actors)
    if asked.period is not None:
        first, last = asked.period
        day = events["when_first"] + (events["when_last"] - events["when_first"]) / 2
        kept &= day.between(first, last + pd.Timedelta(days=1), inclusive="left")
    chosen = events[kept]
    part = replace(
        corpus, events=chosen.reset_index(drop=True),
        evidence=corpus.evidence[corpus.evidence["event_id"].isin(chosen["event_id"])].reset_index(drop=True),
    )  # fmt: skip
    shown = tuple(dict.fromkeys([*asked.actors, *_busiest(part)]))[:MAX_ACTORS]
    measured = relations.measure(part, freq="all")
    return View(part, measured, shown, _words(part, shown, classes, min_confidence))


def _busiest(part: CodedCorpus) -> tuple[str, ...]:
    acts = part.measured_acts()
    totals = pd.concat([acts["source"], acts["target"]]).value_counts().rename_axis("actor").reset_index(name="n")
    ordered = totals.sort_values(["n", "actor"], ascending=[False, True], kind="stable")
    return tuple(ordered["actor"].head(MAX_ACTORS))


def _words(part: CodedCorpus, shown: Sequence[str], classes: Sequence[str], min_confidence: float) -> str:
    days = part.events["when_first"].dropna()
    span = f", {days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}" if len(days) else ""
    of = "all classes" if set(classes) == set(CLASSES) else ", ".join(classes) or "no class"
    sure = f", confidence from {min_confidence:.2f}" if min_confidence else ""
    names = ", ".join(labels.short(one) for one in shown)
    acts = (
        f"{labels.counted(len(part.events), 'asserted event')}, of which the measures count "
        f"{labels.counted(len(part.measured_acts()), 'act')} of two actors"
    )
    return f"{acts}{span}; {of}{sure}; shown: {names or 'nobody'}."


def _nothing() -> viz.Plot:
    return empty("No act between two actors is left by this choice.")
