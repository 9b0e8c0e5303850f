"""Cells that span rows and columns -> a Table in which a merged cell stands in every row and column that it covers."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from graph_build.errors import FileUnreadable
from graph_build.model import Cell, Table
from graph_build.sandbox.limits import MOST_POSITIONS
from graph_build.spans import Raw, Text

# So many rows or columns in which no cell begins are kept of those that follow each other: a stray cell far from a
# table, or a title merged over a whole row, must not widen it.
GAP = 20


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell's text, and how many rows and columns it covers from its place on.

    `carried` is the row of the cell above that it is supposed to go on with over a page's end.
    """

    text: Text
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    carried: int | None = None
    aligned: bool = False


def table_of(placed: Iterable[Placed], empty: Raw) -> Table:
    """Return cells as a Table with stated merges; what none covers is an empty cell at the place of `empty`.

    Rows and columns far behind the last one in which a cell begins are left out. Raises FileUnreadable where the cells
    cover more than MOST_POSITIONS.
    """
    cells = list(placed)
    rows = _near({one.row for one in cells}, max((one.row + one.rows for one in cells), default=0))
    columns = _near({one.column for one in cells}, max((one.column + one.columns for one in cells), default=0))
    if len(rows) * len(columns) > MOST_POSITIONS:
        raise too_large()
    grid: dict[tuple[int, int], Cell] = {}
    for one in cells:
        if one.rows * one.columns + len(grid) > MOST_POSITIONS:
            raise too_large()
        first = one.row if one.carried is None else one.carried
        cell = Cell(one.text, first, one.column, one.carried is not None, one.aligned)
        for row in range(one.row, one.row + one.rows):
            for column in range(one.column, one.column + one.columns):
                grid.setdefault((row, column), cell)
    return Table(
        tuple(tuple(grid.get((row, column)) or _empty(empty, row, column) for column in columns) for row in rows),
        "stated",
    )


def _near(beginnings: AbstractSet[int], end: int) -> list[int]:
    """Return the rows (or columns) before `end` that are at most GAP from the last one in which a cell begins.

    >>> len(_near({0, 1, 16000}, 16384))
    43
    """
    stops = [*sorted(beginnings), end]
    return [
        n for first, stop in zip([0, *stops], stops, strict=False) for n in range(first, min(stop, first + GAP + 1))
    ]


def _empty(like: Raw, row: int, column: int) -> Cell:
    raw = Raw("", like.block, row, column, page=like.page, sheet=like.sheet)
    return Cell(Text.whole(raw), row, column)


def too_large() -> FileUnreadable:
    """Return the error of a table that covers more than MOST_POSITIONS."""
    return FileUnreadable(f"表格过大（超过 {MOST_POSITIONS} 格），没有读。请拆分表格或核对合并的单元格。")
