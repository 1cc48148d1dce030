"""The folder `evidence` of a report: the evidence browser with its data, and a plain page for every pair.

The plain pages need no script; each event has its sentences there, and its id as its place.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import pandas as pd

from analysis import ontology, schemas
from analysis.actors import labels
from analysis.events import filters
from analysis.events.coded import CodedCorpus
from analysis.events.pairs import Pair, with_pair
from analysis.report import browser
from analysis.report.pages import Site
from analysis.tables.events import days_legend, event_days, event_gloss, event_type, quotes

_COUNTS: Mapping[str, tuple[int, ...]] = {
    "events": (0, 1, 2, 3, 4), "cooperation": (1, 2), "conflict": (3, 4), "statements": (0,),
}  # fmt: skip


def file_names(corpus: CodedCorpus) -> list[str]:
    """The files that `write` writes, below the folder of a report."""
    dyads = [f"evidence/{labels.dyad_file(a, b)}" for (a, b), _ in _by_pair(corpus.events)]
    return [*browser.file_names(corpus), "evidence/pairs.html", *dyads]


def write(corpus: CodedCorpus, site: Site) -> None:
    """Write the folder `evidence` below the folder of a report.

    Parameters
    ----------
    corpus
        The coded corpus.
    site
        The pages of the report.
    """
    browser.write(corpus, site)
    _write_pairs(corpus, site)


def _write_pairs(corpus: CodedCorpus, site: Site) -> None:
    """Write a page for each pair, and the list of pairs."""
    items, articles = _items(corpus), _articles_by_pair(corpus)
    facets = filters.facets(corpus)
    counted = set(facets["event_id"][filters.matches(facets, filters.COUNTED)])
    rows: list[dict[str, Any]] = []
    for (a, b), events in _by_pair(corpus.events):
        shown = events.sort_values(["when_first", "event_id"], ascending=[False, True], kind="stable")
        title, file = labels.pair(a, b), labels.dyad_file(a, b)
        where = {"pair": f"{a or filters.NOBODY}-{b or filters.NOBODY}"}
        found = [items[event_id] for event_id in shown["event_id"]]
        site.write(
            "dyad", f"evidence/{file}", title=title, browser=filters.fragment(where), items=found,
            legend=days_legend(events),
        )  # fmt: skip
        counts = [*_counts(events, where), _acts(counted, events, where)]
        rows.append({"title": title, "file": file, "n": len(events), "counts": counts, "articles": articles[a, b]})
    rows.sort(key=lambda row: (-row["n"], row["title"]))
    site.write("pairs", "evidence/pairs.html", title="Pairs", dyads=rows)


def _by_pair(events: pd.DataFrame) -> Iterable[tuple[Pair, pd.DataFrame]]:
    """The events of each two sides, either of which may be missing (an empty text), in alphabetical order."""
    sides = _sides(events)
    for (a, b), rows in events.groupby([sides["a"], sides["b"]], sort=True):
        yield (str(a), str(b)), rows


def _sides(events: pd.DataFrame) -> pd.DataFrame:
    return with_pair(events.assign(source=events["source"].fillna(""), target=events["target"].fillna("")))


def _articles_by_pair(corpus: CodedCorpus) -> Mapping[Pair, int]:
    """How many articles tell of each two sides."""
    told = corpus.evidence[["event_id", "doc_id"]].merge(_sides(corpus.events)[["event_id", "a", "b"]], on="event_id")
    counts = told.groupby(["a", "b"])["doc_id"].nunique().reset_index()
    return {(row["a"], row["b"]): row["doc_id"] for row in schemas.records(counts)}


def _counts(events: pd.DataFrame, where: filters.Where) -> list[dict[str, Any]]:
    """How many events of a pair there are, and of which kind, each with its filter."""
    counts = []
    for quads in _COUNTS.values():
        more = {} if len(quads) == len(ontology.QUAD_NAMES) else {"class": filters.of_class(*quads)}
        counts.append({"n": int(events["quad"].isin(quads).sum()), "filter": filters.fragment({**where, **more})})
    return counts


def _acts(counted: Collection[str], events: pd.DataFrame, where: filters.Where) -> dict[str, Any]:
    """How many events of a pair are acts that the measures count, those of both together once."""
    return {"n": int(events["event_id"].isin(counted).sum()), "filter": filters.fragment({**where, **filters.COUNTED})}


def _items(corpus: CodedCorpus) -> dict[str, dict[str, Any]]:
    sentences = quotes(corpus, corpus.events["event_id"])
    return {
        row["event_id"]: {
            **row,
            "source": labels.label(row["source"]),
            "target": labels.label(row["target"]),
            "type": event_type(row),
            "gloss": event_gloss(row),
            "when": event_days(row),
            "place": None if pd.isna(row["place"]) else row["place"],
            "quotes": sentences[row["event_id"]],
        }
        for row in schemas.records(corpus.events)
    }
