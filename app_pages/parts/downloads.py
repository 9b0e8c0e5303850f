"""What users take with them from a page: made when they ask for it, of exactly what the page shows.

A click runs no page (`on_click="ignore"`): a run would take away the file that the click asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from app_pages.parts.opened import opened_edition, opened_ledger, opened_store
from app_pages.parts.scope import scoped
from graph_query.exports.calendar import as_calendar
from graph_query.exports.csv_files import as_csv_zip
from graph_query.exports.excel import as_excel
from graph_query.exports.rdf import as_json_ld, as_turtle
from graph_query.exports.sheet import Edition, Sheet, ledger_sheet, task_sheet
from graph_query.exports.unit_ledgers import FORMATS, as_zip, ledger_title
from graph_query.ledger.duties import Duty, Way, duties_of
from graph_query.ledger.facets import Choice, described
from graph_query.ledger.tasks import Tasks

ZIP = "application/zip"
MANY = 40


def offer_tasks(title: str, tasks: Tasks, chosen: Choice) -> None:
    """Offer tasks as Excel, CSV, Turtle and JSON-LD, and their last days as a calendar; each says what was chosen."""
    ledger, store = opened_ledger(), opened_store()
    listed = f"列出 {len(tasks)} 项任务，全库 {len(ledger.tasks)} 项"
    narrowed = "；".join(filter(None, (described(ledger, chosen), listed)))
    edition = replace(opened_edition(), narrowed=narrowed)
    st.markdown(f"**导出所列 {len(tasks)} 项任务**")
    dated = tasks.counted("SELECT count(DISTINCT task) FROM days {where}")[0][0]
    with st.container(horizontal=True):
        name = f"{title}-{edition.id}"
        st.download_button(
            "Excel", lambda: as_excel(task_sheet(title, tasks, edition)), f"{name}.xlsx", on_click="ignore"
        )
        st.download_button(
            "CSV（含数据字典）",
            lambda: as_csv_zip(task_sheet(title, tasks, edition)),
            f"{name}-csv.zip",
            ZIP,
            on_click="ignore",
        )
        st.download_button(
            "Turtle", lambda: as_turtle(store, tasks, edition), f"{name}.ttl", "text/turtle", on_click="ignore"
        )
        st.download_button(
            "JSON-LD",
            lambda: as_json_ld(store, tasks, edition),
            f"{name}.jsonld",
            "application/ld+json",
            on_click="ignore",
        )
        st.download_button(
            f"日历 .ics（{dated}项有日期）",
            lambda: as_calendar(tasks, edition),
            f"{name}.ics",
            "text/calendar",
            disabled=not dated,
            on_click="ignore",
        )


def _scoped_edition() -> Edition:
    return replace(opened_edition(), narrowed=described(opened_ledger(), scoped()))


def offer_ledger(name: str, duties: Sequence[Duty], ways: Sequence[Way]) -> None:
    """Offer one unit's ledger, to be filled in."""
    with st.container(horizontal=True):
        for form, (suffix, write) in FORMATS.items():
            st.download_button(
                f"导出台账（{form}）",
                partial(_ledger_file, write, name, duties, ways),
                f"{ledger_title(name)}.{suffix}",
                type="primary" if form == "Word" else "secondary",
                disabled=not duties,
                on_click="ignore",
            )


def _ledger_file(write: Callable[[Sheet], bytes], name: str, duties: Sequence[Duty], ways: Sequence[Way]) -> bytes:
    return write(ledger_sheet(ledger_title(name), duties, ways, _scoped_edition()))


def offer_all_ledgers(units: Sequence[str], within: Tasks, ways: Sequence[Way]) -> None:
    """Offer the ledgers of units as a zip: their tasks of some ways of being bound, within some tasks."""
    with st.container(horizontal=True):
        for form in FORMATS:
            st.download_button(
                f"全部单位台账（{form}，zip）",
                partial(_ledgers_zip, units, within, ways, form),
                f"责任清单-{form}-{opened_edition().id}.zip",
                ZIP,
                disabled=not units or not ways,
                on_click="ignore",
            )
    if len(units) > MANY:
        st.caption(f"{len(units)} 个单位的台账要生成一会儿（约每百个十秒），请等下载开始。")


def _ledgers_zip(units: Sequence[str], within: Tasks, ways: Sequence[Way], form: str) -> bytes:
    store, ledger = opened_store(), opened_ledger()
    duties = ((unit, [duty for duty in duties_of(store, ledger, unit, within) if duty.way in ways]) for unit in units)
    return as_zip(ledger, duties, ways, form, _scoped_edition())
