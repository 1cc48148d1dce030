"""The map of the world: how each state stands to the others, and where acts took place.

Drawn from the outlines in `data/map`, so that it needs no library and no network.
"""

import csv
import functools
import json
import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from analysis import _package, schemas
from analysis.actors import labels
from analysis.events import filters
from analysis.viz.svg.picture import Svg, Words, acts_link, drawn, mark

WIDTH, HEIGHT = 960.0, 430.0
_SCALE, _TOP = 174.0, 234.0  # pixels to a unit of the projection, and the height of the equator
_LEGEND_TOP = HEIGHT + 6
_SMALL, _LARGE = 5.0, 22.0  # radius of a circle for one act and for the most
_STEP, _MAX_STEPS = 5.0, 16  # pixels, and how often a circle is moved on to find room
_DOT = 3.5  # radius of a state too small for an outline
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796  # coefficients of Equal Earth
_HINT = "Point at a state or a circle. By keyboard: Tab to the first, arrow keys to the others, Enter for the acts."
_OPEN = (
    '<defs><pattern id="nvo" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="5" height="5" style="fill:var(--e-panel,#f4f4f4)"/>'
    '<path d="M0 0V5" style="stroke:var(--e-grey,#8c8c8c)" stroke-width="1.6"/></pattern></defs>'
)
STANDINGS = {
    "cooperative": "coop-s", "hostile": "conf-s", "neutral": "even-s", "turned": "open-s", "unclear": "open-s",
}  # fmt: skip
"""The fill of a state by how it stands; one with too few acts has an outline alone."""


def svg_world_map(states: pd.DataFrame, places: pd.DataFrame, *, evidence_pages: str = "") -> Svg:
    """States by their standing, and circles for the acts that took place in a state.

    Parameters
    ----------
    states
        `state` (its id), `standing`, `share`, `share_low`, `share_high` and `n` (acts with all others).
    places
        `state`, `n` (acts that took place there) and `events`, their ids.
    evidence_pages
        Folder of the report's evidence pages; empty for no links.
    """
    rated = {row["state"]: row for row in schemas.records(states)}
    shapes, lines = [], []
    for state, outline in _outlines().items():
        row = rated.get(state)
        if row is None:
            shapes.append(f'<path class="land" data-k="{escape(state)}" d="{outline}"/>')
            continue
        lines.append(_words(row))
        path = f'<path class="land {STANDINGS.get(row["standing"], "")}" data-k="{escape(state)}" d="{outline}"/>'
        shapes.append(mark(state, state, path, lines[-1], _link(state, evidence_pages)))
    for state in sorted((set(rated) & set(_points())) - set(_outlines())):
        lines.append(_words(rated[state]))
        x, y = _points()[state]
        style = STANDINGS.get(rated[state]["standing"], "")
        dot = f'<circle class="land {style}" data-k="{escape(state)}" cx="{x:.1f}" cy="{y:.1f}" r="{_DOT}"/>'
        shapes.append(mark(state, state, dot, lines[-1], _link(state, evidence_pages)))
    circles, said = _circles(places, evidence_pages)
    legend = _legend({str(row["standing"]) for row in rated.values()}, circles=bool(circles))
    words = Words("Map of states and of acts by place", _caption(states, places), _HINT)
    inner = "".join([_OPEN, *shapes, *circles, legend])
    return drawn(inner, (WIDTH, HEIGHT + 50), words, lines=[*lines, *said] or ["no states"])


def _caption(states: pd.DataFrame, places: pd.DataFrame) -> str:
    n, signs = int(places["n"].sum()), int(states["standing"].isin(["cooperative", "hostile"]).sum())
    return (
        f"{len(states)} states and other actors with acts, {signs} of them cooperative or hostile to all others "
        f"together by intervals of 90 % of their conflict share; {labels.counted(n, 'act')} with a place."
    )


def _words(row: Mapping[str, Any]) -> str:
    return (
        f"{labels.label(row['state'])}: {row['standing']}, {labels.counted(row['n'], 'act')} with others, "
        f"conflict share {row['share']:.2f} (90 % interval {row['share_low']:.2f} to {row['share_high']:.2f})"
    )


def _link(state: str, evidence_pages: str) -> str:
    return acts_link({"actor": state, **filters.COUNTED}, evidence_pages)


def _circles(places: pd.DataFrame, evidence_pages: str) -> tuple[list[str], list[str]]:
    """A circle for each state with acts, the large ones beneath; and the same in words."""
    shown = [row for row in schemas.records(places) if row["state"] in _points()]
    shown.sort(key=lambda row: (-row["n"], row["state"]))
    most = max((row["n"] for row in shown), default=1)
    parts, said = [], []
    placed: list[tuple[float, float, float]] = []
    for row in shown:
        at = _points()[row["state"]]
        radius = _SMALL + (_LARGE - _SMALL) * math.sqrt(row["n"] / most)
        x, y = _free_place(at, radius, placed)
        placed.append((x, y, radius))
        leader = f'<path class="lead" d="M{at[0]:.1f} {at[1]:.1f}L{x:.1f} {y:.1f}"/>' if (x, y) != at else ""
        said.append(f"{labels.counted(row['n'], 'act')} in {labels.label(row['state'])}")
        number = f'<text x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle" font-size="11">{row["n"]}</text>'
        circle = f'{leader}<circle class="place" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>{number}'
        href = acts_link({"events": ",".join(row["events"])}, evidence_pages)
        parts.append(mark(row["state"], row["state"], circle, said[-1], href))
    return parts, said


def _free_place(
    at: tuple[float, float], radius: float, placed: Sequence[tuple[float, float, float]]
) -> tuple[float, float]:
    """The place nearest to a point where a circle touches none that stands already."""
    for step in range(_MAX_STEPS):
        turns = range(1 if not step else 4 * step)
        for turn in turns:
            angle = 2 * math.pi * turn / len(turns)
            x, y = at[0] + _STEP * step * math.cos(angle), at[1] + _STEP * step * math.sin(angle)
            if all(math.hypot(x - other_x, y - other_y) > radius + other + 1 for other_x, other_y, other in placed):
                return (x, y) if step else at
    return at


def _legend(standings: set[str], *, circles: bool) -> str:
    entries = [(f'<rect class="land {style}" y="-10" width="16" height="12"/>', f"{name} to the others")
               for name, style in STANDINGS.items() if name in standings]  # fmt: skip
    entries.append(('<rect class="land" y="-10" width="16" height="12"/>', "too few acts, or none"))
    if circles:
        entries.append(('<circle class="place" cx="8" cy="-4" r="7"/>', "acts that took place there"))
    width = WIDTH / 3
    return "".join(
        f'<g transform="translate({12 + number % 3 * width:.0f} {_LEGEND_TOP + 12 + number // 3 * 20:.0f})">{shape}'
        f'<text x="22" font-size="13">{escape(name)}</text></g>'
        for number, (shape, name) in enumerate(entries)
    )


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """The place of a point on the map, in pixels from its upper left corner.

    The projection is Equal Earth, in which areas are true: Šavrič, Patterson and Jenny, "The
    Equal Earth map projection", International Journal of Geographical Information Science
    33(3), 2019, pp. 454-465.
    """
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    squared = theta * theta
    sixth = squared**3
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(theta)
    x /= 3 * (9 * _A4 * sixth * squared + 7 * _A3 * sixth + 3 * _A2 * squared + _A1)
    y = theta * (_A4 * sixth * squared + _A3 * sixth + _A2 * squared + _A1)
    return WIDTH / 2 + _SCALE * x, _TOP - _SCALE * y


@functools.cache
def _outlines() -> Mapping[str, str]:
    """The outline of each state as the data of an SVG path; the empty key holds land of no state."""
    found = json.loads((_package.DATA / "map" / "outlines.json").read_text(encoding="utf-8"))
    return {state: "".join(_path(ring) for ring in rings) for state, rings in found.items()}


def _path(ring: Sequence[int]) -> str:
    x = y = 0
    corners = []
    for number in range(0, len(ring), 2):
        x, y = x + ring[number], y + ring[number + 1]
        corners.append("{:.1f} {:.1f}".format(*project(x / 10, y / 10)))
    return f"M{'L'.join(corners)}Z"


@functools.cache
def _points() -> Mapping[str, tuple[float, float]]:
    """A point inside each state, in pixels."""
    with (_package.DATA / "map" / "points.csv").open(encoding="utf-8", newline="") as file:
        return {row["state"]: project(float(row["longitude"]), float(row["latitude"])) for row in csv.DictReader(file)}
