"""Modality: sentence in, value and marker out."""

import pytest
from coding_cases import read, rows

from analysis.actions import modality


def modalities(sentence, code="180"):
    tree, acts = read(sentence)
    found = [modality.modality_of(tree, one) for one in acts if one.code == code]
    return [(one.value, one.marker) for one in found]


@pytest.mark.parametrize(
    "sentence",
    [
        "Chad attacked Niger.",
        "Chad has attacked Niger.",
        "Chad is attacking Niger.",
        "Chad had attacked Niger before the rains.",
        "Mali said Chad attacked Niger.",
        "Chad attacked Niger, which had not expected it.",
    ],
)
def test_plain_tenses_and_reports_are_asserted(sentence):
    assert modalities(sentence) == [("asserted", "")]


@pytest.mark.parametrize(
    ("sentence", "marker"),
    [
        ("Chad did not attack Niger.", "not"),
        ("Chad didn't attack Niger.", "n't"),
        ("Chad never attacked Niger.", "never"),
        ("No soldier of Chad attacked Niger.", "no"),
        ("Chad failed to attack Niger.", "failed"),
        ("Chad left without attacking Niger.", "without"),
        ("Chad denied that it had attacked Niger.", "denied"),
    ],
)
def test_what_was_not_done_is_denied(sentence, marker):
    assert modalities(sentence) == [("denied", marker)]


@pytest.mark.parametrize(
    ("sentence", "marker"),
    [
        ("Chad could attack Niger.", "could"),
        ("Chad may attack Niger.", "may"),
        ("Chad would attack Niger in that case.", "would"),
        ("Unless Chad attacks Niger, the market stays open.", "unless"),
        ("If Chad attacks Niger, the market closes.", "if"),
        ("Chad considered attacking Niger.", "considered"),
        ("Has Chad attacked Niger?", "?"),
        ("There is speculation that Chad attacked Niger.", "speculation"),
        ("Fears of an attack by Chad on Niger grew.", "fears"),
        ("A possible attack by Chad on Niger was discussed.", "possible"),
        ("Mali doubts that Chad attacked Niger.", "doubts"),
    ],
)
def test_what_may_be_is_hypothetical(sentence, marker):
    assert modalities(sentence) == [("hypothetical", marker)]


@pytest.mark.parametrize(
    ("sentence", "marker"),
    [
        ("Chad will attack Niger.", "will"),
        ("Chad tried to attack Niger.", "tried"),
        ("Chad was about to attack Niger.", "about"),
        ("An upcoming attack by Chad on Niger was discussed.", "upcoming"),
    ],
)
def test_what_is_to_come_is_planned(sentence, marker):
    assert modalities(sentence) == [("planned", marker)]


def test_one_auxiliary_is_that_of_all_verbs_of_a_list():
    assert modalities("Chad will arm the rebels, close the border and invade Niger.", "190") == [("planned", "will")]


def test_what_is_permitted_is_not_done():
    assert modalities("Chad won permission to use the base to attack Niger.") == [("planned", "in order to")]


def test_both_halves_of_a_condition_are_hypothetical():
    sentence = "Chad would attack Niger if Mali attacked Libya."
    assert [value for value, _ in modalities(sentence)] == ["hypothetical"] * 2


def test_the_strongest_reading_wins():
    assert modalities("Chad might not attack Niger.") == [("denied", "not")]
    assert modalities("Chad will perhaps attack Niger.") == [("hypothetical", "perhaps")]


def test_a_clause_of_its_own_keeps_its_own_modality():
    found = dict.fromkeys(rows("France may bomb Mali, but Italy bombed Libya."))
    assert ("FRA", "ASSAULT", "MLI", "hypothetical") in found
    assert ("ITA", "ASSAULT", "LBY", "asserted") in found
