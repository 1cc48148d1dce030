"""Changes between pairs and what notebook 07 shows of imported events."""

import re

import pandas as pd
import pytest
from coded_cases import coded, many

from analysis import errors, eventdata, relations
from analysis.tables import external, external_episodes
from analysis.tension import find_breaks, measure, recent_change


def table(*rows):
    """Counts by month from 2000-01: (a, b, months, n_vc, n_mf)."""
    parts = []
    for a, b, months, cooperation, conflict in rows:
        periods = pd.Timestamp("2000-01-01") + pd.to_timedelta(0, unit="D")
        parts += [
            {"a": a, "b": b, "period": periods + pd.DateOffset(months=month), "n_vc": cooperation, "n_mc": 0, "n_vf": 0,
             "n_mf": conflict, "n": cooperation + conflict}
            for month in months
        ]  # fmt: skip
    return pd.DataFrame(parts)


@pytest.fixture
def turned():
    """ISR and PSE turn to conflict after two years; USA and GBR stay as they are."""
    return table(
        ("ISR", "PSE", range(24), 9, 1), ("ISR", "PSE", range(24, 30), 1, 9), ("GBR", "USA", range(30), 8, 2)
    )  # fmt: skip


def test_a_turn_is_found_and_a_steady_pair_is_not(turned):
    got = recent_change.recent_changes(turned, freq="M", recent=6)
    assert got[["a", "b"]].to_numpy().tolist() == [["ISR", "PSE"], ["GBR", "USA"]]
    assert got["direction_change"].tolist() == [recent_change.RISES, recent_change.UNCLEAR]
    assert got["intensity_change"].tolist() == [recent_change.RISES, recent_change.UNCLEAR]
    assert got["n"].tolist() == [60, 60]
    assert got["n_before"].tolist() == [240, 240]
    assert (got["since"] == pd.Timestamp("2002-01-01")).all()
    assert (got["direction_low"] > got["direction_high_before"]).tolist() == [True, False]


def test_a_fall_is_a_fall():
    turn = table(("A", "B", range(24), 1, 9), ("A", "B", range(24, 30), 9, 1))
    got = recent_change.recent_changes(turn, freq="M", recent=6)
    assert got["direction_change"].tolist() == [recent_change.FALLS]


def test_windows_must_fit(turned):
    assert recent_change.recent_changes(turned, freq="M", recent=30).empty
    assert len(recent_change.recent_changes(turned, freq="M", recent=29)) == 2
    with pytest.raises(errors.InputError, match="not both above 0"):
        recent_change.recent_changes(turned, freq="M", recent=0)
    assert recent_change.recent_changes(turned, freq="M", recent=6, min_events=1000).empty


def test_the_busiest_actors_or_those_asked_for(turned):
    assert external.shown_actors(turned, max_actors=2) == ["GBR", "ISR"]
    assert external.shown_actors(turned, "USA, ISR") == ["USA", "ISR"]
    assert external.shown_actors(turned, "usa, Israel") == ["USA", "ISR"]
    with pytest.raises(errors.InputError, match="with RUS; the busiest actors are GBR, ISR, PSE, USA"):
        external.shown_actors(turned, "RUS")
    with pytest.raises(errors.InputError, match="Israle"):
        external.shown_actors(turned, "Israle")


def test_an_actor_that_only_the_data_know_can_be_named():
    made = table(("XYZ:REB", "GBR", range(3), 1, 0))
    assert external.shown_actors(made, "XYZ:REB") == ["XYZ:REB", "GBR"]


def test_one_actor_alone_is_shown_with_its_busiest_partners(turned):
    made = pd.concat([turned, table(("USA", "PSE", [1], 1, 0))])
    assert external.shown_actors(made, "PSE", max_actors=2) == ["PSE", "ISR"]
    assert external.shown_actors(made, "Palestine") == ["PSE", "ISR", "USA"]


def test_the_focus_is_the_busiest_pair_and_the_pair_of_the_user_is_never_replaced(turned):
    made = pd.concat([turned, table(("XYZ:REB", "USA", [1], 1, 0))])
    chosen = external.shown_actors(made)
    assert external.focus_pair(made, chosen) == external.busiest_pairs(measure(made, freq="M").frame, 1)[0]
    assert external.focus_pair(made, chosen, "USA") == ("GBR", "USA")
    assert external.focus_pair(made, chosen, "USA, XYZ:REB") == ("USA", "XYZ:REB")
    assert external.focus_pair(made, chosen, "PSE, XYZ:REB") == ("PSE", "XYZ:REB")
    assert external.focus_pair(made, [chosen[0]]) == ()


def test_the_last_events_lie_in_the_period_asked_for(turned):
    moved = pd.DataFrame({"since": pd.to_datetime(["2001-05-07", "2001-04-02"])})
    assert external.since(moved) == "2001-04-02/"
    assert external.since(moved, "2001") == "2001-04-02/2001-12-31"
    assert external.since(moved.head(0), "2001-03/2001-05") == "2001-03-01/2001-05-31"
    assert external.since(moved.head(0)) == ""
    made = table(("ISR", "PSE", range(5), 4, 0))
    days = sorted(made["period"].unique())
    assert external.since_last(made, n=8) == f"{days[-2]:%Y-%m-%d}/"
    assert external.since_last(made, n=100) == ""


def test_the_busiest_pairs(turned):
    measured = measure(pd.concat([turned, table(("GBR", "USA", [1], 1, 0))]), freq="M").frame
    assert external.busiest_pairs(measured, 1) == [("GBR", "USA")]


@pytest.mark.parametrize(
    ("years", "acts", "freq"),
    [(2, 200, "W"), (2, 50, "M"), (30, 1000, "M"), (30, 200, "Q"), (30, 40, "Y"), (99, 9999, "Q")],
)
def test_length_and_number_of_events_choose_the_period(years, acts, freq):
    days = pd.date_range("1900-01-01", periods=acts, end=f"{1899 + years}-12-31")
    by_year = pd.Series(1, index=days).groupby(days.year).sum()
    counts = pd.DataFrame({
        "a": "USA", "b": "RUS", "period": pd.to_datetime([f"{year}-01-01" for year in by_year.index]),
        "n_vc": by_year.to_numpy(), "n_mc": 0, "n_vf": 0, "n_mf": 0, "n": by_year.to_numpy(),
    })  # fmt: skip
    assert external.freq_for_counts(counts) == freq


def test_no_events_are_counted_by_years():
    assert external.freq_for_counts(table()) == "Y"


@pytest.fixture
def acts(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text(
        "when_first,source,target,root,story\n1999-01-01,USA,RUS,AGREE,old\n2002-02-01,USA,RUS,ASSAULT,a\n"
        "2002-03-01,RUS,USA,THREATEN,<b>\n2002-04-01,RUS,USA,ASSAULT,c\n2002-05-01,USA,RUS,CONSULT,d\n"
        "2002-06-01,USA,CHN,ASSAULT,other\n2002-07-01,RUS,RUS,PROTEST,domestic\n"
    )
    return eventdata.read(path, "entente")


@pytest.mark.parametrize(
    ("direction", "intensity", "reason"),
    [
        (recent_change.RISES, recent_change.UNCLEAR, "ASSAULT 2, THREATEN 1; last 2002-04-01, line 5"),
        (recent_change.UNCLEAR, recent_change.RISES, "ASSAULT 2; last 2002-04-01, line 5"),
        (recent_change.FALLS, recent_change.RISES, "CONSULT 1; last 2002-05-01, line 6"),
        (recent_change.UNCLEAR, recent_change.UNCLEAR, ""),
    ],
)
def test_the_acts_of_the_side_it_moved_to_are_named(acts, direction, intensity, reason):
    row = {
        "a": "RUS",
        "b": "USA",
        "since": pd.Timestamp("2002-01-01"),
        "direction_change": direction,
        "intensity_change": intensity,
    }
    assert external.reasons(acts, pd.DataFrame([row])) == [reason]


def test_a_fall_of_intensity_to_nothing_is_said(acts):
    row = {"a": "CHN", "b": "USA", "since": pd.Timestamp("2003-01-01"), "direction_change": recent_change.UNCLEAR,
           "intensity_change": recent_change.FALLS}  # fmt: skip
    assert external.reasons(acts, pd.DataFrame([row])) == ["no material conflict"]


def test_the_last_events_are_shown_with_their_lines(acts):
    got = external.last_events(acts, ("RUS", "USA"), max_rows=2)
    assert str(got).splitlines() == [
        "2002-05-01 | United States | CONSULT | Russia | 2.10 | d | x.csv | 6",
        "2002-04-01 | Russia | ASSAULT | United States | -9.30 | c | x.csv | 5",
    ]
    assert "<b>" not in external.last_events(acts, ("RUS", "USA")).html
    assert external.last_events(acts, ("RUS", "GBR")).text == "No event between Russia – United Kingdom."
    assert external.last_events(acts, ()).text == "There is no event between two of these actors."


def test_the_change_table_shows_levels_bands_and_arrows(turned):
    moved = recent_change.recent_changes(turned, freq="M", recent=6)
    got = external.external_changes(moved, measure(turned, freq="M").frame, ["why", ""])
    first = str(got).splitlines()[1].split(" | ")
    assert first[0] == "Israel \u2013 Palestine"
    assert re.fullmatch(r"\u25b2 rises: 0\.1\d \[0\.\d\d, 0\.\d\d\] to 0\.\d\d \[0\.\d\d, 0\.\d\d\]", first[1])
    assert first[3:] == ["240", "60", "why"]
    assert got.html.count("<svg") == 2


def test_signs_of_long_data_are_for_years():
    days = pd.to_datetime(["1990-01-01", "1992-12-01"])
    short = pd.DataFrame({"a": "A", "b": "B", "period": days, "n_vc": 1, "n_mc": 0, "n_vf": 0, "n_mf": 0})
    assert external.freq_for_signs(short, "M") == "all"
    assert external.freq_for_signs(short.assign(period=days + pd.to_timedelta([0, 365], unit="D")), "M") == "Y"
    assert external.freq_for_signs(short.head(0), "M") == "all"
    by_year = short.assign(period=pd.to_datetime(["1990-01-01", "1992-01-01"]))
    assert external.freq_for_signs(by_year, "Y") == "all"
    assert external.freq_for_signs(by_year.assign(period=pd.to_datetime(["1990-01-01", "1993-01-01"])), "Y") == "Y"


def test_pairs_whose_standing_changed_are_named_as_a_warning():
    days = pd.to_datetime(["1990-06-01", "1991-06-01"])
    table = pd.DataFrame({"a": "RUS", "b": "USA", "period": days, "n_vc": [30, 0], "n_mc": 0, "n_vf": 0})
    hostile, mild = table.assign(n_mf=[0, 30]), table.assign(n_mf=0)
    turned = external.changed_standing(relations.measure(hostile, freq="Y"), hostile)
    assert turned.text.startswith("Cooperative in some periods and hostile in others: 1 pair,")
    assert "Russia" in turned.text
    assert turned.text.endswith("No pair is cooperative in one part of one year and hostile in another.")
    steady = external.changed_standing(relations.measure(mild, freq="Y"), mild)
    assert steady.text.startswith("No pair")


def test_a_pair_that_turned_inside_the_one_period_is_a_warning():
    months = pd.date_range("2001-01-01", periods=24, freq="MS").as_unit("us")
    turned = pd.DataFrame({"a": "RUS", "b": "USA", "period": months, "n_vc": [2] * 12 + [0] * 12, "n_mc": 0, "n_vf": 0})
    turned = turned.assign(n_mf=2 - turned["n_vc"])
    told = external.changed_standing(relations.measure(turned, freq="all"), turned).text
    assert told.startswith("Turned: cooperative in one part of the time and hostile in another, so that it has no sign")
    assert told.splitlines()[0].endswith(": 1 pair")
    assert "2002-01-01 | cooperative: 0.15, 24 acts | hostile: 0.85, 24 acts" in told
    steady = turned.assign(n_vc=2, n_mf=0)
    told = external.changed_standing(relations.measure(steady, freq="all"), steady).text
    assert told == "No pair is cooperative in one part of the time and hostile in another."


def test_episodes_of_imported_data_are_listed_with_what_may_be_chance():
    weeks = pd.date_range("2001-01-01", periods=300, freq="7D").as_unit("us")
    table = pd.DataFrame({"a": "RUS", "b": "USA", "period": weeks, "n_vc": 0.2, "n_mc": 0, "n_vf": 0.0, "n_mf": 0})
    table.loc[150:151, "n_vf"] = 9.0
    shown = external_episodes(find_breaks(table))
    assert shown.text.startswith("1 crisis and 0 openings by week")
    assert "2003-11-17" in shown.text
    assert external_episodes(find_breaks(table.assign(n_vf=0.0))).text.startswith("0 crises")


def test_a_coded_corpus_is_warned_of_like_a_table_of_counts():
    turned = coded(*many("RUS", "PRK", "AID", "2024-01-03", 12), *many("RUS", "PRK", "ACCUSE", "2024-05-03", 12))
    told = external.changed_standing(relations.measure(turned, freq="all"), turned).text
    assert told.startswith("Turned: cooperative in one part of the time and hostile in another, so that it has no sign")
    assert "Russia – North Korea" in told or "North Korea – Russia" in told
    assert "2024-05-01" in told
