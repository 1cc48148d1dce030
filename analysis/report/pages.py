"""The report's own pages: summary, evidence by pair, articles, and the shelf over several reports.

Made with Jinja templates that escape everything; file names are made of ids
alone, never of text from an article.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd
from markupsafe import Markup

from analysis import __version__, errors, relations, schemas
from analysis.actors import labels
from analysis.events.coded import CodedCorpus, read_frames
from analysis.tables import explain, html
from analysis.text.cleaning import PARAGRAPH

_TEMPLATES = Path(__file__).parent / "templates" / "pages"
_BETWEEN = "\x1f"
_MOST_REJECTS = 200
_MOST_PAIRS = 15
_LINKS = ({"title": "Summary", "href": "../index.html"}, {"title": "Evidence", "href": "../evidence/index.html"})
_TONE = {1: "coop", -1: "conf", 0: "flat"}


def note_of(coded: CodedCorpus) -> str:
    """The note that the corpus wants on every page, or nothing."""
    return str(coded.run.get("note", ""))


def write_evidence(coded: CodedCorpus, out: Path) -> None:
    """Write `evidence/` (a page a pair, and their index) and `articles/` (a page an article) below `out`."""
    templates, note = _environment(), note_of(coded)
    for name in ("evidence", "articles"):
        (out / name).mkdir(parents=True, exist_ok=True)
    events = coded.events.assign(dyad=_dyads(coded.events))
    items = _items(coded)
    dyads = []
    for key, rows in events.groupby("dyad", sort=True):
        a, b = str(key).split(_BETWEEN)
        shown = rows.sort_values(["when_first", "event_id"], ascending=[False, True], kind="stable")
        title, file = labels.pair(a, b), labels.dyad_file(a, b)
        _write(templates, "dyad", out / "evidence" / file, title=title, note=note, links=_LINKS,
               items=[items[event_id] for event_id in shown["event_id"]])  # fmt: skip
        dyads.append(_dyad_row(coded, rows, title, file))
    dyads.sort(key=lambda row: (-row["n"], row["title"]))
    page = out / "evidence" / "index.html"
    _write(templates, "evidence", page, title="Evidence", note=note, links=_LINKS, dyads=dyads)
    _write_articles(coded, out, templates, note)


def _dyads(events: pd.DataFrame) -> list[str]:
    pairs = zip(events["source"].fillna(""), events["target"].fillna(""), strict=True)
    return [_BETWEEN.join(sorted(pair)) for pair in pairs]


def _dyad_row(coded: CodedCorpus, rows: pd.DataFrame, title: str, file: str) -> dict[str, Any]:
    proofs = coded.evidence[coded.evidence["event_id"].isin(set(rows["event_id"]))]
    return {
        "title": title,
        "file": file,
        "n": len(rows),
        "cooperation": int(rows["quad"].isin([1, 2]).sum()),
        "conflict": int(rows["quad"].isin([3, 4]).sum()),
        "statements": int((rows["quad"] == 0).sum()),
        "articles": proofs["doc_id"].nunique(),
    }


def _items(coded: CodedCorpus) -> dict[str, dict[str, Any]]:
    quotes = html.proofs(coded, coded.events["event_id"])
    explained = explain.explain_all(coded)
    items = {}
    for row in schemas.records(coded.events):
        event_id = row["event_id"]
        items[event_id] = {
            **row,
            "source": labels.label(row["source"]),
            "target": labels.label(row["target"]),
            "act": html.act(row),
            "when": html.when(row),
            "place": None if pd.isna(row["place"]) else row["place"],
            "explanation": explained[event_id],
            "proofs": [{**quote, "html": Markup(quote["html"])} for quote in quotes[event_id]],  # noqa: S704 - escaped in views
        }
    return items


def _write_articles(coded: CodedCorpus, out: Path, templates: jinja2.Environment, note: str) -> None:
    links = _sentence_links(coded)
    sentences = dict(iter(coded.sentences.groupby("doc_id", sort=False)))
    for row in schemas.records(coded.documents):
        own = sentences.get(row["doc_id"])
        paragraphs = _paragraphs(row["body"], own, links) if own is not None else []
        title = row["title"] or row["path"]
        heading = _title_items(own, links) if own is not None else []
        _write(templates, "article", out / "articles" / f"{row['doc_id']}.html", title=title,
               heading=heading or [{"id": "", "text": title, "links": []}], paragraphs=paragraphs,
               published=row["published"].date().isoformat(), path=row["path"], note=note,
               source=None if pd.isna(row["source"]) else row["source"], links=_LINKS)  # fmt: skip


def _sentence_links(coded: CodedCorpus) -> dict[str, list[dict[str, str]]]:
    """For each sentence the events that it is evidence of, as links."""
    events = coded.events.set_index("event_id")
    links: dict[str, list[dict[str, str]]] = {}
    for event_id, sentence_id in coded.evidence[["event_id", "sentence_id"]].itertuples(index=False):
        row = events.loc[event_id]
        title = f"{labels.label(row['source'])} → {labels.label(row['target'])}: {html.act(row)}"
        href = f"../evidence/{labels.dyad_file(row['source'], row['target'])}#{event_id}"
        own = links.setdefault(sentence_id, [])
        own.append({"href": href, "title": title, "label": html.act(row).split(" ")[0].lower()})
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


def write_summary(coded: CodedCorpus, out: Path, *, name: str, outcomes: Sequence[Any], shelf: bool = False) -> None:
    """Write `out/index.html`: what was read, the pages, the busiest pairs, what was set aside, how it ran.

    With `shelf` it links to the page over all reports in the parent folder.
    """
    measured = relations.measure(coded, freq="all")
    pairs = measured.pairs().sort_values(["n", "a", "b"], ascending=[False, True, True]).head(_MOST_PAIRS)
    rejects = [{**row, "line": "" if pd.isna(row["line"]) else row["line"]} for row in schemas.records(coded.rejects)]
    _write(
        _environment(), "summary", out / "index.html", title=name, note=note_of(coded),
        links=[{"title": "All reports", "href": "../index.html"}] if shelf else [],
        lead=_lead(coded), cards=_cards(coded), outcomes=outcomes,
        pairs=[_pair_row(row) for row in schemas.records(pairs)],
        aside=schemas.records(measured.set_aside), rejects=rejects[:_MOST_REJECTS],
        more_rejects=max(0, len(rejects) - _MOST_REJECTS), stages=_stages(coded.run), version=__version__,
    )  # fmt: skip


def _lead(coded: CodedCorpus) -> str:
    days = coded.documents["published"]
    first, last = days.min().date(), days.max().date()
    what = "one article says" if len(days) == 1 else f"{len(days):,} articles say"
    when = f"on {first}" if first == last else f"from {first} to {last}"
    return f"What {what}, published {when}, of who did what to whom. Every number opens to the sentences behind it."


def _cards(coded: CodedCorpus) -> list[dict[str, str]]:
    asserted = coded.events[coded.events["quad"] > 0]
    values: Iterable[tuple[str, int]] = (
        ("articles", len(coded.documents)),
        ("near-duplicates", int(coded.documents["duplicate_of"].notna().sum())),
        ("rejected", len(coded.rejects)),
        ("sentences", len(coded.sentences)),
        ("acts", len(asserted)),
        ("statements", len(coded.events) - len(asserted)),
        ("pieces of evidence", len(coded.evidence)),
    )
    return [{"label": label, "value": f"{value:,}"} for label, value in values]


def _pair_row(row: Mapping[str, Any]) -> dict[str, Any]:
    counts = {key: f"{row[key]:.0f}" for key in ("n", "n_vc", "n_mc", "n_vf", "n_mf")}
    title, file = labels.pair(row["a"], row["b"]), labels.dyad_file(row["a"], row["b"])
    return {**counts, "title": title, "file": file, "standing": row["standing"], "tone": _TONE[int(row["sign"])]}


def _stages(run: Mapping[str, Any]) -> list[dict[str, str]]:
    rows = []
    for stage, value in (run.get("seconds") or {}).items():
        speed = (run.get("words_per_second") or {}).get(stage)
        name = "altogether" if stage == "wall" else stage
        rows.append({"stage": name, "seconds": f"{value:.2f}", "speed": f"{speed:,.0f}" if speed else ""})
    return rows


def write_shelf(folder: Path) -> None:
    """Write `folder/index.html` over the reports that lie in `folder`.

    Raises
    ------
    InputError
        If there is none.
    """
    rows = []
    for frames_folder in sorted(folder.glob("*/frames")):
        coded = read_frames(frames_folder)
        days, home = coded.documents["published"], frames_folder.parent
        title = _title_of(home / "index.html") or home.name
        period = f"{days.min().date()} to {days.max().date()}"
        rows.append({"href": f"{home.name}/index.html", "title": title, "note": note_of(coded), "period": period,
                     "articles": f"{len(coded.documents):,}", "events": f"{len(coded.events):,}"})  # fmt: skip
    if not rows:
        raise errors.InputError(f"no report in {folder}: none of its folders has frames/")
    _write(_environment(), "shelf", folder / "index.html", title="Entente: reports", reports=rows, links=[], note="")


def _title_of(page: Path) -> str:
    if not page.is_file():
        return ""
    _, _, rest = page.read_text(encoding="utf-8").partition("<h1>")
    return str(Markup(rest.partition("</h1>")[0]).unescape())  # noqa: S704 - unescaped to be escaped again


def _environment() -> jinja2.Environment:
    loader = jinja2.FileSystemLoader(_TEMPLATES)
    return jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)


def _write(templates: jinja2.Environment, name: str, file: Path, **values: Any) -> None:
    file.write_text(templates.get_template(f"{name}.html.j2").render(**values), encoding="utf-8", newline="\n")
