"""Queries that a person typed: they only read, and run in a process that is ended when they take too long.

Every query first gets half a second in the quick lane; who needs longer goes on in the slow lane. In both the one that
came last is served first: beside queries that never end, an ordinary one waits for half a second at most.
"""

from __future__ import annotations

import atexit
import threading
import time
from functools import lru_cache
from pathlib import Path

from graph_build.sandbox import limits
from graph_build.sandbox.bounded import OutOfBounds, Worker
from graph_query.errors import QueryError, QueryStopped
from graph_query.model import Rows, Triples
from graph_query.sparql.guard import refuse, refuse_long
from graph_query.sparql.prefixes import with_prefixes
from graph_query.sparql.terms import check_terms
from graph_query.stores import oxigraph, snapshot_at
from graph_query.stores.parts.engine import Engine

START_SECONDS = 30.0


def run_typed(text: str, address: str, home: Path) -> Rows | Triples:
    """Run a query that a person typed on the snapshot at an address, with bounds on CPU, memory, rows and their size.

    Known prefixes are filled in. All that looks at the text runs with the query, where it can be ended. Raises
    QueryRefused, QueryInvalid, QueryStopped, and StoreUnavailable where there is no snapshot.
    """
    refuse_long(text)
    folder = snapshot_at(address, home).folder
    deadline = time.monotonic() + limits.QUERY_SECONDS
    for lane, seconds in ((_quick, limits.QUICK_SECONDS), (_slow, limits.QUERY_SECONDS)):
        worker = lane.take(deadline, folder)
        left = max(deadline - time.monotonic(), limits.QUICK_SECONDS)
        try:
            result: Rows | Triples = worker.call(min(seconds, left), _run, folder, text)
        except OutOfBounds as error:
            lane.give_back_started(worker, folder)
            if lane is _quick and error.late:
                continue
            reason = f"超过 {limits.QUERY_SECONDS:.0f} 秒" if error.late else str(error)
            raise QueryStopped(f"查询{reason}，已停止。请缩小范围，或减少连接的条件。") from error
        except QueryError:
            lane.give_back(worker)
            raise
        lane.give_back(worker)
        return result
    raise QueryStopped(f"查询超过 {limits.QUERY_SECONDS:.0f} 秒，已停止。请缩小范围，或减少连接的条件。")


class _Lane:
    """Processes for queries; who comes last gets the next that is free."""

    def __init__(self) -> None:
        self._free = [Worker(QueryError, "查询需要的内存过多", network=False) for _ in range(limits.QUERY_PROCESSES)]
        self._all = tuple(self._free)
        self._waiting: list[object] = []
        self._changed = threading.Condition()

    def take(self, deadline: float, folder: Path) -> Worker:
        """Return a process that has the snapshot open. Raises QueryStopped where none is free in time."""
        ticket = object()
        with self._changed:
            self._waiting.append(ticket)
            in_turn = self._changed.wait_for(
                lambda: self._free and self._waiting[-1] is ticket, deadline - time.monotonic()
            )
            self._waiting.remove(ticket)
            self._changed.notify_all()
            if not in_turn:
                raise QueryStopped(f"同时运行的查询太多，{limits.QUERY_SECONDS:.0f} 秒内没有轮到。请稍后再试。")
            worker = self._free.pop()
        return _started(worker, folder)

    def give_back(self, worker: Worker) -> None:
        """Let the next query have a process."""
        with self._changed:
            self._free.append(worker)
            self._changed.notify_all()

    def give_back_started(self, worker: Worker, folder: Path) -> None:
        """Let the next query have a process that was ended, as soon as it has started again."""

        def start() -> None:
            self.give_back(_started(worker, folder))

        threading.Thread(target=start, daemon=True).start()

    def stop(self) -> None:
        """End all processes."""
        for worker in self._all:
            worker.stop()


def _started(worker: Worker, folder: Path) -> Worker:
    """Return a process that runs and has a snapshot open, so that its start is not counted as a query's time."""
    try:
        worker.call(START_SECONDS, _open, folder)
    except (OutOfBounds, QueryError):
        return worker  # the query itself will say what is wrong
    return worker


def _run(folder: Path, text: str) -> Rows | Triples:
    whole = with_prefixes(text)
    refuse(whole)
    check_terms(whole)
    return _open_engine(folder).query(whole, limits.MOST_ROWS, limits.RESULT_BYTES)


def _open(folder: Path) -> None:
    _open_engine(folder)


@lru_cache(maxsize=1)
def _open_engine(folder: Path) -> Engine:
    return oxigraph.open_store(str(folder), folder)


_quick, _slow = _Lane(), _Lane()
atexit.register(_quick.stop)
atexit.register(_slow.stop)
