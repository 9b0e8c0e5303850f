"""Streamlit's own words on a page, in Chinese."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

words = st.components.v2.component("zeren_chinese", js=Path(__file__).with_suffix(".js").read_text("utf-8"))


def say_in_chinese() -> None:
    """Put Chinese words for those that Streamlit has in English alone: chinese.js lists them."""
    with st.container(key="chinese"):
        words(key="chinese-words")
