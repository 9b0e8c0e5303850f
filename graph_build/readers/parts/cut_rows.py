"""A row of a table that a page's end cut in two, by hand or by a converter, becomes one again.

The second half has no number, its cells go on with what does not end above, and it may stand below a repeated heading
or at the head of a table of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph_build.model import Block, Cell, Paragraph, Table
from graph_build.spans import Text
from graph_build.values.contents import Content, content_of, is_complete, most_hold
from graph_build.values.headings import is_heading, kind_of

Row = tuple[Cell, ...]
ENDS = ("。", "；", ";", "！")
# Marks with which a text goes on.
GOES_ON = ("、", "，", "；", "。", "）", "：")


def with_whole_rows(blocks: Sequence[Block]) -> list[Block]:
    """Return blocks with the halves of cut rows as one row, at the place of the first half."""
    kept: list[Block] = []
    for block in blocks:
        at = _last_table(kept)
        rest = _rest_taken(kept, at, block) if isinstance(block, Table) and at is not None else block
        kept.append(_joined(rest) if isinstance(rest, Table) else rest)
    return kept


def _last_table(blocks: Sequence[Block]) -> int | None:
    """Return where the table before stands; None where words stand behind it."""
    for number in range(len(blocks) - 1, -1, -1):
        block = blocks[number]
        if isinstance(block, Table):
            return number
        if isinstance(block, Paragraph) and block.text.compact():
            return None
    return None


def _rest_taken(kept: list[Block], at: int, table: Table) -> Table:
    """Return a table without its first row where that is the rest of the last one of the table before."""
    before = kept[at]
    if not isinstance(before, Table) or not before.rows or not table.rows or len(before.rows[0]) != len(table.rows[0]):
        return table
    joined = _joined(Table((*before.rows, table.rows[0]), before.merges))
    if len(joined.rows) > len(before.rows):
        return table
    kept[at] = joined
    return replace(table, rows=table.rows[1:])


def _joined(table: Table) -> Table:
    """Return a table with its cut rows whole; a heading that stands between two halves goes."""
    at = next((n for n, row in enumerate(table.rows) if is_heading(_words(row))), None)
    if at is None:
        return table
    heading, body = table.rows[at], table.rows[at + 1 :]
    number = next((n for n, cell in enumerate(heading) if kind_of(cell.text.value) == "number"), 0)
    if not body or most_hold(row[number].text for row in body) != "number":
        return table
    rows: list[Row] = []
    for row in body:
        whole = [one for one in rows[-2:] if _words(one) != _words(heading)]
        if whole and _is_rest(whole[-1], row, body, number):
            rows[rows.index(whole[-1]) :] = [_together(whole[-1], row)]
        else:
            rows.append(row)
    return replace(table, rows=(*table.rows[: at + 1], *rows))


def _words(row: Row) -> list[str]:
    return [cell.text.compact().value for cell in row]


def _is_rest(above: Row, row: Row, body: Sequence[Row], number: int) -> bool:
    """Say whether a row is the rest of the one above: no number, and each of its cells goes on with a cut one."""
    first, second = above[number], row[number]
    if second is first or second.text.compact() or content_of(first.text) != "number":
        return False
    own = [n for n, cell in enumerate(row) if cell.text.compact() and cell is not above[n]]
    others = [other for other in body if other is not row and other is not above]
    return bool(own) and all(_goes_on(above[n].text, row[n].text, [other[n].text for other in others]) for n in own)


def _goes_on(high: Text, low: Text, others: Sequence[Text]) -> bool:
    """Say whether a cell is the rest of the one above, which does not end as most of its column do."""
    if not high.compact():
        return False
    if low.compact().value.startswith(GOES_ON):
        return True
    holds = most_hold(others)
    ending = [_ends(other, holds) for other in others if other.compact()]
    return not _ends(high, holds) and 2 * sum(ending) > len(ending)


def _ends(text: Text, column: Content) -> bool:
    """Say whether nothing is missing at a cell's end, in a column that holds sentences, or something else."""
    return text.compact().value.endswith(ENDS) if column == "text" else is_complete(text.compact())


def _together(above: Row, row: Row) -> Row:
    return tuple(
        cell if low is cell or not low.text.compact() else replace(cell, text=_one(cell.text, low.text))
        for cell, low in zip(above, row, strict=True)
    )


def _one(high: Text, low: Text) -> Text:
    """Return the halves of a cell as one text, at the place of the first."""
    start = len(high.raw.text) + 1
    pages = (low.raw.page or 0) - (high.raw.page or 0) - len(high.raw.turns)
    turns = (*high.raw.turns, *(start for _ in range(pages)))
    raw = replace(high.raw, text=f"{high.raw.text}\n{low.raw.text}", turns=turns)
    return Text(f"{high.value}\n{low.value}", raw, (*high.offsets, start - 1, *(start + n for n in low.offsets)))
