"""Acts that the lexicon reads: sentence in; code, path and rule out."""

import pytest
from coding_cases import act, read

from analysis.actions import lexicon
from analysis.actions.predicates.reader import Reader


def acts(sentence):
    tree, found = read(sentence)
    return [(one.code, " ".join(tree.lower[place] for place in one.path)) for one in found]


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


def test_an_act_below_a_verb_of_will_is_not_told_again():
    assert len(acts("Kenya urged Somalia to stop arming Mali.")) == 1
    assert len(acts("Chad held talks with Niger.")) == 1


def test_parts_of_a_composition_stand_in_the_rule():
    _, one = act("Turkey threatened to invade Syria.")
    assert one.rule == "o.threaten + v.invade"
    assert {"v.invade", "o.threaten"} <= all_rows()


def all_rows():
    book = lexicon.default()
    tables = (book.verbs, book.nouns, book.adjectives, book.operators)
    return {row.id for table in tables for own in table.values() for row in own}


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
    empty = lexicon.Lexicon({}, {}, {}, {}, {}, {})
    assert Reader(tree, lambda _: None, empty).acts() == []
