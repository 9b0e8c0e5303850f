"""Why a task was read so: layout, columns, cells, how units were split, and the rule of each role, basis and limit.

What a rule does is seen by reading once more without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from graph_build.errors import DocumentError, NoTasksFound, TableNotUnderstood
from graph_build.files import named
from graph_build.layouts.paragraphs import NAME as PARAGRAPHS
from graph_build.layouts.parts.columns import Columns, understand
from graph_build.layouts.parts.labels import CLOSE, OPEN
from graph_build.model import ROLES, Assignment, Cell, Document, Paragraph, Table, Task, TimeLimit
from graph_build.rules import TITLES, without
from graph_build.spans import Span, Text, where
from graph_build.stages import STAGES, Passage, begin
from graph_build.tables.table_parts import holds_tasks
from graph_build.values.headings import kind_of, likely_kind
from graph_build.values.names import is_unit_name
from graph_build.vocabulary.concepts import label_of

RULES_ARE_IN = "docs/reading.md"


def why(path: Path, number: int) -> list[str]:
    """Return why the task of a number (from 1) was read as it was, as lines.

    Raises DocumentError where the file cannot be read or has no such task.
    """
    with named(path):
        start = begin(path)
        passage = _run(start)
        tasks = _tasks(passage)
        if not 1 <= number <= len(tasks):
            raise DocumentError(f"共 {len(tasks)} 项任务，没有第 {number} 项。")
    task = tasks[number - 1]
    explanation = _Explanation(start, passage.document, task)
    return [f"第 {number} 项：{task.text}", *explanation.layout(), *explanation.assignments(), *explanation.limits()]


def _run(passage: Passage) -> Passage:
    for stage in STAGES:
        passage = stage.run(passage)
    return passage


def _tasks(passage: Passage) -> tuple[Task, ...]:
    return passage.task_list.tasks if passage.task_list else ()


class _Explanation:
    """What is told of one task of a document that was read through all stages from its start."""

    def __init__(self, start: Passage, document: Document, task: Task) -> None:
        self._start, self._document, self._task = start, document, task
        self._without: dict[str, tuple[Task, ...]] = {}

    def layout(self) -> Iterator[str]:
        """Tell the layout, and of a table its columns and the row of the task."""
        where = "、".join(map(self._where, self._task.spans))
        yield f"版式：{self._task.layout}；原文在{where}"
        for table in self._document.blocks:
            if isinstance(table, Table) and holds_tasks(table):
                heading, *body = table.rows
                row = next((row for row in body if any(map(self._is_text, row))), None)
                if row:
                    yield from self._columns(understand(heading, body), row)
                    return

    def _is_text(self, cell: Cell) -> bool:
        text = cell.text.compact()
        return bool(text) and text.span() == self._task.spans[0]

    def _columns(self, columns: Columns, row: Sequence[Cell]) -> Iterator[str]:
        for n, word in enumerate(columns.words):
            text = row[n].text.compact().value if n < len(row) else ""
            yield f"  第 {n + 1} 栏“{word}”{_known_by(word)} → {_use_of(columns, n)}；本行：{text or '（空白）'}"

    def assignments(self) -> Iterator[str]:
        """Tell the units by the words that they were split from, those of one role and basis together."""
        for around, several in groupby(self._task.assignments, lambda one: self._around(one.span)):
            split = list(several)
            yield f"单位：{self._where(split[0].span)}“{around}” → {'｜'.join(one.name for one in split)}"
            for (value, rules), alike in groupby(split, lambda one: (_role_and_basis(one), one.rules)):
                same = list(alike)
                yield f"  {'、'.join(one.name for one in same)}：{value}"
                yield from self._rules(rules, value, [one.span for one in same])
        if not self._task.assignments:
            yield "单位：没有读到"

    def _around(self, span: Span) -> str:
        """Return the words that a name stands in: its cell, or its bracket or line."""
        text, at = self._text_of(span)
        if text.raw.row is not None or self._task.layout != PARAGRAPHS:
            return text.compact().value
        opening = max(text.value.rfind(mark, 0, at) for mark in OPEN)
        ends = [end for mark in CLOSE if (end := text.value.find(mark, at)) >= 0]
        return text.value[opening + 1 : min(ends, default=len(text.value))].strip()

    def _text_of(self, span: Span) -> tuple[Text, int]:
        """Return the text in which words stand, and where in it."""
        for text in _texts(self._document):
            if text and text.span().cell[1:] == span.cell[1:]:
                for n, offset in enumerate(text.offsets):
                    here = text.raw.span(offset, offset + 1)
                    if (here.cell, here.start) == (span.cell, span.start):
                        return text, n
        raise ValueError(f"no text at {span}")

    def _where(self, span: Span) -> str:
        return where(span, self._document.source, in_a_sentence=True)

    def limits(self) -> Iterator[str]:
        """Tell the deadline and the limits in the text, each with its rules."""
        if not self._task.deadline:
            yield "完成时限：没有读到"
        else:
            yield from self._limit("完成时限", self._task.deadline)
        for limit in self._task.times:
            yield from self._limit("文中时限", limit)

    def _limit(self, name: str, limit: TimeLimit) -> Iterator[str]:
        yield f"{name}：{self._where(limit.span)}“{limit.span.exact.strip()}” → {_value(limit)}"
        yield from self._rules(limit.rules, _value(limit), [limit.span])

    def _rules(self, rules: Sequence[str], value: str, spans: Sequence[Span]) -> Iterator[str]:
        """Tell rules, each with what one of the values, the first that changes, would be without it."""
        for rule in rules:
            others = [self._without_rule(rule, span) for span in spans]
            instead = next((other for other in others if other != value), value)
            still = "仍是" if instead == value else ""
            yield f"    {rule} {TITLES[rule]}（见 {RULES_ARE_IN} {rule}；若无此条：{still}{instead}）"

    def _without_rule(self, rule: str, span: Span) -> str:
        """Return what stands for words of the task when the document is read without a rule."""
        if rule not in self._without:
            with without(rule):
                try:
                    self._without[rule] = _tasks(_run(self._start))
                except (NoTasksFound, TableNotUnderstood):
                    self._without[rule] = ()
        same = [task for task in self._without[rule] if task.spans[:1] == self._task.spans[:1]]
        if not same:
            return "不是一项任务"
        found = [_role_and_basis(a) for a in same[0].assignments if a.span == span]
        limits = [limit for limit in (same[0].deadline, *same[0].times) if limit and limit.span == span]
        return "、".join(found or map(_value, limits)) or "读不到"


def _texts(document: Document) -> Iterator[Text]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (cell.text for row in block.rows for cell in row)


def _known_by(word: str) -> str:
    """Return how a heading's word is known."""
    if not word:
        return "（没有写，按栏内文字）"
    if is_unit_name(word) and not kind_of(word):
        return ""
    return "" if kind_of(word) else "（按其中认得的字）" if likely_kind(word) else "（不认识）"


def _use_of(columns: Columns, number: int) -> str:
    """Return what a column is used for, in Chinese."""
    roles = [label_of("roles", role) for column, role in columns.roles if column == number]
    uses = (
        ("编号", columns.number == number),
        ("章节标题", number in columns.headings),
        ("任务内容", columns.measure == number),
        ("、".join(roles), bool(roles)),
        ("单位的记号", number in columns.units),
        ("完成时限", columns.deadline == number),
        ("备注", columns.remark == number),
        ("进展", columns.progress == number),
    )
    return next((use for use, holds in uses if holds), "没有收入")


def _role(assignment: Assignment) -> str:
    return label_of("roles", next(role for role in ROLES if role == assignment.role))


def _role_and_basis(assignment: Assignment) -> str:
    return f"{_role(assignment)}、{label_of('bases', assignment.basis)}"


def _value(limit: TimeLimit) -> str:
    """Return what a limit was understood as, in Chinese."""
    kind = label_of("limitKinds", limit.kind) if limit.kind else "没有读懂"
    length = f"{limit.amount} {label_of('timeUnits', limit.unit)}" if limit.amount and limit.unit else ""
    parts = (kind, limit.date.isoformat() if limit.date else "", length, "并长期坚持" if limit.ongoing else "")
    count = f"至少 {limit.at_least} 次" if limit.at_least else ""
    since = f"自“{limit.after}”起" if limit.after else ""
    return "，".join(filter(None, (*parts, count, since, label_of("bases", limit.basis))))
