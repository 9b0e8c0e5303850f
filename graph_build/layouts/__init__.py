"""One file a way of writing tasks. A member has find(document, year) -> tasks; a new one is named in LAYOUTS.

They are ranked: the first that finds tasks in a document has it.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import ModuleType

from graph_build.errors import NoTasksFound
from graph_build.labelled import names_role
from graph_build.layouts import paragraphs, table
from graph_build.model import Document, Paragraph, Task, Text

LAYOUTS: tuple[ModuleType, ...] = (table, paragraphs)


def find_tasks(document: Document, year: int | None, own_names: frozenset[str]) -> tuple[Task, ...]:
    """Return the tasks of a document, in its order; `own_names` are what the document calls itself.

    Raises NoTasksFound where no layout finds any, and what a layout raises.
    """
    for layout in LAYOUTS:
        tasks: tuple[Task, ...] = layout.find(document, year, own_names)
        if tasks:
            return tasks
    raise NoTasksFound(
        f"{document.source}：没有读到任务。目前能读的是带“责任单位”等栏目的表格，和以“（责任单位：…）”结尾的段落。"
    )


def unclaimed(document: Document, tasks: Iterable[Task]) -> tuple[Text, ...]:
    """Return the paragraphs that have a role's label (责任单位：) and of which no task was read."""
    claimed = {span.block for task in tasks for span in (*task.spans, *(a.span for a in task.assignments))}
    texts = (block.text for block in document.blocks if isinstance(block, Paragraph))
    return tuple(text for text in texts if text.raw.block not in claimed and names_role(text.compact().value))
