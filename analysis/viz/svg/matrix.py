"""The matrix of pairs to explore: who acts on whom, by mouse and by keyboard."""

import functools
import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from analysis.actors import labels
from analysis.events import filters
from analysis.viz.networks import matrix, matrix_caption
from analysis.viz.style import DIRECTION
from analysis.viz.svg.picture import Notes, Svg, Words, acts_link, drawn, figures, mark, with_note

_MATRIX_HINT = "Point at a square. By keyboard: Tab to the first, arrow keys to the others, Enter for the sentences."
_HATCH = (
    '<defs><pattern id="nvh" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path d="M0 0V6" stroke="#222" stroke-width="1"/></pattern></defs>'
)
_CELL, _LEFT, _TOP = 34.0, 130.0, 110.0  # side of a cell, and the margins that hold the names, in pixels


def svg_matrix(
    relations: pd.DataFrame, *, actors: Sequence[str], notes: Notes | None = None, evidence_pages: str = ""
) -> Svg:
    """The matrix of pairs to explore: the row acts on the column; hatched where the sign is unclear.

    Parameters
    ----------
    relations
        Directed rows of one period, as `Relations.pairs(directed=True)` gives.
    actors
        Rows and columns, in this order.
    notes, evidence_pages
        As for `svg_network`.
    """
    order = {actor: number for number, actor in enumerate(actors)}
    shown = relations[relations["a"].isin(order) & relations["b"].isin(order) & (relations["n"] > 0)]
    rows = [{str(name): value for name, value in row.items()} for row in shown.to_dict("records")]
    rows.sort(key=lambda row: (order[row["a"]], order[row["b"]]))
    largest = max((float(row["n"]) for row in rows), default=1.0)
    parts, lines = [_HATCH], []
    for row in rows:
        lines.append(f"{labels.label(row['a'])} on {labels.label(row['b'])}: {figures(row)}")
        inner = _square(row, _LEFT + order[row["b"]] * _CELL, _TOP + order[row["a"]] * _CELL, largest)
        href = acts_link({"source": row["a"], "target": row["b"], "use": filters.MEASURED}, evidence_pages)
        parts.append(mark(row["a"], row["b"], inner, with_note(lines[-1], row["a"], row["b"], notes), href))
    parts += [_headings(actor, number * _CELL + _CELL / 2) for actor, number in order.items()]
    side = len(actors) * _CELL
    parts.append(_matrix_words(side))
    size = (max(_LEFT + side + 60, _LEFT + 300), _TOP + side + 62)
    words = Words("Matrix of pairs: the row acts on the column", matrix_caption(shown, actors), _MATRIX_HINT)
    still = functools.partial(matrix, relations, actors=actors)
    return drawn("".join(parts), size, words, lines=lines or ["no pairs"], still=still)


def _matrix_words(side: float) -> str:
    """What rows, columns and colours are: words at the axes, and the scale of the conflict share beneath."""
    y, width = _TOP + side + 22, 180
    stops = "".join(
        f'<stop offset="{share}" stop-color="{_hex(DIRECTION(share))}"/>' for share in (0.0, 0.25, 0.5, 0.75, 1.0)
    )
    return (
        f'<defs><linearGradient id="nvg">{stops}</linearGradient></defs>'
        f'<text x="4" y="{_TOP - 8:.0f}">row acts on column</text>'
        f'<rect x="{_LEFT:.0f}" y="{y:.0f}" width="{width}" height="10" fill="url(#nvg)" stroke="#222" '
        f'stroke-width=".5"/><text x="{_LEFT - 6:.0f}" y="{y + 10:.0f}" text-anchor="end">0 cooperative</text>'
        f'<text x="{_LEFT + width + 6:.0f}" y="{y + 10:.0f}">1 hostile</text>'
        f'<text x="{_LEFT:.0f}" y="{y + 27:.0f}">conflict share, whole period; hatched: no clear sign</text>'
    )


def _hex(colour: Sequence[float]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*(int(255 * part) for part in colour[:3]))


def _headings(actor: str, middle: float) -> str:
    """The name of an actor at the left of its row and above its column."""
    name = escape(labels.short(actor))
    return (
        f'<text x="{_LEFT - 6:.1f}" y="{_TOP + middle + 4:.1f}" text-anchor="end">{name}</text>'
        f'<text transform="translate({_LEFT + middle + 4:.1f} {_TOP - 6:.1f}) rotate(-45)">{name}</text>'
    )


def _square(row: Mapping[Any, Any], x: float, y: float, largest: float) -> str:
    side = _CELL * (0.3 + 0.62 * math.sqrt(row["n"] / largest))
    colour = _hex(DIRECTION(row["share"]))
    box = f'x="{x + (_CELL - side) / 2:.1f}" y="{y + (_CELL - side) / 2:.1f}" width="{side:.1f}" height="{side:.1f}"'
    unclear = row["sign"] == 0 and row["standing"] != "neutral"
    hatch = f'<rect {box} fill="url(#nvh)" fill-opacity=".45"/>' if unclear else ""
    return (
        f'<rect class="c" {box} fill="{colour}"/>{hatch}'
        f'<text x="{x + _CELL / 2:.1f}" y="{y + _CELL / 2 + 4:.1f}" text-anchor="middle" font-size="11" '
        f'class="on">{row["n"]:.0f}</text>'
    )
