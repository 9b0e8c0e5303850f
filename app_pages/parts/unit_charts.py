"""Units compared in charts: tasks by role, by topic, and shared ones, in the order that the page lists them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pandas  # noqa: F401, ICN001 (altair looks at it, and must not meet it half imported by another session)
import streamlit as st

from graph_query.drawing.styles import EDGES
from graph_query.ledger.concepts import ROLES, shown
from graph_query.ledger.reading import Ledger
from graph_query.ledger.tasks import Tasks
from graph_query.ledger.workload import by_role, by_topic, shared, topics_of

# Bars and heat maps of more units and topics can't be read.
MOST_UNITS = 40
MOST_TOPICS = 20


def show_charts(ledger: Ledger, units: Sequence[str], tasks: Tasks) -> None:
    """Show the first units: tasks by role, unit by topic, and who works with whom."""
    first_units = units[:MOST_UNITS]
    if len(units) > len(first_units):
        st.caption(f"图中只画前 {MOST_UNITS} 个单位；请选择地方或职能，以看其余单位。")
    several = len({ledger.units[iri].where for iri in first_units}) > 1
    names = {iri: ledger.units[iri].shown if several else ledger.units[iri].name for iri in first_units}
    roles, topics_of, together = st.tabs(("各角色任务数", "单位与主题", "共同任务"), key="chart", bind="query-params")
    if roles.open:
        with roles:
            _bars(names, by_role(tasks))
    elif topics_of.open:
        with topics_of:
            _topics(names, tasks)
    elif together.open:
        with together:
            pairs = [(names[a], names[b], n) for (a, b), n in shared(tasks).items() if a in names and b in names]
            _heat(names, [*pairs, *((b, a, n) for a, b, n in pairs)], list(names.values()))


def _topics(names: Mapping[str, str], tasks: Tasks) -> None:
    topics = [topic for topic, _ in topics_of(tasks).most_common(MOST_TOPICS)]
    labels = {topic: shown("topics", topic) for topic in topics}
    cells = [(names[u], labels[t], n) for (u, t), n in by_topic(tasks).items() if u in names and t in labels]
    _heat(names, cells, list(labels.values()))
    st.caption(f"至多画任务最多的 {MOST_TOPICS} 个主题。")


def _bars(names: Mapping[str, str], roles: Mapping[tuple[str, str], int]) -> None:
    rows = [
        {"单位": name, "角色": shown("roles", role), "任务数": roles[iri, role], "次序": n}
        for iri, name in names.items()
        for n, role in enumerate(ROLES)
    ]
    scale = alt.Scale(domain=[shown("roles", role) for role in ROLES], range=[EDGES[role].colour for role in ROLES])
    st.altair_chart(
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar()
        .encode(
            _units(names),
            alt.X("任务数:Q", stack=True, axis=alt.Axis(tickMinStep=1)),
            alt.Color("角色:N", scale=scale, legend=alt.Legend(orient="top", title=None)),
            alt.Order("次序:Q"),
            tooltip=["单位:N", "角色:N", "任务数:Q"],
        )
    )


def _heat(names: Mapping[str, str], cells: Sequence[tuple[str, str, int]], across: Sequence[str]) -> None:
    rows = [{"单位": unit, "另一": other, "任务数": count} for unit, other, count in cells]
    if not rows:
        st.caption("没有可画的。")
        return
    st.altair_chart(
        alt.Chart(alt.InlineData(values=rows))
        .mark_rect()
        .encode(
            _units(names),
            alt.X("另一:N", sort=list(across), title=None, axis=alt.Axis(labelAngle=-60, labelLimit=160)),
            alt.Color("任务数:Q", scale=alt.Scale(scheme="blues"), legend=alt.Legend(tickMinStep=1, orient="top")),
            tooltip=["单位:N", "另一:N", "任务数:Q"],
        )
    )


def _units(names: Mapping[str, str]) -> alt.Y:
    return alt.Y("单位:N", sort=list(dict.fromkeys(names.values())), title=None, axis=alt.Axis(labelLimit=220))
