"""The write side from end to end: extract(path) reads one file, build(...) makes a snapshot of many."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from graph_build import vocabulary
from graph_build.aliases import find_aliases
from graph_build.cleaning import clean
from graph_build.errors import DocumentError, SettingsError, ShapeViolated
from graph_build.first_leads import first_unit_leads, with_first_lead
from graph_build.json_form import Json, as_json
from graph_build.layouts import find_tasks
from graph_build.model import Document, Origin, Problem, TaskList
from graph_build.origins import read_origins
from graph_build.preamble import read_preamble
from graph_build.readers import read
from graph_build.resolve import resolve
from graph_build.snapshot import CURRENT, as_trig, read_graphs, write_snapshot
from graph_build.table_parts import part_tables
from graph_build.triples import triples_of
from graph_build.unflatten import unflatten
from graph_build.validate import validate
from graph_build.vocabulary import slug_of

DOCUMENTS_TOML = "documents.toml"


@dataclass(frozen=True, slots=True)
class Published:
    """One document of a build: what it holds, for the report."""

    slug: str
    sha256: str
    tasks: int
    triples: int


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: the snapshot's folder, the documents published, and what is wrong with which."""

    snapshot: Path
    published: tuple[Published, ...]
    problems: tuple[Problem, ...]


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
    return as_json(document, _task_list(document, place=None), spans=spans)


def build(folder: Path, paths: Sequence[Path] = ()) -> Report:
    """Write a new snapshot below folder/data/graph and make it the current one.

    With paths (files or folders), their documents are added to the current snapshot or replaced in it; without, the
    snapshot mirrors folder/data/documents. A document that cannot be published becomes a Problem, and the others go on.
    Raises SettingsError where there is no such folder, or documents.toml cannot be used.
    """
    documents = folder / "data" / "documents"
    if not paths and not documents.is_dir():
        raise SettingsError(f"{folder}：这里没有 data/documents 文件夹。请建立它并放入任务分解表，或设置 ZEREN_HOME。")
    graphs_folder = folder / "data" / "graph"
    origins = read_origins(documents / DOCUMENTS_TOML)
    graphs = read_graphs(graphs_folder / CURRENT) if paths else {}
    graphs["ontology"] = as_trig("ontology", vocabulary.ontology_triples())
    published: dict[str, Published] = {}
    problems: list[Problem] = []
    for path in sorted({file for given in paths or (documents,) for file in _files_of(given)}):
        try:
            document = _prepared(path)
            slug, found = _slug(document, path, published)
            problems += found
            if slug is None:
                continue
            entry, triples, doubts = _publish(replace(document, slug=slug), path, origins.get(slug, Origin()))
        except DocumentError as error:
            problems.append(Problem(path.name, str(error), withheld=True))
            continue
        problems += doubts
        published[slug] = entry
        graphs[f"doc/{slug}"] = as_trig(f"doc/{slug}", triples)
    snapshot = write_snapshot(graphs_folder, graphs)
    problems += _unused(origins, {slug_of(file) for file in _files_of(documents)} | published.keys())
    return Report(snapshot, tuple(published.values()), tuple(problems))


def check_shapes(folder: Path) -> tuple[Problem, ...]:
    """Return what the document graphs of the current snapshot below folder/data/graph break of ontology/shapes.ttl."""
    problems: list[Problem] = []
    for name, data in sorted(read_graphs(folder / "data" / "graph" / CURRENT).items()):
        if name.startswith("doc/"):
            quads = ox.parse(data, format=ox.RdfFormat.TRIG)
            problems += validate(name.removeprefix("doc/"), [quad.triple for quad in quads])
    return tuple(problems)


def _files_of(path: Path) -> Iterable[Path]:
    """Return a path itself, or the files of a folder and of those below it, without hidden ones and documents.toml."""
    if not os.path.isdir(path):  # noqa: PTH112 (Path.is_dir raises on a name that is too long)
        return [path]
    files = (file for file in path.rglob("*") if file.is_file() and file.name != DOCUMENTS_TOML)
    return [file for file in files if not any(part.startswith(".") for part in file.relative_to(path).parts)]


def _slug(document: Document, path: Path, published: Mapping[str, Published]) -> tuple[str | None, list[Problem]]:
    """Return the name under which a document is published in this build, None for the second copy of a file."""
    same = next((entry.slug for entry in published.values() if entry.sha256 == document.sha256), None)
    if same:
        return None, [Problem(path.name, f"{path.name}：与“{same}”内容相同，只收一份。", withheld=False)]
    if document.slug not in published:
        return document.slug, []
    slug = f"{document.slug}-{document.sha256[:6]}"
    message = f"{path.name}：另有文件也叫“{document.slug}”，本文件在库中改称“{slug}”。"
    return slug, [Problem(path.name, message, withheld=False)]


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
    doubts = [
        Problem(path.name, f"{path.name}：第 {span.block + 1} 行写有单位，但没有读成任务，请对照原文。", withheld=False)
        for span in task_list.unclaimed
    ]
    entry = Published(document.slug, document.sha256, len(task_list.tasks), len(triples))
    return entry, triples, broken + doubts


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
