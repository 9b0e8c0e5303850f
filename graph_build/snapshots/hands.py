"""Who makes documents' graphs: the processes of this machine, or others that do the same."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, LifoQueue
from typing import Protocol

from graph_build.errors import DocumentError
from graph_build.model import Problem
from graph_build.reading import DIED
from graph_build.sandbox.bounded import Worker
from graph_build.snapshots.cache import Key
from graph_build.snapshots.making import Context, Prepared, prepare
from graph_build.vocabulary.own_words import stamp
from graph_build.vocabulary.segmenting import load

SIZE = os.cpu_count() or 1
# They stay for the next build; the one that was used last comes first, so that few files start few processes.
_free: LifoQueue[Worker] = LifoQueue()
for _worker in [Worker(DocumentError, DIED, loads="graph_build.stages") for _ in range(SIZE)]:
    _free.put(_worker)
    atexit.register(_worker.stop)


def begin() -> None:
    """Start the process that comes first: while a build looks what is there, it loads what reading needs.

    This process loads what cuts words, which is no sooner wanted than when the document is read.
    """
    with suppress(Empty):  # where all are at work, none need be started
        worker = _free.get_nowait()
        worker.stand_on(stamp())
        worker.start()
        _free.put(worker)
    threading.Thread(target=load, daemon=True).start()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file of which a graph is wanted: what is known beside its content, and what was looked up of this."""

    path: Path
    context: Context
    key: Key | None


class Hands(Protocol):
    """Make documents' graphs, several at once.

    They take so many files at a time (`lot`) from so many sides (`size`); so many lots (`ahead`) are under way, or made
    and not taken yet. `problems` is what is to be told of them when all is made.
    """

    lot: int
    size: int
    ahead: int

    def make(self, wanted: Sequence[Wanted]) -> Sequence[Prepared]:
        """Return what is made of files, in their order."""

    def problems(self) -> Sequence[Problem]:
        """Return what went otherwise than it should, and no document suffered from."""


class OwnHands:
    """The processes of this machine, one a core."""

    lot = 1
    size = SIZE
    ahead = 4 * SIZE

    def make(self, wanted: Sequence[Wanted]) -> Sequence[Prepared]:
        """Return what is made of files, one after the other."""
        return [_made(one) for one in wanted]

    def problems(self) -> Sequence[Problem]:
        """Return nothing: what happens to a process is said of its file."""
        return ()


def _made(wanted: Wanted) -> Prepared:
    worker = _free.get()
    try:
        return prepare(wanted.path, wanted.context, worker)
    finally:
        _free.put(worker)


OWN = OwnHands()
