"""A task open beside the list that it was chosen in; on a narrow screen over it."""

from __future__ import annotations

import html

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app_pages.parts.addresses import link
from app_pages.parts.task_view import show_task
from graph_query.ledger.model import Task


def list_beside(opened: Task | None, close: str) -> DeltaGenerator:
    """Return the place of a list; beside it stands the task that is open, where one is."""
    if opened is None:
        return st.container()
    left, right = st.columns([3, 2])
    with right:
        _show(opened, close)
    return left


def _show(task: Task, close: str) -> None:
    """Show a task with ways to close it, at the address of the list alone, and to its own page."""
    with st.container(key="panel"):
        own = html.escape(link("tasks", task=task.iri))
        st.html(
            f"<div class='panel-head'><a class='close' href='{html.escape(close)}'>✕ 关闭</a>"
            f"<a href='{own}'>单独成页</a></div>"
        )
        show_task(task)
