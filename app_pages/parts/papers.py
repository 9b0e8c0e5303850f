"""Buttons that give a file: a paper in Word and Excel, days as a calendar, and any other."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from urllib.parse import urljoin

import streamlit as st

from app_pages.parts.addresses import short
from graph_query.exports.calendar import as_calendar
from graph_query.exports.paper import Paper
from graph_query.exports.sheet import Edition
from graph_query.exports.unit_ledgers import FORMATS
from graph_query.ledger.model import Task
from graph_query.ledger.tasks import Tasks

# Word opens no longer tables in a time that anyone waits, and nobody prints them.
MOST_IN_WORD = 2000


def offer_file(label: str, make: Callable[[], bytes], name: str, kind: str, *, disabled: bool = False) -> None:
    """Offer a file that is made when it is asked for."""
    st.download_button(label, make, name, kind, disabled=disabled, on_click="ignore")


def offer_paper(label: str, make: Callable[[], Paper], name: str, rows: int) -> None:
    """Offer a paper of so many rows in Word and Excel; one of very many only in Excel."""
    for form, (suffix, write) in FORMATS.items():
        too_many = form == "Word" and rows > MOST_IN_WORD
        st.download_button(
            f"{label}（{form}）",
            partial(_written, write, make),
            f"{name}.{suffix}",
            disabled=not rows or too_many,
            help=f"超过 {MOST_IN_WORD} 项的，请用 Excel，或先缩小范围。" if too_many else None,
            on_click="ignore",
        )


def offer_days(tasks: Tasks, name: str, edition: Edition) -> None:
    """Offer the last days of tasks as a calendar with reminders; each leads back to its task in this app."""
    here = st.context.url or ""
    dated = tasks.counted("SELECT count(DISTINCT task) FROM days {where}")[0][0]

    def address_of(task: Task) -> str:
        return urljoin(here, f"tasks?task={short(task.iri)}") if here else task.iri

    st.download_button(
        f"日历 .ics（{dated}项有日期）",
        lambda: as_calendar(name, tasks, edition, address_of),
        f"{name}.ics",
        "text/calendar",
        disabled=not dated,
        help="每个最后一日一条，提前 7 天和 1 天提醒；可导入手机和 Outlook 的日历。",
        on_click="ignore",
    )


def _written(write: Callable[[Paper], bytes], make: Callable[[], Paper]) -> bytes:
    return write(make())
