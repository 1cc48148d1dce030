"""Frames on disk: what is written is what is read, byte for byte the same for any number of workers."""

import shutil

import pandas as pd
import pytest
from support import ROOT

from analysis import corpus, errors, schemas
from analysis.coding import pipeline
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
