"""本机用词: the words that the office taught, to be taken back; and those that its corrections offer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from app_pages.parts.headings_asked import add_heading
from app_pages.parts.literal import literal
from graph_build import corrections
from graph_build.pipeline import ZerenError, home, offered_words

# So many words are shown at once.
SHOWN = 50


def show_office_words() -> None:
    """Show the office's own words and what corrections offer; each can be taken, or taken back."""
    try:
        words, offered = corrections.own_words(home()), offered_words(home())
    except ZerenError as error:
        st.text(str(error))
        return
    st.caption(
        "本单位自己的用词，与程序所附的词表一同使用，存于 data/registers/words.toml。"
        "改动之后，新上传的文件照新的识读；库中已有的文件，由管理员运行 zeren build 后照新的识读。"
    )
    st.subheader("已收入")
    if not words:
        st.info("还没有本机用词。上传文件时说明不认识的表头，或采用下面由更正得出的建议，都会记在这里。")
    for number, word in enumerate(words[:SHOWN]):
        said = f"{corrections.as_sentence(word)}（{word.by}，{word.on.isoformat()}）"
        _row(said, "移除", f"drop-{number}", partial(corrections.drop, home(), word))
    with st.expander("添加表头用词"):
        add_heading()
    st.subheader("由更正得出的建议")
    if not offered:
        st.info("没有。更正中确认了两个名称是同一单位，或补正了词尾不认识的单位名称之后，会在这里建议收入。")
    for number, offer in enumerate(offered[:SHOWN]):
        said = f"{corrections.as_sentence(offer.word)}：{len(offer.slugs)} 份文件的更正这样说"
        _row(said, "收入", f"keep-{number}", partial(corrections.keep, home(), [offer.word]))


def _row(words: str, action: str, key: str, act: Callable[[], None]) -> None:
    """Show a word with what can be done with it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(literal(words))
        if st.button(action, key=key, help=f"{action}：{words}"):
            try:
                act()
            except ZerenError as error:
                st.text(str(error))
                return
            st.rerun()
