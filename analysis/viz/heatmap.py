"""Heat map of pairs over time: the conflict share of each period's acts, with their number as the size."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis import schemas
from analysis.actors import labels
from analysis.events.pairs import Pair
from analysis.events.periods import NAMES
from analysis.tension.survey import Note, TensionSurvey, by_quad
from analysis.viz import axes as panels
from analysis.viz.style import DIRECTION, INK, Plot

_CELL = 0.27


def heat(g: TensionSurvey, *, most: int = 20) -> Plot | Note:
    """Pairs by period: colour is the conflict share of that period's acts, size their number; empty without acts.

    One act of cooperation and one of conflict are added to each (Laplace's rule), so
    that a lone act is not shown as a certainty.
    """
    if g.note is not None:
        return g.note
    pairs = g.pairs[:most]
    counted = _cells(g, pairs)
    tall = 1.5 + _CELL * len(pairs)
    figure = Figure(figsize=(panels.WIDTH, tall))
    axes = list(figure.subplots(2, 1, sharex=True, height_ratios=[_CELL * len(pairs), 0.45]))
    space = 0.28 / (_CELL * len(pairs) + 0.45)
    figure.subplots_adjust(left=0.27, right=0.9, top=1 - 0.3 / tall, bottom=0.4 / tall, hspace=space)
    _squares(axes[0], counted, g)
    _pair_axis(axes[0], pairs)
    panels.finish(axes, g.articles, g.freq, panels.last_read(g))
    _colour_bar(figure, axes[0])
    panels.title(axes[0], f"Colour: conflict share in the {NAMES[g.freq]}; size: acts (most {counted['n'].max():.0f})")
    worst = counted.sort_values(["n_conflict", "period", "place"], ascending=[False, True, True]).iloc[0]
    alt = (
        f"Heat map of {len(pairs)} pairs over {len(g.articles)} periods, {int(counted['n'].sum())} acts; "
        f"most conflict acts in one: {int(worst['n_conflict'])}, {labels.pair(*pairs[int(worst['place'])])}, "
        f"from {worst['period'].date()}."
    )
    return Plot(figure, alt)


def _cells(g: TensionSurvey, pairs: tuple[Pair, ...]) -> pd.DataFrame:
    """Period, place of the pair, acts, conflict acts and share; periods with acts alone."""
    parts = []
    for place, pair in enumerate(pairs):
        counted = by_quad(g.acts_between(pair), g.articles.index, g.freq)
        n, conflict = counted.sum(axis=1), counted[[3, 4]].sum(axis=1)
        part = {"period": counted.index, "place": place, "n": n.to_numpy(), "n_conflict": conflict.to_numpy()}
        parts.append(pd.DataFrame(part))
    table = pd.concat(parts, ignore_index=True)
    share = (table["n_conflict"] + 1) / (table["n"] + 2)
    return table.assign(share=share)[table["n"] > 0].reset_index(drop=True)


def _squares(axes: Axes, counted: pd.DataFrame, g: TensionSurvey) -> None:
    spans = panels.spans(g.articles.index, g.freq)
    where = dict(zip(g.articles.index, zip(spans.left, spans.width, strict=True), strict=True))
    top, inches = float(counted["n"].max()), axes.get_position().width * panels.WIDTH
    for row in schemas.records(counted):
        left, width = where[row["period"]]
        tall = 0.35 + 0.6 * float(np.sqrt(row["n"] / top))
        # as wide as tall on the page, if the period has room for it
        wide = min(0.94, tall * _CELL * float(spans.width.sum()) / (inches * width))
        corner = (left + width * (1 - wide) / 2, row["place"] - tall / 2)
        colour = DIRECTION(row["share"])
        axes.add_patch(Rectangle(corner, width * wide, tall, facecolor=colour, edgecolor=INK, linewidth=0.4))


def _pair_axis(axes: Axes, pairs: tuple[Pair, ...]) -> None:
    axes.set_yticks(range(len(pairs)), [labels.pair(*pair) for pair in pairs], fontsize=8)
    axes.set_ylim(len(pairs) - 0.4, -0.6)
    axes.tick_params(length=0)
    for height in range(len(pairs)):
        axes.axhline(height, color=panels.EDGE, linewidth=0.5, zorder=0)


def _colour_bar(figure: Figure, axes: Axes) -> None:
    place = axes.get_position()
    bar = figure.add_axes((0.915, place.y0 + place.height * 0.2, 0.014, place.height * 0.6))
    figure.colorbar(ScalarMappable(Normalize(0, 1), DIRECTION), cax=bar)
    bar.set_ylabel("conflict share", fontsize=8)
    bar.tick_params(labelsize=8)
