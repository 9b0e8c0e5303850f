"""What 关系图 is asked, as its address says it, and the doors to it: a unit, a matter, an act, each with an example."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence

import streamlit as st

from app_pages.parts.addresses import concepts_named, distinct_labels, keep, link, value_of
from app_pages.parts.scope import scoped
from graph_query.drawing.asking import TOPIC, WORDS, Asked
from graph_query.drawing.examples import example_of
from graph_query.ledger.concepts import shown
from graph_query.ledger.facets import FACETS, counts, matching
from graph_query.ledger.reading import Ledger
from graph_query.ledger.workload import partners, units_in_order

# What of the address says what is asked, and what is shown of it.
ASKED = ("unit", "with", "topic", "find", "act", "task", "node")
# A browser takes long over a list of more.
MOST_OPTIONS = 5000


def asked_in_address(ledger: Ledger) -> Asked | None:
    """Return what the address asks; None where it asks nothing that there is."""
    task = ledger.task(st.query_params.get("task", ""))
    if task:
        return Asked("task", (task.iri,))
    unit, other = value_of("unit", ledger.units), value_of("with", ledger.units)
    if unit:
        return Asked("pair", (unit, other)) if other and other != unit else Asked("unit", (unit,))
    act = value_of("act", ledger.acts)
    if act:
        return Asked("act", (act,))
    topics = concepts_named("topic", "topics")
    if topics:
        return Asked("topic", (f"{TOPIC}{topics[0]}",))
    words = st.query_params.get("find", "").strip()
    return Asked("words", (f"{WORDS}{words}",)) if words else None


def show_doors(ledger: Ledger) -> None:
    """Show what can be asked, each with an example of this library; what the address asks in vain is said."""
    for key, name, there in (("unit", "单位", ledger.units), ("act", "文件", ledger.acts)):
        if key in st.query_params and value_of(key, there) is None:
            st.warning(f"库中没有这个地址所指的{name}。可在下面另选。")
    if "task" in st.query_params and not ledger.task(st.query_params["task"]):
        st.warning("库中没有这个地址所指的任务。可在下面另选。")
    left, middle, right = st.columns(3, gap="medium")
    with left:
        st.markdown("**谁的职责**")
        _unit(ledger)
    with middle:
        st.markdown("**哪件事**")
        _matter(ledger)
    with right:
        st.markdown("**哪份依据**")
        acts = counts(ledger, scoped(), "act")
        _choose("文件", "act", sorted(acts, key=lambda act: (-acts[act], act)), lambda act: ledger.acts[act].shown)
        act = example_of(ledger, scoped(), "act")
        if act:
            _example(ledger.acts[act].shown, act=act)


def _unit(ledger: Ledger) -> None:
    """Show the choice of a unit, and where one is asked about of another that shares tasks with it."""
    there = counts(ledger, scoped(), "unit")
    if len(there) > MOST_OPTIONS:
        st.caption("单位很多，请先在页首选择地方。")
    else:
        units = sorted(there, key=lambda iri: (ledger.units[iri].place, ledger.units[iri].name))
        _choose("单位", "unit", units, lambda iri: ledger.units[iri].shown)
    unit = value_of("unit", ledger.units)
    if unit:
        its = matching(ledger, scoped(unit=(unit,)))
        others = partners(unit, its)
        order = [iri for iri in units_in_order(its) if others[iri]]
        _choose("只看和谁的共同任务", "with", order, lambda iri: f"{ledger.units[iri].shown}（{others[iri]}）")
    first = example_of(ledger, scoped(), "unit")
    if first:
        _example(ledger.units[first].shown, unit=first)
        shared = partners(first, matching(ledger, scoped(unit=(first,))))
        second = min(shared, key=lambda iri: (ledger.units[iri].collective, -shared[iri], iri), default="")
        if second:
            _example(
                f"{ledger.units[first].name}和{ledger.units[second].name}的共同任务", **{"unit": first, "with": second}
            )


def _matter(ledger: Ledger) -> None:
    """Show a box for words, and the choice of a topic."""
    st.session_state["door-find"] = st.query_params.get("find", "")
    st.text_input("词语", key="door-find", on_change=_ask, args=("find",), placeholder="任务内容、单位、标题中的词")
    topics = counts(ledger, scoped(), "topic")
    order = sorted(topics, key=lambda topic: (-topics[topic], FACETS["topic"].shown(topic)))
    _choose("或主题", "topic", order, lambda topic: f"{shown('topics', topic)}（{topics[topic]}）")
    topic = example_of(ledger, scoped(), "topic")
    if topic:
        _example(shown("topics", topic), topic=topic)


def _choose(label: str, key: str, options: Sequence[str], words_of: Callable[[str], str]) -> None:
    box = f"door-{key}"
    st.session_state[box] = value_of(key, options)
    names = distinct_labels(options, words_of)
    st.selectbox(
        label, options, key=box, format_func=names.__getitem__, on_change=_ask, args=(key,), placeholder="请选择"
    )


def _ask(key: str) -> None:
    """Put what was chosen into the address, and what was asked before out of it."""
    ask(key, st.session_state[f"door-{key}"])


def ask(key: str, value: str) -> None:
    """Let the address ask about something else; a second unit is asked about beside the first."""
    for other in ASKED:
        if (key, other) != ("with", "unit"):
            keep(other, None)
    keep(key, value)


def _example(words: str, **values: str) -> None:
    st.html(
        f"<div class='example'>例：<a href='{html.escape(link('network', **values))}'>{html.escape(words)}</a></div>"
    )
