"""One file a way of writing tasks: find(document, year, own_names) -> Findings; a new one is named in LAYOUTS.

They are ranked: the first that finds tasks in a document has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from types import ModuleType

from graph_build.errors import NoTasksFound
from graph_build.layouts.parts.labels import names_units
from graph_build.model import Document, Findings, Paragraph, Task
from graph_build.spans import Text

LAYOUTS: tuple[ModuleType, ...] = tuple(import_module(f"{__name__}.{name}") for name in ("table", "paragraphs"))


def find_tasks(document: Document, year: int | None, own_names: frozenset[str]) -> Findings:
    """Return the tasks of a document, in its order; `own_names` are what the document calls itself.

    Raises NoTasksFound where no layout finds any, and what a layout raises.
    """
    results: list[Findings] = [layout.find(document, year, own_names) for layout in LAYOUTS]
    found = next((result for result in results if result.tasks), None)
    if found:
        superseded = sum(len(result.tasks) for result in results) - len(found.tasks)
        # What a superseded layout claims is said again, and not lost.
        claimed = [task for result in results for task in result.tasks]
        cells = {span.cell for span in found.unclaimed}
        unclaimed = [text.span() for text in _unclaimed(document, claimed)]
        more = tuple(span for span in unclaimed if span.cell not in cells)
        return found + Findings(unclaimed=more, superseded=superseded)
    raise NoTasksFound("没有读到任务。目前能读的是带“责任单位”等栏目的表格，和以“（责任单位：…）”结尾的段落。")


def _unclaimed(document: Document, tasks: Iterable[Task]) -> Iterator[Text]:
    """Return the paragraphs that have a role's label (责任单位：) and of which no task was read."""
    claimed = {span.cell for task in tasks for span in (*task.spans, *(a.span for a in task.assignments))}
    for block in document.blocks:
        if isinstance(block, Paragraph) and (text := block.text.compact()):
            raw = text.raw
            if (raw.block, raw.row, raw.column) not in claimed and names_units(text):
                yield text
