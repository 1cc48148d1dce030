"""What a validation shows: measures with intervals, the confusion matrix as a figure, the most telling errors."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from analysis import _paths, ontology
from analysis.tables import html
from analysis.validation import stories as storycheck
from analysis.validation.evaluate import Validation
from analysis.viz.style import COOPERATIVE, HOSTILE, INK, Plot, empty

SHIPPED = {name: _paths.DATA / "gold" / f"{name}.jsonl" for name in ("seed", "sentences")}
"""The gold files that ship with the package, in the format `entente`."""
MEANING = {
    "source_f1": "who acts",
    "target_f1": "on whom",
    "pair_f1": "who on whom, in this direction",
    "root_f1": "class of the act",
    "quad_triple_f1": "source, quad class, target",
    "triple_f1": "source, class, target: the whole event",
    "triple_precision": "share of the coder's events that the gold has",
    "triple_recall": "share of the gold's events that were found",
    "modality_accuracy": "modality, of the events found",
    "date_accuracy": "both days, of the events found that the gold dates",
    "root_macro_f1": "class, each class counted alike",
    "quad_macro_f1": "quad class, each counted alike",
    "binary_macro_f1": "cooperation or conflict",
    "root_accuracy": "share with the right class",
    "answered": "share with an answer",
    "value_f1": "date expressions with the right value",
    "extent_f1": "date expressions found",
    "story_precision": "share of the pairs linked that are one event",
    "story_recall": "share of the pairs of one event that are linked",
    "story_f1": "both in one",
    "story_f1_where_read": "the same, where an act was read in both sentences",
    "story_read": "share of the pairs with an act read in both sentences",
}
_SHADE = LinearSegmentedColormap.from_list("share", ["#ffffff", "#3b6ea5"])
_LAST = ("YIELD", "none")


def measures(results: Mapping[str, Validation]) -> html.Table:
    """One row a measure and gold file: value, 95 per cent interval, gold answers behind it, meaning."""
    rows = [(name, *row) for name, result in results.items() for row in _rows(result.measures)]
    return _table(rows, ("gold", "measure", "value", "interval", "n", "what it is"))


def stories(check: storycheck.StoryCheck) -> html.Table:
    """The same for pairs of tellings."""
    return _table(_rows(check.measures), ("measure", "value", "interval", "n", "what it is"))


def story_errors(check: storycheck.StoryCheck) -> html.Table:
    """The pairs of tellings that were told wrongly: gold and answer are one event or two."""
    return html.frame_table(check.errors)


def _rows(table: pd.DataFrame) -> list[tuple[str, float, str, int, str]]:
    rows = zip(*(table[name] for name in ("measure", "value", "low", "high", "n")), strict=True)
    return [
        (str(name), float(value), _interval(low, high), int(n), MEANING.get(str(name), "see docs/gold_format.md"))
        for name, value, low, high, n in rows
    ]


def _interval(low: float, high: float) -> str:
    return "" if np.isnan(low) else f"{low:.2f} to {high:.2f}"


def _table(rows: Sequence[tuple[object, ...]], heads: Sequence[str]) -> html.Table:
    return html.frame_table(pd.DataFrame(rows, columns=list(heads)), numbers=("value", "interval", "n"))


def errors(result: Validation) -> html.Table:
    """The most telling errors, confident ones first: gold and answer as source, class, target."""
    shown = result.errors.rename(columns={"text": "sentence", "found": "coder", "decided_by": "decided by"})
    return html.frame_table(shown, numbers=("confidence",))


def confusion(result: Validation, *, name: str) -> Plot:
    """Gold classes against answers: numbers count, shades are shares of the gold class, lines part the quad classes.

    Parameters
    ----------
    name
        What the gold is called in the title.
    """
    if result.confusion is None:
        return empty(f"The format {result.format} has no classes to confuse.")
    counts = _ordered(result.confusion)
    shares = counts.div(counts.sum(axis=1).replace(0, 1), axis=0)
    figure = Figure(figsize=(2.2 + 0.48 * counts.shape[1], 1.9 + 0.36 * counts.shape[0]))
    axes = figure.add_subplot()
    axes.imshow(shares.to_numpy(), cmap=_SHADE, vmin=0, vmax=1, aspect="auto")
    _numbers(axes, counts, shares)
    _axes(axes, counts)
    axes.set_title(f"{name}: gold class in rows, the coder's in columns", fontsize=10, loc="left", color=INK)
    right, total = (
        int(sum(counts.loc[one, one] for one in counts.index if one in counts.columns)),
        int(counts.to_numpy().sum()),
    )
    worst = _worst(counts)
    return Plot(figure, f"Confusion matrix, {name}: {right} of {total} classes right; {worst}.")


def _ordered(table: pd.DataFrame) -> pd.DataFrame:
    """Rows and columns in the order of the roots, or as they are where they are no roots."""
    order = {label: place for place, label in enumerate((*ontology.ROOTS, *_LAST))}
    known = sorted({*table.index, *table.columns} & order.keys(), key=lambda one: order[one])
    if not known:
        return table
    rows, columns = [one for one in known if one in table.index], [one for one in known if one in table.columns]
    return table.loc[rows, columns]


def _numbers(axes: Axes, counts: pd.DataFrame, shares: pd.DataFrame) -> None:
    for row, gold in enumerate(counts.index):
        for column, found in enumerate(counts.columns):
            n = int(counts.loc[gold, found])
            if n:
                pale = float(shares.loc[gold, found]) > 0.55
                weight = "bold" if gold == found else "normal"
                axes.text(
                    column,
                    row,
                    str(n),
                    ha="center",
                    va="center",
                    fontsize=8,
                    weight=weight,
                    color="white" if pale else INK,
                )


def _axes(axes: Axes, counts: pd.DataFrame) -> None:
    axes.set_xticks(
        range(counts.shape[1]), [str(one).lower() for one in counts.columns], rotation=45, ha="right", fontsize=8
    )
    axes.set_yticks(
        range(counts.shape[0]),
        [f"{str(one).lower()} ({int(counts.loc[one].sum())})" for one in counts.index],
        fontsize=8,
    )
    for labels, names in ((axes.get_xticklabels(), counts.columns), (axes.get_yticklabels(), counts.index)):
        for label, root in zip(labels, names, strict=True):
            label.set_color(_tone(root))
    for edges, names in ((axes.axvline, counts.columns), (axes.axhline, counts.index)):
        for place in range(1, len(names)):
            if _quad(names[place]) != _quad(names[place - 1]):
                edges(place - 0.5, color="#999999", linewidth=0.8)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)


def _quad(root: object) -> int:
    return ontology.quad_of(str(root)) if root in ontology.ROOTS else 0


def _tone(root: object) -> str:
    return {0: INK, 1: COOPERATIVE, 2: COOPERATIVE, 3: HOSTILE, 4: HOSTILE}[_quad(root)]


def _worst(counts: pd.DataFrame) -> str:
    """The pair of classes that is confused most."""
    pairs = [(gold, found) for gold in counts.index for found in counts.columns if gold != found]
    wrong = [(int(counts.loc[gold, found]), gold, found) for gold, found in pairs]
    most = max((n for n, _, _ in wrong), default=0)
    if not most:
        return "none confused"
    _, gold, found = next(one for one in wrong if one[0] == most)
    return f"most confused, {gold} read as {found}, {'once' if most == 1 else f'{most} times'}"
