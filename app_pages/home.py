"""首页: what this is, a box for a question, and the ways in; below a question its answer with how it was read.

The address holds the question (`?q=…`), those that it goes on from (`&after=…`) and the conditions that were taken away
(`&without=…`), and reopens the answer.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from app_pages.parts.addresses import keep, link
from app_pages.parts.answer_rows import show_cautions, show_rows
from app_pages.parts.answer_sources import show_sources
from app_pages.parts.answer_taken import offer_answer
from app_pages.parts.drawing_frame import show_drawing
from app_pages.parts.front import show_front, show_what_it_is
from app_pages.parts.literal import literal
from app_pages.parts.opened import opened_ledger, opened_store, today
from app_pages.parts.page_title import APP, show_title
from app_pages.parts.reading_parts import show_reading
from app_pages.parts.scope import scope, scoped
from app_pages.parts.tables import Link, table
from graph_query.answering.answer import Answer, Beside
from graph_query.answering.bounded import ask_bounded
from graph_query.answering.suggestions import suggestions_of
from graph_query.drawing.network import network_of
from graph_query.ledger.acts import number_in
from graph_query.ledger.facets import matching
from graph_query.stores import Store

# So many questions of this session are listed.
REMEMBERED = 10
# A question goes on from so many before it.
MOST_BEFORE = 20
# A drawing of more tasks can't be read beside an answer.
MOST_DRAWN = 30
SMALL = 520


def main() -> None:
    """Show the box, and the answer or what is in here."""
    store, ledger = opened_store(), opened_ledger()
    question = st.query_params.get("q", "").strip()
    show_title(APP, question)
    tasks = matching(ledger, scoped())
    if not question:
        show_what_it_is(ledger, tasks)
    # The address says what is in the box: after a click, and after going back.
    st.session_state["question"] = st.query_params.get("q", "")
    examples = suggestions_of(ledger)
    hint = f"例如：{examples[0]}" if examples else ""
    st.text_input("输入单位、事项、文号或问题", key="question", on_change=_question_changed, placeholder=hint)
    if question:
        _show(store, question, st.query_params.get_all("without"))
    else:
        _suggest("可以这样问", examples)
    _history()
    if not question:
        show_front(ledger, tasks)


def _question_changed() -> None:
    """Put what was typed into the address."""
    _go(st.session_state["question"])


def _go(question: str) -> None:
    keep("q", question.strip())
    keep("without", None)
    keep("page", None)
    keep("after", None)
    history = [question, *(q for q in st.session_state.get("history", []) if q != question)]
    st.session_state["history"] = [q for q in history if q.strip()][:REMEMBERED]


def _go_on(before: list[str]) -> None:
    """Put into the address what was typed behind an answer, with the questions that it goes on from."""
    question = st.session_state["next"].strip()
    st.session_state["next"] = ""
    if question:
        _go_within(before)(question)


def _go_within(before: list[str]) -> Callable[[str], None]:
    """Return what puts a question into the address that goes on from others."""

    def go(question: str) -> None:
        _go(before[0] if before else question)
        keep("q", question)
        keep("after", before)

    return go


def _show(store: Store, question: str, without: list[str]) -> None:
    after = st.query_params.get_all("after")[-MOST_BEFORE:]
    answer = _answer(store, question, without, after)
    if answer.formula:
        before = [*after, question][-MOST_BEFORE:] if answer.follows else [question]
        hint = "如：其中没有牵头单位的？市教育局呢？"
        st.text_input("接着问", key="next", placeholder=hint, on_change=_go_on, args=(before,))
    _show_answer(answer, question, without, after)


def _show_answer(answer: Answer, question: str, without: list[str], after: list[str]) -> None:
    if answer.follows and after:
        st.caption(literal(f"接着问的是：{'→'.join(after)}"))
    if answer.clarify:
        _ask_back(answer)
        return
    if not answer.answerable:
        st.warning(literal(answer.answer))
        number = number_in(opened_ledger(), question)
        if number:
            found = Link(f"在文件依据中查找 {number}", link("acts", find=number))
            st.html(table(("文件依据",), [(found,)]))
        _suggest("可以问", answer.suggestions)
        return
    st.header(literal(answer.answer), anchor=False)
    show_cautions(answer)
    show_reading(answer, without, _go_within(after) if answer.follows else _go)
    whole = answer.understood if answer.follows else answer.question
    _suggest("只看", [f"{part.shown}{whole}" for part in answer.choices])
    show_rows(answer)
    offer_answer(answer)
    _drawing(answer)
    show_sources(answer)
    _suggest("还可以问", answer.suggestions)
    with st.expander("所运行的 SPARQL"):
        st.code(answer.sparql, language="sparql")
        st.html(table(("查询台",), [(Link("在查询台中打开", link("console", sparql=answer.sparql)),)]))


def _ask_back(answer: Answer) -> None:
    """Show the readings of a question that can be read in several ways, each with its answer, to choose from."""
    st.warning(literal(answer.answer))
    for reading in answer.clarify:
        st.button(literal(reading.question), key=f"clarify-{reading.question}", on_click=_go, args=(reading.question,))
        st.caption(literal(reading.answer))


def _answer(store: Store, question: str, without: list[str], after: list[str]) -> Answer:
    """Return the answer within the place and year chosen, some conditions of the question taken away."""
    chosen = {key: values[0] for key, values in scope().items()}
    beside = Beside(chosen.get("place", ""), chosen.get("year", ""), tuple(without))
    return ask_bounded(question, store.snapshot, today(), beside, after)


def _drawing(answer: Answer) -> None:
    """Show a small drawing of the tasks that an answer rests on."""
    ledger = opened_ledger()
    tasks = ledger.named(source.task for source in answer.sources[:MOST_DRAWN] if source.task)
    if tasks:
        show_drawing("answer", network_of(ledger, tasks), SMALL)


def _suggest(label: str, questions: list[str] | tuple[str, ...]) -> None:
    if questions:
        st.caption(f"{label}：")
        with st.container(horizontal=True):
            for question in dict.fromkeys(questions):
                st.button(literal(question), key=f"{label}-{question}", on_click=_go, args=(question,))


def _history() -> None:
    """Show the questions of this session."""
    earlier = [q for q in st.session_state.get("history", []) if q != st.query_params.get("q", "")]
    _suggest("问过", earlier)


main()
