"""Figures of pairs: the dyad matrix and the signed network."""

from collections.abc import Mapping, Sequence
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle
from matplotlib.patheffects import withStroke

from analysis.actors import labels
from analysis.viz import layout
from analysis.viz.style import COOPERATIVE, DIRECTION, HOSTILE, INK, UNCLEAR, Plot, empty

# Colour, dash, whether thin, and the word, by `layouts.kind`.
TIES: Mapping[str, tuple[str, Any, bool, str]] = {
    "pos": (COOPERATIVE, "-", False, "cooperative"),
    "neg": (HOSTILE, "--", False, "hostile"),
    "neutral": (UNCLEAR, "-", False, "neutral"),
    "unclear": (UNCLEAR, ":", False, "unclear"),
    "few-pos": ("#4393c3", ":", True, "too few to rate: cooperation seen"),
    "few-neg": ("#e0653a", ":", True, "too few to rate: conflict seen"),
    "few": ("#999999", ":", True, "too few to rate: both seen"),
}


def matrix(relations: pd.DataFrame, *, actors: Sequence[str]) -> Plot:
    """Dyads as a matrix: colour is the direction, size the number of acts, hatched where it is unclear.

    `relations` holds directed rows of one period: the row acts on the column.
    """
    figure = Figure(figsize=(1.9 + 0.52 * len(actors), 1.5 + 0.5 * len(actors)))
    axes = figure.add_subplot()
    place = {actor: number for number, actor in enumerate(actors)}
    shown = relations[relations["a"].isin(place) & relations["b"].isin(place) & (relations["n"] > 0)]
    most = max(shown["n"].max(), 1.0) if len(shown) else 1.0
    norm = Normalize(0, 1)
    for row in shown.to_dict("records"):
        side = 0.42 + 0.5 * float(np.sqrt(row["n"] / most))
        left, low = place[row["b"]] - side / 2, place[row["a"]] - side / 2
        known = row["sign"] != 0 or row["standing"] == "neutral"
        look = {"linewidth": 1.2} if known else {"linewidth": 0.5, "hatch": "////", "alpha": 0.75}
        colour = DIRECTION(norm(row["share"]))
        axes.add_patch(Rectangle((left, low), side, side, facecolor=colour, edgecolor=INK, **look))
        axes.text(place[row["b"]], place[row["a"]], f"{row['n']:.0f}", ha="center", va="center", fontsize=7.5,
                  path_effects=[withStroke(linewidth=2, foreground="white")])  # fmt: skip
    _matrix_axes(axes, actors)
    scale = ScalarMappable(norm=norm, cmap=DIRECTION)
    figure.colorbar(scale, ax=axes, shrink=0.6, pad=0.02, label="conflict share (0 cooperative, 1 hostile)")
    good, bad = int((shown["sign"] > 0).sum()), int((shown["sign"] < 0).sum())
    told = f"{good} cooperative, {bad} hostile, the others unclear or too few to rate (hatched)"
    return Plot(figure, f"Matrix of {len(actors)} actors: {len(shown)} directed pairs with acts; {told}.")


def _matrix_axes(axes: Axes, actors: Sequence[str]) -> None:
    names = [labels.short(actor) for actor in actors]
    axes.set_xticks(range(len(actors)), names, rotation=45, ha="left", fontsize=9)
    axes.set_yticks(range(len(actors)), names, fontsize=9)
    axes.xaxis.tick_top()
    axes.set_xlim(-0.6, len(actors) - 0.4)
    axes.set_ylim(len(actors) - 0.4, -0.6)
    axes.set_aspect("equal")
    axes.set_ylabel("who acts")
    axes.set_xlabel("on whom")
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)


def network(
    graph: nx.Graph,
    *,
    groups: Sequence[Sequence[str]] = (),
    frustrated: Sequence[tuple[str, str]] = (),
    places: Mapping[Any, tuple[float, float]] | None = None,
) -> Plot:
    """The signed relation graph: sign by colour and dash, width by evidence, blocs outlined, frustrated ties crossed.

    Ties with too few acts to rate are thin and dotted, tinted by what the acts
    seen were. `groups` are outlined and stand side by side (`layouts.circle`),
    unless `places` are given.
    """
    if graph.number_of_edges() == 0:
        return empty("No two of these actors have an act between them.")
    places = layout.circle(graph, groups) if places is None else places
    shown = graph.subgraph(places)
    figure = Figure(figsize=(9.2, 6.4))
    axes = figure.add_subplot()
    for members in groups:
        inside = [node for node in members if node in places]
        _outline(axes, places, inside, rated=layout.rated(graph, inside))
    most = max((data.get("n", 1) or 1) for _, _, data in shown.edges(data=True))
    crossed = {frozenset(edge) for edge in frustrated}
    kinds = []
    for a, b, data in layout.ties(shown):
        kinds.append(layout.kind(data))
        _edge(axes, places[a], places[b], data, most=most, crossed=frozenset((a, b)) in crossed)
    for actor in sorted(shown, key=str):
        box = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": INK, "linewidth": 0.8}
        axes.annotate(labels.short(actor), places[actor], ha="center", va="center", fontsize=9.5, zorder=3, bbox=box)
    axes.axis("off")
    axes.set_xlim(-10, layout.WIDTH + 10)
    axes.set_ylim(layout.HEIGHT + 10, -10)
    _network_legend(axes, sorted(set(kinds), key=list(TIES).index), crossed=bool(crossed))
    told = ", ".join(f"{kinds.count(kind)} {TIES[kind][3]}" for kind in TIES if kind in kinds)
    outlined = [" with ".join(map(labels.short, own)) for own in groups if len(own) > 1]
    blocs = f"; outlined: {', '.join(outlined)}" if outlined else ""
    return Plot(figure, f"Signed network of {len(shown)} actors; ties: {told}{blocs}; {len(crossed)} frustrated.")


def _outline(axes: Axes, places: Mapping[Any, tuple[float, float]], members: Sequence[str], *, rated: bool) -> None:
    """Round a bloc; dashed where it rests on no sign, only on acts too few to rate."""
    if len(members) > 1:
        corners = layout.outline(places, members)
        axes.add_patch(Polygon(corners, closed=True, facecolor="#f4f1e8", edgecolor="#8a7f5c", linewidth=1.4,
                               linestyle="-" if rated else (0, (4, 3)), joinstyle="round", zorder=0))  # fmt: skip


def _edge(
    axes: Axes,
    start: tuple[float, float],
    end: tuple[float, float],
    data: Mapping[str, Any],
    *,
    most: float,
    crossed: bool,
) -> None:
    colour, dash, thin, _ = TIES[layout.kind(data)]
    width = 1.2 if thin else 1.0 + 4.5 * float(np.sqrt((data.get("n", 1) or 1) / most))
    axes.plot(
        [start[0], end[0]], [start[1], end[1]], color=colour, linestyle=dash, linewidth=width, alpha=0.85, zorder=1
    )
    if crossed:
        axes.plot([(start[0] + end[0]) / 2], [(start[1] + end[1]) / 2], marker="X", color=INK, markersize=9, zorder=2)


def _network_legend(axes: Axes, kinds: Sequence[str], *, crossed: bool) -> None:
    handles = []
    for colour, dash, thin, word in (TIES[kind] for kind in kinds):
        handles.append(Line2D([], [], color=colour, linestyle=dash, linewidth=1.2 if thin else 3, label=word))
    if crossed:
        handles.append(Line2D([], [], color=INK, marker="X", linestyle="", label="frustrated tie"))
    axes.legend(handles=handles, frameon=False, fontsize=8.5, loc="upper center", ncols=4, bbox_to_anchor=(0.5, 0.0))
