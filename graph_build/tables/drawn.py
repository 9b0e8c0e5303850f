"""Tables drawn with characters (┌│├), in lines of text: a rule between rows, and lines that a row's cells run over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from graph_build.errors import TableNotUnderstood
from graph_build.model import Cell, Table
from graph_build.spans import Text
from graph_build.values.contents import content_of

# The light, heavy and double lines of U+2500 to U+257F: upright ones and crossings, level ones.
UPRIGHT = "│┃║┆┇┊┋╎╏"
LEVEL = "─━═┄┅┈┉╌╍"
DRAWN = "\u2500-\u257f"
LINE = re.compile(f"[{DRAWN}]")
RULE = re.compile(rf"[\s{DRAWN}]*[{LEVEL}][\s{DRAWN}]*")
PARTS = re.compile(f"[{UPRIGHT}]|[├┤┝┥┞┡┟┢┠┨┦┩┧┪┣┫╞╡╟╢╠╣┼┿╂╋╪╫╬]")
FEWEST_COLUMNS, FEWEST_LINES = 2, 3

# A cell as it grows: its lines so far, and the row in which it begins.
Growing = tuple[list[Text], int]


def drawn_tables(lines: Sequence[Text]) -> Iterator[Sequence[Text] | Table]:
    """Return lines in order, those that draw a table as a table with stated merges.

    Raises TableNotUnderstood where a row has other columns than the one above.
    """
    for drawn, run in groupby(lines, lambda line: bool(LINE.search(line.value))):
        part = list(run)
        if drawn and len(part) >= FEWEST_LINES and any(_width(line) >= FEWEST_COLUMNS for line in part):
            yield _table(part)
        else:
            yield part


def _width(line: Text) -> int:
    return len(_parts(line)) if not RULE.fullmatch(line.value) else 0


def _parts(line: Text) -> list[Text]:
    """Return what stands between upright lines and crossings, without the outer ones."""
    bounds = [match.span() for match in PARTS.finditer(line.value)]
    starts, ends = (0, *(end for _, end in bounds)), (*(start for start, _ in bounds), len(line.value))
    parts = [line[start:end] for start, end in zip(starts, ends, strict=True)]
    if not parts[0].value.strip():
        parts = parts[1:]
    return parts[:-1] if parts and not parts[-1].value.strip() else parts


def _table(lines: Sequence[Text]) -> Table:
    """Return the table that lines draw."""
    width = max(map(_width, lines))
    rows: list[list[Growing]] = []
    # Which columns a rule above has closed: there a new cell begins.
    closed = every = frozenset(range(width))
    for line in lines:
        parts = _parts(line)
        ruled = frozenset(n for n, part in enumerate(parts) if RULE.fullmatch(part.value))
        if RULE.fullmatch(line.value) and not (len(parts) == width and ruled < every):
            closed = every
        elif ruled and len(parts) == width:
            # A rule below some of the cells only: the others go on.
            closed |= ruled
            _go_on(rows, parts, every - closed)
        elif len(parts) not in (1, width):
            raise TableNotUnderstood(f"第 {line.raw.block + 1} 行的格数与上文不同。请检查表格线是否缺少或多余。")
        else:
            closed = every if _begins(parts, rows, width) else closed
            if closed or not rows:
                rows.append(_new_row(rows, parts, closed))
            _go_on(rows, parts, every)
            closed = frozenset()
    return Table(tuple(_cells(row, lines[0]) for row in rows), "stated")


def _begins(parts: Sequence[Text], rows: Sequence[Sequence[Growing]], width: int) -> bool:
    """Say whether a line begins a row though no rule stands above it: with a number, or as one cell over all."""
    if len(parts) == 1:
        return bool(rows) and rows[-1][0] is not rows[-1][-1]
    return len(parts) == width and content_of(parts[0].strip()) == "number"


def _new_row(rows: Sequence[Sequence[Growing]], parts: Sequence[Text], closed: frozenset[int]) -> list[Growing]:
    """Return a row in which new cells begin where they are closed above; one part is a cell over all columns."""
    if len(parts) == 1:
        return [([], len(rows))] * len(closed)
    above = rows[-1] if rows else [([], 0)] * len(parts)
    return [([], len(rows)) if n in closed else cell for n, cell in enumerate(above)]


def _go_on(rows: Sequence[Sequence[Growing]], parts: Sequence[Text], columns: frozenset[int]) -> None:
    """Add a line's parts to the cells of the last row; blank ones between lines keep the count of lines."""
    for n, part in enumerate(parts):
        if rows and n in columns and (rows[-1][n][0] or part.value.strip()):
            rows[-1][n][0].append(part.strip())


def _cells(row: Sequence[Growing], like: Text) -> tuple[Cell, ...]:
    first = {id(held): n for n, (held, _) in reversed(list(enumerate(row)))}
    return tuple(Cell(_joined(held, like), begun, first[id(held)]) for held, begun in row)


def _joined(lines: Sequence[Text], like: Text) -> Text:
    return Text.of_lines(lines).strip() if lines else like[:0]
