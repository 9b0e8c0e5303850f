"""`make bench-asking`: how long answers to Chinese questions take, on the five documents and on a million triples.

In one process, after a first question; medians and 95 of 100, each against the benchmark question's own SPARQL alone.
Writes benchmarks/asking.md.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from datetime import date
from pathlib import Path

from benchmarks.formats import write
from benchmarks.generator import LAYOUTS, make
from benchmarks.many import COUNTIES, counties, moved
from benchmarks.run import FORMAT, PROJECT, machine
from graph_build.pipeline import build
from graph_query.answering import ask
from graph_query.stores import Store, open_store, select

TODAY = date(2026, 1, 1)
# So many generated documents make a million triples.
DOCUMENTS = 1_600
FIVE = PROJECT / "tests" / "questions" / "benchmark.jsonl"
# Of each kind one, about the documents that benchmarks/generator.py writes.
GENERATED = (
    "{place}哪些任务涉及就业？",
    "{place}县教育局牵头哪些任务？",
    "哪些任务引用了国办发〔2019〕54号？",
    "{place}任务最多的三个单位是哪些？",
    "{place}一共有多少项任务？",
    "县教育局和县财政局共同承担哪些任务？",
    "{place}县教育局和哪些单位共同承担任务？",
    "{place}第3项任务由哪些单位牵头？",
    "{place}2023年底前要完成哪些任务？",
    "{place}办事指南归谁管？",
    "{place}有哪些牵头单位？",
    "{place}哪些任务没有牵头单位？",
    "2023年哪些任务提到政务公开？",
    "{place}的办事指南什么时候完成？",
    "垃圾焚烧由谁负责？",
    "市统计局负责哪些任务？",
)


def times(store: Store, questions: list[str]) -> tuple[list[float], list[float], int]:
    """Return the seconds that answers take, those of their SPARQL alone, and how many were answered."""
    ask(questions[0], store, TODAY)
    whole, alone, answered = [], [], 0
    for question in questions:
        start = time.perf_counter()
        answer = ask(question, store, TODAY)
        whole.append(time.perf_counter() - start)
        if answer.answerable:
            answered += 1
            start = time.perf_counter()
            select(store, answer.sparql)
            alone.append(time.perf_counter() - start)
    return sorted(whole), sorted(alone), answered


def line(name: str, store: Store, questions: list[str]) -> str:
    """Return a line of the table for a store and its questions."""
    whole, alone, answered = times(store, questions)
    triples = select(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").values()[0]["n"]
    figures = (1000 * part(seconds) for seconds in (whole, alone) for part in (_median, _most))
    cells = " | ".join(f"{figure:.1f}" for figure in figures)
    return f"| {name} | {triples} | {len(questions)} | {answered} | {cells} |"


def _median(seconds: list[float]) -> float:
    return seconds[len(seconds) // 2]


def _most(seconds: list[float]) -> float:
    return seconds[int(0.95 * (len(seconds) - 1))]


def main() -> None:
    """Measure, print the table and write it down."""
    home = Path(tempfile.mkdtemp(prefix="zeren-asking-"))
    try:
        documents = home / "data" / "documents"
        documents.mkdir(parents=True)
        layouts = sorted(LAYOUTS)
        for n in range(DOCUMENTS):
            file = documents / f"{n:05}.txt"
            write(make(n, layouts[n % len(layouts)]), FORMAT, file)
            file.write_text(moved(file.read_text("utf-8"), counties()[n % COUNTIES]), "utf-8")
        build(home)
        generated = [question.format(place=place) for place in counties()[:5] for question in GENERATED]
        five = [json.loads(text)["question"] for text in FIVE.read_text("utf-8").splitlines()]
        build(PROJECT)
        lines = [
            "# Asking",
            "",
            f"{machine()}; milliseconds in one process. Made by `make bench-asking`.",
            "",
            "| graph | triples | questions | answered | median | 95 of 100 | SPARQL alone | 95 of 100 |",
            "| --- " * 8 + "|",
            line("the five documents, in memory", open_store("memory:data/graph/current", PROJECT), five),
            line("generated, in memory", open_store("memory:data/graph/current", home), generated),
            line("generated, on disk", open_store("oxigraph:data/graph/current", home), generated),
        ]
    finally:
        shutil.rmtree(home)
    text = "\n".join(lines) + "\n"
    (PROJECT / "benchmarks" / "asking.md").write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
