"""A document as a person looks at it: as the machine reads it, as it stands corrected, and what of it is doubtful."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from graph_build import corrections
from graph_build.corrections import Corrected, Correction
from graph_build.errors import FileUnreadable
from graph_build.folders import CURRENT, DOCUMENTS, GRAPHS, UPLOADS
from graph_build.folders.manifest import sum_of
from graph_build.iris import task_name
from graph_build.model import Document, Origin, Task, TaskList
from graph_build.rdf.sureness import ONE, SUPPOSED, doubts_of
from graph_build.reading import bounded, read_file, worker
from graph_build.sandbox.limits import READ_SECONDS
from graph_build.snapshots.making import corrected_reading
from graph_build.snapshots.origins import read_origins
from graph_build.snapshots.report import read_entries
from graph_build.snapshots.sources import DOCUMENTS_TOML
from graph_build.spans import Span, where
from graph_build.vocabulary.own_words import stamp


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A reading to look at: why, its words and where they stand, and of which task (from 0; None of none).

    `key` stays the same while the words and the reason do; `weight` is how far it lowers the sureness.
    """

    key: str
    reason: str
    words: str
    where: str
    span: Span | None
    task: int | None
    weight: float


@dataclass(frozen=True, slots=True)
class Review:
    """A document as it is read, and as it stands corrected, with what is doubtful of this and not yet settled.

    `targets` are the words and the repeat by which a correction names each task of `corrected`; `said` what people
    said of it.
    """

    slug: str
    path: Path
    document: Document
    machine: TaskList
    machine_origin: Origin
    corrected: Corrected
    said: tuple[Correction, ...]
    targets: tuple[tuple[str, str], ...]
    doubtful: tuple[Doubtful, ...]

    @property
    def checked(self) -> frozenset[int]:
        """The tasks (from 0) that a person confirmed."""
        found = (one.task for one in self.corrected.applied if one.correction.what == "checked")
        return frozenset(task for task in found if task is not None)

    @property
    def names(self) -> tuple[str, ...]:
        """The ends of the tasks' IRIs, by which a page knows them."""
        repeats = (int(repeat.partition("/")[0] or 1) for _, repeat in self.targets)
        named = zip(map(task_name, (task.spans for task in self.corrected.task_list.tasks)), repeats, strict=True)
        return tuple(name if repeat == 1 else f"{name}-{repeat}" for name, repeat in named)


def file_of(folder: Path, slug: str) -> Path:
    """Return the file that a document of the current snapshot was read from.

    Raises FileUnreadable where there is no such document, or its file is gone or has changed since.
    """
    entry = read_entries(folder / GRAPHS / CURRENT).get(slug)
    if entry is None:
        raise FileUnreadable(f"{slug}：图谱中没有这份文件。请核对名称（见文件库），或先运行 zeren build。")
    paths = (path for part in (DOCUMENTS, UPLOADS) for path in sorted((folder / part).rglob("*")))
    for path in paths:
        if path.name == entry.source and path.is_file() and sum_of(path).sha256 == entry.sha256:
            return path
    raise FileUnreadable(f"{entry.source}：文件已不在原处，或已改动。请先运行 zeren build。")


def review(folder: Path, slug: str) -> Review:
    """Return a document of the current snapshot, read anew with what people say of it.

    Raises FileUnreadable, DocumentError as reading does; SettingsError where its corrections can't be used.
    """
    path = file_of(folder, slug)
    said = corrections.read(folder, slug)
    origin = read_origins(folder / DOCUMENTS / DOCUMENTS_TOML).get(slug, Origin())
    document, machine = _read(path, sum_of(path).sha256, stamp())
    reading = corrected_reading(document, machine, origin, said)
    corrected = reading.corrected
    tasks = corrected.task_list.tasks
    found = Review(
        slug=slug,
        path=path,
        document=replace(document, slug=slug),
        machine=machine,
        machine_origin=reading.origin,
        corrected=corrected,
        said=said,
        targets=corrections.targets_of(tasks),
        doubtful=(),
    )
    return replace(found, doubtful=tuple(_doubtful(found)))


# A page asks at every key that is pressed; what the machine reads of a file stays the same.
@lru_cache(maxsize=4)
def _read(path: Path, sha256: str, words: str) -> tuple[Document, TaskList]:  # noqa: ARG001 (a cache key)
    return bounded(path, worker, READ_SECONDS, read_file, path)


def _doubtful(review: Review) -> Iterator[Doubtful]:
    """Return what is doubtful of a document, the weightiest first, without what a person confirmed."""
    task_list, source = review.corrected.task_list, review.document.source
    if review.corrected.confirmed:
        return
    places = _places(task_list)
    seen = Counter[tuple[str, str, Span | None]]()
    for weight, reason, words, span in doubts_of(task_list):
        # Several tasks may rest on the same words, of a merged cell: each has its own doubt of them.
        there = places.get((span, reason == ONE[SUPPOSED]), []) if span else []
        task = there[min(seen[reason, words, span], len(there) - 1)] if there else None
        seen[reason, words, span] += 1
        if task is None or task not in review.checked:
            at = where(span, source) if span else ""
            key = hashlib.sha256(f"{reason}\n{corrections.bare(words)}\n{at}".encode()).hexdigest()[:8]
            yield Doubtful(key, reason, words, at, span, task, weight)


def _places(task_list: TaskList) -> dict[tuple[Span, bool], list[int]]:
    """Return the tasks that rest on words, by these and whether they are only supposed to be the task's too."""
    found: defaultdict[tuple[Span, bool], list[int]] = defaultdict(list)
    for n, task in enumerate(task_list.tasks):
        for span in dict.fromkeys(_spans(task)):
            found[span, False].append(n)
        for assignment in task.assignments:
            if assignment.basis == "merged_supposed":
                found[assignment.span, True].append(n)
    return found


def _spans(task: Task) -> Sequence[Span]:
    limits = [limit.span for limit in (*task.times, *([task.deadline] if task.deadline else []))]
    damaged = (one.span for one in task.damaged)
    return [*task.spans, *(a.span for a in task.assignments), *limits, *(c.span for c in task.citations), *damaged]
