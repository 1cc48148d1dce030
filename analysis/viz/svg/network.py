"""The signed network to explore, by mouse and by keyboard."""

import functools
import math
from collections.abc import Collection, Mapping, Sequence
from html import escape
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt

from analysis.actors import labels
from analysis.events import filters
from analysis.viz import layout
from analysis.viz.networks import BLOC, COOPERATING, TIES, network, network_caption, tie_curve, ties_told
from analysis.viz.style import actor_colour
from analysis.viz.svg.picture import Notes, Svg, Words, acts_link, drawn, figures, mark, with_note

_NETWORK_HINT = (
    "Point at a state or a tie. By keyboard: Tab to a state, arrow keys along its ties, Enter for the sentences."
)
_LEGEND_COLUMNS, _LEGEND_ROW = 3, 22.0

Point = tuple[float, float]


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

    Colour and dash show the sign of a tie, its width the number of acts, an outline a
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
        return Svg("<p>No two of these actors have an act between them.</p>", "no ties")
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
        lines.append(f"{labels.pair(a, b)}: {figures(data)}")
        note = lines[-1] + (" (frustrated tie)" if is_crossed else "")
        href = acts_link({"pair": filters.of_pairs((a, b)), **filters.COUNTED}, evidence_pages)
        parts.append(mark(a, b, line, with_note(note, a, b, notes), href))
    parts += [_node(actor, positions[actor], shown) for actor in sorted(shown)]
    kinds = {layout.tie_kind(data) for _, _, data in ties}
    signed = {layout.has_signed_tie(graph, members) for members in blocs}
    legend, height = _legend(kinds, signed, crossed=bool(crossed))
    size = (layout.WIDTH, layout.HEIGHT + height)
    words = Words("Signed network of states", network_caption(shown, blocs, crossed), _NETWORK_HINT)
    still = functools.partial(network, graph, groups=groups, frustrated=frustrated, positions=positions)
    return drawn("".join([*parts, legend]), size, words, lines=lines, still=still)


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
    """The outline of a bloc; dashed where it rests on no sign, only on acts too few to rate."""
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in layout.outline(positions, members))
    loose = "" if layout.has_signed_tie(graph, members) else " loose"
    return f'<polygon class="hull{loose}" points="{corners}"/>'


def _node(actor: str, position: Point, graph: nx.Graph) -> str:
    name = labels.short(actor)
    kinds = [layout.tie_kind(data) for _, _, data in graph.edges(actor, data=True)]
    note = escape(f"{name}, {labels.counted(len(kinds), 'tie')}: {ties_told(kinds)}" if kinds else f"{name}: no tie")
    width, height, (x, y) = layout.box_width(actor), layout.BOX_HEIGHT, position
    return (
        f'<g class="node" tabindex="0" role="img" aria-label="{note}" data-note="{note}" data-k="{escape(actor)}">'
        f'<rect x="{x - width / 2:.1f}" y="{y - height / 2:.1f}" width="{width:.1f}" height="{height:.0f}" '
        f'style="stroke:{actor_colour(actor)}"/>'
        f'<text x="{x:.1f}" y="{y + 4.5:.1f}" text-anchor="middle">{escape(name)}</text></g>'
    )
