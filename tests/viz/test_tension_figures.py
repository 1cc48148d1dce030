"""Figures of tension say what they draw; labels never overlap; the incomplete edge is grey."""

from dataclasses import replace

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from page_cases import act, made, weeks

from analysis.tables import changes, robustness
from analysis.tension import survey
from analysis.viz import act_lanes, figures_tension
from analysis.viz import axes as panels
from analysis.viz.style import Plot

READ = weeks("2022-01-03", 60)
OUTLETS = ("Alpha", "Beta")


@pytest.fixture(scope="module")
def rated():
    """USA and CHN turn from talks to assaults in week 30; each assault answered a week later."""
    acts = [act(when, *sides, "CONSULT", 1) for when in READ[:30] for sides in (("USA", "CHN"), ("CHN", "USA"))]
    acts += [act(when, "USA", "CHN", "ASSAULT", 4) for when in READ[30:59:2]]
    acts += [act(when, "CHN", "USA", "ASSAULT", 4) for when in READ[31:59:2]]
    acts += [act(when, "JPN", "KOR", "AGREE", 1) for when in READ[::3]]
    acts += [act(when, "JPN", "KOR", "AID", 2, modality="planned") for when in READ[::5]]
    return survey(made(acts, READ, sources=OUTLETS), freq="W")


@pytest.fixture(scope="module")
def turns(rated):
    return rated.breaks()


def unrated():
    return survey(made([act("2023-01-04", "USA", "CHN", "CONSULT", 1)], ["2023-01-04"]))


def test_the_planted_turn_is_drawn_as_a_break(rated, turns):
    chosen = figures_tension.telling(rated, ("CHN", "USA"))
    plot = figures_tension.timeline(rated, ("CHN", "USA"), turns, chosen)
    own = turns.breaks[turns.breaks["component"] == "direction"]
    assert len(own) == 1
    lines = [line for line in plot.figure.axes[0].lines if line.get_color() == panels.BREAK]
    assert [pd.Timestamp(line.get_xdata()[0]) for line in lines] == [own["period"].iloc[0]]
    assert "60 acts of cooperation, 29 of conflict" in plot.alt


def test_telling_acts_are_numbered_by_day_from_both_lanes(rated):
    chosen = figures_tension.telling(rated, ("CHN", "USA"), most=3)
    assert chosen["number"].tolist() == [1, 2, 3, 4, 5, 6]
    assert chosen["day"].is_monotonic_increasing
    assert chosen["root"].tolist() == ["CONSULT"] * 3 + ["ASSAULT"] * 3


def test_the_table_of_telling_acts_opens_to_their_sentences(rated):
    shown = figures_tension.telling_table(rated, figures_tension.telling(rated, ("CHN", "USA"), most=1))
    assert "Sentence of report 0." in shown.html
    assert "CONSULT" in str(shown)


def labels_of(axes):
    renderer = axes.figure.canvas.get_renderer()
    return [text.get_window_extent(renderer) for text in axes.texts]


@pytest.mark.parametrize("apart", [1, 3, 20], ids=lambda days: f"{days} days apart")
def test_labels_never_overlap_and_stay_inside(apart):
    days = [str((pd.Timestamp("2023-02-01") + pd.Timedelta(days=apart * k)).date()) for k in range(9)]
    acts = [act(when, "USA", "CHN", root, quad) for when in days for root, quad in (("CONSULT", 1), ("ASSAULT", 4))]
    g = survey(made(acts, weeks("2023-01-02", 30)), freq="W")
    figure, axes = panels.stack([3.0])
    act_lanes.lanes(axes[0], g.acts, g)
    panels.finish(axes, g.articles, "W", panels.last_read(g))
    placed = act_lanes.label_acts(axes[0], act_lanes.telling(g, ("CHN", "USA"), most=9))
    boxes = labels_of(axes[0])
    assert placed == len(boxes) >= 4
    assert not any(a.overlaps(b) for number, a in enumerate(boxes) for b in boxes[:number])
    panel = axes[0].get_window_extent(figure.canvas.get_renderer())
    assert all(panel.x0 - 1 <= box.x0 and box.x1 <= panel.x1 + 1 for box in boxes)
    assert all(panel.y0 - 1 <= box.y0 and box.y1 <= panel.y1 + 1 for box in boxes)


def test_the_incomplete_edge_is_grey_and_a_complete_one_is_not(rated):
    _, axes = panels.stack([1.0])
    panels.finish(axes, rated.articles, "W", panels.last_read(rated))
    grey = [patch for patch in axes[0].patches if np.allclose(patch.get_facecolor()[:3], to_rgb(panels.EDGE))]
    assert [mdates.num2date(patch.get_x()).date() for patch in grey] == [pd.Timestamp("2023-02-20").date()]
    _, axes = panels.stack([1.0])
    panels.finish(axes, rated.articles, "W", pd.Timestamp("2023-02-26"))
    assert len(axes[0].patches) == 0


def test_the_attention_series_knows_the_aliases_of_the_run(rated):
    documents = rated.corpus.documents.assign(body="The threat of war between China and the Eagles.")
    run = {"aliases": {"file": "aliases.csv", "table": "alias,actor\nthe Eagles,USA\n"}}
    hits = []
    for record in ({}, run):
        series = replace(rated, corpus=replace(rated.corpus, documents=documents, run=record)).attention()
        hits.append(series.loc[(series["a"] == "CHN") & (series["b"] == "USA"), "n_matching"].sum())
    assert hits == [0, 2 * len(documents)]  # among all and among threats


def test_every_series_stands_on_the_articles_read(rated, turns):
    series = rated.attention()
    plots = [
        figures_tension.timeline(rated, rated.pairs[0], turns, figures_tension.telling(rated, rated.pairs[0])),
        figures_tension.heat(rated), figures_tension.mirrored(rated, rated.pairs[0]), figures_tension.system(rated),
        figures_tension.two_half_lives(rated, rated.pairs[0]), figures_tension.attention(rated, series),
    ]  # fmt: skip
    for plot in plots:
        strips = [axes for axes in plot.figure.axes if axes.get_ylabel() == "articles\nread"]
        assert strips, plot.alt
        assert sum(patch.get_height() for patch in strips[0].containers[0]) == 60
        assert len(plot.alt) > 40


def test_a_measure_has_a_gap_where_nothing_was_read():
    _, axes = panels.stack([1.0])
    rows = pd.DataFrame({
        "period": pd.to_datetime(["2023-01-02", "2023-01-09", "2023-01-16"]), "exposure": [2.0, 0.0, 1.0],
        "direction": [0.4, 0.4, 0.5], "direction_low": 0.2, "direction_high": 0.6,
    })  # fmt: skip
    panels.band(axes[0], rows, "direction", "W")
    assert np.isnan(axes[0].lines[0].get_ydata()).tolist() == [False, True, False]


def test_a_lone_act_is_not_shown_as_a_certainty(rated):
    from analysis.viz.heatmap import _cells

    lone = _cells(rated, (("JPN", "KOR"),))
    assert lone["n"].tolist() == [1] * 20
    assert lone["share"].unique() == pytest.approx([1 / 3])


def test_answers_follow_a_week_later(rated):
    answers = rated.responses(("CHN", "USA")).set_index(["source", "lag"])["correlation"]
    assert answers["USA", 1] > 0.5
    assert answers["USA", 1] > answers["USA", 0]


def test_too_little_conflict_tells_no_answer(rated):
    plot = figures_tension.mirrored(rated, ("JPN", "KOR"))
    assert plot.alt.endswith("too few acts to tell.")
    assert len(plot.figure.axes) == 2


def test_leaving_an_outlet_out_and_all_modalities_are_tried(rated):
    variants = rated.variants()
    assert set(variants["variant"]) == {"as measured", "all modalities", "without Alpha", "without Beta"}
    own = variants[variants["a"] == "JPN"].set_index("variant")["direction"]
    assert own["all modalities"] < own["as measured"]
    assert "2 outlets are named" in robustness.outlet_note(rated)
    assert "other choices move it by at most" in figures_tension.choices(rated, variants).alt


def test_weights_and_agreement_name_every_pair(rated):
    assert str(robustness.weights(rated)).count("\n") == len(rated.pairs) - 1
    shown = str(robustness.agreement(rated, rated.attention()))
    assert shown.startswith("all actors | 0 | too few")


def test_breaks_and_doubts_stand_in_one_table_with_their_terms(rated, turns):
    shown = robustness.break_table(rated, turns)
    assert "penalty 4, at least 4 periods apart, 30 acts needed" in str(shown)
    assert "China – United States" in shown.html


def test_the_change_table_links_and_draws(rated):
    moved = rated.changes()
    shown = changes.change_table(rated, moved, evidence_pages="evidence/")
    assert '<a href="evidence/CHN_USA.html">' in shown.html
    assert shown.html.count("<svg") == len(moved)
    assert "would come by chance alone" in str(shown)


def test_the_sparkline_counts_up_and_down():
    counted = pd.DataFrame(
        {1: [2, 0], 2: [0, 0], 3: [0, 1], 4: [0, 0]}, index=pd.to_datetime(["2023-01-02", "2023-01-09"])
    )
    drawn = changes.spark(counted, "A <B>")
    assert drawn.count("<rect") == 2
    assert "A &lt;B&gt;: 2 acts of cooperation, 1 of conflict over 2 periods" in drawn


def test_where_nothing_is_rated_the_line_says_so():
    g = unrated()
    series = g.attention()
    blanks = [
        figures_tension.heat(g), figures_tension.system(g), figures_tension.attention(g, series),
        figures_tension.choices(g, g.variants()), robustness.weights(g), robustness.break_table(g, None),
        robustness.agreement(g, pd.DataFrame()), changes.alert_table(g, pd.DataFrame()),
    ]  # fmt: skip
    assert {str(blank) for blank in blanks} == {str(g.note)}
    assert not any(isinstance(blank, Plot) for blank in blanks)
    assert "Observed, too few to rate" in changes.change_table(g, g.changes()).html


@pytest.mark.parametrize(("freq", "first"), [("W", "2021-02-03"), ("M", "2020-09-02"), ("Y", "2015-01-07")])
def test_figures_hold_at_every_granularity(freq, first):
    days = [str(when.date()) for when in pd.date_range(first, "2021-06-30", freq="28D" if freq == "Y" else "7D")]
    acts = [act(when, "USA", "CHN", "CONSULT" if k % 3 else "ACCUSE", 1 if k % 3 else 3) for k, when in enumerate(days)]
    g = survey(made(acts, days), freq=freq)
    chosen = figures_tension.telling(g, g.pairs[0])
    for plot in (
        figures_tension.timeline(g, g.pairs[0], g.breaks(), chosen),
        figures_tension.two_half_lives(g, g.pairs[0]),
    ):
        assert len(plot.png()) > 5000
