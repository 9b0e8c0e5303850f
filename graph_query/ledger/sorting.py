"""Tasks in another order than that of the documents: by a column of their list, over the whole list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from graph_query.ledger.concepts import ROLES, shown
from graph_query.ledger.model import Document
from graph_query.ledger.reading import Ledger
from graph_query.ledger.tasks import Tasks

# Of each task what a column goes by, and the column of the table that numbers tasks.
NAMED = """SELECT task, (SELECT json_extract(value, '$[1]') FROM json_each(said, '$[8]')
WHERE json_extract(value, '$[2]') = '$role' LIMIT 1) FROM details {where}"""
HEADED = "SELECT task, json_extract(said, '$[2]') || json_extract(said, '$[3]') FROM details {where}"
ASKED: Mapping[str, tuple[str, str]] = {
    "number": ("SELECT id, number FROM tasks {where}", "id"),
    "text": ("SELECT task, json_extract(said, '$[1]') FROM details {where}", "task"),
    "section": (HEADED, "task"),
    "topic": ("SELECT id, topics FROM tasks {where}", "id"),
    "time": ("SELECT task, min(day) FROM days {where} GROUP BY task", "task"),
    **{role: (NAMED.replace("$role", role), "task") for role in ROLES},
}
OF_DOCUMENT: Mapping[str, Callable[[Document], str]] = {
    "document": lambda document: document.title,
    "place": lambda document: document.place,
    "year": lambda document: document.year,
}
SORTED_BY = (*ASKED, *OF_DOCUMENT)
Key = int | bytes


# Each holds a number a task: 0.6 MB for 80,000.
@lru_cache(maxsize=8)
def in_order(ledger: Ledger, tasks: Tasks, column: str, *, down: bool = False) -> Tasks:
    """Return tasks by a column of SORTED_BY, `down` the last first; those with nothing in it always stand last."""
    keys = _keys(ledger, tasks, column)
    filled = sorted((n for n in tasks.numbers if n in keys), key=keys.__getitem__, reverse=down)
    return tasks.numbered([*filled, *(n for n in tasks.numbers if n not in keys)])


def _keys(ledger: Ledger, tasks: Tasks, column: str) -> Mapping[int, Key]:
    """Return by what each task is put in order, as far as it has something in the column."""
    if column in OF_DOCUMENT:
        of_document = {n: OF_DOCUMENT[column](it) for n, it in ledger.documents_by_number.items()}
        rows = tasks.counted("SELECT id, document FROM tasks {where}", "id")
        return {number: sound(of_document[document]) for number, document in rows if of_document[document]}
    rows = tasks.counted(*ASKED[column])
    if column == "topic":
        labels = {notation: shown("topics", notation) for _, topics in rows for notation in topics.split()}
        rows = [(number, labels[topics.split()[0]]) for number, topics in rows if topics]
    return {number: sound(value) for number, value in rows if value}


def sound(value: str | int) -> Key:
    """Return a text as what puts Chinese in the order of its sounds: GB 18030 lists common characters so."""
    return value.encode("gb18030", "replace") if isinstance(value, str) else value
