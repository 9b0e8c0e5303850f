"""Every character of a document has one fate, and what could assign and was not read is told."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from benchmarks.formats import write
from benchmarks.generator import LAYOUTS, make
from graph_build.errors import DocumentError
from graph_build.pipeline import extract_json
from graph_build.readers import read
from tests.conftest import CASES, PROJECT
from tests.score_cases import differences
from tests.test_cases import reading_of

NAMES = sorted(case.name for case in CASES.iterdir())
MISREAD = sorted((PROJECT / "tests" / "misread").glob("*/*.json"))
SURE = 0.80
MOST_ASKED = 0.02


def pages(path: Path) -> dict[tuple[Any, ...], str]:
    """Return the raw texts of a file's blocks and cells."""
    return {(t.raw.block, t.raw.row, t.raw.column): t.raw.text for t in read(path).texts()}


def check_adds_up(path: Path) -> None:
    """Each character once, in the words of the file."""
    rest = pages(path)
    ends: dict[tuple[Any, ...], int] = dict.fromkeys(rest, 0)
    for line in reading_of(path, spans=True)["account"]:
        key = (line["block"], line["row"], line["column"])
        assert line["start"] == ends[key]
        assert rest[key][line["start"] : line["end"]] == line["exact"]
        ends[key] = line["end"]
    assert ends == {key: len(text) for key, text in rest.items()}


@pytest.mark.parametrize("name", NAMES)
def test_the_account_of_a_golden_case_adds_up(name: str) -> None:
    path = next((CASES / name).glob("source.*"))
    check_adds_up(path)
    read_out = reading_of(path, spans=True)
    asked = sum(line["end"] - line["start"] for line in read_out["account"] if line["fate"] == "not_understood")
    assert asked <= MOST_ASKED * sum(map(len, pages(path).values()))
    assert read_out["sureness"] > SURE


@pytest.mark.parametrize("path", MISREAD, ids=lambda path: path.stem)
def test_no_way_of_writing_is_misread_in_silence(path: Path) -> None:
    source = next(other for other in path.parent.glob(f"{path.stem}.*") if other.suffix != ".json")
    try:
        read_out = reading_of(source, spans=True)
    except DocumentError:
        return
    check_adds_up(source)
    right = not differences(json.loads(path.read_text("utf-8")), read_out)
    assert right or (read_out["sureness"] <= SURE and read_out["reasons"])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_account_of_a_generated_list_adds_up(layout: str, tmp_path: Path) -> None:
    for form in ("txt", "docx", "xlsx", "html"):
        path = tmp_path / f"list.{form}"
        write(make(7, layout), form, path)
        check_adds_up(path)


def test_reasons_name_the_place(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    lines = ["某县2024年任务分工", "一、公开"]
    lines += [f"{n}.做好第{n}类信息公开。（责任单位：县教育局）" for n in range(1, 6)]
    lines.insert(4, "做好临时交办工作。（县天文台按职责分工负责）")
    path.write_text("\n".join(lines), "utf-8")
    (reason,) = extract_json(path)["reasons"]
    assert re.fullmatch(r"有 1 处像是分工而没有读懂：第 5 行“做好临时交办工作。（县天文台按职责分工负…”", reason)


# Lines that assign in a way that is not read, or that stand where nothing is read.


def test_a_second_deadline_beside_one_measure_is_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    rows = (
        "<tr><td rowspan=2>1</td><td rowspan=2>公开招生计划和录取结果</td><td>县教育局</td><td>2024年6月底前</td></tr>"
    )
    rows += "<tr><td>县财政局</td><td>2024年9月底前</td></tr>"
    rows += "<tr><td>2</td><td>公开救助标准</td><td>县民政局</td><td>2024年8月底前</td></tr>"
    heading = "<tr><td>序号</td><td>工作任务</td><td>责任单位</td><td>完成时限</td></tr>"
    path.write_text(f"<p>某县2024年任务分解表</p><table>{heading}{rows}</table>", "utf-8")
    read_out = extract_json(path, spans=True)
    assert [task["deadline"]["date"] for task in read_out["tasks"]] == ["2024-06-30", "2024-08-31"]
    assert [line["exact"] for line in read_out["account"] if line["fate"] == "not_understood"] == ["2024年9月底前"]
    assert "2024年9月底前" in read_out["reasons"][0]


def test_words_that_later_rows_are_supposed_to_share_belong_to_the_row_that_has_them(tmp_path: Path) -> None:
    """An auditor who follows a line must come to its own task: 槐荫区's rows share the cell above them."""
    path = tmp_path / "a.csv"
    rows = "1,编制规划。,县水利局,6月底前\n2,公开规划。,,\n3,评估规划。,县财政局,9月底前\n"
    path.write_text(f"栗山县2024年水利任务分工表\n序号,任务,责任单位,完成时限\n{rows}", "utf-8")
    read = extract_json(path, spans=True)
    assert read["tasks"][1]["responsible"] == ["县水利局"]
    of = {line["exact"]: (line["fate"], line["task"]) for line in read["account"]}
    assert (of["县水利局"], of["6月底前"]) == (("assignment", 1), ("limit", 1))
