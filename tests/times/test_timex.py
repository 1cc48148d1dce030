"""TIMEX3 values to days; holidays."""

from datetime import date

import pytest

from analysis.times import timex


@pytest.mark.parametrize(
    ("value", "first", "last", "precision"),
    [
        ("2024-02-29", "2024-02-29", "2024-02-29", "day"),
        ("2024-02-29TNI", "2024-02-29", "2024-02-29", "day"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("2024-W01", "2024-01-01", "2024-01-07", "week"),
        ("2024-W01-WE", "2024-01-06", "2024-01-07", "week"),
        ("2024-Q2", "2024-04-01", "2024-06-30", "quarter"),
        ("2024-H2", "2024-07-01", "2024-12-31", "quarter"),
        ("2023-WI", "2023-12-01", "2024-02-29", "season"),
        ("2024", "2024-01-01", "2024-12-31", "year"),
        ("199", "1990-01-01", "1999-12-31", "decade"),
        ("19", "1900-01-01", "1999-12-31", "period"),
    ],
)
def test_the_days_of_a_value(value, first, last, precision):
    (start, end), found = timex.interval(value)
    assert (start.isoformat(), end.isoformat(), found) == (first, last, precision)


@pytest.mark.parametrize("value", ["", "PAST_REF", "P2W", "2024-02-30", "XXXX-WXX-1"])
def test_a_value_without_days(value):
    assert timex.interval(value) is None


@pytest.mark.parametrize(
    ("unit", "number", "value"),
    [
        ("D", -1, "2024-01-18"),
        ("W", 1, "2024-W04"),
        ("F", -1, "2024-W01"),
        ("M", -1, "2023-12"),
        ("Q", -1, "2023-Q4"),
        ("Y", 2, "2026"),
        ("E", -1, "201"),
        ("C", -1, "19"),
    ],
)
def test_shift(unit, number, value):
    assert timex.shift(date(2024, 1, 19), unit, number) == value


@pytest.mark.parametrize(
    ("name", "year", "day"),
    [
        ("easter", 1961, "1961-04-02"),
        ("easter monday", 2024, "2024-04-01"),
        ("good friday", 2025, "2025-04-18"),
        ("memorial day", 2024, "2024-05-27"),
        ("labor day", 2024, "2024-09-02"),
        ("thanksgiving", 2023, "2023-11-23"),
        ("halloween", 2023, "2023-10-31"),
    ],
)
def test_holidays(name, year, day):
    assert timex.holiday(name, year).isoformat() == day
