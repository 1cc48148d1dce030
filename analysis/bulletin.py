"""Changes and observations as a page shows them: arrows, sizes with bands, sparklines, the sentence of the act."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from analysis import changes, gauges, labels, observations, views

ARROWS: Mapping[str, str] = {
    **changes.ARROWS,
    observations.PERHAPS_RISES: "\u25b3", observations.PERHAPS_FALLS: "\u25bd",
    observations.NEW: "\u2022", observations.SILENT: "\u25cb",
}  # fmt: skip
CAVEAT = "Observed in what was read; no cause and no forecast is told."
_ACT = "the act that weighs most, with its sentence"


def change_table(g: gauges.Gauges, moved: pd.DataFrame, *, evidence_pages: str = "", most: int = 15) -> views.Table:
    """The page's first table; where nothing is rated, the observed acts with their sentences."""
    if not g.rated:
        return gauges.observed(g, evidence_pages=evidence_pages)
    quotes = views.proofs(g.coded, moved["event_id"].dropna())
    acts = {row["event_id"]: row for row in g.acts.to_dict("records")}
    rows = []
    for row in moved.head(most).to_dict("records"):
        pair = (str(row["a"]), str(row["b"]))
        told = acts.get(row["event_id"])
        rows.append({
            "pair": _pair(pair, evidence_pages), "conflict share": _arrow(row, "direction"),
            "from, to": f"{_value(row['direction_before'])} → {_value(row['direction'])}",
            "all the time": _spark(g, pair),
            "material conflict": _arrow(row, "intensity"),
            "acts": f"{row['n']:.0f}", "before": f"{row['n_before']:.0f}", "articles": int(row["n_articles"]),
            _ACT: "" if told is None else f"{_act(told)} {views.quotes_html(quotes[row['event_id']])}",
        })  # fmt: skip
    raw = ("pair", "conflict share", "all the time", "material conflict", _ACT)
    table = views.frame_table(pd.DataFrame(rows), raw=raw, numbers=("acts", "before", "articles"))
    more = f'<p style="color:#666">and {len(moved) - most} more pairs</p>' if len(moved) > most else ""
    head = _head(moved)
    return views.Table(f"<p>{escape(head)}</p>{table.html}{more}", f"{head}\n{_plain(moved.head(most))}")


def _head(moved: pd.DataFrame) -> str:
    first = moved.iloc[0]
    last = first["until"] - pd.Timedelta(days=1)
    told = [*moved["direction_told"], *moved["intensity_told"]]
    certain, perhaps = (sum(one in kinds for one in told) for kinds in (observations.CERTAIN, observations.PERHAPS))
    return (
        f"{first['since'].date()} to {last.date()} against the time before. "
        f"{len(moved)} pairs, {len(told)} comparisons: "
        f"{certain} clear, {perhaps} perhaps; "
        f"with bands of 90 % about {0.1 * len(told):.0f} 'perhaps' would come by chance alone."
    )


def _plain(moved: pd.DataFrame) -> str:
    lines = []
    for row in moved.to_dict("records"):
        told = f"{row['direction_told']} {observations.sized(row, 'direction')} | {row['intensity_told']}"
        volume = f"{row['n']:.0f} acts, {row['n_before']:.0f} before"
        lines.append(f"{labels.pair(row['a'], row['b'])} | {told} | {volume}")
    return "\n".join(lines)


def _spark(g: gauges.Gauges, pair: gauges.Pair) -> str:
    return changes.spark(g.of(pair)["direction"].tolist(), title=f"conflict share of {labels.pair(*pair)}", top=1.0)


def _pair(pair: tuple[str, str], evidence_pages: str) -> str:
    name = escape(labels.pair(*pair))
    return f'<a href="{escape(evidence_pages + labels.dyad_file(*pair))}">{name}</a>' if evidence_pages else name


def _arrow(row: Mapping[Any, Any], name: str) -> str:
    told = row[f"{name}_told"]
    tone, size = observations.TONES.get(told, "meta"), observations.sized(row, name)
    return f'<span class="{tone}">{ARROWS[told]} {escape(told)}</span><br>{size}'


def _value(value: float) -> str:
    return "none" if pd.isna(value) else f"{value:.2f}"


def _act(act: Mapping[Any, Any]) -> str:
    tone = "coop" if act["quad"] <= 2 else "conf"
    who = f"{labels.label(act['source'])} → {labels.label(act['target'])}"
    return f'{escape(views.when(act))} {escape(who)} <span class="{tone}">{escape(views.act(act))}</span>'


def alert_table(g: gauges.Gauges, found: pd.DataFrame, *, most: int = 12) -> views.Table:
    """Observations as they are read, each with the sentence of the act that tells."""
    if not g.rated:
        return gauges.note(g)
    if found.empty:
        text = "Nothing stands out of the bands in the recent past."
        return views.Table(f"<p>{text}</p>", text)
    quotes = views.proofs(g.coded, found["event_id"].dropna())
    shown = found.head(most).assign(
        sentences=[_quotes(quotes, one) for one in found["event_id"].head(most)]
    ).drop(columns="event_id")  # fmt: skip
    table = views.frame_table(shown, raw=["sentences"])
    return views.Table(f"{table.html}<p>{CAVEAT}</p>", f"{table.text}\n{CAVEAT}")


def _quotes(quotes: Mapping[str, Sequence[Mapping[str, Any]]], event_id: object) -> str:
    return views.quotes_html(quotes[event_id]) if isinstance(event_id, str) else ""
