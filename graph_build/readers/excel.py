"""Excel workbooks (.xlsx): every sheet that is shown is a table; cells read as Excel shows them."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from lxml import etree

from graph_build.errors import FileUnreadable
from graph_build.files import BROKEN_ARCHIVE, check_kind, document, open_archive, read_bytes
from graph_build.model import Block, Document, Paragraph, Table
from graph_build.readers.parts.formulas import Value, worked_out
from graph_build.readers.parts.grid import Placed, table_of
from graph_build.readers.parts.passed import Passed, literal
from graph_build.readers.parts.serials import EPOCH, with_dates
from graph_build.readers.parts.shown_cells import shown, struck
from graph_build.readers.parts.strict import in_usual_form
from graph_build.sandbox.limits import MOST_POSITIONS
from graph_build.spans import Raw, Text, where

if TYPE_CHECKING:
    import openpyxl
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

SUFFIXES = (".xlsx", ".xlsm")
# What openpyxl raises over a damaged workbook, besides its own.
UNREADABLE = BadZipFile, OSError, LookupError, ValueError, TypeError, ParseError, etree.XMLSyntaxError
# openpyxl makes an object of every cell that a merge covers.
MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([$A-Z\d:]+)[\"']")
PICTURE = re.compile(rb"<(?:\w+:)?pic>|<(?:\w+:)?pic\s")
DRAWN = re.compile(rb"<a:t>([^<]*)</a:t>")
SHORTEST_HEADER = 4


def read(path: Path) -> Document:
    """Read a workbook; a sheet is a block, its rows and columns counted from 0; hidden sheets are left out and told.

    Raises FileUnreadable where it is no workbook, or damaged, or a sheet too large.
    """
    data = read_bytes(path)
    check_kind(path, data, b"PK\x03\x04")
    archive = open_archive(data)
    usual = in_usual_form(data, archive, "xl/workbook.xml")
    archive = archive if usual is data else open_archive(usual)
    _check_merges(archive)
    formulas, values = _opened(usual)
    blocks: list[Block] = []
    passed = Passed()
    for number, sheet in enumerate(formulas.worksheets):
        if sheet.sheet_state != "visible":
            passed.left_out(f"工作表“{literal(sheet.title)}”是隐藏的，没有读")
            continue
        table = with_dates(_table(sheet, values[sheet.title], number, passed), passed, _epoch(formulas))
        blocks += [*_header(sheet, table, number, passed), table] if table.rows else []
    _note_drawings(archive, passed)
    return document(path, data, blocks, passed.notes, passed.doubts)


def _epoch(workbook: openpyxl.Workbook) -> date:
    """Return day 0 of a workbook's count of days: Excel for old Macintoshes began in 1904."""
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    return CALENDAR_MAC_1904.date() if workbook.epoch == CALENDAR_MAC_1904 else EPOCH


def _check_merges(archive: ZipFile) -> None:
    """Raise FileUnreadable where a sheet's merged cells cover more than a sheet may have."""
    from openpyxl.utils.cell import range_boundaries  # imported late: openpyxl takes 1 s

    for name in archive.namelist():
        if not re.search(r"worksheets/[^/]+\.xml$", name):
            continue
        try:
            found = MERGE.findall(archive.read(name))
        except BROKEN_ARCHIVE as error:
            raise FileUnreadable("文件不完整或已损坏，解不开。请重新取得原文件。") from error
        covered = 0
        for ref in found:
            left, top, right, bottom = range_boundaries(ref.decode())
            covered += ((right or 1) - (left or 1) + 1) * ((bottom or 1) - (top or 1) + 1)
        if covered > MOST_POSITIONS:
            raise FileUnreadable(f"合并的单元格过大（超过 {MOST_POSITIONS} 格），没有读。请取消整行整列的合并。")


def _opened(data: bytes) -> tuple[openpyxl.Workbook, openpyxl.Workbook]:
    """Return the workbook with its formulas, and with the values that Excel saved for them."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        formulas = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)
        used = any(cell.data_type == "f" for sheet in formulas.worksheets for cell in _cells(sheet))
        return formulas, openpyxl.load_workbook(io.BytesIO(data), data_only=True, rich_text=True) if used else formulas
    except (*UNREADABLE, InvalidFileException) as error:
        raise FileUnreadable("不是完整的 Excel 文件（xlsx）。请用 Excel 或 WPS 打开后另存为 xlsx。") from error


def _table(sheet: Worksheet, values: Worksheet, block: int, passed: Passed) -> Table:
    merged = {(r.min_row, r.min_col): (r.size["rows"], r.size["columns"]) for r in sheet.merged_cells.ranges}
    out_of_sight = _hidden(sheet, passed)
    filled, blank = [], []
    for cell in _cells(sheet):
        rows, columns = merged.get((cell.row, cell.column), (1, 1))
        raw = Raw("", block, cell.row - 1, cell.column - 1, sheet=sheet.title)
        text = Text.whole(raw)
        if not out_of_sight(cell.row, cell.column, rows, columns):
            text = _text(cell, values, raw, passed)
        one = Placed(text, cell.row - 1, cell.column - 1, rows, columns)
        if text.raw.text.strip():
            filled.append(one)
        elif rows * columns > 1:
            blank.append(one)
    # Only filled cells say how far a table goes: a far space, a far merge of nothing is none of it.
    last_row, last_column = (max((getattr(one, way) for one in filled), default=-1) for way in ("row", "column"))
    inside = [one for one in blank if one.row <= last_row and one.column <= last_column]
    return table_of(filled + inside, Raw("", block, sheet=sheet.title))


def _hidden(sheet: Worksheet, passed: Passed) -> Callable[[int, int, int, int], bool]:
    """Return which cells, merged over so many rows and columns, a person hid; those that a filter hides are read."""
    rows = {row for row, one in sheet.row_dimensions.items() if one.hidden or one.height == 0}
    columns = {
        column
        for one in sheet.column_dimensions.values()
        if one.hidden or one.width == 0
        for column in range(one.min or 0, (one.max or 0) + 1)
    }
    filtered = _filtered(sheet)
    for row in sorted(rows):
        if any(cell.value is not None for cell in sheet[row]):
            if row in filtered:
                passed.left_out("有 {n} 行被筛选隐藏，已照读", f"工作表“{sheet.title}”第 {row} 行")
            else:
                passed.left_out("有 {n} 行是隐藏的，没有读", f"工作表“{sheet.title}”第 {row} 行")
    for column in sorted(columns):
        if column <= sheet.max_column and any(
            value for (value,) in sheet.iter_rows(min_col=column, max_col=column, values_only=True)
        ):
            passed.left_out("有 {n} 栏是隐藏的，没有读", f"工作表“{sheet.title}”第 {column} 栏")
    rows -= filtered

    def is_hidden(row: int, column: int, height: int, width: int) -> bool:
        return rows.issuperset(range(row, row + height)) or columns.issuperset(range(column, column + width))

    return is_hidden


def _filtered(sheet: Worksheet) -> set[int]:
    """Return the rows that a filter works on: those of its range, where it holds back anything."""
    from openpyxl.utils.cell import range_boundaries

    filtered = sheet.auto_filter
    if not filtered.ref or not filtered.filterColumn:
        return set()
    _, top, _, bottom = range_boundaries(filtered.ref)
    return set(range(top or 1, max(bottom or 0, sheet.max_row) + 1))


def _header(sheet: Worksheet, table: Table, block: int, passed: Passed) -> Iterator[Paragraph]:
    """Return the page's header as paragraphs where a sheet begins with a row of several cells; else say it."""
    shown = {cell.text.compact().value for row in table.rows for cell in row}
    # Words that are all struck out leave no row with words.
    first = next((row for row in table.rows if any(cell.text.compact() for cell in row)), ())
    headers = (sheet.oddHeader, sheet.firstHeader, sheet.evenHeader)
    parts = [part.text for header in headers for part in (header.left, header.center, header.right) if part.text]
    for words in dict.fromkeys(re.sub(r"&\[?\w*\]?", "", part).strip() for part in parts):
        if len(words) < SHORTEST_HEADER or words.isascii() or "".join(words.split()) in shown:
            continue
        if len({cell for cell in first if cell.text.compact()}) > 1:
            yield Paragraph(Text.whole(Raw(words, block, sheet=sheet.title)))
        else:
            passed.left_out(f"页眉“{literal(words)}”没有收入正文")


def _note_drawings(archive: ZipFile, passed: Passed) -> None:
    """Note text boxes over the cells, comments and embedded objects: they stand in no cell."""
    for name in archive.namelist():
        if re.search(r"/drawings/(?:vmlDrawing|drawing)\d*\.(?:xml|vml)$", name):
            words = b"".join(DRAWN.findall(archive.read(name)))
            if words.strip():
                passed.doubt("有 {n} 处文本框没有读")
            for _ in PICTURE.findall(archive.read(name)):
                passed.doubt("有 {n} 张图片没有读，其中如有任务请另行录入")
        elif re.search(r"/comments\d*\.xml$", name):
            passed.left_out("有 {n} 页批注没有收入正文")
        elif "/embeddings/" in name:
            passed.doubt("有 {n} 个嵌入的对象没有读")


def _cells(sheet: Worksheet) -> list[Cell]:
    """Return the cells that a sheet's file has, row by row, without those that a merge covers."""
    from openpyxl.cell import Cell

    # openpyxl's own iterators make an object of every place up to the farthest cell: 17,000 million for a stray one.
    there = sorted(sheet._cells.items())  # noqa: SLF001
    return [cell for _, cell in there if isinstance(cell, Cell)]


def _text(cell: Cell, values: Worksheet, raw: Raw, passed: Passed) -> Text:
    """Return a cell's text as Excel shows it; what is struck out stands in its raw text only."""
    place = where(raw.span(0, 0), "", in_a_sentence=True)
    value = values.cell(cell.row, cell.column)
    if cell.data_type == "f" and value.value is None and value.data_type != "str":
        _work_out(cell, values, passed, place)
    if value.data_type == "e":
        passed.doubt("有 {n} 个单元格是错误值", place)
        return Text.whole(raw)
    if re.fullmatch(r";;+", value.number_format):
        passed.left_out("有 {n} 个单元格的内容是隐藏的，没有读", place)
        return Text.whole(raw)
    whole = Text.whole(replace(raw, text=shown(value)))
    left_out = struck(cell, whole.value)
    if any(character.strip() for n, character in enumerate(whole.value) if n in left_out):
        passed.left_out("有 {n} 处划去的文字没有读", place)
        offsets = tuple(n for n in whole.offsets if n not in left_out)
        return Text("".join(whole.value[n] for n in offsets), whole.raw, offsets)
    return whole


def _work_out(cell: Cell, values: Worksheet, passed: Passed, place: str) -> None:
    """Set the value of a formula that has none saved, where it surely can be worked out; else doubt the cell."""
    sheet: Worksheet = cell.parent

    def value_at(row: int, column: int) -> Value:
        value = values.cell(row, column).value
        # What is not known is the formula itself.
        return str(sheet.cell(row, column).value) if value is None and (row, column) in sheet._cells else value  # noqa: SLF001

    found = worked_out(str(cell.value), cell.row, value_at)
    if found is None:
        passed.doubt("有 {n} 个单元格的公式没有保存的值", place)
        return
    values.cell(cell.row, cell.column).value = found
    passed.left_out("有 {n} 个单元格的公式没有保存的值，已按公式算出", place)
