"""Parts that the figures of tension share: panels over one time axis, with the articles read beneath every series."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import matplotlib.dates as mdates
import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis.events.periods import period_number, period_start
from analysis.tension import TensionSurvey
from analysis.viz.style import INK, UNCLEAR

WIDTH = 9.0
BREAK = "#6a3d9a"
EDGE = "#dddddd"
LEAST_TOP = 0.3
# Verbal and material cooperation, verbal and material conflict: words are pale, deeds strong.
QUAD_COLOURS = {1: "#92c5de", 2: "#2166ac", 3: "#f4a582", 4: "#b2182b"}
_QUAD_NAMES = {1: "cooperation in words", 2: "in deeds", 3: "conflict in words", 4: "in deeds"}
# matplotlib.dates carries no types.
day_number: Any = mdates.date2num
_locator: Any = mdates.AutoDateLocator
_formatter: Any = mdates.ConciseDateFormatter
_STRIP = 0.55
_GAP = 0.14


@dataclass(frozen=True, slots=True)
class Spans:
    """Periods on the time axis: their left edges, middles and widths in days, as matplotlib counts them."""

    left: npt.NDArray[np.float64]
    width: npt.NDArray[np.float64]

    @property
    def middle(self) -> npt.NDArray[np.float64]:
        """The middle of each period."""
        return np.asarray(self.left + self.width / 2)


def spans(periods: pd.Series | pd.Index, freq: str) -> Spans:
    """Where the periods that begin on these days lie."""
    number = period_number(pd.Series(periods), freq)
    left = day_number(period_start(number, freq))
    return Spans(np.asarray(left), np.asarray(day_number(period_start(number + 1, freq)) - left))


def stack(heights: Sequence[float], *, top: float = 0.35) -> tuple[Figure, list[Axes]]:
    """A figure of panels with these heights in inches, and a last one for the articles, over one time axis."""
    tall = sum(heights) + _STRIP + _GAP * len(heights) + top + 0.45
    figure = Figure(figsize=(WIDTH, tall))
    FigureCanvasAgg(figure)
    axes = figure.subplots(len(heights) + 1, 1, sharex=True, height_ratios=[*heights, _STRIP])
    mean = (sum(heights) + _STRIP) / (len(heights) + 1)
    figure.subplots_adjust(
        left=0.105, right=0.985, top=1 - top / tall, bottom=0.45 / tall, hspace=_GAP / mean
    )  # fmt: skip
    return figure, list(np.atleast_1d(axes))


def finish(axes: Sequence[Axes], articles: pd.Series, freq: str, last_day: pd.Timestamp) -> None:
    """Draw the strip of articles on the last panel, grey what is not complete, and label the time axis."""
    strip(axes[-1], articles, freq)
    where = spans(articles.index, freq)
    for one in axes:
        edge(one, where, last_day)
        bare(one)
    axes[-1].set_xlim(where.left[0], where.left[-1] + where.width[-1])
    dates(axes[-1])


def strip(axes: Axes, articles: pd.Series, freq: str) -> None:
    """Articles read by period."""
    where = spans(articles.index, freq)
    some = articles.to_numpy() > 0
    axes.bar(where.middle[some], articles.to_numpy()[some], width=where.width[some] * 0.86, color=UNCLEAR)
    axes.set_ylabel("articles\nread", fontsize=8)
    most = float(articles.max())
    axes.set_ylim(0, most * 1.1)
    axes.set_yticks([0, int(most)])
    axes.tick_params(axis="y", labelsize=8)


def edge(axes: Axes, where: Spans, last_day: pd.Timestamp) -> None:
    """Grey the period that the reading does not fill."""
    right = where.left[-1] + where.width[-1]
    if day_number(last_day) + 1 < right:
        axes.axvspan(where.left[-1], right, color=EDGE, alpha=0.7, zorder=0, linewidth=0)


def band(
    axes: Axes, rows: pd.DataFrame, name: str, freq: str, *, colour: str = INK, label: str = "", dash: str = "-"
) -> None:
    """A measure with its band, with a gap where nothing was read; a dot keeps a lone period visible."""
    middle, seen = spans(rows["period"], freq).middle, (rows["exposure"] > 0).to_numpy()
    value, low, high = (np.where(seen, rows[f"{name}{end}"].astype(float), np.nan) for end in ("", "_low", "_high"))
    few = len(rows) <= 200
    axes.fill_between(middle, low, high, color=colour, alpha=0.16, linewidth=0)
    axes.plot(
        middle, value, color=colour, linewidth=1.6 if few else 0.9, linestyle=dash, marker="o",
        markersize=2.6 if few else 1.0, label=label or None,
    )  # fmt: skip


def bars(axes: Axes, counted: pd.DataFrame, quads: Sequence[int], sign: int, freq: str) -> None:
    """Acts by period (`survey.by_quad`), the first of `quads` next to the line, upwards or downwards."""
    where, base = spans(counted.index, freq), np.zeros(len(counted))
    for quad in quads:
        height = sign * counted[quad].to_numpy(dtype=np.float64)
        some = height != 0  # hundreds of empty bars would only cost time
        axes.bar(
            where.middle[some], height[some], bottom=base[some], width=where.width[some] * 0.86,
            color=QUAD_COLOURS[quad], edgecolor="white", linewidth=0.4,
        )  # fmt: skip
        base = base + height


def both_ways(axes: Axes, most: float, *, room: float) -> None:
    """An axis of acts that counts upwards and downwards from 0, with `room` times the tallest bar."""
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.set_ylim(-room * most, room * most)
    ticks = sorted({0, round(most / 2), round(most)})
    axes.set_yticks([-tick for tick in ticks[:0:-1]] + ticks, [str(tick) for tick in ticks[:0:-1] + ticks])
    axes.set_ylabel("acts", fontsize=9)


def quad_legend(axes: Axes, x: float, corner: Literal["lower left", "lower right"]) -> None:
    """The colours of the quad classes, in a row above the panel."""
    patches = [Rectangle((0, 0), 1, 1, color=QUAD_COLOURS[quad], label=_QUAD_NAMES[quad]) for quad in _QUAD_NAMES]
    axes.legend(
        handles=patches, frameon=False, fontsize=7.5, ncols=4, loc=corner, bbox_to_anchor=(x, 1.0), handlelength=1,
        borderaxespad=0.2, columnspacing=1.2,
    )  # fmt: skip


def code(actor: object) -> str:
    """An actor's id without its kind, short enough for a figure."""
    return str(actor).rpartition(":")[2]


def share_axis(axes: Axes) -> None:
    """From all cooperation to all conflict, with the even line."""
    axes.axhline(0.5, color=UNCLEAR, linewidth=0.8, linestyle=":", zorder=1)
    axes.set_ylim(0, 1)
    axes.set_yticks([0, 0.5, 1])
    axes.set_ylabel("conflict share", fontsize=9)


def conflict_axis(axes: Axes) -> None:
    """Material conflict from 0; never so fine that an axis makes noise look like a storm."""
    axes.set_ylim(0, max(LEAST_TOP, axes.get_ylim()[1]))
    axes.set_ylabel("material conflict\n(log scale)", fontsize=9)


def mark_breaks(axes: Sequence[Axes], found: pd.DataFrame) -> None:
    """Breaks as lines within the interval of their dates."""
    for row in found.to_dict("records"):
        for one in axes:
            one.axvspan(row["period_low"], row["period_high"], color=BREAK, alpha=0.12, linewidth=0, zorder=0)
            one.axvline(row["period"], color=BREAK, linewidth=1.2, linestyle="-.", zorder=1)


def dates(axes: Axes) -> None:
    """Concise dates on the time axis, as many as its width holds."""
    wide = axes.get_position().width * axes.figure.get_size_inches()[0]  # type: ignore[union-attr]
    locator = _locator(minticks=3, maxticks=max(6, int(wide * 1.2)))
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(_formatter(locator))


def bare(axes: Axes) -> None:
    """No box: the left and lower line alone."""
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.spines["left"].set_color(INK)
    axes.margins(x=0)


def title(axes: Axes, text: str) -> None:
    """The title of a panel, at its left."""
    axes.set_title(text, loc="left", fontsize=10.5, color=INK)


def last_read(g: TensionSurvey) -> pd.Timestamp:
    """The day of the last article."""
    return pd.Timestamp(g.corpus.documents["published"].max())
