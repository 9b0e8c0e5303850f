"""A reading and what people say of it -> the reading as they say it is, and what of it does not apply any more."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from graph_build.corrections.desk import Applied, Desk
from graph_build.corrections.model import CHECKS, Correction
from graph_build.corrections.of_documents import OF_DOCUMENTS
from graph_build.corrections.of_tasks import OF_TASKS
from graph_build.corrections.targets import Needless, Stale
from graph_build.model import ROLES, SUPPOSED, Origin, Task, TaskList
from graph_build.vocabulary.concepts import label_of

CHANGES = {**OF_TASKS, **OF_DOCUMENTS}


@dataclass(frozen=True, slots=True)
class Corrected:
    """A reading as people say it is: what of it holds, and the others, each with why; `confirmed` as a whole or not."""

    task_list: TaskList
    origin: Origin
    applied: tuple[Applied, ...] = ()
    left: tuple[tuple[Correction, str], ...] = ()

    @property
    def confirmed(self) -> bool:
        """Whether a person confirmed the document."""
        return any(one.correction.what == "document_checked" for one in self.applied)


def applied(task_list: TaskList, origin: Origin, corrections: Sequence[Correction]) -> Corrected:
    """Return a reading with corrections, in their order; confirmations are held against what comes of all of them.

    One whose target is gone or changed, or that is read so already, is left out and told: never dropped, never applied
    to something else.
    """
    if not corrections:
        return Corrected(task_list, origin)
    desk = Desk(task_list, origin)
    done: list[Applied] = []
    left: list[tuple[Correction, str]] = []
    for one in sorted(corrections, key=lambda one: one.what in CHECKS):
        try:
            done.append(_checked(desk, one) if one.what in CHECKS else CHANGES[one.what](desk, one))
        except Needless:
            left.append((one, "现在已经这样识读，这一条可以撤回"))
        except Stale as stale:
            left.append((one, f"{stale}，没有采用。请对照原文重新核对，或撤回这一条"))
    return Corrected(desk.finished(), desk.origin, tuple(_settled(desk, done)), tuple(left))


def _checked(desk: Desk, one: Correction) -> Applied:
    """Hold a confirmation against what is read now. Raises Stale."""
    if one.what == "document_checked":
        if one.was != reading_of_all(desk.tasks):
            raise Stale("核对之后，文件的识读又有变化")
        desk.tasks[:] = map(_settled_task, desk.tasks)
        return Applied(one)
    at = desk.target(one)
    if one.was != reading_of(desk.tasks[at]):
        raise Stale("核对之后，这项任务的识读又有变化")
    desk.put(at, _settled_task(desk.tasks[at]))
    return Applied(one, desk.numbers[at], span=desk.tasks[at].spans[0])


def _settled_task(task: Task) -> Task:
    """Return a task that a person confirmed: what was only supposed of it is no more."""
    parts = tuple(replace(a, basis="checked") if a.basis in SUPPOSED else a for a in task.assignments)
    limit = task.deadline
    deadline = replace(limit, basis="checked") if limit and limit.basis in SUPPOSED else limit
    return replace(task, assignments=parts, deadline=deadline)


def _settled(desk: Desk, done: Iterable[Applied]) -> list[Applied]:
    """Return what was applied with the places of tasks in the list, and the parts that no later one took away."""
    places = {number: at for at, number in enumerate(desk.numbers)}
    found = []
    for one in done:
        at = None if one.task is None else places.get(one.task)
        parts = set() if at is None else _parts_of(desk.tasks[at])
        found.append(replace(one, task=at, gives=one.gives if one.gives in parts else ""))
    return found


def _parts_of(task: Task) -> set[str]:
    """Return the parts of a task that corrections make."""
    parts = {f"{a.role}/{a.name}" for a in task.assignments if a.basis == "corrected"}
    parts |= {"limit/1"} if task.deadline and task.deadline.basis == "corrected" else set()
    return parts | {f"citation/{n}" for n, citation in enumerate(task.citations, 1) if citation.meant}


def reading_of(task: Task) -> str:
    """Return a task's reading in a line, with which a confirmation of it is held: units, deadline, a hash of all.

    >>> reading_of(Task(None, None, None, "公开规章", (), ()))
    '没有单位；没有完成时限；0a7848f5'
    """
    units = {role: "、".join(a.name for a in task.assignments if a.role == role) for role in ROLES}
    said = [f"{label_of('roles', role)}：{names}" for role, names in units.items() if names] or ["没有单位"]
    said.append(f"完成时限：{task.deadline.words}" if task.deadline else "没有完成时限")
    cited = [f"{it.title} {it.number} {it.meant and (it.meant.title, it.meant.number)}" for it in task.citations]
    whole = "\n".join([task.text, *said, *(limit.words for limit in task.times), *cited])
    return "；".join([*said, _hash(whole, 8)])


def reading_of_all(tasks: Sequence[Task]) -> str:
    """Return in a line how all tasks are read, with which a confirmation of the document is held."""
    return f"任务 {len(tasks)} 项；{_hash(''.join(map(reading_of, tasks)), 12)}"


def _hash(text: str, length: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:length]
