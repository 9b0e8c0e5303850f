"""Text that knows where it stands: spans of a raw text, how they are told, and characters with their offsets in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Damage = Literal["restored", "lost"]
WHITE, WORDS = re.compile(r"\s"), re.compile(r"\S+")
# Chinese characters, for patterns.
HAN = "\u3400-\u9fff〇\U00020000-\U000323af"
# Files whose blocks are their lines.
IN_LINES = (".txt", ".md")
# The end of a quote's IRI: block, row and column of a cell, start and end.
QUOTED = re.compile(r"/span/(\d+)(?:\.(\d+)\.(\d+))?/(\d+)-(\d+)$")


@dataclass(frozen=True, slots=True)
class Span:
    """Where words stand: block, cell, and code points of the raw text of that block or cell."""

    block: int
    row: int | None
    column: int | None
    start: int
    end: int
    exact: str
    page: int | None = None
    sheet: str | None = None

    def __reduce__(self) -> tuple[type[Span], tuple[object, ...]]:
        # Each reading crosses to another process; the fields by name would take three times as long.
        fields = (self.block, self.row, self.column, self.start, self.end, self.exact, self.page, self.sheet)
        return Span, fields

    @property
    def cell(self) -> tuple[int, int | None, int | None]:
        """The block or cell that it stands in."""
        return self.block, self.row, self.column

    @property
    def order(self) -> tuple[int, int, int, int, int]:
        """Block, row, column, start and end, by which spans follow each other; -1 for what is no cell."""
        row, column = (-1 if it is None else it for it in (self.row, self.column))
        return self.block, row, column, self.start, self.end


@dataclass(frozen=True, slots=True)
class Raw:
    """The text of a block or cell exactly as the reader returned it; its page, from 1, or its sheet, where it has one.

    `turns` are the offsets at which the next pages begin. Where `lines` is set, each line is a block of its own and
    `text` runs over the lines that follow.
    """

    text: str
    block: int
    row: int | None = None
    column: int | None = None
    lines: bool = False
    page: int | None = None
    sheet: str | None = None
    turns: tuple[int, ...] = ()

    def span(self, start: int, end: int) -> Span:
        """Return the span of text[start:end]; in a file of lines it is counted from the line it starts in."""
        exact = self.text[start:end]
        if not self.lines:
            page = self.page and self.page + sum(turn <= start for turn in self.turns)
            return Span(self.block, self.row, self.column, start, end, exact, page, self.sheet)
        line_start = self.text.rfind("\n", 0, start) + 1
        block = self.block + self.text.count("\n", 0, start)
        return Span(block, None, None, start - line_start, end - line_start, exact)


@dataclass(frozen=True, slots=True)
class Text:
    """Characters, and for each of them its offset in the raw text it was read from.

    `damage` is set where the raw text was unreadable: restored by a search, or lost.
    """

    value: str
    raw: Raw
    offsets: Sequence[int]
    damage: Damage | None = None

    @classmethod
    def whole(cls, raw: Raw) -> Text:
        """Return all of a raw text, unchanged."""
        return cls(raw.text, raw, range(len(raw.text)))

    @classmethod
    def of_lines(cls, lines: Sequence[Text]) -> Text:
        """Return texts of following lines as one text, with their line breaks."""
        if len(lines) == 1 and lines[0].raw.lines:
            return lines[0]
        offsets: list[int] = []
        start = 0
        for line in lines:
            if start:
                offsets.append(start - 1)
            offsets += [start + offset for offset in line.offsets]
            start += len(line.raw.text) + 1
        raw = Raw("\n".join(line.raw.text for line in lines), lines[0].raw.block, lines=True)
        return cls("\n".join(line.value for line in lines), raw, tuple(offsets))

    def __getitem__(self, part: slice) -> Text:
        return Text(self.value[part], self.raw, self.offsets[part], self.damage)

    def __bool__(self) -> bool:
        return bool(self.value)

    def strip(self) -> Text:
        """Return the text without white space at its ends."""
        start = len(self.value) - len(self.value.lstrip())
        return self[start : max(start, len(self.value.rstrip()))]

    def compact(self) -> Text:
        """Return the text without any white space."""
        if not WHITE.search(self.value):
            return self
        return self._of_runs([match.span() for match in WORDS.finditer(self.value)])

    def without(self, pattern: re.Pattern[str]) -> Text:
        """Return the text without what a pattern finds."""
        found = [match.span() for match in pattern.finditer(self.value)]
        if not found:
            return self
        starts, ends = (0, *(end for _, end in found)), (*(start for start, _ in found), len(self.value))
        return self._of_runs(list(zip(starts, ends, strict=True)))

    def _of_runs(self, runs: Sequence[tuple[int, int]]) -> Text:
        value = "".join(self.value[start:end] for start, end in runs)
        offsets = tuple(offset for start, end in runs for offset in self.offsets[start:end])
        return Text(value, self.raw, offsets, self.damage)

    def span(self) -> Span:
        """Return where the text stands; it must not be empty."""
        return self.raw.span(self.offsets[0], self.offsets[-1] + 1)


def span_of(quote: str, page: str = "", sheet: str = "") -> Span | None:
    """Return the span that a quote's IRI names, without its words; None for an IRI that is no quote's.

    >>> span = span_of("https://w3id.org/zeren/id/document/a/span/8/1-66")
    >>> span and span.order
    (8, -1, -1, 1, 66)
    """
    match = QUOTED.search(quote)
    if match is None:
        return None
    block, row, column, start, end = (int(part) if part else None for part in match.groups())
    return Span(block or 0, row, column, start or 0, end or 0, "", int(page) if page else None, sheet or None)


def is_in_lines(source: str) -> bool:
    """Say whether a file's blocks are its lines."""
    return source.lower().endswith(IN_LINES)


def where(span: Span, source: str, *, in_a_sentence: bool = False) -> str:
    """Return where words stand in a file, for a user: line, page, sheet, paragraph, and cell, counted from 1.

    In a sentence figures stand apart, and of a table the row is enough.

    >>> where(Span(8, None, None, 1, 66, ""), "a.txt"), where(Span(3, 0, 2, 0, 5, "", page=2), "a.pdf")
    ('第9行', '第2页表格，第1行第3列')
    >>> where(Span(3, 0, 2, 0, 5, ""), "a.docx"), where(Span(3, 0, 2, 0, 5, ""), "a.docx", in_a_sentence=True)
    ('第4段表格，第1行第3列', '第 4 段表格第 1 行')
    """
    gap, comma = (" ", "") if in_a_sentence else ("", "，")
    cell = ""
    if span.row is not None and span.column is not None:
        column = "" if in_a_sentence else f"第{span.column + 1}列"
        cell = f"{comma}第{gap}{span.row + 1}{gap}行{column}"
    if span.sheet:
        return f"工作表“{span.sheet}”{cell}"
    table = f"表格{cell}" if cell else ""
    if span.page:
        return f"第{gap}{span.page}{gap}页{table}"
    if is_in_lines(source) and span.row is None:
        return f"第{gap}{span.block + 1}{gap}行"
    return f"第{gap}{span.block + 1}{gap}段{table}"
