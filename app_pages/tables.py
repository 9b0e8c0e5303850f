"""Rows as a table that shows long texts whole."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

STYLE = """<style>
.scroll { overflow-x: auto }
table.rows { border-collapse: collapse; width: 100%; font-size: 0.9rem; line-height: 1.6 }
table.rows th, table.rows td { border: 1px solid #d5d8dc; padding: 0.3rem 0.6rem; text-align: left }
table.rows td { vertical-align: top }
table.rows th { background: #f0f3f6; white-space: nowrap }
table.rows td { min-width: 4.5em }
</style>"""


def table(labels: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows as an HTML table, long texts wrapped, everything from documents escaped."""
    head = "".join(f"<th>{html.escape(label)}</th>" for label in labels)
    body = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    rows_ = f"<table class='rows'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f"{STYLE}<div class='scroll'>{rows_}</div>"
