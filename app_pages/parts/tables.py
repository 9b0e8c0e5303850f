"""Rows as a table that shows long texts whole, with links; everything from documents escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import streamlit as st

# A date stays in one line; the longer a text, the wider its column.
DATE = re.compile(r"\d{4}-\d\d-\d\d")
LENGTHS = (("long", 40), ("middle", 10))
# So short a cell, a place or 持续推进, stays in one line.
SHORT = 4


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads to a page."""

    words: str
    address: str


Value = str | int | Link


def table(labels: Sequence[str], rows: Iterable[Sequence[Value]], kind: str = "cards") -> str:
    """Return rows as an HTML table; style.css wraps long texts, and on a narrow screen shows each row as a card.

    Another `kind` than cards stays a table there.
    """
    head = "".join(f"<th scope='col'>{html.escape(label)}</th>" for label in labels)
    cells = ("".join(_cell(label, value) for label, value in zip(labels, row, strict=True)) for row in rows)
    body = "".join(f"<tr>{row}</tr>" for row in cells)
    # A region that scrolls can be reached by the keyboard.
    return (
        "<div class='scroll' tabindex='0' role='region' aria-label='表格'>"
        f"<table class='rows {kind}'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def show_table(labels: Sequence[str], rows: Sequence[Sequence[Value]], nothing: str) -> None:
    """Show rows as a table; where there are none say so."""
    if rows:
        st.html(table(labels, rows))
    else:
        st.caption(nothing)


def _cell(label: str, value: Value) -> str:
    words = value.words if isinstance(value, Link) else str(value)
    content = html.escape(words)
    if isinstance(value, Link):
        content = f"<a href='{html.escape(value.address)}'>{content}</a>"
    kind = "date" if DATE.fullmatch(words) else next((name for name, length in LENGTHS if len(words) > length), "")
    kind = kind or ("short" if len(words) <= SHORT else "")
    return f"<td class='{kind}' data-label='{html.escape(label)}'>{content}</td>"
