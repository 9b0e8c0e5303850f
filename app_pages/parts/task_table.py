"""Tasks as a table, as pages list them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from app_pages.parts.addresses import links_to
from app_pages.parts.opened import today
from app_pages.parts.tables import Link, Value, table
from graph_query.ledger import notices
from graph_query.ledger.concepts import ROLES, shown
from graph_query.ledger.model import Task


def task_table(tasks: Sequence[Task], carry: Iterable[str] = (), *, linked: bool = True) -> str:
    """Return tasks as a table, each number leading to the task whole; the address carries along what leads back.

    Tasks that are in no list have no page of their own and are not `linked`.
    """
    tasks = tuple(tasks)
    roles, to = _roles(tasks), links_to("tasks", carry) if linked else None
    return table(_heads(roles), [_row(task, roles, to) for task in tasks])


def dated_table(days: Sequence[tuple[date, Task]], carry: Iterable[str] = ()) -> str:
    """Return tasks as a table, each with a day before it."""
    roles, to = _roles([task for _, task in days]), links_to("tasks", carry)
    return table(("最后一日", *_heads(roles)), [(f"{day}", *_row(task, roles, to)) for day, task in days])


def _roles(tasks: Iterable[Task]) -> list[str]:
    """Return the roles that tasks have: a column for each, and the text has the room of the others."""
    found = {assignment.role for task in tasks for assignment in task.assignments}
    return [role for role in ROLES if role in found]


def _heads(roles: Iterable[str]) -> tuple[str, ...]:
    return ("序", "文件", "任务内容", *(f"{shown('roles', role)}单位" for role in roles), "时限", "提示")


def _row(task: Task, roles: Iterable[str], to: Callable[..., str] | None) -> tuple[Value, ...]:
    words = task.no or str(task.index)
    number = Link(words, to(task=task.iri)) if to else words
    units = (task.of_role(role) for role in roles)
    return number, task.document.title, task.text, *units, notices.times(task), notices.of_row(task, today())
