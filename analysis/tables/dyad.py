"""The brief on two actors: which two, what passed between them, and what each is to others."""

import dataclasses
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis import errors, ontology
from analysis.actors import labels
from analysis.events import selection
from analysis.events.coded import CodedCorpus
from analysis.events.pairs import day_or_report
from analysis.relations import Relations, before_after
from analysis.relations.measures import HISTORY_DAYS
from analysis.tables import explain, html, relations


@dataclass(frozen=True, slots=True)
class Brief:
    """Two actors and their events.

    Attributes
    ----------
    coded
        The coded corpus.
    a, b
        The two, as they were asked for.
    events
        All events between them, any modality, newest first.
    acts
        The asserted acts among them that count for the two states: neither those of
        private persons and firms, nor those that are history to the articles.
    note
        Why these two, if they are not those asked for; else empty.
    """

    coded: CodedCorpus
    a: str
    b: str
    events: pd.DataFrame
    acts: pd.DataFrame
    note: str

    def one_way(self, source: str) -> pd.DataFrame:
        """The acts that `source` did, those that count most first: reports, then how sure they are."""
        own = self.acts[self.acts["source"] == source]
        return own.sort_values(["n_reports", "confidence", "event_id"], ascending=[False, False, True], kind="stable")

    def alone(self) -> CodedCorpus:
        """The corpus with no events but theirs: what was read stays the same."""
        return dataclasses.replace(self.coded, events=self.events)

    def __str__(self) -> str:
        """What there is, in a few lines."""
        lines = [self.note] if self.note else []
        lines.append(
            f"{labels.pair(self.a, self.b)}: {len(self.events)} events, {len(self.acts)} of them asserted acts"
        )
        for source, target in ((self.a, self.b), (self.b, self.a)):
            own = self.acts[self.acts["source"] == source]
            bad = int((own["quad"] >= 3).sum())
            way = f"{labels.label(source)} to {labels.label(target)}"
            lines.append(f"{way}: {len(own) - bad} acts of cooperation, {bad} of conflict")
        return "\n".join(lines)


def brief(coded: CodedCorpus, a: str, b: str) -> Brief:
    """Gather what passed between two actors.

    Parameters
    ----------
    coded
        A coded corpus.
    a, b
        Their ids. Where the corpus has no event between them, the two with most
        events are taken, and `note` says so.

    Raises
    ------
    InputError
        If the two are one.
    """
    a, b = a.strip().upper(), b.strip().upper()
    if a == b:
        msg = f"a brief is on two actors; {a!r} was given twice"
        raise errors.InputError(msg)
    events, note = _between(coded.events, a, b), ""
    if events.empty:
        note = f"there is no event between {a} and {b} in this corpus"
        first, second = busiest(coded) or (a, b)
        if (first, second) != (a, b):
            note += "; shown are the two with most events"
        a, b, events = first, second, _between(coded.events, first, second)
    events = events.sort_values(["when_last", "confidence", "event_id"], ascending=[False, False, True], kind="stable")
    history = coded.documents["published"].min() - pd.Timedelta(days=HISTORY_DAYS)
    kept = (events["quad"] > 0) & (events["modality"] == "asserted") & ~selection.private(events)
    kept &= ~(day_or_report(events, coded.evidence) < history)
    return Brief(coded, a, b, events.reset_index(drop=True), events[kept].reset_index(drop=True), note)


def _between(events: pd.DataFrame, a: str, b: str) -> pd.DataFrame:
    forth = (events["source"] == a) & (events["target"] == b)
    return events[forth | ((events["source"] == b) & (events["target"] == a))]


def busiest(coded: CodedCorpus) -> tuple[str, str] | None:
    """The two actors with most events between them; None where no event is between two actors."""
    both = coded.events.dropna(subset=["source", "target"])
    both = both[both["source"] != both["target"]]
    if both.empty:
        return None
    forth = both["source"] < both["target"]
    pairs = pd.DataFrame(
        {"a": both["source"].where(forth, both["target"]), "b": both["target"].where(forth, both["source"])}
    )
    counted = pairs.groupby(["a", "b"]).size().rename("n").reset_index()
    best = counted.sort_values(["n", "a", "b"], ascending=[False, True, True], kind="stable").iloc[0]
    return str(best["a"]), str(best["b"])


def kinds(found: Brief) -> html.Table:
    """How many events of each class there are, by modality."""
    events = found.events
    table = pd.crosstab(events["quad"].map(ontology.QUAD_NAMES), events["modality"])
    return html.frame_table(table.rename_axis(columns=None).reset_index(), numbers=list(table.columns))


def rows(found: Brief, measured: Relations) -> pd.DataFrame:
    """The rows of the pair and of its two directions in a measured frame."""
    frame = measured.frame
    return frame[frame["a"].isin([found.a, found.b]) & frame["b"].isin([found.a, found.b])].sort_values("directed")


def thirds(found: Brief, measured: Relations, *, most: int = 12) -> html.Table:
    """How the two stand to others, side by side, those with most acts first."""
    pairs = measured.pairs()
    sides = {}
    for actor in (found.a, found.b):
        own = pairs[(pairs["a"] == actor) | (pairs["b"] == actor)]
        other = own["b"].where(own["a"] == actor, own["a"])
        sides[actor] = own.assign(third=other).set_index("third")
    common = sorted(set(sides[found.a].index) & set(sides[found.b].index))
    common.sort(key=lambda third: -min(sides[actor].loc[third, "n"] for actor in sides))
    table = [
        {"third": labels.label(third)}
        | {labels.label(actor): relations.stance(sides[actor].loc[third].to_dict()) for actor in sides}
        for third in common[:most]
    ]
    return html.frame_table(pd.DataFrame(table))


def explained(found: Brief) -> explain.Explanation | html.Table:
    """How the newest event between them came about."""
    if found.events.empty:
        return html.Table("<p>There is no event to explain.</p>", "no event")
    return explain.explain(str(found.events["event_id"].iloc[0]), found.coded)


def moved(found: Brief, turn: str, **choices: Any) -> html.Table:
    """The pair's conflict share before and since a day, with the sentences that moved it."""
    table = before_after(found.coded, turn, **choices)
    own = table[table["a"].isin([found.a, found.b]) & table["b"].isin([found.a, found.b])]
    own.attrs["day"] = table.attrs["day"]
    return relations.moved(found.coded, own)
