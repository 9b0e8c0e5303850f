"""Place and year, chosen once for all pages: they stand in the address of each and go along from page to page."""

from __future__ import annotations

import streamlit as st

from graph_query.ledger.facets import Choice
from graph_query.ledger.reading import Ledger


def choose_scope(ledger: Ledger) -> None:
    """Show the choice of place and year."""
    places = sorted({place for document in ledger.documents.values() for place in document.places})
    years = sorted({year for document in ledger.documents.values() for year in document.years}, reverse=True)
    with st.container(horizontal=True, key="scope"):
        for label, key, options in (("地方", "place", places), ("年度", "year", years)):
            st.selectbox(
                label,
                options,
                None,
                key=key,
                bind="query-params",
                placeholder=f"全部{label}",
                label_visibility="collapsed",
                width=165,
            )


def scope() -> dict[str, tuple[str, ...]]:
    """Return what was chosen, as facets."""
    chosen = {key: st.session_state.get(key) for key in ("place", "year")}
    return {key: (value,) for key, value in chosen.items() if value}


def scoped(**ticked: tuple[str, ...]) -> Choice:
    """Return place and year with what else was ticked."""
    return Choice({**scope(), **ticked})
