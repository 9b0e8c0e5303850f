"""The shape of the house: who may import whom, families and their lists, terms and their words."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SKOS, TIME, XSD

from graph_build import layouts, readers
from graph_build.errors import UnknownTerm
from graph_build.vocabulary.concepts import concept
from graph_build.vocabulary.terms import BASE, ELI, OA, ONTOLOGY, ZR
from graph_query import stores
from tests.conftest import PROJECT

FAMILIES = [(readers, readers.READERS), (layouts, layouts.LAYOUTS), (stores, stores.BACKENDS)]
# What rdflib does not know, read off the vocabularies themselves.
ELI_TERMS = {"LegalResource", "id_local", "passed_by", "date_document", "applies"}
OA_TERMS = {"exact"}


def test_import_contracts_hold() -> None:
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("name", ["app.py", "zeren.py"])
def test_the_entries_know_the_read_side_and_the_pipeline(name: str) -> None:
    tree = ast.parse((PROJECT / name).read_text("utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    ours = {
        f"{node.module}.{alias.name}" if node.module == "graph_build" else node.module
        for node in imports
        for alias in node.names
        if node.module and node.module.startswith("graph_build")
    }
    assert ours <= {"graph_build.pipeline", "graph_build.errors", "graph_build.folders"}


@pytest.mark.parametrize(("family", "members"), FAMILIES, ids=lambda value: getattr(value, "__name__", ""))
def test_every_file_of_a_family_is_in_its_list(family: object, members: tuple[object, ...]) -> None:
    folder = Path(str(family.__file__)).parent  # type: ignore[attr-defined]
    named = {Path(str(member.__file__)).stem for member in members}  # type: ignore[attr-defined]
    helpers = {"columns"}  # of the table layout
    assert {path.stem for path in folder.glob("*.py")} - {"__init__"} - helpers == named


def test_answering_does_not_import_rdflib() -> None:
    code = (
        "import sys, graph_query.answering, graph_query.ledger.details, graph_query.sparql.ready_queries; "
        "print('rdflib' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_an_unknown_term_is_an_error() -> None:
    with pytest.raises(UnknownTerm, match="leadunit"):
        _ = ZR.leadunit
    with pytest.raises(UnknownTerm, match="boss"):
        concept("roles", "boss")


def ontology() -> rdflib.Graph:
    graph = rdflib.Graph()
    for name in ("core.ttl", "concepts.ttl"):
        graph.parse(ONTOLOGY / name)
    return graph


def test_every_term_has_its_words() -> None:
    """Label and definition of every class and property in both languages, the label of every concept."""
    graph = ontology()
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty):
        for term in graph.subjects(RDF.type, kind):
            for predicate in (RDFS.label, SKOS.definition):
                languages = {getattr(value, "language", None) for value in graph.objects(term, predicate)}
                assert languages == {"zh", "en"}, (term, predicate)
    for term in [*graph.subjects(RDF.type, SKOS.Concept), *graph.subjects(RDF.type, SKOS.ConceptScheme)]:
        assert {getattr(value, "language", None) for value in graph.objects(term, SKOS.prefLabel)} == {"zh", "en"}, term


def test_no_column_word_stands_for_two_things() -> None:
    words = [str(word) for word in ontology().objects(None, rdflib.URIRef(ZR.columnWord.value))]
    assert len(words) == len(set(words))


def test_foreign_terms_are_defined_where_they_come_from(home: Path) -> None:
    known = {str(space): space for space in (DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SKOS, TIME, XSD)}
    used = {term for triple in ontology() for term in triple if isinstance(term, rdflib.URIRef)}
    for path in (home / "data" / "graph" / "current").rglob("*.trig"):
        for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TRIG):
            used |= {
                rdflib.URIRef(term.value) for term in (quad.predicate, quad.object) if isinstance(term, ox.NamedNode)
            }
    for term in used:
        if term.startswith(BASE):
            continue
        base, name = term[: len(term) - len(term.split("#")[-1].split("/")[-1])], term.split("#")[-1].split("/")[-1]
        if base == ELI.iri:
            assert name in ELI_TERMS
        elif base == OA.iri:
            assert name in OA_TERMS
        else:
            assert term in known[base], term
