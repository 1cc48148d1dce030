"""Events and pairs as tables that open to the sentences behind each row."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from analysis import ontology, schemas
from analysis.actors import labels
from analysis.events import filters
from analysis.events.coded import CodedCorpus
from analysis.events.pairs import between
from analysis.events.selection import COUNTS, SURE, asserted, private
from analysis.relations.rating import in_words
from analysis.tables import html
from analysis.tables.links import Links

_SPANS = ("source", "target", "trigger")
_QUAD_TONES = {0: "", 1: "coop", 2: "coop", 3: "conf", 4: "conf"}
_SIGN_TONES = {1: "coop", 0: "meta", -1: "conf"}
_MAX_QUOTES = 12
_TEASER = 90  # characters of a folded sentence
NO_EXAMPLE = f"no example of a confidence of {SURE} or more"
"""What stands in the place of an example where no act may stand for others."""


def asserted_acts(events: pd.DataFrame) -> pd.DataFrame:
    """The events that count for the two states: asserted, of their time, no statements, no acts of private persons."""
    return events[asserted(events) & ~private(events)]


def most_reported(events: pd.DataFrame) -> pd.DataFrame:
    """Events by number of reports and confidence, highest first."""
    return events.sort_values(["n_reports", "confidence", "event_id"], ascending=[False, False, True], kind="stable")


def sure(events: pd.DataFrame) -> pd.DataFrame:
    """The events that may stand for others as examples: those of a confidence of `SURE` or more, or of none stated."""
    return events[~(events["confidence"] < SURE)]


def newest(events: pd.DataFrame) -> pd.DataFrame:
    """Events by day, newest first."""
    return events.sort_values(["when_last", "confidence", "event_id"], ascending=[False, False, True], kind="stable")


def not_asserted(events: pd.DataFrame) -> pd.DataFrame:
    """The events that are planned, hypothetical or denied, highest confidence first."""
    rows = events[(events["quad"] > 0) & (events["modality"] != "asserted")]
    return rows.sort_values(["confidence", "event_id"], ascending=[False, True])


def one_sided(events: pd.DataFrame) -> pd.DataFrame:
    """The events with a side that no known actor fills, highest confidence first."""
    rows = events[(events["source"].isna() | events["target"].isna()) & (events["quad"] > 0)]
    return rows.sort_values(["confidence", "event_id"], ascending=[False, True])


def sentence_html(text: str, spans: Mapping[str, tuple[int, int] | None]) -> Markup:
    """The sentence with its source, target and trigger marked; a span that overlaps an earlier one is left out."""
    return mark_spans(text, [(*span, kind) for kind in _SPANS if (span := spans.get(kind))])


def mark_spans(text: str, spans: Iterable[tuple[int, int, str]]) -> Markup:
    """The text with spans marked by their kind; one that overlaps an earlier one, or is none, is left out."""
    marked: list[tuple[int, int, str]] = []
    for start, end, kind in spans:
        if start < end <= len(text) and all(end <= s or start >= e for s, e, _ in marked):
            marked.append((start, end, kind))
    parts, position = [], 0
    for start, end, kind in sorted(marked):
        parts += [text[position:start], Markup('<mark class="{}">{}</mark>').format(kind, text[start:end])]
        position = end
    return Markup().join([*parts, text[position:]])


def quotes(corpus: CodedCorpus, event_ids: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """For each event the sentences behind it, oldest first.

    Returns
    -------
    quotes
        By event id a list with `html` (the sentence with its spans marked), `text`,
        `published`, `doc_id`, `sentence_id`, `title` and `file` of each sentence.
    """
    wanted = list(event_ids)
    rows = corpus.evidence[corpus.evidence["event_id"].isin(set(wanted))]
    rows = rows.merge(corpus.sentences[["sentence_id", "text"]], on="sentence_id")
    rows = rows.merge(corpus.documents[["doc_id", "title", "path"]].rename(columns={"path": "file"}), on="doc_id")
    rows = rows.sort_values(["published", "sentence_id"], kind="stable")
    found: dict[str, list[dict[str, Any]]] = {event_id: [] for event_id in wanted}
    for row in schemas.records(rows):
        found[row["event_id"]].append(_quote(row))
    return found


def first_quotes(corpus: CodedCorpus, event_ids: Iterable[str]) -> list[dict[str, Any]]:
    """The oldest sentence behind each event, in the order of the events."""
    return [quote for found in quotes(corpus, event_ids).values() for quote in found[:1]]


def _quote(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "html": sentence_html(row["text"], spans_of(row)),
        "text": row["text"],
        "published": row["published"].date().isoformat(),
        "doc_id": row["doc_id"],
        "sentence_id": row["sentence_id"],
        "title": row["title"],
        "file": row["file"],
    }


def spans_of(row: Mapping[str, Any]) -> dict[str, tuple[int, int] | None]:
    """Source, target and trigger in the sentence of a row of the evidence frame; None for one that is not named."""
    return {kind: _span(row, kind) for kind in _SPANS}


def _span(row: Mapping[str, Any], kind: str) -> tuple[int, int] | None:
    start, end = row[f"{kind}_start"], row[f"{kind}_end"]
    return None if pd.isna(start) or pd.isna(end) else (int(start), int(end))


def quotes_html(found: Sequence[Mapping[str, Any]]) -> Markup:
    """Sentences behind a number, folded under the beginning of the first one."""
    if not found:
        return Markup()
    inner = Markup().join(
        Markup('<blockquote>{}<div class="meta">{} · {}</div></blockquote>').format(
            quote["html"], quote["published"], quote["title"] or quote["file"]
        )
        for quote in found
    )
    first = found[0]["text"]
    return Markup("<details><summary>{}</summary>{}</details>").format(_teaser(first), inner)


def examples_html(found: Sequence[Mapping[str, Any]]) -> Markup:
    """Sentences that stand for others; where there is none, a line that says so."""
    return quotes_html(found) if found else no_example()


def no_example(why: str = NO_EXAMPLE) -> Markup:
    """Why a cell has no example."""
    return Markup('<span class="meta">{}</span>').format(why)


def _teaser(sentence: str) -> str:
    """The beginning of a sentence, cut after a word."""
    if len(sentence) <= _TEASER:
        return sentence
    return (
        sentence[: _TEASER - 4].rpartition(" ")[0] + " ..."
        if " " in sentence[: _TEASER - 4]
        else sentence[: _TEASER - 3] + "..."
    )


DAY_MARKS: Mapping[str, str] = {
    "article": "the day that the article is about, since the sentence gives none",
    "published": "the day of publication, since neither sentence nor article gives one",
}
"""What the marks behind days mean, by the `when_precision` that they show."""


def days_legend(rows: pd.DataFrame) -> Markup:
    """The line that says what the marks of `event_days` mean; empty where none of the rows has one."""
    used = set(rows["when_precision"]) & set(DAY_MARKS) if "when_precision" in rows.columns else set()
    said = "; ".join(f"({name}): {DAY_MARKS[name]}" for name in sorted(used))
    return Markup('<p class="et meta">{}.</p>').format(said) if said else Markup()


def event_days(row: Mapping[str, Any]) -> str:
    """The day or days of an event in words; marked where they are not those that its sentence gives."""
    if pd.isna(row["when_first"]):
        return "day unknown"
    first, last = row["when_first"].date(), row["when_last"].date()
    days = f"{first}" if first == last else f"{first} to {last}"
    return f"{days} ({row['when_precision']})" if row["when_precision"] in DAY_MARKS else days


def event_type(row: Mapping[str, Any]) -> str:
    """The PLOVER class of an event with its mode, or STATEMENT."""
    root = "STATEMENT" if pd.isna(row["root"]) else str(row["root"])
    return root if pd.isna(row["mode"]) else f"{root} ({row['mode']})"


def event_gloss(row: Mapping[str, Any]) -> str:
    """What the class of an event holds, in plain words."""
    return ontology.QUAD_GLOSSES[0] if pd.isna(row["root"]) else ontology.ROOT_GLOSSES.get(str(row["root"]), "")


def toned_type(row: Mapping[str, Any]) -> Markup:
    """`event_type`, blue for cooperation and red for conflict."""
    gloss = event_gloss(row)
    text = Markup('<span class="{}" title="{}">{}</span>')
    return text.format(_QUAD_TONES[int(row["quad"])], gloss, event_type(row))


def pair_link(a: str, b: str, evidence_pages: str, *, text: str = "") -> Markup:
    """The name of a pair, with a link to its evidence page where `evidence_pages` names their folder."""
    text = text or labels.pair(a, b)
    if not evidence_pages:
        return escape(text)
    return Markup('<a href="{}">{}</a>').format(evidence_pages + labels.dyad_file(a, b), text)


def events(corpus: CodedCorpus, rows: pd.DataFrame, *, evidence_pages: str = "", max_rows: int = 25) -> html.Table:
    """Events, each opening to its sentences.

    Parameters
    ----------
    corpus
        The corpus that holds the sentences.
    rows
        Rows of its events frame, in the order of the table.
    evidence_pages
        Folder of the report's evidence pages; empty for no links.
    max_rows
        How many events are shown.
    """
    shown = rows.head(max_rows)
    found = quotes(corpus, shown["event_id"])
    cells, lines = [], []
    for row in schemas.records(shown):
        source, target = labels.label(row["source"]), labels.label(row["target"])
        asserted = row["modality"] == "asserted"
        modality = Markup() if asserted else Markup(" <i>{}</i>").format(row["modality"])
        cells.append({
            "when": event_days(row), "who": source, "did": toned_type(row) + modality, "to whom": target,
            "confidence": row["confidence"], "reports": row["n_reports"],
            "sentences": quotes_html(found[row["event_id"]]) + _id_and_link(row, evidence_pages),
        })  # fmt: skip
        lines.append(f"{event_days(row)} | {source} | {event_type(row)} | {target}")
    shown_rows = html.table(cells).html + html.more_rows(len(rows), max_rows) + days_legend(shown)
    return html.Table(shown_rows, "\n".join(lines) or "no events")


def _id_and_link(row: Mapping[str, Any], evidence_pages: str) -> Markup:
    """The event id, which serves `explain`, and a link to the event on its evidence page."""
    link = Markup()
    if evidence_pages:
        page = evidence_pages + labels.dyad_file(row["source"], row["target"])
        link = Markup(' <a href="{}#{}">all</a>').format(page, row["event_id"])
    return Markup('<span class="meta">{}{}</span>').format(row["event_id"], link)


def pairs(corpus: CodedCorpus, rows: pd.DataFrame, *, evidence_pages: str = "", max_rows: int = 15) -> html.Table:
    """Pairs with their events by quad class, conflict share and rating, each opening to sentences of its sure acts.

    Parameters
    ----------
    corpus
        The corpus that holds the sentences.
    rows
        Rows of the relations frame, of one period.
    evidence_pages
        Folder of the report's evidence pages; empty for no links.
    max_rows
        How many pairs are shown.
    """
    acts, links = asserted_acts(corpus.events), Links(corpus, evidence_pages)
    cells, lines = [], []
    for row in schemas.records(rows.head(max_rows)):
        own = most_reported(sure(acts[between(acts, row["a"], row["b"], directed=bool(row["directed"]))]))
        found = first_quotes(corpus, own["event_id"].head(_MAX_QUOTES))
        a, b = labels.label(row["a"]), labels.label(row["b"])
        share, standing = share_with_band(row), in_words(row["standing"], directed=bool(row["directed"]))
        name = f"{a} → {b}" if row["directed"] else f"{a} – {b}"
        cells.append({
            "pair": pair_link(row["a"], row["b"], evidence_pages, text=name),
            **counted(links, row),
            SHARE_HEADING: links.share(share, counted_by(row)),
            "rating": Markup('<span class="{}">{}</span>').format(_SIGN_TONES[int(row["sign"])], standing),
            EXAMPLES: examples_html(found),
        })  # fmt: skip
        lines.append(f"{a} {'->' if row['directed'] else '-'} {b} | n={row['n']:.0f} | {share} | {standing}")
    table = html.table(cells, numbers=[*COUNT_HEADINGS.values(), SHARE_HEADING])
    return html.Table(table.html, "\n".join(lines) or "no pairs")


def counted_by(row: Mapping[str, Any]) -> dict[str, str]:
    """The filter that keeps the events which a row of the relations frame counts."""
    if row["directed"]:
        return {"source": row["a"], "target": row["b"], "use": filters.MEASURED}
    return {"pair": filters.of_pairs((row["a"], row["b"])), **filters.COUNTED}


def counted(links: Links, row: Mapping[str, Any]) -> dict[str, html.Cell]:
    """The events that a row of the relations frame counts, and those of each quad class, under their headings."""
    where = counted_by(row)
    classes = {"n": {}, **{column: {"class": filters.of_class(quad)} for quad, column in enumerate(COUNTS, start=1)}}
    return {
        heading: links.number(row[column], {**where, **classes[column]}) for column, heading in COUNT_HEADINGS.items()
    }


EXAMPLES = f"examples, of confidence {SURE} or more"
"""Heading of sentences that stand for others."""
COUNT_HEADINGS = {
    "n": "acts", "n_vc": "verbal coop.", "n_mc": "material coop.", "n_vf": "verbal conf.", "n_mf": "material conf.",
}  # fmt: skip
"""Headings of the columns that count acts, each once, by quad class."""
SHARE_HEADING = "conflict share, whole period"
"""Heading of the share over all events with its prior; page 04 has the share at the end, with a half-life."""


def share_with_band(row: Mapping[Any, Any]) -> str:
    """The conflict share with its band."""
    return f"{row['share']:.2f} [{row['share_low']:.2f}, {row['share_high']:.2f}]"
