"""文件库: the documents of the graph; files are uploaded, looked at and added, or removed; checks and downloads."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st
from streamlit.elements.lib.mutable_tab_container import TabContainer

from app_pages.parts.addresses import keep, link, typed
from app_pages.parts.beside import Shown
from app_pages.parts.change_log import show_change_log
from app_pages.parts.document_view import document_named, show_document
from app_pages.parts.office_words import show_office_words
from app_pages.parts.opened import opened_edition, opened_ledger, opened_store
from app_pages.parts.page_title import show_title
from app_pages.parts.reviewing import show_reviewing
from app_pages.parts.scope import scope
from app_pages.parts.tables import Link, Value, table
from app_pages.parts.uploading import (
    offer_update,
    place_of_work,
    show_adding,
    show_failed,
    show_outcome,
    show_removing,
    wait,
)
from graph_build import pipeline
from graph_build.pipeline import ZerenError, home
from graph_build.uploads import Upload
from graph_build.uploads import uploads as uploads_in
from graph_query.exports import graph_export
from graph_query.ledger import notices
from graph_query.ledger.concepts import shown
from graph_query.ledger.facets import Choice, counts
from graph_query.ledger.model import Document
from graph_query.ledger.reading import Ledger
from graph_query.snapshots.report import SnapshotReport
from graph_query.snapshots.snapshot import Snapshot
from graph_query.sparql.ready_queries import checks
from graph_query.stores import Store, select

ELSEWHERE = "现在打开的不是本机 data/graph 中的图谱，不能在这里上传、移除、更正或校验文件。"
# So many documents are listed at once.
LISTED = 200
LABELS = ("标题", "地方", "年份", "发文机关", "文号", "任务", "识读可信度", "来源", "公开属性", "文件")

# On a small screen a title is still read in few lines.
STYLE = "<style>.library td:first-child { min-width: 10em }</style>"


def main() -> None:
    """Show one document where the address names one, else what is in the library, and what can be done with it."""
    store = opened_store()
    ledger, uploads = opened_ledger(), uploads_in(home())
    document = document_named(ledger, store.snapshot)
    if document:
        _one(document, store.snapshot)
        return
    show_title("文件库")
    if "document" in st.query_params:
        st.warning("库中没有这个地址所指的文件，可能文件已改动或移除。下面是全部文件。")
    # Places that are always there: what comes and goes above the tabs would send users back to the first.
    progress, outcome = place_of_work(), st.container()
    with outcome:
        show_outcome("")
    listed, adding, removing, changes, words, checking, taking = st.tabs(
        ["库中文件", "上传文件", "移除文件", "更正记录", "本机用词", "校验", "下载图谱"], key="tab", bind="query-params"
    )
    shows: tuple[tuple[TabContainer, bool, Callable[[], None]], ...] = (
        (listed, False, lambda: _documents(ledger, store.snapshot.report, uploads)),
        (adding, True, lambda: show_adding(ledger)),
        (removing, True, lambda: show_removing(ledger, uploads)),
        (changes, True, lambda: show_change_log(ledger)),
        (words, True, show_office_words),
        (checking, True, lambda: _checking(store)),
        (taking, False, lambda: _downloads(store, ledger)),
    )
    for tab, only_own, show in shows:
        # Tabs are made when they are seen, but for that of uploads: Streamlit would forget the files that were chosen.
        if tab.open or tab is adding:
            with tab:
                if only_own and not _is_own(store.snapshot):
                    st.info(ELSEWHERE)
                else:
                    show()
    wait(progress)


def _one(document: Shown, snapshot: Snapshot) -> None:
    """Show one document, or let its reading be settled."""
    slug, title = document.document.slug, document.document.title
    if "review" in st.query_params and _is_own(snapshot):
        # What stands above is little: what is settled is in sight at once.
        with st.container(key="review-head"):
            show_title(f"校对：{title}")
            with st.container(horizontal=True, vertical_alignment="center"):
                st.button("返回文件库", on_click=_back)
                st.button("看原文与识读", on_click=keep, args=("review", None))
                offer_update(slug)
        progress, outcome = place_of_work(), st.container()
        with outcome:
            show_outcome(f"{slug} review")
        show_reviewing(document)
        wait(progress)
        return
    show_title("文件库", title)
    progress, outcome = place_of_work(), st.container()
    with outcome:
        show_outcome(slug)
    with st.container(horizontal=True):
        st.button("返回文件库", on_click=_back)
        if _is_own(snapshot):
            st.button("校对", on_click=keep, args=("review", "1"), type="primary")
    if "review" in st.query_params:
        st.info(ELSEWHERE)
    show_document(document, snapshot)
    wait(progress)


def _back() -> None:
    for key in ("document", "review", "task", "only", "page"):
        keep(key, None)


def _is_own(snapshot: Snapshot) -> bool:
    """Say whether it is what a build below the home folder changes, and not what another address shows."""
    return snapshot.folder.parent.resolve() == (home() / "data" / "graph").resolve()


def _documents(ledger: Ledger, report: SnapshotReport, uploads: Sequence[Upload]) -> None:
    """Show what could not be read, the documents of the place and year chosen, and what else the last build told."""
    if report.withheld:
        st.subheader("未能读入的文件")
        st.html(table(("哪份文件，为什么，怎么办",), [(line,) for line in report.withheld]))
    if report.pending:
        st.subheader("待核的文件")
        st.caption("识读可信度不高于 0.50，不收入图谱，各项列表和回答都不含它们。点开逐行核对，或下载识读结果。")
        waiting: list[tuple[Value, ...]] = [
            (Link(one.title, link("documents", document=one.slug)), one.tasks, f"{one.sureness:.2f}", one.source)
            for one in report.pending
        ]
        st.html(table(("标题", "读出的任务", "识读可信度", "文件"), waiting))
    if ledger.documents:
        held = f"{len(ledger.documents)} 份文件，{len(ledger.tasks)} 项任务"
        st.caption(f"库中有 {held}。识读可信度只说程序读得有多准，与文件和发文机关的优劣无关；推定的责任另行注明。")
        words = typed("按标题、文号、发文机关或文件名查找", "find").split()
        found = [document for document in ledger.documents.values() if _is_sought(document, words)]
        if len(found) > LISTED:
            st.caption(f"符合的有 {len(found)} 份，只列出前 {LISTED} 份。请用上面的查找缩小范围。")
        if found:
            tasks = counts(ledger, Choice(), "document")
            own = {upload.slug for upload in uploads if not upload.copy}
            rows = [_row(document, tasks[document.iri], report, document.slug in own) for document in found[:LISTED]]
            st.html(f"{STYLE}<div class='library'>{table(LABELS, rows)}</div>")
        else:
            st.info("没有符合的文件。请换一个词查找，或放宽上方的地方、年度。")
    else:
        st.info("库中还没有文件。请在“上传文件”中选择任务分解表。")
    if report.problems:
        st.subheader("最近一次更新时的提示")
        st.html(table(("哪份文件，什么情况",), [(line,) for line in report.problems]))


def _is_sought(document: Document, words: Sequence[str]) -> bool:
    chosen = scope()
    inside = not chosen.get("place") or bool(set(chosen["place"]) & set(document.places))
    text = f"{document.title} {document.number} {document.issuer} {document.source} {document.place}"
    return (
        inside
        and (not chosen.get("year") or bool(set(chosen["year"]) & set(document.years)))
        and all(word in text for word in words)
    )


def _row(document: Document, tasks: int, report: SnapshotReport, uploaded: bool) -> tuple[Value, ...]:  # noqa: FBT001
    retrieved = f"{document.retrieved} 取得" if document.retrieved else ""
    origin = (shown("copyKinds", document.copy) or "未注明", notices.of_document(document), document.url, retrieved)
    copies = report.copies.get(document.slug, ())
    return (
        Link(document.title, link("documents", document=document.slug)),
        document.place,
        document.year,
        document.issuer,
        document.number,
        Link(str(tasks), link("tasks", document=document.iri)),
        _sure(document, report.reasons.get(document.slug, ())),
        "；".join(filter(None, origin)),
        document.openness,
        f"{'本机上传' if uploaded else '原有文件'}：{document.source}"
        + (f"；副本：{'、'.join(copies)}" if copies else ""),
    )


def _sure(document: Document, reasons: Sequence[str]) -> str:
    checked = f"；已核对 {document.checked} / {document.tasks} 项" if document.checked else ""
    return f"{document.sureness:.2f}" + (f"（{'；'.join(reasons)}）" if reasons else "") + checked


def _checking(store: Store) -> None:
    """Show what breaks the shapes, and the doubtful readings, when asked."""
    st.caption("逐份检查图谱是否合乎约束，并列出存疑的识读，供对照原文。文件多时需要几分钟。")
    if st.button("校验"):
        with st.spinner("正在校验…"):
            try:
                st.session_state["checked"] = (store.snapshot.id, pipeline.check_shapes(home()))
            except ZerenError as error:
                show_failed(str(error))
    checked, problems = st.session_state.get("checked", ("", ()))
    if checked != store.snapshot.id:
        return
    rows = [("不合约束" if p.withheld else "提示", p.document, p.message) for p in problems]
    if rows:
        st.html(table(("程度", "文件", "问题"), rows))
    else:
        st.success("各文件的图谱都合乎约束。")
    for check in checks():
        found = select(opened_store(), check.sparql).values()
        with st.expander(f"存疑：{check.title}（{len(found)} 行）"):
            st.html(table([label for _, label in check.columns], [[r[v] for v, _ in check.columns] for r in found]))


def _downloads(store: Store, ledger: Ledger) -> None:
    """Offer the whole graph in three forms, made when they are asked for."""
    foot, snapshot = opened_edition().foot, store.snapshot
    name = f"zeren-{snapshot.id}"
    forms: tuple[tuple[str, str, str, Callable[[], bytes], str], ...] = (
        ("Turtle", ".ttl", "text/turtle", lambda: graph_export.turtle(snapshot, foot), "全部文件合为一个图"),
        ("N-Quads", ".nq", "application/n-quads", lambda: graph_export.nquads(snapshot, foot), "每份文件一个具名图"),
        (
            "CSV",
            "-neo4j.zip",
            "application/zip",
            lambda: graph_export.neo4j(ledger, foot),
            "节点表和关系表，供 Neo4j 导入",
        ),
    )
    for form, ending, kind, make, description in forms:
        st.download_button(f"下载 {form}（{description}）", make, f"{name}{ending}", kind, on_click="ignore")


main()
