"""Corrections laid over a coded corpus: what each field does, who wins, what is told, and that nothing else moves."""

from dataclasses import replace

import coded_cases
import pandas as pd
import pytest

from analysis import errors, relations, schemas
from analysis.events import Scope, merge, read_frames, write_frames
from analysis.events.correcting import numbered
from analysis.events.corrections_file import Correction, read_corrections, write_corrections

FRAMES = ("events", "evidence", "mentions", "rejects", "corrections")
HEADER = "event,sentence,words,field,value,author,day,reason,was\n"


@pytest.fixture
def corpus():
    """Four acts, the last of both actors together: e003 and e004."""
    made = coded_cases.coded(
        ("RUS", "UKR", "ACCUSE", "2024-01-01"),
        ("RUS", "UKR", "ACCUSE", "2024-01-02"),
        (None, "PRK", "AID", "2024-02-01"),
        ("CHN", "RUS", "CONSULT", "2024-03-01"),
    )
    back = {"event_id": "e004", "source": "RUS", "target": "CHN"}
    events = pd.concat([made.events, made.events.iloc[[3]].assign(**back)], ignore_index=True)
    both = events["root"] == "CONSULT"
    events = events.assign(mutual=both, act_id=events["act_id"].where(~both, "e003"))
    evidence = pd.concat([made.evidence, made.evidence.iloc[[3]].assign(event_id="e004")], ignore_index=True)
    return replace(made, events=schemas.check("events", events), evidence=schemas.check("evidence", evidence))


def row(field, value="", **more):
    return Correction(field=field, value=value, file="corrections.csv", **more)


def corrected(corpus, *rows):
    return corpus.corrected([replace(one, line=line) for line, one in enumerate(rows, start=2)])


def event(corpus, event_id):
    (found,) = schemas.records(corpus.events[corpus.events["event_id"] == event_id])
    return {name: None if value != value else value for name, value in found.items()}


def status(corpus):
    return corpus.corrections["status"].tolist()


def test_an_event_is_rejected_in_both_directions_and_measures_follow(corpus):
    found = corrected(corpus, row("reject", event="e004"))
    assert found.events["event_id"].tolist() == ["e000", "e001", "e002"]
    assert set(found.evidence["event_id"]) == {"e000", "e001", "e002"}
    assert len(corpus.events) == 5, "the corpus that was corrected is as it was"
    pairs = [relations.measure(one, freq="all").pairs() for one in (corpus, found)]
    assert [set(rows["a"] + "-" + rows["b"]) for rows in pairs] == [{"CHN-RUS", "RUS-UKR"}, {"RUS-UKR"}]


def test_one_direction_alone_is_rejected(corpus):
    found = corrected(corpus, row("reject", "direction", event="e003"))
    assert found.events["event_id"].tolist() == ["e000", "e001", "e002", "e004"]
    assert not event(found, "e004")["mutual"]


@pytest.mark.parametrize(
    ("field", "value", "columns"),
    [
        ("root", "THREATEN", {"root": "THREATEN", "cameo": "130", "quad": 3, "goldstein": -4.4}),
        ("root", "STATEMENT", {"root": None, "cameo": None, "quad": 0, "goldstein": 0.0}),
        ("cameo", "190", {"root": "ASSAULT", "cameo": "190", "quad": 4, "goldstein": -10.0}),
        ("modality", "planned", {"modality": "planned"}),
        ("status", "reference", {"status": "reference"}),
        ("source", "BLR", {"source": "BLR", "target": "UKR"}),
        ("target", "", {"source": "RUS", "target": None}),
        ("source_role", "GOV/MIL", {"source_role": "GOV/MIL"}),
        ("day", "2023-12-24", {"when_precision": "day", "when_first": pd.Timestamp("2023-12-24")}),
        ("day", "2023-12-01/2023-12-31", {"when_precision": "month", "when_last": pd.Timestamp("2023-12-31")}),
        ("day", "2023-12-01/2023-12-07", {"when_precision": "period", "when_last": pd.Timestamp("2023-12-07")}),
    ],
)
def test_a_field_is_set_and_the_event_says_so(corpus, field, value, columns):
    found = corrected(corpus, row(field, value, event="e000"))
    changed = event(found, "e000")
    assert {name: changed[name] for name in columns} == columns
    assert (changed["decided_by"], changed["confidence"]) == ("correction", 1.0)
    assert status(found) == ["applied"]
    rest = found.events["event_id"] != "e000"
    pd.testing.assert_frame_equal(found.events[rest], corpus.events[rest])
    pd.testing.assert_frame_equal(found.evidence, corpus.evidence)


def test_a_side_is_set_in_both_directions_of_an_act(corpus):
    found = corrected(corpus, row("target", "FRA", event="e003"), row("source_role", "MIL", event="e004"))
    assert [(one["source"], one["target"]) for one in (event(found, "e003"), event(found, "e004"))] == [
        ("CHN", "FRA"),
        ("FRA", "CHN"),
    ]
    assert (event(found, "e003")["target_role"], event(found, "e004")["source_role"]) == ("MIL", "MIL")


def test_an_event_is_confirmed(corpus):
    found = corrected(corpus, row("confirm", event="e000"))
    assert (event(found, "e000")["confidence"], event(found, "e000")["decided_by"]) == (1.0, "v.test")


def test_words_name_an_actor_in_the_sentence_and_its_events(corpus):
    mentions = pd.concat(
        [corpus.mentions, corpus.mentions.iloc[[0]].assign(sentence_id="s002", text="Qorvath", actor=None)],
        ignore_index=True,
    )
    corpus = replace(corpus, mentions=schemas.check("mentions", mentions))
    found = corrected(corpus, row("actor", "CHN", sentence="s002", words="Qorvath"))
    assert event(found, "e002")["source"] == "CHN"
    named = found.mentions[found.mentions["text"] == "Qorvath"].iloc[0]
    assert (named["actor"], named["how"]) == ("CHN", "correction")


def test_words_name_an_actor_in_one_of_several_reports_which_is_parted(corpus):
    joined = corrected(corpus, row("join", "e001", event="e000"), row("actor", "BLR", sentence="s001", words="RUS"))
    assert sorted(joined.events["source"].dropna()) == ["BLR", "CHN", "RUS", "RUS"]
    assert joined.evidence.set_index("sentence_id")["event_id"]["s000"] == "e000"
    assert status(joined) == ["applied", "applied"]


def test_two_reports_of_one_act_are_joined_and_parted_again(corpus):
    joined = corrected(corpus, row("join", "e001", event="e000"))
    assert joined.events["event_id"].tolist() == ["e000", "e002", "e003", "e004"]
    assert event(joined, "e000")["n_reports"] == 2
    assert len(joined.evidence) == len(corpus.evidence)
    parted = joined.corrected([replace(row("part", event="e000", sentence="s001"), line=3)])
    assert event(parted, "e000")["n_reports"] == 1
    assert parted.events["event_id"].tolist()[0] == "e000"
    new = parted.corrections["event_id"].iloc[1]
    assert parted.events["event_id"].tolist()[1] == new
    assert parted.evidence.set_index("sentence_id")["event_id"]["s001"] == new
    named = parted.corrected([replace(row("target", "POL", event=new), line=4)])
    assert event(named, new)["target"] == "POL"


def test_an_act_of_both_is_joined_in_its_directions(corpus):
    more = corrected(corpus, row("add", "CHN CONSULT RUS asserted mutual", sentence="s000", words="does"))
    added = more.corrections["event_id"].iloc[0]
    joined = corrected(corpus, *[replace(one, line=0) for one in [
        row("add", "CHN CONSULT RUS asserted mutual", sentence="s000", words="does"), row("join", added, event="e004")
    ]])  # fmt: skip
    by_event = joined.evidence[joined.evidence["event_id"].isin(["e003", "e004"])].groupby("event_id")["sentence_id"]
    assert by_event.agg(set).to_dict() == {"e003": {"s000", "s003"}, "e004": {"s000", "s003"}}


def test_a_missed_event_is_added(corpus):
    found = corrected(
        corpus,
        row("add", "RUS THREATEN UKR planned 2024-05-01", sentence="s000", words="does ACCUSE"),
        row("add", "- AID PRK asserted", sentence="s002"),
    )
    first, second = (event(found, one) for one in found.corrections["event_id"])
    assert (first["source"], first["root"], first["target"], first["modality"]) == (
        "RUS",
        "THREATEN",
        "UKR",
        "planned",
    )
    assert (first["when_first"], first["when_precision"]) == (pd.Timestamp("2024-05-01"), "day")
    assert (second["source"], second["when_first"], second["when_precision"]) == (
        None,
        pd.Timestamp("2024-02-01"),
        "published",
    )
    evidence = schemas.records(found.evidence.tail(2))
    text = found.sentences["text"].iloc[0]
    assert text[evidence[0]["trigger_start"] : evidence[0]["trigger_end"]] == "does ACCUSE"
    assert (evidence[0]["source_start"], evidence[0]["doc_id"]) == (0, "d000")


def test_of_two_that_contradict_the_last_holds_and_it_is_said(corpus):
    found = corrected(
        corpus, row("root", "THREATEN", event="e000"), row("modality", "denied", event="e000"),
        row("cameo", "190", event="e000"),
    )  # fmt: skip
    assert event(found, "e000")["root"] == "ASSAULT"
    assert status(found) == ["overruled", "applied", "applied"]
    assert found.corrections["note"].iloc[0] == "overruled by corrections.csv, line 4: cameo 190"
    assert "2 applied (1 cameo, 1 modality); 1 overruled by later ones" in repr(found)


def test_a_side_that_is_set_from_both_directions_is_one_decision(corpus):
    found = corrected(corpus, row("target", "FRA", event="e003"), row("source", "DEU", event="e004"))
    assert status(found) == ["overruled", "applied"]
    assert (event(found, "e003")["target"], event(found, "e004")["source"]) == ("DEU", "DEU")


def test_a_rejection_and_what_overrules_it(corpus):
    rejected = corrected(corpus, row("root", "THREATEN", event="e000"), row("reject", event="e000"))
    assert status(rejected) == ["overruled", "applied"]
    assert "e000" not in set(rejected.events["event_id"])
    back = rejected.corrected([replace(row("confirm", event="e000"), line=4)])
    assert status(back) == ["overruled", "overruled", "applied"]
    assert event(back, "e000")["confidence"] == 1.0


def test_what_says_the_same_twice_contradicts_nothing(corpus):
    twice = [row("root", "THREATEN", event="e000", author=name) for name in ("Ann", "Bob")]
    assert status(corrected(corpus, *twice)) == ["applied", "applied"]
    assert len(corrected(corpus, twice[0], twice[0]).corrections) == 2
    assert len(corrected(corpus, twice[0]).corrected([twice[0]]).corrections) == 1, "laid over what has it already"


def test_who_comes_back_to_a_first_decision_has_the_last_word(corpus, tmp_path):
    corpus = replace(corpus, home=tmp_path / "corrections.csv")
    for root in ("THREATEN", "AID", "THREATEN"):
        corpus = corpus.correct("e000", root=root, author="Ann")
    assert event(corpus, "e000")["root"] == "THREATEN"
    assert status(corpus) == ["overruled", "overruled", "applied"]
    read = replace(corpus, corrections=schemas.empty("corrections")).corrected(read_corrections(corpus.home))
    assert status(read) == status(corpus)
    assert status(merge([corpus, read])) == status(corpus), "the same three, not six"


def test_a_file_that_cannot_be_written_is_one_line(corpus, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(errors.InputError, match="cannot be written: .*; name another file"):
        corpus.correct("e000", reject=True, file=tmp_path / "file" / "corrections.csv")


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (row("reject", event="nonsense"), "no event nonsense in this corpus"),
        (row("reject", event="nonsense", sentence="s000", was="RUS ACCUSE CHN asserted"), "no event nonsense"),
        (row("confirm", sentence="nonsense"), "the sentence nonsense is not in this corpus"),
        (row("join", "nonsense", event="e000"), "no event nonsense in this corpus, which was to be joined"),
        (row("part", event="e000", sentence="s000"), "so there is nothing to part"),
        (row("part", event="e000", sentence="s001"), "no report in the sentence s001"),
        (row("actor", "CHN", sentence="s000", words="Nobody"), "has no mention 'Nobody'; i"),
        (row("actor", "CHN", sentence="nonsense", words="RUS"), "the sentence nonsense is not in this corpus"),
        (row("add", "RUS AID UKR asserted", sentence="nonsense"), "the sentence nonsense is not in this corpus"),
        (row("add", "RUS AID UKR asserted", sentence="s000", words="gave"), "does not hold the words 'gave'"),
    ],
)
def test_what_is_gone_is_a_row_of_the_rejects_and_changes_nothing(corpus, one, reason):
    found = corrected(corpus, one)
    assert status(found) == ["gone"]
    (told,) = schemas.records(found.rejects)
    assert (told["path"], told["line"], told["stage"]) == ("corrections.csv", 2, "correct")
    assert reason in told["reason"]
    pd.testing.assert_frame_equal(found.events, corpus.events)


def test_an_event_with_another_id_is_known_by_its_sentence(corpus):
    was = "RUS ACCUSE UKR asserted"
    found = corrected(corpus, row("root", "THREATEN", event="of-old", sentence="s001", was=was))
    assert status(found) == ["applied"]
    assert event(found, "e001")["root"] == "THREATEN"
    by_hand = corrected(corpus, row("reject", sentence="s003"))
    assert set(by_hand.events["event_id"]) == {"e000", "e001", "e002"}
    several = corrected(corpus, row("add", "RUS AID UKR asserted", sentence="s000"), row("reject", sentence="s000"))
    assert status(several) == ["applied", "applied"], "what was coded is meant"


def test_a_part_of_a_corpus_says_what_lies_outside_and_keeps_what_holds(corpus):
    whole = corrected(
        corpus, row("root", "THREATEN", event="e000"), row("reject", event="e003"), row("reject", event="x")
    )
    part = whole.within(Scope.parse(period="2024-01"))
    assert status(part) == ["applied", "outside", "gone"]
    assert event(part, "e000")["root"] == "THREATEN"
    assert len(part.rejects) == 1
    assert status(merge([part, whole])) == ["applied", "applied", "gone"]


def test_a_part_by_actor_stays_one(corpus):
    part = replace(corpus, scope=Scope(actors=("UKR",))).corrected([row("root", "AID", event="e000")])
    assert set(part.events["event_id"]) == {"e000", "e001"}


def test_what_is_written_is_read_and_can_be_corrected_further(corpus, tmp_path):
    found = corrected(corpus, row("root", "THREATEN", event="e000"), row("reject", event="nonsense"))
    write_frames(found, tmp_path)
    read = read_frames(tmp_path)
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(read, name), getattr(found, name))
    further = [row("reject", event="e001", author="Ann")]
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(read.corrected(further), name), getattr(found.corrected(further), name))
    write_frames(corpus, tmp_path)
    assert sorted(file.name for file in tmp_path.glob("*_as_coded*")) == []
    assert read_frames(tmp_path).as_coded is None


def test_joined_corpora_keep_the_corrections_of_each(corpus):
    one = corrected(corpus, row("root", "THREATEN", event="e000"))
    other = corrected(corpus, row("reject", event="e003"))
    both = merge([one, other])
    assert status(both) == ["applied", "applied"]
    assert (event(both, "e000")["root"], len(both.events)) == ("THREATEN", 3)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "corrections.csv: lacks its first line, the columns event,sentence"),
        ("event,value\n", "corrections.csv: lacks its first line"),
        (HEADER + "e1,,,reject,,,,,\ne1,,,rejekt,,,,,\n", "line 3: unknown field 'rejekt'; the nearest is 'reject'"),
        (HEADER + "e1,,,root,ACUSE,,,,\n", "line 2, column 'value': unknown value 'ACUSE'; the nearest is 'ACCUSE'"),
        (HEADER + "\ne1,,,day,soon,,,,\n", "line 3, column 'value': period 'soon' cannot be read"),
        (HEADER + "e1,,,day,,,,,\n", "line 2, column 'value': empty; give a day"),
        (HEADER + "e1,,,source,Rusia,,,,\n", "line 2, column 'value': no actor 'Rusia'; nearest: Russia"),
        (HEADER + "e1,,,cameo,999,,,,\n", "line 2, column 'value': no CAMEO code '999'"),
        (HEADER + "e1,,,source_role,boss,,,,\n", "line 2, column 'value': 'boss' is not sector codes"),
        (HEADER + "e1,,,confirm,yes,,,,\n", "line 2, column 'value': 'yes', but this field takes no value"),
        (HEADER + "e1,,,join,,,,,\n", "line 2, column 'value': empty; give the id of the other event"),
        (HEADER + ",,,reject,,,,,\n", "line 2, column 'event': names no event"),
        (HEADER + "e1,,,part,,,,,\n", "line 2, column 'sentence': empty"),
        (HEADER + ",s1,,actor,RUS,,,,\n", "line 2, column 'words': empty"),
        (HEADER + ",s1,,add,RUS ACCUSE,,,,\n", "line 2, column 'value': 'RUS ACCUSE' is not SOURCE ROOT TARGET"),
        (HEADER + "1.23E+15,,,reject,,,,,\n", "line 2, column 'event': '1.23E+15' is a number that a spreadsheet"),
        (HEADER + "e1,,,reject,,Ann,2024-01-01,why, or not,,\n", "line 2: 11 cells for 9 columns"),
        (HEADER + 'e1,,,reject,,,,"open\n', "line 2: not a table"),
        (b"event,field\n\xe9,reject\n", "corrections.csv: not in UTF-8"),
    ],
)
def test_a_broken_file_says_file_and_line(tmp_path, text, told):
    file = tmp_path / "corrections.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(errors.InputError) as stopped:
        read_corrections(file)
    assert str(stopped.value).startswith(str(file))
    assert told in str(stopped.value)
    assert "\n" not in str(stopped.value)


def test_tables_of_spreadsheets_are_read(tmp_path):
    file = tmp_path / "corrections.csv"
    file.write_bytes("\ufeffField;Event;Value;mine\r\nroot;e1;accuse;a note\r\n;;;\r\nsource;e1;Russia;\r\n".encode())
    found = read_corrections(file)
    assert [(one.line, one.event, one.field, one.value) for one in found] == [
        (2, "e1", "root", "ACCUSE"), (4, "e1", "source", "RUS"),
    ]  # fmt: skip
    new = write_corrections(file, [Correction(event="e2", field="reject", reason="a; b", was="RUS AID UKR asserted")])
    again = read_corrections(file)
    assert numbered(again) == numbered([*found, *new])
    assert [one.line for one in again[-1:]] == [new[0].line]
    assert "a note" in file.read_text()


def test_a_file_without_a_last_line_end_is_not_torn(tmp_path):
    file = tmp_path / "corrections.csv"
    file.write_text(HEADER + "e1,,,reject,,,,,")
    write_corrections(file, [Correction(event="e2", field="reject", reason="one\ntwo")])
    assert [(one.event, one.line, one.reason) for one in read_corrections(file)] == [
        ("e1", 2, ""),
        ("e2", 3, "one two"),
    ]
