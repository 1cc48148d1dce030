import numpy as np
import pandas as pd
import planted
import pytest
from relation_cases import frame, many, the_row
from scipy import stats

from analysis import schemas
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
    rho = together.parameters["article_correlation"]
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
    assert (the_row(alone, "A", "B")["design_effect"], alone.parameters["deed_overdispersion"]) == (1, 1)


def test_decay_weighs_the_acts_of_an_article_before_they_are_put_together():
    events = frame(*[("A", "B", "ASSAULT", f"2024-01-{day}") for day in ("11", "21", "31")])
    measured = measure(events, freq="M", half_life=10, evidence=in_articles(events, ["d0", "d0", "d1"]))
    weights, rho = np.array([0.25, 0.5, 1.0]), measured.parameters["article_correlation"]
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
    ],
    ids=str,
)
def test_bands_of_90_per_cent_hold_where_acts_are_mutual_and_articles_hold_several(options):
    plans = [planted.history(seed, mutual=0.6, **QUIET, **options) for seed in (1, 2)]
    share, rate = np.mean([planted.covered_standing(plan, _standing(plan, plan.evidence)) for plan in plans], axis=0)
    assert 0.85 <= share <= 0.95
    assert 0.85 <= rate <= 0.95


def test_bands_do_not_hold_where_dependent_acts_are_taken_for_independent():
    plan = planted.history(1, mutual=0.6, acts_of_an_article=2.0, **QUIET)
    assert max(planted.covered_standing(plan, _standing(plan, None))) < 0.8


def _standing(plan, evidence):
    return measure(plan.events, freq="Q", exposure=plan.articles, evidence=evidence).pairs()
