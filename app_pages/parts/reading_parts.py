"""How a question was read, as buttons: each condition can be changed to another value, or taken away."""

from __future__ import annotations

from collections.abc import Callable, Collection

import streamlit as st

from app_pages.parts.addresses import keep
from app_pages.parts.literal import literal
from app_pages.parts.opened import opened_ledger
from graph_query.answering import Answer
from graph_query.labels import plain
from graph_query.understanding.conditions import PART_NAMES, Part

Go = Callable[[str], None]


def show_reading(answer: Answer, without: list[str], go: Go) -> None:
    """Show the conditions of a question, `without` those that were taken away; `go` asks another question."""
    st.caption(literal(f"我理解为：{answer.understood}点开一个条件，可以改，也可以去掉。"))
    with st.container(horizontal=True):
        _asked(answer, go)
        # What a question says twice is one condition.
        for part in {(part.kind, part.shown): part for part in answer.reading}.values():
            # A key of its own: what was changed is another button, and closed.
            key = f"{part.kind}-{part.shown}"
            with st.popover(literal(f"{part.joint}{PART_NAMES[part.kind]}：{part.short}"), key=f"part-{key}"):
                _change(part, answer, go)
                _others_asked(part.shown, answer, go)
                st.button("去掉这个条件", key=f"take-{key}", on_click=_without, args=([*without, part.key],))
        if without:
            st.button("恢复全部条件", on_click=_without, args=([],))


def _asked(answer: Answer, go: Go) -> None:
    """Show what is asked for, with what else can be asked of the same."""
    if any(change.part == "asked" for change in answer.changes):
        with st.popover(literal(f"问：{answer.asked}"), key=f"part-asked-{answer.asked}"):
            _others_asked("asked", answer, go)


def _others_asked(part: str, answer: Answer, go: Go) -> None:
    """Offer the other values of a part of a question, each a question of its own."""
    for change in answer.changes:
        if change.part == part:
            st.button(literal(change.words), key=f"change-{part}-{change.words}", on_click=go, args=(change.question,))


def _change(part: Part, answer: Answer, go: Go) -> None:
    """Let another value take the place of a condition's words in the question, where it stands in these words."""
    question = answer.question
    if not part.words or part.words not in plain(question):
        return
    places = {other.shown for other in answer.reading if other.kind == "place"}
    key, others = f"change-{part.kind}-{part.shown}", _others(part, places)

    def changed() -> None:
        new = st.session_state[key]
        if new:
            text = question if part.words in question else plain(question)
            go(text.replace(part.words, new, 1))

    if others:
        st.selectbox("改为", others, None, key=key, placeholder="请选择", on_change=changed)
    else:
        st.text_input("改为", part.words, key=key, on_change=changed)


def _others(part: Part, places: Collection[str]) -> list[str]:
    """Return what else a condition can be, as a question would say it; nothing where any words will do.

    A question that names places is asked of their units.
    """
    ledger = opened_ledger()
    documents = ledger.documents.values()
    if part.kind == "place":
        return sorted({document.place for document in documents} - {""})
    if part.kind == "year":
        return sorted({f"{year}年" for document in documents for year in document.years})
    if part.kind == "role":
        return ["牵头", "责任单位", "配合"]
    if part.kind == "unit":
        units = [unit for unit in ledger.units.values() if not places or unit.place in places]
        return sorted({unit.name if places or not unit.place else f"{unit.place}的{unit.name}" for unit in units})
    if part.kind == "cites":
        return sorted(act.number or f"《{act.title}》" for act in ledger.acts.values())
    return []


def _without(kept: list[str]) -> None:
    keep("without", kept)
