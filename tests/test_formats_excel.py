"""Workbooks as offices make them: days as figures, formulas without values, strict and XML forms, pictures, forms."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.drawing.image import Image as Picture
from openpyxl.styles import Font
from PIL import Image

from graph_build.errors import DocumentError
from graph_build.pipeline import extract_json

ROWS: list[list[object]] = [
    ["某县2026年重点任务分工表"],
    ["序号", "工作任务", "责任单位", "完成时限"],
    [1, "办好便民服务大厅。", "县民政局", "2026年6月底前"],
    [2, "整理公开目录。", "县教育局", "2026年9月底前"],
    [3, "开展专项督查。", "县财政局", "持续推进"],
]
TEXTS = ["办好便民服务大厅。", "整理公开目录。", "开展专项督查。"]


def book(change: Callable[[Any], None], rows: list[list[object]] = ROWS) -> bytes:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    change(workbook.active)
    saved = io.BytesIO()
    workbook.save(saved)
    return saved.getvalue()


def read(path: Path, data: bytes, name: str = "list.xlsx") -> dict[str, Any]:
    (path / name).write_bytes(data)
    return extract_json(path / name)


def said(result: dict[str, Any], words: str) -> bool:
    return any(words in line for line in result["reasons"])


def test_a_day_as_a_figure(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["D3"], sheet["D4"] = 46203, datetime(2026, 9, 30)  # noqa: DTZ001

    result = read(tmp_path, book(change))
    assert [task["deadline"].get("date") for task in result["tasks"]] == ["2026-06-30", "2026-09-30", None]
    assert said(result, "时限写作日期序号，推定为日期")
    assert result["sureness"] > 0.8


def test_a_figure_beside_others_is_no_day(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["D3"], sheet["D4"] = 46203, 2026

    result = read(tmp_path, book(change))
    assert result["tasks"][0]["deadline"]["kind"] is None
    assert result["sureness"] <= 0.8


@pytest.mark.parametrize(
    ("form", "serial", "day"), [(57, 46203, "2026-06-30"), (57, 46174, "2026-06-30"), (58, 46295, "2026-09-30")]
)
def test_days_in_forms_of_chinese_excel(form: int, serial: int, day: str, tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["D3"] = serial
        sheet["D3"].number_format = "0"
        sheet["D3"]._style.numFmtId = form

    result = read(tmp_path, book(change))
    assert result["tasks"][0]["deadline"]["date"] == day
    assert not said(result, "日期序号")


@pytest.mark.parametrize(
    ("formulas", "numbers"),
    [
        (("=ROW()-2", "=ROW()-2", "=ROW(A3)"), ["1", "2", "3"]),
        ((1, "=A3+1", "=A4+1"), ["1", "2", "3"]),
        (("=MAX(A$2:A2)+1", "=MAX(A$2:A3)+1", "=COUNTA(B$3:B5)"), ["1", "2", "3"]),
    ],
)
def test_numbers_that_formulas_surely_give(formulas: tuple[object, ...], numbers: list[str], tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        for row, formula in enumerate(formulas, 3):
            sheet.cell(row, 1).value = formula

    result = read(tmp_path, book(change))
    assert [task["no"] for task in result["tasks"]] == numbers
    assert said(result, "已按公式算出")


def test_numbers_that_formulas_do_not_surely_give(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["A3"], sheet["A4"] = "=SUBTOTAL(103,B$3:B3)", "=A3+1"

    result = read(tmp_path, book(change))
    assert [task["no"] for task in result["tasks"]] == [None, None, "3"]
    assert said(result, "公式没有保存的值")
    assert result["sureness"] <= 0.8


def test_a_strict_workbook(tmp_path: Path) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(lambda _: None))) as usual, zipfile.ZipFile(written, "w") as strict:
        for name in usual.namelist():
            part = usual.read(name)
            if name.startswith("xl/") or name == "_rels/.rels":
                part = re.sub(
                    rb"http://schemas\.openxmlformats\.org/(\w+)/2006/(main|relationships)",
                    rb"http://purl.oclc.org/ooxml/\1/\2",
                    part,
                )
            strict.writestr(name, part)
    assert [task["text"] for task in read(tmp_path, written.getvalue())["tasks"]] == TEXTS


def test_a_picture_on_a_sheet_is_doubted(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        drawn = io.BytesIO()
        Image.new("RGB", (300, 300)).save(drawn, "png")
        sheet.add_image(Picture(drawn), "F2")

    result = read(tmp_path, book(change))
    assert said(result, "有 1 张图片没有读")
    assert result["sureness"] <= 0.8


def test_one_form_a_task_on_a_sheet(tmp_path: Path) -> None:
    form: list[list[object]] = [["工作任务", "整理公开目录。"], ["责任单位", "县教育局"], ["完成时限", "持续推进"], []]
    result = read(
        tmp_path, book(lambda _: None, [*ROWS[:1], *form, ["工作任务", "办好大厅。"], ["责任单位", "县民政局"]])
    )
    assert [(task["text"], *task["responsible"]) for task in result["tasks"]] == [
        ("整理公开目录。", "县教育局"),
        ("办好大厅。", "县民政局"),
    ]


@pytest.mark.parametrize("name", ["list.xls", "list.xml"])
def test_xml_of_2003(name: str, tmp_path: Path) -> None:
    cell = '<Cell{}><Data ss:Type="{}">{}</Data></Cell>'
    lines = [
        cell.format(' ss:MergeAcross="3"', "String", ROWS[0][0]),
        "".join(cell.format("", "String", words) for words in ROWS[1]),
        "".join(cell.format("", "String", words) for words in ROWS[2][:3])
        + cell.format("", "DateTime", "2026-06-30T00:00:00.000"),
        cell.format(' ss:Index="2"', "String", ROWS[3][1])
        + '<Cell ss:Formula="=R[-1]C"/>'
        + cell.format("", "String", ROWS[3][3]),
    ]
    spreadsheet = "urn:schemas-microsoft-com:office:spreadsheet"
    page = f'<?xml version="1.0"?>\n<Workbook xmlns="{spreadsheet}" xmlns:ss="{spreadsheet}"><Worksheet ss:Name="表">'
    page += f"<Table>{''.join(f'<Row>{line}</Row>' for line in lines)}</Table></Worksheet></Workbook>"
    result = read(tmp_path, page.encode(), name)
    assert [task["text"] for task in result["tasks"]] == TEXTS[:2]
    assert result["tasks"][0]["deadline"]["date"] == "2026-06-30"
    assert said(result, "公式没有保存的值")
    assert result["sureness"] <= 0.8


def test_words_that_a_formula_joins(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["C4"], sheet["C5"] = '=C3&"、县财政局"', '=CONCATENATE("县","教育局")'

    result = read(tmp_path, book(change))
    assert [task["responsible"] for task in result["tasks"][1:]] == [["县民政局", "县财政局"], ["县教育局"]]
    assert said(result, "已按公式算出")


def test_a_sheet_that_is_all_struck_out(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        for row in sheet.iter_rows():
            for cell in row:
                cell.font = Font(strike=True)

    with pytest.raises(DocumentError, match="没有读到任务"):
        read(tmp_path, book(change))
