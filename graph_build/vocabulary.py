"""Closed namespaces, the concepts of ontology/concepts.ttl, and the only place that mints IRIs."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from graph_build.errors import UnknownTerm
from graph_build.model import Act, Unit
from graph_build.spans import Span

ONTOLOGY = Path(__file__).resolve().parent.parent / "ontology"
BASE = "https://w3id.org/zeren/"
ID = BASE + "id/"


class ClosedNamespace:
    """A vocabulary's terms as attributes; a term it does not define is an error.

    >>> RDF.type
    <NamedNode value=http://www.w3.org/1999/02/22-rdf-syntax-ns#type>
    """

    def __init__(self, iri: str, terms: str | set[str]) -> None:
        names = terms.split() if isinstance(terms, str) else terms
        self.iri = iri
        self._terms = {name: ox.NamedNode(iri + name) for name in names}

    def __getattr__(self, name: str) -> ox.NamedNode:
        try:
            return self._terms[name]
        except KeyError:
            raise UnknownTerm(f"{self.iri} has no term {name}; it has {', '.join(sorted(self._terms))}") from None


RDF = ClosedNamespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "type")
XSD = ClosedNamespace("http://www.w3.org/2001/XMLSchema#", "date integer decimal boolean anyURI")
SKOS = ClosedNamespace("http://www.w3.org/2004/02/skos/core#", "prefLabel altLabel notation inScheme")
PROV = ClosedNamespace("http://www.w3.org/ns/prov#", "wasDerivedFrom wasQuotedFrom")
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


# Concepts


def _said(predicate: ox.NamedNode) -> list[tuple[ox.NamedNode, ox.NamedNode | ox.Literal]]:
    """Return the subjects and objects that the ontology links by a predicate."""
    return [
        (t.subject, t.object)
        for t in _ontology()
        if t.predicate == predicate
        and isinstance(t.subject, ox.NamedNode)
        and isinstance(t.object, (ox.NamedNode, ox.Literal))
    ]


@cache
def _concepts() -> dict[tuple[str, str], ox.NamedNode]:
    scheme = {node: value.value.removeprefix(ZR_IRI) for node, value in _said(SKOS.inScheme)}
    return {(scheme[node], code.value): node for node, code in _said(SKOS.notation)}


def concept(scheme: str, notation: str) -> ox.NamedNode:
    """Return the concept of a scheme (roles, bases, limitKinds …) by its notation.

    >>> concept("bases", "merged_supposed")
    <NamedNode value=https://w3id.org/zeren/ontology#mergedSupposed>
    """
    try:
        return _concepts()[scheme, notation]
    except KeyError:
        raise UnknownTerm(f"concepts.ttl has no concept {notation!r} in zr:{scheme}") from None


@cache
def concepts_of(scheme: str) -> tuple[str, ...]:
    """Return the notations of a scheme's concepts, sorted."""
    return tuple(sorted(code for of, code in _concepts() if of == scheme))


def words_of(scheme: str, notation: str) -> frozenset[str]:
    """Return the Chinese words that name a concept: its prefLabel and altLabels."""
    return frozenset(_labels().get(concept(scheme, notation), ()))


@cache
def _labels() -> dict[ox.NamedNode, set[str]]:
    found: dict[ox.NamedNode, set[str]] = {}
    for named, label in (*_said(SKOS.prefLabel), *_said(SKOS.altLabel)):
        if isinstance(label, ox.Literal) and label.language == "zh":
            found.setdefault(named, set()).add(label.value)
    return found


@cache
def column_words() -> dict[str, str]:
    """Return the notation that each word of a table's heading stands for: {"责任单位": "responsible", …}."""
    return _notations(ZR.columnWord)


@cache
def collective_words() -> tuple[tuple[str, str], ...]:
    """Return the endings of collective names, each with a kind of bodies that it collects: (街道办事处, street)."""
    notations = {node: code for (scheme, code), node in _concepts().items() if scheme == "agencyKinds"}
    return tuple((word.value, notations[node]) for node, word in _said(ZR.collectiveWord))


@cache
def no_topic_words() -> frozenset[str]:
    """Return the words that hold a topic's word and do not name the topic: 规章制度."""
    return frozenset(word.value for _, word in _said(ZR.noTopicWord))


@cache
def label_of(scheme: str, notation: str) -> str:
    """Return the Chinese prefLabel of a concept."""
    node = concept(scheme, notation)
    labels = (label for named, label in _said(SKOS.prefLabel) if named == node and isinstance(label, ox.Literal))
    return next(label.value for label in labels if label.language == "zh")


@cache
def column_parts() -> dict[str, str]:
    """Return the notation that each part of a heading's word stands for, the longest parts first."""
    parts = _notations(ZR.columnPart)
    return {part: parts[part] for part in sorted(parts, key=lambda part: (-len(part), part))}


def _notations(predicate: ox.NamedNode) -> dict[str, str]:
    notations = {node: code for (_, code), node in _concepts().items()}
    return {word.value: notations[node] for node, word in _said(predicate)}


# IRIs

LONGEST_SLUG = 70


def slug_of(path: Path) -> str:
    """Return a document's short name: its file's stem in NFC, runs of anything but letters, digits, - and _ as -.

    >>> slug_of(Path("任务 2022（终稿）.txt"))
    '任务-2022-终稿-'
    """
    # A file system takes names of 255 bytes, and a letter has up to three.
    return re.sub(r"[^\w-]+", "-", unicodedata.normalize("NFC", path.stem))[:LONGEST_SLUG]


def segment(name: str) -> str:
    """Return a name as one IRI segment: without white space, percent-encoded outside RFC 3987's isegment.

    >>> segment("各县（市、区） 政府/办")
    '各县（市、区）政府%2F办'
    """
    bare = re.sub(r"\s", "", name)
    return re.sub(r"[^\w.~!$&'()*+,;=:@\-\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U000efffd]", _encoded, bare)


def _encoded(match: re.Match[str]) -> str:
    return quote(match.group(), safe="")


def node(*segments: str) -> ox.NamedNode:
    """Return the IRI under id/ whose path is the given names."""
    return ox.NamedNode(ID + "/".join(segment(s) for s in segments))


def graph(name: str) -> ox.NamedNode:
    """Return the IRI of a named graph: ontology, acts, places, derived, or doc/<slug>."""
    return ox.NamedNode(f"{ID}graph/{name}")


def below(parent: ox.NamedNode, *segments: str) -> ox.NamedNode:
    """Return the IRI of a part of a thing: <task>/limit/1."""
    return ox.NamedNode("/".join([parent.value, *(segment(s) for s in segments)]))


def document(slug: str) -> ox.NamedNode:
    """Return the IRI of a document."""
    return node("document", slug)


def quote_of(slug: str, span: Span) -> ox.NamedNode:
    """Return the IRI of the words at a span."""
    cell = "" if span.row is None else f".{span.row}.{span.column}"
    return below(document(slug), "span", f"{span.block}{cell}", f"{span.start}-{span.end}")


def unit(value: Unit) -> ox.NamedNode:
    """Return the IRI of a unit: of its place, else of the document that names it."""
    if value.body.place:
        return node("unit", value.body.place, value.body.key)
    return node("unit", "doc", value.document, value.body.key)


def place_of_unit(iri: str) -> str | None:
    """Return the code of the place that a unit's IRI names; None where it is a document's own."""
    code = iri.removeprefix(f"{ID}unit/").split("/")[0]
    return None if code == "doc" else code


def act(value: Act) -> ox.NamedNode:
    """Return the IRI of a work: by number, else by title, else by the document that mentions it."""
    if value.prefix and value.serial:
        return node("act", *(part for part in (value.prefix, value.year, value.serial) if part))
    if value.title:
        return node("act", "title", re.sub(r"[^\w*]", "", value.title))
    if value.document and value.mention:
        return node("act", "doc", value.document, str(value.mention))
    return node("act", "doc", value.document or "")


def day(value: date) -> ox.NamedNode:
    """Return the IRI of a day."""
    return node("day", value.isoformat())


def task_name(spans: Sequence[Span]) -> str:
    """Return the name of a task in its document: 12 hex of sha256 of its raw words without white space."""
    words = "".join("".join(span.exact.split()) for span in spans)
    return hashlib.sha256(words.encode()).hexdigest()[:12]
