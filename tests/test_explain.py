"""What --steps and --why tell: each role, basis and limit rests on a rule that makes a difference."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from graph_build.errors import DocumentError
from graph_build.pipeline import extract, extract_steps, extract_why
from graph_build.rules import TITLES
from graph_build.stages import STAGES
from tests.conftest import CASES, PROJECT

# A task of each way of writing and of each rule that a golden case has.
TASKS = (
    ("xiamen-2022", 2), ("huaiyin-2022", 13), ("jingmen-2022", 7), ("first-is-lead", 3),
    ("chapters-deadline-rule", 1), ("word-merged", 1), ("role-sentences", 1), ("web-table-saved-page", 5),
    ("items-rule", 2), ("limits-and-numbers", 3), ("zone-sheets-as-sections", 4), ("pdf-merged", 2),
)  # fmt: skip
RULE = re.compile(r"^ {4}(?P<id>[A-Z]\d+) .*若无此条：(?P<instead>.+)）$")


def source(case: str) -> Path:
    return next((CASES / case).glob("source.*"))


@pytest.mark.parametrize(("case", "number"), TASKS)
def test_each_value_has_its_rules_and_each_rule_makes_a_difference(case: str, number: int) -> None:
    lines = extract_why(source(case), number)
    rules_cited = [match for line in lines if (match := RULE.match(line))]
    assert [match["instead"] for match in rules_cited if match["instead"].startswith("仍是")] == []
    task = extract(source(case)).tasks[number - 1]
    limits = [*task.times, *([task.deadline] if task.deadline else [])]
    given = [*(assignment.rules for assignment in task.assignments), *(limit.rules for limit in limits)]
    assert {rule for rules in given for rule in rules} == {match["id"] for match in rules_cited}
    for assignment in task.assignments:
        assert [rule[0] for rule in assignment.rules] == ["R", "B"]
    assert all(limit.rules[-1].startswith("L") for limit in task.times)
    assert task.deadline is None or {"L", "B"} == {rule[0] for rule in task.deadline.rules}


def test_rules_stand_in_the_document_that_says_what_is_right() -> None:
    page = (PROJECT / "docs" / "reading.md").read_text("utf-8")
    ids = set(re.findall(r"^- \*\*([A-Z]\d+)\*\*", page, re.MULTILINE))
    assert set(TITLES) <= ids
    code = "\n".join(path.read_text("utf-8") for path in (PROJECT / "graph_build").rglob("*.py"))
    for rule in TITLES:
        assert code.count(f'"{rule}"') > 1, rule


def test_columns_and_splits_are_told() -> None:
    lines = extract_why(source("xiamen-2022"), 2)
    assert "  第 4 栏“责任单位” → 责任；本行：市司法局等市直各有关部门" in lines
    assert "单位：第 16 行“市司法局等市直各有关部门” → 市司法局｜市直各有关部门" in lines


def test_steps_name_every_stage_and_what_it_changed() -> None:
    lines = extract_steps(source("jingmen-2022"))
    assert [line.split("（")[0] for line in lines if re.match(r"\d+\. ", line)] == [
        f"{number}. {stage.name}" for number, stage in enumerate(STAGES, 1)
    ]
    changed = lines.index("   - 荊門市人民政府辦公室")
    assert lines[changed + 1] == "   + 荆门市人民政府办公室"
    assert any(line.startswith("   + 第 50 项 ") for line in lines)


def test_a_task_that_there_is_not_is_said() -> None:
    with pytest.raises(DocumentError, match="共 25 项任务，没有第 26 项"):
        extract_why(source("xiamen-2022"), 26)
    zeren = Path(sys.executable).with_name("zeren")
    run = subprocess.run(
        [zeren, "extract", source("xiamen-2022"), "--why", "0"], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (2, "", 1)
