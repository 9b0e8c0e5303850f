"""One document's graph against the rules of ontology/shapes.ttl: by rudof in builds, by pySHACL where it is asked for.

docs/decisions/0011-graphs-validated-by-rudof.md says why there are two, and how rules are written for both.
"""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_build.model import Problem
from graph_build.sandbox.bounded import uncounted
from graph_build.vocabulary.terms import ONTOLOGY, RDF, ZR

if TYPE_CHECKING:
    from pyrudof import Rudof
    from rdflib import Graph

# A broken rule: its message, whether it withholds the document, and the value that breaks it where that is a literal.
Broken = tuple[str, bool, str]
SHAPES = ONTOLOGY / "shapes.ttl"
# A message as rudof gives it stands behind its own, a literal in quotation marks.
MESSAGE = re.compile(r'"([^"]*)"@zh')
LITERAL = re.compile(r'"(.*)"(?:@[\w-]+|\^\^\S+)?', re.DOTALL)
# So many triples are judged at once: of each rudof takes 11 KB of memory.
AT_ONCE = 12_000
MESSAGE_OF = ox.NamedNode("http://www.w3.org/ns/shacl#message")
_of_thread = threading.local()


def validate(slug: str, triples: Iterable[ox.Triple]) -> tuple[Problem, ...]:
    """Return the rules that a graph breaks, each once with its number of places; a Violation withholds."""
    parts = ((_n_triples(part), nodes) for part, nodes in _parts(list(triples)))
    return _problems(slug, (broken for graph, nodes in parts for broken in _by_rudof(graph, nodes)))


def validate_thoroughly(slug: str, triples: Iterable[ox.Triple]) -> tuple[Problem, ...]:
    """Return the same as told by pySHACL, the judge of the other, in eight times the time."""
    return _problems(slug, _by_pyshacl(_n_triples(triples)))


def _parts(triples: Sequence[ox.Triple]) -> Iterator[tuple[Iterable[ox.Triple], frozenset[str]]]:
    """Return a graph in parts, each with the nodes to be judged by it; all of them where it is small: none is named.

    A rule looks at a node, at the types of those that it leads to, and at what says zr:task of it: a part holds these.
    """
    if len(triples) <= AT_ONCE:
        yield triples, frozenset()
        return
    of_node: defaultdict[object, list[ox.Triple]] = defaultdict(list)
    said: defaultdict[object, list[ox.Triple]] = defaultdict(list)
    types: defaultdict[object, list[ox.Triple]] = defaultdict(list)
    for triple in triples:
        of_node[triple.subject].append(triple)
        if triple.predicate == RDF.type:
            types[triple.subject].append(triple)
        if triple.predicate == ZR.task:
            said[triple.object].append(triple)
    part: dict[ox.Triple, None] = {}
    nodes: set[str] = set()
    for node, its in of_node.items():
        leads_to = (one for triple in its for one in types.get(triple.object, ()))
        part |= dict.fromkeys([*its, *leads_to, *said[node]])
        nodes.add(node.value if isinstance(node, ox.NamedNode) else str(node))
        if len(part) >= AT_ONCE:
            yield part, frozenset(nodes)
            part, nodes = {}, set()
    yield part, frozenset(nodes)


def _n_triples(triples: Iterable[ox.Triple]) -> str:
    return (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode()


def _problems(slug: str, results: Iterable[Broken]) -> tuple[Problem, ...]:
    broken: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for message, withheld, value in results:
        broken[message, withheld].append(value)
    return tuple(
        Problem(slug, f"{message}（{len(values)} 处{_examples(values)}）", withheld)
        for (message, withheld), values in sorted(broken.items())
    )


def _examples(values: list[str]) -> str:
    named = sorted({value for value in values if value})[:3]
    return f"，如“{'”“'.join(named)}”" if named else ""


def _by_rudof(graph: str, nodes: frozenset[str]) -> Iterator[Broken]:
    """Return the rules that a graph breaks; where nodes are named, only at these."""
    if not graph:
        return  # rudof reads no empty graph
    with uncounted():
        session = _session()
        from pyrudof import RDFFormat

    # Data that is staged is taken away in no time; a session made anew, or emptied, takes longer than a graph.
    session.begin_staging()
    try:
        session.read_data(graph, RDFFormat.NTriples, merge=True)
        results = list(session.validate_shacl())
    finally:
        session.rollback_staging()
    for result in results:
        if nodes and result.focus_node not in nodes:
            continue
        said = MESSAGE.findall(result.message)
        message = said[-1] if said else _messages()[result.source_shape or ""]
        literal = LITERAL.fullmatch(result.value or "")
        yield message, result.severity == "Violation", literal[1] if literal else ""


@cache
def _messages() -> Mapping[str, str]:
    """Return the messages of shapes that have names: rudof gives none for sh:or and sh:not."""
    triples = ox.parse(SHAPES.read_bytes(), format=ox.RdfFormat.TURTLE)
    told = (quad for quad in triples if quad.predicate == MESSAGE_OF and isinstance(quad.subject, ox.NamedNode))
    return {quad.subject.value: quad.object.value for quad in told}


def _session() -> Rudof:
    """Return a session with the rules; each thread has its own, for it holds a graph at a time."""
    known: Rudof | None = getattr(_of_thread, "session", None)
    if known is None:
        from pyrudof import RDFFormat, Rudof, ShaclFormat

        known = _of_thread.session = Rudof()
        known.read_shacl(SHAPES.read_text("utf-8"), ShaclFormat.Turtle)
        # Nothing can be staged where there is no graph.
        known.read_data("<urn:a> <urn:a> <urn:a> .", RDFFormat.NTriples)
    return known


def _by_pyshacl(graph: str) -> Iterator[Broken]:
    import pyshacl  # with rdflib 0.7 s, which builds need not wait for
    from rdflib import RDF, SH, Graph, Literal

    _, report, _ = pyshacl.validate(Graph().parse(data=graph, format="nt"), shacl_graph=_shapes(), inplace=True)
    for result in report.subjects(RDF.type, SH.ValidationResult):
        value = report.value(result, SH.value)
        withheld = report.value(result, SH.resultSeverity) == SH.Violation
        yield str(report.value(result, SH.resultMessage)), withheld, str(value) if isinstance(value, Literal) else ""


@cache
def _shapes() -> Graph:
    from rdflib import Graph

    return Graph().parse(SHAPES)
