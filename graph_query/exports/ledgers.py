"""Ledgers to fill in, one row a task: of a unit, and of a document or other choice of tasks; sources stand behind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from graph_query.exports.entries import Entries, Entry, entries_of_unit, entry_of_task, text_of
from graph_query.exports.paper import MARK, WIDTH, Column, Heading, Paper, Row, Table
from graph_query.exports.sheet import Edition
from graph_query.ledger import notices
from graph_query.ledger.concepts import BASES, shown
from graph_query.ledger.duties import WAYS, Duty, Way
from graph_query.ledger.model import Assignment, Document, Limit, Task, Unit

STATES = ("未开始", "进行中", "已完成", "需协调")
TO_FILL_IN = "填报人：　　　　　　　　联系电话：　　　　　　　　　　填报日期：　　　　年　　月　　日"


def unit_name(unit: Unit) -> str:
    """Return a unit with its place as an office writes itself: what both have in common stands once."""
    if not unit.place:
        return unit.shown
    common = max(n for n in range(len(unit.name) + 1) if unit.place.endswith(unit.name[:n]))
    return unit.place + unit.name[common:]


def unit_ledger(unit: Unit, duties: Iterable[Duty], ways: Sequence[Way], edition: Edition) -> Paper:
    """Return a unit's ledger: tasks that name it, then those of collectives, each way under its own heading.

    `ways` of being bound are those that it lists; it says which it does not.
    """
    entries = entries_of_unit(duties)
    left_out = "、".join(label for way, label in WAYS.items() if way not in ways)
    listed = f"共 {len(entries)} 项任务{f'（未列{left_out}的任务）' if left_out else ''}"
    return ledger_of_entries(f"{unit_name(unit)}任务台账", listed, UNIT, lambda: entries, edition)


def task_ledger(title: str, tasks: Collection[Task], edition: Edition) -> Paper:
    """Return the ledger of tasks: of one document by its sections, of several by document."""
    first = next((task.document.iri for task in tasks), "")
    several = any(task.document.iri != first for task in tasks)

    def entries() -> Iterator[Entry]:
        return (entry_of_task(task, task.document.shown if several else task.section) for task in tasks)

    return ledger_of_entries(title, f"共 {len(tasks)} 项任务", TASKS, entries, edition)


def ledger_of_entries(
    title: str, listed: str, columns: tuple[Column, ...], entries: Entries, edition: Edition
) -> Paper:
    """Return rows as a ledger, with what is to be said of them and their sources behind."""
    said = _Said.of(entries(), edition.today)
    one = said.documents[0] if len(said.documents) == 1 else None
    based = f"依据《{one.title}》{f'（{one.number}）' if one.number else ''}，" if one else ""
    return Paper(
        title,
        (f"{based}{listed}。", TO_FILL_IN),
        Table(columns, lambda: _rows(entries()), addressed=True),
        f"{MARK} {'；'.join(said.supposed)}。" if said.supposed else "",
        edition.notes,
        _sources(entries, said),
        (*((f"各项任务均出自《{one.title}》，来源文件 {one.source}。",) if one else ()), *said.hints),
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """What is to be said of rows as a whole: their documents, why any are supposed, and hints with their numbers.

    `written` says that they hold names as documents write them.
    """

    documents: tuple[Document, ...]
    supposed: tuple[str, ...]
    hints: tuple[str, ...]
    written: bool

    @classmethod
    def of(cls, entries: Iterable[Entry], today: date) -> _Said:
        documents, supposed, written, total = dict[str, Document](), dict[str, None](), False, 0
        hints = defaultdict[str, list[int]](list)
        for total, entry in enumerate(entries, start=1):
            documents[entry.task.document.iri] = entry.task.document
            supposed |= dict.fromkeys(filter(None, (notices.of_supposed(entry.task),)))
            written = written or bool(entry.written)
            its = notices.of_time(entry.task, today), notices.of_task(entry.task), notices.of_people(entry.task)
            for hint in filter(None, its):
                hints[hint].append(total)
        said = (f"{_numbers(found, total)}：{hint}。" for hint, found in hints.items())
        return cls(tuple(documents.values()), tuple(supposed), tuple(said), written)


def _numbers(found: Sequence[int], total: int) -> str:
    """Return the numbers of rows in words: 序号 1—3、7."""
    if len(found) == total:
        return "各项"
    runs = (list(run) for _, run in groupby(enumerate(found), lambda one: one[1] - one[0]))
    return "序号 " + "、".join(f"{run[0][1]}—{run[-1][1]}" if len(run) > 1 else f"{run[0][1]}" for run in runs)


def _rows(entries: Iterable[Entry]) -> Iterator[Heading | Row]:
    last = ""
    for number, entry in enumerate(entries, start=1):
        if entry.heading not in ("", last):
            yield Heading(entry.heading)
        last = entry.heading
        cells = (number, text_of(entry.task), entry.carried, entry.beside, entry.due, None, None)
        yield Row(cells, entry.task.iri)


def _sources(entries: Entries, said: _Said) -> Table:
    """Return where rows come from; what is the same for all, or not known, has no column."""
    left_out = {"文件"} if len(said.documents) == 1 else set[str]()
    left_out |= set() if said.written else {"原文所写单位"}
    kept = [label for label in SOURCES if label not in left_out]
    used = sum(SOURCES[label][0] for label in kept)
    # The last has the room of those that are left out.
    rest = WIDTH - NUMBER.width - used
    widths = [SOURCES[label][0] + (rest if label == kept[-1] else 0) for label in kept]
    columns = NUMBER, *(Column(label, width, SOURCES[label][1]) for label, width in zip(kept, widths, strict=True))

    def lines() -> Iterator[Row]:
        for number, entry in enumerate(entries(), start=1):
            cells = _source(entry)
            yield Row((number, *(cells[label] for label in kept)))

    return Table(columns, lines)


def _source(entry: Entry) -> dict[str, str]:
    task = entry.task
    return {
        "文件": task.document.shown,
        "编号": task.no or f"顺序{task.index}",
        "原文位置": "、".join(task.where),
        "原文所写单位": entry.written,
        "责任依据": "、".join(dict.fromkeys(_basis(assignment) for assignment in entry.assignments)),
        "时限原文": _limits(task),
    }


def _basis(claim: Assignment | Limit) -> str:
    return f"{shown('bases', claim.basis)}{MARK if claim.supposed else ''}"


def _limits(task: Task) -> str:
    """Return a task's limits as written, each with where it is; or why there is none."""
    beside = f"{task.deadline.words}（{_basis(task.deadline)}）" if task.deadline else ""
    inside = f"文中：{'、'.join(limit.words for limit in task.limits)}" if task.limits else ""
    return "；".join(filter(None, (beside, inside))) or notices.UNLIMITED[task.unlimited]


def _filled(text: int, carried: Column, beside: Column) -> tuple[Column, ...]:
    """Return the columns of a ledger, that of the text so wide."""
    return (
        NUMBER,
        Column("任务内容", text, "任务的内容（简体，不含空白），各分项另起一行"),
        carried,
        beside,
        Column("完成时限", 37, "文件所写的时限；Excel 中为由它推算出的最后一日，原文见“出处”", centred=True),
        Column("责任科室", 18, "由填报单位填写"),
        Column("进展情况", 50, f"由填报单位填写：{'、'.join(STATES)}，也可写具体情况", choices=STATES),
    )


NUMBER = Column("序号", 11, "本表中的顺序", centred=True)
UNIT = _filled(
    105,
    Column("角色", 14, "本单位在任务中的角色", centred=True),
    Column("协同单位", 38, "同一任务的其他单位，照文件所写"),
)
TASKS = _filled(
    82,
    Column("责任单位", 36, "牵头任务的单位；没有牵头的，负责任务的单位"),
    Column("协同单位", 39, "同一任务的其他单位，照文件所写"),
)
# Where rows come from: each column's width and meaning.
SOURCES = {
    "文件": (68, "任务所在文件的标题"),
    "编号": (20, "文件给任务的编号；原文没有的，注明顺序"),
    "原文位置": (40, "任务在来源文件中的位置"),
    "原文所写单位": (44, "责任写给谁：本单位的名称，或包含它的统称"),
    "责任依据": (40, f"责任分工写在何处：{'、'.join(shown('bases', basis) for basis in BASES)}"),
    "时限原文": (50, "文件所写的时限和它写在何处；没有的注明原因"),
}
