import pandas as pd

from analysis import viz
from analysis.validation import Validation
from analysis.validation.evaluation import ERROR_COLUMNS


def validation(confusion=None):
    measures = pd.DataFrame([("triple_f1", 0.5, 0.25, 0.75, 8)], columns=["measure", "value", "low", "high", "n"])
    return Validation("entente", 9, measures, confusion, pd.DataFrame(columns=ERROR_COLUMNS))


def matrix(rows, index, columns):
    return pd.DataFrame(rows, index=index, columns=columns)


def test_the_confusion_matrix_counts_what_is_right_and_names_the_worst():
    counts = matrix([[3, 2], [1, 4]], ["SANCTION", "AGREE"], ["AGREE", "SANCTION"])
    # SANCTION: 3 read as AGREE, 2 right; AGREE: 1 right, 4 read as SANCTION
    plot = viz.confusion_matrix(validation(counts), name="own")
    assert plot.alt == "Confusion matrix, own: 3 of 10 classes right; most confused, AGREE read as SANCTION, 4 times."
    (axes,) = plot.figure.axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["agree (5)", "sanction (5)"]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["agree", "sanction"]
    assert plot.png().startswith(b"\x89PNG")


def test_classes_that_are_no_roots_stand_as_they_come():
    plot = viz.confusion_matrix(validation(matrix([[2, 0], [1, 1]], ["0", "3"], ["0", "3"])), name="own")
    assert plot.alt == "Confusion matrix, own: 3 of 4 classes right; most confused, 3 read as 0, once."


def test_nothing_confused_is_said():
    plot = viz.confusion_matrix(validation(matrix([[2]], ["AID"], ["AID"])), name="own")
    assert plot.alt.endswith("2 of 2 classes right; none confused.")


def test_a_format_without_classes_has_no_matrix():
    assert "no classes" in viz.confusion_matrix(validation(), name="own").alt
