from dataclasses import replace

import pandas as pd
import pytest
from coded_cases import coded, many

from analysis import errors
from analysis.relations import before_after, compare_periods, measure
from analysis.relations.before_after import UNCLEAR, WORSE, events_behind, midpoint

TURNED = coded(
    *many("USA", "CHN", "AID", "2024-01-03", 12), *many("JPN", "KOR", "AID", "2024-01-03", 12),
    *many("USA", "CHN", "ASSAULT", "2024-06-03", 11),
    ("CHN", "USA", "ACCUSE", "2024-06-05", {"n_reports": 4}), ("CHN", "USA", "AID", "2024-06-05", {"n_reports": 9}),
    ("CHN", "USA", "ASSAULT", "2024-06-05", {"n_reports": 8, "modality": "planned"}),
    ("CHN", "USA", "ASSAULT", "2024-06-05", {"n_reports": 7, "role": "BUS"}),
    *many("JPN", "KOR", "AID", "2024-06-03", 12),
)  # fmt: skip


def test_the_pair_that_turned_has_an_arrow_and_the_other_none():
    table = before_after(TURNED, "2024-04-01").set_index(["a", "b"])
    turned, same = table.loc[("CHN", "USA")], table.loc[("JPN", "KOR")]
    assert (turned["arrow"], same["arrow"]) == (WORSE, UNCLEAR)
    assert turned["before"] == pytest.approx(5 / 22)
    assert turned["after"] == pytest.approx(17 / 23)
    assert turned["change_low"] > 0
    assert (turned["n_before"], turned["n_after"]) == (12, 13)
    assert same["change_low"] < 0 < same["change_high"]


def test_the_day_parts_before_and_after():
    early = before_after(TURNED, "2024-01-04")
    assert early.attrs["day"] == pd.Timestamp("2024-01-04")
    assert before_after(TURNED).attrs["day"] == midpoint(TURNED) == pd.Timestamp("2024-03-20")
    assert before_after(TURNED, "2023-01-01").empty
    with pytest.raises(errors.InputError, match="soon"):
        before_after(TURNED, "soon")


def test_what_moved_it_are_the_most_reported_acts_on_that_side():
    day = pd.Timestamp("2024-04-01")
    events = TURNED.events.set_index("event_id")
    worse = events_behind(TURNED, "CHN", "USA", day, 0.5)
    assert len(worse) == 3
    assert events.loc[worse[0], ["root", "n_reports"]].tolist() == ["ACCUSE", 4]
    assert (events.loc[worse, "quad"] >= 3).all()
    better = events_behind(TURNED, "CHN", "USA", day, -0.5)
    assert events.loc[better, "n_reports"].tolist() == [9]
    assert events_behind(TURNED, "JPN", "KOR", day, 0.5) == []


def test_what_is_not_sure_stands_for_no_other_act():
    day = pd.Timestamp("2024-04-01")
    doubted = replace(TURNED, events=TURNED.events.assign(confidence=0.79))
    assert events_behind(doubted, "CHN", "USA", day, 0.5) == []
    sure = replace(TURNED, events=TURNED.events.assign(confidence=0.8))
    assert events_behind(sure, "CHN", "USA", day, 0.5) == events_behind(TURNED, "CHN", "USA", day, 0.5)


def test_without_events_nobody_moved():
    empty = coded(named=["CHN"])
    assert before_after(empty).empty
    assert events_behind(empty, "CHN", "USA", pd.Timestamp("2024-01-01"), 1.0) == []


COUNTS = ["a", "b", "period", "n_vc", "n_mc", "n_vf", "n_mf"]


def two_years():
    rows = []
    for year, (good, bad) in {2020: ("ab ac", "ax bx"), 2021: ("ab", "ax bx ac")}.items():
        rows += [(*ends, year, 10, 10, 0, 0) for ends in good.split()]
        rows += [(*ends, year, 0, 0, 10, 10) for ends in bad.split()]
    return measure(pd.DataFrame(rows, columns=COUNTS), freq="Y")


def test_changes_between_two_periods_with_their_interval():
    table = compare_periods(two_years(), "2020-01-01", "2021-01-01")
    assert table["change"].abs().is_monotonic_decreasing
    table = table.set_index(["a", "b"])
    worst = table.loc[("a", "c")]
    assert worst["arrow"] == WORSE
    assert worst["change"] == pytest.approx(25 / 30 - 5 / 30)
    assert 0 < worst["change_low"] < worst["change"] < worst["change_high"] < 1
    assert table.loc[("a", "b"), "arrow"] == UNCLEAR
    with pytest.raises(errors.InputError, match="no period 2019-01-01"):
        compare_periods(two_years(), "2019-01-01", "2021-01-01")
