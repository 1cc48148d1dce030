"""When and where an act was: sentence and day of publication in, interval and place out."""

import datetime as dt

import pytest
from coding_cases import ON, found

from analysis.coding import dating


def day(month, number, year=2023):
    return dt.date(year, month, number)


def dated(sentence, root=None, on=ON):
    return [
        (one.days.first, one.days.last, one.days.precision) for one in found(sentence, on) if root in {None, one.root}
    ]


@pytest.mark.parametrize(
    ("sentence", "first", "last", "precision"),
    [
        ("Chad attacked Niger on Monday.", day(6, 12), day(6, 12), "day"),
        ("Chad's attack on Niger on 2 June went on for hours.", day(6, 2), day(6, 2), "day"),
        ("In March 2003 the United States invaded Iraq.", day(3, 1, 2003), day(3, 31, 2003), "month"),
        ("Chad will attack Niger next week.", day(6, 19), day(6, 25), "week"),
        ("Chad attacked Niger.", ON, ON, "published"),
        ("In 1990 Chad attacked Niger.", day(1, 1, 1990), day(12, 31, 1990), "year"),
    ],
)
def test_an_expression_dates_the_act_it_modifies(sentence, first, last, precision):
    assert dated(sentence) == [(first, last, precision)]


def test_the_date_of_a_saying_is_not_that_of_the_deed():
    assert dated("On Monday Chad said that Niger attacked Mali on Sunday.", "ASSAULT") == [
        (day(6, 11), day(6, 11), "day")
    ]


def test_each_of_two_verbs_has_its_own_date():
    sentence = "Chad attacked Niger on Monday and condemned Mali on Tuesday."
    assert dated(sentence, "ASSAULT") == [(day(6, 12), day(6, 12), "day")]
    assert dated(sentence, "ACCUSE") == [(day(6, 13), day(6, 13), "day")]


def test_coordinate_verbs_share_the_date_of_the_later_one():
    sentence = "Chad condemned and attacked Niger on Monday."
    assert {row[0] for row in dated(sentence)} == {day(6, 12)}


def test_the_date_of_a_clause_of_time_is_not_that_of_the_main_act():
    sentence = "Chad visited Niger after Mali attacked Libya on 3 May 2023."
    assert dated(sentence, "CONSULT")[0] == (ON, ON, "published")
    assert dated(sentence, "ASSAULT") == [(day(5, 3), day(5, 3), "day")]


def test_a_relative_clause_has_its_own_date():
    sentence = "Chad, which attacked Mali in 1990, met Niger on Monday."
    assert dated(sentence, "ASSAULT") == [(day(1, 1, 1990), day(12, 31, 1990), "year")]
    assert {row[0] for row in dated(sentence, "CONSULT")} == {day(6, 12)}


def test_since_bounds_and_does_not_date():
    assert dated("Since January Chad has expelled four Malian diplomats.") == [(ON, ON, "published")]


@pytest.mark.parametrize(
    ("sentence", "place", "state"),
    [
        ("Peru and Chile met in Lima on Wednesday.", "Lima", "PER"),
        ("Peru met Chile in Bern.", "Bern", "CHE"),
        ("Peru held talks with Chile in Geneva.", "Geneva", "CHE"),
        ("Peru met Chile.", None, None),
    ],
)
def test_a_place_is_stated_where_syntax_ties_it_to_the_act(sentence, place, state):
    one = found(sentence)[0]
    assert one.location == (dating.Location(place, state) if place else None)


@pytest.mark.parametrize(
    ("sentence", "first", "last"),
    [
        ("Chad attacked Niger two days before the 9 June vote.", day(6, 7), day(6, 7)),
        ("Chad attacked Niger the day after the 9 June vote.", day(6, 10), day(6, 10)),
        ("Chad attacked Niger in the last fortnight.", ON - dt.timedelta(days=14), ON),
        ("Chad attacked Niger on the 5th.", day(6, 5), day(6, 5)),
        ("Talks went on, said the envoy on Monday, when Chad attacked Niger.", day(6, 12), day(6, 12)),
    ],
)
def test_a_counted_day_or_a_span_up_to_publication_dates_the_act(sentence, first, last):
    assert [row[:2] for row in dated(sentence, "ASSAULT")] == [(first, last)]


@pytest.mark.parametrize(
    ("sentence", "when", "modality"),
    [
        ("Chad's envoy used the summit on Wednesday to condemn Niger.", day(6, 14), "asserted"),
        ("Chad's president travels to Niger on Saturday.", day(6, 17), "planned"),
        ("Chad's president will travel to Niger on Saturday.", day(6, 17), "planned"),
        ("Chad's president travelled to Niger on Saturday.", day(6, 10), "asserted"),
        ("Chad condemned Niger in May.", day(5, 1), "asserted"),
        ("Chad announced on Wednesday that it would expel Niger's envoy.", day(6, 14), "planned"),
        ("Chad condemned Niger's upcoming drill with Mali on Saturday.", ON, "asserted"),
    ],
)
def test_a_day_lies_on_the_side_that_the_verb_tells(sentence, when, modality):
    (first,) = {one.days.first for one in found(sentence) if one.root}
    assert first == when
    assert modality in {one.modality for one in found(sentence)}


def test_a_year_that_counts_from_another_sentence_dates_no_past_act():
    assert dated("The following year Chad attacked Niger.", "ASSAULT") == [(ON, ON, "published")]


def test_a_date_before_the_object_is_that_of_the_object_only():
    assert dated("Chad condemned Monday's attack by Mali on Niger.", "ACCUSE") == [(ON, ON, "published")]
    assert dated("Chad condemned Mali on Monday.", "ACCUSE") == [(day(6, 12), day(6, 12), "day")]


@pytest.mark.parametrize(
    ("sentence", "first", "last"),
    [
        ("The order follows a 2019 case in which Chad attacked Niger.", dt.date(2019, 1, 1), dt.date(2019, 12, 31)),
        ("The minister recalled Chad's May 2021 attack on Niger.", dt.date(2021, 5, 1), dt.date(2021, 5, 31)),
    ],
)
def test_a_date_before_its_noun_dates_the_act_of_the_noun_and_what_a_clause_tells_of_it(sentence, first, last):
    assert [row[:2] for row in dated(sentence, "ASSAULT")] == [(first, last)]
