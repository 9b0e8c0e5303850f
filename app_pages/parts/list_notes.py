"""What stands above a list once, in place of a hint in each of its rows; it says what the signs in them mean."""

from __future__ import annotations

import html

import streamlit as st

from app_pages.parts.opened import opened_ledger, today
from app_pages.parts.tables import sign_alone
from graph_query.ledger.marks import Said, said_of
from graph_query.ledger.tasks import Tasks


def show_notes(tasks: Tasks) -> None:
    """Say of a list's tasks what must be said of them, each with how many; nothing where there is nothing."""
    said = said_of(opened_ledger(), tasks, today())
    if said:
        lines = "".join(f"<li>{_line(one, len(tasks))}</li>" for one in said)
        listed = f"所列 {len(tasks)} 项中：<ul class='said'>{lines}</ul>"
        st.html(f"<div class='notes' role='note' aria-label='请注意'>{listed}</div>")


def _line(said: Said, of: int) -> str:
    sign = f"{sign_alone(said.sign)} " if said.sign else ""
    number = "全部" if said.count == of else f"{said.count} 项"
    return f"{sign}<b>{number}</b> {html.escape(said.words)}"
