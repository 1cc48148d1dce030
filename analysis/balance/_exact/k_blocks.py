"""The frustration of at most k blocks, k above 2, where the best free blocks are too many and cannot be joined.

Partitions are searched by tabu, and a mixed-integer program that assigns nodes
to blocks proves as much as it can before the deadline.
"""

import time
from collections.abc import Sequence
from typing import Any

import highspy
import networkx as nx
import numpy as np

from analysis.balance._exact import highs, local_search
from analysis.balance._exact.ties import Ints, Pairs, Ties, as_ties, objective_step

_STARTS = 12


def solve_at_most(
    pairs: Pairs,
    nodes: list[int],
    max_blocks: int,
    start: dict[int, int],
    bound: float,
    *,
    deadline: float,
    rng: np.random.Generator,
) -> tuple[dict[int, int], float]:
    """Return at most `max_blocks` blocks and a proven lower bound of the weight violated.

    `start` are the best free blocks and `bound` is their bound, which holds here
    too.
    """
    joined = _merged(pairs, start, max_blocks)
    if len(set(joined.values())) <= max_blocks:
        return joined, bound
    ties, names = as_ties(pairs)
    blocks, cost = _searched(ties, max_blocks, deadline, rng)
    step = objective_step(ties, two_blocks=False)
    if cost - bound > max(step, 1e-9) - 1e-6 and time.monotonic() < deadline:
        blocks, cost, bound = _program(ties, max_blocks, blocks, cost, bound, deadline)
    found = dict.fromkeys(nodes, 0) | {name: int(block) for name, block in zip(names, blocks, strict=True)}
    return found, min(bound, cost)


def _merged(pairs: Pairs, blocks: dict[int, int], max_blocks: int) -> dict[int, int]:
    """Blocks joined where no pair is between them, by colouring the graph of blocks that must stay apart."""
    number = sorted(set(blocks.values()))
    apart: nx.Graph = nx.Graph()
    apart.add_nodes_from(number)
    apart.add_edges_from((blocks[u], blocks[v]) for u, v in pairs if blocks[u] != blocks[v])
    for strategy in ("DSATUR", "largest_first", "smallest_last"):
        colours: dict[int, int] = nx.greedy_color(apart, strategy)
        if len(set(colours.values())) <= max_blocks:
            break
    return {node: colours[block] for node, block in blocks.items()}


def _searched(ties: Ties, max_blocks: int, deadline: float, rng: np.random.Generator) -> tuple[Ints, float]:
    """The best partition of tabu searches from two blocks and from random blocks."""
    budget = time.monotonic() + 0.3 * max(0.0, deadline - time.monotonic())
    starts = [local_search.spectral(ties, rng), *(rng.integers(0, max_blocks, ties.n) for _ in range(_STARTS - 1))]
    found = [
        local_search.tabu(ties, start, max_blocks=max_blocks, rng=rng, rounds=20 + 10 * ties.n, deadline=budget)
        for start in starts
    ]
    cost, blocks = min(found, key=lambda pair: pair[0])
    return blocks, cost


def _program(
    ties: Ties, max_blocks: int, blocks: Ints, cost: float, bound: float, deadline: float
) -> tuple[Ints, float, float]:
    """Assign nodes to blocks by a mixed-integer program.

    To break symmetry the node of rank r, by degree, may be in blocks 0 to r only.
    """
    model = highs.make_solver({"time_limit": max(0.1, deadline - time.monotonic())})
    member = _variables(model, ties, max_blocks)
    model.setMinimize()
    model.run()
    info, values = model.getInfo(), model.getSolution().col_value
    step = objective_step(ties, two_blocks=False)
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


def _variables(model: highspy.Highs, ties: Ties, max_blocks: int) -> list[list[Any]]:
    """Add variables and rows; return each node's variable for each block, None where it may not be in that block."""
    degree = np.bincount(np.concatenate([ties.u, ties.v]), minlength=ties.n)
    rank = np.empty(ties.n, dtype=np.int64)
    rank[np.argsort(-degree, kind="stable")] = np.arange(ties.n)
    member = [
        [model.addBinary() if block <= rank[node] else None for block in range(max_blocks)] for node in range(ties.n)
    ]
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
