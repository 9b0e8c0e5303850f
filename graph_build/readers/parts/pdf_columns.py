"""Two columns of prose on a page -> lines in their order: the left column's, then the right one's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median
from typing import Any

from graph_build.readers.parts.pdf_lines import Line, lines_of

# The white space between two columns, in letters, and the part of a page's middle in which it lies.
GUTTER, MIDDLE = 1.0, (0.3, 0.7)
# So many lines must stand on both sides, most of the left ones reaching to the white space but for so many letters.
FEWEST_LINES, SHORT, MOST_FULL = 3, 3.0, 0.5
# Words of so many letters a line are prose.
PROSE = 8

Characters = Sequence[Any]


def lines_in_order(characters: Characters, page: int) -> list[Line]:
    """Return a page's lines from top to bottom; where prose stands in two columns, first all of the left one.

    Those of a column are measured from its own left edge, and marked as standing in one.
    """
    lines = lines_of(characters, page)
    rows = [[c for c in characters if _stands_in(c, line)] for line in lines]
    gutter = _gutter(rows)
    if gutter is None:
        return lines
    ordered: list[Line] = []
    rest = 0
    for first, behind in _runs(rows, gutter):
        inside = [c for row in rows[first:behind] for c in row]
        sides = ([c for c in inside if (_middle(c) < gutter) is left] for left in (True, False))
        ordered += [*lines[rest:first], *(line for side in sides for line in _measured(lines_of(side, page)))]
        rest = behind
    return [*ordered, *lines[rest:]]


def _stands_in(character: Any, line: Line) -> bool:  # noqa: ANN401 (pdfplumber has no types)
    middle = (character["top"] + character["bottom"]) / 2
    return bool(line.top <= middle < line.bottom)


def _middle(character: Any) -> float:  # noqa: ANN401 (pdfplumber has no types)
    return float((character["x0"] + character["x1"]) / 2)


def _gutter(rows: Sequence[Characters]) -> float | None:
    """Return the middle of the white space that parts two columns of prose; None where a page has none."""
    filled = [row for row in rows if row]
    if len(filled) < FEWEST_LINES:
        return None
    left, right = min(c["x0"] for row in filled for c in row), max(c["x1"] for row in filled for c in row)
    low, high = (left + part * (right - left) for part in MIDDLE)
    found = [gap for row in filled for gap in _gaps(row) if low < (gap[0] + gap[1]) / 2 < high]
    if len(found) < FEWEST_LINES:
        return None
    gutter = median((start + end) / 2 for start, end in found)
    both = [row for row in filled if any(start < gutter < end for start, end in _gaps(row))]
    return gutter if len(both) >= FEWEST_LINES and _is_prose(both, gutter) else None


def _gaps(row: Characters) -> Iterator[tuple[float, float]]:
    """Return the white spaces inside a line that are wider than a letter."""
    ordered = sorted((c for c in row if c["text"].strip()), key=lambda c: c["x0"])
    reach = ordered[0]["x1"] if ordered else 0.0
    for character in ordered[1:]:
        if character["x0"] - reach >= GUTTER * character["size"]:
            yield reach, character["x0"]
        reach = max(reach, character["x1"])


def _is_prose(rows: Sequence[Characters], gutter: float) -> bool:
    """Say whether what stands on both sides are lines of prose: long, most of the left ones full, one gap each."""
    lefts = [[c for c in row if _middle(c) < gutter] for row in rows]
    rights = [[c for c in row if _middle(c) > gutter] for row in rows]
    long = all(median(map(len, side)) >= PROSE for side in (lefts, rights))
    edge = max(c["x1"] for side in lefts for c in side)
    full = sum(max(c["x1"] for c in side) > edge - SHORT * side[0]["size"] for side in lefts)
    single = sum(len(list(_gaps(row))) == 1 for row in rows)
    return long and full >= MOST_FULL * len(rows) and single > MOST_FULL * len(rows)


def _runs(rows: Sequence[Characters], gutter: float) -> Iterator[tuple[int, int]]:
    """Return the runs of lines of which none crosses the white space: the first line, and the one behind the last.

    A run begins where a line stands on both sides.
    """
    start = None
    for n, row in enumerate([*rows, ()]):
        parted = any(first < gutter < last for first, last in _gaps(row))
        crosses = not row or (len({_middle(c) < gutter for c in row}) > 1 and not parted)
        if parted and start is None:
            start = n
        elif crosses and start is not None:
            yield start, n
            start = None


def _measured(lines: Sequence[Line]) -> list[Line]:
    """Return a column's lines with places counted from its left edge, which makes columns comparable."""
    edge = min(line.left for line in lines)
    return [replace(line, left=line.left - edge, right=line.right - edge, column=True) for line in lines]
