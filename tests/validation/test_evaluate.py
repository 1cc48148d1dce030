"""Measures against gold files: small hand-made gold, answers that are told, expected values by hand."""

import datetime as dt
import json
from types import SimpleNamespace as Answer

import numpy as np
import pytest

from analysis import errors
from analysis.validation import evaluate, metrics, systems, timeml
from analysis.validation import gold as goldfiles

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
    first, _, third, fourth = goldfiles.plv(plv)
    assert first.sentence[slice(*first.source)] == "Paris"
    assert first.sentence[slice(*first.target)] == "Rome"
    assert third.sentence[slice(*third.source)] == "Paris"
    assert (fourth.sentence, fourth.target) == ("Paris gave in.", None)


def test_pairs_merge_yield_and_count_a_missing_answer_as_wrong(plv):
    told = [Answer(root=root, quad=0, confidence=share) for root, share in
            (("ACCUSE", 0.9), (None, 0.2), ("ACCUSE", 0.8), ("RETREAT", 0.7))]  # fmt: skip
    result = evaluate.run(plv, "plv", predictor=lambda _questions: told, n_boot=20)
    # ACCUSE: 1 hit of 2 gold and 2 found; AID: none; YIELD: right
    assert value(result, "root_macro_f1") == pytest.approx((0.5 + 0 + 1) / 3)
    # quad 3: 1 of 2 gold, 2 found; quad 2: AID missed, YIELD found
    assert value(result, "quad_macro_f1") == pytest.approx((0.5 + 2 / 3) / 2)
    assert value(result, "root_accuracy") == 0.5
    assert list(result.errors["found"]) == ["ACCUSE", "none"]  # the confident error first
    assert result.confusion.loc["AID", "ACCUSE"] == 1


def test_a_right_system_is_right(plv):
    gold = goldfiles.plv(plv)
    result = evaluate.run(plv, "plv", predictor=lambda _questions: gold, n_boot=20)
    assert {row.value for row in result.measures.itertuples()} == {1.0}
    assert result.errors.empty


def test_spans_by_overlap_and_by_borders(tmp_path, monkeypatch):
    monkeypatch.setattr(systems, "names_a_party", lambda text: text in {"Paris", "Rome"})
    tokens = ["Paris", "condemned", "old", "Rome", "and", "a", "bank", "."]
    spans = [{"role": "source", "start": 0, "end": 1}, {"role": "target", "start": 3, "end": 4},
             {"role": "target", "start": 5, "end": 7}]  # fmt: skip
    path = write_lines(tmp_path / "spans.jsonl", {"tokens": tokens, "spans": spans, "pentacode": ["3"]},
                       {"tokens": ["Quiet", "."], "spans": [], "pentacode": ["0"]})  # fmt: skip
    item = goldfiles.coped(path)[0]
    assert item.sentence == "Paris condemned old Rome and a bank."
    found = [[event("FRA", "ACCUSE", "ITA", source_span=item.sources[0], target_span=(16, 24))], []]
    result = evaluate.run(path, "coped", predictor=lambda _questions: found, n_boot=0)
    assert value(result, "source_exact_f1") == 1.0
    assert value(result, "target_f1") == pytest.approx(2 / 3)  # one of two, none false
    assert value(result, "target_exact_f1") == 0.0
    assert value(result, "target_named_f1") == 1.0  # the bank is no party
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

    result = evaluate.run(path, "triples", predictor=answer, n_boot=50)
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
    assert value(evaluate.run(path, "triples", predictor=lambda _questions: found, n_boot=0), "triple_f1") == 1.0


def test_our_own_format_has_modality_and_days(tmp_path):
    gold = {"source": "FRA", "root": "AGREE", "target": "ITA", "modality": "planned",
            "first": "2024-01-15", "last": "2024-01-16"}  # fmt: skip
    path = write_lines(tmp_path / "own.jsonl", {"id": "a", "sentence": SENTENCE, "published": None, "events": [gold]})
    days = {"first": dt.datetime(2024, 1, 15, tzinfo=dt.UTC), "last": dt.date(2024, 1, 16)}
    found = [[event("FRA", "AGREE", "ITA", modality="asserted", **days)]]
    result = evaluate.run(path, "entente", predictor=lambda _questions: found, n_boot=0)
    assert (value(result, "modality_accuracy"), value(result, "date_accuracy")) == (0.0, 1.0)


def test_coders_are_set_beside_each_other(tmp_path):
    def coded(coder, relevant, penta):
        events = [{"source": [["Paris", 0]], "target": [], "penta": penta}] if relevant else []
        return {"round": 1, "coder": coder, "sentence": SENTENCE, "relevant": relevant, "events": events}

    path = write_lines(tmp_path / "coders.jsonl", coded("1", True, "3-Verbal Conflict"), coded("2", True, "4-Material"))
    found = [[event("FRA", "ACCUSE", None, source_span=(0, 5), target_span=None)]]
    result = evaluate.run(path, "annotators", predictor=lambda _questions: found, n_boot=0)
    assert value(result, "penta_agreement") == 0.5
    assert value(result, "penta_agreement_coders") == 0.0
    assert value(result, "source_f1") == value(result, "source_f1_coders") == 1.0


def test_actor_strings(tmp_path):
    path = tmp_path / "actors.csv"
    path.write_text(
        "text,query_date,country,code_1,code_2\nParis,,FRA,GOV,\nNamibian troops,,NAM,MIL,\nsoldier,2015-01-01,,MIL,\n",
        encoding="utf-8",
    )
    told = [Answer(actor="FRA", state="FRA", sectors=("GOV",)), Answer(actor="ZAF", state="ZAF", sectors=("MIL",)),
            Answer(actor=None, state=None, sectors=("CVL", "MIL"))]  # fmt: skip
    result = evaluate.run(path, "actors", predictor=lambda _questions: told, n_boot=0)
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
    result = evaluate.run(tmp_path, "timex", predictor=lambda _documents: [spans], n_boot=0)
    assert value(result, "extent_f1") == pytest.approx(4 / 5)
    assert value(result, "extent_strict_f1") == pytest.approx(2 / 5)
    assert value(result, "value_f1") == pytest.approx(2 / 5)


def test_time_expressions_from_json_lines(tmp_path):
    gold = {"start": 12, "end": 18, "type": "DATE", "value": "2024-01-15"}
    whole = write_lines(
        tmp_path / "whole.jsonl", {"text": "They met on Monday.", "published": "2024-01-19", "timexes": [gold]}
    )
    assert value(evaluate.run(whole, "timex", n_boot=0), "value_f1") == 1.0  # the project's own answers
    flat = write_lines(tmp_path / "flat.jsonl", {"doc": "a.tml", "tid": "t1"})
    with pytest.raises(errors.InputError, match=r"text of document 'a\.tml'"):
        timeml.read(flat)
    (tmp_path / "a.tml").write_text(TIMEML, encoding="utf-8")
    assert len(timeml.read(flat)[0].timexes) == 2


@pytest.mark.parametrize(
    ("form", "text", "message"),
    [
        ("plv", "marked_sentence\n<s>a</s>", "lacks the column.s. gold_root"),
        ("plv", "marked_sentence\tgold_root\nno marks\tAID", "row 2, column 'marked_sentence'"),
        ("plv", "marked_sentence\tgold_root\n<s>a</s>\tHELP", "row 2, column 'gold_root': no root 'HELP'"),
        ("triples", '{"sentence": "a", "events": []}\n{oops', "row 2: no JSON"),
        ("triples", '{"sentence": "a"}', "row 1, column 'events': is missing"),
        ("triples", '{"sentence": "a", "events": [["FRA", "AID"]]}', "is not .source, root, target."),
        ("triples", '{"sentence": "a", "published": "soon", "events": []}', "row 1, column 'published': no day 'soon'"),
        ("triples", "[]", "an object is needed, not list"),
        ("triples", "", "no rows"),
        ("entente", '{"sentence": "a", "events": [{"source": "FRA"}]}', "row 1, column 'events'"),
        ("entente", '{"sentence": "a", "events": [{"root": "AID", "first": "May"}]}', "no day 'May'"),
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
        evaluate.run(path, form, predictor=lambda questions: [[] for _ in questions])
    assert str(path) in str(caught.value)


def test_unknown_format_missing_file_and_short_answers(tmp_path, plv):
    with pytest.raises(errors.InputError, match="no gold format 'xml'"):
        evaluate.run(plv, "xml")
    with pytest.raises(errors.InputError, match="no such gold file"):
        evaluate.run(tmp_path / "none.tsv", "plv")
    with pytest.raises(errors.InputError, match="1 answers to 4 questions"):
        evaluate.run(plv, "plv", predictor=lambda _questions: [None])


def test_the_dictionary_is_json_with_measures_on_top(plv):
    result = evaluate.run(plv, "plv", predictor=lambda questions: [None] * len(questions), n_boot=10)
    told = json.loads(json.dumps(result.to_dict(), allow_nan=False))
    assert told["root_macro_f1"] == 0.0
    assert told["intervals"]["root_macro_f1"] == [0.0, 0.0]
    assert told["counts"]["root_macro_f1"] == told["n"] == 4
    assert told["confusion"]["ACCUSE"] == {"none": 2}


def test_intervals_are_repeatable_and_hold_the_value():
    measure = metrics.share("right", [(index % 3 == 0, 1) for index in range(90)])
    first, again = (metrics.table([measure], seed=7, n_boot=400).loc[0] for _ in range(2))
    assert first.equals(again)
    assert first["value"] == pytest.approx(1 / 3)
    assert first["low"] < 1 / 3 < first["high"]
    # about two standard errors to each side
    assert first["high"] - first["low"] == pytest.approx(4 * np.sqrt(2 / 9 / 90), rel=0.2)


def test_kappa_by_hand():
    # 20 both yes, 5 and 10 differ, 15 both no: observed 0.7, by chance 0.5
    measure = metrics.kappa("kappa", [(20, 5, 10, 15)])
    assert measure.value(measure.counts.sum(axis=0)) == pytest.approx(0.4)


def test_overlap_matches_one_to_one():
    assert metrics.overlaps([(0, 4), (5, 9)], [(0, 9)]) == [(0, 0)]
    assert metrics.overlaps([(0, 4), (5, 9)], [(6, 7), (3, 4)]) == [(0, 1), (1, 0)]
    assert metrics.overlaps([(0, 4)], [(0, 5)], exact=True) == []
