"""The write side from end to end: extract(path) reads one file, build(...) makes a snapshot of many."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyoxigraph as ox

from graph_build import vocabulary
from graph_build.aliases import find_aliases
from graph_build.cleaning import clean
from graph_build.errors import DocumentError, SettingsError, ShapeViolated
from graph_build.document_rules import common_deadline, first_unit_leads, with_first_lead
from graph_build.json_form import Json, as_json
from graph_build.layouts import find_tasks
from graph_build.model import Document, Origin, Problem, TaskList
from graph_build.origins import read_origins
from graph_build.preamble import read_preamble
from graph_build.readers import read
from graph_build.reports import Published, Report, as_bytes, copy_of, place_of, published, read_entries
from graph_build.resolve import resolve
from graph_build.snapshot import CURRENT, as_trig, read_graphs, write_snapshot
from graph_build.sources import DOCUMENTS_TOML, find_sources
from graph_build.sureness import sureness_of
from graph_build.table_parts import part_tables
from graph_build.triples import triples_of
from graph_build.unflatten import unflatten
from graph_build.validate import validate
from graph_build.vocabulary import slug_of

# What is told while a build goes on: how many files are read, of how many, and the next one's name.
Told = Callable[[int, int, str], None]


def home() -> Path:
    """Return the folder that holds data/: $ZEREN_HOME, else the project's, else (in a wheel) the current one."""
    project = Path(__file__).resolve().parent.parent
    return Path(os.environ.get("ZEREN_HOME") or (project if (project / "pyproject.toml").is_file() else Path.cwd()))


def extract(path: Path) -> TaskList:
    """Read a file's task list from the file alone, without documents.toml or registers.

    Raises DocumentError where the file cannot be read, holds no task, or a table of it is not understood.
    """
    return _task_list(_prepared(path), place=None)


def extract_json(path: Path, *, spans: bool = False) -> Json:
    """Return what extract(path) reads as `zeren extract` prints it. Raises what extract raises."""
    document = _prepared(path)
    task_list = _task_list(document, place=None)
    return as_json(document, task_list, sureness_of(document, task_list), spans=spans)


def build(folder: Path, paths: Sequence[Path] = (), told: Told = lambda *_: None) -> Report:
    """Write a new snapshot below folder/data/graph and make it the current one.

    With paths (files, folders or zips), their documents are added to the current snapshot or replaced in it; without,
    the snapshot mirrors folder/data/documents. A document that cannot be published becomes a Problem, and the others
    go on; of several copies of one work the one that is read most surely counts.
    Raises SettingsError where there is no such folder, or documents.toml cannot be used.
    """
    documents = folder / "data" / "documents"
    if not paths and not documents.is_dir():
        raise SettingsError(f"{folder}：这里没有 data/documents 文件夹。请建立它并放入任务分解表，或设置 ZEREN_HOME。")
    graphs_folder = folder / "data" / "graph"
    origins = read_origins(documents / DOCUMENTS_TOML)
    before = read_graphs(graphs_folder / CURRENT) if paths else {}
    entries = read_entries(graphs_folder / CURRENT) if paths else {}
    building = _Building(origins, before, {slug: entry for slug, entry in entries.items() if f"doc/{slug}" in before})
    building.graphs["ontology"] = as_trig("ontology", vocabulary.ontology_triples())
    with ExitStack() as unpacked:
        sources = find_sources(paths or (documents,), unpacked)
        building.problems += sources.problems
        for number, path in enumerate(sources.files):
            told(number, len(sources.files), path.name)
            building.add(path)
        known = {slug_of(path) for path in find_sources((documents,), unpacked).files} if documents.is_dir() else set()
    building.problems += _unused(origins, known | building.entries.keys())
    report = as_bytes(building.entries.values(), building.problems)
    snapshot = write_snapshot(graphs_folder, building.graphs, report)
    return Report(snapshot, building.published(), tuple(building.problems))


def check_shapes(folder: Path) -> tuple[Problem, ...]:
    """Return what the document graphs of the current snapshot below folder/data/graph break of ontology/shapes.ttl."""
    problems: list[Problem] = []
    for name, data in sorted(read_graphs(folder / "data" / "graph" / CURRENT).items()):
        if name.startswith("doc/"):
            quads = ox.parse(data, format=ox.RdfFormat.TRIG)
            problems += validate(name.removeprefix("doc/"), [quad.triple for quad in quads])
    return tuple(problems)


@dataclass(slots=True)
class _Building:
    """The graphs and entries of a snapshot in the making, and what is wrong with the documents of this build."""

    origins: Mapping[str, Origin]
    graphs: dict[str, bytes]
    entries: dict[str, Published]
    problems: list[Problem] = field(default_factory=list)
    new: list[str] = field(default_factory=list)

    def published(self) -> tuple[Published, ...]:
        """Return the entries of this build, in the order of its files."""
        return tuple(self.entries[slug] for slug in dict.fromkeys(self.new) if slug in self.entries)

    def add(self, path: Path) -> None:
        """Read a file and add its graph, unless it is a copy of one that is read more surely."""
        try:
            document = self._named(_prepared(path), path)
            if document is None:
                return
            entry, triples, doubts = _publish(document, path, self.origins.get(document.slug, Origin()))
        except DocumentError as error:
            self.problems.append(Problem(path.name, str(error), withheld=True))
            return
        others = {slug: other for slug, other in self.entries.items() if slug != entry.slug}
        other = copy_of(entry, others)
        if other:
            better, copy = (other, entry) if other.sureness >= entry.sureness else (entry, other)
            message = f"{copy.source}：与“{better.source}”是同一份文件，只计“{better.source}”一份。"
            self.problems.append(Problem(copy.source, message, withheld=False))
            better = replace(better, copies=(*other.copies, *entry.copies, copy.source))
            self._drop(copy.slug)
            if better.slug == other.slug:
                self.entries[other.slug] = better
                return
            entry = better
        self.problems += doubts
        self.entries[entry.slug] = entry
        self.graphs[f"doc/{entry.slug}"] = as_trig(f"doc/{entry.slug}", triples)
        self.new.append(entry.slug)

    def _drop(self, slug: str) -> None:
        self.entries.pop(slug, None)
        self.graphs.pop(f"doc/{slug}", None)

    def _named(self, document: Document, path: Path) -> Document | None:
        """Return a document under its name in this build, None for the second copy of a file."""
        published = {entry.slug: entry for entry in self.published()}
        same = next((entry.slug for entry in published.values() if entry.sha256 == document.sha256), None)
        if same:
            self.problems.append(Problem(path.name, f"{path.name}：与“{same}”内容相同，只收一份。", withheld=False))
            return None
        if document.slug not in published:
            return document
        slug = f"{document.slug}-{document.sha256[:6]}"
        message = f"{path.name}：另有文件也叫“{document.slug}”，本文件在库中改称“{slug}”。"
        self.problems.append(Problem(path.name, message, withheld=False))
        return replace(document, slug=slug)


def _publish(document: Document, path: Path, origin: Origin) -> tuple[Published, list[ox.Triple], list[Problem]]:
    """Return a document's entry in the report, its triples, and what is doubtful.

    Raises DocumentError where it is withheld.
    """
    task_list = _task_list(document, origin.place)
    triples = triples_of(document, task_list, origin)
    broken = [
        replace(problem, message=f"{path.name}：{problem.message}") for problem in validate(document.slug, triples)
    ]
    if any(problem.withheld for problem in broken):
        raise ShapeViolated("；".join(problem.message for problem in broken if problem.withheld))
    doubts = [f"{place_of(span, document)}像是任务，但没有读成任务，请对照原文" for span in task_list.unclaimed]
    told = [Problem(path.name, f"{path.name}：{doubt}。", withheld=False) for doubt in (*doubts, *document.notes)]
    return published(document, task_list, len(triples)), triples, broken + told


def _unused(origins: Mapping[str, Origin], slugs: AbstractSet[str]) -> list[Problem]:
    """Name the entries of documents.toml that belong to no document."""
    return [
        Problem(DOCUMENTS_TOML, f"{DOCUMENTS_TOML}：[{slug}] 没有对应的文件。请核对文件名。", withheld=False)
        for slug in origins
        if slug not in slugs
    ]


def _prepared(path: Path) -> Document:
    """Return a file's document, clean, its flattened tables as tables."""
    return part_tables(unflatten(clean(read(path))))


def _task_list(document: Document, place: str | None) -> TaskList:
    """Return what a document says, its names resolved."""
    preamble = read_preamble(document)
    found = find_tasks(document, preamble.year, preamble.own_names)
    tasks = tuple(map(with_first_lead, found.tasks)) if first_unit_leads(document) else found.tasks
    common = common_deadline(document, preamble.year)
    if common:
        tasks = tuple(task if task.deadline else replace(task, deadline=common) for task in tasks)
    task_list = TaskList(
        title=preamble.title,
        number=preamble.number,
        issuer=preamble.issuer,
        issued=preamble.issued,
        year=preamble.year,
        implements=preamble.implements,
        aliases=find_aliases(dict.fromkeys(a.name for task in tasks for a in task.assignments)),
        tasks=tasks,
        spans=preamble.spans,
        unclaimed=found.unclaimed,
        left_out=found.left_out,
    )
    return resolve(task_list, document.slug, place)
