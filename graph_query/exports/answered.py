"""The rows of an answer as a paper: each column has room for what stands in it."""

from __future__ import annotations

from graph_query.exports.paper import WIDTH, Column, Paper, Row, Table
from graph_query.exports.sheet import Edition, Sheet

# A column is as wide as the longest of its texts, within these bounds, in letters.
LEAST, MOST = 4, 40


def answered(sheet: Sheet, edition: Edition) -> Paper:
    """Return rows as a paper that says what was asked."""
    return Paper(
        sheet.title,
        (edition.narrowed,) if edition.narrowed else (),
        Table(_columns(sheet), lambda: (Row(tuple(row)) for row in sheet.rows)),
        "",
        edition.notes,
    )


def _columns(sheet: Sheet) -> tuple[Column, ...]:
    columns = zip([label for label, _ in sheet.columns], *sheet.rows, strict=True)
    letters = [min(max([LEAST, *(len(str(text)) for text in texts)]), MOST) for texts in columns]
    shares = zip(sheet.columns, letters, strict=True)
    return tuple(Column(label, WIDTH * wide // sum(letters), meaning) for (label, meaning), wide in shares)
