"""The pair model: marks, cuts and context of a sentence, and that an answer rests on the sentence alone."""

import itertools

import numpy as np
import pytest

from analysis import errors
from analysis.actions import pair_model

SENTENCE = "Russia condemned the United States while China met Japan in Geneva."
SIDES = [(0, 6), (21, 34), (41, 46), (51, 56)]


def tokenizer():
    return pair_model.default()._tokenizer


def encoded(sentence, sides, context="", **options):
    return pair_model.encode(tokenizer(), sentence, sides, context, **options)


def test_every_side_stands_between_its_marks():
    found = encoded(SENTENCE, SIDES)
    for (start, end), opening, closing in zip(SIDES, found.opens, found.closes, strict=True):
        assert (found.ids[opening], found.ids[closing]) == pair_model.SIDE
        spans = found.offsets[opening + 1 : closing]
        assert (spans[0][0], spans[-1][1]) == (start, end)


def test_sides_may_be_nested_and_stand_in_any_order():
    sides = [(21, 34), (0, 34), (0, 6)]
    found = encoded(SENTENCE, sides)
    assert found.opens[1] < found.closes[2] < found.opens[0] < found.closes[1]
    assert found.ids.count(pair_model.SIDE[0]) == len(sides)


def test_context_follows_the_sentence_with_a_type_of_its_own():
    alone, among = encoded(SENTENCE, SIDES), encoded(SENTENCE, SIDES, "Ministers gather. " * 40)
    assert among.ids[: len(alone.ids)] == alone.ids
    assert set(alone.types) == {0}
    assert among.types.count(1) == pair_model.MAX_CONTEXT + 1
    assert set(among.offsets[len(alone.ids) :]) == {None}


def test_a_long_sentence_is_cut_around_its_sides():
    text = "word " * 300 + SENTENCE + " word" * 300
    sides = [(start + 1500, end + 1500) for start, end in SIDES]
    found = encoded(text, sides)
    assert len(found.ids) == pair_model.MAX_TOKENS
    assert all(found.ids[place] == pair_model.SIDE[0] for place in found.opens)


def test_sides_that_lie_too_far_apart_keep_a_place_in_the_window():
    text = "Chad " + "word " * 400 + "Niger"
    found = encoded(text, [(0, 4), (len(text) - 5, len(text))])
    assert len(found.ids) <= pair_model.MAX_TOKENS
    assert all(0 < place < len(found.ids) for place in (*found.opens, *found.closes))


@pytest.mark.parametrize("span", [(3, 3), (-1, 4), (60, 80)])
def test_a_span_outside_the_sentence_is_an_error(span):
    with pytest.raises(errors.InputError, match="is not inside the sentence"):
        encoded(SENTENCE, [span])


def pairs():
    numbers = range(len(SIDES))
    return [*itertools.permutations(numbers, 2), *((i, None) for i in numbers), *((None, i) for i in numbers)]


def test_a_pair_is_judged_alike_whatever_else_is_asked():
    model = pair_model.default()
    every = dict(zip(pairs(), model.judge(SENTENCE, SIDES, pairs()), strict=True))
    for pair in ((0, 1), (2, 3), (1, None)):
        (alone,) = model.judge(SENTENCE, SIDES, [pair])
        assert np.allclose(alone.roots, every[pair].roots, atol=0.02)
        assert alone.root == every[pair].root


def test_who_condemns_whom_is_told_apart_from_who_meets_whom():
    model = pair_model.default()
    judged = dict(zip(pairs(), model.judge(SENTENCE, SIDES, pairs()), strict=True))
    assert judged[0, 1].root == "ACCUSE"
    assert judged[2, 3].root == judged[3, 2].root == "CONSULT"
    assert min(judged[0, 1].act, judged[2, 3].act) > 0.5
    assert max(judged[1, 2].act, judged[0, 3].act) < 0.5
    assert SENTENCE[slice(*judged[0, 1].trigger)] == "condemned"


def test_probabilities_add_up_to_one():
    for one in pair_model.default().judge(SENTENCE, SIDES, pairs()):
        for values in (one.roots, one.modalities, one.statuses):
            assert values.sum() == pytest.approx(1)


def test_sentences_read_together_are_judged_as_each_by_itself():
    model = pair_model.default()
    others = ["Chad and Niger met.", "Kenya, which Sudan had warned in May, expelled two envoys of Sudan on Friday."]
    asked = [pair_model.Question(SENTENCE, SIDES, pairs())]
    asked += [pair_model.Question(one, [(0, 4), (9, 14)], [(0, 1), (1, 0)]) for one in others]
    asked.insert(1, pair_model.Question(SENTENCE, SIDES, []))
    together = model.judge_all(asked)
    assert [len(one) for one in together] == [len(one.pairs) for one in asked]
    for question, answers in zip(asked, together, strict=True):
        for mine, own in zip(answers, model.judge(question.sentence, question.sides, question.pairs), strict=True):
            assert np.allclose(mine.roots, own.roots, atol=0.15)
            assert mine.root == own.root or max(mine.act, own.act) < 0.5


def test_no_pair_no_answer():
    assert pair_model.default().judge(SENTENCE, SIDES, []) == []


def test_weights_of_other_classes_are_refused(tmp_path):
    (tmp_path / "model.json").write_text('{"classes": ["HELP", "HARM"]}', encoding="utf-8")
    with pytest.raises(errors.InputError, match="run make train"):
        pair_model.PairModel(tmp_path)
