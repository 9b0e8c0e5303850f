"""How many columns a Word table's cell covers, and whether it is a part of a merged one."""

from __future__ import annotations

from lxml.etree import _Element as Element

from graph_build.readers.parts.word_numbers import W

# Word itself allows no more columns.
MOST_COLUMNS = 63


def before(row: Element) -> int:
    """Return how many columns a row leaves out before its first cell."""
    return _figure(row.find(f"{W}trPr/{W}gridBefore"), 0)


def width_of(cell: Element) -> int:
    """Return how many columns a cell covers."""
    return _figure(cell.find(f"{W}tcPr/{W}gridSpan"), 1)


def goes_on(cell: Element) -> bool:
    """Say whether a cell is the lower part of a merged one: a vMerge that does not restart."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val") != "restart"


def goes_on_sideways(cell: Element) -> bool:
    """Say whether a cell is the right part of a merged one: an hMerge that does not restart."""
    merge = cell.find(f"{W}tcPr/{W}hMerge")
    return merge is not None and merge.get(f"{W}val") != "restart"


def _figure(element: Element | None, default: int) -> int:
    value = "" if element is None else element.get(f"{W}val", "")
    return min(int(value[:9]), MOST_COLUMNS) if value.isdecimal() else default
