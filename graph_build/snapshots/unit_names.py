"""One preferred name for a unit in the whole graph, whatever documents call it: the fullest of theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from graph_build.iris import place_of_unit
from graph_build.vocabulary.terms import RDF, SKOS, ZR

UNITS = (ZR.Agency, ZR.AgencyGroup)


def unit_names(triples: Iterable[ox.Triple]) -> dict[str, str]:
    """Return the preferred names by IRI of the units that other documents may name too: those that have a place."""
    known = list(triples)
    units = {_iri(t) for t in known if t.predicate == RDF.type and t.object in UNITS}
    units = {iri for iri in units if place_of_unit(iri)}
    return {_iri(t): name for t in known if (name := _name(t)) and _iri(t) in units}


def fuller_names(units: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Return by slug the names of units, by IRI, that another document has fuller.

    `units` are the names of each document's units, by its slug.
    """
    fullest: dict[str, str] = {}
    for names in units.values():
        for iri, name in names.items():
            known = fullest.get(iri, "")
            if known != name and (len(known), known) < (len(name), name):
                fullest[iri] = name
    changed = {
        slug: {iri: fullest[iri] for iri, name in names.items() if fullest[iri] != name}
        for slug, names in units.items()
    }
    return {slug: new for slug, new in changed.items() if new}


def with_names(triples: Iterable[ox.Triple], new: Mapping[str, str]) -> set[ox.Triple]:
    """Return a graph with other names of its units; the name that gives way becomes another name of the unit."""
    found: set[ox.Triple] = set()
    for triple in triples:
        other = new.get(_iri(triple)) if _name(triple) else None
        if other is None:
            found.add(triple)
        else:
            found.add(ox.Triple(triple.subject, SKOS.prefLabel, ox.Literal(other)))
            if triple.object != ox.Literal(other):
                found.add(ox.Triple(triple.subject, SKOS.altLabel, triple.object))
    # What is the preferred name now is no other name.
    return found - {ox.Triple(ox.NamedNode(iri), SKOS.altLabel, ox.Literal(label)) for iri, label in new.items()}


def _name(triple: ox.Triple) -> str | None:
    return triple.object.value if triple.predicate == SKOS.prefLabel and isinstance(triple.object, ox.Literal) else None


def _iri(triple: ox.Triple) -> str:
    return triple.subject.value if isinstance(triple.subject, ox.NamedNode) else ""
