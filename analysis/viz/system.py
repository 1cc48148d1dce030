"""Figures of all actors together, of attention, and of how far results rest on choices.

Each takes a survey and gives a figure, or the survey's note where nothing is measured.
Conflict share and intensity are never mixed.
"""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.actors import labels
from analysis.events.pairs import Pair
from analysis.tension import Note, TensionSurvey
from analysis.tension import attention as attention_index
from analysis.tension.sensitivity import WHOLE
from analysis.tension.survey import SHORT_AND_LONG
from analysis.viz import style
from analysis.viz.style import COOPERATIVE, HOSTILE, INK, UNCLEAR, Plot

VERBAL, MATERIAL = "#e08214", HOSTILE


def system(survey: TensionSurvey) -> Plot | Note:
    """All events between the actors together: conflict share above, verbal and material conflict apart beneath."""
    if survey.note is not None:
        return survey.note
    rows = survey.system().frame
    figure, axes = style.stacked_panels([1.6, 1.9])
    style.band(axes[0], rows, "direction", survey.freq)
    style.share_axis(axes[0], name=style.share_with_half_life(survey.half_life))
    _verbal_and_material(axes[1], rows, survey.freq)
    style.panel_title(axes[0], f"All dated acts between {len(survey.actors)} actors")
    style.finish_panels(axes, survey, series="Lines with bands of 90 %.")
    last = rows[rows["complete"]].iloc[-1]
    alt = (
        f"System of {len(survey.actors)} actors, {labels.counted(int(rows['n'].sum()), 'dated act')}; "
        f"conflict share at the end, half-life {survey.half_life:g} days, {last['direction']:.2f} "
        f"[{last['direction_low']:.2f}, {last['direction_high']:.2f}], verbal conflict {last['threats']:.2f}, "
        f"material conflict {last['intensity']:.2f} as {style.log_unit(survey.freq)}."
    )
    return Plot(figure, alt)


def _verbal_and_material(axes: Axes, rows: pd.DataFrame, freq: str) -> None:
    if not rows[["n_vf", "n_mf"]].to_numpy().sum():
        style.nothing_there(axes, "No act of conflict was read.", height=0.5)
        style.conflict_axis(axes, freq)
        return
    style.band(axes, rows, "threats", freq, colour=VERBAL, label="coded verbal conflict", dash="--")
    style.band(axes, rows, "intensity", freq, colour=MATERIAL, label="coded material conflict")
    axes.set_ylim(0, 1.2 * float(np.nanmax(rows[["threats_high", "intensity_high"]].to_numpy(dtype=float))))
    axes.set_ylabel(f"conflict,\n{style.log_unit(freq)}", fontsize=8)
    axes.legend(frameon=False, fontsize=8, loc="upper left", ncols=2)


def two_half_lives(survey: TensionSurvey, pair: Pair) -> Plot:
    """One pair with a short and a long half-life side by side: what differs depends on that choice.

    Both are shrunk towards what is usual of all pairs, as the series of the pair elsewhere.
    """
    half_lives = SHORT_AND_LONG[survey.freq]
    both = survey.short_and_long(pair)
    figure = Figure(figsize=(style.WIDTH, 4.4))
    figure.suptitle(style.pair(*pair), x=0.105, y=0.985, ha="left", fontsize=10.5, color=INK)
    grid = figure.subplots(3, 2, sharex=True, sharey="row", height_ratios=[1.5, 1.5, 0.5])
    figure.subplots_adjust(left=0.105, right=0.985, top=0.88, bottom=0.09, hspace=0.13, wspace=0.09)
    for column, half_life in zip(grid.T, half_lives, strict=True):
        rows = both[both["half_life"] == half_life]
        style.band(column[0], rows, "direction", survey.freq)
        style.share_axis(column[0])
        if rows["n_mf"].sum():
            style.band(column[1], rows, "intensity", survey.freq)
        else:
            style.nothing_there(column[1], "No act of material conflict was read.", height=0.5)
        style.conflict_axis(column[1], survey.freq)
        style.panel_title(column[0], f"half-life {half_life:g} days")
        style.finish_panels(list(column), survey, series="Lines with bands of 90 %.")
    for axes in grid[:, 1]:
        axes.set_ylabel("")
    last = [both[(both["half_life"] == half_life) & both["complete"]].iloc[-1] for half_life in half_lives]
    shares = ", ".join(
        f"{row['direction']:.2f} [{row['direction_low']:.2f}, {row['direction_high']:.2f}] "
        f"with a half-life of {row['half_life']:g} days"
        for row in last
    )
    return Plot(figure, f"{style.pair(*pair)}, conflict share at the end: {shares}.")


def attention(survey: TensionSurvey, index: pd.DataFrame) -> Plot | Note:
    """The attention index above, articles on threats and on acts apart; the coded system beneath, without decay.

    The bars add up to the index of all matching articles, whose mean is 100. An
    article on both counts as one on acts.

    Parameters
    ----------
    survey
        The survey that gives the coded series.
    index
        The attention index by the same periods, as `survey.attention()` gives.
    """
    if survey.note is not None:
        return survey.note
    own = index[(index["a"] == attention_index.ALL) & (index["b"] == attention_index.ALL)]
    wide = own.pivot_table(index="period", columns="side", values="n_matching", aggfunc="sum")
    level = own[own["side"] == "all"].set_index("period")["index"].astype(float)
    share_of_acts = (wide["acts"] / wide["all"].where(wide["all"] > 0)).fillna(0.0)
    n_acts, n_threats = int(wide["acts"].sum()), int((wide["all"] - wide["acts"]).sum())
    figure, axes = style.stacked_panels([1.7, 1.9])
    where, base = style.extents(level.index, survey.freq), (level * share_of_acts).fillna(0.0)
    for height, bottom, colour, name in (
        (base, 0.0, MATERIAL, f"articles on acts ({n_acts})"),
        ((level * (1 - share_of_acts)).fillna(0.0), base, VERBAL, f"articles on threats alone ({n_threats})"),
    ):
        axes[0].bar(where.middle, height, bottom=bottom, width=where.width * 0.86, color=colour, label=name)
    axes[0].axhline(100, color=UNCLEAR, linewidth=0.8, linestyle=":")
    axes[0].set_ylim(0, 1.3 * max(100.0, float(level.max())))
    axes[0].set_ylabel("attention index\n(mean 100)", fontsize=9)
    axes[0].legend(frameon=False, fontsize=8, loc="upper left", ncols=2)
    _verbal_and_material(axes[1], survey.system(decay=False).frame, survey.freq)
    style.panel_title(axes[0], "What articles are about, and what is coded from them")
    style.finish_panels(axes, survey, series="Dotted: the mean of the index. Lines with bands of 90 %.")
    alt = (
        f"Attention: {n_acts + n_threats} of {labels.counted(survey.articles.sum(), 'article')} are about geopolitical "
        f"threats or acts, {n_acts} of them about acts; the coded system beneath."
    )
    return Plot(figure, alt)


def robustness(survey: TensionSurvey, variants: pd.DataFrame, *, max_rows: int = 12) -> Plot | Note:
    """Each pair's conflict share over the whole time with its band, and its value under other choices.

    Parameters
    ----------
    survey
        The survey with the pairs.
    variants
        The conflict share under each choice, as `survey.variants()` gives.
    max_rows
        How many of the busiest pairs are shown.
    """
    if survey.note is not None:
        return survey.note
    pairs, table = survey.pairs[:max_rows], variants.set_index(["a", "b"])
    figure = Figure(figsize=(style.WIDTH, 0.9 + 0.3 * len(pairs)))
    axes = figure.add_subplot()
    figure.subplots_adjust(left=0.3)
    for row, pair in enumerate(pairs):
        _robustness_row(axes, row, table.loc[[pair]].set_index("variant"))
    axes.set_yticks(range(len(pairs)), [style.pair(*pair) for pair in pairs], fontsize=8.5)
    axes.set_ylim(len(pairs) - 0.4, -0.6)
    axes.set_xlim(0, 1)
    axes.axvline(0.5, color=UNCLEAR, linewidth=0.8, linestyle=":")
    axes.set_xlabel("conflict share, whole period (0 all cooperation, 1 all conflict)", fontsize=9)
    style.open_frame(axes)
    _robustness_legend(axes, outlets=bool(variants["variant"].str.startswith("without ").any()))
    change = (table["share"] - table[table["variant"] == WHOLE]["share"]).abs().max()
    shown = labels.counted(len(pairs), "pair")
    alt = f"Conflict share of {shown} with bands; other choices change it by at most {change:.2f}."
    return Plot(figure, alt)


def _robustness_row(axes: Axes, row: int, own: pd.DataFrame) -> None:
    base = own.loc[WHOLE]
    axes.plot(
        [base["share_low"], base["share_high"]], [row, row], color=UNCLEAR, linewidth=7, alpha=0.35,
        solid_capstyle="butt",
    )  # fmt: skip
    axes.plot(base["share"], row, "o", color=INK, markersize=6, zorder=3)
    outlets = own[own.index.str.startswith("without ")]["share"].astype(float)
    axes.plot(outlets, [row] * len(outlets), "|", color=COOPERATIVE, markersize=11, zorder=2)
    wide = own[own.index == "all modalities"]["share"].astype(float)
    axes.plot(wide, [row] * len(wide), "D", markerfacecolor="white", markeredgecolor=HOSTILE, markersize=6, zorder=4)


def _robustness_legend(axes: Axes, *, outlets: bool) -> None:
    shapes = [("o", INK, INK, "asserted events, band 90 %"), ("D", "white", HOSTILE, "all modalities")]
    shapes += [("|", COOPERATIVE, COOPERATIVE, "one outlet left out")] if outlets else []
    for marker, face, line, text in shapes:
        axes.plot([], [], marker, markerfacecolor=face, markeredgecolor=line, color=line, markersize=7, label=text)
    axes.legend(frameon=False, fontsize=8, ncols=3, loc="lower left", bbox_to_anchor=(0, 1.0))
