"""查询台: SPARQL for those who know it, run in a process with bounds; ready-made queries as examples.

The address holds the query (`sparql`). A ready-made one has fields to fill in, and heads in Chinese.
"""

from __future__ import annotations

import streamlit as st

from app_pages.parts.addresses import keep
from app_pages.parts.literal import literal
from app_pages.parts.opened import address, opened_edition
from app_pages.parts.page_title import show_title
from app_pages.parts.tables import table
from graph_build.folders import home
from graph_build.sandbox.limits import MOST_ROWS, QUERY_SECONDS
from graph_query.errors import QueryError, SlotInvalid
from graph_query.model import ReadyQuery, Rows, Triples, as_text
from graph_query.sparql import formats
from graph_query.sparql.ready_queries import checks, fill, ready_queries
from graph_query.sparql.typed import run_typed

MOST_SHOWN = 200
EDITOR = "editor"


def main() -> None:
    """Show the examples, the editor, and the result of the query in the address."""
    show_title("查询台")
    st.caption(
        f"用 SPARQL 1.1 查询本库。只能读取；至多运行 {QUERY_SECONDS:.0f} 秒，至多 {MOST_ROWS} 行；"
        "常用前缀（zr、skos、eli、prov、oa、time、org、foaf、dcterms 等）自动补上。"
    )
    examples = {query.name: query for query in ready_queries()}
    st.selectbox(
        "现成的查询（选中即运行，可填空，也可改写）",
        list(examples),
        None,
        key="example",
        format_func=lambda name: f"{examples[name].title}：{_asked(examples[name])}",
        placeholder="请选择",
        on_change=_take_example,
    )
    chosen = examples.get(st.session_state["example"] or "")
    if chosen and chosen.slot:
        st.text_input(
            chosen.slot.label, chosen.slot.example, key=f"slot-{chosen.name}", on_change=_fill, args=(chosen,)
        )
    asked = st.query_params.get("sparql", "")
    # A new address fills the editor; what was typed since then stays in it.
    if EDITOR not in st.session_state or st.session_state.get("asked") != asked:
        st.session_state["asked"] = st.session_state[EDITOR] = asked
    st.text_area("SPARQL", key=EDITOR, height=320, placeholder="SELECT ?task ?text WHERE { ?task zr:text ?text }")
    st.button("运行", type="primary", on_click=_run)
    if "unfit" in st.session_state:
        st.error(literal(st.session_state.pop("unfit")))
    elif asked.strip():
        _show(asked.strip())


def _asked(query: ReadyQuery) -> str:
    """Return the question of a ready-made query, a gap where something is to be filled in."""
    return query.question.replace(f"{{{query.slot.name}}}", f"【{query.slot.label}】") if query.slot else query.question


def _take_example() -> None:
    query = next((q for q in ready_queries() if q.name == st.session_state["example"]), None)
    keep("sparql", query.sparql if query else None)


def _fill(query: ReadyQuery) -> None:
    """Put what was filled in into the query."""
    try:
        keep("sparql", fill(query, st.session_state[f"slot-{query.name}"]))
    except SlotInvalid as error:
        st.session_state["unfit"] = str(error)


def _run() -> None:
    keep("sparql", st.session_state[EDITOR])


def _show(query: str) -> None:
    try:
        result = run_typed(query, address(), home())
    except QueryError as error:
        st.error(literal(str(error)))
        return
    if result.cut:
        st.warning("结果太多，只取回最前面的一部分。请在查询中加条件或 LIMIT。")
    if isinstance(result, Triples):
        st.text(f"共 {len(result.triples)} 条三元组")
        st.download_button("下载 Turtle", formats.as_turtle(result), f"查询结果-{opened_edition().id}.ttl")
        st.code(formats.as_turtle(result)[:5000], language=None)
    else:
        _rows(result)


def _rows(rows: Rows) -> None:
    st.text(f"共 {len(rows.rows)} 行{f'，先列 {MOST_SHOWN} 行' if len(rows.rows) > MOST_SHOWN else ''}")
    if not rows.rows:
        st.info("没有查到。")
        return
    data = ("\ufeff" + formats.as_csv(rows)).encode()
    st.download_button("下载 CSV", data, f"查询结果-{opened_edition().id}.csv", "text/csv")
    cells = [[as_text(term) for term in row] for row in rows.rows[:MOST_SHOWN]]
    heads = _heads()
    st.html(table([heads.get(column, column) for column in rows.columns], cells))


def _heads() -> dict[str, str]:
    """Return what columns are called in Chinese: as the chosen query calls them, else the others."""
    chosen = st.session_state.get("example")
    queries = sorted((*checks(), *ready_queries()), key=lambda query: query.name == chosen)
    return {variable: label for query in queries for variable, label in query.columns}


main()
