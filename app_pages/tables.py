"""Rows as a table that shows long texts whole, with links; everything from documents escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# A date stays in one line.
DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads to a page."""

    words: str
    address: str


Value = str | int | Link


def table(labels: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    """Return rows as an HTML table; the page's style (app_pages/style.css) wraps long texts."""
    head = "".join(f"<th scope='col'>{html.escape(label)}</th>" for label in labels)
    body = "".join("<tr>" + "".join(f"<td>{_cell(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    # A region that scrolls can be reached by the keyboard.
    return (
        "<div class='scroll' tabindex='0' role='region' aria-label='表格'>"
        f"<table class='rows'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cell(value: Value) -> str:
    if isinstance(value, Link):
        return f"<a href='{html.escape(value.address)}' target='_self'>{html.escape(value.words)}</a>"
    said = html.escape(str(value))
    return f"<span class='date'>{said}</span>" if DATE.fullmatch(said) else said
