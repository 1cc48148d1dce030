"""Inline SVG that works offline: the signed network and the matrix of pairs, by mouse and by keyboard.

No library and no remote file: a page that holds the picture needs nothing
else, and without its script the picture and its links still work. Every mark
shows its figures and sentences beneath the picture, and links to its events
where the report's evidence pages are known.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import schemas
from analysis.actors import labels
from analysis.viz import layout
from analysis.viz.networks import BLOC, COOPERATING, TIES, tie_curve
from analysis.viz.style import DIRECTION

_STYLE = """
.nv{font:13px system-ui,sans-serif;max-width:100%;height:auto;background:#fff;border-radius:4px}
.nv text{pointer-events:none;fill:#222}
.nv .loose{stroke-dasharray:5 4}.nv .hull,.nv .key{fill:#f4f1e8;stroke:#8a7f5c;stroke-width:1.4;stroke-linejoin:round}
.nv .e{fill:none;stroke-opacity:.8}.nv .hit{fill:none;stroke:transparent;stroke-width:14}
.nv .pos{stroke:#2166ac}.nv .neg{stroke:#b2182b;stroke-dasharray:9 6}.nv .neutral{stroke:#8c8c8c}
.nv .unclear{stroke:#8c8c8c;stroke-dasharray:2 5}.nv .few{stroke:#999;stroke-dasharray:2 4}
.nv .few-pos{stroke:#4393c3;stroke-dasharray:2 4}.nv .few-neg{stroke:#e0653a;stroke-dasharray:2 4}
.nv .node rect{stroke:#222;stroke-width:1;rx:6;fill:#fff}.nv .cross{stroke:#222;stroke-width:2.2}
.nv .node:focus,.nv .mark:focus{outline:none}.nv .node:focus rect,.nv .node:hover rect{stroke-width:3}
.nv .mark:focus .e,.nv .mark:hover .e{stroke-opacity:1;filter:drop-shadow(0 0 2px #222)}
.nv .mark:focus .c,.nv .mark:hover .c{stroke-width:3}.nv .dim{opacity:.12}
.nv-note{font:13px/1.45 system-ui,sans-serif;min-height:4.4em;max-width:760px;white-space:pre-line}
@media (max-width:30rem){svg.nv.nv.nv{max-width:none}}
"""
_SCRIPT = (Path(__file__).parent / "netview.js").read_text(encoding="utf-8")
_NETWORK_HINT = (
    "Point at a state or a tie. By keyboard: Tab to a state, arrow keys along its ties, Enter for the sentences."
)
_MATRIX_HINT = "Point at a square. By keyboard: Tab to the first, arrow keys to the others, Enter for the sentences."
_HATCH = (
    '<defs><pattern id="nvh" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path d="M0 0V6" stroke="#222" stroke-width="1"/></pattern></defs>'
)
_LEGEND_COLUMNS, _LEGEND_ROW = 3, 22.0
_CELL, _LEFT, _TOP = 34.0, 130.0, 110.0  # side of a cell, and the margins that hold the names, in pixels

Notes = Mapping[frozenset[str], str]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Svg:
    """A picture for a notebook or a page.

    Attributes
    ----------
    html
        The picture with its style and script.
    text
        The same in words, one line for each mark.
    """

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        """The picture in words."""
        return self.text


def svg_network(
    graph: nx.Graph,
    *,
    groups: Sequence[Sequence[str]] = (),
    frustrated: Sequence[tuple[str, str]] = (),
    positions: Mapping[Any, Point] | None = None,
    notes: Notes | None = None,
    evidence_pages: str = "",
) -> Svg:
    """The signed network to explore: point at a state, or move to it by Tab, to see its ties alone.

    Colour and dash show the sign of a tie, its width the number of events, an outline a
    group of at least two, a cross a frustrated tie.

    Parameters
    ----------
    graph
        Graph whose ties have `sign`, `standing`, `share` and `n`, as `relations.signed_graph` gives.
    groups
        Blocs to outline.
    frustrated
        Ties to cross.
    positions
        Node positions (`layout.circle`, `layout.star`); by default `layout.circle` with these groups.
    notes
        For each pair a text to show beneath the picture, for example its sentences.
    evidence_pages
        Folder of the report's evidence pages; empty for no links.
    """
    if graph.number_of_edges() == 0:
        return Svg("<p>No two of these actors have an event between them.</p>", "no ties")
    positions = layout.circle(graph, groups) if positions is None else positions
    shown = graph.subgraph(positions)
    ties = layout.ties(shown)
    largest = max(float(data.get("n", 1) or 1) for _, _, data in ties)
    crossed = {frozenset(pair) for pair in frustrated}
    blocs = layout.outlined(positions, groups)
    parts = [_hull(positions, members, graph) for members in blocs]
    lines = []
    for a, b, data in ties:
        is_crossed = frozenset((a, b)) in crossed
        line = _line(tie_curve(positions, a, b), data, largest, crossed=is_crossed)
        lines.append(f"{labels.pair(a, b)}: {_figures(data)}")
        note = lines[-1] + (" (frustrated tie)" if is_crossed else "")
        parts.append(_mark(a, b, line, _with_note(note, a, b, notes), evidence_pages))
    parts += [_node(actor, positions[actor], shown) for actor in sorted(shown)]
    kinds = {layout.tie_kind(data) for _, _, data in ties}
    signed = {layout.has_signed_tie(graph, members) for members in blocs}
    legend, height = _legend(kinds, signed, crossed=bool(crossed))
    size = (layout.WIDTH, layout.HEIGHT + height)
    page = _page("".join([*parts, legend]), "Signed network of states", size, _NETWORK_HINT)
    return Svg(page, "\n".join(lines))


def _legend(kinds: Collection[str], signed: Collection[bool], *, crossed: bool) -> tuple[str, float]:
    """What lines, outlines and crosses mean, in rows beneath the network, and the height of the rows."""
    line = '<path class="e {}" stroke-width="{}" d="M0 0H28"/>'
    entries = [(line.format(kind, 1.6 if tie.thin else 4), tie.name) for kind, tie in TIES.items() if kind in kinds]
    box = '<rect class="key{}" x="2" y="-7" width="24" height="14"/>'
    entries += [
        (box.format("" if one else " loose"), BLOC if one else COOPERATING) for one in (True, False) if one in signed
    ]
    entries += [('<path class="cross" d="M8 -6l12 12m0 -12l-12 12"/>', "frustrated tie")] if crossed else []
    width = layout.WIDTH / _LEGEND_COLUMNS
    parts = [
        f'<g transform="translate({number % _LEGEND_COLUMNS * width + 12:.0f} '
        f'{layout.HEIGHT + 14 + number // _LEGEND_COLUMNS * _LEGEND_ROW:.0f})">{mark}'
        f'<text x="36" y="4.5" font-size="12">{escape(name)}</text></g>'
        for number, (mark, name) in enumerate(entries)
    ]
    return "".join(parts), _LEGEND_ROW * math.ceil(len(entries) / _LEGEND_COLUMNS) + 8


def _figures(data: Mapping[str, Any]) -> str:
    """Rating, number of events and conflict share of a tie or cell."""
    share = float(data.get("share", math.nan))
    return f"{data.get('standing', '')}, {data.get('n', 0):.0f} events, conflict share, whole period {share:.2f}"


def _with_note(figures: str, a: str, b: str, notes: Notes | None) -> str:
    note = (notes or {}).get(frozenset((a, b)), "")
    return f"{figures}\n{note}" if note else figures


def _mark(a: str, b: str, inner: str, note: str, evidence_pages: str) -> str:
    """A tie or cell with its note; it can take the focus, and links to its events where their page is known."""
    text = escape(note).replace("\n", "&#10;")  # a browser may read a plain line end in an attribute as a space
    data = f'class="mark" data-a="{escape(a)}" data-b="{escape(b)}" data-note="{text}" aria-label="{text}"'
    body = f"<title>{escape(note)}</title>{inner}"
    if not evidence_pages:
        return f'<g {data} tabindex="0" role="img">{body}</g>'
    return f'<a {data} href="{escape(evidence_pages + labels.dyad_file(a, b))}">{body}</a>'


def _line(curve: npt.NDArray[np.float64], data: Mapping[str, Any], largest: float, *, crossed: bool) -> str:
    kind = layout.tie_kind(data)
    width = 1.6 if kind.startswith("few") else 1.2 + 6 * math.sqrt(float(data.get("n", 1) or 1) / largest)
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in curve)
    line = f'<path class="e {kind}" stroke-width="{width:.1f}" d="{path}"/><path class="hit" d="{path}"/>'
    if crossed:
        x, y = curve[len(curve) // 2] if len(curve) > 2 else curve.mean(axis=0)
        line += f'<path class="cross" d="M{x - 6:.1f} {y - 6:.1f}l12 12m0 -12l-12 12"/>'
    return line


def _hull(positions: Mapping[Any, Point], members: Sequence[Any], graph: nx.Graph) -> str:
    """The outline of a bloc; dashed where it rests on no sign, only on events too few to rate."""
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in layout.outline(positions, members))
    loose = "" if layout.has_signed_tie(graph, members) else " loose"
    return f'<polygon class="hull{loose}" points="{corners}"/>'


def _node(actor: str, position: Point, graph: nx.Graph) -> str:
    name = labels.short(actor)
    signs = [int(data.get("sign", 0)) for _, _, data in graph.edges(actor, data=True)]
    counts = f"{signs.count(1)} cooperative ties, {signs.count(-1)} hostile, {signs.count(0)} without a clear sign"
    note = escape(f"{name}: {counts}")
    width, height, (x, y) = layout.box_width(actor), layout.BOX_HEIGHT, position
    return (
        f'<g class="node" tabindex="0" role="img" aria-label="{note}" data-note="{note}" data-k="{escape(actor)}">'
        f'<rect x="{x - width / 2:.1f}" y="{y - height / 2:.1f}" width="{width:.1f}" height="{height:.0f}"/>'
        f'<text x="{x:.1f}" y="{y + 4.5:.1f}" text-anchor="middle">{escape(name)}</text></g>'
    )


def svg_matrix(
    relations: pd.DataFrame, *, actors: Sequence[str], notes: Notes | None = None, evidence_pages: str = ""
) -> Svg:
    """The matrix of pairs to explore: the row acts on the column; hatched where the sign is unclear.

    Parameters
    ----------
    relations
        Directed rows of one period, as `Relations.pairs(directed=True)` gives.
    actors
        Rows and columns, in this order.
    notes, evidence_pages
        As for `svg_network`.
    """
    order = {actor: number for number, actor in enumerate(actors)}
    shown = relations[relations["a"].isin(order) & relations["b"].isin(order) & (relations["n"] > 0)]
    rows = [{str(name): value for name, value in row.items()} for row in shown.to_dict("records")]
    rows.sort(key=lambda row: (order[row["a"]], order[row["b"]]))
    largest = max((float(row["n"]) for row in rows), default=1.0)
    parts, lines = [_HATCH], []
    for row in rows:
        lines.append(f"{labels.label(row['a'])} on {labels.label(row['b'])}: {_figures(row)}")
        inner = _square(row, _LEFT + order[row["b"]] * _CELL, _TOP + order[row["a"]] * _CELL, largest)
        parts.append(_mark(row["a"], row["b"], inner, _with_note(lines[-1], row["a"], row["b"], notes), evidence_pages))
    parts += [_headings(actor, number * _CELL + _CELL / 2) for actor, number in order.items()]
    side = len(actors) * _CELL
    parts.append(_matrix_words(side))
    size = (max(_LEFT + side + 60, _LEFT + 300), _TOP + side + 62)
    page = _page("".join(parts), "Matrix of pairs: the row acts on the column", size, _MATRIX_HINT)
    return Svg(page, "\n".join(lines) or "no pairs")


def _matrix_words(side: float) -> str:
    """What rows, columns and colours are: words at the axes, and the scale of the conflict share beneath."""
    y, width = _TOP + side + 22, 180
    stops = "".join(
        f'<stop offset="{share}" stop-color="{_hex(DIRECTION(share))}"/>' for share in (0.0, 0.25, 0.5, 0.75, 1.0)
    )
    return (
        f'<defs><linearGradient id="nvg">{stops}</linearGradient></defs>'
        f'<text x="4" y="{_TOP - 8:.0f}">row acts on column</text>'
        f'<rect x="{_LEFT:.0f}" y="{y:.0f}" width="{width}" height="10" fill="url(#nvg)" stroke="#222" '
        f'stroke-width=".5"/><text x="{_LEFT - 6:.0f}" y="{y + 10:.0f}" text-anchor="end">0 cooperative</text>'
        f'<text x="{_LEFT + width + 6:.0f}" y="{y + 10:.0f}">1 hostile</text>'
        f'<text x="{_LEFT:.0f}" y="{y + 27:.0f}">conflict share, whole period; hatched: no clear sign</text>'
    )


def _hex(colour: Sequence[float]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*(int(255 * part) for part in colour[:3]))


def _headings(actor: str, middle: float) -> str:
    """The name of an actor at the left of its row and above its column."""
    name = escape(labels.short(actor))
    return (
        f'<text x="{_LEFT - 6:.1f}" y="{_TOP + middle + 4:.1f}" text-anchor="end">{name}</text>'
        f'<text transform="translate({_LEFT + middle + 4:.1f} {_TOP - 6:.1f}) rotate(-45)">{name}</text>'
    )


def _square(row: Mapping[Any, Any], x: float, y: float, largest: float) -> str:
    side = _CELL * (0.3 + 0.62 * math.sqrt(row["n"] / largest))
    colour = _hex(DIRECTION(row["share"]))
    box = f'x="{x + (_CELL - side) / 2:.1f}" y="{y + (_CELL - side) / 2:.1f}" width="{side:.1f}" height="{side:.1f}"'
    unclear = row["sign"] == 0 and row["standing"] != "neutral"
    hatch = f'<rect {box} fill="url(#nvh)" fill-opacity=".45"/>' if unclear else ""
    return (
        f'<rect class="c" {box} fill="{colour}" stroke="#222" stroke-width=".7"/>{hatch}'
        f'<text x="{x + _CELL / 2:.1f}" y="{y + _CELL / 2 + 4:.1f}" text-anchor="middle" font-size="11" '
        f'stroke="#fff" stroke-width="2.5" paint-order="stroke">{row["n"]:.0f}</text>'
    )


def _page(inner: str, title: str, size: tuple[float, float], hint: str) -> str:
    """The picture, the text beneath it about the mark under the pointer, and the script that writes that text."""
    name = "nv" + schemas.content_id(inner)
    return (
        f'<svg class="nv" id="{name}" viewBox="0 0 {size[0]:.0f} {size[1]:.0f}" width="{size[0]:.0f}" role="group" '
        f'aria-label="{escape(title)}"><style>{_STYLE}</style>{inner}</svg>'
        f'<div class="nv-note" id="{name}-note" aria-live="polite">{escape(hint)}</div>'
        f"<script>{_SCRIPT.replace('ID', name)}</script>"
    )
