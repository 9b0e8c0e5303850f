"""What every page and every export must say, in the same words everywhere."""

from __future__ import annotations

from datetime import date

from graph_query.ledger import Document, Task

SUPPOSED = "推定：本格空白，取自同一章节内上一行"
PAST = "文件所定期限已过；本库未收录完成情况材料，不代表未完成"
YEAR_ENDED = "所属年度已结束"
UNKNOWN_START = "起算日期未知，无法推算"
NO_COLUMN = "文件未设时限栏"
BLANK = "此行空白"


def foot(snapshot: str, built: str) -> str:
    """Return the line at the foot of every page and export."""
    return f"依据公开文件机器识读，非官方台账，以原文为准；数据截至 {built or '未知'}（图谱 {snapshot}）。"


def of_document(document: Document) -> str:
    """Return what a reader must know of a source before trusting it; empty where there is nothing."""
    if document.copy == "范文":
        return "来源为范文（隐去地名、年份），不是某地的文件"
    return "来源为转载件，文字可能有损" if document.copy == "转载件" else ""


def of_task(task: Task) -> str:
    """Return what a reader must know of a task before trusting it; empty where there is nothing."""
    damaged = "原文有损坏，标题或内容经推算复原，或未能复原" if task.damaged else ""
    return "；".join(filter(None, (of_document(task.document), damaged)))


def of_time(task: Task, today: date) -> str:
    """Return what is to be said of a task's time on a day; empty where nothing is past."""
    if any(day < today for day in task.days):
        return PAST
    return YEAR_ENDED if task.document.year and int(task.document.year) < today.year else ""


def deadline(task: Task) -> str:
    """Return a task's deadline as written, or why it has none: its document has no column for it, or its row is blank.

    A period whose event has no day says so.
    """
    if task.deadline is None:
        return BLANK if task.document.timed else NO_COLUMN
    unknown = f"（{UNKNOWN_START}）" if task.deadline.after or task.deadline.kind == "within" else ""
    return f"{task.deadline.words}{unknown if task.deadline.until is None else ''}"
