"""Saved web pages (.html, .mhtml): the article's paragraphs and tables, in order."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

from lxml import etree, html
from lxml.html import HtmlElement

from graph_build.errors import FileUnreadable
from graph_build.files import document, format_of, read_bytes
from graph_build.model import Block, Document, Paragraph, Table
from graph_build.readers.parts.article import article, heads_tasks, rows_of
from graph_build.readers.parts.decoding import BROKEN, decode, note_broken
from graph_build.readers.parts.div_tables import as_tables
from graph_build.readers.parts.fields import fields_as_words
from graph_build.readers.parts.grid import Placed, table_of, too_large
from graph_build.readers.parts.html_words import level_of, number_of, style_sheet, without_unread
from graph_build.readers.parts.passed import Passed
from graph_build.readers.parts.pictures import doubt_pictures
from graph_build.sandbox.limits import LARGEST_PAGE, MEGABYTE, MOST_POSITIONS
from graph_build.spans import Raw, Text
from graph_build.values.headings import rank_of

SUFFIXES = (".html", ".htm", ".mhtml", ".mht")
DECLARED = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
INLINE = {
    "a", "abbr", "b", "big", "cite", "code", "del", "em", "font", "i", "ins", "label", "mark", "o:p", "q", "s",
    "small", "span", "st1:chsdate", "strong", "sub", "sup", "u", "ucaptitle", "ucapcontent", "img",
}  # fmt: skip
WHITE = re.compile(r"[ \t\r\n\f]+")
LONGEST_NAMES = 100
# HTML's own bounds (WHATWG HTML, 4.9.11).
MOST_COLUMNS, MOST_ROWS = 1000, 65534


def read(path: Path) -> Document:
    """Read a saved page; a paragraph, a line of it, or a table of data is a block. Layout tables are opened.

    Raises FileUnreadable where it is empty, too large or no page.
    """
    data = read_bytes(path)
    if kind := format_of(data):
        raise FileUnreadable(f"扩展名是 {path.suffix}，看内容是{kind}文件。请改正扩展名后重试。")
    if len(data) > LARGEST_PAGE:
        raise FileUnreadable(f"网页超过 {LARGEST_PAGE // MEGABYTE} MB，没有读。请只保存正文。")
    page, declared = (data, None) if path.suffix.lower() in (".html", ".htm") else _of_mhtml(data)
    found = DECLARED.search(page[:4096])
    content = decode(page, declared or (found[1].decode("ascii") if found else None))
    passed = Passed()
    note_broken(content.split("\n"), passed, "源文件第 {} 行")
    content = BROKEN.sub("", content)
    try:
        # A declaration of an encoding inside a str is refused by lxml.
        root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", content).encode(), parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise FileUnreadable("不是网页，或没有内容。请重新保存网页。") from error
    _refuse_frames(root)
    # Twice: labels and their fields make no table, and tables of other elements hold fields too.
    fields_as_words(root, passed)
    as_tables(root, passed)
    fields_as_words(root, passed)
    blocks = _Blocks(passed)
    sheet = style_sheet(root)
    body = without_unread(article(root, passed), sheet, passed)
    doubt_pictures(body, passed)
    blocks.add(body)
    return document(path, data, blocks.found, passed.notes, passed.doubts)


def _refuse_frames(root: HtmlElement) -> None:
    """Raise FileUnreadable where a page holds only frames: its words stand in other files."""
    sources = [frame.get("src") or "" for frame in root.iter("frame", "iframe")]
    bodies = (body for body in root.iter("body") if not any(body.iterancestors("noframes")))
    words = "".join(text for body in bodies for text in body.itertext())
    if sources and (next(root.iter("frameset"), None) is not None or not words.strip()):
        named = "、".join(dict.fromkeys(filter(None, sources))) or "没有写明"
        raise FileUnreadable(f"这个网页只有框架，正文在别的文件里（{named[:LONGEST_NAMES]}）。请给出框架里的那个网页。")


def _parser() -> html.HTMLParser:
    # Without huge_tree, what is nested too deep would be left out silently.
    return html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)


def _of_mhtml(data: bytes) -> tuple[bytes, str | None]:
    """Return the page of a web archive (RFC 2557), and its encoding."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html" and isinstance(part, EmailMessage):
            payload = part.get_payload(decode=True)
            return (payload if isinstance(payload, bytes) else b""), part.get_content_charset()
    raise FileUnreadable("存档里没有网页。请重新保存为 html。")


class _Blocks:
    """The blocks of an article."""

    def __init__(self, passed: Passed) -> None:
        self.found: list[Block] = []
        self.passed = passed

    def add(self, element: HtmlElement) -> None:
        """Add what stands in an element, in order."""
        if element.tag == "table" and _is_data(element):
            self.found.append(self._table(element))
            return
        if element.tag == "pre" and not _holds_block(element):
            self._lines_of(element)
            return
        words, level = "", level_of(element)
        for piece in _pieces(element):
            if isinstance(piece, str):
                words += WHITE.sub(" ", piece)
            elif piece is None:
                words += "\n"
            else:
                self._paragraphs(words, level)
                words = ""
                before = len(self.found)
                self.add(piece)
                if piece.tag == "li" and element.tag == "ol":
                    self._number(before, number_of(piece))
        self._paragraphs(words, level)

    def _lines_of(self, element: HtmlElement) -> None:
        """Add the lines of words that stand as they were typed, each as a block of lines."""
        words = "".join("\n" if piece is None else str(piece) for piece in _pieces(element))
        for line in words.strip("\n").split("\n"):
            self.found.append(Paragraph(Text.whole(Raw(line, len(self.found), lines=True))))

    def _number(self, block: int, number: str) -> None:
        """Put the number that a list shows in front of a paragraph; it has no place of its own in the raw text."""
        paragraph = self.found[block] if block < len(self.found) else None
        if isinstance(paragraph, Paragraph) and rank_of(paragraph.text.value.strip()) is None:
            text = paragraph.text
            offsets = (*(0 for _ in number), *text.offsets)
            self.found[block] = replace(paragraph, text=Text(number + text.value, text.raw, offsets))

    def _paragraphs(self, words: str, level: int | None) -> None:
        """Add the paragraphs of words with line breaks."""
        lines: list[str] = []
        for line in words.split("\n"):
            if lines and _goes_on(lines[-1], line):
                lines[-1] += f"\n{line}"
            else:
                lines.append(line)
        for line in lines:
            self._paragraph(line, level)

    def _paragraph(self, words: str, level: int | None) -> None:
        text = words.strip(" \n")
        if text.strip():
            self.found.append(Paragraph(Text.whole(Raw(text, len(self.found))), level))

    def _table(self, table: HtmlElement) -> Table:
        """Return a table's cells where rowspan and colspan put them (WHATWG HTML, 4.9.12)."""
        placed: list[Placed] = []
        taken: set[tuple[int, int]] = set()
        rows = rows_of(table)
        most = max(map(_width, rows))
        for number, row in enumerate(rows):
            column = 0
            above = sum((number, n) in taken for n in range(most))
            if above and above + _width(row) > most:
                self._end_above(number, placed, taken, full=_width(row) == most)
            if len(taken) > MOST_POSITIONS:
                raise too_large()
            for cell in row.iterchildren("td", "th"):
                while (number, column) in taken:
                    column += 1
                width = _span(cell, "colspan", MOST_COLUMNS)
                height = min(_span(cell, "rowspan", MOST_ROWS), len(rows) - number)
                text = Text.whole(Raw(_lines(cell), len(self.found), number, column))
                placed.append(Placed(text, number, column, height, width))
                taken |= {(r, c) for r in range(number, number + height) for c in range(column, column + width)}
                column += width
        return table_of(placed, Raw("", len(self.found)))

    def _end_above(self, row: int, placed: list[Placed], taken: set[tuple[int, int]], *, full: bool) -> None:
        """End cells that reach down into a row that is full without them; doubt a row that has too many cells."""
        place = f"第 {len(self.found) + 1} 段表格第 {row + 1} 行"
        if not full:
            self.passed.doubt("有 {n} 行的单元格多于栏目，可能读错", place)
            return
        self.passed.left_out("有 {n} 行的合并格写得过长，按本行的单元格读", place)
        for n, one in enumerate(placed):
            placed[n] = replace(one, rows=min(one.rows, row - one.row))
        taken.difference_update([place for place in taken if place[0] >= row])


def _width(row: HtmlElement) -> int:
    return sum(_span(cell, "colspan", MOST_COLUMNS) for cell in row.iterchildren("td", "th"))


def _pieces(element: HtmlElement) -> Iterator[str | HtmlElement | None]:
    """Return an element's words, the block-level elements in it, and None for a line break."""
    yield element.text or ""
    for child in element:
        if child.tag == "br":
            yield None
        elif child.tag in INLINE and not _holds_block(child):
            yield from _pieces(child)
        else:
            yield child
        yield child.tail or ""


def _goes_on(before: str, line: str) -> bool:
    """Say whether a line goes on with the one before it: that does not end a sentence, or has a bracket open."""
    if not before.strip() or not line.strip():
        return False
    if before.count("（") > before.count("）") or before.count("〔") > before.count("〕"):
        return True
    new = line.startswith(("\u3000", "\xa0\xa0", "    ")) or rank_of(line.strip()) is not None
    return not new and not before.rstrip().endswith(("。", "；", "：", "！", "？", "）", "〕", "】"))


def _holds_block(element: HtmlElement) -> bool:
    return any(child.tag not in INLINE and child.tag != "br" for child in element.iterdescendants())


def _is_data(table: HtmlElement) -> bool:
    """Say whether a table holds data, and does not lay a page out: it heads tasks, or has rows, columns, no table."""
    if heads_tasks(table):
        return True
    rows = rows_of(table)
    nested = any(inner is not table for inner in table.iter("table"))
    headed = any(True for _ in table.iter("h1", "h2", "h3"))
    return not nested and not headed and len(rows) > 1 and any(len(row) > 1 for row in rows)


def _span(cell: HtmlElement, name: str, most: int) -> int:
    value = (cell.get(name) or "").strip()
    return max(1, min(int(value[:9]), most)) if value.isdecimal() else 1


def _item_number(element: HtmlElement) -> str:
    """Return the number that a list in a cell shows in front of an item, where its words have none."""
    listed = element.tag == "li" and element.getparent().tag == "ol" and element.text_content().strip()
    return number_of(element) if listed and rank_of(element.text_content().strip()) is None else ""


def _lines(cell: HtmlElement) -> str:
    """Return a cell's words; line breaks and the ends of paragraphs are line breaks."""
    lines = [""]
    for piece in _pieces(cell):
        if isinstance(piece, str):
            lines[-1] += WHITE.sub(" ", piece)
        else:
            lines += [_item_number(piece) + _lines(piece), ""] if piece is not None else [""]
    return "\n".join(text for line in lines if (text := line.strip(" \n")))
