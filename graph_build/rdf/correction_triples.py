"""What people say of a reading, as triples: each correction and check with who, when and why (docs/graph.md)."""

from __future__ import annotations

import pyoxigraph as ox

from graph_build import iris
from graph_build.corrections import CHECKS, Applied, told
from graph_build.rdf.register_triples import Value, term
from graph_build.vocabulary.concepts import concept
from graph_build.vocabulary.terms import PROV, RDF, SKOS, ZR


def correction_node(slug: str, one: Applied) -> ox.NamedNode:
    """Return the IRI of a correction: below its document, by a hash of what it says."""
    return iris.below(iris.document(slug), "correction", one.correction.key)


def correction_triples(slug: str, one: Applied, task: ox.NamedNode | None) -> set[ox.Triple]:
    """Return what a graph says of a correction that holds, and of the part of a task that it made.

    It is of its task where this is one, else of the document.
    """
    said, node = one.correction, correction_node(slug, one)
    person = iris.node("person", said.by)
    of, was, now = told(said)
    is_check = said.what in CHECKS
    facts: list[tuple[ox.NamedNode, ox.NamedNode, Value | str | None]] = [
        (node, RDF.type, ZR.Check if is_check else ZR.Correction),
        (node, ZR.checks if is_check else ZR.corrects, task or iris.document(slug)),
        (node, ZR.correctionKind, concept("correctionKinds", said.what)),
        (node, ZR.aspect, of),
        (node, ZR.was, was or None),
        (node, ZR.now, now or None),
        (node, ZR.why, said.why or None),
        (node, ZR.on, term(said.on)),
        (node, PROV.wasAttributedTo, person),
        (person, RDF.type, PROV.Person),
        (person, SKOS.prefLabel, said.by),
    ]
    if task and one.gives:
        part = iris.below(task, *one.gives.split("/", 1))
        facts += [(node, ZR.gives, part), (part, PROV.wasAttributedTo, person)]
    return {ox.Triple(subject, link, term(value)) for subject, link, value in facts if value is not None}
