"""What all figures share: `Plot` with its alt text, the colours of signs, plain axes.

Sign is told twice, by colour and by shape or dash: blue is cooperative, red is
hostile, grey is unclear. Volume is always on the page: no gauge without it.
"""

import base64
import io
from dataclasses import dataclass
from typing import Any

import matplotlib.dates as mdates
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

COOPERATIVE, HOSTILE, UNCLEAR, INK = "#2166ac", "#b2182b", "#8c8c8c", "#222222"
DIRECTION = LinearSegmentedColormap.from_list("direction", [COOPERATIVE, "#f7f7f7", HOSTILE])
_DPI = 110


@dataclass(frozen=True, slots=True)
class Plot:
    """A figure and the sentence that says what it shows; displays as PNG with alt text."""

    figure: Figure
    alt: str

    def png(self) -> bytes:
        """The picture's bytes; the same figure gives the same bytes on one machine."""
        buffer = io.BytesIO()
        self.figure.savefig(buffer, format="png", dpi=_DPI, bbox_inches="tight", metadata={"Software": None})
        return buffer.getvalue()

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


def dates(axes: Axes) -> None:
    """Dates on the x axis, as few as tell the time."""
    locator = mdates.AutoDateLocator(minticks=3, maxticks=9)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]


def bare(axes: Axes) -> None:
    """Take away the frame above and to the right."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=9)
