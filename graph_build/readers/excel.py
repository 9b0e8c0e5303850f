"""Excel workbooks (.xlsx): every sheet that is shown is a table; cells read as Excel shows them."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from lxml import etree

from graph_build.errors import FileUnreadable
from graph_build.files import BROKEN_ARCHIVE, check_kind, document, open_archive, read_bytes
from graph_build.model import Document, Table
from graph_build.readers.parts.grid import Placed, table_of
from graph_build.sandbox.limits import MOST_POSITIONS
from graph_build.spans import Raw, Text

if TYPE_CHECKING:
    import openpyxl
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

SUFFIXES = (".xlsx", ".xlsm")
# What openpyxl raises over a damaged workbook, besides its own.
UNREADABLE = BadZipFile, OSError, LookupError, ValueError, TypeError, ParseError, etree.XMLSyntaxError
# openpyxl makes an object of every cell that a merge covers.
MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([$A-Z\d:]+)[\"']")
# The parts of a date in a number format, and how they are written: yyyy"年"m"月"d"日"
DATE_PARTS = re.compile(r"yyyy|yy|mm?|dd?|hh?|ss?")


def read(path: Path) -> Document:
    """Read a workbook; a sheet is a block, its rows and columns counted from 0; hidden sheets are left out and told.

    Raises FileUnreadable where it is no workbook, or damaged, or a sheet too large.
    """
    data = read_bytes(path)
    check_kind(path, data, b"PK\x03\x04")
    _check_merges(open_archive(data))
    formulas, values = _opened(data)
    blocks: list[Table] = []
    notes = []
    for number, sheet in enumerate(formulas.worksheets):
        if sheet.sheet_state != "visible":
            notes.append(f"工作表“{sheet.title}”是隐藏的，没有读")
            continue
        table = _table(sheet, values[sheet.title], number)
        blocks += [table] if table.rows else []
    return document(path, data, blocks, notes)


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
        formulas = openpyxl.load_workbook(io.BytesIO(data), rich_text=False)
        used = any(cell.data_type == "f" for sheet in formulas.worksheets for cell in _cells(sheet))
        return formulas, openpyxl.load_workbook(io.BytesIO(data), data_only=True) if used else formulas
    except (*UNREADABLE, InvalidFileException) as error:
        raise FileUnreadable("不是完整的 Excel 文件（xlsx）。请用 Excel 或 WPS 打开后另存为 xlsx。") from error


def _table(sheet: Worksheet, values: Worksheet, block: int) -> Table:
    merged = {(r.min_row, r.min_col): (r.size["rows"], r.size["columns"]) for r in sheet.merged_cells.ranges}
    filled, blank = [], []
    for cell in _cells(sheet):
        text = _shown(values.cell(cell.row, cell.column)) or _shown(cell)
        raw = Raw(text, block, cell.row - 1, cell.column - 1, sheet=sheet.title)
        one = Placed(Text.whole(raw), cell.row - 1, cell.column - 1, *merged.get((cell.row, cell.column), (1, 1)))
        if text.strip():
            filled.append(one)
        elif one.rows * one.columns > 1:
            blank.append(one)
    # Only filled cells say how far a table goes: a far space, a far merge of nothing is none of it.
    last_row, last_column = (max((getattr(one, way) for one in filled), default=-1) for way in ("row", "column"))
    inside = [one for one in blank if one.row <= last_row and one.column <= last_column]
    return table_of(filled + inside, Raw("", block, sheet=sheet.title))


def _cells(sheet: Worksheet) -> list[Cell]:
    """Return the cells that a sheet's file has, row by row, without those that a merge covers."""
    from openpyxl.cell import Cell

    # openpyxl's own iterators make an object of every place up to the farthest cell: 17,000 million for a stray one.
    there = sorted(sheet._cells.items())  # noqa: SLF001
    return [cell for _, cell in there if isinstance(cell, Cell)]


def _shown(cell: object) -> str:
    """Return a cell's value as Excel shows it: dates by their format, whole numbers without a point."""
    value, form = getattr(cell, "value", None), getattr(cell, "number_format", "")
    if value is None:
        return ""
    if isinstance(value, (datetime, date)):
        return _date_shown(value, form)
    if isinstance(value, (time, bool)):
        return str(value)
    if isinstance(value, (int, float)):
        if "%" in form:
            return f"{value * 100:g}%"
        return f"{value:g}" if isinstance(value, float) else str(value)
    return str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")


def _date_shown(value: date, form: str) -> str:
    """Return a date in Excel's number format: quoted words stand for themselves, yyyy, m and d for the date's parts."""
    bare = re.sub(r"\[[^\]]*\]|[\"\\@]|_.|\*.", "", form.split(";", maxsplit=1)[0]).lower()
    if not DATE_PARTS.search(bare) or "general" in bare:
        return value.isoformat()[:10]
    parts = {"yyyy": f"{value.year}", "yy": f"{value.year % 100:02}", "mm": f"{value.month:02}", "m": f"{value.month}"}
    parts |= {"dd": f"{value.day:02}", "d": f"{value.day}"}
    parts |= {part: f"{getattr(value, 'hour', 0):02}" for part in ("hh", "h")}
    parts |= {part: f"{getattr(value, 'second', 0):02}" for part in ("ss", "s")}
    return DATE_PARTS.sub(lambda match: parts[match.group()], bare)
