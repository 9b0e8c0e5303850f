"""A snapshot in the making: documents are added one by one, copies of one work counted once, problems noted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyoxigraph as ox

from graph_build import vocabulary
from graph_build.bounded import OutOfBounds
from graph_build.errors import DocumentError, FileUnreadable, ShapeViolated
from graph_build.files import shown
from graph_build.identity import place_by_units
from graph_build.model import Document, Origin, Problem, TaskList
from graph_build.places import place_named_in
from graph_build.reading import read_bounded, worker
from graph_build.reports import Published, copy_of, place_of, published
from graph_build.resolve import resolve
from graph_build.same_works import one_work_each, titles_cited
from graph_build.snapshot import as_trig
from graph_build.triples import triples_of
from graph_build.unit_names import one_name_each, unit_names
from graph_build.unit_register import Register
from graph_build.validate import validate
from graph_build.vocabulary import ZR

# SHACL takes about 10 ms a task.
SECONDS = 120


@dataclass(slots=True)
class Building:
    """The graphs and entries of a snapshot in the making, and what is wrong with the documents of this build."""

    origins: Mapping[str, Origin]
    register: Register
    graphs: dict[str, bytes]
    entries: dict[str, Published]
    problems: list[Problem] = field(default_factory=list)
    new: dict[str, None] = field(default_factory=dict)

    def published(self) -> tuple[Published, ...]:
        """Return the entries of this build, in the order of its files."""
        return tuple(self.entries[slug] for slug in self.new if slug in self.entries)

    def add(self, path: Path) -> None:
        """Read a file and add its graph, unless it is a copy of one that is read as surely."""
        try:
            document, task_list = read_bounded(path)
            entry = published(document, task_list)
            other = copy_of(entry, self._others(entry.slug))
            if other and other.sureness >= entry.sureness:
                self._tell_copy(entry.source, other.source)
                self.entries[other.slug] = replace(other, copies=(*other.copies, entry.source))
                return
            document = self._named(document)
            origin = _with_place(self.origins.get(document.slug, Origin()), task_list)
            made = _graph_bounded(document, task_list, origin, self.register)
        except DocumentError as error:
            self.problems.append(Problem(shown(path), str(error), withheld=True))
            return
        self.problems += made.doubts
        if other:
            self._tell_copy(other.source, entry.source)
            del self.entries[other.slug], self.graphs[f"doc/{other.slug}"]
            entry = replace(entry, copies=(*other.copies, other.source))
        self.entries[document.slug] = replace(
            entry,
            slug=document.slug,
            triples=made.triples,
            place=origin.place,
            work=made.work,
            titles_cited=made.titles_cited,
            units=made.units,
        )
        self.graphs[f"doc/{document.slug}"] = made.graph
        self.new[document.slug] = None

    def join(self) -> None:
        """Make one thing of what several documents say of: one name a unit, one node a work cited by its title."""
        self.graphs |= one_work_each(self.graphs, self.entries)
        self.graphs |= one_name_each(self.graphs, {slug: entry.units for slug, entry in self.entries.items()})

    def places(self) -> set[str | None]:
        """Return the codes of the places that documents and their units belong to."""
        of_units = {vocabulary.place_of_unit(iri) for entry in self.entries.values() for iri in entry.units}
        return of_units | {entry.place for entry in self.entries.values()}

    def _others(self, slug: str) -> dict[str, Published]:
        """Return the entries but for the one of an earlier build that a document of this name replaces."""
        return {known: entry for known, entry in self.entries.items() if known != slug or known in self.new}

    def _tell_copy(self, copy: str, kept: str) -> None:
        message = f"{copy}：与“{kept}”是同一份文件，只计“{kept}”一份。"
        self.problems.append(Problem(copy, message, withheld=False))

    def _named(self, document: Document) -> Document:
        """Return a document under its name in this build, another one where two files have the same."""
        if document.slug not in self.new:
            return document
        slug = f"{document.slug}-{document.sha256[:6]}"
        message = f"{document.source}：另有文件也叫“{document.slug}”，本文件在库中改称“{slug}”。"
        self.problems.append(Problem(document.source, message, withheld=False))
        return replace(document, slug=slug)


@dataclass(frozen=True, slots=True)
class Made:
    """A document's named graph: its triples' number, work, acts cited by title, units' IRIs and names, and doubts."""

    graph: bytes
    triples: int
    work: str
    titles_cited: tuple[str, ...]
    units: Mapping[str, str]
    doubts: list[Problem]


def _graph_bounded(document: Document, task_list: TaskList, origin: Origin, register: Register) -> Made:
    """Return a document's named graph made in a process with bounds. Raises DocumentError where it is withheld."""
    try:
        return worker.call(SECONDS, graph_of, document, task_list, origin, register)
    except OutOfBounds as error:
        raise FileUnreadable(f"{document.source}：{error}，已停止。请把文件拆成几份。") from error


def _with_place(origin: Origin, task_list: TaskList) -> Origin:
    """Return the origin with the place that title, issuer and letterhead name, else the registered, else its units'."""
    place = place_named_in(text for text in (task_list.title, task_list.issuer, task_list.letterhead) if text)
    if place:
        return replace(origin, place=place.code, place_basis="stated")
    if origin.place:
        return origin
    told = place_by_units(a.name for task in task_list.tasks for a in task.assignments)
    return replace(origin, place=told.code, place_basis="units") if told else origin


def graph_of(document: Document, task_list: TaskList, origin: Origin, register: Register) -> Made:
    """Return a document's named graph, its units resolved by the register where there is one.

    Raises ShapeViolated where the graph breaks a rule of ontology/shapes.ttl.
    """
    task_list = resolve(task_list, document.slug, origin.place, register)
    triples = triples_of(document, task_list, origin)
    broken = validate(document.slug, triples)
    if any(problem.withheld for problem in broken):
        raise ShapeViolated("；".join(problem.message for problem in broken if problem.withheld))
    doubts = [f"{place_of(span, document)}像是任务，但没有读成任务，请对照原文。" for span in task_list.unclaimed]
    lines = [problem.message for problem in broken] + doubts + [f"{note}。" for note in document.notes]
    told = [Problem(document.source, f"{document.source}：{line}", withheld=False) for line in lines]
    units = unit_names(triples)
    work = next(t.object.value for t in triples if t.predicate == ZR.fileOf and isinstance(t.object, ox.NamedNode))
    return Made(
        graph=as_trig(f"doc/{document.slug}", triples),
        triples=len(triples),
        work=work,
        titles_cited=titles_cited(triples),
        units=units,
        doubts=told,
    )
