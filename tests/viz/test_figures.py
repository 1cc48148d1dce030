import itertools

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from coded_cases import HOSTILE_TEXT, coded, many
from matplotlib import image
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle
from matplotlib.text import Text

from analysis import errors, viz
from analysis.balance import core_blocs
from analysis.relations import measure, signed_graph
from analysis.viz import Plot, layout, networks, style

CORPUS = coded(
    *many("USA", "JPN", "AID", "2024-01-03", 9), *many("JPN", "KOR", "AID", "2024-01-03", 9),
    *many("USA", "PRK", "ASSAULT", "2024-01-03", 9), *many("PRK", "RUS", "CONSULT", "2024-01-03", 2),
)  # fmt: skip
MEASURED = measure(CORPUS.events, freq="all", exposure=CORPUS.documents)
GRAPH = signed_graph(MEASURED)
ACTORS = ["JPN", "KOR", "PRK", "RUS", "USA"]


def patches(plot, kind):
    return [patch for axes in plot.figure.axes[:1] for patch in axes.patches if type(patch) is kind]


def lines(plot):
    return [line for line in plot.figure.axes[0].lines if len(line.get_xdata()) == 2]


def test_a_plot_shows_itself_with_its_alt_text_and_the_same_bytes():
    plot = viz.network(GRAPH)
    data, more = plot._repr_mimebundle_()
    assert data["text/plain"] == plot.alt
    assert more["image/png"]["alt"] == plot.alt
    assert plot.png() == viz.network(GRAPH).png()


def test_a_series_tells_the_last_share_that_it_has():
    measured = pd.DataFrame({
        "period": pd.date_range("2024-01-01", periods=3, freq="MS"), "direction": [0.2, 0.4, np.nan], "n": [3, 2, 0],
        "direction_low": [0.1, 0.3, np.nan], "direction_high": [0.3, 0.5, np.nan],
        "intensity": [0.1, 0.1, 0.0], "intensity_low": 0.0, "intensity_high": 0.2,
    })  # fmt: skip
    alt = viz.series(measured, title="A", freq="M").alt
    assert "5 acts in 3 periods; conflict share last 0.40 (2024-02-01), band of 90 % 0.30 to 0.50; 0 breaks" in alt
    none = measured.assign(direction=np.nan)
    assert "no conflict share could be measured" in viz.series(none, title="A", freq="M").alt


def test_positions_may_be_given():
    star = layout.star(GRAPH, "USA")
    plot = viz.network(GRAPH, positions=star)
    assert plot.alt.startswith("Signed network of 3 actors")


def test_matrix_has_a_square_for_each_direction_and_hatches_what_is_unclear():
    plot = viz.matrix(MEASURED.pairs(directed=True), actors=ACTORS)
    squares = patches(plot, Rectangle)
    assert len(squares) == 4
    assert sorted(square.get_hatch() is not None for square in squares) == [False, False, False, True]
    by_number = {text.get_text() for text in plot.figure.axes[0].texts}
    assert by_number == {"9", "2"}
    assert "4 directed pairs with 29 acts" in plot.alt
    assert plot.alt.endswith("signs by intervals of 90 % of the conflict share.")
    assert "2 cooperative, 1 hostile" in plot.alt


def test_the_size_of_a_square_grows_with_the_acts_and_its_colour_shows_the_side():
    plot = viz.matrix(MEASURED.pairs(directed=True), actors=ACTORS)
    at = {
        (round(p.get_y() + p.get_height() / 2), round(p.get_x() + p.get_width() / 2)): p
        for p in patches(plot, Rectangle)
    }
    few, hostile, friendly = at[2, 3], at[4, 2], at[4, 0]
    assert few.get_width() < friendly.get_width()
    red, _, blue, _ = hostile.get_facecolor()
    assert red > blue
    red, _, blue, _ = friendly.get_facecolor()
    assert blue > red


def test_network_shows_sign_by_colour_and_dash_and_evidence_by_width():
    drawn = {line.get_color(): line for line in lines(viz.network(GRAPH))}
    assert drawn[style.COOPERATIVE].get_linestyle() == "-"
    assert drawn[style.HOSTILE].get_linestyle() == "--"
    few = drawn[networks.TIES["few-pos"].colour]
    assert few.get_linestyle() == ":"
    assert few.get_linewidth() < drawn[style.COOPERATIVE].get_linewidth()


def test_blocs_are_outlined_solid_if_rated_and_dashed_if_not():
    solid, dashed = patches(viz.network(GRAPH, groups=[["JPN", "KOR", "USA"], ["PRK", "RUS"]]), Polygon)
    assert solid.get_linestyle() in {"-", "solid"}
    assert dashed.get_linestyle() not in {"-", "solid"}
    assert patches(viz.network(GRAPH, groups=[["JPN"]]), Polygon) == []


def test_frustrated_ties_are_crossed():
    plain, crossed = viz.network(GRAPH), viz.network(GRAPH, frustrated=[("PRK", "USA")])
    marks = [line for line in crossed.figure.axes[0].lines if line.get_marker() == "X"]
    assert len(marks) == 1
    assert not [line for line in plain.figure.axes[0].lines if line.get_marker() == "X"]
    assert "1 frustrated" in crossed.alt


def test_nothing_to_draw_says_so():
    assert "No two" in viz.network(nx.Graph()).alt
    assert "no blocs" in viz.alluvial(pd.DataFrame(columns=["period", "actor", "bloc", "place", "moved"])).alt
    assert viz.matrix(MEASURED.pairs(directed=True).head(0), actors=[]).png()


def test_names_from_anywhere_are_drawn_as_text():
    graph = nx.Graph()
    graph.add_edge(f"XX:{HOSTILE_TEXT}", "$\\frac{", sign=1, n=3)
    assert image.imread(__import__("io").BytesIO(viz.network(graph).png())).ndim == 3


def two_periods():
    later = many("RUS", "CHN", "AID", "2025-01-03", 9) + many("USA", "JPN", "AID", "2025-01-03", 9)
    earlier = many("USA", "JPN", "AID", "2024-01-03", 9) + many("USA", "RUS", "AID", "2024-01-03", 9)
    events = coded(*earlier, *later).events
    return core_blocs.blocs_over_periods(measure(events, freq="Y"))


def test_alluvial_has_a_box_for_each_actor_and_period_and_bands_between():
    table = two_periods()
    plot = viz.alluvial(table)
    axes = plot.figure.axes[0]
    assert len(patches(plot, Rectangle)) == len(table)
    assert {text.get_text() for text in axes.texts} == {"United States", "Japan", "Russia", "China"}
    stays = table["actor"].value_counts()
    assert len(axes.collections) == int((stays == 2).sum())
    assert "Periods: 2;" in plot.alt
    boxes = np.array([[p.get_x(), p.get_y()] for p in patches(plot, Rectangle)])
    assert len(np.unique(boxes.round(6), axis=0)) == len(table)


@pytest.mark.parametrize("days", [1, 40, 90])
def test_labels_of_a_timeline_do_not_touch(days):
    first = pd.Timestamp("2024-01-03")
    acts = [("USA", "PRK", "ASSAULT", (first + pd.Timedelta(days=days * n)).date().isoformat()) for n in range(9)]
    plot = viz.timeline(coded(*acts).events, title="A pair", max_labels=9)
    plot.png()
    renderer = plot.figure.canvas.get_renderer()
    boxes = [Text.get_window_extent(text, renderer) for text in plot.figure.axes[0].texts]
    assert boxes
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))
    edge = plot.figure.axes[0].get_window_extent(renderer)
    assert all(edge.x0 - 1 <= box.x0 and box.x1 <= edge.x1 + 1 for box in boxes), "none crosses the axis"


@pytest.mark.parametrize("days", [1, 400])
def test_timeline_has_two_lanes(days):
    second = (pd.Timestamp("2024-01-03") + pd.Timedelta(days=days)).date().isoformat()
    events = coded(("USA", "PRK", "ASSAULT", "2024-01-03"), ("USA", "PRK", "AID", second)).events
    plot = viz.timeline(events, title="A pair")
    heights = [float(y) for c in plot.figure.axes[0].collections for _, y in c.get_offsets()]
    assert sorted(heights) == [-2.0, 2.0]
    assert "1 act of cooperation above the line, 1 of conflict beneath" in plot.alt


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_figures_are_saved_with_the_same_bytes(tmp_path, form):
    def bars():
        figure = Figure(figsize=(2, 1))
        figure.add_subplot().bar([1, 2], [3, 4])
        return Plot(figure, "Bars.")

    first, again = (bars().save(tmp_path / f"{name}.{form}") for name in ("a", "b"))
    assert first.read_bytes() == again.read_bytes()
    assert len(first.read_bytes()) > 500
    if form != "png":
        assert b"Bars." in first.read_bytes()


def test_a_figure_of_another_form_is_refused(tmp_path):
    with pytest.raises(errors.InputError, match=r"saved as \.png, \.svg, \.pdf"):
        Plot(Figure(), "x").save(tmp_path / "a.jpg")
