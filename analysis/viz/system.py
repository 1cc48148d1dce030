"""Figures of the system, of two half-lives, of attention, and of what choices move.

Each takes the gauges and gives a figure with its alt text; where nothing is
rated it gives the line that says so. Direction and intensity are never mixed.
"""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.actors import labels
from analysis.events.pairs import Pair
from analysis.tension import attention as attention_index
from analysis.tension import compare
from analysis.tension.sensitivity import WHOLE
from analysis.tension.survey import SHORT_AND_LONG, Note, TensionSurvey
from analysis.viz import axes as panels
from analysis.viz.style import COOPERATIVE, HOSTILE, INK, UNCLEAR, Plot

WORDS, DEEDS = "#e08214", HOSTILE


def system(g: TensionSurvey) -> Plot | Note:
    """All acts between the actors together: conflict share above; beneath, threats and deeds apart."""
    if g.note is not None:
        return g.note
    rows = g.system().frame
    figure, axes = panels.stack([1.6, 1.9])
    panels.band(axes[0], rows, "direction", g.freq)
    panels.share_axis(axes[0])
    _words_and_deeds(axes[1], rows, g.freq)
    panels.title(axes[0], f"All acts between {len(g.actors)} actors")
    panels.finish(axes, g.articles, g.freq, panels.last_read(g))
    last = rows[rows["complete"]].iloc[-1]
    alt = (
        f"System of {len(g.actors)} actors, {int(rows['n'].sum())} acts: conflict share last {last['direction']:.2f} "
        f"[{last['direction_low']:.2f}, {last['direction_high']:.2f}], "
        f"words {last['threats']:.2f}, deeds {last['intensity']:.2f} on the log scale."
    )
    return Plot(figure, alt)


def _words_and_deeds(axes: Axes, rows: pd.DataFrame, freq: str) -> None:
    panels.band(axes, rows, "threats", freq, colour=WORDS, label="coded: conflict in words", dash="--")
    panels.band(axes, rows, "intensity", freq, colour=DEEDS, label="coded: conflict in deeds")
    axes.set_ylim(0, 1.2 * float(np.nanmax(rows[["threats_high", "intensity_high"]].to_numpy(dtype=float))))
    axes.set_ylabel("conflict\n(log scale)", fontsize=9)
    axes.legend(frameon=False, fontsize=8, loc="upper left", ncols=2)


def two_half_lives(g: TensionSurvey, pair: Pair) -> Plot:
    """One pair with a short and a long memory side by side: what differs hangs on that choice."""
    half_lives = SHORT_AND_LONG[g.freq]
    both = compare(
        g.acts_between(pair), half_lives=half_lives, freq=g.freq, exposure=g.corpus.documents, until=panels.last_read(g)
    )
    figure = Figure(figsize=(panels.WIDTH, 4.4))
    figure.suptitle(labels.pair(*pair), x=0.105, y=0.985, ha="left", fontsize=10.5, color=INK)
    grid = figure.subplots(3, 2, sharex=True, sharey="row", height_ratios=[1.5, 1.5, 0.5])
    figure.subplots_adjust(left=0.105, right=0.985, top=0.88, bottom=0.09, hspace=0.13, wspace=0.09)
    for column, half_life in zip(grid.T, half_lives, strict=True):
        rows = both[both["half_life"] == half_life]
        panels.band(column[0], rows, "direction", g.freq)
        panels.share_axis(column[0])
        panels.band(column[1], rows, "intensity", g.freq)
        panels.conflict_axis(column[1])
        panels.title(column[0], f"half-life {half_life:g} days")
        panels.finish(list(column), g.articles, g.freq, panels.last_read(g))
    for one in grid[:, 1]:
        one.set_ylabel("")
    last = [both[(both["half_life"] == half_life) & both["complete"]].iloc[-1] for half_life in half_lives]
    told = ", ".join(
        f"{row['direction']:.2f} [{row['direction_low']:.2f}, {row['direction_high']:.2f}] "
        f"with a half-life of {row['half_life']:g} days"
        for row in last
    )
    return Plot(figure, f"{labels.pair(*pair)}, conflict share in the last complete period: {told}.")


def attention(g: TensionSurvey, series: pd.DataFrame) -> Plot | Note:
    """The index of articles above, threats and acts apart; the coded system beneath, each period alone.

    The bars add up to the index of all matching articles, whose mean is 100; an
    article that speaks of both counts with the acts.
    """
    if g.note is not None:
        return g.note
    own = series[(series["a"] == attention_index.ALL) & (series["b"] == attention_index.ALL)]
    wide = own.pivot_table(index="period", columns="side", values="n_matching", aggfunc="sum")
    index = own[own["side"] == "all"].set_index("period")["index"].astype(float)
    part = (wide["acts"] / wide["all"].where(wide["all"] > 0)).fillna(0.0)
    acts, threats = int(wide["acts"].sum()), int((wide["all"] - wide["acts"]).sum())
    figure, axes = panels.stack([1.7, 1.9])
    where, base = panels.spans(index.index, g.freq), (index * part).fillna(0.0)
    for height, bottom, colour, name in (
        (base, 0.0, DEEDS, f"articles on acts ({acts})"),
        ((index * (1 - part)).fillna(0.0), base, WORDS, f"on threats alone ({threats})"),
    ):
        axes[0].bar(where.middle, height, bottom=bottom, width=where.width * 0.86, color=colour, label=name)
    axes[0].axhline(100, color=UNCLEAR, linewidth=0.8, linestyle=":")
    axes[0].set_ylim(0, 1.3 * max(100.0, float(index.max())))
    axes[0].set_ylabel("attention\n(mean 100)", fontsize=9)
    axes[0].legend(frameon=False, fontsize=8, loc="upper left", ncols=2)
    _words_and_deeds(axes[1], g.system(decay=False).frame, g.freq)
    panels.title(axes[0], "What articles speak of, and what is coded from them")
    panels.finish(axes, g.articles, g.freq, panels.last_read(g))
    alt = (
        f"Attention: {acts + threats} of {int(g.articles.sum())} articles speak of geopolitical threats or acts, "
        f"{acts} of acts; the coded system beneath."
    )
    return Plot(figure, alt)


def choices(g: TensionSurvey, variants: pd.DataFrame, *, most: int = 12) -> Plot | Note:
    """Each pair's conflict share over all the time with its band, and where other choices put it."""
    if g.note is not None:
        return g.note
    pairs, table = g.pairs[:most], variants.set_index(["a", "b"])
    figure = Figure(figsize=(panels.WIDTH, 0.9 + 0.3 * len(pairs)))
    axes = figure.add_subplot()
    figure.subplots_adjust(left=0.3)
    for place, pair in enumerate(pairs):
        _choice_row(axes, place, table.loc[[pair]].set_index("variant"))
    axes.set_yticks(range(len(pairs)), [labels.pair(*pair) for pair in pairs], fontsize=8.5)
    axes.set_ylim(len(pairs) - 0.4, -0.6)
    axes.set_xlim(0, 1)
    axes.axvline(0.5, color=UNCLEAR, linewidth=0.8, linestyle=":")
    axes.set_xlabel("conflict share over all the time read (0 all cooperation, 1 all conflict)", fontsize=9)
    panels.bare(axes)
    _choice_legend(axes, outlets=bool(variants["variant"].str.startswith("without ").any()))
    moved = (table["direction"] - table[table["variant"] == WHOLE]["direction"]).abs().max()
    alt = f"Conflict share of {len(pairs)} pairs with bands; other choices move it by at most {moved:.2f}."
    return Plot(figure, alt)


def _choice_row(axes: Axes, place: int, own: pd.DataFrame) -> None:
    base = own.loc[WHOLE]
    axes.plot(
        [base["direction_low"], base["direction_high"]], [place, place], color=UNCLEAR, linewidth=7, alpha=0.35,
        solid_capstyle="butt",
    )  # fmt: skip
    axes.plot(base["direction"], place, "o", color=INK, markersize=6, zorder=3)
    outlets = own[own.index.str.startswith("without ")]["direction"].astype(float)
    axes.plot(outlets, [place] * len(outlets), "|", color=COOPERATIVE, markersize=11, zorder=2)
    wide = own[own.index == "all modalities"]["direction"].astype(float)
    axes.plot(wide, [place] * len(wide), "D", markerfacecolor="white", markeredgecolor=HOSTILE, markersize=6, zorder=4)


def _choice_legend(axes: Axes, *, outlets: bool) -> None:
    shapes = [("o", INK, INK, "asserted acts, band 90 %"), ("D", "white", HOSTILE, "all modalities")]
    shapes += [("|", COOPERATIVE, COOPERATIVE, "one outlet left out")] if outlets else []
    for marker, face, line, text in shapes:
        axes.plot([], [], marker, markerfacecolor=face, markeredgecolor=line, color=line, markersize=7, label=text)
    axes.legend(frameon=False, fontsize=8, ncols=3, loc="lower left", bbox_to_anchor=(0, 1.0))
