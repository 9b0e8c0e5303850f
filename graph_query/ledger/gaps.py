"""What tasks have nobody for: documents that have no column for a role, told apart from cells that are blank."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph_query.ledger.concepts import shown
from graph_query.ledger.reading import Ledger
from graph_query.ledger.tasks import Tasks

BY_DOCUMENT = "SELECT document, count(*) FROM tasks {where} GROUP BY document"
OF_ROLE = """
SELECT document, count(DISTINCT task) FROM assignments JOIN tasks ON tasks.id = task {where} GROUP BY document"""
# A task that has nobody in a role, of some documents.
WITHOUT = """NOT EXISTS (SELECT 1 FROM assignments WHERE assignments.task = tasks.id AND role = ?)
AND document IN (SELECT value FROM json_each(?))"""


@dataclass(frozen=True, slots=True)
class Gap:
    """Nobody in a role, in some documents: those with a column for it, where it `is_blank`, or those without one."""

    role: str
    is_blank: bool
    documents: tuple[int, ...]

    @property
    def words(self) -> str:
        """What is missing, as people read it."""
        unit = f"{shown('roles', self.role)}单位"
        return f"文件设有{unit}，此项没有写" if self.is_blank else f"文件不设{unit}"

    @property
    def condition(self) -> tuple[str, tuple[str, str]]:
        """The condition in SQL of a task, with its values."""
        return WITHOUT, (self.role, json.dumps(self.documents))


def shares(ledger: Ledger, role: str) -> Mapping[str, float]:
    """Return which part of each document's tasks has somebody in a role."""
    totals = dict(ledger.tasks.counted(BY_DOCUMENT))
    found = dict(ledger.tasks.counted(OF_ROLE, "task", "role = ?", role))
    documents = ledger.documents_by_number
    return {documents[number].iri: found.get(number, 0) / total for number, total in totals.items()}


def gap(ledger: Ledger, role: str, with_column: Iterable[str], *, is_blank: bool) -> Gap:
    """Return a gap, given the documents that have a column for the role."""
    having = set(with_column)
    documents = ledger.documents_by_number.items()
    return Gap(role, is_blank, tuple(number for number, it in documents if (it.iri in having) is is_blank))


def count_of(tasks: Tasks, gap: Gap) -> int:
    """Return how many of some tasks have a gap."""
    condition, values = gap.condition
    count: int = tasks.counted("SELECT count(*) FROM tasks {where}", "tasks.id", condition, *values)[0][0]
    return count
