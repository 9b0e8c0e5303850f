"""One document's graph against the rules of ontology/shapes.ttl."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_build.model import Problem
from graph_build.sandbox.bounded import uncounted
from graph_build.vocabulary.terms import ONTOLOGY

if TYPE_CHECKING:
    from rdflib import Graph


def validate(slug: str, triples: Iterable[ox.Triple]) -> tuple[Problem, ...]:
    """Return the rules that a graph breaks, each once with its number of places; a Violation withholds."""
    with uncounted():
        import pyshacl  # with rdflib 0.7 s, which reading a file or asking need not wait for
        from rdflib import RDF, SH, Graph, Literal

        _shapes()

    graph = Graph()
    graph.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
    _, report, _ = pyshacl.validate(graph, shacl_graph=_shapes(), inplace=True)
    broken: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for result in report.subjects(RDF.type, SH.ValidationResult):
        withheld = report.value(result, SH.resultSeverity) == SH.Violation
        value = report.value(result, SH.value)
        broken[str(report.value(result, SH.resultMessage)), withheld].append(
            value if isinstance(value, Literal) else ""
        )
    return tuple(
        Problem(slug, f"{message}（{len(values)} 处{_examples(values)}）", withheld)
        for (message, withheld), values in sorted(broken.items())
    )


def _examples(values: list[str]) -> str:
    named = sorted({value for value in values if value})[:3]
    return f"，如“{'”“'.join(named)}”" if named else ""


@cache
def _shapes() -> Graph:
    from rdflib import Graph

    return Graph().parse(ONTOLOGY / "shapes.ttl")
