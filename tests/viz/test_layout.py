import networkx as nx
import pytest

from analysis.viz import layout


def ties(*signed, **data):
    graph = nx.Graph()
    for item in signed:
        graph.add_edge(item[0], item[1], sign={"+": 1, "-": -1, "0": 0}[item[2]], **data)
    return graph


def far(places, a, b):
    (x1, y1), (x2, y2) = places[a], places[b]
    return ((x1 - x2) ** 2 + (y1 - y2) ** 2) ** 0.5


def test_members_of_a_group_stand_side_by_side_and_foes_across():
    graph = ties("ab+", "bc+", "ac+", "xy+", "ax-", "by-", "cx-")
    places = layout.circle(graph, [["a", "b", "c"], ["x", "y"]])
    assert far(places, "a", "b") < far(places, "a", "x")
    assert far(places, "x", "y") < far(places, "x", "b")
    assert len(set(places.values())) == 5


def test_every_box_stays_on_the_page_whatever_the_names():
    graph = nx.complete_graph(["ZAF", "USA", "CAF", "GBR", "PRK", "KNA", "VCT"])
    nx.set_edge_attributes(graph, 1, "sign")
    places = layout.circle(graph, [list(graph)])
    for node, (x, _) in places.items():
        assert layout.box_width(node) / 2 <= x <= layout.WIDTH - layout.box_width(node) / 2
    for x, y in layout.outline(places, graph):
        assert 0 <= x <= layout.WIDTH
        assert 0 <= y <= layout.HEIGHT


def test_nodes_without_a_tie_stand_beneath():
    graph = ties("ab+")
    graph.add_nodes_from(["z", "y"])
    places = layout.circle(graph)
    assert min(places["z"][1], places["y"][1]) > max(places["a"][1], places["b"][1])
    assert places["z"] != places["y"]


def test_nothing_hangs_on_the_order_of_ties():
    one, other = ties("ab+", "bc-", "cd+", "ad-"), ties("ad-", "cd+", "bc-", "ab+")
    assert layout.circle(one) == layout.circle(other)
    assert layout.circle(nx.Graph()) == {}


def test_a_star_puts_friends_nearer_than_foes():
    graph = nx.Graph()
    graph.add_edge("c", "friend", sign=1, share=0.1)
    graph.add_edge("c", "foe", sign=-1, share=0.9)
    graph.add_edge("foe", "stranger", sign=1, share=0.1)
    places = layout.star(graph, "c")
    assert set(places) == {"c", "friend", "foe"}
    assert far(places, "c", "friend") < far(places, "c", "foe")


def test_an_ego_network_keeps_all_ties_of_one_and_the_signed_ones_of_its_friends():
    graph = ties("ca+", "cb0", "ab-", "ax+")
    graph.add_edge("c", "d", sign=0)
    graph.add_edge("d", "a", sign=0)
    assert sorted(map(sorted, layout.ego(graph, "c").edges)) == [["a", "b"], ["a", "c"], ["b", "c"], ["c", "d"]]
    assert list(layout.ego(graph, "x")) == ["x", "a"]


def test_the_outline_is_convex_and_holds_the_boxes():
    places = {"a": (100.0, 100.0), "b": (200.0, 120.0), "c": (150.0, 300.0)}
    corners = layout.outline(places, places)
    turns = [
        (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])
        for a, b, c in zip(corners, corners[1:] + corners[:1], corners[2:] + corners[:2], strict=True)
    ]
    assert all(turn > 0 for turn in turns)
    assert min(x for x, _ in corners) <= 100 - layout.box_width("a") / 2


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ({"sign": 1}, "pos"), ({"sign": -1}, "neg"), ({"sign": 0, "standing": "neutral"}, "neutral"),
        ({"sign": 0, "standing": "unclear"}, "unclear"), ({"sign": 0}, "unclear"),
        ({"sign": 0, "standing": "observed, too few to rate", "n_vc": 2}, "few-pos"),
        ({"sign": 0, "standing": "observed, too few to rate", "n_mf": 1}, "few-neg"),
        ({"sign": 0, "standing": "observed, too few to rate", "n_mf": 1, "n_mc": 1}, "few"),
    ],
)  # fmt: skip
def test_how_a_tie_is_drawn(data, kind):
    assert layout.tie_kind(data) == kind
