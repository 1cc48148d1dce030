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


def test_a_node_of_two_groups_stands_once_and_the_circle_is_closed():
    graph = ties("ab+", "bc+", "cd+", "da+", "ac+", "bd+")
    places = layout.circle(graph, [["a", "b"], ["b", "c"], ["a", "c"], ["c", "d"]])
    assert len(set(places.values())) == 4
    assert min(x for x, _ in places.values()) < layout.WIDTH / 2 < max(x for x, _ in places.values())
    assert min(y for _, y in places.values()) < layout.HEIGHT / 2 < max(y for _, y in places.values())


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


def behind(places, a, b):
    """The nodes whose box the tie of a and b passes."""
    control = layout.bend(places, a, b)
    middle = control or tuple((p + q) / 2 for p, q in zip(places[a], places[b], strict=True))
    curve = layout.curve_points(places[a], middle, places[b])
    return {
        node
        for node, (x, y) in places.items()
        if node not in (a, b)
        and any(abs(px - x) < layout.box_width(node) / 2 and abs(py - y) < layout.BOX_HEIGHT / 2 for px, py in curve)
    }


def test_a_tie_bends_round_a_node_in_its_way_and_is_straight_elsewhere():
    places = {"a": (100.0, 100.0), "b": (400.0, 100.0), "c": (250.0, 102.0)}
    assert layout.bend(places, "a", "b") is not None
    assert behind(places, "a", "b") == set()
    assert layout.bend(places, "a", "c") is None
    away = {**places, "c": (250.0, 200.0)}
    assert layout.bend(away, "a", "b") is None


def test_no_tie_of_a_crowded_circle_runs_behind_a_foreign_node():
    graph = nx.complete_graph(["ZAF", "USA", "CAF", "GBR", "PRK", "KOR", "JPN", "RUS", "CHN", "UKR"])
    nx.set_edge_attributes(graph, 1, "sign")
    places = layout.circle(graph)
    assert [edge for edge in graph.edges if behind(places, *edge)] == []


def test_groups_that_share_a_member_or_take_in_a_stranger_are_not_both_outlined():
    places = {"a": (100.0, 100.0), "b": (100.0, 200.0), "c": (400.0, 100.0), "d": (400.0, 200.0), "e": (250.0, 150.0)}
    assert layout.outlined(places, [["a", "b"], ["c", "d"]]) == [["a", "b"], ["c", "d"]]
    assert layout.outlined(places, [["a", "b"], ["b", "e"]]) == [["a", "b"]]
    assert layout.outlined(places, [["a", "c"], ["b", "d"]]) == [["a", "c"], ["b", "d"]]
    assert layout.outlined(places, [["a", "d"]]) == [], "e stands between them"
    assert layout.outlined(places, [["a"], ["x", "y"]]) == []


def test_the_boxes_of_a_star_never_touch_however_many_partners():
    graph = nx.Graph()
    for number in range(40):
        graph.add_edge("USA", f"partner {number}", sign=0, share=0.3 + 0.001 * number, n=number)
    places = layout.star(graph, "USA")
    assert len(places) == 17
    assert "partner 39" in places
    assert "partner 3" not in places, "those with most events are shown"
    for a in places:
        for b in places:
            close = abs(places[a][1] - places[b][1]) < layout.BOX_HEIGHT
            assert a == b or not close or abs(places[a][0] - places[b][0]) >= layout.box_width(a)


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
