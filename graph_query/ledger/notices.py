"""What every page and every export must say, in the same words everywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from graph_build.model import SURE
from graph_query.ledger.concepts import TEMPLATE, shown
from graph_query.ledger.model import Assignment, Document, Limit, Task

# Why something is only supposed, by its basis; and all of it, for what stands beside claims of any.
WHY_SUPPOSED: dict[str, str] = {
    "merged_supposed": "本格空白，取自同一章节内上方最近有内容的一格",
    "aligned_supposed": "表格没有画框线，按文字在页面上的对齐归入本格",
}
SUPPOSED = f"推定：{'；或'.join(WHY_SUPPOSED.values())}"
# What stands for a place that a document does not say.
NOWHERE = "未写明地方"
PAST = "文件所定期限已过；本库未收录完成情况材料，不代表未完成"
YEAR_ENDED = "所属年度已结束"
OF_COPIES: dict[str, str] = {
    TEMPLATE: "来源为范文（隐去地名、年份），不是某地的文件",
    "reprint": "来源为转载件，文字可能有损",
}
DAMAGED = "原文有损坏，标题或内容经推算复原，或未能复原"
DOUBTFUL = "识读存疑（可信度 {:.2f}），请对照原文"
UNKNOWN_START = "起算日期未知，无法推算"
# Why a task has no deadline: in a table, and in prose.
UNLIMITED = {
    "blank": "此行空白",
    "no_column": "文件未设时限栏",
    "not_written": "文中未写时限",
    "no_limits": "文件未写时限",
}
# A duty for good does not end with the year.
FOR_GOOD = "长期"


def foot(snapshot: str, built: str, latest: str, missing: str = "") -> str:
    """Return the line at the foot of every page and export.

    `latest` is the last day on which a document was issued, `missing` how many documents could not be read.
    """
    issued = f"，所收文件注明的最晚成文日期 {latest}" if latest else ""
    as_of = f"数据截至 {built or '未知'}（图谱 {snapshot}{issued}）。"
    return f"依据公开文件机器识读，非官方台账，以原文为准；{as_of}{missing}"


def of_document(document: Document) -> str:
    """Return what a reader must know of a source before trusting it; empty where there is nothing."""
    doubt = DOUBTFUL.format(document.sureness) if is_doubtful(document) else ""
    return "；".join(filter(None, (OF_COPIES.get(document.copy, ""), doubt)))


def is_doubtful(document: Document) -> bool:
    """Say whether a document is read with doubts that no person has settled."""
    return document.sureness <= SURE and not document.confirmed


def of_task(task: Task) -> str:
    """Return what a reader must know of a task before trusting it; empty where there is nothing."""
    return "；".join(filter(None, (of_document(task.document), DAMAGED if task.damaged else "")))


def of_time(task: Task, today: date, limits: Iterable[Limit] | None = None) -> str:
    """Return what is to be said of a task's time on a day, or of some of its limits; empty where nothing is past."""
    limits_meant = task.all_limits if limits is None else tuple(limits)
    days = [limit.until for limit in limits_meant if limit.until]
    past = any(day < today for day in days)
    last = max([int(year) for year in task.document.years[-1:]] + [day.year for day in days], default=today.year)
    ended = last < today.year and not any(FOR_GOOD in limit.words for limit in limits_meant)
    return "；".join(sentence for sentence, holds in ((PAST, past), (YEAR_ENDED, ended)) if holds)


def basis(claim: Assignment | Limit) -> str:
    """Return where an assignment or a limit is written; of a supposed one, why it is supposed."""
    label = shown("bases", claim.basis)
    return f"{label}（{why_supposed(claim.basis)}）" if claim.supposed else label


def why_supposed(basis: str) -> str:
    """Return why what rests on a basis is only supposed; empty where it is written."""
    return f"推定：{WHY_SUPPOSED[basis]}" if basis in WHY_SUPPOSED else ""


def of_supposed(task: Task) -> str:
    """Return why parts of a task are only supposed; empty where all are written."""
    claims: tuple[Assignment | Limit, ...] = (*task.assignments, *task.all_limits)
    return "；".join(dict.fromkeys(filter(None, (why_supposed(claim.basis) for claim in claims))))


def written(time_limit: Limit) -> str:
    """Return a limit as written; one that runs from an unknown day says so."""
    runs = time_limit.after or time_limit.kind in ("within", "at_least")
    return f"{time_limit.words}（{UNKNOWN_START}）" if runs and time_limit.until is None else time_limit.words


def limit(time_limit: Limit) -> str:
    """Return a limit as written; a supposed one says so, and one that runs from an unknown day."""
    words, why = written(time_limit), why_supposed(time_limit.basis)
    if words != time_limit.words and why:
        return f"{words.removesuffix('）')}；{why}）"
    return f"{words}（{why}）" if why else words


def deadline(task: Task) -> str:
    """Return a task's deadline as written, or why it has none."""
    return limit(task.deadline) if task.deadline else UNLIMITED[task.unlimited]


def times(task: Task) -> str:
    """Return a task's deadline, and the limits in its text."""
    inside = [f"文内：{limit(time_limit)}" for time_limit in task.limits]
    return "；".join(inside if inside and not task.deadline else [deadline(task), *inside])


def of_row(task: Task, today: date) -> str:
    """Return all that a row with a task must say of it."""
    return "；".join(filter(None, (of_time(task, today), of_task(task), of_supposed(task))))


def of_people(task: Task) -> str:
    """Return what people corrected in a task's reading, and who checked it; empty where nobody did."""
    return "；".join([f"人工更正：{word.shown}" for word in task.corrections] + [word.shown for word in task.checks])


def of_tasks(tasks: Iterable[Task], today: date) -> tuple[str, ...]:
    """Return what must be said of tasks that stand in no rows, each with how many it is said of."""
    found = Counter(
        notice for task in tasks for notice in (of_time(task, today), of_task(task), of_supposed(task)) if notice
    )
    return tuple(f"{count} 项任务：{notice}。" for notice, count in found.items())
