"""Rows as a table that shows long texts whole, with links; everything from documents escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import streamlit as st

from graph_query.ledger.marks import SAYS

# A date stays in one line; the longer a text, the wider its column.
DATE = re.compile(r"\d{4}-\d\d-\d\d")
LENGTHS = (("long", 40), ("middle", 10))
# So short a cell, a place or 持续推进, stays in one line.
SHORT = 4


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads to a page; `says` is what is read aloud of it where its words alone say too little."""

    words: str
    address: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class Marks:
    """A cell with words in pieces, a sign behind some of them, each sign with what it means."""

    pieces: tuple[tuple[str, str, str], ...]

    @property
    def words(self) -> str:
        """The words alone."""
        return "".join(words for words, *_ in self.pieces)


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column by which a list can be put in order: the address that does it, and how it is now.

    `order` is ascending, descending, or empty.
    """

    words: str
    address: str
    order: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A row over others that says what they have in common."""

    words: str


Value = str | int | Link | Marks
CHOSEN = " aria-current='true'"
ARROWS = {"ascending": "▲", "descending": "▼", "": "↕"}


def table(
    labels: Sequence[str | Head],
    rows: Iterable[Sequence[Value] | Group],
    kind: str = "cards",
    chosen: int | None = None,
    later: int | None = None,
) -> str:
    """Return rows as an HTML table; style.css wraps long texts, and on a narrow screen shows each row as a card.

    Another `kind` than cards stays a table there. In one of the kind `opens`, whose heads stay in sight, a click
    anywhere in a row follows its first link (links.js); `chosen` is the row that is open. What is `later` than so many
    rows a narrow screen may fold (style.css).
    """
    names = [label.words if isinstance(label, Head) else label for label in labels]
    head = "".join(map(_head, labels))
    body = "".join(
        _row(names, row, "later" if later is not None and n >= later else "", CHOSEN if n == chosen else "")
        for n, row in enumerate(rows)
    )
    # A region that scrolls can be reached by the keyboard.
    return (
        f"<div class='scroll' tabindex='0' role='region' aria-label='表格：{html.escape('、'.join(names))}'>"
        f"<table class='rows {kind}'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def show_table(labels: Sequence[str], rows: Sequence[Sequence[Value]], nothing: str) -> None:
    """Show rows as a table; where there are none say so."""
    if rows:
        st.html(table(labels, rows))
    else:
        st.caption(nothing)


def _head(label: str | Head) -> str:
    if isinstance(label, str):
        return f"<th scope='col'>{html.escape(label)}</th>"
    order = f" aria-sort='{label.order}'" if label.order else ""
    words, address = html.escape(label.words), html.escape(label.address)
    arrow = f"<span aria-hidden='true'>{ARROWS[label.order]}</span>"
    return f"<th scope='col'{order}><a href='{address}' title='按{words}排序'>{words}{arrow}</a></th>"


def _row(names: Sequence[str], row: Sequence[Value] | Group, kind: str, chosen: str) -> str:
    if isinstance(row, Group):
        head = f"<th colspan='{len(names)}' scope='rowgroup'>{html.escape(row.words)}</th>"
        return f"<tr class='group {kind}'>{head}</tr>"
    cells = "".join(_cell(name, value) for name, value in zip(names, row, strict=True))
    return f"<tr{kind and f' class={kind!r}'}{chosen}>{cells}</tr>"


def _cell(label: str, value: Value) -> str:
    words = value.words if isinstance(value, Link | Marks) else str(value)
    kind = "date" if DATE.fullmatch(words) else next((name for name, length in LENGTHS if len(words) > length), "")
    kind = kind or ("short" if len(words) <= SHORT else "")
    return f"<td class='{kind}' data-label='{html.escape(label)}'>{_content(value, words)}</td>"


def _content(value: Value, words: str) -> str:
    if isinstance(value, Marks):
        return "".join(f"{html.escape(piece)}{mark(sign, meaning)}" for piece, sign, meaning in value.pieces)
    if isinstance(value, Link):
        says = f" aria-label='{html.escape(value.says)}'" if value.says else ""
        return f"<a href='{html.escape(value.address)}'{says}>{html.escape(words)}</a>"
    return html.escape(words)


def mark(sign: str, meaning: str) -> str:
    """Return a sign as HTML, with what it means for those who point at it and those who hear it."""
    if not sign:
        return ""
    meant, says = html.escape(meaning), html.escape(SAYS.get(sign, ""))
    return (
        f"<span class='mark{_drawn(sign)}' role='img' aria-label='{meant}' title='{meant}' data-says='{says}'>"
        f"{_written(sign)}</span>"
    )


def sign_alone(sign: str) -> str:
    """Return a sign as HTML that nobody hears: its meaning stands beside it."""
    return f"<span class='mark{_drawn(sign)}' aria-hidden='true'>{_written(sign)}</span>"


# style.css draws the clock: few fonts have it.
def _drawn(sign: str) -> str:
    return " clock" if sign == "⏱" else ""


def _written(sign: str) -> str:
    return "" if sign == "⏱" else html.escape(sign)
