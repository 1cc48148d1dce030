"""Temporal expressions: a sentence in, the expected expressions out. Published on Friday, 19 January 2024."""

import itertools
from datetime import UTC, date, datetime

import hypothesis
import hypothesis.strategies as st
import pytest

from analysis import schemas, times
from analysis.times import _vocabulary

FRIDAY = date(2024, 1, 19)


def values(sentence, published=FRIDAY):
    return [(span.text, span.type, span.value) for span in times.resolve(sentence, published)]


def days(sentence, published=FRIDAY, **options):
    return [(span.text, str(span.first), str(span.last)) for span in times.resolve(sentence, published, **options)]


@pytest.mark.parametrize(
    ("phrase", "first", "last"),
    [
        # absolute dates in the styles of news
        ("on 3 March 2019", "2019-03-03", "2019-03-03"),
        ("on March 3, 2019", "2019-03-03", "2019-03-03"),
        ("on Sunday, March 3, 2019", "2019-03-03", "2019-03-03"),
        ("on Sunday, 3rd March 2019", "2019-03-03", "2019-03-03"),
        ("on the 3rd of March 2019", "2019-03-03", "2019-03-03"),
        ("on Sept. 3, 2019", "2019-09-03", "2019-09-03"),
        ("on 2019-03-03", "2019-03-03", "2019-03-03"),
        ("on 3/31/2019", "2019-03-31", "2019-03-31"),
        ("on 31/3/2019", "2019-03-31", "2019-03-31"),
        ("on 31.3.2019", "2019-03-31", "2019-03-31"),
        ("in March 2019", "2019-03-01", "2019-03-31"),
        ("in February of 2020", "2020-02-01", "2020-02-29"),
        ("in 2019", "2019-01-01", "2019-12-31"),
        ("in nineteen ninety-four", "1994-01-01", "1994-12-31"),
        ("from July 6-11, 2022", "2022-07-06", "2022-07-11"),
        ("in 2014-15", "2014-01-01", "2015-12-31"),
        # parts of years, and longer spans
        ("in the third quarter of 2019", "2019-07-01", "2019-09-30"),
        ("in the first half of 2019", "2019-01-01", "2019-06-30"),
        ("from 30 June to 1 July 2014", "2014-06-30", "2014-06-30"),
        ("in the first week of March 2019", "2019-03-01", "2019-03-07"),
        ("in the last week of 2023", "2023-12-25", "2023-12-31"),
        ("on the last day of February 2020", "2020-02-29", "2020-02-29"),
        ("on Monday last week", "2024-01-08", "2024-01-08"),
        ("on Monday of last week", "2024-01-08", "2024-01-08"),
        ("on 3 and 4 March 2019", "2019-03-03", "2019-03-04"),
        ("on 2019/03/03", "2019-03-03", "2019-03-03"),
        ("on JAN. 9", "2024-01-09", "2024-01-09"),
        ("on Tuesday (Jan 9)", "2024-01-09", "2024-01-09"),
        ("in the early morning of Jan. 9", "2024-01-09", "2024-01-09"),
        ("in the first half of last year", "2023-01-01", "2023-06-30"),
        ("in Q3 2022", "2022-07-01", "2022-09-30"),
        ("in the 2022 fiscal year", "2022-01-01", "2022-12-31"),
        ("before the 9/11 attacks", "2001-09-11", "2001-09-11"),
        ("in last year's fourth quarter", "2023-10-01", "2023-12-31"),
        ("in fiscal 2019", "2019-01-01", "2019-12-31"),
        ("in the summer of 2019", "2019-06-01", "2019-08-31"),
        ("in the winter of 2019", "2019-12-01", "2020-02-29"),
        ("in the 1990s", "1990-01-01", "1999-12-31"),
        ("in the '80s", "1980-01-01", "1989-12-31"),
        ("in the 20th century", "1900-01-01", "1999-12-31"),
        # days of the week: the same day included
        ("on Friday", "2024-01-19", "2024-01-19"),
        ("on Thursday", "2024-01-18", "2024-01-18"),
        ("on Saturday", "2024-01-13", "2024-01-13"),
        ("last Friday", "2024-01-12", "2024-01-12"),
        # from publication
        ("today", "2024-01-19", "2024-01-19"),
        ("yesterday", "2024-01-18", "2024-01-18"),
        ("last night", "2024-01-18", "2024-01-18"),
        ("this morning", "2024-01-19", "2024-01-19"),
        ("on Wednesday evening", "2024-01-17", "2024-01-17"),
        ("early Wednesday", "2024-01-17", "2024-01-17"),
        ("over the weekend", "2024-01-13", "2024-01-14"),
        ("last weekend", "2024-01-13", "2024-01-14"),
        ("this week", "2024-01-15", "2024-01-21"),
        ("earlier this week", "2024-01-15", "2024-01-19"),
        ("last week", "2024-01-08", "2024-01-14"),
        ("earlier this month", "2024-01-01", "2024-01-19"),
        ("last month", "2023-12-01", "2023-12-31"),
        ("last December", "2023-12-01", "2023-12-31"),
        ("last year", "2023-01-01", "2023-12-31"),
        ("in June last year", "2023-06-01", "2023-06-30"),
        ("last fall", "2023-09-01", "2023-11-30"),
        ("last winter", "2022-12-01", "2023-02-28"),
        ("ten days ago", "2024-01-09", "2024-01-09"),
        ("two weeks ago", "2024-01-01", "2024-01-07"),
        ("three months ago", "2023-10-01", "2023-10-31"),
        ("two years ago", "2022-01-01", "2022-12-31"),
        ("two and a half years ago", "2021-07-01", "2021-07-31"),
        ("a decade ago", "2010-01-01", "2019-12-31"),
        ("over the past three days", "2024-01-16", "2024-01-19"),
        ("since Tuesday", "2024-01-16", "2024-01-19"),
        ("since 2022", "2022-01-01", "2024-01-19"),
        ("on Christmas Day", "2023-12-25", "2023-12-25"),
        ("on New Year's Eve", "2023-12-31", "2023-12-31"),
        ("in October", "2023-10-01", "2023-10-31"),
        ("on Oct. 31", "2023-10-31", "2023-10-31"),
    ],
)
def test_past(phrase, first, last):
    found = days(f"Envoys met in the capital {phrase}.")
    assert [span[1:] for span in found][:1] == [(first, last)]


@pytest.mark.parametrize(
    ("phrase", "first", "last"),
    [
        ("on Monday", "2024-01-22", "2024-01-22"),
        ("on Friday", "2024-01-19", "2024-01-19"),
        ("next Friday", "2024-01-26", "2024-01-26"),
        ("tomorrow", "2024-01-20", "2024-01-20"),
        ("this weekend", "2024-01-20", "2024-01-21"),
        ("next week", "2024-01-22", "2024-01-28"),
        ("later this month", "2024-01-19", "2024-01-31"),
        ("next month", "2024-02-01", "2024-02-29"),
        ("in March", "2024-03-01", "2024-03-31"),
        ("on Feb. 9", "2024-02-09", "2024-02-09"),
        ("next summer", "2024-06-01", "2024-08-31"),
        ("next year", "2025-01-01", "2025-12-31"),
        ("over the next ten days", "2024-01-19", "2024-01-29"),
        ("by the end of 2024", "2024-01-01", "2024-12-31"),
    ],
)
def test_future(phrase, first, last):
    found = days(f"Envoys will meet in the capital {phrase}.")
    assert [span[1:] for span in found] == [(first, last)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The siege lasted two weeks.", [("two weeks", "DURATION", "P2W")]),
        ("It took a year and a half.", [("a year and a half", "DURATION", "P1Y6M")]),
        ("They talked for two and a half hours.", [("two and a half hours", "DURATION", "PT2H30M")]),
        ("It lasted twenty-four hours.", [("twenty-four hours", "DURATION", "PT24H")]),
        ("It lasted half an hour.", [("half an hour", "DURATION", "PT30M")]),
        ("It rained for five straight days.", [("five straight days", "DURATION", "P5D")]),
        ("He served six-and-a-half years.", [("six-and-a-half years", "DURATION", "P6Y6M")]),
        ("They meet every other day.", [("every other day", "SET", "P2D")]),
        ("It fell late Tuesday night.", [("late Tuesday night", "TIME", "2024-01-16TNI")]),
        ("A two-week truce held.", [("two-week", "DURATION", "P2W")]),
        ("It will last nearly 40 years.", [("nearly 40 years", "DURATION", "P40Y")]),
        ("He waited for months.", [("months", "DURATION", "PXM")]),
        ("Sales fell over several days.", [("several days", "DURATION", "PXD")]),
        ("The 35-year-old officer left.", [("35-year-old", "DURATION", "P35Y")]),
        ("They meet every Monday.", [("every Monday", "SET", "XXXX-WXX-1")]),
        ("They meet every two weeks.", [("every two weeks", "SET", "P2W")]),
        ("The sides report each month.", [("each month", "SET", "P1M")]),
        ("Patrols pass there on Tuesdays.", [("Tuesdays", "SET", "XXXX-WXX-2")]),
        ("The force is now in place.", [("now", "DATE", "PRESENT_REF")]),
        ("The two recently met.", [("recently", "DATE", "PAST_REF")]),
        ("Talks will resume soon.", [("soon", "DATE", "FUTURE_REF")]),
        ("They had clashed in the past.", [("the past", "DATE", "PAST_REF")]),
        ("It opened at 5 p.m. on Jan. 9.", [("5 p.m. on Jan. 9", "TIME", "2024-01-09T17:00")]),
        ("Shots fell at noon Thursday.", [("noon Thursday", "TIME", "2024-01-18T12:00")]),
        ("It began at 0630 GMT.", [("0630 GMT", "TIME", "2024-01-19T06:30")]),
        ("They left Thursday night.", [("Thursday night", "TIME", "2024-01-18TNI")]),
        (
            "It was the 70th anniversary of the July 27, 1953 armistice.",
            [("the 70th anniversary", "DATE", "2023-07-27"), ("July 27, 1953", "DATE", "1953-07-27")],
        ),
    ],
)
def test_types_and_values(sentence, expected):
    assert values(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "She may go, and he might march on.",
        "May he rest in peace.",
        "Prices could fall or spring back.",
        "The 2,000 soldiers of the 5th brigade fired 1500 shells.",
        "It cost $1994 and 1980 percent more.",
        "The sun sat low.",
        "One quarter of the budget went to F-35s.",
        "It sells four flights a week.",
        "The second man came first.",
        "Security Council resolutions 1718 and 1874 stand.",
        "The raid killed 2000 people and about 1900 horses.",
        "Theresa May said that May would not go.",
        "Black Friday came.",
        "Mrs April and Mrs. May met Gen. March in Bonn.",
        "He met Dr. June Teufel, April Glaspie and Jan Egeland.",
        "Mrs May flew in; May told aides that she would stay.",
        "Planes left from March Air Base for Mar-a-Lago.",
        "The March for Life was a long march.",
        "The April 6 Movement met the 14 March Alliance.",
        "The 5th brigade and the 7th Fleet held the 38th parallel.",
        "They met on the 5th floor.",
    ],
)
def test_no_time(sentence):
    assert values(sentence) == []


WEDNESDAY = date(2024, 1, 17)


@pytest.mark.parametrize(
    ("sentence", "found", "first", "last"),
    [
        # from an anchor
        ("The envoy left the day before yesterday.", "the day before yesterday", "2024-01-15", "2024-01-15"),
        ("The envoy leaves the day after tomorrow.", "the day after tomorrow", "2024-01-19", "2024-01-19"),
        ("The truce ends two weeks from today.", "two weeks from today", "2024-01-31", "2024-01-31"),
        ("The truce ends two weeks from now.", "two weeks from now", "2024-01-29", "2024-02-04"),
        ("The truce ends a week from Friday.", "a week from Friday", "2024-01-26", "2024-01-26"),
        ("It came two days before the 9 January summit.", "two days", "2024-01-07", "2024-01-07"),
        ("Two days after the vote on 9 January, all left.", "Two days", "2024-01-11", "2024-01-11"),
        ("They met the day after Monday's strike.", "the day", "2024-01-16", "2024-01-16"),
        ("They met on the eve of the 9 January summit.", "the eve", "2024-01-08", "2024-01-08"),
        ("They met the Monday after Easter 2023.", "the Monday", "2023-04-10", "2023-04-10"),
        ("It fell a month before the October 7 attacks.", "a month", "2023-09-01", "2023-09-30"),
        ("It rose two years after the 2014 vote.", "two years", "2016-01-01", "2016-12-31"),
        ("They met two years ago today.", "two years ago today", "2022-01-17", "2022-01-17"),
        ("They met two years ago this week.", "two years ago this week", "2022-01-17", "2022-01-23"),
        ("They met a year ago on 3 March.", "a year ago on 3 March", "2023-03-03", "2023-03-03"),
        ("They met three Fridays ago.", "three Fridays ago", "2023-12-29", "2023-12-29"),
        ("They meet in four days' time.", "four days' time", "2024-01-21", "2024-01-21"),
        # weeks after a weekday, and the second last
        ("Talks will resume on Monday week.", "Monday week", "2024-01-29", "2024-01-29"),
        ("Talks will resume tomorrow week.", "tomorrow week", "2024-01-25", "2024-01-25"),
        ("Talks will resume a week on Friday.", "a week on Friday", "2024-01-26", "2024-01-26"),
        ("Talks will resume a fortnight on Monday.", "a fortnight on Monday", "2024-02-05", "2024-02-05"),
        ("Both armies clashed the week before last.", "the week before last", "2024-01-01", "2024-01-07"),
        ("He will be back the week after next.", "the week after next", "2024-01-29", "2024-02-04"),
        ("He left the year before last.", "the year before last", "2022-01-01", "2022-12-31"),
        ("He left the night before last.", "the night before last", "2024-01-15", "2024-01-15"),
        ("He left the Friday before last.", "the Friday before last", "2024-01-05", "2024-01-05"),
        ("He left the weekend before last.", "the weekend before last", "2024-01-06", "2024-01-07"),
        ("Three ships were hit in the last fortnight.", "the last fortnight", "2024-01-03", "2024-01-17"),
        ("Talks go on for the next fortnight.", "the next fortnight", "2024-01-17", "2024-01-31"),
        # among the weekdays, weeks and months of a month or year
        ("They will meet on the first Monday of March.", "the first Monday of March", "2024-03-04", "2024-03-04"),
        ("They met on the third Thursday in October.", "the third Thursday in October", "2023-10-19", "2023-10-19"),
        ("They met on the last Sunday of May 2022.", "the last Sunday of May 2022", "2022-05-29", "2022-05-29"),
        ("They will meet on the last Friday of the month.", "the last Friday of the month", "2024-01-26", "2024-01-26"),
        ("They met in the last month of 2022.", "the last month of 2022", "2022-12-01", "2022-12-31"),
        ("They met in the last quarter of 2022.", "the last quarter of 2022", "2022-10-01", "2022-12-31"),
        ("They met on the last Friday of Ramadan.", "the last Friday", "None", "None"),
        # by the number of the day
        ("Benin closed the port on the 5th.", "the 5th", "2024-01-05", "2024-01-05"),
        ("Benin closed the port on the 25th.", "the 25th", "2023-12-25", "2023-12-25"),
        ("Benin will close the port on the 25th.", "the 25th", "2024-01-25", "2024-01-25"),
        ("They met on the 15th of last month.", "the 15th of last month", "2023-12-15", "2023-12-15"),
        ("They met on Monday, the 15th.", "Monday, the 15th", "2024-01-15", "2024-01-15"),
        (
            "It runs from the 28th to the 30th of January.",
            "the 28th to the 30th of January",
            "2024-01-28",
            "2024-01-30",
        ),
        ("It ran from March 28th to 30th, 2023.", "March 28th to 30th, 2023", "2023-03-28", "2023-03-30"),
        ("They met on the 5th and 6th.", "the 5th and 6th", "2024-01-05", "2024-01-06"),
        # with two digits for the year, and other forms
        ("The note of 19-Nov-12 names four ships.", "19-Nov-12", "2012-11-19", "2012-11-19"),
        ("The note of 19/NOV/2012 names four ships.", "19/NOV/2012", "2012-11-19", "2012-11-19"),
        ("The note was signed on 19 Nov 98.", "19 Nov 98", "1998-11-19", "1998-11-19"),
        ("Crowds gathered on May Day.", "May Day", "2023-05-01", "2023-05-01"),
        ("Prices rose in the mid-2000s.", "the mid-2000s", "2000-01-01", "2009-12-31"),
        ("Prices rose throughout 2012.", "2012", "2012-01-01", "2012-12-31"),
        ("In May said the envoy nothing.", "May", "2023-05-01", "2023-05-31"),
        ("In March Iran fired two rockets.", "March", "2023-03-01", "2023-03-31"),
        ("Its record was set on Aug. 6.", "Aug. 6", "2023-08-06", "2023-08-06"),
        ("Trust appeared to be on display Tuesday.", "Tuesday", "2024-01-16", "2024-01-16"),
        ("All were told to hide on Tuesday, when it flew by.", "Tuesday", "2024-01-16", "2024-01-16"),
        ("On Monday May met Merkel.", "Monday", "2024-01-15", "2024-01-15"),
    ],
)
def test_counted_and_named_days(sentence, found, first, last):
    assert days(sentence, WEDNESDAY)[:1] == [(found, first, last)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It was shut for two weeks from Monday.", ["P2W", "2024-01-15"]),
        ("It lasted a week on Monday.", ["P1W", "2024-01-15"]),
        ("It sells four flights a week on Monday.", ["2024-01-15"]),
        ("They left the day before last week's vote.", ["2024-W02"]),
        ("They meet on the first Monday of each month.", ["P1M"]),
        ("Two days after 2014 it fell.", ["P2D", "2014"]),
        ("On 12 Nov. 12 ships came.", ["2023-11-12"]),
    ],
)
def test_what_only_looks_like_a_counted_day(sentence, expected):
    assert [value for _, _, value in values(sentence, WEDNESDAY)] == expected


def test_an_anchor_does_not_date_the_act():
    spans = times.resolve("It came two days before the 9 January summit, on Monday.", WEDNESDAY)
    assert [(span.text, span.type, span.attributive) for span in spans] == [
        ("two days", "DURATION", False), ("9 January", "DATE", True), ("Monday", "DATE", False),
    ]  # fmt: skip


def test_offsets_and_modifier():
    sentence = "Late last week, and more than two months before, both spoke."
    late, months = times.resolve(sentence, FRIDAY)
    assert (late.text, late.mod, months.text, months.mod) == (
        "Late last week", "END", "more than two months", "MORE_THAN",
    )  # fmt: skip
    assert all(sentence[span.start : span.end] == span.text for span in (late, months))


@pytest.mark.parametrize(
    ("sentence", "attributive"),
    [
        ("They left the 1994 agreement.", True),
        ("Its March 2014 referendum was void.", True),
        ("The landmark 1987 treaty ended.", True),
        ("They hailed the disputed 2009 vote.", True),
        ("In 1994 they agreed.", False),
        ("They agreed in March 2014, and left.", False),
        ("Friday's attack was the worst.", False),
    ],
)
def test_attributive(sentence, attributive):
    assert [span.attributive for span in times.resolve(sentence, FRIDAY)] == [attributive]


def test_direction_precision_and_relation():
    spans = times.resolve("It held since 2014, met in March 2019 and will vote by Monday.", FRIDAY)
    assert [(span.direction, span.precision, span.relation) for span in spans] == [
        ("present", "period", "since"),
        ("past", "month", ""),
        ("future", "day", "by"),
    ]


def test_a_parse_overrules_the_cues():
    sentence = "Talks Monday."
    assert days(sentence, tense=lambda _start, _end: "future") == [("Monday", "2024-01-22", "2024-01-22")]
    assert days(sentence, tense=lambda _start, _end: None) == [("Monday", "2024-01-15", "2024-01-15")]


def test_the_narrative_carries_days_on():
    first, second = times.resolve_document(
        ["The strike came on 3 March 2019.", "Two days later a truce held, and that year nobody fired again."], FRIDAY
    )
    assert [span.value for span in first + second] == ["2019-03-03", "2019-03-05", "2019"]


def test_a_year_named_in_the_sentence_holds_for_its_months():
    assert [span.value for span in times.resolve("In 2019 they met in April and parted in June.", FRIDAY)] == [
        "2019", "2019-04", "2019-06",
    ]  # fmt: skip


def test_a_time_zone_moves_the_day():
    sentence = "The missile flew at 11 p.m. EST on Thursday."
    assert days(sentence) == [("11 p.m. EST on Thursday", "2024-01-18", "2024-01-18")]
    assert days(sentence, zone=9.0) == [("11 p.m. EST on Thursday", "2024-01-19", "2024-01-19")]


def test_before_and_after_in_the_narrative():
    spans = times.resolve("It began on 3 March 2019. The day before, and the next morning, they spoke.", FRIDAY)
    assert [span.value for span in spans] == ["2019-03-03", "2019-03-02", "2019-03-03TMO"]


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("All had reported by Wednesday.", "2024-01-17"),
        ("The strait was closed until Wednesday.", "2024-01-24"),
        ("Troops held the pass until November.", "2023-11-01"),
        ("The ministers put it off till March.", "2024-03-01"),
        ("The offer stands until Feb. 9.", "2024-02-09"),
    ],
)
def test_deadlines_look_ahead(sentence, day):
    assert [span[1] for span in days(sentence)] == [day]


def test_a_distance_needs_a_date_as_fine_as_its_unit():
    spans = times.resolve("It fell in 2019. Two days later it rose.", FRIDAY)
    assert [(span.value, span.first) for span in spans][1] == ("XXXX-XX-XX", None)
    assert [span.value for span in times.resolve("Trade grew in March 2019 from a year earlier.", FRIDAY)] == [
        "2019-03", "2018-03",
    ]  # fmt: skip


def test_that_before_a_weekday_is_a_determiner_only_behind_a_preposition():
    assert values("He said that Monday's raid failed.") == [("Monday", "DATE", "2024-01-15")]
    spans = times.resolve("It was 3 March 2019. On that Friday they left.", FRIDAY)
    assert [span.value for span in spans] == ["2019-03-03", "2019-03-08"]


def test_had_been_due_is_past():
    assert days("The truce had been due to expire on Wednesday.") == [("Wednesday", "2024-01-17", "2024-01-17")]


def test_a_paragraph_ends_a_sentence():
    assert [span.value for span in times.resolve("Talks will go on\n\nMonday", FRIDAY)] == ["2024-01-15"]


WORDS = [
    *_vocabulary.lexicon(),
    "3",
    "31",
    "2014",
    "'80s",
    "12:75",
    "2,000",
    "2014-13-45",
    "word",
    "May",
    "Sun",
    "23rd",
    "19-Nov-12",
]


@hypothesis.given(st.lists(st.sampled_from(WORDS), max_size=9), st.dates(), st.sampled_from([None, 9.0]))
@hypothesis.settings(max_examples=300, deadline=None, derandomize=True)
def test_no_chain_of_time_words_breaks_it(words, published, zone):
    text = " ".join(words)
    for span in times.resolve(text, published, zone=zone):
        assert text[span.start : span.end] == span.text
        assert span.first is None or span.first <= span.last


def test_capitals_and_a_moment_of_publication():
    assert days("THEY MET ON THURSDAY", datetime(2024, 1, 19, 23, 30, tzinfo=UTC)) == [
        ("THURSDAY", "2024-01-18", "2024-01-18")
    ]


@pytest.mark.parametrize(
    "text", ["", " ", "no time at all", "31 February 2019", "99/99/9999", "\x00 Friday", "0000-00-00"]
)
def test_odd_input_is_no_error(text):
    for span in times.resolve(text, FRIDAY):
        assert span.precision in schemas.PRECISIONS


def test_spans_do_not_overlap_and_keep_the_contract():
    text = "On Friday, Oct. 13, 1989, at 5 p.m. EST, the last two weeks of fiscal 1990's third quarter a year earlier."
    spans = times.resolve(text, FRIDAY)
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))
    for span in spans:
        assert span.precision in schemas.PRECISIONS
        assert span.first is None or span.first <= span.last


@pytest.mark.parametrize(
    ("sentence", "published", "day"),
    [
        ("Hamas freed a hostage of the October 7 attacks.", date(2025, 1, 19), "2023-10-07"),
        ("He spoke of the Oct. 7 massacre.", date(2025, 1, 19), "2023-10-07"),
        ("He spoke of the October 7 vote.", date(2025, 1, 19), "2024-10-07"),
        ("He spoke of the October 7 attacks.", date(2021, 1, 19), "2020-10-07"),
        ("The September 11 hijackers were named.", date(2020, 1, 19), "2001-09-11"),
        ("He spoke before 9/11.", date(2020, 1, 19), "2001-09-11"),
    ],
)
def test_a_named_day_needs_no_year(sentence, published, day):
    assert [(str(one.first), str(one.last)) for one in times.resolve(sentence, published)] == [(day, day)]


@pytest.mark.parametrize("sentence", ["It had rained the hour before.", "The hour before, shots were heard."])
def test_the_hour_before_is_no_day(sentence):
    assert all(one.first is None for one in times.resolve(sentence, FRIDAY))
