"""A paper to send out: a titled table, and behind it where its rows come from; word.py and excel.py draw it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from math import ceil

A4_LONG, A4_SHORT, MARGIN = 297, 210, 12
# What columns share, in millimetres.
WIDTH = A4_LONG - 2 * MARGIN
# Of a letter in a text of one point, in millimetres; Chinese ones are as wide as they are high.
POINT = 0.353
# Left and right of a text, in millimetres.
BESIDE = 3
# Of text, and of headings, in points: 五号.
TEXT = 10.5
# 宋体 would be thin on paper; each with what stands in for it where an office has not bought it.
FONTS = {
    "方正小标宋简体": "方正小标宋_GBK,FZXiaoBiaoSong-B05S,小标宋,华文中宋,黑体,Noto Serif CJK SC",
    "黑体": "SimHei,方正黑体_GBK,Noto Sans CJK SC",
    "仿宋": "仿宋_GB2312,FangSong,方正仿宋_GBK,华文仿宋,Noto Serif CJK SC",
}
TITLE, HEADS, BODY = FONTS
# The last of the letters that are half as wide as Chinese ones.
LATIN = "\u00ff"
# Stands behind what is only supposed.
MARK = "※"


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline: as it is written on paper, its last day where it has one, and whether this is only supposed.

    `lasting` says that the task goes on after that day.
    """

    words: str
    day: date | None = None
    supposed: bool = False
    lasting: bool = False


Cell = str | int | date | Due | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its label, its width in millimetres, what stands in it, and what an office may choose there."""

    label: str
    width: int
    meaning: str
    centred: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A line across a table, said of the rows below it."""

    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row; None are cells to fill in. `address` is the IRI of the task that it is of, where it is of one."""

    cells: tuple[Cell, ...]
    address: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its lines are made anew each time they are asked for, so that those of many tasks need no room.

    `addressed` says that its rows are of tasks, whose addresses go along.
    """

    columns: tuple[Column, ...]
    lines: Callable[[], Iterable[Heading | Row]]
    addressed: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """What is sent out: title, lines `under` it, and a table; `mark` says at the foot what the mark means.

    `behind` are sources, `behind_notes` what is to be said of them. `notes` are what every export says; the first of
    them stands at the foot of each page.
    """

    title: str
    under: tuple[str, ...]
    table: Table
    mark: str
    notes: tuple[str, ...]
    behind: Table | None = None
    behind_notes: tuple[str, ...] = ()


def lines_of(text: str, width: float, size: float = TEXT) -> int:
    r"""Return how many lines a text takes in a column of so many millimetres; rather one too many.

    >>> lines_of("公开", 40), lines_of("公" * 20, 40), lines_of("a\nb", 40)
    (1, 3, 2)
    """
    letters = max((width - BESIDE) / (size * POINT), 2)
    if len(text) <= letters and "\n" not in text:
        return 1
    return sum(_lines(_width(line), letters) for line in text.split("\n"))


def lines_of_row(row: Row, table: Table, size: float = TEXT) -> int:
    """Return how many lines the highest cell of a row takes."""
    columns = zip(row.cells, table.columns, strict=True)
    return max(lines_of(words_of(cell), column.width, size) for cell, column in columns)


def words_of(cell: Cell) -> str:
    """Return a cell as it is written on paper."""
    if isinstance(cell, Due):
        return cell.words
    return "" if cell is None else str(cell)


def _lines(width: float, letters: float) -> int:
    # Punctuation that may not begin a line takes a letter along.
    return 1 if width <= letters else ceil(width / (letters - 1))


def _width(text: str) -> float:
    """Return the width of a text in Chinese letters."""
    return sum(1 if letter > LATIN else 0.55 for letter in text)
