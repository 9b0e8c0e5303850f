"""No trait of a file is misread in silence: what is left out is said, what could be wrong is doubted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from graph_build.pipeline import extract_json
from graph_build.stages import STAGES, begin
from tests.printing import Sheet, write

HEADING = ("序号", "工作任务", "牵头单位", "责任单位", "完成时限")
ROWS = (
    ("1", "更新公开目录，每季度核对一次。", "县政府办公室", "县财政局、县教育局", "6月30日前"),
    ("2", "公布办事指南，完善查询功能。", "县民政局", "县司法局", "7月31日前"),
    ("3", "开展政策宣讲，编印解读手册。", "县教育局", "各乡镇人民政府", "9月底前"),
    ("4", "排查网站错漏信息并整改。", "县司法局", "县财政局、县民政局", "10月31日前"),
)
TITLE = "某县2024年重点任务分工表"
WORD = docx.document.Document


def word_table(document: Any, rows: tuple[tuple[str, ...], ...]) -> Any:
    table = document.add_table(len(rows), len(rows[0]))
    for row, words in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    return table


def word(change: Callable[[WORD, Any], None], path: Path) -> dict[str, Any]:
    """Return the reading of a Word file with one table of tasks, changed."""
    document = docx.Document()
    document.add_paragraph(TITLE)
    change(document, word_table(document, (HEADING, *ROWS)))
    document.save(str(path / "x.docx"))
    return extract_json(path / "x.docx")


def run_with(cell: Any, words: str, mark: str) -> None:
    run = cell.paragraphs[0].add_run(words)
    run._r.get_or_add_rPr().append(OxmlElement(mark))


def named(result: dict[str, Any]) -> list[list[str]]:
    return [[*task["lead"], *task["responsible"]] for task in result["tasks"]]


def as_read() -> list[list[str]]:
    return [[lead, *others.split("、")] for _, _, lead, others, _ in ROWS]


def sure(result: dict[str, Any], reason: str) -> None:
    """Check that the four tasks are read, sure, and that something is said."""
    assert named(result) == as_read()
    assert result["sureness"] > 0.8, result["reasons"]
    assert any(reason in line for line in result["reasons"]), result["reasons"]


def doubted(result: dict[str, Any], reason: str) -> None:
    assert result["sureness"] <= 0.8
    assert any(reason in line for line in result["reasons"]), result["reasons"]


@pytest.mark.parametrize(
    ("mark", "reason"), [("w:strike", "划去的文字没有读（第 2 段表格第 2 行）"), ("w:vanish", "隐藏的文字没有读")]
)
def test_words_that_word_strikes_out_or_hides(mark: str, reason: str, tmp_path: Path) -> None:
    sure(word(lambda _, table: run_with(table.cell(1, 3), "、县民政局", mark), tmp_path), reason)


def test_words_whose_style_hides_them(tmp_path: Path) -> None:
    def change(document: WORD, table: Any) -> None:
        style = document.styles.add_style("不显示", 2)
        style.font.hidden = True
        table.cell(1, 3).paragraphs[0].add_run("、县民政局", "不显示")

    sure(word(change, tmp_path), "隐藏的文字没有读")


@pytest.mark.parametrize(("mark", "reason"), [("w:del", "行修订中删去"), ("w:hidden", "行隐藏")])
def test_rows_that_word_deletes_or_hides(mark: str, reason: str, tmp_path: Path) -> None:
    def change(_: WORD, table: Any) -> None:
        for cell, text in zip(
            table.add_row().cells, ("5", "旧的任务。", "县民政局", "县司法局", "年底前"), strict=True
        ):
            cell.text = text
        table.rows[-1]._tr.get_or_add_trPr().append(OxmlElement(mark))

    sure(word(change, tmp_path), reason)


def test_what_is_struck_out_stands_in_the_account(tmp_path: Path) -> None:
    word(lambda _, table: run_with(table.cell(1, 3), "、县民政局", "w:strike"), tmp_path)
    passage = begin(tmp_path / "x.docx")
    for stage in STAGES:
        passage = stage.run(passage)
    assert passage.task_list is not None
    assert [line.span.exact for line in passage.task_list.account if line.fate == "left_out"] == ["、县民政局"]


def test_a_placeholder_is_no_text(tmp_path: Path) -> None:
    control = "<w:sdt %s><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>%s</w:sdtContent></w:sdt>"
    run = "<w:r><w:t>、县档案局</w:t></w:r>"

    def change(document: WORD, table: Any) -> None:
        table.cell(1, 3).paragraphs[0]._p.append(parse_xml(control % (nsdecls("w"), run)))
        document.element.body.insert(2, parse_xml(control % (nsdecls("w"), f"<w:p>{run}</w:p>")))

    sure(word(change, tmp_path), "有 2 处占位文字没有读")


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>5.做好档案移交。（责任单位：县档案局）</w:t></w:r></w:p></w:txbxContent>"
    shape = (
        f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent>'
        f"<mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback><v:textbox>{box}</v:textbox></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    result = word(lambda document, _: document.add_paragraph()._p.append(parse_xml(shape)), tmp_path)
    assert named(result) == [*as_read(), ["县档案局"]]


def test_a_task_table_inside_a_layout_table(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(TITLE)
    word_table(document.add_table(1, 1).cell(0, 0), (HEADING, *ROWS))
    document.save(str(tmp_path / "x.docx"))
    assert named(extract_json(tmp_path / "x.docx")) == as_read()


def test_a_title_in_the_page_header(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = TITLE
    word_table(document, (HEADING, *ROWS))
    document.save(str(tmp_path / "x.docx"))
    assert extract_json(tmp_path / "x.docx")["title"] == TITLE


def test_merged_cells_without_a_first_one(tmp_path: Path) -> None:
    def change(_: WORD, table: Any) -> None:
        table.cell(3, 2).text = ""
        for cell in [table.cell(row, 2) for row in (2, 3)]:
            cell._tc.get_or_add_tcPr().append(OxmlElement("w:vMerge"))

    leads = [task["lead"] for task in word(change, tmp_path)["tasks"]]
    assert leads == [["县政府办公室"], ["县民政局"], ["县民政局"], ["县司法局"]]


@pytest.mark.parametrize(
    ("inside", "reason"), [("<w:object/>", "嵌入的对象"), ("<w:sym w:font='Wingdings' w:char='F0FC'/>", "符号")]
)
def test_what_word_embeds_is_doubted(inside: str, reason: str, tmp_path: Path) -> None:
    run = f"<w:r {nsdecls('w')}>{inside}</w:r>"
    doubted(word(lambda _, table: table.cell(4, 3).paragraphs[0]._p.append(parse_xml(run)), tmp_path), reason)


def test_an_equation_is_read_on_one_line(tmp_path: Path) -> None:
    inline = f"<m:oMath {nsdecls('m')}><m:r><m:t>≥95%</m:t></m:r></m:oMath>"
    result = word(lambda _, table: table.cell(1, 1).paragraphs[0]._p.append(parse_xml(inline)), tmp_path)
    assert result["tasks"][0]["text"].endswith("≥95%")


# Tables that go on


@pytest.mark.parametrize("between", ["", "二、加强解读"])
def test_a_second_table_without_a_heading_goes_on(between: str, tmp_path: Path) -> None:
    document = docx.Document()
    for words in (TITLE, "一、推进公开"):
        document.add_paragraph(words)
    word_table(document, (HEADING, *ROWS[:2]))
    document.add_paragraph(between)
    word_table(document, ROWS[2:])
    document.save(str(tmp_path / "x.docx"))
    result = extract_json(tmp_path / "x.docx")
    assert named(result) == as_read()
    assert result["tasks"][3]["section"] == ("加强解读" if between else "推进公开")


def test_a_second_table_with_other_columns_is_doubted(tmp_path: Path) -> None:
    def change(document: WORD, _: Any) -> None:
        document.add_paragraph()
        word_table(document, (("县财政局", "排查网站错漏信息并整改。"), ("县司法局", "开展政策宣讲，编印解读手册。")))

    doubted(word(change, tmp_path), "没有认出表头")


def test_a_row_cut_in_two_is_one_again(tmp_path: Path) -> None:
    def change(_: WORD, table: Any) -> None:
        table.cell(4, 1).text, table.cell(4, 3).text = "排查网站错漏", "县财政局、县民"
        for cell, text in zip(table.add_row().cells, ("", "信息并整改。", "", "政局", ""), strict=True):
            cell.text = text

    result = word(change, tmp_path)
    assert named(result) == as_read()
    assert [task["text"] for task in result["tasks"]] == [row[1] for row in ROWS]


def test_lists_side_by_side(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(TITLE)
    pairs = ((HEADING, HEADING), *zip(ROWS[:2], ROWS[2:], strict=True))
    word_table(document, tuple((*one, "", *other) for one, other in pairs))
    document.save(str(tmp_path / "x.docx"))
    result = extract_json(tmp_path / "x.docx")
    assert named(result) == as_read()
    assert result["sureness"] > 0.8


def test_two_heading_rows_that_are_not_merged(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(TITLE)
    word_table(
        document, (("序号", "工作任务", "责任分工", "", "完成时限"), ("", "", "牵头单位", "责任单位", ""), *ROWS)
    )
    document.save(str(tmp_path / "x.docx"))
    assert [task["lead"] for task in extract_json(tmp_path / "x.docx")["tasks"]] == [[row[2]] for row in ROWS]


def test_a_title_said_again_over_the_next_part(tmp_path: Path) -> None:
    document = docx.Document()
    again = (TITLE + "（续）",) + ("",) * 4
    word_table(document, ((TITLE,) + ("",) * 4, HEADING, *ROWS[:2], again, HEADING, *ROWS[2:]))
    for row in (0, 4):
        document.tables[0].cell(row, 0).merge(document.tables[0].cell(row, 4)).text = TITLE + ("（续）" if row else "")
    document.save(str(tmp_path / "x.docx"))
    result = extract_json(tmp_path / "x.docx")
    assert (result["title"], {task["section"] for task in result["tasks"]}) == (TITLE, {None})


# Letters


def test_letters_coded_apart(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text(f"{TITLE}\n1.更新⽬录︐核对⼀次。︵责任单位：县⺠政局︑县财政局︶\n", "utf-8")
    task = extract_json(path, spans=True)["tasks"][0]
    assert (task["text"], task["responsible"]) == ("更新目录，核对一次。", ["县民政局", "县财政局"])
    assert task["spans"]["responsible"][0]["exact"] == "县⺠政局"


def test_letters_without_a_meaning_are_doubted(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text(f"{TITLE}\n1.更新\ue123目录，核对一次。（责任单位：县财政局）\n", "utf-8")
    doubted(extract_json(path), "没有认出的字")


def test_what_markdown_strikes_out(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_text(f"{TITLE}\n\n1.更新目录，核对一次。（责任单位：县财政局~~、县民政局~~）\n", "utf-8")
    result = extract_json(path)
    assert (result["tasks"][0]["responsible"], result["reasons"]) == (
        ["县财政局"],
        ["有 1 处划去的文字没有读（第 3 行）"],
    )


# Excel


def sheet(change: Callable[[Any, Any], None], path: Path) -> dict[str, Any]:
    """Return the reading of a workbook with one sheet of tasks, changed."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in ((TITLE,), HEADING, *ROWS):
        book.active.append(row)
    book.active.merge_cells("A1:E1")
    change(book, book.active)
    book.save(path / "x.xlsx")
    return extract_json(path / "x.xlsx")


OLD = ("5", "旧的任务，已经作废。", "县民政局", "县司法局", "年底前")


def test_a_row_that_a_person_hid(tmp_path: Path) -> None:
    def change(_: Any, page: Any) -> None:
        page.append(OLD)
        page.row_dimensions[7].hidden = True

    sure(sheet(change, tmp_path), "有 1 行是隐藏的，没有读（工作表“Sheet”第 7 行）")


def test_a_row_that_a_filter_hides_is_read(tmp_path: Path) -> None:
    def change(_: Any, page: Any) -> None:
        page.auto_filter.ref = "A2:E6"
        page.auto_filter.add_filter_column(0, ["1"])
        page.row_dimensions[5].hidden = True

    sure(sheet(change, tmp_path), "有 1 行被筛选隐藏，已照读")


def test_a_column_that_a_person_hid(tmp_path: Path) -> None:
    def change(_: Any, page: Any) -> None:
        for row, words in enumerate(("备注", "旧"), 2):
            page.cell(row, 6, words)
        page.column_dimensions["F"].hidden = True

    sure(sheet(change, tmp_path), "有 1 栏是隐藏的，没有读")


def test_words_that_excel_strikes_out(tmp_path: Path) -> None:
    def change(_: Any, page: Any) -> None:
        page["D3"] = CellRichText("县财政局、县教育局", TextBlock(InlineFont(strike=True), "、县民政局"))
        page.append(OLD)
        for cell in page[7]:
            cell.font = Font(strike=True)

    sure(sheet(change, tmp_path), "划去的文字没有读")


@pytest.mark.parametrize(("value", "reason"), [("=VLOOKUP(A5,H:I,2,0)", "公式没有保存的值"), ("#N/A", "错误值")])
def test_a_cell_without_a_value_is_doubted(value: str, reason: str, tmp_path: Path) -> None:
    def change(_: Any, page: Any) -> None:
        page["C5"] = value

    result = sheet(change, tmp_path)
    doubted(result, reason)
    assert result["tasks"][2]["lead"] == []


def test_a_deadline_that_is_a_number_is_doubted(tmp_path: Path) -> None:
    def change(_: Any, page: Any) -> None:
        page["E5"] = 46203

    doubted(sheet(change, tmp_path), "时限只有数字")


def test_a_second_sheet_without_a_heading_goes_on(tmp_path: Path) -> None:
    def change(book: Any, page: Any) -> None:
        page.delete_rows(5, 2)
        more = book.create_sheet("续")
        for row in ROWS[2:]:
            more.append(row)

    assert named(sheet(change, tmp_path)) == as_read()


# Web pages


def page(inside: str, path: Path, head: str = "") -> dict[str, Any]:
    (path / "x.html").write_text(f"<html><head><meta charset=utf-8>{head}</head><body>{inside}</body></html>", "utf-8")
    return extract_json(path / "x.html")


def cells(rows: tuple[tuple[str, ...], ...]) -> str:
    return "".join(f"<tr>{''.join(f'<td>{words}</td>' for words in row)}</tr>" for row in rows)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ("<del>、县民政局</del>", "划去"),
        ('<span style="text-decoration: line-through">、县民政局</span>', "划去"),
        ("<span hidden>、县民政局</span>", "隐藏"),
        ('<span style="display:none">、县民政局</span>', "隐藏"),
        ('<span class="gone">、县民政局</span>', "隐藏"),
        ("<sup>[1]</sup>", "脚注标记"),
    ],
)
def test_what_a_page_does_not_show(more: str, reason: str, tmp_path: Path) -> None:
    body = cells((HEADING, *ROWS)).replace("县财政局、县教育局", f"县财政局、县教育局{more}")
    result = page(f"<h1>{TITLE}</h1><table>{body}</table>", tmp_path, "<style>.gone { display: none }</style>")
    sure(result, reason)


def test_a_list_shows_its_numbers(tmp_path: Path) -> None:
    items = "".join(f"<li>{text}（责任单位：{lead}）</li>" for _, text, lead, *_ in ROWS)
    assert [task["no"] for task in page(f"<h1>{TITLE}</h1><ol>{items}</ol>", tmp_path)["tasks"]] == ["1", "2", "3", "4"]


@pytest.mark.parametrize("around", ["<div class=list-position>{}</div>", "<form>{}</form>"])
def test_a_part_that_assigns_is_the_article(around: str, tmp_path: Path) -> None:
    items = "".join(f"<p>{no}.{text}（责任单位：{lead}）</p>" for no, text, lead, *_ in ROWS)
    assert len(page(f"<h1>{TITLE}</h1>" + around.format(items), tmp_path)["tasks"]) == len(ROWS)


def test_a_part_that_assigns_and_is_not_read_is_doubted(tmp_path: Path) -> None:
    items = "".join(f"<p>{no}.{text}（责任单位：{lead}）</p>" for no, text, lead, *_ in ROWS)
    aside = "<aside><p>5.移交档案。（责任单位：县档案局）</p></aside>"
    doubted(page(f"<h1>{TITLE}</h1>{items}{aside}", tmp_path), "其中有分工")


def test_a_footer_and_a_line_about_the_page_are_not_doubted(tmp_path: Path) -> None:
    about = "<p>来源：县政府办公室　发布时间：2024-05-26 09:14　浏览次数：208</p>"
    footer = '<div class="foot"><p>主办：县政府办公室 承办：县大数据中心</p> 网站标识码：0000000000</div>'
    table = f"<table>{cells((HEADING, *ROWS))}</table>"
    assert page(f"<h1>{TITLE}</h1>{about}{table}{footer}", tmp_path)["reasons"] == []


def test_a_row_without_lines_behind_a_table_is_doubted(tmp_path: Path) -> None:
    def change(document: WORD, _: Any) -> None:
        document.add_paragraph("5\t移交档案，完善查询功能。\t县民政局\t县司法局\t年底前")

    doubted(word(change, tmp_path), "像是表格的行")


def test_a_cell_that_reaches_too_far_down(tmp_path: Path) -> None:
    body = cells((HEADING, *ROWS)).replace("<td>县政府办公室", "<td rowspan=2>县政府办公室")
    sure(page(f"<h1>{TITLE}</h1><table>{body}</table>", tmp_path), "合并格写得过长")


# PDF

SIZE, ROW, TOP = 9, 30, 740
SIDES = (40, 70, 260, 350, 460, 555)


def printed(path: Path, *sheets: Sheet) -> dict[str, Any]:
    write(path / "x.pdf", list(sheets))
    return extract_json(path / "x.pdf")


def titled() -> Sheet:
    sheet = Sheet()
    sheet.words((150, 780), TITLE, 16)
    return sheet


def grid(on: Sheet, rows: tuple[tuple[str, ...], ...], *, last: bool = True, sides: bool = True) -> Sheet:
    """Draw a table; without its last line, or without its outer sides."""
    for n in range(len(rows) + last):
        on.line(SIDES[0], TOP - ROW * n, SIDES[-1], TOP - ROW * n)
    for side in SIDES if sides else SIDES[1:-1]:
        on.line(side, TOP, side, TOP - ROW * len(rows))
    for n, row in enumerate(rows):
        for left, words in zip(SIDES, row, strict=False):
            on.words((left + 3, TOP - ROW * n - 18), words, SIZE)
    return on


@pytest.mark.parametrize("lacks", ["last", "sides"])
def test_a_table_lacks_edges(lacks: str, tmp_path: Path) -> None:
    result = printed(tmp_path, grid(titled(), (HEADING, *ROWS), **{lacks: False}))
    assert (named(result), [task["no"] for task in result["tasks"]]) == (as_read(), ["1", "2", "3", "4"])


@pytest.mark.parametrize("angle", [0, 40])
def test_a_watermark_is_left_out(angle: int, tmp_path: Path) -> None:
    sheet = grid(titled(), (HEADING, *ROWS))
    sheet.words((60, 500), "内部资料请勿外传", 50, angle, 0.8)
    sheet.words((60, 660), "内部资料请勿外传", 50, angle, 0.8)
    sure(printed(tmp_path, sheet), "水印没有读（第 1 页）")


def test_a_running_header_does_not_part_a_table(tmp_path: Path) -> None:
    sheets = [grid(titled(), (HEADING, *ROWS[:2])), grid(Sheet(), ROWS[2:])]
    for number, sheet in enumerate(sheets, 1):
        sheet.words((40, 810), f"某县人民政府公报 第{number}页")
    result = printed(tmp_path, *sheets)
    sure(result, "页眉页脚“某县人民政府公报")
    assert {task["section"] for task in result["tasks"]} == {None}


def test_words_that_a_line_strikes_out_in_a_pdf(tmp_path: Path) -> None:
    sheet = grid(titled(), (HEADING, (*ROWS[0][:3], f"{ROWS[0][3]}、县民政局", ROWS[0][4]), *ROWS[1:]))
    sheet.line(353 + 9 * SIZE, TOP - 44.5, 353 + 14 * SIZE, TOP - 44.5)
    sure(printed(tmp_path, sheet), "有 1 页有划去的文字没有读")


def test_a_page_that_is_a_picture_is_doubted(tmp_path: Path) -> None:
    scanned = Sheet()
    scanned.picture()
    result = printed(tmp_path, grid(titled(), (HEADING, *ROWS)), scanned)
    doubted(result, "是扫描件或图像（请用文字版，或先做文字识别），没有读（第 2 页）")


def test_columns_that_are_no_prose_are_doubted(tmp_path: Path) -> None:
    sheet = titled()
    for n, (no, text, lead, *_) in enumerate(ROWS * 2):
        sheet.words((40, TOP - 20 * n), "抓好落实。")
        sheet.words((320, TOP - 20 * n), f"{no}.{text[:8]}（责任单位：{lead}）")
    doubted(printed(tmp_path, sheet), "分两栏")


def test_a_merged_cell_that_a_page_cuts(tmp_path: Path) -> None:
    """Its lower line is not drawn, and its words stand on the first page."""
    first, second = titled(), Sheet()
    for sheet, top, rows in ((first, TOP, (HEADING, *ROWS[:2])), (second, TOP, (HEADING, *ROWS[2:]))):
        end = top - ROW * len(rows)
        for side in SIDES:
            sheet.line(side, top, side, end)
        sheet.line(SIDES[0], top, SIDES[-1], top)
        sheet.line(SIDES[0], top - ROW, SIDES[-1], top - ROW)
        for n in range(2, len(rows) + 1):
            sheet.line(SIDES[0], top - ROW * n, SIDES[2], top - ROW * n)
            sheet.line(SIDES[3], top - ROW * n, SIDES[-1], top - ROW * n)
        for n, row in enumerate(rows):
            for column, (left, words) in enumerate(zip(SIDES, row, strict=False)):
                if n == 0 or column != 2 or (n == 1 and sheet is first):
                    sheet.words((left + 3, top - ROW * n - 18), words, SIZE)
    result = printed(tmp_path, first, second)
    assert [task["lead"] for task in result["tasks"]] == [["县政府办公室"]] * 4
