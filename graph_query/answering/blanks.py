"""What is not written: told apart from what a document never writes, having no column or label for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from graph_build.spans import span_of
from graph_query.sparql.prefixes import with_prefixes
from graph_query.sparql.ready_queries import with_values
from graph_query.stores import Store, select
from graph_query.understanding.formula import Atom, Condition, Formula, Not, conjuncts
from graph_query.understanding.saying import HAS

ROLES = ("lead", "responsible", "cooperating")
NOTED = (*ROLES, "deadline", "date", "citation")
# Where the units of documents stand, by role.
CELLS = """SELECT ?file ?task ?role ?quote WHERE {
  VALUES ?file { UNDEF }
  ?task zr:document ?file .
  OPTIONAL { ?assignment zr:task ?task ; zr:role/skos:notation ?role ; prov:wasDerivedFrom ?quote }
}"""
# What so few of a document's tasks say stands in no column or label of its own: 区司法局牵头 in a cell of all units.
FEW = 0.1
# Which documents write some of what is asked for anywhere.
WRITTEN = {
    "deadline": "?task zr:document ?file ; zr:deadline ?any .",
    "date": "?task zr:document ?file ; zr:deadline ?any .",
    "citation": "?task zr:document ?file ; zr:cites ?any .",
}


@dataclass(frozen=True, slots=True)
class Blank:
    """Something that tasks do not have: its name, the column it stands in, and the documents that have no such column.

    `without` are the tasks in these, `blank` those in other documents, where it is only not written.
    """

    name: str
    column: str
    files: frozenset[str]
    without: int
    blank: int

    def of(self, file: str) -> str:
        """Return what is said of a task of a document."""
        return f"文件不设{self.column}" if file in self.files else f"文件设有{self.column}，此项没有写{self._what}"

    @property
    def _what(self) -> str:
        """What the column does not say: nothing, or no day."""
        return "" if self.name == self.column else self.name

    @property
    def sentence(self) -> str:
        """What the answer says of it, with both numbers."""
        columns = f"{self.without}项所在的{len(self.files)}份文件不设{self.column}" if self.without else ""
        blank = f"{self.blank}项所在的文件设有{self.column}，此项没有写{self._what}" if self.blank else ""
        return f"其中{'；'.join(filter(None, (columns, blank)))}"


def blanks_of(formula: Formula, tasks: Mapping[str, int], store: Store) -> tuple[Blank, ...]:
    """Return what the tasks of a formula are said not to have; `tasks` counts them by document."""
    if not tasks:
        return ()
    return tuple(_blank(missing, tasks, store) for missing in dict.fromkeys(_missing(formula.of)))


def _missing(of: Condition) -> Iterable[str]:
    """Yield what tasks shall not have."""
    for part in conjuncts(of):
        if isinstance(part, Not) and isinstance(part.part, Atom) and part.part.kind == "has":
            yield from (name for name in part.part.values if name in NOTED)


def _blank(missing: str, tasks: Mapping[str, int], store: Store) -> Blank:
    having = in_columns(missing, tasks, store) if missing in ROLES else _writing(missing, tasks, store)
    files = frozenset(tasks) - having
    without = sum(tasks[file] for file in files)
    column = HAS["deadline" if missing == "date" else missing]
    return Blank(HAS[missing], column, files, without, sum(tasks.values()) - without)


def _writing(missing: str, files: Iterable[str], store: Store) -> set[str]:
    query = with_prefixes(f"SELECT DISTINCT ?file WHERE {{ VALUES ?file {{ UNDEF }} {WRITTEN[missing]} }}")
    return {row["file"] for row in select(store, with_values(query, "file", *map(ox.NamedNode, files))).values()}


def in_columns(role: str, files: Iterable[str], store: Store) -> set[str]:
    """Return the documents that have a column or label for a role: it has cells of its own, or many tasks say it."""
    rows = select(store, with_values(with_prefixes(CELLS), "file", *map(ox.NamedNode, files))).values()
    tasks: defaultdict[str, dict[str, bool]] = defaultdict(dict)
    cells: defaultdict[tuple[str, object], set[str]] = defaultdict(set)
    for row in rows:
        file, task = row["file"], row["task"]
        tasks[file][task] = tasks[file].get(task, False) or row["role"] == role
        span = span_of(row["quote"])
        if span:
            cells[file, span.cell].add(row["role"])
    alone: defaultdict[str, list[bool]] = defaultdict(list)
    for (file, _), found in cells.items():
        if role in found:
            alone[file].append(found == {role})
    many = {file for file, said in tasks.items() if sum(said.values()) > FEW * len(said)}
    return many | {file for file, own in alone.items() if sum(own) * 2 > len(own)}
