"""Rules of the lexicon in words."""

import pytest

from analysis.actions import lexicon, wording


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("v.meet", 'the verb "meet"'),
        ("o.demand + n.exercise", '"demand" asks for it, where "it" is the noun "exercise"'),
        ("o.stop + n.talk", '"stop" ends it or holds it back, where "it" is the noun "talk"'),
        ("o.call", '"call" asks for something'),
        ("hold + n.talk", '"hold" does it, where "it" is the noun "talk"'),
        ("will + v.meet", '"will", where "it" is the verb "meet"'),
        ("v.burn flag|effigy|portrait", 'the verb "burn" with effigy, flag, portrait'),
        ("a.ready + v.work", '''the adjective "ready", where "it" is the verb "work"'''),
    ],
)
def test_a_rule_in_words(rule, words):
    assert wording.in_words(rule) == words


def test_a_long_list_is_cut():
    assert wording.in_words("v.cancel @talk").endswith(" or the like")


def test_every_entry_has_words():
    known = lexicon.default()
    for table in (known.verbs, known.nouns, known.adjectives, known.embedding_verbs):
        for own in table.values():
            for one in own:
                assert one.word in wording.in_words(one.id)
