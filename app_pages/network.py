"""关系图: a question about a unit, a matter, an act, as a drawing; a click shows the sentence in the document.

The address holds what is asked (`unit` and `with`, `topic`, `find`, `act`, `task`), filters, and the node that is shown
(`node`). Nothing is drawn before something is asked.
"""

from __future__ import annotations

from functools import partial

import networkx as nx
import streamlit as st

from app_pages.parts.addresses import BASE, distinct_labels, keep, link
from app_pages.parts.drawing_asked import asked_in_address, show_doors
from app_pages.parts.drawing_details import show_node
from app_pages.parts.drawing_frame import show_drawing
from app_pages.parts.facet_boxes import choose_facets
from app_pages.parts.literal import literal
from app_pages.parts.opened import opened_edition, opened_ledger, today
from app_pages.parts.tables import Link, table
from graph_query.drawing.asking import TOPIC, WORDS, Asked
from graph_query.drawing.measures import sentences_of
from graph_query.drawing.network import MOST_DRAWN, MOST_LISTED, network_of, size_of
from graph_query.drawing.page import draw, with_heading
from graph_query.drawing.pictures import as_graphml, as_picture
from graph_query.drawing.styles import NODES
from graph_query.ledger import notices
from graph_query.ledger.concepts import notation_of
from graph_query.ledger.facets import Choice
from graph_query.ledger.reading import Ledger
from graph_query.ledger.tasks import Tasks

HEIGHT = 820
# What stands above the details beside the drawing.
ABOVE = 100
KEY = "network"
# So many documents are offered where a drawing of all would be too large.
MOST_DOCUMENTS = 100
# What of the address a narrower question keeps.
CARRIED = ("unit", "with", "topic", "find", "act", "role", "function", "time")
OF_DOCUMENT = "SELECT document, count(*) FROM tasks {where} GROUP BY document"
# So many titles stand under a picture.
MOST_SOURCES = 4


def main() -> None:
    """Show what can be asked, or the drawing of what is asked, and the details of what was clicked."""
    ledger = opened_ledger()
    asked = asked_in_address(ledger)
    title = asked.title(ledger) if asked else "关系图"
    st.title(literal(title))
    if not ledger.tasks:
        st.info("库中还没有任务。请在“文件库”上传任务分解表，或运行 zeren build。")
        return
    if asked is None:
        st.text("先选一个问题。图只画与它有关的任务和单位，所问的在正中。")
        show_doors(ledger)
        return
    with st.expander("换一个问题"):
        show_doors(ledger)
    chosen, roles = _filters(ledger, asked)
    tasks = asked.tasks(ledger, chosen)
    if not tasks:
        st.info("没有符合条件的任务。请放宽筛选条件、地方或年度。")
    elif (size := size_of(tasks, roles)) > MOST_LISTED:
        _by_document(ledger, tasks, size)
    else:
        network = network_of(ledger, tasks, asked, roles)
        _shown(network)
        _exports(network, title, tasks)


def _filters(ledger: Ledger, asked: Asked) -> tuple[Choice, tuple[str, ...]]:
    """Show what can be chosen beside the question; return it, and the roles."""
    keys = [key for key in ("role", "topic", "function", "time", "document") if key != asked.kind]
    chosen = choose_facets(ledger, keys, asked.words, asked.ticked)
    return chosen, chosen.ticked.get("role", ())


def _shown(network: nx.MultiDiGraph) -> None:
    """Show what a network is and what is measured of it, and its drawing."""
    kinds = [kind for _, kind in network.nodes(data="kind")]
    tasks, units = kinds.count("task"), sum(kind in ("agency", "group") for kind in kinds)
    how = "节点较多，列成表：横为单位，竖为任务。点击格中的字" if len(network) > MOST_DRAWN else "点击方框或连线"
    st.caption(f"任务 {tasks} 项，单位 {units} 个。{how}，即显示原文。")
    _drawn(network)


@st.fragment
def _drawn(network: nx.MultiDiGraph) -> None:
    """Show the drawing, and beside it what was clicked; a click runs this part of the page alone."""
    picture, sentences = st.columns([7, 3])
    with picture:
        show_drawing(KEY, network, HEIGHT)
    with sentences:
        _details(network)


def _details(network: nx.MultiDiGraph) -> None:
    """Show what was clicked in the drawing, or chosen in the list (which the keyboard reaches)."""
    words = {node: f"{NODES[data['kind']].name}：{data['words']}" for node, data in network.nodes(data=True)}
    words |= {key: f"连线：{data['words']}" for _, _, key, data in network.edges(keys=True, data=True)}
    labels = distinct_labels(words, words.__getitem__)
    linked = st.query_params.get("node")
    chosen = _full(linked) if linked else None
    st.session_state["node-list"] = chosen if chosen in labels else None
    st.selectbox(
        "查看",
        list(labels),
        key="node-list",
        format_func=labels.__getitem__,
        placeholder="点击图中各项，或在此选择",
        on_change=_listed,
    )
    if chosen is None:
        for sentence in sentences_of(network):
            st.text(sentence)
        st.caption("点击图中的单位、任务、文件或连线，或在上面的列表中选择，这里即显示原文。")
        return
    # It scrolls by itself: the drawing stays in sight.
    with st.container(height=HEIGHT - ABOVE, border=False, key="details"):
        show_node(chosen, network.graph["centre"])


def _full(node: str) -> str:
    """Return a node as the address names it: an IRI without its base, or a topic, in links of before by its label."""
    if node.startswith(TOPIC):
        return f"{TOPIC}{notation_of('topics', node.removeprefix(TOPIC))}"
    return node if node.startswith(WORDS) else f"{BASE}{node}"


def _listed() -> None:
    keep("node", st.session_state["node-list"])


def _by_document(ledger: Ledger, tasks: Tasks, size: int) -> None:
    """Offer the documents of what is too large for one drawing, each to be drawn by itself."""
    counted = dict(tasks.counted(OF_DOCUMENT, "tasks.id"))
    found = [(document, counted[n]) for n, document in ledger.documents_by_number.items() if n in counted]
    st.info(
        f"任务和单位共 {size} 个，一张图看不清楚。请选一份文件，或在“筛选”中缩小范围。"
        f"共 {len(found)} 份文件{f'，先列 {MOST_DOCUMENTS} 份' if len(found) > MOST_DOCUMENTS else ''}："
    )
    rows = [
        (document.place, document.year, Link(document.title, link("network", CARRIED, document=document.iri)), count)
        for document, count in found[:MOST_DOCUMENTS]
    ]
    st.html(table(("地方", "年度", "文件", "任务数"), rows))


def _exports(network: nx.MultiDiGraph, title: str, tasks: Tasks) -> None:
    """Offer the drawing as files."""
    edition = opened_edition()
    documents = [*{task.document.iri: task.document for task in tasks}.values()]
    places = "、".join(dict.fromkeys(document.place for document in documents if document.place))
    years = "、".join(dict.fromkeys(document.year for document in documents if document.year))
    titles = "".join(f"《{document.title}》" for document in documents[:MOST_SOURCES])
    others = f"等 {len(documents)} 份文件" if len(documents) > MOST_SOURCES else ""
    where = (f"地方：{places or '未注明'}；年度：{years or '未注明'}", f"来源：{titles}{others}")
    notes = (*sentences_of(network), *where, *edition.notes, *notices.of_tasks(tasks, today()))
    name = f"{title.rstrip('？')}-{edition.id}"
    st.markdown("**导出此图**")
    with st.container(horizontal=True):
        for form in ("png", "svg"):
            picture = partial(as_picture, network, title, notes, form)
            st.download_button(form.upper(), picture, f"{name}.{form}", on_click="ignore")
        if len(network) <= MOST_DRAWN:
            page = lambda: with_heading(draw(network), title, notes)  # noqa: E731
            st.download_button("网页（HTML）", page, f"{name}.html", "text/html", on_click="ignore")
        st.download_button("GraphML", partial(as_graphml, network, notes), f"{name}.graphml", on_click="ignore")


main()
