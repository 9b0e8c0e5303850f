"""What a user takes along of an answer: it as plain text with its sources, its rows as Excel and CSV."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from app_pages.parts.answer_rows import own_rows, shows_own_rows
from app_pages.parts.copying import copy_text
from app_pages.parts.opened import opened_edition, opened_ledger
from graph_query.answering import Answer, as_text
from graph_query.exports.csv_files import as_csv_zip
from graph_query.exports.excel import as_excel
from graph_query.exports.sheet import Edition, Sheet, rows_sheet, task_sheet

TITLE = "提问结果"


def offer_answer(answer: Answer) -> None:
    """Offer an answer to copy, and its rows to take along; each says what was asked and what it is of."""
    edition = replace(opened_edition(), narrowed=f"提问“{answer.question}”，我理解为：{answer.understood}")
    with st.container(horizontal=True, vertical_alignment="center"):
        copy_text("复制答案与出处", as_text(answer, edition.foot))
        if shows_own_rows(answer):
            _buttons("所列", answer, edition)
        if answer.behind.iris:
            _buttons(f"{answer.behind.count} 项任务", answer, edition)


def _buttons(what: str, answer: Answer, edition: Edition) -> None:
    ledger = opened_ledger()

    def sheet() -> Sheet:
        if what == "所列":
            return rows_sheet(TITLE, [label for _, label in answer.columns], own_rows(answer), edition)
        return task_sheet(TITLE, ledger.named(answer.behind.iris), edition)

    name = f"{TITLE}-{what.replace(' ', '')}-{edition.id}"
    st.download_button(f"{what}（Excel）", lambda: as_excel(sheet()), f"{name}.xlsx", on_click="ignore")
    st.download_button(
        f"{what}（CSV）", lambda: as_csv_zip(sheet()), f"{name}-csv.zip", "application/zip", on_click="ignore"
    )
