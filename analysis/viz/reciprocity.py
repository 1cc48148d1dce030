"""What one side does to the other, and how each answers: mirrored bars and correlations at a lag."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis import schemas
from analysis.actors import labels
from analysis.events.pairs import Pair
from analysis.events.periods import FINER, NAMES
from analysis.tension.survey import MIN_RESPONSES, TensionSurvey, by_quad
from analysis.viz import axes as panels
from analysis.viz.style import INK, UNCLEAR, Plot

_LAGS = (0, 1, 2, 3, 4)


def mirrored(g: TensionSurvey, pair: Pair) -> Plot:
    """What a does to b upwards, what b does to a downwards; at the right how each answers the other's conflict acts."""
    answers, acts = g.responses(pair), g.acts_between(pair)
    figure, axes = panels.stack([3.2])
    figure.subplots_adjust(right=0.985 if answers.empty else 0.66)
    sides = ((pair[0], pair[1], 1), (pair[1], pair[0], -1))
    most = max(1.0, *(_side(axes[0], g, acts[acts["source"] == source], sign) for source, _, sign in sides))
    panels.both_ways(axes[0], most, room=1.25)
    panels.quad_legend(axes[0], 0.0, "lower left")
    for source, target, sign in sides:
        axes[0].text(
            0.01, 0.97 if sign > 0 else 0.03, f"{labels.label(source)} → {labels.label(target)}",
            transform=axes[0].transAxes, fontsize=9, va="top" if sign > 0 else "bottom",
        )  # fmt: skip
    panels.finish(axes, g.articles, g.freq, panels.last_read(g))
    box, unit = axes[0].get_position(), NAMES[FINER[g.freq]]
    if answers.empty:
        text = f"fewer than {MIN_RESPONSES} acts of conflict, or one side has none: no answer is told"
        axes[0].text(0.998, 1.02, text, transform=axes[0].transAxes, ha="right", fontsize=8, color=UNCLEAR)
    else:
        _answers(figure.add_axes((0.755, box.y0, 0.23, box.height)), answers, pair, unit)
    n = [int((acts["source"] == side).sum()) for side in pair]
    told = "; ".join(_told(row) for row in schemas.records(answers[answers["lag"] == 1]))
    alt = (
        f"{labels.label(pair[0])} acts on {labels.label(pair[1])} {n[0]} times, the other way round {n[1]} times. "
        f"Correlation of conflict acts one {unit} later: {told or 'too few acts to tell'}."
    )
    return Plot(figure, alt)


def _side(axes: Axes, g: TensionSurvey, acts: pd.DataFrame, sign: int) -> float:
    """Bars of one side, conflict next to the line; return the tallest."""
    counted = by_quad(acts, g.articles.index, g.freq)
    panels.bars(axes, counted, (4, 3, 1, 2), sign, g.freq)
    return float(counted.sum(axis=1).max())


def _told(row: dict[str, object]) -> str:
    sides = f"{labels.label(row['target'])} after {labels.label(row['source'])}"
    return f"{sides} {row['correlation']:.2f} [{row['low']:.2f}, {row['high']:.2f}]"


def _answers(axes: Axes, answers: pd.DataFrame, pair: Pair, unit: str) -> None:
    panels.title(axes, "Conflict, then the other's")
    panels.bare(axes)
    axes.axhline(0, color=UNCLEAR, linewidth=0.8)
    axes.axvspan(0.5, 1.5, color=panels.EDGE, alpha=0.5, zorder=0, linewidth=0)
    for (source, target), shift, marker in ((pair, -0.1, "o"), (pair[::-1], 0.1, "s")):
        rows = answers[(answers["source"] == source) & (answers["target"] == target)]
        low = (rows["correlation"] - rows["low"]).clip(lower=0)
        high = (rows["high"] - rows["correlation"]).clip(lower=0)
        axes.errorbar(
            rows["lag"] + shift, rows["correlation"], yerr=[low, high], fmt=marker, markersize=5, color=INK,
            markerfacecolor=INK if marker == "o" else "white", linewidth=1,
            label=f"{panels.code(source)}, then {panels.code(target)}",
        )  # fmt: skip
    reach = max(0.5, float(np.nanmax(np.abs(answers[["low", "high", "correlation"]].to_numpy(dtype=float)))) * 1.1)
    axes.set_ylim(-reach, reach)
    axes.set_xlim(-0.5, max(_LAGS) + 0.5)
    axes.set_xticks(_LAGS)
    axes.set_xlabel(f"{unit}s later", fontsize=9)
    axes.set_ylabel("correlation, band 90 %", fontsize=8)
    axes.tick_params(labelsize=8)
    axes.legend(frameon=False, fontsize=8, loc="lower right")
