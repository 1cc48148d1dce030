"""Measures against gold files: small hand-made gold, given answers, values computed by hand or published."""

import datetime as dt
import json
from types import SimpleNamespace as Answer

import numpy as np
import pytest

from analysis import errors
from analysis.validation import evaluate, gold, metrics, systems, timeml

SENTENCE = "Paris condemned Rome."


def write_lines(path, *rows):
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def value(result, name):
    return result.measures.set_index("measure").loc[name, "value"]


def event(source, root, target, *, confidence=0.5, **more):
    quad = {None: 0, "AGREE": 1, "AID": 2, "ACCUSE": 3, "ASSAULT": 4}[root]
    return Answer(source=source, root=root, target=target, quad=quad, confidence=confidence, **more)


@pytest.fixture
def plv(tmp_path):
    rows = [
        ("1", "<s>Paris</s> condemned <t>Rome</t>.", "ACCUSE"),
        ("2", "<s>Paris</s> condemned <t>Bern</t>.", "ACCUSE"),
        ("3", "<t>Rome</t> was given grain by <s>Paris </s>.", "AID"),
        ("4", "<s>Paris</s> gave in.", "YIELD"),
    ]
    path = tmp_path / "pairs.tsv"
    lines = ["sentence_id\tmarked_sentence\tgold_root", *("\t".join(row) for row in rows)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_marked_pairs_are_read_with_their_offsets(plv):
    first, _, third, fourth = gold.read_plv(plv)
    assert first.sentence[slice(*first.source)] == "Paris"
    assert first.sentence[slice(*first.target)] == "Rome"
    assert third.sentence[slice(*third.source)] == "Paris"
    assert (fourth.sentence, fourth.target) == ("Paris gave in.", None)


def test_pairs_merge_yield_and_count_a_missing_answer_as_wrong(plv):
    answers = [Answer(root=root, quad=0, confidence=share) for root, share in
            (("ACCUSE", 0.9), (None, 0.2), ("ACCUSE", 0.8), ("RETREAT", 0.7))]  # fmt: skip
    result = evaluate(plv, "plv", system=lambda _questions: answers, n_boot=20)
    # ACCUSE: 1 hit of 2 gold and 2 found; AID: none; YIELD: right
    assert value(result, "root_macro_f1") == pytest.approx((0.5 + 0 + 1) / 3)
    # quad 3: 1 of 2 gold, 2 found; quad 2: AID missed, YIELD found
    assert value(result, "quad_macro_f1") == pytest.approx((0.5 + 2 / 3) / 2)
    assert value(result, "root_accuracy") == 0.5
    assert list(result.errors["found"]) == ["ACCUSE", "none"]  # the confident error first
    assert result.confusion.loc["AID", "ACCUSE"] == 1


def test_a_right_system_is_right(plv):
    answers = gold.read_plv(plv)
    result = evaluate(plv, "plv", system=lambda _questions: answers, n_boot=20)
    assert {row.value for row in result.measures.itertuples()} == {1.0}
    assert result.errors.empty


def test_spans_by_overlap_and_by_borders(tmp_path, monkeypatch):
    monkeypatch.setattr(systems, "names_an_actor", lambda text: text in {"Paris", "Rome"})
    tokens = ["Paris", "condemned", "old", "Rome", "and", "a", "bank", "."]
    spans = [{"role": "source", "start": 0, "end": 1}, {"role": "target", "start": 3, "end": 4},
             {"role": "target", "start": 5, "end": 7}]  # fmt: skip
    path = write_lines(tmp_path / "spans.jsonl", {"tokens": tokens, "spans": spans, "pentacode": ["3"]},
                       {"tokens": ["Quiet", "."], "spans": [], "pentacode": ["0"]})  # fmt: skip
    item = gold.read_coped(path)[0]
    assert item.sentence == "Paris condemned old Rome and a bank."
    found = [[event("FRA", "ACCUSE", "ITA", spans=Answer(source=item.sources[0], target=(16, 24)))], []]
    result = evaluate(path, "coped", system=lambda _questions: found, n_boot=0)
    assert value(result, "source_exact_f1") == 1.0
    assert value(result, "target_f1") == pytest.approx(2 / 3)  # one of two, none false
    assert value(result, "target_exact_f1") == 0.0
    assert value(result, "target_named_f1") == 1.0  # the bank is not an actor
    assert value(result, "penta_macro_f1") == 1.0


def test_triples_are_sets_of_states_and_statements_do_not_count(tmp_path):
    path = write_lines(
        tmp_path / "triples.jsonl",
        {"sentence": SENTENCE, "published": "2024-01-19",
         "events": [["FRA", "ACCUSE", "ITA"], ["UNO", "AID", "SYR"], ["ISR", "ASSAULT", "LBN"], ["FRA", None, None]]},
        {"sentence": "Quiet.", "published": None, "events": []},
    )  # fmt: skip
    asked = []

    def answer(questions):
        asked.extend(questions)
        return [
            [
                event("FRA", "ACCUSE", "ITA", confidence=0.6),
                event("IGO:UN", "AGREE", "SYR", confidence=0.9),
                event("ISR", "ASSAULT", "ARM:HEZBOLLAH"),
                event("FRA", None, None),
            ],
            [],
        ]

    result = evaluate(path, "triples", system=answer, n_boot=50)
    assert asked == [(SENTENCE, dt.date(2024, 1, 19)), ("Quiet.", None)]
    assert value(result, "triple_f1") == pytest.approx(2 / 3)
    assert (value(result, "pair_f1"), value(result, "source_f1"), value(result, "target_f1")) == (1.0, 1.0, 1.0)
    assert value(result, "root_f1") == pytest.approx(2 / 3)
    assert result.errors.loc[0, ["gold", "found"]].tolist() == ["IGO:UN AID SYR", "IGO:UN AGREE SYR"]


def test_older_roots_are_read_as_those_that_replaced_them(tmp_path):
    events = [["FRA", "INVESTIGATE", "ITA"], ["FRA", "YIELD", "CHE"]]
    path = write_lines(tmp_path / "older.jsonl", {"sentence": SENTENCE, "events": events})
    concession = Answer(source="FRA", root="CONCEDE", target="CHE", quad=1, confidence=0.5)
    found = [[event("FRA", "ACCUSE", "ITA"), concession]]
    assert value(evaluate(path, "triples", system=lambda _questions: found, n_boot=0), "triple_f1") == 1.0


def test_our_own_format_has_modality_and_days(tmp_path):
    gold = {"source": "FRA", "root": "AGREE", "target": "ITA", "modality": "planned",
            "first": "2024-01-15", "last": "2024-01-16"}  # fmt: skip
    path = write_lines(tmp_path / "own.jsonl", {"id": "a", "sentence": SENTENCE, "published": None, "events": [gold]})
    days = {"first": dt.datetime(2024, 1, 15, tzinfo=dt.UTC), "last": dt.date(2024, 1, 16)}
    found = [[event("FRA", "AGREE", "ITA", modality="asserted", **days)]]
    result = evaluate(path, "entente", system=lambda _questions: found, n_boot=0)
    assert (value(result, "modality_accuracy"), value(result, "date_accuracy")) == (0.0, 1.0)


def test_coders_are_set_beside_each_other(tmp_path):
    def coded(coder, relevant, penta):
        events = [{"source": [["Paris", 0]], "target": [], "penta": penta}] if relevant else []
        return {"round": 1, "coder": coder, "sentence": SENTENCE, "relevant": relevant, "events": events}

    path = write_lines(tmp_path / "coders.jsonl", coded("1", True, "3-Verbal Conflict"), coded("2", True, "4-Material"))
    found = [[event("FRA", "ACCUSE", None, spans=Answer(source=(0, 5), target=None))]]
    result = evaluate(path, "annotators", system=lambda _questions: found, n_boot=0)
    assert value(result, "penta_agreement") == 0.5
    assert value(result, "penta_agreement_coders") == 0.0
    assert value(result, "source_f1") == value(result, "source_f1_coders") == 1.0


def test_the_own_coder_answers_with_spans(tmp_path):
    tokens = ["Russia", "condemned", "Ukraine", "on", "Monday", "."]
    spans = [{"role": "source", "start": 0, "end": 1}, {"role": "target", "start": 2, "end": 3}]
    path = write_lines(tmp_path / "spans.jsonl", {"tokens": tokens, "spans": spans, "pentacode": ["3"]})
    result = evaluate(path, "coped", n_boot=0)
    assert {row.measure: row.value for row in result.measures.itertuples()} == dict.fromkeys(
        [f"{role}_{kind}" for role in ("source", "target") for kind in ("f1", "exact_f1", "named_f1")]
        + ["penta_macro_f1"],
        1.0,
    )


def test_actor_strings(tmp_path):
    path = tmp_path / "actors.csv"
    path.write_text(
        "text,query_date,country,code_1,code_2\nParis,,FRA,GOV,\nNamibian troops,,NAM,MIL,\nsoldier,2015-01-01,,MIL,\n",
        encoding="utf-8",
    )
    answers = [Answer(actor="FRA", state="FRA", sectors=("GOV",)), Answer(actor="ZAF", state="ZAF", sectors=("MIL",)),
            Answer(actor=None, state=None, sectors=("CVL", "MIL"))]  # fmt: skip
    result = evaluate(path, "actors", system=lambda _questions: answers, n_boot=0)
    assert value(result, "state_accuracy") == pytest.approx(2 / 3)
    assert value(result, "sector_accuracy") == pytest.approx(2 / 3)
    assert value(result, "dated_accuracy") == 1.0


TIMEML = """<?xml version="1.0" ?><TimeML><DOCID>a</DOCID>
<DCT><TIMEX3 tid="t0" type="DATE" value="2024-01-19" functionInDocument="CREATION_TIME">19 Jan</TIMEX3></DCT>
<TEXT>AT&amp;T <EVENT eid="e1">met</EVENT> on <TIMEX3 tid="t1" type="DATE" value="2024-01-15">Monday</TIMEX3> and
<TIMEX3 tid="t2" type="DURATION" value="P2D">two days</TIMEX3> ago.</TEXT></TimeML>"""


def test_time_expressions_after_tempeval(tmp_path):
    (tmp_path / "a.tml").write_text(TIMEML, encoding="utf-8")
    (document,) = timeml.read(tmp_path)
    assert document.text.startswith("AT&T met on Monday and\ntwo days ago.")
    assert [document.text[one.start : one.end] for one in document.timexes] == ["Monday", "two days"]
    spans = [Answer(start=12, end=18, text="Monday", type="DATE", value="2024-01-15"),
             Answer(start=23, end=35, text="two days ago", type="DATE", value="2024-01-17"),
             Answer(start=0, end=2, text="AT", type="DATE", value="2024")]  # fmt: skip
    result = evaluate(tmp_path, "timex", system=lambda _documents: [spans], n_boot=0)
    assert value(result, "extent_f1") == pytest.approx(4 / 5)
    assert value(result, "extent_strict_f1") == pytest.approx(2 / 5)
    assert value(result, "value_f1") == pytest.approx(2 / 5)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("a &#233;t&#xE9; <b>on <TIMEX3 tid='t1' type='DATE' value='2024'>last <i>year</i></TIMEX3></b>.", "last year"),
        ("<![CDATA[1 < 2]]> <TIMEX3 tid='t1' type='DATE' value='2024'>2024</TIMEX3><TIMEX3 tid='t2'/>", "2024"),
        ("<!-- no text --><TIMEX3 value='2024' tid='t1' type='DATE'>in\n2024</TIMEX3>", "in\n2024"),
    ],
)
def test_timeml_is_read_as_xml(tmp_path, written, text):
    day = "<DCT><TIMEX3 value='2024-01-19T10:00'/></DCT>"
    (tmp_path / "a.tml").write_text(f"<TimeML>{day}<TEXT>{written}</TEXT></TimeML>", encoding="utf-8")
    (document,) = timeml.read(tmp_path / "a.tml")
    assert [document.text[one.start : one.end] for one in document.timexes] == [text]
    assert (document.timexes[0].id, document.timexes[0].value) == ("t1", "2024")
    assert document.published == dt.date(2024, 1, 19)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<TimeML><TEXT>AT&T</TEXT></TimeML>", "not well-formed XML .*line 1"),
        ("<TimeML><TEXT>no day</TEXT></TimeML>", "<DCT> with a day"),
        ("<TimeML><DCT><TIMEX3 value='2024-01-19'/></DCT></TimeML>", "<TEXT> are needed"),
    ],
)
def test_timeml_that_cannot_be_read_is_named(tmp_path, text, message):
    (tmp_path / "a.tml").write_text(text, encoding="utf-8")
    with pytest.raises(errors.InputError, match=rf"a\.tml: .*{message}"):
        timeml.read(tmp_path)


def test_time_expressions_from_json_lines(tmp_path):
    gold = {"start": 12, "end": 18, "type": "DATE", "value": "2024-01-15"}
    whole = write_lines(
        tmp_path / "whole.jsonl", {"text": "They met on Monday.", "published": "2024-01-19", "timexes": [gold]}
    )
    assert value(evaluate(whole, "timex", n_boot=0), "value_f1") == 1.0  # the project's own answers
    flat = write_lines(tmp_path / "flat.jsonl", {"doc": "a.tml", "tid": "t1"})
    with pytest.raises(errors.InputError, match=r"text of document 'a\.tml'"):
        timeml.read(flat)
    (tmp_path / "a.tml").write_text(TIMEML, encoding="utf-8")
    assert len(timeml.read(flat)[0].timexes) == 2


@pytest.mark.parametrize(
    ("form", "text", "message"),
    [
        ("plv", "marked_sentence\n<s>a</s>", "missing column gold_root"),
        ("plv", "marked_sentence\tgold_root\nno marks\tAID", "row 2, column 'marked_sentence'"),
        ("plv", "marked_sentence\tgold_root\n<s>a</s>\tHELP", "row 2, column 'gold_root': no root 'HELP'"),
        ("triples", '{"sentence": "a", "events": []}\n{oops', "row 2: not JSON"),
        ("triples", '{"sentence": "a"}', "row 1, column 'events': is missing"),
        ("triples", '{"sentence": "a", "events": [["FRA", "AID"]]}', "is not .source, root, target."),
        (
            "triples",
            '{"sentence": "a", "published": "soon", "events": []}',
            "column 'published': 'soon' is not a day",
        ),
        ("triples", "[]", "not an object but a list"),
        ("triples", "", "no rows"),
        ("entente", '{"sentence": "a", "events": [{"source": "FRA"}]}', "row 1, column 'events'"),
        ("entente", '{"sentence": "a", "events": [{"root": "AID", "first": "May"}]}', "'May' is not a day"),
        ("coped", '{"tokens": ["a"], "spans": [{"role": "source", "start": 0, "end": 9}], "pentacode": []}', "'spans'"),
        ("coped", '{"tokens": ["a"], "spans": [], "pentacode": ["7"]}', "from 0 to 4"),
        ("annotators", '{"round": 1, "coder": 1, "sentence": "a", "relevant": true, "events": [{}]}', "'events'"),
        ("actors", "text,query_date,country,code_1\na,never,FRA,GOV", "row 2, column 'query_date'"),
        ("timex", '{"text": "a", "timexes": []}', "column 'published': a day is needed"),
    ],
)
def test_bad_rows_are_named(tmp_path, form, text, message):
    path = tmp_path / "gold.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(errors.InputError, match=message) as caught:
        evaluate(path, form, system=lambda questions: [[] for _ in questions])
    assert str(path) in str(caught.value)


def test_unknown_format_missing_file_and_short_answers(tmp_path, plv):
    with pytest.raises(errors.InputError, match="no gold format 'xml'"):
        evaluate(plv, "xml")
    with pytest.raises(errors.InputError, match="no such gold file"):
        evaluate(tmp_path / "none.tsv", "plv")
    with pytest.raises(errors.InputError, match="1 answers to 4 questions"):
        evaluate(plv, "plv", system=lambda _questions: [None])


def test_the_dictionary_is_json_with_measures_on_top(plv):
    result = evaluate(plv, "plv", system=lambda questions: [None] * len(questions), n_boot=10)
    out = json.loads(json.dumps(result.to_dict(), allow_nan=False))
    assert out["root_macro_f1"] == 0.0
    assert out["intervals"]["root_macro_f1"] == [0.0, 0.0]
    assert out["counts"]["root_macro_f1"] == out["n"] == 4
    assert out["confusion"]["ACCUSE"] == {"none": 2}


def test_intervals_are_repeatable_and_hold_the_value():
    measure = metrics.share("right", [(index % 3 == 0, 1) for index in range(90)])
    first, again = (metrics.table([measure], seed=7, n_boot=400).loc[0] for _ in range(2))
    assert first.equals(again)
    assert first["value"] == pytest.approx(1 / 3)
    assert first["low"] < 1 / 3 < first["high"]
    # about two standard errors to each side
    assert first["high"] - first["low"] == pytest.approx(4 * np.sqrt(2 / 9 / 90), rel=0.2)


def total(measure):
    return measure.value(measure.counts.sum(axis=0))


@pytest.mark.parametrize(
    ("counts", "kappa"),
    [
        ((15, 5, 10, 70), 0.57),  # Viera and Garrett 2005, Family Medicine 37: two residents on lectures
        ((40, 9, 6, 45), 0.70),  # Feinstein and Cicchetti 1990, J. Clin. Epidemiol. 43: balanced margins
        ((80, 10, 5, 5), 0.32),  # the same: as much agreement, skewed margins
    ],
)
def test_kappa_is_that_of_published_tables(counts, kappa):
    assert total(metrics.kappa("kappa", [counts])) == pytest.approx(kappa, abs=0.005)
    assert total(metrics.kappa("kappa", [(1, 0, 0, 0)] * counts[0] + [(0, *counts[1:])])) == pytest.approx(
        kappa, abs=0.005
    )


def test_macro_and_micro_f1_are_those_of_the_example_in_scikit_learn():
    # documentation of sklearn.metrics.f1_score: macro 0.26..., micro 0.33...
    gold_classes, answers = [0, 1, 2, 0, 1, 2], [0, 2, 1, 0, 0, 1]
    assert total(metrics.macro_f1("macro", gold_classes, answers)) == pytest.approx(0.8 / 3)
    rows = [(one == other, 1, 1) for one, other in zip(gold_classes, answers, strict=True)]
    assert total(metrics.f1("micro", rows)) == pytest.approx(1 / 3)


def test_overlap_matches_one_to_one():
    assert metrics.overlaps([(0, 4), (5, 9)], [(0, 9)]) == [(0, 0)]
    assert metrics.overlaps([(0, 4), (5, 9)], [(6, 7), (3, 4)]) == [(0, 1), (1, 0)]
    assert metrics.overlaps([(0, 4)], [(0, 5)], exact=True) == []
