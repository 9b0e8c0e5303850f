"""The rows of an answer on 首页: its tasks one a row, as they can be used; before them what is no row of a task."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from app_pages.parts.addresses import link
from app_pages.parts.list_notes import show_notes
from app_pages.parts.literal import literal
from app_pages.parts.opened import opened_ledger, today
from app_pages.parts.paging import page_of, show_pager
from app_pages.parts.tables import Group, Link, Marks, Value, table
from graph_query.answering import Answer
from graph_query.answering.listed import Listed
from graph_query.answering.titles import titled
from graph_query.ledger.concepts import ROLES, shown
from graph_query.ledger.marks import SUPPOSED_SIGN, signs_of
from graph_query.ledger.notices import SUPPOSED

ON_A_PAGE = 50
# So many rows of tasks are cards on a narrow screen before the others are asked for.
AT_ONCE = 10
# What the rows of these say stands in the rows of their tasks.
ONLY_TASKS = ("tasks", "units", "share", "difference", "limits", "durations")


def show_rows(answer: Answer) -> None:
    """Show what an answer lists, then the tasks behind it; of a share those of the whole too."""
    held = answer.behind
    if shows_own_rows(answer):
        st.html(table([label for _, label in answer.columns], own_rows(answer)))
    if held.tasks:
        _tasks("任务", held.tasks, held.count)
    if held.compared:
        with st.expander(f"相比的任务（共 {held.compared_count} 项）"):
            st.html(task_table(held.compared))


def shows_own_rows(answer: Answer) -> bool:
    """Say whether the rows of an answer are others than its tasks."""
    one_count = answer.kind == "task_count" and len(answer.rows) == 1
    return bool(answer.rows) and answer.kind not in ONLY_TASKS and not one_count


def own_rows(answer: Answer) -> list[list[str]]:
    """Return the rows of an answer; a document's title with its place."""
    titles = {file.iri: titled(file) for file in answer.behind.files}
    return [
        [titles.get(row.get("file", ""), row[key]) if key == "document" else row[key] for key, _ in answer.columns]
        for row in answer.rows
    ]


def _tasks(name: str, tasks: Sequence[Listed], count: int) -> None:
    cut = f"，只列前 {len(tasks)} 项，下载的表格列全" if count > len(tasks) else ""
    st.markdown(f"**{name}**（共 {count} 项{cut}）")
    listed, page, pages = page_of(tasks, ON_A_PAGE)
    show_notes(opened_ledger().named(task.task for task in tasks))
    st.html(task_table(listed))
    show_pager(page, pages)


def task_table(tasks: Sequence[Listed]) -> str:
    """Return tasks as a table: place, lead, responsible, cooperating where there is any, limit, duty, source."""
    found = {part.role for task in tasks for part in task.units}
    roles = [role for role in ROLES if role != "cooperating" or role in found]
    notes = [_note(task) for task in tasks]
    heads = ["地方", *(f"{shown('roles', role)}单位" for role in roles), "时限", "任务", "出处"]
    rows = [_row(task, roles) for task in tasks]
    if any(note.pieces for note in notes):
        heads.append("标记")
        rows = [[*row, note] for row, note in zip(rows, notes, strict=True)]
    lines = list(_by_document(tasks, rows))
    if len(rows) <= AT_ONCE:
        return table(heads, lines)
    more = f"<button type='button' class='fold' aria-expanded='false'>其余 {len(rows) - AT_ONCE} 项</button>"
    return f"<div class='folds rest'>{table(heads, lines, later=lines.index(rows[AT_ONCE]))}{more}</div>"


def _by_document(tasks: Sequence[Listed], rows: Sequence[list[Value]]) -> Iterable[list[Value] | Group]:
    """Yield rows, before those of one document its title, once."""
    before = None
    for task, row in zip(tasks, rows, strict=True):
        if task.file != before:
            yield Group(titled(task.file))
        before = task.file
        yield row


def _row(task: Listed, roles: Iterable[str]) -> list[Value]:
    source = Link(task.number, link("tasks", task=task.task), f"《{task.file.label}》{task.number}")
    limit = _marked([(task.limit, task.supposed)]) if task.limit else ""
    return [task.place, *(_units(task, role) for role in roles), limit, task.duty, source]


def _units(task: Listed, role: str) -> Marks:
    """Return the units of a role, those that are only supposed marked as ledgers mark them."""
    names = dict.fromkeys((part.name, part.supposed) for part in task.units if part.role == role)
    return _marked([(f"{'、' if n else ''}{name}", supposed) for n, (name, supposed) in enumerate(names)])


def _marked(pieces: Iterable[tuple[str, bool]]) -> Marks:
    return Marks(tuple((words, SUPPOSED_SIGN if supposed else "", SUPPOSED) for words, supposed in pieces))


def _note(task: Listed) -> Marks:
    """Return what must be said of a task: what is not written, and signs for what the line above the list says."""
    held = opened_ledger().task(task.task)
    signs = signs_of(held, today()) if held else ()
    words = task.blank if held else "；".join(filter(None, (task.blank, task.note)))
    return Marks(tuple(filter(any, ((words, "", ""), *(("", *sign) for sign in signs)))))


def show_cautions(answer: Answer) -> None:
    """Say which documents of an answer are read with doubts, before its rows."""
    if answer.behind.doubtful:
        titles = "、".join(titled(file) for file in answer.behind.doubtful)
        st.warning(literal(f"识读存疑，请对照原文：{titles}"))
