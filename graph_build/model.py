"""Frozen types at the seams of the write side, in the order in which a document passes through them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Role = Literal["lead", "responsible", "cooperating"]
Basis = Literal["own", "merged_stated", "merged_supposed", "document_rule"]
LimitKind = Literal["by_date", "ongoing", "within", "at_least", "recurring"]
TimeUnit = Literal["minute", "hour", "day", "working_day", "week", "month", "year"]
Damage = Literal["restored", "lost"]
Part = Literal["section", "subsection", "text"]
Merges = Literal["stated", "supposed"]
CopyKind = Literal["official", "reprint", "template"]
PlaceBasis = Literal["stated", "inferred"]

WHITE, WORDS = re.compile(r"\s"), re.compile(r"\S+")
# Chinese characters, for patterns.
HAN = "\u3400-\u9fff〇\U00020000-\U000323af"
ROLES: tuple[Role, ...] = ("lead", "responsible", "cooperating")


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
        runs = [match.span() for match in WORDS.finditer(self.value)]
        value = "".join(self.value[start:end] for start, end in runs)
        offsets = tuple(offset for start, end in runs for offset in self.offsets[start:end])
        return Text(value, self.raw, offsets, self.damage)

    def without(self, pattern: re.Pattern[str]) -> Text:
        """Return the text without what a pattern finds."""
        dropped = {i for match in pattern.finditer(self.value) for i in range(*match.span())}
        if not dropped:
            return self
        kept = [i for i in range(len(self.value)) if i not in dropped]
        value = "".join(self.value[i] for i in kept)
        return Text(value, self.raw, tuple(self.offsets[i] for i in kept), self.damage)

    def span(self) -> Span:
        """Return where the text stands; it must not be empty."""
        return self.raw.span(self.offsets[0], self.offsets[-1] + 1)


# Document, as read


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; in a text file, a line."""

    text: Text


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: `row` and `column` are its first ones, counted from 0.

    `carried` is set where only a page's end parts it from the cell above, and it is supposed to go on.
    """

    text: Text
    row: int
    column: int
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; a merged cell stands in every row and column that it covers.

    Where merges are only supposed, a blank cell may belong to the one above, and the heading row may be short.
    """

    rows: tuple[tuple[Cell, ...], ...]
    merges: Merges


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A file as a reader returned it; `notes` are Chinese lines on what of it was not read."""

    slug: str
    source: str
    sha256: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()


# What resolving adds: the things that names stand for


@dataclass(frozen=True, slots=True)
class Unit:
    """Whom a name stands for, and the names it goes by in the document. Without a place it is the document's own."""

    name: str
    group: bool
    place: str | None
    document: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """A work: by its number (prefix, year, serial), else by its title, else as the nth mention of a document."""

    prefix: str | None = None
    year: str | None = None
    serial: str | None = None
    title: str | None = None
    document: str | None = None
    mention: int | None = None


# Task list, as found


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A requirement of time; kind is None where its words were not understood."""

    words: str
    span: Span
    kind: LimitKind | None
    date: date | None = None
    ongoing: bool = False
    amount: int | None = None
    unit: TimeUnit | None = None
    after: str | None = None
    at_least: int | None = None
    basis: Basis = "own"


@dataclass(frozen=True, slots=True)
class Citation:
    """An act as a text cites it: a title without 《》, a number in 〔〕 and Arabic digits, or both."""

    title: str | None
    number: str | None
    span: Span
    act: Act | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """One unit with one role, under the name as written."""

    name: str
    role: Role
    basis: Basis
    span: Span
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered part of one task."""

    no: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Words:
    """Words kept as they stand: a remark, a report of progress."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Damaged:
    """Which words of a task were unreadable in the raw text, and whether a search restored them."""

    part: Part
    damage: Damage
    span: Span


@dataclass(frozen=True, slots=True)
class Task:
    """The smallest part of a document that has its own assignment of units."""

    no: str | None
    section: str | None
    subsection: str | None
    text: str
    spans: tuple[Span, ...]
    assignments: tuple[Assignment, ...]
    items: tuple[Item, ...] = ()
    open_ended: bool = False
    deadline: TimeLimit | None = None
    times: tuple[TimeLimit, ...] = ()
    citations: tuple[Citation, ...] = ()
    remark: Words | None = None
    progress: Words | None = None
    heading_spans: tuple[Span, ...] = ()
    damaged: tuple[Damaged, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What a layout finds: tasks, what looks like a task and was not read, and the words over columns left out.

    `superseded` counts tasks in prose that a table says again.
    """

    tasks: tuple[Task, ...] = ()
    unclaimed: tuple[Span, ...] = ()
    left_out: tuple[str, ...] = ()
    superseded: int = 0

    def __add__(self, more: Found) -> Found:
        left_out = tuple(dict.fromkeys(self.left_out + more.left_out))
        superseded = self.superseded + more.superseded
        return Found(self.tasks + more.tasks, self.unclaimed + more.unclaimed, left_out, superseded)


@dataclass(frozen=True, slots=True)
class TaskList:
    """What a document says: its own particulars, where they stand, and its tasks, in document order.

    `unclaimed` are paragraphs and rows that look like tasks and of which no task was read; `left_out` are the words
    over columns that the graph does not hold; `superseded` counts tasks in prose that a table says again.
    """

    title: str | None
    number: str | None
    issuer: str | None
    issued: date | None
    year: int | None
    implements: tuple[Citation, ...]
    aliases: tuple[tuple[str, ...], ...]
    tasks: tuple[Task, ...]
    spans: tuple[Span, ...] = ()
    unclaimed: tuple[Span, ...] = ()
    left_out: tuple[str, ...] = ()
    superseded: int = 0


# What documents.toml tells, and what a build reports


@dataclass(frozen=True, slots=True)
class Origin:
    """What a file does not say of itself: an entry of documents.toml."""

    place: str | None = None
    place_basis: PlaceBasis = "inferred"
    kind: CopyKind | None = None
    url: str | None = None
    retrieved: date | None = None
    openness: str = "未标明"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a user must know of a document: `message` is one Chinese line."""

    document: str
    message: str
    withheld: bool
