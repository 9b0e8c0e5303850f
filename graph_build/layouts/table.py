"""Tasks in the rows of a table whose columns are headed by words such as 责任单位 and 完成时限."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from graph_build.citations import find_citations
from graph_build.errors import TableNotUnderstood
from graph_build.layouts.columns import Columns, heading_row, number_of, understand
from graph_build.model import Assignment, Basis, Cell, Document, Item, Merges, Table, Task, Text, TimeLimit
from graph_build.times import find_limits, read_deadline
from graph_build.units import read_units

# 一、 （一） 1. 第一， in front of a heading
NUMBERING = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十百]+[）)、.．]|[（(]?\d+[）)、.．]|第[一二三四五六七八九十]+[，、])"
)

# 1． 1. 1、 at the beginning of a line of a cell
ITEM = re.compile(r"^\s*(?P<no>\d{1,2})[．.﹒、](?!\d)", re.MULTILINE)


def find(document: Document, year: int | None, own_names: frozenset[str]) -> tuple[Task, ...]:
    """Return the tasks of a document's tables; none where it has no table with a heading row of the kind.

    Raises TableNotUnderstood where such a table's columns or rows are not understood.
    """
    tasks: list[Task] = []
    for block in document.blocks:
        heading = heading_row(block) if isinstance(block, Table) else None
        if isinstance(block, Table) and heading is not None and block.rows[heading + 1 :]:
            body = block.rows[heading + 1 :]
            columns = understand(block.rows[heading], body, document.source)
            reader = _RowReader(columns, block.merges, year, own_names, document.source)
            tasks += reader.tasks(body, first=heading + 1)
    return tuple(tasks)


@dataclass(slots=True)
class _RowReader:
    """Reads rows in order, and keeps of the rows above what blank cells stand for."""

    columns: Columns
    merges: Merges
    year: int | None
    own_names: frozenset[str]
    source: str
    section: Text | None = None
    subsection: Text | None = None
    above: dict[int, Cell] = field(default_factory=dict)

    def tasks(self, rows: Sequence[Sequence[Cell]], first: int) -> Iterator[Task]:
        for number, row in enumerate(rows, first):
            self._read_headings(row)
            if row[self.columns.measure].text:
                yield self._task(row, number)
            elif any(cell.text for cell in row):
                line = row[0].text.raw.block + 1
                raise TableNotUnderstood(f"{self.source}：第 {line} 行起的一行没有任务内容。请检查这一行的单元格。")

    def _read_headings(self, row: Sequence[Cell]) -> None:
        """Note the row's section and subsection; a blank or repeated one goes on."""
        named = [_without_number(row[column].text) for column in self.columns.headings]
        section, subsection = [*named, None, None][:2]
        if section and (self.section is None or section.value != self.section.value):
            self.section, self.subsection = section, None
            # A merged cell is supposed to end with its section.
            self.above.clear()
        self.subsection = subsection or self.subsection

    def _task(self, row: Sequence[Cell], number: int) -> Task:
        measure = row[self.columns.measure].text
        text = measure.compact()
        assignments, open_ended = self._assignments(row, number)
        return Task(
            no=self._number(row),
            section=self.section.value if self.section else None,
            subsection=self.subsection.value if self.subsection else None,
            text=text.value,
            spans=(measure.span(),),
            assignments=assignments,
            open_ended=open_ended,
            deadline=self._deadline(row, number),
            times=find_limits(text, self.year),
            citations=find_citations(text, self.own_names),
            items=_items(measure),
            remark=self._remark(row),
            heading_spans=tuple(heading.span() for heading in (self.section, self.subsection) if heading),
        )

    def _number(self, row: Sequence[Cell]) -> str | None:
        column = self.columns.number
        return None if column is None else number_of(row[column].text)

    def _remark(self, row: Sequence[Cell]) -> str | None:
        column = self.columns.remark
        return None if column is None else row[column].text.compact().value or None

    def _assignments(self, row: Sequence[Cell], number: int) -> tuple[tuple[Assignment, ...], bool]:
        """Return a row's assignments, each unit once in a role, and whether further units are not named."""
        found: dict[tuple[str, str], Assignment] = {}
        open_ended = False
        for column, role in self.columns.roles:
            cell, basis = self._filled(row, number, column)
            units = read_units(cell.text)
            open_ended = open_ended or units.open_ended
            for unit in units.units:
                assignment = Assignment(unit.name, unit.role or role, basis, unit.span)
                found.setdefault((assignment.role, unit.name), assignment)
        return tuple(found.values()), open_ended

    def _deadline(self, row: Sequence[Cell], number: int) -> TimeLimit | None:
        if self.columns.deadline is None:
            return None
        cell, basis = self._filled(row, number, self.columns.deadline)
        limit = read_deadline(cell.text, self.year)
        return limit and replace(limit, basis=basis)

    def _filled(self, row: Sequence[Cell], number: int, column: int) -> tuple[Cell, Basis]:
        """Return the cell that holds for a row, and how it is known to: its own, or merged with the rows above."""
        cell = row[column]
        if cell.text:
            self.above[column] = cell
            return cell, "own" if cell.row == number else "merged_stated"
        if self.merges == "supposed" and column in self.above:
            return self.above[column], "merged_supposed"
        return cell, "own"


def _items(measure: Text) -> tuple[Item, ...]:
    """Return the parts of a cell that begin their line with a number, as 1．… 2．… do."""
    marks = list(ITEM.finditer(measure.value))
    ends = [*(mark.start() for mark in marks[1:]), len(measure.value)][: len(marks)]
    parts = [(mark["no"], measure[mark.end() : end].compact()) for mark, end in zip(marks, ends, strict=True)]
    return tuple(Item(no, part.value, part.span()) for no, part in parts if part)


def _without_number(cell: Text) -> Text | None:
    """Return a heading without its number and full stop; None where the cell is blank."""
    heading = cell.compact()
    heading = heading[len(heading.value) - len(NUMBERING.sub("", heading.value)) :]
    return heading[: len(heading.value.rstrip("。"))] or None
