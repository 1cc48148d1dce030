"""Rules over the kinds of tokens."""

import re

import pytest

from analysis.times import _grammar, _vocabulary


def test_rules_are_written_in_the_names_of_kinds():
    kinds = _grammar.kinds_of("the next two weeks").strip()
    rule = _grammar.pattern("the [last next] number_word units")
    assert rule.fullmatch(kinds)
    assert not rule.fullmatch(_grammar.kinds_of("the same two weeks"))
    with pytest.raises(KeyError):
        _grammar.pattern("the fortnightly unit")


def test_every_kind_of_token_has_its_own_letter_and_is_used():
    assert len({kind.value for kind in _vocabulary.Kind}) == len(_vocabulary.Kind.__members__)
    named = set(re.findall(r"[a-z_]+", " ".join(_grammar.RULES.values())))
    unused = {kind.name.lower() for kind in _vocabulary.Kind} - named
    assert unused == {"as", "money"}  # no expression holds these, they tell only what is none
