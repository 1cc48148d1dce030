"""Contexts: sentence in, fields of politics out; the table of words."""

import csv

import pytest
from coding_cases import act, read

from analysis import errors
from analysis.actions import contexts

TABLE = list(csv.DictReader(contexts.FILE.open(encoding="utf-8")))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Turkey expelled three Dutch diplomats.", "diplomatic"),
        ("The United States sent 500 doses of an Ebola vaccine to Liberia.", "health"),
        ("Germany urged Poland to take in more refugees.", "asylum"),
        ("Iran agreed to limit uranium enrichment.", "cbrn"),
        ("Afghan police arrested three Pakistani journalists.", "legal/rights_freedoms"),
        ("China banned imports of Japanese seafood.", "economic"),
        ("Peru accused Chile of smuggling cocaine.", "crime/illegal_drugs"),
        ("Canada condemned Uganda for its law against gay people.", "legal/lgbt"),
        ("Kenya asked Somalia to hand over the terrorists.", "terrorism"),
        ("Nepal thanked India for its help after the earthquake.", "disasters"),
        ("Norway criticized Japan over whaling.", "environment"),
        ("Vietnam accused Cambodia of moving the border markers.", "territory"),
        ("Egypt condemned Sweden over the burning of a Koran.", "religion"),
        ("France praised Ghana for its free and fair election.", "pro_democracy"),
        ("Sweden condemned Malta.", None),
    ],
)
def test_words_of_the_clause_tell_the_context(sentence, expected):
    assert contexts.contexts_of(*act(sentence)) == expected


def test_another_clause_belongs_to_another_act():
    tree, acts = read("Russia held talks with China after North Korea tested a nuclear bomb.")
    assert {one.code[:2]: contexts.contexts_of(tree, one) for one in acts} == {"04": "diplomatic", "15": "cbrn"}


def test_coordinate_clauses_with_subjects_of_their_own_are_apart():
    tree, acts = read(
        "France condemned Mali for jailing journalists, and Israel bombed a reactor in Syria with warplanes."
    )
    by_code = {one.code: contexts.contexts_of(tree, one) for one in acts}
    assert by_code["111"] == "legal/rights_freedoms"
    assert by_code["195"] == "military"


def test_longer_phrases_come_before_the_words_in_them():
    tree, (one, *_) = read("Libya gave up its chemical weapons.")
    assert contexts.contexts_of(tree, one) == "cbrn"  # not "military" by "weapons"


def test_hyphens_do_not_count():
    for spelling in ("anti-terrorism", "anti terrorism"):
        assert contexts.contexts_of(*act(f"Jordan praised Iraq for its {spelling} campaign.")) == "terrorism"


def test_the_row_of_the_lexicon_comes_first_and_three_are_the_most():
    tree, one = act(
        "The United States imposed sanctions on Iran over drones, missiles, rockets, centrifuges, uranium and hacking.",
        "163",
    )
    assert one.context == "economic"
    assert contexts.contexts_of(tree, one) == "economic/military/cbrn"


def test_equal_counts_stand_in_the_order_of_the_manual():
    names = contexts.names()
    found = contexts.contexts_of(*act("Peru accused Chile of smuggling cocaine.")).split("/")
    assert found == sorted(found, key=names.index)
    assert len(names) == 38


def test_without_an_act_the_whole_sentence_is_read():
    tree, _ = read("The vaccine was late.")
    assert contexts.contexts_of(tree, None) == "health"


def test_every_context_of_the_manual_has_words():
    assert {row["context"] for row in TABLE} == set(contexts.names())


def test_no_context_has_a_word_twice():
    pairs = [(row["context"], word) for row in TABLE for word in row["words"].split("|")]
    assert len(pairs) == len(set(pairs))


@pytest.mark.parametrize(
    ("line", "complaint"),
    [("weather,rain", "weather"), ("health,doctor||nurse", "empty phrase"), ("health,", "empty phrase")],
)
def test_a_bad_row_is_named(tmp_path, line, complaint):
    path = tmp_path / "contexts.csv"
    path.write_text(f"context,words\nmilitary,army\n{line}\n", encoding="utf-8")
    with pytest.raises(errors.InputError, match=rf"contexts\.csv, line 3, column (context|words): .*{complaint}"):
        contexts.load(path)
