"""Lists of units: a cell, bracket or label -> names with roles and spans.

Ways of writing: names parted by 、 ， , ； ; or by 和 and 及, a line break or nothing behind a whole name; `A等X` (two
units), `A等`, `A等部门` (A, and further unnamed units); a clause that ends in a role's word gives the role to all names
since the last such clause (`A、B牵头，有关部门配合，C`); `A（牵头）`; `—` for no unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from graph_build.model import Role
from graph_build.spans import Span, Text
from graph_build.values.roles import ALONE, FIRST_LEADS, NOUN, role_at_end
from graph_build.vocabulary.concepts import words_of
from graph_build.vocabulary.levels import LEVELS

# 、 and its like inside brackets belong to the name: 各县（市、区）人民政府.
BRACKETED = r"（[^（）]*）|\([^()]*\)|〔[^〔〕]*〕|“[^“”]*”"
BRACKET_AT_END = re.compile(r"[（(][^（）()]*[）)]$")
SEPARATOR = r"[、，,；;。]"
NAME = re.compile(rf"(?:{BRACKETED}|(?!{SEPARATOR}).)+", re.DOTALL)
# 等 inside a word is no 等: 高等学校, 中等专业学校, 等级.
AND_OTHERS = re.compile(
    r"(?<![高中初同平])等(?!级)(?P<unnamed>\d*个?(?:部门|单位|科室|处室|股室)(?=$|[和及与]))?[和及与]?"
)
NO_UNIT = re.compile(r"[—\-－–/\\无。]*")
# What goes on with a name that a line break parts, and begins none: 开发区|管理委员会.
TAIL = re.compile(r"管理|服务|综合|监督|执法|办公室|委员会|办事处|分局|支队|大队|分公司")
# A name before 和 or before nothing at all is taken for whole from this length on: 市社会|和法制委员会 is one name.
SHORTEST_WHOLE = 4
# Before 及, or before 和 with what can only begin a name behind it, a shorter one will do: 气象局|及各县.
SHORTEST_LINKED = 2
# A name of three characters before 和 is whole with one of these; 社会 and 干部 only look like names.
SURELY_WHOLE = re.compile(r".{2,}(?:局|处|科|办|厅|院|中心|公司|镇|乡|街道|政府|大队|支队)$")
# Two names side by side have at least so many characters each; a part of a body is named behind it.
SHORTEST_SIDE = 3
SIDE = re.compile(r".{2,}(?:局|站|所|院|厅|中心|公司|大队|中队)$")
BELOW = re.compile(r"(?:人民政府|大队|支队|中队|分局|中心|办公室|委员会|管理处|领导小组|指挥部|科|股|室|处)$")
BEGINNING = re.compile(rf"[{LEVELS}各]|有关|相关")
LINK = re.compile(r"以?及|[和与]")
# A collective of governments is no part of the name before it: 县教育局|各乡镇人民政府, but 区政府各部门.
EACH = re.compile(r"各[县区市乡镇街旗州].*(?:政府|办事处|街道|管委会)$")
# The same names come again and again in a list; so many are remembered.
NAMES_KNOWN = 1 << 14


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit's name as written, without white space; role is None where its column or label says it.

    `rule` is the one of docs/reading.md that gave the role.
    """

    name: str
    role: Role | None
    span: Span
    rule: str = ""


@dataclass(frozen=True, slots=True)
class UnitList:
    """The units of one cell or bracket; open-ended where it says that there are more."""

    units: tuple[NamedUnit, ...]
    open_ended: bool


def read_units(text: Text) -> UnitList:
    """Return the units that a cell or bracket names (docs/reading.md U1 to U21, R4 to R7, R9)."""
    found: list[NamedUnit] = []
    waiting: list[Text] = []
    open_ended = False
    for part in _parts(text.without(FIRST_LEADS)):
        bare, role, rule = _without_role(part)
        names, unnamed = _names(bare)
        open_ended = open_ended or unnamed
        waiting += names
        if role:
            bound, waiting = (waiting[-1:], waiting[:-1]) if rule == ALONE else (waiting, [])
            found += [NamedUnit(name.value, role, name.span(), rule) for name in bound]
    found += [NamedUnit(name.value, None, name.span()) for name in waiting]
    return UnitList(tuple(sorted(found, key=lambda unit: (unit.span.block, unit.span.start))), open_ended)


@lru_cache(NAMES_KNOWN)
def is_group(name: str) -> bool:
    """Say whether a name stands for several units (各…, 有关…, or the words of zr:groupForm).

    >>> [is_group(name) for name in ("市直各有关部门", "区政府办公室", "街道办事处", "江北街道办事处")]
    [True, False, True, False]
    """
    if re.search(r"各|有关|相关|以上|所属", name):
        return True
    forms = [form for form in words_of("unitForms", "group") if name.endswith(form)]
    # Where an agency's name can end so too, only the bare word is a group: 街道办事处.
    return any(name == form or not form.endswith(_forms("agency")) for form in forms)


@lru_cache(NAMES_KNOWN)
def is_whole_name(name: str) -> bool:
    """Say whether a name ends as names of units do (the words of zr:agencyForm and zr:groupForm)."""
    # 保卫部（处）, 党委办公室（校长办公室）
    bare = BRACKET_AT_END.sub("", name)
    return len(bare) > 1 and bare.endswith((*_forms("agency"), *_forms("group")))


def is_unit_name(name: str) -> bool:
    """Say whether a name is an agency's or a collective's, and not the word for a role: 各牵头单位."""
    return (is_group(name) or is_whole_name(name)) and not NOUN.search(name)


@cache
def _forms(kind: str) -> tuple[str, ...]:
    return tuple(words_of("unitForms", kind))


def _parts(text: Text) -> Iterator[Text]:
    """Return what stands between separators, without white space; a line break behind a whole name separates too."""
    for match in NAME.finditer(text.value):
        whole = text[match.start() : match.end()]
        start = 0
        for line_break in re.finditer(r"\s*\n\s*", whole.value):
            before = whole[start : line_break.start()].compact()
            if is_whole_name(before.value) and not TAIL.match(whole.value[line_break.end() :]):
                yield before
                start = line_break.end()
        rest = whole[start:].compact()
        if not NO_UNIT.fullmatch(rest.value):
            yield rest


def _without_role(part: Text) -> tuple[Text, Role | None, str]:
    """Return a part without the role's words at its end, that role, and the rule by which they give it."""
    found = role_at_end(part.value)
    return (part[: found[0]], found[1], found[2]) if found else (part, None, "")


def _names(part: Text) -> tuple[list[Text], bool]:
    """Return the names of a part, parted at 等, at 和 and at a missing mark, and whether it ends in unnamed units."""
    names: list[Text] = []
    start, unnamed = 0, False
    for match in AND_OTHERS.finditer(part.value):
        names += _joined_names(part[start : match.start()])
        start = match.end()
        unnamed = unnamed or bool(match["unnamed"]) or start == len(part.value)
    return [*names, *_joined_names(part[start:])], unnamed


def _joined_names(part: Text) -> Iterator[Text]:
    """Return the names that stand in a part with 和, 及 or nothing between them."""
    rest = part[len(part.value) - len(part.value.removeprefix("由")) :]
    while rest:
        end, behind = _next_name(rest.value)
        yield rest[:end]
        rest = rest[behind:]


def _next_name(value: str) -> tuple[int, int]:
    """Return where the first name of joined names ends, and where the next one begins."""
    for n in range(SHORTEST_LINKED, len(value)):
        link = LINK.match(value, n)
        # Without a mark between them the second name starts as the first does (区政府办公室|区司法局), or with 各.
        each = EACH.match(value, n)
        if not link and not each and (value[0] not in LEVELS or value[n] != value[0]):
            continue
        behind = link.end() if link else n
        begins = bool(BEGINNING.match(value[behind:])) or bool(SURELY_WHOLE.match(value[:n]))
        surely = bool(link) and ("及" in value[n : n + 2] or begins)
        if n < SHORTEST_WHOLE and not surely:
            continue
        if is_whole_name(value[:n]) and is_whole_name(value[behind:]):
            return n, behind
    return len(value), len(value)


def names_in(name: str) -> tuple[str, ...]:
    """Return the whole names that a name is made of, side by side: two where a separator was not understood.

    >>> names_in("安监站派出所"), names_in("区政府办公室"), names_in("县公安局")
    (('安监站', '派出所'), ('区政府办公室',), ('县公安局',))
    """
    for n in range(SHORTEST_SIDE, len(name) - SHORTEST_SIDE + 1):
        first, second = name[:n], name[n:]
        if SIDE.match(first) and is_whole_name(second) and not BELOW.search(second):
            return first, second
    return (name,)
