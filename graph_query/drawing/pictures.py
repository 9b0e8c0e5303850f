"""A network as files to keep: PNG and SVG with the question above, legend, source and date below; and GraphML."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import networkx as nx

from graph_query.drawing.labels import lines_of, width_of
from graph_query.drawing.matrix import letter_of, matrix_of, roles_of
from graph_query.drawing.network import MOST_DRAWN, role_label, roles_shown
from graph_query.drawing.positions import HEADING, HEADING_LINE, INSIDE, LINE, SIZE, Box, Point, places_of
from graph_query.drawing.styles import (
    EDGES,
    FACES,
    FRAME,
    INK,
    NODES,
    PALE,
    SUPPOSED_DASHES,
    TINTS,
    EdgeStyle,
    NodeStyle,
)
from graph_query.ledger import notices

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# A picture has so many pixels across (rounding takes some); the drawing in it is so wide at least, with room around.
ACROSS, NARROWEST, MARGIN = 2410, 760, 28
TITLE, TITLE_LINE, NOTE, NOTE_LINE = 20, 28, 12, 18
# A sample in the legend, and a cell of a table.
SAMPLE, CELL = 30, 24
# So many signs of a unit's name stand above a table.
LONGEST_HEAD = 15
POINTS_PER_INCH, LEAST_DPI = 72, 100
# How a text is written: the size of its letters, the height of a line, and where it is held.
TITLES, LABELS = ("left", TITLE, TITLE_LINE), ("center", SIZE, LINE)
HEADINGS, NOTES, HEADS = ("center", HEADING, HEADING_LINE), ("left", NOTE, NOTE_LINE), ("center", HEADING, SIZE + 1)
# What draws a sample of a sign in the legend at a place, and what it means.
Entry = tuple[Callable[["Axes", float, float], None], str]


def as_picture(network: nx.MultiDiGraph, title: str, notes: tuple[str, ...], form: str) -> bytes:
    """Return a network as "png" or "svg": the drawing, or the table of one with many nodes, and what is to be said."""
    from matplotlib import font_manager, rc_context  # takes half a second

    fonts = {font.name for font in font_manager.fontManager.ttflist}
    faces = [face for face in FACES if face in fonts] or ["sans-serif"]
    # Names are no formulas, though they may have two $.
    with rc_context({"font.family": faces, "text.parse_math": False, "svg.fonttype": "none"}):
        return _written(network, title, notes, form)


def _written(network: nx.MultiDiGraph, title: str, notes: tuple[str, ...], form: str) -> bytes:
    from matplotlib.figure import Figure

    shown = _Table(network) if len(network) > MOST_DRAWN else _Drawing(network)
    wide = max(shown.width, NARROWEST)
    above = lines_of(title, wide / TITLE, most=3)
    below = [line for note in notes for line in lines_of(note, wide / NOTE, most=5)]
    legend = _rows_of([*shown.legend()], wide)
    top = MARGIN + TITLE_LINE * len(above) + MARGIN / 2
    foot = top + shown.height + MARGIN
    height = foot + LINE * len(legend) + NOTE_LINE * (len(below) + 1) + MARGIN / 2
    figure = Figure(figsize=((wide + 2 * MARGIN) / POINTS_PER_INCH, height / POINTS_PER_INCH))
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, wide + 2 * MARGIN), ylim=(height, 0))
    axes.set_axis_off()
    _write(axes, above, (MARGIN, MARGIN), TITLES, INK)
    shown.draw(axes, MARGIN + (wide - shown.width) / 2, top)
    for n, row in enumerate(legend):
        for x, (sample, words) in row:
            sample(axes, MARGIN + x, foot + LINE * (n + 0.5))
            axes.text(MARGIN + x + SAMPLE, foot + LINE * (n + 0.5), words, fontsize=NOTE, va="center", color=INK)
    _write(axes, below, (MARGIN, foot + LINE * len(legend) + NOTE_LINE / 2), NOTES, PALE)
    out = io.BytesIO()
    dpi = ACROSS / figure.get_figwidth()
    figure.savefig(out, format=form, dpi=max(dpi, LEAST_DPI), facecolor="white", metadata={"Title": title})
    return out.getvalue()


class _Drawing:
    """A network as boxes and lines."""

    def __init__(self, network: nx.MultiDiGraph) -> None:
        self.network, self.places = network, places_of(network)
        self.width, self.height = self.places.width, self.places.height

    def draw(self, axes: Axes, left: float, top: float) -> None:
        """Draw it with its upper left corner at a place: lines over frames, boxes over lines."""
        for frame in self.places.frames.values():
            _box(axes, frame, FRAME, FRAME.fill, (left, top))
            _write(axes, frame.lines, (left + frame.x, top + frame.y - frame.height / 2 + INSIDE / 2), HEADINGS, PALE)
        for _, _, key, data in self.network.edges(keys=True, data=True):
            start, end = ((x + left, y + top) for x, y in self.places.lines[key])
            _line(axes, start, end, EDGES[data["role"]], supposed=data["supposed"])
        for node, box in self.places.boxes.items():
            style, asked = NODES[self.network.nodes[node]["kind"]], node in self.network.graph["centre"]
            _box(axes, box, style, style.line if asked else style.fill, (left, top))
            at = (left + box.x, top + box.y - LINE * len(box.lines) / 2)
            _write(axes, box.lines, at, LABELS, "white" if asked else INK)

    def legend(self) -> Iterator[Entry]:
        """Give what its signs mean."""
        kinds = {kind for _, kind in self.network.nodes(data="kind")}
        for kind in NODES:
            if kind in kinds:
                yield partial(_box_sample, NODES[kind]), NODES[kind].name
        for role in roles_shown(self.network):
            yield partial(_line_sample, EDGES[role], supposed=False), role_label(role)
        if any(supposed for _, _, supposed in self.network.edges(data="supposed")):
            yield partial(_line_sample, EDGES["responsible"], supposed=True), notices.SUPPOSED


class _Table:
    """A network of many nodes as a table: units across, their names written downwards."""

    def __init__(self, network: nx.MultiDiGraph) -> None:
        self.network, self.matrix = network, matrix_of(network)
        labels = [network.nodes[task]["label"] for _, tasks in self.matrix.groups for task in tasks]
        self.side = SIZE * max(map(width_of, labels), default=0) + 2 * INSIDE
        self.heads = {unit: _downwards(network.nodes[unit]["label"]) for unit in self.matrix.units}
        self.head = (SIZE + 1) * max(map(len, self.heads.values()), default=0) + 2 * INSIDE
        rows = sum(1 + len(tasks) for _, tasks in self.matrix.groups)
        self.width, self.height = self.side + CELL * len(self.heads), self.head + CELL * rows

    def draw(self, axes: Axes, left: float, top: float) -> None:
        """Draw it with its upper left corner at a place."""
        for n, signs in enumerate(self.heads.values()):
            at = (left + self.side + CELL * (n + 0.5), top + self.head - INSIDE - (SIZE + 1) * len(signs))
            _write(axes, signs, at, HEADS, INK)
        y = top + self.head
        for heading, tasks in self.matrix.groups:
            _rule(axes, (left, y), self.width, CELL, FRAME.fill)
            axes.text(left + INSIDE, y + CELL / 2, heading, fontsize=HEADING, va="center", color=PALE)
            for task in tasks:
                y += CELL
                self._row(axes, task, left, y)
            y += CELL

    def _row(self, axes: Axes, task: str, left: float, y: float) -> None:
        _rule(axes, (left, y), self.width, CELL, "white")
        axes.text(
            left + INSIDE, y + CELL / 2, self.network.nodes[task]["label"], fontsize=HEADING, va="center", color=INK
        )
        for n, unit in enumerate(self.matrix.units):
            cells = roles_of(self.matrix.cells.get((task, unit), ()))
            for m, cell in enumerate(cells):
                wide = CELL / len(cells)
                x = left + self.side + CELL * n + wide * m
                _rule(axes, (x, y), wide, CELL, TINTS[cell.role])
                axes.text(
                    x + wide / 2,
                    y + CELL / 2,
                    cell.letter,
                    fontsize=HEADING / len(cell.letter) ** 0.5,
                    va="center",
                    ha="center",
                    color=INK,
                )

    def legend(self) -> Iterator[Entry]:
        """Give what its letters mean."""
        for role in roles_shown(self.network):
            if role in TINTS:
                yield partial(_letter_sample, role), role_label(role)
        yield _no_sample, f"※ {notices.SUPPOSED}"


def _downwards(label: str) -> tuple[str, ...]:
    """Return a label one sign a line, a place behind the name; of a long one the beginning."""
    name = label.replace("\n", "·")
    return tuple(name if len(name) <= LONGEST_HEAD else f"{name[: LONGEST_HEAD - 1]}…")


def _rows_of(entries: Sequence[Entry], wide: float) -> list[list[tuple[float, Entry]]]:
    """Return the entries of a legend in rows, each with where it begins."""
    rows: list[list[tuple[float, Entry]]] = [[]]
    x = 0.0
    for entry in entries:
        room = SAMPLE + NOTE * (width_of(entry[1]) + 2)
        if rows[-1] and x + room > wide:
            rows.append([])
            x = 0.0
        rows[-1].append((x, entry))
        x += room
    return rows


def _write(axes: Axes, lines: Sequence[str], at: Point, how: tuple[str, int, int], ink: str) -> None:
    """Write lines of text from a place on downwards."""
    held, size, line = how
    for n, words in enumerate(lines):
        axes.text(at[0], at[1] + line * (n + 0.5), words, fontsize=size, color=ink, va="center", ha=held)


def _box(axes: Axes, box: Box, style: NodeStyle, fill: str, corner: Point) -> None:
    from matplotlib.patches import FancyBboxPatch

    at = (corner[0] + box.x - box.width / 2, corner[1] + box.y - box.height / 2)
    look: dict[str, Any] = {"facecolor": fill, "edgecolor": style.line, "linewidth": 1.2}
    look["linestyle"] = (0, (4, 3)) if style.dashed else "solid"
    shape = f"round,pad=0,rounding_size={min(style.round, box.height / 2)}"
    axes.add_patch(FancyBboxPatch(at, box.width, box.height, boxstyle=shape, **look))


def _line(axes: Axes, start: Point, end: Point, style: EdgeStyle, *, supposed: bool) -> None:
    """Draw a line that leaves both ends straight to the side, as the page does."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    middle = (start[0] + end[0]) / 2
    curve = Path([start, (middle, start[1]), (middle, end[1]), end], [Path.MOVETO, *[Path.CURVE4] * 3])
    dashes = SUPPOSED_DASHES if supposed else style.dashes
    look = {"edgecolor": style.colour, "linewidth": style.width * 0.8, "facecolor": "none"}
    axes.add_patch(PathPatch(curve, linestyle=(0, dashes) if dashes else "solid", **look))


def _rule(axes: Axes, at: Point, wide: float, high: float, fill: str) -> None:
    from matplotlib.patches import Rectangle

    axes.add_patch(Rectangle(at, wide, high, facecolor=fill, edgecolor="#D5DAE0", linewidth=0.5))


def _box_sample(style: NodeStyle, axes: Axes, x: float, y: float) -> None:
    _box(axes, Box(x + 11, y, 22, 14, ()), style, style.fill, (0, 0))


def _line_sample(style: EdgeStyle, axes: Axes, x: float, y: float, *, supposed: bool) -> None:
    _line(axes, (x, y), (x + 24, y), style, supposed=supposed)


def _letter_sample(role: str, axes: Axes, x: float, y: float) -> None:
    _rule(axes, (x, y - 8), 22, 16, TINTS[role])
    axes.text(x + 11, y, letter_of(role), fontsize=NOTE, va="center", ha="center", color=INK)


def _no_sample(axes: Axes, x: float, y: float) -> None:
    """Draw nothing: the words say it."""


def as_graphml(network: nx.MultiDiGraph, notes: tuple[str, ...]) -> bytes:
    """Return a network as GraphML, positions as x and y, for Gephi, yEd and others."""
    copy = network.copy()
    copy.graph = {"description": "\n".join(notes)}
    for node, box in places_of(network).boxes.items():
        copy.nodes[node].update(x=box.x, y=box.y, kind=NODES[copy.nodes[node]["kind"]].name)
    for _, _, data in copy.edges(data=True):
        data["role"] = role_label(data["role"])
    out = io.BytesIO()
    nx.write_graphml(copy, out, encoding="utf-8")
    return out.getvalue()
