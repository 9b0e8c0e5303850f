"""What binds a unit: tasks that name it, tasks of a collective that surely holds it, and those of one that may."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

import pyoxigraph as ox

from graph_query.ledger.model import Assignment, Task
from graph_query.ledger.reading import Ledger
from graph_query.ledger.tasks import Tasks
from graph_query.sparql.prefixes import with_prefixes
from graph_query.sparql.ready_queries import ready_queries
from graph_query.stores import Store, select

Way = Literal["named", "included", "possible"]
# The surest first, as the ready-made query ranks them from 1; as people read them, and what they mean.
WAYS: Mapping[Way, str] = {"named": "点名", "included": "统称包含", "possible": "可能涉及"}
MEANINGS: Mapping[Way, str] = {
    "named": "任务写有本单位的名称",
    "included": "任务写的是统称，本单位必在其中",
    "possible": "任务写的是统称，原文没有说明是否包括本单位",
}
# docs/graph.md, "Units": each task counts once, by the surest way.
# What stands in that query: whose duties are meant, and about its ways.
WHOSE = re.compile(r"VALUES \?unit \{[^}]*\} \?node skos:prefLabel\|skos:altLabel \?unit \.")
BEGIN, END = "the surest way ranked first:", "?assignment zr:unit ?carrier ; zr:task ?task ."


@dataclass(frozen=True, slots=True)
class Duty:
    """A task that binds a unit, by which assignment (its own or a collective's), and how surely."""

    task: Task
    assignment: Assignment
    way: Way

    @property
    def label(self) -> str:
        """How it binds, as people read it: through a collective with the collective's name."""
        return WAYS[self.way] if self.way == "named" else f"{WAYS[self.way]}（原文：{self.assignment.name}）"


# Who looks at a unit turns its pages and opens its tasks: each is a run of the whole page.
@lru_cache(maxsize=4)
def duties_of(store: Store, ledger: Ledger, unit: str, within: Tasks | None = None) -> tuple[Duty, ...]:
    """Return what binds a unit, in the order of the ledger; of a task all assignments of its surest way.

    Given some tasks, only those of them.
    """
    ranks: dict[str, int] = {}
    for row in select(store, _listing(unit)).values():
        rank = int(row["rank"])
        ranks[row["assignment"]] = min(rank, ranks.get(row["assignment"], rank))
    tasks = ledger.named(dict.fromkeys(iri.rsplit("/", 2)[0] for iri in ranks))
    bound = ledger.tasks.within(tasks) if within is None else within.within(tasks)
    return tuple(duty for task in bound for duty in _of_task(task, ranks))


def of_one(unit: str) -> str:
    """Return the ready-made query that counts the duties of units of a name, for one unit alone."""
    return _of_node(_ready(), unit)


@cache
def _ready() -> str:
    return next(query.sparql for query in ready_queries() if query.name == "duties_of_unit")


def _listing(unit: str) -> str:
    """Return a query for what binds a unit, by the ways of the ready-made one: these are said there alone."""
    counting = _ready()
    ways = counting[counting.index(BEGIN) + len(BEGIN) : counting.index(END)]
    found = f"SELECT DISTINCT ?assignment ?rank WHERE {{ {ways} ?assignment zr:unit ?carrier . }}"
    return with_prefixes(_of_node(found, unit))


def _of_node(query: str, unit: str) -> str:
    return WHOSE.sub(f"VALUES ?node {{ {ox.NamedNode(unit)} }}", query)


def _of_task(task: Task, ranks: Mapping[str, int]) -> tuple[Duty, ...]:
    bound = [(ranks[assignment.iri], assignment) for assignment in task.assignments if assignment.iri in ranks]
    surest = min((rank for rank, _ in bound), default=0)
    return tuple(Duty(task, assignment, tuple(WAYS)[rank - 1]) for rank, assignment in bound if rank == surest)
