"""查询: pick a ready-made query, fill its slot, see the answer, the table and the SPARQL that was run."""

from __future__ import annotations

import streamlit as st

from app_pages.opened import opened_store
from app_pages.tables import table
from graph_query.errors import SlotInvalid
from graph_query.model import as_text
from graph_query.ready_queries import fill, ready_queries, sentence
from graph_query.stores import select


def main() -> None:
    """Show the choice of queries, the slot, the answer."""
    st.header("查询")
    queries = {query.name: query for query in ready_queries()}
    name = st.selectbox("选择查询", queries, format_func=lambda key: queries[key].title)
    query = queries[name]
    value = st.text_input(query.slot.label, query.slot.example, key=f"slot-{name}") if query.slot else None
    try:
        sparql = fill(query, value)
    except SlotInvalid as error:
        st.warning(str(error))
        return
    rows = select(opened_store(), sparql)
    st.subheader(query.question.format_map({query.slot.name: value} if query.slot else {}))
    st.text(sentence(query, value, rows))
    if rows.rows:
        cells = [[as_text(term) for term in row] for row in rows.rows]
        st.html(table([label for _, label in query.columns], cells))
    with st.expander("所运行的 SPARQL"):
        st.code(sparql, language="sparql")


main()
