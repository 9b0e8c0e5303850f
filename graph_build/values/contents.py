"""What a cell holds, told by its words alone: a number, a time limit, units, or a text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Literal

from graph_build.spans import Text
from graph_build.values.figures import CIRCLED, FIGURES, number_of
from graph_build.values.names import is_whole_name
from graph_build.values.times import read_deadline
from graph_build.values.units import read_units

Content = Literal["number", "time", "units", "text", "nothing"]

# 1  （1）  ①  1-1  一、
NUMBER = re.compile(rf"[（(]?(\d+(?:[-—.．﹒]\d+)*|[{CIRCLED}]|[{FIGURES}百]+)[）)、.．﹒]?")
LONGEST_DEADLINE = 30
LONGEST_UNITS = 400
# What opens a line behind a table and is no part of it.
NOTE = re.compile(r"\s*(?:备?注|说明|抄送|联系人|联系电话|附件|附)[:：]")


def figure_of(cell: Text) -> str | None:
    """Return the figure of a number column's cell, without brackets and marks: ① is 1, （2） is 2, 1-1 stays."""
    match = NUMBER.fullmatch(cell.compact().value)
    if match is None:
        return None
    figure = match[1]
    return str(number_of(figure)) if figure in CIRCLED else figure


def content_of(cell: Text) -> Content:
    """Return what a cell holds; — and 无 are units: none."""
    text = cell.compact()
    if not text.value.strip("—-－–/\\无"):
        return "nothing"
    if figure_of(text):
        return "number"
    limit = read_deadline(text, None) if len(text.value) <= LONGEST_DEADLINE else None
    if limit and limit.kind:
        return "time"
    if text.value.endswith("。") or len(text.value) > LONGEST_UNITS:
        return "text"
    units = read_units(text).units
    return "units" if units and all(unit.role or is_whole_name(unit.name) for unit in units) else "text"


def most_hold(cells: Iterable[Text]) -> Content:
    """Return what most filled cells of a column hold; nothing where all are blank."""
    counts = Counter(content for cell in cells if (content := content_of(cell)) != "nothing")
    return counts.most_common(1)[0][0] if counts else "nothing"


def is_complete(cell: Text) -> bool:
    """Say whether nothing is missing at a cell's end: it is blank or —, ends a sentence, a unit's name or a limit."""
    if not cell.value.strip("—-") or cell.value.endswith(("。", "；", ";", "等")):
        return True
    if is_whole_name(cell.value):
        return True
    limit = read_deadline(cell, None)
    return limit is not None and limit.kind is not None
