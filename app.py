"""The Streamlit entry: opens the store once, lists the pages, runs one."""

from __future__ import annotations

import html
from pathlib import Path

import streamlit as st

from app_pages import PAGES
from app_pages.parts.astray import say_unknown_keys
from app_pages.parts.literal import literal
from app_pages.parts.missing import show_missing
from app_pages.parts.opened import opened_edition, opened_ledger
from app_pages.parts.page_title import APP, name_tab
from app_pages.parts.scope import choose_scope
from app_pages.parts.scripts import run_scripts
from graph_query.errors import QueryError, StoreUnavailable

st.set_page_config(layout="wide")
st.html(Path(__file__).with_name("app_pages") / "parts" / "style.css")
page = st.navigation(
    [st.Page(f"app_pages/{name}.py", title=title, url_path=name, default=name == "home") for name, title in PAGES],
    position="top",
)
# A page that shows one thing of many names it before its own name.
name_tab(APP if page.url_path == "" else page.title)
run_scripts()
try:
    choose_scope(opened_ledger())
    show_missing()
    say_unknown_keys()
    try:
        page.run()
    except QueryError as error:
        st.error(literal(str(error)))
    st.html(f"<div class='foot'>{html.escape(opened_edition().foot)}</div>")
except StoreUnavailable as error:  # damaged since it was opened
    st.error(literal(str(error)))
