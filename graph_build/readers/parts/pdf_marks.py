"""What stands on a printed page besides its text: watermarks, running headers, notes; and lines that a table lacks."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from graph_build.readers.parts.passed import Passed
from graph_build.readers.parts.pdf_letters import MANY_CURVES, is_pictured
from graph_build.readers.parts.pdf_lines import MARGIN, Line
from graph_build.readers.parts.pdf_pages import field_value
from graph_build.values.roles import has_label

# Letters so light and so much larger than most are a watermark's; so are those set aslant, in degrees.
LIGHT, LARGER, ASLANT = 0.65, 1.5, 3
CMYK = 4
# Edges nearer than this, in points, are one; a line that goes on further than this reaches to an edge not drawn.
NEAR, FURTHER = 3.0, 8.0
FEWEST_LINES = 2
# Which part of a table its cells cover at least, where none is open.
WHOLE = 0.995
# A line through the middle part of a letter strikes it out; a rule of a table or under a word is further off.
THIN, MIDDLE = 1.5, 0.3
# The white space between two columns, how many lines a page must have of them, and which part of all.
GUTTER, FEWEST_ROWS, MOST_GAPS = 12.0, 5, 0.8
# So many letters on their side can be words.
FEWEST_TURNED = 1
ANNOTATED = {
    "Widget": "有 {n} 个表单域没有读",
    "FreeText": "有 {n} 处批注文字没有读",
    "StrikeOut": "有 {n} 处划去标记，文字仍照读",
}


def without_watermark(characters: Sequence[Any], place: str, passed: Passed) -> list[Any]:
    """Return a page's characters without those set aslant, or light and large."""
    size = Counter(round(c["size"]) for c in characters).most_common(1)[0][0] if characters else 0
    kept = [c for c in characters if not _is_aslant(c) and not (_is_light(c) and c["size"] > LARGER * size)]
    if len(kept) < len(characters):
        passed.left_out("有 {n} 页的水印没有读", place)
    return kept


def _is_aslant(character: Any) -> bool:  # noqa: ANN401 (pdfplumber has no types)
    across, down = character["matrix"][:2]
    turned = math.degrees(math.atan2(down, across)) % 90
    return bool(ASLANT < turned < 90 - ASLANT)


def _is_light(character: Any) -> bool:  # noqa: ANN401 (pdfplumber has no types)
    colour = character.get("non_stroking_color")
    if not isinstance(colour, tuple | list) or not all(isinstance(part, int | float) for part in colour) or not colour:
        return False
    return bool((1 - max(colour) if len(colour) == CMYK else min(colour)) > LIGHT)


def without_struck(page: Any, characters: Sequence[Any], place: str, passed: Passed) -> list[Any]:  # noqa: ANN401
    """Return a page's characters without those that a thin line crosses in their middle."""
    lines: dict[int, list[Any]] = {}
    for edge in page.edges:
        if edge["orientation"] == "h" and edge.get("height", 0) < THIN:
            lines.setdefault(int(edge["top"]), []).append(edge)
    kept = [c for c in characters if not any(_crosses(line, c) for line in _between(lines, c))]
    if len(kept) < len(characters):
        passed.left_out("有 {n} 页有划去的文字没有读", place)
    return kept


def _between(lines: dict[int, list[Any]], character: Any) -> Iterator[Any]:  # noqa: ANN401 (pdfplumber has no types)
    """Return the lines at a character's height; a page can have thousands."""
    for height in range(int(character["top"]), int(character["bottom"]) + 1):
        yield from lines.get(height, ())


def _crosses(line: Any, character: Any) -> bool:  # noqa: ANN401 (pdfplumber has no types)
    height = character["bottom"] - character["top"]
    middle = (character["x0"] + character["x1"]) / 2
    high, low = character["top"] + MIDDLE * height, character["bottom"] - MIDDLE * height
    return bool(line["x0"] <= middle <= line["x1"] and high < line["top"] < low)


def in_columns(lines: Sequence[Line], characters: Sequence[Any], width: float) -> bool:
    """Say whether a page's lines are those of two columns: nearly all have a gap in the page's middle."""
    rows = [[c for c in characters if line.top - NEAR <= c["top"] <= line.top + line.size] for line in lines]
    both = [row for row in rows if row and min(c["x0"] for c in row) < width / 2 < max(c["x1"] for c in row)]
    gaps = sum(
        max((c["x1"] for c in row if c["x1"] < width / 2), default=0.0) + GUTTER
        < min((c["x0"] for c in row if c["x1"] >= width / 2), default=width)
        for row in both
    )
    return len(both) >= FEWEST_ROWS and gaps > MOST_GAPS * len(both)


def note_unread(page: Any, characters: Sequence[Any], passed: Passed) -> None:  # noqa: ANN401 (pdfplumber has no types)
    """Note what of a page cannot be read: pictures of it, letters without a code or on their side, forms, notes."""
    place = f"第 {page.page_number} 页"
    if not characters:
        if page.images or len(page.curves) > MANY_CURVES:
            passed.doubt("有 {n} 页没有文字，是扫描件或图像（请用文字版，或先做文字识别），没有读", place)
    elif is_pictured(page):
        passed.doubt("有 {n} 页是扫描件或整页图像，读的是文字识别的结果，可能有错字或没有读全", place)
    if sum(not c["upright"] and bool(c["text"].strip()) for c in characters) > FEWEST_TURNED:
        passed.doubt("有 {n} 页有横放的文字，可能读错", place)
    for _ in (c for c in characters if c["text"].startswith("(cid:")):
        passed.doubt("有 {n} 个字没有编码，没有认出", place)
    for annotation in page.annots:
        kind = ANNOTATED.get(_name(annotation["data"].get("Subtype")))
        if kind and not field_value(annotation) and (_has_words(annotation) or "划去" in kind):
            passed.doubt(kind, place)


def _name(value: object) -> str:
    return str(getattr(value, "name", value))


def _has_words(annotation: Any) -> bool:  # noqa: ANN401 (pdfplumber has no types)
    return bool(annotation["data"].get("V") or annotation.get("contents"))


def running(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> set[Line]:
    """Return the lines in upper and lower margins that following pages repeat, but for figures."""
    margins = [
        {re.sub(r"\d+", "#", line.text): line for line in lines if _in_margin(line, height)}
        for lines, height in zip(pages, heights, strict=True)
    ]
    found: set[Line] = set()
    for before, page in pairwise(margins):
        for words in before.keys() & page.keys():
            if abs(before[words].top - page[words].top) < NEAR and not has_label(words):
                found |= {before[words], page[words]}
    return found


def _in_margin(line: Line, height: float) -> bool:
    return not MARGIN * height < line.top < (1 - MARGIN) * height


def closing_lines(page: Any, table: Any) -> dict[str, list[Any]]:  # noqa: ANN401 (pdfplumber has no types)
    """Return the edges that a table lacks, as pdfplumber's settings: open sides, no line at the page's end.

    Its lines go on to where the edge would be; a merged cell that a page's end cuts has no line there.
    """
    left, top, right, bottom = table.bbox
    across = [e for e in page.edges if e["orientation"] == "h" and top - NEAR < e["top"] < bottom + NEAR]
    down = [e for e in page.edges if e["orientation"] == "v" and left - NEAR < e["x0"] < right + NEAR]
    return {
        "explicit_vertical_lines": [*_beyond([e["x0"] for e in across], [e["x1"] for e in across], left, right)],
        "explicit_horizontal_lines": [
            *_beyond([e["top"] for e in down], [e["bottom"] for e in down], top, bottom),
            *([_across(left, right, height) for height in (top, bottom)] if _has_holes(table) else []),
        ],
    }


def _has_holes(table: Any) -> bool:  # noqa: ANN401 (pdfplumber has no types)
    """Say whether a part of a table belongs to no cell."""
    left, top, right, bottom = table.bbox
    covered = sum((cell[2] - cell[0]) * (cell[3] - cell[1]) for cell in table.cells)
    return bool(covered < WHOLE * (right - left) * (bottom - top))


def _across(left: float, right: float, height: float) -> dict[str, Any]:
    """Return a level line as pdfplumber has them."""
    place = {"x0": left, "x1": right, "top": height, "bottom": height}
    return {"object_type": "line", **place, "width": right - left, "height": 0.0}


def _beyond(firsts: Sequence[float], lasts: Sequence[float], first: float, last: float) -> Iterator[float]:
    """Return the ends that several lines share beyond the table's own."""
    reaching = [(one, other) for one, other in zip(firsts, lasts, strict=True) if one < last and other > first]
    before = Counter(round(one) for one, _ in reaching if one < first - FURTHER)
    behind = Counter(round(other) for _, other in reaching if other > last + FURTHER)
    for ends in (before, behind):
        if ends and (most := ends.most_common(1)[0])[1] >= FEWEST_LINES:
            yield float(most[0])
