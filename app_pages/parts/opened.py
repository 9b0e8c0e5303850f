"""The store that all pages of the app read, opened once a snapshot: a new one is seen without a restart."""

from __future__ import annotations

import os
from datetime import date, datetime

import streamlit as st

from graph_build.folders import home
from graph_query.errors import QueryStopped, StoreUnavailable
from graph_query.exports.sheet import Edition
from graph_query.ledger.model import Ledger
from graph_query.ledger.reading import ledger_of
from graph_query.model import Rows, Triples
from graph_query.snapshots.snapshot import Snapshot
from graph_query.sparql.page_queries import run_page_query
from graph_query.stores import Store, current_address, open_store


def address() -> str:
    """Return the address of the store: $ZEREN_STORE, by default the current snapshot."""
    return os.environ.get("ZEREN_STORE", "memory:data/graph/current")


def opened_store() -> Store:
    """Return the store at the address; without one say so and end the page."""
    try:
        return _open(current_address(address(), home()))
    except StoreUnavailable as error:
        st.error(str(error))
        st.stop()


def bounded_store() -> Store:
    """Return the store for what one page asks of it alone."""
    return _Bounded(opened_store().snapshot)


def opened_ledger() -> Ledger:
    """Return the ledger of the opened store."""
    return ledger_of(opened_store())


def opened_edition() -> Edition:
    """Return which data the pages show, for exports and the foot."""
    snapshot = opened_store().snapshot
    latest = max((document.issued for document in opened_ledger().documents.values()), default="")
    report = snapshot.report
    return Edition(snapshot.id, report.built, latest, today(), missing=report.missing)


def today() -> date:
    """Return today."""
    return datetime.now().astimezone().date()


class _Bounded:
    """A store whose queries are ended when they take too long: then the page says so, and ends."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def query(self, text: str, limit: int | None = None, size: int | None = None) -> Rows | Triples:
        try:
            return run_page_query(text, self.snapshot, limit, size)
        except QueryStopped as error:
            st.error(str(error))
            st.stop()


# The one before stays for the pages that are still at work with it.
@st.cache_resource(show_spinner="正在打开图谱…", max_entries=2)
def _open(address: str) -> Store:
    return open_store(address, home())
