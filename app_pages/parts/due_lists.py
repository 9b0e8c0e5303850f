"""What is due next month, or in another: as Word, Excel, and a message to copy."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from app_pages.parts.opened import today
from app_pages.parts.papers import offer_paper
from graph_query.exports.due_list import as_message, due_list, month_after, month_in_words
from graph_query.exports.entries import Form
from graph_query.exports.sheet import Edition
from graph_query.ledger.days import due_by_day
from graph_query.ledger.tasks import Tasks

# Nobody sends a longer message.
MOST_IN_MESSAGE = 100


def offer_due(whose: str, tasks: Tasks, form: Form, edition: Edition) -> None:
    """Offer which of some tasks are due in a month, next month unless another is chosen, as a list ready to send."""
    due = Counter[str]()
    for day, count in due_by_day(tasks).items():
        due[f"{day:%Y-%m}"] += count
    coming = month_after(today())
    more = "清单可直接发送" if due[coming] else "可另选月份"
    # What is folded is not made: a message of a hundred tasks takes time.
    label = f"下月到期（{month_in_words(coming)}）：{due[coming]} 项，{more}"
    unfolded = st.expander(label, key="unfolded-due", on_change="rerun")
    if not unfolded.open:
        return
    with unfolded:
        months = sorted({*due, coming})
        month = st.selectbox("月份", months, months.index(coming), format_func=month_in_words, key="box-due", width=200)
        if not due[month]:
            st.caption(f"{month_in_words(month)}没有到期的任务。可另选月份。")
            return
        # Made when it is needed: a click, or the message.
        with st.container(horizontal=True):
            offer_paper(
                "到期清单",
                lambda: due_list(whose, tasks, month, form, edition),
                f"{whose}{month_in_words(month)}到期任务清单",
                due[month],
            )
        if due[month] > MOST_IN_MESSAGE:
            st.caption(
                f"这个月到期的有 {due[month]} 项，太长，不宜作为消息发送。请用 Word 或 Excel，或先选定地方、单位。"
            )
            return
        st.code(as_message(due_list(whose, tasks, month, form, edition)), language=None, wrap_lines=True)
