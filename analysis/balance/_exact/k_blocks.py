"""The frustration of at most k blocks, k above 2: what free blocks cannot settle.

Where the best free blocks are too many and cannot be joined, partitions are
searched, and a mixed-integer program that assigns nodes to blocks proves what
it can in time.
"""

import time
from collections.abc import Sequence
from typing import Any

import highspy
import networkx as nx
import numpy as np

from analysis.balance._exact import correlation_clustering, highs, local_search, two_blocks

_STARTS = 12


def _merged(pairs: two_blocks.Pairs, blocks: dict[int, int], most: int) -> dict[int, int]:
    number = sorted(set(blocks.values()))
    apart: nx.Graph = nx.Graph()
    apart.add_nodes_from(number)
    apart.add_edges_from((blocks[u], blocks[v]) for u, v in pairs if blocks[u] != blocks[v])
    for strategy in ("DSATUR", "largest_first", "smallest_last"):
        colours: dict[int, int] = nx.greedy_color(apart, strategy)
        if len(set(colours.values())) <= most:
            break
    return {node: colours[block] for node, block in blocks.items()}


def at_most(
    pairs: two_blocks.Pairs,
    nodes: list[int],
    most: int,
    start: dict[int, int],
    bound: float,
    *,
    deadline: float,
    rng: np.random.Generator,
) -> tuple[dict[int, int], float]:
    """Blocks, at most `most`, and a proven bound: search first, then a mixed-integer program.

    `start` are free blocks and `bound` their bound, which holds here too.
    """
    joined = _merged(pairs, start, most)
    if len(set(joined.values())) <= most:
        return joined, bound
    ties, names = two_blocks.as_ties(pairs)
    blocks, cost = _searched(ties, most, deadline, rng)
    step = correlation_clustering.grain(ties)
    if cost - bound > max(step, 1e-9) - 1e-6 and time.monotonic() < deadline:
        blocks, cost, bound = _program(ties, most, blocks, cost, bound, deadline)
    found = dict.fromkeys(nodes, 0) | {name: int(block) for name, block in zip(names, blocks, strict=True)}
    return found, min(bound, cost)


def _searched(
    ties: local_search.Ties, most: int, deadline: float, rng: np.random.Generator
) -> tuple[local_search.Ints, float]:
    """The best partition of a tabu search from two blocks and from blocks by chance."""
    budget = time.monotonic() + 0.3 * max(0.0, deadline - time.monotonic())
    starts = [local_search.spectral(ties, rng), *(rng.integers(0, most, ties.n) for _ in range(_STARTS - 1))]
    found = [
        local_search.tabu(ties, start, most_blocks=most, rng=rng, rounds=20 + 10 * ties.n, deadline=budget)
        for start in starts
    ]
    cost, blocks = min(found, key=lambda pair: pair[0])
    return blocks, cost


def _program(
    ties: local_search.Ties, most: int, blocks: local_search.Ints, cost: float, bound: float, deadline: float
) -> tuple[local_search.Ints, float, float]:
    """Assign nodes to blocks by a mixed-integer program; each node in turn may open one block more."""
    model = highs.make({"time_limit": max(0.1, deadline - time.monotonic())})
    member = _variables(model, ties, most)
    model.setMinimize()
    model.run()
    info, values = model.getInfo(), model.getSolution().col_value
    step = correlation_clustering.grain(ties)
    if np.isfinite(info.mip_dual_bound):
        proven = float(info.mip_dual_bound)
        bound = max(bound, float(np.ceil(proven / step - 1e-6) * step) if step > 0 else proven)
    if len(values) and np.isfinite(info.objective_function_value):
        chosen = np.array([_chosen(row, values) for row in member], dtype=np.int64)
        if ties.cost(chosen) < cost:
            blocks, cost = chosen, ties.cost(chosen)
    return blocks, cost, min(bound, cost)


def _chosen(row: list[Any], values: Sequence[float]) -> int:
    return max(range(len(row)), key=lambda block: -1.0 if row[block] is None else values[row[block].index])


def _variables(model: highspy.Highs, ties: local_search.Ties, most: int) -> list[list[Any]]:
    """Add the program's variables and rows; return for each node its variable for each block, None where barred."""
    degree = np.bincount(np.concatenate([ties.u, ties.v]), minlength=ties.n)
    rank = np.empty(ties.n, dtype=np.int64)
    rank[np.argsort(-degree, kind="stable")] = np.arange(ties.n)
    member = [[model.addBinary() if block <= rank[node] else None for block in range(most)] for node in range(ties.n)]
    for row in member:
        model.addConstr(sum(variable for variable in row if variable is not None) == 1)
    for u, v, weight in zip(ties.u.tolist(), ties.v.tolist(), ties.w.tolist(), strict=True):
        violated = model.addVariable(0.0, 1.0, obj=abs(weight))
        for one, other in zip(member[u], member[v], strict=True):
            if weight > 0:
                _apart(model, violated, one, other)
                _apart(model, violated, other, one)
            elif one is not None and other is not None:
                model.addConstr(violated - one - other >= -1)
    return member


def _apart(model: highspy.Highs, violated: Any, inside: Any, outside: Any) -> None:
    """A positive tie is violated where one end is in a block and the other is not."""
    if inside is not None and outside is None:
        model.addConstr(violated - inside >= 0)
    elif inside is not None:
        model.addConstr(violated - inside + outside >= 0)
