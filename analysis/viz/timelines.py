"""Figures over time: articles read, direction and intensity, the acts of a pair on two lanes."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.viz.style import COOPERATIVE, HOSTILE, INK, UNCLEAR, Plot, bare, dates, empty

_QUAD_LANES = {1: 1.0, 2: 2.0, 3: -1.0, 4: -2.0}
_LANE_NAMES = ["verbal\ncooperation", "material\ncooperation", "verbal\nconflict", "material\nconflict"]
_QUAD_COLOURS = {1: "#92c5de", 2: COOPERATIVE, 3: "#f4a582", 4: HOSTILE}


def coverage(documents: pd.DataFrame, *, freq: str) -> Plot:
    """Articles read per period, near-duplicates apart."""
    periods = documents["published"].dt.to_period(freq)
    table = pd.crosstab(periods, documents["duplicate_of"].notna())
    index = pd.period_range(periods.min(), periods.max(), freq=freq)
    table = table.reindex(index, fill_value=0)
    figure = Figure(figsize=(9, 2.4))
    axes = figure.add_subplot()
    first, again = (table.get(kind, pd.Series(0, index=index)) for kind in (False, True))
    width = _bar_width(index)
    starts = index.to_timestamp()
    axes.bar(starts, first, width=width, align="edge", color=INK, label="first of their kind")
    if again.sum():
        axes.bar(
            starts, again, width=width, align="edge", bottom=first, color=UNCLEAR, hatch="//", label="near-duplicates"
        )
        axes.legend(frameon=False, fontsize=9)
    dates(axes)
    axes.set_ylabel("articles")
    bare(axes)
    most = int((first + again).max())
    alt = f"Articles read per period: {int(table.to_numpy().sum())} in {len(table)} periods, at most {most} in one."
    return Plot(figure, alt)


def series(
    measured: pd.DataFrame, articles: pd.Series | None = None, *, title: str, breaks: Sequence[pd.Timestamp] = ()
) -> Plot:
    """Direction above, intensity beneath, each with its band, and the articles read under both.

    `measured` has `period`, `direction`, `intensity`, their `_low` and `_high`,
    `n` and `complete`; periods without acts leave a gap in the direction.
    """
    if measured.empty:
        return empty(f"{title}: no acts in this period.")
    figure = Figure(figsize=(9, 5.4))
    top, middle, low = figure.subplots(3, 1, sharex=True, height_ratios=[3, 3, 1])
    _band(top, measured, "direction", measured["direction"], HOSTILE)
    top.axhline(0.5, color=UNCLEAR, linewidth=0.8, linestyle=":")
    top.set_ylim(0, 1)
    top.set_ylabel("direction\n(conflict share)")
    _band(middle, measured, "intensity", measured["intensity"], INK)
    middle.set_ylim(bottom=0)
    middle.set_ylabel("intensity\n(log scale)")
    counts = measured.set_index("period")["n"] if articles is None else articles
    low.bar(counts.index, counts, width=_step(measured["period"]) * 0.85, color=UNCLEAR)
    low.set_ylabel("acts" if articles is None else "articles")
    for axes in (top, middle, low):
        bare(axes)
        for day in breaks:
            axes.axvline(day, color="#6a3d9a", linewidth=1.2, linestyle="-.")
        _grey_edge(axes, measured)
    dates(low)
    top.set_title(title, loc="left", fontsize=11)
    told = f"{int(measured['n'].sum())} acts in {len(measured)} periods"
    alt = f"{title}: {told}; direction last {measured['direction'].iloc[-1]:.2f}; {len(breaks)} breaks marked."
    return Plot(figure, alt)


def _band(axes: Axes, measured: pd.DataFrame, name: str, line: pd.Series, colour: str) -> None:
    low, high = measured[f"{name}_low"], measured[f"{name}_high"]
    axes.fill_between(measured["period"], low, high, color=colour, alpha=0.15, linewidth=0, step="post")
    size = 3.0 if len(measured) <= 200 else 1.2  # a dot keeps a lone period visible between two gaps
    axes.plot(measured["period"], line, color=colour, linewidth=1.6 if len(measured) <= 200 else 0.9,
              marker="o", markersize=size, drawstyle="steps-post")  # fmt: skip


def _grey_edge(axes: Axes, measured: pd.DataFrame) -> None:
    if "complete" not in measured:
        return
    for start in measured.loc[~measured["complete"].astype(bool), "period"]:
        axes.axvspan(start, start + pd.Timedelta(days=_step(measured["period"])), color="#dddddd", alpha=0.6, zorder=0)


def timeline(events: pd.DataFrame, *, title: str, most_labels: int = 8) -> Plot:
    """Acts of a pair on two lanes: cooperation above, conflict beneath; size by reports, the most reported labelled."""
    dated = events[events["when_first"].notna() & (events["quad"] > 0)].sort_values(["when_first", "event_id"])
    if dated.empty:
        return empty(f"{title}: no dated acts.")
    figure = Figure(figsize=(9, 3.6))
    axes = figure.add_subplot()
    for quad, lane in _QUAD_LANES.items():
        rows = dated[dated["quad"] == quad]
        axes.scatter(rows["when_first"], [lane] * len(rows), s=26 + 22 * rows["n_reports"], color=_QUAD_COLOURS[quad],
                     edgecolor=INK, linewidth=0.5, alpha=0.85, zorder=2)  # fmt: skip
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.set_yticks(list(_QUAD_LANES.values()), _LANE_NAMES, fontsize=8.5)
    axes.set_ylim(-3.2, 3.2)
    dates(axes)
    bare(axes)
    _labels(axes, dated, most_labels)
    axes.set_title(title, loc="left", fontsize=11)
    cooperation = int(dated["quad"].isin([1, 2]).sum())
    days = f"{dated['when_first'].min().date()} to {dated['when_first'].max().date()}"
    told = f"{cooperation} acts of cooperation above the line, {len(dated) - cooperation} of conflict beneath"
    return Plot(figure, f"{title}: {told}, {days}.")


def _labels(axes: Axes, dated: pd.DataFrame, most: int) -> None:
    """Label the most reported acts where no label stands yet: each lane keeps a distance in time."""
    span = max((dated["when_first"].max() - dated["when_first"].min()).days, 1)
    taken: dict[int, list[pd.Timestamp]] = {1: [], -1: []}
    placed = 0
    best = dated.sort_values(["n_reports", "confidence", "event_id"], ascending=[False, False, True])
    for row in best.to_dict("records"):
        side = 1 if row["quad"] in (1, 2) else -1
        if placed == most or any(abs((row["when_first"] - other).days) < span / 6 for other in taken[side]):
            continue
        taken[side].append(row["when_first"])
        placed += 1
        name = f"{row['root'].lower()} {row['when_first']:%d %b %Y}"
        axes.annotate(name, (row["when_first"], _QUAD_LANES[row["quad"]]), xytext=(row["when_first"], 2.75 * side),
                      ha="center", va="center", fontsize=8,
                      arrowprops={"arrowstyle": "-", "linewidth": 0.5, "color": UNCLEAR})  # fmt: skip


def _bar_width(index: pd.PeriodIndex) -> float:
    return 0.9 * float((index[0].end_time - index[0].start_time).days + 1)


def _step(periods: pd.Series) -> float:
    gaps = periods.sort_values().diff().dt.days
    return float(gaps[gaps > 0].min()) if (gaps > 0).any() else 7.0
