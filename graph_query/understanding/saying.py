"""A formula said in Chinese: its conditions one by one, and the whole as a question that is read as it again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from graph_query.understanding.formula import (
    DEFAULT_ROLES,
    All,
    Also,
    AnyOf,
    Atom,
    Condition,
    Formula,
    Not,
    Order,
    all_of,
    conjuncts,
    is_of_file,
    is_scope,
)

DOING = {"lead": "牵头", "responsible": "作为责任单位", "cooperating": "配合"}
HAS = {
    "lead": "牵头单位",
    "responsible": "责任单位",
    "cooperating": "配合单位",
    "deadline": "时限",
    "date": "具体日期",
    "citation": "依据文件",
    "issued": "印发日期",
    "number": "文号",
    "implements": "所落实的上级文件",
}
OPERATORS = {">=": "至少", "<=": "至多", "=": "正好"}
GROUPED = {
    "unit": "部门",
    "role": "角色",
    "place": "地方",
    "year": "年度",
    "document": "文件",
    "topic": "主题",
    "section": "章节",
    "limit": "时限类型",
    "quarter": "季度",
    "month": "月份",
}
# Of acts: how they are cited.
NUMBERED = {None: "", True: "，写有文号", False: "，只有名称、没有文号"}
ASKED = {
    "tasks": "的任务有哪些", "acts": "的任务引用了哪些文件", "limits": "的任务什么时候完成",
    "durations": "的任务要在多长时间内完成", "sections": "的任务分哪些章节", "issued": "的文件是哪天印发的",
    "issuer": "的文件是谁印发的", "number": "的文件文号是什么", "implements": "的文件落实哪份上级文件",
    "why": "的任务是依据什么要求的", "progress": "的任务进展如何",
}  # fmt: skip


COUNTED: dict[str, str] = {
    "tasks": "的任务有多少项",
    "acts": "的任务引用了多少份文件",
    "sections": "的任务有多少个章节",
}


def doing(roles: Iterable[str]) -> str:
    """Return roles as what units do: 牵头, 作为责任单位; 负责 is both.

    >>> doing(["lead"]), doing(()), doing(["lead", "cooperating"])
    ('牵头', '负责', '牵头或配合')
    """
    found = tuple(roles) or DEFAULT_ROLES
    return "负责" if found == DEFAULT_ROLES else "或".join(DOING[role] for role in found)


def said(condition: Condition) -> str:
    """Return a condition in words."""
    if isinstance(condition, Atom):
        return SAID.get(condition.kind, _name)(condition)
    if isinstance(condition, Not):
        return _not(condition.part)
    joint = "、" if isinstance(condition, All) else "或"
    return joint.join(_inner(part, condition) for part in condition.parts)


def _inner(part: Condition, outer: All | AnyOf) -> str:
    words = said(part)
    return f"（{words}）" if isinstance(part, (All, AnyOf)) and type(part) is not type(outer) else words


def _name(atom: Atom) -> str:
    return atom.shown or atom.words or "、".join(atom.values)


def _number(atom: Atom) -> str:
    """Return how many units, or acts, there are of a task."""
    bound = f"{OPERATORS[atom.op or '=']}{atom.n}"
    return f"引用{bound}份文件" if atom.values == ("citation",) else f"{bound}个单位{doing(atom.values)}"


# How each kind of condition is said; the scope is said by its names.
SAID: dict[str, Callable[[Atom], str]] = {
    "issuer": lambda atom: f"由{_name(atom)}印发",
    "issued": lambda atom: f"{_period(atom.values)}印发",
    "unit": lambda atom: f"{_name(atom)}{doing(atom.roles)}",
    "only": lambda atom: f"仅由{_name(atom)}{doing(atom.roles)}",
    "topic": lambda atom: f"涉及“{_name(atom)}”",
    "text": lambda atom: f"正文提到“{_name(atom)}”",
    "cites": lambda atom: f"引用{_name(atom)}",
    "implements": lambda atom: f"落实{_name(atom)}",
    "has": lambda atom: f"写有{HAS[atom.values[0]]}",
    "count": _number,
    "due": lambda atom: ("最早到期" if atom.op == "<=" else "最晚到期") if atom.op else f"{_period(atom.values)}到期",
    "limit": lambda atom: f"时限写有“{atom.values[0]}”",
    "supposed": lambda _: "有推定的责任",
    "number": lambda atom: f"第{'、'.join(atom.values)}项",
    "common": lambda atom: f"{_name(atom)}也引用",
}
# And how it is said that it is not so.
NOT_SAID: dict[str, Callable[[Atom], str]] = {
    "unit": lambda atom: f"不由{said(atom)}",
    "has": lambda atom: f"没有{HAS[atom.values[0]]}",
    "limit": lambda atom: f"时限不是“{atom.values[0]}”",
    "cites": lambda atom: f"没有{said(atom)}",
    "supposed": lambda _: "没有推定的责任",
    "topic": lambda atom: f"不{said(atom)}",
    "text": lambda atom: f"正文没有提到“{_name(atom)}”",
}


def _not(part: Condition) -> str:
    if is_scope(part):
        return f"{said(part)}以外"
    if isinstance(part, Atom):
        return NOT_SAID[part.kind](part) if part.kind in NOT_SAID else f"不是{said(part)}"
    return f"不是（{said(part)}）"


def _period(values: tuple[str, ...]) -> str:
    first, last = (_day(value) for value in values)
    if first and last:
        return first if first == last else f"{first}至{last}"
    return f"{last}以前（含当日）" if last else f"{first}以后（含当日）"


def _day(value: str) -> str:
    if not value:
        return ""
    day = date.fromisoformat(value)
    return f"{day.year}年{day.month}月{day.day}日"


def about(formula: Formula) -> str:
    """Return the conditions of a formula in words, those of documents first."""
    parts = conjuncts(formula.of)
    scope = "".join(said(part) for part in parts if is_scope(part)) if formula.of != All() else ""
    others = [said(part) for part in parts if not is_scope(part)]
    return "，".join([scope or "收录的文件", *others])


def question_of(formula: Formula) -> str:
    """Return a formula as a question."""
    if formula.wants == "units" and formula.measure != "share":
        return _units_asked(formula)
    if formula.wants in ("documents", "places"):
        return _documents_asked(formula)
    conditions = _conditions(formula.of) or "收录的文件"
    within = _conditions(formula.within or All())
    if formula.measure == "share":
        return f"{conditions}的任务占{within or '全部'}任务的比例是多少？"
    if formula.measure == "difference":
        return f"{conditions}的任务比{within}的任务多几项？"
    if formula.by:
        by = "" if formula.by == "each" else f"按{GROUPED[formula.by]}统计"
        return f"{conditions}的任务{by}各有多少项？"
    counted = COUNTED if formula.measure == "count" else ASKED
    besides = f"，除{'、'.join(formula.listed.out_names)}以外" if formula.listed.out_names else ""
    return f"{conditions}{besides}{counted[formula.wants]}{NUMBERED[formula.listed.numbered]}？"


def _conditions(condition: Condition) -> str:
    parts = conjuncts(condition)
    scope = "".join(said(part) for part in parts if is_scope(part))
    others = "，".join(said(part) for part in parts if not is_scope(part))
    return "，".join(part for part in (scope, others) if part)


def bound_said(order: Order) -> str:
    """Return how many tasks there must be, in words."""
    upto = f"、{OPERATORS['<=']}{order.upto}项" if order.upto else ""
    return f"{OPERATORS[order.op or '=']}{order.n}项{upto}"


def also_said(also: Also) -> str:
    """Return in words what else a unit carries: 又配合任务, 不牵头第18项."""
    of = "，".join(said(part) for part in conjuncts(also.of) if not is_scope(part))
    if not also.roles:
        return f"又有{of}的任务"
    does = f"{doing(also.roles)}{'承担' if also.roles == ('responsible',) else ''}"
    return f"不{does}{of or '任何任务'}" if also.never else f"又{does}{of or '任务'}"


def _units_asked(formula: Formula) -> str:
    listed, order = formula.listed, formula.order
    conditions = _conditions(formula.of)
    whom = "，不含统称单位" if listed.bodies else ""
    whom += f"，除{'、'.join(listed.out_names)}以外" if listed.out_names else ""
    doings = doing(formula.roles)
    if order and listed.names:
        scope = f"{conditions}，" if conditions else ""
        return f"{scope}{'和'.join(listed.names)}，谁{doings}的任务{'少' if order.least else '多'}？"
    conditions = conditions or "收录的文件"
    also = "".join(f"，{also_said(part)}" for part in listed.also)
    if also:
        return f"{conditions}的任务由哪些单位{doings}{whom}{also}？"
    if order and order.op:
        return f"{conditions}{whom}，{doings}的任务{bound_said(order)}的单位有哪些？"
    if order:
        most = "最少" if order.least else "最多"
        which = f"的单位，排第{order.start}的是哪个" if order.start > 1 else f"的{order.first}个单位是哪些"
        return f"{conditions}{whom}，{doings}的任务{most}{which}？"
    return f"{conditions}的任务{whom}由{'多少个' if formula.measure == 'count' else '哪些'}单位{doings}？"


def _documents_asked(formula: Formula) -> str:
    noun = "地方" if formula.wants == "places" else "文件"
    parts = conjuncts(formula.of)
    if formula.order:
        scope = f"{_conditions(formula.of)}，" if parts else ""
        if formula.order.op:
            return f"{scope}任务{bound_said(formula.order)}的{noun}有哪些？"
        return f"{scope}哪个{noun}的任务{'最少' if formula.order.least else '最多'}？"
    facts = _conditions(all_of(part for part in parts if is_of_file(part)))
    tasks = _conditions(all_of(part for part in parts if not is_of_file(part)))
    nones = formula.none.parts if isinstance(formula.none, AnyOf) else (formula.none,)
    every = [_conditions(part.part) for part in nones if isinstance(part, Not)]
    none = "或".join(_conditions(part) for part in nones if part is not None and not isinstance(part, Not))
    if any(isinstance(part, Not) for part in parts if not is_of_file(part)):
        tasks = f"任务{tasks}"
    well = "既" if formula.listed.also else ""
    said_of = [
        facts,
        (f"{well}有{tasks}" if tasks.startswith("任务") else f"{well}有{tasks}的任务") if tasks else "",
        *map(also_said, formula.listed.also),
        f"没有{none}的任务" if none else "",
    ]
    said_of += [f"每一项任务都{condition}" for condition in every]
    many = "多少个" if formula.measure == "count" else "哪些"
    return f"{many}{noun}{'，'.join(part for part in said_of if part)}？"
