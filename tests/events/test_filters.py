"""The filters of the evidence browser: which events each keeps, and how it stands in a link."""

import dataclasses

import pandas as pd
import pytest
from coded_cases import coded

from analysis import errors
from analysis.events import filters
from analysis.relations import measure

DAY = "2024-01-03"
CORPUS = coded(
    ("RUS", "PRK", "AID", DAY), ("PRK", "RUS", "ACCUSE", "2024-02-10"), ("USA", "CHN", "CONSULT", "2024-03-01"),
    ("CHN", None, "ASSAULT", DAY), ("USA", "CHN", "AID", DAY, {"modality": "planned"}),
    ("USA", "CHN", "AID", DAY, {"role": "BUS"}), ("USA", "USA", "AID", DAY), ("USA", "CHN", "AID", DAY),
    ("ARM:AL-QAEDA", "USA", "ASSAULT", DAY),
)  # fmt: skip
CORPUS.events.loc[7, ["when_first", "when_last"]] = pd.Timestamp("1990-01-01")
TABLE = filters.facets(CORPUS)


@pytest.mark.parametrize(("where", "kept"), [
    ({}, "012345678"), ({"pair": "RUS-PRK"}, "01"), ({"pair": "PRK-RUS,CHN-USA", "use": "measured"}, "012"),
    ({"source": "USA"}, "24567"), ({"target": "none"}, "3"), ({"actor": "CHN,RUS"}, "0123457"),
    ({"among": "USA,CHN"}, "24567"), ({"class": "conflict"}, "138"), ({"class": "verbal-cooperation"}, "2"),
    ({"root": "ASSAULT,CONSULT"}, "238"), ({"modality": "planned"}, "4"), ({"private": "yes"}, "5"),
    ({"use": "measured"}, "0128"), ({"use": "measured,history"}, "01278"), ({"use": "one-sided"}, "3"),
    ({"use": "planned"}, "4"), ({"use": "private"}, "5"), ({"use": "domestic"}, "6"), ({"use": "history"}, "7"),
    ({"from": "2024-02"}, "12"), ({"to": "2023"}, "7"), ({"from": "2024-02", "to": "2024-02-29"}, "1"),
    ({"pair": "ARM:AL-QAEDA-USA"}, "8"), ({"pair": "USA-ARM:AL-QAEDA"}, "8"), ({"dated": "no"}, ""),
    ({"dated": "W"}, "012345678"), ({"vague": "W"}, ""), ({"confidence": "0.9"}, ""), ({"events": "e003,e007"}, "37"),
])  # fmt: skip
def test_each_filter_keeps_its_events(where, kept):
    assert [f"e00{one}" for one in kept] == list(TABLE["event_id"][filters.matches(TABLE, where)])


def test_what_is_measured_is_what_the_measures_count():
    measured = measure(CORPUS, freq="all")
    for row in measured.pairs().to_dict("records"):
        where = {"pair": filters.of_pairs((row["a"], row["b"])), **filters.COUNTED}
        assert filters.matches(TABLE, where).sum() == row["n"] > 0
    for reason, n in measured.set_aside.itertuples(index=False):
        assert filters.matches(TABLE, {"use": filters.of_reason(reason)}).sum() == n


def test_an_act_of_both_together_counts_once():
    corpus = coded(("USA", "CHN", "CONSULT", DAY), ("CHN", "USA", "CONSULT", DAY))
    corpus.events["act_id"] = "a"
    table = filters.facets(corpus)
    assert filters.matches(table, {"once": "yes"}).tolist() == [True, False]
    assert filters.matches(table, {"once": "no"}).tolist() == [False, True]


def test_days_that_the_text_does_not_give():
    events = CORPUS.events.copy()
    events.loc[0, ["when_first", "when_last"]] = pd.NaT
    events.loc[1, "when_last"] = pd.Timestamp("2024-03-20")
    table = filters.facets(dataclasses.replace(CORPUS, events=events))
    assert filters.matches(table, {"dated": "no"}).nonzero()[0].tolist() == [0]
    assert table["day"][0] == pd.Timestamp(DAY), "the day of the first report"
    assert filters.matches(table, {"vague": "M", "pair": "PRK-RUS"}).nonzero()[0].tolist() == [1]
    assert filters.matches(table, {"dated": "Q", "pair": "PRK-RUS"}).nonzero()[0].tolist() == [1]


def test_a_link_can_be_read_and_holds_no_mark_of_its_own():
    where = {"pair": "PRK-RUS", "from": "2022-01", "class": "conflict", "root": ""}
    assert filters.fragment(where) == "#pair=PRK-RUS&from=2022-01&class=conflict"
    assert filters.fragment({"source": 'ARM:A"<&'}) == "#source=ARM:A%22%3C%26"
    assert filters.fragment({}) == ""


@pytest.mark.parametrize(("where", "told"), [
    ({"pear": "PRK-RUS"}, "pear"), ({"class": "conflicts"}, "nearest is 'conflict'"), ({"pair": "PRK"}, "two actors"),
    ({"from": "soon"}, "soon"),
])  # fmt: skip
def test_a_filter_that_is_none_is_told(where, told):
    with pytest.raises(errors.InputError, match=told):
        filters.matches(TABLE, where)
