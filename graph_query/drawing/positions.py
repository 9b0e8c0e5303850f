"""Where the nodes of a network stand, in pixels: the same for the same network, names far enough apart to be read."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import networkx as nx
import numpy as np
import numpy.typing as npt

Positions = dict[str, tuple[float, float]]
# Where the nodes of a part stand, its width and height.
Part = tuple[Positions, float, float]
Points = npt.NDArray[np.float64]
# Above this many nodes springs, and parting what overlaps, take too long to wait for.
SPRING_LIMIT = 400
# Pixels that a node of a part has, before names are parted; and from one part to the next.
SPACING, GAP = 36, 30
# Pixels of a name's sign, of its line, and of a node. A node stands above its name, a task's number stands in it.
SIGN, LINE, NODE = 16, 24, 32
MARGIN = 10
ROUNDS = 300
# A picture is wider than high.
ASPECT = 1.15
# Turned by it, points around one never stand in a line.
GOLDEN = 2.39996


def positions(network: nx.MultiDiGraph, kept: Mapping[str, tuple[float, float]] | None = None) -> Positions:
    """Return where each node stands; those `kept` stay where they are, what is new stands around what it hangs on.

    What hangs together is laid out together: units on a ring, tasks at the middle of their units, then springs pull
    them apart, and names that overlap are parted, where there are few enough. The parts stand in rows.
    """
    if kept:
        return _beside(network, kept)
    parts = sorted(nx.weakly_connected_components(network), key=lambda part: (-len(part), min(part)))
    return _in_rows([_laid_out(network.subgraph(sorted(part)), springs=len(network) <= SPRING_LIMIT) for part in parts])


def _laid_out(part: nx.MultiDiGraph, *, springs: bool) -> Part:
    """Return where the nodes of one part stand, from 0 on to the right and downwards, and how much room it takes."""
    where = _ring(part)
    # Names are wider than high.
    reach = math.sqrt(len(part)) * np.array([1.4 * SPACING, SPACING])
    if springs:
        where = nx.spring_layout(nx.Graph(part), pos=where, k=5 / math.sqrt(len(part)), iterations=120, seed=1)
    points = reach * np.array([where[node] for node in part], dtype=np.float64)
    sizes = np.array([_size(data) for _, data in part.nodes(data=True)], dtype=np.float64)
    # From the middle of a node to the middle of the box that holds its name too.
    down = np.array([[0, (height - NODE) / 2] for _, height in sizes])
    boxes = _apart(points + down, sizes) if springs else points + down
    corner = (boxes - sizes / 2).min(axis=0)
    width, height = (boxes + sizes / 2).max(axis=0) - corner
    points = boxes - down - corner
    where = {node: (round(float(x), 1), round(float(y), 1)) for node, (x, y) in zip(part, points, strict=True)}
    return where, float(width), float(height)


def _size(data: Mapping[str, str]) -> tuple[float, float]:
    """Return the width and height in pixels that a node takes with its name."""
    if data["kind"] == "task":
        return SIGN * len(data["label"]) * 0.6 + 16, NODE
    lines = data["label"].split("\n")
    return max(SIGN * max(map(len, lines)), NODE) + MARGIN, NODE + LINE * len(lines)


def _apart(points: Points, sizes: Points) -> Points:
    """Return points moved so far that boxes of some sizes around them do not overlap, along the shorter way."""
    points = points.copy()
    room = (sizes[:, None] + sizes[None]) / 2
    order = np.sign(np.arange(len(points))[:, None] - np.arange(len(points))[None])
    for _ in range(ROUNDS):
        delta = points[:, None] - points[None]
        overlap = room - np.abs(delta)
        meeting = (overlap > 0).all(axis=2) & (order != 0)
        if not meeting.any():
            break
        across = overlap[..., 0] < overlap[..., 1]
        for axis, chosen in ((0, across), (1, ~across)):
            way = np.where(delta[..., axis] == 0, order, np.sign(delta[..., axis]))
            points[:, axis] += np.where(meeting & chosen, way * (overlap[..., axis] / 2 + 0.5), 0).sum(axis=1) / 2
    return points


def _in_rows(parts: Sequence[Part]) -> Positions:
    """Place parts in rows, the largest first, as wide as lets all be drawn largest."""
    reach = [(width + GAP, height + GAP) for _, width, height in parts]
    widths = [sum(w for w, _ in reach[:n]) for n in range(1, len(reach) + 1)]
    corners = min(([*_corners(reach, most)] for most in widths), key=lambda found: _extent(found, reach), default=[])
    return {
        node: (round(x + left, 1), round(y + top, 1))
        for (part, _, _), (left, top) in zip(parts, corners, strict=True)
        for node, (x, y) in part.items()
    }


def _corners(reach: Sequence[tuple[float, float]], most: float) -> Iterator[tuple[float, float]]:
    """Give the upper left corners of boxes in rows that are `most` wide."""
    left = top = height = 0.0
    for width, high in reach:
        if left and left + width > most:
            left, top, height = 0.0, top + height, 0.0
        yield left, top
        left, height = left + width, max(height, high)


def _extent(corners: Sequence[tuple[float, float]], reach: Sequence[tuple[float, float]]) -> float:
    """Return the height of the picture that holds boxes, or what its width would make of it."""
    across = max(left + width for (left, _), (width, _) in zip(corners, reach, strict=True))
    return max(across / ASPECT, *(top + height for (_, top), (_, height) in zip(corners, reach, strict=True)))


def _beside(network: nx.MultiDiGraph, kept: Mapping[str, tuple[float, float]]) -> Positions:
    """Place what is new around what it hangs on: by the golden angle, further out one after the other."""
    where = {node: kept[node] for node in network if node in kept}
    new = [node for node in network if node not in where]
    while new:
        hanging = [node for node in new if any(other in where for other in nx.all_neighbors(network, node))] or new
        for n, node in enumerate(hanging):
            around = [where[other] for other in nx.all_neighbors(network, node) if other in where]
            x, y = around[0] if around else (0.0, 0.0)
            turn, reach = n * GOLDEN, 60 * (1.5 + 0.5 * math.sqrt(n))
            where[node] = (round(x + reach * math.cos(turn), 1), round(y + reach * math.sin(turn), 1))
        new = [node for node in new if node not in where]
    return where


def _ring(network: nx.MultiDiGraph) -> Positions:
    """Return units on a ring, all else in the middle of what leads to it or that it leads to."""
    units = [node for node, kind in network.nodes(data="kind") if kind in ("agency", "group")]
    where: Positions = {}
    for n, unit in enumerate(units):
        angle = 2 * math.pi * n / len(units)
        where[unit] = (math.cos(angle), math.sin(angle))
    others = sorted(
        (node for node in network if node not in where), key=lambda node: network.nodes[node]["kind"] != "task"
    )
    for n, node in enumerate(others):
        around = [where[other] for other in nx.all_neighbors(network, node) if other in where] or [(0.0, 0.0)]
        # What hangs on the same would stand on one spot.
        turn, reach = n * GOLDEN, 0.05 + 0.002 * n
        where[node] = (
            sum(x for x, _ in around) / len(around) + reach * math.cos(turn),
            sum(y for _, y in around) / len(around) + reach * math.sin(turn),
        )
    return where
