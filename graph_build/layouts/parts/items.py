"""Numbered parts of a table's cell of what is to be done (docs/reading.md T4)."""

from __future__ import annotations

import re

from graph_build.model import Item
from graph_build.spans import Text

# 1． 1. 1、 at the beginning of a line of a cell
ITEM = re.compile(r"^\s*(?P<no>\d{1,2})[．.﹒、](?!\d)", re.MULTILINE)


def items_of(measure: Text) -> tuple[Item, ...]:
    """Return the parts of a cell that begin their line with a number, as 1．… 2．… do."""
    marks = list(ITEM.finditer(measure.value))
    ends = [*(mark.start() for mark in marks[1:]), len(measure.value)][: len(marks)]
    parts = [(mark["no"], measure[mark.end() : end].compact()) for mark, end in zip(marks, ends, strict=True)]
    return tuple(Item(no, part.value, part.span()) for no, part in parts if part)
