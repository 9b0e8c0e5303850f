"""How many columns a Word table's cell covers, and whether it is a part of a merged one."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from lxml.etree import _Element as Element

from graph_build.readers.parts.word_numbers import W

# Word itself allows no more columns.
MOST_COLUMNS = 63
# A column narrower than this, in twentieths of a point, has no room for a letter: a line that a hand drew a little off.
NARROWEST = 150


def before(row: Element) -> int:
    """Return how many columns a row leaves out before its first cell."""
    return min(_figure(row.find(f"{W}trPr/{W}gridBefore"), 0), MOST_COLUMNS)


def width_of(cell: Element) -> int:
    """Return how many columns a cell covers."""
    return min(_figure(cell.find(f"{W}tcPr/{W}gridSpan"), 1), MOST_COLUMNS)


def goes_on(cell: Element) -> bool:
    """Say whether a cell is the lower part of a merged one: a vMerge that does not restart."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val") != "restart"


def goes_on_sideways(cell: Element) -> bool:
    """Say whether a cell is the right part of a merged one: an hMerge that does not restart."""
    merge = cell.find(f"{W}tcPr/{W}hMerge")
    return merge is not None and merge.get(f"{W}val") != "restart"


def slivers(table: Element, cells: Iterable[tuple[int, int]]) -> list[int]:
    """Return the columns too narrow for a letter, where no cell (from one column up to another) would vanish with them.

    Word makes such a column where a row's line stands a little beside the line of the row above.
    """
    widths = [_figure(column, 0, f"{W}w") for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    spans, found = set(cells), list[int]()
    for n, width in enumerate(widths):
        if 0 < width < NARROWEST and all(_left({*range(*span)}, [*found, n]) for span in spans):
            found.append(n)
    return found


def _left(columns: Collection[int], out: Collection[int]) -> bool:
    return any(column not in out for column in columns)


def _figure(element: Element | None, default: int, name: str = f"{W}val") -> int:
    value = "" if element is None else element.get(name, "")
    return int(value[:9]) if value.isdecimal() else default
