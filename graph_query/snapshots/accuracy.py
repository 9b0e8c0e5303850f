"""How often readings that people looked at were right: by layout, by sureness, and what was corrected in them.

Of tasks that nobody checked or corrected nothing is known, and nothing is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph_build.model import HELD_BACK, SURE
from graph_build.vocabulary.concepts import label_of
from graph_query.snapshots.report import Said

CHECKS = ("checked", "document_checked")
# Why a layout has no name: a task that a person found, or what is of no task.
OF_NONE = {"": "文件和任务以外", "corrected": "人工补上的任务"}


@dataclass(frozen=True, slots=True)
class _Row:
    layout: str
    sureness: str
    slug: str
    task: int | None
    kind: str

    @property
    def is_check(self) -> bool:
        return self.kind in CHECKS


def accuracy(said: Iterable[Said]) -> Iterator[str]:
    """Yield lines, for a user: how many tasks people looked at, in how many they corrected what."""
    rows = [
        _Row(_layout(layout), _sureness(one), one.slug, task, kind) for one in said for layout, task, kind in one.words
    ]
    for layout in sorted({row.layout for row in rows}):
        yield f"版式 {layout}：{_counted([row for row in rows if row.layout == layout])}"
    for sureness in sorted({row.sureness for row in rows}):
        yield f"识读可信度 {sureness}：{_counted([row for row in rows if row.sureness == sureness])}"
    for kind, count in sorted(Counter(row.kind for row in rows if not row.is_check).items()):
        yield f"更正“{label_of('correctionKinds', kind)}”：{count} 处"


def _counted(rows: list[_Row]) -> str:
    seen = {(row.slug, row.task) for row in rows if row.task is not None}
    wrong = {(row.slug, row.task) for row in rows if row.task is not None and not row.is_check}
    others = sum(row.task is None and not row.is_check for row in rows)
    beside = f"，另有 {others} 处不属于任务的更正" if others else ""
    return f"有人看过 {len(seen)} 项任务，其中 {len(wrong)} 项有更正{beside}"


def _layout(layout: str) -> str:
    return OF_NONE.get(layout, layout)


def _sureness(said: Said) -> str:
    if said.sureness > SURE:
        return f"{SURE:.2f} 以上"
    return f"{HELD_BACK:.2f} 至 {SURE:.2f}" if said.sureness > HELD_BACK else f"{HELD_BACK:.2f} 以下"
