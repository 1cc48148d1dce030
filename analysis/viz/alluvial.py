"""The alluvial of blocs: who belongs where, period by period."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis.actors import labels
from analysis.viz.style import INK, Plot, bare, empty

_BLOCS = ("#c6dbef", "#fdd0a2", "#c7e9c0", "#dadaeb", "#fde0dd", "#e5e5b8", "#ccebe5")
_LOOSE = "#ffffff"
_WIDE, _HIGH, _GAP = 0.66, 0.86, 0.7

_Spots = dict[tuple[pd.Timestamp, str], float]


def alluvial(table: pd.DataFrame, *, names: Mapping[pd.Timestamp, str] | None = None) -> Plot:
    """Blocs over periods: a box is an actor, touching boxes of one colour are a bloc, bands lead to the next period.

    `table` is what `cores.over_periods` gives: `period`, `actor`, `bloc`, `place`.
    White boxes in the middle are actors that stand between or alone. `names` says
    how a period is written.
    """
    if table.empty:
        return empty("No pair has enough acts for a sign in any period: there are no blocs to follow.")
    periods = sorted(table["period"].unique())
    spots = _spots(table, periods)
    colours = _colours(table)
    high = max(spots.values()) - min(spots.values()) + 2
    figure = Figure(figsize=(max(6.0, 1.3 * len(periods) + 1.2), max(2.6, 0.36 * high + 0.8)))
    axes = figure.add_subplot()
    for row in table.to_dict("records"):
        number, spot = periods.index(row["period"]), spots[row["period"], row["actor"]]
        fill = colours.get(row["bloc"], _LOOSE) if row["place"] == "core" else _LOOSE
        dash = ":" if row["place"] == "alone" else "-"
        axes.add_patch(Rectangle((number - _WIDE / 2, spot - _HIGH / 2), _WIDE, _HIGH, facecolor=fill, edgecolor=INK,
                                 linewidth=0.7, linestyle=dash, zorder=2))  # fmt: skip
        name = labels.short(row["actor"])
        axes.text(number, spot, name, ha="center", va="center", fontsize=min(7.5, 105.0 / len(name)), zorder=3)
        if number + 1 < len(periods) and (periods[number + 1], row["actor"]) in spots:
            _band(axes, number, spot, spots[periods[number + 1], row["actor"]], "#d9d9d9" if fill == _LOOSE else fill)
    axes.set_xlim(-0.6, len(periods) - 0.4)
    axes.set_ylim(max(spots.values()) + 1, min(spots.values()) - 1)
    axes.set_xticks(range(len(periods)), [(names or {}).get(day, f"{day:%Y-%m}") for day in periods])
    axes.set_yticks([])
    bare(axes)
    axes.spines[["left", "bottom"]].set_visible(False)
    moves = int(table["moved"].sum()) if "moved" in table else 0
    last = table[(table["period"] == periods[-1]) & (table["place"] == "core")]
    blocs = ", ".join(" with ".join(own["actor"].map(labels.short)) for _, own in last.groupby("bloc")) or "none"
    return Plot(figure, f"Blocs over {len(periods)} periods, {moves} moves between them; blocs of the last: {blocs}.")


def _colours(table: pd.DataFrame) -> dict[int, str]:
    """A colour for each bloc that ever has a core."""
    cores = sorted(table.loc[table["place"] == "core", "bloc"].unique())
    return {int(bloc): _BLOCS[number % len(_BLOCS)] for number, bloc in enumerate(cores)}


def _spots(table: pd.DataFrame, periods: Sequence[pd.Timestamp]) -> _Spots:
    """Height of each actor in each period: blocs above and beneath in turn, the others in the middle."""
    rank = {bloc: number for number, bloc in enumerate(_colours(table))}
    spots: _Spots = {}
    for period in periods:
        rows = table[table["period"] == period]
        keys = [
            (_side(rank, int(row["bloc"]), row["place"]), int(row["bloc"]), str(row["actor"]))
            for row in rows.to_dict("records")
        ]
        at = 0.0
        for number, (side, bloc, actor) in enumerate(sorted(keys)):
            if number:
                before = sorted(keys)[number - 1]
                at += 1.0 if before[:2] == (side, bloc) else 1.0 + _GAP
            spots[period, actor] = at
        middle = at / 2
        for _, _, actor in keys:
            spots[period, actor] -= middle
    return spots


def _side(rank: Mapping[int, int], bloc: int, place: str) -> int:
    if place != "core":
        return 0
    far = 100 - rank[bloc]
    return -far if rank[bloc] % 2 == 0 else far


def _band(axes: Axes, number: int, start: float, end: float, colour: str) -> None:
    """A smooth band from one box to the next."""
    x = np.linspace(0, 1, 30)
    y = start + (end - start) * (3 * x**2 - 2 * x**3)
    across = number + _WIDE / 2 + x * (1 - _WIDE)
    axes.fill_between(across, y - _HIGH / 2, y + _HIGH / 2, color=colour, alpha=0.6, linewidth=0, zorder=1)
