"""The rules of docs/reading.md that give a role, a basis or a limit; a value carries the ids of those that gave it.

A rule can be left out, to see what a reading owes to it: `zeren extract FILE --why N` does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

# What each rule is called where a person reads it.
TITLES = {
    "R1": "栏目自身的角色",
    "R2": "标签（如“责任单位：”）的角色",
    "R3": "单元格内标签的角色",
    "R4": "名称后的“牵头”一类词",
    "R5": "名称后的“配合”一类词",
    "R6": "名称后的“负责”一类词",
    "R9": "名称后括号内的角色词",
    "R10": "与写明角色的单位并列而未写角色",
    "R11": "“会同”：之前的牵头，之后的负责",
    "R14": "全文通则：列首位的为牵头单位",
    "R15": "括号内只有单位名单",
    "R16": "全文通则：各项任务都由这些单位落实",
    "R17": "单位为栏，格内记号的角色",
    "R21": "名称旁的记号，依表前表后的说明",
    "B1": "写在本格、本括号或本行",
    "B2": "文件写明的合并格",
    "B3": "推定的合并格：空白格取同一章节内上方的值",
    "B7": "表格跨页处推定为同一格",
    "B8": "出自全文通则",
    "B11": "写下通则的括号，对本项是自身的规定",
    "B12": "没有画框线的表格，按文字对齐推定各格",
    "B13": "写在所属标题之后，对其下各项都适用",
    "L1": "时限栏",
    "L2": "时限标签（如“完成时限：”）",
    "L3": "括号内单位之后的时限",
    "L4": "备注栏只写了时限",
    "L5": "全文统一的完成时限",
    "L9": "文中年度内的一段时间",
    "L10": "“…前”：最后一日",
    "L11": "一段时间取其最后一日",
    "L14": "“到…”“截至…”：目标日期",
    "L15": "“持续推进”一类词：长期",
    "L17": "按有关要求的时限",
    "L18": "“…内”“不超过…”：最长期限",
    "L21": "“不少于…”：最短期限",
    "L23": "“每…”“定期”：周期",
    "L26": "没有读懂的时限，照录原文",
    "L33": "年、月、日后的“建成”一类词：最后一日",
    "L36": "时限栏只写时长：最长期限",
}
_left_out: set[str] = set()


def holds(rule: str) -> bool:
    """Say whether a rule is applied; all are, but for one that is left out to see what it does."""
    return rule not in _left_out


def left_out() -> frozenset[str]:
    """Return the rules that are not applied: what is remembered of a reading holds for the same ones alone."""
    return frozenset(_left_out)


@contextmanager
def without(rule: str) -> Iterator[None]:
    """Read without a rule."""
    _left_out.add(rule)
    try:
        yield
    finally:
        _left_out.discard(rule)
