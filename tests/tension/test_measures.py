"""Tension: shares and rates by hand, bands on planted histories, levels, reciprocity, sensitivity."""

from dataclasses import replace

import numpy as np
import pandas as pd
import planted
import pytest
from page_cases import act, made
from tension_cases import events, table

from analysis import errors
from analysis.events.counts import count_acts
from analysis.tension import TensionOptions, compare, measure, reciprocity, sensitivity
from analysis.tension.sensitivity import WHOLE, modalities, outlets, spread, weights

WEEK = pd.Timestamp("2024-01-01")  # a Monday


def test_share_and_rate_by_hand():
    got = measure(table(("A", "B", WEEK, 3, 1, 2, 4)), prior_strength=10, base_share=0.5).frame
    row = got.iloc[0]
    # (m + k pi) / (n + k) = (6 + 5) / (10 + 10)
    assert row["direction"] == pytest.approx(0.55)
    assert row["verbal_share"] + row["material_share"] == pytest.approx(row["direction"])
    # one period: its own rate, shrunk to itself by half an act: (4 + .5) / (1 + .5 / 4.5)
    pooled = 4.5 / (1 + 1e-9)
    mean = 4.5 / (1 + 0.5 / pooled)
    assert row["intensity"] == pytest.approx(np.log1p(4.5 / (1 + 0.5 / mean)))
    assert row["direction_low"] < row["direction"] < row["direction_high"]
    assert row["intensity_low"] < row["intensity"] < row["intensity_high"]


def test_events_and_their_counts_measure_alike():
    rows = [("RUS", "UKR", "ASSAULT", "2024-01-03"), ("UKR", "RUS", "ACCUSE", "2024-01-09"),
            ("RUS", "UKR", "CONSULT", "2024-01-10")]  # fmt: skip
    by_events = measure(events(*rows), until="2024-01-14").frame
    later = WEEK + pd.Timedelta(days=7)
    counted = [("RUS", "UKR", WEEK, 0, 0, 0, 1), ("UKR", "RUS", later, 0, 0, 1, 0), ("RUS", "UKR", later, 1, 0, 0, 0)]
    by_counts = measure(table(*counted)).frame
    columns = ["a", "b", "period", "direction", "intensity", "threats", "n"]
    pd.testing.assert_frame_equal(by_events[columns], by_counts[columns], check_dtype=False)


def test_a_corpus_brings_its_documents_as_exposure():
    acts = [act("2024-01-03", "USA", "CHN", "CONSULT", 1), act("2024-01-10", "CHN", "USA", "ASSAULT", 4)]
    corpus = made(acts, ["2024-01-03", "2024-01-10", "2024-01-11", "2024-01-14"])
    tension = measure(corpus)
    assert tension.frame["exposure"].tolist() == [1, 3]
    assert tension.parameters["exposure_kind"] == "articles"
    assert tension.frame["complete"].all()
    by_hand = measure(corpus.events, exposure=corpus.documents)
    pd.testing.assert_frame_equal(tension.frame, by_hand.frame)
    assert measure(corpus, exposure="periods").frame["exposure"].tolist() == [1, 1]
    assert len(measure(corpus, actors=["United States", "chn"]).frame) == 2
    with pytest.raises(errors.InputError, match="Chna"):
        measure(corpus, actors=["Chna", "USA"])


def test_options_are_an_object_that_keywords_override():
    counted = table(("A", "B", WEEK, 1, 0, 0, 2))
    options = TensionOptions(freq="monthly", level=0.5)
    assert options.freq == "M"
    assert measure(counted, options).parameters["level"] == 0.5
    changed = measure(counted, options, level=0.8)
    assert (changed.parameters["level"], changed.parameters["freq"]) == (0.8, "M")
    assert options.level == 0.5
    with pytest.raises(AttributeError):
        options.level = 0.9


def test_a_result_lists_its_pairs_and_describes_itself():
    counted = table(("A", "B", WEEK, 1, 0, 0, 2), ("C", "D", WEEK, 3, 1, 0, 5), ("A", "B", "2024-01-08", 0, 0, 0, 1))
    tension = measure(counted)
    pairs = tension.pairs()
    assert pairs[["a", "b", "n", "n_mf"]].to_numpy().tolist() == [["C", "D", 9, 5], ["A", "B", 4, 3]]
    assert pairs["period"].tolist() == [pd.Timestamp("2024-01-08")] * 2
    assert pairs["direction"].isna().tolist() == [True, False]
    text = "2 dyads, 2 weeks from 2024-01-01, 13 acts, exposure periods; busiest C-D, A-B"
    assert repr(tension) == f"<Tension: {text}>"
    assert f"<p>Tension: {text}</p><table" in tension._repr_html_()
    assert repr(measure(table())) == "<Tension: no acts>"
    assert measure(table()).pairs().empty


def test_changes_and_alerts_are_those_of_pairs():
    counted = table(("A", "B", WEEK, 1, 0, 0, 2))
    with pytest.raises(errors.InputError, match="by='dyad'"):
        measure(counted, by="system").alerts()
    with pytest.raises(errors.InputError, match="directed=False"):
        measure(counted, directed=True).changes()


def test_a_table_of_counts_has_alerts_without_an_act():
    weeks = pd.date_range(WEEK, periods=40, freq="7D")
    calm = [("A", "B", week, 4, 0, 0, 0) for week in weeks[:30]]
    tension = measure(table(*calm, *(("A", "B", week, 0, 0, 0, 4) for week in weeks[30:])))
    alerts = tension.alerts(recent=10)
    assert alerts["kind"].tolist()[:2] == ["change", "change"]
    assert "40 acts, 120 acts before" in alerts["observed"].iloc[0]
    assert alerts["event_id"].isna().all()
    assert tension.changes(recent=10)["direction_change"].tolist() == ["rises"]


def test_words_and_deeds_stand_apart():
    words = measure(table(("A", "B", WEEK, 0, 0, 9, 0), ("C", "D", WEEK, 0, 0, 0, 9))).frame.set_index("a")
    assert words.loc["A", "threats"] > words.loc["C", "threats"]
    assert words.loc["C", "intensity"] > words.loc["A", "intensity"]
    assert words.loc["A", "verbal_share"] > words.loc["A", "material_share"]


def test_empty_weeks_have_no_direction_but_a_low_rate():
    got = measure(table(("A", "B", WEEK, 1, 0, 0, 5), ("A", "B", WEEK + pd.Timedelta(days=21), 1, 0, 0, 5))).frame
    assert len(got) == 4
    assert got["direction"].isna().tolist() == [False, True, True, False]
    assert (got["intensity"].iloc[1:3] < got["intensity"].iloc[0]).all()


def test_statements_and_unasserted_acts_are_left_out_unless_asked():
    rows = [("A", "B", "ASSAULT", "2024-01-02"), ("A", "B", "ASSAULT", "2024-01-02", "planned"),
            ("A", "B", None, "2024-01-02"), ("A", "A", "ASSAULT", "2024-01-02")]  # fmt: skip
    assert measure(events(*rows)).frame["n"].sum() == 1
    assert measure(events(*rows), modality=("asserted", "planned")).frame["n"].sum() == 2


def test_the_right_edge_is_marked_until_it_is_read():
    rows = [("A", "B", "AID", "2024-01-02"), ("A", "B", "AID", "2024-01-09")]
    assert measure(events(*rows)).frame["complete"].tolist() == [True, False]
    assert measure(events(*rows), until="2024-01-14").frame["complete"].all()
    documents = pd.DataFrame({"published": pd.to_datetime(["2024-01-02", "2024-01-14"])})
    assert measure(events(*rows), exposure=documents).frame["complete"].all()


def test_rates_go_by_the_articles_read():
    weeks = pd.date_range(WEEK, periods=4, freq="7D")
    counted = table(*(("A", "B", week, 0, 0, 0, n) for week, n in zip(weeks, (4, 4, 8, 8), strict=True)))
    articles = pd.Series([100, 100, 200, 200], index=weeks)
    got = measure(counted, exposure=articles).frame
    assert got["exposure_kind"].unique().tolist() == ["articles"]
    raw = measure(counted).frame
    assert raw["intensity"].iloc[3] - raw["intensity"].iloc[0] > 0.4
    assert abs(got["intensity"].iloc[3] - got["intensity"].iloc[0]) < 0.1


def test_levels_sum_what_they_say():
    counted = table(("A", "B", WEEK, 1, 0, 0, 2), ("B", "C", WEEK, 0, 1, 1, 0), ("C", "A", WEEK, 0, 0, 3, 0))
    actors = measure(counted, by="actor").frame.set_index("a")["n"]
    assert actors.to_dict() == {"A": 6, "B": 5, "C": 5}
    assert measure(counted, by="actor", directed=True).frame.set_index("a")["n"].to_dict() == {
        "A": 3,
        "B": 2,
        "C": 3,
    }
    triad = measure(counted, by="triad").frame
    assert (triad["a"].iloc[0], triad["b"].iloc[0], triad["n"].iloc[0]) == ("A", "B+C", 8)
    assert measure(counted, by="system").frame["n"].tolist() == [8]
    assert measure(counted, actors=["A", "B"]).frame["n"].tolist() == [3]


def test_decay_forgets_by_half_lives_and_two_stand_side_by_side():
    weeks = pd.date_range(WEEK, periods=5, freq="7D")
    counted = table(("A", "B", weeks[0], 0, 0, 0, 64), ("A", "B", weeks[4], 1, 0, 0, 0))
    both = compare(counted, half_lives=(7.0, 28.0))
    last = both[both["period"] == weeks[4]].set_index("half_life")
    assert last.loc[7.0, "intensity"] < last.loc[28.0, "intensity"]
    assert last["direction"].notna().all()
    windowed = measure(counted, window=2).frame
    assert windowed["direction"].isna().tolist() == [False, False, True, True, False]


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"freq": "H"}, "freq 'H'"), ({"by": "planet"}, "unknown by 'planet'"),
        ({"half_life": 7, "window": 2}, "exclude"),
        ({"half_life": 0}, "not above 0"), ({"level": 1.0}, "level 1.0"), ({"exposure": "words"}, "exposure 'words'"),
        ({"halflife": 28}, "unknown option 'halflife'; the nearest is 'half_life'"),
        ({"zzz": 1}, "unknown option 'zzz'; known are freq"), ({"by": "dyads"}, "the nearest is 'dyad'"),
        ({"base_share": 2.0}, "base share 2.0"), ({"prior_strength": -1.0}, "prior strength -1.0"),
    ],
)  # fmt: skip
def test_bad_choices_are_named(choices, message):
    with pytest.raises(errors.InputError, match=message):
        measure(table(("A", "B", WEEK, 1, 0, 0, 2)), **choices)


def test_bad_tables_are_named():
    with pytest.raises(errors.InputError, match="row 0, column 'n_mf'"):
        measure(table(("A", "B", WEEK, 1, 0, 0, -2)))
    assert measure(table()).frame.empty


@pytest.mark.parametrize("options", [{}, {"overdispersion": 0.5}, {"busy": 25}, {"drift": 0.3}], ids=str)
def test_bands_of_90_per_cent_hold_on_planted_histories(options):
    plans = [planted.history(seed, **options) for seed in (11, 12)]
    for half_life in (None, 28.0, 182.0):
        read = [
            measure(plan.events, half_life=half_life, exposure=plan.articles, until="2010-12-26").frame
            for plan in plans
        ]
        direction, intensity = np.mean([planted.covered(*both) for both in zip(plans, read, strict=True)], axis=0)
        assert 0.85 <= direction <= 0.95, half_life
        assert 0.85 <= intensity <= 0.95, half_life


@pytest.mark.parametrize("half_life", [28.0, 182.0])
@pytest.mark.parametrize("acts_of_an_article", [2.0, 3.0])
def test_bands_hold_where_acts_are_mutual_and_articles_hold_several(half_life, acts_of_an_article):
    plans = [planted.history(seed, acts_of_an_article=acts_of_an_article, mutual=0.6) for seed in (11, 12)]
    read = [
        measure(plan.events, half_life=half_life, exposure=plan.articles, until="2010-12-26").frame for plan in plans
    ]
    direction, intensity = np.mean([planted.covered(*both) for both in zip(plans, read, strict=True)], axis=0)
    assert 0.85 <= direction <= 0.95
    assert 0.85 <= intensity <= 0.95


def test_reciprocity_has_both_sides_in_their_rows():
    counted = table(("A", "B", WEEK, 0, 0, 0, 5), ("B", "A", WEEK, 5, 0, 0, 0), ("C", "A", WEEK, 2, 0, 0, 0))
    got = reciprocity.series(counted).set_index(["a", "b"])
    assert got.loc[("A", "B"), "direction_forth"] > got.loc[("A", "B"), "direction_back"]
    assert np.isnan(got.loc[("A", "C"), "direction_forth"])
    assert got.loc[("A", "C"), "n_back"] == 2


def test_a_response_a_week_later_is_found_on_its_side():
    rng = np.random.default_rng(5)
    acts = rng.poisson(3, 150)
    weeks = pd.date_range(WEEK, periods=151, freq="7D")
    rows = [("A", "B", week, 1, 0, 0, n) for week, n in zip(weeks, acts, strict=False)]
    rows += [("B", "A", week, 1, 0, 0, n) for week, n in zip(weeks[1:], acts, strict=True)]
    got = reciprocity.responses(table(*rows), lags=(0, 1, 2), replicates=100).set_index(["source", "lag"])
    assert got.loc[("A", 1), "correlation"] == pytest.approx(1.0)
    assert got.loc[("A", 1), "low"] > 0.9
    assert abs(got.loc[("B", 1), "correlation"]) < 0.25
    assert abs(got.loc[("A", 2), "correlation"]) < 0.25
    assert got.loc[("A", 1), "n"] == 147
    with pytest.raises(errors.InputError, match="quad 'n_xx'"):
        reciprocity.responses(table(*rows), quad="n_xx")


def answered_two_weeks_later(seed, weeks=160):
    """B does half of what A did two weeks before, beside acts of its own."""
    rng = np.random.default_rng(seed)
    starts = pd.date_range(WEEK, periods=weeks, freq="7D")
    forth, alone = rng.poisson(2, weeks), rng.poisson(1, weeks)
    back = alone + rng.binomial(np.r_[0, 0, forth[:-2]], 0.5)
    rows = [("A", "B", week, 1, 0, 0, n) for week, n in zip(starts, forth, strict=True)]
    return table(*rows, *(("B", "A", week, 1, 0, 0, n) for week, n in zip(starts, back, strict=True)))


def test_an_answer_is_found_with_its_lag_and_only_on_its_side():
    got = reciprocity.answers(answered_two_weeks_later(1), replicates=200).set_index("source")
    assert got["answered"].to_dict() == {"A": "answered", "B": "no answer seen"}
    assert got.loc["A", ["lag", "lag_low", "lag_high"]].tolist() == [2, 2, 2]
    assert 0 < got.loc["A", "own_low"] < got.loc["A", "own"] < got.loc["A", "own_high"]
    assert got.loc["A", "balance_low"] < 0.5 < got.loc["A", "balance_high"]
    assert got.loc["A", "balance"] == pytest.approx(1 - got.loc["B", "balance"])
    assert "followed by more of B, most clearly 2 weeks later (lag 2;" in got.loc["A", "observed"]
    assert got.loc["B", "observed"].endswith("no answer in kind is seen within 4 weeks.")


def test_what_two_do_together_is_no_answer_to_itself():
    """Every third week the two exchange fire, which is one act; each week A accuses B."""
    rows = [("USA", "CHN", "ASSAULT", 4, week, f"one{week}") for week in range(0, 120, 2)]
    rows += [(*sides, "ASSAULT", 4, week, f"both{week}") for week in range(0, 120, 3)
             for sides in (("USA", "CHN"), ("CHN", "USA"))]  # fmt: skip
    starts = pd.date_range(WEEK, periods=120, freq="7D")
    events = pd.DataFrame([
        {"event_id": f"e{number}", "act_id": act_id, "source": source, "target": target, "root": root, "quad": quad,
         "goldstein": -9.0, "when_first": starts[week], "when_last": starts[week], "modality": "asserted"}
        for number, (source, target, root, quad, week, act_id) in enumerate(rows)
    ])  # fmt: skip
    got = reciprocity.answers(events, replicates=50).set_index("source")
    assert got["n"].to_dict() == {"USA": 59, "CHN": 0}  # the last week is not complete
    assert got.loc["USA", "balance"] == 1
    assert reciprocity.responses(events, replicates=50)["correlation"].isna().all()
    twice = reciprocity.responses(events.assign(act_id=events["event_id"]), replicates=50)
    assert twice.set_index(["source", "lag"]).loc[("USA", 0), "correlation"] > 0


def test_a_habit_is_no_answer():
    """Both sides have their own hot months, at times that have nothing to do with each other."""
    rng = np.random.default_rng(9)
    starts = pd.date_range(WEEK, periods=160, freq="7D")
    calls = []
    for _ in range(6):
        both = [rng.poisson(1.5 * np.repeat(rng.gamma(1, 1, 20), 8)) for _ in range(2)]
        rows = [(*sides, week, 1, 0, 0, n) for sides, acts in zip((("A", "B"), ("B", "A")), both, strict=True)
                for week, n in zip(starts, acts, strict=True)]  # fmt: skip
        calls += reciprocity.answers(table(*rows), replicates=100)["answered"].tolist()
    assert calls.count("answered") <= 3


def test_too_few_acts_and_bad_lags_are_said():
    few = table(("A", "B", WEEK, 0, 0, 0, 5), ("B", "A", WEEK, 0, 0, 0, 1))
    got = reciprocity.answers(few).set_index("source")
    assert set(got["answered"]) == {"too few acts"}
    assert got.loc["A", "observed"] == "A on B: 5 acts, 1 the other way; too few to see an answer."
    assert np.isnan(got.loc["A", "balance"])
    with pytest.raises(errors.InputError, match="max_lag 0 is below 1"):
        reciprocity.answers(few, max_lag=0)


def test_the_last_period_is_compared_with_the_own_past_of_each_pair():
    quiet = planted.history(5, pairs=12, weeks=130, changes=0)
    measured = measure(quiet.events, exposure=quiet.articles, until=quiet.articles.index.max()).frame
    weeks = np.sort(measured["period"].unique())
    found = [
        replace(measure(table()), frame=measured[measured["period"] <= last]).early_warning() for last in weeks[80::8]
    ]
    beyond, expected = sum(len(one.beyond()) for one in found), sum(one.expected_false for one in found)
    assert expected / 2 - 4 <= beyond <= 2 * expected + 4
    assert all((one.frame["chance"] <= 0.05 + 1e-9).all() for one in found)


def test_a_pair_beyond_its_usual_range_is_named_with_what_was_usual():
    weeks = pd.date_range(WEEK, periods=40, freq="7D")
    rows = [(*sides, week, 4, 0, 0, 1) for sides in (("A", "B"), ("C", "D")) for week in weeks[:-1]]
    tension = measure(table(*rows, ("A", "B", weeks[-1], 0, 0, 1, 11), ("C", "D", weeks[-1], 4, 0, 0, 1)))
    found = tension.early_warning()
    assert found.beyond()[["a", "b", "beyond"]].to_numpy().tolist() == [["A", "B", "above"]] * 2
    assert set(found.beyond()["component"]) == {"direction", "intensity"}
    assert (found.beyond()["q_value"] < 0.05).all()
    assert found.summary() == (
        f"Week of {weeks[-1].date()}: 2 pairs, 4 comparisons with the pair's own past; 2 beyond the usual range, "
        f"where {found.expected_false:.1f} would be by chance alone."
    )
    assert any("12 of 12 acts were conflict, above the usual" in line for line in found.sentences())
    assert "<li>A" in found._repr_html_()
    assert len(measure(table(*rows)).early_warning().beyond()) == 0
    assert measure(table(*rows[:5])).early_warning().summary().startswith("No pair has 12 periods")
    with pytest.raises(errors.InputError, match="level 1.0 is not between"):
        tension.early_warning(level=1.0)


def test_a_quiet_period_is_drawn_to_the_own_past_and_a_new_pair_to_the_typical_share():
    weeks = pd.date_range(WEEK, periods=30, freq="7D")
    hostile = [("A", "B", week, 1, 0, 4, 5) for week in weeks[:-1]]
    friendly = [("C", "D", week, 9, 1, 0, 0) for week in weeks[:-1]]
    last = [(*sides, weeks[-1], 1, 0, 1, 0) for sides in (("A", "B"), ("C", "D"), ("E", "F"))]
    got = measure(table(*hostile, *friendly, *last)).frame
    now = got[got["period"] == weeks[-1]].set_index("a")["direction"]
    assert now["C"] < 0.3 < now["E"] < 0.7 < now["A"]


def test_hostility_by_hand_is_high_where_both_conflict_and_volume_are():
    weeks = pd.date_range(WEEK, periods=4, freq="7D")
    rows = [("A", "B", weeks[0], 10, 0, 0, 0), ("A", "B", weeks[1], 0, 0, 0, 1), ("A", "B", weeks[2], 0, 0, 10, 0),
            ("A", "B", weeks[3], 0, 0, 0, 19)]  # fmt: skip
    got = measure(table(*rows)).frame
    value = got["hostility"].to_numpy()
    assert list(np.argsort(value)) == [0, 1, 2, 3]
    # (1 + 3) (v / 2 + m) / (n + 3 u) of weeks that are all alike: four times 2.5 among four times 4
    alike = measure(table(*(("A", "B", week, 1, 0, 1, 2) for week in weeks))).frame["hostility"]
    assert alike.iloc[-1] == pytest.approx(4 * 2.5 / 16, abs=0.05)
    assert (got["hostility_low"] <= value).all()
    assert (value <= got["hostility_high"]).all()


def test_force_weighs_more_in_the_hostility_than_other_conflict_where_the_classes_are_known():
    rows = [
        (sides, root, code)
        for sides, root, code in (("AB", "ASSAULT", "190"), ("CD", "COERCE", "170"), ("EF", "THREATEN", "138"),
                                  ("GH", "ACCUSE", "112"))
    ]  # fmt: skip
    acts = events(*((*sides, root, "2024-01-02", "asserted", code) for sides, root, code in rows for _ in range(6)))
    got = measure(acts).frame.set_index("a")
    assert got["n_force"].to_dict() == {"A": 6, "C": 0, "E": 6, "G": 0}
    assert got.loc["A", "hostility"] == pytest.approx(got.loc["E", "hostility"])
    assert got.loc["C", "hostility"] == pytest.approx(got.loc["G", "hostility"])
    assert got.loc["A", "hostility"] > 2 * got.loc["C", "hostility"]
    counted = count_acts(acts, freq="W")
    assert counted["n_force"].sum() == 12
    pd.testing.assert_frame_equal(measure(counted).frame[["hostility"]], measure(acts).frame[["hostility"]])
    assert measure(counted.drop(columns="n_force")).frame["n_force"].isna().all()


@pytest.mark.parametrize("options", [{}, {"busy": 25}], ids=str)
def test_bands_of_the_hostility_hold_on_planted_histories(options):
    plans = [planted.history(seed, **options) for seed in (11, 12)]
    read = [measure(plan.events, exposure=plan.articles, until="2010-12-26").frame for plan in plans]
    assert 0.85 <= np.mean([planted.covered_hostility(*both) for both in zip(plans, read, strict=True)]) <= 0.95


def test_leaving_a_partisan_outlet_out_moves_the_direction_max():
    plan = planted.history(3, pairs=2, weeks=160, changes=0, one_sided=0.3)
    outlet_of = plan.outlets.rename_axis("event_id").reset_index(name="outlet")
    variants = outlets(plan.events, outlet_of, freq="Q")
    assert variants["variant"].unique()[0] == WHOLE
    moved = spread(variants)
    assert (moved["direction_moved_by"] == "without Partisan").mean() > 0.9
    assert (moved["direction_min"] < moved["direction"] - 0.05).mean() > 0.9
    assert (moved["direction_max"] >= moved["direction"]).all()


def test_an_act_that_two_outlets_report_stays_without_one():
    two = events(("A", "B", "ASSAULT", "2024-01-02"), ("A", "B", "AID", "2024-01-03"))
    outlet_of = pd.DataFrame({"event_id": ["e0", "e0", "e1"], "outlet": ["X", "Y", "X"]})
    counted = outlets(two, outlet_of).groupby("variant")["n"].sum()
    assert counted.to_dict() == {WHOLE: 2, "without X": 1, "without Y": 2}


def test_modalities_and_weights_are_shown_side_by_side():
    acts = events(
        ("A", "B", "ASSAULT", "2024-01-02", "asserted", "190"), ("A", "B", "ASSAULT", "2024-01-03", "denied", "190"),
        ("A", "B", "ACCUSE", "2024-01-04", "asserted", "124"),
    )  # fmt: skip
    counted = modalities(acts).groupby("variant")["n"].sum()
    assert counted.to_dict() == {WHOLE: 2, "all modalities": 3}
    row = weights(acts).iloc[0]
    # the two published tables give 124 -5 and -4, and agree on 190
    assert (row["n"], row["apart"]) == (2, 0.5)


def test_sensitivity_of_a_corpus_tries_its_outlets_and_modalities():
    acts = [act("2024-01-03", "USA", "CHN", "ASSAULT", 4), act("2024-01-04", "USA", "CHN", "AID", 2)]
    acts += [act("2024-01-04", "USA", "CHN", "AID", 2, modality="planned") for _ in range(3)]
    corpus = made(acts, ["2024-01-03", "2024-01-04"], sources=("Alpha", "Beta"))
    row = sensitivity(corpus).iloc[0]
    assert row["direction_moved_by"] in {"without Alpha", "without Beta", "all modalities"}
    assert row["direction_min"] < row["direction"] < row["direction_max"]
    assert row["intensity_moved_by"] == "without Alpha"
    assert row["direction"] == measure(corpus).frame["direction"].iloc[0]
    assert set(sensitivity(corpus.events)["direction_moved_by"]) == {"all modalities"}


def test_an_act_of_both_together_counts_once_where_directions_are_added_up():
    rows = events(("RUS", "PRK", "CONSULT", "2024-01-03"), ("PRK", "RUS", "CONSULT", "2024-01-03"))
    joined = rows.assign(act_id="act", mutual=True)
    assert measure(joined).frame["n"].tolist() == [1]
    assert measure(joined, directed=True).frame["n"].tolist() == [1, 1]
    assert measure(joined, by="system").frame["n"].tolist() == [1]
    assert measure(rows).frame["n"].tolist() == [2]
