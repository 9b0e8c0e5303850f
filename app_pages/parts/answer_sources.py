"""Where an answer stands: each task with the basis of its assignments, or the documents as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from app_pages.parts.addresses import link
from app_pages.parts.literal import literal
from app_pages.parts.opened import opened_ledger, today
from app_pages.parts.tables import Link, table
from graph_query.answering import Answer
from graph_query.answering.sources import Source
from graph_query.ledger import notices

# So many tasks are listed before the others are asked for.
AT_ONCE = 10


def show_sources(answer: Answer) -> None:
    """Show where an answer stands; every answer stands somewhere."""
    if not answer.sources:
        return
    if not answer.sources[0].task:
        st.markdown(f"**依据**（{len(answer.behind.files)} 份文件）")
        rows = [(_document(source), "、".join(source.where)) for source in answer.sources]
        st.html(table(("文件", "来源"), rows))
        return
    count = answer.behind.count
    cut = f"，只列前 {len(answer.sources)} 项" if count > len(answer.sources) else ""
    st.markdown(f"**依据**（{count} 项任务{cut}）")
    _tasks(answer.sources[:AT_ONCE])
    if len(answer.sources) > AT_ONCE:
        others = st.expander(f"其余 {len(answer.sources) - AT_ONCE} 项", key="sources", on_change="rerun")
        if others.open:
            with others:
                _tasks(answer.sources[AT_ONCE:])


def _tasks(sources: Sequence[Source]) -> None:
    """Show tasks that an answer rests on, those of one document under its title."""
    for title, its in groupby(sources, _title):
        st.markdown(literal(title))
        for source in its:
            _task(source)


def _document(source: Source) -> Link:
    iri = next(iri for iri, document in opened_ledger().documents.items() if document.slug == source.slug)
    return Link(_title(source), link("documents", document=iri))


def _title(source: Source) -> str:
    doubt = "【识读存疑】" if source.doubtful else ""
    return f"{doubt}《{source.document}》{f'（{source.place}）' if source.place else ''}"


def _task(source: Source) -> None:
    task = opened_ledger().task(source.task)
    if task is None:
        return  # a build has changed it since
    with st.expander(literal(f"{source.number}（{'、'.join(source.where)}）")):
        st.text(source.text)
        st.text("\n".join(source.assignments))
        for notice in filter(None, (notices.of_people(task), notices.of_row(task, today()))):
            st.caption(literal(notice))
        links = (
            Link("任务全貌与原文", link("tasks", task=source.task)),
            Link("依据链", link("acts", task=source.task)),
            Link("这里读错了", link("documents", document=source.slug, task=source.task, review="1")),
        )
        st.html(table(("查看", "依据", "更正"), [links]))
