"""Breaks: the search against ruptures, dates, what was known when, false alarms, ladders, carriers."""

import numpy as np
import pandas as pd
import planted
import pytest
import ruptures
from tension_cases import events

from analysis import errors
from analysis.tension import _break_costs, _breaks_many, breaks, escalation, measures

START = pd.Timestamp("2001-01-01")


def weekly(*parts, a="A", b="B", seed=0):
    """A table of counts of Poisson weeks: parts of (weeks, cooperation, conflict, material part of the conflict)."""
    rng = np.random.default_rng(seed)
    rows = []
    for weeks, good, bad, material in parts:
        for _ in range(weeks):
            period = START + pd.Timedelta(days=7 * len(rows))
            rows.append(
                (a, b, period, rng.poisson(good), 0, rng.poisson(bad * (1 - material)), rng.poisson(bad * material))
            )
    return pd.DataFrame(rows, columns=["a", "b", "period", "n_vc", "n_mc", "n_vf", "n_mf"])


def week(number):
    return START + pd.Timedelta(days=7 * number)


@pytest.mark.parametrize("seed", range(4))
def test_the_search_finds_what_pelt_finds(seed):
    rng = np.random.default_rng(seed)
    acts = np.concatenate([rng.poisson(rate, rng.integers(5, 40)) for rate in (1, 6, 2, 12, 0.3)]).astype(float)
    seen = rng.uniform(0.5, 2, len(acts))
    conflict = rng.binomial(acts.astype(int), 0.4).astype(float)
    for cost, signal in (
        (_break_costs.Counts(3.0, 4), np.column_stack([acts, seen])),
        (_break_costs.Shares(0.1, 4), np.column_stack([conflict, acts])),
    ):
        last = _break_costs.search(cost.fit(signal), 8.0)
        for end in (len(acts), len(acts) - 7):
            pelt = ruptures.Pelt(custom_cost=type(cost)(3.0 if cost.model == "counts" else 0.1, 4), jump=1, min_size=4)
            assert _break_costs.breaks_of(last, end) == pelt.fit(signal[:end]).predict(8.0)[:-1]


def test_costs_by_hand():
    counts = _break_costs.Counts(2.0).fit(np.array([[3.0, 1.0], [1.0, 1.0]]))
    rate = 4.25 / 2
    assert counts.error(0, 2) == pytest.approx(-2 * (4 * np.log(rate / (rate + 2)) + 4 * np.log(2 / (rate + 2))))
    shares = _break_costs.Shares(0.5).fit(np.array([[1.0, 3.0], [0.0, 0.0]]))
    # three acts that correlate by one half are worth 3 / 2; the empty period says nothing
    share = (0.5 + 0.25) / (1.5 + 0.5)
    assert shares.error(0, 2) == pytest.approx(-2 * (0.5 * np.log(share) + 1.0 * np.log(1 - share)))
    assert shares.error(0, 2) == pytest.approx(shares.error(0, 1))


def test_a_change_of_share_and_one_of_volume_each_on_their_component():
    turned = weekly((150, 6, 2, 0.5), (150, 2, 6, 0.17))
    louder = weekly((150, 1, 2, 0.9), (150, 5, 10, 0.9), a="C", b="D", seed=1)
    found = breaks.find(pd.concat([turned, louder])).breaks
    assert found[["a", "component"]].to_numpy().tolist() == [["A", "direction"], ["C", "intensity"]]
    assert (found["period"] - week(150)).abs().max() <= pd.Timedelta(days=7)
    assert (found["period_low"] <= week(150)).all()
    assert (found["period_high"] >= week(150)).all()
    assert found["kind"].tolist() == ["rise", "rise"]
    assert found.loc[0, "after"] - found.loc[0, "before"] == pytest.approx(found.loc[0, "change"])
    assert np.log(found.loc[1, "after"] / found.loc[1, "before"]) == pytest.approx(found.loc[1, "change"])


def test_what_was_known_then_is_what_the_series_shows_when_cut_there():
    table = weekly((150, 2, 2, 0.5), (60, 2, 12, 0.7), seed=3)
    whole = breaks.find(table, components=["intensity"]).breaks.iloc[0]
    assert whole["known"] > whole["period"]
    assert whole["known"] <= week(160)
    until = table[table["period"] <= whole["known"]]
    before = table[table["period"] < whole["known"]]
    near = pd.Timedelta(days=21)
    now = breaks.find(until, components=["intensity"], false_rate=0.9)
    told = pd.concat([now.breaks, now.doubtful])
    assert (told["period"] - whole["period"]).abs().min() <= near
    earlier = breaks.find(before, components=["intensity"], false_rate=0.9)
    assert pd.concat([earlier.breaks, earlier.doubtful]).empty


def test_a_burst_is_an_episode_with_a_beginning_and_an_end():
    found = breaks.find(weekly((120, 1, 1, 0.5), (8, 5, 30, 0.8), (150, 1, 1, 0.5)), components=["intensity"]).breaks
    assert found["episode"].tolist() == ["begins", "ends"]
    assert found["period"].tolist() == [week(120), week(128)]


def test_alarms_that_hindsight_drops_are_listed():
    # five loud weeks look like a new level for a month, and like chance in the end
    found = breaks.find(weekly((80, 2, 2, 0.5), (5, 2, 7, 0.75), (150, 2, 2, 0.5), seed=3), components=["intensity"])
    assert found.breaks.empty
    assert found.withdrawn[["known_as", "known", "dropped"]].to_numpy().tolist() == [
        [pd.Timestamp("2002-07-15"), pd.Timestamp("2002-08-05"), pd.Timestamp("2002-08-26")]
    ]


def test_slow_drift_is_doubtful_and_small_steps_are_nothing():
    rng = np.random.default_rng(2)
    rates = np.exp(np.linspace(np.log(0.5), np.log(8), 600))
    rows = [("A", "B", week(at), 1, 0, 0, rng.poisson(rate)) for at, rate in enumerate(rates)]
    columns = ["a", "b", "period", "n_vc", "n_mc", "n_vf", "n_mf"]
    found = breaks.find(pd.DataFrame(rows, columns=columns), components=["intensity"], widest=60)
    assert breaks.DRIFT in set(found.doubtful["reason"])
    small = breaks.find(weekly((400, 20, 40, 0.5), (400, 24, 48, 0.5)))
    assert small.breaks.empty


def test_no_false_break_in_sixty_pair_years_without_any():
    found = [breaks.find(_measured(planted.history(seed, changes=0))).breaks for seed in (21,)]
    assert sum(map(len, found)) == 0


def test_planted_breaks_are_found_and_few_others():
    plan = planted.history(107, busy=25.0)
    rows, false = planted.recovered(plan, breaks.find(_measured(plan)).breaks)
    assert rows["found"].mean() >= 0.6
    assert rows["in_interval"].dropna().astype(float).mean() >= 0.85
    assert (rows["delay"].dropna() >= 0).all()
    assert false <= 6


def _measured(plan):
    return measures.measure(plan.events, exposure=plan.articles, until=plan.articles.index.max())


def test_bursts_of_reporting_are_no_breaks_where_articles_are_counted():
    table = weekly((140, 4, 4, 0.5), (30, 16, 16, 0.5), (140, 4, 4, 0.5))
    articles = pd.Series([100] * 140 + [400] * 30 + [100] * 140, index=[week(at) for at in range(310)])
    assert not breaks.find(measures.measure(table)).breaks.empty
    assert breaks.find(measures.measure(table, exposure=articles)).breaks.empty


def test_many_series_raise_the_bar():
    # half the series clear: the bound is half the rate; none clear: nothing stands
    assert _breaks_many.bound(np.array([1e-9, 1e-9, 0.6, 1.0]), 0.1) == pytest.approx(0.05)
    assert _breaks_many.bound(np.array([0.2, 0.6, np.nan]), 0.1) == 0.0
    assert _breaks_many.bound(np.array([np.nan]), 0.1) == 0.0
    faint = weekly((100, 2, 2, 0.5), (100, 2, 4.6, 0.75), seed=4)
    alone = breaks.find(faint, components=["intensity"], penalty=1.0)
    quiet = [weekly((200, 2, 2, 0.5), a=f"Q{number:02d}", seed=50 + number) for number in range(60)]
    among = breaks.find(pd.concat([faint, *quiet]), components=["intensity"], penalty=1.0)
    assert among.parameters["p_value_bound"] < alone.parameters["p_value_bound"]


def test_an_open_week_is_not_searched_and_short_series_say_so():
    table = weekly((100, 3, 3, 0.5), (6, 3, 40, 0.9))
    closed = measures.measure(table)
    opened = closed.assign(complete=closed["period"] < week(100))
    opened.attrs = closed.attrs
    assert len(breaks.find(closed, components=["intensity"]).breaks) == 1
    assert breaks.find(opened, components=["intensity"]).breaks.empty
    short = breaks.find(weekly((20, 5, 5, 0.5)))
    assert set(short.series["note"]) == {"fewer than 30 periods"}
    rare = breaks.find(measures.measure(weekly((100, 0.05, 0.05, 0.5))))
    assert set(rare.series["note"]) == {"fewer than 30 acts"}


def test_every_choice_is_in_the_result():
    chosen = breaks.find(weekly((60, 3, 3, 0.5)), shortest=6, penalty=5.0).parameters
    assert (chosen["freq"], chosen["shortest"], chosen["penalty"], chosen["widest"]) == ("W", 6, 5.0, 26)
    monthly = weekly((60, 3, 3, 0.5)).assign(period=pd.date_range("2001-01-01", periods=60, freq="MS"))
    assert breaks.find(monthly, freq="M").parameters["shortest"] == 3
    assert breaks.find(weekly()).breaks.empty


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"components": ["mood"]}, "component 'mood'"), ({"penalty": 0.0}, "penalty 0.0"), ({"level": 2}, "level 2"),
        ({"shortest": 0}, "shortest 0"), ({"least_factor": 0.5}, "least_factor"), ({"freq": "H"}, "freq 'H'"),
        ({"false_rate": 0.0}, "false_rate"),
    ],
)  # fmt: skip
def test_bad_choices_are_named(choices, message):
    with pytest.raises(errors.InputError, match=message):
        breaks.find(weekly((40, 3, 3, 0.5)), **choices)


def test_a_gap_in_the_periods_is_named():
    measured = measures.measure(weekly((60, 3, 3, 0.5)))
    with pytest.raises(errors.InputError, match="of A and B are not every W"):
        breaks.find(measured.drop(index=30))


def acts_on(day, *roots):
    return [("A", "B", root, day) for root in roots]


def test_rungs_need_two_acts():
    rows = [*acts_on("2024-01-02", "CONSULT", "CONSULT"), *acts_on("2024-01-09", "ACCUSE", "ASSAULT"),
            *acts_on("2024-01-23", "ASSAULT", "ASSAULT", "AID")]  # fmt: skip
    got = escalation.rungs(events(*rows))
    assert got["name"].tolist() == ["cooperation", "complaint", "quiet", "force"]
    assert got["step"].tolist() == [0, 1, -2, 6]
    assert escalation.rungs(events(*rows), least=1)["name"].tolist() == ["cooperation", "force", "quiet", "force"]


def test_climbs_must_hold():
    def table(*rung):
        periods = [week(at) for at in range(len(rung))]
        return pd.DataFrame({"a": "A", "b": "B", "period": periods, "rung": rung})

    up = escalation.climbs(table(1, 1, 2, 4, 6, 6, 6))
    assert up[["kind", "start", "period", "from_rung", "to_rung"]].to_numpy().tolist() == [
        ["escalation", week(1), week(4), 1, 6]
    ]
    assert up.loc[0, "path"] == "cooperation > complaint > pressure > force"
    assert escalation.climbs(table(1, 1, 6, 1, 1, 1)).empty
    assert escalation.climbs(table(1, 1, 2, 2, 2, 2)).empty
    assert escalation.climbs(table(1, 1, 2, 1, 1, 3, 3, 3), window=1)["start"].tolist() == [week(4)]
    down = escalation.climbs(table(6, 6, 3, 1, 1, 1))
    assert down["kind"].tolist() == ["de-escalation"]
    assert down["period"].tolist() == [week(3)]


def test_the_events_that_carry_a_break_are_those_of_the_new_level():
    table = weekly((60, 2, 2, 0.5), (30, 2, 14, 0.8), seed=6)
    found = breaks.find(table, components=["intensity"]).breaks
    day = week(61).strftime("%Y-%m-%d")
    rows = [("A", "B", "ASSAULT", "2001-02-01"), ("B", "A", "ASSAULT", day), ("A", "B", "ACCUSE", day),
            ("A", "B", "AID", day), ("A", "C", "ASSAULT", day)]  # fmt: skip
    carried = escalation.carriers(found, events(*rows).assign(goldstein=-9.0))
    assert carried[["source", "target", "root"]].to_numpy().tolist() == [["B", "A", "ASSAULT"]]
    fallen = found.assign(kind="fall")
    assert escalation.carriers(fallen, events(*rows))["root"].tolist() == ["AID"]
    assert escalation.carriers(found.head(0), events(*rows)).empty
