"""The ledger beside the graphs of a snapshot: SQLite tables of what pages list, count and filter.

Rows stand under the graph that says them (table `graphs`), so that what one document says is replaced alone; what
depends on several is found by `settle`. Facets read all of `tasks`, which is narrow; what a page draws of a task stands
in `details`, what is looked for in it in `words`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import pyoxigraph as ox

from graph_build.vocabulary.ledger_rows import TaskRow, rows_of

# IRIs stand in it without their base; texts that are not known are empty, of works null.
SCHEMA = """
CREATE TABLE graphs (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE documents (id INTEGER PRIMARY KEY, graph INTEGER NOT NULL, iri TEXT NOT NULL UNIQUE, copy TEXT NOT NULL,
  title TEXT NOT NULL, source TEXT NOT NULL, place TEXT NOT NULL, year TEXT NOT NULL, issuer TEXT NOT NULL,
  openness TEXT NOT NULL, url TEXT NOT NULL, retrieved TEXT NOT NULL, sureness TEXT NOT NULL, work TEXT NOT NULL,
  sha256 TEXT NOT NULL, tasks INTEGER NOT NULL, checked INTEGER NOT NULL, corrected INTEGER NOT NULL,
  people TEXT NOT NULL, position INTEGER);
CREATE TABLE tasks (id INTEGER PRIMARY KEY, document INTEGER NOT NULL, number INTEGER NOT NULL, times TEXT NOT NULL,
  topics TEXT NOT NULL, checks TEXT NOT NULL, iri TEXT NOT NULL UNIQUE);
CREATE TABLE details (task INTEGER PRIMARY KEY, said TEXT NOT NULL);
CREATE TABLE words (task INTEGER PRIMARY KEY, said TEXT NOT NULL);
CREATE TABLE names (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE);
CREATE TABLE assignments (task INTEGER NOT NULL, n INTEGER NOT NULL, unit INTEGER NOT NULL, role TEXT NOT NULL,
  basis TEXT NOT NULL, PRIMARY KEY (task, n)) WITHOUT ROWID;
CREATE TABLE citations (task INTEGER NOT NULL, n INTEGER NOT NULL, act INTEGER NOT NULL, title TEXT NOT NULL,
  written INTEGER NOT NULL, PRIMARY KEY (task, n)) WITHOUT ROWID;
CREATE TABLE days (task INTEGER NOT NULL, day TEXT NOT NULL, PRIMARY KEY (task, day)) WITHOUT ROWID;
CREATE TABLE units (graph INTEGER NOT NULL, unit INTEGER NOT NULL, name TEXT NOT NULL, collective INTEGER NOT NULL,
  place TEXT NOT NULL, number INTEGER, PRIMARY KEY (graph, unit)) WITHOUT ROWID;
CREATE TABLE functions (graph INTEGER NOT NULL, unit INTEGER NOT NULL, function TEXT NOT NULL,
  PRIMARY KEY (graph, unit, function)) WITHOUT ROWID;
CREATE TABLE works (graph INTEGER NOT NULL, work INTEGER NOT NULL, title TEXT, number TEXT, issued TEXT, in_force TEXT,
  kind TEXT, rank TEXT, PRIMARY KEY (graph, work)) WITHOUT ROWID;
CREATE TABLE links (graph INTEGER NOT NULL, work INTEGER NOT NULL, act INTEGER NOT NULL,
  PRIMARY KEY (graph, work, act)) WITHOUT ROWID;
CREATE TABLE places (graph INTEGER NOT NULL, iri TEXT NOT NULL, name TEXT NOT NULL, within TEXT NOT NULL,
  PRIMARY KEY (graph, iri)) WITHOUT ROWID;
CREATE TABLE fields (unit INTEGER NOT NULL, function TEXT NOT NULL, PRIMARY KEY (unit, function)) WITHOUT ROWID;
CREATE TABLE carriers (unit INTEGER PRIMARY KEY, name TEXT NOT NULL, collective INTEGER NOT NULL, place TEXT NOT NULL,
  number INTEGER);
CREATE TABLE known (work INTEGER PRIMARY KEY, title TEXT, number TEXT, issued TEXT, in_force TEXT, kind TEXT,
  rank TEXT);
"""
INDEXES = """
CREATE INDEX IF NOT EXISTS of_document ON tasks (document, number);
CREATE INDEX IF NOT EXISTS of_unit ON assignments (unit, task, role, basis);
CREATE INDEX IF NOT EXISTS of_act ON citations (act, task);
CREATE INDEX IF NOT EXISTS of_day ON days (day, task);
CREATE INDEX IF NOT EXISTS unit_of ON units (unit);
CREATE INDEX IF NOT EXISTS function_of ON functions (unit);
CREATE INDEX IF NOT EXISTS work_of ON works (work);
"""
# The units and works of which graphs say something that came or went.
TOUCHED = "CREATE TEMP TABLE IF NOT EXISTS touched (id INTEGER PRIMARY KEY)"
TOUCH = """
INSERT OR IGNORE INTO touched SELECT unit FROM units WHERE graph = :graph
UNION SELECT unit FROM functions WHERE graph = :graph UNION SELECT work FROM works WHERE graph = :graph
"""
OF_TASKS = ("details", "words", "assignments", "citations", "days")
OF_GRAPHS = ("units", "functions", "works", "links", "places", "documents")
# Documents by place, title and name; what all graphs together say of the units that were touched and carry tasks, of
# their fields of work, and of works.
SETTLED = """
UPDATE documents SET position = ordered.position FROM (
  SELECT documents.id, row_number() OVER (ORDER BY documents.place = '', named.name, title, documents.iri) AS position
  FROM documents LEFT JOIN (SELECT iri, min(name) AS name FROM places GROUP BY iri) AS named
  ON named.iri = documents.place
) AS ordered WHERE ordered.id = documents.id AND ordered.position IS NOT documents.position;
DELETE FROM fields WHERE unit IN (SELECT id FROM touched);
INSERT INTO fields SELECT DISTINCT unit, function FROM functions WHERE unit IN (SELECT id FROM touched);
DELETE FROM carriers WHERE unit IN (SELECT id FROM touched);
INSERT INTO carriers SELECT unit, max(name), max(collective), max(place), max(number) FROM units
WHERE unit IN (SELECT id FROM touched) AND EXISTS (SELECT 1 FROM assignments WHERE assignments.unit = units.unit)
GROUP BY unit;
DELETE FROM known WHERE work IN (SELECT id FROM touched);
INSERT INTO known SELECT work, min(title), min(number), min(issued), min(in_force), min(kind), min(rank) FROM works
WHERE work IN (SELECT id FROM touched) GROUP BY work;
DROP TABLE touched;
"""


def fill(ledger: sqlite3.Connection, graphs: Iterable[tuple[str, Iterable[ox.Triple]]]) -> None:
    """Write the ledger of named graphs to an empty database."""
    ledger.executescript(SCHEMA)
    for name, triples in graphs:
        put_graph(ledger, name, triples)
    settle(ledger)


def put_graph(ledger: sqlite3.Connection, name: str, triples: Iterable[ox.Triple]) -> None:
    """Put what a graph says into the ledger, in the place of what it said before."""
    drop_graph(ledger, name)
    graph = ledger.execute("INSERT INTO graphs (name) VALUES (?)", (name,)).lastrowid or 0
    rows = rows_of(triples)
    names = _Names(ledger)
    documents: dict[str | int, int] = {}
    for row in rows.documents:
        documents[row[0]] = _insert(ledger, "documents", (None, graph, *row, None))
    for task in rows.tasks:
        _put_task(ledger, names, task, documents[task.document])
    _insert_all(ledger, "units", ((graph, names[unit], *rest) for unit, *rest in rows.units))
    _insert_all(ledger, "functions", ((graph, names[unit], function) for unit, function in rows.functions))
    _insert_all(ledger, "works", ((graph, names[work], *rest) for work, *rest in rows.works))
    _insert_all(ledger, "links", ((graph, names[work], names[act]) for work, act in rows.links))
    _insert_all(ledger, "places", ((graph, *row) for row in rows.places))
    ledger.execute(TOUCH, {"graph": graph})


def drop_graph(ledger: sqlite3.Connection, name: str) -> None:
    """Take what a graph said out of the ledger."""
    ledger.execute(TOUCHED)
    found = ledger.execute("SELECT id FROM graphs WHERE name = ?", (name,)).fetchone()
    if found is None:
        return
    ledger.execute(TOUCH, {"graph": found[0]})
    tasks = "SELECT id FROM tasks WHERE document IN (SELECT id FROM documents WHERE graph = ?)"
    for table in OF_TASKS:
        ledger.execute(f"DELETE FROM {table} WHERE task IN ({tasks})", found)
    ledger.execute("DELETE FROM tasks WHERE document IN (SELECT id FROM documents WHERE graph = ?)", found)
    for table in OF_GRAPHS:
        ledger.execute(f"DELETE FROM {table} WHERE graph = ?", found)
    ledger.execute("DELETE FROM graphs WHERE id = ?", found)


def settle(ledger: sqlite3.Connection) -> None:
    """Find what depends on several graphs, when all are put in."""
    ledger.executescript(f"{TOUCHED};{INDEXES}{SETTLED}")


class _Names:
    """The numbers by which IRIs of units and works stand in the ledger."""

    def __init__(self, ledger: sqlite3.Connection) -> None:
        self._ledger, self._known = ledger, dict[str, int]()

    def __getitem__(self, iri: str) -> int:
        if iri not in self._known:
            self._ledger.execute("INSERT OR IGNORE INTO names (iri) VALUES (?)", (iri,))
            self._known[iri] = self._ledger.execute("SELECT id FROM names WHERE iri = ?", (iri,)).fetchone()[0]
        return self._known[iri]


def _put_task(ledger: sqlite3.Connection, names: _Names, task: TaskRow, document: int) -> None:
    number = _insert(ledger, "tasks", (None, document, task.number, task.times, task.topics, task.checks, task.iri))
    _insert(ledger, "details", (number, task.details))
    _insert(ledger, "words", (number, task.words))
    parts = ((number, n, names[unit], role, basis) for n, (unit, role, basis) in enumerate(task.assignments))
    _insert_all(ledger, "assignments", parts)
    acts = ((number, n, names[act], title, written) for n, (act, title, written) in enumerate(task.citations))
    _insert_all(ledger, "citations", acts)
    _insert_all(ledger, "days", ((number, day) for day in task.days))


def _insert(ledger: sqlite3.Connection, table: str, row: tuple[object, ...]) -> int:
    marks = ", ".join("?" * len(row))
    return ledger.execute(f"INSERT INTO {table} VALUES ({marks})", row).lastrowid or 0


def _insert_all(ledger: sqlite3.Connection, table: str, rows: Iterable[tuple[object, ...]]) -> None:
    for row in rows:
        _insert(ledger, table, row)
