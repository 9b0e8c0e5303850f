"""Words of documents stay words: in a spreadsheet, in a page's Markdown, in a picture."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest
from lxml import etree
from playwright.sync_api import Page, expect

from graph_query.drawing.pictures import as_picture
from graph_query.sparql.formats import inert
from tests.app_server import served

FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "＝1＋1",
    "＋1",
    "－1",
    "＠SUM(1)",
    " =1",
    "　＝1",
    "\u00a0+1",
    "\ufeff=1",
)
WORDS = ("县教育局", "1+1=2", "A-1", "", "　县教育局", "（=1）")


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_begins_as_a_formula(text: str) -> None:
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("text", WORDS)
def test_words_are_left_as_they_are(text: str) -> None:
    assert inert(text) == text


@pytest.mark.parametrize("form", ["svg", "png"])
@pytest.mark.parametrize("name", [r"甲$\frac{x$乙", "$5,000$", "$", "$$", r"$\nosuch{"])
def test_dollars_in_names_are_no_formula(name: str, form: str) -> None:
    network = nx.MultiDiGraph(centre=(), documents={})
    network.add_node("a", kind="agency", label=name, words=name)
    picture = as_picture(network, name, (name,), form)
    if form == "svg":
        assert "".join(etree.fromstring(picture).itertext()).count(name) >= 3


ADDRESSES = (
    "关于 http://example.com/a?b=c 的通知",
    "https://EXAMPLE.com",
    "HTTP://example.com/",
    "见www.example.com/x",
    "WWW.example.com",
    "请寄 a.b+c@example.com 收",
    "<http://example.com>",
    "[甲](http://example.com)",
    "http://www.example.com@example.com",
)
PAGE = """
import streamlit as st
from app_pages.parts.literal import literal
for text in {texts!r}:
    st.markdown(literal(text))
    st.caption(literal(text))
st.markdown("end of it")
"""


def test_an_address_in_words_is_no_link(page: Page, home: Path, tmp_path: Path) -> None:
    app = tmp_path / "page.py"
    app.write_text(PAGE.format(texts=ADDRESSES), "utf-8")
    with served(home, app=app) as address:
        page.goto(address)
        expect(page.get_by_text("end of it")).to_be_visible()
        assert page.locator("p a").count() == 0
        shown = [text.replace("\u2060", "") for text in page.locator("p").all_inner_texts()]
    assert shown[:-1] == [text for text in ADDRESSES for _ in range(2)]
