"""The folder `articles` of a report: a page for each article with all its acts marked, and the list of articles."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis import schemas
from analysis.actors import labels
from analysis.events import filters
from analysis.events.coded import CodedCorpus
from analysis.report.pages import Site
from analysis.tables.events import days_legend, event_days, event_gloss, event_type, mark_spans, spans_of
from analysis.text.cleaning import PARAGRAPH

PER_PAGE = 500
"""Articles on one page of the list."""
_BROWSER = "../evidence/index.html"
_MARKED = ("trigger", "source", "target")  # of spans that overlap, the first kind is marked

_Sentences = Sequence[Mapping[str, Any]]  # the sentences of an article, in the order of its text
_Told = Mapping[str, Sequence[Mapping[str, Any]]]  # the acts that each sentence tells, by its id


def file_names(corpus: CodedCorpus) -> list[str]:
    """The files that `write` writes, below the folder of a report."""
    lists = [f"articles/{_list_file(number)}" for number in range(_n_lists(corpus))]
    return [*lists, *(f"articles/{doc_id}.html" for doc_id in corpus.documents["doc_id"])]


def write(corpus: CodedCorpus, site: Site) -> None:
    """Write the folder `articles` below the folder of a report.

    Parameters
    ----------
    corpus
        The coded corpus.
    site
        The pages of the report.
    """
    sentences, told = _sentences(corpus), _told(corpus)
    events = corpus.events.set_index("event_id")
    events_of = corpus.evidence.groupby("doc_id")["event_id"].unique().to_dict()
    rows = schemas.records(corpus.documents.sort_values(["published", "doc_id"], kind="stable"))
    listed = [_listed(row, sentences.get(row["doc_id"], []), told) for row in rows]
    for number, (row, item) in enumerate(zip(rows, listed, strict=True)):
        own = sentences.get(row["doc_id"], [])
        near = {"before": listed[number - 1] if number else None, "after": next(iter(listed[number + 1 :][:1]), None)}
        site.write(
            "article", f"articles/{item['file']}", article=item, title=item["title"], **near,
            heading=_title(own, told) or [{"id": "", "html": item["title"], "links": []}],
            paragraphs=_paragraphs(row["body"], own, told),
            acts=[act for one in own for act in told.get(one["sentence_id"], [])],
            legend=days_legend(events.loc[events.index.intersection(events_of.get(row["doc_id"], []))]),
        )  # fmt: skip
    for number in range(_n_lists(corpus)):
        _write_list(site, listed, number)


def _n_lists(corpus: CodedCorpus) -> int:
    return max(1, -(-len(corpus.documents) // PER_PAGE))


def _list_file(number: int) -> str:
    return f"index-{number + 1}.html" if number else "index.html"


def _write_list(site: Site, listed: Sequence[Mapping[str, Any]], number: int) -> None:
    """Write one page of the list, with links to the others by their days."""
    parts = [listed[start : start + PER_PAGE] for start in range(0, max(1, len(listed)), PER_PAGE)]
    others = [
        {
            "href": _list_file(one),
            "days": f"{part[0]['published']} to {part[-1]['published']}",
            "current": one == number,
        }
        for one, part in enumerate(parts)
        if part
    ]
    site.write(
        "articles", f"articles/{_list_file(number)}", title="Articles", browser=_BROWSER,
        links=site.links("articles/index.html"), articles=parts[number], total=len(listed),
        others=others if len(others) > 1 else [],
    )  # fmt: skip


def _sentences(corpus: CodedCorpus) -> Mapping[str, _Sentences]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in schemas.records(corpus.sentences.sort_values(["doc_id", "index"], kind="stable")):
        found.setdefault(row["doc_id"], []).append(row)
    return found


def _told(corpus: CodedCorpus) -> _Told:
    """For each sentence the acts that it is evidence of, with their spans."""
    rows = corpus.evidence.merge(corpus.events, on="event_id").sort_values(["trigger_start", "event_id"], kind="stable")
    told: dict[str, list[Mapping[str, Any]]] = {}
    for row in schemas.records(rows):
        told.setdefault(row["sentence_id"], []).append({
            "event_id": row["event_id"], "quad": int(row["quad"]), "type": event_type(row), "gloss": event_gloss(row),
            "source": labels.label(row["source"]), "target": labels.label(row["target"]), "when": event_days(row),
            "modality": row["modality"], "confidence": f"{row['confidence']:.2f}", "spans": spans_of(row),
            "href": _BROWSER + filters.fragment({"events": row["event_id"]}), "sentence_id": row["sentence_id"],
        })  # fmt: skip
    return told


def _listed(row: Mapping[str, Any], sentences: _Sentences, told: _Told) -> dict[str, Any]:
    """One article as it stands in the list."""
    return {
        "file": f"{row['doc_id']}.html", "doc_id": row["doc_id"], "title": row["title"] or row["path"],
        "path": row["path"], "published": row["published"].date().isoformat(), "n_words": row["n_words"],
        "source": "" if pd.isna(row["source"]) else row["source"],
        "n": len({act["event_id"] for one in sentences for act in told.get(one["sentence_id"], [])}),
        "href": _BROWSER + filters.fragment({"article": row["doc_id"]}),
        "copy_of": "" if pd.isna(row["duplicate_of"]) else f"{row['duplicate_of']}.html",
    }  # fmt: skip


def _item(row: Mapping[str, Any], told: _Told) -> dict[str, Any]:
    acts = told.get(row["sentence_id"], [])
    spans = [(*act["spans"][kind], kind) for kind in _MARKED for act in acts if act["spans"][kind]]
    ids: dict[str, list[str]] = {}
    for act in acts:
        ids.setdefault(act["type"].split(" ")[0].lower(), []).append(act["event_id"])
    links = [
        {"label": label if len(own) == 1 else f"{label} × {len(own)}", "n": len(own),
         "href": _BROWSER + filters.fragment({"events": ",".join(own)})}
        for label, own in ids.items()
    ]  # fmt: skip
    return {"id": row["sentence_id"], "html": mark_spans(row["text"], spans), "links": links}


def _title(sentences: _Sentences, told: _Told) -> list[dict[str, Any]]:
    return [_item(row, told) for row in sentences if row["kind"] == "title"]


def _paragraphs(body: str, sentences: _Sentences, told: _Told) -> list[list[dict[str, Any]]]:
    paragraphs: list[list[dict[str, Any]]] = []
    paragraph_end = -1
    for row in sentences:
        if row["kind"] == "title":
            continue
        if row["start"] > paragraph_end:
            paragraphs.append([])
            found = body.find(PARAGRAPH, row["start"])
            paragraph_end = len(body) if found < 0 else found
        paragraphs[-1].append(_item(row, told))
    return paragraphs
