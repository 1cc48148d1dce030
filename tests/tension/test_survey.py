"""What is rated, what is set aside, what is found as a change."""

from dataclasses import replace

import pandas as pd
import pytest
from page_cases import act, made, weeks

from analysis import errors, tables
from analysis.events import Scope
from analysis.tension import compare, measure, recent_change, survey
from analysis.tension.survey import articles_by_period, by_quad

READ = weeks("2023-01-02", 24)


@pytest.fixture(scope="module")
def turned():
    """USA and CHN talk for twelve weeks and quarrel for twelve; KOR and JPN talk all along."""
    acts = [act(when, "USA", "CHN", "CONSULT", 1) for when in READ[:12] for _ in range(3)]
    acts += [act(when, "CHN", "USA", "ASSAULT", 4) for when in READ[12:] for _ in range(3)]
    acts += [act(when, "KOR", "JPN", "AGREE", 1) for when in READ]
    return survey(made(acts, READ), freq="W")


def test_pairs_are_rated_busiest_first_and_named_in_order(turned):
    assert turned.rated
    assert turned.note is None
    assert turned.pairs == (("CHN", "USA"), ("JPN", "KOR"))
    assert set(turned.series(("JPN", "KOR"))["a"]) == {"JPN"}


def test_two_half_lives_differ_by_nothing_but_the_half_life(turned):
    pair = ("JPN", "KOR")
    both = turned.short_and_long(pair)
    assert both["half_life"].unique().tolist() == [28.0, 182.0]
    short = both[both["half_life"] == turned.half_life].drop(columns="half_life").reset_index(drop=True)
    pd.testing.assert_frame_equal(short, turned.series(pair).reset_index(drop=True))
    # Alone, the pair would be what is usual, and its shares would be shrunk towards itself.
    alone = compare(turned.acts_between(pair), freq="W", exposure=turned.corpus.documents)
    assert (both["direction"].to_numpy() > alone["direction"].to_numpy()).all()


def test_contested_pairs_come_by_their_conflict(turned):
    assert turned.contested[0] == ("CHN", "USA")


def test_one_article_is_never_rated():
    acts = [act("2023-01-04", "USA", "CHN", "CONSULT", 1) for _ in range(9)]
    g = survey(made(acts, ["2023-01-04"]))
    assert not g.rated
    assert g.pairs == ()
    assert "a series needs 4" in g.reason
    assert g.breaks() is None


def test_few_acts_are_not_rated_however_long_the_reading():
    g = survey(made([act(when, "USA", "CHN", "CONSULT", 1) for when in READ[:4]], READ), freq="W")
    assert g.reason == "at most 4 acts between two actors, 5 are needed"


def test_observed_acts_stand_busiest_pair_first_even_those_of_history():
    acts = [act("2023-01-04", "USA", "CHN", "CONSULT", 1), act("1950-10-01", "CHN", "KOR", "ASSAULT", 4)]
    acts += [act("2023-01-04", "JPN", "KOR", "AGREE", 1) for _ in range(2)]
    acts += [act("2023-01-04", "JPN", "KOR", "AID", 2, modality="planned"), act("2023-01-04", "KOR", "KOR", "AID", 2)]
    shown = survey(made(acts, ["2023-01-04"])).observed()
    assert shown["event_id"].tolist() == ["e0002", "e0003", "e0001", "e0000"]
    assert shown["size"].tolist() == [2, 2, 1, 1]


def test_the_note_is_a_line_that_a_notebook_shows_in_grey():
    g = survey(made([act("2023-01-04", "USA", "CHN", "CONSULT", 1)], ["2023-01-04"]))
    assert g.note == "Observed, too few to rate; the acts and their sentences stand in the first section."
    assert g.note._repr_html_().startswith('<p style="opacity:.75">Observed')


def test_history_is_set_aside_and_does_not_stretch_the_series():
    acts = [act(when, "USA", "CHN", "CONSULT", 1) for when in READ]
    acts.append(act("1950-10-01", "CHN", "USA", "ASSAULT", 4))
    g = survey(made(acts, READ), freq="W")
    assert g.tension.frame["period"].min() == pd.Timestamp("2023-01-02")
    assert g.set_aside.set_index("reason")["n"].filter(like="history").tolist() == [1]
    assert (g.acts["quad"] == 1).all()


def test_acts_are_those_that_tension_counts():
    vague = ("2023-01-02", "2023-03-31")
    acts = [act(when, "USA", "CHN", "CONSULT", 1) for when in READ]
    acts += [
        act(vague, "USA", "CHN", "AID", 2),
        act(READ[3], "USA", "USA", "PROTEST", 3),
        act(READ[3], "USA", "CHN", "THREATEN", 3, modality="hypothetical"),
        act(READ[3], "USA", "CHN", "ASSAULT", 4, source_role="CRM"),
        act(READ[3], "USA", "CHN", None, 0),
    ]
    g = survey(made(acts, READ), freq="W")
    assert len(g.acts) == len(READ)
    assert g.tension.frame["n"].sum() == len(READ)


def test_articles_are_counted_by_period_without_gaps():
    coded = made([act("2023-01-04", "USA", "CHN", "CONSULT", 1)], ["2023-01-04", "2023-01-05", "2023-01-18"])
    read = articles_by_period(coded.documents, "W")
    assert read.tolist() == [2, 0, 1]
    assert read.index[0] == pd.Timestamp("2023-01-02")


def test_by_quad_has_every_period_and_class(turned):
    counted = by_quad(turned.acts_between(("CHN", "USA")), turned.articles.index, "W")
    assert list(counted.columns) == [1, 2, 3, 4]
    assert counted[1].tolist() == [3] * 12 + [0] * 12
    assert counted[4].tolist() == [0] * 12 + [3] * 12


def test_one_actor_alone_brings_its_partners_and_no_pair_among_them():
    acts = [
        act(when, *sides, "CONSULT", 1) for when in READ for sides in (("USA", "CHN"), ("USA", "JPN"), ("CHN", "JPN"))
    ]
    g = survey(made(acts, READ), actors="USA", freq="W")
    assert g.actors == ("USA", "CHN", "JPN")
    assert g.pairs == (("CHN", "USA"), ("JPN", "USA"))
    assert set(g.tension.frame["b"]) == {"USA"}


def test_an_unknown_actor_is_an_error():
    coded = made([act("2023-01-04", "USA", "CHN", "CONSULT", 1)], ["2023-01-04"])
    with pytest.raises(errors.InputError, match="no act with FRA"):
        survey(coded, actors="FRA,USA")


def test_a_clear_turn_is_reported_with_size_volume_and_its_heaviest_act(turned):
    row = turned.changes().iloc[0]
    assert (row["a"], row["b"], row["intensity_change"]) == ("CHN", "USA", "rises")
    assert row["direction_change"] in {"rises", "perhaps rises"}
    assert 0 < row["direction_size_low"] < row["direction_size"] < row["direction_size_high"]
    assert row["n_articles"] == 11  # the last week is not complete
    assert turned.acts.set_index("event_id").loc[row["event_id"], "root"] == "ASSAULT"


def test_a_steady_pair_is_no_change(turned):
    row = turned.changes().set_index(["a", "b"]).loc[("JPN", "KOR")]
    assert row["direction_change"] == "no clear change"
    assert row["direction_size_low"] <= 0 <= row["direction_size_high"]


def test_the_band_of_a_difference_is_square_and_add():
    g = survey(made([act(when, "USA", "CHN", "CONSULT", 1) for when in READ], READ), freq="W")
    row = g.changes().iloc[0]
    low = row["direction"] - row["direction_low"], row["direction_high_before"] - row["direction_before"]
    wanted = row["direction_size"] - (low[0] ** 2 + low[1] ** 2) ** 0.5
    assert row["direction_size_low"] == pytest.approx(wanted)


def test_alerts_observe_and_never_explain(turned):
    found = turned.alerts()
    assert found["kind"].tolist()[:2] == ["change", "change"]
    wanted = r"From 2023-03-27 to 2023-\d\d-\d\d material conflict \(log scale\) was higher than .*; 33 acts in 11"
    assert found["observed"].str.match(wanted).any()
    assert not found["observed"].str.contains("because|due to|caused|led to|will ", regex=True).any()
    assert "escalation" in set(found["kind"])


def test_new_and_silent_pairs_are_distinguished():
    acts = [act(when, "USA", "CHN", "CONSULT", 1) for when in READ]
    acts += [act(when, "KOR", "JPN", "AGREE", 1) for when in READ[:8]]
    acts += [act(when, "FRA", "DEU", "AGREE", 1) for when in READ[16:22]]
    g = survey(made(acts, READ), freq="W")
    found = g.alerts()
    kinds = dict(zip(found["pair"], found["kind"], strict=True))
    assert kinds["Germany – France"] == "new"
    assert kinds["Japan – South Korea"] == "silent"


def test_nothing_rated_gives_no_change_and_no_alert():
    g = survey(made([act("2023-01-04", "USA", "CHN", "CONSULT", 1)], ["2023-01-04"]))
    assert g.changes().empty
    assert g.alerts().empty


def test_series_are_those_of_tension(turned):
    again = measure(turned.acts, freq="W", half_life=28, min_events=5, exposure=turned.corpus.documents).frame
    own = again[again["a"] == "CHN"].reset_index(drop=True)
    pd.testing.assert_frame_equal(turned.series(("CHN", "USA")).reset_index(drop=True), own, check_dtype=False)


def test_the_scope_of_the_corpus_names_the_actors_where_the_call_does_not(turned):
    corpus = replace(turned.corpus, scope=Scope.parse(actors="Japan, South Korea", freq="monthly"))
    g = survey(corpus)
    assert (g.actors, g.freq, g.pairs) == (("JPN", "KOR"), "M", (("JPN", "KOR"),))
    assert survey(corpus, actors="USA,China", freq="W").actors == ("USA", "CHN")


def test_breaks_are_searched_once(turned):
    assert turned.breaks() is turned.breaks()


def test_the_words_of_the_survey_are_few(turned):
    assert repr(turned).startswith("<TensionSurvey: 24 articles, 2023-01-04 to 2023-06-14; one period is a week;")
    assert len(repr(turned)) < 300


def test_a_rise_of_material_conflict_is_shown_by_an_act_of_it():
    row = {"direction_change": "no clear change", "intensity_change": "rises"}
    words = pd.DataFrame({
        "event_id": ["a"], "quad": [3], "confidence": [0.9], "n_reports": [5], "goldstein": [-5.0], "day": [READ[0]],
    })  # fmt: skip
    blow = words.assign(event_id="b", quad=4, n_reports=1)
    assert recent_change._act_behind(pd.concat([words, blow]), row) == "b"
    assert recent_change._act_behind(words, row) is None
    assert recent_change._act_behind(words, {**row, "intensity_change": "no clear change"}) == "a"


def test_conflict_of_both_sides_is_told_apart_from_what_each_does():
    acts = [act(when, "USA", "CHN", "ASSAULT", 4, act_id=f"a{when}") for when in READ]
    for when in READ[::4]:
        acts += [
            act(when, *sides, "ASSAULT", 4, act_id=f"b{when}", mutual=True)
            for sides in (("USA", "CHN"), ("CHN", "USA"))
        ]
    acts += [act(when, "KOR", "JPN", "AGREE", 1, act_id=f"c{when}") for when in READ]
    g = survey(made(acts, READ), freq="W")
    assert g.conflict_of_both(("CHN", "USA")) == 6
    assert g.answers(("CHN", "USA")).set_index("source")["n"].to_dict() == {"USA": 24, "CHN": 0}
    assert g.responses(("CHN", "USA")).empty
    assert "left out: of both together" in tables.answers(g, [("USA", "CHN")]).html
