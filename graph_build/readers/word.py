"""Word files (.docx): paragraphs and tables in order, merged cells as the file states them, automatic numbers.

Text boxes follow the paragraph that they hang on, footnotes that assign the document's end.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from lxml import etree
from lxml.etree import _Element as Element

from graph_build.errors import FileUnreadable
from graph_build.files import check_kind, document, read_bytes, shown
from graph_build.model import Block, Document, Paragraph, Table
from graph_build.readers.parts.cut_rows import with_whole_rows
from graph_build.readers.parts.grid import Placed, table_of
from graph_build.readers.parts.passed import Passed, literal
from graph_build.readers.parts.word_cells import before, goes_on, goes_on_sideways, slivers, width_of
from graph_build.readers.parts.word_headings import Headings
from graph_build.readers.parts.word_numbers import Numbers, W
from graph_build.readers.parts.word_package import DAMAGED, XML, usual_package
from graph_build.readers.parts.word_words import (
    BOX,
    CONCEALED,
    DELETED,
    FALLBACK,
    PLACEHOLDER,
    WordReader,
    boxes_in,
    is_on,
    is_placeholder,
    shown_of,
)  # fmt: skip
from graph_build.spans import Raw, Text
from graph_build.values.headings import rank_of
from graph_build.values.roles import has_label, role_at_end

if TYPE_CHECKING:
    import docx.document

SUFFIXES = (".docx", ".docm")
PARAGRAPH, TABLE, ROW, CELL, EMBEDDED = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc", f"{W}altChunk"
# Where no paragraph, row or cell of the place itself stands.
NOT_INSIDE = {f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", BOX, FALLBACK}
SHORTEST_HEADER = 4


def read(path: Path) -> Document:
    """Read a Word file; a paragraph or a table is a block, a soft line break a line break.

    Raises FileUnreadable where it is no Word file, or damaged.
    """
    data = read_bytes(path)
    check_kind(path, data, b"PK\x03\x04")
    word = _opened(usual_package(data))
    reader = _Reader.of(word, shown(path))
    reader.add_header(word)
    reader.add(word.element.body)
    reader.add_footnotes(word)
    return document(path, data, with_whole_rows(reader.blocks), reader.passed.notes, reader.passed.doubts)


def _opened(data: bytes) -> docx.document.Document:
    """Return a document whose parts can be read. Raises FileUnreadable."""
    import docx  # imported late: 0.3 s
    from docx.opc.exceptions import OpcError

    try:
        word = docx.Document(io.BytesIO(data))
        _ = word.element.body, word.styles.element
    except (OpcError, BadZipFile, AttributeError, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise FileUnreadable(DAMAGED) from error
    return word


@dataclass(slots=True)
class _Reader:
    """The blocks of a document, and what of it was passed over."""

    words: WordReader
    numbers: Numbers
    headings: Headings
    passed: Passed
    blocks: list[Block] = field(default_factory=list)

    @classmethod
    def of(cls, word: docx.document.Document, source: str) -> _Reader:
        numbering = next(_parts(word, "numbering"), None)
        passed = Passed()
        styles = word.styles.element
        for control in word.element.body.iter(f"{W}sdt"):
            if is_placeholder(control) and control.find(f"{W}sdtContent/{W}p") is not None:
                passed.left_out(PLACEHOLDER)
        return cls(
            WordReader(source, passed, shown_of(styles)), Numbers.of(numbering, styles), Headings.of(styles), passed
        )

    def add(self, parent: Element) -> None:
        """Add what stands in a body, a box or a cell, in order."""
        for element in _children(parent, (PARAGRAPH, TABLE, EMBEDDED)):
            if element.tag == EMBEDDED:
                self.passed.doubt("有 {n} 段嵌入的文件没有读")
            elif element.tag == PARAGRAPH:
                self._add_paragraph(element)
            elif _lays_out(element):
                for cell in element.iterfind(f"{W}tr/{W}tc"):
                    self.add(cell)
            else:
                self.blocks.append(self._table(element))
            if element.tag == PARAGRAPH or not _lays_out(element):
                for box in boxes_in(element):
                    self.add(box)

    def _add_paragraph(self, paragraph: Element) -> None:
        at = Raw("", len(self.blocks))
        text = self.words.text(paragraph, at)
        level = self.headings.level_of(paragraph)
        self.blocks.append(Paragraph(_numbered(text, self.numbers.next(paragraph)), level))

    def add_header(self, word: docx.document.Document) -> None:
        """Read the pages' header as paragraphs where the text has no title before its list; else say it is not read."""
        body = (e for e in _children(word.element.body, (PARAGRAPH, TABLE)) if e.tag == TABLE or _has_words(e))
        first = next(body, None)
        headers = list(_parts(word, "header"))
        for mark in (path.get("string") for root in headers for path in root.iter("{*}textpath")):
            self.passed.left_out("有 {n} 处水印没有读", f"“{mark}”")
        lines = [line for root in headers for line in root.iter(PARAGRAPH) if _has_words(line)]
        reader = replace(self.words, passed=Passed())
        texts = {(text := reader.text(line, Raw("", 0))).compact().value: text for line in lines}
        begins = first is not None and (first.tag == TABLE or rank_of(reader.text(first, Raw("", 0)).value) is not None)
        for words, text in texts.items():
            if len(words) < SHORTEST_HEADER or words.isascii():
                continue
            if begins:
                raw = replace(text.raw, block=len(self.blocks))
                self.blocks.append(Paragraph(replace(text, raw=raw)))
            else:
                self.passed.left_out(f"页眉“{literal(words)}”没有收入正文")

    def add_footnotes(self, word: docx.document.Document) -> None:
        """Add footnotes and endnotes that assign, and say of the others, and of comments, that they are not read."""
        for name, kind in (("footnotes", "脚注"), ("endnotes", "尾注"), ("comments", "批注")):
            for paragraph in (line for root in _parts(word, name) for line in root.iter(PARAGRAPH)):
                text = self.words.text(paragraph, Raw("", len(self.blocks)))
                if not text.compact():
                    continue
                if name != "comments" and _assigns(text):
                    self.blocks.append(Paragraph(text))
                else:
                    self.passed.left_out(f"有 {{n}} 条{kind}没有收入正文")

    # Tables

    def _table(self, table: Element) -> Table:
        """Return a table's cells; a cell that goes on downwards (vMerge) covers all its rows."""
        placed: list[_Open] = []
        open_cells: dict[int, _Open] = {}
        block = len(self.blocks)
        for number, row in enumerate(_children(table, (ROW,))):
            read = not self._is_left_out(row, Raw("", block, number, 0))
            column = before(row)
            for element in _children(row, (CELL,)):
                width = width_of(element)
                above = open_cells.get(column)
                merged = element.find(f"{W}tcPr/{W}vMerge") is not None
                if goes_on(element) and above and above.merged and above.last == number - 1:
                    above.last = number
                elif placed and goes_on_sideways(element) and placed[-1].row == number:
                    placed[-1].width += width
                else:
                    at = Raw("", block, number, column)
                    text = self._cell_text(element, at) if read else Text.whole(at)
                    open_cells[column] = _Open(text, number, column, width, number, merged)
                    placed.append(open_cells[column])
                column += width
        out = slivers(table, ((cell.column, cell.column + cell.width) for cell in placed))
        return table_of((cell.placed(out) for cell in placed), Raw("", block))

    def _is_left_out(self, row: Element, at: Raw) -> bool:
        """Say whether a row is deleted or hidden, and note it."""
        properties = row.find(f"{W}trPr")
        for names, kind in ((("del",), DELETED), (("hidden",), CONCEALED)):
            if is_on(properties, names):
                self.passed.left_out(kind.replace("处", "行").replace("的文字", ""), self.words.place(at))
                return True
        return False

    def _cell_text(self, cell: Element, at: Raw) -> Text:
        """Return a cell's paragraphs as lines, those of a table inside it too, each behind its automatic number."""
        deleted = is_on(cell.find(f"{W}tcPr"), ("cellDel",))
        if deleted or any(is_placeholder(parent) for parent in cell.iterancestors(f"{W}sdt")):
            self.passed.left_out(DELETED if deleted else PLACEHOLDER, self.words.place(at))
            return Text.whole(at)
        if next(_children(cell, (TABLE,)), None) is not None:
            self.passed.doubt("有 {n} 格里套着表格，按行读出", self.words.place(at))
        value, words, offsets = "", "", list[int]()
        for n, paragraph in enumerate(_paragraphs_of(cell)):
            if n:
                value, words = value + "\n", words + "\n"
                offsets.append(len(words) - 1)
            text = _numbered(self.words.text(paragraph, at), self.numbers.next(paragraph))
            offsets += [len(words) + offset for offset in text.offsets]
            value, words = value + text.value, words + text.raw.text
        return Text(value, Raw(words, at.block, at.row, at.column), tuple(offsets))


@dataclass(slots=True)
class _Open:
    """A cell that may go on in the next row, where it is one of a merged one's."""

    text: Text
    row: int
    column: int
    width: int
    last: int
    merged: bool

    def placed(self, out: Sequence[int]) -> Placed:
        """Return the cell's place, without the columns that are none."""
        own = sum(column not in out for column in range(self.column, self.column + self.width))
        column = self.column - sum(one < self.column for one in out)
        return Placed(self.text, self.row, column, self.last - self.row + 1, own)


def _parts(word: docx.document.Document, name: str) -> Iterator[Element]:
    """Return the roots of the package's parts of a name: header is header1.xml, header2.xml.

    Raises FileUnreadable where one is damaged.
    """
    for part in sorted(word.part.package.iter_parts(), key=lambda part: str(part.partname)):
        if re.search(rf"/{name}\d*\.xml$", part.partname):
            root: Element | None = getattr(part, "element", None)
            try:
                yield etree.fromstring(part.blob, XML) if root is None else root
            except etree.XMLSyntaxError as error:
                raise FileUnreadable(DAMAGED) from error


def _children(parent: Element, tags: Sequence[str]) -> Iterator[Element]:
    """Return the nearest elements of some kinds below an element, in order."""
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag not in NOT_INSIDE and not (
            is_placeholder(child) and child.find(f"{W}sdtContent/{W}p") is not None
        ):
            yield from _children(child, tags)


def _paragraphs_of(cell: Element) -> Iterator[Element]:
    """Return all paragraphs of a cell, in order."""
    for child in _children(cell, (PARAGRAPH, TABLE)):
        if child.tag == PARAGRAPH:
            yield child
        else:
            for inner in child.iter(CELL):
                yield from _children(inner, (PARAGRAPH,))


def _numbered(text: Text, number: str) -> Text:
    """Return a paragraph's text behind its automatic number, which has no place of its own in the raw text."""
    if not number or (text.raw.text.strip() and not text.value.strip()):  # a number of words that are all struck out
        return text
    return Text(number + text.value, text.raw, (*(0 for _ in number), *text.offsets))


def _has_words(paragraph: Element) -> bool:
    return any((words.text or "").strip() for words in paragraph.iter(f"{W}t"))


def _assigns(text: Text) -> bool:
    """Say whether a footnote says who has which part: a role's label, or a role's word that ends a clause."""
    words = text.compact().value
    return has_label(words) or any(role_at_end(part) for part in words.replace("。", "，").split("，"))


def _lays_out(table: Element) -> bool:
    """Say whether a table only lays out what stands in it: one cell a row, and a table in one of them."""
    rows = [list(_children(row, (CELL,))) for row in _children(table, (ROW,))]
    nested = any(next(_children(cell, (TABLE,)), None) is not None for cells in rows for cell in cells)
    return nested and all(len(cells) == 1 for cells in rows)
