"""What a validation shows: tables with intervals, and the notebook on a user's own gold."""

import nbformat
import pandas as pd
import pytest

from analysis import _package, tables
from analysis.report import runner
from analysis.tables.validation import MEANING
from analysis.validation import Validation, evaluate
from analysis.validation.evaluation import ERROR_COLUMNS


def validation(low=0.25):
    measures = pd.DataFrame(
        [("triple_f1", 0.5, low, 0.75, 8), ("odd_measure", 1.0, 0.9, 1.0, 2)],
        columns=["measure", "value", "low", "high", "n"],
    )
    errors = pd.DataFrame([("1", "Chad <met> Niger.", "TCD CONSULT NER", "none", None, None)], columns=ERROR_COLUMNS)
    return Validation("entente", 9, measures, None, errors)


def test_measures_say_value_interval_and_meaning():
    first, second = tables.validation_measures({"own": validation()}).text.splitlines()
    assert first == "own | triple_f1 | 0.50 | 0.25 to 0.75 | 8 | source, class, target: the whole event"
    assert second.endswith("see docs/gold_format.md")


def test_without_draws_there_is_no_interval():
    line = tables.validation_measures({"own": validation(low=float("nan"))}).text.splitlines()[0]
    assert line.split(" | ")[3] == ""


def test_every_measure_of_events_has_a_meaning():
    result = evaluate(tables.SHIPPED["seed"], "entente", n_boot=0, system=lambda asked: [[] for _ in asked])
    assert set(result.measures["measure"]) <= set(MEANING)


def test_errors_are_escaped():
    table = tables.validation_errors(validation())
    assert "Chad &lt;met&gt; Niger." in table.html
    assert table.text == "1 | Chad <met> Niger. | TCD CONSULT NER | none |  | "


@pytest.mark.slow
def test_the_notebook_runs_on_a_gold_file_of_the_user(tmp_path):
    gold = tmp_path / "names.csv"
    gold.write_text("text,query_date,country,code_1\nFrench jets,,FRA,MIL\nnobody,,,\n", encoding="utf-8")
    made = tmp_path / "run.ipynb"
    runner.run_notebook(_package.NOTEBOOKS / "06-validation.ipynb", made, {"gold": str(gold), "gold_format": "actors"})
    outputs = [o for cell in nbformat.read(made, as_version=4).cells for o in cell.get("outputs", [])]
    told = "\n".join(str(o.get("data", {}).get("text/plain", "")) for o in outputs)
    assert "{'gold': '2 items'}" in told
    assert "gold | state_accuracy | 1.00" in told
    assert "no classes to confuse" in told
