"""The parts of a table of tasks: what stands above its heading and below its last row becomes paragraphs again.

Ways of writing: title rows over all columns; headings of one or two rows, repeated or of the next table; notes,
signatures and sections' names in rows of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from graph_build.model import Block, Cell, Document, Paragraph, Table
from graph_build.spans import where
from graph_build.tables.cards import with_cards_as_rows
from graph_build.tables.going_on import could_be_tasks, cut_rows, goes_on, is_loose_row, repeats_headings, side_by_side
from graph_build.tables.matrix import is_matrix, units_below
from graph_build.values.headings import is_heading, kind_of

Row = tuple[Cell, ...]
# A table's title, said again over its next part.
CONTINUED = re.compile(r"^续表|[（(]续表?[）)]$")


def part_tables(document: Document) -> Document:
    """Return the document with every table of tasks beginning with its one heading row and ending with its last task.

    Rows above and below become paragraphs, cell by cell. A table without a heading goes on with the one before where
    it has the same columns; else it stays as it is, and is doubted where it looks like tasks.
    """
    blocks: list[Block] = []
    doubts: list[str] = []
    for block in with_cards_as_rows(document).blocks:
        if not isinstance(block, Table) or _was_flat(block):
            blocks.append(block)
            continue
        for table in side_by_side(block):
            for part in _parts(table):
                _add(part, blocks)
    tables = [block for block in blocks if isinstance(block, Table)]
    if any(map(holds_tasks, tables)):
        doubts = [line for table in tables for line in _doubts(table, document.source)]
        loose = [block.text for block in blocks if isinstance(block, Paragraph) and is_loose_row(block.text)]
        if loose:
            place = where(loose[0].raw.span(0, 0), document.source, in_a_sentence=True)
            doubts.append(f"{place}起有 {len(loose)} 段像是表格的行，没有读成任务")
    return replace(document, blocks=tuple(blocks), doubts=(*document.doubts, *doubts))


def _add(part: Block, blocks: list[Block]) -> None:
    """Add a part of a table: one without a heading as rows of the table of tasks before it, where it goes on there."""
    at = max((n for n, block in enumerate(blocks) if isinstance(block, Table)), default=0)
    before = blocks[at] if blocks else part
    if not (isinstance(part, Table) and isinstance(before, Table)) or not _goes_on(before, part):
        blocks.append(part)
    elif any(isinstance(block, Paragraph) and block.text.compact() for block in blocks[at + 1 :]):
        blocks.append(Table((before.rows[0], *part.rows), part.merges))
    else:
        blocks[at] = Table((*before.rows, *part.rows), part.merges)


def _goes_on(before: Table, part: Table) -> bool:
    if _is_heading_alone(before):
        same = bool(part.rows) and len(part.rows[0]) == len(before.rows[0])
        return same and not _is_heading(part.rows[0]) and could_be_tasks(part.rows)
    return holds_tasks(before) and not holds_tasks(part) and goes_on(before, part.rows)


def _is_heading_alone(table: Table) -> bool:
    """Say whether a table is no more than the heading of the one behind it."""
    return len(table.rows) == 1 and _is_heading(table.rows[0])


def _doubts(table: Table, source: str) -> Iterator[str]:
    """Return what of a table is surely not read rightly, in Chinese lines."""
    if not table.rows or _was_flat(table):
        return
    place = where(table.rows[0][0].text.raw.span(0, 0), source, in_a_sentence=True)
    if not holds_tasks(table):
        if could_be_tasks(table.rows):
            yield f"{place}起的表格没有认出表头，没有读成任务"
        return
    if repeats_headings(table):
        yield f"{place}起的表格有并排的两组栏目，可能读错"
    for n in cut_rows(table):
        place = where(table.rows[n][0].text.raw.span(0, 0), source, in_a_sentence=True)
        yield f"{place}像是上一行的后半，没有并入"


def _was_flat(table: Table) -> bool:
    """Say whether a table was made of lines that lost their merges (unflatten.py): it ends where it ends."""
    return table.merges == "supposed" and any(cell.text.raw.lines for row in table.rows[:1] for cell in row)


def holds_tasks(table: Table) -> bool:
    """Say whether a table begins with the heading of a table of tasks and has rows below it."""
    return len(table.rows) > 1 and (_is_heading(table.rows[0]) or is_matrix(table.rows))


def distinct(row: Sequence[Cell]) -> list[Cell]:
    """Return a row's filled cells, a merged one once."""
    return list(dict.fromkeys(cell for cell in row if cell.text.compact()))


def _parts(table: Table) -> Iterator[Block]:
    headings = list(_headings(table.rows))
    if not headings:
        yield from _of_sheet(table.rows) if table.rows and table.rows[0][0].text.raw.sheet else [table]
        return
    starts = [first for first, _, _ in headings] + [len(table.rows)]
    yield from _paragraphs(table.rows[: starts[0]], headings[0][2])
    rows: tuple[Row, ...] = ()
    for n, (_, behind, heading) in enumerate(headings):
        body = tuple(row for row in table.rows[behind : starts[n + 1]] if not _is_said_again(row))
        kept = len(body)
        # A heading that is repeated, as at the top of a page, does not end a table.
        repeated_next = n + 1 < len(headings) and _words(headings[n + 1][2]) == _words(heading)
        while kept and not repeated_next and len(distinct(body[kept - 1])) <= 1:
            kept -= 1
        rows = (*(rows or (heading,)), *body[:kept])
        if not repeated_next:
            yield Table(rows, table.merges)
            yield from _paragraphs(body[kept:], ())
            rows = ()
    yield from _paragraphs([row for row in table.rows[starts[0] :] if _is_said_again(row)], ())


def _is_said_again(row: Row) -> bool:
    """Say whether a row is the table's title over its next part."""
    cells = distinct(row)
    return len(cells) == 1 and bool(CONTINUED.search(cells[0].text.compact().value))


def _of_sheet(rows: Sequence[Row]) -> Iterator[Block]:
    """Return a sheet without tasks: rows of one filled cell as paragraphs, those between them as tables."""
    for several, run in groupby(rows, lambda row: len(distinct(row)) > 1):
        part = tuple(run)
        yield from [Table(part, "stated")] if several else _paragraphs(part, ())


def _headings(rows: Sequence[Row]) -> Iterator[tuple[int, int, Row]]:
    """Return each heading: its first row, the first row behind it, and its words, of two rows the lower ones."""
    number = 0
    while number < len(rows):
        if _is_heading(rows[number]) or is_matrix(rows[number:]):
            behind, heading = number + 1, rows[number]
            while behind < len(rows) and _is_lower(rows[behind], rows[behind - 1], rows[behind + 1 :]):
                heading = tuple(
                    low if low.text.compact() else high for high, low in zip(heading, rows[behind], strict=True)
                )
                behind += 1
            first = number
            while first and _is_upper(rows[first - 1], rows[first]):
                first -= 1
            yield first, behind, heading
            number = behind
        else:
            number += 1


def _is_heading(row: Row) -> bool:
    return is_heading([cell.text.value for cell in distinct(row)])


def _is_lower(row: Row, above: Row, body: Sequence[Row]) -> bool:
    """Say whether a row is the lower part of a heading: some cells reach down into it or are blank."""
    if units_below(row, above, body):
        return True
    own = [cell for cell, high in zip(row, above, strict=True) if cell is not high]
    known = all(kind_of(cell.text.value) or not cell.text.compact() for cell in own)
    if len(own) < len(row):
        return bool(own) and known
    # Where nothing is merged downwards, what stands above a blank cell reaches down into it.
    filled = [cell for cell in own if cell.text.compact()]
    return known and 0 < len(filled) < len(own) and not _is_heading(row)


def _is_upper(row: Row, below: Row) -> bool:
    """Say whether a row is the upper part of a heading: some of its cells reach down into the lower one."""
    shared = [cell for cell, low in zip(row, below, strict=True) if cell is low and cell.text]
    return bool(shared) and len(distinct(row)) > 1


def _words(row: Row) -> list[str]:
    return [cell.text.compact().value for cell in row]


def _paragraphs(rows: Sequence[Row], heading: Row) -> Iterator[Paragraph]:
    """Return the filled cells of rows as paragraphs, each once, without those that reach down into a heading."""
    found = dict.fromkeys(cell for row in rows for cell in distinct(row))
    yield from (Paragraph(cell.text) for cell in found if cell not in heading)
