import math

import networkx as nx
import numpy as np
import pytest
from signed_cases import noisy

from analysis import balance, errors


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
