"""What a form was not taken for: said in front of the box that it is of, which gets the keyboard."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from app_pages.parts.literal import literal
from app_pages.parts.scripts import focus


def refuse(box: str, line: str) -> NoReturn:
    """Say in a line why a form is not taken, in front of a box by its key: the page runs anew, what was typed stays."""
    st.session_state["refused"] = box, line
    st.session_state["refusals"] = st.session_state.get("refusals", 0) + 1
    st.rerun()


def forget_refused() -> None:
    """Say it no more: the form is sent again, or left."""
    st.session_state.pop("refused", None)


def say_refused(*boxes: str) -> None:
    """Say in front of the first of some boxes what was refused of any of them."""
    box, line = st.session_state.get("refused", ("", ""))
    if box in boxes:
        st.error(literal(line))


def focus_form(key: str, first: str, *boxes: str) -> None:
    """Put the keyboard into the first box of a form, once for a key; where one of its boxes was refused, into that."""
    box, _ = st.session_state.get("refused", ("", ""))
    if not box:
        focus(key, first)
    elif box in (first, *boxes):
        focus_refused(box)


def focus_refused(*boxes: str) -> None:
    """Put the keyboard into the one of some boxes that was refused."""
    box, _ = st.session_state.get("refused", ("", ""))
    if box in boxes:
        focus(f"{box} {st.session_state['refusals']}", box)
