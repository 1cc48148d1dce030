"""How many events of which class, modality and actor there are, as tables whose numbers open to their events."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis import ontology, schemas
from analysis.actors import labels
from analysis.events import filters
from analysis.events.coded import CodedCorpus
from analysis.tables import html
from analysis.tables.links import Links, narrowed

_ALL = "all"


def totals(corpus: CodedCorpus, **parts: pd.DataFrame) -> html.Table:
    """Which events a page shows and what the measures count of them, a line for each part.

    Parameters
    ----------
    corpus
        The coded corpus; its first line is on all events.
    **parts
        Some rows of its events frame, by what they are (with underscores for spaces).
    """
    told = {"all events coded": corpus.totals_told()}
    told |= {name.replace("_", " "): corpus.totals_told(rows) for name, rows in parts.items()}
    return html.frame(
        pd.DataFrame({"which events": list(told), "how many, and what became of them": list(told.values())})
    )


def classes_by_modality(corpus: CodedCorpus, events: pd.DataFrame, *, evidence_pages: str = "") -> html.Table:
    """How many events of each quad class there are, by modality.

    Parameters
    ----------
    corpus
        The corpus that holds the events.
    events
        Rows of its events frame.
    evidence_pages
        Folder of the report's evidence pages; empty for no links.
    """
    names = {quad: filters.of_class(quad) for quad in ontology.QUAD_NAMES}
    table = _by_modality(corpus, events, events["quad"], "class", names, evidence_pages)
    rows = [
        {"quad class": ontology.QUAD_NAMES[quad], **cells, "what it holds": ontology.QUAD_GLOSSES[quad]}
        for quad, cells in table.items()
    ]
    return html.table(rows, numbers=[*sorted(set(events["modality"])), _ALL])


def roots_by_modality(corpus: CodedCorpus, events: pd.DataFrame, *, evidence_pages: str = "") -> html.Table:
    """How many events of each PLOVER root there are, by modality, with the sums; parameters as above."""
    roots = events["root"].fillna("STATEMENT")
    table = _by_modality(corpus, events, roots, "root", {root: root for root in roots.unique()}, evidence_pages)
    glosses = {**ontology.ROOT_GLOSSES, "STATEMENT": ontology.QUAD_GLOSSES[0]}
    whole = _by_modality(corpus, events, pd.Series("all", index=events.index), "root", {"all": ""}, evidence_pages)
    rows = [
        {"class (PLOVER root)": root, **cells, "what it holds": glosses.get(root, "")}
        for root, cells in (*table.items(), *whole.items())
    ]
    return html.table(rows, numbers=[*sorted(set(events["modality"])), _ALL])


def _by_modality(
    corpus: CodedCorpus, events: pd.DataFrame, kinds: pd.Series, name: str, values: Mapping[Any, str],
    evidence_pages: str,
) -> dict[Any, dict[str, html.Cell]]:  # fmt: skip
    """For each kind of event the number by modality and in all, each of which opens to its events."""
    links = Links(corpus, evidence_pages)
    within = links.filter_of(events)
    found: dict[Any, dict[str, html.Cell]] = {}
    for kind in sorted(set(kinds)):
        own, more = events[kinds == kind], {name: values[kind]} if values[kind] else {}
        found[kind] = {
            modality: links.number(len(rows), narrowed(within, **more, modality=modality), events=rows["event_id"])
            for modality in sorted(set(events["modality"]))
            for rows in [own[own["modality"] == modality]]
        }
        found[kind][_ALL] = links.number(len(own), narrowed(within, **more), events=own["event_id"])
    return found


def actor_counts(rows: pd.DataFrame) -> pd.DataFrame:
    """How often each actor acts and is acted on, busiest first.

    Parameters
    ----------
    rows
        Rows of the events frame.

    Returns
    -------
    counts
        `id`, `actor` (its name), `as source`, `as target`, and `with`, the number of other actors
        that it has an event with, in either direction.
    """
    sides = [rows[["source", "target"]], rows[["target", "source"]]]
    both = pd.concat([side.set_axis(["actor", "other"], axis=1) for side in sides], ignore_index=True)
    both["acts"] = [True] * len(rows) + [False] * len(rows)
    both = both.dropna(subset=["actor"])
    others = both[both["other"].notna() & (both["other"] != both["actor"])].groupby("actor")["other"].nunique()
    counts = both.groupby("actor")["acts"].agg(["sum", "size"])
    table = pd.DataFrame({
        "id": counts.index, "actor": [labels.label(actor) for actor in counts.index],
        "as source": counts["sum"].to_numpy(), "as target": (counts["size"] - counts["sum"]).to_numpy(),
        "with": others.reindex(counts.index, fill_value=0).to_numpy(), "all": counts["size"].to_numpy(),
    })  # fmt: skip
    table = table.sort_values(["all", "actor"], ascending=[False, True], kind="stable")
    return table.drop(columns="all").reset_index(drop=True)


def busiest_actors(
    corpus: CodedCorpus, rows: pd.DataFrame, *, evidence_pages: str = "", max_rows: int = 25
) -> html.Table:
    """`actor_counts` as a table whose numbers open to their events.

    Parameters
    ----------
    corpus
        The corpus that holds the events.
    rows
        Rows of its events frame.
    evidence_pages
        Folder of the report's evidence pages; empty for no links.
    max_rows
        How many actors are shown.
    """
    links = Links(corpus, evidence_pages)
    within = links.filter_of(rows)
    sides = {"as source": "source", "as target": "target"}
    shown = []
    for row in schemas.records(actor_counts(rows).head(max_rows)):
        cells = {
            heading: links.number(
                row[heading], narrowed(within, **{side: row["id"]}), events=rows["event_id"][rows[side] == row["id"]]
            )
            for heading, side in sides.items()
        }
        shown.append({"actor": row["actor"], **cells, "with": row["with"]})
    return html.table(shown, numbers=[*sides, "with"])
