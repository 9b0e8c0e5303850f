"""Sentences that set a deadline for many tasks: 以上任务均于10月底前完成, 未注明完成时限的任务均应于11月底前完成."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph_build.model import Document, Paragraph, Table, Task, TimeLimit
from graph_build.rules import holds
from graph_build.spans import Span, Text
from graph_build.tables.table_parts import distinct
from graph_build.values.names import is_unit_name
from graph_build.values.points import PERIOD
from graph_build.values.times import read_deadline
from graph_build.values.units import read_units

# 未单独注明完成时限的任务，均应于2025年11月底前完成
UNSAID = re.compile(
    r"(?:未|没有)(?:单独|另行|特别|明确|具体)*(?:注明|标明|规定|明确|列明|写明)(?:完成|办理)?(?:时限|时间|期限|时间节点)的"
    rf"[^。；;]*?(?:于|在|均应?|须|需)(?P<limit>{PERIOD.pattern})"
)
ABOVE, BELOW = ("以上", "上述"), ("以下", "下列")
# 以上任务均于2023年10月底前完成; without a word that points at the tasks, 均 or its like says that all are meant.
OF_MANY = re.compile(
    r"(?:^|(?<=[。；;！（(]))"
    r"(?:(?P<which>以上|上述|以下|下列|所列|本方案|本表|本清单)(?:各项|所有|全部)?|各项|所有|全部|每项)"
    r"(?:重点|主要|具体)?(?:工作任务|任务|工作|事项|措施|内容)[，,]?(?(which)|(?=[^。；;，,]{0,4}(?:均|都|一律|全部|统一)))"
    rf"(?P<word>的?(?:完成|办理|整改)(?:时限|时间|期限))?[^。；;，,\d]{{0,8}}?(?P<limit>{PERIOD.pattern})"
    r"(?(word)|(?=[^。；;，,]{0,6}(?:完成|办结|到位|销号)))(?P<rest>[^。；;）)]*)"
)


def is_limit_of_many(text: Text) -> bool:
    """Say whether a paragraph is a sentence that sets the deadline of tasks above or below it."""
    return OF_MANY.match(text.value) is not None


def with_common_limits(
    tasks: Sequence[Task], document: Document, year: int | None
) -> tuple[tuple[Task, ...], tuple[Span, ...]]:
    """Return tasks with the deadlines that sentences set for those that name none, and the sentences that are unclear.

    以上 and 以下 reach over the tasks of one chapter; where there are several it is not clear how far.
    """
    known = list(tasks)
    unclear: list[Span] = []
    for text, match in _sentences(document) if holds("L5") and holds("B8") else ():
        words = text[match.start() : match.end()].span()
        if any(_overlaps(words, span) for task in tasks for span in task.spans):
            continue
        limit = _limit(text, match, year)
        meant = _meant(tasks, words, match["which"] or "") if limit else []
        for n in meant:
            known[n] = known[n] if known[n].deadline else replace(known[n], deadline=limit)
        # Whom a sentence binds to the tasks above it is not read.
        more = match["which"] in ABOVE and _names_units(text[match.start("rest") : match.end("rest")])
        unclear += [words] if more or not meant else []
    common = _for_the_rest(document, year)
    ruled = tuple(task if task.deadline or common is None else replace(task, deadline=common) for task in known)
    return ruled, tuple(unclear)


def _sentences(document: Document) -> list[tuple[Text, re.Match[str]]]:
    """Return the sentences that set a deadline for many tasks, those that point at some before those on all."""
    texts = _texts(document, whole_rows=True)
    found = [(text, match) for text in texts for match in OF_MANY.finditer(text.value)]
    return sorted(found, key=lambda pair: pair[1]["which"] not in (*ABOVE, *BELOW))


def _meant(tasks: Sequence[Task], words: Span, which: str) -> list[int]:
    """Return the tasks that a sentence speaks of; none where its words leave it open."""
    if any(span.cell == words.cell for task in tasks for span in task.heading_spans):
        return [n for n, task in enumerate(tasks) if words.cell in {span.cell for span in task.heading_spans}]
    if which in ABOVE:
        meant = [n for n, task in enumerate(tasks) if task.spans[0].order < words.order]
    elif which in BELOW:
        meant = [n for n, task in enumerate(tasks) if task.spans[0].order > words.order]
        if not _is_within(tasks, words):
            return meant
    else:
        return list(range(len(tasks)))
    return meant if len({tasks[n].section for n in meant}) == 1 else []


def _is_within(tasks: Sequence[Task], words: Span) -> bool:
    """Say whether a sentence stands below the first heading or task."""
    starts = [span.order for task in tasks for span in (*task.heading_spans, *task.spans)]
    return min(starts, default=words.order) < words.order


def _names_units(words: Text) -> bool:
    return any(is_unit_name(unit.name) for unit in read_units(words).units)


def _for_the_rest(document: Document, year: int | None) -> TimeLimit | None:
    """Return the deadline of all tasks that name none, where the document speaks of these."""
    for text in _texts(document) if holds("L5") and holds("B8") else ():
        if match := UNSAID.search(text.value):
            return _limit(text, match, year)
    return None


def _limit(text: Text, match: re.Match[str], year: int | None) -> TimeLimit | None:
    limit = read_deadline(text[match.start("limit") : match.end("limit")], year)
    return limit and replace(limit, basis="document_rule", rules=("L5", "B8", *limit.rules))


def _overlaps(one: Span, other: Span) -> bool:
    return one.cell == other.cell and one.start < other.end and other.start < one.end


def _texts(document: Document, *, whole_rows: bool = False) -> Iterator[Text]:
    """Return paragraphs and cells; with `whole_rows`, of tables only what no other cell of its row stands beside."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text.compact()
        for row in block.rows if isinstance(block, Table) else ():
            texts = [cell.text.compact() for cell in distinct(row)]
            filled = [text for text in texts if text]
            yield from filled if len(filled) == 1 or not whole_rows else ()
