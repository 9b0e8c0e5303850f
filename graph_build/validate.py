"""One document's graph against the rules of ontology/shapes.ttl."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache

import pyoxigraph as ox
import pyshacl
from rdflib import RDF, SH, Graph

from graph_build.model import Problem
from graph_build.vocabulary import ONTOLOGY


def validate(slug: str, triples: Iterable[ox.Triple]) -> tuple[Problem, ...]:
    """Return the rules that a document's graph breaks, each once with its number of places; a Violation withholds."""
    graph = Graph()
    graph.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
    _, report, _ = pyshacl.validate(graph, shacl_graph=_shapes(), inplace=True)
    broken = Counter(
        (str(report.value(result, SH.resultMessage)), report.value(result, SH.resultSeverity) == SH.Violation)
        for result in report.subjects(RDF.type, SH.ValidationResult)
    )
    return tuple(
        Problem(slug, f"{message}（{count} 处）", withheld) for (message, withheld), count in sorted(broken.items())
    )


@cache
def _shapes() -> Graph:
    return Graph().parse(ONTOLOGY / "shapes.ttl")
