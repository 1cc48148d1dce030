"""Loading: named corpora, folders, frames, periods, and the results that are kept."""

import re

import pandas as pd
import pytest
from support import ROOT

from analysis import _package, corpus, errors
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
    original = pipeline.code_corpus
    monkeypatch.setattr(
        loading.pipeline, "code_corpus", lambda *args, **named: calls.append(1) or original(*args, **named)
    )
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
    original = pipeline.code_corpus

    def edited_meanwhile(*args, **named):
        (folder / "aliases.csv").write_text("alias,actor\nQorvath,DEU\n")
        return original(*args, **named)

    monkeypatch.setattr(loading.pipeline, "code_corpus", edited_meanwhile)
    coded = loading.load(folder)
    assert actors_of(coded) == {"FRA"}
    assert coded.run["aliases"] == {"file": "aliases.csv", "table": "alias,actor\nQorvath,FRA\n"}


@pytest.mark.parametrize("damage", ["cut", "foreign", "record", "folder"])
def test_a_broken_cache_is_not_used_and_made_anew(folder, counted, tmp_path, caplog, damage):
    loading.load(folder)
    (kept,) = (tmp_path / "cache").iterdir()
    if damage == "folder":
        kept = kept.rename(tmp_path / "away")
        (tmp_path / "cache" / "x").mkdir()
        (tmp_path / "cache" / "x").rename(tmp_path / "cache" / kept.name)
        (tmp_path / "cache" / kept.name / "documents.parquet").mkdir()
    else:
        file = kept / {"record": "run.json"}.get(damage, "events.parquet")
        file.write_bytes({"cut": file.read_bytes()[:-9], "foreign": b"PAR1", "record": b"{"}[damage])
    again = loading.load(folder)
    assert (len(again.documents), len(counted)) == (2, 2)
    loading.load(folder)
    assert len(counted) == 2


def test_a_cache_that_cannot_be_written_never_stops_a_run(folder, counted, tmp_path, monkeypatch, caplog):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ENTENTE_CACHE", str(tmp_path / "file" / "cache"))
    assert len(loading.load(folder).documents) == 2
    assert "not kept in the cache" in caplog.text

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setenv("ENTENTE_CACHE", str(tmp_path / "other"))
    monkeypatch.setattr(loading, "write_frames", full)
    assert len(loading.load(folder).documents) == 2
    assert list((tmp_path / "other").iterdir()) == []


def test_other_rejects_are_another_corpus(folder, counted):
    (folder / "bad.txt").write_text("no day")
    loading.load(folder)
    (folder / "bad.txt").unlink()
    (folder / "worse.txt").write_text("")
    assert loading.load(folder).rejects["path"].tolist() == ["worse.txt"]
    assert len(counted) == 2


def test_an_empty_name_and_an_absent_table_of_aliases_are_errors(folder, tmp_path):
    for name in ("", " "):
        with pytest.raises(errors.InputError, match="no corpus is named"):
            loading.load(name)
    write_frames(loading.load(folder), tmp_path / "frames")
    for source in (folder, tmp_path / "frames"):
        with pytest.raises(errors.InputError, match="no such file of aliases: .*absent.csv"):
            loading.load(source, aliases=tmp_path / "absent.csv")


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


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """A package and its tables, small enough to be edited."""
    files = [
        "package/__init__.py",
        "package/room/file.py",
        "package/room/inner/file.py",
        "data/actions/exemplars/a.tsv",
    ]
    files += [f"data/{folder}/inner/table.csv" for folder in loading.DATA_FOLDERS]
    for file in files:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text("old")
    monkeypatch.setattr(loading._package, "PACKAGE", tmp_path / "package")
    monkeypatch.setattr(loading._package, "DATA", tmp_path / "data")
    return tmp_path


@pytest.mark.parametrize(
    ("file", "changes"),
    [
        ("package/__init__.py", True),
        ("package/room/file.py", True),
        ("package/room/inner/file.py", True),
        ("package/room/new.py", True),
        *((f"data/{folder}/inner/table.csv", True) for folder in ("ontology", "actors", "actions", "times")),
        ("data/actions/exemplars/a.tsv", False),
        ("package/room/notes.md", False),
    ],
)
def test_a_change_anywhere_under_the_package_changes_the_cache_key(installed, file, changes):
    read = corpus.read(_package.SEEDS)
    before = loading._cache_key(read, None)
    assert loading._cache_key(read, None) == before
    (installed / file).write_text("new")
    assert (loading._cache_key(read, None) != before) is changes


def test_the_cache_sees_every_table_that_the_coding_rests_on():
    table = dict(line.split(":") for line in (ROOT / "docs" / "rooms.txt").read_text().splitlines())
    rooms, rest = set(), ["coding"]
    while rest:
        room = rest.pop()
        rooms.add(room)
        rest += set(table[room].split()) - rooms
    files = [file for room in rooms for file in (_package.PACKAGE / room).rglob("*.py")]
    files += [_package.PACKAGE / "ontology.py", _package.PACKAGE / "schemas.py"]
    folders = {name for file in files for name in re.findall(r'DATA / "(\w+)"', file.read_text())}
    assert {"actors", "actions", "ontology"} <= folders
    assert folders <= set(loading.DATA_FOLDERS)


def event_of(coded):
    """The id of the first meeting, and the words that a row of corrections needs."""
    return coded.events.loc[coded.events["root"] == "CONSULT", "event_id"].iloc[0]


def test_corrections_are_laid_over_what_was_coded_once(folder, counted):
    event = event_of(loading.load(folder))
    (folder / "corrections.csv").write_text(f"event,field,value\n{event},root,SUPPORT\n")
    for root in ("SUPPORT", "AID"):
        (folder / "corrections.csv").write_text(f"event,field,value\n{event},root,{root}\n")
        coded = loading.load(folder)
        assert set(coded.events.loc[coded.events["event_id"] == event, "root"]) == {root}
        assert len(coded.documents) == 2, "the table is no article"
    (folder / "corrections.csv").unlink()
    assert event_of(loading.load(folder)) == event, "without the row it is undone"
    assert len(counted) == 1


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


def test_columns_with_unusual_names_are_named_by_the_user(tmp_path, counted, monkeypatch):
    monkeypatch.setenv("ENTENTE_CACHE", str(tmp_path / "cache"))
    text = FIRST.rpartition("\n")[2]
    (tmp_path / "a.csv").write_text(f'Tag,Inhalt\n2023-03-01,"{text}"\n')
    coded = loading.load(tmp_path / "a.csv", columns="date=Tag,text=Inhalt")
    assert coded.events["root"].tolist() == ["CONSULT", "CONSULT"]
    with pytest.raises(errors.InputError, match="the nearest is 'date'"):
        loading.load(tmp_path / "a.csv", columns={"dat": "Tag"})
    assert len(counted) == 1
