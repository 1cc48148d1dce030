"""Clauses: sentence in, arguments of its verbs out, also where passives, relatives and infinitives hide them."""

import pytest
from coding_cases import read

from analysis.text import clauses
from analysis.text.clauses import Clauses


def clause(sentence, word):
    tree, _ = read(sentence)
    return tree, Clauses(tree).at(tree.lower.index(word))


def words(tree, places):
    return [tree.lower[place] for place in places]


@pytest.mark.parametrize(
    ("sentence", "verb", "subjects", "objects"),
    [
        ("Chad attacked Niger.", "attacked", ["chad"], ["niger"]),
        ("Niger was attacked by Chad.", "attacked", ["chad"], ["niger"]),
        ("Niger was attacked.", "attacked", [], ["niger"]),
        ("Chad, which attacked Niger, left.", "attacked", ["chad"], ["niger"]),
        ("The sanctions that Russia imposed on Poland hurt.", "imposed", ["russia"], ["sanctions"]),
        ("The sanctions imposed by Russia hurt.", "imposed", ["russia"], ["sanctions"]),
        ("Chad, having attacked Niger, left.", "attacked", ["chad"], ["niger"]),
        ("Chad agreed to attack Niger.", "attack", ["chad"], ["niger"]),
        ("Chad left after attacking Niger.", "attacking", ["chad"], ["niger"]),
        ("Chad met Mali and attacked Niger.", "attacked", ["chad"], ["niger"]),
        ("Chad condemned and sanctioned Niger.", "condemned", ["chad"], ["niger"]),
        ("Chad's plan to attack Niger failed.", "attack", ["chad"], ["niger"]),
    ],
)
def test_verbs_get_back_the_arguments_that_stand_elsewhere(sentence, verb, subjects, objects):
    tree, found = clause(sentence, verb)
    assert (words(tree, found.subjects), words(tree, found.objects)) == (subjects, objects)


def test_prepositions_are_slots_and_chains_are_kept():
    tree, found = clause("Chad flew from Mali to Niger.", "flew")
    assert {name: words(tree, heads) for name, heads in found.slots.items()} == {"from": ["mali"], "to": ["niger"]}


def test_a_gerund_behind_a_preposition_is_verbal():
    tree, found = clause("Kenya accused Sudan of attacking Chad.", "accused")
    assert {name: words(tree, heads) for name, heads in found.gerunds.items()} == {"of": ["attacking"]}


@pytest.mark.parametrize(
    ("sentence", "verb", "form", "inner"),
    [
        ("Chad agreed to leave.", "agreed", "to", "leave"),
        ("Chad stopped bombing Niger.", "stopped", "ing", "bombing"),
        ("Chad said that Niger left.", "said", "that", "left"),
    ],
)
def test_complements_are_told_with_their_form(sentence, verb, form, inner):
    tree, found = clause(sentence, verb)
    assert [(kind, tree.lower[place]) for kind, place in found.complements] == [(form, inner)]


@pytest.mark.parametrize(
    ("sentence", "verb", "passive"),
    [
        ("Niger was attacked.", "attacked", True),
        ("Chad attacked Niger.", "attacked", False),
        ("Chad has attacked Niger.", "attacked", False),
        ("The village attacked by Chad is empty.", "attacked", True),
        ("Niger was bombed and attacked.", "attacked", True),
    ],
)
def test_passives_are_told_from_perfects(sentence, verb, passive):
    assert clause(sentence, verb)[1].passive is passive


def test_who_speaks_of_itself_by_a_pronoun_is_the_speaker():
    tree, found = clause("Paris said it attacked Niger.", "attacked")
    assert words(tree, found.speakers) == ["paris"]
    tree, found = clause("Paris said Chad attacked Niger.", "attacked")
    assert found.speakers == []


def test_members_of_a_coordinated_phrase():
    tree, _ = read("Egypt, Jordan and Iraq met.")
    assert words(tree, clauses.conjuncts(tree, tree.lower.index("egypt"))) == ["egypt", "jordan", "iraq"]


def test_slots_of_a_noun_with_its_possessor():
    tree, _ = read("Russia's attack on Ukraine from Belarus failed.")
    found = {name: words(tree, heads) for name, heads in clauses.noun_slots(tree, tree.lower.index("attack")).items()}
    assert found["poss"] == ["russia"]
    assert found["on"] == ["ukraine"]


def test_within_a_phrase_stand_no_clauses_and_no_other_member():
    tree, _ = read("The old army of Chad, which lost, and the navy left.")
    found = {tree.lower[place] for place in clauses.noun_phrase(tree, tree.lower.index("army"))}
    assert {"the", "old", "army", "of", "chad"} <= found
    assert found.isdisjoint({"which", "lost", "navy"})
