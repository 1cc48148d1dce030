"""The four panels of a pair: conflict share, events on two lanes, material conflict, articles read.

Cooperation stands above the line, conflict beneath. The events that weigh most are
numbered, and a table gives their sentences. Labels never overlap: where there is no room
for the words, the number stands alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis import schemas
from analysis.actors import labels
from analysis.events.pairs import Pair, between
from analysis.tension import Breaks, TensionSurvey
from analysis.tension.recent_change import heaviest
from analysis.tension.survey import by_quad
from analysis.viz import style
from analysis.viz.style import COOPERATIVE, HOSTILE, INK, UNCLEAR, Plot

MAX_LABELS = 5  # on each lane
_MAX_ROWS = 4
MATERIAL_CONFLICT = 4
_LANES = ((1, 2), (3, MATERIAL_CONFLICT))
_ROW_HEIGHT = 0.155  # inches
_TEXT_GAP, _LEADER_GAP = 10.0, 3.0  # pixels


def key_events(survey: TensionSurvey, pair: Pair, *, max_labels: int = MAX_LABELS) -> pd.DataFrame:
    """The events of a pair that weigh most on either side, numbered by day in the column `number`.

    Parameters
    ----------
    survey
        The survey that has the pair.
    pair
        Two actors.
    max_labels
        How many events of cooperation, and how many of conflict. Of one class on one
        day only the first is taken, and none that is too doubtful to stand for others.
    """
    acts = heaviest(survey.acts_between(pair)).drop_duplicates(["day", "root", "a", "b"])
    chosen = pd.concat([acts[acts["quad"].isin(lane)].head(max_labels) for lane in _LANES])
    chosen = chosen.sort_values(["day", "event_id"], kind="stable").reset_index(drop=True)
    return chosen.assign(number=np.arange(1, len(chosen) + 1))


def pair_panels(survey: TensionSurvey, pair: Pair, breaks: Breaks, labelled: pd.DataFrame) -> Plot:
    """Conflict share, events on two lanes, material conflict and articles of one pair, over one time axis.

    Parameters
    ----------
    survey
        The survey that has the pair.
    pair
        Two actors.
    breaks
        Breaks to mark by lines and episodes to shade, as `survey.breaks()` gives.
    labelled
        Events to label, as `key_events` gives.
    """
    rows, acts = survey.series(pair), survey.acts_between(pair)
    own, passing = (found[between(found, *pair, sides=("a", "b"))] for found in (breaks.breaks, breaks.episodes))
    figure, axes = style.stacked_panels([1.3, 3.0, 1.1])
    style.band(axes[0], rows, "direction", survey.freq)
    style.share_axis(axes[0], name=style.share_with_half_life(survey.half_life))
    draw_lanes(axes[1], acts, survey)
    if (acts["quad"] == MATERIAL_CONFLICT).any():
        style.band(axes[2], rows, "intensity", survey.freq)
    else:
        style.nothing_there(axes[2], "No act of material conflict was read.", height=0.5)
    style.conflict_axis(axes[2], survey.freq)
    style.mark_episodes(axes[1:2], passing, str(breaks.parameters["freq"]))
    style.mark_breaks(axes[:1], own[own["component"] == "direction"])
    style.mark_breaks(axes[2:3], own[own["component"] == "intensity"])
    style.panel_title(axes[0], style.pair(*pair))
    style.quad_legend(axes[0], 1.0, "lower right")
    breaks_named = " Dash-dotted: a break, with the interval of its date." if len(own) else ""
    style.finish_panels(axes, survey, series=f"Lines with bands of 90 %.{breaks_named}")
    label_events(axes[1], labelled)
    for height, name, colour in ((0.97, "cooperation", COOPERATIVE), (0.03, "conflict", HOSTILE)):
        axes[1].text(-0.085, height, name, transform=axes[1].transAxes, rotation=90, fontsize=8, color=colour,
                     ha="center", va="top" if height > 0.5 else "bottom")  # fmt: skip
    found = f"{labels.counted(len(own), 'break')}, {labels.counted(len(passing), 'episode')}"
    return Plot(figure, _alt(survey, pair, rows, acts, found))


def _alt(survey: TensionSurvey, pair: Pair, rows: pd.DataFrame, acts: pd.DataFrame, turns: str) -> str:
    cooperation = int((acts["quad"] <= 2).sum())
    last = rows.loc[rows["complete"] & rows["direction"].notna()].tail(1)
    level = "" if last.empty else (
        f"; conflict share at the end, half-life {survey.half_life:g} days, {last['direction'].iloc[0]:.2f}, band "
        f"{last['direction_low'].iloc[0]:.2f} to {last['direction_high'].iloc[0]:.2f}"
    )  # fmt: skip
    days = f"{rows['period'].min().date()} to {style.last_published(survey).date()}"
    sides = f"{labels.counted(cooperation, 'dated act')} of cooperation and {len(acts) - cooperation} of conflict"
    return f"{style.pair(*pair)}, {days}: {sides}{level}; {turns}."


def draw_lanes(axes: Axes, acts: pd.DataFrame, survey: TensionSurvey) -> None:
    """Draw events by period: cooperation upwards, conflict downwards, material events next to the line."""
    counted = by_quad(acts, survey.articles.index, survey.freq)
    style.quad_bars(axes, counted, (2, 1), 1, survey.freq)
    style.quad_bars(axes, counted, (4, 3), -1, survey.freq)
    sides = [float(counted[list(lane)].sum(axis=1).max()) for lane in _LANES]
    style.two_sided_axis(axes, *sides, room=0.06, freq=survey.freq)
    for side, height, name in zip(sides, (0.88, 0.1), ("cooperation", "conflict"), strict=True):
        if not side:
            style.nothing_there(axes, f"No act of {name} was read.", height=height)


@dataclass(frozen=True, slots=True)
class _Label:
    """The label of an event: its number, its place on the time axis and the width of its text, in pixels."""

    number: int
    x: float
    width: float
    short_width: float

    def shortened(self) -> "_Label":
        """The same with its number alone."""
        return replace(self, width=self.short_width)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a label stands: its row from the bars outwards, its left end in pixels, and whether it has its words."""

    row: int
    left: float
    in_words: bool


class _LabelRows:
    """Rows of labels on one side of the line, between two edges; each row holds the intervals in use, in pixels."""

    def __init__(self, left_edge: float, right_edge: float) -> None:
        self.left_edge, self.right_edge = left_edge, right_edge
        self.used: list[list[tuple[float, float]]] = [[] for _ in range(_MAX_ROWS)]

    def place(self, label: _Label) -> tuple[int, float] | None:
        """The first row with room and the left end of the text there; None without room.

        The text begins, is centred or ends at the label's leader, a line at `x` that must
        not cross a text in a lower row.
        """
        for row, used in enumerate(self.used):
            if self._leader_crosses(label, row):
                return None
            for offset in (0.0, label.width / 2, label.width):
                left, right = label.x - offset, label.x - offset + label.width
                inside = left >= self.left_edge and right <= self.right_edge
                if inside and not any(left < end + _TEXT_GAP and start - _TEXT_GAP < right for start, end in used):
                    used.append((left, right))
                    for lower in self.used[:row]:
                        lower.append((label.x, label.x))
                    return row, left
        return None

    def _leader_crosses(self, label: _Label, row: int) -> bool:
        lower = [interval for used in self.used[:row] for interval in used]
        return any(start - _LEADER_GAP < label.x < end + _LEADER_GAP for start, end in lower)


def _arrange(ranked: Sequence[_Label], left_edge: float, right_edge: float) -> dict[int, _Place]:
    """The place of each label by its number: as many of the first as find room, with their words where these do."""
    for n in range(len(ranked), 0, -1):
        labels = [label.shortened() for label in ranked[:n]]
        found = _placed(labels, left_edge, right_edge)
        if found is None:
            continue
        in_words = set()
        for rank, label in enumerate(ranked[:n]):
            longer = [*labels[:rank], label, *labels[rank + 1 :]]
            with_words = _placed(longer, left_edge, right_edge)
            if with_words is not None:
                labels, found = longer, with_words
                in_words.add(label.number)
        return {number: _Place(*place, number in in_words) for number, place in found.items()}
    return {}


def _placed(labels: Iterable[_Label], left_edge: float, right_edge: float) -> dict[int, tuple[int, float]] | None:
    """Row and left end of all labels; None where they do not find room together.

    They are placed from the last day to the first, so that those of a cluster climb like stairs
    and no leader crosses a text.
    """
    rows, placed = _LabelRows(left_edge, right_edge), dict[int, tuple[int, float]]()
    for label in sorted(labels, key=lambda one: (-one.x, one.number)):
        found = rows.place(label)
        if found is None:
            return None
        placed[label.number] = found
    return placed


def label_events(axes: Axes, labelled: pd.DataFrame) -> int:
    """Write the numbered events above and beneath the bars without overlap; return how many found room."""
    renderer: Any = axes.figure.canvas.get_renderer()  # type: ignore[attr-defined]
    box, (bottom, top) = axes.get_window_extent(renderer), axes.get_ylim()
    rows = {row["number"]: row for row in schemas.records(heaviest(labelled))}
    texts = {number: axes.text(0, 0, _words(row), fontsize=7.5, color=INK, va="center") for number, row in rows.items()}
    widest = axes.text(0, 0, str(max(rows, default=0)), fontsize=7.5)
    short_width = widest.get_window_extent(renderer).width
    widest.remove()
    placed: dict[int, dict[int, _Place]] = {}
    for side, lane in zip((1, -1), _LANES, strict=True):
        ranked = [
            _Label(number, axes.transData.transform((style.day_number(row["day"]), 0))[0],
                   texts[number].get_window_extent(renderer).width, short_width)
            for number, row in rows.items() if row["quad"] in lane
        ]  # fmt: skip
        placed[side] = _arrange(ranked, box.x0, box.x1)
    # Each lane makes room for the rows of labels in use.
    share = _ROW_HEIGHT / (box.height / axes.figure.dpi)
    used = {side: max((place.row + 1 for place in found.values()), default=0) for side, found in placed.items()}
    scale = (top - bottom) / (1 - share * (used[1] + used[-1]))
    axes.set_ylim(bottom - scale * share * used[-1], top + scale * share * used[1])
    for side, found in placed.items():
        for number, place in found.items():
            height = (top if side > 0 else bottom) + side * scale * share * (place.row + 0.5)
            texts[number].set_position((axes.transData.inverted().transform((place.left, 0))[0], height))
            if not place.in_words:
                texts[number].set_text(str(number))
            tip = height - side * scale * share * 0.4
            axes.plot([rows[number]["day"]] * 2, [0, tip], color=UNCLEAR, linewidth=0.6, zorder=0.5)
    for number in set(texts) - set(placed[1]) - set(placed[-1]):
        texts[number].remove()
    return len(placed[1]) + len(placed[-1])


def _words(row: Mapping[str, Any]) -> str:
    sides = f"{style.short_id(row['source'])}→{style.short_id(row['target'])}"
    return f"{row['number']}  {sides} {str(row['root']).lower()}"
