"""Small pictures of estimates with their intervals, for a sentence or a cell of a table."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from analysis.actors import labels
from analysis.findings import Level

_WIDTH, _ROW, _LEFT, _RIGHT = 290.0, 32.0, 4.0, 54.0  # pixels; the value stands in the right margin
_NEUTRAL_SHARE = 0.5


def intervals(levels: Sequence[Level], *, unit: str) -> Markup:
    """Estimates as points on bars, one above the other over one axis, as inline SVG.

    Parameters
    ----------
    levels
        The estimates, as a finding has them; none gives nothing.
    unit
        `conflict share` draws an axis from 0 to 1, any other from 0 to the highest end.
    """
    if not levels:
        return Markup()
    is_share = unit == "conflict share"
    top = 1.0 if is_share else max(1e-9, *(one.high for one in levels))
    span = _WIDTH - _LEFT - _RIGHT
    parts = [_row(one, number, span / top, is_share=is_share) for number, one in enumerate(levels)]
    base = _ROW * len(levels) + 4
    parts.append(_axis(base, span, f"{unit}: 0 cooperation, 1 conflict" if is_share else unit, top, is_share=is_share))
    text = "; ".join(f"{one.name} {one.value:.2f}, interval {one.low:.2f} to {one.high:.2f}" for one in levels)
    frame = Markup(
        '<svg width="{0:.0f}" height="{1:.0f}" viewBox="0 0 {0:.0f} {1:.0f}" style="max-width:100%" role="img" '
        'font-family="system-ui,sans-serif" font-size="11" fill="currentColor" aria-label="{2}: {3}">{4}</svg>'
    )
    return frame.format(_WIDTH, base + 28, unit, text, Markup().join(parts))


def _row(one: Level, number: int, scale: float, *, is_share: bool) -> Markup:
    """The name of an estimate, beneath it its interval as a bar and the estimate as a point, and its value."""
    y = number * _ROW + 23
    low, value, high = (_LEFT + scale * end for end in (one.low, one.value, one.high))
    colour = Markup("currentColor")
    if is_share and one.high < _NEUTRAL_SHARE:
        colour = Markup("var(--e-coop,#2166ac)")
    elif is_share and one.low > _NEUTRAL_SHARE:
        colour = Markup("var(--e-conf,#b2182b)")
    # A count has no interval: only its point is drawn.
    bar = Markup() if one.low == one.high else Markup(
        '<path d="M{:.1f} {:.1f}H{:.1f}" style="stroke:{}" stroke-width="7" stroke-opacity=".35"/>'
    ).format(low, y, max(high, low + 1), colour)  # fmt: skip
    point = Markup('<circle cx="{:.1f}" cy="{:.1f}" r="3.6" style="fill:{}"/>').format(value, y, colour)
    said = f"{one.value:.2f}" if is_share else f"{one.value:.1f}".removesuffix(".0")
    words = Markup('<text x="{:.1f}" y="{:.1f}">{}</text><text x="{:.1f}" y="{:.1f}" font-weight="600">{}</text>')
    acts = f" ({labels.counted(one.n, 'act')})" if one.n else ""
    return bar + point + words.format(_LEFT, y - 9, f"{one.name}{acts}", _WIDTH - _RIGHT + 10, y + 4, said)


def _axis(base: float, span: float, unit: str, top: float, *, is_share: bool) -> Markup:
    line = Markup('<path d="M{0:.1f} {1:.1f}H{2:.1f}" stroke="currentColor" stroke-opacity=".6"/>').format(
        _LEFT, base, _LEFT + span
    )
    if is_share:
        line += Markup(
            '<path d="M{0:.1f} 14V{1:.1f}" stroke="currentColor" stroke-opacity=".5" stroke-dasharray="2 3"/>'
        ).format(_LEFT + span / 2, base)
    ends = Markup('<text x="{:.1f}" y="{:.1f}">0</text><text x="{:.1f}" y="{:.1f}" text-anchor="end">{}</text>')
    name = Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="middle" fill-opacity=".8">{}</text>')
    end = "1" if is_share else f"{top:.1f}".removesuffix(".0")
    return (
        line
        + ends.format(_LEFT, base + 13, _LEFT + span, base + 13, end)
        + name.format(_LEFT + span / 2, base + 24, escape(unit))
    )
