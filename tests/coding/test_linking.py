"""Slots of acts to actors: sentence in, who acts and on whom out."""

import pytest
from coding_cases import ON, read

from analysis.actors import gazetteer
from analysis.coding import linking


def sides(sentence):
    tree, acts = read(sentence)
    linker = linking.ArgumentLinker(tree, gazetteer.default().find(sentence, on=ON))
    sources = linker.sources(acts[0])
    return [one.actor for one in sources], [one.actor for one in linker.targets(acts[0], sources)]


@pytest.mark.parametrize(
    ("sentence", "sources", "targets"),
    [
        ("Chad attacked Niger.", ["TCD"], ["NER"]),
        ("Chadian soldiers attacked villages of Niger.", ["TCD"], ["NER"]),
        ("The army of Chad attacked Niger's capital.", ["TCD"], ["NER"]),
        ("Chad and Mali attacked Niger and Libya.", ["TCD", "MLI"], ["NER", "LBY"]),
        ("France condemned the attack on Chad by Niger.", ["FRA"], ["NER"]),
        ("France condemned Niger's attack on Chad.", ["FRA"], ["NER"]),
        ("Envoys of Peru, Chile and Bolivia condemned Ecuador.", ["PER", "CHL", "BOL"], ["ECU"]),
        ("Houthi fighters attacked a Greek tanker.", ["ARM:HOUTHIS"], ["GRC"]),
        ("NATO attacked Libya.", ["IGO:NATO"], ["LBY"]),
        ("The president attacked Chad.", [], ["TCD"]),
    ],
)
def test_phrases_are_linked_to_their_actors(sentence, sources, targets):
    assert sides(sentence) == (sources, targets)


def test_a_medium_that_reports_is_no_actor():
    sentence = "Xinhua accused Niger of lying."
    tree, acts = read(sentence)
    linker = linking.ArgumentLinker(tree, gazetteer.default().find(sentence, on=ON))
    assert linker.sources(acts[0]) == []


@pytest.mark.parametrize(
    ("sentence", "word", "entity_type"),
    [
        ("Chad attacked Niger.", "chad", "state"),
        ("NATO attacked Libya.", "nato", "organisation"),
        ("The Kenyan parliament condemned Uganda.", "parliament", "body"),
        ("Macron condemned Niger.", "macron", "person"),
        ("A Japanese tourist met the queen.", "tourist", "people"),
        ("Chad attacked Niger.", "attacked", None),
    ],
)
def test_the_entity_type_of_a_mention(sentence, word, entity_type):
    tree, _ = read(sentence)
    linker = linking.ArgumentLinker(tree, gazetteer.default().find(sentence, on=ON))
    assert linker.entity_type(tree.lower.index(word)) == entity_type


def test_reciprocal_is_said_by_each_other_alone():
    for sentence, said in (("Chad and Niger accused each other.", True), ("Chad and Niger accused Mali.", False)):
        tree, acts = read(sentence)
        linker = linking.ArgumentLinker(tree, gazetteer.default().find(sentence, on=ON))
        assert linker.is_reciprocal(acts[0]) is said
