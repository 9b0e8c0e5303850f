"""The original beside the reading on the page of a document: which lines of it are shown, and what stands beside them.

The address holds the page (`page`), whether only what was not understood is shown (`only`), and the task that is
pointed at (`task`).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from app_pages.parts.addresses import keep, links_to, short
from app_pages.parts.opened import opened_store
from app_pages.parts.original_view import LEGEND, Reading, is_of, told, view
from app_pages.parts.originals import LOST, NO_ACCOUNT, OTHERWISE, opened_original, picture_of
from app_pages.parts.paging import page_of, show_pager
from app_pages.parts.scripts import show_here
from graph_build.pipeline import RawBlock
from graph_query.ledger.account import AccountLine, Place, lines_of_task
from graph_query.ledger.model import Document, Task
from graph_query.ledger.reading import Ledger
from graph_query.ledger.source_marks import supposed_in

ON_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """A document as its page shows it, and the ledger with its tasks; `pending` where a person must look at it."""

    document: Document
    ledger: Ledger
    pending: bool

    def tasks(self, first: int, last: int) -> dict[int, Task]:
        """Return its tasks from one number to another, by number."""
        within = "documents.iri = ? AND tasks.number BETWEEN ? AND ?"
        found = self.ledger.where(within, short(self.document.iri), first, last)
        return {task.index: task for task in found}


@dataclass(frozen=True, slots=True)
class Sheet:
    """Lines that are shown together, and the number of the PDF's page that they stand on, if it is shown too."""

    lines: Sequence[AccountLine]
    page: int | None = None


def show_beside(page: Shown, lines: Sequence[AccountLine]) -> None:
    """Show the original of a document, each line with what was read of it, in pages."""
    st.markdown("**原文与识读**")
    if not lines:
        st.info(NO_ACCOUNT)
        return
    blocks, pages = _blocks(page.document, lines)
    asked = [line for line in lines if line.asked]
    st.caption(f"原文 {len(lines)} 行（表格一行算一行），每个字的去向都列在旁边；没有读懂的 {len(asked)} 行，标红。")
    only = bool(asked) and st.toggle("只看没有读懂的", "only" in st.query_params, on_change=_keep_only, key="box-only")
    sheets = _sheets(asked if only else lines, 0 if only else pages)
    here = _pointed_at(page)
    (sheet,), number, count = page_of(sheets, 1, first=_first(sheets, here))
    st.html(LEGEND)
    _show(page, sheet, lines, blocks, here)
    show_pager(number, count)


def _keep_only() -> None:
    keep("only", "1" if st.session_state["box-only"] else None)
    keep("page", None)


def _blocks(document: Document, lines: Sequence[AccountLine]) -> tuple[Sequence[RawBlock], int]:
    """Return the blocks of a document's file, and how many pages are to be drawn of it; say so where there are none."""
    found = opened_original(document)
    if found.lost:
        st.warning(LOST[found.lost])
    elif not is_of(lines, found.blocks):
        st.warning(OTHERWISE)
        return (), found.pages
    return found.blocks, found.pages


def _sheets(lines: Sequence[AccountLine], pages: int) -> list[Sheet]:
    """Return lines by the pages of their PDF, else so many at a time."""
    if pages:
        by_page = {page: list(its) for page, its in itertools.groupby(lines, key=lambda line: line.page)}
        return [Sheet(by_page.get(number, []), number) for number in range(1, pages + 1)]
    return [Sheet(lines[at : at + ON_A_PAGE]) for at in range(0, len(lines), ON_A_PAGE)]


def _pointed_at(page: Shown) -> int | None:
    """Return the number of the task that the address points at."""
    task = page.ledger.task(st.query_params.get("task", ""))
    return task.index if task and task.document.iri == page.document.iri else None


def _first(sheets: Sequence[Sheet], here: int | None) -> int:
    """Return the number of the sheet that is shown first: that of the task that is pointed at."""
    if here is None:
        return 1
    return next((at for at, sheet in enumerate(sheets, 1) if lines_of_task(sheet.lines, here)), 1)


def _show(
    page: Shown, sheet: Sheet, lines: Sequence[AccountLine], blocks: Sequence[RawBlock], here: int | None
) -> None:
    """Show the lines of a sheet; those of a PDF's page beside the page itself."""
    numbers = [number for line in sheet.lines for number in line.tasks]
    tasks = page.tasks(min(numbers), max(numbers)) if numbers else {}
    to = links_to("tasks")
    said = {n: told(task, "" if page.pending else to(task=task.iri)) for n, task in tasks.items()}
    pointed = frozenset((sheet.lines[n].block, sheet.lines[n].row) for n in lines_of_task(sheet.lines, here or 0))
    reading = Reading(said, _supposed(page, sheet, tasks), pointed)
    shown = view(sheet.lines, lines, blocks, reading)
    if sheet.page is None:
        st.html(shown)
    else:
        left, right = st.columns([2, 3])
        picture = picture_of(page.document, sheet.page)
        if picture:
            left.image(picture, f"原件第 {sheet.page} 页")
        else:
            left.caption(f"原件第 {sheet.page} 页画不出来，请下载原件查看。")
        if sheet.lines:
            right.html(shown)
        else:
            right.caption("这一页没有读出文字。")
    if here is not None:
        show_here(f"{page.document.slug} {here}")


def _supposed(page: Shown, sheet: Sheet, tasks: dict[int, Task]) -> dict[Place, str]:
    """Return what the blank cells of lines are supposed to say."""
    if page.pending or not any(task.supposed for task in tasks.values()):
        return {}
    of_tasks = supposed_in(opened_store(), page.document.iri)
    found: dict[Place, str] = {}
    for line in sheet.lines:
        for number in line.tasks:
            task = tasks.get(number)
            for (block, column), words in of_tasks.get(task.iri if task else "", {}).items():
                if block == line.block:
                    found[block, line.row, column] = words
    return found
