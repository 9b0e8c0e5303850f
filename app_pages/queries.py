"""查询: pick a ready-made query, fill its slot, see the answer, the table and the SPARQL that was run."""

from __future__ import annotations

import html

import streamlit as st

from app_pages.opened import opened_store
from graph_query.errors import SlotInvalid
from graph_query.model import Rows, as_text
from graph_query.ready_queries import fill, ready_queries, sentence
from graph_query.stores import select

TABLE_STYLE = """<style>
table.rows { border-collapse: collapse; width: 100%; font-size: 0.9rem; line-height: 1.6 }
table.rows th, table.rows td { border: 1px solid #d5d8dc; padding: 0.3rem 0.6rem; text-align: left }
table.rows td { vertical-align: top }
table.rows th { background: #f0f3f6; white-space: nowrap }
table.rows td { min-width: 3.5em }
</style>"""


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
        st.html(_table([label for _, label in query.columns], rows))
    with st.expander("所运行的 SPARQL"):
        st.code(sparql, language="sparql")


def _table(labels: list[str], rows: Rows) -> str:
    """Return rows as an HTML table, long texts wrapped, everything from documents escaped."""
    head = "".join(f"<th>{html.escape(label)}</th>" for label in labels)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(as_text(term))}</td>" for term in row) + "</tr>" for row in rows.rows
    )
    return f"{TABLE_STYLE}<table class='rows'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


main()
