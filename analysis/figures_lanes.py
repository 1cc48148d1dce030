"""The timeline of a pair: direction with its band, acts in two lanes, material conflict, articles read.

Cooperation stands above the line, conflict beneath; the acts that tell most
are numbered, and a table gives their sentences. Labels never overlap: one for
which there is no room is left out, and its number stays in the table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis import breaks, frames, gauges, labels, observations, panels, views
from analysis.figures_base import COOPERATIVE, HOSTILE, INK, UNCLEAR, Plot

MOST = 5
_ROWS = 3
_LANES = ((1, 2), (3, 4))
_ALIGN = ("center", "left", "right")


def telling(g: gauges.Gauges, pair: gauges.Pair, *, most: int = MOST) -> pd.DataFrame:
    """The acts of a pair that tell most, at most `most` of cooperation and of conflict, numbered by day in `number`.

    Of one class of act on one day only the first is taken.
    """
    acts = observations.heaviest(g.acts_of(pair)).drop_duplicates(["day", "root", "a", "b"])
    chosen = pd.concat([acts[acts["quad"].isin(lane)].head(most) for lane in _LANES])
    chosen = chosen.sort_values(["day", "event_id"], kind="stable").reset_index(drop=True)
    return chosen.assign(number=np.arange(1, len(chosen) + 1))


def table(g: gauges.Gauges, chosen: pd.DataFrame) -> views.Table:
    """The numbered acts with their sentences."""
    quotes = views.proofs(g.coded, chosen["event_id"])
    rows = [
        {
            "": row["number"], "when": views.when(row), "who": labels.label(row["source"]), "did": views.act(row),
            "to whom": labels.label(row["target"]), "reports": row["n_reports"],
            "sentences": views.quotes_html(quotes[row["event_id"]]),
        }
        for row in frames.records(chosen)
    ]  # fmt: skip
    return views.frame_table(pd.DataFrame(rows), raw=["sentences"], numbers=["reports"])


def timeline(g: gauges.Gauges, pair: gauges.Pair, found: breaks.Found, chosen: pd.DataFrame) -> Plot:
    """Draw the timeline of a pair with the acts `chosen` labelled."""
    rows, acts = g.of(pair), g.acts_of(pair)
    own = found.breaks[(found.breaks["a"] == pair[0]) & (found.breaks["b"] == pair[1])]
    figure, axes = panels.stack([1.3, 3.0, 1.1])
    panels.band(axes[0], rows, "direction", g.freq)
    panels.share_axis(axes[0])
    lanes(axes[1], acts, g)
    panels.band(axes[2], rows, "intensity", g.freq)
    panels.conflict_axis(axes[2])
    panels.mark_breaks(axes[:1], own[own["component"] == "direction"])
    panels.mark_breaks(axes[2:3], own[own["component"] == "intensity"])
    panels.title(axes[0], labels.pair(*pair))
    panels.quad_legend(axes[0], 1.0, "lower right")
    panels.finish(axes, g.articles, g.freq, panels.last_read(g))
    label_acts(axes[1], chosen)
    for height, name, colour in ((0.97, "cooperation", COOPERATIVE), (0.03, "conflict", HOSTILE)):
        axes[1].text(-0.05, height, name, transform=axes[1].transAxes, rotation=90, fontsize=8, color=colour,
                     ha="center", va="top" if height > 0.5 else "bottom")  # fmt: skip
    cooperation = int((acts["quad"] <= 2).sum())
    last = rows.loc[rows["complete"] & rows["direction"].notna()].tail(1)
    level = "" if last.empty else (
        f"; the conflict share was last {last['direction'].iloc[0]:.2f}, band "
        f"{last['direction_low'].iloc[0]:.2f} to {last['direction_high'].iloc[0]:.2f}"
    )  # fmt: skip
    alt = (
        f"{labels.pair(*pair)}, {rows['period'].min().date()} to {panels.last_read(g).date()}: "
        f"{cooperation} acts of cooperation, {len(acts) - cooperation} of conflict{level}; {len(own)} breaks."
    )
    return Plot(figure, alt)


def lanes(axes: Axes, acts: pd.DataFrame, g: gauges.Gauges) -> None:
    """Acts by period: cooperation up, conflict down, deeds next to the line."""
    counted = gauges.by_quad(acts, g.articles.index, g.freq)
    panels.bars(axes, counted, (2, 1), 1, g.freq)
    panels.bars(axes, counted, (4, 3), -1, g.freq)
    sides = [float(counted[list(lane)].sum(axis=1).max()) for lane in _LANES]
    panels.both_ways(axes, max(1.0, *sides), room=1.15)


@dataclass(slots=True)
class _Shelf:
    """Rows of labels on one side of the line: what each row holds already, in pixels."""

    taken: list[list[tuple[float, float]]] = field(default_factory=lambda: [[] for _ in range(_ROWS)])

    def rows(self) -> int:
        """Rows in use."""
        return max((number + 1 for number, row in enumerate(self.taken) if row), default=0)

    def place(self, x: float, width: float, low: float, high: float) -> tuple[int, float] | None:
        """The first row with room for a label whose leader stands at `x`; row and left end, or None."""
        for row in range(len(self.taken)):
            if any(start < x < end for under in self.taken[:row] for start, end in under):
                return None
            for align in _ALIGN:
                left = x - {"center": width / 2, "left": 3.0, "right": width - 3.0}[align]
                if left >= low and left + width <= high and self._free(row, left, left + width):
                    self.taken[row].append((left - 4, left + width + 4))
                    for under in range(row):
                        self.taken[under].append((x - 2, x + 2))
                    return row, left
        return None

    def _free(self, row: int, left: float, right: float) -> bool:
        return all(right <= start or left >= end for start, end in self.taken[row])


def label_acts(axes: Axes, chosen: pd.DataFrame) -> int:
    """Write the numbered acts above and beneath the bars, without overlap; return how many found room.

    An act whose text finds no room is written as its number alone.
    """
    renderer: Any = axes.figure.canvas.get_renderer()  # type: ignore[attr-defined]
    box, bars = axes.get_window_extent(renderer), axes.get_ylim()[1]
    shelves = {1: _Shelf(), -1: _Shelf()}
    placed: list[tuple[Any, Mapping[str, Any], int, tuple[int, float]]] = []
    for row in frames.records(observations.heaviest(chosen)):
        side = 1 if row["quad"] <= 2 else -1
        x = axes.transData.transform((panels.day_number(row["day"]), 0))[0]
        for words in (_label(row), str(row["number"])):
            text = axes.text(0, 0, words, fontsize=7.5, color=INK, va="center", zorder=4)
            found = shelves[side].place(x, text.get_window_extent(renderer).width, box.x0, box.x1)
            if found is not None:
                placed.append((text, row, side, found))
                break
            text.remove()
    # A row of labels takes 0.14 inches; the lanes make room for as many as are in use.
    row_share = 0.155 * 72 / (box.height / axes.figure.dpi * 72)
    used = {side: shelves[side].rows() for side in shelves}
    scale = 2 * bars / (1 - row_share * (used[1] + used[-1]))
    axes.set_ylim(-bars - scale * row_share * used[-1], bars + scale * row_share * used[1])
    for text, act, side, (shelf, left) in placed:
        height = side * (bars + scale * row_share * (shelf + 0.5))
        text.set_position((axes.transData.inverted().transform((left, 0))[0], height))
        tip = height - side * scale * row_share * 0.4
        axes.plot([act["day"]] * 2, [0, tip], color=UNCLEAR, linewidth=0.6, zorder=0.5)
    return len(placed)


def _label(row: Mapping[str, Any]) -> str:
    return f"{row['number']}  {panels.code(row['source'])}→{panels.code(row['target'])} {str(row['root']).lower()}"
