"""Frames that are written piece by piece are those of a run in memory."""

import datetime as dt
import json
import tracemalloc

import pandas as pd
import pytest

from analysis import corpus, errors
from analysis.coding import code_corpus, pipeline
from analysis.events import read_frames
from analysis.events.coded import FRAMES
from analysis.scale import code_to_folder, coding, sorting

STATES = ("Kenya", "Sudan", "China", "Russia", "France", "Egypt", "India")
VERBS = ("condemned", "praised", "attacked", "met", "threatened")


@pytest.fixture
def articles(tmp_path):
    """A folder with articles of some pairs, told several times, copies, a near-copy, a bad row and another language."""
    rows = []
    for number in range(40):
        one, other = STATES[number % 7], STATES[(number * 3 + 2) % 7]
        day = dt.date(2023, 1, 1) + dt.timedelta(number // 4)
        text = (
            f"{one} {VERBS[number % 5]} {other} on Monday. {one} and {other} held talks number {number}.\n\nIt rained."
        )
        rows.append({"date": str(day), "title": f"{one} and {other}", "text": text})
    rows += [rows[3], {**rows[5], "date": "2023-02-01"}, {**rows[6], "text": rows[6]["text"] + " And it snowed."}]
    rows += [
        {"date": "never", "text": "x"},
        {"date": "2023-01-01", "text": "Das ist ein Satz auf Deutsch, nicht wahr?"},
    ]
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in (1, 0):
        lines = (json.dumps(row) + "\n" for row in rows[number::2])
        (folder / f"{number}.jsonl").write_text("".join(lines))
    return folder


def assert_equal(coded, expected):
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(coded, name), getattr(expected, name))


def test_frames_are_those_of_a_run_in_memory(articles, tmp_path, monkeypatch):
    expected = code_corpus(corpus.read(articles), workers=1)
    assert len(expected.events) > 20
    assert expected.documents["duplicate_of"].notna().sum() > 1
    monkeypatch.setattr(pipeline, "BATCH_SIZE", 7)
    monkeypatch.setattr(sorting, "BATCH_ROWS", 7)
    monkeypatch.setattr(coding, "DOCUMENTS_A_PART", 9)
    done = []
    written = code_to_folder(
        articles, tmp_path / "out", workers=2, note="A note", progress=lambda *two: done.append(two)
    )
    coded = read_frames(tmp_path / "out")
    assert_equal(coded, expected)
    assert_equal(code_corpus(corpus.read(articles), workers=1), expected)
    own, other = coded.run["counts"], expected.run["counts"]
    assert own.pop("coded_documents") >= other.pop("coded_documents"), "copies far from each other are coded again"
    assert own == other
    assert coded.run["note"] == "A note"
    assert written.rows["events"] == len(coded.events)
    assert sum(n for n, _ in done) == len(coded.documents) == done[0][1]
    assert not [file for file in (tmp_path / "out").iterdir() if file.name.startswith(".")]


def test_where_nothing_can_be_read_nothing_is_left(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(errors.InputError, match="nothing to read"):
        code_to_folder(tmp_path / "empty", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_what_fails_on_the_way_leaves_the_old_frames(articles, tmp_path, monkeypatch):
    code_to_folder(articles / "0.jsonl", tmp_path / "out", workers=1)
    before = read_frames(tmp_path / "out")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(coding, "_join", full)
    with pytest.raises(OSError, match="No space"):
        code_to_folder(articles, tmp_path / "out", workers=1)
    assert_equal(read_frames(tmp_path / "out"), before)
    assert not [file for file in (tmp_path / "out").iterdir() if file.name.startswith(".")]


def test_memory_does_not_grow_with_the_corpus(tmp_path, monkeypatch):
    """Read, sort and write four times as many articles; the coder, whose work is one document, is left out."""
    monkeypatch.setattr(pipeline, "BATCH_SIZE", 50)
    monkeypatch.setattr(sorting, "BATCH_ROWS", 50)
    monkeypatch.setattr(pipeline.Run, "_code_rest", lambda self: self._coded.update(dict.fromkeys(self._copies, b"{}")))
    first = pd.DataFrame({"date": ["2023-01-01"], "text": ["The two met on Monday, it was said."]})
    code_to_folder(first, tmp_path / "first")  # imports take memory, too

    def peak(n):
        body = "The talks were held on Monday, and it was said that they would go on. " * 8
        lines = (json.dumps({"date": "2023-01-01", "text": f"{number} {body} {number}"}) + "\n" for number in range(n))
        (tmp_path / f"{n}.jsonl").write_text("".join(lines))
        tracemalloc.start()
        code_to_folder(tmp_path / f"{n}.jsonl", tmp_path / f"out-{n}")
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    assert peak(450) < 1.3 * peak(150) + 300 * 300, "what grows is an id for each document"
