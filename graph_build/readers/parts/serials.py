"""Days that a sheet holds as bare figures: 46203 in a column of deadlines is 30 June 2026."""

from __future__ import annotations

import re
from datetime import date, timedelta

from graph_build.model import Cell, Table
from graph_build.readers.parts.passed import Passed
from graph_build.spans import Text, where
from graph_build.values.headings import is_heading, kind_of

SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
DAY = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?")
# One alone beside limits in words may be anything.
FEWEST = 2
# Day 0 of Excel's count, which takes 1900 for a leap year, for all days behind February of that year.
EPOCH = date(1899, 12, 30)
FIRST, LAST = date(2000, 1, 1), date(2050, 12, 31)


def with_dates(table: Table, passed: Passed, epoch: date = EPOCH) -> Table:
    """Return a table in which the figures below the heading of deadlines are the days that they count.

    Only where each figure in the column is such a day and it has other days too: another one may be anything.
    """
    at = next((n for n, row in enumerate(table.rows) if is_heading([cell.text.value for cell in row])), None)
    if at is None:
        return table
    changed: dict[Cell, Cell] = {}
    for column in (n for n, cell in enumerate(table.rows[at]) if kind_of(cell.text.value) == "deadline"):
        figures = [row[column] for row in table.rows[at + 1 :] if row[column].text.compact().value.isdecimal()]
        cells = [row[column] for row in table.rows[at + 1 :] if SERIAL.fullmatch(row[column].text.compact().value)]
        days = [row[column] for row in table.rows[at + 1 :] if DAY.fullmatch(row[column].text.compact().value)]
        if (
            not cells
            or len(cells) + len(days) < FEWEST
            or not set(figures) <= set(cells)
            or not all(FIRST <= _day(cell, epoch) <= LAST for cell in cells)
        ):
            continue
        for cell in dict.fromkeys(cells):
            passed.left_out("有 {n} 格时限写作日期序号，推定为日期", where(cell.text.span(), "", in_a_sentence=True))
            changed[cell] = Cell(_as_day(cell.text, _day(cell, epoch)), cell.row, cell.column, cell.carried)
    if not changed:
        return table
    return Table(tuple(tuple(changed.get(cell, cell) for cell in row) for row in table.rows), table.merges)


def _day(cell: Cell, epoch: date) -> date:
    return epoch + timedelta(days=int(float(cell.text.compact().value)))


def _as_day(text: Text, day: date) -> Text:
    """Return a day in words; none of them has a place of its own, together they have the figure's."""
    words = f"{day.year}年{day.month}月{day.day}日"
    return Text(words, text.raw, (*(text.offsets[0] for _ in words[1:]), text.offsets[-1]))
