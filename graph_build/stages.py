"""The stages of reading, in the order in which a document passes them: a file -> its task list.

Each takes a document as far as it has come (`Passage`) and returns it one step further.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from graph_build.cleaning.debris import clean
from graph_build.layouts import find_tasks
from graph_build.layouts.parts.account import account_of
from graph_build.layouts.parts.common_limits import with_common_limits
from graph_build.layouts.parts.document_rules import with_leads
from graph_build.layouts.parts.label_marks import with_label_marks
from graph_build.layouts.parts.preamble import Preamble, read_preamble
from graph_build.linking.aliases import find_aliases
from graph_build.linking.identity import Home
from graph_build.linking.resolve import resolve
from graph_build.model import Document, Findings, TaskList
from graph_build.readers import read
from graph_build.tables.table_parts import part_tables
from graph_build.tables.unflatten import unflatten

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Passage:
    """A document on its way: its blocks, these as `read`, its particulars, what was found, the list made of it."""

    document: Document
    read: Document
    preamble: Preamble | None = None
    findings: Findings | None = None
    task_list: TaskList | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of reading: its Chinese name, what it does, and the function that does it."""

    name: str
    does: str
    run: Callable[[Passage], Passage]


def _of_document(change: Callable[[Document], Document]) -> Callable[[Passage], Passage]:
    return lambda passage: replace(passage, document=change(passage.document))


def _preamble(passage: Passage) -> Passage:
    return replace(passage, preamble=read_preamble(passage.document))


def _tasks(passage: Passage) -> Passage:
    preamble, document = _made(passage.preamble), passage.document
    found = find_tasks(document, preamble.year, preamble.own_names)
    told = replace(document, notes=(*document.notes, *found.notes), doubts=(*document.doubts, *found.doubts))
    return replace(passage, findings=found, document=told)


def _rules(passage: Passage) -> Passage:
    findings = _made(passage.findings)
    tasks = with_leads(findings.tasks, passage.document)
    tasks, unclear = with_common_limits(tasks, passage.document, _made(passage.preamble).year)
    return replace(passage, findings=replace(findings, tasks=tasks, unclaimed=(*findings.unclaimed, *unclear)))


def _list(passage: Passage) -> Passage:
    preamble, findings = _made(passage.preamble), _made(passage.findings)
    task_list = TaskList(
        title=preamble.title,
        number=preamble.number,
        issuer=preamble.issuer,
        issued=preamble.issued,
        year=preamble.year,
        implements=preamble.implements,
        aliases=find_aliases(dict.fromkeys(a.name for task in findings.tasks for a in task.assignments)),
        tasks=findings.tasks,
        spans=preamble.spans,
        unclaimed=findings.unclaimed,
        left_out=findings.left_out,
        unknown_headings=findings.unknown_headings,
        superseded=findings.superseded,
        letterhead=preamble.letterhead,
        openness=preamble.openness,
    )
    return replace(passage, task_list=resolve(task_list, passage.document.slug, Home(None)))


def _account(passage: Passage) -> Passage:
    task_list = _made(passage.task_list)
    account = account_of(passage.read, passage.document, task_list, _made(passage.findings).column_fates)
    return replace(passage, task_list=replace(task_list, account=account))


def _made(part: T | None) -> T:
    if part is None:
        raise ValueError("the stages are out of order")
    return part


STAGES: tuple[Stage, ...] = (
    Stage("清理", "去掉注音、广告和页眉页脚，修复乱码，转为简体", _of_document(clean)),
    Stage("还原表格", "把压平成行的表格还原成表格", _of_document(unflatten)),
    Stage("划分表格", "表头以上、末行以下的文字还原成段落", _of_document(part_tables)),
    Stage("补标点", "段落中以空格代替的标签冒号和分号", _of_document(with_label_marks)),
    Stage("文件信息", "标题、文号、发文机关、成文日期、年度、所落实的文件", _preamble),
    Stage("找任务", "按版式从表格和段落中找出任务", _tasks),
    Stage("全文通则", "列首位的为牵头单位、统一的完成时限", _rules),
    Stage("名称", "同一单位的几种写法合为一个，引文对应到文件", _list),
    Stage("逐行交代", "每个字的去向", _account),
)


def begin(path: Path) -> Passage:
    """Return a file as its reader gives it, before the first stage. Raises DocumentError."""
    document = read(path)
    return Passage(document, document)
