"""What a page does in the browser beside what Streamlit does: each script says for itself."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

SCRIPTS = {
    name: st.components.v2.component(f"zeren_{name}", js=Path(__file__).with_name(f"{name}.js").read_text("utf-8"))
    for name in ("chinese", "links", "places", "narrow", "keyboard", "here", "focus")
}


def run_scripts() -> None:
    """Say Streamlit's words in Chinese, follow links within the app, keep places and the keyboard, fold."""
    with st.container(key="scripts"):
        for name in ("chinese", "links", "places", "narrow", "keyboard"):
            SCRIPTS[name](key=f"script-{name}")


def show_here(key: str) -> None:
    """Bring the line that is pointed at into view, once for a key."""
    with st.container(key="here"):
        SCRIPTS["here"](key="script-here", data={"key": key})


def focus(key: str, box: str) -> None:
    """Put the keyboard into a box, by its key, once for a key."""
    with st.container(key="focus"):
        SCRIPTS["focus"](key="script-focus", data={"key": key, "box": box})
