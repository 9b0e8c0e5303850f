"""Excel workbooks (.xlsx): every sheet that is shown is a table; cells read as Excel shows them."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from lxml import etree

from graph_build.errors import FileUnreadable
from graph_build.files import BROKEN_ARCHIVE, check_kind, document, open_archive, read_bytes
from graph_build.model import Block, Document, Paragraph, Table
from graph_build.readers.parts.grid import Placed, table_of
from graph_build.readers.parts.passed import Passed, literal
from graph_build.sandbox.limits import MOST_POSITIONS
from graph_build.spans import Raw, Text, where

if TYPE_CHECKING:
    import openpyxl
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

SUFFIXES = (".xlsx", ".xlsm")
# What openpyxl raises over a damaged workbook, besides its own.
UNREADABLE = BadZipFile, OSError, LookupError, ValueError, TypeError, ParseError, etree.XMLSyntaxError
# openpyxl makes an object of every cell that a merge covers.
MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([$A-Z\d:]+)[\"']")
# The parts of a date in a number format, and how they are written: yyyy"年"m"月"d"日"
# 0.00: so many places behind the point, whatever they are.
FIXED = re.compile(r"(?:#,##)?0\.(0+)_?")
DRAWN = re.compile(rb"<a:t>([^<]*)</a:t>")
SHORTEST_HEADER = 4
# Names of months and days; a form that says only the time.
FOREIGN = re.compile(r"mmm|ddd|am/pm")
DATE_PARTS = re.compile(r"yyyy|yy|mm?|dd?|hh?|ss?")


def read(path: Path) -> Document:
    """Read a workbook; a sheet is a block, its rows and columns counted from 0; hidden sheets are left out and told.

    Raises FileUnreadable where it is no workbook, or damaged, or a sheet too large.
    """
    data = read_bytes(path)
    check_kind(path, data, b"PK\x03\x04")
    archive = open_archive(data)
    _check_merges(archive)
    formulas, values = _opened(data)
    blocks: list[Block] = []
    passed = Passed()
    for number, sheet in enumerate(formulas.worksheets):
        if sheet.sheet_state != "visible":
            passed.left_out(f"工作表“{literal(sheet.title)}”是隐藏的，没有读")
            continue
        table = _table(sheet, values[sheet.title], number, passed)
        blocks += [*_header(sheet, table, number, passed), table] if table.rows else []
    _note_drawings(archive, passed)
    return document(path, data, blocks, passed.notes, passed.doubts)


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
            text = _text(cell, values.cell(cell.row, cell.column), raw, passed)
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
    first = next(row for row in table.rows if any(cell.text.compact() for cell in row))
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


def _text(cell: Cell, value: Cell | MergedCell, raw: Raw, passed: Passed) -> Text:
    """Return a cell's text as Excel shows it; what is struck out stands in its raw text only."""
    place = where(raw.span(0, 0), "", in_a_sentence=True)
    if cell.data_type == "f" and value.value is None and value.data_type != "str":
        passed.doubt("有 {n} 个单元格的公式没有保存的值", place)
        return Text.whole(raw)
    if value.data_type == "e":
        passed.doubt("有 {n} 个单元格是错误值", place)
        return Text.whole(raw)
    if re.fullmatch(r";;+", value.number_format):
        passed.left_out("有 {n} 个单元格的内容是隐藏的，没有读", place)
        return Text.whole(raw)
    whole = Text.whole(replace(raw, text=_shown(value)))
    struck = _struck(cell, whole.value)
    if any(character.strip() for n, character in enumerate(whole.value) if n in struck):
        passed.left_out("有 {n} 处划去的文字没有读", place)
        offsets = tuple(n for n in whole.offsets if n not in struck)
        return Text("".join(whole.value[n] for n in offsets), whole.raw, offsets)
    return whole


def _struck(cell: Cell, words: str) -> set[int]:
    """Return which of a cell's characters are struck out: all, or those of some runs."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock

    whole = bool(cell.font and cell.font.strike)
    if not isinstance(cell.value, CellRichText):
        return set(range(len(words))) if whole else set()
    found: set[int] = set()
    start = 0
    for run in cell.value:
        end = start + len(str(run))
        if run.font.strike if isinstance(run, TextBlock) else whole:
            found |= set(range(start, end))
        start = end
    return found


def _shown(cell: Cell | MergedCell) -> str:
    """Return a cell's value as Excel shows it: dates by their format, whole numbers without a point."""
    value, form = cell.value, cell.number_format
    if isinstance(value, (datetime, date)):
        return _date_shown(value, form)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _number_shown(value, form)
    if value is None or isinstance(value, (time, bool)):
        return "" if value is None else str(value)
    return str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")


def _number_shown(value: float, form: str) -> str:
    if "%" in form:
        return f"{value * 100:g}%"
    if fixed := FIXED.fullmatch(form):
        return f"{value:.{len(fixed[1])}f}"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _date_shown(value: date, form: str) -> str:
    """Return a date in Excel's number format: quoted words stand for themselves, yyyy, m and d for the date's parts."""
    bare = re.sub(r"\[[^\]]*\]|[\"\\@]|_.|\*.", "", form.split(";", maxsplit=1)[0]).lower()
    # Forms of other languages, and of a system's own, are shown by Chinese Excel with year, month and day.
    named = re.search("[年月日]", form) or "yyyy" in bare
    if not DATE_PARTS.search(bare) or "general" in bare or not named or FOREIGN.search(bare):
        return value.isoformat()[:10]
    parts = {"yyyy": f"{value.year}", "yy": f"{value.year % 100:02}", "mm": f"{value.month:02}", "m": f"{value.month}"}
    parts |= {"dd": f"{value.day:02}", "d": f"{value.day}"}
    parts |= {part: f"{getattr(value, 'hour', 0):02}" for part in ("hh", "h")}
    parts |= {part: f"{getattr(value, 'second', 0):02}" for part in ("ss", "s")}
    return DATE_PARTS.sub(lambda match: parts[match.group()], bare)
