"""Loading: named corpora, folders, frames, periods, and the results that are kept."""

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


def n_coded(coded):
    """How many documents were coded and not found in the store."""
    return coded.run["counts"]["coded_documents"]


def test_a_corpus_is_coded_once(folder):
    first, again = loading.load(folder), loading.load(str(folder))
    assert (n_coded(first), n_coded(again)) == (2, 0)
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(first, name), getattr(again, name))


def test_only_what_is_new_is_coded(folder):
    loading.load(folder)
    (folder / "b.txt").write_text(SECOND.replace("Beijing", "Shanghai"))
    assert n_coded(loading.load(folder)) == 1
    (folder / "c.txt").write_text(SECOND)
    assert n_coded(loading.load(folder)) == 0, "this text was coded before"
    (folder / "b.txt").rename(folder / "d.txt")
    renamed = loading.load(folder)
    assert n_coded(renamed) == 0
    assert renamed.documents["path"].tolist() == ["a.txt", "c.txt", "d.txt"]
    assert set(renamed.evidence["doc_id"]) == set(renamed.documents["doc_id"])


def test_aliases_recode_the_documents_that_they_can_touch(folder):
    loading.load(folder)
    (folder / "aliases.csv").write_text("alias,actor\nMr Nobody,CHN\n")
    assert n_coded(loading.load(folder)) == 0
    (folder / "aliases.csv").write_text("alias,actor\nMr Nobody,CHN\nBeijing,FRA\n")
    touched = loading.load(folder)
    assert n_coded(touched) == 1
    assert "FRA" in set(touched.mentions["actor"])
    (folder / "aliases.csv").write_text("\nalias,actor\n\nMr Nobody,CHN\n Beijing,FRA\n")
    assert n_coded(loading.load(folder)) == 0, "blanks are no other aliases"


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
    original = pipeline.code_corpus

    def edited_meanwhile(*args, **named):
        (folder / "aliases.csv").write_text("alias,actor\nQorvath,DEU\n")
        return original(*args, **named)

    monkeypatch.setattr(loading.pipeline, "code_corpus", edited_meanwhile)
    coded = loading.load(folder)
    assert actors_of(coded) == {"FRA"}
    assert coded.run["aliases"] == {"file": "aliases.csv", "table": "alias,actor\nQorvath,FRA\n"}


def test_a_cache_that_cannot_be_written_never_stops_a_run(folder, tmp_path, monkeypatch, caplog):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ENTENTE_CACHE", str(tmp_path / "file" / "cache"))
    assert len(loading.load(folder).documents) == 2
    assert "coded documents are not kept" in caplog.text


def test_rejects_are_those_of_the_folder(folder):
    (folder / "bad.txt").write_text("no day")
    loading.load(folder)
    (folder / "bad.txt").unlink()
    (folder / "worse.txt").write_text("")
    again = loading.load(folder)
    assert again.rejects["path"].tolist() == ["worse.txt"]
    assert n_coded(again) == 0


def test_an_empty_name_and_an_absent_table_of_aliases_are_errors(folder, tmp_path):
    for name in ("", " "):
        with pytest.raises(errors.InputError, match="no corpus is named"):
            loading.load(name)
    write_frames(loading.load(folder), tmp_path / "frames")
    for source in (folder, tmp_path / "frames"):
        with pytest.raises(errors.InputError, match="no such file of aliases: .*absent.csv"):
            loading.load(source, aliases=tmp_path / "absent.csv")


def test_the_corpus_may_lie_elsewhere(folder, tmp_path):
    loading.load(folder)
    assert n_coded(loading.load(folder.rename(tmp_path / "moved"))) == 0


def test_frames_are_read_as_they_are(folder, tmp_path):
    write_frames(loading.load(folder), tmp_path / "frames")
    (tmp_path / "cache").rename(tmp_path / "away")
    assert len(loading.load(tmp_path / "frames").documents) == 2
    assert not (tmp_path / "cache").exists(), "nothing was coded"


def test_seed_is_named():
    assert len(loading.load("seed").documents) == 1


def test_the_note_of_a_corpus_goes_with_it(folder):
    assert "note" not in loading.load(folder).run
    (folder / "NOTE.txt").write_text("Made up.\nSecond line.\n")
    coded = loading.load(folder)
    assert coded.run["note"] == "Made up."
    assert len(coded.rejects) == 0, "a note is no article"


@pytest.mark.parametrize(
    ("data", "note"),
    [
        ("Écrit à Genève.\nMore".encode("latin-1"), "Écrit à Genève."),
        ("\ufeffÉcrit.\r\nMore".encode(), "Écrit."),
        (b"x" * 10_000, "x" * 4096),
        (b"\n \n", None),
    ],
)
def test_a_note_in_any_encoding(folder, data, note):
    (folder / "NOTE.txt").write_bytes(data)
    assert loading.load(folder).run.get("note") == note


def test_what_accompanies_a_corpus_is_no_link_to_elsewhere(folder, tmp_path):
    (tmp_path / "secret").write_text("alias,actor\nNobody,CHN\n")
    for name in ("NOTE.txt", "aliases.csv"):
        (folder / name).symlink_to(tmp_path / "secret")
    assert loading.find_aliases([folder], None) is None
    assert "note" not in loading.load(folder).run


def test_period_cuts_all_that_rests_on_it(folder):
    whole = loading.load(folder)
    part = loading.load(folder, scope=Scope.parse(period="2023-03-01/2023-05-31"))
    assert part.documents["path"].tolist() == ["a.txt"]
    assert set(part.evidence["doc_id"]) == set(part.documents["doc_id"]) == set(part.sentences["doc_id"])
    assert set(part.events["event_id"]) == set(part.evidence["event_id"])
    assert 0 < len(part.events) < len(whole.events)


def test_reports_are_counted_within_the_period(folder):
    coded = loading.load(folder)
    reported = coded.evidence.iloc[[0]]
    other = coded.documents.loc[coded.documents["doc_id"] != reported["doc_id"].iloc[0], "doc_id"].iloc[0]
    twice = pd.concat([coded.evidence, reported.assign(doc_id=other)], ignore_index=True)
    event = reported["event_id"].iloc[0]
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


def event_of(coded):
    """The id of the first meeting, and the words that a row of corrections needs."""
    return coded.events.loc[coded.events["root"] == "CONSULT", "event_id"].iloc[0]


def test_corrections_are_laid_over_what_was_coded_once(folder):
    event = event_of(loading.load(folder))
    (folder / "corrections.csv").write_text(f"event,field,value\n{event},root,SUPPORT\n")
    for root in ("SUPPORT", "AID"):
        (folder / "corrections.csv").write_text(f"event,field,value\n{event},root,{root}\n")
        coded = loading.load(folder)
        assert set(coded.events.loc[coded.events["event_id"] == event, "root"]) == {root}
        assert n_coded(coded) == 0
        assert len(coded.documents) == 2, "the table is no article"
    (folder / "corrections.csv").unlink()
    assert event_of(loading.load(folder)) == event, "without the row it is undone"


def test_corrections_that_do_not_hold_are_told(folder, caplog):
    event = event_of(loading.load(folder))
    rows = ["event,field,value", f"{event},root,SUPPORT", "0123456789abcdef,reject,", f"{event},root,AID"]
    (folder / "corrections.csv").write_text("\n".join(rows))
    coded = loading.load(folder)
    assert coded.corrections["status"].tolist() == ["overruled", "gone", "applied"]
    assert coded.rejects[["path", "line", "stage"]].values.tolist() == [["corrections.csv", 3, "correct"]]
    assert "corrections.csv, line 2 is not applied: overruled by corrections.csv, line 4: root AID" in caplog.text
    assert "corrections.csv, line 3 is not applied: no event 0123456789abcdef in this corpus" in caplog.text


def test_corrections_beside_frames_come_after_those_in_them(folder, tmp_path, caplog):
    event = event_of(loading.load(folder))
    (folder / "corrections.csv").write_text(f"event,field,value\n{event},root,SUPPORT\ngone,reject,\n")
    write_frames(loading.load(folder), tmp_path / "report" / "frames")
    caplog.clear()
    assert loading.load(tmp_path / "report").corrections["status"].tolist() == ["applied", "gone"]
    assert caplog.text == "", "what was told when the frames were made is not told again"
    (tmp_path / "report" / "corrections.csv").write_text(f"event,field,value\n{event},root,AID\n")
    again = loading.load(tmp_path / "report")
    assert again.corrections["status"].tolist() == ["overruled", "gone", "applied"]
    assert again.home == tmp_path / "report" / "corrections.csv"


def test_a_corpus_grows_and_its_corrections_hold(folder):
    first = loading.load(folder)
    event = event_of(first)
    sentence = first.evidence.loc[first.evidence["event_id"] == event, "sentence_id"].iloc[0]
    was = "{source} {root} {target} {modality}".format(**first.events.set_index("event_id").loc[event])
    row = f"{event},{sentence},modality,planned,{was}"
    (folder / "corrections.csv").write_text(f"event,sentence,field,value,was\n{row}\n")
    (folder / "0.txt").write_text(FIRST.replace("2023-03-01 Talks", "2023-02-28 More"))
    grown = loading.load(folder)
    assert event not in set(grown.events["event_id"]), "the id is that of the earliest report"
    assert grown.corrections["status"].tolist() == ["applied"]
    assert (grown.events.loc[grown.events["root"] == "CONSULT", "modality"] == "planned").sum() == 2


def test_a_corpus_has_one_place_for_its_corrections_or_none(folder, tmp_path):
    assert loading.load(folder).home == folder / "corrections.csv"
    assert loading.load(folder / "a.txt").home == folder / "corrections.csv"
    assert loading.load(folder, corrections=None).home == folder / "corrections.csv"
    assert loading.load("seed").home is None
    assert loading.load([folder / "a.txt", folder / "b.txt"]).home is None
    with pytest.raises(errors.InputError, match="no such file of corrections: .*absent.csv"):
        loading.load(folder, corrections=tmp_path / "absent.csv")


def test_columns_with_unusual_names_are_named_by_the_user(tmp_path, monkeypatch):
    monkeypatch.setenv("ENTENTE_CACHE", str(tmp_path / "cache"))
    text = FIRST.rpartition("\n")[2]
    (tmp_path / "a.csv").write_text(f'Tag,Inhalt\n2023-03-01,"{text}"\n')
    coded = loading.load(tmp_path / "a.csv", columns="date=Tag,text=Inhalt")
    assert coded.events["root"].tolist() == ["CONSULT", "CONSULT"]
    with pytest.raises(errors.InputError, match="the nearest is 'date'"):
        loading.load(tmp_path / "a.csv", columns={"dat": "Tag"})
