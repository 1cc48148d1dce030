"""Inline SVG that works offline: the signed network and the dyad matrix, by mouse and by keyboard.

No library and no remote file: a page that holds the picture needs nothing
else, and without its script the picture and its links still serve. Every mark
tells its figures and sentences beneath the picture, and links to its events
where the report's evidence pages are known.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd

from analysis import schemas
from analysis.actors import labels
from analysis.viz import figures, layout

_STYLE = """
.nv{font:13px system-ui,sans-serif;max-width:100%;height:auto}.nv text{pointer-events:none;fill:#222}
.nv .loose{stroke-dasharray:5 4}.nv .hull{fill:#f4f1e8;stroke:#8a7f5c;stroke-width:1.4;stroke-linejoin:round}
.nv .e{fill:none;stroke-opacity:.8}.nv .hit{fill:none;stroke:transparent;stroke-width:14}
.nv .pos{stroke:#2166ac}.nv .neg{stroke:#b2182b;stroke-dasharray:9 6}.nv .neutral{stroke:#8c8c8c}
.nv .unclear{stroke:#8c8c8c;stroke-dasharray:2 5}.nv .few{stroke:#999;stroke-dasharray:2 4}
.nv .few-pos{stroke:#4393c3;stroke-dasharray:2 4}.nv .few-neg{stroke:#e0653a;stroke-dasharray:2 4}
.nv .node rect{stroke:#222;stroke-width:1;rx:6;fill:#fff}.nv .cross{stroke:#222;stroke-width:2.2}
.nv .node:focus,.nv .mark:focus{outline:none}.nv .node:focus rect,.nv .node:hover rect{stroke-width:3}
.nv .mark:focus .e,.nv .mark:hover .e{stroke-opacity:1;filter:drop-shadow(0 0 2px #222)}
.nv .mark:focus .c,.nv .mark:hover .c{stroke-width:3}.nv .dim{opacity:.12}
.nv-told{font:13px/1.45 system-ui,sans-serif;min-height:4.4em;max-width:760px;white-space:pre-line;color:#333}
"""
_SCRIPT = (Path(__file__).parent / "netview.js").read_text(encoding="utf-8")
_NETWORK_HINT = (
    "Point at a state or a tie. By keyboard: Tab to a state, arrows along its ties, Enter for the sentences."
)
_MATRIX_HINT = "Point at a square. By keyboard: Tab to the first, arrow keys to the others, Enter for the sentences."
_HATCH = (
    '<defs><pattern id="nvh" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path d="M0 0V6" stroke="#222" stroke-width="1"/></pattern></defs>'
)
_CELL, _LEFT, _TOP = 34.0, 130.0, 110.0

Notes = Mapping[frozenset[str], str]


@dataclass(frozen=True, slots=True)
class Svg:
    """A picture for a notebook or a page; its plain text says what it shows."""

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        """What the picture shows, a line a mark."""
        return self.text


def network(
    graph: nx.Graph,
    *,
    groups: Sequence[Sequence[str]] = (),
    frustrated: Sequence[tuple[str, str]] = (),
    places: Mapping[Any, tuple[float, float]] | None = None,
    notes: Notes | None = None,
    evidence_pages: str = "",
) -> Svg:
    """The signed network to explore: point at or tab to a state to see its ties alone.

    Sign is told by colour and dash, evidence by width, blocs (`groups` of at
    least two) by an outline, frustrated ties by a cross. `notes` holds for each
    pair what is told beneath the picture, most of all its sentences.
    """
    if graph.number_of_edges() == 0:
        return Svg("<p>No two of these actors have an act between them.</p>", "no ties")
    places = layout.circle(graph, groups) if places is None else places
    shown = graph.subgraph(places)
    ties = layout.ties(shown)
    most = max(float(data.get("n", 1) or 1) for _, _, data in ties)
    crossed = {frozenset(pair) for pair in frustrated}
    parts = [_hull(places, [node for node in members if node in places], graph) for members in groups]
    for a, b, data in ties:
        line = _line(places[a], places[b], data, most, crossed=frozenset((a, b)) in crossed)
        told = f"{labels.pair(a, b)}: {_told(data)}" + (" (frustrated tie)" if frozenset((a, b)) in crossed else "")
        parts.append(_mark(a, b, line, _noted(told, a, b, notes), evidence_pages))
    parts += [_node(actor, places[actor], shown) for actor in sorted(shown)]
    lines = [f"{labels.pair(a, b)}: {_told(data)}" for a, b, data in ties]
    page = _page("".join(parts), "Signed network of states", (layout.WIDTH, layout.HEIGHT), _NETWORK_HINT)
    return Svg(page, "\n".join(lines))


def _told(data: Mapping[str, Any]) -> str:
    share = float(data.get("share", math.nan))
    return f"{data.get('standing', '')}, {data.get('n', 0):.0f} acts, conflict share {share:.2f}"


def _noted(told: str, a: str, b: str, notes: Notes | None) -> str:
    more = (notes or {}).get(frozenset((a, b)), "")
    return f"{told}\n{more}" if more else told


def _mark(a: str, b: str, inner: str, note: str, evidence_pages: str) -> str:
    """A tie or cell that has a note, opens its events where their page is known, and can be focused."""
    told = escape(note).replace("\n", "&#10;")  # a bare line end in an attribute may be read as a blank
    data = f'class="mark" data-a="{escape(a)}" data-b="{escape(b)}" data-note="{told}" aria-label="{told}"'
    body = f"<title>{escape(note)}</title>{inner}"
    if not evidence_pages:
        return f'<g {data} tabindex="0" role="img">{body}</g>'
    return f'<a {data} href="{escape(evidence_pages + labels.dyad_file(a, b))}">{body}</a>'


def _line(
    start: tuple[float, float], end: tuple[float, float], data: Mapping[str, Any], most: float, *, crossed: bool
) -> str:
    (x1, y1), (x2, y2) = start, end
    kind = layout.kind(data)
    width = 1.6 if kind.startswith("few") else 1.2 + 6 * math.sqrt(float(data.get("n", 1) or 1) / most)
    path = f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"
    line = f'<path class="e {kind}" stroke-width="{width:.1f}" d="{path}"/><path class="hit" d="{path}"/>'
    if crossed:
        x, y = (x1 + x2) / 2, (y1 + y2) / 2
        line += f'<path class="cross" d="M{x - 6:.1f} {y - 6:.1f}l12 12m0 -12l-12 12"/>'
    return line


def _hull(places: Mapping[Any, tuple[float, float]], members: Sequence[str], graph: nx.Graph) -> str:
    """Round a bloc; dashed where it rests on no sign, only on acts too few to rate."""
    if len(members) < 2:
        return ""
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in layout.outline(places, members))
    loose = "" if layout.rated(graph, members) else " loose"
    return f'<polygon class="hull{loose}" points="{corners}"/>'


def _node(actor: str, place: tuple[float, float], graph: nx.Graph) -> str:
    name = labels.short(actor)
    signs = [int(data.get("sign", 0)) for _, _, data in graph.edges(actor, data=True)]
    told = f"{signs.count(1)} cooperative ties, {signs.count(-1)} hostile, {signs.count(0)} without a clear sign"
    note = escape(f"{name}: {told}")
    wide, (x, y) = layout.width(actor), place
    return (
        f'<g class="node" tabindex="0" role="img" aria-label="{note}" data-note="{note}" data-k="{escape(actor)}">'
        f'<rect x="{x - wide / 2:.1f}" y="{y - layout.BOX / 2:.1f}" width="{wide:.1f}" height="{layout.BOX:.0f}"/>'
        f'<text x="{x:.1f}" y="{y + 4.5:.1f}" text-anchor="middle">{escape(name)}</text></g>'
    )


def matrix(
    relations: pd.DataFrame, *, actors: Sequence[str], notes: Notes | None = None, evidence_pages: str = ""
) -> Svg:
    """The dyad matrix, each square with its figures, sentences and a link to its events; hatched where unclear."""
    place = {actor: number for number, actor in enumerate(actors)}
    shown = relations[relations["a"].isin(place) & relations["b"].isin(place) & (relations["n"] > 0)]
    rows = [{str(name): value for name, value in row.items()} for row in shown.to_dict("records")]
    rows.sort(key=lambda row: (place[row["a"]], place[row["b"]]))
    most = max((float(row["n"]) for row in rows), default=1.0)
    parts, lines = [_HATCH], []
    for row in rows:
        told = f"{labels.label(row['a'])} on {labels.label(row['b'])}: {_told(row)}"
        lines.append(told)
        inner = _square(row, _LEFT + place[row["b"]] * _CELL, _TOP + place[row["a"]] * _CELL, most)
        parts.append(_mark(row["a"], row["b"], inner, _noted(told, row["a"], row["b"], notes), evidence_pages))
    parts += [_heads(actor, number * _CELL + _CELL / 2) for actor, number in place.items()]
    size = (_LEFT + len(actors) * _CELL + 60, _TOP + len(actors) * _CELL + 10)
    page = _page("".join(parts), "Matrix of pairs: the row acts on the column", size, _MATRIX_HINT)
    return Svg(page, "\n".join(lines) or "no pairs")


def _heads(actor: str, middle: float) -> str:
    name = escape(labels.short(actor))
    return (
        f'<text x="{_LEFT - 6:.1f}" y="{_TOP + middle + 4:.1f}" text-anchor="end">{name}</text>'
        f'<text transform="translate({_LEFT + middle + 4:.1f} {_TOP - 6:.1f}) rotate(-45)">{name}</text>'
    )


def _square(row: Mapping[Any, Any], x: float, y: float, most: float) -> str:
    side = _CELL * (0.3 + 0.62 * math.sqrt(row["n"] / most))
    colour = "#{:02x}{:02x}{:02x}".format(*(int(255 * part) for part in figures.DIRECTION(row["share"])[:3]))
    box = f'x="{x + (_CELL - side) / 2:.1f}" y="{y + (_CELL - side) / 2:.1f}" width="{side:.1f}" height="{side:.1f}"'
    unclear = row["sign"] == 0 and row["standing"] != "neutral"
    hatch = f'<rect {box} fill="url(#nvh)" fill-opacity=".45"/>' if unclear else ""
    return (
        f'<rect class="c" {box} fill="{colour}" stroke="#222" stroke-width=".7"/>{hatch}'
        f'<text x="{x + _CELL / 2:.1f}" y="{y + _CELL / 2 + 4:.1f}" text-anchor="middle" font-size="11" '
        f'stroke="#fff" stroke-width="2.5" paint-order="stroke">{row["n"]:.0f}</text>'
    )


def _page(inner: str, title: str, size: tuple[float, float], hint: str) -> str:
    """The picture, the line beneath that tells what is pointed at, and the script that fills it."""
    name = "nv" + schemas.content_id(inner)
    return (
        f'<svg class="nv" id="{name}" viewBox="0 0 {size[0]:.0f} {size[1]:.0f}" width="{size[0]:.0f}" role="group" '
        f'aria-label="{escape(title)}"><style>{_STYLE}</style>{inner}</svg>'
        f'<div class="nv-told" id="{name}-told" aria-live="polite">{escape(hint)}</div>'
        f"<script>{_SCRIPT.replace('ID', name)}</script>"
    )
