"""Names that mean one unit within a document: by the parts of the names, and the words of ontology/concepts.ttl.

docs/reading.md U22 to U28: collective units where nothing but 各 or 人民 differs; agencies of one level and form whose
fields of work are the same, or one of which only leaves characters of the other out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from graph_build.values.functions import field_words
from graph_build.values.names import is_group
from graph_build.vocabulary.levels import LEVELS

LEVEL = re.compile(rf"[{LEVELS}]?")
# The ways to write one form, the longest first.
FORMS = {"委员会": "委", "办公室": "办", "人民政府": "政府"}
# Of another body's parts: a branch is a unit of its own.
PART = re.compile(r"(?:分局|支队|大队|分中心|分院|派出所)$")
# No fields of work of their own.
EMPTY = re.compile(r"[和与及、]|服务|管理|综合|工作")


@dataclass(frozen=True, slots=True)
class Parts:
    """A name as level (省, 市 …), body and form (局, 委 …), and the fields of work that its body names."""

    level: str
    body: str
    form: str
    fields: tuple[str, ...]
    rest: str

    @property
    def is_branch(self) -> bool:
        """Whether it is a branch, a unit of its own: 分局, 支队."""
        return bool(PART.search(self.body + self.form))


def find_aliases(names: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Return groups of names that mean one unit, each in the order in which the names come."""
    groups: list[list[str]] = []
    for name in names:
        group = next((group for group in groups if all(_same(name, known) for known in group)), None)
        if group is None:
            groups.append([name])
        else:
            group.append(name)
    return tuple(tuple(group) for group in groups if len(group) > 1)


def _same(one: str, other: str) -> bool:
    if is_group(one) or is_group(other):
        both = is_group(one) and is_group(other)
        return both and _collective(one) == _collective(other) and not re.search(r"有关|相关", one + other)
    a, b = parts_of(one), parts_of(other)
    if a.form != b.form or a.is_branch or b.is_branch:
        return False
    if a.level and b.level and a.level != b.level:
        return False
    if a.fields and b.fields and not a.rest and not b.rest:
        return a.fields == b.fields
    return (a.fields == b.fields and a.rest == b.rest) or _left_out(a.body, b.body) or _left_out(b.body, a.body)


def _collective(name: str) -> str:
    """Return a collective name without what may differ: 各街道办事处 and 街道办事处, 各区政府 and 各区人民政府."""
    return name.replace("各", "").replace("人民政府", "政府")


def _left_out(short: str, full: str) -> bool:
    """Say whether a body's name is another's with characters left out, its first one kept: 人社 of 人力社保."""
    characters = iter(full)
    left_out = bool(short) and short[0] == full[:1] and len(short) < len(full) and all(c in characters for c in short)
    # A name that stands whole in another's is another body's: 政府 in 政府新闻.
    return left_out and short not in full


@cache
def parts_of(name: str) -> Parts:
    """Return the parts of an agency's name."""
    for long, short in FORMS.items():
        name = re.sub(f"{long}$", short, name)
    level = LEVEL.match(name)
    start = level.end() if level else 0
    body, form = name[start:-1], name[-1:]
    found, rest = [], body
    for word, field in field_words():
        if word in rest:
            found.append(field)
            rest = rest.replace(word, " ", 1)
    left = EMPTY.sub("", rest).replace(" ", "")
    # 教育工作委员会 is the Party's, 教育委员会 the government's.
    left += "工作" if form == "委" and body.endswith("工作") else ""
    return Parts(name[:start], body, form, tuple(sorted(set(found))), left)
