"""One document whole: what it is, how surely it was read and why, and what became of each of its lines."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from app_pages.parts.addresses import keep, link
from app_pages.parts.literal import literal
from app_pages.parts.opened import opened_edition
from app_pages.parts.paging import page_of, show_pager
from app_pages.parts.task_table import task_table
from graph_query.exports.excel import as_excel
from graph_query.exports.ledgers import task_ledger
from graph_query.ledger import notices
from graph_query.ledger.account import AccountLine, Piece, lines_of
from graph_query.ledger.concepts import shown
from graph_query.ledger.facets import Choice, matching
from graph_query.ledger.model import Document, Task
from graph_query.ledger.reading import Ledger, pending_ledger
from graph_query.snapshots.snapshot import Snapshot

ON_A_PAGE = 100
# What needs no word beside its text: most of a document.
PLAIN = ("furniture",)
OF_TASKS = ("task", "assignment", "limit", "remark")


@dataclass(frozen=True, slots=True)
class Shown:
    """A document as its page shows it: its tasks in order, and whether it is held back for a person to look at."""

    document: Document
    tasks: tuple[Task, ...]
    pending: bool


def document_named(ledger: Ledger, snapshot: Snapshot) -> Shown | None:
    """Return the document that the address names by its slug, held back or not; None where it names none."""
    slug = st.query_params.get("document")
    pending = any(one.slug == slug for one in snapshot.report.pending)
    if slug and pending:
        ledger = pending_ledger(snapshot, slug)
    document = next((one for one in ledger.documents.values() if one.slug == slug), None)
    if document is None:
        return None
    return Shown(document, tuple(matching(ledger, Choice({"document": (document.iri,)}))), pending)


def show_document(page: Shown, snapshot: Snapshot) -> None:
    """Show a document: its facts, how surely it was read, and what became of each line."""
    document = page.document
    st.subheader(literal(document.title))
    facts = (document.place, document.year, document.issuer, document.number, document.issued, document.source)
    st.caption(literal(" · ".join(filter(None, facts))))
    if page.pending:
        st.error("待核：识读存疑太多，这份文件不收入图谱，各项列表和回答都不含它。请对照原文逐行核对。")
    elif notices.of_document(document):
        st.warning(literal(notices.of_document(document)))
    _sureness(document, snapshot.report.reasons.get(document.slug, ()))
    _tasks(page)
    account = snapshot.account(document.slug)
    _account(lines_of(account, document.source), () if page.pending else page.tasks)
    name = f"{document.slug}-逐行交代.json"
    st.download_button("下载逐行交代（JSON）", lambda: _as_json(account), name, "application/json", on_click="ignore")


def _as_json(account: Sequence[Mapping[str, object]]) -> str:
    return json.dumps(account, ensure_ascii=False, indent=1)


def _sureness(document: Document, reasons: Sequence[str]) -> None:
    st.markdown(f"**识读可信度 {document.sureness:.2f}**（只说程序读得有多准，与文件和发文机关的优劣无关）")
    if reasons:
        st.html(f"<ul>{''.join(f'<li>{html.escape(line)}</li>' for line in reasons)}</ul>")


def _tasks(page: Shown) -> None:
    if page.pending:
        st.markdown(f"**读出的 {len(page.tasks)} 项任务（待核）**")
        st.html(task_table(page.tasks, linked=False))
        title = f"{page.document.title}（待核）"
        ledger = partial(task_ledger, title, page.tasks, opened_edition())
        st.download_button("下载识读结果（Excel）", lambda: as_excel(ledger()), f"{title}.xlsx", on_click="ignore")
        return
    address = html.escape(link("tasks", document=page.document.iri))
    st.html(f"<p><a href='{address}'>看它的 {len(page.tasks)} 项任务</a></p>")


def _account(lines: Sequence[AccountLine], tasks: Sequence[Task]) -> None:
    """Show the lines of the account, each with what became of its pieces; those not understood are marked."""
    st.markdown("**逐行交代**")
    asked = [line for line in lines if line.asked]
    st.caption(f"原文 {len(lines)} 行（表格一行算一行），每个字的去向都列在这里；没有读懂的 {len(asked)} 行，标红。")
    only = bool(asked) and st.toggle("只看没有读懂的", "only" in st.query_params, on_change=_keep_only, key="box-only")
    on_page, page, pages = page_of(asked if only else lines, ON_A_PAGE)
    rows = "".join(_row(line, tasks) for line in on_page)
    head = "".join(f"<th scope='col'>{label}</th>" for label in ("位置", "原文", "去向"))
    st.html(
        f"<div class='scroll account' tabindex='0' role='region' aria-label='逐行交代'>"
        f"<table class='rows'><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
    show_pager(page, pages)


def _keep_only() -> None:
    keep("only", "1" if st.session_state["box-only"] else None)


def _row(line: AccountLine, tasks: Sequence[Task]) -> str:
    words = "".join(_piece(piece) for piece in line.pieces)
    fates = "、".join(dict.fromkeys(_fate(piece, tasks) for piece in line.pieces if piece.fate not in PLAIN))
    return f"<tr><td>{html.escape(line.where)}</td><td>{words}</td><td>{fates}</td></tr>"


def _piece(piece: Piece) -> str:
    words = html.escape(" ".join(piece.words.split()))
    if piece.fate == "not_understood":
        return f" <mark>{words}</mark> "
    return f" <del>{words}</del> " if piece.fate == "left_out" else f" {words} "


def _fate(piece: Piece, tasks: Sequence[Task]) -> str:
    """Return what became of a piece, in words; of a task's a link that leads to it."""
    if piece.task is None or piece.fate not in OF_TASKS:
        return html.escape(shown("fates", piece.fate))
    words = f"任务{piece.task}的{shown('fates', piece.fate)}" if piece.fate != "task" else f"任务{piece.task}"
    if piece.task > len(tasks):
        return words
    return f"<a href='{html.escape(link('tasks', task=tasks[piece.task - 1].iri))}'>{words}</a>"
