"""What is added to a task: further labels, text below its assignment, what headings and rules say of who and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph_build.layouts.parts.ahead import ITEM
from graph_build.layouts.parts.labels import Labelled
from graph_build.model import Assignment, Task, TimeLimit
from graph_build.rules import holds
from graph_build.spans import Text
from graph_build.values.citations import find_citations
from graph_build.values.times import find_limits

# What a heading says of the tasks below it (docs/reading.md B13).
OF_HEADING = "B13"


def with_more(task: Task, labelled: Labelled) -> Task:
    """Return a task with what one more line of labels says."""
    known = {(a.role, a.name) for a in task.assignments}
    more = tuple(a for a in labelled.assignments if (a.role, a.name) not in known)
    return replace(
        task,
        assignments=task.assignments + more,
        open_ended=task.open_ended or labelled.open_ended,
        deadline=task.deadline or labelled.deadline,
    )


def with_text(task: Task, parts: Sequence[Text], year: int | None, own_names: frozenset[str]) -> Task:
    """Return a task with text that goes on behind its assignment."""
    return replace(
        task,
        text=task.text + "".join(part.value for part in parts),
        spans=(*task.spans, *(part.span() for part in parts)),
        times=(*task.times, *limits_of(parts, year)),
        citations=(*task.citations, *(found for part in parts for found in find_citations(part, own_names))),
    )


def limits_of(parts: Sequence[Text], year: int | None) -> tuple[TimeLimit, ...]:
    """Return the limits of a text's parts; a part's number is no figure of a date: 2.6月底前."""
    bare = (part[match.end() :] if (match := ITEM.match(part.value)) else part for part in parts)
    return tuple(limit for part in bare for limit in find_limits(part, year))


def with_inherited(labelled: Labelled, above: Sequence[Labelled]) -> Labelled:
    """Return what labels say, with the roles and the deadline that they lack as headings have them, the inner first."""
    for heading in reversed(above) if holds(OF_HEADING) else ():
        own = {a.role for a in labelled.assignments}
        more = tuple(_of_heading(a) for a in heading.assignments if a.role not in own)
        limit = heading.deadline and replace(
            heading.deadline, basis="heading", rules=(*heading.deadline.rules[:1], OF_HEADING)
        )
        labelled = replace(
            labelled,
            assignments=(*labelled.assignments, *more),
            open_ended=labelled.open_ended or (bool(more) and heading.open_ended),
            deadline=labelled.deadline or limit,
        )
    return labelled


def with_rules(labelled: Labelled, rules: Sequence[Assignment]) -> tuple[Assignment, ...]:
    """Return what labels assign, with the units of the document's rules.

    In the bracket that lays a rule down its units are the task's own (docs/reading.md B11).
    """
    named = {(a.role, a.name) for a in labelled.assignments}
    own = [
        replace(a, basis="own", rules=("R16", "B11")) if holds("B11") else a
        for a in labelled.rule
        if (a.role, a.name) not in named
    ]
    return (*labelled.assignments, *own, *(a for a in rules if (a.role, a.name) not in named))


def _of_heading(assignment: Assignment) -> Assignment:
    return replace(assignment, basis="heading", rules=(*assignment.rules[:1], OF_HEADING))
