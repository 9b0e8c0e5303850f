"""The forms of 校对: how a task is, words that are a task, the facts of the document, two names of one body."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import streamlit as st

from app_pages.parts.document_facts import NotAFact, boxes_of_facts, facts_said, show_inputs
from app_pages.parts.literal import literal
from app_pages.parts.refused import focus_form, focus_refused, forget_refused, refuse, say_refused
from app_pages.parts.review_desk import go, said_now, write, write_form
from app_pages.parts.review_items import (
    SEPARATOR,
    Answer,
    Item,
    as_read,
    changes,
    confirmation,
    names_in,
    parted,
    refusal_of,
)
from graph_build import corrections
from graph_build.corrections import Correction
from graph_build.pipeline import Review
from graph_query.ledger.concepts import ROLES, shown

# The keys of boxes, by which what was refused is said at them.
TEXT, NAMES, UNIT_BOXES = "change-text", "two-names", tuple(f"change-{role}" for role in ROLES)
# What is said of two names.
BODIES = {corrections.SAME: "是同一单位", corrections.APART: "不是同一单位"}


def show_change(found: Review, items: Sequence[Item], item: Item) -> None:
    """Let a person say how a task is; what is saved is what differs, and that it is checked."""
    # As the person saw it when the form was opened, whatever others have written since.
    seen: tuple[str, Answer] = st.session_state.get("review-seen", ("", None))
    if seen[0] != item.key:
        seen = item.key, as_read(found.corrected.task_list.tasks[item.task or 0])
        st.session_state["review-seen"] = seen
    before = seen[1]
    with st.form("change", border=False):
        units = _units(before.units)
        narrow = st.columns(2)
        with narrow[0]:
            deadline = _line("完成时限（没有就留空）", before.deadline, "change-deadline")
        with narrow[1]:
            why = st.text_input("说明（可不填）")
        text = _text("任务内容", before.text)
        acts = {
            written: _line(f"所引文件：{literal(written)}", meant, f"change-act-{written}")
            for written, meant in before.acts.items()
        }
        saved, left = _saved_or_left()
    focus_form(f"change {item.key}", *UNIT_BOXES, "change-deadline", TEXT, *(f"change-act-{act}" for act in acts))
    if left:
        _close()
    if saved:
        _save_change(found, items, items.index(item), before, Answer(units, deadline, text, acts, why.strip()))


def _units(units: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {
        role: names_in(_line(f"{shown('roles', role)}单位（顿号隔开）", SEPARATOR.join(units.get(role, ())), box))
        for role, box in zip(ROLES, UNIT_BOXES, strict=True)
    }


def _line(label: str, value: str, box: str) -> str:
    say_refused(box)
    return st.text_input(label, value, key=box)


def _text(label: str, value: str) -> str:
    say_refused(TEXT)
    return st.text_area(label, value, height="content", key=TEXT)


def _saved_or_left() -> tuple[bool, bool]:
    with st.container(horizontal=True):
        saved = st.form_submit_button("保存", type="primary", shortcut="Ctrl+Enter")
        left = st.form_submit_button("不改了", shortcut="Esc")
    if saved or left:
        forget_refused()
    return saved, left


def _save_change(found: Review, items: Sequence[Item], at: int, before: Answer, answer: Answer) -> None:
    n = items[at].task or 0
    new = changes(found, n, before, answer, said_now("unit"))
    if refused := refusal_of(new):
        refuse(*refused)
    checked = confirmation(found, n, new, said_now("checked"))
    if write(found.slug, new) and checked:
        write(found.slug, [checked], goes_on=bool(new))
        go(items, at + 1)
    _close()


def show_new_task(found: Review, item: Item) -> None:
    """Let a person say that words are a task, and whose."""
    words = "\n".join(line.strip() for doubt in item.doubts for line in doubt.words.splitlines() if line.strip())
    with st.form("task", border=False):
        text = _text("任务的原文（照抄，可删去不属于任务的字）", words)
        units = _units({})
        deadline = _line("完成时限（没有就留空）", "", "change-deadline").strip()
        saved, left = _saved_or_left()
    focus_form(f"task {item.key}", TEXT, *UNIT_BOXES, "change-deadline")
    if left:
        _close()
    if not saved:
        return
    lead, responsible, cooperating = (units[role] for role in ROLES)
    one = replace(
        said_now("task"), words=text.strip(), lead=lead, responsible=responsible, cooperating=cooperating,
        deadline=deadline,
    )  # fmt: skip
    if not one.words:
        refuse(TEXT, "任务的原文：没有写。请照抄原文。")
    if refused := refusal_of(_parts(one)):
        refuse(*refused)
    write(found.slug, [one])
    _close()


def _parts(one: Correction) -> Iterator[Correction]:
    """Give what is said of a new task box by box."""
    for role, names in zip(ROLES, (one.lead, one.responsible, one.cooperating), strict=True):
        yield from (replace(one, what="unit", role=role, now=name) for name in names)
    yield replace(one, what="deadline", now=one.deadline)


def _close() -> None:
    st.session_state["review-form"] = ""
    st.session_state.pop("review-seen", None)
    st.rerun()


def show_parting(found: Review, item: Item) -> None:
    """Let a person say that a task is several."""
    n = item.task or 0
    words = "\n".join(span.exact.strip() for span in found.corrected.task_list.tasks[n].spans)
    with st.form("split", border=False):
        written = _text("任务的原文：在分开的地方换行，一行一项", words)
        saved, left = _saved_or_left()
    focus_form(f"split {item.key}", TEXT)
    if left:
        _close()
    if saved:
        parts = [line.strip() for line in written.splitlines() if line.strip()]
        if len(parts) > 1:
            write(found.slug, [parted(found, n, parts, said_now("split"))])
            _close()
        refuse(TEXT, "任务的原文：只有一行。请在分开的地方换行，至少两行。")


def show_facts(found: Review) -> None:
    """Let a person say what the document is: its place, year, number, issuer, date, origin."""
    facts = corrections.facts_of(found.corrected.task_list, found.corrected.origin)
    with st.expander("文件信息：地方、年度、文号、发文机关、来源"), st.form("facts", border=False):
        typed = show_inputs(facts, "facts")
        saved = st.form_submit_button("保存文件信息")
    focus_refused(*boxes_of_facts("facts"))
    if saved:
        forget_refused()
        try:
            new = facts_said(facts, typed, said_now("document"))
        except NotAFact as error:
            refuse(f"facts-{error.box}", str(error))
        if new:
            write_form(found.slug, new)
        st.info("没有改动。")


def show_names(found: Review) -> None:
    """Let a person say that two names mean one body, or that they do not."""
    names = sorted({a.name for task in found.corrected.task_list.tasks for a in task.assignments})
    with st.expander("同一单位的两种写法"), st.form("names", border=False):
        say_refused(NAMES)
        chosen = st.multiselect("选两个单位名", names, max_selections=2, placeholder="请选择", key=NAMES)
        now = st.radio("它们", tuple(BODIES), format_func=BODIES.__getitem__, horizontal=True)
        saved = st.form_submit_button("保存")
    focus_refused(NAMES)
    if saved:
        forget_refused()
        if len(chosen) < len(BODIES):
            refuse(NAMES, "同一单位的两种写法：没有选够。请选两个单位名。")
        write_form(found.slug, [replace(said_now("body"), names=tuple(chosen), now=now)])
