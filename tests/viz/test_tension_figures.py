"""Figures of tension say what they draw; labels never overlap; the incomplete edge is grey."""

from dataclasses import replace

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from page_cases import act, made, weeks

from analysis import tables, viz
from analysis.relations import measure as measure_relations
from analysis.tension import survey
from analysis.viz import act_lanes, style
from analysis.viz.heatmap import _cells

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
    chosen = viz.key_events(rated, ("CHN", "USA"))
    plot = viz.pair_panels(rated, ("CHN", "USA"), turns, chosen)
    own = turns.breaks[turns.breaks["component"] == "direction"]
    assert len(own) == 1
    lines = [line for line in plot.figure.axes[0].lines if line.get_color() == style.BREAK]
    assert [pd.Timestamp(line.get_xdata()[0]) for line in lines] == [own["period"].iloc[0]]
    assert "60 dated acts of cooperation and 29 of conflict" in plot.alt


def test_key_events_are_numbered_by_day_from_both_lanes(rated):
    chosen = viz.key_events(rated, ("CHN", "USA"), max_labels=3)
    assert chosen["number"].tolist() == [1, 2, 3, 4, 5, 6]
    assert chosen["day"].is_monotonic_increasing
    assert chosen["root"].tolist() == ["CONSULT"] * 3 + ["ASSAULT"] * 3


def test_a_doubtful_act_is_no_key_event(rated):
    acts = rated.corpus.events
    doubtful = acts["root"] == "ASSAULT"
    events = acts.assign(confidence=acts["confidence"].mask(doubtful, 0.79))
    chosen = viz.key_events(survey(replace(rated.corpus, events=events), freq="W"), ("CHN", "USA"), max_labels=3)
    assert set(chosen["root"]) == {"CONSULT"}


def test_the_table_of_key_events_opens_to_their_sentences(rated):
    shown = tables.labelled_events(rated, viz.key_events(rated, ("CHN", "USA"), max_labels=1))
    assert "Sentence of report 0.</blockquote>" not in shown.text
    assert "<summary>Sentence of report 0.</summary>" in shown.html
    assert "CONSULT" in str(shown)


def labels_of(axes):
    renderer = axes.figure.canvas.get_renderer()
    return [text.get_window_extent(renderer) for text in axes.texts]


@pytest.mark.parametrize("apart", [1, 3, 20], ids=lambda days: f"{days} days apart")
def test_labels_never_overlap_and_stay_inside(apart):
    days = [str((pd.Timestamp("2023-02-01") + pd.Timedelta(days=apart * k)).date()) for k in range(9)]
    acts = [act(when, "USA", "CHN", root, quad) for when in days for root, quad in (("CONSULT", 1), ("ASSAULT", 4))]
    g = survey(made(acts, weeks("2023-01-02", 30)), freq="W")
    figure, axes = style.stacked_panels([3.0])
    act_lanes.draw_lanes(axes[0], g.acts, g)
    style.finish_panels(axes, g)
    placed = act_lanes.label_events(axes[0], viz.key_events(g, ("CHN", "USA"), max_labels=9))
    boxes = labels_of(axes[0])
    assert placed == len(boxes) >= (18 if apart == 20 else 4), "a label without room for its words is its number"
    assert any("→" in text.get_text() for text in axes[0].texts)
    assert not any(a.overlaps(b) for number, a in enumerate(boxes) for b in boxes[:number])
    panel = axes[0].get_window_extent(figure.canvas.get_renderer())
    assert all(panel.x0 - 1 <= box.x0 and box.x1 <= panel.x1 + 1 for box in boxes)
    assert all(panel.y0 - 1 <= box.y0 and box.y1 <= panel.y1 + 1 for box in boxes)


def test_the_incomplete_edge_is_grey_and_a_complete_one_is_not(rated):
    _, axes = style.stacked_panels([1.0])
    style.finish_panels(axes, rated)
    grey = [patch for patch in axes[0].patches if np.allclose(patch.get_facecolor()[:3], to_rgb(style.FAINT))]
    assert [mdates.num2date(patch.get_x()).date() for patch in grey] == [pd.Timestamp("2023-02-20").date()]
    _, axes = style.stacked_panels([1.0])
    style.finish_panels(axes, rated, last_day=pd.Timestamp("2023-02-26"))
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
        viz.pair_panels(rated, rated.pairs[0], turns, viz.key_events(rated, rated.pairs[0])),
        viz.heatmap(rated), viz.reciprocity(rated, rated.pairs[0]), viz.system(rated),
        viz.two_half_lives(rated, rated.pairs[0]), viz.attention(rated, series),
    ]  # fmt: skip
    for plot in plots:
        strips = [axes for axes in plot.figure.axes if axes.get_ylabel().startswith("articles\nper ")]
        assert strips, plot.alt
        assert sum(patch.get_height() for patch in strips[0].containers[0]) == 60
        assert len(plot.alt) > 40


def test_the_two_conflict_shares_have_different_names(rated, turns):
    panels = viz.pair_panels(rated, rated.pairs[0], turns, viz.key_events(rated, rated.pairs[0]))
    assert panels.figure.axes[0].get_ylabel() == "conflict share,\nhalf-life 28 days"
    assert "conflict share at the end, half-life 28 days" in panels.alt
    assert "half-life 28 days" in viz.system(rated).alt
    assert "whole period" in viz.robustness(rated, rated.variants()).figure.axes[0].get_xlabel()


def test_the_figure_of_two_half_lives_shows_the_series_of_the_pair(rated):
    pair = ("JPN", "KOR")
    drawn = viz.two_half_lives(rated, pair).figure.axes[0].lines[0].get_ydata()
    assert drawn == pytest.approx(rated.series(pair)["direction"].to_numpy())


def test_legends_name_every_class_and_axes_their_unit(rated, turns):
    panels = viz.pair_panels(rated, rated.pairs[0], turns, viz.key_events(rated, rated.pairs[0]))
    named = [text.get_text() for text in panels.figure.axes[0].get_legend().get_texts()]
    assert named == ["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"]
    units = [axes.get_ylabel().replace("\n", " ") for axes in panels.figure.axes]
    assert units[1:] == ["acts per week", "material conflict, log(1 + acts per week)", "articles per week"]


def test_an_empty_side_says_so_and_keeps_little_room(rated):
    figure, axes = style.stacked_panels([3.0])
    acts = rated.acts_between(rated.pairs[0])
    act_lanes.draw_lanes(axes[0], acts[acts["quad"] <= 2], rated)
    assert [text.get_text() for text in axes[0].texts] == ["No act of conflict was read."]
    bottom, top = axes[0].get_ylim()
    assert -bottom < top / 2
    assert figure.axes


def test_a_measure_has_a_gap_where_nothing_was_read():
    _, axes = style.stacked_panels([1.0])
    rows = pd.DataFrame({
        "period": pd.to_datetime(["2023-01-02", "2023-01-09", "2023-01-16"]), "exposure": [2.0, 0.0, 1.0],
        "direction": [0.4, 0.4, 0.5], "direction_low": 0.2, "direction_high": 0.6,
    })  # fmt: skip
    style.band(axes[0], rows, "direction", "W")
    assert np.isnan(axes[0].lines[0].get_ydata()).tolist() == [False, True, False]


def test_a_lone_act_is_not_shown_as_a_certainty(rated):
    lone = _cells(rated, (("JPN", "KOR"),))
    assert lone["n"].tolist() == [1] * 20
    assert lone["share"].unique() == pytest.approx([1 / 3])


def test_answers_follow_a_week_later(rated):
    answers = rated.responses(("CHN", "USA")).set_index(["source", "lag"])["correlation"]
    assert answers["USA", 1] > 0.5
    assert answers["USA", 1] > answers["USA", 0]


def test_answers_and_warnings_are_tables_in_words(rated):
    shown = tables.answers(rated, [("CHN", "USA"), ("JPN", "KOR")])
    assert "more acts of United States were followed by more of China" in shown.text
    assert "too few to see an answer" in shown.text
    assert "<table" in shown.html
    assert tables.answers(rated, []).text == "No pair to show."
    assert "comparisons with the pair's own past" in tables.early_warning(rated).text
    assert tables.early_warning(unrated()).text == str(unrated().note)


def test_too_little_conflict_gives_no_correlation(rated):
    plot = viz.reciprocity(rated, ("JPN", "KOR"))
    assert plot.alt.endswith("too few acts.")
    assert len(plot.figure.axes) == 2


def test_leaving_an_outlet_out_and_all_modalities_are_tried(rated):
    variants = rated.variants()
    assert set(variants["variant"]) == {"as measured", "all modalities", "without Alpha", "without Beta"}
    own = variants[variants["a"] == "JPN"].set_index("variant")["share"]
    whole = measure_relations(rated.corpus, freq="all").pairs().set_index("a")["share"]
    assert own["as measured"] == whole["JPN"]  # the figure of the page of relations
    assert own["all modalities"] < own["as measured"]
    assert "2 outlets are named" in tables.outlet_note(rated)
    assert "other choices change it by at most" in viz.robustness(rated, variants).alt


def test_weights_and_agreement_name_every_pair(rated):
    assert str(tables.goldstein_weights(rated)).count("\n") == len(rated.pairs) - 1
    shown = str(tables.attention_agreement(rated, rated.attention()))
    assert shown.startswith("all actors | 0 | too few")


def test_breaks_and_doubts_stand_in_one_table_with_their_terms(rated, turns):
    shown = tables.breaks(rated, turns)
    assert "penalty 4, at least 4 periods apart, 30 acts needed" in str(shown)
    assert "China – United States" in shown.html


def test_the_change_table_links_and_draws(rated):
    moved = rated.changes()
    shown = tables.changes(rated, moved, evidence_pages="evidence/")
    assert '<a href="evidence/CHN_USA.html">' in shown.html
    assert shown.html.count("<svg") == len(moved)
    assert "<details>" in shown.html
    assert "would come by chance alone" in str(shown)


def test_where_nothing_is_rated_the_line_says_so():
    g = unrated()
    series = g.attention()
    blanks = [
        viz.heatmap(g), viz.system(g), viz.attention(g, series),
        viz.robustness(g, g.variants()), tables.goldstein_weights(g), tables.breaks(g, None),
        tables.attention_agreement(g, pd.DataFrame()), tables.alerts(g, pd.DataFrame()),
    ]  # fmt: skip
    assert {str(blank) for blank in blanks} == {str(g.note)}
    assert not any(isinstance(blank, viz.Plot) for blank in blanks)
    assert "Observed, too few to rate" in tables.changes(g, g.changes()).html


@pytest.mark.parametrize(("freq", "first"), [("W", "2021-02-03"), ("M", "2020-09-02"), ("Y", "2015-01-07")])
def test_figures_hold_at_every_granularity(freq, first):
    days = [str(when.date()) for when in pd.date_range(first, "2021-06-30", freq="28D" if freq == "Y" else "7D")]
    acts = [act(when, "USA", "CHN", "CONSULT" if k % 3 else "ACCUSE", 1 if k % 3 else 3) for k, when in enumerate(days)]
    g = survey(made(acts, days), freq=freq)
    chosen = viz.key_events(g, g.pairs[0])
    for plot in (
        viz.pair_panels(g, g.pairs[0], g.breaks(), chosen),
        viz.two_half_lives(g, g.pairs[0]),
    ):
        assert len(plot.png()) > 5000


@pytest.mark.parametrize("name", ["heatmap", "robustness"])
def test_a_caption_stands_below_all_labels(rated, name):
    plot = viz.heatmap(rated) if name == "heatmap" else viz.robustness(rated, rated.variants())
    figure = plot.figure
    figure.draw_without_rendering()
    (caption,) = [text for text in figure.texts if text.get_gid() == style.CAPTION]
    others = [axes.get_tightbbox().y0 for axes in figure.axes]
    others += [text.get_window_extent().y0 for text in figure.texts if text is not caption]
    assert caption.get_window_extent().y1 <= min(others)
