"""Frozen types at the seams of the write side, in the order in which a document passes through them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from graph_build.spans import Damage, Span, Text

Role = Literal["lead", "responsible", "cooperating"]
Basis = Literal[
    "own", "merged_stated", "merged_supposed", "aligned_supposed", "heading", "document_rule", "corrected", "checked"
]
# Bases by which a part is only supposed to be so.
SUPPOSED: tuple[Basis, ...] = ("merged_supposed", "aligned_supposed")
LimitKind = Literal["by_date", "ongoing", "within", "at_least", "recurring"]
TimeUnit = Literal["minute", "hour", "day", "working_day", "week", "month", "year"]
Fate = Literal[
    "title",
    "preamble",
    "table_heading",
    "heading",
    "task",
    "assignment",
    "limit",
    "remark",
    "furniture",
    "left_out",
    "said_again",
    "not_understood",
]
Part = Literal["section", "subsection", "text"]
Merges = Literal["stated", "supposed"]
CopyKind = Literal["official", "reprint", "template"]
PlaceBasis = Literal["stated", "inferred", "units", "corrected"]
UnitBasis = Literal["own_name", "level", "document", "country", "below", "issuer", "unknown"]

# The level of a line that is no more than set in bold.
BOLD = 10

ROLES: tuple[Role, ...] = ("lead", "responsible", "cooperating")


# Document, as read


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; in a text file, a line. `level` is how deep the file says a heading to be, 1 the outermost."""

    text: Text
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: `row` and `column` are its first ones, counted from 0.

    `carried` is set where only a page's end parts it from the cell above, and it is supposed to go on; `aligned` where
    no line draws it, and only its place tells that it is one.
    """

    text: Text
    row: int
    column: int
    carried: bool = False
    aligned: bool = False


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
    """A file as a reader returned it, and Chinese lines on what of it is not in `blocks`.

    `notes` say what is rightly left out, `doubts` name what was not read, or not surely, and could hold tasks.
    """

    slug: str
    source: str
    sha256: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    def texts(self) -> Iterator[Text]:
        """Return the texts of its paragraphs and cells, in order, a merged cell once."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield block.text
            else:
                yield from (cell.text for cell in dict.fromkeys(cell for row in block.rows for cell in row))


# What resolving adds: the things that names stand for


@dataclass(frozen=True, slots=True)
class Body:
    """What a unit's name stands for. `key` is the same for all ways to write one body of a place.

    Of a collective `collects` are the kinds of bodies that it surely holds, `may_collect` those that it may hold, and
    `governs` the codes of the places whose governments are its members.
    """

    key: str
    place: str | None
    basis: UnitBasis
    level: str | None
    kind: str | None
    collects: tuple[str, ...] = ()
    may_collect: tuple[str, ...] = ()
    governs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RegisteredUnit:
    """A unit as a register of units has it; what the register does not say is None or empty."""

    name: str
    place: str
    short_names: tuple[str, ...] = ()
    order: int | None = None
    kind: str | None = None
    code: str | None = None
    collectives: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    predecessor: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """Whom a name stands for, and the names it goes by in the document; a collective's members where they are known.

    Without a place it is the document's own.
    """

    name: str
    group: bool
    document: str
    body: Body
    names: tuple[str, ...] = ()
    registered: RegisteredUnit | None = None
    members: tuple[Unit, ...] = ()


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
    """A requirement of time, by which `rules` it was read; kind is None where its words were not understood."""

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
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """An act as a text cites it: a title without 《》, a number in 〔〕 and Arabic digits, or both.

    `meant` are title and number of the act that a person says it is.
    """

    title: str | None
    number: str | None
    span: Span
    act: Act | None = None
    meant: Citation | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """One unit with one role, under the name as written; by which `rules` its role and its basis are known."""

    name: str
    role: Role
    basis: Basis
    span: Span
    rules: tuple[str, ...] = ()
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
    """The smallest part of a document that has its own assignment of units, as a layout found it."""

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
    layout: str = ""


# A reading is sure above the first line; at the second or below a person must look at it before it is published.
SURE, HELD_BACK = 0.80, 0.50


@dataclass(frozen=True, slots=True)
class Accounted:
    """What became of some words of a document, and of which task (from 1) they are a part."""

    span: Span
    fate: Fate
    task: int | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """What a layout finds: tasks, what looks like a task and was not read, and the words over columns left out.

    `superseded` are the words of tasks in prose that a table says again, `column_fates` what becomes of the cells of
    each column of each table of tasks. `notes` and `doubts` are lines as a document has them, `unknown_headings` words
    over columns that are not known.
    """

    tasks: tuple[Task, ...] = ()
    unclaimed: tuple[Span, ...] = ()
    left_out: tuple[str, ...] = ()
    superseded: tuple[Span, ...] = ()
    column_fates: tuple[tuple[Fate, ...], ...] = ()
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    unknown_headings: tuple[str, ...] = ()

    def __add__(self, more: Findings) -> Findings:
        return Findings(
            self.tasks + more.tasks,
            self.unclaimed + more.unclaimed,
            tuple(dict.fromkeys(self.left_out + more.left_out)),
            self.superseded + more.superseded,
            self.column_fates + more.column_fates,
            tuple(dict.fromkeys(self.notes + more.notes)),
            tuple(dict.fromkeys(self.doubts + more.doubts)),
            tuple(dict.fromkeys(self.unknown_headings + more.unknown_headings)),
        )


@dataclass(frozen=True, slots=True)
class TaskList:
    """What a document says: its own particulars, where they stand, and its tasks, in document order.

    `unclaimed` are paragraphs and rows that look like tasks and of which no task was read; `left_out` are the words
    over columns that the graph does not hold, `unknown_headings` those that are not known; `superseded` are the words
    of tasks in prose that a table says again. `account` tells what became of every character. `apart` are names of
    which a person says that they do not mean one unit.
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
    unknown_headings: tuple[str, ...] = ()
    superseded: tuple[Span, ...] = ()
    account: tuple[Accounted, ...] = ()
    issued_by: Unit | None = None
    letterhead: str | None = None
    openness: str | None = None
    apart: tuple[tuple[str, ...], ...] = ()


# What documents.toml tells, and what a build reports


@dataclass(frozen=True, slots=True)
class Origin:
    """What a file does not say of itself: an entry of documents.toml, and what people say.

    `own_place` is the name of a place that no register has, which lies in `place`, where that is known.
    """

    place: str | None = None
    place_basis: PlaceBasis = "inferred"
    kind: CopyKind | None = None
    url: str | None = None
    retrieved: date | None = None
    openness: str = "未标明"
    own_place: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a user must know of a document: `message` is one Chinese line."""

    document: str
    message: str
    withheld: bool
