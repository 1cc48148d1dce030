"""A packing of frustrated cycles that share no tie: a lower bound without a linear program.

Each of several cycles without a common tie has a violated tie of its own, so
that their number (weight) is a lower bound of the frustration. Where every tie
that a good partition violates finds a cycle of its own, made of ties not
violated, the partition is optimal; else the cycles are the first rows of the
linear program.
"""

import time
from collections import deque

import numpy as np
import numpy.typing as npt

from analysis.balance._exact.ties import Ties

_MAX_LENGTH = 6
Way = tuple[int, ...]
"""The ties of a path around another tie."""


def pack(ties: Ties, violated: npt.NDArray[np.bool_], *, deadline: float) -> tuple[float, list[Way]]:
    """Pack cycles around violated ties; return their weight, and the cycles as sorted ties.

    Parameters
    ----------
    ties
        The graph.
    violated
        The ties that a good partition violates.
    deadline
        Time of `time.monotonic` at which the packing found so far is returned.
    """
    around = _kept(ties, violated)
    left, negative = np.abs(ties.w).tolist(), (ties.w < 0).tolist()
    ways = {int(tie): _around(ties, around, negative, int(tie)) for tie in np.flatnonzero(violated)}
    demand = [0] * len(left)
    for part in (part for found in ways.values() for way in found for part in way):
        demand[part] += 1
    owner: dict[int, int] = {}
    chosen: dict[int, list[Way]] = {tie: [] for tie in ways}
    total = 0.0
    for tie in sorted(ways, key=lambda tie: (len(ways[tie]), tie)):
        for way in sorted(ways[tie], key=lambda way: max(demand[way[0]], demand[way[1]])):
            total += _take(left, tie, way, owner, chosen)
            if left[tie] <= 0:
                break
    for tie in ways:
        if time.monotonic() > deadline:
            break
        if left[tie] > 0:
            total += _make_room(ties, left, tie, ways, owner, chosen)
        while left[tie] > 0 and (way := _longer(ties, around, left, negative, tie)):
            total += _take(left, tie, way, owner, chosen)
    return total, [tuple(sorted((tie, *way))) for tie, taken in chosen.items() for way in taken]


def _kept(ties: Ties, violated: npt.NDArray[np.bool_]) -> list[dict[int, int]]:
    """For each node its neighbours over ties that are not violated, with the tie."""
    around: list[dict[int, int]] = [{} for _ in range(ties.n)]
    for tie in np.flatnonzero(~violated).tolist():
        u, v = int(ties.u[tie]), int(ties.v[tie])
        around[u][v] = around[v][u] = tie
    return around


def _around(ties: Ties, around: list[dict[int, int]], negative: list[bool], tie: int) -> list[Way]:
    """Paths of two ties that make a frustrated triangle with `tie`."""
    one, other = around[int(ties.u[tie])], around[int(ties.v[tie])]
    ways = [(one[node], other[node]) for node in one if node in other]
    wanted = 0 if ties.w[tie] < 0 else 1
    return [way for way in ways if negative[way[0]] + negative[way[1]] == wanted]


def _take(left: list[float], tie: int, way: Way, owner: dict[int, int], chosen: dict[int, list[Way]]) -> float:
    """Use as much of a path as is left of its ties; return how much."""
    amount = min(left[tie], *(left[part] for part in way))
    if amount <= 0:
        return 0.0
    left[tie] -= amount
    for part in way:
        left[part] -= amount
        owner[part] = tie
    chosen[tie].append(way)
    return amount


def _make_room(
    ties: Ties,
    left: list[float],
    tie: int,
    ways: dict[int, list[Way]],
    owner: dict[int, int],
    chosen: dict[int, list[Way]],
) -> float:
    """Free a path by giving the tie that holds it another one, where both weigh the same; return what is gained."""
    for way in ways[tie]:
        taken = [part for part in way if left[part] <= 0]
        holder = owner.get(taken[0]) if len(taken) == 1 else None
        if holder is None or len(chosen[holder]) != 1 or left[holder] > 0:
            continue
        old, amount = chosen[holder][0], left[tie]
        if abs(ties.w[holder]) != amount:  # it must give back exactly what is needed
            continue
        for new in ways[holder]:
            if not set(new) & (set(way) | set(old)) and min(left[part] for part in new) >= amount:
                for part in old:
                    left[part] += amount
                left[holder] += amount
                chosen[holder] = []
                return _take(left, holder, new, owner, chosen) + _take(left, tie, way, owner, chosen) - amount
    return 0.0


def _longer(ties: Ties, around: list[dict[int, int]], left: list[float], negative: list[bool], tie: int) -> Way:
    """A shortest path around `tie` over what is left that makes a cycle of one negative tie; empty if there is none."""
    start, end = (int(ties.u[tie]), int(ties.w[tie] < 0)), (int(ties.v[tie]), 1)
    before: dict[tuple[int, int], tuple[tuple[int, int], int] | None] = {start: None}
    waiting = deque([(start, 0)])
    while waiting:
        here, steps = waiting.popleft()
        if steps < _MAX_LENGTH:
            for node, part in around[here[0]].items():
                there = (node, here[1] + negative[part])
                if left[part] > 0 and there[1] <= 1 and there not in before:
                    before[there] = (here, part)
                    if there == end:
                        return _back(ties, before, end)
                    waiting.append((there, steps + 1))
    return ()


def _back(ties: Ties, before: dict[tuple[int, int], tuple[tuple[int, int], int] | None], end: tuple[int, int]) -> Way:
    """The ties on the path to `end`; none if it visits a node twice."""
    parts, here = [], end
    while (step := before[here]) is not None:
        here, part = step
        parts.append(part)
    nodes = {int(node) for part in parts for node in (ties.u[part], ties.v[part])}
    return tuple(parts) if len(nodes) == len(parts) + 1 else ()
