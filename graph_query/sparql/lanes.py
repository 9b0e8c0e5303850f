"""Processes in which queries and questions run, and are ended when they take too long.

Each first gets a moment of CPU in a quick lane; who needs longer goes on in the slow lane. In all of them the one that
came last is served first: beside those that never end, an ordinary one waits for such a moment at most. Typed queries
have a quick lane of their own: each endless one ends a process, and one that answers questions is slow to start.
"""

from __future__ import annotations

import atexit
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from graph_build.folders import home
from graph_build.sandbox import limits
from graph_build.sandbox.bounded import OutOfBounds, Worker
from graph_query.errors import QueryError, QueryStopped
from graph_query.snapshots.snapshot import Snapshot
from graph_query.stores import Store, endpoint, memory, oxigraph

# Seconds of CPU in which a process opens a snapshot.
START_SECONDS = 60.0
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Work:
    """What is run: its Chinese name, its seconds of CPU in the quick lane, and whether a person typed it."""

    name: str
    quick: float
    typed: bool = False


def run_bounded(work: Work, address: str, function: Callable[..., T], *args: object) -> T:
    """Return function(address, *args), run with bounds on a process that has the store at an address open.

    Raises what the function raises of QueryError, and QueryStopped.
    """
    deadline = time.monotonic() + limits.QUERY_SECONDS
    lanes = _far if address.startswith(endpoint.WEB) else _near
    quick = lanes.typed if work.typed else lanes.own
    for lane, seconds in ((quick, work.quick), (lanes.slow, limits.QUERY_SECONDS)):
        worker = lane.take(deadline, address, work.name)
        left = max(deadline - time.monotonic(), work.quick)
        try:
            result = worker.call(min(seconds, left), function, address, *args)
        except OutOfBounds as error:
            lane.give_back_started(worker, address)
            if lane is quick and error.late:
                continue
            reason = f"运行超过 {limits.QUERY_SECONDS:.0f} 秒" if error.late else str(error)
            raise QueryStopped(f"{work.name}{reason}，已停止。请缩小范围，或减少条件。") from error
        except QueryError:
            lane.give_back(worker)
            raise
        lane.give_back(worker)
        return result
    raise QueryStopped(f"{work.name}运行超过 {limits.QUERY_SECONDS:.0f} 秒，已停止。请缩小范围，或减少条件。")


@lru_cache(maxsize=1)
def opened(address: str) -> Store:
    """Return a snapshot's store, in the process that runs queries on it: in memory where it is small, else on disk.

    Of an endpoint's address the endpoint. Raises StoreUnavailable.
    """
    if address.startswith(endpoint.WEB):
        return endpoint.open_store(address, home())
    folder = address.partition(":")[2]
    small = Snapshot(Path(folder)).size <= limits.IN_MEMORY
    engine: Store = (memory if small else oxigraph).open_store(folder, Path(folder))
    return engine


class _Lane:
    """Processes; who comes last gets the next that is free."""

    def __init__(self, *, network: bool) -> None:
        self._free = [
            Worker(QueryError, "中断了，可能需要的内存过多", network=network) for _ in range(limits.QUERY_PROCESSES)
        ]
        self._all = tuple(self._free)
        self._waiting: list[object] = []
        self._changed = threading.Condition()

    def take(self, deadline: float, address: str, what: str) -> Worker:
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
                raise QueryStopped(
                    f"同时运行的查询太多，{limits.QUERY_SECONDS:.0f} 秒内没有轮到，{what}没有运行。请稍后再试。"
                )
            worker = self._free.pop()
        return _started(worker, address)

    def give_back(self, worker: Worker) -> None:
        """Let the next one have a process."""
        with self._changed:
            self._free.append(worker)
            self._changed.notify_all()

    def give_back_started(self, worker: Worker, address: str) -> None:
        """Let the next one have a process that was ended, as soon as it has started again."""

        def start() -> None:
            self.give_back(_started(worker, address))

        threading.Thread(target=start, daemon=True).start()

    def stop(self) -> None:
        """End all processes."""
        for worker in self._all:
            worker.stop()


def _started(worker: Worker, address: str) -> Worker:
    """Return a process that runs and has a snapshot open, so that its start is not counted as a query's time."""
    try:
        worker.call(START_SECONDS, _open, address)
    except (OutOfBounds, QueryError):
        return worker  # the query itself will say what is wrong
    return worker


def _open(address: str) -> None:
    opened(address)


class _Lanes:
    """The quick lanes of what the program runs and of typed queries, and the slow one of both."""

    def __init__(self, *, network: bool) -> None:
        self.own, self.typed, self.slow = (_Lane(network=network) for _ in range(3))

    def stop(self) -> None:
        """End all processes."""
        for lane in (self.own, self.typed, self.slow):
            lane.stop()


# Only who asks an endpoint needs the network.
_near, _far = _Lanes(network=False), _Lanes(network=True)
atexit.register(_near.stop)
atexit.register(_far.stop)
