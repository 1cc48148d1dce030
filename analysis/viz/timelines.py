"""Figures over time: articles read, conflict share and intensity of a series, events of a pair on two lanes."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Literal

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Bbox

from analysis.actors import labels
from analysis.events.periods import NAMES
from analysis.events.selection import SURE
from analysis.viz.style import (
    BREAK,
    FAINT,
    HOSTILE,
    INK,
    QUAD_COLOURS,
    UNCLEAR,
    Plot,
    date_axis,
    empty,
    mark_episodes,
    open_frame,
)  # fmt: skip

_QUAD_HEIGHTS = {1: 1.0, 2: 2.0, 3: -1.0, 4: -2.0}
_TEXT_GAP = 8.0  # pixels between two labels
_QUAD_NAMES = ["verbal\ncooperation", "material\ncooperation", "verbal\nconflict", "material\nconflict"]


def coverage(documents: pd.DataFrame, *, freq: str) -> Plot:
    """Articles read per period; near-duplicates are hatched.

    Parameters
    ----------
    documents
        The documents frame.
    freq
        Length of a period: D, W, M, Q or Y.
    """
    periods = documents["published"].dt.to_period(freq)
    table = pd.crosstab(periods, documents["duplicate_of"].notna())
    index = pd.period_range(periods.min(), periods.max(), freq=freq)
    table = table.reindex(index, fill_value=0)
    figure = Figure(figsize=(9, 2.4))
    axes = figure.add_subplot()
    originals, copies = (table.get(is_copy, pd.Series(0, index=index)) for is_copy in (False, True))
    starts = index.to_timestamp()
    width = 0.9 * float((index[0].end_time - index[0].start_time).days + 1)
    axes.bar(starts, originals, width=width, align="edge", color=INK, label="originals")
    if copies.sum():
        axes.bar(
            starts, copies, width=width, align="edge", bottom=originals, color=UNCLEAR, hatch="//",
            label="near-duplicates",
        )  # fmt: skip
        axes.legend(frameon=False, fontsize=9)
    axes.set_ylabel(f"articles per {NAMES[freq]}")
    _plain_axes(axes)
    date_axis(axes)
    highest = int((originals + copies).max())
    n = int(table.to_numpy().sum())
    alt = f"Articles read per period: {n} in {labels.counted(len(table), 'period')}, at most {highest} in one"
    without = int((originals + copies == 0).sum())
    alt += f", none in {without}." if without else "."
    return Plot(figure, alt)


def series(
    measured: pd.DataFrame, articles: pd.Series | None = None, *, title: str,
    breaks: Sequence[pd.Timestamp] = (), episodes: pd.DataFrame | None = None, freq: str = "W",
) -> Plot:  # fmt: skip
    """Conflict share above, intensity in the middle, each with its band; articles or events beneath.

    Parameters
    ----------
    measured
        Rows of one series: `period`, `direction`, `intensity`, their `_low` and `_high`,
        `n` and perhaps `complete`. A missing direction leaves a gap.
    articles
        Articles read by first day of the period; None shows the acts of the series.
    title
        Title, and first words of the alt text.
    breaks
        Days to mark by a line.
    episodes
        Rows of the episodes frame to shade over the events: crises red, openings blue.
    freq
        Length of the periods of the episodes.
    """
    if measured.empty:
        return empty(f"{title}: no acts in this period.")
    figure = Figure(figsize=(9, 5.4))
    top, middle, bottom = figure.subplots(3, 1, sharex=True, height_ratios=[3, 3, 1])
    _step_band(top, measured, "direction", HOSTILE)
    top.axhline(0.5, color=UNCLEAR, linewidth=0.8, linestyle=":")
    top.set_ylim(0, 1)
    top.set_ylabel("conflict share\n(band of 90 %)")
    _step_band(middle, measured, "intensity", INK)
    middle.set_ylim(bottom=0)
    middle.set_ylabel("material conflict,\nlog(1 + acts\nper period)")
    counts = measured.set_index("period")["n"] if articles is None else articles
    bottom.bar(counts.index, counts, width=_step(measured["period"]) * 0.85, color=UNCLEAR)
    bottom.set_ylabel("acts\nper period" if articles is None else "articles\nper period")
    for axes in (top, middle, bottom):
        _plain_axes(axes)
        for day in breaks:
            axes.axvline(day, color=BREAK, linewidth=1.2, linestyle="-.")
        _shade_incomplete(axes, measured)
    passing = pd.DataFrame() if episodes is None else episodes
    mark_episodes([bottom], passing, freq)
    date_axis(bottom)
    top.set_title(title, loc="left", fontsize=11)
    volume = f"{labels.counted(measured['n'].sum(), 'act')} in {labels.counted(len(measured), 'period')}"
    marked = f"{labels.counted(len(breaks), 'break')} and {labels.counted(len(passing), 'episode')} marked"
    alt = f"{title}: {volume}; {_last_share(measured)}; {marked}."
    return Plot(figure, alt)


def _last_share(measured: pd.DataFrame) -> str:
    """The last conflict share with its band, in words: the last period has none where it was without acts."""
    known = measured.dropna(subset=["direction"])
    if known.empty:
        return "no conflict share could be measured"
    row = known.iloc[-1]
    band = f"band of 90 % {row['direction_low']:.2f} to {row['direction_high']:.2f}"
    return f"conflict share last {row['direction']:.2f} ({row['period']:%Y-%m-%d}), {band}"


def _step_band(axes: Axes, measured: pd.DataFrame, name: str, colour: str) -> None:
    few = len(measured) <= 200
    low, high = measured[f"{name}_low"], measured[f"{name}_high"]
    axes.fill_between(measured["period"], low, high, color=colour, alpha=0.15, linewidth=0, step="post")
    # A dot keeps a single period visible between two gaps.
    axes.plot(measured["period"], measured[name], color=colour, linewidth=1.6 if few else 0.9, marker="o",
              markersize=3.0 if few else 1.2, drawstyle="steps-post")  # fmt: skip


def _shade_incomplete(axes: Axes, measured: pd.DataFrame) -> None:
    if "complete" not in measured:
        return
    for start in measured.loc[~measured["complete"].astype(bool), "period"]:
        axes.axvspan(start, start + pd.Timedelta(days=_step(measured["period"])), color=FAINT, alpha=0.6, zorder=0)


def timeline(events: pd.DataFrame, *, title: str, max_labels: int = 8) -> Plot:
    """Acts of a pair on two lanes, those of both together once: cooperation above, conflict beneath; reports by size.

    Parameters
    ----------
    events
        Rows of the events frame; those without a day, statements and the second direction of an act are left out.
    title
        Title, and first words of the alt text.
    max_labels
        How many of the most reported events get a label.
    """
    dated = events[events["when_first"].notna() & (events["quad"] > 0)].sort_values(["when_first", "event_id"])
    dated = dated.drop_duplicates("act_id")
    if dated.empty:
        return empty(f"{title}: no dated acts.")
    figure = Figure(figsize=(9, 3.6))
    axes = figure.add_subplot()
    for quad, height in _QUAD_HEIGHTS.items():
        rows = dated[dated["quad"] == quad]
        axes.scatter(rows["when_first"], [height] * len(rows), s=26 + 22 * rows["n_reports"], color=QUAD_COLOURS[quad],
                     edgecolor=INK, linewidth=0.5, alpha=0.85, zorder=2)  # fmt: skip
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.set_yticks(list(_QUAD_HEIGHTS.values()), _QUAD_NAMES, fontsize=8.5)
    axes.set_ylim(-3.2, 3.2)
    _plain_axes(axes)
    date_axis(axes)
    _label_most_reported(axes, dated, max_labels)
    axes.set_title(title, loc="left", fontsize=11)
    cooperation = int(dated["quad"].isin([1, 2]).sum())
    days = f"{dated['when_first'].min().date()} to {dated['when_first'].max().date()}"
    above = labels.counted(cooperation, "act")
    sides = f"{above} of cooperation above the line, {len(dated) - cooperation} of conflict beneath"
    return Plot(figure, f"{title}: {sides}, {days}.")


def _label_most_reported(axes: Axes, dated: pd.DataFrame, max_labels: int) -> None:
    """Label the most reported of the sure events, above and beneath; a label that would touch another is left out."""
    canvas: Any = FigureCanvasAgg(axes.figure)  # type: ignore[arg-type]
    renderer = canvas.get_renderer()
    edge = axes.get_window_extent(renderer)
    labelled: dict[int, list[tuple[float, float]]] = {1: [], -1: []}
    sure = dated[~(dated["confidence"] < SURE)]
    ranked = sure.sort_values(["n_reports", "confidence", "event_id"], ascending=[False, False, True])
    for row in ranked.to_dict("records"):
        side = 1 if row["quad"] in (1, 2) else -1
        if len(labelled[1]) + len(labelled[-1]) == max_labels:
            return
        label, box = _label(axes, row, side, "center", renderer)
        if box.x0 < edge.x0 or box.x1 > edge.x1:  # a label at an edge begins, or ends, at its event
            label.remove()
            label, box = _label(axes, row, side, "left" if box.x0 < edge.x0 else "right", renderer)
        taken = any(box.x0 < right + _TEXT_GAP and left < box.x1 + _TEXT_GAP for left, right in labelled[side])
        if taken:
            label.remove()
            continue
        labelled[side].append((box.x0, box.x1))


def _label(
    axes: Axes, row: Mapping[Hashable, Any], side: int, align: Literal["left", "center", "right"], renderer: Any
) -> tuple[Annotation, Bbox]:
    """The label of an event with its leader, and the box of its text in pixels."""
    day, from_text = row["when_first"], {"left": 0.0, "center": 0.5, "right": 1.0}[align]
    leader = {"arrowstyle": "-", "linewidth": 0.5, "color": UNCLEAR, "relpos": (from_text, 0.5 - side / 2)}
    label = axes.annotate(f"{row['root'].lower()} {day:%d %b %Y}", (day, _QUAD_HEIGHTS[row["quad"]]),
                          xytext=(day, 2.75 * side), ha=align, va="center", fontsize=8, arrowprops=leader)  # fmt: skip
    label.update_positions(renderer)
    return label, Text.get_window_extent(label, renderer)


def _plain_axes(axes: Axes) -> None:
    open_frame(axes)
    axes.tick_params(labelsize=9)


def _step(periods: pd.Series) -> float:
    """Days between two periods; 7 where there is one period alone."""
    gaps = periods.sort_values().diff().dt.days
    return float(gaps[gaps > 0].min()) if (gaps > 0).any() else 7.0
