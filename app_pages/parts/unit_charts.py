"""Units of one place compared in charts, in the order that the page lists them; a click leads to the tasks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Literal

import altair as alt
import pandas  # noqa: F401, ICN001 (altair looks at it, and must not meet it half imported by another session)
import streamlit as st

from app_pages.parts.addresses import distinct_labels, short
from app_pages.parts.opened import opened_edition
from graph_query.drawing.charts import Comparison, as_png
from graph_query.drawing.styles import EDGES
from graph_query.exports.answered import answered
from graph_query.exports.excel import as_excel
from graph_query.exports.sheet import Edition, Sheet, rows_sheet
from graph_query.ledger.concepts import ROLES, shown
from graph_query.ledger.reading import Ledger
from graph_query.ledger.tasks import Tasks
from graph_query.ledger.workload import by_role, by_topic, shared, topics_of

# Fields of more topics can't be read; units are drawn in parts of so many.
MOST_UNITS, MOST_TOPICS = 40, 20
# Pixels for a unit and for a column: each has its label.
STEP, ACROSS = 24, 30
INK = "#1f2a36"
# What is told of a mark that is pointed at; words on it tell nothing, and are clicked through.
TOLD = ["单位:N", "栏:N", "任务数:Q"]
BY_ROLE, BY_TOPIC, SHARED = "各角色任务数", "单位与主题", "共同任务"
# What the address of 任务台账 holds for a unit and a column.
Leads = Callable[[str, str], Mapping[str, str]]


def show_charts(ledger: Ledger, units: Sequence[str], tasks: Tasks, place: str) -> None:
    """Show units of a place: tasks by role, unit by topic, and who works with whom."""
    names = distinct_labels(_part(units), lambda iri: ledger.units[iri].name)
    st.caption("点击图中的色块，即列出那些任务；列表中的数字也可以点。")
    roles, topics, together = st.tabs((BY_ROLE, BY_TOPIC, SHARED), key="chart", bind="query-params")
    if roles.open:
        with roles:
            _roles(names, tasks, place)
    elif topics.open:
        with topics:
            _topics(names, tasks, place)
    elif together.open:
        with together:
            _shared(names, tasks, place)


def _part(units: Sequence[str]) -> Sequence[str]:
    """Return the units that are drawn; of many let a part be chosen."""
    if len(units) <= MOST_UNITS:
        return units
    starts = range(0, len(units), MOST_UNITS)
    first = st.segmented_control(
        f"共 {len(units)} 个单位，每图至多 {MOST_UNITS} 个：画第几个起",
        starts,
        default=0,
        required=True,
        format_func=lambda at: f"{at + 1}—{min(at + MOST_UNITS, len(units))}",
    )
    return units[first : first + MOST_UNITS]


def _roles(names: Mapping[str, str], tasks: Tasks, place: str) -> None:
    labels = {shown("roles", role): role for role in ROLES}
    found = {(names[iri], shown("roles", role)): n for (iri, role), n in by_role(tasks).items() if iri in names}
    colours = tuple(EDGES[role].colour for role in ROLES)
    comparison = Comparison(_title(place, BY_ROLE), tuple(names.values()), tuple(labels), found, colours)
    scale = alt.Scale(domain=list(labels), range=list(colours))
    chart = _base(comparison, STEP).mark_bar()
    chart = chart.encode(
        alt.X("任务数:Q", stack=True, axis=alt.Axis(tickMinStep=1, orient="top", title="任务数")),
        alt.Color("栏:N", scale=scale, legend=alt.Legend(orient="top", title=None)),
        alt.Order("次序:Q"),
        tooltip=TOLD,
    )
    _show(chart, comparison, _leads(names, lambda label: {"role": labels[label]}))


def _topics(names: Mapping[str, str], tasks: Tasks, place: str) -> None:
    labels = {shown("topics", topic): topic for topic, _ in topics_of(tasks).most_common(MOST_TOPICS)}
    named = {topic: label for label, topic in labels.items()}
    cells = {(names[u], named[t]): n for (u, t), n in by_topic(tasks).items() if u in names and t in named}
    comparison = Comparison(_title(place, "各主题任务数"), tuple(names.values()), tuple(labels), cells)
    _field(comparison, _leads(names, lambda label: {"topic": labels[label]}))
    st.caption(f"至多画任务最多的 {MOST_TOPICS} 个主题。")


def _shared(names: Mapping[str, str], tasks: Tasks, place: str) -> None:
    pairs = {(names[a], names[b]): n for (a, b), n in shared(tasks).items() if a in names and b in names}
    both = pairs | {(b, a): n for (a, b), n in pairs.items()}
    comparison = Comparison(_title(place, SHARED), tuple(names.values()), tuple(names.values()), both)
    _field(comparison, _leads(names, lambda label: {"find": label}))


def _title(place: str, what: str) -> str:
    return f"{place}各单位{what}"


def _leads(names: Mapping[str, str], of_column: Callable[[str], Mapping[str, str]]) -> Leads:
    """Return what the address of 任务台账 holds for a unit and a column by their labels."""
    units = {name: iri for iri, name in names.items()}
    return lambda unit, column: {"unit": short(units[unit]), **of_column(column)}


def _field(comparison: Comparison, leads: Leads) -> None:
    if not comparison.counts:
        st.caption("没有可画的。")
        return
    axis = alt.Axis(labelAngle=-60, labelLimit=400, labelOverlap=False, orient="top")
    base = _base(comparison, STEP).encode(alt.X("栏:N", sort=list(comparison.columns), title=None, axis=axis))
    dark = alt.datum["任务数"] * 2 > max(comparison.counts.values())
    cells = base.mark_rect().encode(
        alt.Color("任务数:Q", scale=alt.Scale(scheme="blues"), legend=None),
        tooltip=TOLD,
    )
    words = base.mark_text(fontSize=11).encode(
        alt.Text("任务数:Q"), color=alt.condition(dark, alt.value("white"), alt.value(INK))
    )
    # As wide as its columns need: where the screen is narrower, the chart scrolls in a frame of its own.
    with st.container(key="field"):
        _show(alt.LayerChart(layer=[cells, words], width=alt.Step(ACROSS)), comparison, leads, "content")


def _base(comparison: Comparison, step: int) -> alt.Chart:
    """Return a chart with a line for each unit, each with its label."""
    order = {column: n for n, column in enumerate(comparison.columns)}
    rows = [
        {"单位": unit, "栏": column, "任务数": count, "次序": order[column]}
        for (unit, column), count in comparison.counts.items()
        if count
    ]
    units = list(comparison.units)
    # All of them are labelled, also those of which there is nothing here.
    scale, axis = alt.Scale(domain=units), alt.Axis(labelLimit=400, labelOverlap=False)
    chart = alt.Chart(alt.InlineData(values=rows), height=alt.Step(step))
    return chart.encode(alt.Y("单位:N", scale=scale, sort=units, title=None, axis=axis))


def _show(
    chart: alt.Chart | alt.LayerChart,
    comparison: Comparison,
    leads: Leads,
    width: Literal["stretch", "content"] = "stretch",
) -> None:
    """Show a chart whose marks lead to their tasks, and offer it as a picture and as a table."""
    chosen = alt.selection_point("chosen", fields=["单位", "栏"])
    if isinstance(chart, alt.LayerChart):
        chart.layer[0] = chart.layer[0].add_params(chosen)
    else:
        chart = chart.add_params(chosen)
    chart = chart.configure_axis(labelColor=INK, titleColor=INK, labelFontSize=12).configure_legend(labelColor=INK)
    event = st.altair_chart(
        chart, width=width, key=f"chart-{comparison.title}", on_select="rerun", selection_mode="chosen"
    )
    points = event["selection"].get("chosen", ())
    if points:
        # Place and year go along by themselves.
        st.switch_page("app_pages/tasks.py", query_params={**leads(points[0]["单位"], points[0]["栏"])})
    _offer(comparison)


def _offer(comparison: Comparison) -> None:
    edition = replace(opened_edition(), narrowed=comparison.title)
    name = f"{comparison.title}-{edition.id}"
    with st.container(horizontal=True):
        st.download_button(
            "存为图片（PNG）", partial(as_png, comparison, edition.notes), f"{name}.png", on_click="ignore"
        )
        st.download_button(
            "存为表格（Excel）",
            lambda: as_excel(answered(_sheet(comparison, edition), edition)),
            f"{name}.xlsx",
            on_click="ignore",
        )


def _sheet(comparison: Comparison, edition: Edition) -> Sheet:
    return rows_sheet(comparison.title, ["单位", *comparison.columns], comparison.rows(), edition)
