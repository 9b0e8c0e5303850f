"""Tasks as a table, as pages list them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from app_pages.addresses import link
from app_pages.opened import today
from app_pages.tables import Link, Value, table
from graph_query import notices
from graph_query.ledger import ROLES, Task

HEADS = ("序", "文件", "任务内容", *(f"{role}单位" for role in ROLES), "时限", "提示")


def task_table(tasks: Sequence[Task], carry: Iterable[str] = ()) -> str:
    """Return tasks as a table, each number leading to the task whole; the address carries along what leads back."""
    return table(HEADS, [_row(task, tuple(carry)) for task in tasks])


def dated_table(days: Sequence[tuple[date, Task]], carry: Iterable[str] = ()) -> str:
    """Return tasks as a table, each with a day before it."""
    return table(("最后一日", *HEADS), [(f"{day}", *_row(task, tuple(carry))) for day, task in days])


def _row(task: Task, carry: Sequence[str]) -> tuple[Value, ...]:
    number = Link(task.no or str(task.index), link("tasks", carry, task=task.iri))
    units = (task.of_role(role) for role in ROLES)
    return number, task.document.title, task.text, *units, notices.times(task), notices.of_row(task, today())
