"""What every store must do; a new backend is one more address in `addresses`."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import pytest

from graph_query import stores
from graph_query.answering import as_json, ask
from graph_query.errors import QueryInvalid, StoreUnavailable
from graph_query.exports import graph_export
from graph_query.ledger.reading import ledger_of
from graph_query.model import Rows, Triples
from graph_query.stores import Store, open_store, select

addresses = pytest.mark.parametrize("address", ["memory:data/graph/current", "oxigraph:data/graph/current"])
TODAY = date(2022, 6, 30)
ZR = "PREFIX zr: <https://w3id.org/zeren/ontology#> "


@pytest.fixture
def opened(address: str, home: Path) -> Store:
    return open_store(address, home)


@addresses
def test_select_gives_rows_in_order(opened: Store) -> None:
    rows = opened.query(ZR + "SELECT ?index ?none { ?t a zr:Task ; zr:index ?index } ORDER BY DESC(?index) LIMIT 2")
    assert isinstance(rows, Rows)
    assert rows.columns == ("index", "none")
    assert rows.values() == [{"index": "67", "none": ""}, {"index": "66", "none": ""}]


@addresses
def test_ask_and_construct(opened: Store) -> None:
    assert opened.query(ZR + "ASK { ?t a zr:Task }") == Rows(("answer",), ((ox.Literal(True),),))  # noqa: FBT003
    result = opened.query(ZR + "CONSTRUCT { ?t zr:index ?n } WHERE { ?t a zr:Task ; zr:index ?n }")
    assert isinstance(result, Triples)
    assert len(result.triples) == 92


@addresses
def test_what_two_documents_say_counts_once(opened: Store) -> None:
    """Both golden documents have limits on 2022-12-31, so both state that day."""
    day = "<https://w3id.org/zeren/id/day/2022-12-31>"
    time = "PREFIX time: <http://www.w3.org/2006/time#> "
    said = select(opened, f"{time} SELECT ?g {{ GRAPH ?g {{ {day} a time:Instant }} }}")
    assert len(said.rows) == 2
    assert len(select(opened, f"{time} SELECT ?type {{ {day} a ?type }}").rows) == 1


@addresses
@pytest.mark.parametrize(
    "text", ["SELECT", "DROP ALL", "INSERT DATA { <a:a> <a:a> <a:a> }", "SELECT * { ?s zzz:p ?o }"]
)
def test_what_is_no_query_is_refused(opened: Store, text: str) -> None:
    with pytest.raises(QueryInvalid) as said:
        opened.query(text)
    assert "\n" not in str(said.value)


@addresses
def test_text_is_found_as_it_is_typed_and_the_best_first(opened: Store) -> None:
    found = opened.snapshot.index.search("减税降费")
    texts = {task: text for task, text in text_of_tasks(opened).items() if "减税降费" in text}
    assert {hit.task for hit in found} == texts.keys()
    assert all(hit.whole for hit in found)
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    assert opened.snapshot.index.search("减 税，降费！") == found
    assert len(opened.snapshot.index.search("公开", limit=3)) == 3


@addresses
def test_words_that_stand_apart_are_found_too(opened: Store) -> None:
    found = opened.snapshot.index.search("基层政务公开培训标准化")
    assert found
    assert not any(hit.whole for hit in found)
    best = text_of_tasks(opened)[found[0].task]
    assert "基层" in best
    assert "标准化" in best


@addresses
@pytest.mark.parametrize("text", ["", "，。", "外星人", '" OR', "NEAR(a b)", "headings : x", "*"])
def test_what_no_task_holds_is_not_found(opened: Store, text: str) -> None:
    assert opened.snapshot.index.search(text) == ()


def text_of_tasks(store: Store) -> dict[str, str]:
    rows = select(
        store,
        ZR + "SELECT ?task ?text ?section ?sub { ?task a zr:Task ; zr:text ?text "
        "OPTIONAL { ?task zr:section ?section } OPTIONAL { ?task zr:subsection ?sub } }",
    )
    return {row["task"]: "\n".join((row["section"], row["sub"], row["text"])) for row in rows.values()}


class Remote:
    """An engine elsewhere: it answers SPARQL, and knows which snapshot it was given."""

    def __init__(self, engine: Store) -> None:
        self.snapshot, self._engine = engine.snapshot, engine

    def query(self, text: str, limit: int | None = None) -> Rows | Triples:
        return self._engine.query(text, limit)


def test_an_engine_that_answers_sparql_is_enough(home: Path, monkeypatch: pytest.MonkeyPatch, store: Store) -> None:
    backend = ModuleType("remote")
    monkeypatch.setattr(backend, "SCHEMES", ("remote",), raising=False)
    monkeypatch.setattr(backend, "open_store", lambda _, __: Remote(store), raising=False)
    monkeypatch.setattr(stores, "BACKENDS", (*stores.BACKENDS, backend))
    remote = open_store("remote:elsewhere", home)
    question = "厦门市的减税降费政策公开由哪些单位负责？"
    assert as_json(ask(question, remote, TODAY)) == as_json(ask(question, store, TODAY))
    assert ledger_of(remote).tasks == ledger_of(store).tasks
    assert graph_export.nquads(remote.snapshot, "") == graph_export.nquads(store.snapshot, "")


@addresses
def test_the_snapshot_is_named(opened: Store, home: Path) -> None:
    assert opened.snapshot.id == (home / "data" / "graph" / "current").resolve().name


@pytest.mark.parametrize(("address", "said"), [("tape:x", "memory:"), ("memory:nowhere", "zeren build")])
def test_an_address_without_a_graph_says_what_to_do(address: str, said: str, home: Path) -> None:
    with pytest.raises(StoreUnavailable, match=said):
        open_store(address, home)


def test_a_snapshot_of_another_version_says_what_to_do(home: Path, tmp_path: Path) -> None:
    other = shutil.copytree(home / "data" / "graph" / "current", tmp_path / "other")
    (other / "schema").write_text("1", "utf-8")
    for scheme in ("memory", "oxigraph"):
        with pytest.raises(StoreUnavailable, match=r"另一版本.*zeren build"):
            open_store(f"{scheme}:other", tmp_path)
