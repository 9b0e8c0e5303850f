"""A sheet as an Excel workbook: the table, its data dictionary, and what is to be said of it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.worksheet import Worksheet

from graph_query.exports.sheet import Row, Sheet
from graph_query.sparql.formats import inert

LINE = Side(style="thin", color="B0B7BF")
FRAME = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
HEAD = PatternFill("solid", fgColor="E8EEF4")
WRAPPED = Alignment(wrap_text=True, vertical="top")
# The heading row: title, then columns.
HEAD_ROW = 2


def as_excel(sheet: Sheet) -> bytes:
    """Return a workbook: 台账 (A4 landscape, heading row frozen and repeated in print), 数据字典, 说明."""
    # Each row is written and forgotten: that of many tasks would take gigabytes.
    book = Workbook(write_only=True)
    page = book.create_sheet("台账")
    page.freeze_panes = f"A{HEAD_ROW + 1}"
    page.auto_filter.ref = f"A{HEAD_ROW}:{get_column_letter(len(sheet.columns))}{HEAD_ROW + len(sheet.rows)}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", Worksheet.PAPERSIZE_A4
    page.page_setup.fitToHeight, page.sheet_properties.pageSetUpPr.fitToPage = 0, True
    page.print_title_rows = f"1:{HEAD_ROW}"
    page.oddFooter.left.text, page.oddFooter.right.text = sheet.notes[0], "&P/&N"
    _table(page, sheet.title, [(label, width) for label, _, width in sheet.columns], sheet.rows)
    dictionary = book.create_sheet("数据字典")
    meanings = [(label, definition) for label, definition, _ in sheet.columns]
    _table(dictionary, "各栏含义", [("栏目", 16), ("含义", 80)], meanings)
    notes = book.create_sheet("说明")
    notes.column_dimensions["A"].width = 100
    for note in sheet.notes:
        notes.append([_cell(notes, note)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _table(page: WriteOnlyWorksheet, title: str, columns: Sequence[tuple[str, int]], rows: Iterable[Row]) -> None:
    for n, (_, width) in enumerate(columns, start=1):
        page.column_dimensions[get_column_letter(n)].width = width * 1.2
    heading = _cell(page, title)
    heading.font = Font(bold=True, size=14)
    page.append([heading])
    heads = [_cell(page, label) for label, _ in columns]
    for cell in heads:
        cell.font, cell.fill, cell.border, cell.alignment = Font(bold=True), HEAD, FRAME, WRAPPED
    page.append(heads)
    for row in rows:
        cells = [_cell(page, value) for value in row]
        for cell in cells:
            cell.border, cell.alignment = FRAME, WRAPPED
        page.append(cells)


def _cell(page: WriteOnlyWorksheet, value: str | date | int | None) -> Cell:
    """Return a cell with a value; a text stays a text, also where it begins like a formula."""
    if not isinstance(value, str):
        return WriteOnlyCell(page, value)
    cell = WriteOnlyCell(page, ILLEGAL_CHARACTERS_RE.sub("", value) or None)
    if value:
        cell.data_type = "s"
        cell.quotePrefix = inert(value) != value
    return cell
