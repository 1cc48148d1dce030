"""Trying all splits finds what the cutting planes prove."""

import networkx as nx
import numpy as np
import pytest

from analysis import balance
from analysis.balance._exact import two_blocks


def coins(seed, size, ties):
    rng = np.random.default_rng(seed)
    graph = nx.gnm_random_graph(size, ties, seed=seed)
    for a, b in sorted(graph.edges):
        graph.edges[a, b]["sign"] = int(rng.choice([-1, 1]))
        graph.edges[a, b]["weight"] = float(rng.integers(1, 5)) / 4
    return graph


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("weight", [None, "weight"])
def test_the_index_is_that_of_the_exact_solver(monkeypatch, seed, weight):
    graph = coins(seed, 11, 40)
    tried = balance.frustration(graph, weight=weight)
    monkeypatch.setattr(two_blocks, "MAX_ENUMERATED", 0)
    solved = balance.frustration(graph, weight=weight)
    assert tried.proven
    assert solved.proven
    assert tried.index == pytest.approx(solved.index)
    assert sum(1 if weight is None else graph.edges[tie][weight] for tie in tried.frustrated) == pytest.approx(
        tried.index
    )


def test_dense_networks_of_a_dozen_are_quick():
    assert balance.frustration(coins(1, 12, 65)).seconds < 0.5
