"""The last days that tasks set: how many end on each, which end in some days, and those that set none."""

from __future__ import annotations

from collections import Counter
from datetime import date

from graph_query.ledger.concepts import TEMPLATE
from graph_query.ledger.facets import OF_TIME
from graph_query.ledger.tasks import Tasks

ORDER = "ORDER BY day, documents.position, tasks.number"
JOINED = "FROM days JOIN tasks ON tasks.id = task JOIN documents ON documents.id = document"
COUNTED = "SELECT day, count(*) FROM days {where} GROUP BY day ORDER BY day"
# A template's dates are nobody's.
OWN = f"SELECT max(day) {JOINED} {{where}}"
WITHIN = f"SELECT day, tasks.id {JOINED} {{where}} {ORDER}"
UNDATED = "SELECT times, count(*) FROM tasks {where} GROUP BY times"


def due_by_day(tasks: Tasks) -> dict[date, int]:
    """Return how many tasks end on each day, in the order of days."""
    return {date.fromisoformat(day): count for day, count in tasks.counted(COUNTED)}


def latest_own(tasks: Tasks) -> str:
    """Return the last of the days, as 2022-06-30, that tasks of documents of a place set; empty where there is none."""
    return tasks.counted(OWN, "task", "copy <> ?", TEMPLATE)[0][0] or ""


def due_within(tasks: Tasks, first: date, last: date) -> tuple[tuple[date, ...], Tasks]:
    """Return the days from a first to a last one on which tasks end, and the tasks beside them, one for each day."""
    rows = tasks.counted(WITHIN, "task", "day BETWEEN ? AND ?", first.isoformat(), last.isoformat())
    return tuple(date.fromisoformat(day) for day, _ in rows), tasks.numbered(number for _, number in rows)


def undated(tasks: Tasks) -> Counter[str]:
    """Return of tasks that set no last day how many are of each kind of time."""
    found: Counter[str] = Counter()
    for times, count in tasks.counted(UNDATED, "id", "NOT EXISTS (SELECT 1 FROM days WHERE task = id)"):
        for time in times.split():
            found[OF_TIME[time]] += count
    return found
