"""Tasks as RDF: all that the graph says of them, with the definitions of the words it is said in."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import pyoxigraph as ox

from graph_build.iris import node
from graph_build.vocabulary.terms import DCTERMS, PREFIXES, ZR_IRI
from graph_query.exports.json_ld import json_ld
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
    "^zr:corrects|^zr:checks",
    "(^zr:corrects|^zr:checks)/(prov:wasAttributedTo|prov:wasDerivedFrom)",
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
    """Return tasks as JSON-LD, an object a task."""
    return b"".join(json_ld(_lots(store, tasks, edition)))


def _triples(store: Store, tasks: Sequence[Task], edition: Edition) -> list[ox.Triple]:
    return sorted({triple for _, triples in _lots(store, tasks, edition) for triple in triples}, key=str)


def _lots(
    store: Store, tasks: Sequence[Task], edition: Edition
) -> Iterator[tuple[Sequence[str], Collection[ox.Triple]]]:
    """Return what the export is of, then some tasks at a time with all that belongs to them, then what words mean."""
    itself = node("snapshot", edition.id)
    title = ox.Triple(itself, DCTERMS.title, ox.Literal(f"图谱 {edition.id}"))
    notes = (ox.Triple(itself, DCTERMS.description, ox.Literal(note)) for note in _notes(tasks, edition))
    yield (), {title, *notes}
    terms: set[ox.NamedNode] = set()
    for at in range(0, len(tasks), CHUNK):
        iris = [task.iri for task in tasks[at : at + CHUNK]]
        nodes = [ox.NamedNode(iri) for iri in iris]
        found = set(_construct(store, FACTS, "thing", [*nodes, *_parts(store, nodes)]))
        named = (term for t in found for term in (t.predicate, t.object) if isinstance(term, ox.NamedNode))
        terms.update(term for term in named if term.value.startswith(ZR_IRI))
        yield iris, found
    yield (), _construct(store, WORDS, "word", sorted(terms, key=str))


def _notes(tasks: Sequence[Task], edition: Edition) -> tuple[str, ...]:
    return *edition.notes, *notices.of_tasks(tasks, edition.today)


def _parts(store: Store, tasks: Sequence[ox.NamedNode]) -> list[ox.NamedNode]:
    queries = (f"SELECT DISTINCT ?part WHERE {{ VALUES ?task {{ UNDEF }} ?task {path} ?part }}" for path in PARTS)
    rows = (select(store, with_values(with_prefixes(query), "task", *tasks)).values() for query in queries)
    return [ox.NamedNode(row["part"]) for found in rows for row in found]


def _construct(store: Store, query: str, variable: str, nodes: Sequence[ox.NamedNode]) -> tuple[ox.Triple, ...]:
    result = store.query(with_values(with_prefixes(query), variable, *nodes)) if nodes else Triples(())
    return result.triples if isinstance(result, Triples) else ()
