"""What is read of a file that is to be uploaded: the facts of its document, open to change before it is added."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from app_pages.parts.document_facts import NotAFact, facts_said, show_inputs
from app_pages.parts.literal import literal
from app_pages.parts.tables import table
from graph_build import corrections
from graph_build.corrections import Correction, Fact

# What is said of the files that were chosen, by their digests, until they are added.
Said = dict[str, list[Correction]]


def said_of_files() -> Said:
    """Return what the person said of the files that were chosen."""
    said: Said = st.session_state.setdefault("facts-said", {})
    return said


def show_facts_read(digest: str, facts: Mapping[Fact, str]) -> None:
    """Show the facts of a document as they are read, and let the person change them."""
    said = said_of_files().get(digest, [])
    with st.expander("文件信息：地方、年度、文号、发文机关、来源（请核对，有误可改）", expanded=True):
        if not facts["place"]:
            st.warning("没有读出这份文件是哪个地方的。请填写“地方”，否则按地方查找、提问时找不到它。")
        with st.form(f"facts-{digest[:12]}", border=False):
            who = st.text_input(
                "填写人（有改动时记入更正记录）", st.session_state.get("reviewer", ""), max_chars=40
            ).strip()
            typed = show_inputs(facts, f"read-{digest[:12]}")
            saved = st.form_submit_button("保存文件信息")
        if saved:
            try:
                said = _said(facts, typed, who)
            except NotAFact as error:
                st.error(literal(str(error)))
                return
            said_of_files()[digest] = said
            if said:
                st.session_state["reviewer"] = who
        if said:
            st.caption("下列改动在加入本库时一并存入：")
            st.html(table(("改动",), [(corrections.as_line(one),) for one in said]))


def _said(facts: Mapping[Fact, str], typed: Mapping[str, str], who: str) -> list[Correction]:
    found = facts_said(facts, typed, Correction("document", who, corrections.today()))
    if found and not who:
        raise NotAFact("文件信息有改动，请写明填写人。")
    return found
