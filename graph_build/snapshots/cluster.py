"""Reading on many machines: the workers of a Dask scheduler read files of folders that all of them share.

A worker reads with the same processes and bounds as this machine does. It is held to what this machine knows: one with
another program, or without the same bytes under the same path, says so and does not read; then the file is read here.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from graph_build.errors import ClusterUnusable
from graph_build.folders.manifest import sum_of
from graph_build.model import Problem
from graph_build.sandbox.temporary import root
from graph_build.snapshots.hands import OWN, Hands, Wanted
from graph_build.snapshots.making import Prepared
from graph_build.snapshots.program import program

if TYPE_CHECKING:
    from distributed import Client, Future

# How long a scheduler has to answer; how often one looks whether there are workers, and how long they may be gone.
CONNECT_SECONDS, LOOK_SECONDS, GONE_SECONDS = 10, 10, 60
# What the hash of a program is of.
OTHER = "zeren（代码、词表、依赖的库或 Python）"


@contextmanager
def hands_at(address: str, paths: Sequence[Path]) -> Iterator[Hands]:
    """Give the hands of a cluster, which read files at or below some paths; without an address this machine's.

    Raises ClusterUnusable.
    """
    if not address:
        yield OWN
        return
    with _client(address) as client:
        threads = _checked(client, address, [path.absolute() for path in paths])
        yield ClusterHands(client, address, threads)


class ClusterHands:
    """The workers of a cluster: twice as many lots as they have threads are with them, so that none waits."""

    # A lot costs Dask some milliseconds, a file many.
    lot = 8

    def __init__(self, client: Client, address: str, threads: int) -> None:
        self._client, self._address = client, address
        self.size = 2 * threads
        self.ahead = 3 * threads
        self._version = program()
        self._refused = Counter[str]()
        self._lock = threading.Lock()

    def make(self, wanted: Sequence[Wanted]) -> Sequence[Prepared]:
        """Return what a worker makes of files; what none could is made here. Raises ClusterUnusable."""
        there = [one for one in wanted if one.key and not one.path.is_relative_to(root())]
        made = dict(zip((one.path for one in there), self._made_there(there), strict=True)) if there else {}
        return [self._or_here(one, made.get(one.path, "")) for one in wanted]

    def problems(self) -> Sequence[Problem]:
        """Return why files were read here."""
        return [
            Problem(self._address, f"集群 {self._address}：{why}，{count} 份文件改由本机识读。", withheld=False)
            for why, count in sorted(self._refused.items())
        ]

    def _or_here(self, wanted: Wanted, made: Prepared | str) -> Prepared:
        if isinstance(made, Prepared):
            return replace(made, path=wanted.path)
        if made:
            with self._lock:
                self._refused[made] += 1
        (prepared,) = OWN.make([wanted])
        return prepared

    def _made_there(self, wanted: Sequence[Wanted]) -> Sequence[Prepared | str]:
        from distributed import KilledWorker

        named = [replace(one, path=one.path.absolute()) for one in wanted]
        future = self._client.submit(make_there, self._version, named, pure=False)
        try:
            return self._answer(future)
        except KilledWorker:
            return ["工作机屡次中断"] * len(wanted)
        except (ImportError, AttributeError):  # what it was sent means nothing there
            return [f"有工作机上的 {OTHER}与本机不同"] * len(wanted)

    def _answer(self, future: Future) -> Sequence[Prepared | str]:
        """Wait for an answer while there are workers; Dask gives to another what one that ended was at."""
        from distributed import CancelledError

        try:
            while True:
                try:
                    answer: Sequence[Prepared | str] = future.result(LOOK_SECONDS)
                except TimeoutError:
                    self._client.wait_for_workers(1, timeout=GONE_SECONDS)
                else:
                    return answer
        except (CancelledError, OSError) as error:
            raise ClusterUnusable(
                f"集群 {self._address}：调度程序或所有工作机都已断开，没有建成；已读的不会重读。请恢复后重新构建。"
            ) from error


def make_there(version: str, wanted: Sequence[Wanted]) -> list[Prepared | str]:
    """Return, on a worker, what is made of files; in the place of one that it must not read, why."""
    return [_unfit(version, one) or OWN.make([one])[0] for one in wanted]


def _unfit(version: str, wanted: Wanted) -> str:
    """Return why this machine must not read a file for one with a version of zeren; nothing where it may."""
    if version != program():
        return f"有工作机上的 {OTHER}与本机不同"
    try:
        same = wanted.key is not None and sum_of(wanted.path).sha256 == wanted.key.sha256
    except OSError:
        return "有工作机读不到共用文件夹中的文件"
    return "" if same else "有工作机上同一路径的文件内容不同"


def looked_at(paths: Sequence[Path]) -> tuple[str, tuple[Path, ...]]:
    """Return, on a worker, its version of zeren, and which of some paths it has not."""
    return program(), tuple(path for path in paths if not os.access(path, os.R_OK))


def _client(address: str) -> Client:
    """Return a client of the scheduler at an address. Raises ClusterUnusable."""
    try:
        from distributed import Client
    except ImportError as error:
        raise ClusterUnusable("--cluster 需要 Dask，本机没有安装。请运行 pip install 'zeren[cluster]'。") from error
    # What it logs of connections is said in a line of our own.
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        # Dask tries for long where nobody listens, and closes a client that was never connected for longer.
        place = urlsplit(address)
        socket.create_connection((place.hostname or "", place.port or 0), CONNECT_SECONDS).close()
        return Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterUnusable(
            f"集群 {address}：连不上调度程序。请核对地址（如 tcp://10.0.0.1:8786），并确认 dask scheduler 已启动。"
        ) from error


def _checked(client: Client, address: str, paths: Sequence[Path]) -> int:
    """Return how many threads the workers have, each with this version and the paths. Raises ClusterUnusable."""
    try:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    except TimeoutError as error:
        raise ClusterUnusable(f"集群 {address}：没有工作机。请先运行 dask worker {address}。") from error
    found = client.run(looked_at, paths, on_error="return")
    for worker, answer in found.items():
        _check(worker, answer)
    threads: Mapping[str, int] = client.nthreads()
    return sum(threads.values())


def _check(worker: str, answer: tuple[str, tuple[Path, ...]] | Exception) -> None:
    """Raise ClusterUnusable where a worker is not fit to read for this machine."""
    if isinstance(answer, Exception):
        raise ClusterUnusable(f"集群的工作机 {worker} 上没有可用的 zeren（{answer}）。请安装与本机相同的版本。")
    version, missing = answer
    if version != program():
        raise ClusterUnusable(f"集群的工作机 {worker} 上的 {OTHER}与本机不同。请统一版本后重试。")
    if missing:
        raise ClusterUnusable(f"集群的工作机 {worker} 上没有 {missing[0]}。请让各机以同一路径共用这个文件夹。")
