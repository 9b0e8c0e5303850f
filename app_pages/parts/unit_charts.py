"""Units of one place compared in charts, in the order that the page lists them; a click leads to the tasks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Literal, cast

import altair as alt
import pandas  # noqa: F401, ICN001 (altair looks at it, and must not meet it half imported by another session)
import streamlit as st

from app_pages.parts.addresses import distinct_labels, link, short
from app_pages.parts.literal import literal
from app_pages.parts.opened import opened_edition
from app_pages.parts.tables import Link, Value, table
from graph_query.drawing.charts import Comparison, as_png
from graph_query.drawing.comparing import compare_roles, compare_shared, compare_topics
from graph_query.exports.answered import answered
from graph_query.exports.excel import as_excel
from graph_query.exports.paper import Paper
from graph_query.exports.sheet import Edition, Sheet
from graph_query.ledger.reading import Ledger
from graph_query.ledger.tasks import Tasks

# Units are drawn in parts of so many.
MOST_UNITS = 40
# Pixels for a unit and for a column: each has its label.
STEP, ACROSS = 24, 44
INK = "#1f2a36"
# What is told of a mark that is pointed at; words on it tell nothing, and are clicked through.
TOLD = ["单位:N", "栏:N", "任务数:Q"]
# What is compared, and what the address of 任务台账 calls its columns.
CHARTS = {
    "各角色任务数": (compare_roles, "role"),
    "单位与主题": (compare_topics, "topic"),
    "共同任务": (compare_shared, "find"),
}
# What the address of 任务台账 holds for a unit and a column.
Leads = Callable[[str, str], Mapping[str, str]]


def show_charts(ledger: Ledger, units: Sequence[str], tasks: Tasks, place: str) -> None:
    """Show units of a place: tasks by role, unit by topic, and who works with whom."""
    names = distinct_labels(_part(units), lambda iri: ledger.units[iri].name)
    tabs = st.tabs(tuple(CHARTS), key="chart", bind="query-params")
    for tab, (compare, key) in zip(tabs, CHARTS.values(), strict=True):
        if tab.open:
            with tab:
                comparison = compare(names, tasks, place)
                _compared(comparison, _leads(names, comparison, key))


def _compared(comparison: Comparison, leads: Leads) -> None:
    """Show a comparison as a chart, and as a table for those who do not point; both lead to the tasks."""
    if not comparison.counts:
        st.caption("没有可画的。")
        return
    _offer(comparison)
    if comparison.colours:
        _show(_bars(comparison), comparison, leads)
    else:
        # As wide as its columns need: where the screen is narrower, it scrolls in a frame of its own.
        with st.container(key="field"):
            _show(_field(comparison), comparison, leads)
    if comparison.left_out:
        left_out = "、".join(comparison.left_out)
        st.caption(literal(f"画的是这些单位任务最多的主题，每个有主题的单位至少一个。没有画的：{left_out}。"))
    with st.expander("列成表（点击数字，即列出那些任务）"):
        rows = [_linked(str(row[0]), row[1:], comparison.columns, leads) for row in comparison.rows()]
        st.html(table([label for label, _ in comparison.labels], rows, "compared"))


def _linked(unit: str, counts: Sequence[str | int], columns: Sequence[str], leads: Leads) -> list[Value]:
    pairs = zip(columns, counts, strict=True)
    return [
        unit,
        *(Link(str(n), link("tasks", **leads(unit, it)), f"{unit}，{it}：{n} 项") if n else "" for it, n in pairs),
    ]


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


def _leads(names: Mapping[str, str], comparison: Comparison, key: str) -> Leads:
    """Return what the address of 任务台账 holds for a unit and a column by their labels."""
    units = {name: iri for iri, name in names.items()}
    columns = dict(zip(comparison.columns, comparison.keys, strict=True))
    return lambda unit, column: {"unit": short(units[unit]), key: columns[column]}


def _bars(comparison: Comparison) -> alt.Chart:
    scale = alt.Scale(domain=list(comparison.columns), range=list(comparison.colours))
    bars = _base(comparison, STEP).mark_bar()
    encoded = bars.encode(
        alt.X("任务数:Q", stack=True, axis=alt.Axis(tickMinStep=1, orient="top", title="任务数")),
        alt.Color("栏:N", scale=scale, legend=alt.Legend(orient="top", title=None)),
        alt.Order("次序:Q"),
        tooltip=TOLD,
    )
    return cast("alt.Chart", encoded)


def _field(comparison: Comparison) -> alt.LayerChart:
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
    return alt.LayerChart(layer=[cells, words], width=alt.Step(ACROSS))


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
    scale, axis = alt.Scale(domain=units), alt.Axis(labelLimit=400, labelOverlap=False, labelFlush=False)
    chart = alt.Chart(alt.InlineData(values=rows), height=alt.Step(step))
    return chart.encode(alt.Y("单位:N", scale=scale, sort=units, title=None, axis=axis))


def _show(chart: alt.Chart | alt.LayerChart, comparison: Comparison, leads: Leads) -> None:
    """Show a chart whose marks lead to their tasks."""
    chosen = alt.selection_point("chosen", fields=["单位", "栏"])
    if isinstance(chart, alt.LayerChart):
        chart.layer[0] = chart.layer[0].add_params(chosen)
    else:
        chart = chart.add_params(chosen)
    chart = chart.configure_axis(labelColor=INK, titleColor=INK, labelFontSize=12).configure_legend(labelColor=INK)
    # A field keeps a column for each label, and scrolls where a screen is narrower.
    width: Literal["stretch", "content"] = "stretch" if comparison.colours else "content"
    event = st.altair_chart(
        chart, width=width, key=f"chart-{comparison.title}", on_select="rerun", selection_mode="chosen"
    )
    points = event["selection"].get("chosen", ())
    if points:
        # Place and year go along by themselves.
        st.switch_page("app_pages/tasks.py", query_params={**leads(points[0]["单位"], points[0]["栏"])})


def _offer(comparison: Comparison) -> None:
    """Offer a comparison as a picture and as a table."""
    edition = opened_edition()
    name = f"{comparison.title}-{edition.id}"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            "存为图片（PNG）", partial(as_png, comparison, edition.notes), f"{name}.png", on_click="ignore"
        )
        st.download_button(
            "存为表格（Excel）", lambda: as_excel(_paper(comparison, edition)), f"{name}.xlsx", on_click="ignore"
        )
        st.caption("点击图中的色块，即列出那些任务；图下也有表。")


def _paper(comparison: Comparison, edition: Edition) -> Paper:
    return answered(Sheet(comparison.title, comparison.labels, comparison.rows(), edition.notes), edition)
