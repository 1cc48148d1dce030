"""Inline SVG that works offline: the signed network and the dyad matrix, by mouse and by keyboard.

No library and no remote file: a page that holds the picture needs nothing
else. The script only adds and takes away a class. Every mark links to its
events where the report's evidence pages are known.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import networkx as nx
import pandas as pd

from analysis import figures, frames, labels

_WIDTH, _HEIGHT, _MARGIN = 760.0, 520.0, 70.0
_STYLE = """
.nv{font:13px system-ui,sans-serif;max-width:100%;height:auto}
.nv .e{fill:none;stroke-opacity:.75}.nv .pos{stroke:#2166ac}.nv .neg{stroke:#b2182b;stroke-dasharray:9 6}
.nv .unk{stroke:#8c8c8c;stroke-dasharray:2 5}.nv .node rect{stroke:#222;stroke-width:1;rx:6}
.nv .node:focus rect,.nv .node:hover rect{stroke-width:2.5}.nv .dim{opacity:.12}.nv a:focus .e{stroke-opacity:1}
.nv .cross{stroke:#222;stroke-width:2.2}.nv text{pointer-events:none;fill:#222}
"""
_SCRIPT = """
(function(){var v=document.getElementById('ID');if(!v)return;
function only(k){v.querySelectorAll('[data-a]').forEach(function(e){
e.classList.toggle('dim',!!k&&e.dataset.a!==k&&e.dataset.b!==k)});
v.querySelectorAll('.node').forEach(function(n){n.classList.toggle('dim',!!k&&n.dataset.k!==k&&
!v.querySelector('[data-a="'+k+'"][data-b="'+n.dataset.k+'"],[data-b="'+k+'"][data-a="'+n.dataset.k+'"]'))})}
v.querySelectorAll('.node').forEach(function(n){var k=n.dataset.k;
n.addEventListener('mouseenter',function(){only(k)});n.addEventListener('mouseleave',function(){only('')});
n.addEventListener('focus',function(){only(k)});n.addEventListener('blur',function(){only('')})})})();
"""
_FILLS = ("#fff2cc", "#d9ead3", "#d9d2e9", "#fce5cd", "#d0e0e3", "#ead1dc", "#ffffff")
_CLASS = {1: "pos", -1: "neg", 0: "unk"}


@dataclass(frozen=True, slots=True)
class Svg:
    """A picture for a notebook or a page; its plain text says what it shows."""

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


def network(
    graph: nx.Graph,
    *,
    blocs: Mapping[str, int] | None = None,
    frustrated: Sequence[tuple[str, str]] = (),
    evidence_pages: str = "",
    seed: int = 7,
) -> Svg:
    """The signed network to explore: hover or tab to a state to see its ties alone.

    Sign is told by colour and dash, evidence by width, blocs by fill,
    frustrated ties by a cross.
    """
    if graph.number_of_edges() == 0:
        return Svg("<p>No pair has enough acts for a tie.</p>", "no ties")
    places = _scaled(figures.layout(graph, seed=seed))
    most = max(float(data.get("n", 1) or 1) for _, _, data in graph.edges(data=True))
    crossed = {frozenset(pair) for pair in frustrated}
    parts = [
        _edge(a, b, data, places, most, frozenset((a, b)) in crossed, evidence_pages)
        for a, b, data in sorted(graph.edges(data=True), key=lambda edge: (edge[0], edge[1]))
    ]
    parts += [_node(actor, places[actor], None if blocs is None else blocs.get(actor)) for actor in sorted(graph)]
    lines = [f"{labels.pair(a, b)}: {_told(data)}" for a, b, data in sorted(graph.edges(data=True), key=lambda edge: (edge[0], edge[1]))]
    return Svg(_page("".join(parts), "Signed network of states", _WIDTH, _HEIGHT), "\n".join(lines))


def _scaled(places: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    xs, ys = [x for x, _ in places.values()], [y for _, y in places.values()]
    wide, high = max(max(xs) - min(xs), 1e-9), max(max(ys) - min(ys), 1e-9)
    return {
        node: (
            round(_MARGIN + (x - min(xs)) / wide * (_WIDTH - 2 * _MARGIN), 1),
            round(_HEIGHT - _MARGIN / 1.5 - (y - min(ys)) / high * (_HEIGHT - 1.4 * _MARGIN), 1),
        )
        for node, (x, y) in places.items()
    }


def _told(data: Mapping[str, Any]) -> str:
    return f"{data.get('standing', '')}, {data.get('n', 0):.0f} acts, conflict share {data.get('share', float('nan')):.2f}"


def _edge(
    a: str, b: str, data: Mapping[str, Any], places: Mapping[str, tuple[float, float]], most: float, crossed: bool, evidence_pages: str
) -> str:
    (x1, y1), (x2, y2) = places[a], places[b]
    width = 1.2 + 6 * math.sqrt(float(data.get("n", 1) or 1) / most)
    title = escape(f"{labels.pair(a, b)}: {_told(data)}" + (" (frustrated tie)" if crossed else ""))
    line = f'<path class="e {_CLASS[int(data.get("sign", 0))]}" stroke-width="{width:.1f}" d="M{x1} {y1}L{x2} {y2}"/>'
    if crossed:
        x, y = (x1 + x2) / 2, (y1 + y2) / 2
        line += f'<path class="cross" d="M{x - 6:.1f} {y - 6:.1f}l12 12m0 -12l-12 12"/>'
    inner = f'<g data-a="{escape(a)}" data-b="{escape(b)}"><title>{title}</title>{line}</g>'
    if not evidence_pages:
        return inner
    return f'<a href="{escape(evidence_pages + labels.dyad_file(a, b))}" aria-label="{title}">{inner}</a>'


def _node(actor: str, place: tuple[float, float], bloc: int | None) -> str:
    name = labels.label(actor)
    wide = 7.2 * len(name) + 16
    fill = "#ffffff" if bloc is None else _FILLS[bloc % len(_FILLS)]
    x, y = place
    return (
        f'<g class="node" tabindex="0" role="img" aria-label="{escape(name)}" data-k="{escape(actor)}">'
        f'<rect x="{x - wide / 2:.1f}" y="{y - 12:.1f}" width="{wide:.1f}" height="24" fill="{fill}"/>'
        f'<text x="{x}" y="{y + 4.5:.1f}" text-anchor="middle">{escape(name)}</text></g>'
    )


def matrix(relations: pd.DataFrame, *, actors: Sequence[str], evidence_pages: str = "") -> Svg:
    """The dyad matrix, each cell with its figures as a tooltip and a link to its events; hatched where unclear."""
    cell, left, top = 34.0, 130.0, 110.0
    place = {actor: number for number, actor in enumerate(actors)}
    shown = relations[relations["a"].isin(place) & relations["b"].isin(place) & (relations["n"] > 0)]
    shown = shown.sort_values(["a", "b"], kind="stable")
    most = max(float(shown["n"].max()), 1.0) if len(shown) else 1.0
    parts = ['<defs><pattern id="nvh" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V6" stroke="#222" stroke-width="1"/></pattern></defs>']
    for row in shown.to_dict("records"):
        x, y = left + place[row["b"]] * cell, top + place[row["a"]] * cell
        parts.append(_cell(row, x, y, cell, most, evidence_pages))
    for actor, number in place.items():
        middle = number * cell + cell / 2
        name = escape(labels.label(actor))
        parts.append(f'<text x="{left - 6}" y="{top + middle + 4:.1f}" text-anchor="end">{name}</text>')
        parts.append(f'<text transform="translate({left + middle + 4:.1f} {top - 6}) rotate(-45)">{name}</text>')
    lines = [f"{labels.label(r['a'])} -> {labels.label(r['b'])}: {_told(r)}" for r in shown.to_dict("records")]
    wide, high = left + len(actors) * cell + 60, top + len(actors) * cell + 10
    return Svg(_page("".join(parts), "Matrix of pairs: the row acts on the column", wide, high), "\n".join(lines) or "no pairs")


def _cell(row: Mapping[str, Any], x: float, y: float, cell: float, most: float, evidence_pages: str) -> str:
    side = cell * (0.3 + 0.62 * math.sqrt(row["n"] / most))
    colour = "#{:02x}{:02x}{:02x}".format(*(int(255 * part) for part in figures.DIRECTION(row["share"])[:3]))
    box = f'x="{x + (cell - side) / 2:.1f}" y="{y + (cell - side) / 2:.1f}" width="{side:.1f}" height="{side:.1f}"'
    unclear = row["sign"] == 0 and row["standing"] != "neutral"
    hatch = f'<rect {box} fill="url(#nvh)" fill-opacity=".45"/>' if unclear else ""
    title = escape(f"{labels.label(row['a'])} on {labels.label(row['b'])}: {_told(row)}")
    inner = (
        f'<g><title>{title}</title><rect {box} fill="{colour}" stroke="#222" stroke-width=".7"/>{hatch}'
        f'<text x="{x + cell / 2:.1f}" y="{y + cell / 2 + 4:.1f}" text-anchor="middle" font-size="11">{row["n"]:.0f}</text></g>'
    )
    if not evidence_pages:
        return inner
    return f'<a href="{escape(evidence_pages + labels.dyad_file(row["a"], row["b"]))}" aria-label="{title}">{inner}</a>'


def _page(inner: str, title: str, width: float, height: float) -> str:
    name = "nv" + frames.content_id(inner)
    return (
        f'<svg class="nv" id="{name}" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" role="group" '
        f'aria-label="{escape(title)}"><style>{_STYLE}</style>{inner}</svg><script>{_SCRIPT.replace("ID", name)}</script>'
    )
