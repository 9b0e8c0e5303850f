"""Text and csv as offices make them: drawn tables, columns by spaces, broken bytes, private brackets, rows of cells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph_build.errors import DocumentError
from graph_build.pipeline import extract_json

TITLE = "某县2026年重点任务分工表"
PROSE = f"{TITLE}\n\n1.办好便民服务大厅。（责任单位：县民政局）\n2.整理公开目录。（责任单位：县财政局）\n"
DRAWN = f"""{TITLE}
┌──┬──────────┬──────┬──────┐
│序号│工作任务            │责任单位    │完成时限    │
├──┼──────────┼──────┼──────┤
│ 1  │办好便民服务大厅，  │县民政局、县│2026年6月   │
│    │公布办事指南。      │财政局      │底前        │
├──┴──────────┴──────┴──────┤
│二、强化监督                                            │
├──┬──────────┬──────┬──────┤
│ 2  │整理公开目录。      │县教育局    │2026年9月底 │
└──┴──────────┴──────┴──────┘
"""
SPACED = f"""{TITLE}

序号  工作任务            责任单位          完成时限
1     办好便民服务大厅，  县民政局、县财政  2026年6月底前
      公布办事指南。      局
2     整理公开目录。      县教育局          2026年9月底前

各单位要按月报送进展情况。
"""
ROWS = (("办好便民服务大厅，公布办事指南。", ["县民政局", "县财政局"]), ("整理公开目录。", ["县教育局"]))


def read(path: Path, content: str | bytes, name: str = "list.txt") -> dict[str, Any]:
    (path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return extract_json(path / name)


def tasks(result: dict[str, Any]) -> tuple[tuple[str, list[str]], ...]:
    return tuple((task["text"], task["responsible"]) for task in result["tasks"])


@pytest.mark.parametrize("content", [DRAWN, SPACED], ids=["drawn", "spaced"])
def test_tables_of_characters(content: str, tmp_path: Path) -> None:
    result = read(tmp_path, content)
    assert tasks(result) == ROWS
    assert [task["no"] for task in result["tasks"]] == ["1", "2"]
    assert [task["deadline"]["date"] for task in result["tasks"]] == ["2026-06-30", "2026-09-30"]


def test_a_drawn_row_of_other_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="第 10 行的格数与上文不同"):
        read(tmp_path, DRAWN.replace("│县教育局    │", "│县教育局      "))


def test_a_spaced_cell_between_two_words_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="没有与表头的栏目对齐"):
        read(tmp_path, SPACED.replace("      公布办事指南。      局", "         公布办事指南。    局"))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_broken_mark_is_said_and_a_broken_letter_doubted(encoding: str, tmp_path: Path) -> None:
    whole = PROSE.encode(encoding)
    mark = whole.replace("。（责任单位：县民政".encode(encoding), b"\xff" + "（责任单位：县民政".encode(encoding))
    result = read(tmp_path, mark)
    assert [names for _, names in tasks(result)] == [["县民政局"], ["县财政局"]]
    assert result["sureness"] > 0.8
    assert "有 1 处字的编码无法识别（第 3 行）" in result["reasons"]
    letter = whole.replace("财政局".encode(encoding), "财".encode(encoding) + b"\xff" + "局".encode(encoding))
    assert read(tmp_path, letter)["sureness"] <= 0.8


@pytest.mark.parametrize("extra", [b"\x00", b"\x00\x00"])
def test_zeros_at_the_end(extra: bytes, tmp_path: Path) -> None:
    assert len(read(tmp_path, PROSE.encode() + extra)["tasks"]) == 2


def test_much_damage_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="编码无法识别"):
        read(tmp_path, PROSE.encode().replace("局".encode(), b"\xff\xfe\n") * 3)


def test_brackets_of_the_private_area(tmp_path: Path) -> None:
    result = read(tmp_path, PROSE.replace("（", "\ue10c").replace("）", "\ue10d"))
    assert [names for _, names in tasks(result)] == [["县民政局"], ["县财政局"]]
    assert result["sureness"] > 0.8
    unknown = read(tmp_path, PROSE.replace("县财政局", "县财\ue10c政局"))
    assert unknown["sureness"] <= 0.8
    assert any("自造的字符" in line for line in unknown["reasons"])


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv(mark: str, encoding: str, tmp_path: Path) -> None:
    lines = [[TITLE, "", "", ""], ["序号", "工作任务", "责任单位", "完成时限"]]
    lines += [["1", '"办好便民服务大厅，\n公布办事指南。"', "县民政局、县财政局", "46203"]]
    lines += [["2", "整理公开目录。", "县教育局", "46295"]]
    result = read(tmp_path, "\r\n".join(map(mark.join, lines)).encode(encoding), "list.csv")
    assert (result["title"], tasks(result)) == (TITLE, ROWS)
    assert [task["deadline"]["date"] for task in result["tasks"]] == ["2026-06-30", "2026-09-30"]
    assert any("日期序号" in line for line in result["reasons"])


def test_a_comma_inside_words_is_doubted(tmp_path: Path) -> None:
    result = read(tmp_path, "序号,工作任务,责任单位\n1,整理甲,乙两类目录。,县教育局\n2,公开。,县财政局\n", "list.csv")
    assert result["sureness"] <= 0.8
    assert any("格数与表头不同" in line for line in result["reasons"])


def test_text_saved_as_xls(tmp_path: Path) -> None:
    content = "序号\t工作任务\t责任单位\n1\t办好便民服务大厅。\t县民政局\n2\t整理公开目录。\t县教育局\n"
    assert len(read(tmp_path, content.encode("gb18030"), "list.xls")["tasks"]) == 2


def test_one_form_a_task_in_text(tmp_path: Path) -> None:
    form = "工作任务：{}\n责任单位：{}\n完成时限：2026年6月底前\n\n"
    result = read(
        tmp_path, f"{TITLE}\n\n{form.format('整理公开目录。', '县教育局')}{form.format('办好大厅。', '县民政局')}"
    )
    assert tasks(result) == (("整理公开目录。", ["县教育局"]), ("办好大厅。", ["县民政局"]))


def test_breaks_in_cells_of_markdown(tmp_path: Path) -> None:
    rows = "| 序号 | 工作任务 | 责任单位 |\n| --- | --- | --- |\n| 1 | 办好大厅。 | 县民政局<br>县财政局 |\n"
    result = read(tmp_path, f"# {TITLE}\n\n{rows}", "list.md")
    assert tasks(result) == (("办好大厅。", ["县民政局", "县财政局"]),)


@pytest.mark.parametrize(
    ("mark", "between"), [("\t", '县民政局\n县财政局"'), (",", '县民政局、县财政局"')], ids=["tabs", "commas"]
)
def test_a_sheet_saved_as_text(mark: str, between: str, tmp_path: Path) -> None:
    rows = [TITLE + 3 * mark, mark.join(("序号", "工作任务", "责任单位", "完成时限"))]
    rows.append(mark.join(("1", ROWS[0][0], f'"{between}', "2026年6月底前")))
    rows.append(mark.join(("2", ROWS[1][0], "县教育局", "2026年9月底前")))
    result = read(tmp_path, "\r\n".join(rows).encode("utf-16"))
    assert tasks(result) == ROWS
