"""Cycles that share no tie, each with one negative tie: a lower bound at once.

Of cycles without a common tie each must have a violated one, so that their
number (weight) bounds the frustration from below. Where each tie that a good
partition violates finds a cycle of its own, made of ties not violated, the
partition is proven without any program; else the cycles are rows to begin with.
"""

import time
from collections import deque

import numpy as np
import numpy.typing as npt

from analysis.balance._exact.local_search import Ties

_LONGEST = 6
Way = tuple[int, ...]


def pack(ties: Ties, violated: npt.NDArray[np.bool_], *, deadline: float) -> tuple[float, list[Way]]:
    """Return the weight of a packing of cycles around violated ties, and the cycles as sorted ties.

    Parameters
    ----------
    ties
        The graph.
    violated
        The ties that a good partition violates.
    deadline
        Time of `time.monotonic` at which the packing so far is returned.
    """
    around = _kept(ties, violated)
    left, foe = np.abs(ties.w).tolist(), (ties.w < 0).tolist()
    ways = {int(tie): _around(ties, around, foe, int(tie)) for tie in np.flatnonzero(violated)}
    asked = [0] * len(left)
    for part in (part for found in ways.values() for way in found for part in way):
        asked[part] += 1
    owner: dict[int, int] = {}
    chosen: dict[int, list[Way]] = {tie: [] for tie in ways}
    total = 0.0
    for tie in sorted(ways, key=lambda tie: (len(ways[tie]), tie)):
        for way in sorted(ways[tie], key=lambda way: max(asked[way[0]], asked[way[1]])):
            total += _take(left, tie, way, owner, chosen)
            if left[tie] <= 0:
                break
    for tie in ways:
        if time.monotonic() > deadline:
            break
        if left[tie] > 0:
            total += _make_room(ties, left, tie, ways, owner, chosen)
        while left[tie] > 0 and (way := _longer(ties, around, left, foe, tie)):
            total += _take(left, tie, way, owner, chosen)
    return total, [tuple(sorted((tie, *way))) for tie, taken in chosen.items() for way in taken]


def _kept(ties: Ties, violated: npt.NDArray[np.bool_]) -> list[dict[int, int]]:
    """For each node its neighbours by ties not violated, and these ties."""
    around: list[dict[int, int]] = [{} for _ in range(ties.n)]
    for tie in np.flatnonzero(~violated).tolist():
        u, v = int(ties.u[tie]), int(ties.v[tie])
        around[u][v] = around[v][u] = tie
    return around


def _around(ties: Ties, around: list[dict[int, int]], foe: list[bool], tie: int) -> list[Way]:
    """Two ties by way of a third node that make a cycle of one negative tie with `tie`."""
    one, other = around[int(ties.u[tie])], around[int(ties.v[tie])]
    ways = [(one[node], other[node]) for node in one if node in other]
    wanted = 0 if ties.w[tie] < 0 else 1
    return [way for way in ways if foe[way[0]] + foe[way[1]] == wanted]


def _take(left: list[float], tie: int, way: Way, owner: dict[int, int], chosen: dict[int, list[Way]]) -> float:
    """Use as much of `way` as is left; return how much."""
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
    """Let another negative tie, of one way only, step aside to a free way of its own. For ties of equal weight."""
    for way in ways[tie]:
        taken = [part for part in way if left[part] <= 0]
        holder = owner.get(taken[0]) if len(taken) == 1 else None
        if holder is None or len(chosen[holder]) != 1 or left[holder] > 0:
            continue
        old, amount = chosen[holder][0], left[tie]
        if abs(ties.w[holder]) != amount:  # it must give back just what is needed
            continue
        for new in ways[holder]:
            if not set(new) & (set(way) | set(old)) and min(left[part] for part in new) >= amount:
                for part in old:
                    left[part] += amount
                left[holder] += amount
                chosen[holder] = []
                return _take(left, holder, new, owner, chosen) + _take(left, tie, way, owner, chosen) - amount
    return 0.0


def _longer(ties: Ties, around: list[dict[int, int]], left: list[float], foe: list[bool], tie: int) -> Way:
    """A shortest way around `tie` over what is left, so that the cycle has one negative tie; else empty."""
    start, end = (int(ties.u[tie]), int(ties.w[tie] < 0)), (int(ties.v[tie]), 1)
    before: dict[tuple[int, int], tuple[tuple[int, int], int] | None] = {start: None}
    waiting = deque([(start, 0)])
    while waiting:
        here, steps = waiting.popleft()
        if steps < _LONGEST:
            for node, part in around[here[0]].items():
                there = (node, here[1] + foe[part])
                if left[part] > 0 and there[1] <= 1 and there not in before:
                    before[there] = (here, part)
                    if there == end:
                        return _back(ties, before, end)
                    waiting.append((there, steps + 1))
    return ()


def _back(ties: Ties, before: dict[tuple[int, int], tuple[tuple[int, int], int] | None], end: tuple[int, int]) -> Way:
    """The ties on the way to `end`; none if it crosses itself."""
    parts, here = [], end
    while (step := before[here]) is not None:
        here, part = step
        parts.append(part)
    nodes = {int(node) for part in parts for node in (ties.u[part], ties.v[part])}
    return tuple(parts) if len(nodes) == len(parts) + 1 else ()
