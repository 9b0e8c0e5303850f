"""What binds a unit: tasks that name it, tasks of a collective that surely holds it, and those of one that may."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pyoxigraph as ox

from graph_query.ledger.model import Assignment, Ledger, Task
from graph_query.sparql.prefixes import with_prefixes
from graph_query.sparql.ready_queries import with_values
from graph_query.stores import Store, select

Way = Literal["点名", "统称包含", "可能涉及"]
WAYS: Mapping[Way, str] = {
    "点名": "任务写有本单位的名称",
    "统称包含": "任务写的是统称，本单位必在其中",
    "可能涉及": "任务写的是统称，原文没有说明是否包括本单位",
}
# docs/graph.md, "Units": each task counts once, by the surest way.
COLLECTIVES = """SELECT DISTINCT ?collective ?way WHERE {
  VALUES ?unit { UNDEF }
  { ?collective foaf:member ?unit . BIND ("统称包含" AS ?way) }
  UNION {
    ?unit zr:scope ?scope ; org:classification ?kind .
    ?collective zr:scope ?scope ; zr:collects ?kind . BIND ("统称包含" AS ?way)
  } UNION {
    ?unit zr:scope ?scope ; org:classification ?kind .
    ?collective zr:scope ?scope ; zr:mayCollect ?kind . BIND ("可能涉及" AS ?way)
  }
} ORDER BY ?collective"""


@dataclass(frozen=True, slots=True)
class Duty:
    """A task that binds a unit, by which assignment (its own or a collective's), and how surely."""

    task: Task
    assignment: Assignment
    way: Way


def duties_of(store: Store, ledger: Ledger, unit: str) -> tuple[Duty, ...]:
    """Return what binds a unit, in the order of the ledger; of a task all assignments of its surest way."""
    ways: dict[str, Way] = {}
    for row in select(store, with_values(with_prefixes(COLLECTIVES), "unit", ox.NamedNode(unit))).values():
        way: Way = "统称包含" if row["way"] == "统称包含" else "可能涉及"
        if ways.get(row["collective"]) != "统称包含":
            ways[row["collective"]] = way
    ways[unit] = "点名"
    return tuple(duty for task in ledger.tasks for duty in _of_task(task, ways))


def _of_task(task: Task, ways: Mapping[str, Way]) -> tuple[Duty, ...]:
    for way in WAYS:
        found = [Duty(task, held, way) for held in task.assignments if ways.get(held.unit) == way]
        if found:
            return tuple(found)
    return ()
