"""What 首页 shows where nothing is asked: what this is, doors by person, how much there is, places, what is due."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from datetime import timedelta

import streamlit as st

from app_pages.parts.addresses import link
from app_pages.parts.opened import opened_edition, opened_store, today
from app_pages.parts.tables import Link, table
from graph_query.ledger import notices
from graph_query.ledger.concepts import SUPPOSED, TEMPLATE
from graph_query.ledger.days import due_within, latest_own
from graph_query.ledger.facets import Choice, matching
from graph_query.ledger.model import Document
from graph_query.ledger.reading import Ledger
from graph_query.ledger.tasks import Tasks
from graph_query.ledger.workload import documents_of, held_by

# So many places have a card, each with so many documents; and so many tasks that are due next, within so many days.
MOST_PLACES, MOST_DOCUMENTS, MOST_DUE, DUE_DAYS = 12, 3, 5, 3660
# What stands for 公开属性 of a document that does not say whether it may be published.
UNMARKED = ("", "未标明")
# So many places are named in the sentence of what there is.
MOST_NAMED = 4
# A name, what its person comes for, and the ways in.
Door = tuple[str, str, tuple[tuple[str, str], ...]]


def show_what_it_is(ledger: Ledger, tasks: Tasks) -> None:
    """Say in a sentence what this is and whose data it shows."""
    documents = [ledger.documents[iri] for iri in documents_of(ledger, tasks)]
    own = [document for document in documents if document.copy != TEMPLATE]
    years = sorted({year for document in own for year in document.years})
    span = f"（{'—'.join(dict.fromkeys((years[0], years[-1])))}年）" if years else ""
    places = list(dict.fromkeys(document.place for document in own if document.place))
    named = "、".join(map(html.escape, places[:MOST_NAMED])) + (
        f"等 {len(places)} 个地方" if len(places) > MOST_NAMED else ""
    )
    templates = f"，另有隐去地名的范文 {len(documents) - len(own)} 份" if len(own) < len(documents) else ""
    unmarked = sum(document.openness in UNMARKED for document in own)
    marks = f"，其中 {unmarked} 份未标明公开属性" if unmarked else ""
    edition = opened_edition()
    st.html(
        "<p class='lead'>把政府的任务分工文件逐项读成台账："
        "<b>谁负责、何时完成、依据什么</b>，每一条都能回到原文。</p>"
        f"<p>所收为{named}的 {len(own)} 份文件{span}{marks}{templates}，由程序识读，不是官方台账；"
        f"数据截至 <span class='day'>{edition.built or '未知'}</span>。</p>"
    )


def show_front(ledger: Ledger, tasks: Tasks) -> None:
    """Show the ways in, and what there is of some tasks."""
    _doors()
    _numbers(ledger, tasks)
    _places(ledger, tasks)
    with st.container(key="due"):
        _due(tasks)
    _doubts(ledger, tasks)


def _doors() -> None:
    """Show a door for each kind of person, to where that person works."""
    cards = "".join(
        f"<section><h2>{name}</h2><p>{words}</p><ul>{''.join(_item(*way) for way in ways)}</ul></section>"
        for name, words, ways in (_for_units(), _for_checking(), _for_knowing())
    )
    st.html(f"<div class='doors'>{cards}</div>")


def _for_units() -> Door:
    ways = (
        ("找本单位的清单", link("units")),
        ("看近期到期的", link("tasks", view="到期")),
        ("上传文件做台账", link("documents", tab="上传文件")),
    )
    return "我是单位", "本单位要做什么，什么时候到期；导出台账填报。", ways


def _for_checking() -> Door:
    ways = (
        ("查台账和缺项", link("tasks")),
        ("核对文件的识读", link("documents")),
        ("比较一地的各单位", link("units", view="图表")),
    )
    return "我来核查", "哪些没有写单位或时限，哪些识读存疑，逐条对照原文。", ways


def _for_knowing() -> Door:
    ways = (
        ("按文件依据查", link("acts")),
        ("看关系图", link("network")),
        ("按词语查任务", link("tasks")),
    )
    return "我想知道", "一件事由谁管，一份文件分给了谁，谁和谁一起办。", ways


def _item(words: str, address: str) -> str:
    return f"<li>{_link(words, address)}</li>"


def _link(words: str, address: str) -> str:
    return f"<a href='{html.escape(address)}'>{html.escape(words)}</a>"


def _numbers(ledger: Ledger, tasks: Tasks) -> None:
    """Show how much there is, each number leading to its list."""
    held = held_by(ledger, tasks)
    numbers = (
        ("文件", held.documents, link("documents")),
        ("任务", held.tasks, link("tasks")),
        ("单位", held.units, link("units")),
        ("所引文件", held.acts, link("acts", cited="true")),
    )
    shown = "".join(
        f"<li><a href='{html.escape(address)}'><b>{number}</b> {name}</a></li>" for name, number, address in numbers
    )
    st.html(f"<h2>本库现有</h2><ul class='numbers'>{shown}</ul>")


def _places(ledger: Ledger, tasks: Tasks) -> None:
    """Show the places with their documents and years, one a card."""
    by_place: dict[str, list[Document]] = {}
    for iri in documents_of(ledger, tasks):
        document = ledger.documents[iri]
        by_place.setdefault(document.place or notices.NOWHERE, []).append(document)
    counts = tasks_by_document(ledger, tasks)
    cards = [_card(place, documents, counts) for place, documents in list(by_place.items())[:MOST_PLACES]]
    more = len(by_place) - MOST_PLACES
    rest = f"<p>{_link(f'另有 {more} 个地方，见文件库', link('documents'))}</p>" if more > 0 else ""
    if cards:
        st.html(f"<h2>各地文件</h2><div class='places'>{''.join(cards)}</div>{rest}")


def tasks_by_document(ledger: Ledger, tasks: Tasks) -> dict[str, int]:
    """Return how many of some tasks each document has."""
    rows = tasks.counted("SELECT document, count(*) FROM tasks {where} GROUP BY document", "tasks.id")
    return {ledger.documents_by_number[number].iri: count for number, count in rows}


def _card(place: str, documents: Sequence[Document], counts: dict[str, int]) -> str:
    items = "".join(
        f"<li>{_link(document.title, link('documents', document=document.slug))}"
        f"<span>{document.year and f'{document.year}年度 · '}"
        f"{_link(f'{counts[document.iri]} 项任务', link('tasks', document=document.iri))}</span></li>"
        for document in documents[:MOST_DOCUMENTS]
    )
    more = len(documents) - MOST_DOCUMENTS
    rest = _item(f"另有 {more} 份", link("documents", place=place)) if more > 0 else ""
    return f"<section><h3>{html.escape(place)}</h3><ul>{items}{rest}</ul></section>"


def _due(tasks: Tasks) -> None:
    """Show what is due next."""
    st.html("<h2>接下来到期</h2>")
    first = today()
    days, due = due_within(tasks, first, first + timedelta(days=DUE_DAYS))
    if not due:
        latest = latest_own(tasks)
        last = f"所定期限最晚的是 {latest}。" if latest else ""
        see = _link("看各月到期的", link("tasks", view="月历"))
        st.html(f"<p>所收文件没有在今天（{first}）以后到期的任务。{last}{see}</p>")
        return
    rows = [
        (str(day), Link(task.text, link("tasks", task=task.iri)), task.document.shown)
        for day, task in zip(days[:MOST_DUE], due[:MOST_DUE], strict=True)
    ]
    st.html(table(("最后一日", "任务", "文件"), rows))
    address = link("tasks", **{"view": "到期", "from": str(first), "within": str(DUE_DAYS)})
    st.html(f"<p>{_link(f'全部 {len(due)} 项', address)}</p>")


def _doubts(ledger: Ledger, tasks: Tasks) -> None:
    """Show what was not read, is doubtful, or is supposed, each with the way to it."""
    report = opened_store().snapshot.report
    documents = [ledger.documents[iri] for iri in documents_of(ledger, tasks)]
    lines = [
        _counted("未能读入的文件", len(report.withheld), "份", link("documents"))
        if report.is_known
        else report.missing,
        _counted("识读存疑太多、待核的文件", len(report.pending), "份", link("documents")),
        _listed("识读存疑、请对照原文的文件", filter(notices.is_doubtful, documents)),
        _listed("来源为范文或转载件的文件", [it for it in documents if it.copy in notices.OF_COPIES]),
        _supposed(ledger, tasks),
    ]
    st.html(f"<h2>没有读入或存疑的</h2><ul class='doubts'>{''.join(f'<li>{line}</li>' for line in lines)}</ul>")


def _counted(what: str, count: int, unit: str, address: str) -> str:
    return f"{what}：{_link(f'{count} {unit}', address) if count else '没有'}"


def _listed(what: str, documents: Iterable[Document]) -> str:
    links = [_link(document.title, link("documents", document=document.slug)) for document in documents]
    more = f" 等 {len(links)} 份" if len(links) > MOST_PLACES else ""
    return f"{what}：{'、'.join(links[:MOST_PLACES]) + more if links else '没有'}"


def _supposed(ledger: Ledger, tasks: Tasks) -> str:
    """Return how many assignments are supposed, with the way to their tasks."""
    held = held_by(ledger, tasks)
    bases = tuple(sorted(SUPPOSED))
    of_them = len(matching(ledger, Choice({"basis": bases})).within(tasks)) if held.supposed else 0
    address = f"{link('tasks')}{'&' if '?' in link('tasks') else '?'}{'&'.join(f'basis={basis}' for basis in bases)}"
    see = f"（{_link(f'{of_them} 项任务', address)}）" if of_them else ""
    return f"责任分工 {held.assignments} 条，其中 {held.supposed} 条为{notices.SUPPOSED}{see}"
