"""A file's entry in the report and its named graph, made in a process with bounds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from graph_build.errors import DocumentError, ReadingStopped, ShapeViolated
from graph_build.folders.account import packed
from graph_build.linking.identity import Home, is_of_a_body, place_by_units
from graph_build.linking.resolve import resolve
from graph_build.model import Document, Origin, Problem, TaskList
from graph_build.rdf.json_form import account_form
from graph_build.rdf.triples import triples_of
from graph_build.rdf.validate import validate
from graph_build.reading import bounded, read_file
from graph_build.registers.places import place_named_in, places
from graph_build.registers.units import Register
from graph_build.sandbox.bounded import Worker
from graph_build.sandbox.limits import GRAPH_SECONDS, READ_SECONDS
from graph_build.snapshots.copies import Particulars
from graph_build.snapshots.gathering import Content
from graph_build.snapshots.report import Published, published
from graph_build.snapshots.same_works import titles_cited
from graph_build.snapshots.trig import as_trig
from graph_build.snapshots.unit_names import unit_names
from graph_build.spans import where
from graph_build.vocabulary.terms import ZR


@dataclass(frozen=True, slots=True)
class Made:
    """A document's named graph as TriG and its account, packed; what its report tells of it, and doubts.

    `titles_cited` are the acts that it cites by title alone, `units` its units' names by IRI.
    """

    graph: Content
    account: Content
    triples: int
    place: str | None
    work: str
    titles_cited: tuple[str, ...]
    units: Mapping[str, str]
    doubts: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a build needs of a file: its entry, None where it cannot be read; its graph, or why it has none.

    `stopped` is set where its reading or the making of its graph was stopped, and another try may succeed.
    """

    path: Path
    entry: Published | None
    made: Made | None
    error: str = ""
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a file beside its content: slug, origin, the register of units, what a copy of it tells."""

    slug: str
    origin: Origin
    register: Register
    lent: Particulars | None = None


def prepare(path: Path, context: Context, worker: Worker) -> Prepared:
    """Return a file's entry and its graph, made by a worker."""
    entry = None
    try:
        entry = bounded(path, worker, READ_SECONDS, read_entry, path, context.lent)
        made = bounded(path, worker, GRAPH_SECONDS, graph_of_read, context.slug, context.origin, context.register)
    except DocumentError as error:
        return Prepared(path, entry, None, str(error), stopped=isinstance(error, ReadingStopped))
    return Prepared(path, entry, made)


# What the worker read last, from which the graph is made: it need not cross to the other process and back.
_read: list[tuple[Document, TaskList]] = []


def read_entry(path: Path, lent: Particulars | None = None) -> Published:
    """Read a file, in the worker, and return its entry; what was read is kept. Raises DocumentError."""
    document, task_list = read_file(path)
    _read[:] = [(document, _with_particulars(task_list, lent) if lent else task_list)]
    return published(*_read[0])


def _with_particulars(task_list: TaskList, lent: Particulars) -> TaskList:
    """Return a task list with what a copy of it tells and it does not."""
    return replace(
        task_list,
        title=task_list.title or lent.title,
        number=task_list.number or lent.number,
        issuer=task_list.issuer or lent.issuer,
        issued=task_list.issued or lent.issued,
    )


def graph_of_read(slug: str, origin: Origin, register: Register) -> Made:
    """Return the named graph of what was read last, under a slug. Raises ShapeViolated."""
    document, task_list = _read[0]
    return graph_of(replace(document, slug=slug), task_list, with_place(origin, task_list), register)


def with_place(origin: Origin, task_list: TaskList) -> Origin:
    """Return the origin with the place that title, issuer and letterhead name, else the registered, else its units'."""
    place = place_named_in(text for text in (task_list.title, task_list.issuer, task_list.letterhead) if text)
    if place:
        return replace(origin, place=place.code, place_basis="stated")
    if origin.place:
        return origin
    place = place_by_units(a.name for task in task_list.tasks for a in task.assignments)
    return replace(origin, place=place.code, place_basis="units") if place else origin


def graph_of(document: Document, task_list: TaskList, origin: Origin, register: Register) -> Made:
    """Return a document's named graph, its units resolved by the register where there is one.

    Raises ShapeViolated where the graph breaks a rule of ontology/shapes.ttl.
    """
    names = [text for text in (task_list.title, task_list.issuer, task_list.letterhead) if text]
    inside = is_of_a_body(names, places().get(origin.place or ""))
    task_list = resolve(task_list, document.slug, Home(origin.place, inside), register)
    triples = triples_of(document, task_list, origin)
    broken = validate(document.slug, triples)
    if any(problem.withheld for problem in broken):
        raise ShapeViolated(f"{document.source}：{'；'.join(p.message for p in broken if p.withheld)}")
    unclaimed = (where(span, document.source, in_a_sentence=True) for span in task_list.unclaimed)
    doubts = [f"{there}像是任务，但没有读成任务，请对照原文。" for there in unclaimed]
    said = [f"{line}。" for line in (*document.doubts, *document.notes)]
    lines = [problem.message for problem in broken] + doubts + said
    doubted = [Problem(document.source, f"{document.source}：{line}", withheld=False) for line in lines]
    units = unit_names(triples)
    work = next(t.object.value for t in triples if t.predicate == ZR.fileOf and isinstance(t.object, ox.NamedNode))
    return Made(
        graph=as_trig(f"doc/{document.slug}", triples),
        account=packed(json.dumps(account_form(task_list), ensure_ascii=False)),
        triples=len(triples),
        place=origin.place,
        work=work,
        titles_cited=titles_cited(triples),
        units=units,
        doubts=tuple(doubted),
    )
