"""The store that all pages of the app read, opened once."""

from __future__ import annotations

import os

import streamlit as st

from graph_build.pipeline import home
from graph_query.errors import StoreUnavailable
from graph_query.stores import Store, open_store


def opened_store() -> Store:
    """Return the store at $ZEREN_STORE, by default the current snapshot; without one say so and end the page."""
    try:
        return _open(os.environ.get("ZEREN_STORE", "memory:data/graph/current"))
    except StoreUnavailable as error:
        st.error(str(error))
        st.stop()


@st.cache_resource(show_spinner="正在打开图谱…")
def _open(address: str) -> Store:
    return open_store(address, home())
