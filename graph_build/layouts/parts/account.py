"""The account of a document: what became of every character of it, each once.

What was read is marked where it stands; marks, numbers and labels between go with what they stand beside; what could
assign and was not claimed is `not_understood`; the rest is the notice around the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from graph_build.cleaning.debris import PINYIN
from graph_build.layouts.parts.labels import CLOSE, OPEN, names_units
from graph_build.layouts.parts.section_rows import number_over
from graph_build.layouts.parts.sentences import spoken_pieces
from graph_build.layouts.parts.suspects import line_could_assign, suspects, words_could_assign
from graph_build.model import Accounted, Cell, Document, Fate, Table, Task, TaskList
from graph_build.spans import HAN, Raw, Span, Text
from graph_build.tables.table_parts import distinct, holds_tasks
from graph_build.values.contents import figure_of
from graph_build.values.headings import rank_of
from graph_build.values.roles import is_role_talk
from graph_build.vocabulary.simplify import simplified

# Columns whose cells hold values, and no words to be kept as they stand.
VALUES = ("assignment", "limit")
Key = tuple[int, int | None, int | None]
Mark = tuple[Fate, int | None]
WORDS = re.compile(rf"[{HAN}A-Za-z]")


@dataclass(slots=True)
class _Page:
    """A raw text of a block, line or cell, and what became of each of its characters."""

    raw: Raw
    marks: list[Mark | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.marks = [None] * len(self.raw.text)


def account_of(
    read: Document, prepared: Document, task_list: TaskList, column_fates: Sequence[Sequence[Fate]]
) -> tuple[Accounted, ...]:
    """Return what became of every character of a document as it was read, in its order.

    `prepared` is the document as layouts saw it, `task_list` what they found, `column_fates` what becomes of the cells
    of each column of each table of tasks.
    """
    account = _Account(read)
    account.mark_tables(prepared, task_list, column_fates)
    account.mark_list(task_list)
    account.mark_left_out(read)
    account.mark_questions(prepared, task_list)
    account.mark_around(prepared)
    return tuple(account.lines())


class _Account:
    def __init__(self, read: Document) -> None:
        self._pages: dict[Key, _Page] = {}
        self._values: list[Span] = []
        for text in read.texts():
            self._pages.setdefault(_key(text.raw), _Page(text.raw))

    # Marks

    def _mark(self, span: Span, mark: Mark, *, over: bool = True) -> None:
        """Mark words; in a file of lines they may run on over the next ones."""
        start, left = span.start, span.end - span.start
        for page in self._pages_of(span):
            end = min(start + left, len(page.marks))
            for n in range(start, end):
                page.marks[n] = mark if over else page.marks[n] or mark
            left -= end - start + 1
            start = 0

    def _pages_of(self, span: Span) -> Iterator[_Page]:
        """Return the pages that words stand in: in a file of lines those of all their lines."""
        block, start, left = span.block, span.start, span.end - span.start
        while left > 0 and (page := self._pages.get((block, span.row, span.column))):
            yield page
            left -= len(page.marks) - start + 1
            block, start = block + 1, 0

    def mark_list(self, task_list: TaskList) -> None:
        """Mark what was read."""
        for span in (span for task in task_list.tasks for span in task.heading_spans):
            self._mark(span, ("heading", None))
        for span in task_list.spans:
            exact = _bare(_plain(span.exact))
            is_title = bool(task_list.title and exact and exact in _bare(task_list.title))
            self._mark(span, ("title" if is_title else "preamble", None))
        for n, task in enumerate(task_list.tasks, 1):
            for span in (*task.spans, *(item.span for item in task.items)):
                self._mark(span, ("task", n))
            for words in filter(None, (task.remark, task.progress)):
                self._mark(words.span, ("remark", n))
        for n, task in enumerate(task_list.tasks, 1):
            self._mark_assigned(n, task)
        for span in task_list.superseded:
            self._mark(span, ("said_again", None))

    def _mark_assigned(self, number: int, task: Task) -> None:
        """Mark a task's units and deadline; what a rule of the document says belongs to no task.

        Words on which several tasks rest are those of the one in whose row they stand.
        """
        for assignment in task.assignments:
            own = assignment.basis != "document_rule"
            # A unit's name over a column is a word of the heading (docs/reading.md R17).
            over = assignment.basis == "own" and "R17" not in assignment.rules
            self._mark(assignment.span, ("assignment", number if own else None), over=over)
        if task.deadline:
            own = task.deadline.basis != "document_rule"
            self._mark(task.deadline.span, ("limit", number if own else None), over=task.deadline.basis == "own")

    def mark_tables(self, prepared: Document, task_list: TaskList, column_fates: Sequence[Sequence[Fate]]) -> None:
        """Mark the cells of tables of tasks: headings, numbers, names of sections, columns that are not read."""
        of_text = {span: n for n, task in enumerate(task_list.tasks, 1) for span in task.spans[:1]}
        tables = [block for block in prepared.blocks if isinstance(block, Table) and holds_tasks(block)]
        named = {span for task in task_list.tasks for span in task.heading_spans}
        for table, fates in zip(tables, column_fates, strict=True):
            heading, *body = table.rows
            for cell in distinct(heading):
                self._mark(cell.text.span(), ("table_heading", None))
            task: int | None = None
            for row in body:
                own = [n for cell in distinct(row) if (n := of_text.get(cell.text.compact().span()))]
                task = own[0] if own else task
                if not own and (number := number_over(row, named)):
                    self._mark(number.span(), ("heading", None))
                self._mark_row(row, fates, own[0] if own else None, task)

    def _mark_row(self, row: Sequence[Cell], fates: Sequence[Fate], own: int | None, last: int | None) -> None:
        cells = distinct(row)
        if own is None and len(cells) == 1 and not figure_of(cells[0].text):
            self._mark(cells[0].text.span(), ("heading", None))
            return
        for column, cell in enumerate(row):
            fate: Fate = fates[column] if column < len(fates) else "remark"
            if not cell.text.compact():
                continue
            if fate in VALUES:
                self._values.append(cell.text.span())
            else:
                self._mark(cell.text.span(), (fate, own or last), over=False)

    def mark_left_out(self, read: Document) -> None:
        """Mark what the file strikes out or hides: characters of a raw text that are no part of its text."""
        for text in read.texts():
            page = self._pages[_key(text.raw)]
            kept = set(text.offsets) if len(text.offsets) < len(page.marks) else ()
            for n in range(len(page.marks)) if kept or not text.value else ():
                if n not in kept:
                    page.marks[n] = ("left_out", None)

    def mark_questions(self, prepared: Document, task_list: TaskList) -> None:
        """Mark what could assign and was not claimed, also inside of what was claimed as a task's text."""
        for span in task_list.unclaimed:
            self._mark(span, ("not_understood", None))
        for page in (page for span in self._values for page in self._pages_of(span)):
            if WORDS.search(page.raw.text) and not any(page.marks):
                self._fill(page, 0, len(page.marks), ("not_understood", None))
        for text in prepared.texts():
            compact = text.compact()
            if compact and self._is_heading(compact.span()) and names_units(compact):
                self._mark(compact.span(), ("not_understood", None))
            for span in suspects(text, self._is_claimed):
                self._mark(span, ("not_understood", None))
        for page in self._pages.values():
            self._absorb(page)

    def _is_heading(self, span: Span) -> bool:
        page = self._pages.get(span.cell)
        return page is not None and {*filter(None, page.marks[span.start : span.end])} == {("heading", None)}

    def _is_claimed(self, span: Span) -> bool:
        page = self._pages.get(span.cell)
        part = page.marks[span.start : span.end] if page else []
        return any(mark and mark[0] in ("assignment", "said_again") for mark in part)

    def _absorb(self, page: _Page) -> None:
        """Let what stands beside marks go with them; words that could assign and are none of theirs are asked about."""
        marked = [n for n, mark in enumerate(page.marks) if mark]
        if not marked:
            return
        text = page.raw.text
        for start, end in _runs(page.marks):
            before = page.marks[start - 1] if start else None
            behind = page.marks[end] if end < len(text) else None
            closed = start + _closing(text[start:end]) if _assignment_beside(before, None) else start
            # Behind the bracket that assigns stands what has no assignment (docs/reading.md T8).
            if start < closed < end:
                self._absorb_run(page, start, closed, before, None)
                asked = spoken_pieces(Text.whole(page.raw)[closed:end].compact())
                self._fill(page, closed, end, ("not_understood", None) if asked else _text_beside(None, behind))
            else:
                self._absorb_run(page, start, end, before, behind)

    def _absorb_run(self, page: _Page, start: int, end: int, before: Mark | None, behind: Mark | None) -> None:
        words = _plain(page.raw.text[start:end])
        beside = _assignment_beside(before, behind)
        if beside and is_role_talk(words):
            self._fill(page, start, end, beside)
        elif not WORDS.search(words) or (behind and not before and rank_of(words.strip()) is not None):
            self._fill(page, start, end, before or behind or ("furniture", None))
        elif beside and beside[1] is not None and words_could_assign(words):
            self._fill(page, start, end, ("not_understood", None))
        else:
            self._fill(page, start, end, _text_beside(before, behind))

    @staticmethod
    def _fill(page: _Page, start: int, end: int, mark: Mark) -> None:
        page.marks[start:end] = [mark] * (end - start)

    def mark_around(self, prepared: Document) -> None:
        """Mark what stands in pages without any mark: furniture, what could assign, the notice around the list."""
        of_tasks = [n for n, page in enumerate(self._pages.values()) if ("task" in {m[0] for m in page.marks if m})]
        run = range(min(of_tasks, default=0), max(of_tasks, default=0))
        order = {key: n for n, key in enumerate(self._pages)}
        for text in prepared.texts():
            page = self._pages.get(_key(text.raw))
            if page and not any(page.marks):
                compact = text.compact()
                fate: Fate = "preamble"
                if not compact:
                    fate = "furniture"
                elif line_could_assign(compact, between=order[_key(text.raw)] in run):
                    fate = "not_understood"
                self._fill(page, 0, len(page.marks), (fate, None))
        for page in self._pages.values():
            if not any(page.marks):
                self._fill(page, 0, len(page.marks), ("furniture", None))

    # Lines

    def lines(self) -> Iterator[Accounted]:
        """Return the account: runs of one fate and task, in the document's order."""
        for page in self._pages.values():
            start = 0
            for n in range(1, len(page.marks) + 1):
                if n == len(page.marks) or page.marks[n] != page.marks[start]:
                    fate, task = page.marks[start] or ("furniture", None)
                    yield Accounted(page.raw.span(start, n), fate, task)
                    start = n


def _runs(marks: Sequence[Mark | None]) -> list[tuple[int, int]]:
    """Return where runs without a mark begin and end."""
    found: list[tuple[int, int]] = []
    start = None
    for n, mark in enumerate([*marks, ("task", None)]):
        if mark is None and start is None:
            start = n
        elif mark is not None and start is not None:
            found.append((start, n))
            start = None
    return found


def _closing(words: str) -> int:
    """Return where the words of a bracket that was opened before them end; 0 where none does."""
    depth = 0
    for n, character in enumerate(words):
        depth += (character in OPEN) - (character in CLOSE)
        if depth < 0:
            return n + 1
    return 0


def _assignment_beside(before: Mark | None, behind: Mark | None) -> Mark | None:
    """Return the assignment or limit that words stand beside."""
    for mark in (behind, before):
        if mark and mark[0] in ("assignment", "limit"):
            return mark
    return None


def _text_beside(before: Mark | None, behind: Mark | None) -> Mark:
    """Return the mark of what words stand beside, what was read before what is around it."""
    for mark in (before, behind):
        if mark and mark[0] in ("task", "heading", "title", "preamble", "remark"):
            return mark
    return ("preamble", None)


def _key(raw: Raw) -> Key:
    return raw.block, raw.row, raw.column


def _plain(words: str) -> str:
    """Return raw words simplified and without pinyin, as what was read of them is."""
    return simplified(PINYIN.sub("", words))


def _bare(text: str) -> str:
    return re.sub(r"\W", "", text)
