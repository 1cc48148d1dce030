"""The alluvial diagram of blocs: who belongs to which bloc, period by period."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis.viz import style
from analysis.viz.style import INK, Plot, empty, open_frame

_BLOC_COLOURS = ("#c6dbef", "#fdd0a2", "#c7e9c0", "#dadaeb", "#fde0dd", "#e5e5b8", "#ccebe5")
_OUTSIDE = "#ffffff"
_OUTSIDE_BAND = "#d9d9d9"
_LEGEND = (
    ("core", _BLOC_COLOURS[0], "-", "in a bloc (one colour, one bloc)"),
    ("between", _OUTSIDE, "-", "between two blocs"),
    ("alone", _OUTSIDE, ":", "in no bloc"),
)
_BOX_WIDTH, _BOX_HEIGHT, _GAP = 0.66, 0.86, 0.7  # in columns, in rows, and in rows between two blocs

_Heights = dict[tuple[pd.Timestamp, str], float]


def alluvial(table: pd.DataFrame, *, names: Mapping[pd.Timestamp, str] | None = None) -> Plot:
    """Blocs over periods: a box is an actor, touching boxes of one colour are a bloc, bands lead to the next period.

    White boxes in the middle are actors between blocs (solid) or alone (dotted).

    Parameters
    ----------
    table
        `period`, `actor`, `bloc`, `place` and perhaps `moved`, as `balance.core_blocs.blocs_over_periods` gives.
    names
        How each period is written; by default year and month.
    """
    if table.empty:
        return empty("No pair has enough events for a sign in any period: there are no blocs to follow.")
    periods = sorted(table["period"].unique())
    heights = _heights(table, periods)
    colours = _colours(table)
    rows = max(heights.values()) - min(heights.values()) + 2
    figure = Figure(figsize=(max(6.0, 1.3 * len(periods) + 1.2), max(2.6, 0.36 * rows + 0.8)))
    axes = figure.add_subplot()
    for row in table.to_dict("records"):
        column, height = periods.index(row["period"]), heights[row["period"], row["actor"]]
        colour = colours.get(row["bloc"], _OUTSIDE) if row["place"] == "core" else _OUTSIDE
        dash = ":" if row["place"] == "alone" else "-"
        corner = (column - _BOX_WIDTH / 2, height - _BOX_HEIGHT / 2)
        axes.add_patch(Rectangle(corner, _BOX_WIDTH, _BOX_HEIGHT, facecolor=colour, edgecolor=INK,
                                 linewidth=0.7, linestyle=dash, zorder=2))  # fmt: skip
        name = style.short(row["actor"])
        axes.text(column, height, name, ha="center", va="center", fontsize=min(7.5, 105.0 / len(name)), zorder=3)
        if column + 1 < len(periods) and (periods[column + 1], row["actor"]) in heights:
            end = heights[periods[column + 1], row["actor"]]
            _band(axes, column, height, end, _OUTSIDE_BAND if colour == _OUTSIDE else colour)
    axes.set_xlim(-0.6, len(periods) - 0.4)
    axes.set_ylim(max(heights.values()) + 1, min(heights.values()) - 1)
    axes.set_xticks(range(len(periods)), [(names or {}).get(day, f"{day:%Y-%m}") for day in periods])
    axes.set_xlabel("first month of the period", fontsize=9)
    axes.set_yticks([])
    axes.tick_params(labelsize=9)
    open_frame(axes)
    axes.spines[["left", "bottom"]].set_visible(False)
    styles = {row["place"] for row in table.to_dict("records")}
    handles = [
        Rectangle((0, 0), 1, 1, facecolor=colour, edgecolor=INK, linewidth=0.7, linestyle=dash, label=name)
        for place, colour, dash, name in _LEGEND if place in styles
    ]  # fmt: skip
    axes.legend(handles=handles, frameon=False, fontsize=8, ncols=3, loc="lower left", bbox_to_anchor=(0, 1.0))
    moves = int(table["moved"].sum()) if "moved" in table else 0
    last = table[(table["period"] == periods[-1]) & (table["place"] == "core")]
    blocs = ", ".join(" with ".join(own["actor"].map(style.short)) for _, own in last.groupby("bloc")) or "none"
    return Plot(
        figure,
        f"Blocs over time. Periods: {len(periods)}; moves between blocs: {moves}; blocs of the last period: {blocs}.",
    )


def _colours(table: pd.DataFrame) -> dict[int, str]:
    """A colour for each bloc that has a core in any period."""
    cores = sorted(table.loc[table["place"] == "core", "bloc"].unique())
    return {int(bloc): _BLOC_COLOURS[number % len(_BLOC_COLOURS)] for number, bloc in enumerate(cores)}


def _heights(table: pd.DataFrame, periods: Sequence[pd.Timestamp]) -> _Heights:
    """Height of each actor in each period: blocs above and below in turn, the others in the middle."""
    rank = {bloc: number for number, bloc in enumerate(_colours(table))}
    heights: _Heights = {}
    for period in periods:
        rows = table[table["period"] == period]
        order = sorted(
            (_level(rank, int(row["bloc"]), row["place"]), int(row["bloc"]), str(row["actor"]))
            for row in rows.to_dict("records")
        )
        height, previous = 0.0, order[0]
        for level, bloc, actor in order:
            if (level, bloc, actor) != previous:
                height += 1.0 if previous[:2] == (level, bloc) else 1.0 + _GAP
            heights[period, actor], previous = height, (level, bloc, actor)
        for _, _, actor in order:
            heights[period, actor] -= height / 2
    return heights


def _level(rank: Mapping[int, int], bloc: int, place: str) -> int:
    """Order from top to bottom: the first bloc at the top, the second at the bottom, and so on inwards; 0 outside."""
    if place != "core":
        return 0
    distance = len(rank) - rank[bloc]
    return -distance if rank[bloc] % 2 == 0 else distance


def _band(axes: Axes, column: int, start: float, end: float, colour: str) -> None:
    """A smooth band from one box to the next."""
    x = np.linspace(0, 1, 30)
    y = start + (end - start) * (3 * x**2 - 2 * x**3)
    across = column + _BOX_WIDTH / 2 + x * (1 - _BOX_WIDTH)
    axes.fill_between(across, y - _BOX_HEIGHT / 2, y + _BOX_HEIGHT / 2, color=colour, alpha=0.6, linewidth=0, zorder=1)
