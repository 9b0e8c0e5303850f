"""What the registers say of acts and places, as triples (docs/graph.md)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache

import pyoxigraph as ox

from graph_build import iris
from graph_build.linking.resolve import act_of
from graph_build.model import Act, Citation
from graph_build.registers.act_kinds import kind_of_act, rank_of_act
from graph_build.registers.acts import RegisteredAct, acts, carried_out_by
from graph_build.registers.places import places, with_outer
from graph_build.spans import Span
from graph_build.vocabulary.concepts import concept
from graph_build.vocabulary.terms import DCTERMS, ELI, RDF, SKOS, XSD, ZR

Value = ox.NamedNode | ox.Literal


def act_triples() -> list[ox.Triple]:
    """Return what the register says of acts, and which of them carries out which by its title."""
    triples = []
    for node, act in registered_acts().items():
        triples.append(ox.Triple(node, RDF.type, ELI.LegalResource))
        facts: list[tuple[ox.NamedNode, str | date | None]] = [(ELI.id_local, act.number), (DCTERMS.title, act.title)]
        facts += [(ZR.shortTitle, title) for title in act.short_titles]
        facts += [(ELI.date_document, act.issued), (ZR.inForce, act.in_force)]
        triples += [ox.Triple(node, link, term(value)) for link, value in facts if value is not None]
        triples += [ox.Triple(node, ZR.implements, _node_of(other)) for other in carried_out_by(act)]
        triples += rank_triples(node, _named(act))
    return triples


def rank_triples(node: ox.NamedNode, act: Act) -> set[ox.Triple]:
    """Return the kind and the rank that an act has by its number and title."""
    kind, rank = kind_of_act(act.prefix, act.title), rank_of_act(act.prefix, act.title)
    facts = [(ZR.actKind, kind and concept("actKinds", kind)), (ZR.actRank, rank and concept("levels", rank))]
    return {ox.Triple(node, link, value) for link, value in facts if isinstance(value, ox.NamedNode)}


@cache
def registered_acts() -> dict[ox.NamedNode, RegisteredAct]:
    """Return the acts of the register by their nodes."""
    return {_node_of(act): act for act in acts()}


def _node_of(act: RegisteredAct) -> ox.NamedNode:
    return iris.act(_named(act))


def _named(act: RegisteredAct) -> Act:
    named = act_of(Citation(act.title, act.number, Span(0, None, None, 0, 0, "")))
    if named is None:
        raise ValueError(f"no number: {act.number}")
    return named


def place_triples(codes: Iterable[str | None]) -> list[ox.Triple]:
    """Return what the register says of places and of those that they lie in."""
    touched = with_outer(places()[code] for code in codes if code in places())
    triples = []
    for place in touched:
        node = iris.node("place", place.code)
        triples.append(ox.Triple(node, RDF.type, ZR.Place))
        triples.append(ox.Triple(node, SKOS.prefLabel, ox.Literal(place.name)))
        triples.append(ox.Triple(node, SKOS.notation, ox.Literal(place.code)))
        if place.within:
            triples.append(ox.Triple(node, ZR.within, iris.node("place", place.within)))
    return triples


def term(value: Value | str | int | date) -> Value:
    """Return a value as a term: texts as plain strings, days as dates."""
    if isinstance(value, (ox.NamedNode, ox.Literal)):
        return value
    if isinstance(value, date):
        return ox.Literal(value.isoformat(), datatype=XSD.date)
    return ox.Literal(value)
