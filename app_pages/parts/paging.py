"""Long lists in pages; the address holds which (`page`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

from app_pages.parts.addresses import keep

T = TypeVar("T")
LONGEST = 9


def page_of(things: Sequence[T], on_a_page: int, key: str = "page", first: int = 1) -> tuple[Sequence[T], int, int]:
    """Return the things of the page that the address names, its number, and how many pages there are.

    Where it names none it is the `first` that is shown.
    """
    pages = max(-(-len(things) // on_a_page), 1)
    wanted = st.query_params.get(key, str(first))
    # Python refuses to make a number of thousands of digits.
    page = min(max(int(wanted[:LONGEST]), 1), pages) if wanted.isdecimal() else 1
    return things[(page - 1) * on_a_page : page * on_a_page], page, pages


def show_pager(page: int, pages: int, key: str = "page") -> None:
    """Show the way to the pages before and behind, where there are several."""
    if pages > 1:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button("上一页", f"{key}-before", on_click=keep, args=(key, str(page - 1)), disabled=page == 1)
            st.text(f"第 {page} 页，共 {pages} 页")
            st.button("下一页", f"{key}-next", on_click=keep, args=(key, str(page + 1)), disabled=page == pages)
