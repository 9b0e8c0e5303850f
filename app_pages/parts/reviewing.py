"""校对: what is doubtful of a document is settled one after the other, each with its line of the original in view.

Every act is written at once, on what others wrote meanwhile. The keys are those of the buttons, which show them.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from app_pages.parts.beside import Shown
from app_pages.parts.literal import literal
from app_pages.parts.original_view import Reading, is_of, told, view
from app_pages.parts.originals import opened_original
from app_pages.parts.refused import forget_refused
from app_pages.parts.review_desk import (
    current,
    go,
    reviewer,
    said_now,
    show_conflicts,
    show_note,
    show_stale,
    take_back,
    undo,
    write,
)
from app_pages.parts.review_forms import show_change, show_facts, show_names, show_new_task, show_parting
from app_pages.parts.review_items import Item, checked_of, confirmation, items_of, joined, reason_of, rejection
from graph_build import corrections
from graph_build.pipeline import Review, ZerenError, account_form, home, review
from graph_query.ledger.account import AccountLine, lines_of, lines_of_task

# So many lines above and below what is settled are shown.
AROUND = 2
STATES = {"doubtful": "存疑", "unchecked": "未核对", "checked": "已核对"}


def show_reviewing(page: Shown) -> None:
    """Let a person settle what is doubtful of a document."""
    slug = page.document.slug
    try:
        found = review(home(), slug)
    except ZerenError as error:
        st.error(literal(str(error)))
        return
    if not reviewer():
        return
    items = items_of(found)
    show_conflicts(slug)
    show_stale(found)
    _progress(found, items)
    show_note()
    if items:
        item = current(found, items)
        left, right = st.columns([1, 1])
        with left:
            _lines(page, found, item)
        with right, st.container(border=True, key="review-card"):
            _card(found, items, item)
    else:
        st.info("这份文件没有任务，也没有要核对的字句。")
    show_facts(found)
    show_names(found)


def _progress(found: Review, items: Sequence[Item]) -> None:
    tasks, checked = len(found.targets), len(checked_of(found))
    doubtful = sum(item.state == "doubtful" for item in items)
    left = sum(item.state != "checked" for item in items)
    rest = f"还有 {left} 处要核对，其中存疑 {doubtful} 处" if left else "都核对过了，请点“更新图谱”"
    st.progress(checked / tasks if tasks else 1.0, f"已核对 {checked} / {tasks} 项任务，{rest}")


def _lines(page: Shown, found: Review, item: Item) -> None:
    """Show the lines that an item stands in, and some around them."""
    task_list = found.corrected.task_list
    lines = lines_of(account_form(task_list), found.document.source)
    at = lines_of_task(lines, item.task + 1) if item.task is not None else _lines_at(lines, item)
    first, last = (at[0], at[-1]) if at else (0, -1)
    near = [line for n, line in enumerate(lines) if first - AROUND <= n <= last + AROUND]
    head = [line for line in lines[: max(first - AROUND, 0)] if near and _is_head(line, near[0])]
    blocks = opened_original(page.document).blocks
    tasks = {n: told(task_list.tasks[n - 1]) for line in near for n in line.tasks}
    here = frozenset((lines[n].block, lines[n].row) for n in at)
    shown = view([*head[-1:], *near], lines, blocks if is_of(lines, blocks) else (), Reading(tasks, here=here))
    st.html(shown)


def _lines_at(lines: Sequence[AccountLine], item: Item) -> list[int]:
    spans = [doubt.span for doubt in item.doubts if doubt.span]
    return [n for n, line in enumerate(lines) if any((line.block, line.row) == (s.block, s.row) for s in spans)]


def _is_head(line: AccountLine, below: AccountLine) -> bool:
    """Say whether a line is the heading of the table that another stands in."""
    in_table = line.row is not None and below.row is not None and line.block == below.block
    return in_table and any(piece.fate == "table_heading" for piece in line.pieces)


def _card(found: Review, items: Sequence[Item], item: Item) -> None:
    """Show what was read of an item and why it is to be looked at, with what can be said of it."""
    kind = f"任务{item.task + 1}" if item.task is not None else "没有读懂的字句"
    st.html(f"<h2 class='item'>{kind}（{STATES[item.state]}）</h2>")
    for doubt in item.doubts:
        words = f"：{html.escape(' '.join(doubt.words.split()))}" if doubt.words else ""
        st.html(f"<p class='doubt'><mark class='asked'>{html.escape(reason_of(found, item, doubt))}</mark>{words}</p>")
    form = st.session_state.get("review-form", "")
    if form == "change" and item.task is not None:
        show_change(found, items, item)
    elif form == "split" and item.task is not None:
        show_parting(found, item)
    elif form == "task" and item.task is None:
        show_new_task(found, item)
    else:
        if item.task is not None:
            _read(found, item.task)
        _buttons(found, items, item)


def _read(found: Review, n: int) -> None:
    task = found.corrected.task_list.tasks[n]
    lines = "".join(f"<li>{line}</li>" for line in told(task).lines)
    st.html(f"<p>{html.escape(task.text)}</p><ul>{lines}</ul>")
    for said in (one.correction for one in found.corrected.applied if one.task == n):
        if said.what not in corrections.CHECKS:
            why = f"。{said.why}" if said.why else ""
            read = corrections.told(said)[1]
            line = f"机器原读“{read or '（没有）'}”；{corrections.as_line(said)}{why}"
            st.html(f"<p class='said'>{html.escape(line)}</p>")
            st.button("撤回这一条", key=f"back-{said.key}", on_click=take_back, args=(found.slug, said))


def _buttons(found: Review, items: Sequence[Item], item: Item) -> None:
    """Offer what can be said of an item; the keys are shown on the buttons."""
    at = items.index(item)
    with st.container(horizontal=True, key="review-keys"):
        if item.task is not None:
            st.button(
                "确认无误", type="primary", shortcut="Enter", on_click=_confirm, args=(found, items, item),
                disabled=item.state == "checked",
            )  # fmt: skip
            st.button("修改", shortcut="E", on_click=_open, args=("change",))
            st.button("拆分", shortcut="S", on_click=_open, args=("split",))
            if item.task + 1 < len(found.targets):
                st.button("与下一项合并", shortcut="G", on_click=_join, args=(found, item.task))
        else:
            st.button("是任务", shortcut="T", on_click=_open, args=("task",))
        st.button("不是任务", shortcut="X", on_click=_reject, args=(found, items, item))
        st.button("下一处", shortcut="J", on_click=go, args=(items, at + 1), disabled=at + 1 == len(items))
        st.button("上一处", shortcut="K", on_click=go, args=(items, at - 1), disabled=at == 0)
        st.button("撤销", shortcut="U", on_click=undo, args=(found.slug,), disabled=not found.said)
        if found.targets and not found.corrected.confirmed:
            st.button("整份无误", shortcut="Shift+Enter", on_click=_confirm_all, args=(found,))


def _open(form: str) -> None:
    forget_refused()
    st.session_state["review-form"] = form


def _confirm(found: Review, items: Sequence[Item], item: Item) -> None:
    said = confirmation(found, item.task or 0, (), said_now("checked"))
    if said:
        write(found.slug, [said])
    go(items, items.index(item) + 1)


def _reject(found: Review, items: Sequence[Item], item: Item) -> None:
    write(found.slug, [rejection(found, item, said_now("not_a_task"))])
    go(items, items.index(item) + 1)


def _join(found: Review, n: int) -> None:
    write(found.slug, [joined(found, n, said_now("join"))])


def _confirm_all(found: Review) -> None:
    was = corrections.reading_of_all(found.corrected.task_list.tasks)
    write(found.slug, [replace(said_now("document_checked"), was=was)])
