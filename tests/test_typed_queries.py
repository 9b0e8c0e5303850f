"""Queries that a person typed: bounded in time, memory and rows, and no hindrance to others."""

from __future__ import annotations

import http.server
import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graph_build.pipeline import build
from graph_build.sandbox import limits
from graph_build.sandbox.bounded import Worker
from graph_query.errors import QueryError, QueryRefused, QueryStopped, StoreUnavailable
from graph_query.model import Rows, Triples
from graph_query.sparql import typed as sparql
from graph_query.stores import Store, oxigraph, select
from tests.load import seconds_of_ended_processes, slowness

pytestmark = pytest.mark.alone
# Seconds of CPU in which two processes start and open a snapshot, at most.
STARTING = 6.0
ADDRESS = "memory:data/graph/current"
ORDINARY = "SELECT (COUNT(?t) AS ?n) { ?t a <https://w3id.org/zeren/ontology#Task> }"
CARTESIAN = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
HOSTILE = {
    "cartesian": CARTESIAN,
    "sort": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?f ?c",
    "regex": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i "
    'FILTER REGEX(CONCAT(STR(?c), STR(?f), STR(?i)), "^(a|aa|.*)*(.*b.*c.*)*z$") }',
    "path": "SELECT (COUNT(*) AS ?n) { ?a (!<a:b>)* ?b . ?c (!<a:b>)* ?d }",
}


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> float:
    """Let queries take two seconds, so that the test does not take ten for each."""
    monkeypatch.setattr(limits, "QUERY_SECONDS", 2.0)
    return 2.0


def test_an_ordinary_query_answers(home: Path) -> None:
    assert isinstance(found := sparql.run_typed(ORDINARY, ADDRESS, home), Rows)
    assert found.values() == [{"n": "92"}]
    construct = sparql.run_typed("CONSTRUCT { ?t a ?c } WHERE { ?t a ?c }", ADDRESS, home)
    assert isinstance(construct, Triples)
    assert len(construct.triples) > 92


@pytest.mark.parametrize("name", HOSTILE)
def test_a_query_that_never_ends_is_stopped(name: str, home: Path, short: float) -> None:
    sparql.run_typed(ORDINARY, ADDRESS, home)
    before = seconds_of_ended_processes()
    with pytest.raises(QueryStopped, match="已停止"):
        sparql.run_typed(HOSTILE[name], ADDRESS, home)
    # Both processes' start is in it, and what they did before.
    assert seconds_of_ended_processes() - before <= limits.QUICK_SECONDS + short + 1 + STARTING
    assert isinstance(sparql.run_typed(ORDINARY, ADDRESS, home), Rows)


def test_two_hundred_at_once_hinder_nobody(home: Path, store: Store) -> None:
    """Each ends within the limit and a second of CPU; ordinary ones beside them, typed or ready-made, take one at most.

    Both lanes' processes at work share the cores: a second of CPU takes as much longer.
    """
    sharing = max(1.0, 2 * limits.QUERY_PROCESSES / (os.cpu_count() or 1)) * slowness()

    def hostile(_: int) -> float:
        start = time.monotonic()
        with pytest.raises(QueryStopped):
            sparql.run_typed(CARTESIAN, ADDRESS, home)
        return time.monotonic() - start

    def timed(run: object) -> float:
        start = time.monotonic()
        run()  # type: ignore[operator]
        return time.monotonic() - start

    sparql.run_typed(ORDINARY, ADDRESS, home)
    typed, ready = [], []
    with ThreadPoolExecutor(200) as threads:
        running = [threads.submit(hostile, n) for n in range(200)]
        while not all(one.done() for one in running):
            ready.append(timed(lambda: select(store, ORDINARY)))
            typed.append(timed(lambda: sparql.run_typed(ORDINARY, ADDRESS, home)))
        took = [one.result() for one in running]
    assert max(took) <= (limits.QUERY_SECONDS + 1) * max(sharing, slowness())
    for times in (typed, ready):
        assert sorted(times)[int(0.95 * (len(times) - 1))] <= slowness()


def test_a_long_result_is_cut_and_says_so(home: Path) -> None:
    found = sparql.run_typed("SELECT * { ?s ?p ?o . ?t a ?c }", ADDRESS, home)
    assert isinstance(found, Rows)
    assert (len(found.rows), found.cut) == (limits.MOST_ROWS, True)
    exact = sparql.run_typed(f"SELECT * {{ ?s ?p ?o . ?t a ?c }} LIMIT {limits.MOST_ROWS}", ADDRESS, home)
    assert not exact.cut


def test_what_is_no_reading_query_is_refused_before_it_runs(home: Path) -> None:
    with pytest.raises(QueryRefused, match="SERVICE"):
        sparql.run_typed("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", ADDRESS, home)


def test_errors_are_one_line(home: Path) -> None:
    for text, address in (("SELECT * {", ADDRESS), (ORDINARY, "memory:nowhere"), ("SELECT * { ?s zzz:p ?o }", ADDRESS)):
        with pytest.raises(QueryError) as said:
            sparql.run_typed(text, address, home)
        assert "\n" not in str(said.value)


def test_a_new_snapshot_is_seen_at_once(tmp_path: Path) -> None:
    documents = tmp_path / "data" / "documents"
    documents.mkdir(parents=True)
    with pytest.raises(StoreUnavailable, match="zeren build"):
        sparql.run_typed(ORDINARY, ADDRESS, tmp_path)
    text = (
        "任务分工\n\n\t序号\n\t工作任务\n\t责任单位\n\n\t1\n\t做好{}公开工作。\n\t县教育局\n\n\t2\n\t{}。\n\t县财政局\n"
    )
    for number, words in enumerate(("决策", "解读"), 1):
        (documents / f"{number}.txt").write_text(text.format(words, f"加强{words}回应"), "utf-8")
        build(tmp_path)
        found = sparql.run_typed(ORDINARY, ADDRESS, tmp_path)
        assert isinstance(found, Rows)
        assert found.values() == [{"n": str(2 * number)}]


@pytest.fixture
def listener() -> Iterator[tuple[int, list[str]]]:
    """Return the port of a server on this machine, and what it was asked for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_POST = do_GET  # noqa: N815 (the base class's name for it)

        def log_message(self, *_: object) -> None:
            return

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_address[1], asked
    server.shutdown()
    server.server_close()
    thread.join()


def service_query(folder: Path, port: int) -> str:
    """Run a query that asks another server, past the guard; return what comes of it."""
    try:
        oxigraph.open_store(str(folder), folder).query(
            f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"
        )
    except QueryError as error:
        return str(error)
    return ""


def test_past_the_guard_there_is_no_network(home: Path, listener: tuple[int, list[str]]) -> None:
    port, asked = listener
    folder = (home / "data" / "graph" / "current").resolve()
    service_query(folder, port)
    assert asked, "the engine does not ask at all: this test proves nothing"
    asked.clear()
    worker = Worker(QueryError, "", network=False)
    try:
        assert worker.call(20, service_query, folder, port)
    finally:
        worker.stop()
    if asked:
        pytest.skip("this system lets no process leave its network (unshare)")
