"""Tables that were flattened to lines become tables again.

The way of writing: each cell starts a line with a tab; its text may run on over further lines, blank ones included;
a blank line parts two rows. Merges are lost: what was merged is a blank cell, so merges are only supposed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from graph_build.errors import TableNotUnderstood
from graph_build.model import Block, Cell, Document, Paragraph, Table
from graph_build.spans import Text
from graph_build.tables.drawn import drawn_tables
from graph_build.tables.flat_rows import split_rows
from graph_build.tables.loose_cells import loose_tables
from graph_build.tables.rows import Sorted
from graph_build.tables.spaced import spaced_tables
from graph_build.tables.tabbed import tabbed_tables
from graph_build.values.contents import NOTE, is_complete
from graph_build.values.headings import CHAPTERS, is_heading, rank_of

# A heading's words can stand over so many columns more than there are words.
MOST_HIDDEN_COLUMNS = 3
LONGEST_HEADING = 60
MOST_PLACES = 3


@dataclass(frozen=True)
class _Lines:
    """The lines of one cell, trailing blank ones included, and whether a blank line stands before it."""

    lines: tuple[Text, ...]
    after_blank: bool

    @property
    def number(self) -> int:
        """The cell's first line, counted from 1, for messages."""
        return self.lines[0].raw.block + 1

    @cached_property
    def text(self) -> Text:
        """The cell's text, without its tab and without white space at the ends."""
        return Text.of_lines(self.lines)[1:].strip()

    @cached_property
    def words(self) -> str:
        """The cell's text without white space."""
        return self.text.compact().value


# Cells without a blank line between them.
Group = list[_Lines]


def unflatten(document: Document) -> Document:
    """Return the document with its flattened tables of tasks as Tables; every other line stays a paragraph.

    Raises TableNotUnderstood where the cells below a heading cannot be arranged in rows of one width.
    """
    blocks: list[Block] = []
    unsure: list[int] = []
    for are_lines, run in groupby(document.blocks, _is_line):
        found = list(run)
        lines = [block.text for block in found if isinstance(block, Paragraph)]
        for part in _parts(lines) if are_lines else tabbed_tables(found):
            if isinstance(part, Sorted):
                blocks.append(part.table)
                unsure += part.unsure
            elif isinstance(part, (Table, Paragraph)):
                blocks.append(part)
            else:
                blocks += _tables(part)
    levels = {b.text.raw.block: b.level for b in document.blocks if isinstance(b, Paragraph) and b.level}
    if levels:
        blocks = [replace(b, level=levels.get(b.text.raw.block)) if isinstance(b, Paragraph) else b for b in blocks]
    return replace(document, blocks=tuple(blocks), doubts=(*document.doubts, *_doubts(unsure)))


def _parts(lines: Sequence[Text]) -> Iterator[Sequence[Text] | Sorted | Table]:
    """Return lines in order, those that make a table as a table: drawn, by spaces, with marks, one word a line."""
    parts: list[Sequence[Text] | Sorted | Table] = [lines]
    for way in (drawn_tables, spaced_tables, split_rows, loose_tables):
        parts = [found for part in parts for found in ([part] if isinstance(part, (Sorted, Table)) else way(part))]
    yield from parts


def _doubts(lines: Sequence[int]) -> Iterator[str]:
    """Say which rows have cells that could as well stand under other columns."""
    if lines:
        places = "、".join(f"第 {line + 1} 行" for line in lines[:MOST_PLACES])
        more = "等" if len(lines) > MOST_PLACES else ""
        yield f"有 {len(lines)} 行缺格，所缺是哪一栏不能确定（{places}{more}），请核对原表"


def _is_line(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.text.raw.lines


def _tables(lines: Sequence[Text]) -> list[Block]:
    """Return lines as paragraphs and tables; a table reaches from its heading to the next one."""
    blocks: list[Block] = []
    part: list[Group] = []
    for group in _groups(lines):
        if _is_new_heading(group, part):
            blocks += _blocks_of(part)
            part = []
        part.append(group)
    return blocks + _blocks_of(part)


def _is_new_heading(group: Group, part: Sequence[Group]) -> bool:
    """Say whether a group heads a table, and not the one it stands in once more, as at the top of a page."""
    if not is_heading(_words(group)):
        return False
    repeated = bool(part) and _words(part[0]) == _words(group)
    return not (repeated and not _own_and_behind(part[-1][-1])[1])


def _words(group: Group) -> list[str]:
    return [cell.words for cell in group]


def _blocks_of(part: Sequence[Group]) -> list[Block]:
    """Return groups as one table and the paragraphs behind it, or as paragraphs where no heading stands first."""
    if not part or not is_heading(_words(part[0])):
        return [Paragraph(line) for group in part for cell in group for line in cell.lines]
    heading, *groups = part
    repeats = [group for group in groups if _words(group) == _words(heading)]
    rows = [heading, *_rows([group for group in groups if group not in repeats], len(heading))]
    own, behind = _own_and_behind(rows[-1][-1])
    rows[-1] = [*rows[-1][:-1], own]
    cells = tuple(
        tuple(Cell(cell.text, number, column) for column, cell in enumerate(row)) for number, row in enumerate(rows)
    )
    repeated = [line for group in repeats for cell in group for line in cell.lines]
    return [Table(cells, "supposed"), *map(Paragraph, [*repeated, *behind])]


def _groups(lines: Sequence[Text]) -> Iterator[Group]:
    """Return the cells that lines make, grouped by the blank lines between them; prose makes a cell of its own."""
    group: Group = []
    for cell in _cells(lines):
        if group and (cell.after_blank or not group[0].lines[0].value.startswith("\t")):
            yield from _parted(group)
            group = []
        group.append(cell)
    if group:
        yield from _parted(group)


def _parted(group: Group) -> Iterator[Group]:
    """Return a group in two where a heading stands right behind prose that runs on from the cell before it."""
    for n in range(1, len(group)):
        if is_heading(_words(group[n:])) and _own_and_behind(group[n - 1])[1]:
            yield group[:n]
            yield group[n:]
            return
    yield group


def _cells(lines: Sequence[Text]) -> Iterator[_Lines]:
    """Return the cells that lines make; lines before the first cell come as one, with no tab."""
    start, after_blank = 0, False
    for n, line in enumerate(lines):
        if n and line.value.startswith("\t"):
            yield _Lines(tuple(lines[start:n]), after_blank)
            start, after_blank = n, _is_blank(lines[n - 1])
    if lines:
        yield _Lines(tuple(lines[start:]), after_blank)


def _is_blank(line: Text) -> bool:
    return not line.value.strip() and not line.value.startswith("\t")


def _rows(groups: Sequence[Group], heading: int) -> list[Group]:
    """Return groups as rows of one width: a blank line may also stand inside a row, behind a section's name."""
    width = _width([len(group) for group in groups], heading)
    rows: list[Group] = []
    for group in groups:
        if rows and _is_section(rows[-1], group, width):
            rows[-1] = [*rows[-1], *(_blank_below(rows[-1][-1]) for _ in range(width - 1))]
        if not rows or len(rows[-1]) == width:
            rows.append([])
        rows[-1] = [*rows[-1], *group]
        if len(rows[-1]) > width:
            raise TableNotUnderstood(
                f"第 {group[0].number} 行起的单元格排不成 {width} 栏。请检查各行之间是否缺少空行。"
            )
    if rows and len(rows[-1]) < width:
        raise TableNotUnderstood(f"第 {rows[-1][0].number} 行起的一行不足 {width} 栏。请检查是否缺少单元格。")
    return rows


def _width(sizes: Sequence[int], heading: int) -> int:
    """Return the smallest number of columns that all rows fit, else how many cells most rows have."""
    widest = heading + MOST_HIDDEN_COLUMNS
    widths = range(max([*sizes, heading]), widest + 1)
    most = Counter(sizes).most_common(1)
    return next(
        (width for width in widths if _fits(sizes, width)), min(widest, max(heading, most[0][0] if most else 0))
    )


def _fits(sizes: Sequence[int], width: int) -> bool:
    """Say whether groups of cells of these sizes add up to rows of one width."""
    filled = 0
    for size in sizes:
        # One cell alone is a section's name where the next cells do not fit beside it.
        filled = size if filled == width or (filled == 1 < size + filled - width) else filled + size
        if filled > width:
            return False
    return filled in (0, width)


def _is_section(row: Group, behind: Group, width: int) -> bool:
    """Say whether a row is a section's name alone: one cell, beside which the next ones have no place."""
    return len(row) == 1 and 1 + len(behind) > width


def _blank_below(cell: _Lines) -> _Lines:
    """Return a blank cell at a cell's place."""
    last = cell.lines[-1]
    return _Lines((last[len(last.value) :],), after_blank=False)


def _own_and_behind(cell: _Lines) -> tuple[_Lines, tuple[Text, ...]]:
    """Return a table's last cell without the prose behind it, and that prose.

    Prose is what opens as a note, and what stands behind a blank line where the cell is complete without it.
    """
    for n, line in enumerate(cell.lines[1:], 1):
        complete = is_complete(Text.of_lines(cell.lines[:n])[1:].compact()) or _opens_chapter(cell.lines[n:])
        behind_blank = _is_blank(line) and complete
        if behind_blank or NOTE.match(line.value):
            return replace(cell, lines=cell.lines[:n]), cell.lines[n:] if _any_words(cell.lines[n:]) else ()
    return cell, ()


def _opens_chapter(lines: Sequence[Text]) -> bool:
    """Say whether the first words of lines are a heading with a number, such as 表二： or 二、."""
    first = next((line.value.strip() for line in lines if line.value.strip()), "")
    return rank_of(first) in CHAPTERS and len(first) <= LONGEST_HEADING


def _any_words(lines: Sequence[Text]) -> bool:
    return any(line.value.strip() for line in lines)
