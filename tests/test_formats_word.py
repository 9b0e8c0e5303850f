"""Word files as offices make them: column lines a little off, columns kept apart by tabs, lists that go on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from graph_build.pipeline import extract_json

TITLE = "某县2026年重点任务分工表"
ROWS = (
    ("序号", "工作任务", "牵头单位", "完成时限"),
    ("1", "办好便民服务大厅，公布办事指南。", "县民政局", "2026年6月底前"),
    ("2", "整理公开目录。", "县教育局", "２０２６年９月３０日前"),
    ("3", "开展专项督查。", "县财政局", "2026年11月底前"),
)
LEADS = [["县民政局"], ["县教育局"], ["县财政局"]]


def saved(document: Any, path: Path) -> dict[str, Any]:
    document.save(str(path / "x.docx"))
    return extract_json(path / "x.docx")


def titled() -> Any:
    document = docx.Document()
    document.add_paragraph(TITLE)
    return document


def with_lines_off(by: int, path: Path) -> dict[str, Any]:
    """Return the reading of a table in which every other row's line stands so many twentieths of a point off."""
    document = titled()
    table = f"<w:tbl {nsdecls('w')}><w:tblGrid>"
    table += "".join(f'<w:gridCol w:w="{width}"/>' for width in (700, 3000, by, 1800, 1300)) + "</w:tblGrid>"
    for n, row in enumerate(ROWS):
        spans = (1, 2, 1, 1) if n % 2 else (1, 1, 2, 1)
        cells = (
            f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>'
            for span, words in zip(spans, row, strict=True)
        )
        table += f"<w:tr>{''.join(cells)}</w:tr>"
    document.element.body.insert(-1, parse_xml(f"{table}</w:tbl>"))
    return saved(document, path)


def test_column_lines_a_little_off_are_one(tmp_path: Path) -> None:
    result = with_lines_off(60, tmp_path)
    assert ([task["lead"] for task in result["tasks"]], result["reasons"]) == (LEADS, [])


def test_a_cell_astride_two_columns_is_doubted(tmp_path: Path) -> None:
    result = with_lines_off(900, tmp_path)
    assert any("有 2 格横跨任务栏和另一栏" in reason for reason in result["reasons"])
    assert result["sureness"] <= 0.8


@pytest.mark.parametrize("tabs", ["\t", "\t\t"])
def test_columns_kept_apart_by_tabs(tabs: str, tmp_path: Path) -> None:
    document = titled()
    for row in ROWS:
        document.add_paragraph(tabs.join(row))
    document.add_paragraph("各单位要按月报送进展情况。")
    result = saved(document, tmp_path)
    assert [task["lead"] for task in result["tasks"]] == LEADS
    assert [task["deadline"]["date"] for task in result["tasks"]] == ["2026-06-30", "2026-09-30", "2026-11-30"]


@pytest.mark.parametrize(
    ("restart", "numbers"), [("", "112"), ('<w:lvlRestart w:val="1"/>', "121"), ('<w:lvlRestart w:val="0"/>', "123")]
)
def test_a_list_goes_on_behind_a_heading(restart: str, numbers: str, tmp_path: Path) -> None:
    levels = (("chineseCounting", "%1、", ""), ("chineseCounting", "（%2）", ""), ("decimal", "%3.", restart))
    document = titled()
    shown = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text, more) in enumerate(levels)
    )
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{shown}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    item = "办好第{}件实事。（责任单位：县民政局）"
    lines = [(0, "便民服务"), (1, "大厅"), (2, item.format("一")), (1, "窗口"), (2, item.format("二"))]
    lines += [(0, "政策"), (1, "宣讲"), (2, item.format("三"))] if "1" in restart else [(2, item.format("三"))]
    for level, words in lines:
        mark = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'
        document.add_paragraph(words)._p.get_or_add_pPr().append(parse_xml(mark))
    assert "".join(task["no"] for task in saved(document, tmp_path)["tasks"]) == numbers
