"""更正记录: every correction of the library, the latest first, and the same as a feed that programs read (Atom)."""

from __future__ import annotations

import streamlit as st

from app_pages.parts.addresses import link
from app_pages.parts.literal import literal
from app_pages.parts.paging import page_of, show_pager
from app_pages.parts.tables import Link, Value, table
from graph_build import corrections
from graph_build.pipeline import home
from graph_query.ledger.reading import Ledger

ON_A_PAGE = 100


def show_change_log(ledger: Ledger) -> None:
    """Show every correction, dated, and offer them as a file."""
    for problem in corrections.read_all(home()).problems:
        st.warning(literal(problem.message))
    titles = {document.slug: document.title for document in ledger.documents.values()}
    log = corrections.changes(home())
    if not log:
        st.info("还没有更正或核对。打开一份文件，点“校对”，即可对照原文更正。")
        return
    checks = sum(change.correction.what in corrections.CHECKS for change in log)
    st.caption(f"更正 {len(log) - checks} 条，核对 {checks} 条，新的在前。存于 data/corrections，每份文件一个。")
    st.download_button(
        "下载更正记录（Atom）",
        lambda: corrections.as_atom(log, titles),
        "更正记录.atom.xml",
        "application/atom+xml",
        on_click="ignore",
    )
    on_page, page, pages = page_of(log, ON_A_PAGE)
    rows: list[tuple[Value, ...]] = [
        (
            change.correction.on.isoformat(),
            change.correction.by,
            Link(titles.get(change.slug, change.slug), link("documents", document=change.slug)),
            corrections.as_line(change.correction).rpartition("（")[0],
            change.correction.why,
        )
        for change in on_page
    ]
    st.html(table(("日期", "核对人", "文件", "更正", "说明"), rows))
    show_pager(page, pages)
