"""What a page does in the browser beside what Streamlit does: chinese.js, links.js."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

SCRIPTS = {
    name: st.components.v2.component(f"zeren_{name}", js=Path(__file__).with_name(f"{name}.js").read_text("utf-8"))
    for name in ("chinese", "links")
}


def run_scripts() -> None:
    """Say Streamlit's own words in Chinese, and follow links within the app without loading it anew."""
    with st.container(key="scripts"):
        for name, script in SCRIPTS.items():
            script(key=f"script-{name}")
