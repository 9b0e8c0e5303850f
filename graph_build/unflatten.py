"""Tables that were flattened to lines become tables again.

The way of writing: each cell starts a line with a tab; its text may run on over further lines, blank ones included;
a blank line parts two rows. Merges are lost: what was merged is a blank cell, so merges are only supposed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graph_build.errors import TableNotUnderstood
from graph_build.model import Block, Cell, Document, Paragraph, Raw, Table, Text

# A last cell that ends so goes on behind a blank line.
GOES_ON = tuple("、，,；;（(")


# A heading's words can stand over so many columns more than there are words.
MOST_HIDDEN_COLUMNS = 3


@dataclass(slots=True)
class _Lines:
    """The lines of one cell, and whether a blank line stands before it."""

    lines: list[Text]
    after_blank: bool


def unflatten(document: Document) -> Document:
    """Return the document with its flattened tables as Tables.

    Raises TableNotUnderstood where cells cannot be arranged in rows of one width.
    """
    blocks: list[Block] = []
    rest = list(document.blocks)
    while rest:
        first = next((i for i, block in enumerate(rest) if _starts_cell(block)), len(rest))
        blocks += rest[:first]
        rest = rest[first:]
        if rest:
            table, taken = _table(rest, document.source)
            blocks.append(table)
            rest = rest[taken:]
    return replace(document, blocks=tuple(blocks))


def _starts_cell(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.text.raw.lines and block.text.value.startswith("\t")


def _table(blocks: Sequence[Block], source: str) -> tuple[Table, int]:
    """Return the table that starts here, and how many blocks it takes."""
    lines = list(_lines_from(blocks))
    rows = _rows(lines, _width(lines), source)
    taken = rows[-1][-1].lines[-1].raw.block - lines[0].raw.block + 1
    cells = tuple(
        tuple(Cell(_text_of(cell), number, column) for column, cell in enumerate(row))
        for number, row in enumerate(rows)
    )
    return Table(cells, "supposed"), taken


def _lines_from(blocks: Sequence[Block]) -> Iterator[Text]:
    """Return the paragraphs up to the next table that a reader has already made."""
    for block in blocks:
        if not isinstance(block, Paragraph):
            return
        yield block.text


def _cells(lines: Sequence[Text]) -> Iterator[_Lines]:
    """Return the cells that lines make, trailing blank lines included in the cell before."""
    cell = _Lines([], after_blank=False)
    blank = False
    for line in lines:
        if line.value.startswith("\t"):
            if cell.lines:
                yield cell
            cell = _Lines([], after_blank=blank)
        cell.lines.append(line)
        blank = not line.value.strip() and not line.value.startswith("\t")
    yield cell


def _width(lines: Sequence[Text]) -> int:
    """Return the smallest number of columns that all rows fit, else how many cells most rows have.

    Blank lines part rows, and may also stand inside one, behind a section's name.
    """
    sizes: list[int] = []
    for cell in _cells(lines):
        if cell.after_blank or not sizes:
            sizes.append(0)
        sizes[-1] += 1
    heading, *rows = sizes
    widths = range(max(rows, default=heading), heading + MOST_HIDDEN_COLUMNS + 1)
    fitting = next((width for width in widths if _fits(rows, width)), None)
    return fitting or Counter(rows or sizes).most_common(1)[0][0]


def _fits(sizes: Sequence[int], width: int) -> bool:
    """Say whether groups of cells of these sizes add up to rows of one width."""
    filled = 0
    for size in sizes:
        filled = size if filled == width else filled + size
        if filled > width:
            return False
    return filled in (0, width)


def _rows(lines: Sequence[Text], width: int, source: str) -> list[list[_Lines]]:
    """Return the rows up to the table's end: a heading row as long as it is, then rows of `width` cells."""
    rows: list[list[_Lines]] = [[]]
    for cell in _cells(lines):
        heading_ends = len(rows) == 1 and bool(rows[0]) and cell.after_blank
        if heading_ends or (len(rows) > 1 and len(rows[-1]) == width):
            if not cell.after_blank:
                raise TableNotUnderstood(
                    f"{source}：第 {_line(cell)} 行的单元格超出 {width} 栏。请检查此处是否缺少空行。"
                )
            rows.append([])
        rows[-1].append(cell)
        if len(rows) > 1 and len(rows[-1]) == width and _ends_table(cell):
            return rows
    if len(rows) > 1 and len(rows[-1]) < width:
        raise TableNotUnderstood(f"{source}：第 {_line(rows[-1][0])} 行起的一行不足 {width} 栏。请检查是否缺少单元格。")
    return rows


def _line(cell: _Lines) -> int:
    return cell.lines[0].raw.block + 1


def _ends_table(cell: _Lines) -> bool:
    """Say whether prose follows a row's last cell; cut it off the cell."""
    for i, line in enumerate(cell.lines):
        if i and not line.value.strip():
            before = "".join(kept.value for kept in cell.lines[:i]).rstrip()
            if not before.endswith(GOES_ON):
                prose_follows = any(after.value.strip() for after in cell.lines[i:])
                del cell.lines[i:]
                return prose_follows
    return False


def _text_of(cell: _Lines) -> Text:
    """Return a cell's lines as one text, without the tab and without white space at the ends."""
    return join_lines(cell.lines)[1:].strip()


def join_lines(lines: Sequence[Text]) -> Text:
    """Return the texts of following lines as one text, with their line breaks."""
    offsets: list[int] = []
    start = 0
    for line in lines:
        if start:
            offsets.append(start - 1)
        offsets += [start + offset for offset in line.offsets]
        start += len(line.raw.text) + 1
    raw = Raw("\n".join(line.raw.text for line in lines), lines[0].raw.block, lines=True)
    return Text("\n".join(line.value for line in lines), raw, offsets)
