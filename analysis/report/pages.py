"""The report's own pages: evidence by pair, articles, and the index over several reports.

Made with Jinja templates that escape everything; file names are made of ids
alone, never of text from an article.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd
from markupsafe import Markup

from analysis import errors, schemas
from analysis.actors import labels
from analysis.events.coded import CodedCorpus, read_frames
from analysis.events.pairs import Pair, with_pair
from analysis.tables.events import event_days, event_gloss, event_type, quotes
from analysis.tables.explain import explain_all
from analysis.text.cleaning import PARAGRAPH

_TEMPLATES = Path(__file__).parent / "templates"
PALETTE = (_TEMPLATES / "palette.css").read_text(encoding="utf-8")
"""The rules that all pages share: colours, light and dark, the skip link, and how a page is printed."""
_INDEX_TITLE = "Entente: reports"
_HEAD_BYTES = 4096


def corpus_note(corpus: CodedCorpus) -> str:
    """The note of the corpus for every page; empty for none."""
    return str(corpus.run.get("note", ""))


def file_names(corpus: CodedCorpus) -> list[str]:
    """The files below a report's folder that this module writes, the summary included."""
    dyads = [f"evidence/{labels.dyad_file(a, b)}" for (a, b), _ in _by_pair(corpus.events)]
    articles = [f"articles/{doc_id}.html" for doc_id in corpus.documents["doc_id"]]
    return ["index.html", "evidence/index.html", *dyads, *articles]


def navigation(notebooks: Iterable[tuple[str, str]], *, current: str = "", up: str = "") -> list[dict[str, Any]]:
    """The links that stand on every page of a report.

    Parameters
    ----------
    notebooks
        File name and title of the page of each notebook.
    current
        File name of the page that holds the links; empty for a page that is not among them.
    up
        The way from that page to the report's folder, as `../`.
    """
    found = [("index.html", "Summary"), *notebooks, ("evidence/index.html", "Evidence")]
    return [{"title": title, "href": f"{up}{page}", "current": page == current} for page, title in found]


def write_evidence(corpus: CodedCorpus, out: Path, notebooks: Iterable[tuple[str, str]] = ()) -> None:
    """Write below `out` the folders `evidence` (a page for each pair, and their index) and `articles`.

    Parameters
    ----------
    corpus
        The coded corpus.
    out
        Folder of the report.
    notebooks
        File name and title of the page of each notebook, for the links on each page.
    """
    templates, note = environment(), corpus_note(corpus)
    notebooks = list(notebooks)
    links = navigation(notebooks, up="../")
    for name in ("evidence", "articles"):
        (out / name).mkdir(parents=True, exist_ok=True)
    items = _items(corpus)
    dyads = []
    for (a, b), rows in _by_pair(corpus.events):
        shown = rows.sort_values(["when_first", "event_id"], ascending=[False, True], kind="stable")
        title, file = labels.pair(a, b), labels.dyad_file(a, b)
        write(templates, "dyad", out / "evidence" / file, title=title, note=note, links=links,
               items=[items[event_id] for event_id in shown["event_id"]])  # fmt: skip
        dyads.append(_dyad_row(corpus, rows, title, file))
    dyads.sort(key=lambda row: (-row["n"], row["title"]))
    page = out / "evidence" / "index.html"
    write(templates, "evidence", page, title="Evidence", note=note, dyads=dyads,
           links=navigation(notebooks, current="evidence/index.html", up="../"))  # fmt: skip
    _write_articles(corpus, out, templates, links)


def _by_pair(events: pd.DataFrame) -> Iterable[tuple[Pair, pd.DataFrame]]:
    """The events of each two sides, either of which may be missing (an empty text), in alphabetical order."""
    sides = with_pair(events.assign(source=events["source"].fillna(""), target=events["target"].fillna("")))
    for (a, b), rows in events.groupby([sides["a"], sides["b"]], sort=True):
        yield (str(a), str(b)), rows


def _dyad_row(corpus: CodedCorpus, rows: pd.DataFrame, title: str, file: str) -> dict[str, Any]:
    evidence = corpus.evidence[corpus.evidence["event_id"].isin(set(rows["event_id"]))]
    return {
        "title": title,
        "file": file,
        "n": len(rows),
        "cooperation": int(rows["quad"].isin([1, 2]).sum()),
        "conflict": int(rows["quad"].isin([3, 4]).sum()),
        "statements": int((rows["quad"] == 0).sum()),
        "articles": evidence["doc_id"].nunique(),
    }


def _items(corpus: CodedCorpus) -> dict[str, dict[str, Any]]:
    sentences = quotes(corpus, corpus.events["event_id"])
    explained = explain_all(corpus)
    items = {}
    for row in schemas.records(corpus.events):
        event_id = row["event_id"]
        items[event_id] = {
            **row,
            "source": labels.label(row["source"]),
            "target": labels.label(row["target"]),
            "type": event_type(row),
            "gloss": event_gloss(row),
            "when": event_days(row),
            "place": None if pd.isna(row["place"]) else row["place"],
            "explanation": explained[event_id],
            "quotes": sentences[event_id],
        }
    return items


def _write_articles(
    corpus: CodedCorpus, out: Path, templates: jinja2.Environment, links: Sequence[Mapping[str, Any]]
) -> None:
    note, events = corpus_note(corpus), _sentence_links(corpus)
    sentences = dict(iter(corpus.sentences.groupby("doc_id", sort=False)))
    for row in schemas.records(corpus.documents):
        own = sentences.get(row["doc_id"])
        paragraphs = _paragraphs(row["body"], own, events) if own is not None else []
        title = row["title"] or row["path"]
        heading = _title_items(own, events) if own is not None else []
        write(templates, "article", out / "articles" / f"{row['doc_id']}.html", title=title,
               heading=heading or [{"id": "", "text": title, "links": []}], paragraphs=paragraphs,
               published=row["published"].date().isoformat(), path=row["path"], note=note,
               source=None if pd.isna(row["source"]) else row["source"], links=links)  # fmt: skip


def _sentence_links(corpus: CodedCorpus) -> dict[str, list[dict[str, str]]]:
    """For each sentence the events that it is evidence of, as links."""
    events = corpus.events.set_index("event_id")
    links: dict[str, list[dict[str, str]]] = {}
    for event_id, sentence_id in corpus.evidence[["event_id", "sentence_id"]].itertuples(index=False):
        row = events.loc[event_id]
        title = f"{labels.label(row['source'])} → {labels.label(row['target'])}: {event_type(row)}"
        href = f"../evidence/{labels.dyad_file(row['source'], row['target'])}#{event_id}"
        own = links.setdefault(sentence_id, [])
        own.append({"href": href, "title": title, "label": event_type(row).split(" ")[0].lower()})
    return links


def _title_items(sentences: pd.DataFrame, links: Mapping[str, list[dict[str, str]]]) -> list[dict[str, Any]]:
    return [_item(row, links) for row in schemas.records(sentences[sentences["kind"] == "title"])]


def _item(row: Mapping[str, Any], links: Mapping[str, list[dict[str, str]]]) -> dict[str, Any]:
    return {"id": row["sentence_id"], "text": row["text"], "links": links.get(row["sentence_id"], [])}


def _paragraphs(
    body: str, sentences: pd.DataFrame, links: Mapping[str, list[dict[str, str]]]
) -> list[list[dict[str, Any]]]:
    paragraphs: list[list[dict[str, Any]]] = []
    paragraph_end = -1
    for row in schemas.records(sentences[sentences["kind"] != "title"]):
        if row["start"] > paragraph_end:
            paragraphs.append([])
            found = body.find(PARAGRAPH, row["start"])
            paragraph_end = len(body) if found < 0 else found
        paragraphs[-1].append(_item(row, links))
    return paragraphs


def write_report_index(folder: Path) -> None:
    """Write `folder/index.html` over the reports in `folder`.

    Raises
    ------
    InputError
        If the folder has no report, or an `index.html` that is not an index over reports.
    """
    check_index_free(folder)
    rows = []
    for frames_folder in sorted(folder.glob("*/frames")):
        corpus = read_frames(frames_folder)
        days, home = corpus.documents["published"], frames_folder.parent
        title = _title_of(home / "index.html") or home.name
        period = f"{days.min().date()} to {days.max().date()}"
        rows.append({"href": f"{home.name}/index.html", "title": title, "note": corpus_note(corpus), "period": period,
                     "articles": f"{len(corpus.documents):,}", "events": f"{len(corpus.events):,}"})  # fmt: skip
    if not rows:
        raise errors.InputError(f"no report in {folder}: none of its folders has frames/")
    page = folder / "index.html"
    write(environment(), "report_index", page, title=_INDEX_TITLE, reports=rows, links=[], note="")


def check_index_free(folder: Path) -> None:
    """Check that an index over reports may be written to `folder`.

    Raises
    ------
    InputError
        If its `index.html` is something else.
    """
    page = folder / "index.html"
    if not os.path.lexists(page):
        return
    mark = f"<title>{_INDEX_TITLE}</title>".encode()
    if not page.is_file() or mark not in page.read_bytes()[:_HEAD_BYTES]:
        raise errors.InputError(f"{page} is not an index over reports and would be written over; move it elsewhere")


def _title_of(page: Path) -> str:
    if not page.is_file():
        return ""
    _, _, rest = page.read_text(encoding="utf-8").partition("<h1>")
    return str(Markup(rest.partition("</h1>")[0]).unescape())  # noqa: S704 - unescaped to be escaped again


def environment() -> jinja2.Environment:
    """The templates of the pages; they escape all that is filled in."""
    loader = jinja2.FileSystemLoader(_TEMPLATES / "pages")
    return jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)


def write(templates: jinja2.Environment, name: str, file: Path, **values: Any) -> None:
    """Fill in the template `name` and write the page."""
    page = templates.get_template(f"{name}.html.j2").render(palette=PALETTE, **values)
    file.write_text(page, encoding="utf-8", newline="\n")
