"""Changes and observations as a page shows them: arrows, sizes with bands, sparklines, the sentence of the act."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from analysis import schemas
from analysis.actors import labels
from analysis.relations.rating import TOO_FEW
from analysis.tables import html
from analysis.tension import Note, TensionSurvey, recent_change
from analysis.tension.alerts import size_text
from analysis.tension.survey import by_quad
from analysis.viz.style import COOPERATIVE, HOSTILE

ARROWS: Mapping[str, str] = {
    recent_change.RISES: "\u25b2", recent_change.FALLS: "\u25bc", recent_change.UNCLEAR: "\u2013",
    recent_change.PERHAPS_RISES: "\u25b3", recent_change.PERHAPS_FALLS: "\u25bd",
    recent_change.NEW: "\u2022", recent_change.SILENT: "\u25cb",
}  # fmt: skip
_TONES = {True: "conf", False: "coop", None: "meta"}
CAVEAT = "Observed in what was read; no cause and no forecast is told."
_WIDE, _HIGH = 120.0, 34.0
_ACT = "the act that weighs most, with its sentence"


def change_table(g: TensionSurvey, moved: pd.DataFrame, *, evidence_pages: str = "", most: int = 15) -> html.Table:
    """The page's first table; where nothing is rated, the observed acts with their sentences."""
    if not g.rated:
        return observed_table(g, evidence_pages=evidence_pages)
    quotes = html.proofs(g.corpus, moved["event_id"].dropna())
    acts = {row["event_id"]: row for row in g.acts.to_dict("records")}
    rows = []
    for row in schemas.records(moved.head(most)):
        pair = (row["a"], row["b"])
        told = acts.get(row["event_id"])
        rows.append({
            "pair": _pair(pair, evidence_pages), "conflict share": _arrow(row, "direction"),
            "acts over time": spark(by_quad(g.acts_between(pair), g.articles.index, g.freq), labels.pair(*pair)),
            "material conflict": _arrow(row, "intensity"),
            "acts": f"{row['n']:.0f}", "before": f"{row['n_before']:.0f}", "articles": row["n_articles"],
            _ACT: "" if told is None else f"{_act(told)} {html.quotes_html(quotes[row['event_id']])}",
        })  # fmt: skip
    raw = ("pair", "conflict share", "acts over time", "material conflict", _ACT)
    table = html.frame_table(pd.DataFrame(rows), raw=raw, numbers=("acts", "before", "articles"))
    more = f'<p style="color:#666">and {len(moved) - most} more pairs</p>' if len(moved) > most else ""
    head = _head(moved)
    return html.Table(f"<p>{escape(head)}</p>{table.html}{more}", f"{head}\n{_plain(moved.head(most))}")


def observed_table(g: TensionSurvey, *, evidence_pages: str = "", most: int = 40) -> html.Table:
    """The acts themselves, by pair, under a heading that says why nothing is measured."""
    own = g.observed()
    table = html.events_table(g.corpus, own, evidence_pages=evidence_pages, most=most)
    head = f"<h3>{TOO_FEW.capitalize()}</h3><p>{escape(g.reason)}. {escape(_sums(own))}</p>"
    return html.Table(head + table.html, f"{TOO_FEW}: {g.reason}\n{_sums(own)}\n{table.text}")


def _sums(own: pd.DataFrame) -> str:
    parts = []
    for (a, b), rows in sorted(own.groupby(["a", "b"]), key=lambda item: (-len(item[1]), item[0])):
        cooperation = int((rows["quad"] <= 2).sum())
        parts.append(f"{labels.pair(a, b)}: {cooperation} of cooperation, {len(rows) - cooperation} of conflict")
    return "; ".join(parts) + "." if parts else "No act between two of the actors."


def _head(moved: pd.DataFrame) -> str:
    first = moved.iloc[0]
    last = first["until"] - pd.Timedelta(days=1)
    told = [*moved["direction_change"], *moved["intensity_change"]]
    certain, perhaps = (sum(one in kinds for one in told) for kinds in (recent_change.CERTAIN, recent_change.PERHAPS))
    return (
        f"{first['since'].date()} to {last.date()} against the time before. "
        f"{len(moved)} pairs, {len(told)} comparisons: "
        f"{certain} clear, {perhaps} perhaps; "
        f"with bands of 90 % about {0.1 * len(told):.0f} 'perhaps' would come by chance alone."
    )


def _plain(moved: pd.DataFrame) -> str:
    lines = []
    for row in moved.to_dict("records"):
        told = f"{row['direction_change']} {size_text(row, 'direction')} | {row['intensity_change']}"
        volume = f"{row['n']:.0f} acts, {row['n_before']:.0f} before"
        lines.append(f"{labels.pair(row['a'], row['b'])} | {told} | {volume}")
    return "\n".join(lines)


def spark(counted: pd.DataFrame, name: str) -> str:
    """Acts by period (`survey.by_quad`) as a line of small bars in SVG: cooperation up, conflict down."""
    up, down = (counted[list(lane)].sum(axis=1).to_numpy(dtype=float) for lane in ((1, 2), (3, 4)))
    step, unit = _WIDE / len(counted), (_HIGH / 2 - 1) / max(1.0, float(up.max()), float(down.max()))
    bars = [
        f'<rect x="{number * step:.1f}" y="{_HIGH / 2 - (height * unit if colour == COOPERATIVE else 0):.1f}" '
        f'width="{max(0.8 * step, 0.6):.1f}" height="{height * unit:.1f}" fill="{colour}"/>'
        for heights, colour in ((up, COOPERATIVE), (down, HOSTILE))
        for number, height in enumerate(heights)
        if height
    ]
    title = escape(
        f"{name}: {up.sum():.0f} acts of cooperation, {down.sum():.0f} of conflict over {len(counted)} periods"
    )
    axis = f'<path d="M0 {_HIGH / 2:.0f}H{_WIDE:.0f}" stroke="#999" stroke-width=".6"/>'
    return (
        f'<svg width="{_WIDE:.0f}" height="{_HIGH:.0f}" viewBox="0 0 {_WIDE:.0f} {_HIGH:.0f}" style="max-width:none" '
        f'role="img" aria-label="{title}">{"".join(bars)}{axis}</svg>'
    )


def _pair(pair: tuple[str, str], evidence_pages: str) -> str:
    name = escape(labels.pair(*pair))
    return f'<a href="{escape(evidence_pages + labels.dyad_file(*pair))}">{name}</a>' if evidence_pages else name


def _arrow(row: Mapping[str, Any], name: str) -> str:
    """The arrow, the two levels and their difference with its band."""
    told = row[f"{name}_change"]
    head = f'<span class="{_TONES[recent_change.HOSTILE.get(told)]}">{ARROWS[told]} {escape(told)}</span>'
    levels = f"{_value(row[f'{name}_before'])} → {_value(row[name])}"
    lines = [line for line in (head, levels, size_text(row, name)) if line]
    return f'<div style="white-space:nowrap">{"<br>".join(lines)}</div>'


def _value(value: float) -> str:
    return "none" if pd.isna(value) else f"{value:.2f}"


def _act(act: Mapping[Any, Any]) -> str:
    tone = "coop" if act["quad"] <= 2 else "conf"
    who = f"{labels.label(act['source'])} → {labels.label(act['target'])}"
    return f'{escape(html.when(act))} {escape(who)} <span class="{tone}">{escape(html.act(act))}</span>'


def alert_table(g: TensionSurvey, found: pd.DataFrame, *, most: int = 12) -> html.Table | Note:
    """Observations as they are read, each with the sentence of the act that tells."""
    if g.note is not None:
        return g.note
    if found.empty:
        text = "Nothing stands out of the bands in the recent past."
        return html.Table(f"<p>{text}</p>", text)
    quotes = html.proofs(g.corpus, found["event_id"].dropna())
    shown = found.head(most).assign(
        sentences=[_quotes(quotes, one) for one in found["event_id"].head(most)]
    ).drop(columns="event_id")  # fmt: skip
    table = html.frame_table(shown, raw=["sentences"])
    return html.Table(f"{table.html}<p>{CAVEAT}</p>", f"{table.text}\n{CAVEAT}")


def _quotes(quotes: Mapping[str, Sequence[Mapping[str, Any]]], event_id: object) -> str:
    return html.quotes_html(quotes[event_id]) if isinstance(event_id, str) else ""
