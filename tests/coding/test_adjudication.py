"""Adjudication: which readings the model changes, takes and leaves, and that no event stands twice."""

import dataclasses

import pytest
from coding_cases import ON, found

from analysis import errors
from analysis.coding import adjudication, document, pipeline
from analysis.events import selection
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


def test_where_rule_and_model_agree_the_event_is_sure():
    (row,) = found("Kenya condemned Sudan on Monday.")
    assert row.decided_by.startswith("v.condemn; model ACCUSE")
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


def triples(sentence):
    return {(one.source, one.root, one.target) for one in found(sentence)}


def test_the_word_of_an_act_belongs_to_those_to_whom_the_parse_gives_it():
    coded = triples("Kenya announced that Uganda had expelled a Rwandan diplomat.")
    assert ("UGA", "SANCTION", "RWA") in coded
    assert not {(source, root) for source, root, _ in coded if source == "KEN" and root == "SANCTION"}


def test_an_act_of_two_is_one_in_both_directions():
    coded = [one for one in found("Peru and Bolivia signed a pact on Monday.") if one.root]
    assert {(one.source, one.target) for one in coded} == {("PER", "BOL"), ("BOL", "PER")}
    assert len({(one.root, one.spans.trigger, one.confidence) for one in coded}) == 1


def test_what_is_asked_for_is_not_done_as_well():
    assert triples("Norway called on Israel to lift the blockade of Gaza.") == {("NOR", "REQUEST", "ISR")}


def test_a_standing_state_is_told_from_an_event():
    (state,) = [one for one in found("Sweden maintains sanctions against Belarus.") if one.target]
    (event,) = [one for one in found("Sweden condemned the United States on Monday.") if one.target]
    assert (state.status, event.status) == ("state", "now")


def test_weights_for_other_features_are_refused(tmp_path):
    file = tmp_path / "acceptance.json"
    file.write_text('{"weights": {"constant": 1.0}}', encoding="utf-8")
    with pytest.raises(errors.InputError, match="run make train"):
        adjudication.Acceptance.load(file)


def test_more_evidence_makes_a_proposal_more_probable():
    weights = adjudication.default()
    names = adjudication.FEATURES
    base = dict.fromkeys(names, 0.0) | {"constant": 1.0, "lexicon silent": 1.0}
    probability = lambda **more: weights.probability([{**base, **more}[name] for name in names])  # noqa: E731
    assert probability(**{"model: act": 3.0}) > probability(**{"model: act": 0.0})
    assert probability(**{"lexicon silent": 0.0, "lexicon: its record": 2.0}) > probability()
    assert probability(**{"side by coreference": 1.0}) < probability()


def test_a_government_that_protests_blames_and_demonstrates_not():
    assert ("KOR", "ACCUSE", "CHN") in triples("Seoul protested to China over the fishing boats on Monday.")
    assert not {root for _, root, _ in triples("Seoul protests at the return of refugees by China.")} & {"PROTEST"}


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Earlier this month Kenya's president also threatened to expel Uganda's envoys.", "now"),
        ("Kenya's president threatened on Monday to expel Uganda's envoys.", "now"),
        ("Ghana bombed Togo in 1999.", "reference"),
        ("Kenya's president met his Ugandan counterpart in Kampala on 3 June 2011.", "reference"),
        ("Peru's president met Chile's leaders more than twenty times while in office.", "reference"),
        ("Peru's president met Chile's leaders three times on Monday.", "now"),
    ],
)
def test_what_the_main_clause_dates_to_this_month_is_news(sentence, status):
    assert {one.status for one in found(sentence) if one.root} == {status}


def test_a_breakaway_region_is_not_its_state():
    rows = found("Ghana recognised two breakaway regions of eastern Togo as independent on Monday.")
    targets = [one for one in rows if one.target == "TGO" and one.confidence > 0.5]
    assert all(one.target_role in selection.OPPOSED for one in targets)  # support for these is set aside


@pytest.mark.parametrize(
    "sentence",
    [
        "Peru's president flies to Chile later in the day for talks with Chile's president.",
        "Peru's president visited Chile.",
    ],
)
def test_both_directions_of_one_act_have_one_modality(sentence):
    acts = [one for one in found(sentence) if one.root == "CONSULT"]
    assert {(one.source, one.target) for one in acts} == {("PER", "CHL"), ("CHL", "PER")}
    assert len({(one.modality, one.status) for one in acts}) == 1


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Ghana tested a missile in response to the trilateral drill between Kenya, Togo and Benin this week.", "now"),
        (
            "Ghana tested a missile in response to the trilateral drill between Kenya, Togo and Benin in 2019.",
            "reference",
        ),
    ],
)
def test_what_is_taken_as_known_but_fresh_is_news(sentence, status):
    assert {one.status for one in found(sentence) if one.root == "COOPERATE"} == {status}
