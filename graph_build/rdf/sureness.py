"""How sure a reading is (识读可信度, 0 to 1), and why: what was not claimed, not understood, or only supposed.

It says how far the reading can be trusted, and nothing about the office or its document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph_build.model import Document, Task, TaskList, TimeLimit
from graph_build.spans import Damage
from graph_build.values.figures import FIGURES
from graph_build.values.roles import has_label
from graph_build.values.units import is_group, is_whole_name

# A reason's weight: how far the sureness falls where it holds of everything.
WEIGHTS = {
    "有 {n} 处像是任务而没有读成任务": 1.0,
    "有 {n} 处任务编号不连续": 0.8,
    "有 {n} 项任务没有读到单位": 0.7,
    "有 {n} 个单位名不像单位": 0.8,
    "有 {n} 项任务的文字不完整或夹有标签": 0.6,
    "有 {n} 项任务在章节标题之外": 0.4,
    "有 {n} 处时限没有读懂": 0.4,
    "有 {n} 项任务的文字受损，未能恢复": 0.4,
    "有 {n} 项任务的文字受损，由程序恢复": 0.1,
    "有 {n} 处引文没有完整的文号和标题": 0.004,
    "有 {n} 处责任出自推定的合并格": 0.004,
}
UNCLAIMED, GAPS, NO_UNIT, ODD_NAME, ODD_TEXT, NO_HEADING, LIMIT, LOST, RESTORED, CITATION, SUPPOSED = WEIGHTS
# Reasons to look, not to doubt, weigh so little that they show only where there are many: so do columns left out.
SMALL = 0.001
SHORTEST_TEXT = 5
ODD = re.compile(rf"^[，、；。：）)〕】]|^[第其][{FIGURES}]+[，、]")
# A number that was not taken off; but a first one with a second behind it opens the parts of a text.
NUMBERED = re.compile(rf"^[（(]?(?P<figure>[\d{FIGURES}]+)[）)、]")
SECOND = {"1": "2", "一": "二"}


@dataclass(frozen=True, slots=True)
class Sureness:
    """A value from 0 to 1, and its reasons as Chinese lines; none where there is no doubt."""

    value: float
    reasons: tuple[str, ...]


def sureness_of(document: Document, task_list: TaskList) -> Sureness:
    """Return how sure the reading of a document is, to two decimals, the weightiest reasons first."""
    value = 1.0
    found: list[tuple[float, str]] = []
    for reason, count, of in _counts(task_list):
        if count:
            loss = WEIGHTS[reason] * count / max(of, count)
            value *= 1 - loss
            found.append((loss, reason.format(n=count)))
    left_out = [f"栏目“{word}”没有收入图谱" for word in task_list.left_out]
    for line in [*left_out, *document.notes]:
        value *= 1 - SMALL
        found.append((SMALL, line))
    reasons = tuple(line for _, line in sorted(found, key=lambda entry: -entry[0]))
    return Sureness(round(value, 2), reasons)


def _counts(task_list: TaskList) -> Iterator[tuple[str, int, int]]:
    """Return each reason, how often it holds, and of how many."""
    tasks = task_list.tasks
    assignments = [a for task in tasks for a in task.assignments]
    limits = [limit for task in tasks for limit in (*task.times, *([task.deadline] if task.deadline else []))]
    citations = [c for task in tasks for c in task.citations]
    unclaimed = len(task_list.unclaimed)
    yield UNCLAIMED, unclaimed, unclaimed + len(tasks)
    yield GAPS, _gaps(tasks), len(tasks)
    yield NO_UNIT, sum(not task.assignments for task in tasks), len(tasks)
    yield ODD_NAME, sum(not _is_name(a.name) for a in assignments), len(assignments)
    yield ODD_TEXT, sum(_is_odd(task.text) for task in tasks), len(tasks)
    yield NO_HEADING, _without_heading(tasks), len(tasks)
    yield LIMIT, sum(_is_unclear(limit, task_list.year) for limit in limits), len(limits)
    yield LOST, sum(_is_damaged(task, "lost") for task in tasks), len(tasks)
    yield RESTORED, sum(_is_damaged(task, "restored") for task in tasks), len(tasks)
    yield CITATION, sum("*" in f"{c.title}{c.number}" for c in citations), len(citations)
    yield SUPPOSED, sum(a.basis == "merged_supposed" for a in assignments), len(assignments)


def _gaps(tasks: Sequence[Task]) -> int:
    """Return how often a task's number neither follows the one before nor starts again."""
    numbers = [int(task.no) for task in tasks if task.no and task.no.isdecimal()]
    return sum(after not in (before, before + 1, 1) for before, after in pairwise(numbers))


def _is_name(name: str) -> bool:
    return is_whole_name(name) or is_group(name) or name.endswith(("）", ")"))


def _is_odd(text: str) -> bool:
    number = NUMBERED.match(text)
    second = SECOND.get(number["figure"]) if number else None
    numbered = number is not None and not (second and re.search(rf"[（(。；]{second}[）)、]", text))
    return (
        len(text) < SHORTEST_TEXT
        or numbered
        or bool(ODD.search(text))
        or has_label(text)
        or text.count("（") != text.count("）")
    )


def _without_heading(tasks: Sequence[Task]) -> int:
    """Return how many tasks stand under no heading where others do, or all of a long list."""
    bare = sum(task.section is None for task in tasks)
    return bare if bare < len(tasks) else 0


def _is_damaged(task: Task, damage: Damage) -> bool:
    return any(damaged.damage == damage for damaged in task.damaged)


def _is_unclear(limit: TimeLimit, year: int | None) -> bool:
    """Say whether a limit was not understood, or has no day though the document's year is known."""
    if limit.kind is None:
        return True
    return limit.kind == "by_date" and limit.date is None and year is not None and not re.search(r"按|\*", limit.words)
