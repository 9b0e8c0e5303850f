"""The Streamlit entry: opens the store once, lists the pages, runs one."""

from __future__ import annotations

import html
from pathlib import Path

import streamlit as st

from app_pages.literal import literal
from app_pages.opened import opened_ledger, opened_snapshot
from app_pages.scope import choose_scope
from app_pages.scripts import run_scripts
from graph_query.errors import QueryError

PAGES = (
    ("home", "首页"),
    ("network", "关系图"),
    ("units", "单位清单"),
    ("tasks", "任务台账"),
    ("acts", "文件依据"),
    ("documents", "文件库"),
    ("console", "查询台"),
)

st.set_page_config(page_title="zeren 责任图谱", layout="wide")
st.html(Path(__file__).with_name("app_pages") / "style.css")
page = st.navigation(
    [st.Page(f"app_pages/{name}.py", title=title, url_path=name, default=name == "home") for name, title in PAGES],
    position="top",
)
run_scripts()
ledger = opened_ledger()
choose_scope(ledger)
try:
    page.run()
except QueryError as error:
    st.error(literal(str(error)))
st.html(f"<div class='foot'>{html.escape(opened_snapshot().foot)}</div>")
