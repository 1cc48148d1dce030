"""The frustration index: the least weight of ties that any partition violates.

It is computed with a proven lower bound. A tie is violated if it is positive
between blocks or negative within one.
"""

import time
from collections.abc import Hashable
from dataclasses import dataclass

import networkx as nx
import numpy as np

from analysis import errors
from analysis.balance import signed_edges
from analysis.balance._exact import Pairs, solve_any_blocks, solve_at_most, solve_two_blocks


@dataclass(frozen=True, slots=True)
class Frustration:
    """How far a signed graph is from blocks that are friends within and foes without.

    Attributes
    ----------
    index
        Number (or weight) of violated ties of the best partition found.
    bound
        Proven lower bound of the index.
    proven
        Whether `index` is the optimum.
    partition
        Block of each node, the largest block 0.
    frustrated
        The violated ties, as the graph names them.
    seconds
        Seconds that it took.
    total
        Number (or weight) of all signed ties.
    """

    index: float
    bound: float
    proven: bool
    partition: dict[Hashable, int]
    frustrated: list[tuple[Hashable, Hashable]]
    seconds: float
    total: float

    @property
    def balance(self) -> float:
        """1 - 2 * index / total; 1.0 if balanced or without ties (Aref and Wilson 2018)."""
        return 1.0 - 2.0 * self.index / self.total if self.total else 1.0

    @property
    def blocks(self) -> list[list[Hashable]]:
        """Nodes of each block."""
        found: list[list[Hashable]] = [[] for _ in set(self.partition.values())]
        for node, block in self.partition.items():
            found[block].append(node)
        return found


def frustration(
    graph: nx.Graph, blocks: int | None = 2, *, weight: str | None = None, time_limit: float = 60.0, seed: int = 0
) -> Frustration:
    """Compute the frustration index of a graph, with a proven lower bound.

    Parameters
    ----------
    graph
        Any networkx graph with `sign` (+1, -1, 0) on its edges. Both directions of a
        pair count; sign 0 counts as absent.
    blocks
        2 for the index of Harary (line index of balance); None for any number
        of blocks (clusterability after Davis; Doreian and Mrvar); k for at most k.
    weight
        Attribute with the weights of the edges; without it each weighs 1.
    time_limit
        Seconds after which the best partition and bound found so far are returned.
    seed
        Seed of the search for good partitions; a proven index does not depend on it.

    Returns
    -------
    found
        `index`, `bound`, `proven`, `partition`, `frustrated` and more.

    Raises
    ------
    GraphError
        If a sign or weight is missing or not valid.
    InputError
        If `blocks` or `time_limit` is out of range.

    References
    ----------
    Harary (1959); Barahona (1982); Aref, Mason and Wilson (2020), for binary
    programs of the index; Davis (1967) and Doreian and Mrvar (1996) for k blocks.
    """
    started = time.monotonic()
    _check(blocks, time_limit)
    found = signed_edges.edges(graph, weight=weight)
    pairs, always = signed_edges.collapse(found)
    deadline, rng = started + time_limit, np.random.default_rng(seed)
    nodes = list(range(len(found.nodes)))
    part, bound = _solve(pairs, nodes, blocks, deadline, rng)
    labels = _numbered(part, nodes)
    member = np.array([labels[node] for node in nodes], dtype=np.int64)
    violated = (member[found.u] == member[found.v]) == (found.sign < 0) if len(found) else np.zeros(0, dtype=bool)
    index, lower = float(found.weight[violated].sum()), bound + always
    proven = lower >= index - 1e-7 * max(1.0, index)
    lower = index if proven else lower
    whole = weight is None
    return Frustration(
        index=round(index) if whole else index,
        bound=int(np.ceil(lower - 1e-6)) if whole else lower,
        proven=bool(proven),
        partition={name: labels[node] for node, name in enumerate(found.nodes)},
        frustrated=[found.names[tie] for tie in np.flatnonzero(violated)],
        seconds=time.monotonic() - started,
        total=len(found) if whole else float(found.weight.sum()),
    )


def _check(blocks: int | None, time_limit: float) -> None:
    if blocks is not None and (not isinstance(blocks, int) or isinstance(blocks, bool) or blocks < 1):
        msg = f"blocks {blocks!r} is neither a number of blocks nor None"
        raise errors.InputError(msg)
    if not time_limit >= 0:
        msg = f"time_limit {time_limit!r} is not a number of seconds"
        raise errors.InputError(msg)


def _solve(
    pairs: Pairs, nodes: list[int], blocks: int | None, deadline: float, rng: np.random.Generator
) -> tuple[dict[int, int], float]:
    if blocks == 1:
        return dict.fromkeys(nodes, 0), sum(-weight for weight in pairs.values() if weight < 0)
    if blocks == 2:
        return solve_two_blocks(pairs, nodes, deadline=deadline, rng=rng)
    # with more than two blocks half the time is kept for the case that the free blocks are too many
    until = deadline if blocks is None else (deadline + time.monotonic()) / 2
    free, bound = solve_any_blocks(pairs, nodes, deadline=until, rng=rng)
    if blocks is None or len(set(free.values())) <= blocks:
        return free, bound
    return solve_at_most(pairs, nodes, blocks, free, bound, deadline=deadline, rng=rng)


def _numbered(part: dict[int, int], nodes: list[int]) -> dict[int, int]:
    """Blocks numbered by size, largest first, then by their first node."""
    members: dict[int, list[int]] = {}
    for node in nodes:
        members.setdefault(part[node], []).append(node)
    order = sorted(members.values(), key=lambda block: (-len(block), block[0]))
    return {node: number for number, block in enumerate(order) for node in block}
