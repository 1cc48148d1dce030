"""Acts that the lexicon reads: sentence in; code, path and rule out."""

import dataclasses

import pytest
from coding_cases import act, read

from analysis.actions import lexicon
from analysis.actions.lexicon import Lexicon
from analysis.actions.predicates import read_acts


def acts(sentence):
    tree, found = read(sentence)
    return [(one.code, " ".join(tree.lower[index] for index in one.path)) for one in found]


@pytest.mark.parametrize(
    ("sentence", "code", "path"),
    [
        ("Chad attacked Niger.", "180", "attacked"),
        ("Chad held talks with Niger.", "040", "held talks"),
        ("Chad faced sanctions from Niger.", "163", "faced sanctions"),
        ("Turkey threatened to invade Syria.", "1384", "threatened invade"),
        ("Germany agreed to provide Mali with medicine.", "0333", "agreed provide"),
        ("Armenia refused to meet Azerbaijan.", "125", "refused meet"),
        ("Chad agreed to stop bombing Niger.", "0356", "agreed stop bombing"),
        ("Chad is ready to talk to Niger.", "036", "is talk"),
        ("Chad is critical of Niger.", "111", "is"),
        ("Chad said that Niger must withdraw its troops.", "100", "said withdraw"),
        ("Moscow's attack on Kyiv lasted all night.", "180", "attack"),
    ],
)
def test_one_act_with_its_path(sentence, code, path):
    ((found, way),) = acts(sentence)
    assert way == path
    assert found[:2] == code[:2]


def test_readiness_is_of_one_side_and_an_agreement_of_both():
    _, ready = act("Chad's readiness to meet Niger was noted.")
    assert not ready.mutual
    _, agreed = act("Chad held talks with Niger.")
    assert agreed.mutual


def test_an_act_below_an_embedding_verb_is_not_reported_again():
    assert len(acts("Kenya urged Somalia to stop arming Mali.")) == 1
    assert len(acts("Chad held talks with Niger.")) == 1


def test_parts_of_a_composition_stand_in_the_rule():
    _, one = act("Turkey threatened to invade Syria.")
    assert one.rule == "o.threaten + v.invade"
    assert {"v.invade", "o.threaten"} <= all_ids()


def all_ids():
    words = lexicon.default()
    tables = (words.verbs, words.nouns, words.adjectives, words.embedding_verbs)
    return {entry.id for table in tables for own in table.values() for entry in own}


@pytest.mark.parametrize(
    ("sentence", "source", "target"),
    [
        ("Chad faced sanctions from Niger.", "niger", "chad"),
        ("Chad imposed sanctions on Niger.", "chad", "niger"),
        ("Niger was attacked by Chad.", "chad", "niger"),
        ("Kenya urged Somalia to stop arming Mali.", "kenya", "somalia"),
        ("Chad said that Niger must withdraw its troops.", "chad", "niger"),
    ],
)
def test_slots_hold_the_heads_of_each_side(sentence, source, target):
    tree, one = act(sentence)
    assert [tree.lower[head] for head in one.sources[0].heads] == [source]
    assert [tree.lower[head] for head in one.targets[0].heads] == [target]


def test_mutual_acts_and_acts_among_the_members_of_a_side():
    _, with_one = act("Chad met with Niger.")
    _, among = act("Chad and Niger met.")
    _, one_way = act("Chad attacked Niger.")
    assert (with_one.mutual, with_one.among) == (True, False)
    assert among.among
    assert not one_way.mutual
    assert not one_way.among


def test_solo_acts_need_no_target():
    assert act("Finland mobilised its reservists.")[1].solo
    assert not act("Chad attacked Niger.")[1].solo


def test_an_empty_lexicon_reads_nothing():
    tree, _ = read("Chad attacked Niger.")
    assert read_acts(tree, lambda _: None, Lexicon()) == []


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("Chad sent troops to Niger.", "15"),
        ("Chad sent peacekeepers to Niger.", "074"),
        ("Chad offered to attack Niger.", "0334"),
        ("Chad promised to attack Niger.", "138"),
    ],
)
def test_some_words_give_an_act_another_code(sentence, code):
    assert act(sentence)[1].code.startswith(code)


def test_the_tables_decide_and_no_word_in_code():
    tree, _ = read("Chad sent peacekeepers to Niger.")
    shipped = lexicon.default()
    without = dataclasses.replace(shipped, recodings={})
    (with_row,) = read_acts(tree, lambda _: None, shipped)
    (without_row,) = read_acts(tree, lambda _: None, without)
    assert (with_row.code, without_row.code[:2]) == ("074", "15")


def test_a_noun_has_another_sense_beside_certain_words():
    assert [code for code, _ in acts("Chad launched an attack on Niger.")] == ["190"]
    assert [code for code, _ in acts("Chad launched a verbal attack on Niger.")] == ["111"]


def test_what_is_called_something_is_not_phoned():
    assert [code for code, _ in acts("Chad called him on Monday.")] == ["041"]
    assert acts("Chad called him a friend.") == []
