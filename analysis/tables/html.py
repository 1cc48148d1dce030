"""Events and their sentences as HTML for notebooks and pages: everything escaped, nothing evaluated.

`Table` and `Plot`-like objects show themselves in a notebook; their plain text
is stable, so that nbval can compare it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from analysis import schemas
from analysis.actors import labels
from analysis.events import selection
from analysis.events.coded import CodedCorpus

_STYLE = (
    # doubled, so that they count for more than the notebook's own rules for tables
    "<style>.et{border-collapse:collapse;font:13px/1.45 system-ui,sans-serif}.et.et.et td,.et.et.et th{text-align:left;"
    "vertical-align:top;padding:.2rem .7rem .2rem 0;border-bottom:1px solid #e4e4e4}"
    ".et.et.et td.n,.et.et.et th.n{text-align:right}"
    ".et mark{padding:0 .15em;border-radius:2px}.et mark.source{background:#d6e4f5}.et mark.target{background:#f9dede}"
    ".et mark.trigger{background:#fdf0b5}.et .meta{color:#666;font-size:.9em}.et blockquote{margin:.25rem 0}"
    ".et.meta{color:#666}.et .coop{color:#2166ac}.et .conf{color:#b2182b}</style>"
)
_SPANS = ("source", "target", "trigger")
_TONE = {0: "", 1: "coop", 2: "coop", 3: "conf", 4: "conf"}


@dataclass(frozen=True, slots=True)
class Table:
    """A table for a notebook: HTML with cells that open, and plain text that is stable."""

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        """The plain text."""
        return self.text


def sentence_html(text: str, spans: Mapping[str, tuple[int, int] | None]) -> str:
    """The sentence, escaped, with its source, target and trigger marked; a span inside another is left out."""
    taken: list[tuple[int, int, str]] = []
    for kind in _SPANS:
        span = spans.get(kind)
        if span and span[0] < span[1] <= len(text) and all(span[1] <= s or span[0] >= e for s, e, _ in taken):
            taken.append((*span, kind))
    parts, here = [], 0
    for start, end, kind in sorted(taken):
        parts.append(escape(text[here:start]) + f'<mark class="{kind}">{escape(text[start:end])}</mark>')
        here = end
    return "".join([*parts, escape(text[here:])])


def proofs(coded: CodedCorpus, event_ids: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """For each event its pieces of evidence, oldest first: marked sentence, day, article."""
    wanted = list(event_ids)
    rows = coded.evidence[coded.evidence["event_id"].isin(set(wanted))]
    rows = rows.merge(coded.sentences[["sentence_id", "text"]], on="sentence_id")
    rows = rows.merge(coded.documents[["doc_id", "title", "path"]].rename(columns={"path": "file"}), on="doc_id")
    rows = rows.sort_values(["published", "sentence_id"], kind="stable")
    found: dict[str, list[dict[str, Any]]] = {event_id: [] for event_id in wanted}
    for row in schemas.records(rows):
        found[row["event_id"]].append(_proof(row))
    return found


def _proof(row: Mapping[str, Any]) -> dict[str, Any]:
    spans = {kind: _span(row, kind) for kind in _SPANS}
    return {
        "html": sentence_html(row["text"], spans),
        "text": row["text"],
        "published": row["published"].date().isoformat(),
        "doc_id": row["doc_id"],
        "sentence_id": row["sentence_id"],
        "title": row["title"],
        "file": row["file"],
    }


def _span(row: Mapping[str, Any], kind: str) -> tuple[int, int] | None:
    start, end = row[f"{kind}_start"], row[f"{kind}_end"]
    return None if pd.isna(start) or pd.isna(end) else (int(start), int(end))


def when(row: Mapping[str, Any]) -> str:
    """The day or days of an event in words; by publication where the text names none."""
    if pd.isna(row["when_first"]):
        return "day unknown"
    first, last = row["when_first"].date(), row["when_last"].date()
    days = f"{first}" if first == last else f"{first} to {last}"
    return f"{days} (published)" if row["when_precision"] == "published" else days


def act(row: Mapping[str, Any]) -> str:
    """What was done: the PLOVER root and its mode, or a statement."""
    root = "STATEMENT" if pd.isna(row["root"]) else str(row["root"])
    return root if pd.isna(row["mode"]) else f"{root} ({row['mode']})"


def events_table(coded: CodedCorpus, events: pd.DataFrame, *, evidence_pages: str = "", most: int = 25) -> Table:
    """The first `most` of `events`, each opening to its sentences; ids serve `explain`."""
    shown = events.head(most)
    quotes = proofs(coded, shown["event_id"])
    head = "".join(f"<th>{name}</th>" for name in ("when", "who", "did", "to whom", "sure", "reports", "sentences"))
    rows, lines = [], []
    for row in schemas.records(shown):
        rows.append(_event_row(row, quotes[row["event_id"]], evidence_pages))
        lines.append(f"{when(row)} | {labels.label(row['source'])} | {act(row)} | {labels.label(row['target'])}")
    more = "" if len(events) <= most else f'<p class="meta">and {len(events) - most} more</p>'
    return Table(_wrap(head, rows) + more, "\n".join(lines) or "no events")


def _event_row(row: Mapping[str, Any], quotes: Sequence[Mapping[str, Any]], evidence_pages: str) -> str:
    link = ""
    if evidence_pages:
        place = f"{evidence_pages}{labels.dyad_file(row['source'], row['target'])}#{row['event_id']}"
        link = f' <a href="{escape(place)}">all</a>'
    modality = "" if row["modality"] == "asserted" else f" <i>{escape(row['modality'])}</i>"
    cells = [
        escape(when(row)),
        escape(labels.label(row["source"])),
        f'<span class="{_TONE[int(row["quad"])]}">{escape(act(row))}</span>{modality}',
        escape(labels.label(row["target"])),
        f"{row['confidence']:.2f}",
        f"{row['n_reports']}",
        f"{quotes_html(quotes)}<span class='meta'>{row['event_id']}{link}</span>",
    ]
    return "".join(f"<td>{cell}</td>" for cell in cells)


def quotes_html(quotes: Sequence[Mapping[str, Any]]) -> str:
    """Sentences behind a number, folded under the first one."""
    if not quotes:
        return ""
    inner = "".join(
        f'<blockquote>{quote["html"]}<div class="meta">{quote["published"]} · '
        f"{escape(quote['title'] or quote['file'])}</div></blockquote>"
        for quote in quotes
    )
    first = quotes[0]["text"]
    teaser = escape(first if len(first) <= 90 else first[:87] + "...")
    return f"<details><summary>{teaser}</summary>{inner}</details>"


def frame_table(frame: pd.DataFrame, *, raw: Iterable[str] = (), numbers: Iterable[str] = ()) -> Table:
    """A frame as a table: every cell escaped, but for the columns `raw` that hold HTML made here."""
    raw, numbers = set(raw), set(numbers)
    head = "".join(f"<th{_number(c, numbers)}>{escape(str(c))}</th>" for c in frame.columns)
    rows = [
        "".join(f"<td{_number(c, numbers)}>{v if c in raw else escape(_cell(v))}</td>" for c, v in row.items())
        for row in schemas.records(frame)
    ]
    plain = frame.drop(columns=[c for c in frame.columns if c in raw])
    lines = [" | ".join(map(_cell, line)) for line in plain.itertuples(index=False)]
    return Table(_wrap(head, rows), "\n".join(lines) or "none")


def _number(column: object, numbers: set[str]) -> str:
    return ' class="n"' if column in numbers else ""


def _cell(value: Any) -> str:
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _wrap(head: str, rows: Sequence[str]) -> str:
    if not rows:
        return f'{_STYLE}<div class="et meta">none</div>'
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f'{_STYLE}<table class="et"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def pairs_table(coded: CodedCorpus, pairs: pd.DataFrame, *, evidence_pages: str = "", most: int = 15) -> Table:
    """Rows of the relations frame (one period), each opening to its sentences."""
    counts = (coded.events["quad"] > 0) & (coded.events["modality"] == "asserted") & ~selection.private(coded.events)
    events = coded.events[counts]
    heads = (
        "pair", "acts", "verbal coop.", "material coop.", "verbal conf.", "material conf.", "conflict share",
        "standing", "sentences",
    )  # fmt: skip
    rows, lines = [], []
    for row in schemas.records(pairs.head(most)):
        between = events[_between(events, row["a"], row["b"], directed=bool(row["directed"]))]
        best = between.sort_values(["n_reports", "confidence", "event_id"], ascending=[False, False, True]).head(12)
        quotes = [quote for found in proofs(coded, best["event_id"]).values() for quote in found[:1]]
        rows.append(_pair_row(row, quotes, evidence_pages))
        arrow = "->" if row["directed"] else "-"
        lines.append(
            f"{labels.label(row['a'])} {arrow} {labels.label(row['b'])} | n={row['n']:.0f} | "
            f"{row['share']:.2f} [{row['share_low']:.2f}, {row['share_high']:.2f}] | {row['standing']}"
        )
    head = "".join(f"<th{_number(name, set(heads[1:-2]))}>{name}</th>" for name in heads)
    return Table(_wrap(head, rows), "\n".join(lines) or "no pairs")


def _between(events: pd.DataFrame, a: str, b: str, *, directed: bool) -> pd.Series:
    forth = (events["source"] == a) & (events["target"] == b)
    return forth if directed else forth | ((events["source"] == b) & (events["target"] == a))


def _pair_row(row: Mapping[str, Any], quotes: Sequence[Mapping[str, Any]], evidence_pages: str) -> str:
    arrow = " → " if row["directed"] else " – "
    name = escape(labels.label(row["a"]) + arrow + labels.label(row["b"]))
    if evidence_pages:
        name = f'<a href="{escape(evidence_pages + labels.dyad_file(row["a"], row["b"]))}">{name}</a>'
    tone = {1: "coop", -1: "conf"}.get(int(row["sign"]), "meta")
    cells = [f"<td>{name}</td>"]
    cells += [f'<td class="n">{row[key]:.0f}</td>' for key in ("n", "n_vc", "n_mc", "n_vf", "n_mf")]
    cells.append(f'<td class="n">{row["share"]:.2f} [{row["share_low"]:.2f}, {row["share_high"]:.2f}]</td>')
    cells.append(f'<td><span class="{tone}">{escape(row["standing"])}</span></td><td>{quotes_html(quotes)}</td>')
    return "".join(cells)


def actor_counts(done: pd.DataFrame) -> pd.DataFrame:
    """How often each actor acts and is acted on, busiest first: `actor` (its name), `acts`, `is acted on`, `with`.

    `with` counts the other actors that it has an act with, in either direction.
    """
    sides = [done[["source", "target"]], done[["target", "source"]]]
    both = pd.concat([side.set_axis(["actor", "other"], axis=1) for side in sides], ignore_index=True)
    both["acts"] = [True] * len(done) + [False] * len(done)
    both = both.dropna(subset=["actor"])
    others = both[both["other"].notna() & (both["other"] != both["actor"])].groupby("actor")["other"].nunique()
    counts = both.groupby("actor")["acts"].agg(["sum", "size"])
    table = pd.DataFrame({
        "actor": [labels.label(actor) for actor in counts.index], "acts": counts["sum"].to_numpy(),
        "is acted on": (counts["size"] - counts["sum"]).to_numpy(),
        "with": others.reindex(counts.index, fill_value=0).to_numpy(), "all": counts["size"].to_numpy(),
    })  # fmt: skip
    table = table.sort_values(["all", "actor"], ascending=[False, True], kind="stable")
    return table.drop(columns="all").reset_index(drop=True)


def unresolved(coded: CodedCorpus, *, most: int = 20) -> pd.DataFrame:
    """Persons and groups that stayed without an actor: `alias`, `n`, `context` (one sentence), most frequent first.

    With columns `actor` and `role` left empty it is an `aliases.csv` to fill in.
    """
    rows = coded.mentions[coded.mentions["how"] == "unresolved"]
    rows = rows.merge(coded.sentences[["sentence_id", "text"]].rename(columns={"text": "context"}), on="sentence_id")
    table = rows.groupby("text", sort=True).agg(n=("text", "size"), context=("context", "first")).reset_index()
    table = table.sort_values(["n", "text"], ascending=[False, True], kind="stable").head(most)
    table = table.rename(columns={"text": "alias"}).assign(actor="", role="")
    return table[["alias", "actor", "role", "n", "context"]].reset_index(drop=True)
