"""What users take with them from a page: made when they ask for it, of exactly what the page shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st

from app_pages.opened import opened_ledger, opened_snapshot, opened_store
from graph_query.duties import Duty
from graph_query.exports.calendar import as_calendar
from graph_query.exports.csv_files import as_csv_zip
from graph_query.exports.excel import as_excel
from graph_query.exports.rdf import as_json_ld, as_turtle
from graph_query.exports.sheet import Sheet, ledger_sheet, task_sheet
from graph_query.exports.unit_ledgers import FORMATS, as_zip, ledger_title
from graph_query.ledger import Task

ZIP = "application/zip"


def offer_tasks(title: str, tasks: Sequence[Task]) -> None:
    """Offer tasks as Excel, CSV, Turtle and JSON-LD, and their last days as a calendar."""
    store, snapshot = opened_store(), opened_snapshot()
    st.markdown(f"**导出所列 {len(tasks)} 项任务**")
    dated = sum(bool(task.days) for task in tasks)
    with st.container(horizontal=True):
        name = f"{title}-{snapshot.id}"
        st.download_button("Excel", lambda: as_excel(task_sheet(title, tasks, snapshot)), f"{name}.xlsx")
        st.download_button(
            "CSV（含数据字典）", lambda: as_csv_zip(task_sheet(title, tasks, snapshot)), f"{name}-csv.zip", ZIP
        )
        st.download_button("Turtle", lambda: as_turtle(store, tasks, snapshot), f"{name}.ttl", "text/turtle")
        st.download_button(
            "JSON-LD", lambda: as_json_ld(store, tasks, snapshot), f"{name}.jsonld", "application/ld+json"
        )
        st.download_button(
            f"日历 .ics（{dated}项有日期）",
            lambda: as_calendar(tasks, snapshot),
            f"{name}.ics",
            "text/calendar",
            disabled=not dated,
        )


def offer_ledger(name: str, duties: Sequence[Duty]) -> None:
    """Offer one unit's ledger, to be filled in."""
    with st.container(horizontal=True):
        for form, (suffix, write) in FORMATS.items():
            st.download_button(
                f"导出台账（{form}）",
                partial(_written, write, name, duties),
                f"{ledger_title(name)}.{suffix}",
                type="primary" if form == "Word" else "secondary",
                disabled=not duties,
            )


def _written(write: Callable[[Sheet], bytes], name: str, duties: Sequence[Duty]) -> bytes:
    return write(ledger_sheet(ledger_title(name), duties, opened_snapshot()))


def offer_all_ledgers(duties: Mapping[str, Sequence[Duty]]) -> None:
    """Offer the ledgers of all units as a zip."""
    ledger, snapshot = opened_ledger(), opened_snapshot()
    with st.container(horizontal=True):
        for form in FORMATS:
            st.download_button(
                f"全部单位台账（{form}，zip）",
                partial(as_zip, ledger, duties, form, snapshot),
                f"责任清单-{form}-{snapshot.id}.zip",
                ZIP,
                disabled=not any(duties.values()),
            )
