"""Tables copied as text with each cell on lines of its own become tables again.

Ways of writing: a cell a line, with a bar behind it, with bars on lines of their own, or without any mark. Where rows
end is lost, and so are merged cells, below which the row is shorter: the words of the heading tell the columns, and the
cells those that they fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from graph_build.spans import HAN, Text
from graph_build.tables.placing import Loose, Placing
from graph_build.tables.rows import Sorted, line_of, not_fitting, rows_of, sort_cells, table_of, unsure_lines
from graph_build.values.contents import NOTE
from graph_build.values.headings import LONGEST_WORD, is_heading, kind_of

BAR, BARS = re.compile(r"[|｜]"), re.compile(r"^[|｜\s]*[|｜]\s*|\s*[|｜][|｜\s]*$")
# A line of one cell: bars stand around it, and no label opens it.
ONE_CELL = re.compile(r"[ \u3000]*[|｜]?[^|｜\t:：]*[|｜\s]*")
WORD = re.compile(rf"[{HAN}]")
# 责任编辑：办公室, and no sentence with a heading of its own.
LABEL = re.compile(rf"\s*([{HAN}]{{2,8}})[:：][^。]*$")
FEWEST_WORDS = 3
# So many lines of figures, units or limits behind what was read are rows that were not; so many may be a title.
FEWEST_LEFT, MOST_TITLES = 3, 3


def loose_tables(lines: Sequence[Text]) -> Iterator[Sequence[Text] | Sorted]:
    """Return lines in order, those that make a table of tasks as a table.

    Raises TableNotUnderstood where cells below a heading fit no row.
    """
    headings = _headings(lines)
    rest = 0
    for (first, behind), (end, _) in pairwise([*headings, (len(lines), len(lines))]):
        found = _read(lines[first:end], behind - first)
        if found is None:
            continue
        yield [line.without(BARS) for line in lines[rest:first]]
        yield found[0]
        rest = first + found[1]
    yield [line.without(BARS) for line in lines[rest:]] if rest else lines


def _read(lines: Sequence[Text], heading: int) -> tuple[Sorted, int] | None:
    """Return the table that lines make of which the first are its heading, and how many lines are the table's."""
    barred = any(BAR.search(line.value) for line in lines[: heading + 1])
    lines = lines[: max(n for n, line in enumerate(lines) if BAR.search(line.value)) + 1] if barred else lines
    read = _between_bars(lines) if barred else list(map(Loose.of, _cell_lines(lines)))
    if barred:
        read = _without_closing(read)
    width = sum(line_of(cell.text) < lines[0].raw.block + heading for cell in read)
    words, cells = [cell.text for cell in read[:width]], read[width:]
    if barred and cells and cells[0].blanks and not any(cell.blanks for cell in read[:width]):
        # One more bar behind the heading parts rows: only behind such a one does the next begin.
        cells = [replace(cell, begins=bool(cell.blanks)) for cell in cells]
    over, placing = sort_cells(words, cells, joins=not barred, ends=True)
    _check(words, cells, placing, barred=barred)
    used = len(lines) if placing.used == len(cells) else line_of(cells[placing.used].text) - lines[0].raw.block
    found = Sorted(table_of(over, list(rows_of(cells, placing, len(over)))), unsure_lines(over, cells, placing))
    return (found, used) if placing.used else None


def _headings(lines: Sequence[Text]) -> list[tuple[int, int]]:
    """Return where headings begin and end: words over columns, one a line, of which one may be not known."""
    found: list[tuple[int, int]] = []
    run: list[tuple[int, str]] = []
    for n, line in enumerate(lines):
        word = BAR.sub("", line.value).strip()
        if not word:
            continue
        known = bool(ONE_CELL.fullmatch(line.value) and kind_of(word))
        if known or (run and kind_of(run[-1][1]) and len(word) <= LONGEST_WORD and WORD.search(word)):
            run.append((n, word))
            continue
        found += _heading_of(run)
        run = []
    return [*found, *_heading_of(run)]


def _heading_of(run: Sequence[tuple[int, str]]) -> list[tuple[int, int]]:
    """Return a run of words as a heading's first line and the one behind it; nothing where it is none."""
    known = run if not run or kind_of(run[-1][1]) else run[:-1]
    heads = len(known) >= FEWEST_WORDS and is_heading([word for _, word in known])
    return [(known[0][0], known[-1][0] + 1)] if heads else []


def _between_bars(lines: Sequence[Text]) -> list[Loose]:
    """Return what stands between bars, each with how many blank cells stand before it."""
    whole = Text.of_lines(lines)
    found: list[Loose] = []
    start, blanks = 0, 0
    for match in (*BAR.finditer(whole.value), None):
        end = match.start() if match else len(whole.value)
        cell = whole[start:end].strip()
        if cell:
            found.append(Loose.of(cell, blanks))
        blanks = 0 if cell else blanks + 1
        start = end + 1
    return found


def _without_closing(cells: Sequence[Loose]) -> list[Loose]:
    """Return cells without the bars that open and close each of them: |甲|, |乙| on lines of their own."""
    closing = min((cell.blanks for cell in cells[1:]), default=0)
    return [replace(cell, blanks=max(0, cell.blanks - closing)) for cell in cells]


def _cell_lines(lines: Sequence[Text]) -> Iterator[Text]:
    """Return lines that are cells, up to a note, a page's footer or cells of another way of writing."""
    for line in lines:
        label = LABEL.match(line.value)
        if NOTE.match(line.value) or line.value.startswith("\t") or (label and not kind_of(label[1])):
            return
        if cell := line.strip():
            yield cell


def _check(words: Sequence[Text], cells: Sequence[Loose], placing: Placing, *, barred: bool) -> None:
    """Raise TableNotUnderstood where cells fit no row, or where rows stand behind what was read."""
    left = cells[placing.used :]
    rows = sum(cell.content != "text" for cell in left)
    if placing.wrong is None and rows < FEWEST_LEFT and not (barred and len(left) > MOST_TITLES):
        return
    raise not_fitting(words, left[0] if placing.wrong is None else cells[placing.wrong])
