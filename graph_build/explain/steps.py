"""What reading did to a file: what each stage changed (`zeren extract FILE --steps`)."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from graph_build.files import named
from graph_build.layouts.parts.preamble import Preamble
from graph_build.model import Block, Document, Findings, Table, Task, TaskList
from graph_build.stages import STAGES, Passage, begin
from graph_build.vocabulary.concepts import label_of

LONGEST_LINE = 60
# What is written of a preamble, with its Chinese words.
PARTICULARS = (
    ("title", "标题"),
    ("number", "文号"),
    ("issuer", "发文机关"),
    ("issued", "成文日期"),
    ("year", "年度"),
)


def steps(path: Path) -> list[str]:
    """Return what each stage of reading changed of a file, as lines. Raises DocumentError where it cannot be read."""
    with named(path):
        return _steps(begin(path))


def _steps(passage: Passage) -> list[str]:
    lines = [f"读入：{passage.document.source}，{_size(passage.document)}"]
    for number, stage in enumerate(STAGES, 1):
        after = stage.run(passage)
        changed = list(_changes(passage, after))
        lines.append(f"{number}. {stage.name}（{stage.does}）：{'' if changed else '没有改变'}")
        lines += [f"   {line}" for line in changed]
        passage = after
    return lines


def _changes(before: Passage, after: Passage) -> Iterator[str]:
    if after.document is not before.document:
        yield from _of_blocks(before.document.blocks, after.document.blocks)
    if after.preamble and after.preamble is not before.preamble:
        yield from _of_preamble(after.preamble)
    if after.findings and after.findings is not before.findings:
        yield from _of_tasks(before.findings or Findings(), after.findings)
    if after.task_list:
        yield from _of_names(after.task_list)


def _of_blocks(before: Iterable[Block], after: Iterable[Block]) -> Iterator[str]:
    """Return the lines that a stage took away (-) and put in their place (+), line by line where it changed lines."""
    old, new = list(_lines(before)), list(_lines(after))
    for kind, start, end, first, last in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = [f"- {line}" for line in old[start:end]], [f"+ {line}" for line in new[first:last]]
        if kind == "replace" and len(gone) == len(come):
            yield from chain.from_iterable(zip(gone, come, strict=True))
        elif kind != "equal":
            yield from gone + come


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    """Return blocks as lines, the blank ones left out; a table's rows behind its size."""
    for block in blocks:
        if isinstance(block, Table):
            yield f"［表格 {len(block.rows)} 行 {max(map(len, block.rows), default=0)} 栏］"
            for row in block.rows:
                yield _short(" │ ".join(cell.text.compact().value or "　" for cell in dict.fromkeys(row)))
        elif line := block.text.value.strip():
            yield _short(line)


def _of_preamble(preamble: Preamble) -> Iterator[str]:
    for name, word in PARTICULARS:
        value = getattr(preamble, name)
        yield f"{word}：{'（没有读到）' if value is None else value}"
    for citation in preamble.implements:
        yield f"落实：{''.join(filter(None, (citation.title and f'《{citation.title}》', citation.number)))}"


def _of_tasks(before: Findings, after: Findings) -> Iterator[str]:
    for number, task in enumerate(after.tasks, 1):
        old = before.tasks[number - 1] if number <= len(before.tasks) else None
        if old is None:
            yield f"+ {_task(number, task)}"
        elif old != task:
            yield f"- {_task(number, old)}"
            yield f"+ {_task(number, task)}"
    if after.unclaimed != before.unclaimed:
        yield from (f"像是任务而没有读成任务：{_short(span.exact.strip())}" for span in after.unclaimed)


def _task(number: int, task: Task) -> str:
    units = (
        "、".join(f"{assignment.name}（{label_of('roles', assignment.role)}）" for assignment in task.assignments)
        or "没有单位"
    )
    limit = task.deadline.words if task.deadline else "没有完成时限"
    return f"第 {number} 项 {_short(task.text)}｜{units}｜{limit}"


def _of_names(task_list: TaskList) -> Iterator[str]:
    for names in task_list.aliases:
        yield f"同一单位：{'、'.join(names)}"
    units = dict.fromkeys(a.unit for task in task_list.tasks for a in task.assignments if a.unit)
    acts = dict.fromkeys(c.act for task in task_list.tasks for c in task.citations)
    yield f"单位 {len(units)} 个，其中统称 {sum(unit.group for unit in units)} 个；引用文件 {len(acts)} 份"


def _size(document: Document) -> str:
    tables = sum(isinstance(block, Table) for block in document.blocks)
    return f"{len(document.blocks) - tables} 段（行），表格 {tables} 个"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…"
