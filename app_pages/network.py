"""关系图: units and their tasks as a drawing; a click shows the sentence in the document that says so."""

from __future__ import annotations

import hashlib

import streamlit as st

from app_pages.opened import opened_store
from graph_query.details import AssignmentDetails, Quoted, assignment_details, task_details, unit_details
from graph_query.drawing import draw
from graph_query.network import Filters, build_network, positions
from graph_query.stores import Store, select

HEIGHT = 640
CHOICES = """
PREFIX zr: <https://w3id.org/zeren/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
DOCUMENTS = CHOICES + "SELECT ?node ?name { ?node a zr:Document ; skos:prefLabel ?name } ORDER BY ?name"
ROLES = (
    CHOICES + 'SELECT ?node ?name { ?node skos:inScheme zr:roles ; skos:prefLabel ?name FILTER (LANG(?name) = "zh") }'
)
UNITS = (
    CHOICES
    + """SELECT DISTINCT ?node ?name ?title {
  ?assignment zr:unit ?node ; zr:task/zr:document/skos:prefLabel ?title . ?node skos:prefLabel ?name
} ORDER BY ?title ?name"""
)
# The drawing lives in a frame of its own: new data with the same key leaves it alone, so a click moves nothing.
FRAME = """
export default function ({ data, parentElement, setTriggerValue }) {
  let frame = parentElement.querySelector("iframe");
  if (!frame) {
    frame = document.createElement("iframe");
    frame.title = "关系图";
    frame.sandbox = "allow-scripts";
    frame.style = `width: 100%; height: ${data.height}px; border: 1px solid #ddd`;
    parentElement.appendChild(frame);
  }
  if (frame.dataset.key !== data.key) {
    frame.dataset.key = data.key;
    frame.srcdoc = data.html;
  }
  const listen = (event) => {
    if (event.source === frame.contentWindow && typeof event.data?.chosen === "string")
      setTriggerValue("chosen", event.data.chosen);
  };
  window.addEventListener("message", listen);
  return () => window.removeEventListener("message", listen);
}
"""
frame = st.components.v2.component("zeren_network", js=FRAME)


def main() -> None:
    """Show filters, the drawing, and the details of what was clicked."""
    st.header("关系图")
    store = opened_store()
    filters = _filters(store)
    picture, sentences = st.columns([3, 2])
    page, tasks, units = _picture(store.snapshot, store, filters)
    with picture:
        st.caption(f"任务 {tasks} 项，单位 {units} 个。点击任务、单位或连线，即显示原文。")
        if tasks:
            key = hashlib.sha256(page.encode()).hexdigest()[:12]
            data = {"html": page, "key": key, "height": HEIGHT}
            frame(key="network", data=data, on_chosen_change=_remember)
        else:
            st.info("没有符合条件的任务。请放宽筛选条件。")
        _legend()
    with sentences:
        _details(store, st.session_state.get("chosen"))


def _remember() -> None:
    """Keep what was clicked: the frame's value is gone at the next rerun."""
    st.session_state["chosen"] = st.session_state["network"]["chosen"]


def _filters(store: Store) -> Filters:
    documents = {row["node"]: row["name"] for row in select(store, DOCUMENTS).values()}
    roles = {row["node"]: row["name"] for row in select(store, ROLES).values()}
    units = {row["node"]: f"{row['name']}（{row['title']}）" for row in select(store, UNITS).values()}
    left, middle, right = st.columns(3)
    chosen = left.multiselect(
        "文件", documents, list(documents)[:1], format_func=documents.__getitem__, placeholder="全部文件"
    )
    role = middle.multiselect("角色", roles, format_func=roles.__getitem__, placeholder="全部角色")
    unit = right.selectbox("单位", units, None, format_func=units.__getitem__, placeholder="全部单位")
    return Filters(tuple(chosen), tuple(role), unit)


@st.cache_data(show_spinner="正在绘图…", max_entries=50)
def _picture(snapshot: str, _store: Store, filters: Filters) -> tuple[str, int, int]:  # noqa: ARG001 (a cache key)
    """Return the drawing's page and how many tasks and units it shows, once a snapshot and filters."""
    network = build_network(_store, filters)
    tasks = sum(kind == "task" for _, kind in network.nodes(data="kind"))
    return draw(network, positions(network), HEIGHT), tasks, len(network) - tasks


def _legend() -> None:
    st.markdown(
        "图例：蓝色圆点为机关，绿色方块为统称单位，米色方框为任务（数字为其在文件中的顺序）。"
        "橙色粗线为牵头，灰色细线为责任，粉色点线为配合；断续线为**推定**（本格空白，取自同一章节内上一行）。"
    )


def _details(store: Store, chosen: str | None) -> None:
    if chosen is None:
        st.info("尚未选择。点击图中的任务、单位或连线。")
    elif task_details(store, chosen):
        _show_task(store, chosen)
    elif unit := unit_details(store, chosen):
        name, assignments = unit
        st.subheader(name)
        st.write(f"共 {len(assignments)} 条责任分工：")
        for assignment in assignments:
            _show_assignment(assignment, f"第{assignment.index}项")
    elif part := assignment_details(store, chosen):
        _show_assignment(part, f"第{part.index}项 {part.name}")
        _show_task(store, part.task)


def _show_task(store: Store, iri: str) -> None:
    task = task_details(store, iri)
    if task is None:
        return
    st.subheader(f"第{task.index}项")
    st.caption(" › ".join(part for part in (task.title, task.section, task.subsection) if part))
    for outcome, quote in task.damaged:
        st.warning(f"{outcome}（原文损坏，{quote.place}）：{quote.exact}".replace("*", "\\*"))
    st.text(task.text)
    limit = f"{task.deadline}（{task.deadline_basis}）" if task.deadline else "文件未写明"
    st.markdown("**完成时限**")
    st.text(limit)
    st.markdown("**承担单位**")
    for assignment in task.assignments:
        _show_assignment(assignment, assignment.name)
    st.markdown("**原文**")
    for quote in task.quotes:
        _show_quote(quote)


def _show_assignment(assignment: AssignmentDetails, label: str) -> None:
    words = " ".join(assignment.quote.exact.split())
    st.text(f"{label}　{assignment.role}　{assignment.basis}　原文{assignment.quote.place}：{words}")


def _show_quote(quote: Quoted) -> None:
    st.text(f"{quote.place}：{quote.exact}")


main()
