"""Where the nodes of a network stand on a page, and how its ties are told: for the PNG and the SVG alike.

Nodes stand on an ellipse, the members of a group side by side, groups that are
friends near each other and groups at odds across. No chance and no iteration
to convergence is in it, so that a picture is the same on every machine.
"""

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import networkx as nx

from analysis.actors import labels

WIDTH, HEIGHT = 760.0, 520.0
_ROOM, _TOP = 14.0, 45.0
_GAP = 0.6
_ROW = 34.0
_CHAR, _PAD, BOX = 7.2, 16.0, 24.0
_SWEEPS = 4
_NEAR = 0.45

Places = dict[Hashable, tuple[float, float]]


def circle(graph: nx.Graph, groups: Sequence[Sequence[Hashable]] = ()) -> Places:
    """Places on an ellipse of `WIDTH` by `HEIGHT`, y downwards; nodes without a tie stand in a row beneath.

    Parameters
    ----------
    graph
        Graph whose ties have `sign` (+1, 0, -1) and perhaps `n`.
    groups
        Nodes that are to stand side by side; others are groups of their own.
    """
    tied = [node for node in graph if graph.degree(node)]
    lone = sorted((node for node in graph if not graph.degree(node)), key=str)
    blocks = _ordered(graph, _blocks(tied, groups))
    total = sum(len(block) for block in blocks) + _GAP * len(blocks)
    high = HEIGHT - (_ROW if lone else 0.0)
    far = WIDTH / 2 - _ROOM - max((width(node) for node in tied), default=0.0) / 2
    places: Places = {}
    at = 0.0
    for block in blocks:
        for number, node in enumerate(block):
            angle = 2 * math.pi * (at + number + 0.5 + _GAP / 2) / max(total, 1.0) - math.pi / 2
            places[node] = (
                round(WIDTH / 2 + far * math.cos(angle), 1),
                round(high / 2 + (high / 2 - _TOP) * math.sin(angle), 1),
            )
        at += len(block) + _GAP
    for number, node in enumerate(lone):
        places[node] = (round(WIDTH * (number + 0.5) / len(lone), 1), HEIGHT - 18.0)
    return places


def _blocks(tied: Sequence[Hashable], groups: Sequence[Sequence[Hashable]]) -> list[list[Hashable]]:
    inside = [[node for node in group if node in set(tied)] for group in groups]
    taken = {node for group in inside for node in group}
    return [group for group in inside if group] + [[node] for node in sorted(tied, key=str) if node not in taken]


def _ordered(graph: nx.Graph, blocks: list[list[Hashable]]) -> list[list[Hashable]]:
    """Swap blocks while that brings friends nearer and foes apart."""
    best, least = blocks, _strain(graph, blocks)
    for _ in range(_SWEEPS):
        before = least
        for i in range(len(blocks)):
            for j in range(i + 1, len(blocks)):
                tried = best.copy()
                tried[i], tried[j] = tried[j], tried[i]
                strain = _strain(graph, tried)
                if strain < least:
                    best, least = tried, strain
        if least == before:
            break
    return best


def _strain(graph: nx.Graph, blocks: Sequence[Sequence[Hashable]]) -> int:
    """Steps between friends less those between foes, counted round the circle."""
    order = {node: number for number, node in enumerate(node for block in blocks for node in block)}
    total = 0
    for a, b, data in graph.edges(data=True):
        steps = abs(order[a] - order[b])
        pull = {1: 3, 0: 1, -1: -3}[int(data.get("sign", 0))]
        total += pull * min(steps, len(order) - steps)
    return total


def ego(graph: nx.Graph, centre: Hashable) -> nx.Graph:
    """The ties of `centre`, and of the others' own only those that have a sign; empty without `centre`."""
    if centre not in graph:
        return nx.Graph()
    own = graph.subgraph([centre, *graph[centre]])
    kept: nx.Graph = nx.Graph()
    kept.add_node(centre)
    kept.add_edges_from(tie for tie in ties(own) if centre in tie[:2] or tie[2].get("sign", 0))
    return kept


def star(graph: nx.Graph, centre: Hashable) -> Places:
    """`centre` in the middle, the others round it: the more cooperative (by `share`, among its ties), the nearer.

    Nodes that `centre` has no tie with are left out.
    """
    if centre not in graph:
        return {}
    others = sorted(graph[centre], key=lambda node: (float(graph[centre][node].get("share", 0.5)), str(node)))
    shares = [float(graph[centre][node].get("share", 0.5)) for node in others]
    low, span = min(shares, default=0.0), max(max(shares, default=0.0) - min(shares, default=0.0), 1e-9)
    places: Places = {centre: (WIDTH / 2, HEIGHT / 2)}
    wide = WIDTH / 2 - _ROOM - max((width(node) for node in others), default=0.0) / 2
    for number, (node, share) in enumerate(zip(others, shares, strict=True)):
        angle = 2 * math.pi * (number + 0.5) / len(others) - math.pi / 2
        far = _NEAR + (1 - _NEAR) * (share - low) / span
        places[node] = (
            round(WIDTH / 2 + far * wide * math.cos(angle), 1),
            round(HEIGHT / 2 + far * (HEIGHT / 2 - 20) * math.sin(angle), 1),
        )
    return places


def width(node: Hashable) -> float:
    """Width of the box that holds the name of a node."""
    return _CHAR * len(labels.short(node)) + _PAD


def outline(
    places: Mapping[Hashable, tuple[float, float]], members: Iterable[Hashable], *, room: float = 9.0
) -> list[tuple[float, float]]:
    """Corners of the convex outline of the members' boxes with some room, clockwise from the left (y downwards)."""
    corners: set[tuple[float, float]] = set()
    for node in members:
        x, y = places[node]
        wide, high = width(node) / 2 + room, BOX / 2 + room
        corners |= {(round(x + i * wide, 1), round(y + j * high, 1)) for i in (-1, 1) for j in (-1, 1)}
    points = sorted(corners)
    return _chain(points)[:-1] + _chain(points[::-1])[:-1]


def _chain(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """One side of the convex hull (Andrew's monotone chain)."""
    kept: list[tuple[float, float]] = []
    for point in points:
        while len(kept) > 1 and _turn(kept[-2], kept[-1], point) <= 0:
            kept.pop()
        kept.append(point)
    return kept


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def ties(graph: nx.Graph) -> list[tuple[Any, Any, Mapping[str, Any]]]:
    """The ties in order, each with its ends in order: a graph's own order may change from run to run."""
    found = [(*sorted((a, b), key=str), data) for a, b, data in graph.edges(data=True)]
    return sorted(found, key=lambda tie: (str(tie[0]), str(tie[1])))


def kind(data: Mapping[str, Any]) -> str:
    """How a tie is drawn: `pos`, `neg`, `neutral`, `unclear`; `few-pos`, `few-neg`, `few` where too few acts are seen.

    The last three tell what the acts seen were (all cooperation, all conflict, or
    both); they are no sign.
    """
    sign = int(data.get("sign", 0))
    if sign:
        return "pos" if sign > 0 else "neg"
    standing = str(data.get("standing", ""))
    if not standing.startswith("observed"):
        return "neutral" if standing == "neutral" else "unclear"
    hostile = float(data.get("n_vf", 0)) + float(data.get("n_mf", 0))
    friendly = float(data.get("n_vc", 0)) + float(data.get("n_mc", 0))
    return "few" if hostile and friendly else "few-neg" if hostile else "few-pos"


def rated(graph: nx.Graph, members: Iterable[Hashable]) -> bool:
    """Whether any tie within a group has a sign: a bloc, not only acts too few to rate."""
    return any(data.get("sign", 0) for _, _, data in graph.subgraph(members).edges(data=True))
