"""A store of many generated lists, made of their tasks as they are meant: nothing is written, read or validated."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path
from typing import cast

import pyoxigraph as ox

from benchmarks.generator import ACTS, LAYOUTS, PLACES, Json, make
from graph_build import iris
from graph_build.linking.identity import Home
from graph_build.linking.resolve import resolve
from graph_build.model import ROLES, Assignment, Basis, Citation, Document, Origin, Task, TaskList, TimeLimit, TimeUnit
from graph_build.rdf.register_triples import act_triples, place_triples
from graph_build.rdf.triples import triples_of
from graph_build.registers.places import place_named_in, places
from graph_build.spans import Span
from graph_build.vocabulary.terms import ontology_triples
from graph_query.snapshots.snapshot import Snapshot
from graph_query.stores.parts.engine import Engine

COUNTIES = 100
DURATION = re.compile(r"P(\d+)([DM])")
UNITS: dict[str, TimeUnit] = {"D": "working_day", "M": "month"}


@cache
def counties() -> tuple[str, ...]:
    """Return the names of real counties, no two of one name, for generated documents to be of."""
    names = Counter(place.name for place in places().values() if re.fullmatch("[一-龥]{2}县", place.name))
    return tuple(name for name, number in names.items() if number == 1)[:COUNTIES]


def moved(text: str, county: str) -> str:
    """Return a generated text as one of another county."""
    return re.sub("|".join(PLACES), county, text)


def store_of(documents: int) -> Engine:
    """Return a store of so many generated documents, with what is known of their places and acts."""
    store = ox.Store()
    codes: set[str | None] = set()
    for n in range(documents):
        triples = document_triples(n)
        subjects = {triple.subject.value for triple in triples if isinstance(triple.subject, ox.NamedNode)}
        codes |= {iris.place_of_unit(iri) for iri in subjects if "/id/unit/" in iri}
        store.bulk_extend(ox.Quad(*triple) for triple in triples)
    for registered in (ontology_triples(), act_triples(), place_triples(codes)):
        store.bulk_extend(ox.Quad(*triple) for triple in registered)
    return Engine(store, Snapshot(Path("generated")))


def document_triples(n: int) -> list[ox.Triple]:
    """Return the graph of the n-th document."""
    layouts = sorted(LAYOUTS)
    gold = make(n, layouts[n % len(layouts)]).gold
    slug, title = f"generated-{n:05}", moved(gold["title"], counties()[n % COUNTIES])
    place = place_named_in([title])
    code = place.code if place else None
    listed = resolve(_task_list(gold, title, n), slug, Home(code), {})
    return triples_of(Document(slug, f"{slug}.txt", f"{n:064x}", ()), listed, Origin(code, "stated", "official"))


def _task_list(gold: Json, title: str, n: int) -> TaskList:
    """Return a list as it is meant; every second one has a number and says what it carries out."""
    numbered = n % 2 == 0
    return TaskList(
        title=title,
        number=f"{title[:2]}府办发〔{gold['year']}〕{n + 1}号" if numbered else None,
        issuer=f"{title[:3]}人民政府",
        issued=date(gold["year"], 1 + n % 12, 1 + n % 28),
        year=gold["year"],
        implements=(Citation(*ACTS[-1], _span(0, "依据")),) if numbered else (),
        aliases=(),
        tasks=tuple(_task(task, block) for block, task in enumerate(gold["tasks"], 1)),
    )


def _task(task: Json, block: int) -> Task:
    at = count(len(task["text"]))
    return Task(
        no=task["no"],
        section=task["section"],
        subsection=task["subsection"],
        text=task["text"],
        spans=(_span(block, task["text"]),),
        assignments=tuple(_assignments(task, block, at)),
        deadline=_limit(task["deadline"], block) if task["deadline"] else None,
        times=tuple(_limit(limit, block) for limit in task["times"]),
        citations=tuple(
            Citation(one["title"], one["number"], _span(block, one["title"])) for one in task["references"]
        ),
        layout="generated",
    )


def _assignments(task: Json, block: int, at: Iterator[int]) -> Iterator[Assignment]:
    for role in ROLES:
        basis: Basis = "merged_supposed" if role in task["inherited"] else "own"
        for name in task[role]:
            yield Assignment(name, role, basis, _span(block, name, next(at)))


def _limit(gold: Json, block: int) -> TimeLimit:
    length = DURATION.match(gold.get("duration") or gold.get("every") or "")
    return TimeLimit(
        words=gold["raw"],
        span=_span(block, gold["raw"], 1),
        kind=gold["kind"],
        date=date.fromisoformat(gold["date"]) if gold.get("date") else None,
        ongoing=gold.get("ongoing", False),
        amount=int(length[1]) if length else None,
        unit=UNITS[cast("str", length[2])] if length else None,
    )


def _span(block: int, words: str, start: int = 0) -> Span:
    return Span(block, None, None, start, start + len(words), words)
