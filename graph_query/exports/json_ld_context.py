"""The context of exported JSON-LD, made of the ontology: `python -m graph_query.exports.json_ld_context` writes it.

A property goes by its own name. What leads to a concept has the concept's own name as its value (`"role": "lead"`),
what leads to another thing its IRI, numbers, dates and yes or no are written as JSON or plainly.
"""

from __future__ import annotations

import json

import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS, XSD

from graph_build.iris import ID
from graph_build.vocabulary.terms import ONTOLOGY, PREFIXES, ZR_IRI
from graph_query.exports.json_ld import CONTEXT, OF_TASK, Json, compact

# Of the terms of others that a graph uses: what their values are, which their own vocabularies say.
OTHERS = {
    "prov:wasDerivedFrom": "@id",
    "prov:wasQuotedFrom": "@id",
    "oa:exact": "",
    "time:inXSDDate": "xsd:date",
    "dcterms:title": "",
    "dcterms:source": "xsd:anyURI",
    "dcterms:description": "",
    "eli:id_local": "",
    "eli:passed_by": "@id",
    "eli:date_document": "xsd:date",
    "org:purpose": "@vocab",
    "org:classification": "@vocab",
    "org:identifier": "",
    "foaf:member": "@id",
    "skos:prefLabel": "",
    "skos:altLabel": "",
    "skos:definition": "",
    "rdfs:label": "",
}


def context_of(ontology: rdflib.Graph) -> Json:
    """Return the context of the properties that an ontology defines, and of those of others."""
    terms: Json = {"@vocab": ZR_IRI, "id": "@id", "type": "@type", "zeren": ID, **PREFIXES}
    terms |= {name.partition(":")[2]: _term(name, kind) for name, kind in OTHERS.items()}
    terms |= {word: {"@reverse": "zr:task", "@type": "@id"} for word in OF_TASK.values()}
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in sorted(ontology.subjects(RDF.type, kind), key=str):
            values = _kind(ontology, term, named=kind == OWL.ObjectProperty)
            if values:
                terms[str(term).removeprefix(ZR_IRI)] = _term(compact(str(term)), values)
    return {"@context": terms}


def _term(name: str, kind: str) -> Json | str:
    return {"@id": name, "@type": kind} if kind else name


def _kind(ontology: rdflib.Graph, term: rdflib.term.Node, *, named: bool) -> str:
    """Return what a property's values are: concepts, other things, a datatype; nothing for strings."""
    found = ontology.value(term, RDFS.range)
    if named:
        return "@vocab" if found == SKOS.Concept else "@id"
    return "" if found in (None, XSD.string) else compact(str(found))


def as_file() -> str:
    """Return the context as it stands in its file."""
    return json.dumps(context_of(rdflib.Graph().parse(ONTOLOGY / "core.ttl")), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    CONTEXT.write_text(as_file(), "utf-8")
