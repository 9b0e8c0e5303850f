"""Engines of their own, real ones: they answer as the snapshot does, or are refused by name."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import requests

from graph_query.answering import as_json, ask
from graph_query.errors import QueryError, QueryInvalid, QueryRefused, QueryStopped, StoreUnavailable
from graph_query.exports.publishing import GraphStore, publish
from graph_query.ledger.reading import ledger_of
from graph_query.snapshots.snapshot import Snapshot
from graph_query.sparql.ready_queries import checks, ready_queries
from graph_query.stores import Store, open_store, select
from tests.conftest import PROJECT, free_port, require
from tests.test_cli import zeren
from zeren import DEFAULT_STORE

TODAY = date(2026, 11, 22)
START_SECONDS = 120.0
VIRTUOSO = """[Database]
DatabaseFile={folder}/v.db
ErrorLogFile={folder}/v.log
LockFile={folder}/v.lck
TransactionFile={folder}/v.trx
xa_persistent_file={folder}/v.pxa
[TempDatabase]
DatabaseFile={folder}/t.db
TransactionFile={folder}/t.trx
[Parameters]
ServerPort=127.0.0.1:{sql}
DirsAllowed={folder}
NumberOfBuffers=20000
MaxDirtyBuffers=10000
[HTTPServer]
ServerPort=127.0.0.1:{web}
ServerRoot={folder}
[SPARQL]
MaxQueryExecutionTime=60
"""


@contextmanager
def running(command: list[str], address: str) -> Iterator[str]:
    """Run a server until it answers at an address, and end it afterwards."""
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and server.poll() is None:
            try:
                requests.get(address, params={"query": "ASK {}"}, timeout=5)
            except requests.RequestException:
                time.sleep(0.2)
                continue
            yield address
            return
        pytest.fail(f"{command[0]} did not start")
    finally:
        server.terminate()
        server.wait(60)


@pytest.fixture(scope="module")
def oxigraph(home_of_five: Path) -> Iterator[str]:
    """Return the address of Oxigraph's own server over the snapshot's store: nothing is loaded."""
    port = free_port()
    store = (home_of_five / "data" / "graph" / "current" / "store").resolve()
    command = [str(Path(sys.executable).with_name("oxigraph")), "serve-read-only"]
    with running(
        [*command, "--location", str(store), "--bind", f"127.0.0.1:{port}"], f"http://127.0.0.1:{port}/query"
    ) as at:
        yield at


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[str]:
    """Return the address of a server of Oxigraph's that holds nothing."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("oxigraph")), "serve", "--location", str(tmp_path / "store")]
    with running([*command, "--bind", f"127.0.0.1:{port}"], f"http://127.0.0.1:{port}/query") as at:
        yield at


@pytest.fixture(scope="module")
def virtuoso(home_of_five: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a Virtuoso into which the snapshot was published."""
    if not shutil.which("virtuoso-t"):
        require("virtuoso", "Debian's virtuoso-opensource is not installed")
    folder, web = tmp_path_factory.mktemp("virtuoso"), free_port()
    settings = folder / "virtuoso.ini"
    settings.write_text(VIRTUOSO.format(folder=folder, sql=free_port(), web=web), "utf-8")
    command = ["virtuoso-t", "+configfile", str(settings), "+foreground"]
    with running(command, f"http://127.0.0.1:{web}/sparql") as at:
        publish(snapshot_of(home_of_five), GraphStore(f"http://127.0.0.1:{web}/sparql-graph-crud-auth", ("dba", "dba")))
        yield at


def snapshot_of(home: Path) -> Snapshot:
    return Snapshot((home / "data" / "graph" / "current").resolve())


@pytest.fixture(params=["oxigraph", "virtuoso"])
def elsewhere(request: pytest.FixtureRequest, home_of_five: Path) -> Store:
    return open_store(request.getfixturevalue(request.param), home_of_five)


def questions() -> list[str]:
    """Return every tenth question of the benchmark."""
    lines = (PROJECT / "tests" / "questions" / "benchmark.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["question"] for line in lines[::10]]


def test_questions_are_answered_as_on_the_snapshot(elsewhere: Store, five: Store) -> None:
    for question in questions():
        assert as_json(ask(question, elsewhere, TODAY)) == as_json(ask(question, five, TODAY)), question


@pytest.mark.long
def test_all_questions_are_answered_as_on_the_snapshot(elsewhere: Store, five: Store) -> None:
    for path in sorted((PROJECT / "tests" / "questions").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            question = json.loads(line)["question"]
            assert as_json(ask(question, elsewhere, TODAY)) == as_json(ask(question, five, TODAY)), question


def test_ready_queries_and_checks_give_the_same_rows_or_are_refused_by_name(elsewhere: Store, five: Store) -> None:
    refused = 0
    for query in (*ready_queries(), *checks()):
        try:
            rows = select(elsewhere, query.sparql).values()
        except QueryRefused as error:
            refused += "Virtuoso" in str(error)
            continue
        assert in_any_order(rows) == in_any_order(select(five, query.sparql).values()), query.name
    assert refused <= 4


def in_any_order(rows: list[dict[str, str]]) -> list[list[tuple[str, list[str]]]]:
    """Return rows, and the values that were joined in a cell, in an order that is no engine's own."""
    return sorted([(key, sorted(value.split("、"))) for key, value in sorted(row.items())] for row in rows)


def test_named_graphs_can_be_asked_for(elsewhere: Store) -> None:
    said = "SELECT ?g { GRAPH ?g { ?task a <https://w3id.org/zeren/ontology#Task> } } GROUP BY ?g"
    assert len(select(elsewhere, said).rows) == 5


def test_without_the_snapshot_here_words_are_read_from_the_endpoint(oxigraph: str, five: Store, tmp_path: Path) -> None:
    store = open_store(oxigraph, tmp_path)
    question = "厦门市的减税降费政策公开由哪些单位负责？"
    here, there = (json.loads(as_json(ask(question, one, TODAY))) for one in (five, store))
    assert here["agencies"] == there["agencies"]
    assert "不得而知" in there["missing"]
    assert not here.get("missing")


def test_without_the_snapshot_here_the_ledger_is_made_of_what_the_endpoint_holds(
    oxigraph: str, five: Store, tmp_path: Path
) -> None:
    there, here = ledger_of(open_store(oxigraph, tmp_path)), ledger_of(five)
    assert tuple(there.tasks) == tuple(here.tasks)
    assert (there.documents, there.units, there.acts) == (here.documents, here.units, here.acts)


def test_a_load_that_broke_off_goes_on(empty: str, home_of_five: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot, target = snapshot_of(home_of_five), empty.replace("/query", "/store")
    put: list[str] = []
    whole = GraphStore.put

    def breaking(self: GraphStore, graph: str, lines: Iterable[str]) -> None:
        if len(put) == 4:
            raise StoreUnavailable("the line is cut")
        put.append(graph)
        whole(self, graph, lines)

    with monkeypatch.context() as patch:
        patch.setattr(GraphStore, "put", breaking)
        with pytest.raises(StoreUnavailable):
            publish(snapshot, GraphStore(target))
    with pytest.raises(StoreUnavailable, match="还没有装完"):
        open_store(empty, home_of_five)
    again: list[str] = []

    def noting(self: GraphStore, graph: str, lines: Iterable[str]) -> None:
        again.append(graph)
        whole(self, graph, lines)

    with monkeypatch.context() as patch:
        patch.setattr(GraphStore, "put", noting)
        assert publish(snapshot, GraphStore(target)) == 8
    assert not set(put) & set(again)
    assert ask("荆门市一共有多少项任务？", open_store(empty, home_of_five)).values == {"count": 50}


def test_a_second_snapshot_takes_the_place_of_the_first(empty: str, home: Path, home_of_five: Path) -> None:
    target = empty.replace("/query", "/store")
    publish(snapshot_of(home_of_five), GraphStore(target))
    publish(snapshot_of(home), GraphStore(target))
    named = requests.post(
        empty, data={"query": "SELECT ?g { GRAPH ?g {} }"}, headers={"Accept": "text/csv"}, timeout=60
    )
    assert "jingmen-2022" not in named.text
    assert snapshot_of(home).id in named.text
    assert snapshot_of(home_of_five).id not in named.text
    assert not ask("荆门市一共有多少项任务？", open_store(empty, home)).answerable


class Strange(BaseHTTPRequestHandler):
    """An endpoint that answers as its path says: cut short, late, refusing."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        status = 401 if "refusing" in self.path else 200
        body = b'{"head": {"vars": ["a"]}, "results": {"bindings": [{"a"'
        self.send_response(status)
        if "late" in self.path:
            self.send_header("X-SQL-State", "S1TAT")
            body = b'{"head": {"vars": []}, "results": {"bindings": []}}'
        self.send_header("Content-Type", "application/sparql-results+json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.mark.parametrize(
    ("path", "kind", "words"),
    [
        ("cut", QueryStopped, "答复不完整"),
        ("late", QueryStopped, "超过了对方的时限"),
        ("refusing", StoreUnavailable, "答复 401"),
    ],
)
def test_an_answer_that_is_not_whole_is_none(path: str, kind: type[QueryError], words: str, tmp_path: Path) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Strange)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        with pytest.raises(kind, match=words) as said:
            open_store(f"http://127.0.0.1:{server.server_port}/{path}", tmp_path)
    finally:
        server.shutdown()
        server.server_close()
    assert "\n" not in str(said.value)


def test_where_nothing_answers_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="连不上"):
        open_store(f"http://127.0.0.1:{free_port()}/query", tmp_path)


def test_what_is_no_query_is_refused(elsewhere: Store) -> None:
    with pytest.raises(QueryInvalid) as said:
        elsewhere.query("SELECT * { ?s zzz:p ?o }")
    assert "\n" not in str(said.value)


def test_the_command_line_asks_and_queries_an_endpoint(oxigraph: str, home_of_five: Path) -> None:
    def run(*arguments: str) -> str:
        ended = zeren(*arguments, home=home_of_five)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    question = "荆门市的政府公报由哪些单位牵头？"
    assert run("ask", question, "--store", oxigraph) == run("ask", question, "--store", DEFAULT_STORE)
    query = "SELECT (COUNT(?t) AS ?n) { ?t a zr:Task }"
    assert run("query", query, "--store", oxigraph) == run("query", query, "--store", DEFAULT_STORE)
