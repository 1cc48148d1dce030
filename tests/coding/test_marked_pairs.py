"""Acts of marked pairs: sentence and two spans in, the act between them out."""

import pytest
from coding_cases import read

from analysis import errors
from analysis.coding import marked_pairs


def span(sentence, words):
    start = sentence.index(words)
    return start, start + len(words)


def best(sentence, source, target):
    tree, acts = read(sentence)
    return marked_pairs.best_act(tree, acts, source and span(sentence, source), target and span(sentence, target))


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


def pair(sentence, source, target):
    return sentence, source and span(sentence, source), target and span(sentence, target)


def test_a_pair_is_classified_with_the_rule_and_the_score_that_decided():
    (found,) = marked_pairs.classify_pairs([pair("Chad attacked Niger on Monday.", "Chad", "Niger")])
    assert (found.root, found.quad, found.cameo, found.modality) == ("ASSAULT", 4, "180", "asserted")
    assert found.decided_by.startswith("v.attack; model ASSAULT ")
    assert not found.uncertain


def test_the_lexicon_alone_cites_no_score_and_the_model_alone_no_rule():
    item = pair("Chad attacked Niger on Monday.", "Chad", "Niger")
    (lexicon,), (model,) = (marked_pairs.classify_pairs([item], use=use) for use in ("lexicon", "model"))
    assert lexicon.decided_by == "v.attack"
    assert model.decided_by.startswith("model ASSAULT ")
    assert lexicon.root == model.root == "ASSAULT"


def test_a_pair_that_does_nothing_to_each_other_has_no_root():
    (found,) = marked_pairs.classify_pairs(
        [pair("The population of Egypt is larger than that of Libya.", "Egypt", "Libya")]
    )
    assert (found.root, found.quad, found.cameo, found.mode) == (None, 0, None, None)


def test_a_pair_may_lack_a_side():
    found = marked_pairs.classify_pairs([
        pair("Chad attacked Niger.", "Chad", None), pair("Chad attacked Niger.", None, "Niger")
    ])  # fmt: skip
    assert [one.root for one in found] == ["ASSAULT", "ASSAULT"]


def test_a_span_outside_the_sentence_is_an_error():
    with pytest.raises(errors.InputError, match="not inside the sentence"):
        marked_pairs.classify_pairs([("Chad attacked Niger.", (0, 4), (14, 99))])
