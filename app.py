"""The Streamlit entry: opens the store once, lists the pages, runs one."""

from __future__ import annotations

import streamlit as st

from app_pages.opened import opened_store

st.set_page_config(page_title="zeren 责任图谱", layout="wide")
page = st.navigation(
    [
        st.Page("app_pages/home.py", title="首页", url_path="home", default=True),
        st.Page("app_pages/network.py", title="关系图", url_path="network"),
        st.Page("app_pages/queries.py", title="查询", url_path="queries"),
    ],
    position="top",
)
store = opened_store()
page.run()
st.caption(f"依据公开文件机器识读，非官方台账，以原文为准。图谱 {store.snapshot}")
