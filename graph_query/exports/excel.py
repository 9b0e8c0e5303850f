"""A sheet as an Excel workbook: the table, its data dictionary, and what is to be said of it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from graph_query.exports.sheet import Sheet
from graph_query.sparql.formats import inert

LINE = Side(style="thin", color="B0B7BF")
FRAME = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
HEAD = PatternFill("solid", fgColor="E8EEF4")
WRAPPED = Alignment(wrap_text=True, vertical="top")
# The heading row: title, then columns.
HEAD_ROW = 2


def as_excel(sheet: Sheet) -> bytes:
    """Return a workbook: 台账 (A4 landscape, heading row frozen and repeated in print), 数据字典, 说明."""
    book = Workbook()
    page = book.active
    page.title = "台账"
    _put(page["A1"], sheet.title)
    page["A1"].font = Font(bold=True, size=14)
    _table(page, [label for label, _, _ in sheet.columns], sheet.rows, [width for _, _, width in sheet.columns])
    page.freeze_panes = page.cell(row=HEAD_ROW + 1, column=1)
    page.auto_filter.ref = f"A{HEAD_ROW}:{get_column_letter(len(sheet.columns))}{page.max_row}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToHeight, page.sheet_properties.pageSetUpPr.fitToPage = 0, True
    page.print_title_rows = f"1:{HEAD_ROW}"
    page.oddFooter.left.text, page.oddFooter.right.text = sheet.notes[0], "&P/&N"
    dictionary = book.create_sheet("数据字典")
    dictionary.append(["各栏含义"])
    _table(dictionary, ["栏目", "含义"], [(label, definition) for label, definition, _ in sheet.columns], [16, 80])
    notes = book.create_sheet("说明")
    notes.column_dimensions["A"].width = 100
    for n, note in enumerate(sheet.notes, start=1):
        _put(notes.cell(row=n, column=1), note)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _table(
    page: Worksheet, head: Sequence[str], rows: Sequence[Sequence[str | int | date | None]], widths: Sequence[int]
) -> None:
    page.append(list(head))
    for n, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(n)].width = width * 1.2
        cell = page.cell(row=HEAD_ROW, column=n)
        cell.font, cell.fill, cell.border, cell.alignment = Font(bold=True), HEAD, FRAME, WRAPPED
    for r, row in enumerate(rows, start=HEAD_ROW + 1):
        for n, value in enumerate(row, start=1):
            cell = page.cell(row=r, column=n)
            cell.border, cell.alignment = FRAME, WRAPPED
            _put(cell, value)


def _put(cell: Cell, value: str | date | int | None) -> None:
    """Put a value in a cell; a text stays a text, also where it begins like a formula."""
    if not isinstance(value, str):
        cell.value = value
    elif value:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
        cell.quotePrefix = inert(value) != value
