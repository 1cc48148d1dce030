"""The timeline of a pair: direction with its band, acts in two lanes, material conflict, articles read.

Cooperation stands above the line, conflict beneath; the acts that tell most
are numbered, and a table gives their sentences. Labels never overlap: one for
which there is no room is left out, and its number stays in the table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis import schemas
from analysis.actors import labels
from analysis.events.pairs import Pair
from analysis.tables import html
from analysis.tension import Breaks
from analysis.tension.recent_change import heaviest
from analysis.tension.survey import TensionSurvey, by_quad
from analysis.viz import axes as panels
from analysis.viz.style import COOPERATIVE, HOSTILE, INK, UNCLEAR, Plot

MOST = 5
_ROWS = 4
_LANES = ((1, 2), (3, 4))
_ROW_INCHES = 0.155


def telling(g: TensionSurvey, pair: Pair, *, most: int = MOST) -> pd.DataFrame:
    """The acts of a pair that tell most, at most `most` of cooperation and of conflict, numbered by day in `number`.

    Of one class of act on one day only the first is taken.
    """
    acts = heaviest(g.acts_between(pair)).drop_duplicates(["day", "root", "a", "b"])
    chosen = pd.concat([acts[acts["quad"].isin(lane)].head(most) for lane in _LANES])
    chosen = chosen.sort_values(["day", "event_id"], kind="stable").reset_index(drop=True)
    return chosen.assign(number=np.arange(1, len(chosen) + 1))


def table(g: TensionSurvey, chosen: pd.DataFrame) -> html.Table:
    """The numbered acts with their sentences."""
    quotes = html.proofs(g.corpus, chosen["event_id"])
    rows = [
        {
            "": row["number"], "when": html.when(row), "who": labels.label(row["source"]), "did": html.act(row),
            "to whom": labels.label(row["target"]), "reports": row["n_reports"],
            "sentences": html.quotes_html(quotes[row["event_id"]]),
        }
        for row in schemas.records(chosen)
    ]  # fmt: skip
    return html.frame_table(pd.DataFrame(rows), raw=["sentences"], numbers=["reports"])


def timeline(g: TensionSurvey, pair: Pair, found: Breaks, chosen: pd.DataFrame) -> Plot:
    """Draw the timeline of a pair with the acts `chosen` labelled."""
    rows, acts = g.series(pair), g.acts_between(pair)
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


def lanes(axes: Axes, acts: pd.DataFrame, g: TensionSurvey) -> None:
    """Acts by period: cooperation up, conflict down, deeds next to the line."""
    counted = by_quad(acts, g.articles.index, g.freq)
    panels.bars(axes, counted, (2, 1), 1, g.freq)
    panels.bars(axes, counted, (4, 3), -1, g.freq)
    sides = [float(counted[list(lane)].sum(axis=1).max()) for lane in _LANES]
    panels.both_ways(axes, max(1.0, *sides), room=1.15)


@dataclass(frozen=True, slots=True)
class _Label:
    """What is to be written about an act: its place on the time axis and the width of its text, in pixels."""

    number: int
    x: float
    width: float


class _Shelf:
    """Rows of labels on one side of the line; each knows what it holds, in pixels."""

    def __init__(self, low: float, high: float) -> None:
        self.low, self.high = low, high
        self.taken: list[list[tuple[float, float]]] = [[] for _ in range(_ROWS)]

    def place(self, label: _Label) -> tuple[int, float] | None:
        """The first row with room, and the left end there; None without room. The leader stands at `x`."""
        for row, taken in enumerate(self.taken):
            if any(start - 1.5 < label.x < end + 1.5 for under in self.taken[:row] for start, end in under):
                return None
            for back in (0.0, label.width / 2, label.width):
                left, right = label.x - back, label.x - back + label.width
                if (
                    left < self.low
                    or right > self.high
                    or any(left < end + 4 and start - 4 < right for start, end in taken)
                ):
                    continue
                taken.append((left, right))
                for under in self.taken[:row]:
                    under.append((label.x, label.x))
                return row, left
        return None


def _arrange(ranked: Sequence[_Label], low: float, high: float) -> dict[int, tuple[int, float]]:
    """Row and left end by number for as many of the first labels as find room together.

    From the last day to the first, so that the labels of a cluster climb like a
    stair and no leader crosses a text.
    """
    for most in range(len(ranked), 0, -1):
        shelf, places = _Shelf(low, high), {}
        for label in sorted(ranked[:most], key=lambda one: -one.x):
            found = shelf.place(label)
            if found is None:
                break
            places[label.number] = found
        if len(places) == most:
            return places
    return {}


def label_acts(axes: Axes, chosen: pd.DataFrame) -> int:
    """Write the numbered acts above and beneath the bars, without overlap; return how many found room."""
    renderer: Any = axes.figure.canvas.get_renderer()  # type: ignore[attr-defined]
    box, bars = axes.get_window_extent(renderer), axes.get_ylim()[1]
    rows = {row["number"]: row for row in schemas.records(heaviest(chosen))}
    texts = {number: axes.text(0, 0, _words(row), fontsize=7.5, color=INK, va="center") for number, row in rows.items()}
    placed: dict[int, dict[int, tuple[int, float]]] = {}
    for side, lane in zip((1, -1), _LANES, strict=True):
        ranked = [
            _Label(number, axes.transData.transform((panels.day_number(row["day"]), 0))[0],
                   texts[number].get_window_extent(renderer).width)
            for number, row in rows.items() if row["quad"] in lane
        ]  # fmt: skip
        placed[side] = _arrange(ranked, box.x0, box.x1)
    # The lanes make room for as many rows of labels as are in use.
    share = _ROW_INCHES / (box.height / axes.figure.dpi)
    used = {side: max((row + 1 for row, _ in found.values()), default=0) for side, found in placed.items()}
    scale = 2 * bars / (1 - share * (used[1] + used[-1]))
    axes.set_ylim(-bars - scale * share * used[-1], bars + scale * share * used[1])
    for side, found in placed.items():
        for number, (row, left) in found.items():
            height = side * (bars + scale * share * (row + 0.5))
            texts[number].set_position((axes.transData.inverted().transform((left, 0))[0], height))
            tip = height - side * scale * share * 0.4
            axes.plot([rows[number]["day"]] * 2, [0, tip], color=UNCLEAR, linewidth=0.6, zorder=0.5)
    for number in set(texts) - set(placed[1]) - set(placed[-1]):
        texts[number].remove()
    return len(placed[1]) + len(placed[-1])


def _words(row: Mapping[str, Any]) -> str:
    sides = f"{panels.code(row['source'])}→{panels.code(row['target'])}"
    return f"{row['number']}  {sides} {str(row['root']).lower()}"
