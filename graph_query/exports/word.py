"""A paper as a Word document: A4 across, headings repeated on every page, and a bookmark at each task's row."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as Written
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from graph_query.exports.paper import (
    A4_LONG,
    A4_SHORT,
    BODY,
    FONTS,
    HEADS,
    MARGIN,
    TEXT,
    TITLE,
    WIDTH,
    Column,
    Heading,
    Paper,
    Row,
    Table,
    lines_of_row,
    words_of,
)

TWIPS_PER_MM = 56.7
# Millimetres above and below what is printed, and of the footer from the edge.
ABOVE, BELOW, FOOTER = 11, 14, 5
# A page holds no row of more lines: it goes on over the page.
MOST_LINES = 36
# What XML can't hold.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:color="404040"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
# The room of a cell around its text, in twentieths of a point.
AROUND = "".join(f'<w:{side} w:w="{w}" w:type="dxa"/>' for side, w in (("left", 70), ("right", 70)))
# No space between Chinese letters and digits: dates stay in one line.
CLOSE = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="{}"/>'


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph looks; `pitch` is from line to line in points: the fonts of offices differ in height."""

    font: str = BODY
    size: float = TEXT
    align: str = "left"
    pitch: float = 13
    before: float = 0
    stop: str = ""
    keep: bool = False

    def of(self, runs: str) -> str:
        """Return a paragraph of runs."""
        keep = "<w:keepNext/>" if self.keep else ""
        spacing = f'<w:spacing w:before="{self.before * 20:.0f}" w:after="0" w:line="{self.pitch * 20:.0f}"'
        layout = f'{keep}{self.stop}{CLOSE}{spacing} w:lineRule="exact"/><w:jc w:val="{self.align}"/>'
        return f"<w:p><w:pPr>{layout}</w:pPr>{runs}</w:p>"

    def run(self, words: str) -> str:
        """Return words as a run."""
        lines = "<w:br/>".join(
            f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in CONTROL.sub("", words).split("\n")
        )
        return f"<w:r><w:rPr>{self.face}</w:rPr>{lines}</w:r>"

    def field(self, name: str) -> str:
        """Return a field, such as the number of the page."""
        return f'<w:fldSimple w:instr="{name}">{self.run("1")}</w:fldSimple>'

    @property
    def face(self) -> str:
        """Its font and size, as properties of a run."""
        size = f'<w:sz w:val="{self.size * 2:.0f}"/><w:szCs w:val="{self.size * 2:.0f}"/>'
        fonts = "".join(f' w:{letters}="{self.font}"' for letters in ("ascii", "hAnsi", "eastAsia", "cs"))
        return f'<w:rFonts{fonts} w:hint="eastAsia"/>{size}'


TEXTS, CENTRED = Style(), Style(align="center")
LABELS, ACROSS = Style(HEADS, align="center", keep=True), Style(HEADS, keep=True, pitch=16)
NAME = Style(TITLE, 18, "center", pitch=28)
UNDER, NOTE = Style(pitch=18, keep=True), Style(pitch=15, keep=True)
BEHIND = Style(HEADS, 12, pitch=20, before=8, keep=True)
RIGHT = f'<w:tabs><w:tab w:val="right" w:pos="{WIDTH * TWIPS_PER_MM:.0f}"/></w:tabs>'
PAGES, FOOT = Style(size=9, pitch=12, before=2, stop=RIGHT), Style(size=8, pitch=10)
TO_THE_RIGHT = "<w:r><w:tab/></w:r>"


def as_word(paper: Paper) -> bytes:
    """Return a document: title, table, what is to be said of it, sources; the foot and n of m on every page."""
    document = Document()
    _lay_out(document, paper)
    document.core_properties.title, document.core_properties.author = CONTROL.sub("", paper.title), ""
    body = document.element.body
    for part in _parts(paper):
        body.insert(len(body) - 1, parse_xml(part.replace(">", f" {nsdecls('w')}>", 1)))  # the layout stands last
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def bookmark_of(address: str) -> str:
    """Return the name of the bookmark at a task's row: Word takes 40 letters, digits and underscores.

    >>> bookmark_of("https://w3id.org/zeren/id/task/xiamen-2022/f70c17f6a7d3")
    'task_51b1f7632f5e782e1895eca3'
    """
    return f"task_{sha256(address.encode()).hexdigest()[:24]}"


def _lay_out(document: Written, paper: Paper) -> None:
    """Set fonts, page and footer."""
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.FONT_TABLE:
            relation.target_part._blob = _font_table()  # noqa: SLF001 (python-docx has no other way to it)
    face = document.styles.element.find("{*}docDefaults/{*}rPrDefault/{*}rPr")
    face.clear()
    words = f"<w:rPr {nsdecls('w')}>{TEXTS.face}<w:lang w:val='en-US' w:eastAsia='zh-CN'/></w:rPr>"
    face.extend(parse_xml(words))
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(A4_LONG), Mm(A4_SHORT)
    section.left_margin = section.right_margin = Mm(MARGIN)
    section.top_margin, section.bottom_margin, section.footer_distance = Mm(ABOVE), Mm(BELOW), Mm(FOOTER)
    n_of_m = PAGES.run("第 "), PAGES.field("PAGE"), PAGES.run(" 页　共 "), PAGES.field("NUMPAGES"), PAGES.run(" 页")
    pages = PAGES.run(paper.mark), TO_THE_RIGHT, *n_of_m
    first = section.footer.paragraphs[0]._p  # noqa: SLF001 (python-docx has no fields)
    for words in (PAGES.of("".join(pages)), FOOT.of(FOOT.run(paper.notes[0]))):
        first.addprevious(parse_xml(words.replace(">", f" {nsdecls('w')}>", 1)))
    first.getparent().remove(first)


def _font_table() -> bytes:
    """Return which fonts stand in for those that an office may not have."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for name, others in FONTS.items()
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{fonts}</w:fonts>'.encode()


def _parts(paper: Paper) -> Iterator[str]:
    """Yield the paragraphs and tables of a paper."""
    yield NAME.of(NAME.run(paper.title))
    yield from (UNDER.of(UNDER.run(line)) for line in paper.under)
    yield _table(paper.table)
    said = [*paper.behind_notes, "".join(paper.notes[1:])]
    if paper.behind:
        yield BEHIND.of(BEHIND.run("附：出处与依据"))
    yield from (NOTE.of(NOTE.run(line)) for line in said)
    if paper.behind:
        yield _table(paper.behind)
        # Word wants a paragraph behind a table.
        yield FOOT.of("")


def _table(table: Table) -> str:
    grid = "".join(f'<w:gridCol w:w="{_twips(column.width)}"/>' for column in table.columns)
    layout = (
        f'<w:tblW w:w="{_twips(WIDTH)}" w:type="dxa"/><w:tblBorders>{BORDERS}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{AROUND}</w:tblCellMar>'
    )
    rows = "".join(_rows(table))
    return f"<w:tbl><w:tblPr>{layout}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _rows(table: Table) -> Iterator[str]:
    labels = (_cell(LABELS.of(LABELS.run(column.label)), column.width, "E7ECF1") for column in table.columns)
    yield _row(labels, "<w:cantSplit/><w:tblHeader/>")
    for number, line in enumerate(table.lines()):
        if isinstance(line, Heading):
            across = ACROSS.of(ACROSS.run(line.words))
            yield _row([_cell(across, WIDTH, "F4F4F4", len(table.columns))], "<w:cantSplit/>")
        else:
            whole = "<w:cantSplit/>" if lines_of_row(line, table) <= MOST_LINES else ""
            yield _row(_cells(line, table.columns, number), whole)


def _cells(row: Row, columns: Iterable[Column], number: int) -> Iterator[str]:
    """Yield the cells of a row; the first has the bookmark of its task."""
    for place, (cell, column) in enumerate(zip(row.cells, columns, strict=True)):
        style = CENTRED if column.centred else TEXTS
        runs = style.run(words_of(cell))
        if row.address and not place:
            mark = f'w:id="{number}"'
            runs = f'<w:bookmarkStart {mark} w:name="{bookmark_of(row.address)}"/>{runs}<w:bookmarkEnd {mark}/>'
        yield _cell(style.of(runs), column.width)


def _row(cells: Iterable[str], properties: str) -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(paragraph: str, width: int, fill: str = "", span: int = 1) -> str:
    over = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    shade = SHADE.format(fill) if fill else ""
    layout = f'<w:tcW w:w="{_twips(width)}" w:type="dxa"/>{over}{shade}<w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{layout}</w:tcPr>{paragraph}</w:tc>"


def _twips(width: float) -> int:
    return int(width * TWIPS_PER_MM)
