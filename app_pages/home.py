"""首页: one box for a question; below it the answer with how it was read, its rows, sources and SPARQL.

The address holds the question (`?q=…`) and the conditions that were taken away (`&without=…`), and reopens the answer.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import streamlit as st

from app_pages.opened import opened_store
from app_pages.tables import table
from graph_query.answering import PART_NAMES, Answer, answer_reading, ask, shown
from graph_query.errors import NotKnown
from graph_query.questions import kinds
from graph_query.stores import Store, select
from graph_query.suggestions import suggestions
from graph_query.understanding import understand

# So many questions of this session are listed.
REMEMBERED = 10
# What the graph holds, in numbers.
HELD = """
PREFIX zr: <https://w3id.org/zeren/ontology#>
PREFIX eli: <http://data.europa.eu/eli/ontology#>
SELECT ?documents ?places ?tasks ?agencies ?acts ?assignments ?supposed {
  { SELECT (COUNT(DISTINCT ?file) AS ?documents) (COUNT(DISTINCT ?place) AS ?places)
    { ?file a zr:Document OPTIONAL { ?file zr:place ?place } } }
  { SELECT (COUNT(*) AS ?tasks) { ?task a zr:Task } }
  { SELECT (COUNT(DISTINCT ?unit) AS ?agencies) { ?held zr:unit ?unit } }
  { SELECT (COUNT(DISTINCT ?act) AS ?acts) { ?task zr:cites ?act } }
  { SELECT (COUNT(*) AS ?assignments) { ?assignment a zr:Assignment } }
  { SELECT (COUNT(*) AS ?supposed) { ?one a zr:Assignment ; zr:basis zr:mergedSupposed } }
}"""
NUMBERS = {
    "documents": "文件",
    "places": "地方",
    "tasks": "任务",
    "agencies": "单位",
    "acts": "所引文件",
    "assignments": "责任分工",
}


def main() -> None:
    """Show the box, and the answer or what is in here."""
    store = opened_store()
    st.title("责任图谱")
    # The address says what is in the box: after a click, and after going back.
    st.session_state["question"] = st.query_params.get("q", "")
    st.text_input("输入单位、事项、文号或问题", key="question", on_change=_asked)
    question = st.query_params.get("q", "").strip()
    if question:
        _show(store, question, st.query_params.get_all("without"))
    else:
        _holdings(store)
    _history()


def _asked() -> None:
    """Put what was typed into the address."""
    _go(st.session_state["question"])


def _go(question: str) -> None:
    st.query_params.from_dict({"q": question} if question.strip() else {})
    history = [question, *(q for q in st.session_state.get("history", []) if q != question)]
    st.session_state["history"] = [q for q in history if q.strip()][:REMEMBERED]


def _without(kept: list[str]) -> None:
    st.query_params["without"] = kept


def _show(store: Store, question: str, without: list[str]) -> None:
    answer = _answer(store, question, without)
    if not answer.answerable:
        st.warning(answer.answer)
        _suggest("可以问", answer.suggestions)
        return
    st.subheader(answer.answer)
    _reading(answer, without)
    if answer.rows:
        cells = [[row[variable] for variable, _ in answer.columns] for row in answer.rows]
        st.html(table([label for _, label in answer.columns], cells))
    _sources(answer)
    with st.expander("所运行的 SPARQL"):
        st.code(answer.sparql, language="sparql")


def _answer(store: Store, question: str, without: list[str]) -> Answer:
    """Return the answer to a question, some of its conditions taken away."""
    if not without:
        return ask(question, store)
    try:
        reading = understand(question, store, datetime.now().astimezone().date())
        kept = tuple(part for part in reading.parts if part.shown not in without)
        return replace(answer_reading(replace(reading, parts=kept), store), question=question)
    except NotKnown as refused:
        return Answer(question, answerable=False, answer=refused.reason)


def _reading(answer: Answer, without: list[str]) -> None:
    """Show how the question was read; a click on a condition takes it away."""
    title = next(kind.title for kind in kinds() if kind.name == answer.kind)
    st.caption(f"我理解为：{title}。点去某个条件，即按其余条件重新回答。")
    with st.container(horizontal=True):
        for part in answer.reading:
            label = f"{PART_NAMES[part.kind]}：{shown(part)} ×"
            st.button(label, key=f"part-{label}", on_click=_without, args=([*without, part.shown],))
        if without:
            st.button("恢复全部条件", on_click=_without, args=([],))
    _suggest("只看", [f"{part.shown}{answer.question}" for part in answer.choices if part.kind == "place"])


def _sources(answer: Answer) -> None:
    """Show where the tasks of an answer stand, with the basis of each assignment."""
    if not answer.sources:
        return
    st.markdown(f"**依据**（{len(answer.sources)} 项任务）")
    for source in answer.sources:
        with st.expander(f"《{source.document}》第{source.index}项（{'、'.join(source.places)}）"):
            st.text(source.text)
            st.text("\n".join(source.assignments))


def _suggest(label: str, questions: list[str] | tuple[str, ...]) -> None:
    if questions:
        st.caption(f"{label}：")
        with st.container(horizontal=True):
            for question in questions:
                st.button(question, key=f"ask-{question}", on_click=_go, args=(question,))


def _holdings(store: Store) -> None:
    """Show what is in here, and questions to begin with."""
    held = select(store, HELD).values()[0]
    for column, (key, name) in zip(st.columns(len(NUMBERS)), NUMBERS.items(), strict=True):
        column.metric(name, held[key])
    st.caption(f"责任分工中有 {held['supposed']} 条为推定：本格空白，取自同一章节内上一行。")
    _suggest("可以这样问", suggestions(store))


def _history() -> None:
    """Show the questions of this session."""
    earlier = [q for q in st.session_state.get("history", []) if q != st.query_params.get("q", "")]
    _suggest("问过", earlier)


main()
