"""Lists of units: a cell, bracket or label -> names with roles and spans.

Ways of writing: names parted by 、 ， , ； ; or a line break behind a whole name; `A等X` (two units), `A等`, `A等部门`
(A, and further unnamed units); a clause that ends in a role's word gives the role to all names since the last such
clause (`A、B牵头，有关部门配合，C`); `—` for no unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph_build.model import Role, Span, Text
from graph_build.vocabulary import words_of

# 、 and its like inside brackets belong to the name: 各县（市、区）人民政府.
BRACKETED = r"（[^（）]*）|\([^()]*\)|〔[^〔〕]*〕|“[^“”]*”"
SEPARATOR = r"[、，,；;。]"
NAME = re.compile(rf"(?:{BRACKETED}|(?!{SEPARATOR}).)+", re.DOTALL)
# 等 inside a word is no 等: 高等学校, 中等专业学校, 等级.
AND_OTHERS = re.compile(r"(?<![高中初同平])等(?!级)")
UNNAMED = frozenset({"", "部门", "单位"})
ROLE_AT_END = re.compile(
    r"(?P<lead>牵头(?:负责|组织实施)?)$|(?P<cooperating>(?:参与|参加|协助|协同)?配合|参与|协办)$"
    r"|(?P<responsible>(?:按照?职责分工|分别|共同|具体)?负责|组织实施|落实)$"
)
NO_UNIT = re.compile(r"[—\-－–/无]*")


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit's name as written, without white space; role is None where its column or label says it."""

    name: str
    role: Role | None
    span: Span


@dataclass(frozen=True, slots=True)
class UnitList:
    """The units of one cell or bracket; open-ended where it says that there are more."""

    units: tuple[NamedUnit, ...]
    open_ended: bool


def read_units(text: Text) -> UnitList:
    """Return the units that a cell or bracket names (gold conventions: "Units", "Roles" 2)."""
    if NO_UNIT.fullmatch(text.compact().value):
        return UnitList((), open_ended=False)
    found: list[NamedUnit] = []
    waiting: list[Text] = []
    open_ended = False
    for part in _parts(text):
        bare, role = _without_role(part)
        names = AND_OTHERS.split(bare.value)
        start = 0
        for n, name in enumerate(names):
            if n and name in UNNAMED:
                open_ended = True
            elif name:
                waiting.append(bare[start : start + len(name)])
            start += len(name) + 1
        if role:
            found += [NamedUnit(name.value, role, name.span()) for name in waiting]
            waiting.clear()
    found += [NamedUnit(name.value, None, name.span()) for name in waiting]
    return UnitList(tuple(found), open_ended)


def is_group(name: str) -> bool:
    """Say whether a name stands for several units (各…, 有关…, or the words of zr:groupForm).

    >>> [is_group(name) for name in ("市直各有关部门", "区政府办公室", "街道办事处", "江北街道办事处")]
    [True, False, True, False]
    """
    if re.search(r"各|有关|相关", name):
        return True
    forms = [form for form in words_of("unitForms", "group") if name.endswith(form)]
    # Where an agency's name can end so too, only the bare word is a group: 街道办事处.
    return any(name == form or not form.endswith(tuple(words_of("unitForms", "agency"))) for form in forms)


def is_whole_name(name: str) -> bool:
    """Say whether a name ends as names of units do (the words of zr:agencyForm and zr:groupForm)."""
    forms = words_of("unitForms", "agency") | words_of("unitForms", "group")
    return len(name) > 1 and name.endswith(tuple(forms))


def _parts(text: Text) -> Iterator[Text]:
    """Return what stands between separators, without white space; a line break behind a whole name separates too."""
    for match in NAME.finditer(text.value):
        whole = text[match.start() : match.end()]
        start = 0
        for line_break in re.finditer(r"\s*\n\s*", whole.value):
            before = whole[start : line_break.start()].compact()
            if is_whole_name(before.value):
                yield before
                start = line_break.end()
        rest = whole[start:].compact()
        if rest:
            yield rest


def _without_role(part: Text) -> tuple[Text, Role | None]:
    """Return a part without the role's word at its end, and that role."""
    match = ROLE_AT_END.search(part.value)
    if not match:
        return part, None
    role: Role = "lead" if match["lead"] else "cooperating" if match["cooperating"] else "responsible"
    return part[: match.start()], role
