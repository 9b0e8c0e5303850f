"""What a correction may say: values that could never hold are refused when they are entered, and named in a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import get_args

from graph_build.corrections.model import APART, SAME, Correction, Fact, What, bare
from graph_build.corrections.of_tasks import act_named, limit_of
from graph_build.model import ROLES, CopyKind
from graph_build.registers.places import places
from graph_build.spans import HAN
from graph_build.values.act_numbers import canonical_number, parts_of_number

# As ontology/shapes.ttl has it.
SHORTEST, LONGEST_NAME = 2, 40
WEB = re.compile(r"https?://[^\s<>\"]+")
# A name of a place that no register has.
OWN_PLACE = re.compile(rf"[{HAN}0-9A-Za-z（）()·]{{2,40}}")


def refusal(one: Correction) -> str:
    """Return why a correction could never hold, and what to do, in Chinese; nothing where it may."""
    names = [*((one.now,) if one.what == "unit" and one.now else ()), *one.names, *one.lead, *one.responsible]
    if any(not SHORTEST <= len(bare(name)) <= LONGEST_NAME for name in [*names, *one.cooperating]):
        return f"单位名应有 {SHORTEST} 到 {LONGEST_NAME} 个字。请改正"
    limit = one.now if one.what == "deadline" else one.deadline
    if limit and limit_of(limit, None) is None:
        return f"“{limit}”不是程序能懂的时限。请写成“2024年6月底前”“持续推进”“每季度”的样子"
    return OF_KINDS[one.what](one) if one.what in OF_KINDS else ""


def _role(one: Correction) -> str:
    wrong = next((role for role in (one.was, one.now) if role not in ROLES), None)
    return f"“{wrong}”不是角色。可用的是 {'、'.join(ROLES)}" if wrong is not None else ""


def _text(one: Correction) -> str:
    return "" if len(bare(one.now)) >= SHORTEST else f"任务内容应有 {SHORTEST} 个字以上。请改正"


def _body(one: Correction) -> str:
    if len(one.names) != 2 or bare(one.names[0]) == bare(one.names[1]):  # noqa: PLR2004 (one and another)
        return "names 应是两个不同的单位名。请改正"
    return "" if one.now in (SAME, APART) else f"now 应是 {SAME}（是同一单位）或 {APART}（不是）"


def _act(one: Correction) -> str:
    title, number = act_named(one.now)
    named = number or (title and re.search(rf"[{HAN}]", title))
    return "" if named else f"“{one.now}”不是文件的标题或文号。请写成《标题》（文号）的样子"


def _fact(one: Correction) -> str:
    return OF_FACTS[one.fact](one) if one.fact in OF_FACTS and one.now else ""


def _place(one: Correction) -> str:
    if one.within and one.within not in places():
        return f"within 应是所在地方的六位行政区划代码，没有“{one.within}”"
    if one.now in places() or (OWN_PLACE.fullmatch(one.now) and not one.now.isdecimal()):
        return ""
    return f"没有地方“{one.now}”。请写六位行政区划代码，或名录以外的地方的名称"


def _year(one: Correction) -> str:
    return "" if re.fullmatch(r"(?:19|20)\d\d", one.now) else "年度应是四位数字，如 2024"


def _day(one: Correction) -> str:
    try:
        date.fromisoformat(one.now)
    except ValueError:
        return "日期应写成 2024-03-05 的样子"
    return ""


def _number(one: Correction) -> str:
    return "" if parts_of_number(canonical_number(one.now)) else "文号应写成“某政办发〔2024〕5号”的样子"


def _url(one: Correction) -> str:
    return "" if WEB.fullmatch(one.now) else "网址应以 http:// 或 https:// 开头"


def _kind(one: Correction) -> str:
    return "" if one.now in get_args(CopyKind) else f"来源类别可用的是 {'、'.join(get_args(CopyKind))}"


OF_KINDS: Mapping[What, Callable[[Correction], str]] = {
    "role": _role,
    "text": _text,
    "body": _body,
    "act": _act,
    "document": _fact,
}
OF_FACTS: Mapping[Fact | str, Callable[[Correction], str]] = {
    "place": _place,
    "year": _year,
    "issued": _day,
    "retrieved": _day,
    "number": _number,
    "url": _url,
    "kind": _kind,
}
