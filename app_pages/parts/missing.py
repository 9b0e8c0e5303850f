"""What is not in the library: said on every page, with a way to see which files these are."""

from __future__ import annotations

import html

import streamlit as st

from app_pages.parts.addresses import link
from app_pages.parts.opened import opened_store


def show_missing() -> None:
    """Say how many documents could not be read; nothing where all are in."""
    missing = opened_store().snapshot.report.missing
    if missing:
        see = f"<a href='{html.escape(link('documents'))}'>看是哪些</a>"
        st.html(f"<div class='missing' role='status'>{html.escape(missing)}{see}</div>")
