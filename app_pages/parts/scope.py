"""Place and year, chosen once for all pages: they stand in the address of each and go along from page to page."""

from __future__ import annotations

import html
from collections.abc import Iterable

import streamlit as st

from app_pages.parts.addresses import link_here
from app_pages.parts.astray import known
from app_pages.parts.copying import copy_link
from graph_query.ledger.facets import Choice
from graph_query.ledger.reading import Ledger

# The places of a tree below one: name, and those below it.
Tree = dict[str, "Tree"]


def choose_scope(ledger: Ledger) -> None:
    """Show the choice of place and year; beside it the places as a tree, and the address to be copied."""
    tree = places_of(ledger)
    years = sorted({year for document in ledger.documents.values() for year in document.years}, reverse=True)
    boxes = (("地方", "place", _in_order(tree)), ("年度", "year", years))
    for label, key, options in boxes:  # before the boxes, which take away what is none of their options
        known(label, st.query_params.get_all(key), options)
    with st.container(horizontal=True, vertical_alignment="center", key="scope"):
        for label, key, options in boxes:
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
        with st.popover("按省选地方", key=f"places-{st.session_state.get('place')}", disabled=not tree):
            st.html(f"<nav class='tree' aria-label='按省选地方'>{_list(tree)}</nav>")
        copy_link()


def places_of(ledger: Ledger) -> Tree:
    """Return the places of documents, each below the one that it lies in."""
    tree: Tree = {}
    for places in sorted(tuple(reversed(document.places)) for document in ledger.documents.values()):
        at = tree
        for place in places:
            at = at.setdefault(place, {})
    return tree


def _in_order(tree: Tree) -> list[str]:
    """Return the places of a tree, each before those that lie in it."""
    found = [name for place, below in tree.items() for name in (place, *_in_order(below))]
    return list(dict.fromkeys(found))


def _list(tree: Tree) -> str:
    """Return a tree as a list of links, each to the same page of that place."""
    return f"<ul>{''.join(_items(tree))}</ul>" if tree else ""


def _items(tree: Tree) -> Iterable[str]:
    for place, below in tree.items():
        address = html.escape(link_here(place=place))
        yield f"<li><a href='{address}'>{html.escape(place)}</a>{_list(below)}</li>"


def scope() -> dict[str, tuple[str, ...]]:
    """Return what was chosen, as facets."""
    chosen = {key: st.session_state.get(key) for key in ("place", "year")}
    return {key: (value,) for key, value in chosen.items() if value}


def scoped(**ticked: tuple[str, ...]) -> Choice:
    """Return place and year with what else was ticked."""
    return Choice({**scope(), **ticked})
