"""Frames on disk: what is written is what is read, byte for byte the same for any number of workers."""

import contextlib
import os
import shutil
import time

import pandas as pd
import pytest
from support import ROOT

from analysis import corpus, errors, schemas
from analysis.coding import pipeline
from analysis.events import coded as coded_module
from analysis.events.coded import FRAMES, CodedCorpus, holds_frames, merge, read_frames, write_frames
from analysis.events.scope import Scope

FILES = [f"{name}.parquet" for name in FRAMES]


@pytest.fixture(scope="module")
def part(tmp_path_factory):
    """Fifty dispatches: more than one chunk of work."""
    folder = tmp_path_factory.mktemp("part")
    for file in sorted((ROOT / "data" / "chronicle").glob("*.txt"))[:50]:
        shutil.copy(file, folder)
    (folder / "bad.txt").write_text("no date")
    return folder


@pytest.fixture(scope="module")
def coded(part):
    return pipeline.code_corpus(corpus.read(part), workers=1)


def test_the_number_of_workers_changes_no_byte(part, coded, tmp_path):
    assert len(coded.documents) > pipeline.CHUNK_SIZE
    write_frames(coded, tmp_path / "one")
    write_frames(pipeline.code_corpus(corpus.read(part), workers=2), tmp_path / "two")
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_paths_are_those_of_the_corpus_wherever_it_lies(part, coded, tmp_path):
    moved = shutil.copytree(part, tmp_path / "elsewhere")
    again = pipeline.code_corpus(corpus.read(moved), workers=1)
    assert again.documents["path"].str.fullmatch(r"\d{3}_[\d-]+\.txt").all()
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(again, name), getattr(coded, name))


def test_what_is_written_is_read(coded, tmp_path):
    write_frames(coded, tmp_path / "deep" / "er")
    read = read_frames(tmp_path / "deep" / "er")
    assert holds_frames(tmp_path / "deep" / "er")
    assert read.run == coded.run
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(read, name), getattr(coded, name))


def test_frames_hang_together(coded):
    assert set(coded.evidence["event_id"]) == set(coded.events["event_id"]), "every event has evidence"
    assert set(coded.evidence["sentence_id"]) <= set(coded.sentences["sentence_id"])
    assert set(coded.mentions["sentence_id"]) <= set(coded.sentences["sentence_id"])
    for name, key in (("documents", "doc_id"), ("sentences", "sentence_id"), ("events", "event_id")):
        assert getattr(coded, name)[key].is_unique, name
    bodies = coded.documents.set_index("doc_id")["body"]
    body = coded.sentences[coded.sentences["kind"] != "title"]
    cut = [bodies[doc_id][start:end] for doc_id, start, end in body[["doc_id", "start", "end"]].itertuples(index=False)]
    assert cut == body["text"].tolist(), "offsets are into the cleaned body"


def test_a_missing_or_broken_frame_is_named(coded, tmp_path):
    write_frames(coded, tmp_path)
    (tmp_path / "events.parquet").write_bytes(b"not parquet")
    with pytest.raises(errors.InputError, match=r"events\.parquet"):
        read_frames(tmp_path)
    (tmp_path / "events.parquet").unlink()
    assert not holds_frames(tmp_path)
    with pytest.raises(errors.InputError, match=r"events\.parquet"):
        read_frames(tmp_path)


def test_a_frame_that_breaks_its_schema_is_not_written(coded, tmp_path):
    wrong = CodedCorpus(
        **{name: getattr(coded, name) for name in FRAMES if name != "events"},
        events=coded.events.assign(modality="perhaps"),
    )
    with pytest.raises(errors.FrameError, match="events"):
        write_frames(wrong, tmp_path)


class Killed(BaseException):
    """The process ends here."""


STEPS = ["mkdtemp", "write_table", "write_text", "rename", "unlink", "replace", "rmdir"]


@pytest.mark.parametrize("nth", [1, 3, 7])
@pytest.mark.parametrize("step", STEPS)
def test_a_death_leaves_all_the_old_frames_or_all_the_new_ones(coded, tmp_path, monkeypatch, step, nth):
    old = coded._of_documents(coded.documents.head(20))
    write_frames(old, tmp_path)
    counts = []

    def dying(original):
        def call(*args, **named):
            counts.append(1)
            if len(counts) == nth:
                raise Killed
            return original(*args, **named)

        return call

    owner = {"mkdtemp": coded_module.tempfile, "write_table": coded_module.pq}.get(step, type(tmp_path))
    with monkeypatch.context() as patch:
        patch.setattr(coded_module.shutil, "rmtree", lambda *_, **__: None)  # a killed process tidies nothing up
        patch.setattr(owner, step, dying(getattr(owner, step)))
        with contextlib.suppress(Killed):
            write_frames(coded, tmp_path)
    sizes = {len(old.documents), len(coded.documents)}
    assert len(sizes) == 2
    read = read_frames(tmp_path)
    assert len(read.documents) in sizes
    wanted = coded if len(read.documents) == len(coded.documents) else old
    for name in FRAMES:
        assert len(getattr(read, name)) == len(getattr(wanted, name)), name
    if {"documents.parquet", "events.parquet"} <= {file.name for file in tmp_path.iterdir()}:
        rows = {name: len(pd.read_parquet(tmp_path / f"{name}.parquet")) for name in ("documents", "events")}
        assert rows in [{name: len(getattr(one, name)) for name in rows} for one in (old, coded)], "never mixed"
    monkeypatch.setattr(coded_module, "_SWAP_S", 0)
    write_frames(coded, tmp_path)
    assert len(read_frames(tmp_path).documents) == len(coded.documents)
    assert not (tmp_path / coded_module._SWAP).exists()


def test_a_full_disk_leaves_the_old_frames_and_nothing_else(coded, tmp_path, monkeypatch):
    write_frames(coded, tmp_path)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(coded_module.pq, "write_table", full)
    with pytest.raises(OSError, match="No space left"):
        write_frames(coded, tmp_path)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_what_a_killed_process_left_is_removed_after_a_while(coded, tmp_path):
    for name, age in (("old", 7200), ("young", 60)):
        made = tmp_path / f"{coded_module._STAGING}{name}"
        made.mkdir()
        (made / "documents.parquet").write_bytes(b"half")
        os.utime(made, (time.time() - age,) * 2)
    write_frames(coded, tmp_path)
    assert [file.name for file in tmp_path.iterdir() if file.is_dir()] == [f"{coded_module._STAGING}young"]


@pytest.mark.parametrize("record", [None, '{"mine": 1}', "[1]", "{"])
def test_a_file_of_the_user_is_not_written_over(coded, tmp_path, record):
    (tmp_path / "documents.parquet").write_text("mine")
    if record:
        (tmp_path / "run.json").write_text(record)
    with pytest.raises(errors.InputError, match="would be written over"):
        write_frames(coded, tmp_path)
    assert (tmp_path / "documents.parquet").read_text() == "mine"
    with pytest.raises(errors.InputError, match="is not a folder"):
        write_frames(coded, tmp_path / "documents.parquet")


def test_records_are_the_rows():
    frame = pd.DataFrame({"a": [1, 2], "b": ["x", None]})
    assert schemas.records(frame)[0] == {"a": 1, "b": "x"}
    assert [row["a"] for row in schemas.records(frame)] == [1, 2]


def test_a_corpus_answers_for_pairs_and_describes_itself(coded):
    rows = coded.between("Russia", "prk")
    assert len(rows)
    assert set(rows["source"]) | set(rows["target"]) == {"RUS", "PRK"}
    assert coded.between("RUS", "PRK", directed=True)["source"].eq("RUS").all()
    assert all(a < b for a, b in coded.pairs())
    text = repr(coded)
    assert len(text.splitlines()) == 5
    assert f"articles: {len(coded.documents)}" in text
    assert "<script" not in coded._repr_html_()
    with pytest.raises(errors.InputError, match="are one actor"):
        coded.between("RUS", "Russian")


def test_a_scope_narrows_documents_and_events(coded):
    part = coded.within(Scope.parse(actors="PRK", period="2022-01"))
    assert part.documents["published"].between("2022-01-01", "2022-01-31").all()
    assert (part.events["source"].eq("PRK") | part.events["target"].eq("PRK")).all()
    assert set(part.evidence["event_id"]) == set(part.events["event_id"])
    assert part.actors() == ["PRK"]
    assert part.scope.actors == ("PRK",)
    with pytest.raises(errors.InputError, match="no act with BRA"):
        coded.within(Scope.parse(actors="BRA"))


def test_pairs_narrow_events_to_those_between_the_two(coded):
    part = coded.cut_to_pairs([("CHN", "RUS"), ("KOR", "PRK")])
    assert {frozenset(two) for two in part.events[["source", "target"]].itertuples(index=False)} == {
        frozenset({"CHN", "RUS"}), frozenset({"KOR", "PRK"}),
    }  # fmt: skip
    assert len(part.events) == len(coded.between("CHN", "RUS")) + len(coded.between("KOR", "PRK"))
    assert set(part.evidence["event_id"]) == set(part.events["event_id"])


def test_corpora_are_joined_without_counting_twice(coded):
    days = coded.documents["published"]
    early, late = (
        coded.within(Scope(period=(days.min(), days.median()))),
        coded.within(Scope(period=(days.median(), days.max()))),
    )
    whole = merge([early, late, early])
    for name in ("documents", "sentences", "events", "evidence"):
        keys = {"documents": "doc_id", "sentences": "sentence_id", "events": "event_id"}.get(name)
        if keys:
            assert sorted(getattr(whole, name)[keys]) == sorted(getattr(coded, name)[keys]), name
    assert len(whole.evidence) == len(coded.evidence)
    reports = coded.events.set_index("event_id")["n_reports"]
    assert whole.events.set_index("event_id")["n_reports"].sort_index().equals(reports.sort_index())
    with pytest.raises(errors.InputError, match="no corpus"):
        merge([])
