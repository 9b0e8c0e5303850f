"""The snapshot that all pages of the app read, opened once: a new one is seen without a restart.

The app holds no graph: what pages list is asked of the snapshot's ledger, all else of processes that can be ended.
"""

from __future__ import annotations

import os
from datetime import date, datetime

import streamlit as st

from graph_build.folders import home
from graph_query.errors import StoreUnavailable
from graph_query.exports.sheet import Edition
from graph_query.ledger.reading import Ledger, ledger_of
from graph_query.model import Rows, Triples
from graph_query.snapshots.snapshot import Snapshot
from graph_query.sparql.page_queries import run_page_query
from graph_query.stores import Store, current_address, snapshot_at


def address() -> str:
    """Return the address of the store: $ZEREN_STORE, by default the current snapshot."""
    return os.environ.get("ZEREN_STORE", "memory:data/graph/current")


def opened_store() -> Store:
    """Return the store at the address, its queries bounded; without one say so and end the page."""
    try:
        return _open(current_address(address(), home()))
    except StoreUnavailable as error:
        st.error(str(error))
        st.stop()


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
    """A store whose queries are ended when they take too long. They raise QueryStopped then."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def query(self, text: str, limit: int | None = None, size: int | None = None) -> Rows | Triples:
        return run_page_query(text, self.snapshot, limit, size)


# The one before stays for the pages that are still at work with it.
@st.cache_resource(show_spinner="正在打开图谱…", max_entries=2)
def _open(address: str) -> Store:
    snapshot = snapshot_at(address, home())
    snapshot.check()
    return _Bounded(snapshot)
