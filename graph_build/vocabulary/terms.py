"""Closed namespaces: the terms of this ontology and of the vocabularies that it uses."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyoxigraph as ox

from graph_build.errors import UnknownTerm

ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology"
BASE = "https://w3id.org/zeren/"


class ClosedNamespace:
    """A vocabulary's terms as attributes; a term it does not define is an error.

    >>> RDF.type
    <NamedNode value=http://www.w3.org/1999/02/22-rdf-syntax-ns#type>
    """

    def __init__(self, iri: str, terms: str | set[str]) -> None:
        names = terms.split() if isinstance(terms, str) else terms
        self.iri = iri
        self._terms = {name: ox.NamedNode(iri + name) for name in names}
        # Found as attributes, terms cost a third of a call of __getattr__, which is left for what is none.
        self.__dict__.update(self._terms)

    def __getattr__(self, name: str) -> ox.NamedNode:
        try:
            return self._terms[name]
        except KeyError:
            raise UnknownTerm(f"{self.iri} has no term {name}; it has {', '.join(sorted(self._terms))}") from None


RDF = ClosedNamespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "type")
XSD = ClosedNamespace("http://www.w3.org/2001/XMLSchema#", "date integer decimal boolean anyURI")
SKOS = ClosedNamespace("http://www.w3.org/2004/02/skos/core#", "prefLabel altLabel hiddenLabel notation inScheme")
PROV = ClosedNamespace("http://www.w3.org/ns/prov#", "wasDerivedFrom wasQuotedFrom wasAttributedTo Person")
OA = ClosedNamespace("http://www.w3.org/ns/oa#", "exact")
TIME = ClosedNamespace("http://www.w3.org/2006/time#", "Instant inXSDDate")
DCTERMS = ClosedNamespace("http://purl.org/dc/terms/", "title source description")
ORG = ClosedNamespace("http://www.w3.org/ns/org#", "purpose classification identifier")
FOAF = ClosedNamespace("http://xmlns.com/foaf/0.1/", "member")
ELI = ClosedNamespace("http://data.europa.eu/eli/ontology#", "LegalResource id_local passed_by date_document")


@cache
def _ontology() -> tuple[ox.Triple, ...]:
    """Return core.ttl and concepts.ttl."""
    files = (ONTOLOGY / "core.ttl", ONTOLOGY / "concepts.ttl")
    return tuple(quad.triple for path in files for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))


ZR_IRI = BASE + "ontology#"
ZR = ClosedNamespace(
    ZR_IRI,
    {t.subject.value.removeprefix(ZR_IRI) for t in _ontology() if isinstance(t.subject, ox.NamedNode)},
)
# The prefixes under which graphs are written and queries are typed.
PREFIXES = {
    "rdf": RDF.iri,
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": XSD.iri,
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": SKOS.iri,
    "prov": PROV.iri,
    "oa": OA.iri,
    "time": TIME.iri,
    "dcterms": DCTERMS.iri,
    "foaf": FOAF.iri,
    "org": ORG.iri,
    "eli": ELI.iri,
    "zr": ZR_IRI,
}


def ontology_triples() -> tuple[ox.Triple, ...]:
    """Return the triples of core.ttl and concepts.ttl."""
    return _ontology()
