"""What a validation shows: tables with intervals, the confusion matrix, the notebook on a user's own gold."""

import nbformat
import pandas as pd
import pytest

from analysis import _paths
from analysis.report import runner
from analysis.tables import validation as validation_views
from analysis.validation import evaluate


def validation(confusion=None, low=0.25):
    measures = pd.DataFrame(
        [("triple_f1", 0.5, low, 0.75, 8), ("odd_measure", 1.0, 0.9, 1.0, 2)],
        columns=["measure", "value", "low", "high", "n"],
    )
    errors = pd.DataFrame(
        [("1", "Chad <met> Niger.", "TCD CONSULT NER", "none", None, None)], columns=evaluate.ERROR_COLUMNS
    )
    return evaluate.Validation("entente", 9, measures, confusion, errors)


def matrix(rows, index, columns):
    return pd.DataFrame(rows, index=index, columns=columns)


def test_measures_say_value_interval_and_meaning():
    first, second = validation_views.measures({"own": validation()}).text.splitlines()
    assert first == "own | triple_f1 | 0.50 | 0.25 to 0.75 | 8 | source, class, target: the whole event"
    assert second.endswith("see docs/gold_format.md")


def test_without_draws_there_is_no_interval():
    line = validation_views.measures({"own": validation(low=float("nan"))}).text.splitlines()[0]
    assert line.split(" | ")[3] == ""


def test_every_measure_of_events_has_a_meaning():
    result = evaluate.run(
        validation_views.SHIPPED["seed"], "entente", n_boot=0, predictor=lambda asked: [[] for _ in asked]
    )
    assert set(result.measures["measure"]) <= set(validation_views.MEANING)


def test_errors_are_escaped():
    table = validation_views.errors(validation())
    assert "Chad &lt;met&gt; Niger." in table.html
    assert table.text == "1 | Chad <met> Niger. | TCD CONSULT NER | none |  | "


def test_the_confusion_matrix_counts_what_is_right_and_names_the_worst():
    counts = matrix([[3, 2], [1, 4]], ["SANCTION", "AGREE"], ["AGREE", "SANCTION"])
    # SANCTION: 3 read as AGREE, 2 right; AGREE: 1 right, 4 read as SANCTION
    plot = validation_views.confusion(validation(counts), name="own")
    assert plot.alt == "Confusion matrix, own: 3 of 10 classes right; most confused, AGREE read as SANCTION, 4 times."
    (axes,) = plot.figure.axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["agree (5)", "sanction (5)"]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["agree", "sanction"]
    assert plot.png().startswith(b"\x89PNG")


def test_classes_that_are_no_roots_stand_as_they_come():
    plot = validation_views.confusion(validation(matrix([[2, 0], [1, 1]], ["0", "3"], ["0", "3"])), name="own")
    assert plot.alt == "Confusion matrix, own: 3 of 4 classes right; most confused, 3 read as 0, once."


def test_nothing_confused_is_said():
    plot = validation_views.confusion(validation(matrix([[2]], ["AID"], ["AID"])), name="own")
    assert plot.alt.endswith("2 of 2 classes right; none confused.")


def test_a_format_without_classes_has_no_matrix():
    assert "no classes" in validation_views.confusion(validation(), name="own").alt


@pytest.mark.slow
def test_the_notebook_runs_on_a_gold_file_of_the_user(tmp_path):
    gold = tmp_path / "names.csv"
    gold.write_text("text,query_date,country,code_1\nFrench jets,,FRA,MIL\nnobody,,,\n", encoding="utf-8")
    made = tmp_path / "run.ipynb"
    runner.run_notebook(_paths.NOTEBOOKS / "06-validation.ipynb", made, {"gold": str(gold), "gold_format": "actors"})
    outputs = [o for cell in nbformat.read(made, as_version=4).cells for o in cell.get("outputs", [])]
    told = "\n".join(str(o.get("data", {}).get("text/plain", "")) for o in outputs)
    assert "{'gold': '2 items'}" in told
    assert "gold | state_accuracy | 1.00" in told
    assert "no classes to confuse" in told
