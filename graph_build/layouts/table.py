"""Tasks in the rows of a table whose columns are headed by words such as 责任单位 and 完成时限.

Headings of tasks are columns of their own, rows over all columns, and paragraphs in front of a table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from graph_build.layouts.parts.columns import Columns, understand, with_first_leading
from graph_build.layouts.parts.document_rules import find_rule
from graph_build.layouts.parts.items import items_of
from graph_build.layouts.parts.labels import units_of_cell
from graph_build.layouts.parts.marked import Marked, typefaces_told
from graph_build.layouts.parts.outline import Outline, rank, unnumbered
from graph_build.layouts.parts.remarks import deadline_of_remark
from graph_build.layouts.parts.section_rows import SectionRows
from graph_build.layouts.parts.several_roles import units_of_roles
from graph_build.layouts.parts.stated import rank_stated, stated_headings
from graph_build.layouts.parts.suspects import could_assign
from graph_build.model import (
    Assignment,
    Basis,
    Cell,
    Document,
    Findings,
    Merges,
    Paragraph,
    Table,
    Task,
    TimeLimit,
    Words,
)  # fmt: skip
from graph_build.rules import holds
from graph_build.spans import Text
from graph_build.tables.table_parts import CONTINUED, distinct, holds_tasks
from graph_build.values.citations import find_citations
from graph_build.values.contents import NOTE, figure_of
from graph_build.values.marks import without_mark
from graph_build.values.times import find_limits, read_deadline

NAME = "表格"
LONGEST_HEADING = 60
SENTENCE = re.compile(r"[。；;！？]|\d日$|^[（(].*[）)]$")
# A section's row without a number stands as deep as one with 一、, and one right behind it deeper.
UNNUMBERED, DEEPER = 2, 0.5


def find(document: Document, year: int | None, own_names: frozenset[str]) -> Findings:
    """Return the tasks of a document's tables; none where it has no table with a heading row of the kind.

    Raises TableNotUnderstood where such a table's columns are not understood.
    """
    several = sum(isinstance(block, Table) and holds_tasks(block) for block in document.blocks) > 1
    outline, stated = Outline(), stated_headings(document)
    before: list[Text] = []
    found = Findings()
    for block in document.blocks:
        if isinstance(block, Paragraph):
            if (stated_rank := rank_stated(block.text, stated)) is not None:
                _open_headings(outline, before, several=False)
                outline.open(block.text, stated_rank)
                before = []
            else:
                before += [block.text] if block.text.compact() else []
            continue
        if not holds_tasks(block):
            continue
        _open_headings(outline, before, several=several)
        before = []
        heading, *body = block.rows
        columns = with_first_leading(understand(heading, body), document)
        found += Findings(column_fates=(columns.fates,), notes=columns.notes, doubts=columns.doubts)
        found += Findings(unknown_headings=columns.unknown)
        marked = Marked.of(heading, columns.units, document)
        sections = SectionRows.of(columns.measure, body)
        found += _RowReader(columns, block.merges, year, own_names, outline, marked, sections).read(body)
    rule = next(
        (
            rule
            for block in document.blocks
            if isinstance(block, Paragraph) and (rule := find_rule(block.text.compact()))
        ),
        (),
    )
    found += Findings(doubts=tuple(typefaces_told(document)) if found.tasks else ())
    return replace(found, tasks=tuple(_with_rule(task, rule) for task in found.tasks))


def _with_rule(task: Task, rule: Sequence[Assignment]) -> Task:
    """Return a task with the units that a sentence beside the tables binds to every task."""
    pairs = {(a.role, a.name) for a in task.assignments}
    return replace(task, assignments=task.assignments + tuple(a for a in rule if (a.role, a.name) not in pairs))


def _open_headings(outline: Outline, before: Sequence[Text], *, several: bool) -> None:
    """Open the numbered headings right in front of a table; of several tables, a line that names the table too."""
    headings: list[Text] = []
    for line in reversed(before):
        if not _is_heading(line) or rank(line) is None:
            break
        headings.insert(0, line)
    if not headings and several and _names_table(before, first=not outline.headings):
        outline.close(0)
        outline.open(before[-1], 0)
    for heading in headings:
        outline.open(heading, rank(heading) or 0)


def _is_heading(line: Text) -> bool:
    words = line.compact().value
    return len(words) <= LONGEST_HEADING and not SENTENCE.search(words) and not NOTE.match(words)


def _names_table(before: Sequence[Text], *, first: bool) -> bool:
    """Say whether the line in front of a table is its own heading, and not the title above the first one."""
    fewest = 2 if first else 1
    again = bool(before) and CONTINUED.search(before[-1].compact().value)
    return len(before) >= fewest and not again and all(_is_heading(line) for line in before[-fewest:])


@dataclass(slots=True)
class _RowReader:
    """Reads rows in order, and keeps of the rows above what blank cells stand for, and sections without a task yet."""

    columns: Columns
    merges: Merges
    year: int | None
    own_names: frozenset[str]
    outline: Outline
    marked: Marked
    sections: SectionRows
    headed: list[Text | None] = field(default_factory=list)
    above: dict[int, Cell] = field(default_factory=dict)
    last: Sequence[Cell] = ()
    waiting: list[tuple[int, Text]] = field(default_factory=list)
    found: Findings = field(default_factory=Findings)

    def read(self, rows: Sequence[Sequence[Cell]]) -> Findings:
        """Return what rows say."""
        self.headed = [None] * len(self.columns.headings)
        self.found = Findings(left_out=self.columns.left_out)
        in_section_rows = False
        for row in rows:
            if section := self.sections.name(row):
                self._open_section(*section, directly_below=in_section_rows)
                in_section_rows = True
                continue
            in_section_rows = False
            self._read_headings(row)
            self._read_row(row)
            self.last = row
            if distinct(row):
                self.waiting.clear()
        self._tell_empty(0)
        return self.found

    def _open_section(self, heading: Text, of_number: int | None, *, directly_below: bool) -> None:
        numbered = rank(heading) if of_number is None else of_number
        if of_number is not None:
            self._tell_empty(of_number)
            self.waiting.append((of_number, heading))
        deepest = self.outline.deepest
        deeper = UNNUMBERED if not directly_below or deepest is None else deepest + DEEPER
        self.outline.open(heading, deeper if numbered is None else numbered)
        self.headed = [None] * len(self.headed)
        # A merged cell is supposed to end with its section.
        self.above.clear()

    def _tell_empty(self, rank_of_next: int) -> None:
        """Ask about sections with a number in a cell of its own below which no task stands: they could be tasks."""
        empty = [heading for number, heading in self.waiting if number >= rank_of_next]
        self.found += Findings(unclaimed=tuple(heading.span() for heading in empty))
        self.waiting = [one for one in self.waiting if one[0] < rank_of_next]

    def _read_headings(self, row: Sequence[Cell]) -> None:
        """Note what the heading columns say; a blank or repeated one goes on."""
        for n, column in enumerate(self.columns.headings):
            name = unnumbered(row[column].text)
            known = self.headed[n]
            if name and (known is None or name.value != known.value):
                self.headed[n:] = [name] + [None] * (len(self.headed) - n - 1)
                if n == 0 and not self.outline.headings:
                    self.above.clear()

    def _read_row(self, row: Sequence[Cell]) -> None:
        measure = self._measure(row)
        if measure is None:
            own = [cell for cell in distinct(row) if not (self.last and self.last[cell.column] == cell)]
            filled = [cell for cell in own if not figure_of(cell.text)]
            self.found += Findings(unclaimed=tuple(cell.text.span() for cell in filled))
        elif self.last and measure.text and self.last[self.columns.measure] == measure and self.found.tasks:
            self._add_to_last(row)
        else:
            remark = self._words(row, self.columns.remark)
            # A remark that assigns is no part of the task's own cells, and is asked about: 县财政局配合.
            asked = (remark.span(),) if remark and could_assign(remark) else ()
            self.found += Findings(tasks=(self._task(row, measure.text),), unclaimed=asked)

    def _measure(self, row: Sequence[Cell]) -> Cell | None:
        """Return the cell of a row's task: where it is blank, the row's own heading is the task."""
        own = [row[self.columns.measure], *(row[column] for column in reversed(self.columns.headings))]
        goes_on = [bool(self.last) and self.last[cell.column] == cell for cell in own[1:]]
        fresh = [cell for cell, old in zip(own[1:], goes_on, strict=True) if not old and cell.text.compact()]
        return own[0] if own[0].text.compact() else next(iter(fresh), None)

    def _add_to_last(self, row: Sequence[Cell]) -> None:
        """Add the units of a row to the task before it: both share one merged cell of words."""
        task = self.found.tasks[-1]
        assignments, open_ended = self._assignments(row)
        known = {(a.role, a.name) for a in task.assignments}
        more = tuple(a for a in assignments if (a.role, a.name) not in known)
        deadline = self._deadline(row)
        task = replace(
            task,
            assignments=task.assignments + more,
            open_ended=task.open_ended or open_ended,
            deadline=task.deadline or deadline,
        )
        # A task has one deadline: another one beside it is asked about.
        other = deadline and task.deadline and deadline.words != task.deadline.words
        unclaimed = (deadline.span,) if deadline and other else ()
        self.found = replace(self.found, tasks=(*self.found.tasks[:-1], task)) + Findings(unclaimed=unclaimed)

    def _task(self, row: Sequence[Cell], measure: Text) -> Task:
        text = measure.compact()
        assignments, open_ended = self._assignments(row)
        remark = self._words(row, self.columns.remark)
        headings = [*self.outline.headings, *(heading for heading in self.headed if heading)]
        section, subsection = [*headings, None, None][:2]
        return Task(
            no=self._number(row),
            section=section.value if section else None,
            subsection=subsection.value if subsection else None,
            text=text.value,
            spans=(text.span(),),
            assignments=assignments,
            open_ended=open_ended,
            deadline=self._deadline(row) or deadline_of_remark(remark, self.year),
            times=find_limits(text, self.year),
            citations=find_citations(text, self.own_names),
            items=items_of(measure),
            remark=_words(remark),
            progress=_words(self._words(row, self.columns.progress)),
            heading_spans=tuple(heading.span() for heading in headings[:2]),
            layout=NAME,
        )

    def _number(self, row: Sequence[Cell]) -> str | None:
        column = self.columns.number
        return None if column is None else figure_of(row[column].text)

    def _words(self, row: Sequence[Cell], column: int | None) -> Text | None:
        return None if column is None else row[column].text.compact() or None

    def _assignments(self, row: Sequence[Cell]) -> tuple[tuple[Assignment, ...], bool]:
        """Return a row's assignments, each unit once in a role, and whether further units are not named."""
        found = {(a.role, a.name): a for a in self.marked.assignments(row, self.last)}
        open_ended = False
        for column, role in self.columns.roles:
            cell, basis, known_by = self._filled(row, column)
            several = dict(self.columns.several).get(column)
            units = units_of_roles(cell.text, several) if several else units_of_cell(cell.text)
            open_ended = open_ended or units.open_ended
            for unit in (without_mark(unit, self.marked.legend) for unit in units.units):
                rule = unit.rule or "R1"
                assignment = Assignment(unit.name, unit.role or role, basis, unit.span, (rule, known_by))
                if holds(rule):
                    found.setdefault((assignment.role, unit.name), assignment)
        return tuple(found.values()), open_ended

    def _deadline(self, row: Sequence[Cell]) -> TimeLimit | None:
        if self.columns.deadline is None or not holds("L1"):
            return None
        cell, basis, known_by = self._filled(row, self.columns.deadline)
        limit = read_deadline(cell.text, self.year)
        return limit and replace(limit, basis=basis, rules=("L1", known_by, *limit.rules))

    def _filled(self, row: Sequence[Cell], column: int) -> tuple[Cell, Basis, str]:
        """Return the cell that holds for a row, how it is known to, and by which rule: its own, or merged above."""
        cell = row[column]
        if cell.text.compact():
            self.above[column] = cell
            if cell.carried and holds("B7"):
                return cell, "merged_supposed", "B7"
            if self.last and self.last[column] == cell and holds("B2"):
                return cell, "merged_stated", "B2"
            if cell.aligned and holds("B12"):
                return cell, "aligned_supposed", "B12"
            if holds("B1"):
                return cell, "own", "B1"
        if self.merges == "supposed" and column in self.above and not cell.text.compact() and holds("B3"):
            return self.above[column], "merged_supposed", "B3"
        return replace(cell, text=cell.text[:0]), "own", "B1"


def _words(text: Text | None) -> Words | None:
    return Words(text.value, text.span()) if text else None
