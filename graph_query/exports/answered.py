"""The rows of an answer as a paper: each column has room for what stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from graph_query.exports.paper import WIDTH, Column, Paper, Row, Table
from graph_query.exports.sheet import Edition, Sheet

# A column is as wide as the longest of its texts, within these bounds, in letters.
LEAST, MOST, LEAST_OF_NUMBERS = 4, 40, 3


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
    columns = [texts for _, *texts in zip([label for label, _ in sheet.columns], *sheet.rows, strict=True)]
    numbers = [bool(texts) and all(isinstance(text, int) for text in texts) for texts in columns]
    letters = [
        _letters(label, texts, is_number=is_number)
        for (label, _), texts, is_number in zip(sheet.columns, columns, numbers, strict=True)
    ]
    return tuple(
        Column(label, WIDTH * wide // sum(letters), meaning, centred=is_number)
        for (label, meaning), wide, is_number in zip(sheet.columns, letters, numbers, strict=True)
    )


def _letters(label: str, texts: Sequence[object], *, is_number: bool) -> int:
    """Return for how many letters a column has room; the label of a column of numbers stands in two lines."""
    if is_number:
        return max(LEAST_OF_NUMBERS, ceil(len(label) / 2) + 1)
    return min(max(LEAST, *(len(str(text)) + 1 for text in (label, *texts))), MOST)
