"""A sheet: what is exported as a table, with a definition for each column and what is to be said of the whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, TypeVar

from graph_build.values.figures import CIRCLED, FIGURES
from graph_query.ledger import notices
from graph_query.ledger.concepts import BASES, ROLES, shown
from graph_query.ledger.duties import MEANINGS, WAYS, Duty, Way
from graph_query.ledger.facets import times_of
from graph_query.ledger.model import Limit, Task

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """A column: its label, what stands in it (the data dictionary), and how much of the width it takes."""

    label: str
    definition: str
    value: Callable[[T], str | int | date | None]
    width: int


Row = tuple[str | int | date | None, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to export: columns as label, definition and width, rows of cells, and lines to be said under it.

    Rows of many tasks are made one after the other, each time anew.
    """

    title: str
    columns: tuple[tuple[str, str, int], ...]
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


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A row of a unit's ledger: a duty, or one item of it; `n` counts rows.

    `text` is the task's, or of a task with items what stands before them.
    """

    n: int
    duty: Duty
    text: str
    item: str
    today: date


def task_sheet(title: str, tasks: Sequence[Task], edition: Edition) -> Sheet:
    """Return tasks as they are shown in 任务台账, one a row."""
    return _sheet(title, _task_columns(edition.today), tasks, edition)


def rows_sheet(title: str, labels: Sequence[str], rows: Iterable[Sequence[str]], edition: Edition) -> Sheet:
    """Return the rows of an answer as they are shown."""
    columns = tuple((label, "回答所列，照页面所示", 18) for label in labels)
    return Sheet(title, columns, tuple(tuple(row) for row in rows), edition.notes)


def ledger_sheet(title: str, duties: Iterable[Duty], ways: Sequence[Way], edition: Edition) -> Sheet:
    """Return a unit's ledger to fill in: document order, an item a row, empty columns for its own use.

    `ways` of being bound are those that it lists; it says so.
    """
    rows: list[LedgerRow] = []
    for duty in duties:
        for text, item in rows_of(duty.task):
            rows.append(LedgerRow(len(rows) + 1, duty, text, item, edition.today))
    sheet = _without_empty(_sheet(title, _ledger_columns(), rows, edition))
    listed = "、".join(WAYS[way] for way in ways)
    left_out = "、".join(label for way, label in WAYS.items() if way not in ways)
    note = f"本表列出：{listed}的任务{f'；未列：{left_out}的任务' if left_out else ''}。"
    return replace(sheet, notes=(*sheet.notes, note))


def rows_of(task: Task) -> tuple[tuple[str, str], ...]:
    """Return a task's rows in a ledger: each item beside the words that stand before the first; else the text alone."""
    if not task.items:
        return ((task.text, ""),)
    first = task.items[0].partition(" ")[2] or task.items[0]
    at = task.text.find(first)
    # What stands before the first item but its number is said of all of them.
    before = task.text[: max(at, 0)].rstrip(f"（()）0123456789{FIGURES}.．、{CIRCLED} ")
    return tuple((before, item) for item in task.items)


class _Rows(Collection[Row], Generic[T]):
    """The rows of things, made when they are asked for."""

    def __init__(self, columns: Sequence[Column[T]], things: Collection[T]) -> None:
        self._columns, self._things = columns, things

    def __len__(self) -> int:
        return len(self._things)

    def __iter__(self) -> Iterator[Row]:
        return (tuple(column.value(thing) for column in self._columns) for thing in self._things)

    def __contains__(self, row: object) -> bool:
        return any(own == row for own in self)


def _sheet(title: str, columns: tuple[Column[T], ...], things: Collection[T], edition: Edition) -> Sheet:
    labels = tuple((column.label, column.definition, column.width) for column in columns)
    return Sheet(title, labels, _Rows(columns, things), edition.notes)


def _without_empty(sheet: Sheet) -> Sheet:
    """Return a sheet without the columns in which nothing stands; those to be filled in hold None, and stay."""
    every = tuple(sheet.rows)
    kept = [n for n in range(len(sheet.columns)) if any(row[n] != "" for row in every)]
    rows = tuple(tuple(row[n] for n in kept) for row in every)
    return replace(sheet, columns=tuple(sheet.columns[n] for n in kept), rows=rows)


def _last_day(limits: Iterable[Limit | None]) -> date | None:
    return next((limit.until for limit in limits if limit and limit.until), None)


def _task_columns(today: date) -> tuple[Column[Task], ...]:
    return (
        Column("文件", "任务所在文件的标题", lambda t: t.document.title, 18),
        Column("地方", "文件所属的行政区划", lambda t: t.document.place, 8),
        Column("年度", "任务所属年度", lambda t: t.document.year, 6),
        Column("顺序", "任务在文件中的顺序，从 1 起", lambda t: t.index, 6),
        Column("编号", "文件给任务的编号", lambda t: t.no, 6),
        Column("章节", "任务所在的标题", lambda t: " › ".join(filter(None, (t.section, t.subsection))), 16),
        Column("任务内容", "任务的内容（简体，不含空白）", lambda t: t.text, 50),
        *map(_of_role, ROLES),
        Column("单位未列全", "文件在单位名单后写有“等”", lambda t: "是" if t.open_ended else "", 6),
        Column("完成时限", "文件所写的时限；没有时限的注明原因", notices.deadline, 14),
        Column("最后一日", "由时限推算出的最后一日", lambda t: _last_day((t.deadline, *t.limits)), 11),
        Column("时限类型", "时限属于哪一类", lambda t: "、".join(times_of(t)), 12),
        Column("文内时限", "任务内容中写明的时限", lambda t: "；".join(map(notices.limit, t.limits)), 14),
        Column("提示", "推定、期限或年度已过、来源有损坏的说明", lambda t: notices.of_row(t, today), 20),
        Column("人工更正、核对", "由人对照原文更正之处（原识读、改为、何人何日），及何人核对", notices.of_people, 24),
        Column("主题", "任务内容写到的主题", lambda t: "、".join(shown("topics", topic) for topic in t.topics), 14),
        Column("所引文件", "任务内容引用的文件", lambda t: "；".join(act.shown for act in t.acts), 24),
        Column("备注", "文件备注栏的原文", lambda t: t.remark, 14),
        Column("文件所载进展", "文件自己在进展栏中写的原文", lambda t: t.progress, 14),
        Column("出处", "任务在来源文件中的位置", lambda t: f"{t.document.source} {'、'.join(t.where)}", 20),
        Column("标识", "任务在图谱中的标识", lambda t: t.iri, 20),
    )


def _others(row: LedgerRow) -> str:
    others = [a for a in row.duty.task.assignments if a.iri != row.duty.assignment.iri]
    names = {role: [f"{a.name}（推定）" if a.supposed else a.name for a in others if a.role == role] for role in ROLES}
    more = ("另有文件未写明的单位（原文：等）",) if row.duty.task.open_ended else ()
    lists = (f"{shown('roles', role)}：{'、'.join(units)}" for role, units in names.items() if units)
    return "；".join([*lists, *more])


def _hints(row: LedgerRow) -> str:
    task = row.duty.task
    limits = (*((task.deadline,) if task.deadline else ()), *_inside(row))
    return "；".join(filter(None, (notices.of_time(task, row.today, limits), notices.of_task(task))))


def _inside(row: LedgerRow) -> tuple[Limit, ...]:
    """Return the limits in a row's text: of an item those that it says itself."""
    return tuple(limit for limit in row.duty.task.limits if limit.words in "".join((row.item or row.text).split()))


def _where(task: Task) -> str:
    return f"《{task.document.title}》{task.numbered}，{task.document.source} {'、'.join(task.where)}"


def _of_role(role: str) -> Column[Task]:
    label = shown("roles", role)
    definition = f"{label}任务的单位，照文件所写；推定的已注明（{notices.SUPPOSED}）"
    return Column(f"{label}单位", definition, lambda task: task.of_role(role), 18)


def _ledger_columns() -> tuple[Column[LedgerRow], ...]:
    ways = "；".join(f"{label}：{MEANINGS[way]}" for way, label in WAYS.items())
    bases = "、".join(shown("bases", basis) for basis in BASES)
    return (
        Column("序号", "本表中的顺序", lambda r: r.n, 5),
        Column(
            "编号",
            "文件给任务的编号；原文没有的，注明顺序",
            lambda r: r.duty.task.no or f"（顺序{r.duty.task.index}）",
            8,
        ),
        Column("任务", "任务的内容；分项各占一行，此栏为各分项共有的前文", lambda r: r.text, 40),
        Column("分项", "任务的一个分项", lambda r: r.item, 30),
        Column("角色", "本单位在任务中的角色", lambda r: shown("roles", r.duty.assignment.role), 6),
        Column("涉及方式", ways, lambda r: r.duty.label, 16),
        Column("责任依据", f"责任分工写在何处：{bases}", lambda r: notices.basis(r.duty.assignment), 11),
        Column("其他单位", f"同一任务的其他单位，照文件所写；推定的已注明（{notices.SUPPOSED}）", _others, 22),
        Column("完成时限", "文件所写的时限；没有时限的注明原因", lambda r: notices.deadline(r.duty.task), 18),
        Column("文内时限", "本行内容中写明的时限", lambda r: "；".join(map(notices.limit, _inside(r))), 12),
        Column("所引文件", "任务内容引用的文件", lambda r: "；".join(act.shown for act in r.duty.task.acts), 16),
        Column("出处", "任务在来源文件中的位置", lambda r: _where(r.duty.task), 24),
        Column("提示", "期限、年度已过，或来源有损坏的说明", _hints, 24),
        Column("责任科室", "由本单位填写", lambda _: None, 14),
        Column("进展", "由本单位填写", lambda _: None, 20),
        Column("佐证", "由本单位填写", lambda _: None, 14),
    )
