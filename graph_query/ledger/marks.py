"""What must be said of the tasks of a list, once and with how many: its rows carry a mark alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from graph_query.ledger import notices
from graph_query.ledger.concepts import SUPPOSED
from graph_query.ledger.model import Task
from graph_query.ledger.reading import Ledger
from graph_query.ledger.tasks import Tasks

# The signs that rows carry; the line above the list says what each means.
PAST_SIGN, SUPPOSED_SIGN, DOUBT_SIGN = "⏱", "※", "△"
# What each says where nobody can point at it.
SAYS = {PAST_SIGN: "期限已过", SUPPOSED_SIGN: "推定", DOUBT_SIGN: "原文或识读存疑"}
PAST = "SELECT count(DISTINCT task) FROM days {where}"
# A basis stands in what is said of assignments and of limits alone.
OF_BASIS = "SELECT count(*) FROM details {where}"
DETAILED = "SELECT count(*) FROM tasks JOIN details ON task = id {where}"
ENDED = f"""
(document IN (SELECT value FROM json_each(?))
  OR document IN (SELECT value FROM json_each(?)) AND EXISTS (SELECT 1 FROM days WHERE days.task = tasks.id))
AND NOT EXISTS (SELECT 1 FROM days WHERE days.task = tasks.id AND day >= ?)
AND NOT instr(coalesce(json_extract(said, '$[9][1]'), ''), '{notices.FOR_GOOD}')
AND NOT EXISTS (SELECT 1 FROM json_each(said, '$[10]') WHERE instr(json_extract(value, '$[1]'), '{notices.FOR_GOOD}'))
"""
DAMAGED = "json_extract(said, '$[13]')"


@dataclass(frozen=True, slots=True)
class Said:
    """Something that must be said of tasks of a list: the sign in their rows, if they have one, and of how many."""

    sign: str
    count: int
    words: str


@lru_cache(maxsize=16)
def said_of(ledger: Ledger, tasks: Tasks, today: date) -> tuple[Said, ...]:
    """Return what must be said of tasks on a day, each with of how many; nothing that is said of none."""
    supposed = " OR ".join(f"instr(said, '\"{basis}\"')" for basis in sorted(SUPPOSED))
    found = [
        Said(PAST_SIGN, _number(tasks.counted(PAST, "task", "day < ?", str(today))), notices.PAST),
        Said("", _ended(ledger, tasks, today), notices.YEAR_ENDED),
        Said(SUPPOSED_SIGN, _number(tasks.counted(OF_BASIS, "task", f"({supposed})")), notices.SUPPOSED),
        Said(DOUBT_SIGN, _number(tasks.counted(DETAILED, "id", DAMAGED)), notices.DAMAGED),
        *_of_documents(ledger, tasks),
    ]
    return tuple(said for said in found if said.count)


def signs_of(task: Task, today: date) -> tuple[tuple[str, str], ...]:
    """Return the signs that a row with a task carries, each with its meaning."""
    past = notices.PAST if any(day < today for day in task.days) else ""
    marked = ((PAST_SIGN, past), (SUPPOSED_SIGN, notices.of_supposed(task)), (DOUBT_SIGN, notices.of_task(task)))
    return tuple((sign, meaning) for sign, meaning in marked if meaning)


def _number(rows: Sequence[Sequence[int]]) -> int:
    return rows[0][0]


def _ended(ledger: Ledger, tasks: Tasks, today: date) -> int:
    """Return how many tasks are of years that are over, no day of theirs being later: as notices.of_time says it."""
    documents = ledger.documents_by_number.items()
    over = [number for number, it in documents if it.years and int(it.years[-1]) < today.year]
    of_none = [number for number, it in documents if not it.years]
    january = date(today.year, 1, 1)
    return _number(tasks.counted(DETAILED, "id", ENDED, json.dumps(over), json.dumps(of_none), str(january)))


def _of_documents(ledger: Ledger, tasks: Tasks) -> list[Said]:
    """Return what must be said of tasks for the sake of their documents."""
    found: dict[str, int] = {}
    for number, count in tasks.counted("SELECT document, count(*) FROM tasks {where} GROUP BY document", "id"):
        notice = notices.of_document(ledger.documents_by_number[number])
        if notice:
            found[notice] = found.get(notice, 0) + count
    return [Said(DOUBT_SIGN, count, notice) for notice, count in found.items()]
