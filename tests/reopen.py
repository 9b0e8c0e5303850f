"""Source files of cases opened again, without the program's readers: what stands at a span."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pdfplumber
from docx.table import Table
from lxml import html

ENCODINGS = {"text-gb18030": "gb18030", "text-utf16": "utf-16", "text-big5": "big5", "web-gb": "gb18030"}
ENCODINGS["txt-gb18030-rectification-lines-of-sections-and-leaders"] = "gb18030"


def holds(path: Path, span: Any) -> bool:
    """Say whether a file has a span's exact words at its place; white space aside where the format has no lines."""
    opened = {".docx": _word, ".xlsx": _sheet, ".html": _page, ".pdf": _pdf}.get(path.suffix, _text)
    return opened(path, span)


def _text(path: Path, span: Any) -> bool:
    encoding = ENCODINGS.get(path.parent.name, "utf-8-sig")
    lines = path.read_bytes().decode(encoding).replace("\r\n", "\n").split("\n")
    return bool("\n".join(lines[span["block"] :])[span["start"] : span["end"]] == span["exact"])


def _word(path: Path, span: Any) -> bool:
    block = _blocks(path)[span["block"]]
    text = _cell(path, span["block"], span["row"], span["column"]) if isinstance(block, Table) else block.text
    return bool(text[span["start"] : span["end"]] == span["exact"])


@cache
def _blocks(path: Path) -> list[Any]:
    return list(docx.Document(str(path)).iter_inner_content())


@cache
def _cell(path: Path, block: int, row: int, column: int) -> str:
    return str(_blocks(path)[block].cell(row, column).text)


def _sheet(path: Path, span: Any) -> bool:
    sheet = _workbook(path).worksheets[span["block"]]
    assert sheet.title == span["sheet"]
    value = sheet.cell(span["row"] + 1, span["column"] + 1).value
    if isinstance(value, date):
        return bool(f"{value.year}年{value.month}月{value.day}日" == span["exact"])
    return bool(str(value)[span["start"] : span["end"]] == span["exact"])


@cache
def _workbook(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)


def _page(path: Path, span: Any) -> bool:
    encoding = ENCODINGS.get(path.parent.name, "utf-8")
    return _bare(span["exact"]) in _bare(html.fromstring(path.read_bytes().decode(encoding)).text_content())


def _pdf(path: Path, span: Any) -> bool:
    """Cells and lines of a page and the next one: the words stand in one, or end one and begin another."""
    wanted = _bare(span["exact"])
    first, *more = _pages(path)[span["page"] - 1 : span["page"] + 1]
    here, behind = first, [part for page in more for part in page]
    if any(wanted in part for part in here):
        return True
    cuts = range(1, len(wanted))
    return any(
        any(part.endswith(wanted[:n]) for part in here) and any(wanted[n:] in part for part in behind) for n in cuts
    )


@cache
def _pages(path: Path) -> list[list[str]]:
    with pdfplumber.open(path) as pdf:
        return [_parts(page) for page in pdf.pages]


def _parts(page: Any) -> list[str]:
    cells = [cell for table in page.extract_tables() for row in table for cell in row if cell]
    lines = [line for line in (page.extract_text() or "").split("\n") if line.strip("—- 0123456789")]
    return [_bare(part) for part in [*cells, "".join(lines)]]


def _bare(text: str) -> str:
    return "".join(text.split())
