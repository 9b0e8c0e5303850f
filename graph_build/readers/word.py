"""Word files (.docx): paragraphs and tables in order, merged cells as the file states them, automatic numbers."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

from lxml import etree
from lxml.etree import _Element as Element

from graph_build.errors import FileUnreadable
from graph_build.files import check_kind, document, open_archive, read_bytes
from graph_build.model import Block, Document, Paragraph, Table
from graph_build.readers.parts.grid import Placed, table_of
from graph_build.readers.parts.word_numbers import Numbers, W
from graph_build.spans import Raw, Text

SUFFIXES = (".docx", ".docm")
# Word itself allows no more columns.
MOST_COLUMNS = 63
BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}noBreakHyphen": "-"}
# What stands in the file but not in the text: words struck out, and text boxes beside it.
LEFT_OUT = {f"{W}del", f"{W}moveFrom", f"{W}txbxContent", f"{W}pPr", f"{W}rPr", f"{W}instrText"}
PARAGRAPH, TABLE, ROW, CELL = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc"


def read(path: Path) -> Document:
    """Read a Word file; a paragraph or a table is a block, a soft line break a line break.

    Raises FileUnreadable where it is no Word file, or damaged.
    """
    data = read_bytes(path)
    check_kind(path, data, b"PK\x03\x04")
    open_archive(data)
    body, numbers = _opened(data)
    blocks: list[Block] = []
    for element in _children(body, (PARAGRAPH, TABLE)):
        if element.tag == PARAGRAPH:
            blocks.append(Paragraph(_numbered(_text(element), numbers.next(element), Raw("", len(blocks)))))
        else:
            blocks.append(_table(element, numbers, len(blocks)))
    return document(path, data, blocks)


def _opened(data: bytes) -> tuple[Element, Numbers]:
    """Return a document's body, and the counter of its automatic numbers."""
    import docx  # imported late: 0.3 s
    from docx.opc.exceptions import OpcError

    try:
        word = docx.Document(io.BytesIO(data))
        parts = word.part.package.iter_parts()
        numbering = next((part for part in parts if part.partname.endswith("/numbering.xml")), None)
        return word.element.body, Numbers.of(getattr(numbering, "element", None), word.styles.element)
    except (OpcError, BadZipFile, AttributeError, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise FileUnreadable("不是完整的 Word 文件（docx）。请用 Word 或 WPS 打开后另存为 docx。") from error


def _children(parent: Element, tags: tuple[str, ...]) -> Iterator[Element]:
    """Return the nearest elements of some kinds below an element, in order."""
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag not in LEFT_OUT:
            yield from _children(child, tags)


def _text(paragraph: Element) -> str:
    return "".join(_words(paragraph))


def _words(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in BREAKS:
            yield BREAKS[child.tag]
        elif child.tag not in LEFT_OUT:
            yield from _words(child)


def _numbered(words: str, number: str, where: Raw) -> Text:
    """Return a paragraph's text behind its automatic number, which has no place of its own in the raw text."""
    raw = Raw(words, where.block, where.row, where.column)
    return Text(number + words, raw, (*(0 for _ in number), *range(len(words))))


def _table(table: Element, numbers: Numbers, block: int) -> Table:
    """Return a table's cells; a cell that goes on downwards (vMerge) covers all its rows."""
    placed: list[_Open] = []
    open_cells: dict[int, _Open] = {}
    for number, row in enumerate(_children(table, (ROW,))):
        column = _before(row)
        for element in _children(row, (CELL,)):
            width = _width(element)
            above = open_cells.get(column)
            if _goes_on(element) and above and above.last == number - 1:
                above.last = number
            else:
                cell = _Open(
                    _cell_text(element, numbers, Raw("", block, number, column)), number, column, width, number
                )
                placed.append(cell)
                open_cells[column] = cell
            column += width
    cells = (Placed(cell.text, cell.row, cell.column, cell.last - cell.row + 1, cell.width) for cell in placed)
    return table_of(cells, Raw("", block))


@dataclass(slots=True)
class _Open:
    """A cell that may go on in the next row."""

    text: Text
    row: int
    column: int
    width: int
    last: int


def _cell_text(cell: Element, numbers: Numbers, where: Raw) -> Text:
    """Return a cell's paragraphs as lines, those of a table inside it too, each behind its automatic number."""
    value, words, offsets = "", "", list[int]()
    for paragraph in _children_deep(cell):
        if offsets or words or value:
            value, words = value + "\n", words + "\n"
            offsets.append(len(words) - 1)
        number, text = numbers.next(paragraph), _text(paragraph)
        offsets += [len(words)] * len(number) + list(range(len(words), len(words) + len(text)))
        value, words = value + number + text, words + text
    return Text(value, Raw(words, where.block, where.row, where.column), tuple(offsets))


def _children_deep(cell: Element) -> Iterator[Element]:
    """Return all paragraphs of a cell, in order."""
    for child in _children(cell, (PARAGRAPH, TABLE)):
        if child.tag == PARAGRAPH:
            yield child
        else:
            for inner in child.iter(CELL):
                yield from _children(inner, (PARAGRAPH,))


def _before(row: Element) -> int:
    """Return how many columns a row leaves out before its first cell."""
    return _figure(row.find(f"{W}trPr/{W}gridBefore"), 0)


def _width(cell: Element) -> int:
    return _figure(cell.find(f"{W}tcPr/{W}gridSpan"), 1)


def _goes_on(cell: Element) -> bool:
    """Say whether a cell is the lower part of a merged one: a vMerge that does not restart."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val") != "restart"


def _figure(element: Element | None, default: int) -> int:
    value = "" if element is None else element.get(f"{W}val", "")
    return min(int(value[:9]), MOST_COLUMNS) if value.isdecimal() else default
