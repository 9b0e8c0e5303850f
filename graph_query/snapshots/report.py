"""What the build report of a snapshot: its day, how sure each document's reading is and why, and what went wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from graph_build.folders import REPORT
from graph_build.folders.manifest import Damaged, read_sealed
from graph_build.model import HELD_BACK


@dataclass(frozen=True, slots=True)
class Pending:
    """A document whose reading is so unsure that a person must look at it: it is in no list and no answer."""

    slug: str
    source: str
    title: str
    tasks: int
    sureness: float


@dataclass(frozen=True, slots=True)
class Said:
    """What people say of a document's reading, and how sure that was.

    `words` are, of each thing they say, the layout and the number of its task, both empty of none, and its kind
    (zr:correctionKinds).
    """

    slug: str
    sureness: float
    words: tuple[tuple[str, int | None, str], ...]


@dataclass(frozen=True, slots=True)
class SnapshotReport:
    """The day of the build as 2022-06-30, reasons for doubt and copies by slug, and problems as lines for the user.

    `withheld` are the problems that kept a document out, `pending` the documents held back. Of a graph elsewhere whose
    build told nothing here, none of it `is_known`. `said` is what people say of readings, where they do.
    """

    built: str
    reasons: Mapping[str, tuple[str, ...]]
    copies: Mapping[str, tuple[str, ...]]
    pending: tuple[Pending, ...]
    withheld: tuple[str, ...]
    problems: tuple[str, ...]
    is_known: bool = True
    said: tuple[Said, ...] = ()

    @property
    def missing(self) -> str:
        """How many documents could not be read, or wait for a person, and are in no list and no answer; or nothing."""
        if not self.is_known:
            return "远端图谱没有附上生成报告，有没有未收录的文件，这里不得而知。"
        counts = ((len(self.withheld), "本次未能读入"), (len(self.pending), "识读存疑太多、待核"))
        said = "，".join(f"有 {count} 份文件{why}" for count, why in counts if count)
        return f"{said}，各项列表和回答都不含它们。" if said else ""


UNKNOWN = SnapshotReport("", {}, {}, (), (), (), is_known=False)


def read_report(folder: Path) -> SnapshotReport:
    """Return the report in a snapshot's folder. Raises Damaged."""
    path = folder / REPORT
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError as error:
        raise Damaged(f"{REPORT} 不见了") from error


# A build of what has not changed writes the report alone.
@lru_cache(maxsize=4)
def _read(path: Path, written: int) -> SnapshotReport:  # noqa: ARG001 (a cache key)
    report = read_sealed(path)
    documents, problems = report["documents"], report["problems"]
    return SnapshotReport(
        built=report["built"],
        reasons={entry["slug"]: tuple(entry["reasons"]) for entry in documents},
        copies={entry["slug"]: tuple(_copies(entry)) for entry in documents},
        pending=tuple(map(_pending, filter(_is_held_back, documents))),
        withheld=tuple(problem["message"] for problem in problems if problem["withheld"]),
        problems=tuple(problem["message"] for problem in problems if not problem["withheld"]),
        said=tuple(_said(entry) for entry in documents if entry.get("people")),
    )


def _said(entry: Mapping[str, Any]) -> Said:
    words = ((layout, task, kind) for layout, task, kind in entry["people"])
    return Said(entry["slug"], entry["sureness"], tuple(words))


def _is_held_back(entry: Mapping[str, Any]) -> bool:
    return bool(entry["sureness"] <= HELD_BACK and not entry.get("confirmed"))


def _pending(entry: Mapping[str, Any]) -> Pending:
    title = entry["title"] or f"无标题（{entry['source']}）"
    return Pending(entry["slug"], entry["source"], title, entry["tasks"], entry["sureness"])


def _copies(entry: Mapping[str, Any]) -> Iterator[str]:
    """Return the copies of a document, each with in how much its reading differs."""
    differing = entry.get("differing", {})
    for name in entry["copies"]:
        count = differing.get(name)
        yield f"{name}（同一文件的两份识读有 {count} 处不同）" if count else name
