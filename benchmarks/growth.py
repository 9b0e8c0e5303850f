"""`make bench-growth`: how time and memory of a build grow with the number of documents, and of questions to its store.

Builds 10, 100, 1,000 and 10,000 generated documents as whole processes, validation apart, and puts the six query types
to the store on disk and turns the app's pages. Writes benchmarks/growth.md, the plot benchmarks/growth.svg, and the
slopes of docs/scaling.md. The numbers can be given: `python -m benchmarks.growth 10 100`.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import psutil
import pyoxigraph as ox
from matplotlib.figure import Figure as Plot

from benchmarks.formats import write
from benchmarks.generator import LAYOUTS, make
from benchmarks.pages import ROUNDS, Paged, paged
from benchmarks.run import FORMAT, PROJECT, QUERIES, QUERY_PREFIXES, machine, timed
from graph_build.rdf.validate import validate
from graph_build.snapshots.trig import GraphFiles
from graph_query.stores import open_store, select

COUNTS = (10, 100, 1_000, 10_000)
# Validation's time is that of so many documents, scaled.
SAMPLE = 200
TASKS = 8  # of a generated document
# What a document costs is compared with what it costs of so many.
FEW = 100
SCALING = PROJECT / "docs" / "scaling.md"
BLOCK = re.compile(r"(?<=<!-- make bench-growth -->\n).*?(?=<!-- end -->)", re.DOTALL)
ZEREN = str(Path(sys.executable).with_name("zeren"))
MEGABYTE = 1 << 20
HEADS = (
    "documents",
    "triples",
    "build, s",
    "CPU of all its processes, s",
    "of it validation, s",
    "ms a document, validation apart",
    "nothing changed, s",
    "one document added, s",
    "build, MB",
    "store open and asked, MB",
)


@dataclass(frozen=True, slots=True)
class Grown:
    """What was measured of a number of documents: seconds, and megabytes of all processes together at most."""

    documents: int
    triples: int
    first: float
    cpu: float
    validating: float
    again: float
    added: float
    building_memory: int
    loading_memory: int
    queries: dict[str, float]
    pages: Paged

    @property
    def per_document(self) -> float:
        """Milliseconds a document takes in the first build, validation apart."""
        return 1000 * (self.first - self.validating) / self.documents


def grown(count: int) -> Grown:
    """Return what is measured of so many generated documents."""
    home = Path(tempfile.mkdtemp(prefix="zeren-growth-"))
    try:
        documents = home / "data" / "documents"
        documents.mkdir(parents=True)
        layouts = sorted(LAYOUTS)
        for n in range(count):
            write(make(n, layouts[n % len(layouts)]), FORMAT, documents / f"{n:05}.txt")
        first, cpu, memory = _built(home)
        again, _, _ = _built(home)
        write(make(count, layouts[0]), FORMAT, home / "another.txt")
        added, _, _ = _built(home, home / "another.txt")
        graphs = GraphFiles((home / "data" / "graph" / "current").resolve())
        sample = [name for name in islice(graphs, SAMPLE + 1) if name.startswith("doc/")][:SAMPLE]
        validating = timed(lambda: _validate(graphs, sample), 1) / len(sample) * count / (os.cpu_count() or 1)
        before = psutil.Process().memory_info().rss
        store = open_store("oxigraph:data/graph/current", home)
        triples = int(select(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").values()[0]["n"])
        times = {name: timed(partial(store.query, QUERY_PREFIXES + query), 3) for name, query in QUERIES.items()}
        querying = (psutil.Process().memory_info().rss - before) // MEGABYTE
        return Grown(count, triples, first, cpu, validating, again, added, memory, querying, times, paged(home))
    finally:
        shutil.rmtree(home)


def _built(home: Path, *paths: Path) -> tuple[float, float, int]:
    """Run `zeren build`, or add files; return seconds by the clock and of CPU, and the most megabytes at a time.

    CPU and memory are those of all its processes together.
    """
    start, before, most = time.perf_counter(), os.times(), 0
    with subprocess.Popen(  # noqa: S603
        [ZEREN, "build", *map(str, paths)], env=os.environ | {"ZEREN_HOME": str(home)}, stdout=subprocess.DEVNULL
    ) as build:
        process = psutil.Process(build.pid)
        while build.poll() is None:
            most = max(most, sum(map(_memory, [process, *_children(process)])))
            time.sleep(0.3)
    if build.returncode:
        raise RuntimeError(f"zeren build ended with {build.returncode}")
    clock, after = time.perf_counter() - start, os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return clock, cpu, most // MEGABYTE


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return list(process.children(recursive=True))
    except psutil.NoSuchProcess:
        return []


def _memory(process: psutil.Process) -> int:
    """Return a process's memory; what it shares with others counts in parts."""
    try:
        return int(process.memory_full_info().pss)
    except psutil.Error:
        return 0


def _validate(graphs: GraphFiles, names: list[str]) -> None:
    for name in names:
        quads = ox.parse(graphs[name], format=ox.RdfFormat.TRIG)
        validate(name.removeprefix("doc/"), [quad.triple for quad in quads])


def plot(found: list[Grown], path: Path) -> None:
    """Draw the time of the first build over the number of documents."""
    figure = Plot(figsize=(6, 4), layout="constrained")
    axes = figure.subplots()
    axes.loglog([g.documents for g in found], [g.first for g in found], "o-", label="first build")
    axes.loglog([g.documents for g in found], [g.first - g.validating for g in found], "s--", label="validation apart")
    axes.loglog([g.documents for g in found], [g.again for g in found], "^:", label="nothing changed")
    axes.set_xlabel("documents")
    axes.set_ylabel("seconds")
    axes.grid(visible=True, which="both", alpha=0.3)
    axes.legend()
    figure.savefig(path)


def slopes(found: list[Grown]) -> str:
    """Return what a document and a million tasks cost, the more there are, as docs/scaling.md tells it."""
    few = next((g for g in found if g.documents == FEW), found[0])
    of_few = few.first / few.documents
    most = found[-1]
    hours = most.first / (most.documents * TASKS) * 1_000_000 / 3600
    heads = (
        *("documents", "tasks", "triples", "first build, s", "ms a document", f"÷ that of {few.documents}"),
        *("nothing changed, s", "build, MB", "store, MB"),
    )
    of_a_core, triples = hours * (os.cpu_count() or 1), most.triples / most.documents / TASKS
    lines = [
        f"| {' | '.join(heads)} |",
        "| --- " * len(heads) + "|",
        *(
            f"| {g.documents} | {g.documents * TASKS} | {g.triples} | {g.first:.1f} "
            f"| {1000 * g.first / g.documents:.0f} | {g.first / g.documents / of_few:.2f} | {g.again:.1f} "
            f"| {g.building_memory} | {g.loading_memory} |"
            for g in found
        ),
        "",
        f"A million tasks, so: {hours:.1f} hours ({of_a_core:.1f} of a core), {triples:.0f} million triples.",
    ]
    return "\n".join(lines) + "\n"


def _pages(found: list[Grown]) -> list[str]:
    """Return the lines on pages."""
    names = list(found[0].pages.turns)
    heads = ("documents", "first page of a new server", "of a session", *names, "95 of 100 of them", "server, MB")
    return [
        f"Pages of the app, in seconds, one session at a time, without a browser; medians of {ROUNDS}:",
        "",
        f"| {' | '.join(heads)} |",
        "| --- " * len(heads) + "|",
        *(
            f"| {g.documents} | {g.pages.cold:.2f} | {g.pages.opening:.2f} | "
            + " | ".join(f"{statistics.median(g.pages.turns[name]):.2f}" for name in names)
            + f" | {g.pages.most:.2f} | {g.pages.memory} |"
            for g in found
        ),
    ]


def main() -> None:
    """Measure, print the table, write it and draw the plot."""
    found = [grown(int(count)) for count in sys.argv[1:] or COUNTS]
    names = list(QUERIES)
    lines = [
        "# Growth",
        "",
        f"{machine()}; each build once, as a whole process; queries the median of 3. Made by `make bench-growth`.",
        "",
        f"| {' | '.join(HEADS)} |",
        "| --- " * len(HEADS) + "|",
        *(
            f"| {g.documents} | {g.triples} | {g.first:.1f} | {g.cpu:.1f} | {g.validating:.1f} | {g.per_document:.1f} "
            f"| {g.again:.1f} | {g.added:.1f} | {g.building_memory} | {g.loading_memory} |"
            for g in found
        ),
        "",
        "Queries to the store on disk, in seconds:",
        "",
        "| documents | " + " | ".join(names) + " |",
        "| --- " * (len(names) + 1) + "|",
        *(f"| {g.documents} | " + " | ".join(f"{g.queries[name]:.4f}" for name in names) + " |" for g in found),
        "",
        *_pages(found),
    ]
    text = "\n".join(lines) + "\n"
    (PROJECT / "benchmarks" / "growth.md").write_text(text, "utf-8")
    SCALING.write_text(BLOCK.sub(slopes(found), SCALING.read_text("utf-8")), "utf-8")
    plot(found, PROJECT / "benchmarks" / "growth.svg")
    print(text)


if __name__ == "__main__":
    main()
