"""任务台账: every task in a list with facets and counts; one task beside it or whole; deadlines by month; exports.

The address holds the facets (`?role=lead&time=…`), words (`find`), what is missing (`gap`), view, order (`sort`),
columns (`column`) and page of the list, the month (`month`), the days (`from`, `within`), the task that is open beside
the list (`open`), or one that is shown alone (`task`).
"""

from __future__ import annotations

from calendar import Calendar, monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import streamlit as st

from app_pages.parts.addresses import keep, link, links_to, several, task_named, typed
from app_pages.parts.downloads import offer_tasks
from app_pages.parts.facet_boxes import choose_facets
from app_pages.parts.gaps import gap_named, show_gaps
from app_pages.parts.list_notes import show_notes
from app_pages.parts.literal import literal
from app_pages.parts.opened import opened_ledger, today
from app_pages.parts.page_title import show_title
from app_pages.parts.paging import page_of, show_pager
from app_pages.parts.sorting import Sorting
from app_pages.parts.tables import Link, Value, table
from app_pages.parts.task_panel import list_beside
from app_pages.parts.task_table import COLUMNS, columns_shown, dated_table, heads_of, list_table
from app_pages.parts.task_view import show_task
from graph_query.ledger.days import due_by_day, due_within, latest_own, undated
from graph_query.ledger.facets import TIMES, Choice, matching
from graph_query.ledger.model import Task
from graph_query.ledger.reading import Ledger
from graph_query.ledger.sorting import SORTED_BY, in_order
from graph_query.ledger.tasks import Tasks

TITLE = "任务台账"
ON_A_PAGE = 50
SHOWN_FACETS = ("role", "unit", "topic", "function", "document", "basis", "time", "act", "check")
# What leads back from a task to the view that it was chosen in.
FILTERS = ("find", "gap", *SHOWN_FACETS)
CARRIED = (*FILTERS, "view", "sort", "column", "page", "month", "from", "within")
# A list in another order begins at its first page, and of what is missing anew.
BUT_ORDER = tuple(key for key in CARRIED if key not in ("sort", "page"))
BUT_GAP = tuple(key for key in CARRIED if key not in ("gap", "time", "page"))
IN_TEXT_TOO = "写在任务正文里的日期也列在内（行内标明“文内”）；提问某月到期的任务时，另有完成时限的只按完成时限算。"
TABLE, MONTH, DUE = "表格", "月历", "到期"
# The view of deadlines within so many days of a day.
DAYS = 30.0
EARLIEST, LATEST = date(1949, 1, 1), date(2099, 12, 31)
WEEK = "一二三四五六日"


def main() -> None:
    """Show one task where the address names one, else the list."""
    ledger = opened_ledger()
    task = task_named(ledger)
    show_title(TITLE, f"{task.document.title}{task.numbered}" if task else "")
    if task:
        st.button("返回任务台账", on_click=keep, args=("task", None))
        show_task(task)
        return
    if "task" in st.query_params:
        st.warning("库中没有这个地址所指的任务，可能文件已改动。下面是全部任务。")
    if not ledger.tasks:
        st.info("库中还没有任务。请在“文件库”上传任务分解表，或运行 zeren build。")
        return
    opened = task_named(ledger, "open")
    if "open" in st.query_params and not opened:
        st.warning("库中没有这个地址所要打开的任务，可能文件已改动。")
    _list(ledger, opened)


def _list(ledger: Ledger, opened: Task | None) -> None:
    """Show the tasks chosen, one of them open beside them."""
    chosen, tasks = _chosen(ledger)
    if not tasks:
        st.info("没有符合条件的任务。请放宽筛选条件。")
        return
    show_notes(tasks)
    with list_beside(opened, links_to("tasks", CARRIED)()):
        listed = _views(tasks, opened)
    if listed:
        offer_tasks(TITLE, listed, chosen)


def _chosen(ledger: Ledger) -> tuple[Choice, Tasks]:
    """Show what can be chosen, and what is missing; return what is, and the tasks that it lets through."""
    words = typed("查找词语", "find", "词语或发文字号，多个用空格隔开")
    gap = gap_named()
    chosen = choose_facets(ledger, SHOWN_FACETS, words, gap=gap)
    tasks = matching(ledger, chosen)
    gaps = st.expander("缺项：没有写单位、没有写时限的", key="gaps", on_change="rerun", expanded=gap is not None)
    if gaps.open:
        with gaps:
            show_gaps(matching(ledger, Choice(chosen.ticked, words)), links_to("tasks", BUT_GAP))
    st.markdown(f"**共 {len(tasks)} 项任务**（全库 {len(ledger.tasks)} 项）")
    if gap:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"只列：{literal(gap.words)}")
            st.button("恢复全部", on_click=keep, args=("gap", None))
    return chosen, tasks


def _views(tasks: Tasks, opened: Task | None) -> Tasks:
    """Show tasks in one of three views, and return those that it lists."""
    with st.container(horizontal=True, vertical_alignment="center"):
        view = st.segmented_control(
            "看法",
            (TABLE, MONTH, DUE),
            default=TABLE,
            required=True,
            key="view",
            bind="query-params",
            label_visibility="collapsed",
        )
        with st.popover("选择栏目"):
            columns = several("显示这些栏目", "column", list(COLUMNS), lambda key: COLUMNS[key].label, "常用栏目")
    shown = columns_shown(tasks, columns, opened)
    if view == MONTH:
        return _month(tasks, shown, opened)
    if view == DUE:
        return _due(tasks, shown, opened)
    sorting = Sorting.of(st.query_params.get("sort", ""), SORTED_BY)
    listed = in_order(opened_ledger(), tasks, sorting.column, down=sorting.down) if sorting.column else tasks
    on_page, page, pages = page_of(listed, ON_A_PAGE)
    heads = heads_of(shown, sorting, links_to("tasks", BUT_ORDER))
    st.html(list_table(on_page, heads, shown, links_to("tasks", CARRIED), opened))
    show_pager(page, pages)
    return listed


def _dated(days: Sequence[date], tasks: Tasks, columns: Sequence[str], opened: Task | None) -> Tasks:
    """Show tasks by day, and return each of them once."""
    on_page, page, pages = page_of(tasks, ON_A_PAGE)
    first = (page - 1) * ON_A_PAGE
    dated = list(zip(days[first : first + ON_A_PAGE], on_page, strict=True))
    st.html(dated_table(dated, columns, links_to("tasks", CARRIED), opened))
    show_pager(page, pages)
    return tasks.once


def _month(tasks: Tasks, columns: Sequence[str], opened: Task | None) -> Tasks:
    """Show a month's last days, and beside them what has no day; return the tasks of the month."""
    due = due_by_day(tasks)
    listed = tasks[:0]
    months = sorted({f"{day:%Y-%m}" for day in due})
    if months:
        latest = latest_own(tasks)[: len("2022-06")] or max(months)
        month = st.selectbox("月份", months, months.index(latest), key="month", bind="query-params")
        per_month = sum(count for day, count in due.items() if f"{day:%Y-%m}" == month)
        st.text(f"{month} 到期 {per_month} 项")
        st.caption(IN_TEXT_TOO)
        st.html(_calendar(month, due))
        first = date.fromisoformat(f"{month}-01")
        last = first.replace(day=monthrange(first.year, first.month)[1])
        listed = _dated(*due_within(tasks, first, last), columns, opened)
    else:
        st.info("所列任务都没有写明最后一日。")
    st.markdown("**没有最后一日的**")
    others = undated(tasks)
    rows = [(Link(kind, link("tasks", FILTERS, time=kind)), others[kind]) for kind in TIMES if others[kind]]
    st.html(table(("时限（点击即列出）", "任务数"), rows))
    return listed


def _calendar(month: str, due: Mapping[date, int]) -> str:
    """Return a month as a table of weeks, each day with how many tasks it ends."""
    year, number = map(int, month.split("-"))
    weeks = Calendar().monthdatescalendar(year, number)
    rows = ([_day(day, due.get(day, 0)) if day.month == number else "" for day in week] for week in weeks)
    return table([f"周{name}" for name in WEEK], rows, "calendar")


def _day(day: date, due: int) -> Value:
    """Return a day of a month; one that ends tasks leads to them."""
    if not due:
        return str(day.day)
    return Link(f"{day.day}日 {due}项", link("tasks", FILTERS, view=DUE, **{"from": str(day), "within": "0"}))


def _due(tasks: Tasks, columns: Sequence[str], opened: Task | None) -> Tasks:
    """Show what is due within some days of a day, and return it."""
    with st.container(horizontal=True):
        day = st.date_input("自哪一天起", today(), EARLIEST, LATEST, key="from", bind="query-params", width=200)
        # Not a whole number: Streamlit makes one of what the address says, and falls over 1e999.
        within = st.number_input(
            "若干日之内", 0.0, 3660.0, DAYS, 1.0, "%.0f", key="within", bind="query-params", width=200
        )
    last = day + timedelta(days=int(within))
    days, due = due_within(tasks, day, last)
    st.text(f"{day} 至 {last} 到期的 {len(due)} 项：")
    if due:
        return _dated(days, due, columns, opened)
    st.info("这段时间没有到期的任务。请改选日期，或加长天数。")
    return due


main()
