"""Web pages as offices make them: tables of other elements, of links, of lines; fields, frames, pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph_build.errors import DocumentError
from graph_build.pipeline import extract_json

TITLE = "某县2026年重点任务分工表"
ROWS = (
    ("序号", "工作任务", "责任单位"),
    ("1", "办好便民服务大厅。", "县民政局"),
    ("2", "整理公开目录。", "县教育局"),
)


def read(path: Path, body: str) -> dict[str, Any]:
    page = f"<html><head><meta charset='utf-8'></head><body><h1>{TITLE}</h1>{body}</body></html>"
    (path / "page.html").write_text(page, "utf-8")
    return extract_json(path / "page.html")


def named(result: dict[str, Any]) -> list[tuple[str, ...]]:
    return [(task["text"], *task["responsible"]) for task in result["tasks"]]


def rows(row: str, cell: str, lines: tuple[tuple[str, ...], ...] = ROWS) -> str:
    name = row.split(maxsplit=1)[0]
    return "".join(f"<{row}>{''.join(cell.format(words) for words in line)}</{name}>" for line in lines)


LINKS = f"<table>{rows('tr', '<td><a href=/x>{}</a></td>')}</table>"
DIVS = f"<div>{rows('div class=r', '<div>{}</div>')}</div>"
LISTS = f"<div><div>{rows('ul', '<li>{}</li>', ROWS[:1])}</div><div>{rows('ul', '<li>{}</li>', ROWS[1:])}</div></div>"
GRID = f"<div style='display:grid'>{''.join(f'<div>{words}</div>' for line in ROWS for words in line)}</div>"
LINES = "<pre>" + "\n".join("\t".join(line) for line in ROWS) + "</pre>"
APART = f"<table>{rows('tr', '<th>{}</th>', ROWS[:1])}</table><table>{rows('tr', '<td>{}</td>', ROWS[1:])}</table>"
FIELDS = f"<table>{rows('tr', '<td>{}</td>', ROWS[:1])}{rows('tr', '<td><input value={}></td>', ROWS[1:])}</table>"
CARD = "<table><tr><td>工作任务</td><td>{}</td></tr><tr><td>责任单位</td><td>{}</td></tr></table>"
CARDS = "".join(CARD.format(*line[1:]) for line in ROWS[1:])
LABEL = "<div><label>工作任务</label><textarea>{}</textarea><label>责任单位</label><input value={}></div>"
LABELS = "".join(LABEL.format(*line[1:]) for line in ROWS[1:])


@pytest.mark.parametrize("body", [LINKS, DIVS, LISTS, GRID, LINES, APART, FIELDS, CARDS, LABELS])
def test_tables_of_all_makes(body: str, tmp_path: Path) -> None:
    result = read(tmp_path, body)
    assert named(result) == [line[1:] for line in ROWS[1:]]
    assert result["sureness"] > 0.8, result["reasons"]


def test_a_row_of_divs_with_other_columns_is_doubted(tmp_path: Path) -> None:
    result = read(tmp_path, DIVS.replace("<div>2</div>", ""))
    assert result["sureness"] <= 0.8


def test_frames_are_named(tmp_path: Path) -> None:
    page = "<html><frameset cols='1,2'><frame src='menu.htm'><frame src='list.htm'></frameset></html>"
    (tmp_path / "page.html").write_text(page, "utf-8")
    with pytest.raises(DocumentError, match=r"只有框架.*menu.htm、list.htm"):
        extract_json(tmp_path / "page.html")


def test_a_picture_in_place_of_a_table(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="有 1 处是图片，可能是表格"):
        read(tmp_path, "<p>任务分工如下：</p><p><img src='a.png' width='800' height='600'></p>")
    beside = read(tmp_path, f"{LINKS}<p>附件1</p><p><img src='a.png'></p>")
    assert beside["sureness"] <= 0.8


def test_a_choice_that_is_not_seen_is_doubted(tmp_path: Path) -> None:
    chosen = "<select><option>县财政局</option><option selected>县民政局</option></select>"
    assert named(read(tmp_path, LINKS.replace("县民政局", chosen)))[0] == ROWS[1][1:]
    open_ = read(tmp_path, LINKS.replace("县民政局", chosen.replace(" selected", "")))
    assert any("看不出来" in line for line in open_["reasons"])
    assert open_["sureness"] <= 0.8


def test_white_words(tmp_path: Path) -> None:
    def with_style(style: str, name: str = "") -> dict[str, Any]:
        return read(tmp_path, LINKS.replace("目录。", f"目录。<span {name} style='{style}'>旧稿</span>"))

    hidden = with_style("color:#fff")
    assert named(hidden)[1] == ROWS[2][1:]
    assert any("白色的文字看不见" in line for line in hidden["reasons"])
    assert with_style("color:#fff;background:#900")["tasks"][1]["text"] == "整理公开目录。旧稿"
    assert with_style("color:white", "class=elsewhere")["sureness"] <= 0.8


def test_numbers_and_tables_inside_cells(tmp_path: Path) -> None:
    listed = LINKS.replace("整理公开目录。", "<ol><li>整理公开目录。</li><li>公布目录。</li></ol>")
    assert named(read(tmp_path, listed))[1][0] == "1.整理公开目录。2.公布目录。"
    nested = LINKS.replace("县民政局", "<table><tr><td>县民政局</td></tr><tr><td>县财政局</td></tr></table>")
    assert named(read(tmp_path, nested))[0] == ("办好便民服务大厅。", "县民政局", "县财政局")
