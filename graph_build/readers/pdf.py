"""PDF files: tables by their drawn lines or by alignment, joined over pages; other lines joined to paragraphs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from graph_build.errors import FileUnreadable
from graph_build.files import check_kind, document, read_bytes
from graph_build.model import Block, Document, Paragraph
from graph_build.readers.parts.cut_rows import with_whole_rows
from graph_build.readers.parts.passed import Passed, literal
from graph_build.readers.parts.pdf_aligned import Aligned, NotAligned, aligned_table
from graph_build.readers.parts.pdf_bands import Columns
from graph_build.readers.parts.pdf_columns import lines_in_order
from graph_build.readers.parts.pdf_joined import NEAR, Box, Grid, joined_table
from graph_build.readers.parts.pdf_letters import Letters
from graph_build.readers.parts.pdf_lines import Line, cell_text, lines_of, paragraphs_of, without_page_numbers
from graph_build.readers.parts.pdf_marks import (
    closing_lines,
    in_columns,
    note_unread,
    running,
    without_struck,
    without_watermark,
)
from graph_build.readers.parts.pdf_pages import field_letters, opened, upright
from graph_build.spans import Raw, Text

SUFFIXES = (".pdf",)
Part = Line | Grid
# Numbers that follow each other in one cell: fewer can be a number on two lines.
FEWEST_NUMBERS = 3


def read(path: Path) -> Document:
    """Read a PDF; a paragraph or a table is a block, its page the one on which it begins. Page numbers are left out.

    Raises FileUnreadable where it is damaged, locked by a password, or holds no letters that can be read.
    """
    data = read_bytes(path)
    check_kind(path, data, b"%PDF-")
    passed, letters = Passed(), Letters()
    pages: list[_Page] = []
    with opened(data) as found:
        for page in found:
            pages.append(_page(page, pages[-1].columns if pages else None, letters, passed))
    if refusal := letters.refusal():
        raise FileUnreadable(refusal)
    parts = [part for page in _without_running(pages, passed) for part in page]
    return document(path, data, with_whole_rows(_blocks(parts)), passed.notes, passed.doubts)


@dataclass(frozen=True, slots=True)
class _Page:
    """What stands on a page, from top to bottom, its height, and the columns of an aligned table at its end."""

    parts: list[Part]
    height: float
    columns: Columns | None


def _page(page: Any, before: Columns | None, letters: Letters, passed: Passed) -> _Page:  # noqa: ANN401
    """Return what stands on a page; `before` are the columns in which the page before ended."""
    page = upright(page).dedupe_chars()
    number = page.page_number
    place = f"第 {number} 页"
    left = without_struck(page, without_watermark(page.chars, place, passed), place, passed)
    left += field_letters(page)
    letters.add(page, left)
    note_unread(page, left, passed)
    placed, left = _drawn(page, left, passed)
    aligned = _aligned(page, left, before, passed)
    if aligned:
        placed.append((aligned.top, aligned.grid))
        left = [c for c in left if not aligned.top <= (c["top"] + c["bottom"]) / 2 <= aligned.bottom]
    lines = without_page_numbers(lines_in_order(left, number), page.height)
    if in_columns([line for line in lines if not line.column], left, page.width):
        passed.doubt("有 {n} 页像是分两栏排的，可能读错", place)
    placed += _in_order(lines)
    ends = aligned.columns if aligned and not any(line.top > aligned.bottom for line in lines) else None
    height = page.height
    for done in (page, page.root_page):
        done.close()
    return _Page([part for _, part in sorted(placed, key=lambda entry: entry[0])], height, ends)


def _in_order(lines: Sequence[Line]) -> list[tuple[float, Part]]:
    """Return lines with heights that keep their order: those of a second column stand beside the first."""
    placed: list[tuple[float, Part]] = []
    for line in lines:
        placed.append((max(line.top, placed[-1][0] if placed else line.top), line))
    return placed


def _drawn(page: Any, characters: Sequence[Any], passed: Passed) -> tuple[list[tuple[float, Part]], list[Any]]:  # noqa: ANN401
    """Return the tables that lines draw on a page, with their heights, and the letters outside of their cells."""
    left = list(characters)
    grids: list[tuple[float, Part]] = []
    for table in _tables(page):
        # A frame around a text is no table.
        if len(table.cells) > 1 and len({round(cell[0] / NEAR) for cell in table.cells}) > 1:
            box = table.bbox
            inside = sorted((c for c in left if _holds(box, c)), key=_height)
            if any(_holds_rows(cell, inside, page.page_number) for cell in table.cells if cell[0] - box[0] < NEAR):
                continue
            held = [(cell, _inside(cell, inside)) for cell in table.cells]
            taken = {id(c) for _, letters in held for c in letters}
            lost = [c for c in inside if id(c) not in taken and c["text"].strip()]
            if lost:
                passed.doubt("有 {n} 页的表格里有文字不在任何一格中", f"第 {page.page_number} 页")
            left = [c for c in left if not _holds(box, c)] + lost
            grids.append((box[1], Grid(tuple(_box(*one, page.page_number) for one in held), page.page_number)))
    return grids, left


def _aligned(page: Any, characters: Sequence[Any], before: Columns | None, passed: Passed) -> Aligned | None:  # noqa: ANN401
    """Return the table of tasks that stands on a page without lines between its cells; doubt what is none surely."""
    place = f"第 {page.page_number} 页"
    try:
        found = aligned_table(_without_number(characters, page), page.edges, page.page_number, before)
    except NotAligned:
        passed.doubt("有 {n} 页的表格没有画全框线，各行各栏对不齐，没有读成表格（请用原来的 Word、Excel 文件）", place)
        return None
    for _ in range(found.blanks if found else 0):
        passed.doubt("没有画框线的表格有 {n} 个空格，看不出是否与上下合并", place)
    return found


def _without_number(characters: Sequence[Any], page: Any) -> list[Any]:  # noqa: ANN401 (pdfplumber has no types)
    """Return characters without those of a page number."""
    lines = lines_of(characters, page.page_number)
    kept = without_page_numbers(lines, page.height)
    numbers = [line for line in lines if line not in kept]
    return [c for c in characters if not any(line.top <= c["top"] < line.bottom for line in numbers)]


def _tables(page: Any) -> list[Any]:  # noqa: ANN401 (pdfplumber has no types)
    """Return a page's tables, with the edges that their lines only reach to."""
    found: list[Any] = page.find_tables()
    settings: dict[str, list[Any]] = {}
    for table in found:
        for name, lines in closing_lines(page, table).items():
            settings[name] = settings.get(name, []) + lines
    return page.find_tables(settings) if any(settings.values()) else found


def _holds(box: Sequence[float], character: Any) -> bool:  # noqa: ANN401 (pdfplumber has no types)
    """Say whether a character's middle is inside a box."""
    return bool(box[0] <= (character["x0"] + character["x1"]) / 2 <= box[2] and box[1] <= _height(character) <= box[3])


def _holds_rows(cell: Sequence[float], characters: Sequence[Any], page: int) -> bool:
    """Say whether a cell of the first column holds the numbers of several rows, which no lines part."""
    words = [line.text.strip() for line in lines_of(_inside(cell, characters), page)]
    figures = [int(word) for word in words if word.isdecimal()]
    follow = all(after == before + 1 for before, after in pairwise(figures))
    return len(figures) == len(words) >= FEWEST_NUMBERS and follow


def _inside(cell: Sequence[float], characters: Sequence[Any]) -> list[Any]:
    """Return the letters in a cell, of those in the order of their heights."""
    level = characters[bisect_left(characters, cell[1], key=_height) : bisect_right(characters, cell[3], key=_height)]
    return [c for c in level if _holds(cell, c)]


def _height(character: Any) -> float:  # noqa: ANN401 (pdfplumber has no types)
    return float((character["top"] + character["bottom"]) / 2)


def _box(cell: Sequence[float], characters: Sequence[Any], page: int) -> Box:
    lines = lines_of(characters, page)
    return Box(cell_text(lines, cell[2]), *cell)


def _without_running(pages: Sequence[_Page], passed: Passed) -> list[list[Part]]:
    """Return what stands on pages without running headers and footers; a title at the head of the first one stays."""
    repeated = running([[p for p in page.parts if isinstance(p, Line)] for page in pages], [p.height for p in pages])
    first = [part for part in pages[0].parts if isinstance(part, Line)] if pages else []
    if first and set(first) <= repeated:
        repeated -= set(first)
    for words in dict.fromkeys(line.text for line in repeated):
        passed.left_out(f"页眉页脚“{literal(words)}”没有收入正文")
    return [[part for part in page.parts if part not in repeated] for page in pages]


def _blocks(parts: Sequence[Part]) -> list[Block]:
    """Return parts as blocks: lines as paragraphs, grids that follow each other with the same sides as one table."""
    blocks: list[Block] = []
    for run in _runs(parts):
        if isinstance(run[0], Line):
            for group in paragraphs_of([line for line in run if isinstance(line, Line)]):
                blocks.append(Paragraph(Text.whole(_raw(group, len(blocks)))))
        else:
            grids = [grid for grid in run if isinstance(grid, Grid)]
            blocks.append(joined_table(grids, len(blocks)))
    return blocks


def _raw(lines: Sequence[Line], block: int) -> Raw:
    """Return a paragraph's lines as one text, with the places where a page ends."""
    words = ""
    turns = []
    for before, line in pairwise([lines[0], *lines]):
        turns += [len(words)] * (line.page - before.page)
        words += line.text
    return Raw(words, block, page=lines[0].page, turns=tuple(turns))


def _runs(parts: Sequence[Part]) -> list[list[Part]]:
    """Return following parts of one kind together; of grids, those that are one table over several pages."""
    runs: list[list[Part]] = []
    for part in parts:
        before = runs[-1][-1] if runs else None
        together = isinstance(before, Line) and isinstance(part, Line) and before.column is part.column
        if isinstance(before, Grid) and isinstance(part, Grid):
            together = part.goes_on(before)
        if together:
            runs[-1].append(part)
        else:
            runs.append([part])
    return runs
