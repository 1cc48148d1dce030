"""Corrections as gold: what was decided, sentence by sentence, in the form that `evaluate` reads."""

from dataclasses import replace

import coded_cases
import pytest
from typer.testing import CliRunner

from analysis import cli, errors
from analysis.events import write_frames
from analysis.events.corrections_file import Correction
from analysis.validation import corrected_gold, evaluate, gold, write_corrected_gold


@pytest.fixture
def corpus():
    made = coded_cases.coded(
        ("RUS", "UKR", "ACCUSE", "2024-01-01", {"text": "Russia threatened Ukraine."}),
        ("RUS", "UKR", "ACCUSE", "2024-01-02", {"text": "Russia praised Ukraine for a film."}),
        ("USA", "JPN", "AID", "2024-02-01", {"text": "The United States sent aid to Japan."}),
        ("CHN", "RUS", "CONSULT", "2024-03-01"),
    )
    rows = [
        Correction(event="e000", field="root", value="THREATEN", reason="an ultimatum"),
        Correction(event="e001", field="reject"),
        Correction(event="e002", field="confirm"),
        Correction(event="e002", field="day", value="2024-01-31"),
        Correction(event="gone", field="confirm"),
    ]
    return made.corrected([replace(one, line=line) for line, one in enumerate(rows, start=2)])


def test_the_sentences_that_were_looked_at_say_what_holds(corpus):
    rows = corrected_gold(corpus)
    assert [row["sentence"] for row in rows] == [
        "Russia threatened Ukraine.", "Russia praised Ukraine for a film.", "The United States sent aid to Japan.",
    ]  # fmt: skip
    assert rows[0]["events"] == [
        {"source": "RUS", "root": "THREATEN", "target": "UKR", "modality": "asserted", "first": "2024-01-01",
         "last": "2024-01-01"}
    ]  # fmt: skip
    assert rows[0]["note"] == "root THREATEN: an ultimatum"
    assert rows[1]["events"] == []
    assert (rows[2]["published"], rows[2]["events"][0]["first"]) == ("2024-02-01", "2024-01-31")


def test_days_of_an_event_with_several_reports_are_not_those_of_each(corpus):
    joined = corpus.corrected([Correction(event="e000", field="join", value="e003")])
    assert corrected_gold(joined)[0]["events"][0]["first"] is None


def test_what_is_written_is_read_and_measured(corpus, tmp_path):
    file = tmp_path / "deep" / "gold.jsonl"
    assert len(write_corrected_gold(corpus, file)) == 3
    assert [len(one.events) for one in gold.read_entente(file)] == [1, 0, 1]
    found = evaluate(file, system=lambda questions: [[] for _ in questions], n_boot=0)
    measures = found.measures.set_index("measure")
    assert (found.n, measures.loc["triple_recall", "value"], measures.loc["triple_recall", "n"]) == (3, 0, 2)
    write_corrected_gold(corpus, file)
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(errors.InputError, match="is not a gold file and would be written over"):
        write_corrected_gold(corpus, tmp_path / "mine.txt")
    with pytest.raises(errors.InputError, match="no corrections to write as gold"):
        write_corrected_gold(coded_cases.coded(("RUS", "UKR", "AID", "2024-01-01")), file)


def test_the_command_writes_them(corpus, tmp_path):
    write_frames(corpus, tmp_path / "frames")
    words = ["export-corrections", str(tmp_path / "frames"), "--out", str(tmp_path / "gold.jsonl")]
    done = CliRunner().invoke(cli.app, words)
    assert done.exit_code == 0, done.output
    assert done.output.startswith("3 sentences with 2 events; ")
    assert len(gold.read_entente(tmp_path / "gold.jsonl")) == 3
