"""Tasks in prose: small documents, each with one way of writing, and what a careful reader finds in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph_build.errors import NoTasksFound
from graph_build.pipeline import extract_json

TITLE = "某县2023年重点工作任务分工\n一、推进公开\n"
BRACKET = "（牵头单位：县司法局；责任单位：县财政局）"


def read(folder: Path, text: str) -> Any:
    path = folder / "list.txt"
    path.write_text(text, "utf-8")
    return extract_json(path)


def tasks(folder: Path, text: str) -> list[tuple[str | None, str, list[str], list[str]]]:
    return [(t["no"], t["text"], t["lead"], t["responsible"]) for t in read(folder, TITLE + text)["tasks"]]


@pytest.mark.parametrize(
    "text",
    [
        f"1.做好公开。{BRACKET}",
        f"1.做好公开。\n{BRACKET}",
        f"1．做好公开。{BRACKET}。",
        "1、做好公开。（牵头单位：县司法局）（责任单位：县财政局）",
        "1.做好公开。（牵头单位：县司法局）\n（责任单位：县财政局）",
        "1.做好公开。〔县司法局牵头，县财政局负责〕",
        "1.做好公开。【牵头部门：县司法局，责任部门：县财政局】",
    ],
)
def test_a_bracket_in_every_place(tmp_path: Path, text: str) -> None:
    assert tasks(tmp_path, text) == [("1", "做好公开。", ["县司法局"], ["县财政局"])]


@pytest.mark.parametrize(
    "bracket",
    [
        "（责任单位：县财政局；完成时限：6月底前）",
        "（责任单位：县财政局）（完成时限：6月底前）",
        "（完成时限：6月底前）（责任单位：县财政局）",
        "（县财政局负责，6月底前完成）",
    ],
)
def test_a_deadline_in_the_bracket(tmp_path: Path, bracket: str) -> None:
    (task,) = read(tmp_path, f"{TITLE}1.做好公开。{bracket}")["tasks"]
    assert (task["text"], task["responsible"], task["deadline"]["date"]) == ("做好公开。", ["县财政局"], "2023-06-30")


def test_headings_and_text_behind_them(tmp_path: Path) -> None:
    text = (
        f"（一）做好解读。及时解读。{BRACKET}\n二．强化回应：及时。\n（二）回应。\n3.做好回应。{BRACKET}\n"
        f"三、优化平台。建设平台。{BRACKET}"
    )
    found = [(t["section"], t["subsection"], t["text"]) for t in read(tmp_path, TITLE + text)["tasks"]]
    assert found == [
        ("推进公开", "做好解读", "及时解读。"),
        ("强化回应：及时", "回应", "做好回应。"),
        ("优化平台", None, "建设平台。"),
    ]


def test_a_heading_with_a_bracket_is_a_task(tmp_path: Path) -> None:
    found = tasks(tmp_path, f"（一）推进决策公开。{BRACKET}\n（二）推进执行公开{BRACKET}")
    assert [text for _, text, _, _ in found] == ["推进决策公开。", "推进执行公开"]


def test_an_unassigned_paragraph_joins_the_next_of_its_heading_alone(tmp_path: Path) -> None:
    found = tasks(
        tmp_path, f"（一）解读。先做。\n再做。{BRACKET}\n（二）回应。不写单位。\n（三）平台。\n建好。{BRACKET}"
    )
    assert [text for _, text, _, _ in found] == ["先做。再做。", "建好。"]


def test_the_preamble_joins_no_task(tmp_path: Path) -> None:
    text = f"某政办发〔2023〕12号\n各镇：\n现印发给你们。\n县政府办公室\n2023年5月6日\n做好公开。{BRACKET}"
    document = read(tmp_path, text)
    assert [task["text"] for task in document["tasks"]] == ["做好公开。"]
    assert (document["doc_number"], document["issuer"], document["issued"]) == (
        "某政办发〔2023〕12号", "县政府办公室", "2023-05-06",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "units"),
    [
        ("以下任务均需各镇落实，不再逐一列出。", ["各镇"]),
        ("以下各项工作均由各镇（街道）负责落实。", ["各镇（街道）"]),
        ("以上各项工作均需认真落实，不得拖延。", []),
        ("各项工作均应于年底前落实到位。", []),
        ("上述工作均由牵头单位会同责任单位抓好落实。", []),
    ],
)
def test_rules_of_the_preamble(tmp_path: Path, rule: str, units: list[str]) -> None:
    (task,) = read(tmp_path, f"某县2023年任务分工\n{rule}\n一、公开\n1.做好公开。（牵头单位：县司法局）")["tasks"]
    assert (task["document_wide"], task["responsible"]) == (units, units)
    # 于年底前落实到位 is a deadline of all tasks, and names nobody.
    assert task["inherited"] == [*(["responsible"] if units else []), *(["deadline"] if "年底前" in rule else [])]


@pytest.mark.parametrize("text", ["推进服务（谁执法谁负责）", "做好公开（见附件）", "做好公开。（此件公开发布）"])
def test_other_brackets_assign_nothing(tmp_path: Path, text: str) -> None:
    with pytest.raises(NoTasksFound):
        tasks(tmp_path, text)


def test_a_paragraph_that_names_a_role_and_is_no_task_is_told(tmp_path: Path) -> None:
    text = f"{TITLE}1.做好公开。{BRACKET}\n2.做好解读。责任单位：县教育局。请按时报送。\n"
    assert [span["block"] for span in read(tmp_path, text)["unclaimed"]] == [3]


def test_long_and_strange_files_end(tmp_path: Path) -> None:
    with pytest.raises(NoTasksFound):
        tasks(tmp_path, "?\n" * 5000)
    names = "县财政局" * 2000
    (found,) = tasks(tmp_path, f"1.做好公开。（责任单位：{names}）")
    assert len(found[3]) == 1
