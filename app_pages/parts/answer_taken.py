"""What a user takes along of an answer: it as plain text with its sources, its rows in Word, Excel and CSV."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from app_pages.parts.answer_rows import own_rows, shows_own_rows
from app_pages.parts.copying import copy_text
from app_pages.parts.opened import opened_edition, opened_ledger
from app_pages.parts.papers import offer_file, offer_paper
from graph_query.answering import Answer, as_text
from graph_query.exports.answered import answered
from graph_query.exports.csv_files import as_csv_zip
from graph_query.exports.ledgers import task_ledger
from graph_query.exports.paper import Paper
from graph_query.exports.sheet import Edition, Sheet, rows_sheet, task_sheet
from graph_query.ledger.tasks import Tasks

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
    """Offer the rows of an answer, or the tasks behind it as a ledger; both with all columns for other programs."""
    rows = what == "所列"

    def tasks() -> Tasks:
        return opened_ledger().named(answer.behind.iris)

    def sheet() -> Sheet:
        if rows:
            return rows_sheet(TITLE, [label for _, label in answer.columns], own_rows(answer), edition)
        return task_sheet(TITLE, tasks(), edition)

    def paper() -> Paper:
        return answered(sheet(), edition) if rows else task_ledger(TITLE, tasks(), edition)

    name = f"{TITLE}-{what.replace(' ', '')}-{edition.id}"
    offer_paper(what, paper, name, len(answer.rows) if rows else answer.behind.count)
    offer_file(f"{what}（CSV）", lambda: as_csv_zip(sheet()), f"{name}-csv.zip", "application/zip")
