"""The evidence browser and its data: every event as columns, sentences and explanations in parts.

A page that is opened from the file system may not fetch, so the data are scripts
that each hand one value to `entente.take`. The page reads `events.js` first, then
the parts with the sentences one after another, and a part with explanations only
when one is asked for: it stays quick with fifty thousand events.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis import ontology, schemas
from analysis.actors import labels
from analysis.events import filters, selection
from analysis.events.coded import CodedCorpus
from analysis.report.pages import Site
from analysis.tables.events import DAY_MARKS
from analysis.tables.explain import explain_all

PART = 500
"""Events whose sentences, or explanations, are in one file."""
_SCRIPT = (Path(__file__).parent / "templates" / "scripts" / "browser.js").read_text(encoding="utf-8")
_STATUSES = {"now": "of their time", "state": "standing states", "reference": "only referred to"}
_EPOCH = pd.Timestamp("1970-01-01")
_SPANS = ("source", "target", "trigger")
_FACETS = ("source", "target", "root", "status", "use")
_TEXTS = ("source", "target", "root", "mode", "modality", "status", "use", "when_precision", "place", "place_state",
          "attributed_to", "decided_by")  # fmt: skip


def file_names(corpus: CodedCorpus) -> list[str]:
    """The files that `write` writes, below the folder of a report."""
    parts = range(-(-len(corpus.events) // PART))
    data = (f"evidence/{kind}-{number}.js" for kind in ("text", "why") for number in parts)
    return ["evidence/index.html", "evidence/events.js", *data]


def write(corpus: CodedCorpus, site: Site) -> None:
    """Write the page of the evidence browser and its data below the folder of a report.

    Parameters
    ----------
    corpus
        The coded corpus.
    site
        The pages of the report.
    """
    site.write(
        "evidence", "evidence/index.html", title="Evidence", classes=list(ontology.QUAD_NAMES.values()),
        modalities=list(schemas.MODALITIES), statuses=_STATUSES, day_marks=DAY_MARKS, browser_script=_SCRIPT,
    )  # fmt: skip
    folder = site.out / "evidence"
    documents = corpus.documents.reset_index(drop=True)
    _write(folder / "events.js", "events", 0, _core(corpus, documents))
    explained = explain_all(corpus)
    for number, part in enumerate(_texts(corpus, documents)):
        _write(folder / f"text-{number}.js", "text", number, part)
    ids = corpus.events["event_id"].tolist()
    for number in range(-(-len(ids) // PART)):
        reasons = [explained[event_id] for event_id in ids[number * PART : (number + 1) * PART]]
        _write(folder / f"why-{number}.js", "why", number, reasons)


def _write(file: Path, kind: str, number: int, value: object) -> None:
    # A browser reads a text of JSON sooner than the same as a script; no text can end a tag.
    text = json.dumps(json.dumps(value, ensure_ascii=False, separators=(",", ":"))).replace("<", "\\u003c")
    file.write_text(f'entente.take("{kind}",{number},{text});\n', encoding="ascii", newline="\n")


def _core(corpus: CodedCorpus, documents: pd.DataFrame) -> dict[str, Any]:
    """Every event as columns; a text stands once, in the list of its column, and the column has its place there."""
    events, facets = corpus.events.reset_index(drop=True), filters.facets(corpus)
    # The filters have no missing sides and roots: an empty text and STATEMENT stand in their place.
    events[list(_FACETS)] = facets[list(_FACETS)]
    columns: dict[str, Any] = {}
    lists: dict[str, list[str]] = {}
    for name in _TEXTS:
        codes, texts = pd.factorize(events[name].fillna(""), sort=True)
        columns[name], lists[name] = codes.tolist(), [str(text) for text in texts]
    for name, of in (("day", facets["day"]), ("first", events["when_first"]), ("last", events["when_last"])):
        columns[name] = _day_numbers(of)
    for name in ("again", "private"):
        columns[name] = facets[name].astype(int).tolist()
    for name in ("quad", "confidence", "n_reports"):
        columns[name] = events[name].tolist()
    columns["width"] = facets["width"].tolist()
    number_of = {doc_id: number for number, doc_id in enumerate(documents["doc_id"])}
    articles: dict[str, list[int]] = {}
    told = corpus.evidence.drop_duplicates(["event_id", "doc_id"])
    for event_id, doc_id in zip(told["event_id"], told["doc_id"], strict=True):
        articles.setdefault(event_id, []).append(number_of[doc_id])
    actors = sorted(set(lists["source"]) | set(lists["target"]) | set(lists["place_state"]))
    days = _day_numbers(documents["published"])
    return {
        "n": len(events), "part": PART, "ids": events["event_id"].tolist(), "columns": columns, "lists": lists,
        "articles": [articles.get(event_id, []) for event_id in events["event_id"]],
        "documents": [
            [row["doc_id"], row["title"] or row["path"], day, "" if pd.isna(row["source"]) else row["source"]]
            for row, day in zip(schemas.records(documents), days, strict=True)
        ],
        "names": {actor: labels.label(actor) for actor in actors},
        "classes": {name: list(quads) for name, quads in filters.CLASSES.items()},
        "glosses": {**ontology.ROOT_GLOSSES, "STATEMENT": ontology.QUAD_GLOSSES[0]},
        "longest": selection.LONGEST,
    }  # fmt: skip


def _day_numbers(days: pd.Series) -> list[int | None]:
    """Days since 1970; None where a day is missing."""
    numbers = (days - _EPOCH).dt.days
    return [None if np.isnan(number) else int(number) for number in numbers]


def _texts(corpus: CodedCorpus, documents: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """For each part its sentences, and for each event the sentences that tell of it with spans and neighbours."""
    ordered = corpus.sentences.sort_values(["doc_id", "index"], kind="stable").reset_index(drop=True)
    place = pd.Series(ordered.index, index=ordered["sentence_id"])
    rows = {name: ordered[name].tolist() for name in ("doc_id", "sentence_id", "text", "kind")}
    number_of = {str(doc_id): number for number, doc_id in enumerate(documents["doc_id"])}
    evidence = corpus.evidence[corpus.evidence["sentence_id"].isin(place.index)]
    evidence = evidence.sort_values(["published", "sentence_id"], kind="stable")
    told: dict[str, list[tuple[int, list[int]]]] = {}
    for row in schemas.records(evidence):
        at = int(place[row["sentence_id"]])
        told.setdefault(row["event_id"], []).append((at, _spans(row, rows["text"][at])))
    ids = corpus.events["event_id"].tolist()
    for start in range(0, len(ids), PART):
        part = _Sentences(rows, number_of)
        events = [[part.quote(at, spans) for at, spans in told.get(one, [])] for one in ids[start : start + PART]]
        yield {"sentences": part.found, "events": events}


class _Sentences:
    """The sentences of one part, each once: id, number of its article, text."""

    def __init__(self, rows: Mapping[str, Sequence[str]], number_of: Mapping[str, int]) -> None:
        self._rows, self._number_of = rows, number_of
        self._places: dict[int, int] = {}
        self.found: list[list[Any]] = []

    def quote(self, at: int, spans: list[int]) -> list[int]:
        """A sentence, the one before and the one after in its article (-1 for none), and the marked spans."""
        near = [self._place(one) if self._is_near(at, one) else -1 for one in (at - 1, at + 1)]
        return [self._place(at), *near, *spans]

    def _is_near(self, at: int, other: int) -> bool:
        """Whether a neighbouring row belongs to the same article and, like the first, to its title or its body."""
        articles, kinds = self._rows["doc_id"], self._rows["kind"]
        inside = 0 <= other < len(articles) and articles[other] == articles[at]
        return inside and (kinds[other] == "title") == (kinds[at] == "title")

    def _place(self, at: int) -> int:
        if at not in self._places:
            self._places[at] = len(self.found)
            row = self._rows
            self.found.append([row["sentence_id"][at], self._number_of[row["doc_id"][at]], row["text"][at]])
        return self._places[at]


def _spans(row: Mapping[str, Any], text: str) -> list[int]:
    """Start and end of source, target and act as a browser counts characters; -1 where there is none."""
    found = [row[f"{kind}_{end}"] for kind in _SPANS for end in ("start", "end")]
    return [-1 if pd.isna(offset) else _in_utf16(text, int(offset)) for offset in found]


def _in_utf16(text: str, offset: int) -> int:
    """The offset in units of UTF-16, in which a character beyond the first plane counts twice."""
    return offset if text.isascii() else len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2
