"""What stands above a list once, in place of a hint in each of its rows; it says what the signs in them mean."""

from __future__ import annotations

import html
from collections.abc import Sequence

import streamlit as st

from app_pages.parts.opened import opened_ledger, today
from app_pages.parts.tables import sign_alone
from graph_query.ledger.marks import SAYS, Said, said_of
from graph_query.ledger.tasks import Tasks


def show_notes(tasks: Tasks) -> None:
    """Say of a list's tasks what must be said of them, each with how many; nothing where there is nothing."""
    said = said_of(opened_ledger(), tasks, today())
    if said:
        lines = "".join(f"<li>{_line(one, len(tasks))}</li>" for one in said)
        listed = f"所列 {len(tasks)} 项中：<ul class='said'>{lines}</ul>"
        # On a narrow screen one line, which opens: else a list begins below the fold.
        fold = f"<button type='button' class='fold' aria-expanded='false'>请注意：{_short(said)}</button>"
        st.html(
            f"<div class='notes folds' role='note' aria-label='请注意'>{fold}<div class='folded'>{listed}</div></div>"
        )


def _short(said: Sequence[Said]) -> str:
    """Return what is said in so many words as one line holds."""
    words = dict.fromkeys(filter(None, (SAYS.get(one.sign, "") for one in said)))
    return "、".join(words) or f"{len(said)} 点"


def _line(said: Said, of: int) -> str:
    sign = f"{sign_alone(said.sign)} " if said.sign else ""
    number = "全部" if said.count == of else f"{said.count} 项"
    return f"{sign}<b>{number}</b> {html.escape(said.words)}"
