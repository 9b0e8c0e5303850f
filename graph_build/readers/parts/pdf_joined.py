"""A table on the pages of a PDF -> one table: repeated headings once, a row that a page's end cut in two as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from graph_build.model import Table
from graph_build.readers.parts.grid import Placed, table_of
from graph_build.spans import Raw, Text
from graph_build.values.contents import figure_of

# Edges nearer than this, in points, are one.
NEAR = 3.0
ENDS = ("。", "；", ";")


@dataclass(frozen=True, slots=True)
class Box:
    """A cell's place on a page, and its text."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Grid:
    """The part of a table that stands on one page; `aligned` where no lines part its cells, only their places."""

    boxes: tuple[Box, ...]
    page: int
    aligned: bool = False

    @property
    def sides(self) -> tuple[float, float]:
        """Where it begins and ends, from left to right."""
        return min(box.left for box in self.boxes), max(box.right for box in self.boxes)

    def goes_on(self, before: Grid) -> bool:
        """Say whether it is the next page's part of a table: the same sides."""
        pairs = zip(before.sides, self.sides, strict=True)
        return self.page == before.page + 1 and all(abs(one - other) < NEAR for one, other in pairs)


def joined_table(grids: Sequence[Grid], block: int) -> Table:
    """Return the parts of a table on following pages as one table."""
    edges = _edges(edge for grid in grids for box in grid.boxes for edge in (box.left, box.right))
    joined, aligned = _Joined(), any(grid.aligned for grid in grids)
    for grid in grids:
        joined.add(_cells(grid, edges))
    placed = []
    for cell in joined.cells:
        raw = Raw(cell.text, block, cell.origin[0], cell.origin[1], page=cell.page, turns=tuple(cell.turns))
        carried = cell.origin[0] if cell.carried else None
        placed.append(Placed(Text.whole(raw), cell.row, cell.column, cell.rows, cell.columns, carried, aligned))
    return table_of(placed, Raw("", block, page=grids[0].page))


@dataclass(slots=True)
class _Cell:
    text: str
    row: int
    column: int
    rows: int
    columns: int
    page: int
    origin: tuple[int, int]
    carried: bool = False
    turns: list[int] = field(default_factory=list)

    @property
    def last(self) -> int:
        return self.row + self.rows - 1


class _Joined:
    """The cells of a table, page after page."""

    def __init__(self) -> None:
        self.cells: list[_Cell] = []
        self.heading: dict[tuple[int, int], str] = {}

    def add(self, cells: list[_Cell]) -> None:
        """Add the next page's cells: without a repeated heading, a row that the page's end cut in two as one."""
        if not self.cells:
            self.cells = cells
            return
        repeated = self._repeated(cells)
        cells = [cell for cell in cells if cell.row >= repeated]
        if not cells:
            return
        last = max(cell.last for cell in self.cells)
        top = {cell.column: cell for cell in cells if cell.row == repeated}
        above = {cell.column: cell for cell in self.cells if cell.last == last}
        cut = self._is_cut(top, above)
        moved = last + (0 if cut else 1) - repeated
        for cell in cells:
            cell.row += moved
            cell.origin = cell.row, cell.column
            before = above.get(cell.column) if cell is top.get(cell.column) else None
            if before and cut:
                self._extend(before, cell)
            elif before and not cell.text and before.text:
                self.cells.append(replace(cell, text=before.text, origin=before.origin, page=before.page, carried=True))
            else:
                self.cells.append(cell)

    def _extend(self, before: _Cell, cell: _Cell) -> None:
        """Make a cell go on with the part of it that stands on the next page."""
        before.turns += [len(before.text)] * (cell.page - before.page - len(before.turns))
        before.text += f"\n{cell.text}" if cell.text else ""
        before.rows = cell.last - before.row + 1

    def _repeated(self, cells: Sequence[_Cell]) -> int:
        """Return how many rows at the top of a page repeat the table's first ones."""
        count = 0
        while (row := _words(self.cells, count)) and row == _words(cells, count):
            count += 1
        return count

    def _is_cut(self, top: dict[int, _Cell], above: dict[int, _Cell]) -> bool:
        """Say whether a page's first row is the rest of the row before: its number is missing, or its text goes on."""
        pairs = [(above[column], cell) for column, cell in top.items() if column in above]
        if not pairs or all(cell.text for cell in top.values()):
            return False
        open_end = any(cell.text and not before.text.rstrip().endswith(ENDS) for before, cell in pairs)
        blanks = sum(not cell.text for _, cell in pairs)
        if any(not cell.text and before.rows == 1 and _is_number(before.text) for before, cell in pairs):
            return open_end or blanks > 1
        longest = max(pairs, key=lambda pair: len(pair[0].text))
        return bool(longest[1].text) and not longest[0].text.rstrip().endswith(ENDS)


def _is_number(text: str) -> bool:
    return figure_of(Text.whole(Raw(text, 0))) is not None


def _words(cells: Sequence[_Cell], row: int) -> list[tuple[int, str]]:
    return sorted((cell.column, "".join(cell.text.split())) for cell in cells if cell.row == row)


def _cells(grid: Grid, edges: Sequence[float]) -> list[_Cell]:
    """Return the cells of one page, with the rows and columns that they cover."""
    levels = _edges(edge for box in grid.boxes for edge in (box.top, box.bottom))
    cells = []
    for box in grid.boxes:
        row, column = _nearest(levels, box.top), _nearest(edges, box.left)
        rows, columns = max(1, _nearest(levels, box.bottom) - row), max(1, _nearest(edges, box.right) - column)
        cells.append(_Cell(box.text, row, column, rows, columns, grid.page, (row, column)))
    return cells


def _edges(values: Iterator[float]) -> list[float]:
    """Return edges, those that are nearly the same as one."""
    ordered = sorted(values)
    return [ordered[0], *(value for before, value in pairwise(ordered) if value - before > NEAR)]


def _nearest(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda n: abs(edges[n] - value))
