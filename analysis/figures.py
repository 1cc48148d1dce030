"""Figures of a report, as `Plot` objects that carry their own alt text.

Sign is told twice, by colour and by shape or dash: blue is cooperative, red is
hostile, grey is unclear. Volume is always on the page: no gauge without it.
"""

import base64
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib.dates as mdates
import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from analysis import labels

COOPERATIVE, HOSTILE, UNCLEAR, INK = "#2166ac", "#b2182b", "#8c8c8c", "#222222"
DIRECTION = LinearSegmentedColormap.from_list("direction", [COOPERATIVE, "#f7f7f7", HOSTILE])
_DPI = 110
_QUAD_LANES = {1: 1.0, 2: 2.0, 3: -1.0, 4: -2.0}
_QUAD_COLOURS = {1: "#92c5de", 2: COOPERATIVE, 3: "#f4a582", 4: HOSTILE}


@dataclass(frozen=True, slots=True)
class Plot:
    """A figure and the sentence that says what it shows; displays as PNG with alt text."""

    figure: Figure
    alt: str

    def png(self) -> bytes:
        """The picture's bytes; the same figure gives the same bytes on one machine."""
        buffer = io.BytesIO()
        self.figure.savefig(buffer, format="png", dpi=_DPI, bbox_inches="tight", metadata={"Software": None})
        return buffer.getvalue()

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
        picture = base64.b64encode(self.png()).decode("ascii")
        return {"image/png": picture, "text/plain": self.alt}, {"image/png": {"alt": self.alt}}


def empty(reason: str) -> Plot:
    """A small plot that says why there is nothing to draw."""
    figure = Figure(figsize=(7, 0.8))
    axes = figure.add_subplot()
    axes.axis("off")
    axes.text(0, 0.5, reason, va="center", fontsize=11, color=INK)
    return Plot(figure, reason)


def coverage(documents: pd.DataFrame, *, freq: str) -> Plot:
    """Articles read per period, near-duplicates apart."""
    periods = documents["published"].dt.to_period(freq)
    table = pd.crosstab(periods, documents["duplicate_of"].notna())
    table = table.reindex(pd.period_range(periods.min(), periods.max(), freq=freq), fill_value=0)
    figure = Figure(figsize=(9, 2.4))
    axes = figure.add_subplot()
    first, again = (table.get(kind, pd.Series(0, index=table.index)) for kind in (False, True))
    width = _bar_width(table.index)
    starts = table.index.to_timestamp()
    axes.bar(starts, first, width=width, align="edge", color=INK, label="first of their kind")
    if again.sum():
        axes.bar(starts, again, width=width, align="edge", bottom=first, color=UNCLEAR, hatch="//", label="near-duplicates")
        axes.legend(frameon=False, fontsize=9)
    _dates(axes)
    axes.set_ylabel("articles")
    _bare(axes)
    alt = f"Articles read per period: {int(table.to_numpy().sum())} in {len(table)} periods, at most {int((first + again).max())} in one."
    return Plot(figure, alt)


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
        axes.add_patch(Rectangle((left, low), side, side, facecolor=DIRECTION(norm(row["share"])), edgecolor=INK,
                                 linewidth=1.2 if known else 0.5, hatch=None if known else "////", alpha=1 if known else 0.75))  # fmt: skip
        axes.text(place[row["b"]], place[row["a"]], f"{row['n']:.0f}", ha="center", va="center", fontsize=7.5,
                  path_effects=[withStroke(linewidth=2, foreground="white")])  # fmt: skip
    _matrix_axes(axes, actors)
    figure.colorbar(_mappable(norm), ax=axes, shrink=0.6, pad=0.02, label="conflict share (0 cooperative, 1 hostile)")
    alt = f"Matrix of {len(actors)} actors: {len(shown)} directed pairs with acts; {int((shown['sign'] > 0).sum())} cooperative, {int((shown['sign'] < 0).sum())} hostile, the others unclear (hatched)."
    return Plot(figure, alt)


def _matrix_axes(axes: Axes, actors: Sequence[str]) -> None:
    names = [labels.label(actor) for actor in actors]
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


def _mappable(norm: Normalize) -> Any:
    from matplotlib.cm import ScalarMappable  # noqa: PLC0415 - only here

    return ScalarMappable(norm=norm, cmap=DIRECTION)


def network(graph: nx.Graph, *, blocs: Mapping[str, int] | None = None, frustrated: Sequence[tuple[str, str]] = (), seed: int = 7) -> Plot:
    """The signed relation graph: sign by colour and dash, width by evidence, blocs by fill, frustrated edges crossed."""
    if graph.number_of_edges() == 0:
        return empty("No pair has enough acts for a tie: see the table of observed acts.")
    places = layout(graph, seed=seed)
    figure = Figure(figsize=(8.5, 6.2))
    axes = figure.add_subplot()
    most = max((data.get("n", 1) or 1) for _, _, data in graph.edges(data=True))
    crossed = {frozenset(edge) for edge in frustrated}
    for a, b, data in sorted(graph.edges(data=True), key=lambda edge: (edge[0], edge[1])):
        _edge(axes, places[a], places[b], data, most=most, crossed=frozenset((a, b)) in crossed)
    for actor in sorted(graph):
        _node(axes, places[actor], actor, None if blocs is None else blocs.get(actor))
    axes.axis("off")
    axes.margins(0.12)
    _network_legend(axes, crossed=bool(crossed))
    signs = [data.get("sign", 0) for _, _, data in graph.edges(data=True)]
    alt = f"Signed network of {graph.number_of_nodes()} actors: {signs.count(1)} cooperative ties, {signs.count(-1)} hostile ties, {signs.count(0)} unclear."
    return Plot(figure, alt)


def layout(graph: nx.Graph, *, seed: int = 7) -> dict[str, tuple[float, float]]:
    """Places of the nodes: cooperative ties pull, hostile ones do not, all with a fixed seed."""
    pull = nx.Graph()
    pull.add_nodes_from(sorted(graph))
    for a, b, data in sorted(graph.edges(data=True), key=lambda edge: (edge[0], edge[1])):
        pull.add_edge(a, b, weight={1: 1.0, 0: 0.35, -1: 0.05}[int(data.get("sign", 0))])
    found = nx.spring_layout(pull, weight="weight", seed=seed, k=1.6 / max(1, len(pull)) ** 0.5, iterations=300)
    return {node: (float(x), float(y)) for node, (x, y) in found.items()}


def _edge(axes: Axes, start: tuple[float, float], end: tuple[float, float], data: Mapping[str, Any], *, most: float, crossed: bool) -> None:
    sign = int(data.get("sign", 0))
    colour, dash = {1: (COOPERATIVE, "-"), -1: (HOSTILE, "--"), 0: (UNCLEAR, ":")}[sign]
    width = 0.8 + 4.5 * float(np.sqrt((data.get("n", 1) or 1) / most))
    axes.plot([start[0], end[0]], [start[1], end[1]], color=colour, linestyle=dash, linewidth=width, alpha=0.8, zorder=1)
    if crossed:
        axes.plot([(start[0] + end[0]) / 2], [(start[1] + end[1]) / 2], marker="X", color=INK, markersize=9, zorder=2)


def _node(axes: Axes, place: tuple[float, float], actor: str, bloc: int | None) -> None:
    fills = ("#fff2cc", "#d9ead3", "#d9d2e9", "#fce5cd", "#d0e0e3", "#ead1dc", "#ffffff")
    fill = "#ffffff" if bloc is None else fills[bloc % len(fills)]
    axes.annotate(labels.label(actor), place, ha="center", va="center", fontsize=9.5, zorder=3, color=INK,
                  bbox={"boxstyle": "round,pad=0.35", "facecolor": fill, "edgecolor": INK, "linewidth": 0.8})  # fmt: skip


def _network_legend(axes: Axes, *, crossed: bool) -> None:
    handles = [
        Line2D([], [], color=COOPERATIVE, linestyle="-", linewidth=3, label="cooperative"),
        Line2D([], [], color=HOSTILE, linestyle="--", linewidth=3, label="hostile"),
        Line2D([], [], color=UNCLEAR, linestyle=":", linewidth=3, label="unclear"),
    ]
    if crossed:
        handles.append(Line2D([], [], color=INK, marker="X", linestyle="", label="frustrated tie"))
    axes.legend(handles=handles, frameon=False, fontsize=9, loc="lower center", ncols=4, bbox_to_anchor=(0.5, -0.06))


def series(measured: pd.DataFrame, articles: pd.Series | None = None, *, title: str, breaks: Sequence[pd.Timestamp] = ()) -> Plot:
    """Direction above, intensity beneath, each with its band, and the articles read under both.

    `measured` has `period`, `direction`, `intensity`, their `_low` and `_high`,
    `n` and `complete`; periods without acts leave a gap in the direction.
    """
    if measured.empty:
        return empty(f"{title}: no acts in this period.")
    figure = Figure(figsize=(9, 5.4))
    top, middle, low = figure.subplots(3, 1, sharex=True, height_ratios=[3, 3, 1])
    _band(top, measured, "direction", measured["direction"], HOSTILE)
    top.axhline(0.5, color=UNCLEAR, linewidth=0.8, linestyle=":")
    top.set_ylim(0, 1)
    top.set_ylabel("direction\n(conflict share)")
    _band(middle, measured, "intensity", measured["intensity"], INK)
    middle.set_ylim(bottom=0)
    middle.set_ylabel("intensity\n(log scale)")
    counts = measured.set_index("period")["n"] if articles is None else articles
    low.bar(counts.index, counts, width=_step(measured["period"]) * 0.85, color=UNCLEAR)
    low.set_ylabel("acts" if articles is None else "articles")
    for axes in (top, middle, low):
        _bare(axes)
        for day in breaks:
            axes.axvline(day, color="#6a3d9a", linewidth=1.2, linestyle="-.")
        _grey_edge(axes, measured)
    _dates(low)
    top.set_title(title, loc="left", fontsize=11)
    alt = f"{title}: {int(measured['n'].sum())} acts in {len(measured)} periods; direction last {measured['direction'].iloc[-1]:.2f}; {len(breaks)} breaks marked."
    return Plot(figure, alt)


def _band(axes: Axes, measured: pd.DataFrame, name: str, line: pd.Series, colour: str) -> None:
    axes.fill_between(measured["period"], measured[f"{name}_low"], measured[f"{name}_high"], color=colour, alpha=0.15, linewidth=0, step="post")
    size = 3.0 if len(measured) <= 200 else 1.2  # a dot keeps a lone period visible between two gaps
    axes.plot(measured["period"], line, color=colour, linewidth=1.6 if len(measured) <= 200 else 0.9,
              marker="o", markersize=size, drawstyle="steps-post")  # fmt: skip


def _grey_edge(axes: Axes, measured: pd.DataFrame) -> None:
    open_ended = measured.loc[~measured["complete"].astype(bool), "period"] if "complete" in measured else []
    for start in open_ended:
        axes.axvspan(start, start + pd.Timedelta(days=_step(measured["period"])), color="#dddddd", alpha=0.6, zorder=0)


def timeline(events: pd.DataFrame, *, title: str, most_labels: int = 8) -> Plot:
    """Acts of a pair on two lanes: cooperation above, conflict beneath; size by reports, the most reported labelled."""
    dated = events[events["when_first"].notna() & (events["quad"] > 0)].sort_values(["when_first", "event_id"])
    if dated.empty:
        return empty(f"{title}: no dated acts.")
    figure = Figure(figsize=(9, 3.6))
    axes = figure.add_subplot()
    for quad, rows in dated.groupby("quad"):
        axes.scatter(rows["when_first"], [_QUAD_LANES[quad]] * len(rows), s=26 + 22 * rows["n_reports"], color=_QUAD_COLOURS[quad],
                     edgecolor=INK, linewidth=0.5, alpha=0.85, zorder=2)  # fmt: skip
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.set_yticks([2, 1, -1, -2], ["material\ncooperation", "verbal\ncooperation", "verbal\nconflict", "material\nconflict"], fontsize=8.5)
    axes.set_ylim(-3.2, 3.2)
    _dates(axes)
    _bare(axes)
    _labels(axes, dated, most_labels)
    axes.set_title(title, loc="left", fontsize=11)
    cooperation = int(dated["quad"].isin([1, 2]).sum())
    alt = f"{title}: {cooperation} acts of cooperation above the line, {len(dated) - cooperation} of conflict beneath, {dated['when_first'].min().date()} to {dated['when_first'].max().date()}."
    return Plot(figure, alt)


def _labels(axes: Axes, dated: pd.DataFrame, most: int) -> None:
    """Label the most reported acts where no label stands yet: each lane keeps a distance in time."""
    span = max((dated["when_first"].max() - dated["when_first"].min()).days, 1)
    taken: dict[int, list[pd.Timestamp]] = {1: [], -1: []}
    placed = 0
    for row in dated.sort_values(["n_reports", "confidence", "event_id"], ascending=[False, False, True]).to_dict("records"):
        side = 1 if row["quad"] in (1, 2) else -1
        if placed == most or any(abs((row["when_first"] - other).days) < span / 6 for other in taken[side]):
            continue
        taken[side].append(row["when_first"])
        placed += 1
        name = f"{row['root'].lower()} {row['when_first']:%d %b %Y}"
        axes.annotate(name, (row["when_first"], _QUAD_LANES[row["quad"]]), xytext=(row["when_first"], 2.75 * side),
                      ha="center", va="center", fontsize=8, arrowprops={"arrowstyle": "-", "linewidth": 0.5, "color": UNCLEAR})  # fmt: skip


def _bar_width(index: pd.PeriodIndex) -> float:
    return 0.9 * float((index[0].end_time - index[0].start_time).days + 1)


def _step(periods: pd.Series) -> float:
    gaps = periods.sort_values().diff().dt.days
    return float(gaps[gaps > 0].min()) if (gaps > 0).any() else 7.0


def _dates(axes: Axes) -> None:
    locator = mdates.AutoDateLocator(minticks=3, maxticks=9)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator))


def _bare(axes: Axes) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=9)
