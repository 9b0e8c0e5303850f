"""Structure, and tables copied as text: what was misread once is read right; what cannot be read says why."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest

from graph_build.errors import NoTasksFound, TableNotUnderstood
from graph_build.pipeline import extract_json
from tests.conftest import PROJECT
from tests.score_cases import differences

CASES = sorted((PROJECT / "tests" / "misread" / "structure").glob("*.json"))
HEAD = "<html><body><p>栗山县2024年任务分工表</p><table>"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_structure_is_read_right(path: Path) -> None:
    source = next(other for other in path.parent.glob(f"{path.stem}.*") if other.suffix != ".json")
    found: list[str] = differences(json.loads(path.read_text("utf-8")), extract_json(source))  # type: ignore[no-untyped-call]
    assert found == []


def test_cells_that_fit_no_row_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    heading = "栗山县2024年任务分工表\n序号 | 工作任务 | 责任单位 | 完成时限\n"
    path.write_text(f"{heading}1 | 修编规划。 | 县水利局 | 6月底前\n县应急局 | 2 | 10月底前\n", "utf-8")
    with pytest.raises(TableNotUnderstood, match="第 4 行像是表格“序号、工作任务、责任单位、完成时限”的一行"):
        extract_json(path)


def test_a_unit_in_the_place_of_a_task_is_doubted(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    rows = "1\n修编规划。\n县水利局\n6月底前\n2\n县应急局\n建设物资库。\n县财政局\n3\n清理河道。\n县水利局\n5月底前\n"
    path.write_text(f"栗山县2024年任务分工表\n序号\n工作任务\n责任单位\n完成时限\n{rows}", "utf-8")
    read = extract_json(path)
    assert read["sureness"] <= 0.8
    assert any("第 11 行" in reason for reason in read["reasons"])


def test_cells_on_lines_that_fit_no_row_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    rows = "1\n修编规划。\n县水利局\n6月底前\n2\n3\n县应急局\n清理河道。\n县水利局\n5月底前\n4\n5\n县水利局\n6月底前\n"
    path.write_text(f"栗山县2024年任务分工表\n序号\n工作任务\n责任单位\n完成时限\n{rows}", "utf-8")
    with pytest.raises(TableNotUnderstood, match="各格对不上栏目"):
        extract_json(path)


def test_a_row_whose_missing_cell_is_one_of_two_is_doubted(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    rows = "1 | 修编规划。 | 县水利局 | 县应急局 | 6月底前 |\n建设物资库。 | 县应急局 | 9月底前 |||\n"
    path.write_text(f"栗山县2024年任务分工表\n序号 | 任务 | 牵头单位 | 配合单位 | 完成时限 |\n{rows}", "utf-8")
    read = extract_json(path)
    assert read["sureness"] <= 0.8
    assert any("第 4 行" in reason and "不能确定" in reason for reason in read["reasons"])


def test_a_mark_that_nothing_explains_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    rows = "<tr><td>任务<td>县司法局<td>县教育局</tr><tr><td>开展宣传活动。<td>◎<td>√</tr>"
    path.write_text(f"{HEAD}{rows}</table></body></html>", "utf-8")
    with pytest.raises(TableNotUnderstood, match="第2行第2列的记号“◎”没有说明"):
        extract_json(path)


def test_a_heading_without_a_known_word_for_tasks_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    rows = "<tr><td>整治行业<td>时间安排<td>责任单位</tr><tr><td>烟花爆竹经营场所<td>1月份<td>县应急局</tr>"
    path.write_text(f"{HEAD}{rows}</table></body></html>", "utf-8")
    with pytest.raises(NoTasksFound, match="不认识其中的“整治行业”"):
        extract_json(path)


def test_units_below_a_word_that_is_not_known_are_doubted(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    rows = "<tr><td>序号<td>任务<td>责任单位<td>跟踪主体</tr><tr><td>1<td>改造供水管网。<td>县住建局<td>县督查室</tr>"
    path.write_text(f"{HEAD}{rows}</table></body></html>", "utf-8")
    read = extract_json(path)
    assert read["tasks"][0]["responsible"] == ["县住建局"]
    assert read["tasks"][0]["remark"] == "县督查室"
    assert read["reasons"][0] == "不认识表头栏目“跟踪主体”，其中的单位没有读作责任"


def test_roles_of_one_column_that_nothing_parts_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    rows = "<tr><td>序号<td>任务<td>牵头、配合单位</tr><tr><td>1<td>改造供水管网。<td>县住建局、县财政局</tr>"
    path.write_text(f"{HEAD}{rows}</table></body></html>", "utf-8")
    read = extract_json(path)
    assert not read["tasks"][0]["lead"] + read["tasks"][0]["cooperating"]
    assert any("县住建局、县财政局" in reason for reason in read["reasons"])


def test_a_section_with_its_number_in_a_cell_and_no_task_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    named = "<tr><td>二<td colspan=2>改造供水管网</tr><tr><td>三<td colspan=2>扩建水厂</tr>"
    rows = f"<tr><td>序号<td>任务<td>责任单位</tr>{named}<tr><td>1<td>新建水厂一座。<td>县水利局</tr>"
    path.write_text(f"{HEAD}{rows}</table></body></html>", "utf-8")
    read = extract_json(path)
    assert [task["section"] for task in read["tasks"]] == ["扩建水厂"]
    assert any("改造供水管网" in reason for reason in read["reasons"])


def test_columns_for_parts_of_the_year_are_doubted(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    rows = (
        "<tr><td>任务<td>责任单位<td>一季度<td>二季度</tr><tr><td>改造供水管网。<td>县住建局<td>完成选址<td>开工</tr>"
    )
    path.write_text(f"{HEAD}{rows}</table></body></html>", "utf-8")
    assert extract_json(path)["reasons"][0].startswith("栏目“一季度、二季度”按时段写了内容")


def test_roles_told_by_typeface_are_doubted(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    rows = "<tr><td>任务<td>责任单位</tr><tr><td>改造供水管网。<td><b>县住建局</b>、县财政局</tr>"
    path.write_text(f"{HEAD}{rows}</table><p>注：黑体字为牵头单位。</p></body></html>", "utf-8")
    read = extract_json(path)
    assert read["reasons"] == ["“黑体字为牵头单位”：字体没有读，请核对各单位的角色"]
    assert read["sureness"] <= 0.8


def test_brackets_behind_the_parts_of_a_cell_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    parts = "（1）设立转贷资金。（县金融办，3月底前）<br>（2）开展对接活动。（县工信局，9月底前）"
    rows = f"<tr><td>任务<td>责任单位</tr><tr><td>{parts}<td>县财政局</tr>"
    path.write_text(f"{HEAD}{rows}</table></body></html>", "utf-8")
    assert "（县金融办，3月底前）" in extract_json(path)["reasons"][0]


@pytest.mark.parametrize("bold", [False, True])
def test_headings_of_word_that_have_no_number(tmp_path: Path, bold: bool) -> None:  # noqa: FBT001
    word = docx.Document()
    word.add_paragraph("栗山县2024年任务分工方案")
    for name, task in (("产业发展", "建设食品产业园。"), ("城乡建设", "改造老旧小区。")):
        if bold:
            word.add_paragraph().add_run(name).bold = True
        else:
            word.add_heading(name, 1)
        word.add_paragraph(f"{task}（牵头单位：县住建局）")
    path = tmp_path / "a.docx"
    word.save(str(path))
    found = [(task["section"], task["text"]) for task in extract_json(path)["tasks"]]
    assert found == [("产业发展", "建设食品产业园。"), ("城乡建设", "改造老旧小区。")]


# Lines among tasks of which nothing is read, by documents; no other line may be told.
UNREAD = {
    "an item without an assignment": (
        (
            "一、总体要求\n坚持稳中求进，到2025年全面提升。\n二、重点任务\n围绕以下方面开展工作。\n"
            "（一）新建小学2所。（责任单位：县教育局）\n（二）开展轮训，落实《轮训办法》，6月底前完成。\n"
            "（三）改造食堂。完成10所食堂改造。\n（四）改造厕所20座。（责任单位：县住建局）\n"
            "三、保障措施\n（一）加强组织领导。\n（二）各部门要报送总结，10月底前完成。\n"
        ),
        [7, 8],
    ),
    "chapters that are one task each": (
        (
            "一、新建小学。新建小学2所。（责任单位：县教育局）\n二、改造食堂。完成10所食堂改造。\n"
            "三、改造厕所。改造20座。（责任单位：县住建局）\n四、工作要求。各部门要抓好落实。\n"
        ),
        [3],
    ),
    "sentences behind the last bracket, and lines between items": (
        (
            "1.新建小学2所。（责任单位：县教育局）另外做好宣传。\n2.改造食堂。（责任单位：县住建局）\n说明有关情况。\n"
            "3.改造厕所。（责任单位：县城管局）\n请各单位抓好落实。\n县人民政府办公室\n2024年3月5日\n"
        ),
        [2, 4],
    ),
    "chapters named after units": (
        "一、县教育局\n1.新建小学2所。\n二、县住建局\n1.改造管网10公里。（责任单位：县水务公司）\n",
        [3],
    ),
    "labels behind another line": (
        "1.新建小学2所。（责任单位：县教育局）\n改造食堂10所\n配合单位：县财政局\n2.改造书店。（责任单位：县文旅局）\n",
        [3, 4],
    ),
    "parts with an assignment of their own": (
        (
            "1.新建小学2所。（责任单位：县教育局）\n（1）做好选址。\n（2）组织施工。（责任单位：县住建局）\n"
            "2.改造厕所。（责任单位：县城管局）\n一是做好设计。\n完成时限：6月底前\n"
        ),
        [3, 6, 7],
    ),
}


@pytest.mark.parametrize("name", UNREAD)
def test_what_is_not_read_among_tasks_is_told(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.txt"
    text, lines = UNREAD[name]
    path.write_text(f"栗山县2024年任务分工\n{text}", "utf-8")
    read = extract_json(path, spans=True)
    told = {line["block"] + 1 for line in read["account"] if line["fate"] == "not_understood"}
    assert sorted(told) == lines
    assert any("像是分工而没有读懂" in reason for reason in read["reasons"])
