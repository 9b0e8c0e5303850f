"""Rows of a table made of cells whose places were found (placing.py), below the words over its columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph_build.errors import TableNotUnderstood
from graph_build.model import Cell, Table
from graph_build.spans import Raw, Text
from graph_build.tables.fitting import kinds_of, measure_of, misfit, widened
from graph_build.tables.placing import ALONE, BEHIND, PLACED, Loose, Placing, place
from graph_build.values.contents import content_of


@dataclass(frozen=True, slots=True)
class Sorted:
    """A table whose cells were put in their places, and the lines (from 0) of those that also fit elsewhere."""

    table: Table
    unsure: tuple[int, ...] = ()


def sort_cells(
    words: Sequence[Text], cells: Sequence[Loose], *, joins: bool = False, ends: bool = False
) -> tuple[list[Text], Placing]:
    """Return the words over each column, and where cells stand below them.

    A word can stand over two columns, and numbers can have none: the way in which the cells fit best is taken.
    """
    kinds = kinds_of([word.value for word in words])
    found: list[tuple[list[Text], Placing]] = []
    for columns in widened(kinds):
        of_columns = ["number" if n is None else kinds[n] for n in columns]
        over = [blank_beside(words[0]) if n is None else words[n] for n in columns]
        found.append((over, place(cells, of_columns, joins=joins, ends=ends)))
    return min(found, key=lambda one: (one[1].wrong is not None, one[1].cost))


def sort_rows(words: Sequence[Text], rows: Sequence[Sequence[Text]]) -> Sorted:
    """Return a table of rows of cells; short rows, and those that fit better further right, are put in their places.

    Raises TableNotUnderstood where the cells of a row do not fit the columns.
    """
    if any(len(row) > len(words) for row in rows):
        cells = [cell for row in rows for cell in _loose(row)]
        over, placing = sort_cells(words, cells)
        check_all_fit(words, cells, placing)
        return Sorted(table_of(over, list(rows_of(cells, placing, len(over)))), unsure_lines(over, cells, placing))
    kinds = kinds_of([word.value for word in words])
    found = [_in_place(row, words, kinds) for row in rows]
    return Sorted(table_of(words, [row for row, _ in found]), tuple(n for _, unsure in found for n in unsure))


def _in_place(
    row: Sequence[Text], words: Sequence[Text], kinds: Sequence[str | None]
) -> tuple[list[Text], tuple[int, ...]]:
    """Return a row with its cells in their places, and its line where other places are as good."""
    width = len(words)
    cells = _loose(row)
    if len(row) == width and (row[-1] or not cells):
        return list(row), ()
    if len(cells) == 1:
        return [*row, *(blank_beside(row[0]) for _ in range(width - len(row)))], ()
    as_it_stands = sum(misfit(cell, content_of(cell), kind) for cell, kind in zip(row, kinds, strict=False) if cell)
    placing = place(cells, kinds)
    if len(row) == width and as_it_stands <= placing.cost - PLACED * len(cells):
        return list(row), ()
    check_all_fit(words, cells, placing)
    return next(rows_of(cells, placing, width)), unsure_lines(words, cells, placing)


def _loose(row: Sequence[Text]) -> list[Loose]:
    """Return the filled cells of a row, with how many blank ones stand before each."""
    found: list[Loose] = []
    blanks = 0
    for cell in row:
        if cell:
            found.append(Loose.of(cell, blanks, begins=False, must=not found))
        blanks = 0 if cell else blanks + 1
    return found


def check_all_fit(words: Sequence[Text], cells: Sequence[Loose], placing: Placing) -> None:
    """Raise TableNotUnderstood where a cell fits none of the columns where it could stand."""
    if placing.wrong is not None or placing.used < len(cells):
        raise not_fitting(words, cells[placing.wrong or placing.used])


def not_fitting(words: Sequence[Text], cell: Loose) -> TableNotUnderstood:
    """Return what to tell the user of a cell that does not fit below a heading."""
    heading = "、".join(word.value for word in words)
    return TableNotUnderstood(
        f"第 {line_of(cell.text) + 1} 行像是表格“{heading}”的一行，但各格对不上栏目。"
        "请核对这一行是否缺格、多格，或改用原来的 Word、Excel 文件。"
    )


def rows_of(cells: Sequence[Loose], placing: Placing, width: int) -> Iterator[list[Text]]:
    """Return the rows that placed cells make, blank where there is none."""
    row: list[Text] = []
    for cell, at in zip(cells, placing.places, strict=True):
        if at.column == BEHIND:
            break
        if at.begins and row:
            yield row
        if at.begins:
            row = [blank_beside(cell.text)] * width
        column = 0 if at.column == ALONE else at.column
        known = row[column]
        row[column] = _joined(known, cell.text) if known else cell.text
    if row:
        yield row


def table_of(words: Sequence[Text], rows: Sequence[Sequence[Text]]) -> Table:
    """Return a table of rows below its heading; where it lost its merges, a word can stand over several columns."""
    heading: list[Cell] = []
    for column, word in enumerate(words):
        heading.append(heading[-1] if heading and word is words[column - 1] else Cell(word, 0, column))
    body = (tuple(Cell(text, n, column) for column, text in enumerate(row)) for n, row in enumerate(rows, 1))
    return Table((tuple(heading), *body), "supposed")


def unsure_lines(words: Sequence[Text], cells: Sequence[Loose], placing: Placing) -> tuple[int, ...]:
    """Return the lines of cells that fit elsewhere as well, and of names of units that are to be tasks of nobody."""
    measure = measure_of(kinds_of([word.value for word in words]))
    used = list(zip(cells, placing.places, strict=True))[: placing.used]
    found = [line_of(cell.text) for cell, at in used if at.unsure]
    # A cell is the last of its row where the next one begins another.
    last = [*(at.begins for _, at in used[1:]), True][: len(used)]
    named = [
        cell
        for (cell, at), ends in zip(used, last, strict=True)
        if at.column == measure and cell.content == "units" and ends
    ]
    return tuple(dict.fromkeys([*found, *(line_of(cell.text) for cell in named)]))


def line_of(text: Text) -> int:
    """Return the line (from 0) in which a text begins."""
    return text.span().block if text else text.raw.block


def blank_beside(text: Text) -> Text:
    """Return a blank cell at a cell's place."""
    return Text.whole(Raw("", text.raw.block, lines=True))


def _joined(first: Text, second: Text) -> Text:
    """Return two cells of one text, or of following lines, as one."""
    if first.raw is second.raw:
        return Text(
            f"{first.value}\n{second.value}", first.raw, (*first.offsets, first.offsets[-1] + 1, *second.offsets)
        )
    return Text.of_lines([first, second])
