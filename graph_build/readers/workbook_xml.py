"""Excel's XML of 2003 (.xml, often saved as .xls): every sheet that is shown is a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from graph_build.errors import FileUnreadable
from graph_build.files import document, format_of, read_bytes
from graph_build.model import Block, Document
from graph_build.readers.parts.grid import Placed, table_of
from graph_build.readers.parts.passed import Passed, literal
from graph_build.readers.parts.serials import with_dates
from graph_build.sandbox.limits import LARGEST_PAGE, MEGABYTE
from graph_build.spans import Raw, Text, where

SUFFIXES = (".xml",)
SHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"
EXCEL = "{urn:schemas-microsoft-com:office:excel}"
# A date as this format writes it: 2026-06-30T00:00:00.000
DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)T")


def read(path: Path) -> Document:
    """Read a workbook of this kind; a sheet is a block, its rows and columns counted from 0.

    Raises FileUnreadable where it is other XML, damaged, or too large.
    """
    data = read_bytes(path)
    if kind := format_of(data):
        raise FileUnreadable(f"扩展名是 {path.suffix}，看内容是{kind}文件。请改正扩展名后重试。")
    if len(data) > LARGEST_PAGE:
        raise FileUnreadable(f"文件超过 {LARGEST_PAGE // MEGABYTE} MB，没有读。请另存为 xlsx。")
    try:
        # No entities of its own, nothing from elsewhere.
        root = etree.fromstring(data.strip(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise FileUnreadable("不是完整的 XML 表格。请用 Excel 或 WPS 打开后另存为 xlsx。") from error
    if root.tag != f"{SHEET}Workbook":
        raise FileUnreadable("不是 Excel 的 XML 表格，这种 XML 不能读。请另存为 xlsx 或 docx。")
    passed = Passed()
    blocks = list(_blocks(root, passed))
    return document(path, data, blocks, passed.notes, passed.doubts)


def _blocks(root: etree._Element, passed: Passed) -> Iterator[Block]:
    struck = {
        style.get(f"{SHEET}ID")
        for style in root.iter(f"{SHEET}Style")
        if any(font.get(f"{SHEET}StrikeThrough") == "1" for font in style.iter(f"{SHEET}Font"))
    }
    for number, sheet in enumerate(root.iter(f"{SHEET}Worksheet")):
        title = sheet.get(f"{SHEET}Name") or ""
        shown = sheet.findtext(f"{EXCEL}WorksheetOptions/{EXCEL}Visible") or ""
        if "Hidden" in shown:
            passed.left_out(f"工作表“{literal(title)}”是隐藏的，没有读")
            continue
        filtered = sheet.find(f"{EXCEL}AutoFilter//{EXCEL}AutoFilterCondition") is not None
        raw = Raw("", number, sheet=title)
        table = table_of(list(_placed(sheet, raw, struck, passed, filtered=filtered)), raw)
        if table.rows:
            yield with_dates(table, passed)


def _placed(
    sheet: etree._Element, like: Raw, struck: set[str | None], passed: Passed, *, filtered: bool
) -> Iterator[Placed]:
    """Return a sheet's filled and merged cells where Index and the merges above put them."""
    row = -1
    hidden = _hidden_columns(sheet)
    for line in sheet.iterfind(f"{SHEET}Table/{SHEET}Row"):
        row = _number(line, "Index", row + 2) - 1
        out_of_sight = line.get(f"{SHEET}Hidden") == "1" or line.get(f"{SHEET}Height") == "0"
        if out_of_sight and "".join(line.itertext()).strip():
            kind = "有 {n} 行被筛选隐藏，已照读" if filtered else "有 {n} 行是隐藏的，没有读"
            passed.left_out(kind, f"工作表“{like.sheet}”第 {row + 1} 行")
        column = -1
        for cell in line.iterfind(f"{SHEET}Cell"):
            column = _number(cell, "Index", column + 2) - 1
            rows, columns = (_number(cell, name, 0) + 1 for name in ("MergeDown", "MergeAcross"))
            raw = Raw(_shown(cell), like.block, row, column, sheet=like.sheet)
            text = Text.whole(raw)
            if {cell.get(f"{SHEET}StyleID"), line.get(f"{SHEET}StyleID")} & (struck - {None}):
                passed.left_out("有 {n} 处划去的文字没有读", where(raw.span(0, 0), "", in_a_sentence=True))
                text = text[:0]
            elif (out_of_sight and not filtered) or column in hidden:
                text = text[:0]
            _doubt(cell, raw, passed)
            if text or rows * columns > 1:
                yield Placed(text, row, column, rows, columns)
            column += columns - 1
        row += _number(line, "Span", 0)


def _doubt(cell: etree._Element, raw: Raw, passed: Passed) -> None:
    """Doubt a cell whose value is an error, or that has a formula and no value."""
    data = cell.find(f"{SHEET}Data")
    place = where(raw.span(0, 0), "", in_a_sentence=True)
    if data is not None and data.get(f"{SHEET}Type") == "Error":
        passed.doubt("有 {n} 个单元格是错误值", place)
    elif data is None and cell.get(f"{SHEET}Formula"):
        passed.doubt("有 {n} 个单元格的公式没有保存的值", place)


def _shown(cell: etree._Element) -> str:
    """Return a cell's words as Excel shows them; of a date the day."""
    data = cell.find(f"{SHEET}Data")
    if data is None or data.get(f"{SHEET}Type") == "Error":
        return ""
    words = "".join(data.itertext()).replace("\r\n", "\n").replace("\r", "\n")
    if data.get(f"{SHEET}Type") == "DateTime":
        match = DAY.match(words)
        return f"{int(match[1])}年{int(match[2])}月{int(match[3])}日" if match else words
    return words


def _hidden_columns(sheet: etree._Element) -> set[int]:
    found: set[int] = set()
    at = -1
    for column in sheet.iterfind(f"{SHEET}Table/{SHEET}Column"):
        at = _number(column, "Index", at + 2) - 1
        span = _number(column, "Span", 0)
        if column.get(f"{SHEET}Hidden") == "1":
            found.update(range(at, at + span + 1))
        at += span
    return found


def _number(element: etree._Element, name: str, default: int) -> int:
    value = element.get(f"{SHEET}{name}") or ""
    return int(value[:7]) if value.isdecimal() else default
