"""One task whole: its text, who carries it and why, its time, what it cites, and the place in the document."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence

import streamlit as st

from app_pages.parts.addresses import link
from app_pages.parts.gaps import missing_of
from app_pages.parts.literal import literal
from app_pages.parts.opened import opened_ledger, opened_store, today
from app_pages.parts.originals import opened_original
from app_pages.parts.tables import Link, table
from graph_build.pipeline import RawBlock, RawTable
from graph_query.ledger import notices
from graph_query.ledger.concepts import shown
from graph_query.ledger.details import damaged_of, quotes_of
from graph_query.ledger.model import Assignment, Task, Word
from graph_query.ledger.source_marks import Marks, by_block, joined, marked, marks_of, supposed_quotes, where_block

# A text file's sentence may run on over so many lines.
RUN_ON = 30
SUPPLIED = "文号由程序按文件登记补充，本处原文未写"


def show_task(task: Task) -> None:
    """Show a task with all that the graph knows of it."""
    st.header(literal(f"{task.document.title}　{task.numbered}"), anchor=False)
    path = filter(None, (task.document.place, task.document.year, task.section, task.subsection))
    st.caption(literal(" › ".join(path)))
    for warning in filter(None, (notices.of_task(task),)):
        st.warning(warning)
    st.text(task.text)
    _assignments(task)
    _time(task)
    topics = "、".join(shown("topics", topic) for topic in task.topics)
    for label, text in (("主题", topics), ("备注", task.remark), ("文件所载进展", task.progress)):
        if text:
            st.text(f"{label}：{text}")
    _acts(task)
    show_people(task.people)
    show_original(task)
    show_citation(task)


def show_people(people: Sequence[Word]) -> None:
    """Show what people corrected, beside it what the machine read, and who checked it."""
    for word in people:
        if word.is_check:
            st.caption(literal(word.shown))
    rows = [(word.of, word.was, word.now, word.by, word.on, word.why) for word in people if not word.is_check]
    if rows:
        st.markdown("**人工更正**")
        st.html(table(("更正之处", "机器原读", "更正为", "核对人", "日期", "说明"), rows))


def _assignments(task: Task) -> None:
    rows = [
        (_unit(assignment), shown("roles", assignment.role), notices.basis(assignment))
        for assignment in task.assignments
    ]
    st.html(table(("承担单位（照文件所写）", "角色", "责任依据"), rows))
    if missing := missing_of(task):
        st.text(missing)
    if task.open_ended:
        st.caption("单位名单以“等”结尾，另有文件没有写明的单位。")


def _unit(assignment: Assignment) -> Link:
    preferred = opened_ledger().units[assignment.unit].name
    words = assignment.name if preferred == assignment.name else f"{assignment.name}（{preferred}）"
    return Link(words, link("units", unit=assignment.unit))


def _time(task: Task) -> None:
    st.text(f"完成时限：{notices.deadline(task)}")
    for limit in task.limits:
        day = f"，最后一日 {limit.until}" if limit.until else ""
        st.text(f"文内时限：{notices.limit(limit)}{day}")
    notice = notices.of_time(task, today())
    if notice:
        st.caption(notice)


def _acts(task: Task) -> None:
    rows = [(Link(act.shown, link("acts", act=act.iri)), SUPPLIED if act.supplied else "") for act in task.acts]
    if rows:
        st.html(table(("所引文件", "说明"), rows))


def show_original(task: Task) -> None:
    """Show the paragraph or table row of the document that a task stands in, the quoted words marked."""
    st.markdown("**原文**")
    there = link("documents", document=task.document.slug, task=task.iri)
    wrong = link("documents", document=task.document.slug, task=task.iri, review="1")
    st.html(f"<a href='{html.escape(there)}'>在原文中看</a>　<a href='{html.escape(wrong)}'>这里读错了</a>")
    marks = marks_of(opened_store(), task.iri)
    blocks = opened_original(task.document).blocks
    for outcome, quote in damaged_of(opened_store(), task.iri):
        st.text(f"{outcome}（原文损坏，{quote.where}）：{quote.exact}")
    if blocks and max(by_block(marks), default=0) < len(blocks):
        st.html(f"<div class='original'>{''.join(_parts(blocks, marks, task.document.source))}</div>")
    else:
        st.caption("来源文件不在本机，只列所引的原文。")
        for quote in quotes_of(opened_store(), task.iri):
            st.text(f"{quote.where}：{quote.exact}")
    for where, words in supposed_quotes(opened_store(), task.iri):
        st.text(f"推定所据（上方，{where}）：{words}")
    st.caption(literal(f"出处：{task.document.source} {'、'.join(task.where)}。标黄的是识读所据的字句。"))


def _parts(blocks: Sequence[RawBlock], marks: Marks, source: str) -> Iterator[str]:
    """Give the paragraphs, and the rows of tables, in which marks stand as HTML, each once and with its place."""
    below = 0
    for block, rows in by_block(marks).items():
        if block < below:
            continue  # the words of one before ran on to it
        content = blocks[block]
        where = where_block(block, source) if isinstance(content, str) else ""
        yield f"<span class='where'>{html.escape(where)}</span>"
        if isinstance(content, str):
            below, text, spans = _paragraph(blocks, block, marks)
            yield f"<div>{_marked(text.rstrip(), spans)}</div>"
        else:
            yield _rows(content, block, rows, marks)


def _paragraph(blocks: Sequence[RawBlock], block: int, marks: Marks) -> tuple[int, str, list[tuple[int, int]]]:
    """Return the text of a block with those that its marked words run on to, its marks, and which block is next."""
    text, spans, next_block = str(blocks[block]), list(marks.get((block, -1, -1), ())), block + 1
    end = max((end for _, end in spans), default=0)
    while len(text) < end and next_block < min(block + RUN_ON, len(blocks)):
        below = blocks[next_block]
        if not isinstance(below, str):
            break
        at = len(text) + 1
        spans += [(start + at, stop + at) for start, stop in marks.get((next_block, -1, -1), ())]
        text, next_block = f"{text}\n{below}", next_block + 1
    return next_block, text, joined(sorted(spans))


def _rows(content: RawTable, block: int, rows: set[int], marks: Marks) -> str:
    """Return the heading of a table and the rows in which marks stand."""
    numbers = [row for row in sorted({0, *rows}) if row in content]
    lines = "".join(
        "<tr>"
        + "".join(f"<td>{_marked(cell.text, marks.get((block, row, cell.column), []))}</td>" for cell in content[row])
        + "</tr>"
        for row in numbers
    )
    return f"<div class='scroll' tabindex='0'><table class='rows'>{lines}</table></div>"


def _marked(text: str, spans: list[tuple[int, int]]) -> str:
    return "".join(
        f"<mark>{html.escape(piece)}</mark>" if is_marked else html.escape(piece)
        for piece, is_marked in marked(text, spans)
    )


def show_citation(task: Task) -> None:
    """Show how to cite a task: title, number, item, quote, address and date, to be copied."""
    document = task.document
    number = f"（{document.number}）" if document.number else ""
    issued = f"，{document.issued}" if document.issued else ""
    address = f"，{document.url}" if document.url else ""
    retrieved = f"（{document.retrieved} 取得）" if document.retrieved else ""
    source = f"{document.source} {'、'.join(task.where)}"
    cited = f"{document.issuer}《{document.title}》{number}{issued}，{task.numbered}：“{task.text}”{address}{retrieved}"
    with st.expander("复制引用"):
        st.code(f"{cited}，{source}，{today()} 查阅。", language=None, wrap_lines=True)
