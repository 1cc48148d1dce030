"""Reduce a two-block frustration problem without changing its optimum.

A node is removed if one of its ties outweighs all the others together (its
side follows that neighbour), and if it has three ties (a star costs the same as
a triangle of suitable weights, whatever the sides of the corners). Parallel
ties are added; what opposite ones cost in any case is counted in `constant`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from analysis.balance._exact.ties import UNIT, Pairs


@dataclass(slots=True)
class Reduced:
    """What is left: `ties[v][u]` is the signed weight of a tie.

    `constant` is violated in any case; `undo` has the nodes that were removed,
    in order, with their ties at that time.
    """

    ties: dict[int, dict[int, float]]
    constant: float = 0.0
    undo: list[tuple[int, dict[int, float]]] = field(default_factory=list)

    def restore(self, side: dict[int, int]) -> dict[int, int]:
        """Add the sides (+1 or -1) of the nodes that were removed to `side`, each where its ties pull it."""
        for node, ties in reversed(self.undo):
            pull = sum(weight * side[other] for other, weight in ties.items())
            side[node] = 1 if pull >= 0 else -1
        return side


def reduce(pairs: Pairs, nodes: Iterable[int]) -> Reduced:
    """Apply both rules until neither applies."""
    ties: dict[int, dict[int, float]] = {node: {} for node in nodes}
    for (u, v), weight in pairs.items():
        ties[u][v] = ties[v][u] = weight
    left = Reduced(ties)
    waiting = sorted(ties, key=lambda node: (len(ties[node]), node), reverse=True)
    while waiting:
        node = waiting.pop()
        if node in ties:
            waiting.extend(_try(left, node))
    return left


def _try(left: Reduced, node: int) -> list[int]:
    """Remove a node if a rule applies; return the nodes whose ties changed."""
    own = left.ties[node]
    if not own:
        left.undo.append((node, {}))
        del left.ties[node]
        return []
    heaviest = max(own, key=lambda other: (abs(own[other]), other))
    if 2 * abs(own[heaviest]) >= sum(map(abs, own.values())):
        _remove(left, node)
        for other, weight in own.items():
            if other != heaviest:
                _tie(left, heaviest, other, weight if own[heaviest] > 0 else -weight)
        return list(own)
    return _star_to_triangle(left, node) if len(own) == 3 else []


def _star_to_triangle(left: Reduced, node: int) -> list[int]:
    """Replace a star, whose weights are each below the sum of the other two, by a triangle of half-sums."""
    own = left.ties[node]
    (a, wa), (b, wb), (c, wc) = own.items()
    corners = [(a, b, wa, wb, wc), (a, c, wa, wc, wb), (b, c, wb, wc, wa)]
    new = [(x, y, (abs(wx) + abs(wy) - abs(wz)) / 2 * (1 if wx * wy > 0 else -1)) for x, y, wx, wy, wz in corners]
    if any(not (weight / UNIT).is_integer() for *_, weight in new):
        return []
    _remove(left, node)
    for x, y, weight in new:
        _tie(left, x, y, weight)
    return [a, b, c]


def _remove(left: Reduced, node: int) -> None:
    own = left.ties.pop(node)
    left.undo.append((node, own))
    for other in own:
        del left.ties[other][node]


def _tie(left: Reduced, u: int, v: int, weight: float) -> None:
    """Add a tie; opposite parallel ties cost the lesser of the two in any case."""
    if weight == 0:
        return
    old = left.ties[u].get(v, 0.0)
    if old * weight < 0:
        left.constant += min(abs(old), abs(weight))
    total = old + weight
    if total == 0:
        del left.ties[u][v], left.ties[v][u]
    else:
        left.ties[u][v] = left.ties[v][u] = total
