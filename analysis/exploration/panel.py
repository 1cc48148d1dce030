"""The panel: controls that choose a part of a corpus, above pictures that change with them.

It needs ipywidgets in the kernel and a notebook that shows widgets; both come
with the package's JupyterLab and need no network. Where a notebook shows none,
the still pictures of `view` are there.
"""

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.actors import labels
from analysis.events import CodedCorpus
from analysis.exploration.view import CLASSES, View, view

if TYPE_CHECKING:
    import ipywidgets

_MAX_LISTED = 60
"""Actors in the list, those with most events first."""
_STEP = 0.05


def panel(corpus: CodedCorpus) -> "ipywidgets.VBox":
    """Controls for actors, months, classes and confidence; matrix, network, timeline and sentences change with them.

    Parameters
    ----------
    corpus
        A coded corpus.
    """
    import ipywidgets as widgets  # noqa: PLC0415 - a second that only the panel needs

    months = _months(corpus)
    both = pd.concat([corpus.events["source"], corpus.events["target"]]).dropna().value_counts()
    actors = [(f"{labels.label(one)} ({n})", one) for one, n in both.head(_MAX_LISTED).items()]
    controls = {
        "actors": widgets.SelectMultiple(options=actors, description="actors", rows=8),
        "months": widgets.SelectionRangeSlider(
            options=months, index=(0, len(months) - 1), description="months", continuous_update=False,
            layout=widgets.Layout(width="28rem"),
        ),
        "classes": widgets.SelectMultiple(options=CLASSES, value=CLASSES, description="classes", rows=4),
        "confidence": widgets.FloatSlider(
            value=0.0, min=0.0, max=1.0, step=_STEP, description="confidence", continuous_update=False
        ),
    }  # fmt: skip
    shown = {"words": widgets.Label(), "sentences": widgets.HTML()}
    shown |= {name: widgets.Image(format="png") for name in ("matrix", "network", "timeline")}

    def update(_: Any = None) -> None:
        _show(_chosen(corpus, controls), shown)

    for control in controls.values():
        control.observe(update, names="value")
    update()
    chooser = widgets.HBox(
        [controls["actors"], widgets.VBox([controls[k] for k in ("months", "classes", "confidence")])]
    )
    for name in ("matrix", "network", "timeline"):
        shown[name].layout = widgets.Layout(width="100%", max_width="52rem", object_fit="contain")
    # Two columns where the notebook has room for them, one where it has not: all four are seen at once.
    columns = widgets.Layout(
        grid_template_columns="repeat(auto-fit, minmax(max(26rem, 34%), 1fr))", grid_gap="0.5rem 1rem"
    )
    shown["sentences"].layout = widgets.Layout(grid_column="1 / -1")
    sides = widgets.GridBox([shown[name] for name in ("matrix", "network", "timeline", "sentences")], layout=columns)
    return widgets.VBox([chooser, shown["words"], sides])


def _months(corpus: CodedCorpus) -> list[str]:
    """The months from the first article to the last article or event; what articles tell of earlier days is history."""
    days, read = corpus.events["when_first"].dropna(), corpus.documents["published"]
    last = max([read.max(), *([days.max()] if len(days) else [])])
    return [str(month) for month in pd.period_range(read.min(), last, freq="M")]


def _chosen(corpus: CodedCorpus, controls: dict[str, Any]) -> View:
    first, last = controls["months"].value
    earliest = corpus.events["when_first"].min()
    day = f"{first}-01"
    if first == controls["months"].options[0] and earliest < pd.Timestamp(day):
        day = f"{earliest:%Y-%m-%d}"  # the first month holds the history as well
    return view(
        corpus,
        actors=list(controls["actors"].value) or None,
        period=f"{day}/{pd.Period(last, freq='M').end_time:%Y-%m-%d}",
        classes=controls["classes"].value,
        min_confidence=controls["confidence"].value,
    )


def _show(chosen: View, shown: dict[str, Any]) -> None:
    shown["words"].value = chosen.words
    for name in ("matrix", "network", "timeline"):
        plot = getattr(chosen, name)()
        shown[name].value = plot.png()
        shown[name].alt = plot.alt
    shown["sentences"].value = chosen.sentences().html
