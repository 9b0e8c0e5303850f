"""The files of documents, opened for a while: their blocks, and pictures of their pages."""

from __future__ import annotations

import streamlit as st

from graph_build.pipeline import DocumentError, Original, bytes_of, home, original, page_picture
from graph_query.ledger.model import Document

# Why the file of a document is not shown, and what to do.
LOST = {
    "gone": "来源文件已不在本机原处（可能移走或删除了），只列识读时记下的原文。放回原文件即可照原样显示。",
    "changed": "来源文件在生成图谱之后改动过。为免新旧混淆，只列识读时记下的原文；请更新图谱（zeren build）后再看。",
    "unreadable": "来源文件这次没有打开，只列识读时记下的原文。请稍后刷新。",
}
OTHERWISE = "程序更新后读这份文件的方式变了，与识读时记下的对不上，只列当时的原文。请重新生成图谱（zeren build）。"
NO_ACCOUNT = "打开的图谱不在本机，原文和逐行交代不在手边。请在生成图谱的机器上查看。"


def opened_original(document: Document) -> Original:
    """Return the file that a document was read from, as it stands."""
    return _opened(document.source, document.sha256)


def picture_of(document: Document, page: int) -> bytes | None:
    """Return a picture of a page of a PDF; None where it can't be drawn."""
    try:
        return _drawn(document.source, document.sha256, page)
    except DocumentError:
        return None


def file_to_take(document: Document) -> bytes:
    """Return the file that a document was read from. Raises DocumentError where it is gone or has changed."""
    return bytes_of(home(), document.source, document.sha256)


# Few, and not for long: a document's text can take some 15 MB (a text of 4 MB, a table of 200,000 cells).
@st.cache_data(show_spinner="正在打开来源文件…", max_entries=8, ttl=600)
def _opened(name: str, sha256: str) -> Original:
    return original(home(), name, sha256)


# A page's picture has some 150 KB.
@st.cache_data(show_spinner="正在画出这一页…", max_entries=40, ttl=600)
def _drawn(name: str, sha256: str, page: int) -> bytes:
    return page_picture(home(), name, sha256, page)
