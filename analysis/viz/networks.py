"""Figures of all pairs at once: the matrix of pairs and the signed network."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Polygon, Rectangle
from matplotlib.patheffects import withStroke

from analysis.actors import labels
from analysis.viz import layout, style
from analysis.viz.style import COOPERATIVE, DIRECTION, HOSTILE, INK, UNCLEAR, Plot, empty

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class TieStyle:
    """How a kind of tie is drawn; a thin one has the same width whatever the number of events."""

    colour: str
    dash: Literal["-", "--", "-.", ":"]
    thin: bool
    name: str


TIES: Mapping[str, TieStyle] = {
    "pos": TieStyle(COOPERATIVE, "-", thin=False, name="cooperative"),
    "neg": TieStyle(HOSTILE, "--", thin=False, name="hostile"),
    "neutral": TieStyle(UNCLEAR, "-", thin=False, name="neutral"),
    "turned": TieStyle(UNCLEAR, "-.", thin=False, name="turned"),
    "unclear": TieStyle(UNCLEAR, ":", thin=False, name="unclear"),
    "few-pos": TieStyle("#4393c3", ":", thin=True, name="too few to rate: cooperation seen"),
    "few-neg": TieStyle("#e0653a", ":", thin=True, name="too few to rate: conflict seen"),
    "few": TieStyle("#999999", ":", thin=True, name="too few to rate: both seen"),
}
"""The kinds of `layout.tie_kind`, in the order of the legend."""
BLOC, COOPERATING = "bloc by signs", "only cooperation seen"


def matrix(relations: pd.DataFrame, *, actors: Sequence[str]) -> Plot:
    """Pairs as a matrix: colour is the conflict share, size the number of events, hatched where the sign is unclear.

    Parameters
    ----------
    relations
        Directed rows of one period, as `Relations.pairs(directed=True)` gives: the row acts on the column.
    actors
        Rows and columns, in this order.
    """
    figure = Figure(figsize=(1.9 + 0.52 * len(actors), 1.5 + 0.5 * len(actors)))
    axes = figure.add_subplot()
    order = {actor: number for number, actor in enumerate(actors)}
    shown = relations[relations["a"].isin(order) & relations["b"].isin(order) & (relations["n"] > 0)]
    largest = max(shown["n"].max(), 1.0) if len(shown) else 1.0
    norm = Normalize(0, 1)
    for row in shown.to_dict("records"):
        y, x = order[row["a"]], order[row["b"]]
        side = 0.42 + 0.5 * float(np.sqrt(row["n"] / largest))
        known = row["sign"] != 0 or row["standing"] == "neutral"
        look = {"linewidth": 1.2} if known else {"linewidth": 0.5, "hatch": "////", "alpha": 0.75}
        colour = DIRECTION(norm(row["share"]))
        axes.add_patch(Rectangle((x - side / 2, y - side / 2), side, side, facecolor=colour, edgecolor=INK, **look))
        axes.text(x, y, f"{row['n']:.0f}", ha="center", va="center", fontsize=7.5,
                  path_effects=[withStroke(linewidth=2, foreground="white")])  # fmt: skip
    _matrix_axes(axes, actors)
    scale = ScalarMappable(norm=norm, cmap=DIRECTION)
    figure.colorbar(
        scale,
        ax=axes,
        shrink=0.6,
        pad=0.02,
        panchor=False,
        label="conflict share, whole period\n(0 cooperative, 1 hostile)",
    )
    return Plot(figure, matrix_caption(shown, actors))


def matrix_caption(shown: pd.DataFrame, actors: Sequence[str]) -> str:
    """What a matrix shows, in a sentence: the pairs and events in it, and how its signs were found.

    Parameters
    ----------
    shown
        The rows that have a square.
    actors
        Rows and columns.
    """
    good, bad = int((shown["sign"] > 0).sum()), int((shown["sign"] < 0).sum())
    signs = f"{good} cooperative, {bad} hostile, the others unclear or too few to rate (hatched)"
    volume = f"{labels.counted(len(shown), 'directed pair')} with {labels.counted(round(shown['n'].sum()), 'act')}"
    return f"Matrix of {labels.counted(len(actors), 'actor')}: {volume}; {signs}; {_by_intervals(shown.attrs)}."


def network_caption(
    shown: nx.Graph, blocs: Sequence[Sequence[Hashable]], crossed: Collection[frozenset[Hashable]]
) -> str:
    """What a network shows, in a sentence: its ties and their events, and how their signs were found.

    Parameters
    ----------
    shown
        The graph that is drawn.
    blocs
        The groups that are outlined.
    crossed
        The ties that are crossed.
    """
    kinds = [layout.tie_kind(data) for _, _, data in layout.ties(shown)]
    names = [" with ".join(map(style.short, members)) for members in blocs]
    outlined = f"; outlined: {', '.join(names)}" if names else ""
    n = round(sum(data.get("n", 0) or 0 for _, _, data in shown.edges(data=True)))
    volume = f"{labels.counted(len(kinds), 'pair')} with {labels.counted(n, 'act')}"
    return (
        f"Signed network of {labels.counted(len(shown), 'actor')}, {volume}: {ties_told(kinds)}; "
        f"{_by_intervals(shown.graph)}{outlined}; {len(crossed)} frustrated."
    )


def ties_told(kinds: Sequence[str]) -> str:
    """How many ties there are of each kind, by the names of the legend.

    Parameters
    ----------
    kinds
        The kinds of the ties, as `layout.tie_kind` gives them.
    """
    return ", ".join(f"{kinds.count(kind)} {TIES[kind].name}" for kind in TIES if kind in kinds)


def _by_intervals(known: Mapping[Any, Any]) -> str:
    width = f" of {known['level']:.0%}".replace("%", " %") if "level" in known else ""
    return f"signs by intervals{width} of the conflict share"


def _matrix_axes(axes: Axes, actors: Sequence[str]) -> None:
    names = [style.short(actor) for actor in actors]
    axes.set_xticks(range(len(actors)), names, rotation=45, ha="left", fontsize=9)
    axes.set_yticks(range(len(actors)), names, fontsize=9)
    axes.xaxis.tick_top()
    axes.set_xlim(-0.6, len(actors) - 0.4)
    axes.set_ylim(len(actors) - 0.4, -0.6)
    axes.set_aspect("equal")
    for ticks in (axes.get_xticklabels(), axes.get_yticklabels()):
        for tick, actor in zip(ticks, actors, strict=True):
            tick.set_color(style.actor_colour(actor))
    axes.set_ylabel("who acts")
    axes.set_xlabel("on whom")
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    # The squares keep their shape, so that room is left over: let it be above, where it is cut off.
    axes.set_anchor("S")
    axes.figure.subplots_adjust(bottom=0.05)


def network(
    graph: nx.Graph,
    *,
    groups: Sequence[Sequence[str]] = (),
    frustrated: Sequence[tuple[str, str]] = (),
    positions: Mapping[Any, Point] | None = None,
) -> Plot:
    """The signed network: sign by colour and dash, number of events by width, blocs outlined.

    Ties with too few events to rate are thin and dotted, tinted by what the events
    seen were.

    Parameters
    ----------
    graph
        Graph whose ties have `sign`, `standing` and `n`, as `relations.signed_graph` gives.
    groups
        Blocs to outline; their members stand side by side unless `positions` are given.
    frustrated
        Ties to cross.
    positions
        Node positions (`layout.circle`, `layout.star`); by default `layout.circle` with these groups.
    """
    if graph.number_of_edges() == 0:
        return empty("No two of these actors have an event between them.")
    positions = layout.circle(graph, groups) if positions is None else positions
    shown = graph.subgraph(positions)
    figure = Figure(figsize=(9.2, 6.4))
    axes = figure.add_subplot()
    blocs = layout.outlined(positions, groups)
    signed = [layout.has_signed_tie(graph, members) for members in blocs]
    for members, is_signed in zip(blocs, signed, strict=True):
        _outline(axes, positions, members, signed=is_signed)
    largest = max((data.get("n", 1) or 1) for _, _, data in shown.edges(data=True))
    crossed = {frozenset(edge) for edge in frustrated}
    kinds = []
    for a, b, data in layout.ties(shown):
        kinds.append(layout.tie_kind(data))
        _tie(axes, tie_curve(positions, a, b), data, largest=largest, crossed=frozenset((a, b)) in crossed)
    for actor in sorted(shown, key=str):
        edge = style.actor_colour(actor)
        box = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": edge, "linewidth": 1.6}
        axes.annotate(style.short(actor), positions[actor], ha="center", va="center", fontsize=9.5, zorder=3, bbox=box)
    axes.axis("off")
    figure.subplots_adjust(bottom=0.09)
    axes.set_xlim(-10, layout.WIDTH + 10)
    axes.set_ylim(layout.HEIGHT + 10, -10)
    _network_legend(axes, sorted(set(kinds), key=list(TIES).index), crossed=bool(crossed), signed=signed)
    return Plot(figure, network_caption(shown, blocs, crossed))


def tie_curve(positions: Mapping[Any, Point], a: Any, b: Any) -> npt.NDArray[np.float64]:
    """Points of the line from one node to another, one a row; it bends round the boxes of other nodes."""
    control = layout.bend(positions, a, b)
    if control is None:
        return np.array([positions[a], positions[b]], dtype=np.float64)
    return np.asarray(layout.curve_points(positions[a], control, positions[b]), dtype=np.float64)


def _outline(axes: Axes, positions: Mapping[Any, Point], members: Sequence[Any], *, signed: bool) -> None:
    """The outline of a bloc; dashed where it rests on no sign, only on events too few to rate."""
    corners = layout.outline(positions, members)
    axes.add_patch(Polygon(corners, closed=True, facecolor="#f4f1e8", edgecolor="#8a7f5c", linewidth=1.4,
                           linestyle="-" if signed else (0, (4, 3)), joinstyle="round", zorder=0))  # fmt: skip


def _tie(axes: Axes, curve: npt.NDArray[np.float64], data: Mapping[str, Any], *, largest: float, crossed: bool) -> None:
    look = TIES[layout.tie_kind(data)]
    width = 1.2 if look.thin else 1.0 + 4.5 * float(np.sqrt((data.get("n", 1) or 1) / largest))
    axes.plot(curve[:, 0], curve[:, 1], color=look.colour, linestyle=look.dash, linewidth=width,
              alpha=0.85, zorder=1)  # fmt: skip
    if crossed:
        x, y = curve[len(curve) // 2] if len(curve) > 2 else curve.mean(axis=0)
        axes.plot([x], [y], marker="X", color=INK, markersize=9, zorder=2)


def _network_legend(axes: Axes, kinds: Sequence[str], *, crossed: bool, signed: Sequence[bool]) -> None:
    handles: list[Line2D | Patch] = []
    for look in (TIES[kind] for kind in kinds):
        width = 1.2 if look.thin else 3
        handles.append(Line2D([], [], color=look.colour, linestyle=look.dash, linewidth=width, label=look.name))
    if crossed:
        handles.append(Line2D([], [], color=INK, marker="X", linestyle="", label="frustrated tie"))
    for is_signed, name in ((True, BLOC), (False, COOPERATING)):
        if is_signed in signed:
            handles.append(
                Patch(facecolor="#f4f1e8", edgecolor="#8a7f5c", linestyle="-" if is_signed else "--", label=name)
            )
    axes.legend(handles=handles, frameon=False, fontsize=8.5, loc="upper center", ncols=4, bbox_to_anchor=(0.5, 0.0))


def ego_network(graph: nx.Graph, centre: Hashable) -> Plot:
    """One actor in the middle, its partners round it: the lower the conflict share of their tie, the nearer."""
    own = layout.ego(graph, centre)
    return network(own, positions=layout.star(own, centre))
