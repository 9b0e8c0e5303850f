"""What binds a unit as its page lists it: what is due next, what names it by date, then through whom else, folded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from app_pages.parts.addresses import link, links_to
from app_pages.parts.list_notes import show_notes
from app_pages.parts.opened import opened_ledger, today
from app_pages.parts.paging import page_of, show_pager
from app_pages.parts.tables import Link, Marks, Value, show_table, table
from app_pages.parts.task_table import marks_of, time_of
from graph_query.ledger import notices
from graph_query.ledger.concepts import shown
from graph_query.ledger.duties import MEANINGS, WAYS, Duty, Way
from graph_query.ledger.marks import SUPPOSED_SIGN
from graph_query.ledger.model import Task

ON_A_PAGE, MOST_NEXT = 50, 5
# What an address keeps of a unit's page when a task is opened or closed.
CARRIED = ("unit", "way", "page", "page-included", "page-possible")
LATEST = date.max


def show_next(duties: Sequence[Duty]) -> None:
    """Show a unit's tasks that are due next; where none is, say when the last was."""
    st.subheader("接下来到期", anchor=False)
    days = sorted({(day, duty.task.iri): duty.task for duty in duties for day in duty.task.days}.items())
    ahead = [(day, task) for (day, _), task in days if day >= today()]
    if ahead:
        rows = [(str(day), Link(task.text, link("tasks", task=task.iri))) for day, task in ahead[:MOST_NEXT]]
        show_table(("最后一日", "任务"), rows, "")
    elif days:
        st.caption(f"没有今天（{today()}）以后到期的任务；最晚的一项是 {days[-1][0][0]}。")
    else:
        st.caption("这些任务没有写明最后一日。")


def show_duties(duties: Sequence[Duty], opened: Task | None) -> None:
    """Show what binds a unit: what names it, then what a collective surely or possibly binds it to."""
    tasks = opened_ledger().named({duty.task.iri: None for duty in duties if duty.way == "named"})
    of_way = {way: sorted((d for d in duties if d.way == way), key=_by_date) for way in WAYS}
    st.subheader(f"点名的任务（{len(tasks)} 项，按最后一日先后）", anchor=False)
    if tasks:
        show_notes(tasks)
        _listed(of_way["named"], "named", opened)
    else:
        st.caption("没有写有本单位名称的任务。")
    for way in ("included", "possible"):
        _folded(of_way[way], way, opened)


def _by_date(duty: Duty) -> date:
    return min(duty.task.days, default=LATEST)


def _folded(duties: Sequence[Duty], way: Way, opened: Task | None) -> None:
    """Show what collectives bind a unit to, when it is unfolded."""
    tasks = {duty.task.iri: None for duty in duties}
    if not tasks:
        return
    label = f"{WAYS[way]}的任务（{len(tasks)} 项）：{MEANINGS[way]}"
    unfolded = st.expander(
        label, key=f"unfolded-{way}", on_change="rerun", expanded=bool(opened and opened.iri in tasks)
    )
    if unfolded.open:
        with unfolded:
            show_notes(opened_ledger().named(tasks))
            _listed(duties, way, opened)


def _listed(duties: Sequence[Duty], way: Way, opened: Task | None) -> None:
    key = "page" if way == "named" else f"page-{way}"
    on_page, page, pages = page_of(duties, ON_A_PAGE, key)
    to = links_to("units", CARRIED)
    heads = ["序", "任务内容", "角色", "时限", "标记"]
    if not opened:
        heads.insert(3, "协同单位" if way == "named" else "原文所写")
        heads.insert(5, "文件")
    rows = [_row(duty, way, to, beside=opened is not None) for duty in on_page]
    place = next((n for n, duty in enumerate(on_page) if opened and duty.task.iri == opened.iri), None)
    st.html(table(heads, rows, "cards opens", place))
    show_pager(page, pages, key)


def _row(duty: Duty, way: Way, to: Callable[..., str], *, beside: bool) -> list[Value]:
    task = duty.task
    number = Link(task.no or str(task.index), to(open=task.iri), f"在旁打开{task.document.title}{task.numbered}")
    why = notices.why_supposed(duty.assignment.basis)
    role = Marks(((shown("roles", duty.assignment.role), SUPPOSED_SIGN if why else "", why),))
    row: list[Value] = [number, task.text, role, time_of(task), marks_of(task)]
    if not beside:
        others = "、".join(dict.fromkeys(a.name for a in task.assignments if a.unit != duty.assignment.unit))
        row.insert(3, others if way == "named" else duty.assignment.name)
        row.insert(5, task.document.title)
    return row
