"""Heat map of pairs over time: the conflict share of each period's events, with their number as the size."""

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
from analysis.tension import Note, TensionSurvey
from analysis.tension.survey import by_quad
from analysis.viz import style
from analysis.viz.style import DIRECTION, FAINT, INK, Plot

_CELL = 0.27  # inches


def heatmap(survey: TensionSurvey, *, max_rows: int = 20) -> Plot | Note:
    """Pairs by period: colour is the conflict share of that period's events, size their number.

    A cell without events stays white. One event of cooperation and one of conflict are
    added to each other cell (Laplace's rule of succession), so that a single event does
    not get the colour of certainty. Where nothing is measured, the survey's note.

    Parameters
    ----------
    survey
        The survey with the pairs.
    max_rows
        How many of the busiest pairs are shown.
    """
    if survey.note is not None:
        return survey.note
    pairs = survey.pairs[:max_rows]
    cells = _cells(survey, pairs)
    height = 1.5 + _CELL * len(pairs)
    figure = Figure(figsize=(style.WIDTH, height))
    axes = list(figure.subplots(2, 1, sharex=True, height_ratios=[_CELL * len(pairs), 0.45]))
    space = 0.28 / (_CELL * len(pairs) + 0.45)
    figure.subplots_adjust(left=0.27, right=0.9, top=1 - 0.3 / height, bottom=0.4 / height, hspace=space)
    _squares(axes[0], cells, survey)
    _pair_axis(axes[0], pairs)
    style.finish_panels(axes, survey)
    _colour_bar(figure, axes[0])
    period = NAMES[survey.freq]
    style.panel_title(
        axes[0], f"Colour: conflict share in the {period}; size: acts (most in one {period}: {cells['n'].max():.0f})"
    )
    highest = cells.sort_values(["n_conflict", "period", "row"], ascending=[False, True, True]).iloc[0]
    alt = (
        f"Heat map of {labels.counted(len(pairs), 'pair')} over {labels.counted(len(survey.articles), 'period')}, "
        f"{labels.counted(cells['n'].sum(), 'dated act')}; "
        f"most acts of conflict in one: {int(highest['n_conflict'])}, {style.pair(*pairs[int(highest['row'])])}, "
        f"from {highest['period'].date()}."
    )
    return Plot(figure, alt)


def _cells(survey: TensionSurvey, pairs: tuple[Pair, ...]) -> pd.DataFrame:
    """`period`, `row` of the pair, `n`, `n_conflict` and `share` of each period with events."""
    parts = []
    for number, pair in enumerate(pairs):
        counted = by_quad(survey.acts_between(pair), survey.articles.index, survey.freq)
        n, conflict = counted.sum(axis=1), counted[[3, 4]].sum(axis=1)
        part = {"period": counted.index, "row": number, "n": n.to_numpy(), "n_conflict": conflict.to_numpy()}
        parts.append(pd.DataFrame(part))
    table = pd.concat(parts, ignore_index=True)
    share = (table["n_conflict"] + 1) / (table["n"] + 2)
    return table.assign(share=share)[table["n"] > 0].reset_index(drop=True)


def _squares(axes: Axes, cells: pd.DataFrame, survey: TensionSurvey) -> None:
    extents = style.extents(survey.articles.index, survey.freq)
    where = dict(zip(survey.articles.index, zip(extents.left, extents.width, strict=True), strict=True))
    largest, inches = float(cells["n"].max()), axes.get_position().width * style.WIDTH
    for row in schemas.records(cells):
        left, period_width = where[row["period"]]
        height = 0.35 + 0.6 * float(np.sqrt(row["n"] / largest))
        # As wide as high on the page, if the period has room for it.
        width = min(0.94, height * _CELL * float(extents.width.sum()) / (inches * period_width))
        corner = (left + period_width * (1 - width) / 2, row["row"] - height / 2)
        axes.add_patch(Rectangle(corner, period_width * width, height, facecolor=DIRECTION(row["share"]),
                                 edgecolor=INK, linewidth=0.4))  # fmt: skip


def _pair_axis(axes: Axes, pairs: tuple[Pair, ...]) -> None:
    axes.set_yticks(range(len(pairs)), [style.pair(*pair) for pair in pairs], fontsize=8)
    axes.set_ylim(len(pairs) - 0.4, -0.6)
    axes.tick_params(length=0)
    for number in range(len(pairs)):
        axes.axhline(number, color=FAINT, linewidth=0.5, zorder=0)


def _colour_bar(figure: Figure, axes: Axes) -> None:
    box = axes.get_position()
    bar = figure.add_axes((0.915, box.y0 + box.height * 0.2, 0.014, box.height * 0.6))
    figure.colorbar(ScalarMappable(Normalize(0, 1), DIRECTION), cax=bar)
    bar.set_ylabel("conflict share (0 cooperative, 1 hostile)", fontsize=8)
    bar.tick_params(labelsize=8)
