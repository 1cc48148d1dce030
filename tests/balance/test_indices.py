import math

import networkx as nx
import numpy as np
import pytest
from scipy import linalg
from signed_cases import noisy, ties

from analysis import balance, errors


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
