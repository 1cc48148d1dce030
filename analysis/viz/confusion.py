"""The confusion matrix of a validation: gold classes in rows, the coder's answers in columns."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from analysis import ontology
from analysis.validation import Validation
from analysis.viz.style import COOPERATIVE, HOSTILE, INK, Plot, empty

_SHADES = LinearSegmentedColormap.from_list("share", ["#ffffff", "#3b6ea5"])
_LAST = ("YIELD", "none")
_QUAD_TONES = {0: INK, 1: COOPERATIVE, 2: COOPERATIVE, 3: HOSTILE, 4: HOSTILE}


def confusion_matrix(result: Validation, *, name: str) -> Plot:
    """Gold classes against the coder's classes, for the pairs of actors that both have.

    The number in a cell is a count; its shade is the share of the gold class. Lines
    separate the quad classes. A validation without classes gives a note in place of the matrix.

    Parameters
    ----------
    result
        What `validation.evaluate` returns.
    name
        What the gold is called in the title.
    """
    if result.confusion is None:
        return empty(f"The format {result.format} has no classes to confuse.")
    counts = _in_order(result.confusion)
    shares = counts.div(counts.sum(axis=1).replace(0, 1), axis=0)
    figure = Figure(figsize=(2.2 + 0.48 * counts.shape[1], 1.9 + 0.36 * counts.shape[0]))
    axes = figure.add_subplot()
    axes.imshow(shares.to_numpy(), cmap=_SHADES, vmin=0, vmax=1, aspect="auto")
    _write_counts(axes, counts, shares)
    _label_axes(axes, counts)
    axes.set_title(f"{name}: gold class in rows, the coder's in columns", fontsize=10, loc="left", color=INK)
    right = sum(int(counts.loc[one, one]) for one in counts.index if one in counts.columns)
    total = int(counts.to_numpy().sum())
    return Plot(figure, f"Confusion matrix, {name}: {right} of {total} classes right; {_most_confused(counts)}.")


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Rows and columns in the order of the PLOVER roots; a table of other classes stays as it is."""
    order = {label: number for number, label in enumerate((*ontology.ROOTS, *_LAST))}
    known = sorted({*table.index, *table.columns} & order.keys(), key=lambda one: order[one])
    if not known:
        return table
    rows, columns = [one for one in known if one in table.index], [one for one in known if one in table.columns]
    return table.loc[rows, columns]


def _write_counts(axes: Axes, counts: pd.DataFrame, shares: pd.DataFrame) -> None:
    for row, gold in enumerate(counts.index):
        for column, answer in enumerate(counts.columns):
            n = int(counts.loc[gold, answer])
            if n:
                dark = float(shares.loc[gold, answer]) > 0.55
                axes.text(
                    column, row, str(n), ha="center", va="center", fontsize=8,
                    weight="bold" if gold == answer else "normal", color="white" if dark else INK,
                )  # fmt: skip


def _label_axes(axes: Axes, counts: pd.DataFrame) -> None:
    columns = [str(one).lower() for one in counts.columns]
    rows = [f"{str(one).lower()} ({int(counts.loc[one].sum())})" for one in counts.index]
    axes.set_xticks(range(counts.shape[1]), columns, rotation=45, ha="right", fontsize=8)
    axes.set_yticks(range(counts.shape[0]), rows, fontsize=8)
    for tick_labels, classes in ((axes.get_xticklabels(), counts.columns), (axes.get_yticklabels(), counts.index)):
        for label, root in zip(tick_labels, classes, strict=True):
            label.set_color(_QUAD_TONES[_quad(root)])
    for draw_line, classes in ((axes.axvline, counts.columns), (axes.axhline, counts.index)):
        for number in range(1, len(classes)):
            if _quad(classes[number]) != _quad(classes[number - 1]):
                draw_line(number - 0.5, color="#999999", linewidth=0.8)
    axes.set_xlabel("class by the coder", fontsize=9)
    axes.set_ylabel("class by the gold (number of acts)", fontsize=9)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)


def _quad(root: object) -> int:
    """The quad class of a PLOVER root; 0 for any other class."""
    return ontology.quad_of(str(root)) if root in ontology.ROOTS else 0


def _most_confused(counts: pd.DataFrame) -> str:
    """The two classes that are confused most often."""
    pairs = [(gold, answer) for gold in counts.index for answer in counts.columns if gold != answer]
    wrong = [(int(counts.loc[gold, answer]), gold, answer) for gold, answer in pairs]
    highest = max((n for n, _, _ in wrong), default=0)
    if not highest:
        return "none confused"
    _, gold, answer = next(one for one in wrong if one[0] == highest)
    return f"most confused, {gold} read as {answer}, {'once' if highest == 1 else f'{highest} times'}"
