"""Tasks as compact JSON-LD, an object a line: one for each task, with all that is its own inside.

What tasks share (documents, works, units, days) follows them, each once, then the words of the ontology. The context is
ontology/context.jsonld; it stands in the file, so that nothing is asked of the internet to read it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import Any

import pyoxigraph as ox

from graph_build.iris import ID
from graph_build.vocabulary.terms import ONTOLOGY, PREFIXES, PROV, RDF, XSD, ZR, ZR_IRI

CONTEXT = ONTOLOGY / "context.jsonld"
# What says of itself of which task it is stands in the task, under these words.
OF_TASK = {ZR.Assignment: "assignments", ZR.Citation: "citations", ZR.TopicMatch: "topicMatches"}
# What these lead to stands inside of what they lead from.
INSIDE = {ZR.deadline, ZR.hasLimit, ZR.hasItem, ZR.headingQuote, ZR.restoredFrom, ZR.unreadable, PROV.wasDerivedFrom}
Json = dict[str, Any]
Object = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def json_ld(lots: Iterable[tuple[Sequence[str], Iterable[ox.Triple]]]) -> Iterator[bytes]:
    """Return the lines of a JSON-LD file of lots: the IRIs of some tasks, and triples with all that is said of them."""
    yield b'{"@context": ' + _line(context()) + b',\n"@graph": [\n'
    seen: set[str] = set()
    comma = b""
    for tasks, triples in lots:
        for node in _Lot(triples).nodes(tasks, seen):
            yield comma + _line(node)
            comma = b",\n"
    yield b"\n]}\n"


@cache
def context() -> Json:
    """Return the context under which things are written."""
    found: Json = json.loads(CONTEXT.read_text("utf-8"))["@context"]
    return found


class _Lot:
    """Triples by their subjects; each subject is written once, where it is met first."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._of: defaultdict[str, list[ox.Triple]] = defaultdict(list)
        self._parts: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        # What a thing says of itself comes before what stands inside of it.
        for triple in sorted(triples, key=lambda triple: (triple.predicate in INSIDE, str(triple))):
            self._of[_iri(triple.subject)].append(triple)
        for subject, triples_of_it in self._of.items():
            self._note_part(subject, triples_of_it)

    def _note_part(self, subject: str, triples: Iterable[ox.Triple]) -> None:
        kinds = {t.object for t in triples if t.predicate == RDF.type}
        word = next((word for kind, word in OF_TASK.items() if kind in kinds), None)
        for triple in triples:
            if word and triple.predicate == ZR.task:
                self._parts[_iri(triple.object)].append((word, subject))

    def nodes(self, tasks: Iterable[str], seen: set[str]) -> Iterator[Json]:
        """Return some tasks in their order, then what is left and was not seen before."""
        for task in tasks:
            yield self._node(task)
        for subject in [subject for subject in self._of if subject not in seen]:
            if subject in self._of:
                seen.add(subject)
                yield self._node(subject)

    def _node(self, subject: str, within: ox.NamedNode | None = None) -> Json:
        """Return a thing as an object; in a task, without the statement that it is of this."""
        node: Json = {"id": compact(subject)}
        said = [t for t in self._of.pop(subject) if within is None or t.predicate != within]
        for predicate, triples in groupby(said, lambda triple: triple.predicate):
            name, kind = word_of(predicate.value)
            node[name] = _one_or_all([self._value(predicate, t.object, kind) for t in triples])
        for word, parts in groupby(sorted(self._parts.get(subject, ())), lambda part: part[0]):
            node[word] = [self._node(part, ZR.task) for _, part in parts if part in self._of]
        return node

    def _value(self, predicate: ox.NamedNode, value: Object, kind: str) -> object:
        if isinstance(value, ox.NamedNode):
            if predicate in INSIDE and value.value in self._of:
                return self._node(value.value)
            name = compact(value.value, vocabulary=kind == "@vocab")
            return name if kind in ("@id", "@vocab") else {"id": name}
        if isinstance(value, ox.Literal):
            return _literal(value, kind)
        raise _no_term(value)


def _iri(term: Object) -> str:
    if isinstance(term, ox.NamedNode):
        return term.value
    raise _no_term(term)


def _no_term(term: Object) -> TypeError:
    return TypeError(f"a snapshot has IRIs and literals alone: {term}")


def _literal(value: ox.Literal, kind: str) -> object:
    if value.language:
        return {"@value": value.value, "@language": value.language}
    if value.datatype.value != (kind or XSD.iri + "string"):
        return {"@value": value.value, "@type": compact(value.datatype.value)}
    if value.datatype == XSD.integer and value.value == str(int(value.value)):
        return int(value.value)
    if value.datatype == XSD.boolean and value.value in ("true", "false"):
        return value.value == "true"
    return value.value


@cache
def _words() -> dict[str, tuple[str, str]]:
    """Return the words of the context by the IRIs that they stand for, each with the kind of its values."""
    from rdflib.plugins.shared.jsonld.context import Context

    terms = Context(context()).terms.values()
    return {term.id: (term.name, term.type or "") for term in terms if not (term.reverse or term.prefix)}


def word_of(predicate: str) -> tuple[str, str]:
    """Return a property's name, and the kind of its values: a datatype, @id, @vocab, or nothing for strings.

    >>> word_of("https://w3id.org/zeren/ontology#role"), word_of("https://w3id.org/zeren/ontology#text")
    (('role', '@vocab'), ('text', ''))
    """
    if predicate == RDF.type.value:
        return "type", "@vocab"
    return _words().get(predicate) or (compact(predicate, vocabulary=True), "")


def compact(iri: str, *, vocabulary: bool = False) -> str:
    """Return an IRI as the context shortens it.

    >>> compact("https://w3id.org/zeren/id/place/350200"), compact("https://w3id.org/zeren/ontology#lead")
    ('zeren:place/350200', 'zr:lead')
    """
    if vocabulary and iri.startswith(ZR_IRI):
        return iri.removeprefix(ZR_IRI)
    if iri.startswith(ID):
        return f"zeren:{iri.removeprefix(ID)}"
    return next(
        (f"{prefix}:{iri.removeprefix(base)}" for prefix, base in PREFIXES.items() if iri.startswith(base)), iri
    )


def _one_or_all(values: list[object]) -> object:
    return values[0] if len(values) == 1 else values


def _line(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
