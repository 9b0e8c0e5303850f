"""Tables in which units stand over the columns, and a mark below a unit says its part (★ leads, √ carries out)."""

from __future__ import annotations

from collections.abc import Sequence

from graph_build.model import Cell
from graph_build.tables.fitting import WORDED
from graph_build.values.headings import kind_of
from graph_build.values.marks import is_mark
from graph_build.values.names import is_unit_name

FEWEST_UNITS = 2
NOTHING = "—-－–/"


def unit_columns(heading: Sequence[Cell], body: Sequence[Sequence[Cell]]) -> tuple[int, ...]:
    """Return the columns below units' names, in which there is nothing but marks; none where the table is no matrix.

    Beside columns of units' names one of another word is a unit's too where it holds marks.
    """
    words = [cell.text.compact().value for cell in heading]
    own = [n for n, word in enumerate(words) if word and not kind_of(word)]
    cells = {n: [row[n] for row in body if n < len(row) and not _goes_over(row, n)] for n in own}
    named = [n for n in own if is_unit_name(words[n]) and all(map(_is_mark, cells[n]))]
    marked = [n for n in own if any(_holds_mark(cell) for cell in cells[n]) and all(map(_is_mark, cells[n]))]
    is_one = len(named) >= FEWEST_UNITS and 2 * len(named) >= len(marked) and bool(marked)
    return tuple(sorted({*named, *marked})) if is_one else ()


def heads_matrix(words: Sequence[str]) -> bool:
    """Say whether words head a table of units as columns: words for tasks, names of units, all others known.

    >>> heads_matrix(["序号", "重点任务", "县教育局", "县民政局"]), heads_matrix(["1", "县教育局", "县民政局"])
    (True, False)
    """
    units = [word for word in words if _names_units("".join(word.split()))]
    kinds = [kind_of(word) for word in words if word not in units]
    return len(units) >= FEWEST_UNITS and bool({*WORDED} & set(kinds)) and None not in kinds


def is_matrix(rows: Sequence[Sequence[Cell]]) -> bool:
    """Say whether rows begin with the heading of a table of units as columns, and hold marks below it."""
    kinds = {kind_of(cell.text.value) for cell in rows[0]} if len(rows) > 1 else set()
    return bool(kinds & {*WORDED}) and bool(unit_columns(rows[0], rows[1:]))


def units_below(row: Sequence[Cell], above: Sequence[Cell], body: Sequence[Sequence[Cell]]) -> bool:
    """Say whether a row is the lower part of such a table's heading: names of units with marks below, and no more."""
    own = [n for n, (cell, high) in enumerate(zip(row, above, strict=True)) if cell is not high and cell.text.compact()]
    named = all(_names_units(row[n].text.compact().value) for n in own)
    return len(own) >= FEWEST_UNITS and named and set(own) <= set(unit_columns(row, body))


def _names_units(words: str) -> bool:
    """Say whether a heading's words are names of units, and no word for a role or a column."""
    if not words or kind_of(words):
        return False
    return is_unit_name(words)


def _is_mark(cell: Cell) -> bool:
    return not cell.text.compact().value.strip(NOTHING) or _holds_mark(cell)


def _holds_mark(cell: Cell) -> bool:
    return is_mark(cell.text.compact().value)


def _goes_over(row: Sequence[Cell], column: int) -> bool:
    """Say whether a cell reaches over columns, as a section's name does."""
    return row[column] in (*row[:column], *row[column + 1 :])
