"""Who corrects, what is being settled, and the writing of it: at once, on the latest; conflicts show both sides."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from app_pages.parts.literal import literal
from app_pages.parts.refused import focus_form, forget_refused, refuse, say_refused
from app_pages.parts.review_items import Item
from graph_build import corrections
from graph_build.corrections import Conflict, Correction, What
from graph_build.pipeline import Review, ZerenError, home

# So many corrections are told of what was written.
MOST_NOTED = 3


@dataclass(frozen=True, slots=True)
class Done:
    """What the person said at once in a document: at which item, and the keys of its corrections."""

    slug: str
    at: str
    keys: tuple[str, ...]


def reviewer() -> str:
    """Return who corrects; ask for the name once a session."""
    name: str = st.session_state.get("reviewer", "")
    if not name:
        with st.form("who", border=True):
            st.markdown("更正和核对都记上核对人和日期。请先写明您是谁（本次打开网页期间只问一次）。")
            say_refused("who-name")
            typed = " ".join(st.text_input("核对人（姓名或单位科室）", max_chars=40, key="who-name").split())
            begun = st.form_submit_button("开始校对", type="primary")
        focus_form("who", "who-name")
        if begun:
            forget_refused()
            if not typed:
                refuse("who-name", "核对人：没有写。请写明姓名或单位科室，再开始校对。")
            st.session_state["reviewer"] = typed
            st.rerun()
    return name


def said_now(what: What) -> Correction:
    """Return the beginning of what the person says now."""
    return Correction(what, st.session_state["reviewer"], corrections.today())


def current(found: Review, items: Sequence[Item]) -> Item:
    """Return the item that is settled now: the one last gone to, else the task of the address, else the first."""
    pointed = st.query_params.get("task", "").rpartition("/")[2]
    if pointed and st.session_state.get("review-pointed") != (found.slug, pointed):
        st.session_state["review-pointed"] = found.slug, pointed
        st.session_state["review-at"] = pointed
    wanted = st.session_state.get("review-at", "")
    found_item = next((item for item in items if item.key == wanted), items[0])
    st.session_state["review-at"] = found_item.key
    return found_item


def go(items: Sequence[Item], at: int) -> None:
    """Go to the item at a place, the last where there are no more."""
    st.session_state["review-at"] = items[min(max(at, 0), len(items) - 1)].key
    st.session_state["review-form"] = ""


def write(slug: str, said: Sequence[Correction], *, goes_on: bool = False) -> bool:
    """Write what the person says; say whether all of it is written. What contradicts another's is kept to be shown.

    What `goes_on` with what was written last is taken back together with it.
    """
    try:
        conflicts = corrections.add(home(), slug, said)
    except ZerenError as error:
        st.session_state["review-error"] = str(error)
        return False
    st.session_state["review-conflicts"] = (*st.session_state.get("review-conflicts", ()), *conflicts)
    done: list[Done] = st.session_state.setdefault("review-done", [])
    before = done.pop().keys if goes_on and done else ()
    done.append(Done(slug, st.session_state.get("review-at", ""), (*before, *(one.key for one in said))))
    if said and not conflicts and not before:
        st.session_state["review-note"] = _note(said)
    return not conflicts


def _note(said: Sequence[Correction]) -> str:
    """Return what was written, for the person who said it."""
    lines = "；".join(corrections.as_line(one) for one in said[:MOST_NOTED])
    more = " 等" if len(said) > MOST_NOTED else ""
    checks = all(one.what in corrections.CHECKS for one in said)
    return f"已记下：{lines}" if checks else f"已存入 {len(said)} 条更正：{lines}{more}"


def write_form(slug: str, said: Sequence[Correction]) -> None:
    """Write what a form says, and show the page anew with what that was, or what stands against it."""
    write(slug, said)
    st.rerun()


def undo(slug: str) -> None:
    """Take back what the person said last in a document, as it is now: a key may come before the page is whole."""
    done: list[Done] = st.session_state.get("review-done", [])
    last = done.pop() if done and done[-1].slug == slug else Done(slug, "", ())
    try:
        said = corrections.read(home(), slug)
    except ZerenError as error:
        st.session_state["review-error"] = str(error)
        return
    mine = [one.key for one in said if one.by == st.session_state["reviewer"]]
    _withdraw(slug, last.keys or mine[-1:])
    st.session_state["review-note"] = "已撤销上一步。"
    st.session_state["review-at"] = last.at or st.session_state["review-at"]


def take_back(slug: str, said: Correction) -> None:
    """Take one correction back, whoever said it."""
    _withdraw(slug, [said.key])
    st.session_state["review-note"] = f"已撤回：{corrections.as_line(said)}"


def _withdraw(slug: str, keys: Sequence[str]) -> None:
    try:
        corrections.withdraw(home(), slug, keys)
    except ZerenError as error:
        st.session_state["review-error"] = str(error)


def show_conflicts(slug: str) -> None:
    """Show what was not written since another said otherwise, with both sides."""
    if error := st.session_state.pop("review-error", ""):
        st.error(literal(error))
    conflicts: tuple[Conflict, ...] = st.session_state.get("review-conflicts", ())
    for n, conflict in enumerate(conflicts):
        with st.container(border=True):
            st.warning(literal(conflict.message))
            st.html(f"<ul>{''.join(f'<li>{html.escape(line)}</li>' for line in _sides(conflict))}</ul>")
            with st.container(horizontal=True):
                st.button("保留对方的", key=f"theirs-{n}", on_click=_put_away, args=(conflict,))
                st.button("改成我的", key=f"mine-{n}", on_click=_insist, args=(slug, conflict))


def show_note() -> None:
    """Say what was written or taken back just now, once: where the person looks, and wherever the page stands."""
    if note := st.session_state.pop("review-note", ""):
        st.html(f"<p class='outcome'>✓ {html.escape(note)}</p>")
        st.toast(literal(note))


def _sides(conflict: Conflict) -> tuple[str, str]:
    return f"您的：{corrections.as_line(conflict.mine)}", f"对方的：{corrections.as_line(conflict.theirs)}"


def _put_away(conflict: Conflict) -> None:
    others = tuple(one for one in st.session_state["review-conflicts"] if one != conflict)
    st.session_state["review-conflicts"] = others


def _insist(slug: str, conflict: Conflict) -> None:
    """Write what the person said on top of what the other said."""
    _put_away(conflict)
    write(slug, [replace(conflict.mine, was=conflict.theirs.now)])


def show_stale(found: Review) -> None:
    """Show what was said and does not apply any more, each with why, to be taken back."""
    if not found.corrected.left:
        return
    with st.expander(f"不再适用的更正（{len(found.corrected.left)} 条）", expanded=True):
        for one, why in found.corrected.left:
            st.html(f"<p>{html.escape(corrections.as_line(one))}：{html.escape(why)}。</p>")
            st.button("撤回这一条", key=f"stale-{one.key}", on_click=take_back, args=(found.slug, one))
