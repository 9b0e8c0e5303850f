"""Which documents, or places, are asked for by what stands in their tasks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from graph_query.understanding.folding import Folded
from graph_query.understanding.formula import Also, Atom, Condition, Formula, Not, all_of, any_of, is_of_file


def of_documents(conditions: Iterable[Condition], formula: Formula) -> Formula:
    """Return the formula of documents: what none of their tasks may be stands apart, an act they carry out counts.

    What is not written is not written of the tasks that are spoken of: 村务公开栏的任务，哪些地方没写时限.
    """
    conditions = list(conditions)
    topics = [part for part in conditions if isinstance(part, Atom) and part.kind == "topic"]
    of: list[Condition] = []
    none: list[Condition] = []
    for condition in conditions:
        if isinstance(condition, Not) and not is_of_file(condition.part):
            written = isinstance(condition.part, Atom) and condition.part.kind == "has"
            none.append(all_of([*topics, condition.part]) if written else condition.part)
        elif isinstance(condition, Atom) and condition.kind == "cites":
            of.append(any_of((condition, replace(condition, kind="implements"))))
        else:
            of.append(condition)
    return replace(formula, of=all_of(of), none=any_of(none) if none else None)


def in_tasks_apart(conditions: list[Condition], formula: Formula, folded: Folded) -> tuple[list[Condition], Formula]:
    """Return conditions of documents that hold one thing as well as another, in any of their tasks: 既有…又有…."""
    topics = [part for part in conditions if isinstance(part, Atom) and part.kind == "topic"]
    things = [replace(topic, values=(value,), words=value) for topic in topics for value in topic.values]
    if "AS_WELL" not in folded.seen or len(things) < 2:  # noqa: PLR2004 (one thing is in one task)
        return conditions, formula
    also = tuple(Also((), thing) for thing in things[1:])
    kept = [part for part in conditions if part not in topics]
    return [*kept, things[0]], replace(formula, listed=replace(formula.listed, also=also))
