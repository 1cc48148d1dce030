"""Cover all frustrated cycles by ties of least weight: a branch-and-cut algorithm.

A linear program over the cycles known so far is solved (HiGHS, dual simplex),
and cycles whose constraint its solution violates are added, until there are
none. Its value is a lower bound, computed anew from the dual values; the gap
between it and the best partition is closed by branching on ties. After
Barahona, Grötschel and Mahjoub (1985) and, for signed graphs, Aref, Mason and
Wilson (2020).
"""

import heapq
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import highspy
import numpy as np

from analysis.balance._exact import highs
from analysis.balance._exact.ties import Floats, Ints

Separation = Callable[[Floats], list[tuple[int, ...]]]
Rounding = Callable[[Floats], tuple[float, Ints]]
_TOLERANCE = 1e-6
_STATUS = {highspy.HighsModelStatus.kOptimal: "solved", highspy.HighsModelStatus.kInfeasible: "infeasible"}


@dataclass(slots=True)
class CycleCover:
    """The state of a covering problem.

    Attributes
    ----------
    weight
        Weight of each tie.
    separate
        Finds cycles whose constraint a fractional solution violates.
    rounding
        Finds a partition near a fractional solution: its cost and blocks.
    cost, blocks
        The best partition known.
    step
        The costs of partitions differ by multiples of it; 0 if unknown.
    deadline
        Time of `time.monotonic` at which work ends.
    bound
        Proven lower bound.
    known
        Cycles that are in the program.
    """

    weight: Floats
    separate: Separation
    rounding: Rounding
    cost: float
    blocks: Ints
    step: float
    deadline: float
    bound: float = 0.0
    known: set[tuple[int, ...]] = field(default_factory=set)

    def rounded_up(self, value: float) -> float:
        """The least cost not below `value` that a partition can have."""
        if self.step <= 0:
            return value
        steps = math.floor((self.cost - value) / self.step + _TOLERANCE)
        return min(self.cost, self.cost - steps * self.step) if steps >= 0 else value

    def is_closed(self, value: float) -> bool:
        """Whether no partition with a lower bound of `value` beats the best one."""
        return self.rounded_up(value) >= self.cost - 1e-9 * max(1.0, self.cost)

    def improve(self, f: Floats) -> None:
        """Round a fractional solution and keep the partition if it is better."""
        cost, blocks = self.rounding(f)
        if cost < self.cost - 1e-9:
            self.cost, self.blocks = cost, blocks

    def seconds_left(self) -> float:
        """Seconds until the deadline."""
        return self.deadline - time.monotonic()


class Program:
    """The linear program: minimise `weight @ f`, `f` from 0 to 1 and adding up to at least 1 on every cycle."""

    def __init__(self, weight: Floats) -> None:
        self.weight = weight
        self.size = len(weight)
        self.rows: list[tuple[int, ...]] = []
        self.solver = highs.make_solver({"presolve": "off"})
        none = np.array([], dtype=np.int32)
        ones, empty = np.ones(self.size), np.array([], dtype=np.float64)
        self.solver.addCols(self.size, weight, np.zeros(self.size), ones, 0, none, none, empty)

    def add(self, cycles: list[tuple[int, ...]]) -> None:
        """Add cycles as rows."""
        if not cycles:
            return
        lengths = np.array([len(cycle) for cycle in cycles])
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int32)
        index = np.concatenate([np.array(cycle, dtype=np.int32) for cycle in cycles])
        upper = np.full(len(cycles), highspy.kHighsInf)
        self.solver.addRows(len(cycles), np.ones(len(cycles)), upper, len(index), starts, index, np.ones(len(index)))
        self.rows.extend(cycles)

    def drop_slack(self, f: Floats) -> None:
        """Delete rows whose constraint `f` meets with slack."""
        slack = np.array([f[list(row)].sum() for row in self.rows]) > 1 + 1e-3
        gone = np.flatnonzero(slack).astype(np.int32)
        if len(gone):
            self.solver.deleteRows(len(gone), gone)
            self.rows = [row for row, out in zip(self.rows, slack, strict=True) if not out]

    def fix(self, lower: Floats, upper: Floats) -> None:
        """Set the bounds of every tie."""
        self.solver.changeColsBounds(self.size, np.arange(self.size, dtype=np.int32), lower, upper)

    def solve(self, seconds: float) -> tuple[Floats, Floats, str]:
        """Return `f`, the dual value of each row, and the status after `seconds`: solved, infeasible or late."""
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + max(seconds, 0.01))
        self.solver.run()
        solution = self.solver.getSolution()
        status = _STATUS.get(self.solver.getModelStatus(), "late")
        f = np.clip(np.array(solution.col_value, dtype=np.float64), 0.0, 1.0)
        dual = np.maximum(np.array(solution.row_dual, dtype=np.float64), 0.0)
        if len(f) != self.size or len(dual) != len(self.rows):
            return np.zeros(self.size), np.zeros(len(self.rows)), "late"
        return f, dual, status

    def bound(self, dual: Floats, lower: Floats, upper: Floats) -> tuple[float, Floats]:
        """Lower bound proven by dual values, which may be any of 0 or more, and the reduced costs behind it."""
        reduced = self.weight.copy()
        for row, value in zip(self.rows, dual.tolist(), strict=True):
            if value > 0:
                reduced[list(row)] -= value
        return float(dual.sum() + np.where(reduced > 0, reduced * lower, reduced * upper).sum()), reduced


@dataclass(order=True, slots=True)
class _Branch:
    bound: float
    number: int
    lower: Floats = field(compare=False)
    upper: Floats = field(compare=False)


def solve(cover: CycleCover, first: list[tuple[int, ...]]) -> None:
    """Close the gap as far as the deadline allows; `first` are the cycles to begin with."""
    size = len(cover.weight)
    program = Program(cover.weight)
    _add(cover, program, first)
    queue = [_Branch(cover.bound, 0, np.zeros(size), np.ones(size))]
    number = 0
    while queue:
        branch = heapq.heappop(queue)
        cover.bound = max(cover.bound, min(cover.rounded_up(branch.bound), cover.cost))
        if cover.is_closed(branch.bound):
            cover.bound = cover.cost
            return
        program.fix(branch.lower, branch.upper)
        f, bound, finished = _tighten(cover, program, branch)
        if not finished:
            least = min([bound, *(other.bound for other in queue)])
            cover.bound = max(cover.bound, min(cover.rounded_up(least), cover.cost))
            return
        if cover.is_closed(bound):
            continue
        for lower, upper in _split(f, branch, cover.weight):
            number += 1
            heapq.heappush(queue, _Branch(bound, number, lower, upper))
    cover.bound = cover.cost


def _add(cover: CycleCover, program: Program, cycles: list[tuple[int, ...]]) -> int:
    fresh = [cycle for cycle in cycles if cycle not in cover.known]
    cover.known.update(fresh)
    program.add(fresh)
    return len(fresh)


def _tighten(cover: CycleCover, program: Program, branch: _Branch) -> tuple[Floats, float, bool]:
    """Solve and add cuts in turn; return `f`, the bound, and whether it ended before the deadline."""
    best, rounds = branch.bound, 0
    while True:
        f, dual, status = program.solve(cover.seconds_left())
        if status == "infeasible":
            return f, cover.cost, True
        bound, reduced = program.bound(dual, branch.lower, branch.upper)
        best = max(best, bound)
        if branch.number == 0:
            cover.bound = max(cover.bound, min(cover.rounded_up(best), cover.cost))
        cover.improve(f)
        if cover.is_closed(best):
            return f, best, True
        if status == "late" or cover.seconds_left() <= 0:
            return f, best, False
        _fix_by_cost(cover, program, branch, bound, reduced)
        rounds += 1
        if rounds % 5 == 0 and len(program.rows) > 3 * program.size:
            before = set(program.rows)
            program.drop_slack(f)
            cover.known -= before - set(program.rows)
        if not _add(cover, program, cover.separate(f)):
            return f, best, True


def _fix_by_cost(cover: CycleCover, program: Program, branch: _Branch, bound: float, reduced: Floats) -> None:
    """Fix ties whose reduced cost alone would exceed the gap."""
    gap = cover.cost - max(cover.step, 1e-9 * max(1.0, cover.cost)) - bound + _TOLERANCE
    zero = (reduced > gap) & (branch.upper > 0) & (branch.lower == 0)
    one = (-reduced > gap) & (branch.lower < 1) & (branch.upper == 1)
    if zero.any() or one.any():
        branch.upper = np.where(zero, 0.0, branch.upper)
        branch.lower = np.where(one, 1.0, branch.lower)
        program.fix(branch.lower, branch.upper)


def _split(f: Floats, branch: _Branch, weight: Floats) -> list[tuple[Floats, Floats]]:
    """Two branches on the tie that is most fractional for its weight."""
    score = np.minimum(f, 1 - f) * weight
    tie = int(score.argmax())
    if score[tie] < _TOLERANCE:
        return []
    satisfied, violated = branch.upper.copy(), branch.lower.copy()
    satisfied[tie], violated[tie] = 0.0, 1.0
    return [(branch.lower.copy(), satisfied), (violated, branch.upper.copy())]
