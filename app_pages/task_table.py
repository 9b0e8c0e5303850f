"""Tasks as a table, as pages list them."""

from __future__ import annotations

from collections.abc import Sequence

from app_pages.addresses import link
from app_pages.opened import today
from app_pages.tables import Link, table
from graph_query import notices
from graph_query.ledger import ROLES, Task


def task_table(tasks: Sequence[Task]) -> str:
    """Return tasks as a table, each number leading to the task whole."""
    heads = ("序", "文件", "任务内容", *(f"{role}单位" for role in ROLES), "完成时限", "提示")
    return table(heads, [_row(task) for task in tasks])


def _row(task: Task) -> tuple[str | Link, ...]:
    said = "；".join(filter(None, (notices.of_time(task, today()), notices.of_task(task))))
    limits = "；".join([notices.deadline(task), *(f"文内：{limit.words}" for limit in task.limits)])
    number = Link(task.no or str(task.index), link("tasks", task=task.iri))
    units = (task.of_role(role) for role in ROLES)
    return number, task.document.title, task.text, *units, limits, said
