"""更正记录: every correction of the library, the latest first, and the same as a feed that programs read (Atom)."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from app_pages.parts.addresses import BASE, link
from app_pages.parts.paging import page_of, show_pager
from app_pages.parts.tables import Link, Value, table
from graph_build import corrections
from graph_build.corrections import Correction
from graph_build.pipeline import home
from graph_query.ledger.reading import Ledger

ON_A_PAGE = 100
ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class Entry:
    """A correction, and the document that it is of."""

    slug: str
    title: str
    said: Correction


def show_change_log(ledger: Ledger) -> None:
    """Show every correction, dated, and offer them as a file."""
    found = corrections.read_all(home())
    titles = {document.slug: document.title for document in ledger.documents.values()}
    log = entries(found.of, titles)
    for problem in found.problems:
        st.warning(problem.message)
    if not log:
        st.info("还没有更正或核对。打开一份文件，点“校对”，即可对照原文更正。")
        return
    checks = sum(entry.said.what in corrections.CHECKS for entry in log)
    st.caption(f"更正 {len(log) - checks} 条，核对 {checks} 条，新的在前。存于 data/corrections，每份文件一个。")
    st.download_button(
        "下载更正记录（Atom）", lambda: feed(log), "更正记录.atom.xml", "application/atom+xml", on_click="ignore"
    )
    on_page, page, pages = page_of(log, ON_A_PAGE)
    rows: list[tuple[Value, ...]] = [
        (
            entry.said.on.isoformat(),
            entry.said.by,
            Link(entry.title, link("documents", document=entry.slug)),
            corrections.as_line(entry.said).rpartition("（")[0],
            entry.said.why,
        )
        for entry in on_page
    ]
    st.html(table(("日期", "核对人", "文件", "更正", "说明"), rows))
    show_pager(page, pages)


def entries(of: Mapping[str, Sequence[Correction]], titles: Mapping[str, str]) -> list[Entry]:
    """Return the corrections of all documents, the latest first."""
    found = [Entry(slug, titles.get(slug, slug), one) for slug, said in of.items() for one in reversed(said)]
    return sorted(found, key=lambda entry: entry.said.on, reverse=True)


def feed(log: Sequence[Entry]) -> bytes:
    """Return corrections as an Atom feed; days are said as their beginning, since no more is known."""
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed")
    _add(root, "id", f"{BASE}corrections")
    _add(root, "title", "zeren 责任图谱：更正记录")
    _add(root, "updated", _moment(log[0]))
    for entry in log:
        node = ET.SubElement(root, f"{{{ATOM}}}entry")
        _add(node, "id", f"{BASE}document/{entry.slug}/correction/{entry.said.key}")
        _add(node, "title", corrections.as_line(entry.said))
        _add(node, "updated", _moment(entry))
        _add(ET.SubElement(node, f"{{{ATOM}}}author"), "name", entry.said.by)
        _add(node, "summary", "。".join(filter(None, (f"文件：{entry.title}", entry.said.why))))
    written: bytes = ET.tostring(root, "utf-8", xml_declaration=True)
    return written


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}{name}").text = text


def _moment(entry: Entry) -> str:
    return f"{entry.said.on.isoformat()}T00:00:00Z"
