"""Readers: real files of each format, written here by other libraries, read as blocks with places and merges."""

from __future__ import annotations

import io
import shutil
import subprocess
import time
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph
from PIL import Image

from graph_build import readers
from graph_build.errors import FileUnreadable
from graph_build.model import Document, Paragraph, Table
from graph_build.pipeline import extract_json
from graph_build.readers import excel, pdf, text, web, word
from graph_build.reading import read_file
from graph_build.snapshots.originals import RawCell, read_again
from tests.conftest import CASES, require
from tests.reopen import holds

WORDS = "一、公开\n做好㳇水镇公开。（责任单位：县教育局）\n"


def texts(document: Document) -> list[str]:
    return [block.text.value for block in document.blocks if isinstance(block, Paragraph)]


def table(document: Document) -> Table:
    return next(block for block in document.blocks if isinstance(block, Table))


def words(rows: Table) -> list[list[str]]:
    return [[cell.text.value for cell in row] for row in rows.rows]


@pytest.mark.parametrize("reader", readers.READERS, ids=lambda reader: reader.__name__)
def test_every_reader_keeps_the_contract(reader: object, tmp_path: Path) -> None:
    suffixes = reader.SUFFIXES  # type: ignore[attr-defined]
    others = [s for other in readers.READERS if other is not reader for s in other.SUFFIXES]
    assert suffixes
    assert not set(suffixes) & set(others)
    for content in (b"", b"  \r\n\t", b"\x00" * 100):
        path = tmp_path / f"x{suffixes[0]}"
        path.write_bytes(content)
        with pytest.raises(FileUnreadable):
            reader.read(path)  # type: ignore[attr-defined]
        # The file's name is put in front once, for all of them.
        with pytest.raises(FileUnreadable, match=rf"^{path.name}：[^：]+$"):
            read_file(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_texts_in_every_encoding(encoding: str, line_end: str, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes((WORDS * 5).replace("\n", line_end).encode(encoding))
    assert texts(text.read(path)) == (WORDS * 5).split("\n")


def test_big5(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes("關於印發重點任務分工的通知\n（責任單位：縣教育局、縣財政局）\n".encode("big5"))
    assert texts(text.read(path))[1] == "（責任單位：縣教育局、縣財政局）"


def test_a_few_unreadable_bytes_are_told(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes((WORDS * 50).encode() + b"\xff\n")
    assert text.read(path).notes == ("有 1 处字的编码无法识别（第 101 行）",)


def numbered(paragraph: WordParagraph, list_: int, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = list_


def add_list(document: docx.document.Document, levels: list[tuple[str, str]]) -> int:
    """Add a numbering definition; return its id."""
    root = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "77")
    for n, (form, shown) in enumerate(levels):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(n))
        for tag, value in (("w:start", "1"), ("w:numFmt", form), ("w:lvlText", shown)):
            child = OxmlElement(tag)
            child.set(qn("w:val"), value)
            level.append(child)
        abstract.append(level)
    root.insert(0, abstract)
    number = root.add_num(77)
    return int(number.numId)


def test_word_numbers_paragraphs_by_itself(tmp_path: Path) -> None:
    document = docx.Document()
    list_ = add_list(document, [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")])
    for level, words in ((0, "甲"), (1, "乙"), (2, "丙"), (2, "丁"), (1, "戊"), (2, "己"), (0, "庚")):
        numbered(document.add_paragraph(words), list_, level)
    document.save(str(tmp_path / "x.docx"))
    read = word.read(tmp_path / "x.docx")
    assert texts(read) == ["一、甲", "（一）乙", "1.丙", "2.丁", "（二）戊", "1.己", "二、庚"]
    block = read.blocks[2]
    assert isinstance(block, Paragraph)
    assert (block.text.span().exact, block.text.raw.text) == ("丙", "丙")


def test_word_keeps_breaks_and_leaves_out_what_is_struck(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("甲")
    paragraph.add_run().add_break()
    paragraph.add_run("乙")
    struck = OxmlElement("w:del")
    struck.append(paragraph.add_run("删")._r)
    paragraph._p.append(struck)
    inserted = OxmlElement("w:ins")
    inserted.append(paragraph.add_run("增")._r)
    paragraph._p.append(inserted)
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    content.append(document.add_paragraph("丙")._p)
    control.append(content)
    document.element.body.insert(1, control)
    document.save(str(tmp_path / "x.docx"))
    assert texts(word.read(tmp_path / "x.docx")) == ["甲\n乙增", "丙"]


def test_word_states_merges(tmp_path: Path) -> None:
    document = docx.Document()
    cells = document.add_table(4, 3)
    for row in range(4):
        for column in range(3):
            cells.cell(row, column).text = f"{row}{column}"
    cells.cell(1, 2).merge(cells.cell(3, 2)).text = "县教育局"
    cells.cell(0, 0).merge(cells.cell(0, 2)).text = "标题"
    document.save(str(tmp_path / "x.docx"))
    found = table(word.read(tmp_path / "x.docx"))
    assert found.merges == "stated"
    assert words(found) == [["标题"] * 3, ["10", "11", "县教育局"], ["20", "21", "县教育局"], ["30", "31", "县教育局"]]
    assert found.rows[1][2] is found.rows[3][2]
    assert found.rows[0][0] is found.rows[0][2]


def test_excel_reads_what_is_shown(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([1, 2.0, 0.5, date(2025, 5, 9), date(2025, 5, 9), "=1+1", True, "a\r\nb"])
    for cell, form in (("C1", "0%"), ("D1", 'yyyy"年"m"月"d"日"'), ("E1", "yyyy/mm/dd")):
        sheet[cell].number_format = form
    sheet["B3"] = "合并"
    sheet.merge_cells("B3:C5")
    book.create_sheet("旧表").sheet_state = "hidden"
    book.save(tmp_path / "x.xlsx")
    read = excel.read(tmp_path / "x.xlsx")
    rows = words(table(read))
    assert rows[0] == ["1", "2", "50%", "2025年5月9日", "2025/05/09", "", "True", "a\nb"]
    assert rows[4][1:3] == ["合并", "合并"]
    assert read.notes == ("工作表“旧表”是隐藏的，没有读",)
    assert read.doubts == ("有 1 个单元格的公式没有保存的值（工作表“Sheet”第 1 行）",)
    assert table(read).rows[2][1].text.span().sheet == sheet.title


HEADING = ["序号", "工作任务", "牵头单位", "完成时限"]
FAR = {
    "a space": {"XFD1048576": " "},
    "a line break and a full-width space": {"A900000": "\n", "ZZ3": "　"},
    "only a format": {"XFD1048576": None},
    "a merge of nothing": {"AA9000:AC9001": None},
    "a merge of spaces": {"AA9000:AC9001": " "},
    "a title over a whole row": {"A1:XFD1": "任务分解表"},
    "words": {"AZ3": "x", "A5000": "x"},
    "words in the last column and row": {"XFD4": "x", "B1048576": "x"},
}


@pytest.mark.parametrize("far", FAR.values(), ids=FAR)
def test_a_stray_cell_does_not_widen_a_sheet(far: dict[str, str | None], tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["任务分解表"], HEADING, *([n, f"做好第{n}件事。", "县教育局", "2026年6月底前"] for n in range(1, 21))):
        sheet.append(row)
    for place, value in far.items():
        first = sheet[place.partition(":")[0]]
        first.value, first.number_format = value, "0%"
        if ":" in place:
            sheet.merge_cells(place)
    book.save(tmp_path / "x.xlsx")
    start = time.process_time()
    read = excel.read(tmp_path / "x.xlsx")
    assert time.process_time() - start < 5
    assert [cell.row for cell in (row[1] for row in table(read).rows) if "件事" in cell.text.value] == [*range(2, 22)]
    assert sum(len(row) for row in table(read).rows) < 4000
    extracted = extract_json(tmp_path / "x.xlsx", spans=True)
    assert [task["text"] for task in extracted["tasks"]] == [f"做好第{n}件事。" for n in range(1, 21)]
    spans = [span for task in extracted["tasks"] for span in task["spans"]["text"]]
    assert len(spans) == 20
    assert all(holds(tmp_path / "x.xlsx", span) for span in spans)


def test_a_row_is_found_again_by_its_number_though_far_ones_are_left_out(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"], book.active["A500"] = "一", "二"
    book.save(tmp_path / "x.xlsx")
    (rows,) = read_again(tmp_path / "x.xlsx").blocks
    assert isinstance(rows, dict)
    assert (rows[0], rows[499]) == ((RawCell(0, 0, "一"),), (RawCell(499, 0, "二"),))


PAGE = """<html><head><title>x</title><meta charset={charset}></head><body>
<div class="nav"><a>首页</a> <a>公开</a></div><script>document.write("责任单位：")</script>
<h1>2024年任务分工</h1><p>关于&ldquo;公开&rdquo;&mdash;㳇水<br>分工</p>
<table><tr><th rowspan=2>序号</th><th colspan=2>分工</th></tr><tr><td>牵头单位</td><td>配合<br>单位</td></tr>
<tr><td>1</td><td><p>县教育局</p><p>县财政局</p></td><td>—</td></tr></table>
<div>版权所有：某县人民政府 ICP备00000号</div></body></html>"""


@pytest.mark.parametrize(
    ("charset", "encoding"), [("utf-8", "utf-8"), ("gb2312", "gb18030"), ("gbk", "gb18030"), ("utf-8", "gb18030")]
)
def test_a_page_is_its_article(charset: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "x.html"
    path.write_bytes(PAGE.format(charset=charset).encode(encoding))
    read = web.read(path)
    assert texts(read) == ["2024年任务分工", "关于“公开”—㳇水\n分工"]
    assert words(table(read)) == [
        ["序号", "分工", "分工"], ["序号", "牵头单位", "配合\n单位"], ["1", "县教育局\n县财政局", "—"],
    ]  # fmt: skip


def test_a_web_archive(tmp_path: Path) -> None:
    path = tmp_path / "x.mhtml"
    head = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="B"\n\n--B\n'
    part = "Content-Type: text/html; charset=gb2312\nContent-Transfer-Encoding: 8bit\n\n"
    path.write_bytes((head + part).encode() + PAGE.format(charset="gb2312").encode("gb18030") + b"\n--B--\n")
    assert texts(web.read(path)) == ["2024年任务分工", "关于“公开”—㳇水\n分工"]


def test_a_scanned_pdf_is_named_as_such(tmp_path: Path) -> None:
    Image.new("RGB", (200, 200)).save(tmp_path / "x.pdf")
    with pytest.raises(FileUnreadable, match="扫描件"):
        pdf.read(tmp_path / "x.pdf")


def test_pages_of_a_pdf() -> None:
    read = pdf.read(CASES / "pdf-long-table" / "source.pdf")
    rows = table(read).rows
    cell = next(cell for row in rows for cell in row if cell.text.raw.turns)
    turn = cell.text.raw.turns[0]
    first, second = cell.text.raw.span(0, 1), cell.text.raw.span(turn, turn + 2)
    assert (first.page or 0) + 1 == second.page
    assert not any("序号" in row[0].text.value for row in rows[1:])


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of LibreOffice's own settings, which it makes when it is first started."""
    return tmp_path_factory.mktemp("office")


@pytest.mark.parametrize(
    ("case", "suffix"),
    [("word-merged", s) for s in (".doc", ".rtf", ".odt", ".wps")] + [("sheet-merged", s) for s in (".xls", ".ods")],
)
def test_old_formats_are_converted(case: str, suffix: str, office: Path, tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        require("office", "there is no soffice on the PATH: run scripts/install-system")
        raise AssertionError
    source = next((CASES / case).glob("source.*"))
    path = tmp_path / f"list{suffix}"
    made = office / f"source{'.doc' if suffix == '.wps' else suffix}"  # WPS writes what Word 97 did
    if not made.exists():
        profile = f"-env:UserInstallation={(office / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", made.suffix[1:], "--outdir", str(office)]
        subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=60)
    shutil.copy(made, path)
    result = extract_json(path)
    assert (result["slug"], result["source"]) == ("list", path.name)
    assert result["tasks"] == extract_json(source)["tasks"]


def test_without_libreoffice_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "list.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FileUnreadable, match=r"读 \.doc 需要 LibreOffice"):
        readers.read(path)


def test_a_document_that_changes_its_name_is_read_by_its_name_alone(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    for suffix in (".pdf", ".txt", ".html"):
        path = tmp_path / f"x{suffix}"
        path.write_bytes(buffer.getvalue())
        with pytest.raises(FileUnreadable, match="扩展名"):
            readers.read(path)
