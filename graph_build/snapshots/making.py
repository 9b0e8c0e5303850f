"""A file's entry in the report and its named graph, made in a process with bounds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from graph_build.corrections import Corrected, Correction, applied, as_line
from graph_build.errors import DocumentError, ReadingStopped, ShapeViolated
from graph_build.folders import CORRECTIONS, MACHINE, PUBLISHED
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
from graph_build.snapshots.whole import Before
from graph_build.spans import where
from graph_build.vocabulary.terms import ZR


@dataclass(frozen=True, slots=True)
class Made:
    """A document's named graph as TriG and its account, packed; what its report tells of it, and doubts.

    `machine` is the graph of what the machine read, where people corrected it; else empty. `titles_cited` are the acts
    that it cites by title alone, `units` the names of its units that have a place, by IRI.
    """

    graph: Content
    account: Content
    machine: Content
    triples: int
    place: str | None
    own_place: str | None
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
    """What is known of a file beside its content: slug, origin, the register of units, what people say of its reading.

    `lent` is what a copy of it tells.
    """

    slug: str
    origin: Origin
    register: Register
    lent: Particulars | None = None
    said: tuple[Correction, ...] = ()


def prepare(path: Path, context: Context, worker: Worker) -> Prepared:
    """Return a file's entry and its graph, made by a worker."""
    entry = None
    try:
        entry = bounded(path, worker, READ_SECONDS, read_entry, path, context)
        made = bounded(path, worker, GRAPH_SECONDS, graph_of_read, context.slug, context.register)
    except DocumentError as error:
        return Prepared(path, entry, None, str(error), stopped=isinstance(error, ReadingStopped))
    return Prepared(path, entry, made)


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as the machine reads it, and as people say it is."""

    document: Document
    machine: TaskList
    origin: Origin
    corrected: Corrected


def made_before(before: Before, entry: Published) -> Made | None:
    """Return what a snapshot holds of a document, as it was made of this alone; None where it is not sound."""
    graph, account = before.alone(entry.graph), before.account(entry.graph)
    machine = before.machine(entry.slug)
    if graph is None or account is None or (machine is None and entry.people):
        return None
    return Made(
        graph=graph,
        account=account,
        machine=machine or b"",
        triples=entry.triples,
        place=entry.place,
        own_place=entry.own_place,
        work=entry.work or "",
        titles_cited=entry.titles_cited,
        units=entry.units,
        doubts=tuple(Problem(entry.source, line, withheld=False) for line in entry.doubts),
    )


# What the worker read last, from which the graph is made: it need not cross to the other process and back.
_read: list[Reading] = []


def read_entry(path: Path, context: Context) -> Published:
    """Read a file, in the worker, and return its entry; what was read is kept. Raises DocumentError."""
    document, task_list = read_file(path)
    machine = _with_particulars(task_list, context.lent) if context.lent else task_list
    _read[:] = [corrected_reading(document, machine, context.origin, context.said)]
    return published(document, _read[0].corrected)


def corrected_reading(document: Document, machine: TaskList, origin: Origin, said: Sequence[Correction]) -> Reading:
    """Return a document with what people say of its reading; its place is read in what they say of its title."""
    of_machine = with_stated(origin, machine)
    corrected = applied(machine, of_machine, said)
    if corrected.origin.place_basis != "corrected":
        placed = with_stated(
            replace(corrected.origin, place=origin.place, place_basis=origin.place_basis), corrected.task_list
        )
        corrected = replace(corrected, origin=placed)
    return Reading(document, machine, of_machine, corrected)


def _with_particulars(task_list: TaskList, lent: Particulars) -> TaskList:
    """Return a task list with what a copy of it tells and it does not."""
    return replace(
        task_list,
        title=task_list.title or lent.title,
        number=task_list.number or lent.number,
        issuer=task_list.issuer or lent.issuer,
        issued=task_list.issued or lent.issued,
    )


def graph_of_read(slug: str, register: Register) -> Made:
    """Return the named graph of what was read last, under a slug. Raises ShapeViolated."""
    reading = _read[0]
    return graph_of(replace(reading, document=replace(reading.document, slug=slug)), register)


def with_stated(origin: Origin, task_list: TaskList) -> Origin:
    """Return the origin with who may read the document, where only this says it, and with its place.

    The place is that which title, issuer and letterhead name, else the registered, else its units'.
    """
    if origin.openness == Origin().openness:
        origin = replace(origin, openness=task_list.openness or origin.openness)
    place = place_named_in(text for text in (task_list.title, task_list.issuer, task_list.letterhead) if text)
    if place:
        return replace(origin, place=place.code, place_basis="stated")
    if origin.place:
        return origin
    place = place_by_units(a.name for task in task_list.tasks for a in task.assignments)
    return replace(origin, place=place.code, place_basis="units") if place else origin


def graph_of(reading: Reading, register: Register) -> Made:
    """Return a document's named graph, its units resolved by the register where there is one.

    Raises ShapeViolated where the graph breaks a rule of ontology/shapes.ttl.
    """
    document, corrected = reading.document, reading.corrected
    task_list, origin = _resolved(document, corrected.task_list, corrected.origin, register), corrected.origin
    triples = triples_of(document, task_list, origin, corrected.applied)
    broken = validate(document.slug, triples)
    if any(problem.withheld for problem in broken):
        raise ShapeViolated(f"{document.source}：{'；'.join(p.message for p in broken if p.withheld)}")
    work = next(t.object.value for t in triples if t.predicate == ZR.fileOf and isinstance(t.object, ox.NamedNode))
    return Made(
        graph=as_trig(f"{PUBLISHED}/{document.slug}", triples),
        account=packed(json.dumps(account_form(task_list), ensure_ascii=False)),
        machine=_machine_graph(reading, register),
        triples=len(triples),
        place=origin.place,
        own_place=origin.own_place,
        work=work,
        titles_cited=titles_cited(triples),
        units=unit_names(triples),
        doubts=tuple(_doubts(document, corrected, broken)),
    )


def _resolved(document: Document, task_list: TaskList, origin: Origin, register: Register) -> TaskList:
    names = [text for text in (task_list.title, task_list.issuer, task_list.letterhead) if text]
    inside = origin.own_place is not None or is_of_a_body(names, places().get(origin.place or ""))
    return resolve(task_list, document.slug, Home(origin.place, inside), register)


def _machine_graph(reading: Reading, register: Register) -> bytes:
    """Return the graph of what the machine read, where people corrected it."""
    if not reading.corrected.applied:
        return b""
    document = reading.document
    task_list = _resolved(document, reading.machine, reading.origin, register)
    return as_trig(f"{MACHINE}/{document.slug}", triples_of(document, task_list, reading.origin))


def _doubts(document: Document, corrected: Corrected, broken: Iterable[Problem]) -> Iterator[Problem]:
    """Return what a user must know of a document: what its graph lacks, what was not read, what does not apply."""
    lines = [problem.message for problem in broken]
    unclaimed = (where(span, document.source, in_a_sentence=True) for span in corrected.task_list.unclaimed)
    lines += [f"{there}像是任务，但没有读成任务，请对照原文。" for there in unclaimed]
    lines += [f"{line}。" for line in (*document.doubts, *document.notes)]
    for line in lines:
        yield Problem(document.source, f"{document.source}：{line}", withheld=False)
    for one, why in corrected.left:
        message = f"{document.source}：更正没有采用：{as_line(one)}：{why}（{CORRECTIONS.name}/{document.slug}.toml）。"
        yield Problem(document.source, message, withheld=False)
