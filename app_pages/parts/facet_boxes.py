"""The boxes of facets, as 任务台账 and 关系图 show them: each value with how many tasks there would be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import streamlit as st

from app_pages.parts.addresses import concepts_named, several, short
from app_pages.parts.astray import known
from app_pages.parts.scope import scope
from graph_query.ledger.concepts import ROLES, notations
from graph_query.ledger.facets import FACETS, OF_CODE, TIMES, Choice, counts
from graph_query.ledger.gaps import Gap
from graph_query.ledger.model import Act, Document, Unit
from graph_query.ledger.reading import Ledger

# Facets whose values have an order of their own; others stand by how many tasks they have.
ORDERS: dict[str, Sequence[str]] = {"role": ROLES, "time": TIMES}

# Facets whose values are things with an IRI.
THINGS: dict[str, Callable[[Ledger], Mapping[str, Unit | Act | Document]]] = {
    "unit": lambda ledger: ledger.units,
    "act": lambda ledger: ledger.acts,
    "document": lambda ledger: ledger.documents,
}


def choose_facets(
    ledger: Ledger,
    keys: Sequence[str],
    words: str,
    ticked: Mapping[str, tuple[str, ...]] | None = None,
    gap: Gap | None = None,
) -> Choice:
    """Show boxes for facets, and return what is chosen with place, year, words, a gap and what else was ticked.

    What the address says counts.
    """
    before = {key: values for key in keys if (values := _values_in_address(ledger, key))}
    chosen = Choice({**scope(), **before, **(ticked or {})}, words, gap)
    # Boxes with all their values are work for a browser: they are made when they are seen.
    boxes = st.expander("筛选", expanded=bool(before), key="filters", on_change="rerun")
    if not boxes.open:
        return chosen
    with boxes, st.container(horizontal=True):
        for key in keys:
            found = counts(ledger, chosen, key)
            options = list(dict.fromkeys([*before.get(key, ()), *_ordered(ledger, key, found)]))
            names = _names(ledger, key, options)
            with st.container(width=300):
                several(FACETS[key].name, key, options, {v: f"{names[v]}（{found[v]}）" for v in options}.__getitem__)
    return chosen


def _values_in_address(ledger: Ledger, key: str) -> tuple[str, ...]:
    """Return what the address says of a facet, as values of the ledger; what is none is said."""
    name, scheme = FACETS[key].name, FACETS[key].scheme
    if scheme:
        return known(name, concepts_named(key, scheme), notations(scheme))
    wanted = st.query_params.get_all(key)
    if key in THINGS:
        there = {short(iri): iri for iri in THINGS[key](ledger)} if wanted else {}
        return tuple(there[iri] for iri in known(name, dict.fromkeys(map(short, wanted)), there))
    return known(name, wanted, OF_CODE[key].values())


def _ordered(ledger: Ledger, key: str, found: Counter[str]) -> list[str]:
    if key in ORDERS:
        return [value for value in ORDERS[key] if value in found]
    names = _names(ledger, key, found)
    return sorted(found, key=lambda value: (-found[value], names[value]))


def _names(ledger: Ledger, key: str, values: Iterable[str]) -> dict[str, str]:
    """Return the values of a facet as users read them."""
    if key in THINGS:
        return {iri: THINGS[key](ledger)[iri].shown for iri in values}
    return {value: FACETS[key].shown(value) for value in values}
