"""What the build report of a snapshot: its day, how sure each document's reading is and why, and what went wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from graph_build.folders import REPORT
from graph_build.folders.manifest import Damaged, read_sealed


@dataclass(frozen=True, slots=True)
class SnapshotReport:
    """The day of the build as 2022-06-30, reasons for doubt and copies by slug, and problems as lines for the user.

    `withheld` are the problems that kept a document out.
    """

    built: str
    reasons: Mapping[str, tuple[str, ...]]
    copies: Mapping[str, tuple[str, ...]]
    withheld: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def missing(self) -> str:
        """How many documents could not be read and are in no list and no answer; empty where all are in."""
        count = len(self.withheld)
        return f"有 {count} 份文件本次未能读入，各项列表和回答都不含它们。" if count else ""


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
        withheld=tuple(problem["message"] for problem in problems if problem["withheld"]),
        problems=tuple(problem["message"] for problem in problems if not problem["withheld"]),
    )


def _copies(entry: Mapping[str, Any]) -> Iterator[str]:
    """Return the copies of a document, each with in how much its reading differs."""
    differing = entry.get("differing", {})
    for name in entry["copies"]:
        count = differing.get(name)
        yield f"{name}（同一文件的两份识读有 {count} 处不同）" if count else name
