"""Buttons that put something into the clipboard: the address of what is shown, or a text."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

button = st.components.v2.component("zeren_copy", js=Path(__file__).with_name("copying.js").read_text("utf-8"))


def copy_link() -> None:
    """Offer the address of the page, which a browser opens as it is."""
    button(key="copy-link", data={"label": "复制链接", "text": ""}, width="content")


def copy_text(label: str, text: str) -> None:
    """Offer a text."""
    button(key=f"copy-{label}", data={"label": label, "text": text}, width="content")
