"""Tasks as the rows of a ledger: of a unit by its duties, the surest first; or with all their units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from graph_build.values.figures import CIRCLED, FIGURES
from graph_query.exports.paper import MARK, Column, Due
from graph_query.ledger.concepts import ROLES, shown
from graph_query.ledger.duties import WAYS, Duty, Way
from graph_query.ledger.model import Assignment, Limit, Task

ORDER = "一二三"
# So many names of collectives are said in a heading.
NAMES = 3
PARTS: dict[Way, tuple[str, str]] = {
    "named": ("点名的任务", ""),
    "included": ("统称包含的任务", ""),
    "possible": ("可能涉及的任务", "，没有说明是否包括本单位"),
}
NO_LIMIT = "未写明"


@dataclass(frozen=True, slots=True)
class Entry:
    """A task as a row under a heading: who carries it and who beside, until when, and by which assignments.

    `written` is of a unit's ledger the name that the document writes: the unit's own, or that of a collective.
    """

    heading: str
    task: Task
    carried: str
    beside: str
    due: Due
    written: str
    assignments: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """How a ledger writes a task: in which columns, and as which row."""

    columns: tuple[Column, ...]
    entry_of: Callable[[Task], Entry]


# Made anew each time they are asked for: those of many tasks need no room.
Entries = Callable[[], Iterable[Entry]]


def entries_of_unit(duties: Iterable[Duty]) -> tuple[Entry, ...]:
    """Return a unit's duties as rows, the surest way first; a task in which it has several roles is one of them."""
    by_way: defaultdict[Way, list[list[Duty]]] = defaultdict(list)
    for _, of_task in groupby(duties, lambda duty: duty.task.iri):
        its = list(of_task)
        by_way[its[0].way].append(its)
    ways = [way for way in WAYS if way in by_way]
    headings = {way: _heading(number, way, by_way[way]) for number, way in enumerate(ways)}
    return tuple(_entry_of_duties(its, headings[way]) for way in ways for its in by_way[way])


def entry_of_task(task: Task, heading: str = "") -> Entry:
    """Return a task as a row that says of all its units what they do: those that lead it before the others."""
    leads = any(one.role == "lead" for one in task.assignments)
    main = [one for one in task.assignments if one.role == ("lead" if leads else "responsible")]
    beside = _by_role([one for one in task.assignments if one not in main])
    carried = _by_role(main, "responsible")
    more = _more(task)
    units = (carried, beside + more) if beside else (carried + more, "")
    return Entry(heading, task, *units, due_of(task), "", task.assignments)


def due_of(task: Task) -> Due:
    """Return when a task must be done: its deadline as written, else what its text says, which is said to be that.

    A day in the text is a last day; what lasts so long, or comes so often, is no deadline: 公示不少于30日.
    """
    first = task.deadline or next((limit for limit in task.limits if limit.until), None)
    due = limited(first) if first else Due("")
    inside = dict.fromkeys(
        limit.words for limit in task.limits if not task.deadline or (limit.until and limit.until != due.day)
    )
    said = "；".join(filter(None, (due.words if task.deadline else "", f"文中：{'、'.join(inside)}" if inside else "")))
    return replace(due, words=said or NO_LIMIT)


def limited(limit: Limit) -> Due:
    """Return a limit as a deadline on paper."""
    return Due(f"{limit.words}{MARK if limit.supposed else ''}", limit.until, limit.supposed, limit.ongoing)


def text_of(task: Task) -> str:
    """Return a task's text, each item in a line of its own."""
    lines, rest = [], task.text
    for item in task.items:
        at = rest.find(item.partition(" ")[2] or item)
        before = rest[: max(at, 0)].rstrip(f"（()）0123456789{FIGURES}.．、{CIRCLED} ")
        lines.append(before)
        rest = rest[len(before) :]
    return "\n".join(filter(None, (*lines, rest)))


def _heading(number: int, way: Way, its: Sequence[Sequence[Duty]]) -> str:
    """Return the heading of a unit's tasks of one way; through collectives, it says how these are written."""
    label, more = PARTS[way]
    names = dict.fromkeys(f"“{duty.assignment.name}”" for of_task in its for duty in of_task)
    named = f"{''.join([*names][:NAMES])}{f'等 {len(names)} 种统称' if len(names) > NAMES else ''}"
    written = f"，原文写{named}{more}" if way != "named" else ""
    return f"{ORDER[number]}、{label}（{len(its)} 项{written}）"


def _entry_of_duties(duties: Sequence[Duty], heading: str) -> Entry:
    task, own = duties[0].task, tuple(duty.assignment for duty in duties)
    roles = dict.fromkeys(f"{shown('roles', one.role)}{MARK if one.supposed else ''}" for one in own)
    others = [one for one in task.assignments if one not in own]
    beside = _by_role(others, own[0].role if len(own) == 1 else "")
    written = "、".join(dict.fromkeys(one.name for one in own))
    return Entry(heading, task, "、".join(roles), beside + _more(task), due_of(task), written, own)


def _by_role(assignments: Sequence[Assignment], role: str = "") -> str:
    """Return units by their roles; where all have the same `role`, it goes without saying."""
    if all(one.role == role for one in assignments):
        return _units(assignments)
    found = {it: [one for one in assignments if one.role == it] for it in ROLES}
    return "；".join(f"{shown('roles', it)}：{_units(its)}" for it, its in found.items() if its)


def _units(assignments: Sequence[Assignment]) -> str:
    """Return units by name, those that are only supposed marked; where all of several are, once for all."""
    if len(assignments) > 1 and all(one.supposed for one in assignments):
        return f"{'、'.join(one.name for one in assignments)}（均{MARK}）"
    return "、".join(f"{one.name}{MARK if one.supposed else ''}" for one in assignments)


def _more(task: Task) -> str:
    return "等（原文未列全）" if task.open_ended else ""
