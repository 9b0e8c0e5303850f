"""Paragraphs whose columns tabs keep apart, as Word's writers make tables without one, become tables.

The first has the words of a heading; each one behind it that has tabs is a row. Several tabs between two cells are one
where a row has as many words as the heading. What has no tab stands behind the table. Merges are only supposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph_build.model import Block, Paragraph
from graph_build.spans import Text
from graph_build.tables.rows import Sorted, sort_rows
from graph_build.values.headings import is_heading

FEWEST_COLUMNS = 3
CELL = re.compile(r"(?:^|(?<=\t))[^\t]*")


def tabbed_tables(blocks: Sequence[Block]) -> Iterator[Block | Sorted]:
    """Return blocks in order, paragraphs that make a table of tasks as a table.

    Raises TableNotUnderstood where the cells of a row do not fit the columns.
    """
    n = 0
    while n < len(blocks):
        words = [word for word in _cells(blocks[n]) if word]
        heads = len(words) >= FEWEST_COLUMNS and is_heading([word.value for word in words])
        rows = _rows(blocks[n + 1 :]) if heads else []
        if rows:
            yield sort_rows(words, [_row(cells, len(words)) for cells in rows if cells])
        else:
            yield blocks[n]
        n += 1 + len(rows)


def _rows(blocks: Sequence[Block]) -> list[list[Text]]:
    """Return the cells of the paragraphs that are rows; none for a blank one between two."""
    rows: list[list[Text]] = []
    for block in blocks:
        cells = _cells(block)
        if not cells and not (isinstance(block, Paragraph) and not block.text.value.strip()):
            break
        rows.append(cells)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _cells(block: Block) -> list[Text]:
    """Return a paragraph's cells; none where it is no paragraph with tabs."""
    if not isinstance(block, Paragraph) or "\t" not in block.text.value.strip():
        return []
    text = block.text
    return [text[match.start() : match.end()].strip() for match in CELL.finditer(text.value)]


def _row(cells: Sequence[Text], width: int) -> Sequence[Text]:
    """Return a row's cells without the blanks that several tabs make."""
    filled = [cell for cell in cells if cell]
    return filled if len(filled) == width else cells
