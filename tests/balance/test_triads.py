import itertools
import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from signed_cases import QUICK, signed_graphs

from analysis import balance, errors
from analysis.balance import triads


def triangle(ab, bc, ac):
    graph = nx.Graph()
    graph.add_edge("A", "B", sign=ab)
    graph.add_edge("B", "C", sign=bc)
    graph.add_edge("A", "C", sign=ac)
    return graph


@pytest.mark.parametrize(
    ("signs", "kind", "name", "first", "balanced"),
    [
        ((1, 1, 1), "+++", "ménage à trois", "A", True),
        ((1, 1, -1), "++-", "romantic triangle", "B", False),
        ((-1, -1, 1), "+--", "stable marriage", "B", True),
        ((-1, -1, -1), "---", "unit veto", "A", False),
    ],
)
def test_kinds_and_names(signs, kind, name, first, balanced):
    graph = triangle(*signs)
    assert balance.triad_census(graph).counts == {k: int(k == kind) for k in triads.KINDS}
    row = balance.list_triangles(graph).iloc[0]
    assert (row["kind"], row["name"], row["a"], row["balanced"]) == (kind, name, first, balanced)
    assert balance.share_balanced(graph) == balanced
    assert balance.share_balanced(graph, weak=True) == (balanced or kind == "---")


def test_an_unclear_tie_makes_no_triangle():
    graph = triangle(1, 1, 0)
    assert balance.triad_census(graph).total == 0
    assert math.isnan(balance.share_balanced(graph))
    assert balance.list_triangles(graph).empty


def test_the_tribes_as_published():
    found = balance.triad_census(balance.load_tribes())
    assert found.counts == {"+++": 19, "++-": 2, "+--": 40, "---": 7}
    assert (found.balanced, found.total, found.weakly_balanced) == (59, 68, 66)
    assert found.share == pytest.approx(0.8676471, abs=1e-7)


@pytest.mark.parametrize(
    ("year", "balanced", "total"), [(1872, 5, 7), (1882, 6, 8), (1890, 3, 5), (1904, 6, 8), (1907, 20, 20)]
)
def test_the_powers(year, balanced, total):
    found = balance.triad_census(balance.load_powers(year))
    assert (found.balanced, found.total) == (balanced, total)


@QUICK
@given(signed_graphs(9))
def test_the_census_agrees_with_the_listing(graph):
    found, listed = balance.triad_census(graph), balance.list_triangles(graph)
    assert {kind: int((listed["kind"] == kind).sum()) for kind in triads.KINDS} == found.counts
    assert int(listed["balanced"].sum()) == found.balanced


@QUICK
@given(signed_graphs(9), st.data())
def test_switching_changes_no_share(graph, data):
    side = {node: data.draw(st.sampled_from([1, -1])) for node in graph}
    switched = nx.Graph()
    switched.add_nodes_from(graph)
    switched.add_edges_from((a, b, {"sign": d["sign"] * side[a] * side[b]}) for a, b, d in graph.edges(data=True))
    assert balance.triad_census(switched).balanced == balance.triad_census(graph).balanced
    assert balance.walk_balance(switched) == pytest.approx(balance.walk_balance(graph), nan_ok=True)
    assert balance.spectral(switched).by_component == pytest.approx(balance.spectral(graph).by_component)


def arcs(*signed):
    graph = nx.DiGraph()
    graph.add_nodes_from("ABC")
    graph.add_edges_from((arc[0], arc[1], {"sign": 1 if arc[2] == "+" else -1}) for arc in signed)
    return graph


@pytest.mark.parametrize(
    ("graph", "kind", "transitive", "balanced", "semicycles"),
    [
        (arcs("AB+", "BC+", "AC+"), "030T", 1, 1, (1, 1)),
        (arcs("AB+", "BC-", "AC+"), "030T", 1, 0, (1, 0)),
        (arcs("AB-", "BC-", "CA+"), "030C", 0, 0, (1, 1)),
        (arcs("AB+", "BA-", "AC+", "BC+"), "120U", 1, 0, (2, 1)),
        (arcs("AB+", "BA+", "AC-", "BC-"), "120U", 1, 1, (2, 2)),
        (arcs("AB+", "BA+", "CA-", "CB+"), "120D", 1, 0, (2, 0)),
        (arcs("AB+", "BA+", "AC-", "CB+"), "120C", 0, 0, (2, 0)),
        (arcs("AB+", "BA+", "AC+", "CA+", "BC+", "CB+"), "300", 1, 1, (8, 8)),
        (arcs("AB+", "BA+", "AC+", "CA+", "BC+", "CB-"), "300", 1, 0, (8, 4)),
        (arcs("AB+", "BC+"), "021C", 0, 0, (0, 0)),
        (arcs("AB+"), "012", 0, 0, (0, 0)),
        (arcs(), "003", 0, 0, (0, 0)),
    ],
)
def test_directed_triads(graph, kind, transitive, balanced, semicycles):
    found = balance.triad_census(graph)
    assert found.counts == {name: int(name == kind) for name in triads.TYPES}
    assert (found.transitive, found.balanced) == (transitive, balanced)
    assert (found.semicycles, found.balanced_semicycles) == semicycles


def test_three_hundred_has_six_transitive_semicycles():
    graph = arcs("AB+", "BA+", "AC+", "CA+", "BC+", "CB+")
    assert balance.triad_census(graph).transitive_semicycles == 6


def test_there_are_138_signed_kinds():
    assert len(set(triads._kinds()[1])) == 138


@settings(max_examples=40, deadline=None)
@given(signed_graphs(7, directed=True))
def test_the_directed_census_agrees_with_networkx(graph):
    found = balance.triad_census(graph)
    present = nx.DiGraph()
    present.add_nodes_from(graph)
    present.add_edges_from((a, b) for a, b, d in graph.edges(data=True) if d["sign"])
    assert found.counts == nx.triadic_census(present)
    assert sum(found.signed.values()) == sum(found.counts.values())
    for kind in triads.TYPES:
        assert sum(n for name, n in found.signed.items() if name.startswith(f"{kind}:")) == found.counts[kind]


@settings(max_examples=40, deadline=None)
@given(signed_graphs(7))
def test_arcs_both_ways_give_eight_semicycles_for_a_triangle(graph):
    once, twice = balance.triad_census(graph), balance.triad_census(graph.to_directed())
    assert twice.semicycles == 8 * once.total
    assert twice.balanced_semicycles == 8 * once.balanced
    assert (twice.counts["300"], twice.balanced) == (once.total, once.balanced)


@settings(max_examples=40, deadline=None)
@given(signed_graphs(6, directed=True), st.permutations(range(6)))
def test_names_of_nodes_change_no_directed_census(graph, order):
    other = nx.relabel_nodes(graph, dict(enumerate(order)))
    mixed = nx.DiGraph()
    mixed.add_nodes_from(sorted(other))
    mixed.add_edges_from(other.edges(data=True))
    assert balance.triad_census(mixed) == balance.triad_census(graph)


def test_a_thousand_nodes_take_less_than_two_seconds():
    import time

    rng = np.random.default_rng(1)
    for directed in (False, True):
        graph = nx.gnm_random_graph(1000, 20_000, seed=1, directed=directed)
        for _, _, data in graph.edges(data=True):
            data["sign"] = int(rng.choice([1, -1]))
        triads._kinds()
        started = time.perf_counter()
        balance.triad_census(graph)
        assert time.perf_counter() - started < 2


def test_graphs_that_have_no_such_census():
    with pytest.raises(errors.GraphError, match="multigraph"):
        balance.triad_census(nx.MultiGraph())
    with pytest.raises(errors.GraphError, match="multigraph"):
        balance.triad_census(nx.MultiDiGraph([("a", "b", {"sign": 1})]))
    with pytest.raises(errors.GraphError, match="directed"):
        balance.share_balanced(nx.DiGraph(), weak=True)
    with pytest.raises(errors.GraphError, match="undirected"):
        balance.share_semicycles(nx.Graph())
    empty = balance.triad_census(nx.Graph())
    assert (empty.total, math.isnan(empty.share)) == (0, True)
    assert sum(balance.triad_census(nx.DiGraph()).counts.values()) == 0
    assert list(itertools.chain(empty.counts.values())) == [0, 0, 0, 0]
