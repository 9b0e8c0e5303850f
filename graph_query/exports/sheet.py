"""A sheet: all that is known of tasks as one table for other programs, and which data an export is of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from graph_query.ledger import notices
from graph_query.ledger.concepts import ROLES, shown
from graph_query.ledger.facets import times_of
from graph_query.ledger.model import Limit, Task

Value = str | int | date | None
Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its label, what stands in it (the data dictionary), and how it is made of a task."""

    label: str
    definition: str
    value: Callable[[Task], Value]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to export: columns as label and definition, rows of cells, and lines to be said under it.

    Rows of many tasks are made one after the other, each time anew.
    """

    title: str
    columns: tuple[tuple[str, str], ...]
    rows: Collection[Row]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """Which data an export is of: the snapshot's id, the day of its build, and the day of the export.

    `latest` is the last day on which a document was issued, `narrowed` what was chosen of the data, `missing` says how
    many documents could not be read.
    """

    id: str
    built: str
    latest: str
    today: date
    narrowed: str = ""
    missing: str = ""

    @property
    def foot(self) -> str:
        """The line at the foot of pages and exports."""
        return notices.foot(self.id, self.built, self.latest, self.missing)

    @property
    def notes(self) -> tuple[str, ...]:
        """The lines that every export says."""
        narrowed = (f"范围：{self.narrowed}。",) if self.narrowed else ()
        return self.foot, f"导出日期：{self.today.isoformat()}。", *narrowed


def task_sheet(title: str, tasks: Collection[Task], edition: Edition) -> Sheet:
    """Return tasks as they are shown in 任务台账, one a row, with all that is known of them."""
    columns = _columns(edition.today)
    labels = tuple((column.label, column.definition) for column in columns)
    return Sheet(title, labels, _Rows(columns, tasks), edition.notes)


def rows_sheet(title: str, labels: Sequence[str], rows: Iterable[Sequence[str]], edition: Edition) -> Sheet:
    """Return the rows of an answer as they are shown; a column of numbers holds numbers."""
    columns = [_as_numbers(cells) for cells in zip(*rows, strict=True)]
    return Sheet(title, tuple((label, "") for label in labels), tuple(zip(*columns, strict=True)), edition.notes)


def _as_numbers(cells: Sequence[str]) -> Sequence[Value]:
    """Return the cells of a column as numbers where all are written as such: 3, and not 03."""
    numbers = [int(cell) if cell.isdecimal() and cell.isascii() else None for cell in cells]
    are = all(str(number) == cell for number, cell in zip(numbers, cells, strict=True))
    return numbers if are else cells


class _Rows(Collection[Row]):
    """The rows of tasks, made when they are asked for."""

    def __init__(self, columns: Sequence[Column], tasks: Collection[Task]) -> None:
        self._columns, self._tasks = columns, tasks

    def __len__(self) -> int:
        return len(self._tasks)

    def __iter__(self) -> Iterator[Row]:
        return (tuple(column.value(task) for column in self._columns) for task in self._tasks)

    def __contains__(self, row: object) -> bool:
        return any(own == row for own in self)


def _last_day(limits: Iterable[Limit | None]) -> date | None:
    return next((limit.until for limit in limits if limit and limit.until), None)


def _columns(today: date) -> tuple[Column, ...]:
    return (
        Column("文件", "任务所在文件的标题", lambda t: t.document.title),
        Column("地方", "文件所属的行政区划", lambda t: t.document.place),
        Column("年度", "任务所属年度", lambda t: t.document.year),
        Column("顺序", "任务在文件中的顺序，从 1 起", lambda t: t.index),
        Column("编号", "文件给任务的编号", lambda t: t.no),
        Column("章节", "任务所在的标题", lambda t: " › ".join(filter(None, (t.section, t.subsection)))),
        Column("任务内容", "任务的内容（简体，不含空白）", lambda t: t.text),
        *map(_of_role, ROLES),
        Column("单位未列全", "文件在单位名单后写有“等”", lambda t: "是" if t.open_ended else ""),
        Column("完成时限", "文件所写的时限；没有时限的注明原因", notices.deadline),
        Column("最后一日", "由时限推算出的最后一日", lambda t: _last_day((t.deadline, *t.limits))),
        Column("时限类型", "时限属于哪一类", lambda t: "、".join(times_of(t))),
        Column("文内时限", "任务内容中写明的时限", lambda t: "；".join(map(notices.limit, t.limits))),
        Column("提示", "推定、期限或年度已过、来源有损坏的说明", lambda t: notices.of_row(t, today)),
        Column("人工更正、核对", "由人对照原文更正之处（原识读、改为、何人何日），及何人核对", notices.of_people),
        Column("主题", "任务内容写到的主题", lambda t: "、".join(shown("topics", topic) for topic in t.topics)),
        Column("所引文件", "任务内容引用的文件", lambda t: "；".join(act.shown for act in t.acts)),
        Column("备注", "文件备注栏的原文", lambda t: t.remark),
        Column("文件所载进展", "文件自己在进展栏中写的原文", lambda t: t.progress),
        Column("出处", "任务在来源文件中的位置", lambda t: f"{t.document.source} {'、'.join(t.where)}"),
        Column("标识", "任务在图谱中的标识", lambda t: t.iri),
    )


def _of_role(role: str) -> Column:
    label = shown("roles", role)
    definition = f"{label}任务的单位，照文件所写；推定的已注明（{notices.SUPPOSED}）"
    return Column(f"{label}单位", definition, lambda task: task.of_role(role))
