"""Counts of tasks per unit: by role, by topic, and of those that two units share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

from graph_query.ledger.model import Ledger, Task


def units_in_order(ledger: Ledger, tasks: Iterable[Task]) -> tuple[str, ...]:
    """Return the units of tasks: those of the register in its order, then the others as the documents name them."""
    units = dict.fromkeys(assignment.unit for task in tasks for assignment in task.assignments)
    orders = {unit: ledger.units[unit].order for unit in units}
    return tuple(sorted(units, key=lambda unit: (orders[unit] is None, orders[unit] or 0)))


def by_role(tasks: Iterable[Task]) -> Counter[tuple[str, str]]:
    """Return how many tasks name each unit in each role; one that names it twice in a role counts once."""
    return Counter(
        pair for task in tasks for pair in {(assignment.unit, assignment.role) for assignment in task.assignments}
    )


def counted(tasks: Iterable[Task], *, supposed: bool = False) -> Counter[str]:
    """Return how many tasks name each unit; or of those how many by a supposed assignment."""
    return Counter(
        unit
        for task in tasks
        for unit in {assignment.unit for assignment in task.assignments if assignment.supposed or not supposed}
    )


def by_topic(tasks: Iterable[Task]) -> Counter[tuple[str, str]]:
    """Return how many tasks of each topic name each unit."""
    return Counter(
        (unit, topic)
        for task in tasks
        for unit in {assignment.unit for assignment in task.assignments}
        for topic in task.topics
    )


def shared(tasks: Iterable[Task]) -> Counter[tuple[str, str]]:
    """Return how many tasks name both of two units, for each two that share one."""
    return Counter(
        pair for task in tasks for pair in combinations(sorted({assignment.unit for assignment in task.assignments}), 2)
    )


def partners(unit: str, tasks: Sequence[Task]) -> Counter[str]:
    """Return how many of a unit's tasks each other unit shares."""
    return Counter({a if b == unit else b: count for (a, b), count in shared(tasks).items() if unit in (a, b)})
