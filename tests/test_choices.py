"""A choice among thousands: a browser is sent those that hold the words sought."""

from __future__ import annotations

from tests.page_runs import AppTest


def page() -> None:
    import streamlit as st

    from app_pages.parts.addresses import one

    units = [f"https://w3id.org/zeren/id/unit/{n}" for n in range(5000)]
    st.text(one("单位", "unit", units, lambda iri: f"单位{iri.rsplit('/', 1)[1]}"))


def test_a_choice_among_thousands_is_narrowed_by_words_and_keeps_what_is_chosen() -> None:
    app = AppTest.from_function(page).run()
    assert app.text_input[0].label == "单位（共 5000 个，写几个字查找）"
    assert len(app.selectbox[0].options) == 200
    app.text_input[0].set_value("单 位499").run()
    assert app.selectbox[0].options == ["单位499", *(f"单位{n}" for n in range(4990, 5000))]
    app.selectbox[0].select("单位4991").run()
    assert app.text[0].value == "https://w3id.org/zeren/id/unit/4991"
    # What is chosen stays, whatever is sought then.
    app.text_input[0].set_value("没有").run()
    assert app.selectbox[0].options == ["单位4991"]
    assert app.query_params["unit"] in ("unit/4991", ["unit/4991"])
