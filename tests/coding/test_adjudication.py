"""Adjudication: which readings the model changes, takes and leaves, and that no event stands twice."""

import dataclasses

import pytest
from coding_cases import ON, found

from analysis.coding import adjudication, document, pipeline
from analysis.text import Sentence


def test_an_uncoded_pair_is_taken_where_the_model_is_confident():
    (row,) = found("Norway ferried blankets and tents to Ukraine on Monday.")
    assert (row.source, row.target, row.event_class.quad) == ("NOR", "UKR", 2)
    assert row.decided_by.startswith("model ")


def test_an_uncoded_pair_without_an_act_is_left():
    assert [one for one in found("Norway exports more fish than Ukraine.") if one.root] == []


def test_what_decided_names_rule_and_score():
    (row,) = found("Chad attacked Niger on Monday.")
    assert row.decided_by.startswith("v.attack; model ASSAULT ")
    assert 0.5 < row.confidence <= 1


def test_a_rule_with_a_good_record_is_not_asked_about():
    (row,) = found("Kenya condemned Sudan on Monday.")
    assert row.decided_by == "v.condemn"
    assert 0.7 < row.confidence < 1


def test_an_answer_does_not_depend_on_its_neighbours():
    sentence = ("Kenya condemned Sudan on Monday.", ON)
    alone = pipeline.code_sentences([sentence])[0]
    among = pipeline.code_sentences(
        [("Chad arrested a Libyan general in a long and winding sentence on Tuesday.", ON), sentence]
    )[1]
    assert alone == among


def coded(text, candidates):
    return document.AnnotatedSentence("s", Sentence(0, 0, len(text), text, "body"), (), candidates=candidates)


def test_rows_that_become_the_same_are_one():
    (row,) = found("Kenya condemned Sudan on Monday.")
    twin = dataclasses.replace(row, event_class=row.event_class.with_root("SUPPORT"), confidence=0.1)
    (sentence,) = adjudication.adjudicate([coded("Kenya condemned Sudan on Monday.", [row, twin])])
    keys = [(one.source, one.target, one.root, one.modality) for one in sentence.candidates]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("sentence", ["", "No state is named here."])
def test_sentences_without_acts_give_none(sentence):
    assert [list(one.candidates) for one in adjudication.adjudicate([coded(sentence, [])])] == [[]]
