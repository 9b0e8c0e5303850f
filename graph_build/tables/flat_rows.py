"""Tables flattened to one row a line, cells parted by tabs or |, become tables again.

Ways of writing: a pasted table (tabs; a row that begins with a tab has a blank cell there), Markdown (| at both ends, a
line of --- below the heading), rows under a merged cell whose cells stand further left, with or without blank ones at
their end in return, two rows of headings, sections' names on lines without marks, cells that run on over lines. Merges
are lost: they are only supposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph_build.model import ROLES
from graph_build.spans import Text
from graph_build.tables.fitting import WORDED
from graph_build.tables.matrix import heads_matrix
from graph_build.tables.rows import Sorted, sort_rows
from graph_build.values.contents import NOTE, content_of, is_complete
from graph_build.values.headings import CHAPTERS, is_heading, kind_of, rank_of
from graph_build.values.marks import is_mark
from graph_build.values.names import is_unit_name

FEWEST_CELLS = 3
RULE = re.compile(r"[\s|:+—-]+")
LONGEST_NAME = 40
FEWEST_LINKS, LONGEST_LINK = 2, 8


def split_rows(lines: Sequence[Text]) -> Iterator[Sequence[Text] | Sorted]:
    """Return lines in order, those that make a table of tasks as a table, the others as they are.

    Raises TableNotUnderstood where the cells of a row do not fit the columns.
    """
    headings = [(n, mark) for n, line in enumerate(lines) if (mark := _mark(line.value))]
    rest = 0
    for position, (first, mark) in enumerate(headings):
        behind = headings[position + 1][0] if position + 1 < len(headings) else len(lines)
        end = _end(lines, first, behind, mark)
        if lines[rest:first]:
            yield lines[rest:first]
        yield _table([line for line in lines[first:end] if line.value.strip(" ")], mark)
        rest = end
    if lines[rest:]:
        yield lines[rest:]


def _mark(line: str) -> str | None:
    """Return the mark that parts the words of a table's heading; None where the line is none."""
    for mark in ("\t", "|", "｜"):
        words = [word for word in line.split(mark) if word.strip()]
        if len(words) >= FEWEST_CELLS and (is_heading(words) or heads_matrix(words)):
            return mark
    return None


def _end(lines: Sequence[Text], first: int, behind: int, mark: str) -> int:
    """Return the line behind the last one of a table, before `behind`."""
    marked = [n for n in range(first, behind) if mark in lines[n].value and not _is_furniture(lines[n], mark)]
    # Where a mark closes every row, what none closes stands behind the table.
    closed = mark != "\t" and lines[first].value.rstrip().endswith(mark)
    last = max(n for n in marked if not closed or lines[n].value.rstrip().endswith(mark))
    # A last cell that runs on: up to a blank line, a note, or where it is complete.
    cell = lines[last].value.rpartition(mark)[2]
    while (
        last + 1 < behind
        and cell.strip()
        and lines[last + 1].value.strip()
        and not NOTE.match(lines[last + 1].value)
        and not is_complete(Text.of_lines(lines[last : last + 1])[-len(cell) :].compact())
    ):
        last += 1
        cell = lines[last].value
    return last + 1


def _is_furniture(line: Text, mark: str) -> bool:
    """Say whether a line with marks is a row of links: short words, none of them a number, a unit or a limit."""
    cells = [cell for cell in _cells(line, mark, left=True, right=True) if cell]
    if len(cells) < FEWEST_LINKS or is_heading([cell.value for cell in cells]):
        return False
    return all(len(cell.value) <= LONGEST_LINK and content_of(cell) == "text" for cell in cells)


def _table(lines: Sequence[Text], mark: str) -> Sorted:
    heading, *rows = _rows([line for line in lines if line.value.strip(" ")], mark)
    while rows and (both := _two_headings(heading, rows[0], rows[1:])):
        heading, rows = both, rows[1:]
    if len(heading) > _filled(heading) and any(not row[-1] for row in rows if len(row) == len(heading)):
        # Rows under merged cells stand further left, with blank ones at their end, and so does the heading.
        heading = heading[: _filled(heading)]
    # A blank word in a heading belongs to the word before it, which stood over both columns.
    words: list[Text] = []
    for word in heading:
        words.append(word if word or not words else words[-1])
    return sort_rows(words, [row[: _filled(row)] if len(row) > len(words) else row for row in rows])


def _filled(row: Sequence[Text]) -> int:
    """Return how many cells a row has, without blank ones at its end."""
    return max((n for n, cell in enumerate(row, 1) if cell), default=0)


def _two_headings(heading: Sequence[Text], row: Sequence[Text], body: Sequence[Sequence[Text]]) -> list[Text] | None:
    """Return a heading with the words of its second row in place of the word that stood over them; None without any.

    Their word stands above the first of them, or the copy moved them to the front of their row.
    """
    below = [word for word in row if word]
    marked = any(is_mark(cell.compact().value) for one in body for cell in one)
    sorts = {"units" if marked and is_unit_name(word.compact().value) else _sort(word) for word in below}
    if not below or len(sorts) > 1 or None in sorts:
        return None
    at = next(n for n, word in enumerate(row) if word)
    if at and not any(heading[at + 1 : at + len(below)]):
        return [*heading[:at], *below, *heading[at + len(below) :]]
    above = [n for n, word in enumerate(heading) if _sort(word) in sorts]
    return [*heading[: above[-1]], *below, *heading[above[-1] + 1 : _filled(heading)]] if above else None


def _sort(word: Text) -> str | None:
    """Return whether a heading's word is one for roles or one for tasks; None for others."""
    kind = kind_of(word.value)
    return "units" if kind in ROLES else "tasks" if kind in WORDED else None


def _cells(line: Text, mark: str, *, left: bool, right: bool) -> list[Text]:
    """Return the cells of a line; where rows are closed at the left or right, a mark stands there."""
    value = line.value
    start, end = 0, len(value)
    if left and value.strip().startswith(mark):
        start = value.index(mark) + 1
    if right and value.rstrip().endswith(mark) and value.rindex(mark) >= start:
        end = value.rindex(mark)
    cells = []
    for part in value[start:end].split(mark):
        cells.append(line[start : start + len(part)].strip())
        start += len(part) + len(mark)
    return cells


def _rows(lines: Sequence[Text], mark: str) -> Iterator[list[Text]]:
    """Return the cells of each row; a line that only goes on with the row before it is joined to it."""
    heading = lines[0].value.strip(" ")
    left, right = (mark != "\t" and heading.startswith(mark), mark != "\t" and heading.endswith(mark))
    row: list[Text] = []
    width, ended = 0, True
    for line in lines:
        if mark in line.value and RULE.fullmatch(line.value) and "-" in line.value:
            continue
        cells = _cells(line, mark, left=left, right=right)
        width = width or len(cells)
        if row and _goes_on(row, cells, width, ended=ended):
            row = [*row[:-1], Text.of_lines([row[-1], cells[0]]), *cells[1:]]
        else:
            if row:
                yield row
            row = cells
        ended = not right or mark not in line.value or line.value.rstrip().endswith(mark)
    if row:
        yield row


def _goes_on(row: Sequence[Text], cells: Sequence[Text], width: int, *, ended: bool) -> bool:
    """Say whether a line's cells are the rest of the row before: together they fill it, and its last was not whole."""
    if (
        len(cells) == 1
        and len(cells[0].value) <= LONGEST_NAME
        and (len(row) in (1, width))
        and _is_name(cells[0].value)
    ):
        return False
    fits = len(row) + len(cells) - 1 <= width if len(cells) == 1 else len(row) + len(cells) - 1 == width
    if not ended:
        return len(row) + len(cells) - 1 <= width
    return fits and len(row) > 1 and bool(row[-1]) and not is_complete(row[-1].compact())


def _is_name(line: str) -> bool:
    """Say whether a line alone can be a section's name: numbered, or without the marks of a sentence."""
    return rank_of(line.strip()) in CHAPTERS or not re.search(r"[。；，;,]", line)
