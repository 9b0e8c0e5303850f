"""Where all of a drawing stands, in pixels: columns, so that no label lies on another or on a line of others.

In the middle what is asked about; left and right of it the tasks, those of a document in one frame; outside them the
units of one side, and above and below the middle those of both. Lines run between neighbouring columns alone, and end
at the sides of boxes: so none passes over a label.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import networkx as nx

from graph_query.drawing.labels import lines_of, width_of

Point = tuple[float, float]
# The document of some tasks (none for what is no task), and the side that they stand on.
Frame = tuple[str, int]
# Pixels: a letter, a line of text, from a box's border to its text, from box to box, of the frame of a document.
SIZE, LINE, INSIDE, BETWEEN, FRAME = 15, 20, 8, 9, 10
# A heading is written smaller than a label.
HEADING, HEADING_LINE = 13, 18
# Lines end on a box this far from each other, or nearer where there are many.
APART = 7
# Where the two sides part, a document is not cut if it ends within this part of all tasks.
NEAR = 0.25


@dataclass(frozen=True, slots=True)
class Form:
    """A form of drawing: on how many sides tasks stand, how wide labels are in letters, and the gap of columns."""

    sides: int
    middle: float
    tasks: float
    units: float
    gap: float


# For a screen or a page, and for a telephone.
WIDE = Form(sides=2, middle=7.4, tasks=7.4, units=7.4, gap=62)
NARROW = Form(sides=1, middle=4, tasks=6.2, units=5, gap=30)


@dataclass(frozen=True, slots=True)
class Box:
    """A label with the room that it takes: its middle, width and height, and its lines of text."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """Where nodes, frames of documents (with their headings above) and lines stand; all within width and height.

    A frame goes by its document and its side: one document may stand on both.
    """

    boxes: Mapping[str, Box]
    frames: Mapping[Frame, Box]
    lines: Mapping[str, tuple[Point, Point]]
    width: float
    height: float


def places_of(network: nx.MultiDiGraph, form: Form = WIDE) -> Places:
    """Return where everything of a network stands: the same for the same network."""
    placing = _Placing(network, form)
    for side in (-1, 1):
        placing.stack_tasks(side)
    placing.stack_middle()
    for side in (-2, 2):
        placing.stack_units(side)
    return placing.places()


def _columns(network: nx.MultiDiGraph, sides: int) -> dict[str, int]:
    """Return the column of each node: 0 in the middle, tasks at 1 and -1, units of one side outside them."""
    middle = [node for node in network.graph["centre"] if node in network]
    beside = {other for node in middle for other in nx.all_neighbors(network, node)}
    beside |= {node for node, kind in network.nodes(data="kind") if kind == "task"}
    tasks = [node for node in network if node in beside and node not in middle]
    cut = _cut(network, tasks) if sides > 1 else 0
    found = dict.fromkeys(middle, 0) | {task: -1 if n < cut else 1 for n, task in enumerate(tasks)}
    for node in network:
        if node not in found:
            touched = {found[other] for other in nx.all_neighbors(network, node) if other in found}
            found[node] = 0 if touched == {-1, 1} else 2 * max(touched, default=1)
    return found


def _cut(network: nx.MultiDiGraph, tasks: Sequence[str]) -> int:
    """Return how many tasks stand on the left: about half of all lines, whole documents where one ends near."""
    weights = [1 + network.degree(task) for task in tasks]
    off = [abs(2 * sum(weights[:n]) - sum(weights)) / max(sum(weights), 1) for n in range(len(tasks))]
    documents = [network.nodes[task].get("document", "") for task in tasks]
    ends = [n for n in range(1, len(tasks)) if documents[n] != documents[n - 1] and off[n] <= 2 * NEAR]
    return min(ends or range(len(tasks)), key=lambda n: (off[n], n), default=0)


class _Placing:
    """What is known of a drawing while its columns are filled: boxes' sizes, and how far down each stands."""

    def __init__(self, network: nx.MultiDiGraph, form: Form) -> None:
        self.network, self.form = network, form
        self.column = _columns(network, form.sides)
        self.size = {node: self._size(node) for node in network}
        self.y: dict[str, float] = {}
        self.frames: dict[Frame, tuple[float, float]] = {}
        there = (self._frame(node) for node, column in self.column.items() if abs(column) == 1)
        self.headings = {frame: self._heading(frame) for frame in dict.fromkeys(there) if frame[0]}

    def _size(self, node: str) -> tuple[tuple[str, ...], float, float]:
        """Return the lines of a label, the width and the height of its box."""
        widest = (self.form.middle, self.form.tasks, self.form.units)[abs(self.column[node])]
        lines = lines_of(self.network.nodes[node]["label"], widest)
        return lines, SIZE * max(map(width_of, lines), default=0) + 2 * INSIDE, LINE * len(lines) + INSIDE

    def _frame(self, node: str) -> Frame:
        return self.network.nodes[node].get("document", ""), self.column[node]

    def _heading(self, frame: Frame) -> tuple[str, ...]:
        return lines_of(self.network.graph["documents"][frame[0]], self.form.tasks * SIZE / HEADING)

    def _nodes(self, column: int) -> list[str]:
        return [node for node in self.network if self.column[node] == column]

    def stack_tasks(self, side: int) -> None:
        """Put tasks one below the other, those of a document in one frame, the whole around 0."""
        y = 0.0
        tasks = self._nodes(side)
        for frame, its in groupby(tasks, key=self._frame):
            top = y
            y += INSIDE + HEADING_LINE * len(self.headings[frame]) if frame[0] else 0
            y = self._stack(its, y + BETWEEN)
            if frame[0]:
                self.frames[frame] = top, y
                y += BETWEEN
        for task in tasks:
            self.y[task] -= y / 2
        self.frames |= {f: (top - y / 2, low - y / 2) for f, (top, low) in self.frames.items() if f[1] == side}

    def _stack(self, nodes: Iterable[str], y: float) -> float:
        """Put nodes one below the other from a height on; return where the next one could begin."""
        for node in nodes:
            height = self.size[node][2]
            self.y[node] = y + height / 2
            y += height + BETWEEN
        return y

    def stack_middle(self) -> None:
        """Put what is asked about in the middle, units of both sides above and below it."""
        asked = [node for node in self.network.graph["centre"] if node in self.network]
        others = self._by_tasks(node for node in self._nodes(0) if node not in asked)
        above, below = others[: len(others) // 2], others[len(others) // 2 :]
        high = self._stack(asked, 0.0) - BETWEEN
        for node in asked:
            self.y[node] -= high / 2
        edge = max(high, 0) / 2 + 2 * BETWEEN
        self._spread(below, edge, 1)
        self._spread(above[::-1], edge, -1)

    def stack_units(self, side: int) -> None:
        """Put units beside their tasks, as near to these as there is room."""
        units = self._by_tasks(self._nodes(side))
        self._spread(units, -math.inf, 1)
        off = sum(self.y[unit] - self._middle(unit) for unit in units) / max(len(units), 1)
        for unit in units:
            self.y[unit] -= off

    def _spread(self, nodes: Iterable[str], edge: float, way: int) -> None:
        """Put nodes behind an edge downwards (or upwards: -1), each beside its tasks, or behind the one before it."""
        for node in nodes:
            half = self.size[node][2] / 2
            at = max(way * self._middle(node), edge + half)
            self.y[node] = way * at
            edge = at + half + BETWEEN

    def _by_tasks(self, nodes: Iterable[str]) -> list[str]:
        return sorted(nodes, key=lambda node: (self._middle(node), node))

    def _middle(self, node: str) -> float:
        """Return how far down the tasks of a unit stand on the average."""
        around = [self.y[o] for o in nx.all_neighbors(self.network, node) if abs(self.column[o]) == 1]
        return sum(around) / len(around) if around else 0.0

    def places(self) -> Places:
        """Return where everything stands, from 0 on to the right and downwards."""
        x, wide, width = self._across()
        spans = [(y - self.size[node][2] / 2, y + self.size[node][2] / 2) for node, y in self.y.items()]
        top = min([up for up, _ in (*spans, *self.frames.values())], default=0)
        low = max([down for _, down in (*spans, *self.frames.values())], default=0)

        def box(column: int, up: float, down: float, lines: tuple[str, ...], around: float = 0) -> Box:
            middle, room = round(x[column], 1), round(wide[column] + 2 * around, 1)
            return Box(middle, round((up + down) / 2 - top, 1), room, round(down - up, 1), lines)

        boxes = {
            node: box(self.column[node], *span, self.size[node][0]) for node, span in zip(self.y, spans, strict=True)
        }
        frames = {frame: box(frame[1], *self.frames[frame], lines, FRAME) for frame, lines in self.headings.items()}
        return Places(boxes, frames, self._lines(boxes), round(width, 1), round(low - top, 1))

    def _across(self) -> tuple[dict[int, float], dict[int, float], float]:
        """Return the middle and the width of the boxes of each column, and how wide all is.

        The boxes of a column are of one width: no line that leaves one passes over another.
        """
        middle, wide, right = {}, {}, -self.form.gap
        for column in sorted({*self.column.values()}):
            headings = [lines for frame, lines in self.headings.items() if frame[1] == column]
            wide[column] = max(
                *(self.size[node][1] for node in self._nodes(column)),
                *(HEADING * width_of(line) for lines in headings for line in lines),
                0,
            )
            room = wide[column] + (2 * FRAME if headings else 0)
            middle[column] = right + self.form.gap + room / 2
            right += self.form.gap + room
        return middle, wide, max(right, 0)

    def _lines(self, boxes: Mapping[str, Box]) -> dict[str, tuple[Point, Point]]:
        """Return the ends of each line: on the sides of its boxes, those of one side apart from each other."""
        ends: defaultdict[tuple[str, int], list[tuple[float, str]]] = defaultdict(list)
        for a, b, key in self.network.edges(keys=True):
            way = 1 if boxes[a].x < boxes[b].x else -1
            ends[a, way].append((boxes[b].y, key))
            ends[b, -way].append((boxes[a].y, key))
        found: defaultdict[str, list[Point]] = defaultdict(list)
        for (node, way), lines in ends.items():
            box = boxes[node]
            apart = min(APART, (box.height - INSIDE) / len(lines))
            for n, (_, key) in enumerate(sorted(lines)):
                y = box.y + apart * (n - (len(lines) - 1) / 2)
                found[key].append((round(box.x + way * box.width / 2, 1), round(y, 1)))
        return {key: (min(pair), max(pair)) for key, pair in found.items()}
