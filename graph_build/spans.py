"""Text that knows where it stands: spans of a raw text, and characters with their offsets in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Damage = Literal["restored", "lost"]
WHITE, WORDS = re.compile(r"\s"), re.compile(r"\S+")
# Chinese characters, for patterns.
HAN = "\u3400-\u9fff〇\U00020000-\U000323af"


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
    def place(self) -> tuple[int, int | None, int | None]:
        """The block or cell that it stands in."""
        return self.block, self.row, self.column


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


def where_in_words(span: Span, source: str) -> str:
    """Return where words of a file stand, for a user: a line, a page, a sheet and its row, a paragraph, a table's row.

    >>> where_in_words(Span(9, None, None, 1, 7, "各区人民政府"), "a.txt")
    '第 10 行'
    """
    row = "" if span.row is None else f"第 {span.row + 1} 行"
    if span.sheet:
        return f"工作表“{span.sheet}”{row}"
    if span.page:
        return f"第 {span.page} 页{f'表格{row}' if row else ''}"
    if source.lower().endswith((".txt", ".md")):
        return f"第 {span.block + 1} 行"
    return f"第 {span.block + 1} 段{f'表格{row}' if row else ''}"
