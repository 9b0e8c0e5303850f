"""The store that all pages of the app read, opened once a snapshot: a new one is seen without a restart."""

from __future__ import annotations

import os

import streamlit as st

from graph_build.home_folder import home
from graph_query.errors import StoreUnavailable
from graph_query.stores import Store, folder_of, open_store


def opened_store() -> Store:
    """Return the store at $ZEREN_STORE, by default the current snapshot; without one say so and end the page."""
    address = os.environ.get("ZEREN_STORE", "memory:data/graph/current")
    try:
        return _open(f"{address.partition(':')[0]}:{folder_of(address, home())}")
    except StoreUnavailable as error:
        st.error(str(error))
        st.stop()


# The one before stays for the pages that are still at work with it.
@st.cache_resource(show_spinner="正在打开图谱…", max_entries=2)
def _open(address: str) -> Store:
    return open_store(address, home())
