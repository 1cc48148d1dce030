"""The pipeline: frames that fit together, and a bad document that does not stop a run."""

import datetime as dt
import os
import re
import signal
import time

import pandas as pd
import pytest

from analysis import corpus
from analysis.actors import resolution
from analysis.coding import document, pipeline
from analysis.store import DocumentStore

ARTICLES = {
    "a.txt": " date 2023-03-01 Talks\n\nChina's foreign minister met his Russian counterpart in Moscow on Tuesday.",
    "b.txt": " date 2023-06-01 Again\n\nKenya condemned Sudan on Monday. Its ambassador was expelled.",
}


@pytest.fixture
def articles(tmp_path):
    for name, text in ARTICLES.items():
        (tmp_path / name).write_text(text)
    return corpus.read(tmp_path)


def test_ids_of_sentences_are_the_same_in_all_frames(articles):
    coded = pipeline.code_corpus(articles, workers=1)
    ids = set(coded.sentences["sentence_id"])
    assert len(ids) == len(coded.sentences) == 5
    assert 0 < len(set(coded.mentions["sentence_id"])) <= len(ids)
    assert set(coded.mentions["sentence_id"]) <= ids
    assert set(coded.evidence["sentence_id"]) <= ids
    joined = coded.evidence.merge(coded.sentences, on="sentence_id", suffixes=("", "_of_sentence"))
    assert len(joined) == len(coded.evidence) > 0
    assert (joined["doc_id"] == joined["doc_id_of_sentence"]).all()


@pytest.mark.parametrize("error", [ValueError("no head"), RecursionError("too deep"), KeyError("nobody")])
def test_a_document_on_which_the_coder_fails_is_rejected_and_the_run_goes_on(articles, monkeypatch, error):
    original = document.code_document

    def fails_on_the_second(one, *rest):
        if one.path == "b.txt":
            raise error
        return original(one, *rest)

    monkeypatch.setattr(pipeline.documents, "code_document", fails_on_the_second)
    coded = pipeline.code_corpus(articles, workers=1)
    (reject,) = coded.rejects.to_dict("records")
    assert (reject["path"], reject["stage"]) == ("b.txt", "code")
    assert reject["reason"].startswith(type(error).__name__)
    assert set(coded.evidence["doc_id"]) == set(articles.documents.query("path == 'a.txt'")["doc_id"])
    assert len(coded.sentences) == 5, "its sentences stay"


class Surprise(Exception):  # noqa: N818
    """What nobody foresaw."""


@pytest.mark.parametrize("stage", ["split", "find", "parse", "code", "model"])
def test_whatever_fails_in_a_document_costs_that_document_alone(articles, monkeypatch, caplog, stage):
    def failing(original, fails):
        def call(*args, **named):
            if fails(*args):
                raise Surprise(stage)
            return original(*args, **named)

        return call

    bad = "Kenya condemned Sudan on Monday."
    owner, name, fails = {
        "split": (pipeline, "split_sentences", lambda title, _: title == "Again"),
        "find": (document, "find_mentions", lambda one, *_: one.path == "b.txt"),
        "parse": (pipeline.parsing, "parse", lambda texts: bad in texts),
        "code": (document, "code_document", lambda one, *_: one.path == "b.txt"),
        "model": (pipeline.adjudication, "adjudicate", lambda coded: any(one.text == bad for one in coded)),
    }[stage]
    monkeypatch.setattr(owner, name, failing(getattr(owner, name), fails))
    coded = pipeline.code_corpus(articles, workers=1)
    assert coded.rejects[["path", "reason"]].values.tolist() == [["b.txt", f"Surprise: {stage}"]]
    good = set(articles.documents.query("path == 'a.txt'")["doc_id"])
    assert good <= set(coded.evidence["doc_id"])
    assert "b.txt" in caplog.text


def test_a_document_on_which_its_process_dies_is_rejected_and_the_run_goes_on(articles, monkeypatch, caplog):
    original = document.code_document

    def dies(one, *rest):
        if one.path == "b.txt":
            os.kill(os.getpid(), signal.SIGKILL)
        return original(one, *rest)

    with monkeypatch.context() as patched:
        patched.setattr(document, "code_document", dies)
        coded = pipeline.code_corpus(articles, workers=1)
    (reject,) = coded.rejects.to_dict("records")
    assert (reject["path"], reject["stage"]) == ("b.txt", "code")
    assert reject["reason"].startswith("killed: its process ended 2 times (signal 9")
    assert "b.txt" in caplog.text
    whole = pipeline.code_corpus(articles, workers=1)
    good = set(articles.documents.query("path == 'a.txt'")["doc_id"])
    expected = whole.evidence[whole.evidence["doc_id"].isin(good)].reset_index(drop=True)
    pd.testing.assert_frame_equal(coded.evidence, expected)


def test_a_document_that_takes_too_long_is_rejected_as_slow_and_kept_as_such(articles, monkeypatch, tmp_path):
    def without_end(one, *rest):
        if one.path == "b.txt":
            re.match(r"(a+)+$", "a" * 60 + "b")  # one call in C that holds the interpreter's lock
        return original(one, *rest)

    original = document.code_document
    monkeypatch.setattr(document, "code_document", without_end)
    monkeypatch.setattr(pipeline, "SECONDS", 2.0)
    coded = pipeline.code_corpus(articles, workers=1, store=DocumentStore(tmp_path, "v"))
    assert coded.rejects[["path", "reason"]].values.tolist() == [
        ["b.txt", "slow: not done within 2 seconds of processor time"]
    ]
    assert len(coded.evidence)
    again = pipeline.code_corpus(articles, workers=1, store=DocumentStore(tmp_path, "v"))
    assert again.run["counts"]["coded_documents"] == 0
    pd.testing.assert_frame_equal(again.rejects, coded.rejects)


def test_longer_documents_may_take_longer():
    short, long = (document.Document("", dt.date(2023, 1, 1), body="x" * size) for size in (1000, 1_000_000))
    assert pipeline._time_limit(short) == pytest.approx(60.5)
    assert pipeline._time_limit(long) == pytest.approx(560)


# Each token that the patterns accept over and over, in a row, in a title and in a body.
ROWS = [
    "two hundred and ", "one hundred and one hundred and ", "a-", "-", "Sino-", "Sino-Russian-", "President N ",
    "Russia-",
    "thirty-", "Monday ", "January 5 ", "Jan. ", "the president ", "North Korean ", "Korea-", "King of ", "US/", "ABC ",
    "(reporting ", "Foreign Minister Sergei ", "last week ", "the two ", "both ", "he ", "from 5 to ", "1,",
    "12-", "'s ",
]  # fmt: skip


@pytest.mark.parametrize("unit", ROWS)
def test_long_rows_of_one_token_take_bounded_time(unit):
    row = unit * (60_000 // len(unit))
    end = " The foreign ministers of the two countries met and he agreed that it was good for them on Monday."
    table = pd.DataFrame({
        "date": ["2023-03-01"] * 2, "title": ["T", row[:1900]],
        "text": [f"Russia condemned Ukraine. {row}{end * 30}", f"Kenya condemned Sudan. {end * 5}"],
    })  # fmt: skip
    start = time.perf_counter()
    read = corpus.read(table)
    coded = pipeline.code_corpus(read, workers=1)
    assert time.perf_counter() - start < 20
    assert len(coded.rejects) + len(coded.documents) == 2


def test_the_record_of_a_run_counts_what_each_stage_made(articles):
    coded = pipeline.code_corpus(articles, workers=1)
    counts = coded.run["counts"]
    assert counts["documents"] == 2
    assert counts["sentences"] == len(coded.sentences)
    assert counts["event_mentions"] == len(coded.evidence)
    assert counts["events"] == len(coded.events)
    assert 0 < counts["parsed_sentences"] < counts["sentences"]
    assert set(coded.run["seconds"]) == {"split", "actors", "parse", "code", "model", "merge", "wall"}


def test_progress_is_called_with_the_documents_of_each_chunk(articles, monkeypatch):
    monkeypatch.setattr(pipeline, "CHUNK_SIZE", 1)
    done = []
    pipeline.code_corpus(articles, workers=1, progress=done.append)
    assert done == [1, 1]


def test_a_sentence_without_a_day_takes_the_last_day_of_the_tables():
    ((one,),) = pipeline.code_sentences([("Kenya condemned Sudan.", None)])
    assert (one.first, one.last) == (resolution.LATEST, resolution.LATEST)
    ((one,),) = pipeline.code_sentences([("Kenya condemned Sudan.", dt.date(2020, 2, 2))])
    assert one.first == dt.date(2020, 2, 2)


def test_a_sentence_that_is_longer_than_what_is_parsed_is_read_as_far_as_it_is(tmp_path):
    road = "and the herders of the dry valley went on along the long road to the market " * 22
    text = f"Chad attacked Niger on Monday, {road}before Mali condemned Togo."
    (tmp_path / "2020-01-02_one.txt").write_text(f"Note\n\n{text}\n")
    coded = pipeline.code_corpus(corpus.read(tmp_path), workers=1)
    assert coded.rejects.empty
    assert ("TCD", "ASSAULT", "NER") in set(
        zip(*(coded.events[name] for name in ("source", "root", "target")), strict=True)
    )
    assert "MLI" not in set(coded.events["source"])
    assert "MLI" in set(coded.mentions["actor"])
