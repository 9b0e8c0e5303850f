"""单位清单: what binds a unit and by whom it is said, its ledger to take along; all units compared, never ranked.

The address holds the unit (`?unit=…`), which ways of being bound are listed (`way`), fields of work (`function`), the
view, the chart and the page of the list, and place and year.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from app_pages.parts.addresses import concepts_named, keep, link, one, several
from app_pages.parts.downloads import offer_all_ledgers, offer_ledger
from app_pages.parts.drawing_frame import show_drawing
from app_pages.parts.literal import literal
from app_pages.parts.opened import opened_ledger, opened_store, today
from app_pages.parts.paging import page_of, show_pager
from app_pages.parts.scope import scoped
from app_pages.parts.tables import Link, Value, show_table, table
from graph_query.drawing.asking import Asked
from graph_query.drawing.network import network_of
from graph_query.ledger import notices
from graph_query.ledger.concepts import ROLES, shown
from graph_query.ledger.duties import MEANINGS, WAYS, Duty, Way, duties_of
from graph_query.ledger.facets import FACETS, counts, matching
from graph_query.ledger.model import Unit
from graph_query.ledger.reading import Ledger
from graph_query.ledger.tasks import Tasks
from graph_query.ledger.workload import by_role, counted, partners, units_in_order

SMALL = 360
# A drawing of more tasks can't be read beside a ledger.
MOST_DRAWN = 60
ON_A_PAGE = 50


def main() -> None:
    """Show one unit where the address names one, else all of them compared."""
    st.title("单位清单")
    ledger = opened_ledger()
    if not ledger.units:
        st.info("库中还没有单位。请在“文件库”上传任务分解表，或运行 zeren build。")
        return
    tasks = matching(ledger, scoped())
    names = {iri: unit.shown for iri, unit in ledger.units.items()}
    options = units_in_order(tasks)
    unit = one("单位", "unit", options if "unit" not in st.query_params else tuple(names), names.__getitem__)
    if "unit" in st.query_params and not unit:
        st.warning("库中没有这个地址所指的单位。可在上面另选。")
    if unit:
        st.button("返回全部单位", on_click=keep, args=("unit", None))
        _unit(ledger, ledger.units[unit], tasks)
    else:
        _compare(ledger, options)


def _unit(ledger: Ledger, unit: Unit, within: Tasks) -> None:
    duties = duties_of(opened_store(), ledger, unit.iri, within)
    st.header(literal(unit.shown))
    functions = "、".join(shown("functions", function) for function in unit.functions)
    st.caption("，".join(filter(None, ("统称单位" if unit.collective else "机关", functions))))
    found = Counter({way: len({d.task.iri for d in duties if d.way == way}) for way in WAYS})
    with st.container(horizontal=True):
        for way in WAYS:
            st.metric(WAYS[way], found[way], help=MEANINGS[way], width=110)
    ways = _ways("列出")
    chosen = [duty for duty in duties if duty.way in ways]
    if not chosen:
        st.info("没有所选方式的任务。请在“列出”中改选，或放宽地方和年度。")
        return
    offer_ledger(unit, chosen, ways)
    _duties(chosen)
    _beside(ledger, unit, chosen)


def _ways(label: str) -> list[Way]:
    """Show the choice of ways of being bound, and return those chosen."""
    return st.segmented_control(
        label,
        tuple(WAYS),
        selection_mode="multi",
        default=["named", "included"],
        key="way",
        format_func=WAYS.__getitem__,
        bind="query-params",
    )


def _duties(duties: Sequence[Duty]) -> None:
    on_page, page, pages = page_of(duties, ON_A_PAGE)
    listed = [
        (
            Link(duty.task.no or str(duty.task.index), link("tasks", task=duty.task.iri)),
            duty.task.document.title,
            duty.task.text,
            shown("roles", duty.assignment.role),
            duty.label,
            notices.basis(duty.assignment),
            notices.times(duty.task),
            "；".join(filter(None, (notices.of_time(duty.task, today()), notices.of_task(duty.task)))),
        )
        for duty in on_page
    ]
    st.html(table(("序", "文件", "任务内容", "角色", "涉及方式", "责任依据", "完成时限", "提示"), listed))
    show_pager(page, pages)


def _beside(ledger: Ledger, unit: Unit, duties: Sequence[Duty]) -> None:
    """Show a unit's dates, partners, acts, and a small drawing."""
    chosen = {duty.task.iri: duty.task for duty in duties}
    tasks = ledger.named(chosen)
    left, right = st.columns(2)
    with left:
        st.subheader("日期")
        days = sorted({(day, task.iri) for task in chosen.values() for day in task.days})
        dated = [(str(day), Link(chosen[iri].text, link("tasks", task=iri))) for day, iri in days]
        show_table(("最后一日", "任务"), dated, "这些任务没有写明最后一日。")
        st.subheader("所引文件")
        acts = Counter(iri for task in chosen.values() for iri in {act.iri for act in task.acts})
        cited = [(Link(ledger.acts[iri].shown, link("acts", act=iri)), number) for iri, number in acts.items()]
        show_table(("文件", "任务数"), cited, "这些任务没有引用文件。")
    with right:
        st.subheader("同一任务的其他单位")
        with_it = partners(unit.iri, tasks)
        order = [iri for iri in units_in_order(tasks) if with_it[iri]]
        rows = [(Link(ledger.units[iri].shown, link("units", unit=iri)), with_it[iri]) for iri in order]
        show_table(("单位", "共同任务数"), rows, "没有其他单位。")
    st.subheader("关系图")
    if len(tasks) > MOST_DRAWN:
        st.caption(f"只画前 {MOST_DRAWN} 项任务。全部的，可在“关系图”中从这个单位开始。")
    show_drawing("unit", network_of(ledger, tasks[:MOST_DRAWN], Asked("unit", (unit.iri,))), SMALL)


def _compare(ledger: Ledger, units: Sequence[str]) -> None:
    """Show tasks by role, by topic, and who works with whom, in the order of the documents or of the register."""
    st.caption("顺序依单位名录或文件，不按任务多少排列；任务数只说明文件如何分工，不用于评价单位。")
    concepts_named("function", "functions")
    functions = sorted(counts(ledger, scoped(), "function"), key=FACETS["function"].shown)
    chosen = several("职能", "function", functions, FACETS["function"].shown)
    if chosen:
        units = [iri for iri in units if set(chosen) & set(ledger.units[iri].functions)]
    tasks = matching(ledger, scoped())
    if not units:
        st.info("没有符合条件的单位。请放宽条件。")
        return
    offer_all_ledgers(units, tasks, _ways("台账列出"))
    roles, totals, supposed = by_role(tasks), counted(tasks), counted(tasks, supposed=True)
    on_page, page, pages = page_of(units, ON_A_PAGE)
    listed: list[Sequence[Value]] = [
        (
            Link(ledger.units[iri].name, link("units", unit=iri)),
            ledger.units[iri].where,
            *(roles[iri, role] for role in ROLES),
            totals[iri],
            supposed[iri],
        )
        for iri in on_page
    ]
    in_a_list, drawn = st.tabs(("列表", "图表"), key="view", bind="query-params")
    with in_a_list:
        st.html(table(("单位", "地方", *(shown("roles", role) for role in ROLES), "任务（点名）", "其中推定"), listed))
        show_pager(page, pages)
    if drawn.open:  # charts take browsers long, also those that nobody sees
        with drawn:
            from app_pages.parts.unit_charts import show_charts  # altair takes seconds to import

            show_charts(ledger, units, tasks)


main()
