"""Breaks: the search against ruptures, dates, what was known when, false alarms; escalation."""

import numpy as np
import pandas as pd
import planted
import pytest
import ruptures
from ruptures.base import BaseCost
from tension_cases import events

from analysis import errors
from analysis.tension import find_breaks, measure
from analysis.tension.escalation import break_events, climbs, escalation, levels
from analysis.tension.turns import _costs, _partition
from analysis.tension.turns.breaks import DRIFT

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


class RupturesCost(BaseCost):
    """A cost of ours, as ruptures calls it."""

    model = "ours"

    def __init__(self, cost):
        self.cost, self.min_size = cost, cost.min_size

    def fit(self, signal):
        self.signal = signal
        self.cost.fit(signal)
        return self

    def error(self, start, end):
        return float(self.cost.errors(np.array([start]), end)[0])


@pytest.mark.parametrize("seed", range(4))
def test_the_search_finds_what_pelt_finds(seed):
    rng = np.random.default_rng(seed)
    acts = np.concatenate([rng.poisson(rate, rng.integers(5, 40)) for rate in (1, 6, 2, 12, 0.3)]).astype(float)
    seen = rng.uniform(0.5, 2, len(acts))
    conflict = rng.binomial(acts.astype(int), 0.4).astype(float)
    for kind, parameter, signal in (
        (_costs.Counts, 3.0, np.column_stack([acts, seen])),
        (_costs.Shares, 0.1, np.column_stack([conflict, acts])),
    ):
        last = _partition.search(kind(parameter, 4).fit(signal), 8.0)
        for end in (len(acts), len(acts) - 7):
            pelt = ruptures.Pelt(custom_cost=RupturesCost(kind(parameter, 4)), jump=1, min_size=4)
            assert _partition.breaks_of(last, end) == pelt.fit(signal[:end]).predict(8.0)[:-1]


def test_costs_by_hand():
    counts = _costs.Counts(2.0).fit(np.array([[3.0, 1.0], [1.0, 1.0]]))
    rate = 4.25 / 2
    assert counts.errors(np.array([0]), 2) == pytest.approx(
        -2 * (4 * np.log(rate / (rate + 2)) + 4 * np.log(2 / (rate + 2)))
    )
    shares = _costs.Shares(0.5).fit(np.array([[1.0, 3.0], [0.0, 0.0]]))
    # three acts that correlate by one half count as 3 / 2; the empty period carries no information
    share = (0.5 + 0.25) / (1.5 + 0.5)
    assert shares.errors(np.array([0]), 2) == pytest.approx(-2 * (0.5 * np.log(share) + 1.0 * np.log(1 - share)))
    assert shares.errors(np.array([0, 0]), np.array([2, 1])) == pytest.approx([shares.errors(np.array([0]), 2)[0]] * 2)


def test_a_change_of_share_and_one_of_volume_each_on_their_component():
    turned = weekly((150, 6, 2, 0.5), (150, 2, 6, 0.17))
    louder = weekly((150, 1, 2, 0.9), (150, 5, 10, 0.9), a="C", b="D", seed=1)
    found = find_breaks(pd.concat([turned, louder])).breaks
    assert found[["a", "component"]].to_numpy().tolist() == [["A", "direction"], ["C", "intensity"]]
    assert (found["period"] - week(150)).abs().max() <= pd.Timedelta(days=7)
    assert (found["period_low"] <= week(150)).all()
    assert (found["period_high"] >= week(150)).all()
    assert found["kind"].tolist() == ["rise", "rise"]
    assert found.loc[0, "after"] - found.loc[0, "before"] == pytest.approx(found.loc[0, "change"])
    assert np.log(found.loc[1, "after"] / found.loc[1, "before"]) == pytest.approx(found.loc[1, "change"])


def test_what_was_known_then_is_what_the_series_shows_when_cut_there():
    table = weekly((150, 2, 2, 0.5), (60, 2, 12, 0.7), seed=3)
    whole = find_breaks(table, components=["intensity"]).breaks.iloc[0]
    assert whole["known"] > whole["period"]
    assert whole["known"] <= week(160)
    until = table[table["period"] <= whole["known"]]
    before = table[table["period"] < whole["known"]]
    near = pd.Timedelta(days=21)
    now = find_breaks(until, components=["intensity"], false_discovery_rate=0.9)
    shown = pd.concat([now.breaks, now.doubtful])
    assert (shown["period"] - whole["period"]).abs().min() <= near
    earlier = find_breaks(before, components=["intensity"], false_discovery_rate=0.9)
    assert pd.concat([earlier.breaks, earlier.doubtful]).empty


def test_a_burst_is_an_episode_with_a_beginning_and_an_end():
    found = find_breaks(weekly((120, 1, 1, 0.5), (8, 5, 30, 0.8), (150, 1, 1, 0.5)), components=["intensity"]).breaks
    assert found["episode"].tolist() == ["begins", "ends"]
    assert found["period"].tolist() == [week(120), week(128)]


def test_alarms_that_hindsight_drops_are_listed():
    # five loud weeks look like a new level for a month, and like chance in the end
    found = find_breaks(weekly((80, 2, 2, 0.5), (5, 2, 7, 0.75), (150, 2, 2, 0.5), seed=3), components=["intensity"])
    assert found.breaks.empty
    assert found.withdrawn[["known_as", "known", "dropped"]].to_numpy().tolist() == [
        [pd.Timestamp("2002-07-15"), pd.Timestamp("2002-08-05"), pd.Timestamp("2002-08-26")]
    ]


def test_slow_drift_is_doubtful_and_small_steps_are_nothing():
    rng = np.random.default_rng(2)
    rates = np.exp(np.linspace(np.log(0.5), np.log(8), 600))
    rows = [("A", "B", week(at), 1, 0, 0, rng.poisson(rate)) for at, rate in enumerate(rates)]
    columns = ["a", "b", "period", "n_vc", "n_mc", "n_vf", "n_mf"]
    found = find_breaks(pd.DataFrame(rows, columns=columns), components=["intensity"], max_interval=60)
    assert DRIFT in set(found.doubtful["reason"])
    small = find_breaks(weekly((400, 20, 40, 0.5), (400, 24, 48, 0.5)))
    assert small.breaks.empty


def test_no_false_break_in_sixty_pair_years_without_any():
    found = [find_breaks(_measured(planted.history(seed, changes=0))).breaks for seed in (21,)]
    assert sum(map(len, found)) == 0


def test_planted_breaks_are_found_and_few_others():
    plan = planted.history(107, busy=25.0)
    rows, false = planted.recovered(plan, find_breaks(_measured(plan)).breaks)
    assert rows["found"].mean() >= 0.6
    assert rows["in_interval"].dropna().astype(float).mean() >= 0.85
    assert (rows["delay"].dropna() >= 0).all()
    assert false <= 6


def _measured(plan):
    return measure(plan.events, exposure=plan.articles, until=plan.articles.index.max())


def test_bursts_of_reporting_are_no_breaks_where_articles_are_counted():
    table = weekly((140, 4, 4, 0.5), (30, 16, 16, 0.5), (140, 4, 4, 0.5))
    articles = pd.Series([100] * 140 + [400] * 30 + [100] * 140, index=[week(at) for at in range(310)])
    assert not find_breaks(measure(table)).breaks.empty
    assert find_breaks(measure(table, exposure=articles)).breaks.empty


def test_many_series_raise_the_bar():
    # half the series clear: the bound is half the rate; none clear: nothing stands
    assert _partition.p_value_bound(np.array([1e-9, 1e-9, 0.6, 1.0]), 0.1) == pytest.approx(0.05)
    assert _partition.p_value_bound(np.array([0.2, 0.6, np.nan]), 0.1) == 0.0
    assert _partition.p_value_bound(np.array([np.nan]), 0.1) == 0.0
    faint = weekly((100, 2, 2, 0.5), (100, 2, 4.6, 0.75), seed=4)
    alone = find_breaks(faint, components=["intensity"], penalty=1.0)
    quiet = [weekly((200, 2, 2, 0.5), a=f"Q{number:02d}", seed=50 + number) for number in range(60)]
    among = find_breaks(pd.concat([faint, *quiet]), components=["intensity"], penalty=1.0)
    assert among.parameters["p_value_bound"] < alone.parameters["p_value_bound"]


def test_an_open_week_is_not_searched_and_short_series_say_so():
    table = weekly((100, 3, 3, 0.5), (6, 3, 40, 0.9))
    closed = measure(table)
    opened = closed.frame.assign(complete=closed.frame["period"] < week(100))
    opened.attrs = closed.frame.attrs
    assert len(find_breaks(closed, components=["intensity"]).breaks) == 1
    assert find_breaks(opened, components=["intensity"]).breaks.empty
    short = find_breaks(weekly((20, 5, 5, 0.5)))
    assert set(short.series["note"]) == {"fewer than 30 periods"}
    rare = find_breaks(measure(weekly((100, 0.05, 0.05, 0.5))))
    assert set(rare.series["note"]) == {"fewer than 30 acts"}


def test_a_result_keeps_its_breaks_and_says_how_many():
    tension = measure(weekly((150, 6, 2, 0.5), (150, 2, 6, 0.17)))
    found = tension.breaks()
    assert tension.breaks() is found
    assert find_breaks(tension) is found
    assert tension.breaks(penalty=200.0) is not found
    assert tension.breaks(penalty=200.0).breaks.empty
    assert repr(found) == "<Breaks: 1 breaks, 0 doubtful, 0 withdrawn, 0 episodes, in 2 searched of 2 series by week>"
    assert "<td>direction</td>" in found._repr_html_()


def test_every_choice_is_in_the_result():
    chosen = find_breaks(weekly((60, 3, 3, 0.5)), min_size=6, penalty=5.0).parameters
    assert (chosen["freq"], chosen["min_size"], chosen["penalty"], chosen["max_interval"]) == ("W", 6, 5.0, 26)
    monthly = weekly((60, 3, 3, 0.5)).assign(period=pd.date_range("2001-01-01", periods=60, freq="MS"))
    assert find_breaks(monthly, freq="M").parameters["min_size"] == 3
    assert find_breaks(weekly()).breaks.empty


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"components": ["mood"]}, "component 'mood'"), ({"penalty": 0.0}, "penalty 0.0"), ({"level": 2}, "level 2"),
        ({"min_size": 0}, "min_size 0"), ({"min_ratio": 0.5}, "min_ratio"), ({"freq": "H"}, "freq 'H'"),
        ({"false_discovery_rate": 0.0}, "false_discovery_rate"),
        ({"penalti": 5}, "'penalti'; the nearest is 'penalty'"),
    ],
)  # fmt: skip
def test_bad_choices_are_named(choices, message):
    with pytest.raises(errors.InputError, match=message):
        find_breaks(weekly((40, 3, 3, 0.5)), **choices)


def test_a_gap_in_the_periods_is_named():
    measured = measure(weekly((60, 3, 3, 0.5)))
    with pytest.raises(errors.InputError, match="of A and B are not every W"):
        find_breaks(measured.frame.drop(index=30))


def acts_on(day, *roots):
    return [("A", "B", root, day) for root in roots]


def test_levels_need_two_acts():
    rows = [*acts_on("2024-01-02", "CONSULT", "CONSULT"), *acts_on("2024-01-09", "ACCUSE", "ASSAULT"),
            *acts_on("2024-01-23", "ASSAULT", "ASSAULT", "AID")]  # fmt: skip
    got = levels(events(*rows))
    assert got["name"].tolist() == ["cooperation", "complaint", "quiet", "force"]
    assert got["step"].tolist() == [0, 1, -2, 6]
    assert levels(events(*rows), min_events=1)["name"].tolist() == ["cooperation", "force", "quiet", "force"]


def test_acts_of_private_persons_escalate_nothing():
    rows = events(*acts_on("2024-01-02", "CONSULT", "ASSAULT", "ASSAULT"))
    assert levels(rows)["name"].tolist() == ["force"]
    private = rows.assign(source_role=[None, "CRM", "CRM"])
    assert levels(private)["name"].tolist() == ["cooperation"]


def test_escalation_is_the_climbs_of_the_levels():
    days = ("2024-01-02", "2024-01-09", "2024-01-16", "2024-01-23")
    roots = ("CONSULT", "CONSULT", "ASSAULT", "ASSAULT")
    rows = [one for day, root in zip(days, roots, strict=True) for one in acts_on(day, root, root)]
    found = escalation(events(*rows), holds=2)
    assert found[["kind", "path"]].to_numpy().tolist() == [["escalation", "cooperation > force"]]
    assert escalation(events(*rows), min_levels=6).empty


def test_climbs_must_hold():
    def table(*level):
        periods = [week(at) for at in range(len(level))]
        return pd.DataFrame({"a": "A", "b": "B", "period": periods, "level": level})

    up = climbs(table(1, 1, 2, 4, 6, 6, 6))
    assert up[["kind", "start", "period", "from_level", "to_level"]].to_numpy().tolist() == [
        ["escalation", week(1), week(4), 1, 6]
    ]
    assert up.loc[0, "path"] == "cooperation > complaint > pressure > force"
    assert climbs(table(1, 1, 6, 1, 1, 1)).empty
    assert climbs(table(1, 1, 2, 2, 2, 2)).empty
    assert climbs(table(1, 1, 2, 1, 1, 3, 3, 3), window=1)["start"].tolist() == [week(4)]
    down = climbs(table(6, 6, 3, 1, 1, 1))
    assert down["kind"].tolist() == ["de-escalation"]
    assert down["period"].tolist() == [week(3)]


def test_the_events_that_carry_a_break_are_those_of_the_new_level():
    table = weekly((60, 2, 2, 0.5), (30, 2, 14, 0.8), seed=6)
    found = find_breaks(table, components=["intensity"]).breaks
    day = week(61).strftime("%Y-%m-%d")
    rows = [("A", "B", "ASSAULT", "2001-02-01"), ("B", "A", "ASSAULT", day), ("A", "B", "ACCUSE", day),
            ("A", "B", "AID", day), ("A", "C", "ASSAULT", day)]  # fmt: skip
    behind = break_events(found, events(*rows).assign(goldstein=-9.0))
    assert behind[["source", "target", "root"]].to_numpy().tolist() == [["B", "A", "ASSAULT"]]
    fallen = found.assign(kind="fall")
    assert break_events(fallen, events(*rows))["root"].tolist() == ["AID"]
    assert break_events(found.head(0), events(*rows)).empty
