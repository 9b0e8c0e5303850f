"""PDF files: tables by their drawn lines, joined over pages; other lines joined to paragraphs by their place."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from graph_build.errors import FileUnreadable
from graph_build.files import check_kind, document, read_bytes
from graph_build.model import Block, Document, Paragraph, Table
from graph_build.readers.parts.grid import Placed, table_of
from graph_build.readers.parts.passed import Passed, literal
from graph_build.readers.parts.pdf_lines import Line, cell_text, lines_of, paragraphs_of, without_page_numbers
from graph_build.readers.parts.pdf_marks import (
    closing_lines,
    in_columns,
    note_unread,
    running,
    without_struck,
    without_watermark,
)
from graph_build.sandbox.limits import MOST_PAGES
from graph_build.spans import Raw, Text

SUFFIXES = (".pdf",)
# Edges nearer than this, in points, are one.
NEAR = 3.0


@dataclass(frozen=True, slots=True)
class _Box:
    """A cell as drawn on a page, and its text."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class _Grid:
    """The part of a table that stands on one page."""

    boxes: tuple[_Box, ...]
    page: int

    @property
    def sides(self) -> tuple[float, float]:
        return min(box.left for box in self.boxes), max(box.right for box in self.boxes)


Part = Line | _Grid


def read(path: Path) -> Document:
    """Read a PDF; a paragraph or a table is a block, its page the one on which it begins. Page numbers are left out.

    Raises FileUnreadable where it is damaged, locked by a password, or holds nothing but pictures.
    """
    data = read_bytes(path)
    check_kind(path, data, b"%PDF-")
    passed = Passed()
    read_pages = _pages(data, passed)
    pages = [page.parts for page in read_pages]
    if not any(pages) and not any(page.pictures for page in read_pages):
        raise FileUnreadable("PDF 中没有文字也没有图像，可能已经损坏。请重新取得原文件。")
    if not any(pages):
        raise FileUnreadable("这是扫描件，只有图像没有文字。请先做文字识别（OCR），存为可选中文字的 PDF。")
    parts = [part for page in _without_running(read_pages, passed) for part in page]
    return document(path, data, _blocks(parts), passed.notes, passed.doubts)


@dataclass(frozen=True, slots=True)
class _Page:
    """What stands on a page, from top to bottom, its height, and whether it has pictures."""

    parts: list[Part]
    height: float
    pictures: bool


def _pages(data: bytes, passed: Passed) -> list[_Page]:
    """Return what stands on each page."""
    import pdfplumber  # imported late: 0.5 s
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                raise FileUnreadable(f"超过 {MOST_PAGES} 页，没有读。请拆出任务清单所在的页。")
            return [_Page(_parts(page, passed), page.height, bool(page.images)) for page in pdf.pages]
    except (MalformedPDFException, PdfminerException) as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect):
            raise FileUnreadable("PDF 加了密码。请解除密码后重试。") from error
        raise FileUnreadable("不是完整的 PDF，打不开。请重新取得原文件。") from error


def _without_running(pages: Sequence[_Page], passed: Passed) -> list[list[Part]]:
    """Return what stands on pages without running headers and footers; a title at the head of the first one stays."""
    repeated = running([[p for p in page.parts if isinstance(p, Line)] for page in pages], [p.height for p in pages])
    first = [part for part in pages[0].parts if isinstance(part, Line)]
    if first and set(first) <= repeated:
        repeated -= set(first)
    for words in dict.fromkeys(line.text for line in repeated):
        passed.left_out(f"页眉页脚“{literal(words)}”没有收入正文")
    return [[part for part in page.parts if part not in repeated] for page in pages]


def _parts(page: Any, passed: Passed) -> list[Part]:  # noqa: ANN401 (pdfplumber has no types)
    """Return the lines and tables of a page, from top to bottom."""
    page = page.dedupe_chars()
    number = page.page_number
    place = f"第 {number} 页"
    left = without_struck(page, without_watermark(page.chars, place, passed), place, passed)
    note_unread(page, left, passed)
    grids: list[tuple[float, _Grid]] = []
    for table in _tables(page):
        # A frame around a text is no table.
        if len(table.cells) > 1 and len({round(cell[0] / NEAR) for cell in table.cells}) > 1:
            inside = [c for c in left if _holds(table.bbox, c)]
            left = [c for c in left if not _holds(table.bbox, c)]
            boxes = tuple(_box(cell, inside, number) for cell in table.cells)
            grids.append((table.bbox[1], _Grid(boxes, number)))
    lines = without_page_numbers(lines_of(left, number), page.height)
    if in_columns(lines, left, page.width):
        passed.doubt("有 {n} 页像是分两栏排的，可能读错", place)
    placed: list[tuple[float, Part]] = [*grids, *((line.top, line) for line in lines)]
    page.close()
    return [part for _, part in sorted(placed, key=lambda entry: entry[0])]


def _tables(page: Any) -> list[Any]:  # noqa: ANN401 (pdfplumber has no types)
    """Return a page's tables, with the edges that their lines only reach to."""
    found: list[Any] = page.find_tables()
    settings: dict[str, list[float]] = {}
    for table in found:
        for name, lines in closing_lines(page, table.bbox).items():
            settings[name] = settings.get(name, []) + lines
    return page.find_tables(settings) if any(settings.values()) else found


def _holds(box: Sequence[float], character: Any) -> bool:  # noqa: ANN401 (pdfplumber has no types)
    """Say whether a character's middle is inside a box."""
    across, down = (character["x0"] + character["x1"]) / 2, (character["top"] + character["bottom"]) / 2
    return bool(box[0] <= across <= box[2] and box[1] <= down <= box[3])


def _box(cell: Sequence[float], characters: Sequence[Any], page: int) -> _Box:
    lines = lines_of([c for c in characters if _holds(cell, c)], page)
    return _Box(cell_text(lines, cell[2]), *cell)


def _blocks(parts: Sequence[Part]) -> list[Block]:
    """Return parts as blocks: lines as paragraphs, grids that follow each other with the same sides as one table."""
    blocks: list[Block] = []
    for run in _runs(parts):
        if isinstance(run[0], Line):
            for group in paragraphs_of([line for line in run if isinstance(line, Line)]):
                blocks.append(Paragraph(Text.whole(_raw(group, len(blocks)))))
        else:
            grids = [grid for grid in run if isinstance(grid, _Grid)]
            blocks.append(_table(grids, len(blocks)))
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
        together = isinstance(before, Line) and isinstance(part, Line)
        if isinstance(before, _Grid) and isinstance(part, _Grid):
            together = part.page == before.page + 1 and all(
                abs(one - other) < NEAR for one, other in zip(before.sides, part.sides, strict=True)
            )
        if together:
            runs[-1].append(part)
        else:
            runs.append([part])
    return runs


def _table(grids: Sequence[_Grid], block: int) -> Table:
    """Return the parts of a table on following pages as one table."""
    edges = _edges(edge for grid in grids for box in grid.boxes for edge in (box.left, box.right))
    joined = _Joined()
    for grid in grids:
        joined.add(_cells(grid, edges))
    placed = []
    for cell in joined.cells:
        raw = Raw(cell.text, block, cell.origin[0], cell.origin[1], page=cell.page, turns=tuple(cell.turns))
        carried = cell.origin[0] if cell.carried else None
        placed.append(Placed(Text.whole(raw), cell.row, cell.column, cell.rows, cell.columns, carried))
    return table_of(placed, Raw("", block, page=grids[0].page))


@dataclass(slots=True)
class _Cell:
    text: str
    row: int
    column: int
    rows: int
    columns: int
    page: int
    origin: tuple[int, int]
    carried: bool = False
    turns: list[int] = field(default_factory=list)

    @property
    def last(self) -> int:
        return self.row + self.rows - 1


class _Joined:
    """The cells of a table, page after page."""

    def __init__(self) -> None:
        self.cells: list[_Cell] = []
        self.heading: dict[tuple[int, int], str] = {}

    def add(self, cells: list[_Cell]) -> None:
        """Add the next page's cells: without a repeated heading, a row that the page's end cut in two as one."""
        if not self.cells:
            self.cells = cells
            return
        repeated = self._repeated(cells)
        cells = [cell for cell in cells if cell.row >= repeated]
        if not cells:
            return
        last = max(cell.last for cell in self.cells)
        top = {cell.column: cell for cell in cells if cell.row == repeated}
        above = {cell.column: cell for cell in self.cells if cell.last == last}
        cut = self._is_cut(top, above)
        moved = last + (0 if cut else 1) - repeated
        for cell in cells:
            cell.row += moved
            cell.origin = cell.row, cell.column
            before = above.get(cell.column) if cell is top.get(cell.column) else None
            if before and cut:
                self._extend(before, cell)
            elif before and not cell.text and before.text:
                self.cells.append(replace(cell, text=before.text, origin=before.origin, page=before.page, carried=True))
            else:
                self.cells.append(cell)

    def _extend(self, before: _Cell, cell: _Cell) -> None:
        """Make a cell go on with the part of it that stands on the next page."""
        before.turns += [len(before.text)] * (cell.page - before.page - len(before.turns))
        before.text += f"\n{cell.text}" if cell.text else ""
        before.rows = cell.last - before.row + 1

    def _repeated(self, cells: Sequence[_Cell]) -> int:
        """Return how many rows at the top of a page repeat the table's first ones."""
        count = 0
        while (row := _words(self.cells, count)) and row == _words(cells, count):
            count += 1
        return count

    def _is_cut(self, top: dict[int, _Cell], above: dict[int, _Cell]) -> bool:
        """Say whether a page's first row is the rest of the row before: its number is missing, or its text goes on."""
        pairs = [(above[column], cell) for column, cell in top.items() if column in above]
        if not pairs or all(cell.text for cell in top.values()):
            return False
        if any(not cell.text and before.rows == 1 and before.text.strip().isdecimal() for before, cell in pairs):
            return True
        longest = max(pairs, key=lambda pair: len(pair[0].text))
        return bool(longest[1].text) and not longest[0].text.rstrip().endswith(("。", "；", ";"))


def _words(cells: Sequence[_Cell], row: int) -> list[tuple[int, str]]:
    return sorted((cell.column, "".join(cell.text.split())) for cell in cells if cell.row == row)


def _cells(grid: _Grid, edges: Sequence[float]) -> list[_Cell]:
    """Return the cells of one page, with the rows and columns that they cover."""
    levels = _edges(edge for box in grid.boxes for edge in (box.top, box.bottom))
    cells = []
    for box in grid.boxes:
        row, column = _nearest(levels, box.top), _nearest(edges, box.left)
        rows, columns = max(1, _nearest(levels, box.bottom) - row), max(1, _nearest(edges, box.right) - column)
        cells.append(_Cell(box.text, row, column, rows, columns, grid.page, (row, column)))
    return cells


def _edges(values: Iterator[float]) -> list[float]:
    """Return edges, those that are nearly the same as one."""
    ordered = sorted(values)
    return [ordered[0], *(value for before, value in pairwise(ordered) if value - before > NEAR)]


def _nearest(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda n: abs(edges[n] - value))
