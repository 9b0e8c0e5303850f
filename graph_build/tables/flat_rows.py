"""Tables flattened to one row a line, cells parted by tabs or |, become tables again.

Ways of writing: a pasted table (tabs; a row that begins with a tab has a blank cell there), Markdown (| at both ends, a
line of --- below the heading), rows under a merged cell that start one cell further left, sections' names on lines
without marks, cells that run on over lines. Merges are lost: they are only supposed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from graph_build.errors import TableNotUnderstood
from graph_build.model import Cell, Table
from graph_build.spans import Raw, Text
from graph_build.values.contents import NOTE, Content, content_of, is_complete
from graph_build.values.headings import CHAPTERS, is_heading, rank_of

FEWEST_CELLS = 3
RULE = re.compile(r"[\s|:+—-]+")
LONGEST_NAME = 40


def split_rows(lines: Sequence[Text]) -> Iterator[Sequence[Text] | Table]:
    """Return lines in order, those that make a table of tasks as a Table, the others as they are.

    Raises TableNotUnderstood where a row has more cells than its heading.
    """
    headings = [(n, mark) for n, line in enumerate(lines) if (mark := _mark(line.value))]
    rest = 0
    for position, (first, mark) in enumerate(headings):
        behind = headings[position + 1][0] if position + 1 < len(headings) else len(lines)
        end = _end(lines, first, behind, mark)
        if lines[rest:first]:
            yield lines[rest:first]
        yield _table(lines[first:end], mark)
        rest = end
    if lines[rest:]:
        yield lines[rest:]


def _mark(line: str) -> str | None:
    """Return the mark that parts the words of a table's heading; None where the line is none."""
    for mark in ("\t", "|", "｜"):
        words = [word for word in line.split(mark) if word.strip()]
        if len(words) >= FEWEST_CELLS and is_heading(words):
            return mark
    return None


def _end(lines: Sequence[Text], first: int, behind: int, mark: str) -> int:
    """Return the line behind the last one of a table, before `behind`."""
    last = max(n for n in range(first, behind) if mark in lines[n].value)
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


def _table(lines: Sequence[Text], mark: str) -> Table:
    closed = lines[0].value.strip(" ").startswith(mark) and mark != "\t"
    heading = _cells(lines[0], mark, closed=closed)
    width = len(heading)
    rows = list(_rows([line for line in lines[1:] if line.value.strip(" ")], mark, width, closed=closed))
    for row in rows:
        if len(row) > width and any(cell for cell in row[width:]):
            line = row[0].raw.block + 1
            raise TableNotUnderstood(f"第 {line} 行有 {len(row)} 格，表头只有 {width} 格。请检查这一行的分隔符。")
    usual = _usual([row for row in rows if len(row) == width], width)
    full = [heading, *(_aligned(row, usual) for row in rows)]
    cells = [
        tuple(Cell(text, number, column) for column, text in enumerate(row[:width])) for number, row in enumerate(full)
    ]
    # A blank word in a heading belongs to the word before it, which stood over both columns.
    words: list[Cell] = []
    for cell in cells[0]:
        words.append(cell if cell.text or not words else words[-1])
    return Table((tuple(words), *cells[1:]), "supposed")


def _cells(line: Text, mark: str, *, closed: bool) -> list[Text]:
    """Return the cells of a line; where rows are closed, a mark stands at both its ends."""
    value = line.value
    start, end = 0, len(value)
    if closed:
        start = value.index(mark) + 1 if value.strip().startswith(mark) else 0
        end = value.rindex(mark) if value.rstrip().endswith(mark) and value.rindex(mark) >= start else end
    cells = []
    for part in value[start:end].split(mark):
        cells.append(line[start : start + len(part)].strip())
        start += len(part) + len(mark)
    return cells


def _rows(lines: Sequence[Text], mark: str, width: int, *, closed: bool) -> Iterator[list[Text]]:
    """Return the cells of each row; a line that only goes on with the row before it is joined to it."""
    row: list[Text] = []
    for line in lines:
        if mark in line.value and RULE.fullmatch(line.value) and "-" in line.value:
            continue
        cells = _cells(line, mark, closed=closed)
        if row and _goes_on(row, cells, width):
            row = [*row[:-1], Text.of_lines([row[-1], cells[0]]), *cells[1:]]
            continue
        if row:
            yield row
        row = cells
    if row:
        yield row


def _goes_on(row: Sequence[Text], cells: Sequence[Text], width: int) -> bool:
    """Say whether a line's cells are the rest of the row before: together they fill it, and its last was not whole."""
    if (
        len(cells) == 1
        and len(cells[0].value) <= LONGEST_NAME
        and (len(row) in (1, width))
        and _is_name(cells[0].value)
    ):
        return False
    fits = len(row) + len(cells) - 1 <= width if len(cells) == 1 else len(row) + len(cells) - 1 == width
    return fits and len(row) > 1 and bool(row[-1]) and not is_complete(row[-1].compact())


def _is_name(line: str) -> bool:
    """Say whether a line alone can be a section's name: numbered, or without the marks of a sentence."""
    return rank_of(line.strip()) in CHAPTERS or not re.search(r"[。；，;,]", line)


def _usual(rows: Sequence[Sequence[Text]], width: int) -> list[Content]:
    """Return what most filled cells of each column hold."""
    usual: list[Content] = []
    for column in range(width):
        counts = Counter(content for row in rows if (content := content_of(row[column])) != "nothing")
        usual.append(counts.most_common(1)[0][0] if counts else "nothing")
    return usual


def _aligned(row: Sequence[Text], usual: Sequence[Content]) -> list[Text]:
    """Return a short row with blank cells where they fit best; of equal places, in front, below merged cells."""
    missing = len(usual) - len(row)
    if missing <= 0:
        return list(row)
    if len(row) == 1:
        return [row[0], *(_blank(row[0]) for _ in range(missing))]
    contents = [content_of(cell) for cell in row]

    def fit(front: int) -> int:
        return sum(one in ("nothing", other) for one, other in zip(contents, usual[front:], strict=False))

    front = max(range(missing + 1), key=lambda n: (fit(n), n))
    return [
        *(_blank(row[0]) for _ in range(front)),
        *row,
        *(_blank(row[-1]) for _ in range(missing - front)),
    ]


def _blank(beside: Text) -> Text:
    return Text.whole(Raw("", beside.raw.block, lines=True))
