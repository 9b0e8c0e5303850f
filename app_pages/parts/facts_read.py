"""What is read of a file that is to be uploaded: the facts of its document, open to change as it is added."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from app_pages.parts.document_facts import NotAFact, boxes_of_facts, facts_said, show_inputs
from app_pages.parts.refused import focus_refused, forget_refused, refuse, say_refused
from app_pages.parts.tables import table
from graph_build import corrections
from graph_build.corrections import Correction, Fact

# What is said of the files that were chosen, by their digests, until they are added.
Said = dict[str, list[Correction]]


def said_of_files() -> Said:
    """Return what the person said of the files that were chosen."""
    said: Said = st.session_state.setdefault("facts-said", {})
    return said


def ask_of_facts(digest: str, facts: Mapping[Fact, str], adds: str, *, alone: bool, stopped: bool) -> bool:
    """Show the facts of a document as they are read, let the person change them; say whether all is to be added.

    The button that `adds` keeps what stands in the boxes too; a document that is not `alone` has one that only keeps.
    """
    key = f"read-{digest[:12]}"
    said = said_of_files().get(digest, [])
    st.markdown("**文件信息（请核对，有误可改；没有读出的可以补上）**")
    with st.form(f"facts-{digest[:12]}", enter_to_submit=False):
        if not facts["place"] and not st.session_state.get(f"{key}-place"):
            st.warning("没有读出这份文件是哪个地方的。请填写“地方”，否则按地方查找、提问时找不到它。")
        typed = show_inputs(facts, key)
        say_refused(f"{key}-who")
        who = st.text_input(
            "填写人（有改动时记入更正记录）", st.session_state.get("reviewer", ""), max_chars=40, key=f"{key}-who"
        )
        with st.container(horizontal=True):
            added = st.form_submit_button(adds, type="primary", disabled=stopped)
            kept = not alone and st.form_submit_button("只记下这一份的文件信息")
    focus_refused(f"{key}-who", *boxes_of_facts(key))
    if added or kept:
        forget_refused()
        said = _keep(digest, facts, typed, " ".join(who.split()))
    if said and not added:
        st.caption("下列改动在加入本库时一并存入：")
        st.html(table(("改动",), [(corrections.as_line(one),) for one in said]))
    return added


def _keep(digest: str, facts: Mapping[Fact, str], typed: Mapping[str, str], who: str) -> list[Correction]:
    """Keep what is said of a file otherwise than it is read, and return it; what can't be taken is said in its box."""
    key = f"read-{digest[:12]}"
    try:
        said = facts_said(facts, typed, Correction("document", who, corrections.today()))
    except NotAFact as error:
        refuse(f"{key}-{error.box}", str(error))
    if said and not who:
        refuse(f"{key}-who", "填写人：没有写。文件信息有改动，请写明填写人。")
    said_of_files()[digest] = said
    if said:
        st.session_state["reviewer"] = who
    return said
