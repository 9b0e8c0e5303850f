"""A sheet as a Word document: A4 landscape, a table whose heading row is repeated on every page."""

from __future__ import annotations

import io
import re

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from lxml import etree

from graph_query.exports.sheet import Sheet

FONT = "宋体"
A4_LONG, A4_SHORT, MARGIN = 297, 210, 12
TWIPS_PER_MM = 56.7
# What XML can't hold.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def as_word(sheet: Sheet) -> bytes:
    """Return a document: title, table, then each column's meaning and what is to be said; the foot on every page."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(9)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(A4_LONG), Mm(A4_SHORT)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN)
    foot = section.footer.paragraphs[0]
    foot.text = f"{sheet.notes[0]}　第 "
    foot._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"/>'))  # noqa: SLF001 (python-docx has no fields)
    foot.add_run(" 页")
    title = document.add_paragraph().add_run(CONTROL.sub("", sheet.title))
    title.bold, title.font.size = True, Pt(14)
    document.paragraphs[-1]._p.addnext(_table(sheet))  # noqa: SLF001 (python-docx builds large tables by the cell, slowly)
    document.add_paragraph()
    for label, definition, _ in sheet.columns:
        document.add_paragraph(f"{label}：{definition}。")
    for note in sheet.notes:
        document.add_paragraph(CONTROL.sub("", note))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _table(sheet: Sheet) -> etree._Element:
    whole = (A4_LONG - 2 * MARGIN) * TWIPS_PER_MM
    share = whole / sum(width for _, _, width in sheet.columns)
    widths = [int(width * share) for _, _, width in sheet.columns]
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="808890"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    table = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{int(whole)}" w:type="dxa"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid></w:tbl>"
    )
    table.append(_row([label for label, _, _ in sheet.columns], widths, head=True))
    for row in sheet.rows:
        table.append(_row(["" if value is None else str(value) for value in row], widths, head=False))
    return table


def _row(values: list[str], widths: list[int], *, head: bool) -> etree._Element:
    row = OxmlElement("w:tr")
    properties = OxmlElement("w:trPr")
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))
    row.append(properties)
    for value, width in zip(values, widths, strict=True):
        cell = parse_xml(
            f'<w:tc {nsdecls("w")}><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p>'
            f'<w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr><w:r>'
            f'<w:rPr>{"<w:b/>" if head else ""}<w:sz w:val="16"/></w:rPr><w:t xml:space="preserve"/></w:r></w:p></w:tc>'
        )
        cell.find(f".//{qn('w:t')}").text = CONTROL.sub("", value)
        row.append(cell)
    return row
