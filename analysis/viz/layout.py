"""Where the nodes of a network stand on the page, and how each tie is drawn: for the PNG and the SVG alike.

Nodes stand on an ellipse. The members of a group are side by side, friendly groups
near each other, hostile groups opposite. Nothing is random and nothing iterates to
convergence, so the picture is the same on every machine. Lengths are in SVG units
(pixels of the page at full size), y downwards.
"""

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import networkx as nx
import numpy as np
from scipy.spatial import ConvexHull

from analysis.actors import labels

WIDTH, HEIGHT = 760.0, 520.0
BOX_HEIGHT = 24.0
_CHARACTER, _PADDING = 7.2, 16.0  # width of a letter, and of the two margins of a box
_SIDE_MARGIN, _TOP_MARGIN = 14.0, 45.0
_ROW = 34.0  # height of the row of nodes without a tie
_GAP = 0.6  # between two groups, in steps from node to node
_MAX_SWEEPS = 4
_NEAREST = 0.45  # distance of the most cooperative partner in a star, as a share of the radius
_MAX_PARTNERS = 16  # of a star; those with most events
_CLEARANCE = 3.0  # between a tie and the box of another node
_BENDS = tuple(side * size for size in (24.0, 40.0, 60.0, 85.0, 115.0, 150.0, 190.0, 240.0) for side in (1, -1))
_STEPS = np.linspace(0.0, 1.0, 41)
_PULL = {1: 3, 0: 1, -1: -3}  # how strongly a tie draws its ends together, by sign

Positions = dict[Hashable, tuple[float, float]]


def circle(graph: nx.Graph, groups: Sequence[Sequence[Hashable]] = ()) -> Positions:
    """Positions on an ellipse of `WIDTH` by `HEIGHT`; nodes without a tie stand in a row beneath.

    Parameters
    ----------
    graph
        Graph whose ties have `sign` (+1, 0, -1) and perhaps `n`, their events.
    groups
        Nodes to place side by side; every other node is a group of its own.
    """
    tied = [node for node in graph if graph.degree(node)]
    isolates = sorted((node for node in graph if not graph.degree(node)), key=str)
    blocks = _ordered(graph, _blocks(tied, groups))
    steps = sum(len(block) for block in blocks) + _GAP * len(blocks)
    height = HEIGHT - (_ROW if isolates else 0.0)
    radius = WIDTH / 2 - _SIDE_MARGIN - max((box_width(node) for node in tied), default=0.0) / 2
    positions: Positions = {}
    start = 0.0
    for block in blocks:
        for number, node in enumerate(block):
            angle = 2 * math.pi * (start + number + 0.5 + _GAP / 2) / max(steps, 1.0) - math.pi / 2
            positions[node] = (
                round(WIDTH / 2 + radius * math.cos(angle), 1),
                round(height / 2 + (height / 2 - _TOP_MARGIN) * math.sin(angle), 1),
            )
        start += len(block) + _GAP
    for number, node in enumerate(isolates):
        positions[node] = (round(WIDTH * (number + 0.5) / len(isolates), 1), HEIGHT - 18.0)
    return positions


def _blocks(tied: Sequence[Hashable], groups: Sequence[Sequence[Hashable]]) -> list[list[Hashable]]:
    """The groups, and each other node by itself; a node of several groups stands with the first."""
    grouped: set[Hashable] = set()
    inside = []
    for group in groups:
        inside.append([node for node in group if node in set(tied) - grouped])
        grouped |= set(inside[-1])
    return [group for group in inside if group] + [[node] for node in sorted(tied, key=str) if node not in grouped]


def _ordered(graph: nx.Graph, blocks: list[list[Hashable]]) -> list[list[Hashable]]:
    """Swap blocks as long as that brings friends nearer and foes apart."""
    best, lowest = blocks, _strain(graph, blocks)
    for _ in range(_MAX_SWEEPS):
        before = lowest
        for i in range(len(blocks)):
            for j in range(i + 1, len(blocks)):
                swapped = best.copy()
                swapped[i], swapped[j] = swapped[j], swapped[i]
                strain = _strain(graph, swapped)
                if strain < lowest:
                    best, lowest = swapped, strain
        if lowest == before:
            break
    return best


def _strain(graph: nx.Graph, blocks: Sequence[Sequence[Hashable]]) -> int:
    """Steps round the circle between friends, less those between foes."""
    order = {node: number for number, node in enumerate(node for block in blocks for node in block)}
    total = 0
    for a, b, data in graph.edges(data=True):
        steps = abs(order[a] - order[b])
        total += _PULL[int(data.get("sign", 0))] * min(steps, len(order) - steps)
    return total


def ego(graph: nx.Graph, centre: Hashable) -> nx.Graph:
    """The ties of `centre`, and the ties between its partners that have a sign; empty if the graph lacks `centre`."""
    if centre not in graph:
        return nx.Graph()
    own = graph.subgraph([centre, *graph[centre]])
    kept: nx.Graph = nx.Graph(**graph.graph)
    kept.add_node(centre)
    kept.add_edges_from(tie for tie in ties(own) if centre in tie[:2] or tie[2].get("sign", 0))
    return kept


def star(graph: nx.Graph, centre: Hashable) -> Positions:
    """`centre` in the middle, its partners round it: the lower the conflict share of their tie, the nearer.

    Nodes without a tie to `centre` are left out, and so are all but the partners with most events.
    """
    if centre not in graph:
        return {}
    own = graph[centre]
    busiest = sorted(own, key=lambda node: (-float(own[node].get("n", 1) or 1), str(node)))[:_MAX_PARTNERS]
    partners = sorted(busiest, key=lambda node: (float(own[node].get("share", 0.5)), str(node)))
    shares = [float(graph[centre][node].get("share", 0.5)) for node in partners]
    lowest, highest = min(shares, default=0.0), max(shares, default=0.0)
    positions: Positions = {centre: (WIDTH / 2, HEIGHT / 2)}
    radius = WIDTH / 2 - _SIDE_MARGIN - max((box_width(node) for node in partners), default=0.0) / 2
    for number, (node, share) in enumerate(zip(partners, shares, strict=True)):
        angle = 2 * math.pi * (number + 0.5) / len(partners) - math.pi / 2
        distance = _NEAREST + (1 - _NEAREST) * (share - lowest) / max(highest - lowest, 1e-9)
        positions[node] = _free_place(positions, node, angle, distance, radius)
    return positions


def _free_place(
    positions: Positions, node: Hashable, angle: float, distance: float, radius: float
) -> tuple[float, float]:
    """The place at this angle and distance, or the nearest to it where the box touches no other."""
    x = y = 0.0
    for step in sorted((0.04 * number for number in range(-14, 15)), key=abs):
        for turn in (0.0, 0.06, -0.06, 0.12, -0.12):
            there = min(1.0, max(_NEAREST, distance + step))
            x = round(WIDTH / 2 + there * radius * math.cos(angle + turn), 1)
            y = round(HEIGHT / 2 + there * (HEIGHT / 2 - 20) * math.sin(angle + turn), 1)
            if not any(
                abs(x - other_x) < (box_width(node) + box_width(other)) / 2 + 6 and abs(y - other_y) < BOX_HEIGHT + 6
                for other, (other_x, other_y) in positions.items()
            ):
                return x, y
    return x, y


def bend(positions: Mapping[Hashable, tuple[float, float]], a: Hashable, b: Hashable) -> tuple[float, float] | None:
    """The point towards which the tie of two nodes bends to pass all other nodes; None where it is straight.

    The tie is a quadratic Bezier curve with this control point. Where no bend passes all
    nodes, the one that lies behind fewest of them is taken.
    """
    (x1, y1), (x2, y2) = positions[a], positions[b]
    length = math.hypot(x2 - x1, y2 - y1) or 1.0
    centres = np.array([place for node, place in positions.items() if node not in (a, b)]).reshape(-1, 2)
    halves = np.array([box_width(node) / 2 for node in positions if node not in (a, b)])
    best, fewest = None, _behind((x1, y1), ((x1 + x2) / 2, (y1 + y2) / 2), (x2, y2), centres, halves)
    for size in _BENDS if fewest else ():
        control = (
            round((x1 + x2) / 2 - size * (y2 - y1) / length, 1), round((y1 + y2) / 2 + size * (x2 - x1) / length, 1)
        )  # fmt: skip
        behind = _behind((x1, y1), control, (x2, y2), centres, halves)
        if behind < fewest:
            best, fewest = control, behind
        if not fewest:
            break
    return best


def _behind(start: Any, control: Any, end: Any, centres: Any, halves: Any) -> int:
    """How many boxes a curve passes behind."""
    if not len(centres):
        return 0
    curve = curve_points(start, control, end)
    apart = np.abs(curve[:, None, :] - centres[None, :, :])
    inside = (apart[:, :, 0] < halves + _CLEARANCE) & (apart[:, :, 1] < BOX_HEIGHT / 2 + _CLEARANCE)
    return int(inside.any(axis=0).sum())


def curve_points(start: Any, control: Any, end: Any) -> Any:
    """Points of the quadratic Bezier curve from `start` to `end`, one a row."""
    t = _STEPS[:, None]
    return (1 - t) ** 2 * np.array(start) + 2 * t * (1 - t) * np.array(control) + t**2 * np.array(end)


def outlined(
    positions: Mapping[Hashable, tuple[float, float]], groups: Iterable[Sequence[Hashable]]
) -> list[list[Hashable]]:
    """The groups that can be outlined: of at least two members, whose outline touches no other node or outline.

    An actor may cooperate with two groups that have nothing to do with each other; an
    outline round each of them would take in strangers. Larger groups come first.
    """
    found: list[list[Hashable]] = []
    inside = [[node for node in group if node in positions] for group in groups]
    for members in sorted(inside, key=len, reverse=True):
        taken = {node for group in found for node in group}
        if len(members) < 2 or taken & set(members):
            continue
        hull = outline(positions, members)
        strangers = [_corners(positions, [node], 0.0) for node in positions if node not in members]
        others = [outline(positions, group) for group in found]
        if not any(_overlap(hull, other) for other in strangers + others):
            found.append(members)
    return found


def _overlap(one: Sequence[tuple[float, float]], other: Sequence[tuple[float, float]]) -> bool:
    """Whether two convex polygons overlap: no side of either separates them (separating axis theorem)."""
    polygons = np.array(_convex(one)), np.array(_convex(other))
    for polygon in polygons:
        sides = np.roll(polygon, -1, axis=0) - polygon
        normals = np.column_stack([-sides[:, 1], sides[:, 0]])
        first, second = (corners @ normals.T for corners in polygons)
        if ((first.max(axis=0) <= second.min(axis=0)) | (second.max(axis=0) <= first.min(axis=0))).any():
            return False
    return True


def box_width(node: Hashable) -> float:
    """Width of the box that holds the name of a node."""
    return _CHARACTER * len(labels.short(node)) + _PADDING


def outline(
    positions: Mapping[Hashable, tuple[float, float]], members: Iterable[Hashable], *, margin: float = 9.0
) -> list[tuple[float, float]]:
    """Corners of the convex hull of the members' boxes with a margin, clockwise on the page."""
    return _convex(_corners(positions, members, margin))


def _corners(
    positions: Mapping[Hashable, tuple[float, float]], members: Iterable[Hashable], margin: float
) -> list[tuple[float, float]]:
    corners: set[tuple[float, float]] = set()
    for node in members:
        x, y = positions[node]
        half_width, half_height = box_width(node) / 2 + margin, BOX_HEIGHT / 2 + margin
        corners |= {(round(x + i * half_width, 1), round(y + j * half_height, 1)) for i in (-1, 1) for j in (-1, 1)}
    return sorted(corners)


def _convex(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The convex hull, clockwise on the page, from the left."""
    hull = ConvexHull(np.array(points)).vertices.tolist()
    first = hull.index(min(hull))  # begin at the left, wherever the library begins
    return [points[index] for index in hull[first:] + hull[:first]]


def ties(graph: nx.Graph) -> list[tuple[Any, Any, Mapping[str, Any]]]:
    """The ties sorted by name, each with its ends sorted: a graph's own order may change from run to run."""
    found = [(*sorted((a, b), key=str), data) for a, b, data in graph.edges(data=True)]
    return sorted(found, key=lambda tie: (str(tie[0]), str(tie[1])))


def tie_kind(data: Mapping[str, Any]) -> str:
    """How a tie is drawn: `pos`, `neg`, `neutral`, `turned`, `unclear`; `few-pos`, `few-neg`, `few` for too few acts.

    The last three say what the acts seen were (all cooperation, all conflict, or
    both); they are not signs.
    """
    sign = int(data.get("sign", 0))
    if sign:
        return "pos" if sign > 0 else "neg"
    rating = str(data.get("standing", ""))
    if not rating.startswith("observed"):
        return rating if rating in {"neutral", "turned"} else "unclear"
    conflict = float(data.get("n_vf", 0)) + float(data.get("n_mf", 0))
    cooperation = float(data.get("n_vc", 0)) + float(data.get("n_mc", 0))
    return "few" if conflict and cooperation else "few-neg" if conflict else "few-pos"


def has_signed_tie(graph: nx.Graph, members: Iterable[Hashable]) -> bool:
    """Whether any tie within a group has a sign; without one the group rests on too few events to rate."""
    return any(data.get("sign", 0) for _, _, data in graph.subgraph(members).edges(data=True))
