"""The rule that in each list of units the first one leads: 列首位的为牵头单位（下同）."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from graph_build.model import Document, Paragraph, Table, Task

RULE = re.compile(
    r"[，,；;（(]?(?:以上|以下|各项|各项任务|所列|责任单位(?:中|栏)?)?[，,]?"
    r"(?:列|排|位列|居)(?:在|名)?(?:首位|第一位?|首|最前面?|前面?第一位)(?:的|者)?(?:责任)?(?:单位|部门)?(?:均|即)?(?:为|是)"
    r"(?:该项(?:工作|任务)的?)?(?:总?牵头|主办)(?:责任)?(?:单位|部门)?(?:[，,；;（(、]?下同[）)]?)?"
)


def first_unit_leads(document: Document) -> bool:
    """Say whether the document lays the rule down anywhere (gold conventions, "Roles" 1)."""
    return any(RULE.search(text) for text in _texts(document))


def with_first_lead(task: Task) -> Task:
    """Return a task whose first responsible unit leads, where it names no lead of its own."""
    own = [n for n, a in enumerate(task.assignments) if a.role == "responsible" and a.basis != "document_rule"]
    if not own or any(a.role == "lead" for a in task.assignments):
        return task
    leading = (replace(a, role="lead") if n == own[0] else a for n, a in enumerate(task.assignments))
    return replace(task, assignments=tuple(leading))


def _texts(document: Document) -> Iterable[str]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text.compact().value
        if isinstance(block, Table):
            yield from (cell.text.compact().value for row in block.rows for cell in row)
