"""What a build did, for its user and as report.json in the snapshot; and which documents are copies of one work."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from graph_build.folders import REPORT
from graph_build.folders.manifest import Damaged, read_sealed, sealed
from graph_build.model import Document, Problem, TaskList
from graph_build.rdf.sureness import sureness_of

# Two documents share a work where they share this part of their tasks; less is enough where they share their number.
SAME_TASKS, SAME_NUMBER = 0.9, 0.5


@dataclass(frozen=True, slots=True)
class Published:
    """One document of a build: what it holds, how sure its reading is, and by what its copies are known."""

    slug: str
    source: str
    sha256: str
    tasks: int
    triples: int
    sureness: float
    reasons: tuple[str, ...]
    number: str | None
    issuer: str | None
    fingerprint: tuple[str, ...]
    copies: tuple[str, ...] = ()
    place: str | None = None
    title: str | None = None
    work: str | None = None
    titles_cited: tuple[str, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: the snapshot's folder, the documents published by it, and what is wrong with which."""

    snapshot: Path
    published: tuple[Published, ...]
    problems: tuple[Problem, ...]


def published(document: Document, task_list: TaskList) -> Published:
    """Return a document's entry in the report; its triples are counted when its graph is made."""
    sureness = sureness_of(document, task_list)
    words = (re.sub(r"\W", "", task.text) for task in task_list.tasks)
    return Published(
        slug=document.slug,
        source=document.source,
        sha256=document.sha256,
        tasks=len(task_list.tasks),
        triples=0,
        sureness=sureness.value,
        reasons=sureness.reasons,
        number=task_list.number,
        issuer=task_list.issuer,
        title=task_list.title,
        fingerprint=tuple(sorted(hashlib.sha256(text.encode()).hexdigest()[:12] for text in words)),
    )


def copy_of(entry: Published, others: Mapping[str, Published]) -> Published | None:
    """Return the entry that holds the same work: nearly the same tasks, or the same number, issuer and many tasks."""
    for other in others.values():
        shared = (Counter(entry.fingerprint) & Counter(other.fingerprint)).total()
        numbered = entry.number is not None and (entry.number, entry.issuer) == (other.number, other.issuer)
        most = max(entry.tasks, other.tasks)
        fewest = min(entry.tasks, other.tasks)
        if shared >= SAME_TASKS * most or (numbered and shared >= SAME_NUMBER * fewest):
            return other
    return None


def as_bytes(entries: Iterable[Published], problems: Iterable[Problem], built: date) -> bytes:
    """Return report.json: every document of the snapshot, the problems of the build that wrote it, and its day."""
    documents = [asdict(entry) for entry in sorted(entries, key=lambda entry: entry.slug)]
    found: dict[str, Any] = {
        "built": built.isoformat(),
        "documents": documents,
        "problems": [asdict(problem) for problem in problems],
    }
    return sealed(found)


def read_entries(folder: Path) -> dict[str, Published]:
    """Return the documents that a snapshot's report.json lists, by slug; none where it has no sound one."""
    return {entry["slug"]: as_entry(entry) for entry in _said(folder).get("documents", ())}


def read_problems(folder: Path) -> tuple[Problem, ...]:
    """Return the problems that a snapshot's report.json lists; none where it has no sound one."""
    return tuple(Problem(**problem) for problem in _said(folder).get("problems", ()))


def _said(folder: Path) -> Mapping[str, Any]:
    try:
        return read_sealed(folder / REPORT)
    except Damaged:  # the build that adds to such a snapshot says so
        return {}


def as_entry(said: Mapping[str, Any]) -> Published:
    """Return an entry from its JSON."""
    lists = ("reasons", "fingerprint", "copies", "titles_cited")
    return Published(**dict(said) | {key: tuple(said[key]) for key in lists})
