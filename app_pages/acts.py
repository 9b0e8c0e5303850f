"""文件依据: from an act down to all tasks, units and places that rest on it; from a task up to what it rests on.

The address holds the words (`find`), whether only acts that tasks cite are listed (`cited`), their order
(`sort`), the act (`act`) or the task (`task`) whose chain is shown.
"""

from __future__ import annotations

import html

import streamlit as st

from app_pages.parts.addresses import keep, link, links_to, task_named, typed, value_of
from app_pages.parts.literal import literal
from app_pages.parts.opened import opened_ledger, opened_store
from app_pages.parts.page_title import show_title
from app_pages.parts.scope import scoped
from app_pages.parts.sorting import Sorting
from app_pages.parts.tables import Link, Value, show_table, table
from app_pages.parts.task_table import task_table
from app_pages.parts.task_view import show_citation, show_original
from graph_query.answering.bounded import acts_named
from graph_query.ledger import notices
from graph_query.ledger.acts import Work, Works, find_works, resting_on, works_of
from graph_query.ledger.concepts import shown
from graph_query.ledger.facets import Choice, counts, matching
from graph_query.ledger.model import Task
from graph_query.ledger.reading import Ledger
from graph_query.ledger.tasks import Tasks
from graph_query.ledger.workload import documents_of, units_in_order

MOST, FEW = 200, 50
COLUMNS = {
    "name": "文件",
    "kind": "种类",
    "rank": "制发层级",
    "issued": "成文日期",
    "citing": "引用它的任务",
    "carrying": "直接落实它的文件",
}


def main() -> None:
    """Show the chain of an act or a task where the address names one, else the acts."""
    ledger = opened_ledger()
    works = works_of(ledger)
    task, act = task_named(ledger), value_of("act", works.works)
    named = f"{task.document.title}{task.numbered}的依据" if task else works.works[act].shown if act else ""
    show_title("文件依据", named)
    if task:
        _of_task(task, works)
    elif act:
        _of_act(ledger, works, works.works[act])
    else:
        if st.query_params.keys() & {"act", "task"}:
            st.warning("库中没有这个地址所指的文件或任务。下面是全部文件。")
        _list(ledger, works)


def _back() -> None:
    keep("act", None)
    keep("task", None)


def _list(ledger: Ledger, works: Works) -> None:
    """Show the acts that words name, or all of them, with how much rests on each."""
    if not ledger.documents:
        st.info("库中还没有文件。请在“文件库”上传任务分解表，或运行 zeren build。")
        return
    words = typed("发文字号（写法不限）或标题", "find", "如 国办发[2019]54号、信息公开条例")
    found = find_works(ledger, works, words, acts_named(words, opened_store().snapshot) if words else ())
    citing = counts(ledger, scoped(), "act")
    if st.toggle(f"只看任务引用的（{sum(work.iri in citing for work in found)} 份）", key="cited", bind="query-params"):
        found = tuple(work for work in found if work.iri in citing)
    order = sorted(found, key=lambda work: (-citing[work.iri], work.number, work.title))
    if not order:
        st.info("库中没有引用或落实这份文件。请核对字号，或只写标题中的几个字。")
        return
    cut = f"，先列 {MOST} 份" if len(order) > MOST else ""
    own = {document.work for document in ledger.documents.values()}
    in_library = sum(work.iri in own for work in order)
    st.caption(
        f"共 {len(order)} 份，其中 {in_library} 份是库中的文件自身{cut}。点击标题，看有哪些任务、单位和地方以它为据。"
    )
    rows = [
        (
            work.iri,
            (
                work.shown,
                shown("actKinds", work.kind),
                shown("levels", work.rank),
                work.issued,
                citing[work.iri],
                len(works.down.get(work.iri, ())),
            ),
        )
        for work in order
    ]
    sorting = Sorting.of(st.query_params.get("sort", ""), tuple(COLUMNS))
    listed = [(Link(str(name), link("acts", act=iri)), *rest) for iri, (name, *rest) in sorting.of_rows(rows)[:MOST]]
    st.html(table(sorting.heads(COLUMNS, links_to("acts", ("find", "cited"))), listed, "cards opens"))


def _of_act(ledger: Ledger, works: Works, work: Work) -> None:
    """Show an act, the acts that it carries out itself, and what rests on it."""
    st.button("返回全部文件", on_click=_back)
    st.header(literal(work.shown))
    dates = (f"成文 {work.issued}" if work.issued else "", f"施行 {work.in_force}" if work.in_force else "")
    st.caption("，".join(filter(None, (shown("actKinds", work.kind), shown("levels", work.rank), *dates))))
    _whole(ledger, work)
    resting = resting_on(ledger, works, work.iri)
    citing = [act for task in resting.tasks for act in task.acts if act.iri == work.iri]
    if citing and all(act.supplied for act in citing):
        st.caption("引用它的任务没有写文号：文号和日期由程序按文件登记补充。")
    _chain("它落实的上级文件", list(works.chain(work.iri, works.up)))
    if "/act/title/" in work.iri:
        st.caption("引用处只写了标题，没有文号：同名的归为一份，各地同名的文件可能不是同一份。")
    within = matching(ledger, scoped())
    st.subheader("落实它的文件", anchor=False)
    rows: list[tuple[Value, ...]] = [
        ("直接" if step == 1 else f"间接（{step}级）", Link(d.title, link("tasks", document=d.iri)), d.place, d.year)
        for step, d in resting.documents
    ]
    show_table(("关系", "文件（点击列出其任务）", "地方", "年度"), rows, "库中没有文件写明落实它。")
    below = tuple(document.iri for _, document in resting.documents)
    _tasks(ledger, "引用它的任务", resting.tasks.within(within))
    implementing = matching(ledger, Choice({"document": below})).within(within) if below else within[:0]
    _tasks(ledger, "落实它的文件中的任务", implementing)


def _whole(ledger: Ledger, work: Work) -> None:
    """Show where an act can be read whole, or say that it is not here: the register of acts holds no texts."""
    held = [document for document in ledger.documents.values() if document.work == work.iri]
    if not held:
        st.caption("本库没有这份文件的全文，只有引用或落实它的任务。")
    for document in held:
        there = html.escape(link("documents", document=document.slug))
        st.html(f"本库收有这份文件：<a href='{there}'>看原文与识读（{html.escape(document.source)}）</a>")


def _tasks(ledger: Ledger, title: str, tasks: Tasks) -> None:
    """Show tasks with the places and units that they bind."""
    st.subheader(f"{title}（{len(tasks)} 项）")
    if not tasks:
        st.caption("没有。")
        return
    documents = (ledger.documents[iri] for iri in documents_of(ledger, tasks))
    places = "、".join(dict.fromkeys(document.place or notices.NOWHERE for document in documents))
    units = [ledger.units[iri] for iri in units_in_order(tasks)]
    st.text(f"涉及地方：{places}；单位 {len(units)} 个。")
    with st.expander(f"承担这些任务的单位（{len(units)} 个）"):
        st.html(
            table(("单位", "地方"), [(Link(unit.name, link("units", unit=unit.iri)), unit.where) for unit in units])
        )
    if len(tasks) > FEW:
        st.caption(f"先列 {FEW} 项；全部可在“任务台账”中按文件筛选。")
    st.html(task_table(tasks[:FEW]))


def _of_task(task: Task, works: Works) -> None:
    """Show what a task rests on: its document, what that carries out, and the acts that the task cites."""
    st.button("返回全部文件", on_click=_back)
    st.header(literal(f"{task.document.title}　{task.numbered}"))
    st.text(task.text)
    _chain("任务引用的文件", [(1, works.works[act.iri]) for act in task.acts])
    own = works.works.get(task.document.work)
    st.subheader("任务所在文件")
    st.text(own.shown if own else task.document.title)
    _chain("文件所落实的文件，逐级往上", list(works.chain(task.document.work, works.up)))
    show_original(task)
    show_citation(task)


def _chain(title: str, steps: list[tuple[int, Work]]) -> None:
    st.subheader(title)
    if not steps:
        st.caption("没有写明。")
        return
    rows = [(f"第{step}级", Link(work.shown, link("acts", act=work.iri)), work.issued) for step, work in steps]
    st.html(table(("级", "文件", "成文日期"), rows))


main()
