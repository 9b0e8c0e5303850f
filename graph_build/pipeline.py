"""The write side from end to end: extract(path) reads one file, build(...) makes a snapshot of many."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path

import pyoxigraph as ox

from graph_build import vocabulary
from graph_build.building import Building
from graph_build.cache import Cache
from graph_build.crew import Crew, Told
from graph_build.errors import SettingsError
from graph_build.home_folder import home
from graph_build.json_form import Json, as_json
from graph_build.making import Prepared
from graph_build.model import Origin, Problem, TaskList
from graph_build.origins import read_origins
from graph_build.reading import read_bounded
from graph_build.reports import Published, Report, as_bytes, read_entries
from graph_build.snapshot import CURRENT, GRAPH, UNJOINED, GraphFiles, as_trig, begun, finish
from graph_build.sources import DOCUMENTS_TOML, find_sources
from graph_build.sureness import sureness_of
from graph_build.triples import act_triples, place_triples
from graph_build.unit_register import read_register
from graph_build.validate import validate
from graph_build.vocabulary import slug_of

# Beside the snapshots: what was made of each file.
CACHE = ".cache"
__all__ = ["build", "check_shapes", "extract", "extract_json", "home"]


def extract(path: Path) -> TaskList:
    """Read a file's task list from the file alone, without documents.toml or registers.

    It is read in a process of its own, with bounded time and memory. Raises DocumentError where the file cannot be
    read, holds no task, a table of it is not understood, or reading it breaks a bound.
    """
    return read_bounded(path)[1]


def extract_json(path: Path, *, spans: bool = False) -> Json:
    """Return what extract(path) reads as `zeren extract` prints it. Raises what extract raises."""
    document, task_list = read_bounded(path)
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
    origins = read_origins(documents / DOCUMENTS_TOML)
    register = read_register(folder / "data" / "registers" / "units")
    with ExitStack() as stack:
        made_in = stack.enter_context(begun(folder / "data" / "graph"))
        before = _entries_before(made_in) if paths else {}
        building = Building(GraphFiles(made_in), GraphFiles(made_in, UNJOINED), before)
        building.graphs["ontology"] = as_trig("ontology", vocabulary.ontology_triples())
        sources = find_sources(paths or (documents,), stack)
        building.problems += sources.problems
        cache = Cache(made_in.parent / CACHE, register)
        with Crew(origins, register, cache) as crew:
            for prepared in crew.prepare(sources.files, told):
                _take(building, prepared, crew)
        if not paths:
            cache.prune()
        files = find_sources((documents,), stack).files if documents.is_dir() else ()
        building.join()
        building.graphs["acts"] = as_trig("acts", act_triples())
        building.graphs["places"] = as_trig("places", place_triples(building.places()))
        building.problems += _unused(origins, {slug_of(path) for path in files} | building.entries.keys())
        snapshot = finish(made_in, as_bytes(building.entries.values(), building.problems, _today()))
    return Report(snapshot, building.published(), tuple(building.problems))


def _take(building: Building, prepared: Prepared, crew: Crew) -> None:
    """Add a document to a snapshot in the making, unless it is a copy of one that is read as surely."""
    entry = prepared.entry
    if entry and building.copy_kept(entry):
        return
    slug = building.slug_for(entry) if entry else ""
    if entry and slug != entry.slug:
        prepared = crew.again(prepared.path, slug)
    building.take(prepared, slug)


def _entries_before(made_in: Path) -> dict[str, Published]:
    """Return the current snapshot's entries; its graphs, as each document alone gives them, are put in the new one."""
    before = made_in.parent / CURRENT
    entries = read_entries(before)
    (made_in / "doc").mkdir()
    for slug in list(entries):
        graph = before / "doc" / f"{slug}{GRAPH}"
        alone = graph.with_name(f"{slug}{UNJOINED}")
        if graph.is_file():
            os.link(alone if alone.is_file() else graph, made_in / "doc" / graph.name)
        else:
            del entries[slug]
    return entries


def check_shapes(folder: Path) -> tuple[Problem, ...]:
    """Return what the document graphs of the current snapshot below folder/data/graph break of ontology/shapes.ttl."""
    problems: list[Problem] = []
    for name, data in GraphFiles((folder / "data" / "graph" / CURRENT).resolve()).items():
        if name.startswith("doc/"):
            quads = ox.parse(data, format=ox.RdfFormat.TRIG)
            problems += validate(name.removeprefix("doc/"), [quad.triple for quad in quads])
    return tuple(problems)


def _today() -> date:
    return datetime.now().astimezone().date()


def _unused(origins: Mapping[str, Origin], slugs: AbstractSet[str]) -> list[Problem]:
    """Name the entries of documents.toml that belong to no document."""
    return [
        Problem(DOCUMENTS_TOML, f"{DOCUMENTS_TOML}：[{slug}] 没有对应的文件。请核对文件名。", withheld=False)
        for slug in origins
        if slug not in slugs
    ]
