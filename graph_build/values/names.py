"""Names of units: which words are one, whole or of several units, and where a name ends and the next one begins.

What names end with, and what stands in none, is told by the words of zr:unitForms and zr:assignmentWords.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from graph_build.spans import HAN, Text
from graph_build.values.roles import NOUN, OFFICES, PERSONS, UNNAMED, any_of, is_role_talk, label_kind
from graph_build.vocabulary.concepts import concepts_of, words_of
from graph_build.vocabulary.levels import LEVELS


def _forms_pattern(kind: str) -> str:
    return any_of(words_of("unitForms", kind))


BRACKET_AT_END = re.compile(r"[（(](?P<inside>[^（）()]*)[）)]$")
# A name before 和 or before nothing at all is taken for whole from this length on: 市社会|和法制委员会 is one name.
SHORTEST_WHOLE = 4
# Before 及, or before 和 with what can only begin a name behind it, a shorter one will do: 气象局|及各县.
SHORTEST_LINKED = 2
# A name of three characters before 和 is whole with one of these; 社会 and 干部 only look like names.
SURELY_WHOLE = re.compile(rf".{{2,}}(?:{_forms_pattern('sure')})$")
# A name and what is said of it: 县教育局审核.
WITH_MORE = re.compile(rf".{{2,}}(?:{_forms_pattern('sure')}).")
# Two names side by side have at least so many characters each; a part of a body is named behind it.
SHORTEST_SIDE = 3
SIDE = re.compile(rf".{{2,}}(?:{_forms_pattern('side')})$")
PART = re.compile(rf"(?:{_forms_pattern('part')})$")
GOES_ON = re.compile(_forms_pattern("going_on"))
BEGINNING = re.compile(rf"[{LEVELS}各]|有关|相关")
# 及各地区, 和有关部门: no name holds a link and one of these.
COLLECTIVE = re.compile(r"各|其他|有关|相关")
LINK = re.compile(r"以?及|[和与]")
# A collective of governments or villages is no part of the name before it: 县教育局|各乡镇人民政府, 镇妇联|各村.
EACH_GOVERNMENT = re.compile(r"各[县区市乡镇街旗州].*(?:政府|办事处|街道|管委会)$|各(?:行政)?村|各社区")
EACH = re.compile(rf"各(?!{_forms_pattern('own_part')})")
# Whose parts a collective behind it can be: 学校各学院, 县政府各委办.
WITH_PARTS = re.compile(r"(?:政府|大学|学校|集团|公司|系统|机关)$")
# （下同）, （无牵头单位的，责任单位即为牵头单位）; but （含开发区，下同） says what a name means.
REMARK = re.compile(rf"下同|[为是][^，,。；;]{{0,6}}(?:{UNNAMED})$")
EXPLAINING = re.compile(r"含|包括|不含|(?:以下)?简称")
UNNAMED_ALONE = re.compile(rf"(?:{UNNAMED})(?:[和及]?(?:{UNNAMED}))?")
NO_NAME = re.compile(rf"{any_of(words_of('assignmentWords', 'no_name'))}|.(?<!自)由")
PLAUSIBLE = re.compile(rf"(?!.*的)[{HAN}（）()〔〕“”·]{{2,24}}")
SURNAME = any_of(words_of("assignmentWords", "surname"))
# 张三、李四  责任人：张三
PERSON = re.compile(
    rf"(?=.{{2,20}}$)(?:(?:{SURNAME})[{HAN}]{{1,2}}(?:同志)?[、，,\s]*)+\d*|(?P<label>[{HAN}]{{2,6}})[:：].*"
)
# The same names come again and again in a list; so many are remembered.
NAMES_KNOWN = 1 << 14


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


def could_be_name(name: str) -> bool:
    """Say whether words could be a unit's name that is not known by its ending: 服务商, but not 谁执法谁.

    >>> could_be_name("服务商"), could_be_name("谁执法谁"), could_be_name("县教育局审核")
    (True, False, False)
    """
    if not PLAUSIBLE.fullmatch(name) or NO_NAME.search(name) or NOUN.search(name) or is_role_talk(name):
        return False
    return is_whole_name(name) or not WITH_MORE.match(name)


def is_part(name: str) -> bool:
    """Say whether a name ends as that of a body's part does, which stands behind the body's name: 交警支队."""
    return bool(PART.search(name))


def goes_on(words: str) -> bool:
    """Say whether words behind a break go on with the name before it: 管理委员会, （处）."""
    return words.startswith(("（", "(")) or bool(GOES_ON.match(words))


@cache
def _forms(kind: str) -> tuple[str, ...]:
    return tuple(words_of("unitForms", kind))


def joined_names(part: Text) -> Iterator[Text]:
    """Return the names that stand in a part with 和, 及 or nothing between them."""
    rest = part[len(part.value) - len(part.value.removeprefix("由")) :]
    while rest:
        end, behind = _next_name(rest.value)
        yield rest[:end]
        rest = rest[behind:]


def _next_name(value: str) -> tuple[int, int]:
    """Return where the first name of joined names ends, and where the next one begins."""
    for n in range(SHORTEST_LINKED, len(value) - 1):
        link = LINK.match(value, n)
        # Without a mark between them the second name starts as the first does (区政府办公室|区司法局), or with 各.
        if not link and value[n] != "各" and (value[0] not in LEVELS or value[n] != value[0]):
            continue
        behind = link.end() if link else n
        if _begins(value, n, behind, linked=bool(link)):
            return n, behind
    return len(value), len(value)


def _begins(value: str, n: int, behind: int, *, linked: bool) -> bool:
    """Say whether a name ends at n, and another one begins at `behind`, with a link between them or nothing."""
    first, second = value[:n], value[behind:]
    if linked and (_is_bare(second[: _next_name(second)[0]], first) or NOUN.search(value)):
        return False
    if linked and COLLECTIVE.match(second):
        return True
    if not linked and value[n] == "各":
        return bool(is_whole_name(second) or EACH_GOVERNMENT.match(second)) and _stands_before_each(first, second)
    begins = bool(BEGINNING.match(second)) or bool(SURELY_WHOLE.match(first))
    surely = linked and ("及" in value[n : n + 2] or begins)
    return (n >= SHORTEST_WHOLE or surely) and is_whole_name(first) and is_whole_name(second)


def _is_bare(word: str, first: str) -> bool:
    """Say whether a word behind 和 is no name by itself: 有关部门|和单位, 各县区党委|和政府."""
    return bool(UNNAMED_ALONE.fullmatch(word)) or (len(word) <= SHORTEST_LINKED and is_group(first))


def _stands_before_each(first: str, second: str) -> bool:
    """Say whether a name in front of 各… is a unit of its own: 团委|各学院, but 区政府各部门."""
    if EACH_GOVERNMENT.match(second):
        return is_whole_name(first) or first.startswith("各")
    if first.startswith("各"):
        return first != "各级"
    return bool(EACH.match(second)) and is_whole_name(first) and not (WITH_PARTS.search(first) or is_part(second))


def is_remark(words: str) -> bool:
    """Say whether words in a bracket speak of the list before them, and are no part of a name.

    >>> is_remark("加粗的为牵头单位，下同"), is_remark("含开发区，下同"), is_remark("处")
    (True, False, False)
    """
    return bool(REMARK.search(words)) and not EXPLAINING.match(words)


def is_person(name: str) -> bool:
    """Say whether words name a person by an office: 责任人李强, 分管副省长, but not 领导小组办公室, 各镇长."""
    if is_whole_name(name):
        return False
    return name.startswith(PERSONS) or (name.endswith(OFFICES) and not is_group(name))


def without_remark(name: Text) -> Text:
    """Return a unit's name without a person, or a remark on the whole list, in the bracket behind it.

    县教育局（张三）, 县教育局（加粗的为牵头单位，下同）; but 保卫部（处）.
    """
    bracket = BRACKET_AT_END.search(name.value)
    if bracket and is_remark(bracket["inside"]):
        return name[: bracket.start()]
    person = PERSON.fullmatch(bracket["inside"]) if bracket else None
    if bracket is None or person is None or is_whole_name(bracket["inside"]) or bracket["inside"] in _fields():
        return name
    if person["label"] and label_kind(person["label"]) != "unread":
        return name
    return name[: bracket.start()]


@cache
def _fields() -> frozenset[str]:
    """Return the words for fields of work: 林业 is no person."""
    return frozenset(word for field in concepts_of("functions") for word in words_of("functions", field))


def names_in(name: str) -> tuple[str, ...]:
    """Return the whole names that a name is made of, side by side: two where a separator was not understood.

    >>> names_in("安监站派出所"), names_in("区政府办公室"), names_in("县公安局")
    (('安监站', '派出所'), ('区政府办公室',), ('县公安局',))
    """
    for n in range(SHORTEST_SIDE, len(name) - SHORTEST_SIDE + 1):
        first, second = name[:n], name[n:]
        if SIDE.match(first) and is_whole_name(second) and not (PART.search(second) or COLLECTIVE.match(second)):
            return first, second
    return (name,)
