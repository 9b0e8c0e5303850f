"""Ready-made queries, checks, what names are read by, and every shape of question, on many documents."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import get_args

import pytest

from benchmarks.many import counties, store_of
from graph_query import labels
from graph_query.answering.query import kind_of, sparql_of, supposed_of
from graph_query.ledger.duties import _listing, of_one
from graph_query.questions import kinds
from graph_query.sparql.prefixes import with_prefixes
from graph_query.sparql.ready_queries import checks, fill, ready_queries
from graph_query.stores import Store, select
from graph_query.understanding.formula import (
    ANYTHING,
    GROUPS,
    All,
    AnyOf,
    Atom,
    AtomKind,
    Formula,
    Has,
    Not,
    Order,
    Wants,
)

FEW, MANY = 200, 1000
# Seconds of CPU.
SHORT, LONG = 0.5, 1.0
SLOTS = {
    "unit": "县教育局", "unitName": "县教育局", "name": "县政府各部门", "place": counties()[0], "title": "政务公开",
    "act": "国办发〔2019〕54号", "function": "教育", "day": "2022-10-31",
}  # fmt: skip
# A topic is a concept's name in some, words of texts in others.
TOPICS = {"chain_of_task": "办事指南", "units_of_topic": "办事指南"}


def texts_of(store: Store) -> Mapping[str, str]:
    """Return all queries that the program runs on the whole of a snapshot, by name."""
    unit = _one(store, 'SELECT ?found { ?found skos:prefLabel "县教育局" . ?part zr:unit ?found }')
    found = {f"query {q.name}": fill(q, _slot(q.name, q.slot.name) if q.slot else None) for q in ready_queries()}
    found |= {f"check {check.name}": fill(check) for check in checks()}
    constants = {key: text for key, text in vars(labels).items() if key.isupper() and isinstance(text, str)}
    found |= {f"labels {k}": with_prefixes(t) for k, t in constants.items() if t.startswith("SELECT")}
    found |= {f"formula {name}": sparql_of(formula) for name, formula in formulas(store, unit).items()}
    duties = {"duties": of_one(unit), "listing": _listing(unit), "supposed": supposed_of(_of(Atom("unit", (unit,))))}
    return found | duties


def formulas(store: Store, unit: str) -> Mapping[str, Formula]:
    """Return a formula of each kind of question and of each kind of condition."""
    conditions = atoms(store, unit)
    topic, place, year = (conditions[name] for name in ("topic", "place", "year"))
    found = {name: Formula("acts" if name == "common" else "tasks", atom) for name, atom in conditions.items()}
    found |= {f"not {name}": Formula("tasks", Not(atom)) for name, atom in conditions.items() if name != "common"}
    wants: tuple[Wants, ...] = get_args(Wants)
    found |= {f"wants {want}": Formula(want) for want in wants}
    found |= {f"wants {want} of a topic": Formula(want, topic) for want in wants}
    counted: tuple[Wants, ...] = ("tasks", "units", "acts", "documents")
    found |= {f"how many {want}": Formula(want, topic, "count") for want in counted}
    found |= {f"by {group}": Formula("tasks", by=group) for group in GROUPS}
    found |= {"most units": Formula("units", order=Order()), "most tasks": Formula("documents", order=Order())}
    found["share"] = Formula("tasks", topic, "share", within=ANYTHING)
    found["difference"] = Formula("tasks", place, "difference", within=year)
    found["none"] = Formula("documents", none=topic)
    found["any"] = _of(AnyOf((topic, conditions["unit"])))
    found["all"] = _of(All((topic, conditions["unit"], Not(conditions["has deadline"]))))
    return found


def atoms(store: Store, unit: str) -> Mapping[str, Atom]:
    """Return a condition of each kind."""
    place = _one(store, "SELECT ?found { ?file zr:place ?found }")
    act = _one(store, "SELECT ?found { ?task zr:cites ?found }")
    every = (
        Atom("place", (place,)),
        Atom("year", ("2022",)),
        Atom("document", (_one(store, "SELECT ?found { ?found a zr:Document }"),)),
        Atom("issuer", (_one(store, "SELECT ?found { ?work eli:passed_by ?found }"),)),
        Atom("issued", ("2022-01-01", "2022-12-31")),
        Atom("unit", (unit,)),
        Atom("only", (unit,), ("lead",)),
        Atom("topic", forms=(("办事指南", "服务清单"), ("批",))),
        Atom("text", forms=(("办事指南",),)),
        Atom("section", ("加强平台建设",)),
        Atom("number", ("3",)),
        Atom("cites", (act,)),
        Atom("implements", (_one(store, "SELECT ?found { ?file zr:fileOf/zr:implements ?found }"),)),
        Atom("count", ("lead", "responsible", "cooperating"), op=">=", n=3),
        Atom("due", ("2022-01-01", "2022-12-31")),
        Atom("limit", ("年底前",)),
        Atom("supposed"),
        Atom("common", (place,)),
    )
    found: dict[str, Atom] = {atom.kind: atom for atom in every}
    return {**found, **{f"has {what}": Atom("has", (what,)) for what in get_args(Has)}}


def _of(condition: Atom | All | AnyOf) -> Formula:
    return Formula("tasks", condition)


def _slot(query: str, slot: str) -> str:
    return TOPICS.get(query, "政策解读") if slot == "topic" else SLOTS[slot]


def _one(store: Store, query: str) -> str:
    return select(store, with_prefixes(f"{query} LIMIT 1")).values()[0]["found"]


def too_slow(store: Store, ceiling: float) -> dict[str, float]:
    """Return the queries that take more CPU than they may, each given a second chance on a busy machine."""
    found = {}
    for name, text in texts_of(store).items():
        seconds = _seconds(store, text)
        if seconds > ceiling and (again := _seconds(store, text)) > ceiling:
            found[name] = min(seconds, again)
    return found


def _seconds(store: Store, text: str) -> float:
    start = time.process_time()
    store.query(text)
    return time.process_time() - start


@pytest.fixture(scope="module")
def few() -> Store:
    return store_of(FEW)


def test_each_shape_is_tried(few: Store) -> None:
    unit = _one(few, 'SELECT ?found { ?found skos:prefLabel "县教育局" . ?part zr:unit ?found }')
    every = formulas(few, unit).values()
    assert {kind_of(formula).name for formula in every} == {kind.name for kind in kinds()}
    assert {atom.kind for atom in atoms(few, unit).values()} == set(get_args(AtomKind))


def test_the_ready_queries_find_something(few: Store) -> None:
    texts = {name: text for name, text in texts_of(few).items() if name.startswith("query ")}
    # Every generated task has a lead.
    assert {name for name, text in texts.items() if not select(few, text).rows} == {"query tasks_without_lead"}


def test_no_query_is_slow_on_200_documents(few: Store) -> None:
    assert too_slow(few, SHORT) == {}


@pytest.mark.long
def test_no_query_is_slow_on_1000_documents() -> None:
    assert too_slow(store_of(MANY), LONG) == {}
