"""Sentences that hold for every task of a document: who carries all of them out, who of a list leads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from graph_build.model import Assignment, Document, Paragraph, Role, Table, Task
from graph_build.rules import holds
from graph_build.spans import Text
from graph_build.values.names import is_unit_name
from graph_build.values.roles import FIRST_LEADS
from graph_build.values.units import read_units

ALL = r"(?:以下|下列|上述|以上|所列|本方案|本表|各项|各|所有|全部|每项)(?:各项|所有|全部|所列)?"
TASKS = r"(?:重点|主要|具体)?(?:工作任务|任务|工作|事项|措施|内容)"
UNLISTED = (
    r"(?:[，,；;]?(?:以下|下文|表中|文中|分工中)?(?:均)?不再(?:逐一|一一|逐项|另行|单独|重复)?"
    r"(?:列出|列举|标注|注明|列明|列示|列))?"
)
UNITS = r"(?P<units>[^，,；;。：:]{2,40}?)"
# 以下均需各县市区落实，不再逐一列出  各乡镇为各项任务的责任单位  各项任务均由各街道抓好落实
RULES = (
    # 各项任务，各乡镇均须按照属地管理原则抓好落实
    re.compile(
        rf"[，,；;]?{ALL}(?:{TASKS})?[，,]{UNITS}(?:均|都|一律)(?:需|须|应|要|由)?(?:要|当|按照?|结合)[^，,；;。]*?(?:落实|实施|执行)"
        rf"{UNLISTED}"
    ),
    re.compile(
        rf"[，,；;]?{ALL}(?:{TASKS})?(?:均|都|一律)?(?:需|须|由|请|应|要|涉及){UNITS}"
        rf"(?:负责|贯彻|抓好|认真|组织|共同|具体|按照?职责|分别)*(?:落实|实施|承担|执行){UNLISTED}"
    ),
    re.compile(
        rf"[，,；;]?{UNITS}(?:均|都)?(?:为|是|作为|系){ALL}(?:{TASKS})?的?(?:共同|当然)?责任(?:单位|部门|主体){UNLISTED}"
    ),
    re.compile(
        rf"[，,；;]?{ALL}(?:{TASKS})?的?责任(?:单位|部门)(?:均|都)?(?:包括|包含|含){UNITS}(?=[，,；;。]|$){UNLISTED}"
    ),
    re.compile(rf"[，,；;]?{ALL}{TASKS}(?:均|都)涉及{UNITS}(?=[，,；;。]|$){UNLISTED}"),
    # 以下任务均须于10月底前完成，各县区同步落实
    re.compile(
        rf"(?!以上|上述){ALL}{TASKS}[^。；;，,]*(?:完成|办结|到位)[，,]{UNITS}(?:同步|分别|各自|按照?[^。；;，,]*|结合[^。；;，,]*)"
        r"(?:抓好|组织|推进|推动)*(?:落实|实施|执行|推进)"
    ),
)


def find_rule(text: Text) -> tuple[Assignment, ...]:
    """Return the units that a sentence binds to every task of the document: 以下均需各县市区落实."""
    return next((assignments for _, assignments in _rules(text)), ())


def without_rule(text: Text) -> tuple[Text, tuple[Assignment, ...]]:
    """Return a bracket's text up to such a sentence, and the units that it binds."""
    # What follows a rule in a bracket is nothing but 不再逐一列出; a label behind it would stand behind a 。
    return next(((text[:start], assignments) for start, assignments in _rules(text)), (text, ()))


def _rules(text: Text) -> Iterable[tuple[int, tuple[Assignment, ...]]]:
    for pattern in RULES if holds("R16") and holds("B8") else ():
        match = pattern.search(text.value)
        units = read_units(text[match.start("units") : match.end("units")]).units if match else ()
        if match and units and all(is_unit_name(unit.name) for unit in units):
            known_by = ("R16", "B8")
            yield (
                match.start(),
                tuple(Assignment(u.name, "responsible", "document_rule", u.span, known_by) for u in units),
            )


def with_leads(tasks: Sequence[Task], document: Document) -> tuple[Task, ...]:
    """Return tasks whose first unit leads, where the document lays that down."""
    if not (holds("R14") and first_unit_leads(document)):
        return tuple(tasks)
    others = _others_support(document)
    return tuple(with_first_lead(task, others_support=others) for task in tasks)


def first_unit_leads(document: Document) -> bool:
    """Say whether the document lays down that in each list the first unit leads (docs/reading.md R14)."""
    return any(_holds_for_all(text) for text in _texts(document))


def _holds_for_all(text: Text) -> bool:
    """Say whether a text lays that down for other lists than its own: （列首位的牵头） behind units alone does not."""
    match = FIRST_LEADS.search(text.value)
    if match is None or match["bracket"] is None or match["on"]:
        return match is not None
    units = read_units(text).units
    return not units or not all(is_unit_name(unit.name) for unit in units)


def _others_support(document: Document) -> bool:
    """Say whether the others of each list cooperate: 列首位的为牵头单位，其余为配合单位."""
    return any(match["others"] for text in _texts(document) for match in FIRST_LEADS.finditer(text.value))


def with_first_lead(task: Task, *, others_support: bool = False) -> Task:
    """Return a task whose first responsible unit leads, where it names no lead of its own."""
    own = [n for n, a in enumerate(task.assignments) if a.role == "responsible" and a.basis != "document_rule"]
    if not own or any(a.role == "lead" for a in task.assignments):
        return task
    # A word of its own goes before the rule: B负责 stays as it is.
    roles: dict[int, Role] = {n: "cooperating" for n in own if others_support and task.assignments[n].rules[0] != "R6"}
    roles[own[0]] = "lead"
    ruled = (
        replace(a, role=roles[n], rules=("R14", *a.rules[1:])) if n in roles else a
        for n, a in enumerate(task.assignments)
    )
    return replace(task, assignments=tuple(ruled))


def _texts(document: Document) -> Iterable[Text]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text.compact()
        if isinstance(block, Table):
            yield from (cell.text.compact() for row in block.rows for cell in row)
