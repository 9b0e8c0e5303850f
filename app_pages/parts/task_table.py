"""Tasks as a table, as pages list them: columns to choose, heads that put it in order, signs in place of hints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app_pages.parts.addresses import links_to
from app_pages.parts.opened import today
from app_pages.parts.sorting import Sorting, To
from app_pages.parts.tables import Head, Link, Marks, Value, table
from graph_query.ledger import notices
from graph_query.ledger.concepts import ROLES, shown
from graph_query.ledger.marks import SUPPOSED_SIGN, signs_of
from graph_query.ledger.model import Task
from graph_query.ledger.tasks import Tasks

# Which tasks have a part in a role: a column for each that there is, and the text has the room of the others.
ROLES_OF = "SELECT DISTINCT role FROM assignments {where}"
# What stands in a list beside which a task is open.
BESIDE = ("text", "time", "marks")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of tasks: its label, and what stands in it."""

    label: str
    value: Callable[[Task], Value]


def task_table(tasks: Sequence[Task], *, linked: bool = True) -> str:
    """Return tasks as a table, each number leading to the task whole.

    Tasks that are in no list have no page of their own and are not `linked`.
    """
    tasks = tuple(tasks)
    found = {assignment.role for task in tasks for assignment in task.assignments}
    columns = _usual(found)
    to = links_to("tasks") if linked else None
    rows = [(_number(task, to), *(COLUMNS[key].value(task) for key in columns)) for task in tasks]
    return table(("序", *(COLUMNS[key].label for key in columns)), rows)


def heads_of(columns: Iterable[str], sorting: Sorting, to: To) -> list[Head | str]:
    """Return the heads of a list's columns, which put it in order."""
    return [sorting.head("number", "序", to), *(sorting.head(key, COLUMNS[key].label, to) for key in columns)]


def list_table(
    tasks: Iterable[Task], heads: Sequence[Head | str], columns: Sequence[str], to: To, opened: Task | None
) -> str:
    """Return tasks as a list whose heads stay, and whose rows open the task beside it."""
    tasks = tuple(tasks)
    rows = [(_opens(task, to), *(COLUMNS[key].value(task) for key in columns)) for task in tasks]
    return table(heads, rows, "cards opens", _place(tasks, opened))


def dated_table(days: Sequence[tuple[date, Task]], columns: Sequence[str], to: To, opened: Task | None) -> str:
    """Return tasks as a list, each with a day before it."""
    rows = [(_opens(task, to), f"{day}", *(COLUMNS[key].value(task) for key in columns)) for day, task in days]
    heads = ("序", "最后一日", *(COLUMNS[key].label for key in columns))
    return table(heads, rows, "cards opens", _place([task for _, task in days], opened))


def columns_shown(tasks: Tasks, chosen: Sequence[str], opened: Task | None) -> tuple[str, ...]:
    """Return the columns of a list: those chosen, else the usual ones; beside an open task few."""
    if opened:
        return BESIDE
    return tuple(key for key in COLUMNS if key in chosen) or _usual({role for (role,) in tasks.counted(ROLES_OF)})


def _usual(roles: Iterable[str]) -> tuple[str, ...]:
    found = {*roles}
    return "document", "text", *(role for role in ROLES if role in found), "time", "marks"


def _number(task: Task, to: To | None) -> Value:
    words = task.no or str(task.index)
    return Link(words, to(task=task.iri), f"{task.document.title}{task.numbered}") if to else words


def _opens(task: Task, to: To) -> Value:
    return Link(task.no or str(task.index), to(open=task.iri), f"在旁打开{task.document.title}{task.numbered}")


def _place(tasks: Sequence[Task], opened: Task | None) -> int | None:
    """Return which of the tasks is open."""
    return next((n for n, task in enumerate(tasks) if opened and task.iri == opened.iri), None)


def units_of(role: str) -> Callable[[Task], Marks]:
    """Return what gives a task's units of a role, a sign behind those that are supposed."""

    def of(task: Task) -> Marks:
        return Marks(tuple(_pieces([(a.name, a.basis) for a in task.assignments if a.role == role], "、")))

    return of


def time_of(task: Task) -> Marks:
    """Return a task's deadline and the limits in its text, a sign behind those that are supposed."""
    inside = [(f"文内：{notices.written(limit)}", limit.basis) for limit in task.limits]
    own = [(notices.written(task.deadline), task.deadline.basis)] if task.deadline else []
    if not own and not inside:
        own = [(notices.UNLIMITED[task.unlimited], "")]
    return Marks(tuple(_pieces([*own, *inside], "；")))


def _pieces(said: Sequence[tuple[str, str]], between: str) -> Iterator[tuple[str, str, str]]:
    """Yield words with their bases as pieces of a cell."""
    for n, (words, basis) in enumerate(said):
        why = notices.why_supposed(basis)
        yield f"{between if n else ''}{words}", SUPPOSED_SIGN if why else "", why


def marks_of(task: Task) -> Marks:
    """Return the signs of a task."""
    return Marks(tuple(("", sign, meaning) for sign, meaning in signs_of(task, today())))


def _unit_columns() -> Mapping[str, Column]:
    return {role: Column(f"{shown('roles', role)}单位", units_of(role)) for role in ROLES}


COLUMNS: Mapping[str, Column] = {
    "document": Column("文件", lambda task: task.document.title),
    "place": Column("地方", lambda task: task.document.place),
    "year": Column("年度", lambda task: task.document.year),
    "section": Column("章节", lambda task: " › ".join(filter(None, (task.section, task.subsection)))),
    "text": Column("任务内容", lambda task: task.text),
    **_unit_columns(),
    "time": Column("时限", time_of),
    "topic": Column("主题", lambda task: "、".join(shown("topics", topic) for topic in task.topics)),
    "act": Column("所引文件", lambda task: "、".join(act.shown for act in task.acts)),
    "remark": Column("备注", lambda task: task.remark),
    "marks": Column("标记", marks_of),
}
