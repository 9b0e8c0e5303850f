"""The write side from end to end: extract(path) reads one file, build(...) makes a snapshot of many."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pyoxigraph as ox

from graph_build.corrections import Correction, Fact, Offer, facts_of, offers, read_all
from graph_build.errors import BuildRunning, DocumentError, FileUnreadable, SettingsError, ZerenError
from graph_build.folders import CURRENT, GRAPHS, home
from graph_build.iris import slug_of
from graph_build.model import HELD_BACK, Origin, Problem, TaskList
from graph_build.model import Task as ReadTask
from graph_build.rdf.json_form import Json, account_form, as_json
from graph_build.rdf.sureness import sureness_of
from graph_build.rdf.validate import validate, validate_thoroughly
from graph_build.reading import bounded, read_bounded, worker
from graph_build.sandbox.limits import LARGEST_FILE, LARGEST_TEXT, READ_SECONDS
from graph_build.sandbox.temporary import sweep
from graph_build.snapshots.cluster import hands_at
from graph_build.snapshots.crew import Manner, Progress
from graph_build.snapshots.files import begun
from graph_build.snapshots.hands import begin
from graph_build.snapshots.library import changed, given, mirrored
from graph_build.snapshots.making import corrected_reading
from graph_build.snapshots.originals import Original, RawBlock, RawCell, RawTable, bytes_of, original, page_picture
from graph_build.snapshots.report import Report, read_entries
from graph_build.snapshots.reviewing import Doubtful, Review, file_of, review
from graph_build.snapshots.trig import GraphFiles

__all__ = [
    "HELD_BACK",
    "LARGEST_FILE",
    "LARGEST_TEXT",
    "DocumentError",
    "Doubtful",
    "Json",
    "Original",
    "RawBlock",
    "RawCell",
    "RawTable",
    "ReadTask",
    "Report",
    "Review",
    "ZerenError",
    "account_form",
    "build",
    "build_corrected",
    "bytes_of",
    "check_shapes",
    "extract",
    "extract_json",
    "extract_steps",
    "extract_why",
    "extract_with_facts",
    "file_of",
    "home",
    "offered_words",
    "original",
    "page_picture",
    "review",
    "sweep",
]


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


def extract_with_facts(path: Path, said: Sequence[Correction] = ()) -> tuple[Json, dict[Fact, str]]:
    """Return what extract_json does, and what a reading says of its document, as corrections have it in `was`.

    Both are with what people `said` of the document before. Raises what extract raises.
    """
    document, machine = read_bounded(path)
    corrected = corrected_reading(document, machine, Origin(), said).corrected
    task_list = corrected.task_list
    return as_json(document, task_list, sureness_of(document, task_list)), facts_of(task_list, corrected.origin)


def extract_steps(path: Path) -> list[str]:
    """Return what each stage of reading changed of a file, as lines in Chinese. Raises what extract raises."""
    from graph_build.explain.steps import steps

    return bounded(path, worker, READ_SECONDS, steps, path)


def extract_why(path: Path, number: int) -> list[str]:
    """Return why a file's task of a number (from 1) was read as it was, as lines in Chinese.

    Raises what extract raises, and DocumentError where there is no such task.
    """
    from graph_build.explain.why import why

    return bounded(path, worker, READ_SECONDS, why, path, number)


def build(
    folder: Path,
    paths: Sequence[Path] = (),
    progress: Progress = lambda *_: None,
    without: Collection[str] = (),
    cluster: str = "",
) -> Report:
    """Write a new snapshot below folder/data/graph and make it the current one.

    With paths (files, folders or zips), their documents are added to the current snapshot or replaced in it; without
    those of some slugs, they leave it. With neither, the snapshot mirrors data/documents and data/uploads.
    A document that cannot be published becomes a Problem, and the others go on; of several copies of one work the one
    that is read most surely counts, and another one where that leaves. Raises SettingsError where there is no such
    folder, or documents.toml cannot be used; BuildRunning; SnapshotNotWritten; with paths, SnapshotDamaged.
    """
    if not (paths or without or given(folder)):
        raise SettingsError(f"{folder}：这里没有 data/documents 文件夹。请建立它并放入任务分解表，或设置 ZEREN_HOME。")
    if paths and not cluster:
        begin()
    sweep()
    with begun(folder / GRAPHS) as made_in, hands_at(cluster, paths or given(folder)) as hands, _uncollected():
        manner = Manner(progress, hands)
        if paths or without:
            return changed(folder, made_in, paths, manner, without)
        return mirrored(folder, made_in, manner)


def build_corrected(folder: Path, slug: str, progress: Progress = lambda *_: None) -> Report:
    """Build a document of the current snapshot anew, and all others of which people say something.

    Documents keep their names: where one has another than its file, all are built. Raises what build raises, and
    FileUnreadable where the file is gone or has changed.
    """
    paths = {slug: file_of(folder, slug)}
    for other in read_all(folder).of:
        with suppress(FileUnreadable):  # the build tells of it
            paths[other] = file_of(folder, other)
    named = all(slug_of(path) == name for name, path in paths.items())
    return build(folder, list(paths.values()) if named else (), progress)


def offered_words(folder: Path) -> tuple[Offer, ...]:
    """Return the words that corrections of the current snapshot's documents offer an office. Raises SettingsError."""
    return offers(folder, {slug: entry.place for slug, entry in read_entries(folder / GRAPHS / CURRENT).items()})


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no circles in memory: a build makes next to none, and looks through millions of parts for them."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def check_shapes(folder: Path, *, thorough: bool = False) -> tuple[Problem, ...]:
    """Return what the document graphs of the current snapshot below folder/data/graph break of ontology/shapes.ttl.

    They are judged as in builds, or thoroughly by the judge of that. Raises BuildRunning where builds remove the
    snapshot meanwhile.
    """
    problems: list[Problem] = []
    by = validate_thoroughly if thorough else validate
    snapshot = (folder / GRAPHS / CURRENT).resolve()
    try:
        for name, data in GraphFiles(snapshot).items():
            if name.startswith("doc/"):
                quads = ox.parse(data, format=ox.RdfFormat.TRIG)
                problems += by(name.removeprefix("doc/"), [quad.triple for quad in quads])
    except KeyError as error:
        raise BuildRunning(f"{snapshot}：图谱刚刚更新，这一份已不在。请再校验一次。") from error
    return tuple(problems)
