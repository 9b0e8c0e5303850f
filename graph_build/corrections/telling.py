"""What a correction says, for a user: a line; and part by part, what it is of, what was read, what is right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from graph_build.corrections.model import SAME, Correction, What
from graph_build.corrections.of_documents import label_of_fact
from graph_build.model import ROLES
from graph_build.registers.places import around, places
from graph_build.vocabulary.concepts import label_of

# So many characters of what a correction is of are said in a line.
SHOWN = 24
OF: Mapping[What, str] = {
    "deadline": "完成时限",
    "text": "任务内容",
    "not_a_task": "是否任务",
    "task": "是否任务",
    "split": "任务的划分",
    "join": "任务的划分",
    "body": "单位",
    "act": "所引文件",
    "checked": "任务",
    "document_checked": "文件",
}
NO_TASK, A_TASK, ONE_BODY, TWO_BODIES = "不是任务", "是任务", "是同一单位", "不是同一单位"


def told(one: Correction) -> tuple[str, str, str]:
    """Return of what a correction is (牵头单位), what was read of it, and what is right; either may be empty.

    >>> from datetime import date
    >>> told(Correction("role", "李四", date(2026, 1, 31), unit="市教育局", was="responsible", now="lead"))
    ('“市教育局”的角色', '责任', '牵头')
    """
    of = f"{_role(one.role)}单位" if one.role else label_of_fact(one.fact) if one.fact else OF.get(one.what, "")
    if one.what == "role":
        return f"“{one.unit}”的角色", _role(one.was), _role(one.now)
    if one.what == "body":
        return of, "", f"{_quoted(one.names)}{ONE_BODY if one.now == SAME else TWO_BODIES}"
    if one.what in ("checked", "document_checked"):
        return of, "", ""
    now = {
        "not_a_task": NO_TASK,
        "task": f"{_quoted([one.words])}{A_TASK}",
        "split": "；".join(one.parts),
        "join": f"并入{_quoted(one.parts)}",
    }
    return of, one.was or (one.task or one.words if one.what == "not_a_task" else ""), now.get(one.what, one.now)


def as_line(one: Correction) -> str:
    """Return what a correction says, for a user.

    >>> from datetime import date
    >>> as_line(Correction("unit", "李四", date(2026, 1, 31), task="公开规章", role="lead", was="市局", now="市教育局"))
    '任务“公开规章”的牵头单位“市局”改为“市教育局”（李四，2026-01-31）'
    """
    named = replace(one, was=_place(one.was), now=_place(one.now)) if one.fact == "place" else one
    return f"{_said(named)}（{one.by}，{one.on.isoformat()}）"


def _place(code: str) -> str:
    """Return a place's name with those that it lies in; what is no code of one, as it is."""
    place = places().get(code)
    return "".join(outer.name for outer in reversed(around(place))) if place else code


def _said(one: Correction) -> str:
    task = f"任务“{_short(one.task)}”"
    unit = f"{task}的{label_of('roles', one.role)}单位" if one.role else task
    fact = label_of_fact(one.fact) if one.fact else ""
    return {
        "unit": _change(unit, one),
        "role": f"{task}的单位“{one.unit}”由{_role(one.was)}改为{_role(one.now)}",
        "deadline": _change(f"{task}的完成时限", one),
        "text": f"{task}的内容改为“{_short(one.now)}”",
        "not_a_task": f"“{_short(one.task or one.words)}”不是任务",
        "task": f"“{_short(one.words)}”是任务",
        "split": f"{task}分为 {len(one.parts)} 项",
        "join": f"{task}并入另 {len(one.parts)} 项",
        "body": f"{_quoted(one.names)}{ONE_BODY if one.now == SAME else TWO_BODIES}",
        "act": f"{task}所引“{_short(one.was)}”是“{_short(one.now)}”",
        "document": _change(f"文件的{fact}", one),
        "checked": f"{task}已核对",
        "document_checked": "整份文件已核对",
    }[one.what]


def _change(of: str, one: Correction) -> str:
    if not one.was:
        return f"{of}补上“{_short(one.now)}”"
    return f"{of}“{_short(one.was)}”改为“{_short(one.now)}”" if one.now else f"{of}“{_short(one.was)}”删去"


def _role(role: str) -> str:
    return label_of("roles", role) if role in ROLES else role


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"


def _quoted(names: Iterable[str]) -> str:
    return "、".join(f"“{_short(name)}”" for name in names)
