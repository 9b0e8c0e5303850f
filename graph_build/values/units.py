"""Lists of units: a cell, bracket or label -> names with roles and spans.

Ways of writing: names parted by marks, by 和 and 及, by a break or nothing behind a whole name (values.names); `A等X`
(two units), `A等`, `A等部门` (A, and further unnamed units); a clause that ends in a role's word gives the role to all
names since the last such clause (`A、B牵头，有关部门配合，C`); `A（牵头）`; `A会同B`; `—` for no unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from graph_build.model import Role
from graph_build.rules import left_out
from graph_build.spans import Span, Text
from graph_build.values.names import (
    UNNAMED_ALONE,
    goes_on,
    is_group,
    is_part,
    is_person,
    is_unit_name,
    is_whole_name,
    joined_names,
    without_remark,
)
from graph_build.values.roles import ALONE, FIRST_LEADS, LEAD, RESPONSIBLE, TALK_BRACKET, TOGETHER, UNNAMED, role_at_end
from graph_build.vocabulary.levels import LEVELS

# 、 and its like inside brackets belong to the name: 各县（市、区）人民政府.
BRACKETED = r"（[^（）]*）|\([^()]*\)|〔[^〔〕]*〕|\[[^\[\]]*\]|“[^“”]*”"
MARKS = "、，,；;。､"
# What parts more than 、 does: B、C配合 behind a semicolon or a comma says nothing of who stands before it.
SEMICOLON, COMMA = frozenset("；;"), frozenset("，,")
NAME = re.compile(rf"(?:{BRACKETED}|[^{MARKS}])+", re.DOTALL)
# 1.县教育局 2.县财政局
NUMBER = re.compile(rf"(?<![^\s{MARKS}])(?:\d{{1,2}}(?:[.．、)）](?!\d)|(?=\s))|[（(]\d{{1,2}}[)）])|[①-⑳]")
# What parts names only behind a whole one.
BREAK = re.compile(r"\s+|\s*[/／·•・+＋|｜]\s*")
# 等 inside a word is no 等: 高等学校, 中等专业学校, 等级.
AND_OTHERS = re.compile(
    rf"(?<![高中初同平])等(?!级)(?P<unnamed>\d*个?(?:{UNNAMED})(?:[和及]?(?:{UNNAMED}))?(?=$|[和及与]))?[和及与]?"
)
NO_UNIT = re.compile(r"[—\-－–/\\无。]*")
# What so many texts name is remembered.
TEXTS_KNOWN = 512
WITH_OTHERS = re.compile(TOGETHER)
# A牵头B配合, without a mark between them.
LEADING = re.compile(rf"(?:{LEAD})(?:{RESPONSIBLE})?(?=[{LEVELS}各])")


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
    """Return the units that a cell or bracket names (docs/reading.md U1 to U21, U29, U30, R4 to R7, R9, R11)."""
    return _read(text, left_out())


@lru_cache(TEXTS_KNOWN)
def _read(text: Text, _without: frozenset[str]) -> UnitList:
    # Several layouts ask the same words whether they are units, and then which.
    reader = _Reader()
    for mark, part in _parts(text.without(FIRST_LEADS).without(TALK_BRACKET)):
        reader.add(part, mark)
    return reader.units()


@dataclass(slots=True)
class _Reader:
    """Reads the parts of a list in order, and keeps the names that wait for a role's word.

    `marks` are what stands in front of these; `beside` is set where they act together with a unit that leads.
    """

    found: list[NamedUnit] = field(default_factory=list)
    waiting: list[NamedUnit] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    mark: str = ""
    beside: bool = False
    open_ended: bool = False

    def add(self, part: Text, mark: str) -> None:
        """Read a part behind a mark: names, and the words of a role behind them."""
        self.mark = mark
        leading = LEADING.search(part.value)
        if leading and is_whole_name(part.value[: leading.start()]):
            self._add(part[: leading.end()])
            part = part[leading.end() :]
        self._add(part)

    def _add(self, part: Text) -> None:
        bare, role, rule = _without_role(part)
        together = WITH_OTHERS.search(bare.value)
        # With nobody before it, it is the county 会同县.
        if together and (together.start() or self.waiting or self.found):
            first, its_role, its_rule = _without_role(bare[: together.start()])
            self._wait(first)
            self._bind(len(self.waiting), its_role or "lead", its_rule or "R11")
            self.beside, bare = True, bare[together.end() :]
        self._wait(bare)
        if role == "cooperating" and rule != ALONE:
            self._part(_reach(self.marks, alone=not self.found))
        if role:
            self._bind(1 if rule == ALONE else len(self.waiting), role, rule)

    def _wait(self, words: Text) -> None:
        names, unnamed = _names(words)
        self.waiting += names
        self.marks += [self.mark if n == 0 else "" for n in range(len(names))]
        self.open_ended = self.open_ended or unnamed

    def _bind(self, count: int, role: Role, rule: str) -> None:
        """Give the last names that wait their role."""
        kept = len(self.waiting) - count
        self.found += [replace(unit, role=role, rule=rule) for unit in self.waiting[max(kept, 0) :]]
        self._keep(max(kept, 0))
        self.beside = self.beside and kept > 0

    def _part(self, count: int) -> None:
        """Leave to the last names alone what a role's word says; those before them have no word of their own."""
        kept = len(self.waiting) - count
        self.found += [self._without_word(unit) for unit in self.waiting[:kept]]
        self.waiting, self.marks = self.waiting[kept:], self.marks[kept:]
        self.beside = self.beside and not kept

    def _keep(self, count: int) -> None:
        self.waiting, self.marks = self.waiting[:count], self.marks[:count]

    def _without_word(self, unit: NamedUnit) -> NamedUnit:
        return replace(unit, role="responsible", rule="R11") if self.beside else unit

    def units(self) -> UnitList:
        """Return what was read; who acts together with a unit that leads is responsible."""
        rest = map(self._without_word, self.waiting)
        in_order = sorted((*self.found, *rest), key=lambda unit: (unit.span.block, unit.span.start))
        return UnitList(tuple(_once(in_order)), self.open_ended)


def _reach(marks: Sequence[str], *, alone: bool) -> int:
    """Return how many of the last names a word of cooperating binds, by the marks in front of those that wait.

    A semicolon, or a comma beside 、, sets those behind it apart; where all marks are of one kind, it does so between
    two names, and behind none that has a role already (`alone`).
    """
    inner = [mark for mark in marks[1:] if mark]
    for strong in (SEMICOLON, COMMA):
        found = [n for n, mark in enumerate(marks) if n and mark in strong]
        mixed = not strong.issuperset(inner) and (alone or strong is SEMICOLON)
        if found and (mixed or (alone and (len(inner) == 1 or strong is SEMICOLON))):
            return len(marks) - found[-1]
    return len(marks)


def _once(units: Sequence[NamedUnit]) -> Iterator[NamedUnit]:
    """Return units without a bare 单位 behind a collective: 有关部门、单位 is one."""
    for n, unit in enumerate(units):
        if not (n and UNNAMED_ALONE.fullmatch(unit.name) and is_group(units[n - 1].name)):
            yield unit


def _parts(text: Text) -> Iterator[tuple[str, Text]]:
    """Return what stands between marks, numbers and breaks behind whole names, and the mark in front of it."""
    spaced = _with_breaks(text)
    marks = list(NUMBER.finditer(spaced.value))
    starts, ends = [0, *(mark.end() for mark in marks)], [*(mark.start() for mark in marks), len(spaced.value)]
    for start, end in zip(starts, ends, strict=True):
        line = spaced[start:end]
        whole = [(line[match.start() - 1 : match.start()], match) for match in NAME.finditer(line.value)]
        for before, match in whole:
            mark = before.value
            for part in _broken(line[match.start() : match.end()], marked=len(whole) > 1):
                if not NO_UNIT.fullmatch(part.value):
                    yield mark, part
                    mark = ""


def _with_breaks(text: Text) -> Text:
    """Return a text with a space wherever its raw text has white space that was taken out."""
    offsets = text.offsets
    if not text.value or offsets[-1] - offsets[0] == len(offsets) - 1:
        return text
    value: list[str] = []
    found: list[int] = []
    for character, offset in zip(text.value, offsets, strict=True):
        if found and offset - found[-1] > 1 and text.raw.text[found[-1] + 1 : offset].isspace():
            value.append(" ")
            found.append(found[-1] + 1)
        value.append(character)
        found.append(offset)
    return Text("".join(value), text.raw, tuple(found), text.damage)


def _broken(words: Text, *, marked: bool) -> Iterator[Text]:
    """Return what stands between breaks that part names; `marked` where other names around it are parted by marks."""
    start = 0
    breaks = list(BREAK.finditer(words.value))
    for n, mark in enumerate(breaks):
        end = breaks[n + 1].start() if n + 1 < len(breaks) else len(words.value)
        before, behind = words[start : mark.start()].compact(), words[mark.end() : end].value
        if before and _parts_names(before.value, mark[0], behind, marked=marked):
            yield before
            start = mark.end()
    yield words[start:].compact()


def _parts_names(before: str, mark: str, behind: str, *, marked: bool) -> bool:
    """Say whether a break parts two names: whole ones on both sides, or a line's end behind one (U3, U8)."""
    each = not mark.isspace() and before.startswith("各")
    if not (each or is_whole_name(_last_name(before))) or (mark.isspace() and goes_on(behind)):
        return False
    if "\n" in mark:
        return True
    name = _first_name(behind)
    return (
        is_unit_name(name)
        and (is_whole_name(name) or name.startswith("各"))
        and not (marked and mark.isspace() and is_part(name))
    )


def _first_name(words: str) -> str:
    """Return what stands before 等 or a role's word."""
    found = role_at_end(words)
    bare = words[: found[0]] if found else words
    others = AND_OTHERS.search(bare)
    return bare[: others.start()] if others else bare


def _last_name(words: str) -> str:
    """Return what stands behind 等, without a role's word; the words before it where they end in 等部门."""
    found = role_at_end(words)
    bare = words[: found[0]] if found else words
    last = next(reversed([*AND_OTHERS.finditer(bare)]), None)
    return bare[last.end() :] or bare[: last.start()] if last else bare


def _without_role(part: Text) -> tuple[Text, Role | None, str]:
    """Return a part without the role's words at its end, that role, and the rule by which they give it."""
    found = role_at_end(part.value)
    return (part[: found[0]], found[1], found[2]) if found else (part, None, "")


def _names(part: Text) -> tuple[list[NamedUnit], bool]:
    """Return the names of a part, parted at 等, at 和 and at a missing mark, and whether it ends in unnamed units."""
    names: list[Text] = []
    start, unnamed = 0, False
    for match in AND_OTHERS.finditer(part.value):
        names += joined_names(part[start : match.start()])
        start = match.end()
        unnamed = unnamed or bool(match["unnamed"]) or start == len(part.value)
    names += joined_names(part[start:])
    bare = [without_remark(name) for name in names]
    return [NamedUnit(name.value, None, name.span()) for name in bare if name and not is_person(name.value)], unnamed
