"""Which typed queries may run: what reads the graph, however it is written; nothing else, however it is hidden."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from graph_query.sparql.guard import refusal
from graph_query.sparql.ready_queries import checks, ready_queries

READING = [
    "SELECT * { ?service ?from 'LOAD' }",
    "select ?s { ?s a zr:Task }",
    "ASK { ?s ?p 'INSERT DATA' }",
    "DESCRIBE <http://a/SERVICE>",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "# SERVICE\nSELECT * { ?s ?p ?o } # DROP ALL",
    "SELECT * { ?s ?p '''a\n'SERVICE' b''' }",
    'SELECT * { ?s ?p """say "FROM" again""" }',
    "SELECT * { ?t prov:wasDerivedFrom ?q ; dcterms:created ?d ; ex:service ?x }",
    "SELECT (COUNT(*) AS ?from) { ?s ?p ?o FILTER(?a<?b && ?c>?d) }",
]
SERVICE = "<http://127.0.0.1:9999/x>{ ?s ?p ?o }"
REFUSED = [
    f"SELECT * {{ SERVICE {SERVICE} }}",
    f"SELECT * {{ service silent {SERVICE} }}",
    f"SELECT * {{ ?s ?p ?o FILTER EXISTS {{ SERVICE {SERVICE} }} }}",
    f"SELECT * {{ {{ SELECT * {{ SERVICE {SERVICE} }} }} }}",
    "SELECT * { \\u0053ERVICE <a:b> {} }",
    "SELECT * { \\U00000053ERVICE <a:b> {} }",
    f'SELECT * {{ ?s ?p "abc\\u0022 # "  SERVICE {SERVICE} }}',
    "PREFIX : <http://127.0.0.1:9999/> SELECT*{SERVICE:x{?s ?p ?o}}",
    "PREFIX ex: <http://127.0.0.1:9999/> SELECT*{SERVICEex:x{?s ?p ?o}}",
    "SELECT*{SERVICESILENT?g{?s ?p ?o}}",
    "SELECT*{BIND(<http://127.0.0.1:9999/> AS ?g) SERVICE?g{?s ?p ?o}}",
    f"SELECT*{{?s ?p 1e5SERVICE{SERVICE}}}",
    f"SELECT*{{?s ?p .5SERVICE{SERVICE}}}",
    f"SELECT*{{?s ?p trueSERVICE{SERVICE}}}",
    f"SELECT*{{?s ?p 'x'@en.SERVICE{SERVICE}}}",
    f"SELECT*{{?s ?p 'x'^^<a:b>SERVICE{SERVICE}}}",
    f"SELECT*{{?s ?p ()SERVICE{SERVICE}}}",
    "SELECT * FROM <http://a/> { ?s ?p ?o }",
    "SELECT * FROM NAMED <file:///etc/passwd> { ?s ?p ?o }",
    "LOAD <http://a/>",
    "INSERT DATA { <a:a> <a:a> <a:a> }",
    "DELETE WHERE { ?s ?p ?o }",
    "DROP ALL",
    "CLEAR DEFAULT",
    "PREFIX a: <b:c> ; CREATE GRAPH <a:b>",
    "hello",
    "",
]


@pytest.mark.parametrize("text", READING)
def test_reading_is_allowed(text: str) -> None:
    assert refusal(text) is None


@pytest.mark.parametrize("query", [*ready_queries(), *checks()], ids=lambda query: query.name)
def test_ready_made_queries_are_allowed(query: object) -> None:
    assert refusal(query.sparql) is None  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", REFUSED)
def test_all_else_is_refused(text: str) -> None:
    assert refusal(text)


@pytest.mark.parametrize("text", [text for text in REFUSED if "SERVICE" in text])
def test_what_the_engine_takes_for_a_service_is_known_as_one(text: str) -> None:
    """The engine would ask the other server: it parses these texts, however strange they look."""
    store = ox.Store()
    try:
        store.query(text)
    except SyntaxError:
        pytest.fail("the engine does not take this for a query; it proves nothing")
    except (OSError, RuntimeError, ValueError):
        pass  # it tried
