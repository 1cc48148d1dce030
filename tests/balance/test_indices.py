import math

import networkx as nx
import numpy as np
import pytest
from scipy import linalg
from signed_cases import noisy

from analysis import balance, errors


def ties(*signed):
    graph = nx.Graph()
    for item in signed:
        graph.add_edge(item[0], item[1], sign={"+": 1, "-": -1, "0": 0}[item[2]])
    return graph


def test_walk_balance_and_least_eigenvalue_of_the_tribes_as_published():
    graph = balance.load_tribes()
    assert balance.walk_balance(graph) == pytest.approx(0.3575761, abs=5e-8)
    assert balance.spectral(graph).smallest == pytest.approx(1.0402891, abs=5e-8)


def test_walk_balance_is_the_ratio_of_traces():
    graph = noisy(12, 30, 0.4, 3)
    matrix = nx.to_numpy_array(graph, weight="sign")
    expected = np.trace(linalg.expm(matrix)) / np.trace(linalg.expm(np.abs(matrix)))
    assert balance.walk_balance(graph) == pytest.approx(expected)


def test_a_balanced_graph_has_walk_balance_one_and_eigenvalue_zero():
    graph = balance.load_powers(1907)
    assert balance.walk_balance(graph) == pytest.approx(1)
    found = balance.spectral(graph)
    assert found.smallest == pytest.approx(0, abs=1e-9)
    assert {node for node, side in found.side.items() if side == found.side["GBR"]} == {"GBR", "FRA", "RUS"}


def test_spectral_tells_components_apart():
    graph = ties("ab-", "bc-", "ac-", "xy-")
    found = balance.spectral(graph)
    assert found.components == [["a", "b", "c"], ["x", "y"]]
    assert found.by_component == pytest.approx([1.0, 0.0])


def test_figures_of_empty_and_small_graphs():
    assert math.isnan(balance.walk_balance(nx.Graph()))
    assert math.isnan(balance.spectral(nx.Graph()).smallest)
    one = nx.Graph()
    one.add_node("a")
    assert balance.walk_balance(one) == 1.0
    assert balance.spectral(one).smallest == 0.0
    assert balance.find_blocs(nx.Graph()).partition == {}
    assert balance.find_blocs(one).partition == {"a": 0}


@pytest.mark.parametrize(
    "measure", [balance.walk_balance, balance.spectral, balance.positions, balance.brokers, balance.pivots]
)
def test_measures_of_undirected_graphs_say_so(measure):
    with pytest.raises(errors.GraphError, match="directed"):
        measure(nx.DiGraph([("a", "b", {"sign": 1})]))
    with pytest.raises(errors.GraphError, match="must be 1, -1 or 0"):
        measure(nx.Graph([("a", "b", {"sign": 3})]))


def test_blocs_of_the_tribes_are_the_three_alliances():
    found = balance.find_blocs(balance.load_tribes(), seed=3)
    assert found.violated == 2
    assert sorted(len(members) for members in found.members) == [4, 5, 7]
    assert found.cohesiveness == 1.0
    assert found.divisiveness == pytest.approx(29 / 31)


def test_blocs_never_beat_the_proof():
    for seed in range(4):
        graph = noisy(18, 60, 0.4, seed)
        assert balance.find_blocs(graph, seed).violated >= balance.frustration(graph, None).index


def test_cohesion():
    graph = ties("ab+", "bc-", "cd-", "ad+")
    assert balance.cohesion(graph, {"a": 0, "b": 0, "c": 1, "d": 1}) == (0.5, 0.5)
    assert balance.cohesion(graph, {"a": 0, "b": 0, "c": 1, "d": 0}) == (1.0, 1.0)
    inside, outside = balance.cohesion(graph, dict.fromkeys("abcd", 0))
    assert (inside, math.isnan(outside)) == (0.5, True)
    with pytest.raises(errors.GraphError, match="'d' has no bloc"):
        balance.cohesion(graph, {"a": 0, "b": 0, "c": 1})


def test_positions_between_opponents():
    graph = ties("ab-", "ca+", "cb+", "da+", "db-", "ea0", "eb0", "fa-", "fb-", "ga+", "gb0", "ha0", "hb0")
    for node, other in (("e", "a"), ("e", "b"), ("g", "b")):
        graph.edges[node, other]["standing"] = "neutral"
    table = balance.positions(graph).set_index("node")
    wanted = {"c": "bridges", "d": "sides", "e": "distance", "f": "opposes", "g": "leans", "h": "unknown"}
    only = nx.Graph(graph.subgraph("abcdefgh"))
    assert table.loc["a", "pairs"] == sum(
        1 for x, y, d in only.edges(data=True) if d["sign"] == -1 and "a" not in (x, y)
    )
    for node, name in wanted.items():
        alone = nx.Graph(graph.subgraph({"a", "b", node}))
        row = balance.positions(alone).set_index("node").loc[node]
        assert row["pairs"] == 1
        assert row[name] == 1, node


def test_brokers_and_pivots():
    graph = ties("ab-", "ca+", "cb+", "da+", "db-")
    brokers = balance.brokers(graph)
    assert brokers["node"].tolist() == ["c"]
    assert brokers.loc[0, ["bridges", "pairs", "share"]].tolist() == [1, 2, 0.5]
    parts = balance.pivots(graph).set_index("node")
    assert parts.loc["c", "pivot"] == 1
    assert parts.loc["b", ["wing", "outsider"]].tolist() == [1, 1]
    assert parts.loc["d", "partner"] == 1
    assert parts.loc["a", "triangles"] == 2


def test_shuffled_signs_keep_ties_and_number_of_signs():
    graph = noisy(20, 60, 0.3, 1)
    negative = sum(d["sign"] < 0 for *_, d in graph.edges(data=True))
    seen = []

    def remember(drawn):
        seen.append(tuple(d["sign"] for *_, d in drawn.edges(data=True)))
        assert set(drawn.edges) == set(graph.edges)
        return sum(sign < 0 for sign in seen[-1])

    found = balance.shuffle_signs(graph, remember, n=30, seed=2)
    assert found.draws["remember"].unique().tolist() == [negative]
    assert len(set(seen)) > 25
    row = found.table.iloc[0]
    assert (row["observed"], row["percentile"]) == (negative, 50.0)
    assert math.isnan(row["z"])


def test_the_tribes_are_more_balanced_than_chance():
    found = balance.shuffle_signs(balance.load_tribes(), n=60, seed=1).table.set_index("statistic")
    assert found.loc["share balanced", "observed"] == pytest.approx(59 / 68)
    assert found.loc["share balanced", "z"] > 4
    assert found.loc["share balanced", "percentile"] == 100
    assert found.loc["frustration", "z"] < -3
    assert not found["mean"].isna().any()


def test_null_model_of_a_directed_graph_and_its_seed():
    graph = nx.gnm_random_graph(12, 60, seed=1, directed=True)
    rng = np.random.default_rng(0)
    nx.set_edge_attributes(graph, {edge: int(rng.choice([1, -1])) for edge in graph.edges}, "sign")
    one, two = (balance.shuffle_signs(graph, n=20, seed=5) for _ in range(2))
    assert one.draws.equals(two.draws)
    assert set(one.table["statistic"]) >= {"share balanced (transitive triads)", "frustration"}
    with pytest.raises(errors.InputError, match="too few"):
        balance.shuffle_signs(graph, n=1)
