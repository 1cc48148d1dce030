"""Acts of marked pairs: sentence and two spans in, the act between them out."""

import pytest
from coding_cases import read

from analysis.coding import pairing


def span(sentence, words):
    start = sentence.index(words)
    return start, start + len(words)


def best(sentence, source, target):
    tree, acts = read(sentence)
    return pairing.best(tree, acts, source and span(sentence, source), target and span(sentence, target))


@pytest.mark.parametrize(
    ("sentence", "source", "target", "code"),
    [
        ("Chad attacked Niger and thanked Mali.", "Chad", "Niger", "180"),
        ("Chad attacked Niger and thanked Mali.", "Chad", "Mali", "051"),
        ("Niger was attacked by Chad.", "Chad", "Niger", "180"),
        ("Peru met Chile.", "Chile", "Peru", "040"),
        ("Peru and Chile met.", "Chile", "Peru", "040"),
        ("Turkey threatened to invade Syria.", "Turkey", "Syria", "1384"),
        ("Moscow's attack on Kyiv lasted all night.", "Moscow", "Kyiv", "180"),
    ],
)
def test_the_act_between_two_spans(sentence, source, target, code):
    assert best(sentence, source, target).act.code == code


def test_there_is_no_act_against_the_direction():
    assert best("Chad attacked Niger.", "Niger", "Chad") is None


def test_an_act_of_others_is_not_the_pair_s():
    assert best("Chad attacked Niger while Peru slept.", "Peru", "Niger") is None


def test_heads_fit_better_than_words_inside_a_phrase():
    plain = best("Chad attacked Niger.", "Chad", "Niger")
    inside = best("The army of Chad attacked a village in Niger.", "Chad", "Niger")
    assert plain.fit == pytest.approx(1)
    assert 0 < inside.fit < plain.fit


@pytest.mark.parametrize(("source", "target"), [(None, "Niger"), ("Chad", None), (None, None)])
def test_a_side_that_is_not_marked_may_be_anyone(source, target):
    found = best("Chad attacked Niger.", source, target)
    assert found.act.code == "180"
    assert found.fit < 1


def test_kinds_cover_the_tokens_of_their_spans():
    sentence = "South Korea attacked Niger."
    tree, _ = read(sentence)
    kind = pairing.kinds(tree, [(span(sentence, "South Korea"), "state")])
    assert [kind(place) for place in range(len(tree))] == ["state", "state", None, None, None]
    assert [one.code for one in pairing.acts_of(tree, [(span(sentence, "South Korea"), "state")])] == ["180"]
