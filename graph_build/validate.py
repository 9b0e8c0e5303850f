"""One document's graph against the rules of ontology/shapes.ttl."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_build.model import Problem
from graph_build.vocabulary import ONTOLOGY

if TYPE_CHECKING:
    from rdflib import Graph


def validate(slug: str, triples: Iterable[ox.Triple]) -> tuple[Problem, ...]:
    """Return the rules that a graph breaks, each once with its number of places; a Violation withholds."""
    import pyshacl  # with rdflib 0.7 s, which reading a file or asking need not wait for
    from rdflib import RDF, SH, Graph

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
    from rdflib import Graph

    return Graph().parse(ONTOLOGY / "shapes.ttl")
