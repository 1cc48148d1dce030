"""Proposals: which spans are sides, which pairs are asked about, and how lexicon and model are joined."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from analysis.actions import pair_model
from analysis.actions.pair_model import CLASSES, PairJudgement
from analysis.actors import Mention
from analysis.coding import proposals
from analysis.text import parsing
from analysis.text.parsing import Tree

TEXT = "Chad and Niger met before Mali."


def mention(start, end, actor, *, how="name", sectors=(), confidence=1.0):
    return Mention(start, end, TEXT[start:end], actor, actor, sectors, None, how, confidence)


CHAD, NIGER, MALI = mention(0, 4, "TCD"), mention(9, 14, "NER"), mention(26, 30, "MLI")


def judgement(**roots):
    values = np.array([roots.get(name, 0.0) for name in CLASSES])
    values[-1] = 1 - values[:-1].sum()
    return PairJudgement(values, np.array([1.0, 0, 0, 0]), np.array([1.0, 0, 0]), (15, 18))


@pytest.fixture
def says(monkeypatch):
    """Let the model give some answers by pair, and say of all other pairs that they do nothing."""

    def install(**answers):
        class Fixed:
            def judge_all(self, questions):
                return [list(map(self.judge, itertools.repeat(one), one.pairs)) for one in questions]

            def judge(self, question, pair):
                words = ["open" if end is None else question.sentence[slice(*question.sides[end])] for end in pair]
                return judgement(**answers.get("_".join(words), {}))

        monkeypatch.setattr(pair_model, "default", Fixed)

    return install


@pytest.fixture(scope="module")
def tree():
    return Tree.from_doc(next(iter(parsing.parse([TEXT]))))


def proposed(tree, mentions):
    return proposals.propose_all([proposals.draft(tree, mentions, [])])[0]


def test_each_span_is_one_side_and_media_are_none():
    medium = mention(26, 30, "MLI", sectors=("JRN",))
    both = [mention(9, 14, "NER"), mention(9, 14, "MLI")]
    found = proposals.sides_of([*both, CHAD, medium, mention(15, 18, None)])
    assert [side.span for side in found] == [(0, 4), (9, 14)]
    assert [one.actor for one in found[1].mentions] == ["NER", "MLI"]


def test_pairs_of_one_actor_in_one_role_and_of_overlapping_spans_are_not_asked_about():
    army = mention(15, 18, "TCD", sectors=("MIL",))
    sides = proposals.sides_of([CHAD, army, mention(0, 8, "NER"), mention(26, 30, "TCD")])
    names = [side.span for side in sides]
    asked = {(names[i], names[j]) for i, j in proposals.pairs_to_judge(sides) if i is not None and j is not None}
    assert ((0, 4), (15, 18)) in asked  # the state and its army
    assert ((0, 4), (26, 30)) not in asked
    assert ((0, 4), (0, 8)) not in asked


def test_a_state_is_no_party_beside_its_government():
    sides = proposals.sides_of(
        [CHAD, mention(9, 14, "TCD", sectors=("GOV",)), mention(26, 30, "TCD", sectors=("OPP",))]
    )
    asked = proposals.pairs_to_judge(sides)
    assert not {(0, 1), (1, 0)} & set(asked)
    assert {(0, 2), (2, 1)} <= set(asked)


def test_every_side_is_also_asked_about_alone():
    asked = proposals.pairs_to_judge(proposals.sides_of([CHAD, NIGER]))
    assert {(0, None), (1, None), (None, 0), (None, 1)} <= set(asked)


def test_the_model_proposes_what_it_finds_probable(says, tree):
    says(Chad_Niger={"CONSULT": 0.9}, Niger_Mali={"ACCUSE": 0.1})
    (one,) = proposed(tree, [CHAD, NIGER, MALI])
    assert (one.actors, one.root, one.coded, one.probability) == (("TCD", "NER"), "CONSULT", None, 0.9)


def test_a_second_root_of_some_probability_is_proposed_too(says, tree):
    says(Chad_Niger={"CONSULT": 0.5, "AGREE": 0.4}, Niger_Chad={"CONSULT": 0.8, "AGREE": 0.1})
    found = proposed(tree, [CHAD, NIGER])
    assert [(one.actors[0], one.root, one.second) for one in found] == [
        ("TCD", "CONSULT", False), ("TCD", "AGREE", True), ("NER", "CONSULT", False),
    ]  # fmt: skip


def test_two_who_are_one_side_act_together(says, tree):
    says(Niger_open={"CONSULT": 0.9})
    found = proposed(tree, [mention(9, 14, "NER"), mention(9, 14, "MLI")])
    assert {one.actors for one in found} == {("NER", "MLI"), ("MLI", "NER")}
    says(Niger_open={"ACCUSE": 0.9})
    found = proposed(tree, [mention(9, 14, "NER"), mention(9, 14, "MLI")])
    assert {one.actors for one in found} == {("NER", None), ("MLI", None)}


def test_of_two_mentions_of_an_actor_the_more_probable_pair_speaks(says, tree):
    says(Chad_Niger={"ACCUSE": 0.5}, Mali_Niger={"ACCUSE": 0.9})
    (one,) = proposed(tree, [CHAD, NIGER, mention(26, 30, "TCD")])
    assert one.sides.source.start == 26


def test_the_trigger_is_the_whole_word(says, tree, monkeypatch):
    says(Chad_Niger={"CONSULT": 0.9})
    plain = judgement
    monkeypatch.setitem(globals(), "judgement", lambda **roots: replace(plain(**roots), trigger=(16, 17)))
    (one,) = proposed(tree, [CHAD, NIGER])
    assert TEXT[slice(*one.trigger)] == "met"
