"""Pairs and days: the rules that all rooms share, by hand."""

import pandas as pd

from analysis.events import pairs

EVENTS = pd.DataFrame({
    "event_id": ["one", "two", "three"], "source": ["RUS", "CHN", None], "target": ["CHN", "RUS", "RUS"],
    "when_first": pd.to_datetime(["2024-01-01", "2024-01-01", None]),
    "when_last": pd.to_datetime(["2024-01-01", "2024-01-31", None]),
})  # fmt: skip


def test_a_pair_has_one_order():
    assert pairs.unordered("RUS", "CHN") == pairs.unordered("CHN", "RUS") == ("CHN", "RUS")
    rows = pairs.with_pair(EVENTS)
    assert rows.loc[:1, "a"].tolist() == ["CHN", "CHN"]
    assert rows.loc[:1, "b"].tolist() == ["RUS", "RUS"]
    assert pairs.forward(EVENTS).tolist() == [False, True, False]


def test_between_takes_both_directions_or_one():
    assert pairs.between(EVENTS, "CHN", "RUS").tolist() == [True, True, False]
    assert pairs.between(EVENTS, "CHN", "RUS", directed=True).tolist() == [False, True, False]


def test_the_day_is_the_middle_or_the_first_report():
    evidence = pd.DataFrame({
        "event_id": ["three", "three"], "doc_id": ["b", "a"],
        "published": pd.to_datetime(["2024-02-02", "2024-02-01"]),
    })  # fmt: skip
    assert pairs.middle_day(EVENTS).tolist()[:2] == [pd.Timestamp("2024-01-01"), pd.Timestamp("2024-01-16")]
    assert pairs.day_or_report(EVENTS, evidence).iloc[2] == pd.Timestamp("2024-02-01")
    assert pairs.first_reports(evidence).loc["three", "doc_id"] == "a"
