"""The shape of the house: who may import whom, families and their lists, terms and their words."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import grimp
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


# An import that no contract allows: in which file, of what, and as what it is reported.
BREACHES = {
    "the read side of a layout": (
        "graph_query/labels/__init__.py", "from graph_build.layouts.parts.labels import names_role",
        "graph_query.labels -> graph_build.layouts.parts.labels",
    ),
    "the read side of a new module": (
        "graph_query/labels/__init__.py", "from graph_build.cleaning.new import something",
        "graph_query.labels -> graph_build.cleaning.new",
    ),
    "a page of the making of snapshots": (
        "app_pages/acts.py", "from graph_build.snapshots.cache import Cache",
        "app_pages.acts -> graph_build.snapshots.cache",
    ),
    "the ledger of answering": (
        "graph_query/ledger/facets.py", "from graph_query.answering import ask",
        "graph_query.ledger.facets -> graph_query.answering",
    ),
    "values of tables": (
        "graph_build/values/units.py", "from graph_build.tables.unflatten import unflatten",
        "graph_build.values.units -> graph_build.tables.unflatten",
    ),
    "one reader of another": (
        "graph_build/readers/text.py", "from graph_build.readers import word",
        "graph_build.readers.text -> graph_build.readers.word",
    ),
    "one page of another": ("app_pages/acts.py", "from app_pages import units", "app_pages.acts -> app_pages.units"),
}  # fmt: skip


def test_breaches_of_the_contracts_are_reported_by_name(tmp_path: Path) -> None:
    for name in ("graph_build", "graph_query", "app_pages"):
        shutil.copytree(PROJECT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    (tmp_path / "graph_build" / "cleaning" / "new.py").write_text("something = 1\n", "utf-8")
    for file, line, _ in BREACHES.values():
        with (tmp_path / file).open("a", encoding="utf-8") as module:
            module.write(f"\n{line}\n")
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 1
    assert [name for name, (*_, reported) in BREACHES.items() if reported not in run.stdout] == []


@pytest.mark.parametrize(("package", "rooms", "levels"), [("graph_build", 25, 10), ("graph_query", 12, 8)])
def test_rooms_are_few_and_stand_on_few_levels(package: str, rooms: int, levels: int) -> None:
    graph = grimp.build_graph(package)
    known = graph.find_children(package)
    assert len(known) <= rooms
    for module in known:
        graph.squash_module(module)
    below = {module: graph.find_modules_directly_imported_by(module) & known - {module} for module in known}
    assert depth(below) <= levels
    assert len(list((PROJECT / "app_pages").glob("[!_]*"))) <= 10


def depth(below: dict[str, set[str]]) -> int:
    """Return on how many levels modules stand; without an end where they go round in a circle."""
    of: dict[str, int] = {}
    while len(of) < len(below):
        ready = {module for module in below.keys() - of.keys() if below[module] <= of.keys()}
        assert ready, "a circle"
        of |= {module: 1 + max((of[other] for other in below[module]), default=0) for module in ready}
    return max(of.values())


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
    may = ("pipeline", "backup", "corrections", "errors", "folders", "sandbox.temporary")
    assert ours <= {f"graph_build.{name}" for name in may}


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
