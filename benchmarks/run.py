"""`make bench`: how fast zeren is, each figure a ratio to a named baseline of the same run; medians of five.

Prints a table and writes it, with the machine's description, to benchmarks/results.md. The number of documents built
can be given: `python -m benchmarks.run 1000`.
"""

from __future__ import annotations

import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from benchmarks.formats import write
from benchmarks.generator import LAYOUTS, make
from graph_build.pipeline import build, extract
from graph_build.rdf.validate import validate
from graph_build.reading import read_file
from graph_build.snapshots.trig import GraphFiles
from graph_build.vocabulary.terms import PREFIXES
from graph_query.sparql.guard import refusal
from graph_query.stores import open_store, select

PROJECT = Path(__file__).resolve().parent.parent
FIVE = sorted((PROJECT / "data" / "documents").glob("*.txt"))
RUNS = 5
# Of the formats that benchmarks/formats.py writes, the one that most scraped lists have.
FORMAT = "txt"
QUERY_PREFIXES = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
# The six query types.
QUERIES = {
    "leads of a topic": """SELECT ?name (COUNT(DISTINCT ?task) AS ?tasks) { ?task zr:topic zr:employmentTopic ;
        zr:leadUnit/skos:prefLabel ?name } GROUP BY ?name""",
    "top 20 units by tasks": """SELECT ?name (COUNT(DISTINCT ?task) AS ?tasks) {
        ?assignment zr:task ?task ; zr:unit ?unit . ?unit skos:prefLabel ?name
        } GROUP BY ?unit ?name ORDER BY DESC(?tasks) LIMIT 20""",
    "tasks citing an act": 'SELECT ?task ?text { ?task zr:cites/eli:id_local "国办发〔2019〕54号" ; zr:text ?text }',
    "a chain of acts": "SELECT ?act ?of { ?act zr:implements+ ?of }",
    "words in texts": 'SELECT ?task ?text { ?task zr:text ?text FILTER CONTAINS(?text, "办事指南") }',
    "shared tasks of two units": """SELECT ?task { ?a skos:prefLabel "县教育局" . ?b skos:prefLabel "县财政局" .
        ?x zr:unit ?a ; zr:task ?task . ?y zr:unit ?b ; zr:task ?task }""",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: a time and its baseline, in seconds."""

    what: str
    took: float
    baseline: str
    base: float

    @property
    def ratio(self) -> float:
        """How many times the baseline it takes."""
        return self.took / self.base


def timed(run: Callable[[], object], runs: int = RUNS) -> float:
    """Return the median time of some runs, in seconds."""
    found = []
    for _ in range(runs):
        start = time.perf_counter()
        run()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def extracting() -> Figure:
    """Return how long pipeline.extract takes for the five documents against jieba.cut over their texts."""
    import jieba

    texts = [path.read_text("utf-8") for path in FIVE]

    def cut() -> None:
        for text in texts:
            list(jieba.cut(text))

    def read() -> None:
        for path in FIVE:
            extract(path)

    cut()
    read()
    return Figure("pipeline.extract of the five documents", timed(read), "jieba.cut over their texts", timed(cut))


def building(folder: Path, count: int) -> list[Figure]:
    """Return how long builds take: the first, an unchanged one, and one with a changed document."""
    documents = folder / "data" / "documents"
    documents.mkdir(parents=True)
    layouts = sorted(LAYOUTS)
    for n in range(count):
        write(make(n, layouts[n % len(layouts)]), FORMAT, documents / f"{n:05}.txt")
    files = sorted(documents.iterdir())
    reading = timed(lambda: [read_file(path) for path in files], 1)
    first = timed(lambda: build(folder), 1)
    graphs = GraphFiles((folder / "data" / "graph" / "current").resolve())
    loading = timed(lambda: _load(graphs), 1)
    validating = timed(lambda: _validate(graphs), 1) / (os.cpu_count() or 1)
    again = timed(lambda: build(folder), 1)
    write(make(count, layouts[0]), FORMAT, files[0])
    changed = timed(lambda: build(folder), 1)
    return [
        Figure(
            f"build of {count}, validation apart", first - validating, "reading them, and loading", reading + loading
        ),
        Figure("the same with nothing changed", again, "the first build", first),
        Figure("the same with one document changed", changed, "the first build", first),
    ]


def _load(graphs: GraphFiles) -> None:
    store = ox.Store()
    for data in graphs.values():
        store.bulk_load(data, format=ox.RdfFormat.TRIG)


def _validate(graphs: GraphFiles) -> None:
    for name, data in graphs.items():
        if name.startswith("doc/"):
            validate(name.removeprefix("doc/"), [quad.triple for quad in ox.parse(data, format=ox.RdfFormat.TRIG)])


def querying(home: Path) -> list[Figure]:
    """Return how long the six query types take against rdflib's memory store and against raw pyoxigraph."""
    import rdflib

    folder = (home / "data" / "graph" / "current").resolve()
    store = open_store("memory:data/graph/current", home)
    raw, other = ox.Store(), rdflib.Graph()
    for data in GraphFiles(folder).values():
        triples = [quad.triple for quad in ox.parse(data, format=ox.RdfFormat.TRIG)]
        raw.extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
        other.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"", format="nt")
    figures = []
    for name, query in QUERIES.items():
        text = QUERY_PREFIXES + query
        if not select(store, text).rows:
            raise ValueError(f"a query that finds nothing measures nothing: {name}")
        ours = timed(partial(store.query, text))
        figures.append(Figure(name, ours, "raw pyoxigraph", timed(partial(_rows, raw, text))))
        figures.append(Figure(name, ours, "rdflib", timed(partial(_rows, other, text), 1)))
    return figures


def _rows(graph: Any, text: str) -> None:  # noqa: ANN401 (a store of either library)
    list(graph.query(text))


def starting(home: Path) -> list[Figure]:
    """Return how long whole processes take, and the guard, against starting Python."""
    python = timed(lambda: subprocess.run([sys.executable, "-c", ""], check=True))

    def run(*arguments: str) -> float:
        environment = os.environ | {"ZEREN_HOME": str(home)}
        command = [str(Path(sys.executable).with_name("zeren")), *arguments]
        return timed(lambda: subprocess.run(command, check=True, capture_output=True, env=environment))  # noqa: S603

    question = str(PROJECT / "ontology" / "queries" / "duties_of_unit.rq")
    text = Path(question).read_text("utf-8")
    return [
        Figure("zeren --help", run("--help"), "starting Python", python),
        Figure("zeren query, one question", run("query", question), "starting Python", python),
        Figure("the guard, a new text", timed(lambda: refusal.__wrapped__(text)), "starting Python", python),
        Figure("the guard, a text seen before", timed(lambda: refusal(text)), "starting Python", python),
    ]


def machine() -> str:
    """Describe the machine that the figures are from."""
    return f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def main() -> None:
    """Run all benchmarks, print their table and write it down."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    folder = Path(tempfile.mkdtemp(prefix="zeren-bench-"))
    try:
        figures = [extracting(), *building(folder, count), *querying(folder), *starting(folder)]
    finally:
        shutil.rmtree(folder)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    lines = [
        "# Benchmarks",
        "",
        f"{machine()}; medians of {RUNS}, but builds and rdflib once; this process {memory} MB. Made by `make bench`.",
        "",
        "| what | s | baseline | s | ratio |",
        "| --- | --- | --- | --- | --- |",
        *(f"| {f.what} | {f.took:.4f} | {f.baseline} | {f.base:.4f} | {f.ratio:.2f} |" for f in figures),
    ]
    text = "\n".join(lines) + "\n"
    (PROJECT / "benchmarks" / "results.md").write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
