"""Sparklines: series small enough for a cell of a table, as inline SVG with a label for screen readers."""

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup

from analysis.actors import labels
from analysis.viz.style import COOPERATIVE, HOSTILE

_LINE_SIZE = (130.0, 30.0)
_BAR_SIZE = (120.0, 34.0)


def sparkline(values: Sequence[float], *, title: str, top: float | None = None) -> Markup:
    """A line above a dashed one at half height, with a gap where a value is missing.

    Parameters
    ----------
    values
        The series, oldest first.
    title
        What the line shows, for readers who cannot see it.
    top
        The value at the upper edge; None takes the largest value.
    """
    width, height = _LINE_SIZE
    known = [value for value in values if not pd.isna(value)]
    scale = (max(known, default=1.0) if top is None else top) or 1.0
    step = width / max(len(values) - 1, 1)
    pieces, command = [], "M"  # SVG path commands: M moves the pen, L draws to the next point
    for number, value in enumerate(values):
        if pd.isna(value):
            command = "M"
            continue
        pieces.append(f"{command}{number * step:.1f} {height - 1 - (height - 2) * value / scale:.1f}")
        command = "L"
    axis = Markup(
        '<path d="M0 {:.0f}H{:.0f}" stroke="currentColor" stroke-opacity=".4" stroke-width=".7" '
        'stroke-dasharray="2 2"/>'
    )
    path = Markup('<path d="{}" fill="none" stroke="currentColor" stroke-width="1.2" stroke-linecap="round"/>')
    return _svg(_LINE_SIZE, axis.format(height / 2, width) + path.format("".join(pieces)), title)


def sparkbars(counted: pd.DataFrame, *, title: str) -> Markup:
    """Events by period as small bars: cooperation upwards, conflict downwards.

    Parameters
    ----------
    counted
        Events by period (rows) and quad class (columns 1 to 4).
    title
        Whose events they are, for readers who cannot see the bars.
    """
    width, height = _BAR_SIZE
    up, down = (counted[list(quads)].sum(axis=1).to_numpy(dtype=float) for quads in ((1, 2), (3, 4)))
    step, unit = width / len(counted), (height / 2 - 1) / max(1.0, float(up.max()), float(down.max()))
    bar = Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="{}" style="fill:var(--e-{},{})"/>')
    bars = [
        bar.format(
            number * step, height / 2 - n * unit * (side > 0), max(0.8 * step, 0.6), n * unit, colour, name, colour
        )
        for side, series, colour, name in ((1, up, COOPERATIVE, "coop"), (-1, down, HOSTILE, "conf"))
        for number, n in enumerate(series)
        if n
    ]
    axis = Markup('<path d="M0 {:.0f}H{:.0f}" stroke="currentColor" stroke-opacity=".6" stroke-width=".6"/>').format(
        height / 2, width
    )
    sides = f"{labels.counted(up.sum(), 'dated act')} of cooperation and {down.sum():.0f} of conflict"
    text = f"{title}: {sides} in {labels.counted(len(counted), 'period')}"
    return _svg(_BAR_SIZE, Markup().join(bars) + axis, text)


def _svg(size: tuple[float, float], inner: Markup, title: str) -> Markup:
    width, height = size
    frame = Markup(
        '<svg width="{0:.0f}" height="{1:.0f}" viewBox="0 0 {0:.0f} {1:.0f}" style="max-width:none" role="img" '
        'aria-label="{2}">{3}</svg>'
    )
    return frame.format(width, height, title, inner)
