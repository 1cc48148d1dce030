"""Periods: what a user may type, what is refused, and how days fall into periods."""

import datetime as dt

import pandas as pd
import pytest

from analysis import errors
from analysis.events.periods import (
    CHOSEN,
    COUNTED,
    check_freq,
    following,
    freq_for,
    gaps,
    parse_period,
    period_number,
    period_start,
    span_told,
    start_of_each,
)

YEAR = (pd.Timestamp("2023-01-01"), pd.Timestamp("2023-12-31"))
JUNE = (pd.Timestamp("2023-06-01"), pd.Timestamp("2023-06-30"))


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        (2023, YEAR),
        ("2023", YEAR),
        ("2023-06", JUNE),
        (pd.Period("2023-06"), JUNE),
        ("2023-01-01/2023-12-31", YEAR),
        ("2023-01/2023-12", YEAR),
        (("2023-01-01", "2023-12-31"), YEAR),
        ([dt.date(2023, 1, 1), pd.Timestamp("2023-12-31 18:00")], YEAR),
        (dt.date(2023, 6, 1), (pd.Timestamp("2023-06-01"),) * 2),
        ("2024-02", (pd.Timestamp("2024-02-01"), pd.Timestamp("2024-02-29"))),
        ("2023-01-01/", (pd.Timestamp("2023-01-01"), pd.Timestamp("9999-12-31"))),
        ("/2023", (pd.Timestamp("0001-01-01"), pd.Timestamp("2023-12-31"))),
    ],
)
def test_a_period_is_read_from_text_number_and_date(typed, days):
    assert parse_period(typed) == days


@pytest.mark.parametrize("typed", ["", "  ", None])
def test_no_period_is_none(typed):
    assert parse_period(typed) is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("x/y", "cannot be read"),
        ("2023-02-30/2023-03-01", "cannot be read"),
        ("2023-05-01/2023-04-01", "2023-05-01 is after 2023-04-01"),
        ("2023/2024/2025", "has 3 parts"),
        ("June", "a year \\(2023\\), a month"),
    ],
)
def test_what_is_no_period_is_refused_in_one_line(typed, said):
    with pytest.raises(errors.InputError, match=said) as caught:
        parse_period(typed)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("typed", "freq"), [("M", "M"), ("m", "M"), ("monthly", "M"), ("ME", "M"), ("weekly", "W")])
def test_a_freq_is_a_letter_or_a_word(typed, freq):
    assert check_freq(typed) == freq


def test_an_unknown_freq_names_the_nearest():
    with pytest.raises(errors.InputError, match=r"'montly' is none of W, M, Q, Y, all; nearest: M \(monthly\)"):
        check_freq("montly")
    with pytest.raises(errors.InputError, match="'H' is none of W, M, Q, Y"):
        check_freq("H", CHOSEN)


@pytest.mark.parametrize(("days", "freq"), [(0, "W"), (200, "W"), (201, "M"), (1500, "M"), (1501, "Q"), (5501, "Y")])
def test_the_length_of_a_period_follows_the_length_of_the_corpus(days, freq):
    assert freq_for(days) == freq


def test_numbers_and_starts_of_periods_are_inverse():
    days = pd.Series(pd.to_datetime(["2024-01-03", "2024-12-31", "1900-02-28"]))
    for freq in COUNTED:
        number = period_number(days, freq)
        start = period_start(number, freq)
        assert (start <= days).all()
        assert (period_start(number + 1, freq) > days).all()
        assert following(days[0], freq) == period_start(number + 1, freq)[0]


def test_weeks_begin_on_monday_and_missing_days_stay_missing():
    starts = start_of_each(pd.Series(pd.to_datetime(["2024-01-07", None])), "W")
    assert starts[0] == pd.Timestamp("2024-01-01")
    assert pd.isna(starts[1])
    assert (start_of_each(pd.Series(pd.to_datetime(["2024-01-07", None])), "all") == "2024-01-07").all()


def test_times_without_an_article_are_told_with_the_span():
    days = pd.Series(pd.to_datetime(["2016-02-10", "2016-05-01", "2022-03-05", "2023-01-01"]))
    first, second = gaps(days, "Q")
    assert [str(day.date()) for day in first] == ["2016-07-01", "2021-12-31"]
    assert [str(day.date()) for day in second] == ["2022-04-01", "2022-12-31"]
    assert span_told(days, "Q") == (
        "2016-02-10 to 2023-01-01, with no article from 2016-07-01 to 2021-12-31, 2022-04-01 to 2022-12-31"
    )
    assert span_told(days[2:], "Y") == "2022-03-05 to 2023-01-01"
    many = pd.Series(pd.date_range("2020-01-01", periods=6, freq="90D"))
    assert span_told(many, "W").endswith(" and 2 shorter times")
    assert span_told(days[:0], "M") == "no day"
