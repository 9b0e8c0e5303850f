"""Graphs broken on purpose: one for each constraint of ontology/shapes.ttl, and some that go in circles."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
from rdflib import SH, Graph, URIRef
from rdflib.term import Node

from graph_build.vocabulary.terms import FOAF, ONTOLOGY, ZR
from graph_build.vocabulary.terms import RDF as OX_RDF

Triples = list[ox.Triple]
NOWHERE = ox.NamedNode("https://w3id.org/zeren/id/nowhere")
# Texts at the limits of what is too short or too long: in characters, not bytes; line breaks count.
TEXTS = (
    "", "局", "\n", "局\n", "\r\n", "0123", "𠮷", "é", "局" * 39 + "\n", "局" * 40, "局" * 40 + "\n", "局" * 41,
    "𠮷" * 40, "𠮷" * 41, "a" * 41, "e\u0301" * 21, '局"\\' * 14, "a" * 64, "a" * 64 + "\n",
)  # fmt: skip
# What breaks a constraint where it stands in place of a value.
INSTEAD: dict[URIRef, tuple[ox.NamedNode | ox.Literal, ...]] = {
    SH["class"]: (NOWHERE, ox.Literal("没有")),
    SH.datatype: (ox.Literal("没有"), NOWHERE),
    SH["in"]: (NOWHERE, ox.Literal("没有"), ZR.Task),
    SH.pattern: (*map(ox.Literal, TEXTS), ox.Literal("", language="zh"), NOWHERE),
    SH["not"]: (*map(ox.Literal, TEXTS), NOWHERE),
    SH.minInclusive: (ox.Literal(0), ox.Literal(-3), ox.Literal("一")),
}


def broken(triples: Triples) -> Iterator[tuple[str, Triples]]:
    """Yield what is broken and the graph, for all constraints whose class the graph has."""
    shapes = Graph().parse(ONTOLOGY / "shapes.ttl")
    for shape, target in sorted(shapes.subject_objects(SH.targetClass)):
        class_ = ox.NamedNode(str(target))
        typed = (t.subject for t in triples if (t.predicate, t.object) == (OX_RDF.type, class_))
        thing = min((node for node in typed if isinstance(node, ox.NamedNode)), key=str, default=None)
        if thing is None:
            continue
        if (shape, SH["or"], None) in shapes:
            gone = (ZR.titleAsWritten, ZR.numberAsWritten)
            yield f"{shape} or", [t for t in triples if not (t.subject == thing and t.predicate in gone)]
        for rule in shapes.objects(shape, SH.property):
            for constraint, graph in _of_rule(triples, thing, shapes, rule):
                yield f"{str(target).rpartition('#')[2]} {constraint}", graph
    yield from _circles(triples)


def _of_rule(triples: Triples, thing: ox.NamedNode, shapes: Graph, rule: Node) -> Iterator[tuple[str, Triples]]:
    path = shapes.value(rule, SH.path)
    inverse = shapes.value(path, SH.inversePath)
    link = ox.NamedNode(str(inverse or path))
    its = [t for t in triples if t.predicate == link and (t.object if inverse else t.subject) == thing]
    rest = [t for t in triples if t not in its]
    name = link.value.rpartition("#")[2].rpartition("/")[2]
    for constraint in sorted(map(str, shapes.predicates(rule))):
        where = f"{name} {constraint.rpartition('#')[2]}"
        if constraint == str(SH.minCount):
            yield where, rest
        elif constraint == str(SH.maxCount) and not inverse:
            more = [ox.Triple(thing, link, value) for value in (NOWHERE, ox.Literal("另一个"))]
            yield where, [*triples, *more]
        else:
            for n, value in enumerate(INSTEAD.get(URIRef(constraint), ())):
                yield f"{where} {n}", [*rest, ox.Triple(thing, link, value)]


def _circles(triples: Triples) -> Iterator[tuple[str, Triples]]:
    """Yield graphs in which things are members, documents, or parts of themselves."""
    for link in (FOAF.member, ZR.implements, ZR.document, ZR.task, ZR.within):
        its = [t for t in triples if t.predicate == link]
        for triple in its[:1]:
            if isinstance(triple.object, ox.NamedNode):
                yield f"{link.value} in a circle", [*triples, ox.Triple(triple.object, link, triple.subject)]
            yield f"{link.value} of itself", [*triples, ox.Triple(triple.subject, link, triple.subject)]
    first = triples[0].subject
    for name, kind in (("a quote that is a task", ZR.Task), ("a task that is a quote", ZR.Quote)):
        yield name, [*triples, ox.Triple(first, OX_RDF.type, kind)]
    yield "no types", [t for t in triples if t.predicate != OX_RDF.type]
    yield "nothing", [ox.Triple(NOWHERE, OX_RDF.type, ZR.Task)]
