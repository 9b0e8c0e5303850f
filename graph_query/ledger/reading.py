"""The ledger of a snapshot, asked by page and choice: tasks are made when they are looked at, and no others."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

import pyoxigraph as ox

from graph_build.vocabulary.ledger_rows import ID, short
from graph_build.vocabulary.ledger_tables import fill
from graph_query.ledger.columns import Columns
from graph_query.ledger.concepts import shown
from graph_query.ledger.details import where_quoted
from graph_query.ledger.model import Act, Assignment, Document, Limit, Task, Unit, Word, years_of
from graph_query.ledger.tasks import Tasks
from graph_query.snapshots.snapshot import Snapshot
from graph_query.stores import Store

# Tasks in the order of the ledger.
IN_ORDER = "FROM tasks JOIN documents ON documents.id = tasks.document"
ORDER = "ORDER BY documents.position, tasks.number"
DOCUMENTS = """
SELECT documents.id, documents.iri, copy, documents.title, source, place, year, issuer, openness, url, retrieved,
  sureness, documents.work, sha256, documents.tasks, checked, corrected, people, number, known.issued
FROM documents LEFT JOIN names ON names.iri = documents.work LEFT JOIN known ON known.work = names.id
ORDER BY position"""
UNITS = """
SELECT unit, iri, name, collective, place, number FROM carriers JOIN names ON names.id = unit ORDER BY iri"""
PLACES = "SELECT iri, min(name), min(within) FROM places GROUP BY iri"
# An act as the first task that cites it does.
FIRST_CITED = """
SELECT names.iri, cited.title, cited.written FROM (
  SELECT act, citations.title, written,
    row_number() OVER (PARTITION BY act ORDER BY documents.position, tasks.number, n DESC) AS place
  FROM citations JOIN tasks ON tasks.id = citations.task JOIN documents ON documents.id = tasks.document
) AS cited JOIN names ON names.id = cited.act WHERE cited.place = 1 ORDER BY names.iri"""
KNOWN = """
SELECT iri, title, number FROM known JOIN names ON names.id = work WHERE work IN (SELECT act FROM citations)"""
CITED = "SELECT DISTINCT act, iri, title, written FROM citations JOIN names ON names.id = act"
CITING = """
SELECT DISTINCT task FROM json_each(?) AS cited JOIN citations ON act = json_extract(cited.value, '$[0]')
  AND title = json_extract(cited.value, '$[1]') AND written = json_extract(cited.value, '$[2]')"""
MADE = """
SELECT tasks.id, document, number, times, topics, iri, said FROM tasks JOIN details ON task = tasks.id
WHERE tasks.id IN (SELECT value FROM json_each(?))"""


class Ledger:
    """A snapshot's tasks by document and order; its documents, units, and acts that tasks cite, by IRI.

    Two ledgers are the same only if they are one: facets remember what they found in it.
    """

    def __init__(self, columns: Columns) -> None:
        self.columns = columns

    @cached_property
    def tasks(self) -> Tasks:
        """All tasks, by document and order."""
        rows = self.columns.rows(f"SELECT tasks.id {IN_ORDER} {ORDER}")
        return Tasks(self.columns, self._made, array("q", (number for (number,) in rows)), is_all=True)

    @cached_property
    def documents(self) -> Mapping[str, Document]:
        """All documents, those with a place first."""
        return {document.iri: document for document in self.documents_by_number.values()}

    @cached_property
    def documents_by_number(self) -> Mapping[int, Document]:
        """All documents by their numbers in the columns."""
        places = self._places
        return {number: _document(row, places) for number, *row in self.columns.rows(DOCUMENTS)}

    @cached_property
    def units(self) -> Mapping[str, Unit]:
        """The units that carry tasks."""
        return {unit.iri: unit for unit in self.units_by_number.values()}

    @cached_property
    def units_by_number(self) -> Mapping[int, Unit]:
        """The units that carry tasks by their numbers in the columns."""
        names = self._own_places()
        names = {document.slug: names.get(document.iri, document.title) for document in self.documents.values()}
        functions: defaultdict[int, list[str]] = defaultdict(list)
        for unit, function in self.columns.rows("SELECT unit, function FROM fields"):
            functions[unit].append(function)
        found = {}
        for number, iri, name, collective, lies_in, order in self.columns.rows(UNITS):
            place = self._places.get(lies_in, ("", ""))[0]
            where = place or names.get(iri.rsplit("/", 2)[-2], "")
            fields = tuple(sorted(functions[number], key=lambda function: shown("functions", function)))
            found[number] = Unit(ID + iri, name, bool(collective), place, where, fields, order)
        return found

    def _own_places(self) -> Mapping[str, str]:
        """Return the places of documents that no register has, by the documents' IRIs: 栗山县."""
        rows = self.columns.rows("SELECT iri, place FROM documents WHERE place LIKE 'place/%/%'")
        return {ID + iri: self._places[place][0] for iri, place in rows if place in self._places}

    @cached_property
    def acts(self) -> Mapping[str, Act]:
        """The acts that tasks cite, each as the first task does."""
        rows = self.columns.rows(FIRST_CITED)
        return {ID + iri: self._act(iri, title, written) for iri, title, written in rows}

    def task(self, iri: str) -> Task | None:
        """Return a task; None where there is none of this IRI."""
        return next(iter(self.named([iri])), None)

    def named(self, iris: Iterable[str]) -> Tasks:
        """Return the tasks of some IRIs that there are, in the order of these."""
        wanted = json.dumps([short(iri) for iri in iris], ensure_ascii=False)
        found = "SELECT tasks.id FROM json_each(?) AS wanted JOIN tasks ON tasks.iri = wanted.value ORDER BY wanted.key"
        return self.tasks.chosen(found, wanted)

    def where(self, condition: str, *values: object) -> Tasks:
        """Return the tasks for which a condition in SQL holds, in the order of the ledger."""
        return self.tasks.chosen(f"SELECT tasks.id {IN_ORDER} WHERE {condition} {ORDER}", *values)

    def number_of(self, iri: str) -> int:
        """Return the number of a unit or a work in the columns; 0 where they hold none of this IRI."""
        rows = self.columns.rows("SELECT id FROM names WHERE iri = ?", short(iri))
        return int(rows[0][0]) if rows else 0

    def citing(self, word: str) -> list[int]:
        """Return the numbers of the tasks with a word, folded, in what they cite, as it is shown."""
        cited = [
            (act, title, written)
            for act, iri, title, written in self._cited
            if word in self._act(iri, title, written).shown.casefold()
        ]
        return [number for (number,) in self.columns.rows(CITING, json.dumps(cited, ensure_ascii=False))]

    def _made(self, numbers: Sequence[int]) -> Iterator[Task]:
        """Yield the tasks of some numbers."""
        rows = {number: row for number, *row in self.columns.rows(MADE, json.dumps(numbers))}
        return (self._task(rows[number]) for number in numbers)

    def _task(self, row: Sequence[Any]) -> Task:
        document, number, times, topics, iri, said = row
        (
            no, text, section, subsection, remark, progress, open_ended, items, parts, deadline, limits, acts, quotes,
            damaged, unlimited, people,
        ) = json.loads(said)  # fmt: skip
        its, whole = self.documents_by_number[document], ID + iri
        return Task(
            iri=whole,
            document=its,
            index=number,
            no=no,
            text=text,
            section=section,
            subsection=subsection,
            remark=remark,
            progress=progress,
            open_ended=open_ended,
            items=tuple(items),
            assignments=tuple(Assignment(f"{whole}/{end}", ID + unit, *rest) for unit, *rest, end in parts),
            deadline=_limit(whole, deadline) if deadline else None,
            limits=tuple(_limit(whole, limit) for limit in limits),
            topics=tuple(topics.split()),
            acts=tuple(dict.fromkeys(self._act(*act) for act in acts)),
            where=tuple(dict.fromkeys(where_quoted(quote, its.source, page, sheet) for quote, page, sheet in quotes)),
            quotes=tuple(ID + quote for quote, *_ in quotes),
            damaged=damaged,
            times=tuple(times.split()),
            unlimited=unlimited,
            people=tuple(Word(*word) for word in people),
        )

    def _act(self, iri: str, title: str, written: int) -> Act:
        known, number = self._known.get(iri, ("", ""))
        return Act(ID + iri, title or known, number, bool(number) and not written)

    @cached_property
    def _cited(self) -> Sequence[tuple[int, str, str, int]]:
        """The ways in which acts are cited: number and IRI, title as written, whether the number is."""
        return self.columns.rows(CITED)

    @cached_property
    def _known(self) -> Mapping[str, tuple[str, str]]:
        """Title and number of the acts that tasks cite, as far as they are known."""
        return {iri: (title or "", number or "") for iri, title, number in self.columns.rows(KNOWN)}

    @property
    def place_names(self) -> Mapping[str, str]:
        """The names of places by the end of their IRIs."""
        return {iri: name for iri, (name, _) in self._places.items()}

    @cached_property
    def _places(self) -> Mapping[str, tuple[str, str]]:
        """The places by the end of their IRIs: name, and the one that it lies in."""
        return {iri: (name, within) for iri, name, within in self.columns.rows(PLACES)}


_by_snapshot: WeakKeyDictionary[Snapshot, Ledger] = WeakKeyDictionary()


def ledger_of(store: Store) -> Ledger:
    """Return the ledger of a store's snapshot. Raises StoreUnavailable where it can't be read."""
    snapshot = store.snapshot
    if snapshot not in _by_snapshot:
        _by_snapshot[snapshot] = Ledger(Columns.of_file(snapshot.ledger()))
    return _by_snapshot[snapshot]


def pending_ledger(snapshot: Snapshot, slug: str) -> Ledger:
    """Return the ledger of a document that waits for a person, with what is known beside it.

    Raises StoreUnavailable where it is damaged.
    """
    columns = sqlite3.connect(":memory:", check_same_thread=False)
    texts = [*snapshot.graphs(documents=False), snapshot.pending(slug)]
    graphs = (ox.parse(text, format=ox.RdfFormat.TRIG) for text in texts)
    fill(columns, ((str(n), (quad.triple for quad in quads)) for n, quads in enumerate(graphs)))
    return Ledger(Columns(snapshot.id, lambda: columns))


def _document(row: Sequence[Any], places: Mapping[str, tuple[str, str]]) -> Document:
    iri, copy, title, source, place, year, issuer, openness, url, retrieved, sureness, work, sha256, *more = row
    tasks, checked, corrected, people, number, issued = more
    names, outer = [], place
    while outer in places:
        name, outer = places[outer]
        names.append(name)
    return Document(
        iri=ID + iri,
        title=title if title != source else f"无标题（{source}）",
        source=source,
        place=places.get(place, ("", ""))[0],
        places=tuple(names),
        years=years_of(title, year),
        copy=copy,
        issuer=issuer,
        openness=openness,
        url=url,
        retrieved=retrieved,
        sureness=float(sureness or 0),
        work=ID + work,
        number=number or "",
        issued=issued or "",
        sha256=sha256,
        tasks=tasks,
        checked=checked,
        corrected=corrected,
        people=tuple(Word(*word) for word in json.loads(people)),
    )


def _limit(task: str, said: Sequence[Any]) -> Limit:
    end, words, kind, until, is_ongoing, after, basis = said
    day = date.fromisoformat(until) if until else None
    return Limit(f"{task}/limit/{end}", words, kind, day, is_ongoing, after, basis)
