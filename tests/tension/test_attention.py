"""Attention: articles in, searches and states out; the normalisation as published; agreement."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import replication
from page_cases import act, made

from analysis import errors
from analysis.actors import gazetteer
from analysis.tension import attention, attention_index, measure


def documents(*articles):
    """Rows of day, title, body, and optionally what it repeats."""
    return pd.DataFrame([
        {"doc_id": f"d{number}", "published": pd.Timestamp(day), "title": title, "body": body,
         "duplicate_of": rest[0] if rest else None}
        for number, (day, title, body, *rest) in enumerate(articles)
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("text", "categories"),
    [
        ("The threat of war grew.", "1"),
        ("A threat to peace.", "2"),
        ("Fears of a wider conflict", ""),  # three words apart
        ("Fears of conflict", "1"),
        ("War. A threat.", "1"),
        ("The truce was rejected.", "2"),
        ("Troops massed at the border, said the minister. Later a blockade was ordered.", "3"),
        ("Talk of a nuclear weapon raised concern elsewhere.", "4"),
        ("The nuclear plant raised concern.", ""),
        ("They tested an H-bomb; the danger is clear.", "4"),
        ("Terrorist threats against the embassy", "5"),
        ("War broke out in the east.", "6"),
        ("The conflict began on Monday.", "6"),
        ("Rebels attacked the town.", "7"),
        ("Troops advanced; a military build-up followed.", "3 7"),
        ("Guerrillas killed three.", "8"),
        ("War-related fears", "1"),
        ("A warning of rain, a movable feast", ""),
        ("The army drives on.", "7"),
        ("Trade talks resumed.", ""),
    ],
)
def test_searches(text, categories):
    found = attention.matches(documents(("2024-01-01", "News", text)), states=False).iloc[0]
    assert found["categories"] == categories
    assert found["threats"] == any(number in categories for number in "12345")
    assert found["acts"] == any(number in categories for number in "678")


def test_excluded_words_keep_an_article_out_unless_asked():
    article = documents(
        ("2024-01-01", "A price war", "The threat of war in a film."), ("2024-01-01", "Price", "The war threat")
    )
    assert attention.matches(article)[["threats", "excluded"]].to_numpy().tolist() == [[False, True], [True, False]]
    assert attention.matches(article, exclude=False)["threats"].tolist() == [True, True]
    real = documents(
        ("2024-01-01", "Real estate", "The threat of war"), ("2024-01-01", "Real", "estate of war threats")
    )
    assert attention.matches(real)["excluded"].tolist() == [True, True]


def test_states_are_named_in_matching_articles_only():
    found = attention.matches(
        documents(
            ("2024-01-01", "Kyiv and Moscow", "Russian troops attack. The war threatens."),
            ("2024-01-01", "Paris", "French bread is good."),
        )
    )
    assert found["states"].tolist() == ["RUS UKR", ""]


def test_states_are_named_by_the_users_aliases_too():
    run = {"aliases": {"file": "aliases.csv", "table": "alias,actor,path\nQorvath,FRA,\nMoscow,,\nBly,DEU,b.txt\n"}}
    articles = documents(("2024-01-01", "Moscow", "Qorvath and Bly fear the threat of war.")).assign(path="a.txt")
    found = [attention.matches(articles, gazetteer=gazetteer.of_run(one))["states"].item() for one in ({}, run)]
    assert found == ["RUS", "FRA"]


def test_the_index_by_hand():
    war, calm = "The threat of war between Russia and Ukraine.", "Bread is good."
    rows = [("2024-01-05", war), ("2024-01-09", calm), ("2024-02-02", war), ("2024-02-03", war), ("2024-02-04", calm),
            ("2024-02-05", calm), ("2024-04-01", calm)]  # fmt: skip
    texts = documents(*((day, "News", text) for day, text in rows), ("2024-01-06", "News", war, "d0"))
    series = attention.index(attention.matches(texts), pairs=[("RUS", "UKR")], countries=["FRA"])
    whole = series[(series["a"] == "*") & (series["side"] == "threats")]
    assert whole["n_articles"].tolist() == [2, 4, 0, 1]
    assert whole["n_matching"].tolist() == [1, 2, 0, 0]
    assert whole["share"].fillna(-1).tolist() == [0.5, 0.5, -1, 0.0]
    # the mean of the shares known is one third
    assert whole["index"].fillna(-1).tolist() == pytest.approx([150, 150, -1, 0])
    assert series[(series["b"] == "UKR") & (series["side"] == "all")]["n_matching"].tolist() == [1, 2, 0, 0]
    assert series[series["a"] == "FRA"]["index"].isna().all()
    assert series[(series["a"] == "*") & (series["side"] == "acts")]["n_matching"].sum() == 0
    january = attention.index(attention.matches(texts), base=("2024-02-01", "2024-02-29"))
    assert january[january["side"] == "threats"]["index"].iloc[0] == pytest.approx(100)


def test_shares_are_scaled_to_mean_100_over_the_base():
    months = pd.date_range("1984-11-01", periods=5, freq="MS")
    share = pd.Series([9.0, 9.0, 2.0, 4.0, np.nan], index=months)
    got = attention.normalise(share, base=("1985-01-01", "2019-12-31"))
    assert got.tolist()[:4] == pytest.approx([300, 300, 66.666667, 133.333333])
    assert np.isnan(got.iloc[4])
    assert got["1985-01":].mean() == pytest.approx(100)
    # the unit of the shares does not matter
    assert attention.normalise(share / 100, base=("1985-01-01", "2019-12-31")).iloc[0] == pytest.approx(300)
    with pytest.raises(errors.InputError, match="no share between 1990"):
        attention.normalise(share, base=("1990-01-01", "1991-01-01"))


def test_a_published_table_is_checked_within_its_rounding(tmp_path):
    share = [4.46, 4.02, 3.10, 5.20]
    index = [100 * one / (sum(share) / 4) for one in share]
    rows = ["month,GPR,SHARE_GPR,GPRH,SHARE_GPRH"]
    rows += [
        f"01/0{n}/1985,{i:.2f},{s},{i:.2f},{s}" for n, (i, s) in enumerate(zip(index, share, strict=True), start=1)
    ]
    (tmp_path / "gpr_monthly_country.csv").write_text("\n".join(rows), encoding="utf-8-sig")
    found = list(replication.geopolitical_risk(tmp_path))
    assert len(found) == 4
    assert all(check.holds for check in found)
    rows[1] = rows[1].replace("01/01/1985,", "01/01/1985,9")
    (tmp_path / "gpr_monthly_country.csv").write_text("\n".join(rows), encoding="utf-8-sig")
    assert [check.holds for check in replication.geopolitical_risk(tmp_path)][:2] == [True, False]
    (tmp_path / "gpr_monthly_country.csv").write_text("month,GPR\n")
    with pytest.raises(errors.InputError, match="SHARE_GPR"):
        list(replication.geopolitical_risk(tmp_path))


def test_lists_of_events_that_are_not_there_are_not_checked(tmp_path):
    assert list(replication.levant(tmp_path)) == []
    assert list(replication.balkans(tmp_path)) == []
    assert replication.Check("x", 0, 1.0, "y", within=1.01).holds


def test_agreement_counts_the_periods_that_both_know():
    weeks = pd.date_range("2024-01-01", periods=12, freq="7D")
    number = [1, 2, 4, 13, 16, 3, 5, 6, 7, 9, 10, 11]
    columns = {"n_vc": 1, "n_mc": 0, "n_vf": 0, "n_mf": number}
    acts = pd.DataFrame({"a": "RUS", "b": "UKR", "period": weeks, **columns})
    measured = measure(acts, until="2024-03-20").frame
    texts = []
    for many, day in zip(number, weeks, strict=True):
        texts += [(day, "Russia, Ukraine", "Rebels attack.")] * many + [(day, "Bread", "Good.")] * (20 - many)
    series = attention.index(attention.matches(documents(*texts)), freq="W", pairs=[("RUS", "UKR")])
    got = attention.agreement(series, measured, side="acts").set_index("component")
    assert got.loc["intensity", "spearman"] == pytest.approx(1.0)
    assert got.loc["intensity", "n"] == 11  # the last week is still open
    assert np.isnan(got.loc["threats", "pearson"])  # no threats were coded: nothing varies
    short = attention.agreement(series, measured[measured["period"] < weeks[9]], side="acts")
    assert short["n"].tolist() == [9, 9, 9]
    assert short["pearson"].isna().all()
    assert attention.agreement(series.head(0), measured).empty


def test_documents_without_their_columns_are_named():
    with pytest.raises(errors.InputError, match="duplicate_of"):
        attention.matches(documents(("2024-01-01", "x", "y")).drop(columns="duplicate_of"))
    nothing = attention.matches(documents(("2024-01-01", "x", "y")).head(0))
    assert attention.index(nothing).empty


def test_the_index_of_a_corpus_is_that_of_its_documents():
    corpus = made([act("2024-01-03", "USA", "CHN", "CONSULT", 1)], ["2024-01-03", "2024-02-03"])
    corpus = replace(corpus, documents=corpus.documents.assign(body=["The threat of war with China.", "Calm."]))
    found = attention_index(corpus, countries=["CHN"])
    by_hand = attention.index(attention.matches(corpus.documents), countries=["CHN"])
    pd.testing.assert_frame_equal(found, by_hand)
    assert found.loc[(found["a"] == "CHN") & (found["side"] == "threats"), "n_matching"].tolist() == [1, 0]
