"""`make bench-cluster`: reading by two workers of Dask against reading by two processes, on 1,000 generated documents.

Whole builds, without anything made before; the start of scheduler and workers is told apart. Writes
benchmarks/cluster.md. The number of documents can be given: `python -m benchmarks.cluster 100`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.dask_processes import scheduler, worker
from benchmarks.formats import write
from benchmarks.generator import LAYOUTS, make
from benchmarks.run import FORMAT, PROJECT, machine

ZEREN = str(Path(sys.executable).with_name("zeren"))
# Each way is measured so many times, in turn: what else a machine does falls on both.
ROUNDS = 2


@dataclass(frozen=True, slots=True)
class Took:
    """What a build took: seconds by the clock, and CPU seconds of all processes that had a part in it."""

    clock: float
    cpu: float


def measured(folder: Path, count: int) -> tuple[list[Took], list[Took], float, set[str]]:
    """Return what builds by processes and by a cluster took, the seconds of its start, and the snapshots' names."""
    documents = folder / "data" / "documents"
    documents.mkdir(parents=True)
    layouts = sorted(LAYOUTS)
    for n in range(count):
        write(make(n, layouts[n % len(layouts)]), FORMAT, documents / f"{n:05}.txt")
    here: list[Took] = []
    there: list[Took] = []
    names: set[str] = set()
    start = time.perf_counter()
    with scheduler(folder) as (address, first), worker(address, folder) as second, worker(address, folder) as third:
        starting = time.perf_counter() - start
        for _ in range(ROUNDS):
            here.append(_built(folder, [], []))
            names.add((folder / "data" / "graph" / "current").resolve().name)
            there.append(_built(folder, ["--cluster", address], [first.pid, second.pid, third.pid]))
            names.add((folder / "data" / "graph" / "current").resolve().name)
    return here, there, starting, names


def _built(folder: Path, options: list[str], others: Sequence[int]) -> Took:
    """Build without anything made before; `others` are processes that have a part in it."""
    shutil.rmtree(folder / "data" / "graph", ignore_errors=True)
    before, its_before, start = _cpu(others), os.times(), time.perf_counter()
    environment = os.environ | {"ZEREN_HOME": str(folder)}
    subprocess.run([ZEREN, "build", *options], check=True, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603
    clock, its = time.perf_counter() - start, os.times()
    own = its.children_user + its.children_system - its_before.children_user - its_before.children_system
    return Took(clock, own + _cpu(others) - before)


def _cpu(processes: Sequence[int]) -> float:
    """Return the CPU seconds of processes, and of those that they started and that are at work."""
    family = [one for pid in processes for one in (psutil.Process(pid), *psutil.Process(pid).children(recursive=True))]
    return sum(one.cpu_times().user + one.cpu_times().system for one in family)


def _row(way: str, took: Sequence[Took]) -> str:
    every = ", ".join(f"{one.clock:.1f}" for one in took)
    return f"| {way} | {min(one.clock for one in took):.1f} | {every} | {min(one.cpu for one in took):.1f} |"


def main() -> None:
    """Measure, print and write the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    folder = Path(tempfile.mkdtemp(prefix="zeren-cluster-"))
    try:
        here, there, starting, names = measured(folder, count)
    finally:
        shutil.rmtree(folder)
    clock = min(one.clock for one in there) / min(one.clock for one in here)
    load = os.getloadavg()[2]
    cpu = min(one.cpu for one in there) / min(one.cpu for one in here)
    lines = [
        "# Reading on a cluster",
        "",
        f"{machine()}; {count} generated documents, {ROUNDS} whole builds each way. Made by `make bench-cluster`.",
        "",
        "| way | fastest, s | all, s | CPU of all processes, least, s |",
        "| --- | --- | --- | --- |",
        _row("processes of this machine", here),
        _row("scheduler and two workers on 127.0.0.1", there),
        "",
        f"Ratio {clock:.2f} by the clock, {cpu:.2f} of CPU, the cluster's start ({starting:.1f} s) apart.",
        f"Snapshots that differ: {len(names) - 1}. Load of the machine in the quarter of an hour before: {load:.0f}.",
    ]
    text = "\n".join(lines) + "\n"
    (PROJECT / "benchmarks" / "cluster.md").write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
