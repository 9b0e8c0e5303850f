"""Tasks as RDF: all that the graph says of them, with the definitions of the words it is said in."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox

from graph_build.iris import node
from graph_build.vocabulary.terms import DCTERMS, PREFIXES
from graph_query.exports.sheet import Edition
from graph_query.ledger import notices
from graph_query.ledger.model import Task
from graph_query.model import Triples
from graph_query.sparql.prefixes import with_prefixes
from graph_query.sparql.ready_queries import with_values
from graph_query.stores import Store, select

# A longer list of tasks makes a query too long to parse fast.
CHUNK = 500
# What belongs to a task, by the path that leads there; each asked for by itself, since a union of them takes minutes.
PARTS = (
    "zr:deadline|zr:hasLimit|zr:hasItem|^zr:task",
    "zr:document|zr:document/zr:fileOf|zr:document/zr:place",
    "^zr:task/zr:unit|^zr:task/zr:cited",
    "prov:wasDerivedFrom|zr:headingQuote",
    "^zr:task/prov:wasDerivedFrom",
    "(zr:deadline|zr:hasLimit|zr:hasItem)/prov:wasDerivedFrom",
    "zr:deadline/zr:until|zr:hasLimit/zr:until",
)
FACTS = "CONSTRUCT { ?thing ?predicate ?value } WHERE { VALUES ?thing { UNDEF } ?thing ?predicate ?value }"
WORDS = """CONSTRUCT { ?word rdfs:label ?label ; skos:definition ?said } WHERE {
  VALUES ?word { UNDEF } ?word rdfs:label ?label . OPTIONAL { ?word skos:definition ?said }
}"""


def as_turtle(store: Store, tasks: Sequence[Task], edition: Edition) -> bytes:
    """Return tasks as Turtle."""
    text = ox.serialize(_triples(store, tasks, edition), format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""
    return "".join(f"# {note}\n" for note in _notes(tasks, edition)).encode() + text


def as_json_ld(store: Store, tasks: Sequence[Task], edition: Edition) -> bytes:
    """Return tasks as JSON-LD."""
    return ox.serialize(_triples(store, tasks, edition), format=ox.RdfFormat.JSON_LD, prefixes=PREFIXES) or b""


def _triples(store: Store, tasks: Sequence[Task], edition: Edition) -> list[ox.Triple]:
    found: set[ox.Triple] = set()
    for at in range(0, len(tasks), CHUNK):
        nodes = [ox.NamedNode(task.iri) for task in tasks[at : at + CHUNK]]
        found.update(_construct(store, FACTS, "thing", [*nodes, *_parts(store, nodes)]))
    terms = {t.predicate for t in found} | {t.object for t in found if isinstance(t.object, ox.NamedNode)}
    found.update(_construct(store, WORDS, "word", sorted(terms, key=str)))
    itself = node("snapshot", edition.id)
    found.add(ox.Triple(itself, DCTERMS.title, ox.Literal(f"图谱 {edition.id}")))
    found.update(ox.Triple(itself, DCTERMS.description, ox.Literal(note)) for note in _notes(tasks, edition))
    return sorted(found, key=str)


def _notes(tasks: Sequence[Task], edition: Edition) -> tuple[str, ...]:
    return *edition.notes, *notices.of_tasks(tasks, edition.today)


def _parts(store: Store, tasks: Sequence[ox.NamedNode]) -> list[ox.NamedNode]:
    queries = (f"SELECT DISTINCT ?part WHERE {{ VALUES ?task {{ UNDEF }} ?task {path} ?part }}" for path in PARTS)
    rows = (select(store, with_values(with_prefixes(query), "task", *tasks)).values() for query in queries)
    return [ox.NamedNode(row["part"]) for found in rows for row in found]


def _construct(store: Store, query: str, variable: str, nodes: Sequence[ox.NamedNode]) -> tuple[ox.Triple, ...]:
    result = store.query(with_values(with_prefixes(query), variable, *nodes)) if nodes else Triples(())
    return result.triples if isinstance(result, Triples) else ()
