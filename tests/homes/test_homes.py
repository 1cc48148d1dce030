"""The home of phrases that name no state: a document in, the actor and role of its phrases out."""

import datetime as dt

import pytest

from analysis import homes
from analysis.actors import gazetteer, tables
from analysis.homes import choice
from analysis.text import split_sentences

ON = dt.date(1999, 5, 1)


def read(body, *, dateline=None, on=ON):
    """The mentions of a document as text, actor and role."""
    names = gazetteer.default()
    found = [
        homes.Found(one.text, names.find(one.text, on=on, places=True, generic=True), one.kind == "title")
        for one in split_sentences("", body)
    ]
    given = homes.give_homes(found, dateline=dateline)
    return [(one.text, one.actor, one.role, one.how) for mentions in given for one in mentions]


def actors(body, **options):
    return {text: actor for text, actor, _, _ in read(body, **options)}


@pytest.mark.parametrize(
    ("body", "phrase"),
    [
        ("Police fired on protesters in Arequipa.", ("protesters", "PER", "CVL/OPP", "place")),
        ("Angola's army shelled rebels near the town of Huambo.", ("rebels", "AGO", "REB", "place")),
        ("Chile sent doctors. Dock workers of the port of Valparaiso walked out.", ("workers", "CHL", "LAB", "place")),
    ],
)
def test_the_place_beside_a_phrase_is_its_home(body, phrase):
    assert phrase in read(body)


def test_the_dateline_is_the_home_of_police_and_crowds():
    body = "Police broke up a rally of students on Monday. The army stayed in its barracks."
    assert "police" not in {text.lower() for text in actors(body)}
    found = actors(body, dateline="KEN")
    assert (found["Police"], found["army"]) == ("KEN", "KEN")


def test_a_title_alone_means_its_last_holder():
    body = "Ghana's deputy trade minister Ama Boateng met Kenya's ambassador. The deputy trade minister left."
    assert actors(body)["deputy trade minister"] == "GHA"
    assert actors(body.replace("Ghana", "Peru"))["deputy trade minister"] == "PER"


def test_a_person_keeps_the_state_that_the_document_gives_elsewhere():
    body = "Special envoy Odhiambo flew to Oman. Kenyan special envoy Grace Odhiambo met Oman's emir in May."
    assert ("Special envoy Odhiambo", "KEN", "GOV", "coreference") in read(body)


def test_namesakes_of_several_states_are_told_by_their_titles():
    body = "Peru's foreign minister Ana Silva met Chile's trade envoy Rosa Silva. Trade envoy Silva spoke."
    assert actors(body)["Trade envoy Silva"] == "CHL"


def test_who_names_officials_without_their_state_speaks_of_its_own():
    body = "President Mahama met Togo's foreign minister and a delegation of Togo in Lome. The spokesperson spoke."
    own = actors(body.replace("Togo's", "the Togolese"), on=dt.date(2014, 5, 1))
    assert own["spokesperson"] == "GHA"


def test_the_state_of_the_story_is_the_home_of_its_parliament():
    body = "Peru's president dissolved the chamber. Peru's judges protested. Parliament met all the same."
    assert actors(body)["Parliament"] == "PER"


def test_a_group_named_before_is_meant_by_its_noun():
    body = "The FARC declared a ceasefire in Colombia. Colombia's army met the guerrillas near Cali."
    assert ("guerrillas", "ARM:FARC", "REB", "place") in read(body)


def test_a_name_that_several_bodies_bear_belongs_to_the_state_of_the_story():
    lima = "The Congress of Peru met in Lima. Peru's president spoke, and then Congress rejected the bill."
    assert actors(lima)["Congress"] == "PER"
    assert actors("U.S. senators met Chinese officials, and Congress rejected the bill.")["Congress"] == "USA"


@pytest.mark.parametrize("words", ["foreign diplomats", "all parties", "other rebels"])
def test_what_is_said_of_anybody_has_no_home(words):
    assert not any(text in words for text in actors(f"Poland's police arrested {words} in Poland.") if text != "Poland")


def test_expressions_for_several_are_left_to_coreference():
    assert "ministers" not in actors("Peru met Chile in Lima. The two ministers signed the treaty.")


def test_a_document_without_a_state_gives_no_home():
    assert read("Police arrested two students.") == []


def test_former_states_bear_their_names_in_their_days():
    assert actors("Belgrade answered, and Yugoslavia's army moved.")["Belgrade"] == "YUG"
    assert actors("Belgrade answered.", on=dt.date(2015, 1, 1))["Belgrade"] == "SRB"
    assert actors("Brussels warned Warsaw.")["Brussels"] == "IGO:EU"
    assert actors("Belgian police searched a house near Brussels.")["Belgian police"] == "BEL"


def test_confidence_is_the_probability_of_the_home():
    signs = {"AAA": {"share": 1.0}, "BBB": {"share": 0.0}, choice.NOBODY: {"nobody": 1.0}}
    likely = tables.probabilities(signs, "bare", {("share", "all"): 2.0, ("nobody", "bare"): 1.0})
    assert sum(likely.values()) == pytest.approx(1)
    assert likely["AAA"] > likely[choice.NOBODY] > likely["BBB"]


def test_the_table_of_signs_weighs_what_evidence_yields():
    rows = tables.table("home_signs.csv")
    assert {"beside", "dateline", "share", "nobody", "same noun"} <= {row["sign"] for row in rows}
    assert float(next(row for row in rows if row["sign"] == "beside")["all"]) > 0
