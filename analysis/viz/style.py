"""What all figures share: `Plot` with its alt text, colours, axes, and panels over one time axis.

Every sign is shown twice, by colour and by shape or dash: blue is cooperative, red is
hostile, grey is unclear. Every series stands above the number of articles that it rests on.
"""

import base64
import functools
import io
import math
import textwrap
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import matplotlib as mpl
import matplotlib.dates as mdates
import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis import errors
from analysis.actors import labels
from analysis.events.periods import NAMES, following, period_number, period_start
from analysis.ontology import QUAD_NAMES
from analysis.tension import TensionSurvey

COOPERATIVE, HOSTILE, UNCLEAR, INK = "#2166ac", "#b2182b", "#8c8c8c", "#222222"
DIRECTION = LinearSegmentedColormap.from_list("direction", [COOPERATIVE, "#f7f7f7", HOSTILE])
# Verbal events are pale, material ones strong.
QUAD_COLOURS: Mapping[int, str] = {1: "#92c5de", 2: COOPERATIVE, 3: "#f4a582", 4: HOSTILE}
BREAK = "#6a3d9a"
WORDS = "#595959"  # grey text: a contrast of 7 to 1 on white
FAINT = "#dddddd"
CAPTION = "caption"
"""The id of the text that is a figure's caption."""
_CAPTION_PER_INCH = 16.0  # characters of 8 points
_ACTOR_COLOURS = (
    "#1b7837", "#762a83", "#b35806", "#01665e", "#c51b7d", "#4d4d4d", "#8c6d1f", "#5e3c99", "#00706b", "#a6611a",
    "#7a0177", "#3f5f1f",
)  # fmt: skip
WIDTH = 9.0
_QUAD_LABELS = {quad: name for quad, name in QUAD_NAMES.items() if quad}
_DPI = 110
_PRINT_DPI = 300
# What a file says of itself, by its form: not when it was made, so that the same figure gives the same bytes.
_METADATA: Mapping[str, Mapping[str, Any]] = {
    "png": {"Software": None}, "svg": {"Date": None, "Creator": None}, "pdf": {"CreationDate": None, "Producer": None},
}  # fmt: skip
_SAVED: Any = {
    "svg.hashsalt": "entente",
    "pdf.fonttype": 42,
}  # ids of marks by content; fonts that an editor can change
_ARTICLE_HEIGHT, _GAP = 0.55, 0.14  # inches
_MIN_CONFLICT_TOP = 0.3
_MANY_PERIODS = 200
# matplotlib.dates carries no types.
day_number: Any = mdates.date2num
_locator: Any = mdates.AutoDateLocator
_formatter: Any = mdates.ConciseDateFormatter


@dataclass(frozen=True, slots=True)
class Plot:
    """A figure and the sentence that says what it shows: its caption, and its alt text in a notebook.

    Attributes
    ----------
    figure
        The matplotlib figure, to be changed or saved.
    alt
        What the figure shows, for readers who cannot see it.
    """

    figure: Figure
    alt: str

    def __post_init__(self) -> None:
        """Write the sentence beneath the picture as its caption, so that a saved figure carries its numbers."""
        if any(text.get_text() == self.alt for axes in self.figure.axes for text in axes.texts):
            return  # the figure is that sentence
        width, height = self.figure.get_size_inches()
        self.figure.draw_without_rendering()  # labels may reach below the edge, where the caption would cover them
        lowest = min(0.0, self.figure.get_tightbbox().y0 / height)
        caption = "\n".join(textwrap.wrap(self.alt, int(width * _CAPTION_PER_INCH)))
        self.figure.text(0.01, lowest - 0.01, caption, fontsize=8, color=WORDS, ha="left", va="top", gid=CAPTION)

    def png(self) -> bytes:
        """The picture as PNG; the same figure gives the same bytes on one machine."""
        buffer = io.BytesIO()
        self.figure.savefig(buffer, format="png", dpi=_DPI, bbox_inches="tight", metadata={"Software": None})
        return buffer.getvalue()

    def save(self, path: str | Path, *, dpi: int = _PRINT_DPI) -> Path:
        """Write the picture as PNG, SVG or PDF, by the ending of the path, and return the path.

        The same figure gives the same bytes on one machine. SVG and PDF hold the alt text as their title.

        Parameters
        ----------
        path
            The file; its folder must exist.
        dpi
            Dots per inch of a PNG.

        Raises
        ------
        InputError
            If the path ends in none of .png, .svg and .pdf.
        """
        path = Path(path)
        form = path.suffix.lower().removeprefix(".")
        if form not in _METADATA:
            raise errors.InputError(f"{path}: figures are saved as .{', .'.join(_METADATA)}")
        metadata = {**_METADATA[form], **({} if form == "png" else {"Title": self.alt})}
        with mpl.rc_context(_SAVED):
            self.figure.savefig(path, format=form, dpi=dpi, bbox_inches="tight", metadata=metadata)
        return path

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
        picture = base64.b64encode(self.png()).decode("ascii")
        return {"image/png": picture, "text/plain": self.alt}, {"image/png": {"alt": self.alt}}


def empty(reason: str) -> Plot:
    """A small plot that says why there is nothing to draw."""
    figure = Figure(figsize=(7, 0.8))
    axes = figure.add_subplot()
    axes.axis("off")
    axes.text(0, 0.5, reason, va="center", fontsize=11, color=INK)
    return Plot(figure, reason)


# Names of actors in a figure


def actor_colour(actor: object) -> str:
    """The colour of an actor, the same in every figure and every run.

    None of them is a colour of cooperation or conflict. Two actors may share one, so
    names are always written.
    """
    return _ACTOR_COLOURS[zlib.crc32(str(actor).encode()) % len(_ACTOR_COLOURS)]


def short(actor: object) -> str:
    """The short name of an actor, or its code where the font has no letters for the name."""
    return drawable(labels.short(actor), str(actor))


def label(actor: object) -> str:
    """The name of an actor, or its code where the font has no letters for the name."""
    return drawable(labels.label(actor), str(actor))


def pair(one: object, other: object) -> str:
    """The names of two actors, joined by a dash."""
    return f"{label(one)} – {label(other)}"


def drawable(text: str, code: str) -> str:
    """The text if the font of figures has all of its letters, else the code, its other letters as numbers."""
    if all(ord(letter) in _letters() for letter in text):
        return text
    return code.encode("ascii", "backslashreplace").decode("ascii")


@functools.cache
def _letters() -> frozenset[int]:
    """The letters that matplotlib's own font has."""
    return frozenset(font_manager.get_font(font_manager.findfont("DejaVu Sans")).get_charmap())


def short_id(actor: object) -> str:
    """An actor's id without its kind, short enough for a figure."""
    return str(actor).rpartition(":")[2]


# Axes


def date_axis(axes: Axes) -> None:
    """Concise dates on the x axis, as many as its width holds."""
    inches = axes.get_position().width * axes.figure.get_size_inches()[0]  # type: ignore[union-attr]
    locator = _locator(minticks=3, maxticks=max(6, int(inches * 1.2)))
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(_formatter(locator))


def open_frame(axes: Axes) -> None:
    """Take away the frame above and to the right."""
    axes.spines[["top", "right"]].set_visible(False)


def panel_title(axes: Axes, text: str) -> None:
    """The title of a panel, at its left."""
    axes.set_title(text, loc="left", fontsize=10.5, color=INK)


def share_axis(axes: Axes, *, name: str = "conflict share") -> None:
    """A conflict share from 0, all cooperation, to 1, all conflict, with a line at one half."""
    axes.axhline(0.5, color=UNCLEAR, linewidth=0.8, linestyle=":", zorder=1)
    axes.set_ylim(0, 1)
    axes.set_yticks([0, 0.5, 1])
    axes.set_ylabel(name, fontsize=9)


def share_with_half_life(half_life: float) -> str:
    """The name of a conflict share in which an event counts half after so many days, in two lines."""
    return f"conflict share,\nhalf-life {half_life:g} days"


def log_unit(freq: str) -> str:
    """The unit of a series of conflict."""
    return f"log(1 + acts per {NAMES[freq]})"


def conflict_axis(axes: Axes, freq: str) -> None:
    """Material conflict from 0; the scale has a minimum, so that a few events do not fill the panel."""
    axes.set_ylim(0, max(_MIN_CONFLICT_TOP, axes.get_ylim()[1]))
    axes.set_ylabel(f"material conflict,\nlog(1 + acts\nper {NAMES[freq]})", fontsize=8)


def two_sided_axis(axes: Axes, up: float, down: float, *, room: float, freq: str) -> None:
    """An axis that counts events upwards and downwards from 0.

    Parameters
    ----------
    axes
        The panel.
    up, down
        The tallest bar on each side; a side with little keeps a third of the other's height.
    room
        Room beyond the tallest bars, as a share of the height of both sides.
    freq
        Length of a period.
    """
    axes.axhline(0, color=INK, linewidth=0.8)
    least = max(1.0, up, down) / 3
    top, bottom = max(up, least), max(down, least)
    axes.set_ylim(-bottom - room * (top + bottom), top + room * (top + bottom))
    step = max(1, math.ceil(max(up, down) / 3))
    ticks = range(-step * int(down // step), step * int(up // step) + 1, step)
    axes.set_yticks(list(ticks), [str(abs(tick)) for tick in ticks])
    axes.set_ylabel(f"acts per {NAMES[freq]}", fontsize=9)


def nothing_there(axes: Axes, text: str, *, height: float) -> None:
    """Say in words that a side of a panel is empty; `height` is a share of the panel's height."""
    axes.text(0.5, height, text, transform=axes.transAxes, ha="center", va="center", fontsize=8.5, color=WORDS)


def quad_legend(axes: Axes, x: float, corner: Literal["lower left", "lower right"]) -> None:
    """The colours of the quad classes, in a row above the panel."""
    patches = [Rectangle((0, 0), 1, 1, color=QUAD_COLOURS[quad], label=name) for quad, name in _QUAD_LABELS.items()]
    axes.legend(
        handles=patches, frameon=False, fontsize=7.5, ncols=4, loc=corner, bbox_to_anchor=(x, 1.0), handlelength=1,
        borderaxespad=0.2, columnspacing=1.2,
    )  # fmt: skip


# Panels over one time axis


@dataclass(frozen=True, slots=True)
class Extents:
    """Where periods lie on the time axis: their left edges and widths, in matplotlib's days."""

    left: npt.NDArray[np.float64]
    width: npt.NDArray[np.float64]

    @property
    def middle(self) -> npt.NDArray[np.float64]:
        """The middle of each period."""
        return np.asarray(self.left + self.width / 2)


def extents(periods: pd.Series | pd.Index, freq: str) -> Extents:
    """Where the periods that begin on these days lie."""
    number = period_number(pd.Series(periods), freq)
    left = day_number(period_start(number, freq))
    return Extents(np.asarray(left), np.asarray(day_number(period_start(number + 1, freq)) - left))


def stacked_panels(heights: Sequence[float], *, top: float = 0.35) -> tuple[Figure, list[Axes]]:
    """A figure of panels with these heights in inches, and one more for the articles, over one time axis."""
    total = sum(heights) + _ARTICLE_HEIGHT + _GAP * len(heights) + top + 0.45
    figure = Figure(figsize=(WIDTH, total))
    FigureCanvasAgg(figure)
    axes = figure.subplots(len(heights) + 1, 1, sharex=True, height_ratios=[*heights, _ARTICLE_HEIGHT])
    mean = (sum(heights) + _ARTICLE_HEIGHT) / (len(heights) + 1)
    figure.subplots_adjust(left=0.105, right=0.985, top=1 - top / total, bottom=0.45 / total, hspace=_GAP / mean)
    return figure, list(np.atleast_1d(axes))


def finish_panels(
    axes: Sequence[Axes], survey: TensionSurvey, *, last_day: pd.Timestamp | None = None, series: str = ""
) -> None:
    """Draw the articles on the last panel, shade the period that the articles do not fill, and label the time axis.

    Parameters
    ----------
    axes
        The panels, from the top.
    survey
        Gives the articles by period.
    last_day
        Last day of the articles; by default the day of the last article of the survey.
    series
        What is drawn besides what a legend names, in a sentence; it stands beneath the time axis.
    """
    freq, articles = survey.freq, survey.articles
    last_day = last_published(survey) if last_day is None else last_day
    _article_bars(axes[-1], articles, freq)
    _footnote(axes[-1], survey, last_day, series)
    where = extents(articles.index, freq)
    right = where.left[-1] + where.width[-1]
    for one in axes:
        if day_number(last_day) + 1 < right:
            one.axvspan(where.left[-1], right, color=FAINT, alpha=0.7, zorder=0, linewidth=0)
        open_frame(one)
        one.margins(x=0)
    axes[-1].set_xlim(where.left[0], right)
    date_axis(axes[-1])


def _footnote(axes: Axes, survey: TensionSurvey, last_day: pd.Timestamp, series: str) -> None:
    """What is drawn, and what the grey stripe means where there is one, beneath the time axis."""
    end = period_start(period_number(pd.Series([survey.articles.index[-1]]), survey.freq) + 1, survey.freq)
    in_part = last_day + pd.Timedelta(days=1) < pd.Timestamp(end[0])
    stripe = f"Grey stripe: a {NAMES[survey.freq]} that was read in part." if in_part else ""
    text = " ".join(filter(None, (series, stripe)))
    if text:
        axes.annotate(text, (0, 0), xytext=(0, -27), xycoords="axes fraction", textcoords="offset points", fontsize=7.5,
                      color=WORDS, va="top")  # fmt: skip


def last_published(survey: TensionSurvey) -> pd.Timestamp:
    """The day of the last article."""
    return pd.Timestamp(survey.corpus.documents["published"].max())


def _article_bars(axes: Axes, articles: pd.Series, freq: str) -> None:
    where, n = extents(articles.index, freq), articles.to_numpy()
    shown = n > 0
    axes.bar(where.middle[shown], n[shown], width=where.width[shown] * 0.86, color=UNCLEAR)
    axes.set_ylabel(f"articles\nper {NAMES[freq]}", fontsize=8)
    axes.set_ylim(0, float(n.max()) * 1.1)
    axes.set_yticks([0, int(n.max())])
    axes.tick_params(axis="y", labelsize=8)


def band(
    axes: Axes, rows: pd.DataFrame, name: str, freq: str, *, colour: str = INK, label: str = "", dash: str = "-"
) -> None:
    """Draw a measure with its band; it has a gap where no article was read, and a dot for each period.

    Parameters
    ----------
    axes
        The panel.
    rows
        Rows of `tension.measure` for one series.
    name
        The measure: `rows` has it with `_low` and `_high`.
    freq
        Length of a period.
    colour, label, dash
        How the line is drawn, and its name in the legend.
    """
    middle, read = extents(rows["period"], freq).middle, (rows["exposure"] > 0).to_numpy()
    value, low, high = (np.where(read, rows[f"{name}{end}"].astype(float), np.nan) for end in ("", "_low", "_high"))
    few = len(rows) <= _MANY_PERIODS
    axes.fill_between(middle, low, high, color=colour, alpha=0.16, linewidth=0)
    axes.plot(
        middle, value, color=colour, linewidth=1.6 if few else 0.9, linestyle=dash, marker="o",
        markersize=2.6 if few else 1.0, label=label or None,
    )  # fmt: skip


def quad_bars(axes: Axes, counted: pd.DataFrame, quads: Sequence[int], sign: int, freq: str) -> None:
    """Stacked bars of events by period and quad class, the first of `quads` next to the line.

    Parameters
    ----------
    axes
        The panel.
    counted
        Events by first day of the period (rows) and quad class (columns).
    quads
        Quad classes from the line outwards.
    sign
        1 draws upwards, -1 downwards.
    freq
        Length of a period.
    """
    where, base = extents(counted.index, freq), np.zeros(len(counted))
    for quad in quads:
        height = sign * counted[quad].to_numpy(dtype=np.float64)
        shown = height != 0  # hundreds of empty bars would only cost time
        axes.bar(
            where.middle[shown], height[shown], bottom=base[shown], width=where.width[shown] * 0.86,
            color=QUAD_COLOURS[quad], edgecolor="white", linewidth=0.4,
        )  # fmt: skip
        base = base + height


def mark_episodes(axes: Sequence[Axes], found: pd.DataFrame, freq: str) -> None:
    """Shade episodes from the first to the end of the last period: crises red, openings blue."""
    for row in found.to_dict("records"):
        colour = HOSTILE if row["component"] == "conflict" else COOPERATIVE
        end: Any = following(row["end"], freq)  # matplotlib's axes take days, its types do not
        for one in axes:
            one.axvspan(row["begin"], end, color=colour, alpha=0.13, linewidth=0, zorder=0)


def mark_breaks(axes: Sequence[Axes], found: pd.DataFrame) -> None:
    """Draw breaks as lines within the interval of their dates."""
    for row in found.to_dict("records"):
        for one in axes:
            one.axvspan(row["period_low"], row["period_high"], color=BREAK, alpha=0.12, linewidth=0, zorder=0)
            one.axvline(row["period"], color=BREAK, linewidth=1.2, linestyle="-.", zorder=1)
