"""What a build did, for its user and as report.json in the snapshot; and which documents are copies of one work."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from graph_build.corrections import Applied, Corrected
from graph_build.folders import MACHINE, PENDING, PUBLISHED, REPORT
from graph_build.folders.manifest import Damaged, read_sealed, sealed
from graph_build.model import HELD_BACK, Document, Problem, Task, TaskList
from graph_build.rdf.sureness import sureness_of


@dataclass(frozen=True, slots=True)
class Published:
    """One document of a build: what it holds, how sure its reading is, and by what its copies are known.

    `fingerprint` are hashes of the tasks' words, `assigned` of words, units and deadlines. `standing` is 2 where the
    file came with the library, 0 where a user of the app added it; `stated` says whether documents.toml tells its
    origin. `differing` are copies whose readings differ, each with in how many tasks. `account` says of how many
    characters became what. `confirmed` says that a person confirmed the reading;
    `people` is what they said that holds: of each the layout and the number of its task, both empty of none, and its
    kind. `doubts` are lines on what its graph lacks; `made_of` tells what all of this was made of, as the cache does.
    """

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
    assigned: tuple[str, ...] = ()
    issued: str | None = None
    year: int | None = None
    standing: int = 1
    stated: bool = False
    differing: Mapping[str, int] = field(default_factory=dict)
    copies: tuple[str, ...] = ()
    place: str | None = None
    own_place: str | None = None
    title: str | None = None
    work: str | None = None
    titles_cited: tuple[str, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    account: Mapping[str, int] = field(default_factory=dict)
    joined: str = ""
    confirmed: bool = False
    people: tuple[tuple[str, int | None, str], ...] = ()
    doubts: tuple[str, ...] = ()
    made_of: str = ""

    @property
    def held_back(self) -> bool:
        """Whether the reading is so unsure that a person must look at it before it is published, and none did."""
        return self.sureness <= HELD_BACK and not self.confirmed

    @property
    def graph(self) -> str:
        """The name of its graph in the snapshot."""
        return f"{PENDING if self.held_back else PUBLISHED}/{self.slug}"

    @property
    def whose(self) -> str | None:
        """Which place's it is, of those that no register has too."""
        return f"{self.place or ''}/{self.own_place}" if self.own_place else self.place

    @property
    def machine(self) -> str:
        """The name of the graph of what the machine read, where people corrected it."""
        return f"{MACHINE}/{self.slug}"


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: the snapshot's folder, its documents, those held back apart, and what is wrong with which."""

    snapshot: Path
    published: tuple[Published, ...]
    pending: tuple[Published, ...]
    problems: tuple[Problem, ...]


ENTRY = tuple(part.name for part in fields(Published))


def published(document: Document, corrected: Corrected) -> Published:
    """Return a document's entry in the report; its triples are counted when its graph is made."""
    task_list = corrected.task_list
    sureness = sureness_of(document, task_list)
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
        fingerprint=_hashes(map(_words, task_list.tasks)),
        assigned=_hashes(map(_assigned, task_list.tasks)),
        issued=task_list.issued.isoformat() if task_list.issued else None,
        year=task_list.year,
        account=_characters(task_list),
        confirmed=corrected.confirmed,
        people=tuple(_said(task_list, one) for one in corrected.applied),
    )


def _said(task_list: TaskList, one: Applied) -> tuple[str, int | None, str]:
    layout = "" if one.task is None else task_list.tasks[one.task].layout
    return layout, one.task, one.correction.what


def _characters(task_list: TaskList) -> dict[str, int]:
    """Return of how many characters of a document became what."""
    found = Counter[str]()
    for line in task_list.account:
        found[line.fate] += line.span.end - line.span.start
    return dict(sorted(found.items()))


def _hashes(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(hashlib.sha256(text.encode()).hexdigest()[:12] for text in texts))


def _words(task: Task) -> str:
    return re.sub(r"\W", "", task.text)


def _assigned(task: Task) -> str:
    """Return a task's words with its units by role and its deadline, as far as two readings must agree."""
    units = sorted(f"{assignment.role} {assignment.name}" for assignment in task.assignments)
    return "\n".join([_words(task), *units, re.sub(r"\W", "", task.deadline.words) if task.deadline else ""])


def as_bytes(entries: Iterable[Published], problems: Iterable[Problem], built: date) -> bytes:
    """Return report.json: every document of the snapshot, the problems of the build that wrote it, and its day."""
    # Not asdict, which copies every hash: a second for some thousand documents.
    documents = [{key: getattr(entry, key) for key in ENTRY} for entry in sorted(entries, key=lambda e: e.slug)]
    found: dict[str, Any] = {
        "built": built.isoformat(),
        "documents": documents,
        "problems": [asdict(problem) for problem in problems],
    }
    return sealed(found)


def read_entries(folder: Path) -> Mapping[str, Published]:
    """Return the documents that a snapshot's report.json lists, by slug; none where it has no sound one."""
    return _content(folder)[0]


def read_problems(folder: Path) -> tuple[Problem, ...]:
    """Return the problems that a snapshot's report.json lists; none where it has no sound one."""
    return _content(folder)[1]


def check_report(folder: Path) -> None:
    """Raise Damaged where a snapshot has no sound report."""
    _sound(folder)


Content = tuple[Mapping[str, Published], tuple[Problem, ...]]


def _content(folder: Path) -> Content:
    try:
        return _sound(folder)
    except Damaged:  # the build that adds to such a snapshot says so
        return {}, ()


def _sound(folder: Path) -> Content:
    path = folder / REPORT
    try:
        return _read(path.resolve(), path.stat().st_mtime_ns)
    except OSError as error:
        raise Damaged(f"{REPORT} 不见了") from error


# Of some thousand documents it takes a second to read, and who adds files asks for it thrice.
@lru_cache(maxsize=1)
def _read(path: Path, written: int) -> Content:  # noqa: ARG001 (a cache key)
    content = read_sealed(path)
    entries = {entry["slug"]: as_entry(entry) for entry in content["documents"]}
    return entries, tuple(Problem(**problem) for problem in content["problems"])


def as_entry(fields: Mapping[str, Any]) -> Published:
    """Return an entry from its JSON."""
    lists = ("reasons", "fingerprint", "assigned", "copies", "titles_cited", "doubts")
    known = dict(fields)
    people = {"people": tuple(tuple(said) for said in known.get("people", ()))}
    return Published(**known | {key: tuple(known.get(key, ())) for key in lists} | people)
