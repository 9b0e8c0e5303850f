"""What is due in a month, as a list ready to send: a paper, and the same as a message."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from graph_query.exports.entries import Entry, Form, limited
from graph_query.exports.ledgers import ledger_of_entries
from graph_query.exports.paper import Heading, Paper, words_of
from graph_query.exports.sheet import Edition
from graph_query.ledger.days import due_within
from graph_query.ledger.tasks import Tasks


def month_after(day: date) -> str:
    """Return the month after that of a day.

    >>> month_after(date(2022, 12, 31))
    '2023-01'
    """
    return f"{day.replace(day=monthrange(day.year, day.month)[1]) + timedelta(days=1):%Y-%m}"


def month_in_words(month: str) -> str:
    """Return a month as it is written.

    >>> month_in_words("2022-06")
    '2022年6月'
    """
    year, number = month.split("-")
    return f"{year}年{int(number)}月"


def due_list(
    whose: str,
    tasks: Tasks,
    month: str,
    form: Form,
    edition: Edition,
) -> Paper:
    """Return which of some tasks are due in a month, day by day; `whose` they are begins the title."""
    first = date.fromisoformat(f"{month}-01")
    days, due = due_within(tasks, first, first.replace(day=monthrange(first.year, first.month)[1]))

    def entries() -> Iterator[Entry]:
        return (_on(day, form.entry_of(task)) for day, task in zip(days, due, strict=True))

    listed = f"共 {len(due)} 项"
    return ledger_of_entries(f"{whose}{month_in_words(month)}到期任务清单", listed, form.columns, entries, edition)


def as_message(paper: Paper) -> str:
    """Return a paper as plain text to send: a line for each row, what is left to fill in left out."""
    said = [paper.title, paper.under[0], ""]
    labels = [column.label for column in paper.table.columns]
    for line in paper.table.lines():
        if isinstance(line, Heading):
            said.append(line.words)
            continue
        number, text, *others = (words_of(cell) for cell in line.cells)
        beside = "；".join(f"{label}：{words}" for label, words in zip(labels[2:], others, strict=True) if words)
        # Not 1. : many tasks begin with a number of their own.
        said.append(f"【{number}】{text}（{beside}）")
    return "\n".join([*said, "", *([paper.mark] if paper.mark else []), paper.notes[0]])


def _on(day: date, entry: Entry) -> Entry:
    """Return a row under the heading of its day, with the limit that ends on it."""
    limit = next(limit for limit in entry.task.all_limits if limit.until == day)
    return replace(entry, heading=f"{day.month}月{day.day}日到期", due=limited(limit))
