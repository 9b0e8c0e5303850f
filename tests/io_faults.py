"""Builds in which one file operation fails, each in a process of its own: `python -m tests.io_faults HOME HOW N…`.

HOW is `audit` (what Python itself opens, makes, renames, removes, lists and brings to the disk) or `calls` (every such
system call of this process, SQLite's and RocksDB's too, by tests/io_faults.c with LD_PRELOAD). For each N the home
folder is copied, built with the fault, looked at, and built again without; a line of JSON says what came of it.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from graph_build.errors import ZerenError
from graph_build.folders import CURRENT, GRAPHS
from graph_build.pipeline import build
from graph_build.snapshots.gathering import Change
from graph_build.snapshots.index import write_index
from graph_build.snapshots.trig import GraphFiles
from graph_build.vocabulary.terms import ontology_triples
from graph_query.snapshots.snapshot import Snapshot
from graph_query.stores import open_store, select

if TYPE_CHECKING:
    from _typeshed import HasFileno

EVENTS = {
    "open", "os.chmod", "os.link", "os.listdir", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.scandir",
    "os.symlink", "sqlite3.connect",
}  # fmt: skip
TASKS = "SELECT (COUNT(?t) AS ?n) { ?t a <https://w3id.org/zeren/ontology#Task> }"
Json = dict[str, Any]


class Audited:
    """Counts file operations of Python below a folder; the n-th fails. There is no way back: one a process."""

    def __init__(self, folder: Path, n: int) -> None:
        self.calls, self._n, self._below = 0, n, str(folder)
        self._sync = os.fsync
        os.fsync = self._fsync
        sys.addaudithook(self._hook)

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        paths = [os.fsdecode(one) for one in arguments[:2] if isinstance(one, str | bytes | os.PathLike)]
        if event in EVENTS and any(path.startswith(self._below) for path in paths):
            self._count()

    def _fsync(self, fd: int | HasFileno) -> None:
        self._count()
        self._sync(fd)

    def _count(self) -> None:
        self.calls += 1
        if self.calls == self._n:
            raise OSError(errno.EIO, os.strerror(errno.EIO))


class Preloaded:
    """The same for the system calls of this process, by the library that was loaded before all others."""

    def __init__(self, folder: Path, n: int) -> None:
        self._library = ctypes.CDLL(None)
        self._library.fault_at(str(folder).encode(), ctypes.c_long(n))

    @property
    def calls(self) -> int:
        return int(self._library.fault_calls())


HOW: dict[str, Callable[[Path, int], Audited | Preloaded]] = {"audit": Audited, "calls": Preloaded}


def in_a_process(function: Callable[..., Json], *arguments: object) -> Json:
    """Return what a function returns, run in a fork of this process."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.close(reading)
        code = 1
        try:
            with os.fdopen(writing, "w") as answer:
                json.dump(function(*arguments), answer)
            code = 0
        finally:
            if code:
                traceback.print_exc()
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading) as answer:
        text = answer.read()
    _, status = os.wait()
    return json.loads(text) if text else {"outcome": f"ended with {os.waitstatus_to_exitcode(status)}"}


def build_with_fault(home: Path, how: str, n: int) -> Json:
    fault = HOW[how](home, n)
    try:
        report = build(home)
    except ZerenError as error:
        return {"outcome": "error", "line": str(error), "calls": fault.calls}
    withheld = [problem.message for problem in report.problems if problem.withheld]
    return {"outcome": "done", "withheld": withheld, "calls": fault.calls}


def looked_at(home: Path) -> int:
    """Return how many tasks the current snapshot holds; all of it is compared with its manifest."""
    store = open_store("memory:data/graph/current", home)
    Snapshot(store.snapshot.folder).check_fully()
    return int(select(store, TASKS).values()[0]["n"])


def built_again(home: Path) -> Json:
    """Say how many tasks there are after the fault, and what the next build makes of them."""
    after = looked_at(home)
    report = build(home)
    return {"after": after, "again": looked_at(home), "problems": [problem.message for problem in report.problems]}


def load_once(home: Path) -> None:
    """Load what each of the processes to come needs: words and vocabulary; no RocksDB, whose threads no fork has."""
    ontology_triples()
    with copied(home) as copy:
        snapshot = (copy / GRAPHS / CURRENT).resolve()
        write_index(copy / "index.sqlite", Change(snapshot, None, (), tuple(GraphFiles(snapshot))))


@contextmanager
def copied(home: Path) -> Iterator[Path]:
    with TemporaryDirectory(prefix="zeren-fault-", dir=home.parent) as folder:
        yield shutil.copytree(home, Path(folder, "home"), symlinks=True)


def main() -> None:
    home, how = Path(sys.argv[1]), sys.argv[2]
    load_once(home)
    for n in map(int, sys.argv[3:]):
        with copied(home) as copy:
            came: Json = {"n": n} | in_a_process(build_with_fault, copy, how, n)
            came["then"] = in_a_process(built_again, copy)
        print(json.dumps(came, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
