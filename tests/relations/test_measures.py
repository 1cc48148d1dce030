import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from relation_cases import documents, frame, many, the_row
from scipy import stats

from analysis import errors, schemas
from analysis.relations import measure
from analysis.relations.rating import MIN_EVENTS

SMALL = frame(
    ("RUS", "UKR", "ASSAULT", "2024-01-03"), ("RUS", "UKR", "ACCUSE", "2024-01-04"),
    ("UKR", "RUS", "ASSAULT", "2024-01-05"),
    ("UKR", "RUS", "CONSULT", "2024-02-05"), ("PRK", "RUS", "AID", "2024-02-06"),
)  # fmt: skip


def test_counts_of_pairs_and_of_directions():
    measured = measure(SMALL, freq="all")
    pair = the_row(measured, "RUS", "UKR")
    assert pair[["n_vc", "n_mc", "n_vf", "n_mf", "n"]].tolist() == [1, 0, 1, 2, 4]
    forth = the_row(measured, "RUS", "UKR", directed=True)
    assert forth[["n_vc", "n_mc", "n_vf", "n_mf", "n"]].tolist() == [0, 0, 1, 1, 2]
    assert the_row(measured, "UKR", "RUS", directed=True)["n_mf"] == 1
    assert measured.frame.columns.tolist()[:-3] == schemas.columns("relations")
    assert not measure(SMALL, freq="all", directed=False).frame["directed"].any()


def test_periods_begin_on_their_first_day():
    for freq, days in {
        "M": ["2024-01-01", "2024-02-01"],
        "W": ["2024-01-01", "2024-02-05"],
        "Y": ["2024-01-01"],
        "Q": ["2024-01-01"],
    }.items():
        measured = measure(SMALL, freq=freq).pairs()
        assert sorted(set(measured["period"].dt.strftime("%Y-%m-%d"))) == days, freq


def test_share_is_the_beta_posterior():
    row = the_row(measure(SMALL, freq="all", prior_strength=4, base_share=0.25, level=0.8), "RUS", "UKR")
    assert row["share"] == pytest.approx((3 + 1) / (4 + 4))
    assert row["share_low"] == pytest.approx(stats.beta.ppf(0.1, 4, 4))
    assert row["share_high"] == pytest.approx(stats.beta.ppf(0.9, 4, 4))


def test_corpus_base_is_the_share_of_all_acts():
    measured = measure(SMALL, freq="all", base_share="corpus")
    assert measured.parameters["base_share"] == pytest.approx((3 + 0.5) / (5 + 1))


def test_intensity_is_the_gamma_posterior_per_thousand_articles():
    read = documents(*["2024-01-02"] * 30, *["2024-02-02"] * 10)
    measured = measure(SMALL, freq="M", exposure=read)
    row = the_row(measured, "RUS", "UKR", period="2024-01-01")
    # three pair rows hold 2 material conflicts against 30 + 10 + 10 articles
    rate = 0.5 * 50 / 2
    assert (row["exposure"], row["exposure_kind"]) == (30, "articles")
    assert row["intensity"] == pytest.approx(1000 * 2.5 / (30 + rate))
    assert row["intensity_high"] == pytest.approx(1000 * stats.gamma.ppf(0.95, 2.5) / (30 + rate))
    series = pd.Series([30.0, 10.0], index=pd.to_datetime(["2024-01-02", "2024-02-02"]))
    assert measure(SMALL, freq="M", exposure=series).frame.equals(measured.frame)


def test_without_articles_all_events_of_the_period_are_the_exposure():
    events = frame(
        ("RUS", "UKR", "ASSAULT", "2024-01-03"), ("RUS", "RUS", "ASSAULT", "2024-01-03"),
        ("RUS", "UKR", None, "2024-01-09"),
    )  # fmt: skip
    row = the_row(measure(events, freq="M"), "RUS", "UKR")
    assert (row["exposure"], row["exposure_kind"]) == (3, "events")


def test_a_period_in_which_nothing_was_read_has_no_intensity():
    row = the_row(measure(SMALL, freq="M", exposure=documents("2024-02-10")), "RUS", "UKR", period="2024-01-01")
    assert row["exposure"] == 0
    assert np.isnan(row["intensity"])


def test_what_is_not_measured_is_counted_with_its_reason():
    events = frame(
        ("RUS", "UKR", "ASSAULT", "2024-01-03"), ("RUS", "RUS", "ASSAULT", "2024-01-03"),
        ("RUS", None, "AID", "2024-01-03"),
        (None, None, "AID", "2024-01-03"), ("RUS", "UKR", None, "2024-01-03"), ("RUS", "UKR", "AID", None),
        ("RUS", "UKR", "AID", "2024-01-03", {"modality": "planned"}),
        ("RUS", "UKR", "AID", "2024-01-01", {"last": "2024-12-31"}),
        ("RUS", "UKR", "ASSAULT", "1950-06-25"),
    )  # fmt: skip
    aside = measure(events, freq="M", exposure=documents("2024-01-05")).set_aside
    found = {reason.split(":")[0]: n for reason, n in aside.itertuples(index=False)}
    assert found == {
        "domestic": 1, "one-sided": 1, "unresolved": 1, "statements": 1, "modality": 1,
        "undated": 1, "vague date": 1, "history": 1,
    }  # fmt: skip
    wider = measure(events, freq="all", exposure=documents("2024-01-05"), modality=("asserted", "planned"))
    assert the_row(wider, "RUS", "UKR")["n"] == 4


def test_undated_events_take_the_day_of_their_first_report():
    events = frame(("RUS", "UKR", "AID", None))
    proof = [
        {"event_id": "e0000", "sentence_id": "s", "doc_id": d, "published": pd.Timestamp(p),
         "trigger_start": 0, "trigger_end": 1}
        for d, p in [("d2", "2024-03-04"), ("d1", "2024-02-03")]
    ]  # fmt: skip
    measured = measure(events, freq="M", evidence=schemas.from_rows("evidence", proof))
    assert the_row(measured, "RUS", "UKR")["period"] == pd.Timestamp("2024-02-01")


@pytest.mark.parametrize(
    ("cooperative", "hostile", "standing", "sign"),
    [
        (0, 12, "hostile", -1),
        (12, 0, "cooperative", 1),
        (20, 20, "neutral", 0),
        (6, 4, "unclear", 0),
        (0, 4, "observed, too few to rate", 0),
        (4, 0, "observed, too few to rate", 0),
        (6, 0, "observed, too few to rate", 0),  # above min_events, but with this prior no six acts can give a sign
        (7, 0, "cooperative", 1),
    ],
)
def test_standing(cooperative, hostile, standing, sign):
    events = frame(*many("A", "B", "AID", "2024-01-03", cooperative), *many("A", "B", "ASSAULT", "2024-01-03", hostile))
    row = the_row(measure(events, freq="all"), "A", "B")
    assert (row["standing"], row["sign"]) == (standing, sign)


def test_no_sign_comes_from_the_prior():
    events = frame(*many("A", "B", "AID", "2024-01-03", 5))
    for base in (0.01, 0.99):
        row = the_row(measure(events, freq="all", base_share=base, min_events=6), "A", "B")
        assert row["sign"] == 0


def test_reciprocity_is_shared_by_all_rows_of_a_pair():
    events = frame(
        *many("A", "B", "AID", "2024-01-03", 3),
        *many("B", "A", "AID", "2024-01-03", 1),
        ("C", "A", "AID", "2024-01-03"),
    )
    rows = measure(events, freq="all").frame
    assert set(rows.loc[rows["a"].isin(["A", "B"]) & rows["b"].isin(["A", "B"]), "reciprocity"]) == {0.5}
    assert set(rows.loc[rows["a"].eq("C") | rows["b"].eq("C"), "reciprocity"]) == {0.0}


def test_mean_goldstein_by_the_table_named():
    events = frame(
        ("A", "B", "AID", "2024-01-03", {"goldstein": 7.0}), ("A", "B", "ASSAULT", "2024-01-03", {"goldstein": -9.0})
    )
    assert the_row(measure(events, freq="all"), "A", "B")["goldstein_mean"] == -1.0
    named = measure(events, freq="all", goldstein_table="plover")
    assert named.parameters["goldstein_table"] == "plover"
    assert the_row(named, "A", "B")["goldstein_mean"] != -1.0


def test_decay_over_one_period():
    events = frame(("A", "B", "ASSAULT", "2024-01-01"), ("A", "B", "AID", "2024-01-31"))
    row = the_row(measure(events, freq="all", half_life=30, prior_strength=1), "A", "B")
    assert row["n"] == 2
    assert row["n_weighted"] == pytest.approx(1.5)
    assert row["n_eff"] == pytest.approx(1.5**2 / 1.25)
    assert row["share"] == pytest.approx((0.5 + 0.5) / 2.5)


def test_decay_looks_back_over_periods_and_forgets():
    events = frame(*many("A", "B", "ASSAULT", "2024-01-31", 8), ("C", "D", "AID", "2024-06-30"))
    measured = measure(events, freq="M", half_life=29, exposure=pd.Series(10.0, index=pd.to_datetime(["2024-01-31"])))
    march = the_row(measured, "A", "B", period="2024-02-01")
    assert march["n"] == 0
    assert march["n_weighted"] == pytest.approx(4.0)
    assert march["n_eff"] == pytest.approx(8.0)
    assert march["standing"] == "observed, too few to rate"
    assert the_row(measured, "A", "B", period="2024-01-01")["standing"] == "hostile"
    assert measured.frame.query("a == 'A' and not directed")["period"].max() == pd.Timestamp("2024-04-01")


def test_faded_rows_agree_with_the_plain_sum():
    rng = np.random.default_rng(3)
    days = pd.Timestamp("2023-01-01") + pd.to_timedelta(rng.integers(0, 400, 200), unit="D")
    rows = [("A", "B", rng.choice(["AID", "ASSAULT"]), day) for day in days]
    measured = measure(frame(*rows), freq="M", half_life=60)
    end = pd.Timestamp("2023-08-31")
    weights = [2 ** (-(end - day).days / 60) for *_, day in rows if day <= end]
    row = the_row(measured, "A", "B", period="2023-08-01")
    assert row["n_weighted"] == pytest.approx(sum(weights))
    effective = sum(weights) ** 2 / sum(w * w for w in weights)
    assert row["n_eff"] == pytest.approx(effective / row["design_effect"])


def test_bootstrap_draws_articles_not_events():
    events = frame(*many("A", "B", "ASSAULT", "2024-01-03", 10), *many("A", "B", "AID", "2024-01-03", 10))

    def proof(docs):
        return schemas.from_rows("evidence", [
            {"event_id": f"e{i:04d}", "sentence_id": "s", "doc_id": d, "published": pd.Timestamp("2024-01-04"),
             "trigger_start": 0, "trigger_end": 1} for i, d in enumerate(docs)
        ])  # fmt: skip

    one_each = measure(events, freq="all", evidence=proof(range(20)), bootstrap=300, seed=1)
    in_two = measure(events, freq="all", evidence=proof([1] * 10 + [2] * 10), bootstrap=300, seed=1)
    widths = [
        the_row(m, "A", "B")["share_boot_high"] - the_row(m, "A", "B")["share_boot_low"] for m in (one_each, in_two)
    ]
    assert widths[1] > 1.5 * widths[0]
    assert in_two.parameters["bootstrap_over"].startswith("stories")
    again = measure(events, freq="all", evidence=proof(range(20)), bootstrap=300, seed=1)
    assert again.frame.equals(one_each.frame)


def counts(*rows):
    return pd.DataFrame(rows, columns=["a", "b", "period", "n_vc", "n_mc", "n_vf", "n_mf"])


def test_a_table_of_counts_is_measured_like_its_events():
    table = counts(("RUS", "UKR", "2024-01", 0, 0, 1, 1), ("UKR", "RUS", "2024-01", 0, 0, 0, 1),
                   ("UKR", "RUS", "2024-02", 1, 0, 0, 0),
                   ("PRK", "RUS", "2024-02", 0, 1, 0, 0))  # fmt: skip
    ours = measure(table, freq="M").frame.drop(columns=["goldstein_mean"])
    assert ours.equals(measure(SMALL, freq="M").frame.drop(columns=["goldstein_mean"]))


def test_a_table_of_counts_by_year():
    measured = measure(counts(("A", "B", 1995, 1, 2, 3, 4), ("A", "A", 1995, 9, 0, 0, 0)), freq="Y")
    row = the_row(measured, "A", "B")
    assert row["period"] == pd.Timestamp("1995-01-01")
    assert row["n"] == 10
    assert row["exposure"] == 19
    assert measured.set_aside["n"].tolist() == [9]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (counts(("A", "B", 1995, -1, 0, 0, 0)), r"row 0, column 'n_vc'"),
        (counts(("A", "B", "soon", 1, 0, 0, 0)), r"column 'period'"),
        (pd.DataFrame({"source": ["A"]}), "lack the columns event_id"),
    ],
)
def test_bad_input_is_named(table, message):
    with pytest.raises(errors.InputError, match=message):
        measure(table)


@pytest.mark.parametrize(
    "choice",
    [
        {"freq": "D"},
        {"level": 1.0},
        {"prior_strength": 0},
        {"base_share": 1.5},
        {"base_share": "dyad"},
        {"half_life": 0},
    ],
)
def test_choices_out_of_range_are_refused(choice):
    with pytest.raises(errors.InputError):
        measure(SMALL, **choice)


def test_no_events_give_an_empty_frame():
    measured = measure(schemas.empty("events"), freq="M")
    assert measured.frame.empty
    assert measured.set_aside.empty
    assert schemas.check("relations", measured.frame).empty


def test_actor_names_that_look_missing_are_kept():
    row = the_row(measure(frame(("NA", "NAM", "AID", "2024-01-03")), freq="all"), "NA", "NAM")
    assert row["n"] == 1


ACTORS = st.sampled_from("ABC")
ROWS = st.lists(
    st.tuples(
        ACTORS,
        ACTORS,
        st.sampled_from(["CONSULT", "AID", "ACCUSE", "ASSAULT"]),
        st.dates(dt.date(2024, 1, 1), dt.date(2024, 6, 30)),
    ),
    max_size=25,
)


@settings(max_examples=40, deadline=None)
@given(rows=ROWS, freq=st.sampled_from(["W", "M", "all"]), half_life=st.sampled_from([None, 20.0]))
def test_bounds_and_sums(rows, freq, half_life):
    measured = measure(frame(*rows), freq=freq, half_life=half_life)
    f = measured.frame
    assert f.loc[~f["directed"], "n"].sum() == f.loc[f["directed"], "n"].sum()
    assert f.loc[~f["directed"], "n"].sum() + measured.set_aside["n"].sum() == len(rows)
    assert ((f["share_low"] <= f["share"]) & (f["share"] <= f["share_high"])).all()
    assert (f["intensity_low"].isna() | (f["intensity_low"] <= f["intensity_high"])).all()
    assert (f["n_weighted"] <= f["n_eff"] * f["design_effect"] + 1e-9).all()
    assert (f["reciprocity"].dropna().between(0, 1)).all()
    assert ((f["sign"] == 0) | (f["n_weighted"] >= MIN_EVENTS)).all()


def test_an_act_of_both_together_counts_once_for_the_pair_and_in_each_direction():
    events = frame(
        ("RUS", "PRK", "CONSULT", "2024-01-03"), ("PRK", "RUS", "CONSULT", "2024-01-03"),
        ("RUS", "PRK", "ACCUSE", "2024-01-05"),
    )  # fmt: skip
    joined = events.assign(act_id=["act", "act", "e0002"], mutual=[True, True, False])
    measured = measure(joined, freq="all")
    pair = the_row(measured, "PRK", "RUS")
    assert (pair["n_vc"], pair["n_vf"], pair["n"]) == (1, 1, 2)
    assert pair["share"] == pytest.approx((1 + 5) / (2 + 10))
    assert the_row(measured, "RUS", "PRK", directed=True)["n"] == 2
    assert the_row(measured, "PRK", "RUS", directed=True)["n"] == 1
    # reciprocity rests on directions: two acts one way, one the other
    assert pair["reciprocity"] == pytest.approx(2 / 3)
    apart = measure(events, freq="all")
    assert the_row(apart, "PRK", "RUS")["n"] == 3


def test_both_directions_of_an_act_fall_in_one_period():
    events = frame(("RUS", "PRK", "CONSULT", "2024-01-31"), ("PRK", "RUS", "CONSULT", "2024-02-01"))
    pairs = measure(events.assign(act_id="act", mutual=True), freq="M").pairs()
    assert pairs[["period", "n"]].values.tolist() == [[pd.Timestamp("2024-01-01"), 1.0]]


MOOD = [(30, 0), (0, 0), (0, 30), (0, 30)]  # acts of cooperation and of conflict by year


def test_a_pair_that_turns_has_no_one_standing():
    years = [pd.Timestamp(f"{year}-06-01") for year in range(1990, 1994)]
    counts = [("A", "B", day, good, 0, 0, bad) for day, (good, bad) in zip(years, MOOD, strict=True)]
    steady = [("A", "C", day, 20, 0, 0, 0) for day in years]
    table = pd.DataFrame(counts + steady, columns=["a", "b", "period", "n_vc", "n_mc", "n_vf", "n_mf"])
    found = measure(table, freq="Y")
    assert found.changed_standing().to_dict("records") == [{
        "a": "A", "b": "B", "cooperative": 1, "hostile": 2, "turns": 1, "last_turn": pd.Timestamp("1992-01-01"),
        "standing": "hostile",
    }]  # fmt: skip
    assert found.latest().pairs()["period"].unique().tolist() == [pd.Timestamp("1993-01-01")]
    assert measure(table, freq="all").changed_standing().empty
