"""One document whole: what it is, how surely it was read and why, and the original beside what was read of it."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from app_pages.parts.addresses import link
from app_pages.parts.beside import Shown, show_beside
from app_pages.parts.literal import literal
from app_pages.parts.opened import opened_edition
from app_pages.parts.originals import file_to_take, opened_original
from app_pages.parts.task_table import task_table
from app_pages.parts.task_view import show_people
from graph_query.exports.excel import as_excel
from graph_query.exports.ledgers import task_ledger
from graph_query.ledger import notices
from graph_query.ledger.account import lines_of
from graph_query.ledger.concepts import shown
from graph_query.ledger.facets import Choice, matching
from graph_query.ledger.model import Document
from graph_query.ledger.reading import Ledger, pending_ledger
from graph_query.ledger.tasks import Tasks
from graph_query.snapshots.snapshot import Snapshot

WEB = ("http://", "https://")


def document_named(ledger: Ledger, snapshot: Snapshot) -> Shown | None:
    """Return the document that the address names by its slug, held back or not; None where it names none."""
    slug = st.query_params.get("document")
    pending = any(one.slug == slug for one in snapshot.report.pending)
    if slug and pending:
        ledger = pending_ledger(snapshot, slug)
    document = next((one for one in ledger.documents.values() if one.slug == slug), None)
    return Shown(document, ledger, pending) if document else None


def show_document(page: Shown, snapshot: Snapshot) -> None:
    """Show a document: its facts, how surely it was read, and the original beside the reading."""
    document = page.document
    st.subheader(literal(document.title))
    _facts(document)
    if page.pending:
        st.error("待核：识读存疑太多，这份文件不收入图谱，各项列表和回答都不含它。请对照原文逐行核对。")
    elif notices.of_document(document):
        st.warning(literal(notices.of_document(document)))
    _sureness(document, snapshot.report.reasons.get(document.slug, ()))
    show_people(document.people)
    tasks = matching(page.ledger, Choice({"document": (document.iri,)}))
    account = snapshot.account(document.slug)
    if not page.pending:
        address = html.escape(link("tasks", document=document.iri))
        st.html(f"<p><a href='{address}'>看它的 {len(tasks)} 项任务</a></p>")
    _downloads(page, tasks, account)
    show_beside(page, lines_of(account, document.source))
    if page.pending:
        with st.expander(f"读出的 {len(tasks)} 项任务（待核）"):
            st.html(task_table(tasks, linked=False))


def _facts(document: Document) -> None:
    """Show what a document is, and where it comes from."""
    facts = (document.place, document.year, document.issuer, document.number, document.issued, document.source)
    st.caption(literal(" · ".join(filter(None, facts))))
    retrieved = f"{document.retrieved} 取得" if document.retrieved else ""
    origin = "，".join(filter(None, (shown("copyKinds", document.copy), retrieved)))
    url = html.escape(document.url)
    address = f"<a href='{url}' target='_blank' rel='noopener noreferrer'>{url}</a>" if _is_web(document.url) else url
    said = "；".join(filter(None, (address, html.escape(origin))))
    st.html(f"<p class='origin'>来源：{said or '没有登记'}　公开属性：{html.escape(document.openness or '未标明')}</p>")


def _is_web(url: str) -> bool:
    return url.startswith(WEB)


def _sureness(document: Document, reasons: Sequence[str]) -> None:
    st.markdown(f"**识读可信度 {document.sureness:.2f}**（只说程序读得有多准，与文件和发文机关的优劣无关）")
    if reasons:
        st.html(f"<ul>{''.join(f'<li>{html.escape(line)}</li>' for line in reasons)}</ul>")


def _downloads(page: Shown, tasks: Tasks, account: Sequence[Mapping[str, object]]) -> None:
    """Offer the file where it is kept, what became of each character, and tasks that stand in no list."""
    document = page.document
    with st.container(horizontal=True):
        if account and not opened_original(document).lost:
            st.download_button("下载原件", partial(file_to_take, document), document.source, on_click="ignore")
        if account:
            name = f"{document.slug}-逐行交代.json"
            take = partial(_as_json, account)
            st.download_button("下载逐行交代（JSON）", take, name, "application/json", on_click="ignore")
        if page.pending:
            title = f"{document.title}（待核）"
            ledger = partial(task_ledger, title, tasks, opened_edition())
            st.download_button("下载识读结果（Excel）", lambda: as_excel(ledger()), f"{title}.xlsx", on_click="ignore")


def _as_json(account: Sequence[Mapping[str, object]]) -> str:
    return json.dumps(account, ensure_ascii=False, indent=1)
