"""Snapshots: the graph as files, one sorted .trig a named graph, in a folder named by the hash of its contents.

A snapshot is made in a folder of its own, and is the current one when all of it is on the disk. Who reads the one
before is not disturbed. Only one build at a time is at work on a folder of snapshots. The last file that is written is
the manifest of the others; the report, which a build of what has not changed replaces, is sealed by itself.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from graph_build.errors import BuildRunning, SnapshotNotWritten
from graph_build.folders import CURRENT, INDEX_FILE, LEDGER_FILE, REPORT, SCHEMA, SCHEMA_FILE, STORE_FOLDER
from graph_build.folders.manifest import MANIFEST, Damaged, OtherVersion, write_manifest
from graph_build.snapshots.gathering import Gathered, change_of
from graph_build.snapshots.index import write_index
from graph_build.snapshots.ledger import write_ledger
from graph_build.snapshots.program import program
from graph_build.snapshots.store import write_store
from graph_build.snapshots.whole import read_before, snapshot_id

HOLDER = ".lock-holder"
BUILDING = ".building-"
SNAPSHOT = re.compile(r"[0-9a-f]{12}")
# So many snapshots are kept, the current one counted.
KEPT = 2


@contextmanager
def begun(folder: Path) -> Iterator[Path]:
    """Give a new folder below `folder` for a snapshot in the making; it is gone at the end unless it was finished.

    Raises BuildRunning where another build is at work, SnapshotNotWritten where the disk does not let it.
    """
    with _told(folder), alone(folder):
        for left in folder.glob(f"{BUILDING}*"):
            shutil.rmtree(left, ignore_errors=True)
        building = Path(tempfile.mkdtemp(dir=folder, prefix=BUILDING))
        try:
            yield building
        finally:
            shutil.rmtree(building, ignore_errors=True)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep builds away from a folder of snapshots, and from what they are made of. Raises BuildRunning."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise BuildRunning(f"{folder}：{_holder(folder)}正在生成图谱。请等它结束后再试。") from error
    try:
        (folder / HOLDER).write_text(f"{os.getpid()} {datetime.now().astimezone():%Y-%m-%d %H:%M:%S}", "utf-8")
        yield
    finally:
        (folder / HOLDER).unlink(missing_ok=True)
        lock.release()


def finish(gathered: Gathered, report: Callable[[], bytes]) -> tuple[Path, str]:
    """Make a snapshot of the graphs in a folder, and the current one; return its folder, and what of it was damaged.

    All is on disk before the link `current` is switched in one step: at any moment it points to a whole snapshot. The
    one before is kept; the same one is kept as it is, or made anew where one byte of it is not as it was written.
    Raises SnapshotNotWritten where the disk does not let it.
    """
    building = gathered.folder
    folder = building.parent
    target = folder / snapshot_id(gathered.sums)
    damage = ""
    with _told(folder):
        try:
            _check_same(gathered, target)
            _replace(target / REPORT, report())
        except Damaged as error:
            damage = "" if isinstance(error, OtherVersion) or not target.is_dir() else str(error)
            _complete(gathered, report)
            _remove(target)
            building.rename(target)
        before = (folder / CURRENT).resolve()
        link = folder / f".{CURRENT}-{os.getpid()}"
        link.unlink(missing_ok=True)
        link.symlink_to(target.name)
        try:
            link.replace(folder / CURRENT)
        finally:
            link.unlink(missing_ok=True)
        _sync_folder(folder)
        _remove_older(folder, {target, before})
    return target, damage


def _check_same(gathered: Gathered, target: Path) -> None:
    """Raise Damaged where a snapshot is not as it was written, or of another program.

    The same graphs may have other accounts: the program tells more of its reading now.
    """
    there = gathered.before if target == gathered.before.folder else read_before(target)
    there.check_whole()
    if there.program != program() or not gathered.sums.items() <= there.sums.items():
        raise OtherVersion(f"{target.name} 是另一版本的")


def _complete(gathered: Gathered, report: Callable[[], bytes]) -> None:
    """Write what a snapshot holds beside its graphs, the manifest last, and bring all of it to the disk."""
    gathered.link()
    building, change = gathered.folder, change_of(gathered, program())
    # Side by side: SQLite and RocksDB work without Python, which cuts words meanwhile.
    with ThreadPoolExecutor(4) as threads:
        writing = [
            threads.submit(write_store, building / STORE_FOLDER, change),
            threads.submit(write_ledger, building / LEDGER_FILE, change),
            threads.submit(write_index, building / INDEX_FILE, change),
            threads.submit(_write_report, building, report),
        ]
    for one in writing:
        one.result()
    gathered.put(SCHEMA_FILE, SCHEMA.encode())
    for part in (INDEX_FILE, LEDGER_FILE, STORE_FOLDER):
        gathered.take_up(part)
    write_manifest(building, gathered.sums, program())
    building.chmod(0o755)
    _sync(building, [*gathered.written, MANIFEST, REPORT])


def _write_report(folder: Path, report: Callable[[], bytes]) -> None:
    (folder / REPORT).write_bytes(report())


def _remove(snapshot: Path) -> None:
    """Remove a snapshot, if it is there: who opens it meanwhile finds all of it or nothing."""
    if snapshot.is_dir():
        aside = snapshot.with_name(f"{BUILDING}{snapshot.name}")
        snapshot.rename(aside)
        shutil.rmtree(aside, ignore_errors=True)


def _remove_older(folder: Path, kept: AbstractSet[Path]) -> None:
    """Remove snapshots but for some and the newest other one, so that two are left to go back to."""
    others = [path for path in folder.iterdir() if SNAPSHOT.fullmatch(path.name) and path not in kept]
    newest = sorted(others, key=lambda path: path.stat().st_mtime, reverse=True)
    for path in newest[max(0, KEPT - len({path for path in kept if path.is_dir()})) :]:
        _remove(path)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        said = getattr(error, "strerror", None) or " ".join(str(error).split())
        raise SnapshotNotWritten(f"{folder}：图谱写不进去（{said}）。请检查这个文件夹的权限和空间。") from error


def _holder(folder: Path) -> str:
    try:
        process, since = (folder / HOLDER).read_text("utf-8").split(" ", 1)
    except (OSError, ValueError):
        return "另一个 zeren build "
    return f"另一个 zeren build（进程 {process}，始于 {since}）"


def _replace(path: Path, data: bytes) -> None:
    """Write a file in one step: it is either the old one or the new."""
    beside = path.with_name(f".{path.name}-{os.getpid()}")
    beside.write_bytes(data)
    beside.replace(path)


def _sync(folder: Path, written: Iterable[str]) -> None:
    """Bring files of a folder to the disk, and all folders in it; what is linked is there already."""
    for name in written:
        with (folder / name).open("rb") as file:
            os.fsync(file.fileno())
    for at, _, _ in os.walk(folder):
        _sync_folder(Path(at))


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
