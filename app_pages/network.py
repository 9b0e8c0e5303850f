"""关系图: units, tasks and what they rest on as a drawing; a click shows the sentence in the document that says so.

The address holds where it starts (`unit`, `find`), filters, kinds of nodes (`kind`), what is expanded (`expand`), and
the node that is shown (`node`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import networkx as nx
import streamlit as st

from app_pages.parts.addresses import BASE, distinct_labels, keep, link, one, several, short, typed, value_of
from app_pages.parts.drawing_frame import positions_of, show_drawing
from app_pages.parts.facet_boxes import choose_facets
from app_pages.parts.literal import literal
from app_pages.parts.opened import opened_edition, opened_ledger, opened_store, today
from app_pages.parts.tables import Link, table
from app_pages.parts.task_view import show_task
from graph_query.drawing.network import (
    CAP,
    MORE_KINDS,
    MOST,
    TOPIC,
    add_more,
    network_of,
    size_of,
    summary_of,
    tasks_of_node,
)
from graph_query.drawing.page import NODES, draw, with_heading
from graph_query.drawing.pictures import as_graphml, as_picture
from graph_query.drawing.positions import Positions, positions
from graph_query.ledger import notices
from graph_query.ledger.concepts import notation_of, shown
from graph_query.ledger.details import quotes_of
from graph_query.ledger.facets import Choice, matching
from graph_query.ledger.model import Assignment, Task
from graph_query.ledger.reading import Ledger
from graph_query.ledger.tasks import Tasks
from graph_query.ledger.workload import held_by

HEIGHT = 680
# What stands above the details beside the drawing.
ABOVE = 100
KEY = "network"
TITLE = "责任关系图"
# So many tasks of a node are drawn when it is expanded.
MOST_EXPANDED = 100
# So many tasks of what was clicked are listed.
FEW = 50


def main() -> None:
    """Show filters, the drawing, and the details of what was clicked."""
    st.title("关系图")
    ledger = opened_ledger()
    if not ledger.tasks:
        st.info("库中还没有任务。请在“文件库”上传任务分解表，或运行 zeren build。")
        return
    chosen, kinds = _filters(ledger)
    tasks = matching(ledger, chosen)
    if not tasks:
        st.info("没有符合条件的任务。请放宽筛选条件。")
        return
    network, where = _expanded(_network(ledger, tasks, chosen, kinds))
    _drawn(network, where)
    _exports(network, where)


def _filters(ledger: Ledger) -> tuple[Choice, tuple[str, ...]]:
    """Show where to start and what to draw; return it, and the kinds of nodes beside units and tasks."""
    left, middle, right = st.columns(3)
    units = sorted(ledger.units, key=lambda iri: (ledger.units[iri].place, ledger.units[iri].name))
    with left:
        if "unit" in st.query_params and value_of("unit", units) is None:
            st.warning("库中没有这个地址所指的单位，现在画的是全部。可另选。")
        unit = one("从一个单位开始", "unit", units, {iri: ledger.units[iri].shown for iri in units}.__getitem__)
    with middle:
        words = typed("从词语开始", "find", "任务内容、单位、标题中的词")
    with right:
        kinds = several("同时画出", "kind", list(MORE_KINDS), MORE_KINDS.__getitem__, "只画单位和任务")
    started = {"unit": (unit,)} if unit else {}
    return choose_facets(ledger, ("role", "topic", "function", "time", "document"), words, started), kinds


def _network(ledger: Ledger, tasks: Tasks, chosen: Choice, kinds: Sequence[str]) -> nx.MultiDiGraph:
    """Return what to draw: the tasks, or above the cap their units alone."""
    roles = chosen.ticked.get("role", ())
    size = size_of(ledger, tasks, kinds, roles)
    whole = size > CAP and st.toggle(f"节点多时也全部画出（至多 {MOST} 个）", key="whole", bind="query-params")
    if size > (MOST if whole else CAP):
        summary = summary_of(ledger, tasks)
        units = held_by(ledger, tasks).units
        drawn = f"其中共同任务最多的 {len(summary)} 个单位" if len(summary) < units else "单位"
        st.warning(
            f"共 {size} 个节点，画不清楚，这里只画{drawn}，连线为共同的任务。请选择单位、地方、主题，或打开“全部画出”。"
        )
        return summary
    return network_of(ledger, tasks, kinds, roles)


def _expansion(ledger: Ledger, node: str) -> nx.MultiDiGraph:
    """Return what hangs on a node: on a task its acts, document and topics; on all else its first tasks."""
    tasks = tasks_of_node(ledger, node)[:MOST_EXPANDED]
    kinds = set(MORE_KINDS) if [task.iri for task in tasks] == [node] else set()
    more = network_of(ledger, tasks, kinds)
    for task in tasks:
        # The node itself is drawn with an edge to its tasks.
        found = {"act": {act.iri for act in task.acts}, "document": {task.document.iri}}
        found["topic"] = {f"{TOPIC}{topic}" for topic in task.topics}
        add_more(more, task, [kind for kind, iris in found.items() if node in iris])
    return more


def _full(node: str) -> str:
    """Return a node as the address names it: an IRI without its base, or a topic, in links of before by its label."""
    return f"{TOPIC}{notation_of('topics', node.removeprefix(TOPIC))}" if node.startswith(TOPIC) else f"{BASE}{node}"


@st.fragment
def _drawn(network: nx.MultiDiGraph, where: Positions) -> None:
    """Show the drawing, and beside it what was clicked; a click runs this part of the page alone."""
    picture, sentences = st.columns([2, 1])
    tasks = sum(kind == "task" for _, kind in network.nodes(data="kind"))
    units = sum(kind in ("agency", "group") for _, kind in network.nodes(data="kind"))
    with picture:
        drawn = f"任务 {tasks} 项，单位 {units} 个" if tasks else f"单位 {units} 个"
        st.caption(f"画有{drawn}。点击节点或连线，即显示原文。")
        show_drawing(KEY, network, HEIGHT, where)
    with sentences:
        _details(network)


def _expanded(start: nx.MultiDiGraph) -> tuple[nx.MultiDiGraph, Positions]:
    """Return a network with what was expanded in it, and where all of it stands: what stood already stays."""
    network, where = start, positions_of(start)
    for node in st.query_params.get_all("expand"):
        network = nx.compose(network, _expansion(opened_ledger(), _full(node)))
        where = positions(network, where)
    return network, where


def _details(network: nx.MultiDiGraph) -> None:
    """Show what was clicked in the drawing, or chosen in the list (which the keyboard reaches)."""
    ledger = opened_ledger()
    words = {node: f"{NODES[data['kind']].name}：{data['words']}" for node, data in network.nodes(data=True)}
    words |= {key: f"连线：{data['words']}" for _, _, key, data in network.edges(keys=True, data=True)}
    labels = distinct_labels(words, words.__getitem__)
    linked = st.query_params.get("node")
    chosen = _full(linked) if linked else None
    st.session_state["node-list"] = chosen if chosen in labels else None
    st.selectbox(
        "查看节点",
        list(labels),
        key="node-list",
        format_func=labels.__getitem__,
        placeholder="点击图中节点，或在此选择",
        on_change=_listed,
    )
    if chosen is None:
        st.info("尚未选择。点击图中的单位、任务、文件或连线，或在上面的列表中选择。")
        return
    with st.container(horizontal=True):
        many = f"（前 {MOST_EXPANDED} 项任务）" if len(tasks_of_node(ledger, chosen)) > MOST_EXPANDED else ""
        if chosen in network and st.button(f"展开相邻{many}"):
            keep("expand", [*dict.fromkeys([*st.query_params.get_all("expand"), short(chosen)])])
            st.rerun()
        if "expand" in st.query_params and st.button("收起所展开的"):
            keep("expand", None)
            st.rerun()
    # It scrolls by itself: the drawing stays in sight.
    with st.container(height=HEIGHT - ABOVE, border=False, key="details"):
        _chosen(ledger, chosen)


def _chosen(ledger: Ledger, node: str) -> None:
    """Show a node, or an edge: an assignment with its sentence, else what its two ends share."""
    first, _, second = node.partition(" ")
    shared = tasks_of_node(ledger, first).within(tasks_of_node(ledger, second)) if second else ()
    task = ledger.task(node)
    if shared:
        st.text(f"两端共同的任务 {len(shared)} 项：")
        _listed_tasks(shared)
    elif task:
        show_task(task)
    elif node in ledger.units or tasks_of_node(ledger, node):
        _node(ledger, node)
    elif found := _assignment_named(ledger, node):
        _assignment(*found)
    else:
        st.warning("库中没有这个地址所指的节点。")


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


def _listed_tasks(tasks: Tasks) -> None:
    """Show tasks as a list; of many the first."""
    if len(tasks) > FEW:
        st.caption(f"先列 {FEW} 项。")
    rows = [(Link(task.numbered, link("tasks", task=task.iri)), task.text) for task in tasks[:FEW]]
    st.html(table(("任务", "内容"), rows))


def _node(ledger: Ledger, node: str) -> None:
    """Show a unit, an act, a document or a topic by its tasks."""
    tasks = tasks_of_node(ledger, node)
    if node in ledger.units:
        st.subheader(literal(ledger.units[node].shown))
        st.html(table(("单位清单",), [(Link("打开单位清单", link("units", unit=node)),)]))
        rows = [
            (
                Link(task.numbered, link("tasks", task=task.iri)),
                shown("roles", assignment.role),
                notices.basis(assignment),
                task.text,
            )
            for task in tasks
            for assignment in task.assignments
            if assignment.unit == node
        ]
        st.text(f"共 {len(rows)} 条责任分工{f'，先列 {FEW} 条' if len(rows) > FEW else ''}：")
        st.html(table(("任务", "角色", "责任依据", "内容"), rows[:FEW]))
        return
    if node in ledger.acts:
        name = ledger.acts[node].shown
    elif node in ledger.documents:
        name = ledger.documents[node].title
    else:
        name = shown("topics", node.removeprefix(TOPIC))
    st.subheader(literal(name))
    if node in ledger.acts:
        st.html(table(("文件依据",), [(Link("打开文件依据", link("acts", act=node)),)]))
    st.text(f"有关任务 {len(tasks)} 项：")
    _listed_tasks(tasks)


def _listed() -> None:
    keep("node", st.session_state["node-list"])


def _exports(network: nx.MultiDiGraph, where: Positions) -> None:
    """Offer the drawing as files."""
    edition, ledger = opened_edition(), opened_ledger()
    drawn = ledger.named(node for node, kind in network.nodes(data="kind") if kind == "task")
    notes = (*edition.notes, *notices.of_tasks(drawn, today()))
    name = f"{TITLE}-{edition.id}"
    st.markdown("**导出此图**")
    with st.container(horizontal=True):
        for form in ("png", "svg"):
            st.download_button(
                form.upper(),
                partial(as_picture, network, where, TITLE, notes, form),
                f"{name}.{form}",
                on_click="ignore",
            )
        st.download_button(
            "网页（HTML）",
            lambda: with_heading(draw(network, where, HEIGHT), TITLE, notes),
            f"{name}.html",
            "text/html",
            on_click="ignore",
        )
        st.download_button("GraphML", partial(as_graphml, network, where, notes), f"{name}.graphml", on_click="ignore")


main()
