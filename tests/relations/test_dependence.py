import numpy as np
import pandas as pd
import planted
import pytest
from relation_cases import frame, many, the_row
from scipy import stats

from analysis import schemas
from analysis.events.counts import count_acts
from analysis.relations import dependence, measure, rating


def in_articles(events, articles):
    rows = [
        {"event_id": event, "sentence_id": event, "doc_id": article, "published": pd.Timestamp("2024-01-09"),
         "trigger_start": 0, "trigger_end": 1}
        for event, article in zip(events["event_id"], articles, strict=True)
    ]  # fmt: skip
    return schemas.from_rows("evidence", rows)


def test_acts_of_one_article_tell_less_than_as_many_of_different_articles():
    events = frame(*many("A", "B", "ASSAULT", "2024-01-03", 12))
    apart, together = (
        measure(events, freq="all", evidence=in_articles(events, articles))
        for articles in ([f"d{n}" for n in range(12)], [f"d{n // 4}" for n in range(12)])
    )
    rho = together.parameters["story_correlation"]
    deff = 1 + rho * (4 - 1)
    row = the_row(together, "A", "B")
    assert row["n"] == row["n_weighted"] == 12
    assert row["design_effect"] == pytest.approx(deff)
    assert row["n_eff"] == pytest.approx(12 / deff)
    assert row["share_low"] == pytest.approx(stats.beta.ppf(0.05, 12 / deff + 5, 5))
    assert the_row(apart, "A", "B")["design_effect"] == 1
    assert the_row(apart, "A", "B")["standing"] == rating.HOSTILE
    assert row["standing"] == rating.TOO_FEW
    assert together.parameters["deed_overdispersion"] == pytest.approx(4.0)
    alone = measure(events, freq="all")
    # all on one day: nothing to compare their signs with, and as many deeds as one story may have
    assert (the_row(alone, "A", "B")["design_effect"], alone.parameters["deed_overdispersion"]) == (1, 12)


def test_decay_weighs_the_acts_of_an_article_before_they_are_put_together():
    events = frame(*[("A", "B", "ASSAULT", f"2024-01-{day}") for day in ("11", "21", "31")])
    measured = measure(events, freq="M", half_life=10, evidence=in_articles(events, ["d0", "d0", "d1"]))
    weights, rho = np.array([0.25, 0.5, 1.0]), measured.parameters["story_correlation"]
    clustered = (weights[:2].sum() ** 2 + weights[2] ** 2) / (weights**2).sum()
    assert the_row(measured, "A", "B")["design_effect"] == pytest.approx(1 + rho * (clustered - 1))


@pytest.mark.parametrize(("copied", "low", "high"), [(0.0, 0.0, 0.08), (0.5, 0.17, 0.33), (1.0, 0.95, 1.0)])
def test_the_correlation_is_found(copied, low, high):
    """Articles of three acts, each of which has the sign of its article with probability `copied`."""
    rng = np.random.default_rng(5)
    rows = np.repeat(np.arange(40), 90)
    articles = np.repeat(np.arange(1200), 3)
    share = rng.beta(5, 5, 40)[rows]
    own, of_article = rng.random(3600) < share, np.repeat(rng.random(1200), 3) < share
    conflict = np.where(rng.random(3600) < copied, of_article, own)
    found = dependence.correlation(pd.Series(rows), pd.Series(articles), pd.Series(conflict))
    assert low <= found <= high  # two acts of an article are both copies of it with probability copied squared


def test_without_articles_of_several_acts_the_usual_correlation_is_taken():
    rows = pd.Series([0, 0, 1, 1])
    conflict = pd.Series([True, False, True, True])
    assert dependence.correlation(rows, pd.Series(list("abcd")), conflict) == dependence.USUAL_CORRELATION
    assert dependence.count_overdispersion(rows, pd.Series(list("abcd"))) == 1
    assert dependence.count_overdispersion(rows, pd.Series(list("aacd"))) == pytest.approx((4 + 1 + 1) / 4)


QUIET = {"changes": 0, "overdispersion": 0, "repeats": 0, "drift": 0, "bursts": 0, "weeks": 208, "pairs": 10}


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"acts_of_an_article": 2.0},
        {"acts_of_an_article": 3.0, "busy": 3.0},
        {"acts_of_an_article": 2.0, "busy": 1.0},
        {"acts_of_an_article": 3.0, "apart": 1.0},
        {"acts_of_an_article": 4.0, "apart": 0.5},
    ],
    ids=str,
)
def test_bands_of_90_per_cent_hold_where_acts_are_mutual_and_articles_and_stories_hold_several(options):
    plans = [planted.history(seed, mutual=0.6, **QUIET, **options) for seed in (1, 2)]
    share, rate = np.mean([planted.covered_standing(plan, _standing(plan, plan.evidence)) for plan in plans], axis=0)
    assert 0.85 <= share <= 0.95
    assert 0.85 <= rate <= 0.95


def test_bands_do_not_hold_where_dependent_acts_are_taken_for_independent():
    plan = planted.history(1, mutual=0.6, acts_of_an_article=2.0, **QUIET)
    apart = plan.evidence.assign(doc_id=plan.evidence["event_id"])
    assert max(planted.covered_standing(plan, _standing(plan, apart))) < 0.8


@pytest.mark.parametrize("options", [{"acts_of_an_article": 3.0, "busy": 3.0}, {}], ids=str)
@pytest.mark.parametrize("table", [None, "D", "W"], ids=["events", "days", "weeks"])
def test_bands_hold_without_articles_since_days_or_periods_stand_in_their_place(options, table):
    plans = [planted.history(seed, mutual=0.6, **QUIET, **options) for seed in (1, 2)]
    sources = [plan.events if table is None else count_acts(plan.events, freq=table, once=True) for plan in plans]
    found = [
        planted.covered_standing(plan, measure(source, freq="Q", exposure=plan.articles, directed=False).pairs())
        for plan, source in zip(plans, sources, strict=True)
    ]
    share, rate = np.mean(found, axis=0)
    assert 0.85 <= share <= 0.95
    assert 0.85 <= rate <= 0.95


def test_a_table_of_counts_tells_no_dependence_within_its_own_periods():
    months = pd.date_range("2024-01-01", periods=12, freq="MS")
    table = pd.DataFrame({"a": "A", "b": "B", "period": months, "n_vc": 5, "n_mc": 0, "n_vf": [0, 9] * 6, "n_mf": 0})
    by_month, by_year = (measure(table, freq=freq).parameters["story_correlation"] for freq in "MY")
    assert by_month == 0 < by_year


def test_deeds_of_neighbouring_days_tell_how_much_counts_vary():
    pairs, days = pd.Series([0, 0, 0, 1]), pd.Series([2, 2, 3, 5])
    counts = pd.Series([1.0, 3.0, 2.0, 4.0])
    found = dependence.neighbours_overdispersion(pairs, days, counts)
    assert found == pytest.approx(((4 - 2) ** 2 + 4**2) / 10)
    assert dependence.neighbours_overdispersion(pairs[:0], days[:0], counts[:0]) == 1


def test_bands_do_not_hold_where_articles_of_one_story_are_taken_for_independent():
    plan = planted.history(1, mutual=0.6, acts_of_an_article=3.0, apart=1.0, **QUIET)
    of_articles = plan.evidence.drop_duplicates("event_id", keep="first")  # what an article retells is not known
    assert max(planted.covered_standing(plan, _standing(plan, of_articles))) < 0.8


def test_articles_that_share_an_act_or_repeat_each_other_are_one_story_for_a_fortnight():
    day = pd.Timestamp("2024-01-01")
    rows = [("d0", "e0", 0), ("d1", "e0", 1), ("d1", "e1", 1), ("d2", "e1", 9), ("d3", "e1", 20), ("d4", "e1", 21),
            ("d5", "e5", 2), ("d6", "e6", 3), ("d6", "e1", 3), ("d6", "e5", 3)]  # fmt: skip
    evidence = pd.DataFrame(
        [{"doc_id": doc, "event_id": event, "published": day + pd.Timedelta(days=n)} for doc, event, n in rows]
    )
    assert dependence.stories(evidence).to_dict() == {
        "d0": "d0", "d1": "d0", "d2": "d0", "d3": "d3", "d4": "d3", "d5": "d5", "d6": "d0",
    }  # fmt: skip
    documents = pd.DataFrame({"doc_id": ["d5", "d6"], "duplicate_of": ["d0", None]})
    assert dependence.stories(evidence, documents)["d5"] == "d0"


def test_acts_of_one_story_tell_less_than_as_many_of_different_stories():
    events = frame(*many("A", "B", "ASSAULT", "2024-01-03", 12))
    apart = in_articles(events, [f"d{n}" for n in range(12)])
    again = in_articles(events.iloc[[0] * 11], [f"d{n}" for n in range(1, 12)])
    one, many_stories = (
        measure(events, freq="all", evidence=evidence) for evidence in (pd.concat([apart, again]), apart)
    )
    rho = one.parameters["story_correlation"]
    assert the_row(one, "A", "B")["design_effect"] == pytest.approx(1 + rho * 11)
    assert the_row(many_stories, "A", "B")["design_effect"] == 1


def _standing(plan, evidence):
    return measure(plan.events, freq="Q", exposure=plan.articles, evidence=evidence).pairs()
