"""Reciprocity of a pair: what each side does to the other over time, and how each responds to the other's conflict."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis import schemas
from analysis.actors import labels
from analysis.events.pairs import Pair
from analysis.events.periods import FINER, NAMES
from analysis.tension import TensionSurvey
from analysis.tension.survey import MIN_RESPONSES, by_quad
from analysis.viz import style
from analysis.viz.style import FAINT, INK, UNCLEAR, Plot

_LAGS = (0, 1, 2, 3, 4)


def reciprocity(survey: TensionSurvey, pair: Pair) -> Plot:
    """What a does to b upwards, what b does to a downwards; at the right the correlation of their conflict by lag.

    Parameters
    ----------
    survey
        The survey that has the pair.
    pair
        Two actors, a and b.
    """
    responses, acts = survey.responses(pair), survey.acts_between(pair, directed=True)
    figure, axes = style.stacked_panels([3.2])
    figure.subplots_adjust(right=0.985 if responses.empty else 0.66)
    sides = ((pair[0], pair[1], 1), (pair[1], pair[0], -1))
    tallest = [_side(axes[0], survey, acts[acts["source"] == source], sign) for source, _, sign in sides]
    style.two_sided_axis(axes[0], *tallest, room=0.14, freq=survey.freq)
    style.quad_legend(axes[0], 0.0, "lower left")
    for source, target, sign in sides:
        axes[0].text(
            0.01, 0.97 if sign > 0 else 0.03, f"{style.label(source)} → {style.label(target)}",
            transform=axes[0].transAxes, fontsize=9, va="top" if sign > 0 else "bottom",
            color=style.actor_colour(source),
        )  # fmt: skip
    style.finish_panels(axes, survey)
    box, unit = axes[0].get_position(), NAMES[FINER[survey.freq]]
    if responses.empty:
        text = f"No correlation is given: one side has no act of conflict, or both have fewer than {MIN_RESPONSES}."
        axes[0].text(
            0.998, 0.97, text, transform=axes[0].transAxes, ha="right", va="top", fontsize=8, color=style.WORDS
        )
    else:
        _correlations(figure.add_axes((0.755, box.y0, 0.23, box.height)), responses, pair, unit)
    n = [int((acts["source"] == side).sum()) for side in pair]
    next_period = "; ".join(_in_words(row) for row in schemas.records(responses[responses["lag"] == 1]))
    alt = (
        f"{style.label(pair[0])} on {style.label(pair[1])}: {labels.counted(n[0], 'dated act')}, the other way round "
        f"{n[1]}. Correlation of acts of conflict one {unit} later: {next_period or 'too few acts'}."
    )
    return Plot(figure, alt)


def _side(axes: Axes, survey: TensionSurvey, acts: pd.DataFrame, sign: int) -> float:
    """Draw the bars of one side, conflict next to the line; return the height of the tallest."""
    counted = by_quad(acts, survey.articles.index, survey.freq)
    style.quad_bars(axes, counted, (4, 3, 1, 2), sign, survey.freq)
    return float(counted.sum(axis=1).max())


def _in_words(row: dict[str, object]) -> str:
    sides = f"{style.label(row['target'])} after {style.label(row['source'])}"
    return f"{sides} {row['correlation']:.2f} [{row['low']:.2f}, {row['high']:.2f}]"


def _correlations(axes: Axes, responses: pd.DataFrame, pair: Pair, unit: str) -> None:
    axes.set_title("Does conflict follow conflict?", loc="left", fontsize=9.5, color=INK)
    style.open_frame(axes)
    axes.axhline(0, color=UNCLEAR, linewidth=0.8)
    axes.axvspan(0.5, 1.5, color=FAINT, alpha=0.5, zorder=0, linewidth=0)
    for (source, target), shift, marker in ((pair, -0.1, "o"), (pair[::-1], 0.1, "s")):
        rows = responses[(responses["source"] == source) & (responses["target"] == target)]
        below = (rows["correlation"] - rows["low"]).clip(lower=0)
        above = (rows["high"] - rows["correlation"]).clip(lower=0)
        colour = style.actor_colour(source)
        axes.errorbar(
            rows["lag"] + shift, rows["correlation"], yerr=[below, above], fmt=marker, markersize=5, color=colour,
            markerfacecolor=colour if marker == "o" else "white", linewidth=1,
            label=f"{style.short_id(source)}, then {style.short_id(target)}",
        )  # fmt: skip
    extreme = float(np.nanmax(np.abs(responses[["low", "high", "correlation"]].to_numpy(dtype=float))))
    axes.set_ylim(-max(0.5, extreme * 1.1), max(0.5, extreme * 1.1))
    axes.set_xlim(-0.5, max(_LAGS) + 0.5)
    axes.set_xticks(_LAGS)
    axes.set_xlabel(f"{unit}s later", fontsize=9)
    axes.set_ylabel("correlation of conflict, band 90 %", fontsize=8)
    axes.tick_params(labelsize=8)
    axes.legend(frameon=False, fontsize=8, loc="lower right")
