import itertools
import math
import subprocess
import sys

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from signed_cases import QUICK, noisy, signed_graphs

from analysis import balance, errors
from analysis.balance._exact import cutting_planes, cycle_packing, presolve
from analysis.balance._exact.ties import Ties, objective_step


def cost(graph, partition, weight=None):
    violated = [
        d for a, b, d in graph.edges(data=True) if d["sign"] and (partition[a] == partition[b]) == (d["sign"] < 0)
    ]
    return sum(1 if weight is None else d[weight] for d in violated)


def brute(graph, most, weight=None):
    nodes = list(graph)

    def assign(done, used):
        if len(done) == len(nodes):
            yield dict(zip(nodes, done, strict=True))
            return
        for block in range(min(used + 1, most)):
            yield from assign([*done, block], max(used, block + 1))

    return min(cost(graph, partition, weight) for partition in assign([], 0))


def brute_two(size, ties):
    sides = (np.arange(2 ** max(0, size - 1))[:, None] >> np.arange(size)) & 1
    return sum(((sides[:, a] == sides[:, b]) != (sign > 0)).astype(int) for a, b, sign in ties).min() if ties else 0


def check(found, graph, partition_most, weight=None):
    assert found.proven
    assert found.bound == found.index
    assert cost(graph, found.partition, weight) == pytest.approx(found.index)
    assert sum(1 if weight is None else graph.edges[tie][weight] for tie in found.frustrated) == pytest.approx(
        found.index
    )
    assert len(found.blocks) <= partition_most


@QUICK
@given(signed_graphs(7))
def test_agrees_with_brute_force_for_any_number_of_blocks(graph):
    for blocks, most in ((1, 1), (2, 2), (3, 3), (None, max(1, len(graph)))):
        found = balance.frustration(graph, blocks)
        assert found.index == brute(graph, most)
        check(found, graph, most)


@settings(max_examples=25, deadline=None)
@given(st.integers(9, 14), st.floats(0.2, 1), st.floats(0.1, 0.9), st.integers(0, 10**6))
def test_agrees_with_brute_force_up_to_14_nodes(size, density, negative, seed):
    rng = np.random.default_rng(seed)
    pairs = [pair for pair in itertools.combinations(range(size), 2) if rng.random() < density]
    ties = [(a, b, -1 if rng.random() < negative else 1) for a, b in pairs]
    graph = nx.Graph()
    graph.add_nodes_from(range(size))
    graph.add_edges_from((a, b, {"sign": sign}) for a, b, sign in ties)
    assert balance.frustration(graph).index == brute_two(size, ties)


@QUICK
@given(signed_graphs(6, weighted=True))
def test_weights(graph):
    for blocks, most in ((2, 2), (None, max(1, len(graph)))):
        found = balance.frustration(graph, blocks, weight="weight")
        assert found.index == pytest.approx(brute(graph, most, "weight"))
        check(found, graph, most, "weight")


@QUICK
@given(signed_graphs(6, directed=True))
def test_directed_graphs_count_both_arcs_of_a_pair(graph):
    for blocks, most in ((2, 2), (None, max(1, len(graph)))):
        found = balance.frustration(graph, blocks)
        assert found.index == brute(graph, most)
        check(found, graph, most)


@QUICK
@given(signed_graphs(7))
def test_a_graph_with_arcs_both_ways_has_twice_the_index(graph):
    assert balance.frustration(graph.to_directed()).index == 2 * balance.frustration(graph).index


@QUICK
@given(signed_graphs(10), st.data())
def test_switching_changes_no_index(graph, data):
    side = {node: data.draw(st.sampled_from([1, -1])) for node in graph}
    switched = nx.Graph()
    switched.add_nodes_from(graph)
    switched.add_edges_from((a, b, {"sign": d["sign"] * side[a] * side[b]}) for a, b, d in graph.edges(data=True))
    assert balance.frustration(switched).index == balance.frustration(graph).index


@QUICK
@given(signed_graphs(10), st.randoms(use_true_random=False))
def test_the_order_of_nodes_and_ties_changes_no_index(graph, random):
    nodes, ties = list(graph), list(graph.edges(data=True))
    random.shuffle(nodes)
    random.shuffle(ties)
    other = nx.Graph()
    other.add_nodes_from(f"n{node}" for node in nodes)
    other.add_edges_from((f"n{b}", f"n{a}", d) for a, b, d in ties)
    for blocks in (2, None):
        assert balance.frustration(other, blocks).index == balance.frustration(graph, blocks).index


@QUICK
@given(signed_graphs(12))
def test_bounds(graph):
    two, free = balance.frustration(graph), balance.frustration(graph, None)
    negative = sum(d["sign"] == -1 for *_, d in graph.edges(data=True))
    signed = sum(d["sign"] != 0 for *_, d in graph.edges(data=True))
    assert 0 <= free.index <= two.index <= min(negative, signed // 2)
    assert 0 <= two.balance <= 1
    assert two.total == signed


def test_parts_that_hang_by_one_node_are_solved_apart():
    graph = nx.Graph()
    for number in range(4):
        trio = [f"hub{number}", f"hub{number + 1}", f"x{number}"]
        graph.add_edges_from((a, b, {"sign": -1}) for a, b in itertools.combinations(trio, 2))
    graph.add_edge("far", "away", sign=-1)
    assert balance.frustration(graph).index == 4
    assert balance.frustration(graph, None).index == 0
    three = balance.frustration(graph, 3)
    assert (three.index, three.proven, len(three.blocks)) == (0, True, 3)


@pytest.mark.parametrize(("size", "blocks", "index"), [(6, 2, 6), (6, 3, 3), (6, 4, 2), (7, 3, 5), (6, None, 0)])
def test_foes_of_all(size, blocks, index):
    graph = nx.complete_graph(size)
    nx.set_edge_attributes(graph, -1, "sign")
    found = balance.frustration(graph, blocks)
    assert (found.index, found.proven) == (index, True)


def test_the_tribes_as_published():
    graph = balance.load_tribes()
    two = balance.frustration(graph)
    assert (two.index, two.bound, two.proven) == (7, 7, True)
    assert two.balance == pytest.approx(0.7586207, abs=1e-7)
    for blocks in (3, 4, None):
        found = balance.frustration(graph, blocks)
        assert (found.index, found.proven, len(found.blocks)) == (2, True, 3)
    assert {frozenset(block) for block in found.blocks} == {
        frozenset({"Gavev", "Kotun", "Nagad", "Gama"}),
        frozenset({"Ove", "Alika", "Gahuk", "Masil", "Ukudz", "Geham", "Asaro"}),
        frozenset({"Nagam", "Notoh", "Kohik", "Uheto", "Seuve"}),
    }


@pytest.mark.parametrize(("year", "index"), [(1872, 1), (1882, 1), (1890, 1), (1904, 1), (1907, 0)])
def test_the_powers(year, index):
    found = balance.frustration(balance.load_powers(year))
    assert (found.index, found.proven) == (index, True)
    if year == 1907:
        assert {"GBR", "FRA", "RUS"} in [set(block) for block in found.blocks]


@pytest.mark.parametrize(
    ("size", "ties", "negative"), [(64, 362, 0.18), (100, 700, 0.15), (155, 1288, 0.12), (100, 2200, 0.2)]
)
@pytest.mark.parametrize("blocks", [2, None])
def test_networks_of_the_size_of_the_state_system_are_proven(size, ties, negative, blocks):
    found = balance.frustration(noisy(size, ties, negative, 5), blocks, time_limit=20)
    assert found.proven
    assert found.seconds < 10


def test_an_independent_program_agrees_on_a_hard_network():
    graph = noisy(22, 90, 0.5, 4)
    ties = [(a, b, d["sign"]) for a, b, d in graph.edges(data=True)]
    assert balance.frustration(graph).index == brute_two(22, ties)


@pytest.mark.parametrize("blocks", [2, None, 3])
def test_the_time_limit_is_kept_and_the_answer_honest(blocks):
    graph = noisy(300, 4000, 0.5, 1)
    found = balance.frustration(graph, blocks, time_limit=1.5)
    assert found.seconds < 4
    assert not found.proven
    assert 0 < found.bound < found.index == cost(graph, found.partition)


def test_no_time_at_all_still_gives_a_partition():
    found = balance.frustration(noisy(60, 300, 0.3, 2), time_limit=0)
    assert found.bound <= found.index
    assert len(found.partition) == 60


def test_empty_and_small():
    empty = balance.frustration(nx.Graph())
    assert (empty.index, empty.proven, empty.partition, empty.balance) == (0, True, {}, 1.0)
    one = nx.Graph()
    one.add_node("a")
    assert balance.frustration(one, None).partition == {"a": 0}
    pair = nx.Graph()
    pair.add_edge("a", "b", sign=-1)
    assert balance.frustration(pair).blocks == [["a"], ["b"]]
    pair.add_edge("a", "b", sign=0)
    assert balance.frustration(pair).total == 0


def test_parallel_ties_of_both_signs_cost_the_lesser():
    graph = nx.MultiGraph()
    graph.add_edge("a", "b", sign=1, weight=2.0)
    graph.add_edge("a", "b", sign=-1, weight=0.5)
    found = balance.frustration(graph, weight="weight")
    assert (found.index, found.frustrated) == (0.5, [("a", "b")])


@pytest.mark.parametrize("sign", [2, "+", None, True, float("nan"), 0.5])
def test_odd_signs_are_named(sign):
    graph = nx.Graph()
    graph.add_edge("GBR", "FRA", sign=sign)
    with pytest.raises(errors.GraphError, match=r"'GBR', 'FRA'.*must be 1, -1 or 0"):
        balance.frustration(graph)


def test_missing_signs_loops_and_weights_are_named():
    graph = nx.Graph()
    graph.add_edge("GBR", "FRA")
    with pytest.raises(errors.GraphError, match="no attribute 'sign'"):
        balance.frustration(graph)
    loop = nx.Graph()
    loop.add_edge("GBR", "GBR", sign=1)
    with pytest.raises(errors.GraphError, match="tied to itself"):
        balance.frustration(loop)
    graph.add_edge("GBR", "FRA", sign=1, weight=-1)
    with pytest.raises(errors.GraphError, match="weight -1"):
        balance.frustration(graph, weight="weight")


@pytest.mark.parametrize("choice", [{"blocks": 0}, {"blocks": "two"}, {"time_limit": -1}, {"time_limit": math.nan}])
def test_choices_out_of_range(choice):
    with pytest.raises(errors.InputError):
        balance.frustration(nx.Graph(), **choice)


def test_answers_are_the_same_each_time():
    graph = noisy(60, 400, 0.3, 9)
    one, two = (balance.frustration(graph) for _ in range(2))
    assert one.partition == two.partition
    assert one.frustrated == two.frustrated


def test_the_solver_prints_nothing():
    code = "from analysis import balance; balance.frustration(balance.load_tribes(), None)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert (ran.stdout, ran.stderr) == (b"", b"")


@QUICK
@given(signed_graphs(9))
def test_reductions_keep_the_optimum(graph):
    pairs = {(a, b): float(d["sign"]) for a, b, d in graph.edges(data=True) if d["sign"]}
    left = presolve.reduce(pairs, list(graph))
    assert all(len(ties) > 3 for ties in left.ties.values())
    rest = nx.Graph()
    rest.add_nodes_from(left.ties)
    rest.add_edges_from(
        (a, b, {"sign": 1 if w > 0 else -1, "weight": abs(w)}) for a, ties in left.ties.items() for b, w in ties.items()
    )
    optimum = brute(rest, 2, "weight") if len(rest) else 0
    assert left.constant + optimum == brute(graph, 2)


def test_the_objective_step_sees_parity():
    square = Ties(4, np.array([0, 1, 2, 0]), np.array([1, 2, 3, 3]), np.array([1.0, 1.0, 1.0, -1.0]))
    assert objective_step(square, two_blocks=True) == 2.0
    path = Ties(3, np.array([0, 1]), np.array([1, 2]), np.array([1.0, -1.0]))
    assert objective_step(path, two_blocks=True) == 1.0
    assert objective_step(Ties(2, np.array([0]), np.array([1]), np.array([math.pi])), two_blocks=True) == 0.0


def test_bounds_come_from_any_dual():
    program = cutting_planes.Program(np.array([1.0, 1.0, 1.0]))
    program.add([(0, 1, 2)])
    f, dual, status = program.solve(5)
    assert status == "solved"
    assert f.sum() == pytest.approx(1)
    assert program.bound(dual, np.zeros(3), np.ones(3))[0] == pytest.approx(1)
    assert program.bound(np.array([0.4]), np.zeros(3), np.ones(3))[0] == pytest.approx(0.4)
    assert program.bound(np.array([2.0]), np.zeros(3), np.ones(3))[0] == pytest.approx(-1)


@QUICK
@given(signed_graphs(8, weighted=True), st.sampled_from([2, 8]), st.integers(0, 99))
def test_packed_cycles_share_nothing_and_bound_the_index(graph, most, seed):
    ends = [(a, b, d["sign"] * d["weight"]) for a, b, d in graph.edges(data=True) if d["sign"]]
    if not ends:
        return
    u, v, w = (np.array(column) for column in zip(*ends, strict=True))
    ties = Ties(len(graph), u, v, w.astype(float))
    violated = ties.violated(np.random.default_rng(seed).integers(0, most, len(graph)))
    total, cycles = cycle_packing.pack(ties, violated, deadline=math.inf)
    assert total <= brute(graph, len(graph), "weight") + 1e-9
    assert all((w[list(cycle)] < 0).sum() == 1 and violated[list(cycle)].sum() == 1 for cycle in cycles)
    if set(np.abs(w)) == {1.0}:
        used = [tie for cycle in cycles for tie in cycle]
        assert len(used) == len(set(used))
        assert len(cycles) == total
