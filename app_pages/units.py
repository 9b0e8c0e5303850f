"""单位清单: what a unit must do, by date, and by whom it is said; its ledger to take along; units compared, not ranked.

The address holds the unit (`?unit=…`), which ways of being bound its ledger takes along (`way`), the task that is open
beside its lists (`open`), fields of work (`function`), the view, the place compared (`at`), the chart and the page of
the list, and place and year.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from app_pages.parts.addresses import concepts_named, keep, link, links_to, one, several, task_named, value_of
from app_pages.parts.astray import known
from app_pages.parts.downloads import offer_all_ledgers, offer_ledger
from app_pages.parts.drawing_frame import show_drawing
from app_pages.parts.literal import literal
from app_pages.parts.opened import opened_ledger, opened_store
from app_pages.parts.page_title import show_title
from app_pages.parts.paging import page_of, show_pager
from app_pages.parts.scope import scoped
from app_pages.parts.sorting import Row, Sorting
from app_pages.parts.tables import Link, Value, show_table, table
from app_pages.parts.task_panel import list_beside
from app_pages.parts.unit_duties import CARRIED, show_duties, show_next
from graph_query.drawing.asking import Asked
from graph_query.drawing.network import network_of
from graph_query.ledger.concepts import ROLES, notations, shown
from graph_query.ledger.duties import MEANINGS, WAYS, Duty, Way, duties_of
from graph_query.ledger.facets import FACETS, counts, matching
from graph_query.ledger.model import Unit
from graph_query.ledger.reading import Ledger
from graph_query.ledger.tasks import Tasks
from graph_query.ledger.workload import by_role, counted, units_in_order

TITLE = "单位清单"
# The columns of the list of units.
COMPARED: dict[str, str] = {
    "name": "单位",
    "place": "地方",
    **{role: shown("roles", role) for role in ROLES},
    "tasks": "任务（点名）",
    "supposed": "其中推定",
}
SMALL = 360
# A drawing of more tasks can't be read beside a ledger.
MOST_DRAWN = 60
ON_A_PAGE = 50


def main() -> None:
    """Show one unit where the address names one, else all of them compared."""
    ledger = opened_ledger()
    tasks = matching(ledger, scoped())
    named = st.query_params.get("unit")
    # To put some hundred thousand in order takes a second, and who looks at one unit does not look at them.
    unit = value_of("unit", ledger.units) if named else None
    options = tuple(ledger.units) if unit else tuple(units_in_order(tasks))
    show_title(TITLE, ledger.units[unit].shown if unit else "")
    if not ledger.units:
        st.info("库中还没有单位。请在“文件库”上传任务分解表，或运行 zeren build。")
        return
    left, right = st.columns(2) if not unit else (st.container(), None)
    with left:
        one("单位", "unit", options, lambda iri: ledger.units[iri].shown)
    if named and not unit:
        st.warning("库中没有这个地址所指的单位。下面是全部单位。")
    if unit:
        st.button("返回全部单位", on_click=_back)
        _unit(ledger, ledger.units[unit], tasks)
    elif right:
        with right:
            chosen = _functions(ledger)
        _compare(ledger, options, chosen)


def _back() -> None:
    keep("unit", None)
    keep("open", None)


def _unit(ledger: Ledger, unit: Unit, within: Tasks) -> None:
    """Show what a unit must do, what is due next first; then its ledger, and with whom it works."""
    duties = duties_of(opened_store(), ledger, unit.iri, within)
    st.header(literal(unit.shown), anchor=False)
    functions = "、".join(shown("functions", function) for function in unit.functions)
    st.caption("，".join(filter(None, ("统称单位" if unit.collective else "机关", functions))))
    found = Counter({way: len({d.task.iri for d in duties if d.way == way}) for way in WAYS})
    with st.container(horizontal=True):
        for way in WAYS:
            st.metric(WAYS[way], found[way], help=MEANINGS[way], width=110)
    opened = task_named(ledger, "open")
    with list_beside(opened, links_to("units", CARRIED)()):
        show_next([duty for duty in duties if duty.way != "possible"])
        show_duties(duties, opened)
    ways = _ways("台账列出")
    chosen = [duty for duty in duties if duty.way in ways]
    if not chosen:
        st.info("没有所选方式的任务。请在“台账列出”中改选，或放宽地方和年度。")
        return
    offer_ledger(unit, chosen, ways)
    _beside(ledger, unit, duties, chosen)


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


def _beside(ledger: Ledger, unit: Unit, duties: Sequence[Duty], chosen: Sequence[Duty]) -> None:
    """Show a unit's partners and acts, and a small drawing of the tasks that name it, as 关系图 shows them."""
    named = ledger.named({duty.task.iri: None for duty in duties if duty.way == "named"})
    left, right = st.columns(2)
    with left:
        _partners(ledger, unit, named, chosen)
    with right:
        tasks = {duty.task.iri: duty.task for duty in chosen}
        st.subheader("所引文件", anchor=False)
        acts = Counter(iri for task in tasks.values() for iri in {act.iri for act in task.acts})
        cited = [(Link(ledger.acts[iri].shown, link("acts", act=iri)), number) for iri, number in acts.items()]
        show_table(("文件", "任务数"), cited, "这些任务没有引用文件。")
    st.subheader("关系图（点名的任务）", anchor=False)
    if len(named) > MOST_DRAWN:
        st.caption(f"只画前 {MOST_DRAWN} 项任务。全部的，可在“关系图”中从这个单位开始。")
    if named:
        show_drawing("unit", network_of(ledger, named[:MOST_DRAWN], Asked("unit", (unit.iri,))), SMALL)
    else:
        st.caption("没有写有本单位名称的任务。")


def _partners(ledger: Ledger, unit: Unit, named: Tasks, chosen: Sequence[Duty]) -> None:
    """Show who else carries a unit's tasks: those that name it, as 关系图 counts, and those of collectives apart."""
    st.subheader("同一任务的其他单位", anchor=False)
    bound = {unit.iri, *(duty.assignment.unit for duty in chosen)}
    through = ledger.named({duty.task.iri: None for duty in chosen if duty.way != "named"})
    in_named, in_others = counted(named), counted(through)
    both = named.numbered(dict.fromkeys((*named.numbers, *through.numbers)))
    order = [iri for iri in units_in_order(both) if iri not in bound]
    heads = ("单位", "点名的共同任务", *(("经统称的",) if through else ()))
    rows: list[list[Value]] = [
        [
            Link(ledger.units[iri].shown, link("units", unit=iri)),
            in_named[iri],
            *((in_others[iri],) if through else ()),
        ]
        for iri in order
    ]
    if through:
        st.caption("点名的：任务同时写有两个单位的名称；经统称的：任务写的是包含（或可能包含）本单位的统称。")
    show_table(heads, rows, "没有其他单位。")


def _functions(ledger: Ledger) -> Sequence[str]:
    """Show the choice of fields of work, and return those chosen."""
    known("职能", concepts_named("function", "functions"), notations("functions"))
    functions = sorted(counts(ledger, scoped(), "function"), key=FACETS["function"].shown)
    return several("职能", "function", functions, FACETS["function"].shown)


def _compare(ledger: Ledger, units: Sequence[str], chosen: Sequence[str]) -> None:
    """Show tasks by role, by topic, and who works with whom, in the order of the documents or of the register."""
    st.caption("顺序依单位名录或文件，不按任务多少（点栏目名可以另排）；任务数只说明文件如何分工，不用于评价单位。")
    if chosen:
        units = [iri for iri in units if set(chosen) & set(ledger.units[iri].functions)]
    tasks = matching(ledger, scoped())
    if not units:
        st.info("没有符合条件的单位。请放宽条件。")
        return
    st.markdown(f"**共 {len(units)} 个单位**")
    in_a_list, drawn = st.tabs(("列表", "图表"), key="view", bind="query-params")
    with in_a_list:
        _compared(ledger, units, tasks)
    if drawn.open:  # charts take browsers long, also those that nobody sees
        with drawn:
            _charts(ledger, units, tasks)


def _compared(ledger: Ledger, units: Sequence[str], tasks: Tasks) -> None:
    """Show how many tasks each unit has, as a list that any column puts in order; each number leads to its tasks."""
    to = links_to("units", ("function", "view", "way"))
    sorting = Sorting.of(st.query_params.get("sort", ""), tuple(COMPARED))
    roles, totals, supposed = by_role(tasks), counted(tasks), counted(tasks, supposed=True)

    def row_of(iri: str) -> Row:
        unit, of_roles = ledger.units[iri], (roles[iri, role] for role in ROLES)
        return iri, (unit.name, unit.where, *of_roles, totals[iri], supposed[iri])

    # Of some hundred thousand units only the rows that are shown are made, unless they are put in order by a column.
    ordered = [iri for iri, _ in sorting.of_rows(map(row_of, units))] if sorting.column else units
    on_page, page, pages = page_of(ordered, ON_A_PAGE)
    st.html(table(sorting.heads(COMPARED, to), [_linked(*row_of(iri)) for iri in on_page], "cards opens"))
    show_pager(page, pages)
    offer_all_ledgers(units, tasks, _ways("台账列出"))


def _linked(iri: str, row: Sequence[str | int]) -> list[Value]:
    """Return a row of a unit, its name leading to what it must do, its numbers to these tasks."""
    name, where, *counts = row
    chosen = [*({"role": role} for role in ROLES), {}, None]
    numbers: list[Value] = [
        Link(str(count), link("tasks", unit=iri, **ticked), f"{name}的任务 {count} 项")
        if count and ticked is not None
        else count
        for count, ticked in zip(counts, chosen, strict=True)
    ]
    return [Link(str(name), link("units", unit=iri)), where, *numbers]


def _charts(ledger: Ledger, units: Sequence[str], tasks: Tasks) -> None:
    """Show charts of the units of one place: that which is chosen above all pages, else one of those there are."""
    from app_pages.parts.unit_charts import show_charts  # altair takes seconds to import

    places = list(dict.fromkeys(ledger.units[iri].where for iri in units))
    if len(places) > 1:
        place = st.selectbox("比较哪个地方（或文件）的单位", places, key="at", bind="query-params")
        units = [iri for iri in units if ledger.units[iri].where == place]
        st.markdown(f"**{literal(place)}：{len(units)} 个单位**")
    else:
        place = places[0]
    show_charts(ledger, units, tasks, place)


main()
