"""What was clicked in a drawing: a task, an assignment, a unit, an act, a document, a topic, with its tasks."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from app_pages.parts.addresses import link
from app_pages.parts.drawing_asked import ask
from app_pages.parts.literal import literal
from app_pages.parts.opened import opened_ledger, opened_store
from app_pages.parts.tables import Link, table
from app_pages.parts.task_view import show_task
from graph_query.drawing.asking import TOPIC, Asked, Kind, name_of, value_of
from graph_query.ledger import notices
from graph_query.ledger.concepts import shown
from graph_query.ledger.details import quotes_of
from graph_query.ledger.facets import Choice, matching
from graph_query.ledger.model import Assignment, Task
from graph_query.ledger.reading import Ledger
from graph_query.ledger.tasks import Tasks

# So many tasks of what was clicked are listed.
FEW = 50


def show_node(node: str, centre: Collection[str]) -> None:
    """Show a node or a line, and offer to put it in the middle where it is not there."""
    ledger = opened_ledger()
    task = ledger.task(node)
    found = None if task else _assignment_named(ledger, node)
    kind = _kind(ledger, node)
    if kind and node not in centre:
        _offer_middle(kind, node)
    if task:
        show_task(task)
    elif found:
        _assignment(*found)
    elif node in ledger.documents:
        _document(ledger, node)
    elif kind and (tasks := Asked(kind, (node,)).tasks(ledger, Choice())):
        _node(ledger, node, tasks)
    elif (ends := node.partition(" "))[2] and (joined := ledger.task(ends[0])):
        show_task(joined)
    else:
        st.warning("库中没有这个地址所指的节点。")


def _kind(ledger: Ledger, node: str) -> Kind | None:
    """Return as what a node can be asked about; None where it is a line or a document."""
    if node in ledger.units:
        return "unit"
    if node in ledger.acts:
        return "act"
    if ledger.task(node):
        return "task"
    return "topic" if node.startswith(TOPIC) else None


def _offer_middle(kind: Kind, node: str) -> None:
    if st.button("放到中间"):
        ask(kind, value_of(node))
        st.rerun()


def _assignment_named(ledger: Ledger, node: str) -> tuple[Task, Assignment] | None:
    task = ledger.task(node.rsplit("/", 2)[0])
    found = (assignment for assignment in (task.assignments if task else ()) if assignment.iri == node)
    return next(((task, assignment) for assignment in found if task), None)


def _assignment(task: Task, assignment: Assignment) -> None:
    """Show an assignment with the words that say it, and its task."""
    st.text(f"{assignment.name}　{shown('roles', assignment.role)}　{shown('bases', assignment.basis)}")
    if assignment.supposed:
        st.caption(notices.SUPPOSED)
    for quote in quotes_of(opened_store(), assignment.iri)[:1]:
        st.text(f"原文{quote.where}：{' '.join(quote.exact.split())}")
    show_task(task)


def _document(ledger: Ledger, node: str) -> None:
    tasks = matching(ledger, Choice({"document": (node,)}))
    st.subheader(literal(ledger.documents[node].shown))
    st.html(table(("文件库",), [(Link("打开这份文件", link("documents", document=node)),)]))
    st.text(f"共有任务 {len(tasks)} 项：")
    _listed_tasks(tasks)


def _node(ledger: Ledger, node: str, tasks: Tasks) -> None:
    """Show a unit, an act or a topic by its tasks."""
    st.subheader(literal(name_of(ledger, node)))
    if node in ledger.units:
        _unit(node, tasks)
        return
    if node in ledger.acts:
        st.html(table(("文件依据",), [(Link("打开文件依据", link("acts", act=node)),)]))
    st.text(f"有关任务 {len(tasks)} 项：")
    _listed_tasks(tasks)


def _unit(node: str, tasks: Tasks) -> None:
    st.html(table(("单位清单",), [(Link("打开单位清单", link("units", unit=node)),)]))
    rows = [
        (
            Link(task.numbered, link("tasks", task=task.iri)),
            shown("roles", assignment.role),
            notices.basis(assignment),
            task.text,
        )
        for task in tasks[:FEW]
        for assignment in task.assignments
        if assignment.unit == node
    ]
    st.text(f"共 {len(tasks)} 项任务{f'，先列 {FEW} 项' if len(tasks) > FEW else ''}：")
    st.html(table(("任务", "角色", "责任依据", "内容"), rows))


def _listed_tasks(tasks: Tasks) -> None:
    """Show tasks as a list; of many the first."""
    if len(tasks) > FEW:
        st.caption(f"先列 {FEW} 项。")
    rows = [(Link(task.numbered, link("tasks", task=task.iri)), task.text) for task in tasks[:FEW]]
    st.html(table(("任务", "内容"), rows))
