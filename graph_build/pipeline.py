"""The write side from end to end: extract(path) reads one file, build(...) makes a snapshot of many.

Files that users of the app upload lie in data/uploads, flat; they are added and removed here, one build at a time.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import pyoxigraph as ox

from graph_build.errors import BuildRunning, DocumentError, SettingsError, ZerenError
from graph_build.files import shown
from graph_build.home_folder import home
from graph_build.iris import slug_of
from graph_build.model import Origin, Problem, TaskList
from graph_build.rdf.json_form import Json, as_json
from graph_build.rdf.sureness import sureness_of
from graph_build.rdf.triples import act_triples, place_triples
from graph_build.rdf.validate import validate
from graph_build.readers import suffixes
from graph_build.reading import read_bounded
from graph_build.registers.units import read_register
from graph_build.sandbox.limits import LARGEST_FILE
from graph_build.snapshots.building import Building
from graph_build.snapshots.cache import Cache
from graph_build.snapshots.crew import Crew, Told
from graph_build.snapshots.files import CURRENT, GRAPH, UNJOINED, GraphFiles, as_trig, begun, finish
from graph_build.snapshots.making import Prepared
from graph_build.snapshots.originals import RawBlock, RawTable, original
from graph_build.snapshots.origins import read_origins
from graph_build.snapshots.report import Published, Report, as_bytes, read_entries
from graph_build.snapshots.sources import DOCUMENTS_TOML, Sources, find_sources, keep, staged
from graph_build.vocabulary.terms import ontology_triples

# Below the home folder: the task lists that it was given, those that were uploaded, and the snapshots.
DOCUMENTS, UPLOADS, GRAPHS = Path("data", "documents"), Path("data", "uploads"), Path("data", "graph")
# Beside the snapshots: what was made of each file.
CACHE = ".cache"
__all__ = [
    "LARGEST_FILE",
    "DocumentError",
    "Json",
    "RawBlock",
    "RawTable",
    "Report",
    "Upload",
    "ZerenError",
    "add_uploads",
    "build",
    "check_shapes",
    "extract",
    "extract_json",
    "home",
    "original",
    "remove_uploads",
    "staged",
    "suffixes",
    "uploads",
]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in data/uploads: its name, and the slug of the document that it is or (`copy`) is a copy of.

    The slug is empty where the snapshot does not hold it.
    """

    name: str
    slug: str
    copy: bool


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


def build(
    folder: Path, paths: Sequence[Path] = (), told: Told = lambda *_: None, without: Collection[str] = ()
) -> Report:
    """Write a new snapshot below folder/data/graph and make it the current one.

    With paths (files, folders or zips), their documents are added to the current snapshot or replaced in it; without
    those of some slugs, they leave it. With neither, the snapshot mirrors data/documents and data/uploads.
    A document that cannot be published becomes a Problem, and the others go on; of several copies of one work the one
    that is read most surely counts, and another one where that leaves. Raises SettingsError where there is no such
    folder, or documents.toml cannot be used; BuildRunning; SnapshotNotWritten.
    """
    if not (paths or without or _given(folder)):
        raise SettingsError(f"{folder}：这里没有 data/documents 文件夹。请建立它并放入任务分解表，或设置 ZEREN_HOME。")
    with begun(folder / GRAPHS) as made_in:
        if paths or without:
            return _change(folder, made_in, paths, told, without)
        with ExitStack() as stack:
            return _made(folder, made_in, find_sources(_given(folder), stack), told)


def uploads(folder: Path) -> tuple[Upload, ...]:
    """Return the files in folder/data/uploads, by name."""
    entries = read_entries(folder / GRAPHS / CURRENT)
    return tuple(_upload(path, entries) for path in _uploaded(folder))


def add_uploads(folder: Path, paths: Sequence[Path], told: Told = lambda *_: None) -> Report:
    """Keep files in folder/data/uploads and add their documents to the current snapshot.

    What is there already, byte for byte, is not kept again, nor is a file that cannot be published; one whose name is
    taken gets another. Each is told. Raises what build raises, and FileUnreadable; then nothing has changed.
    """
    with begun(folder / GRAPHS) as made_in, ExitStack() as undo:
        before = read_entries(folder / GRAPHS / CURRENT)
        taken = _slugs_taken(folder, before)
        said: list[Problem] = []
        kept: list[Path] = []
        for path in _new(folder, paths, before, said):
            kept.append(keep(path, folder / UPLOADS, taken))
            undo.callback(kept[-1].unlink, missing_ok=True)
            taken.add(slug_of(kept[-1]))
            if kept[-1].name != path.name:
                line = f"{shown(path)}：这个名称另有文件使用，或不能用作文件名，本件存为“{kept[-1].name}”。"
                said.append(Problem(shown(path), line, withheld=False))
        report = _change(folder, made_in, kept, told, ())
        undo.pop_all()
        after = read_entries(report.snapshot)
        for path in kept:
            if not _upload(path, after).slug:
                path.unlink(missing_ok=True)
    return replace(report, problems=(*said, *report.problems))


def remove_uploads(folder: Path, names: Collection[str], told: Told = lambda *_: None) -> Report:
    """Remove files from folder/data/uploads and their documents from the current snapshot.

    Names of no such file are passed over. Raises what add_uploads raises; then nothing has changed.
    """
    with begun(folder / GRAPHS) as made_in:
        entries = read_entries(folder / GRAPHS / CURRENT)
        removed = [path for path in _uploaded(folder) if path.name in names]
        held = [_upload(path, entries) for path in removed]
        slugs = {slug_of(Path(one.name)) if one.copy else one.slug for one in held if one.slug}
        report = _change(folder, made_in, (), told, slugs)
        for path in removed:
            path.unlink(missing_ok=True)
    return report


def _given(folder: Path) -> tuple[Path, ...]:
    """Return the folders of task lists that there are."""
    return tuple(folder / part for part in (DOCUMENTS, UPLOADS) if (folder / part).is_dir())


def _uploaded(folder: Path) -> list[Path]:
    known = suffixes()
    return sorted(p for p in (folder / UPLOADS).glob("*") if p.suffix.lower() in known and p.is_file())


def _upload(path: Path, entries: Mapping[str, Published]) -> Upload:
    """Return what a snapshot's entries hold of an uploaded file."""
    name, digest = shown(path), _digest(path)
    slug = next((e.slug for e in entries.values() if (e.source, e.sha256) == (name, digest)), "")
    copied = next((e.slug for e in entries.values() if name in e.copies), "")
    return Upload(path.name, slug or copied, copy=not slug)


def _new(folder: Path, paths: Iterable[Path], before: Mapping[str, Published], said: list[Problem]) -> Iterator[Path]:
    """Return the files that are not there yet, byte for byte; tell of the others."""
    known = {entry.sha256: entry.source for entry in before.values()}
    known |= {_digest(path): shown(path) for path in _uploaded(folder)}
    for path in paths:
        digest = _digest(path)
        if digest in known:
            line = f"{shown(path)}：与已有的“{known[digest]}”完全相同，没有重复存入。"
            said.append(Problem(shown(path), line, withheld=False))
        else:
            known[digest] = shown(path)
            yield path


def _digest(path: Path) -> str:
    """Return a file's sha256; nothing where it is gone meanwhile."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _slugs_taken(folder: Path, entries: Mapping[str, Published]) -> set[str]:
    copies = (Path(copy) for entry in entries.values() for copy in entry.copies)
    return entries.keys() | {slug_of(path) for path in (*copies, *_uploaded(folder))}


def _change(folder: Path, made_in: Path, paths: Sequence[Path], told: Told, without: Collection[str]) -> Report:
    """Make a snapshot of the current one's documents, without some and with those of paths."""
    entries, instead = _entries_before(made_in, without)
    with ExitStack() as stack:
        given = find_sources(_given(folder), stack).files if instead else ()
        sources = find_sources((*paths, *(path for path in given if shown(path) in instead)), stack)
        return _made(folder, made_in, sources, told, entries)


def _made(
    folder: Path, made_in: Path, sources: Sources, told: Told, before: dict[str, Published] | None = None
) -> Report:
    """Make a snapshot of files and of the entries of the one before; without these it mirrors the files."""
    origins = read_origins(folder / DOCUMENTS / DOCUMENTS_TOML)
    register = read_register(folder / "data" / "registers" / "units")
    building = Building(GraphFiles(made_in), GraphFiles(made_in, UNJOINED), before or {})
    building.graphs["ontology"] = as_trig("ontology", ontology_triples())
    building.problems += sources.problems
    cache = Cache(made_in.parent / CACHE, register)
    with Crew(origins, register, cache) as crew:
        for prepared in crew.prepare(sources.files, told):
            _take(building, prepared, crew)
    if before is None:
        cache.prune()
    building.join()
    building.graphs["acts"] = as_trig("acts", act_triples())
    building.graphs["places"] = as_trig("places", place_triples(building.places()))
    with ExitStack() as stack:
        files = find_sources(_given(folder), stack).files
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


def _entries_before(made_in: Path, without: Collection[str]) -> tuple[dict[str, Published], set[str]]:
    """Return the current snapshot's entries but for some slugs, and the names of files that were copies of those.

    The entries' graphs, as each document alone gives them, are put in the new snapshot.
    """
    before = made_in.parent / CURRENT
    entries: dict[str, Published] = {}
    instead: set[str] = set()
    (made_in / "doc").mkdir()
    for slug, entry in read_entries(before).items():
        graph = before / "doc" / f"{slug}{GRAPH}"
        alone = graph.with_name(f"{slug}{UNJOINED}")
        copies = tuple(copy for copy in entry.copies if slug_of(Path(copy)) not in without)
        if slug in without:
            instead |= set(copies)
        elif graph.is_file():
            os.link(alone if alone.is_file() else graph, made_in / "doc" / graph.name)
            entries[slug] = replace(entry, copies=copies)
    return entries, instead


def check_shapes(folder: Path) -> tuple[Problem, ...]:
    """Return what the document graphs of the current snapshot below folder/data/graph break of ontology/shapes.ttl.

    Raises BuildRunning where builds remove the snapshot meanwhile.
    """
    problems: list[Problem] = []
    snapshot = (folder / GRAPHS / CURRENT).resolve()
    try:
        for name, data in GraphFiles(snapshot).items():
            if name.startswith("doc/"):
                quads = ox.parse(data, format=ox.RdfFormat.TRIG)
                problems += validate(name.removeprefix("doc/"), [quad.triple for quad in quads])
    except KeyError as error:
        raise BuildRunning(f"{snapshot}：图谱刚刚更新，这一份已不在。请再校验一次。") from error
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
