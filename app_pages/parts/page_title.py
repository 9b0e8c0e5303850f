"""The title of a page, and that of the browser's tab, which says what of it is shown as well."""

from __future__ import annotations

import streamlit as st

from app_pages.parts.literal import literal

APP = "责任图谱"


def show_title(title: str, of: str = "") -> None:
    """Show a page's title; the browser's tab says before it `of` what it is."""
    name_tab(" · ".join(filter(None, (of, title if title != APP else ""))) or APP)
    st.title(literal(title), anchor=False)


def name_tab(title: str) -> None:
    """Name the browser's tab."""
    st.set_page_config(page_title=title if title == APP else f"{title} · {APP}")
