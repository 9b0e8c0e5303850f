"""Tables whose columns are kept apart by runs of spaces, in lines of text: cells stand below the heading's words.

A letter of full width counts two places, as in the fonts in which such a table was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from graph_build.errors import TableNotUnderstood
from graph_build.model import Cell, Table
from graph_build.spans import Text
from graph_build.values.contents import NOTE
from graph_build.values.headings import CHAPTERS, is_heading, kind_of, rank_of

# Words of a heading are parted by any white space, cells by more than one space.
WORD, CELL = re.compile(r"[^ \u3000]+"), re.compile(r"[^ \u3000](?: ?[^ \u3000])*")
FEWEST_COLUMNS = 3
WIDE = ("W", "F", "A")
RULE = re.compile(r"[\s=_—–+-]+")

# A cell and the place at which it begins.
Put = tuple[int, Text]


def spaced_tables(lines: Sequence[Text]) -> Iterator[Sequence[Text] | Table]:
    """Return lines in order, those that make a table with a heading as a table; merges are supposed.

    Raises TableNotUnderstood where a cell stands below no word, or between two.
    """
    rest, n = 0, 0
    while n < len(lines):
        heading = _heading(lines[n])
        table, end = _table(lines, n, heading) if heading else (None, n)
        if table is None:
            n += 1
            continue
        if lines[rest:n]:
            yield lines[rest:n]
        yield table
        rest = n = end
    if lines[rest:]:
        yield lines[rest:]


def _heading(line: Text) -> list[Put]:
    """Return the words of a line that heads a table, and where each begins; none where it heads none."""
    if "\t" in line.value or "|" in line.value:
        return []
    words = _cut(line, WORD)
    return words if len(words) >= FEWEST_COLUMNS and is_heading([word.value for _, word in words]) else []


def _table(lines: Sequence[Text], first: int, heading: Sequence[Put]) -> tuple[Table | None, int]:
    """Return the table below a heading and the line behind it; None where no row stands below."""
    starts = [start for start, _ in heading]
    kinds = [kind_of(word.value) for _, word in heading]
    rows: list[dict[int, list[Text]]] = [{n: [word] for n, (_, word) in enumerate(heading)}]
    end = first + 1
    for number in range(first + 1, len(lines)):
        line = lines[number]
        if not line.value.strip() or RULE.fullmatch(line.value):
            continue
        cells = _cut(line, CELL)
        if _is_behind(cells, len(starts)) or _heading(line):
            break
        columns = _columns(line, cells, starts)
        if _begins(line, columns, kinds):
            rows.append({})
        elif len(rows) == 1:
            break
        for column, (_, text) in zip(columns, cells, strict=True):
            held = rows[-1].setdefault(column, [])
            # Lines between keep the count of lines.
            gap = lines[held[-1].raw.block + 1 - lines[0].raw.block : number] if held else []
            held += [*(between[:0] for between in gap), text]
        end = number + 1
    if len(rows) == 1:
        return None, first
    blank = lines[first][:0]
    body = (
        tuple(Cell(Text.of_lines(row[n]) if n in row else blank, at, n) for n in range(len(starts)))
        for at, row in enumerate(rows)
    )
    return Table(tuple(body), "supposed"), end


def _begins(line: Text, columns: Sequence[int], kinds: Sequence[str | None]) -> bool:
    """Say whether a line begins a row: with a number where rows have one, else at the first column."""
    if "number" in kinds:
        return kinds.index("number") in columns
    if columns[0] and len(columns) > 1:
        raise TableNotUnderstood(f"第 {line.raw.block + 1} 行可能是新的一行，也可能接着上一行。请补上序号。")
    return columns[0] == 0


def _is_behind(cells: Sequence[Put], width: int) -> bool:
    """Say whether a line stands behind the table: a note, or prose that begins where its first column does."""
    start, text = cells[0]
    if NOTE.match(text.value):
        return True
    return len(cells) == 1 and start == 0 and width > 1 and rank_of(text.value) not in CHAPTERS


def _columns(line: Text, cells: Sequence[Put], starts: Sequence[int]) -> list[int]:
    """Return the column of each cell: by where it begins; where none is blank, by count."""
    exact = [starts.index(start) if start in starts else None for start, _ in cells]
    if len(cells) == len(starts):
        return list(range(len(starts)))
    known = [column for column in exact if column is not None]
    if len(known) < len(cells) or known != sorted(set(known)):
        raise TableNotUnderstood(f"第 {line.raw.block + 1} 行的文字没有与表头的栏目对齐。请检查各栏之间的空格。")
    return known


def _cut(line: Text, pattern: re.Pattern[str]) -> list[Put]:
    """Return the parts of a line that a pattern finds, each with the place at which it begins."""
    return [
        (sum(map(_places, line.value[: match.start()])), line[match.start() : match.end()])
        for match in pattern.finditer(line.value)
    ]


def _places(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in WIDE else 1
