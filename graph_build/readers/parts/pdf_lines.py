"""Lines of a printed page -> paragraphs, by where they stand: indents, line ends, sizes of letters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from graph_build.spans import HAN
from graph_build.values.headings import CHAPTERS, rank_of

PAGE_NUMBER = re.compile(
    r"[-—–－·\s]*\d{1,3}[-—–－·\s]*|第\s*\d{1,3}\s*页(?:[，,/\s]*共\s*\d{1,3}\s*页)?|\d{1,3}\s*/\s*\d{1,3}"
)
# The part of a page's height, above and below, in which page numbers stand.
MARGIN = 0.12
# How much larger than the body's letters those of a title are.
TITLE_SIZE = 1.15
# A line is full, and goes on in the next, where what stands there up to a place for a break did not fit any more.
UNBREAKABLE = re.compile(rf"(?:[^{HAN}]*[（〔《“【\[(][{HAN}]|[^{HAN}]+|.)[，。、；：！？）〕》”】)\]]*")
INDENT = 0.6
# A chapter's number begins a paragraph, however full the line before is; an item's does behind one of these.
ENDS = ("。", "；", "：", "）", "〕", "】")
SLACK = 0.5
# Lines that begin further in than so many letters are a signature's or a title's.
CENTRED = 5
LONGEST_BRACKET = 300


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line; lengths are in points. `column` is set where it stands in one of two columns of prose."""

    text: str
    left: float
    right: float
    top: float
    size: float
    page: int
    bottom: float = 0.0
    column: bool = False


def lines_of(characters: Sequence[Any], page: int) -> list[Line]:
    """Return the lines that a page's characters (as pdfplumber has them) make, from top to bottom."""
    from pdfplumber.utils.text import chars_to_textmap  # imported late: pdfplumber takes 0.5 s

    if not characters:
        return []
    found = chars_to_textmap(list(characters), x_tolerance=2, y_tolerance=4).extract_text_lines(return_chars=True)
    return [_line(line, page) for line in found]


def _line(line: Any, page: int) -> Line:  # noqa: ANN401 (pdfplumber has no types)
    size = max(character["size"] for character in line["chars"])
    return Line(line["text"], line["x0"], line["x1"], line["top"], size, page, line["bottom"])


def without_page_numbers(lines: Sequence[Line], height: float) -> list[Line]:
    """Return a page's lines without a page number in its upper or lower margin."""
    return [
        line
        for line in lines
        if not (PAGE_NUMBER.fullmatch(line.text) and not MARGIN * height < line.top < (1 - MARGIN) * height)
    ]


def cell_text(lines: Sequence[Line], right: float) -> str:
    """Return a cell's lines as text: a full line goes on without a break, another ends with one."""
    text = ""
    for n, line in enumerate(lines):
        last = n == len(lines) - 1
        text += line.text if last or _is_full(line, lines[n + 1], right) else line.text + "\n"
    return text


def paragraphs_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Return lines, of one page or several, grouped to paragraphs.

    A line begins one where it is indented, where the line before it ends early, or where letters change their size;
    lines of a title in larger letters are one.
    """
    if not lines:
        return []
    body = Counter(round(line.size) for line in lines for _ in line.text).most_common(1)[0][0]
    left = _edge(line.left for line in lines)
    right = max(line.right for line in lines)
    groups: list[list[Line]] = []
    for line in lines:
        before = groups[-1][-1] if groups else None
        if before and (_goes_on(before, line, left, right, body) or _is_open(groups[-1])):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _edge(lefts: Iterable[float]) -> float:
    """Return where most lines that go on begin: the smallest left that is not a single one."""
    counted = Counter(round(left) for left in lefts)
    return min((left for left, count in counted.items() if count > 1), default=min(counted))


def _goes_on(before: Line, line: Line, left: float, right: float, body: float) -> bool:
    if abs(before.size - line.size) > 1:
        return False
    if line.size > TITLE_SIZE * body:
        return before.page == line.page and line.top - before.top < 2 * line.size
    if before.left > left + CENTRED * before.size:  # a line set to the right, or in the middle
        return False
    rank = rank_of(line.text)
    new = rank in CHAPTERS or (rank is not None and before.text.rstrip().endswith(ENDS))
    return not new and _is_full(before, line, right) and line.left < left + INDENT * line.size


def _is_open(group: Sequence[Line]) -> bool:
    """Say whether a bracket is open at a paragraph's end, and was opened not long before."""
    text = "".join(line.text for line in group)
    return text.count("（") > text.count("）") and len(text) - text.rfind("（") < LONGEST_BRACKET


def _is_full(line: Line, behind: Line, right: float) -> bool:
    """Say whether the beginning of the line behind did not fit any more."""
    match = UNBREAKABLE.match(behind.text.strip())
    letters = sum(0.6 if letter.isascii() else 1.0 for letter in (match.group() if match else ""))
    return line.right + (letters + SLACK) * line.size > right
