"""Episodes: begin, peak and end of short crises and openings, what is none, and false alarms on quiet histories."""

import itertools

import numpy as np
import pandas as pd
import planted
import pytest

from analysis import errors, schemas
from analysis.tension import find_breaks, measure
from analysis.tension.turns import _costs
from analysis.tension.turns._bursts import Bursts
from analysis.tension.turns.episodes import Scan, _best_disjoint

START = pd.Timestamp("2001-01-01")
SCAN = Scan(longest=26, around=52, least_around=8, echo=2.0, min_gain=15.0, min_ratio=3.0, min_acts=4)


def week(number):
    return START + pd.Timedelta(days=7 * number)


def weekly(counts, *, column="n_vf"):
    """A table of one pair with these counts by week in one column, and an act of cooperation every other week."""
    rows = pd.DataFrame({"a": "A", "b": "B", "period": [week(at) for at in range(len(counts))]})
    rows[["n_vc", "n_mc", "n_vf", "n_mf"]] = 0.0
    rows["n_mc"] = np.arange(len(counts)) % 2
    return rows.assign(**{column: rows[column] + np.asarray(counts, dtype=float)})


def quiet(weeks, rate=0.1, seed=0):
    return np.random.default_rng(seed).poisson(rate, weeks).astype(float)


def test_a_crisis_of_three_weeks_has_a_beginning_a_peak_and_an_end():
    counts = quiet(400)
    counts[198:203] = 0, 0, 3, 14, 5
    found = find_breaks(weekly(counts)).episodes
    assert found[["component", "begin", "peak", "end"]].to_numpy().tolist() == [
        ["conflict", week(200), week(201), week(202)]
    ]
    one = found.iloc[0]
    assert (one["n"], one["n_peak"], one["over"]) == (22, 14, True)
    assert one["known"] == week(201)
    assert one["level"] > 3 * max(one["before"], one["after"])
    assert schemas.check("episodes", found).equals(found)


def test_a_crisis_too_short_for_two_breaks_is_not_lost():
    counts = quiet(400)
    counts[200:202] = 9
    found = find_breaks(weekly(counts))
    assert found.breaks.empty
    assert found.episodes["begin"].tolist() == [week(200)]


def test_an_opening_is_an_episode_of_cooperation():
    counts = quiet(400)
    counts[200:204] = 6
    found = find_breaks(weekly(counts, column="n_vc")).episodes
    assert found[["component", "begin", "end"]].to_numpy().tolist() == [["cooperation", week(200), week(203)]]


def test_the_first_weeks_of_a_long_war_are_no_episode():
    rng = np.random.default_rng(1)
    counts = np.concatenate([rng.poisson(0.2, 200), rng.poisson(8, 200)])
    found = find_breaks(weekly(counts, column="n_mf"))
    assert found.episodes.empty
    assert (found.breaks["component"] == "intensity").any()


def test_a_crisis_at_the_end_of_the_series_may_go_on():
    counts = quiet(300)
    counts[297:] = 3, 9, 8
    one = find_breaks(weekly(counts)).episodes.iloc[0]
    assert (one["begin"], one["end"], one["over"]) == (week(297), week(299), False)
    assert np.isnan(one["after"])
    assert one["known"] == week(298)


def test_what_was_known_then_is_what_the_series_shows_when_cut_there():
    counts = quiet(300, seed=4)
    counts[200:206] = 2, 3, 9, 4, 7, 3
    known = find_breaks(weekly(counts)).episodes["known"].iloc[0]
    cut = int((known - START).days / 7) + 1
    assert find_breaks(weekly(counts[:cut])).episodes["begin"].tolist() == [week(200)]
    assert find_breaks(weekly(counts[: cut - 1])).episodes.empty


def test_bursts_of_reporting_are_no_episodes_where_articles_are_counted():
    rng = np.random.default_rng(7)
    read = np.full(300, 100.0)
    read[140:146] = 1500.0
    table = weekly(rng.poisson(read / 100).astype(float))
    articles = pd.Series(read, index=table["period"])
    assert not find_breaks(measure(table)).episodes.empty
    assert find_breaks(measure(table, exposure=articles)).episodes.empty


def test_the_gain_is_the_smaller_likelihood_ratio_of_both_sides():
    acts = np.array([0.0] * 20 + [1.0] * 10 + [20.0] + [0.0] * 20)
    exposure = np.ones(len(acts))
    scan = Scan(longest=3, around=10, least_around=3, echo=2.0, min_gain=1.0, min_ratio=3.0, min_acts=4)
    one = scan.episodes(acts, exposure)[0]
    assert (one.begin, one.end) == (30, 30)
    size = _costs.size_of(acts, exposure, spread=1.0)

    def cost(count, periods):
        rate = (count + 0.25) / periods
        times = count * np.log(rate) - (count + size * periods) * np.log(rate + size)
        return -2 * (times + size * periods * np.log(size))

    assert one.gain == pytest.approx(cost(30, 11) - cost(10, 10) - cost(20, 1))


def test_the_best_disjoint_windows_are_those_of_trying_all():
    rng = np.random.default_rng(3)
    starts = rng.integers(0, 12, 9)
    ends = np.sort(starts + rng.integers(1, 5, 9))
    starts = np.minimum(starts, ends - 1)
    values = rng.uniform(0.1, 5, 9)

    def worth(chosen):
        ordered = sorted(chosen, key=lambda at: starts[at])
        if any(ends[one] > starts[two] for one, two in itertools.pairwise(ordered)):
            return -1.0
        return values[list(chosen)].sum() if chosen else 0.0

    best = max(worth(subset) for size in range(10) for subset in itertools.combinations(range(9), size))
    value_of = {(start, end): value for start, end, value in sorted(zip(starts, ends, values, strict=True))}
    found = _best_disjoint(starts, ends, values)
    assert sum(value_of[one] for one in found) == pytest.approx(best)
    assert _best_disjoint(starts[:0], ends[:0], values[:0]) == []


@pytest.mark.parametrize(
    "plan",
    [
        {"rate": 0.3},
        {"rate": 0.2, "acts_of_a_story": 3.0},
        {"rate": 4.0, "acts_of_a_story": 2.0},
        {"rate": 2.0, "unrest": 0.5},
    ],
    ids=["sparse", "sparse and in stories", "busy and in stories", "restless"],
)
def test_at_most_one_false_turn_of_a_pair_in_ten_years_of_quiet(plan):
    found = find_breaks(planted.quiet_counts(11, pairs=10, weeks=520, **plan))
    assert len(found.series) == 20
    assert len(found.breaks) + len(found.episodes) <= 10
    assert found.parameters["expected_false"] == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize(("rate", "answered"), [(0.5, 0.3), (0.5, 0.5), (2.0, 0.5), (2.0, 0.7)])
def test_bursts_of_acts_that_bring_further_acts_are_no_episodes(rate, answered):
    found = find_breaks(planted.exciting_counts(5, pairs=10, weeks=520, rate=rate, answered=answered))
    assert len(found.episodes) <= 10


@pytest.mark.parametrize("answered", [0.0, 0.5])
def test_the_part_of_the_acts_that_earlier_ones_bring_is_learned(answered):
    table = planted.exciting_counts(5, pairs=10, weeks=520, rate=0.5, answered=answered)
    parts = []
    for acts in table[["n_vf", "n_mf"]].sum(axis=1).to_numpy(dtype=float).reshape(10, 520):
        cost = _costs.Counts(10.0).fit(np.column_stack([acts, np.ones(520)]))
        parts.append(Bursts(cost, year=52, echo=2.0).part(np.ones(520, dtype=bool)))
    assert np.mean(parts) == pytest.approx(answered, abs=0.12)


def test_where_acts_bring_no_others_bursts_leave_the_exposure_as_it_is():
    read = np.random.default_rng(2).uniform(0.5, 2.0, 200)
    read[50] = 0.0
    acts = np.where(np.arange(200) % 4 == 0, 3.0, 0.0)  # the opposite of bursts
    bursts = Bursts(_costs.Counts(10.0).fit(np.column_stack([acts, read])), year=52, echo=2.0)
    assert bursts.exposure(np.ones(200, dtype=bool)) == pytest.approx(read)


def test_a_crisis_is_found_among_bursts():
    table = planted.exciting_counts(8, pairs=6, weeks=520, rate=0.5, answered=0.5)
    raised, where = planted.with_crises(9, table, crises=4)
    found = find_breaks(raised).episodes
    assert planted.crises_found(where, found).mean() > 0.5
    assert not planted.crises_found(where, find_breaks(table).episodes).any()


def test_bad_choices_are_named():
    table = weekly(quiet(60, rate=1.0))
    for choice in ({"episode_gain": 0.0}, {"episode_ratio": 0.5}):
        with pytest.raises(errors.InputError, match=next(iter(choice))):
            find_breaks(table, **choice)


def test_a_series_without_acts_of_a_component_has_no_episodes():
    assert SCAN.episodes(np.zeros(50), np.ones(50)) == []
