"""Abbreviations that a document introduces: sentences in, the actor of the letters out."""

import datetime as dt

import pytest

from analysis import homes
from analysis.actors import gazetteer

ON = dt.date(2019, 5, 1)


def actors(letters, *sentences):
    """The actors of some letters in each sentence; None where nobody is meant."""
    named = [gazetteer.default().find(one, on=ON, places=True, generic=True) for one in sentences]
    settled = homes.settle_abbreviations(sentences, named)
    return [next((m.actor for m in own if letters in m.text and m.actor), None) for own in settled]


def test_letters_stand_for_the_body_that_introduces_them():
    first = "Envoys of the African Union Commission (AUC) arrived in Lomé."
    assert actors("AUC", "Fighters of the AUC fled.") == ["ARM:AUC"]
    assert actors("AUC", first, "Togo thanked the AUC.") == ["IGO:AU", "IGO:AU"]
    assert actors("AUC", first, "AUC fighters fled.")[1] == "IGO:AU"


def test_letters_of_somebody_unknown_are_nobody():
    sentences = ("The Amateur Umpires Club (AUC) met.", "The AUC elected a chair.")
    assert actors("AUC", *sentences) == [None, None]


@pytest.mark.parametrize(
    ("letters", "sentence"),
    [
        ("UN", "The United Nations (UN) and Chad agreed."),
        ("AUC", "The Autodefensas Unidas de Colombia (AUC) laid down arms."),
        ("EU", "Ministers (EU) met in Peru."),
    ],
)
def test_other_letters_stay_as_the_table_has_them(letters, sentence):
    own = gazetteer.default().find(sentence, on=ON, places=True, generic=True)
    assert homes.settle_abbreviations([sentence], [own]) == [own]
