"""What a notebook opens: named corpora, folders, frames, periods, and the kept results."""

import pandas as pd
import pytest

from analysis import errors
from analysis.coding import loading, pipeline
from analysis.events.coded import FRAMES, CodedCorpus, write_frames
from analysis.events.scope import Scope

FIRST = " date 2023-03-01 Talks\n\nChina's foreign minister met his Russian counterpart in Moscow on Tuesday."
SECOND = " date 2023-06-01 Again\n\nChina's foreign minister met his Russian counterpart in Beijing on Wednesday."


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("ENTENTE_CACHE", str(tmp_path / "cache"))
    made = tmp_path / "corpus"
    made.mkdir()
    (made / "a.txt").write_text(FIRST)
    (made / "b.txt").write_text(SECOND)
    return made


@pytest.fixture
def counted(monkeypatch):
    """How often the coder ran."""
    calls = []
    original = pipeline.code
    monkeypatch.setattr(loading.pipeline, "code", lambda *args, **named: calls.append(1) or original(*args, **named))
    return calls


def test_a_corpus_is_coded_once(folder, counted):
    first, again = loading.load(folder), loading.load(str(folder))
    assert len(counted) == 1
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(first, name), getattr(again, name))


def test_changed_text_or_aliases_are_coded_anew(folder, counted):
    loading.load(folder)
    (folder / "b.txt").write_text(SECOND.replace("Beijing", "Shanghai"))
    loading.load(folder)
    (folder / "aliases.csv").write_text("alias,actor\nMr Nobody,CHN\n")
    loading.load(folder)
    assert len(counted) == 3


def actors_of(coded):
    return set(coded.mentions.loc[coded.mentions["text"] == "Qorvath", "actor"])


def test_aliases_edited_in_a_running_kernel_are_seen(folder):
    (folder / "a.txt").write_text(FIRST + " Qorvath praised China.")
    (folder / "aliases.csv").write_text("alias,actor\nQorvath,FRA\n")
    assert actors_of(loading.load(folder)) == {"FRA"}
    (folder / "aliases.csv").write_text("alias,actor\nQorvath,DEU\n")
    assert actors_of(loading.load(folder)) == {"DEU"}
    (folder / "aliases.csv").write_text("alias,actor\nQorvath,FRA\n")
    assert actors_of(loading.load(folder)) == {"FRA"}, (
        "what was kept under the first key was coded with the first table"
    )


def test_what_is_coded_rests_on_the_aliases_of_the_key(folder, monkeypatch):
    (folder / "a.txt").write_text(FIRST + " Qorvath praised China.")
    (folder / "aliases.csv").write_text("alias,actor\nQorvath,FRA\n")
    original = pipeline.code

    def edited_meanwhile(*args, **named):
        (folder / "aliases.csv").write_text("alias,actor\nQorvath,DEU\n")
        return original(*args, **named)

    monkeypatch.setattr(loading.pipeline, "code", edited_meanwhile)
    coded = loading.load(folder)
    assert actors_of(coded) == {"FRA"}
    assert coded.run["aliases"] == {"file": "aliases.csv", "table": "alias,actor\nQorvath,FRA\n"}


def test_the_corpus_may_lie_elsewhere(folder, counted, tmp_path):
    loading.load(folder)
    loading.load(folder.rename(tmp_path / "moved"))
    assert len(counted) == 1


def test_frames_are_read_as_they_are(folder, counted, tmp_path):
    write_frames(loading.load(folder), tmp_path / "frames")
    assert len(loading.load(tmp_path / "frames").documents) == 2
    assert len(counted) == 1


def test_seed_is_named():
    assert len(loading.load("seed").documents) == 1


def test_the_note_of_a_corpus_goes_with_it(folder):
    assert "note" not in loading.load(folder).run
    (folder / "NOTE.txt").write_text("Made up.\nSecond line.\n")
    coded = loading.load(folder)
    assert coded.run["note"] == "Made up."
    assert len(coded.rejects) == 0, "a note is no article"


def test_period_cuts_all_that_rests_on_it(folder):
    whole = loading.load(folder)
    part = loading.load(folder, scope=Scope.parse(period="2023-03-01/2023-05-31"))
    assert part.documents["path"].tolist() == ["a.txt"]
    assert set(part.evidence["doc_id"]) == set(part.documents["doc_id"]) == set(part.sentences["doc_id"])
    assert set(part.events["event_id"]) == set(part.evidence["event_id"])
    assert 0 < len(part.events) < len(whole.events)


def test_reports_are_counted_within_the_period(folder):
    coded = loading.load(folder)
    told = coded.evidence.iloc[[0]]
    other = coded.documents.loc[coded.documents["doc_id"] != told["doc_id"].iloc[0], "doc_id"].iloc[0]
    twice = pd.concat([coded.evidence, told.assign(doc_id=other)], ignore_index=True)
    event = told["event_id"].iloc[0]
    events = coded.events.assign(n_reports=coded.events["n_reports"].where(coded.events["event_id"] != event, 2))
    parts = {name: getattr(coded, name) for name in FRAMES} | {"evidence": twice, "events": events}
    part = CodedCorpus(**parts).within(Scope.parse(period="2023-03-01/2023-05-31"))
    assert part.events.set_index("event_id").loc[event, "n_reports"] == 1


def test_a_period_without_an_article_is_an_error(folder):
    with pytest.raises(
        errors.InputError, match="no article published between 1999-01-01.*run from 2023-03-01 to 2023-06-01"
    ):
        loading.load(folder, scope=Scope.parse(period=1999))


def test_several_sources_are_one_corpus(folder, tmp_path):
    whole = loading.load(folder)
    write_frames(whole, tmp_path / "report" / "frames")
    table = pd.DataFrame(
        {"date": ["2023-07-01"], "text": ["Russia has criticised China. Russia accused China of spying."]}
    )
    both = loading.load([tmp_path / "report", table, folder])
    assert len(both.documents) == len(whole.documents) + 1
    assert set(whole.events["event_id"]) < set(both.events["event_id"])


def test_a_name_that_is_none_says_which_corpora_ship():
    with pytest.raises(
        errors.InputError, match="no such file or folder: chronicl; corpora that ship are seed, chronicle"
    ):
        loading.load("chronicl")


def test_two_tables_of_aliases_must_be_decided(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "aliases.csv").write_text("alias,actor\n")
    with pytest.raises(errors.InputError, match="several folders have an aliases.csv"):
        loading.find_aliases([tmp_path / "a", tmp_path / "b"], None)
