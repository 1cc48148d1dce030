"""The brief on two actors: what passed between them, how their relation is rated, and how each stands to others."""

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analysis import errors, schemas
from analysis.actors import labels
from analysis.events import filters, pairs
from analysis.events import home_fronts as list_home_fronts
from analysis.events.coded import CodedCorpus
from analysis.relations import Relations, before_after
from analysis.tables import html
from analysis.tables import relations as relation_tables
from analysis.tables.counts import classes_by_modality
from analysis.tables.events import most_reported, newest
from analysis.tables.explain import Explanation, explain_first
from analysis.tables.links import Links
from analysis.tension import TensionSurvey
from analysis.tension import survey as survey_tension

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Brief:
    """Two actors and their events.

    Attributes
    ----------
    corpus
        The coded corpus.
    a, b
        Ids of the two actors.
    events
        All events between them, of any modality, newest first.
    acts
        The events among them that the measures count (`CodedCorpus.selected_acts`), in each direction.
    """

    corpus: CodedCorpus
    a: str
    b: str
    events: pd.DataFrame
    acts: pd.DataFrame

    @property
    def name(self) -> str:
        """The names of the two."""
        return labels.pair(self.a, self.b)

    @property
    def once(self) -> pd.DataFrame:
        """The acts, those of both together once, as the relation and the series count them."""
        return self.acts.drop_duplicates("act_id")

    def one_way(self, source: str) -> pd.DataFrame:
        """The acts of `source`, the most reported first, then those with the highest confidence."""
        return most_reported(self.acts[self.acts["source"] == self.corpus.find_actor(source)])

    def heading(self, source: str) -> str:
        """The names of the two, from `source` to the other."""
        other = self.b if source == self.a else self.a
        return f"{labels.label(source)} to {labels.label(other)}"

    def survey(self, freq: str = "") -> TensionSurvey:
        """The tension survey of the corpus, these two among its actors, with this pair alone to show.

        Series and breaks are those of page 04, since priors and the bound on false breaks rest on all pairs.

        Parameters
        ----------
        freq
            W, M, Q or Y; empty for the length that suits the corpus.
        """
        actors = tuple(dict.fromkeys([*self.corpus.actors(), self.a, self.b]))
        whole = replace(self.corpus, scope=replace(self.corpus.scope, actors=actors))
        return survey_tension(whole, freq=freq).of_pair((self.a, self.b))

    def by_class(self, *, evidence_pages: str = "") -> html.Table:
        """How many events of each quad class there are, by modality."""
        return classes_by_modality(self.corpus, self.events, evidence_pages=evidence_pages)

    def relation(self, measured: Relations) -> pd.DataFrame:
        """The rows of the pair and of its two directions in the relations frame."""
        frame = measured.frame
        return frame[frame["a"].isin([self.a, self.b]) & frame["b"].isin([self.a, self.b])].sort_values("directed")

    def third_parties(self, measured: Relations, *, evidence_pages: str = "", max_rows: int = 12) -> html.Table:
        """How each of the two stands to the same third actors, side by side; those with most events first."""
        every, links = measured.pairs(), Links(self.corpus, evidence_pages)
        sides = {}
        for actor in (self.a, self.b):
            own = every[(every["a"] == actor) | (every["b"] == actor)]
            other = own["b"].where(own["a"] == actor, own["a"])
            sides[actor] = own.assign(third=other).set_index("third")
        common = sorted(set(sides[self.a].index) & set(sides[self.b].index))
        common.sort(key=lambda third: -min(sides[actor].loc[third, "n"] for actor in sides))
        rows: list[dict[str, Any]] = [
            {"third actor": labels.label(third)}
            | {labels.label(actor): relation_tables.rating(links, sides[actor].loc[third].to_dict()) for actor in sides}
            for third in common[:max_rows]
        ]
        return html.table(rows)

    def explain_newest(self) -> Explanation | html.Table:
        """How the newest event between them was coded."""
        return explain_first(self.corpus, self.events)

    def before_after(self, day: str = "", *, evidence_pages: str = "", **parameters: Any) -> html.Table:
        """Their conflict share before and since a day, with the sentences behind the change.

        Parameters
        ----------
        day
            First day of the time after, as ISO text; empty for the middle.
        evidence_pages
            Folder of the report's evidence pages; empty for no links.
        **parameters
            As for `relations.measure`.
        """
        changes = before_after(self.corpus, day, **parameters)
        own = changes[changes["a"].isin([self.a, self.b]) & changes["b"].isin([self.a, self.b])]
        own.attrs["day"] = changes.attrs["day"]
        return relation_tables.before_after(self.corpus, own, evidence_pages=evidence_pages)

    def __str__(self) -> str:
        """What there is, in a few lines."""
        lines = [f"{self.name}, {self.corpus.totals_told(self.events)}"]
        for source, target in ((self.a, self.b), (self.b, self.a)):
            own = self.acts[self.acts["source"] == source]
            conflict = int((own["quad"] >= 3).sum())
            direction = f"{labels.label(source)} to {labels.label(target)}"
            cooperation = labels.counted(len(own) - conflict, "act")
            lines.append(f"{direction}: {cooperation} of cooperation and {conflict} of conflict")
        return "\n".join(lines)


def brief(corpus: CodedCorpus, a: str = "", b: str = "") -> Brief:
    """Gather what passed between two actors.

    Parameters
    ----------
    corpus
        A coded corpus.
    a, b
        Ids, names or demonyms. Where one is empty, the partner with whom the other has
        most events; where both are empty, the pair with most events.

    Raises
    ------
    InputError
        If an actor is unknown, the two are one, or there is no event between them.
    """
    a, b = _two(corpus, a, b)
    between = newest(corpus.between(a, b))
    if between.empty:
        msg = f"no event between {labels.label(a)} and {labels.label(b)} in this corpus; {_most_events(corpus)}"
        raise errors.InputError(msg)
    measured = corpus.events["event_id"].iloc[corpus.selected_acts().rows]
    acts = between[between["event_id"].isin(set(measured))]
    return Brief(corpus, a, b, between.reset_index(drop=True), acts.reset_index(drop=True))


def home_fronts(corpus: CodedCorpus, *, evidence_pages: str = "", max_rows: int = 12) -> html.Table:
    """How many acts took place inside each state, and between which roles most: see `events.home_front`.

    Parameters
    ----------
    corpus
        A coded corpus.
    evidence_pages
        Folder of the report's evidence pages; empty for no links.
    max_rows
        How many states are shown.
    """
    links, rows = Links(corpus, evidence_pages), []
    every = list_home_fronts(corpus.events)
    for row in schemas.records(every.head(max_rows)):
        inside = {"pair": filters.of_pairs((row["state"], row["state"])), **filters.ASSERTED}
        rows.append({
            "state": labels.label(row["state"]),
            "acts inside": links.number(row["n"], inside),
            "between two roles": row["n_between"],
            "busiest roles": labels.pair(row["a"], row["b"]) if row["n_between"] else "",
        })  # fmt: skip
    found = html.table(rows, numbers=["acts inside", "between two roles"])
    return html.Table(found.html + html.more_rows(len(every), max_rows), found.text)


def _two(corpus: CodedCorpus, a: str, b: str) -> pairs.Pair:
    """The ids of the two actors; an empty one is filled by the busiest partner."""
    asked = [corpus.find_actor(one) for one in (a, b) if one.strip()]
    if len(asked) == 2:
        if asked[0] == asked[1]:
            msg = f"a brief is on two actors; {a!r} and {b!r} are one ({asked[0]})"
            raise errors.InputError(msg)
        return asked[0], asked[1]
    busiest = _busiest(corpus)
    own = [pair for pair in busiest if set(asked) <= set(pair)]
    if not own:
        who = f"{labels.label(asked[0])} and another actor" if asked else "two actors"
        raise errors.InputError(f"no event between {who} in this corpus; {_most_events(corpus)}")
    if not asked:
        return own[0]
    return asked[0], next(actor for actor in own[0] if actor != asked[0])


def _busiest(corpus: CodedCorpus) -> list[pairs.Pair]:
    return corpus.pairs(max_pairs=len(corpus.events))


def _most_events(corpus: CodedCorpus) -> str:
    named = ", ".join(f"{a}-{b}" for a, b in _busiest(corpus)[:_SHOWN])
    return f"most events: {named}" if named else "it has no event between two actors"
