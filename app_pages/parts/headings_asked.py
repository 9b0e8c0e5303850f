"""What words over columns mean that are not known: the person who adds a file says it, and it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from app_pages.parts.literal import literal
from app_pages.parts.previews import forget_previews
from graph_build import corrections
from graph_build.corrections import OwnWord
from graph_build.pipeline import ZerenError, home

# What a column may hold, and a word for it that is known.
COLUMNS: Mapping[str, str] = {
    "不说明，照现在的识读": "",
    "任务：事项、名称": "任务栏",
    "任务：具体要求、措施": "要求栏",
    "牵头单位": "牵头单位",
    "责任单位": "责任单位",
    "配合单位": "配合单位",
    "完成时限": "时限栏",
    "进展": "进展栏",
    "备注": "备注栏",
    "忽略，不收入": "不收入的栏目",
}


def ask_of_headings(words: Sequence[str]) -> None:
    """Ask what each word's column holds, keep the answers, and let the files be read again."""
    if not words:
        return
    with st.expander(f"表头中有 {len(words)} 个不认识的词，请说明各是什么栏目", expanded=True):
        st.caption(
            "说明之后重新识读所选的文件；这些词记入本机用词（data/registers/words.toml），以后的文件同样照此识读。"
        )
        with st.form("headings", border=False):
            means = {word: st.selectbox(f"“{literal(word)}”栏", COLUMNS, key=f"heading-{word}") for word in words}
            who = st.text_input("填写人", st.session_state.get("reviewer", ""), max_chars=40).strip()
            saved = st.form_submit_button("记住并重新识读")
        if saved:
            _keep({word: COLUMNS[column] for word, column in means.items() if COLUMNS[column]}, who)


def add_heading() -> None:
    """Let a word over a column be told that stands in files of the library."""
    with st.form("heading", border=False, clear_on_submit=True):
        word = "".join(st.text_input("表头的词", max_chars=20).split())
        column = st.selectbox("是什么栏目", [label for label, known in COLUMNS.items() if known])
        who = st.text_input("填写人", st.session_state.get("reviewer", ""), max_chars=40).strip()
        saved = st.form_submit_button("收入这个词")
    if saved:
        _keep({word: COLUMNS[column]} if word else {}, who)


def _keep(means: Mapping[str, str], who: str) -> None:
    if not means or not who:
        st.error("请至少说明一个词，并写明填写人。")
        return
    day = corrections.today()
    try:
        corrections.keep(home(), [OwnWord("column", word, column, who, day) for word, column in means.items()])
    except ZerenError as error:
        st.text(str(error))
        return
    st.session_state["reviewer"] = who
    forget_previews()
    st.rerun()
