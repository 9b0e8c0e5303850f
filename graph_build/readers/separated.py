"""Tables as text (.csv, .tsv): a line is a row, cells parted by commas, semicolons or tabs, with or without quotes."""

from __future__ import annotations

from pathlib import Path

from graph_build.errors import FileUnreadable
from graph_build.files import document, format_of, read_bytes
from graph_build.model import Cell, Document, Table
from graph_build.readers.parts.decoding import BROKEN, decode, note_broken
from graph_build.readers.parts.passed import Passed
from graph_build.readers.parts.separated_rows import rows_of
from graph_build.readers.parts.serials import with_dates
from graph_build.sandbox.limits import LARGEST_TEXT, MEGABYTE, MOST_LINES
from graph_build.spans import Raw, Text
from graph_build.values.headings import is_heading

SUFFIXES = (".csv", ".tsv")


def read(path: Path) -> Document:
    """Read a table in UTF-8, UTF-16, GB18030 or Big5 as one block; its rows are counted from 0, quoted breaks kept.

    A file of this kind has lost its merges: they are supposed. Raises FileUnreadable where it is empty or no text.
    """
    data = read_bytes(path)
    if kind := format_of(data):
        raise FileUnreadable(f"扩展名是 {path.suffix}，看内容是{kind}文件。请改正扩展名后重试。")
    if len(data) > LARGEST_TEXT:
        raise FileUnreadable(f"文本超过 {LARGEST_TEXT // MEGABYTE} MB，没有读。请拆出任务清单部分。")
    content = decode(data)
    if not content.strip():
        raise FileUnreadable("文件是空的。")
    if content.count("\n") > MOST_LINES:
        raise FileUnreadable(f"文本超过 {MOST_LINES} 行，没有读。请拆出任务清单部分。")
    passed = Passed()
    note_broken(content.split("\n"), passed, "第 {} 行")
    table = _table(rows_of(content), passed)
    return document(path, data, [with_dates(table, passed)], passed.notes, passed.doubts)


def _table(rows: list[list[str]], passed: Passed) -> Table:
    """Return rows as a table as wide as its heading; rows of another width are doubted: a mark in words parts them."""
    heading = next((row for row in rows if is_heading(row)), [])
    width = _filled(heading) or max(map(len, rows), default=0)
    below = False
    cells: list[tuple[Cell, ...]] = []
    for number, row in enumerate(rows):
        below = below or row is heading
        if below and (_filled(row) > width or 1 < len(row) < width):
            passed.doubt("有 {n} 行的格数与表头不同，可能错栏", f"第 {number + 1} 行")
        words = [*row, *[""] * (width - len(row))]
        raws = (Raw(cell, 0, number, n) for n, cell in enumerate(words))
        if _filled(row):
            cells.append(tuple(Cell(Text.whole(raw).without(BROKEN), number, n) for n, raw in enumerate(raws)))
    widest = max(map(len, cells), default=0)
    return Table(tuple((*row, *_blank(row[0].row, len(row), widest)) for row in cells), "supposed")


def _blank(row: int, start: int, end: int) -> list[Cell]:
    return [Cell(Text.whole(Raw("", 0, row, n)), row, n) for n in range(start, end)]


def _filled(row: list[str]) -> int:
    """Return how many cells a row has, without blank ones at its end."""
    return max((n for n, cell in enumerate(row, 1) if cell.strip()), default=0)
