"""A list that another document cites by its title alone is the work of that list's own document.

A title says which list it is where it names its place, or where the citing document belongs to the same place or to one
inside it; of two lists of one title nothing is asserted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from graph_build import iris
from graph_build.model import Act
from graph_build.registers.places import around, place_named_in, places
from graph_build.snapshots.report import Published
from graph_build.vocabulary.terms import DCTERMS, ELI, ZR

CITED_BY_TITLE = f"{iris.ID}act/title/"


def titles_cited(triples: Iterable[ox.Triple]) -> tuple[str, ...]:
    """Return the IRIs of the acts that a document cites by their titles alone."""
    cited = {t.object for t in triples if t.predicate in (ZR.cited, ZR.implements)}
    iris = (node.value for node in cited if isinstance(node, ox.NamedNode))
    return tuple(sorted(iri for iri in iris if iri.startswith(CITED_BY_TITLE)))


def works_meant(entries: Mapping[str, Published]) -> dict[str, dict[str, str]]:
    """Return by slug which acts, cited by title, are documents of the snapshot: their IRIs and those of the works."""
    titled: defaultdict[str, list[Published]] = defaultdict(list)
    for entry in entries.values():
        if entry.title and entry.work:
            titled[iris.act(Act(title=entry.title)).value].append(entry)
    meant = {}
    for slug, entry in entries.items():
        found = {iri: titled[iri][0] for iri in entry.titles_cited if len(titled.get(iri, ())) == 1}
        works = {
            iri: other.work
            for iri, other in found.items()
            if other.work and other.slug != slug and _is_meant(other, entry)
        }
        if works:
            meant[slug] = works
    return meant


def _is_meant(titled: Published, citing: Published) -> bool:
    if place_named_in([titled.title or ""]):
        return True
    reached = around(places().get(citing.place or ""))
    return titled.place is not None and titled.place in {place.code for place in reached}


def with_works(triples: Iterable[ox.Triple], works: Mapping[str, str]) -> set[ox.Triple]:
    """Return a graph with works in the place of what it cites by title."""
    found = set()
    for triple in triples:
        subject, value = (
            ox.NamedNode(works[term.value]) if isinstance(term, ox.NamedNode) and term.value in works else None
            for term in (triple.subject, triple.object)
        )
        # What the list is called is said by its own document.
        if not (subject and triple.predicate in (DCTERMS.title, ELI.id_local)):
            found.add(ox.Triple(subject or triple.subject, triple.predicate, value or triple.object))
    return found
