import math

import pytest
from signed_cases import noisy, ties

from analysis import balance, errors


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


def test_blocs_are_the_same_each_time_and_weights_count():
    graph = noisy(20, 70, 0.4, 2)
    assert balance.find_blocs(graph, 7).partition == balance.find_blocs(graph, 7).partition
    graph = ties("ab+", "bc+", "ac-")
    graph.edges["a", "b"]["weight"], graph.edges["b", "c"]["weight"], graph.edges["a", "c"]["weight"] = 5.0, 1.0, 3.0
    found = balance.find_blocs(graph, weight="weight")
    assert found.violated == 1
    assert found.partition["a"] == found.partition["b"] != found.partition["c"]
