"""One file a way of writing tasks: find(document, year, own_names) -> Findings; a new one is named in LAYOUTS.

They are ranked: what a later one finds counts where no earlier one says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import reduce
from importlib import import_module
from types import ModuleType

from graph_build.errors import NoTasksFound
from graph_build.layouts.parts.half_known import half_known_heading
from graph_build.layouts.parts.labels import names_units
from graph_build.model import Document, Findings, Paragraph, Task
from graph_build.spans import Span, Text

LAYOUTS: tuple[ModuleType, ...] = tuple(import_module(f"{__name__}.{name}") for name in ("table", "paragraphs"))

# A task in prose is said again where such a part of its pairs of characters stands in a row.
NEARLY = 0.85
# Where no task is found, so many lines of what was not surely read are told with it.
MOST_UNREAD = 3


def find_tasks(document: Document, year: int | None, own_names: frozenset[str]) -> Findings:
    """Return the tasks of a document, in its order; `own_names` are what the document calls itself.

    Raises NoTasksFound where no layout finds any, and what a layout raises.
    """
    results: list[Findings] = [layout.find(document, year, own_names) for layout in LAYOUTS]
    found = reduce(_beside, results)
    if not found.tasks:
        told, unknown = half_known_heading(document)
        unread = "".join(f"{line}。" for line in document.doubts[:MOST_UNREAD])
        raise NoTasksFound(
            f"没有读到任务。{told}{unread}目前能读的是带“责任单位”等栏目的表格，和以“（责任单位：…）”结尾的段落。",
            unknown,
        )
    cells = {span.cell for span in found.unclaimed}
    unclaimed = [text.span() for text in _unclaimed(document, found)]
    return found + Findings(unclaimed=tuple(span for span in unclaimed if span.cell not in cells))


def _beside(before: Findings, more: Findings) -> Findings:
    """Return what two layouts find: a task whose words stand in one that is found already is said again."""
    known = [_bare(task.text) for task in before.tasks]
    again = [task for task in more.tasks if any(_stands_in(_bare(task.text), text) for text in known)]
    new = [task for task in more.tasks if task not in again]
    if before.tasks and not new:
        more = replace(more, unclaimed=())
    tasks = [*before.tasks, *new]
    if before.tasks and new:
        # Lists side by side stand one after the other in their own table, but not by row and column.
        tasks.sort(key=lambda task: task.spans[0].order)
    superseded = before.superseded + tuple(span for task in again for span in _spans(task))
    return replace(before + replace(more, tasks=()), tasks=tuple(tasks), superseded=superseded)


def _stands_in(words: str, text: str) -> bool:
    """Say whether nearly all of some words stand in a text: their pairs of characters."""
    pairs = {words[n : n + 2] for n in range(len(words) - 1)}
    held = sum(pair in text for pair in pairs)
    return words in text or held >= NEARLY * len(pairs)


def _spans(task: Task) -> tuple[Span, ...]:
    return (*task.spans, *(assignment.span for assignment in task.assignments if assignment.basis == "own"))


def _bare(text: str) -> str:
    return re.sub(r"\W", "", text)


def _unclaimed(document: Document, found: Findings) -> Iterator[Text]:
    """Return the paragraphs that have a role's label (责任单位：) and of which no task was read."""
    claimed = {span.cell for task in found.tasks for span in (*task.spans, *(a.span for a in task.assignments))}
    claimed |= {span.cell for span in found.superseded}
    for block in document.blocks:
        if isinstance(block, Paragraph) and (text := block.text.compact()):
            raw = text.raw
            if (raw.block, raw.row, raw.column) not in claimed and names_units(text):
                yield text
