"""The boxes of facets, as 任务台账 and 关系图 show them: each value with how many tasks there would be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import streamlit as st

from app_pages.addresses import several, short
from app_pages.scope import scope
from graph_query.facets import FACETS, TIMES, Chosen, counts
from graph_query.ledger import ROLES, Ledger

# Facets whose values have an order of their own; others stand by how many tasks they have.
ORDERS: dict[str, Sequence[str]] = {"role": ROLES, "time": TIMES}


def choose_facets(ledger: Ledger, keys: Sequence[str], words: str) -> Chosen:
    """Show boxes for facets, and return what is chosen with place, year and words; what the address says counts."""
    before = {key: values for key in keys if (values := _said(ledger, key))}
    chosen = Chosen({**scope(), **before}, words)
    # Nine boxes with all their values are work for a browser: they are made when they are seen.
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


def _said(ledger: Ledger, key: str) -> tuple[str, ...]:
    """Return what the address says of a facet, as values of the ledger."""
    wanted = st.query_params.get_all(key)
    if key in ("unit", "act"):
        known = ledger.units if key == "unit" else ledger.acts
        return tuple(iri for iri in known if iri in wanted or short(iri) in wanted)
    return tuple(wanted)


def _ordered(ledger: Ledger, key: str, found: Counter[str]) -> list[str]:
    if key in ORDERS:
        return [value for value in ORDERS[key] if value in found]
    names = _names(ledger, key, found)
    return sorted(found, key=lambda value: (-found[value], names[value]))


def _names(ledger: Ledger, key: str, values: Iterable[str]) -> dict[str, str]:
    """Return the values of a facet as users read them."""
    if key == "unit":
        return {iri: ledger.units[iri].shown for iri in values}
    if key == "act":
        return {iri: ledger.acts[iri].shown for iri in values}
    return {value: value for value in values}
